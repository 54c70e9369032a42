#include "http/transport.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QSslCertificate>

namespace {

struct TransportText {
    Q_DECLARE_TR_FUNCTIONS(Transport)
};

QList<QNetworkProxy> proxiesFor(const NetSettings &net, const QNetworkProxyQuery &query)
{
    // What goes to this computer must never leave it, whatever the environment says.
    if (net.proxy == NetSettings::Proxy::None || isLoopback(query.peerHostName()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    if (net.proxy == NetSettings::Proxy::Manual)
        return {QNetworkProxy(QNetworkProxy::HttpProxy, net.proxyHost, net.proxyPort)};
    return QNetworkProxyFactory::systemProxyForQuery(query);
}

class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(NetSettings net) : m_net(std::move(net)) { }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return proxiesFor(m_net, query);
    }

private:
    NetSettings m_net;
};

Error problemOf(Error::Kind kind, const QString &detail)
{
    Error error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

} // namespace

bool isLoopback(const QString &host)
{
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0
        || QHostAddress(host).isLoopback();
}

Transport::Transport(const QUrl &baseUrl, const NetSettings &net) : m_net(net)
{
    m_baseUrl = baseUrl.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment
                                 | QUrl::StripTrailingSlash);
}

const std::optional<Error> &Transport::problem() const
{
    if (!m_problem)
        m_problem = findProblem();
    return *m_problem;
}

std::optional<Error> Transport::findProblem() const
{
    const QString scheme = m_baseUrl.scheme();
    const bool isHttp = scheme == QLatin1String("http");
    if (!m_baseUrl.isValid() || m_baseUrl.host().isEmpty()
        || (!isHttp && scheme != QLatin1String("https")))
        return problemOf(Error::Kind::InvalidInput,
                         TransportText::tr("The base URL is not a web address."));
    if (isHttp && !isLoopback(m_baseUrl.host()))
        return problemOf(Error::Kind::InsecureUrl,
                         TransportText::tr("http:// would send the login to %1 unprotected.")
                             .arg(m_baseUrl.host()));
    if (m_net.proxy == NetSettings::Proxy::Manual
        && (m_net.proxyHost.isEmpty() || m_net.proxyPort == 0))
        return problemOf(Error::Kind::Proxy,
                         TransportText::tr("The proxy needs a host and a port."));
    return m_net.caFile.isEmpty() ? std::nullopt : loadCertificates();
}

std::optional<Error> Transport::loadCertificates() const
{
    QFile file(m_net.caFile);
    if (!file.open(QIODevice::ReadOnly))
        return problemOf(Error::Kind::Tls,
                         TransportText::tr("The certificate file %1 can't be read: %2")
                             .arg(m_net.caFile, file.errorString()));
    const QList<QSslCertificate> own = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (own.isEmpty())
        return problemOf(
            Error::Kind::Tls,
            TransportText::tr("The file %1 holds no certificate in PEM form.").arg(m_net.caFile));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslConfiguration::systemCaCertificates() + own);
    m_tls = tls;
    return std::nullopt;
}

QUrl Transport::url(const RequestData &data) const
{
    QUrl url = m_baseUrl;
    url.setPath(m_baseUrl.path(QUrl::FullyEncoded) + data.path, QUrl::TolerantMode);
    QString query = data.query.toString(QUrl::FullyEncoded);
    query.replace(QLatin1Char('+'), QLatin1String("%2B"));
    if (!query.isEmpty())
        url.setQuery(query, QUrl::TolerantMode);
    return url;
}

QByteArray Transport::target(const QUrl &url)
{
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    return target;
}

QNetworkRequest Transport::request(const QUrl &url) const
{
    QNetworkRequest request(url);
    // An HTTP/2 request can hang for ever after the server ends a session (Qt 6.4).
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Qt would take the Authorization header along to another host.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setTransferTimeout(static_cast<int>(m_net.transferTimeout.count()));
    request.setRawHeader("User-Agent", "Snapback/" SNAPBACK_VERSION);
    request.setRawHeader("Accept-Language", "en");
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    return request;
}

std::unique_ptr<QNetworkAccessManager> Transport::makeManager() const
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setProxyFactory(new ProxyFactory(m_net)); // the manager takes it over
    return manager;
}

bool Transport::usesProxy() const
{
    const QList<QNetworkProxy> proxies = proxiesFor(m_net, QNetworkProxyQuery(m_baseUrl));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy;
}
