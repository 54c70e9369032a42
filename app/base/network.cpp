#include "base/network.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QSslCertificate>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Network)
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

} // namespace

bool isLoopback(const QString &host)
{
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0
        || QHostAddress(host).isLoopback();
}

bool usesProxy(const NetSettings &net, const QUrl &url)
{
    const QList<QNetworkProxy> proxies = proxiesFor(net, QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy;
}

std::unique_ptr<QNetworkAccessManager> makeAccessManager(const NetSettings &net)
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setProxyFactory(new ProxyFactory(net)); // the manager takes it over
    return manager;
}

QNetworkRequest bareRequest(const QUrl &url)
{
    QNetworkRequest request(url);
    // An HTTP/2 request can hang for ever after the server ends a session (Qt 6.4).
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Qt would take the headers along to another host.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setRawHeader("User-Agent", "Snapback/" SNAPBACK_VERSION);
    return request;
}

std::optional<QSslConfiguration> trustAlso(const QString &pemFile, QString *problem)
{
    QFile file(pemFile);
    if (!file.open(QIODevice::ReadOnly)) {
        *problem =
            Words::tr("The certificate file %1 can't be read: %2").arg(pemFile, file.errorString());
        return std::nullopt;
    }
    const QList<QSslCertificate> own = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (own.isEmpty()) {
        *problem = Words::tr("The file %1 holds no certificate in PEM form.").arg(pemFile);
        return std::nullopt;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslConfiguration::systemCaCertificates() + own);
    return tls;
}
