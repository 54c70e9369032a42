#include "http/transport.h"

#include "base/network.h"

#include <QCoreApplication>

namespace {

struct TransportText {
    Q_DECLARE_TR_FUNCTIONS(Transport)
};

Error problemOf(Error::Kind kind, const QString &detail)
{
    Error error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

} // namespace

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
    QString problem;
    m_tls = trustAlso(m_net.caFile, &problem);
    return m_tls ? std::nullopt : std::optional(problemOf(Error::Kind::Tls, problem));
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
    QNetworkRequest request = bareRequest(url);
    request.setTransferTimeout(static_cast<int>(m_net.transferTimeout.count()));
    request.setRawHeader("Accept-Language", "en");
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    return request;
}

bool Transport::usesProxy() const
{
    return ::usesProxy(m_net, m_baseUrl);
}
