#include "transfer/downloadnetwork.h"

#include <QCoreApplication>
#include <QFile>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QNetworkRequest>
#include <QSslCertificate>

namespace {

// Bounds the memory of a download, whatever the disk does.
constexpr qint64 kReadBuffer = 4 * 1024 * 1024;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DownloadNetwork)
};

QList<QNetworkProxy> proxiesFor(const NetSettings &net, const QNetworkProxyQuery &query)
{
    if (net.proxy == NetSettings::Proxy::None || isThisComputer(query.peerHostName()))
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

// Qt 6.4 sends even a GET again when the connection drops before the answer, which would use up a
// link twice. It has to rewind the body first: this one refuses. Derived from QIODevice directly,
// because a QBuffer is repeated all the same.
class NoBody final : public QIODevice
{
public:
    explicit NoBody() { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    bool isSequential() const override { return false; }
    qint64 size() const override { return 0; }
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *, qint64) override { return 0; }
    qint64 writeData(const char *, qint64) override { return -1; }
};

std::optional<QSslConfiguration> readCertificates(const QString &fileName, QString *problem)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        *problem = Words::tr("The certificate file %1 can't be read: %2")
                       .arg(fileName, file.errorString());
        return std::nullopt;
    }
    const QList<QSslCertificate> own = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (own.isEmpty()) {
        *problem = Words::tr("The file %1 holds no certificate in PEM form.").arg(fileName);
        return std::nullopt;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslConfiguration::systemCaCertificates() + own);
    return tls;
}

} // namespace

bool DownloadNetwork::usesProxy(const DownloadLink &link, const QUrl &url)
{
    const QList<QNetworkProxy> proxies = proxiesFor(link.net, QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy;
}

DownloadNetwork::Way *DownloadNetwork::way(const NetSettings &net, TransferProblem *problem)
{
    for (const auto &known : m_ways) {
        if (known->net == net)
            return known.get();
    }
    auto fresh = std::make_unique<Way>();
    fresh->net = net;
    if (!net.caFile.isEmpty()) {
        fresh->tls = readCertificates(net.caFile, &problem->detail);
        if (!fresh->tls) {
            problem->kind = TransferProblem::Kind::Tls;
            return nullptr;
        }
    }
    fresh->manager = std::make_unique<QNetworkAccessManager>();
    fresh->manager->setProxyFactory(new ProxyFactory(net)); // the manager takes it over
    m_ways.push_back(std::move(fresh));
    return m_ways.back().get();
}

QNetworkReply *DownloadNetwork::get(const DownloadLink &link, const QUrl &url,
                                    const DownloadHeaders &headers, TransferProblem *problem)
{
    Way *const by = way(link.net, problem);
    if (!by)
        return nullptr;
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setRawHeader("User-Agent", "Snapback/" SNAPBACK_VERSION);
    request.setRawHeader("Accept", "*/*");
    // Qt would ask for compression, undo it, and take a cut stream for a whole one.
    request.setRawHeader("Accept-Encoding", "identity");
    if (headers.from > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(headers.from) + '-');
    if (headers.from > 0 && !headers.ifRange.isEmpty())
        request.setRawHeader("If-Range", headers.ifRange);
    if (!link.headerName.isEmpty() && isSameOrigin(url, link.address()))
        request.setRawHeader(link.headerName, link.headerValue.reveal());
    if (by->tls)
        request.setSslConfiguration(*by->tls);

    auto *body = new NoBody;
    QNetworkReply *reply = by->manager->sendCustomRequest(request, "GET", body);
    body->setParent(reply);
    reply->setParent(nullptr);
    // Once it has begun: Qt forgets a size that a request with a body was given before.
    QMetaObject::invokeMethod(
        reply, [reply] { reply->setReadBufferSize(kReadBuffer); }, Qt::QueuedConnection);
    return reply;
}
