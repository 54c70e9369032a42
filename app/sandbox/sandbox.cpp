#include "sandbox/sandbox.h"

#include "sandbox/httpserver.h"
#include "sandbox/sandboxservice.h"

#include <QEventLoop>
#include <QFile>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

#include <future>

// In the global scope, as Q_INIT_RESOURCE demands: the resource lives in this static library.
static void initSandboxResource()
{
    Q_INIT_RESOURCE(sandbox);
}

namespace {

Error failure(Error::Kind kind, const QString &detail)
{
    Error error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Disk, QStringLiteral("%1: %2").arg(path, file.errorString()));
    return file.readAll();
}

QString randomWord(int length, QLatin1String alphabet)
{
    QString word;
    for (int i = 0; i < length; ++i)
        word += alphabet.at(QRandomGenerator::system()->bounded(int(alphabet.size())));
    return word;
}

SandboxLogin makeLogin()
{
    const QLatin1String lower("abcdefghijklmnopqrstuvwxyz");
    const QLatin1String hex("0123456789abcdef");
    const QLatin1String mixed("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    SandboxLogin login;
    login.clientId = QStringLiteral("mdb_sa_id_") + randomWord(24, hex);
    login.clientSecret = Secret((QStringLiteral("mdb_sa_sk_") + randomWord(40, mixed)).toLatin1());
    login.publicKey = randomWord(8, lower);
    QStringList groups;
    for (int size : {8, 4, 4, 4, 12})
        groups.append(randomWord(size, hex));
    login.privateKey = Secret(groups.join(QLatin1Char('-')).toLatin1());
    return login;
}

Result<std::optional<QSslConfiguration>> readTls(const SandboxOptions &options)
{
    if (options.tlsCertFile.isEmpty() && options.tlsKeyFile.isEmpty())
        return std::optional<QSslConfiguration>();
    const Result<QByteArray> certBytes = readFile(options.tlsCertFile);
    if (!certBytes)
        return certBytes.error();
    const Result<QByteArray> keyBytes = readFile(options.tlsKeyFile);
    if (!keyBytes)
        return keyBytes.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certBytes, QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return failure(Error::Kind::InvalidInput,
                       QStringLiteral("%1 holds no PEM certificate.").arg(options.tlsCertFile));
    QSslKey key;
    for (auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (key.isNull())
            key = QSslKey(*keyBytes, algorithm, QSsl::Pem);
    }
    if (key.isNull())
        return failure(Error::Kind::InvalidInput,
                       QStringLiteral("%1 holds no PEM key.").arg(options.tlsKeyFile));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(key);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return std::optional<QSslConfiguration>(tls);
}

QUrl serverUrl(quint16 port, bool tls)
{
    QUrl url;
    url.setScheme(tls ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(port);
    return url;
}

Result<QByteArray> worldBytes(const SandboxOptions &options)
{
    if (!options.worldFile.isEmpty())
        return readFile(options.worldFile);
    if (!options.worldJson.isEmpty())
        return options.worldJson;
    initSandboxResource();
    return readFile(QStringLiteral(":/sandbox/world.json"));
}

} // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxOptions &options)
{
    if (!(options.speed > 0 && options.speed <= 100'000))
        return failure(Error::Kind::InvalidInput,
                       QStringLiteral("The speed must be above 0 and at most 100000."));
    const Result<QByteArray> world = worldBytes(options);
    if (!world)
        return world.error();
    const auto tls = readTls(options);
    if (!tls)
        return tls.error();

    std::unique_ptr<Sandbox> sandbox(new Sandbox);
    sandbox->m_login = makeLogin();
    auto service = SandboxService::make(options, *world, sandbox->m_login);
    if (!service)
        return service.error();
    sandbox->m_service = std::move(*service);
    const Result<quint16> port = sandbox->run(options.port, *tls);
    if (!port)
        return port.error();
    sandbox->m_login.baseUrl = serverUrl(*port, tls->has_value());
    return sandbox;
}

// Starts the server in its thread; returns when it listens or can't.
Result<quint16> Sandbox::run(quint16 port, const std::optional<QSslConfiguration> &tls)
{
    struct Started {
        QEventLoop *loop;
        Result<quint16> port;
    };
    std::promise<Started> started;
    std::future<Started> answer = started.get_future();
    m_thread =
        std::thread([service = m_service.get(), port, tls, started = std::move(started)]() mutable {
            QEventLoop loop;
            HttpServer server(
                [service](const ServerRequest &request) { return service->handle(request); },
                [service] { return service->now(); });
            const Result<quint16> listening = server.listen(port, tls);
            if (listening)
                service->setServer(serverUrl(*listening, tls.has_value()));
            started.set_value({listening ? &loop : nullptr, listening});
            if (listening)
                loop.exec();
        });
    const Started result = answer.get();
    m_loop = result.loop;
    return result.port;
}

Sandbox::~Sandbox()
{
    if (m_loop) // queued, so that it also ends a loop that has not begun yet
        QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    if (m_thread.joinable())
        m_thread.join();
}

void Sandbox::addFault(const Fault &fault)
{
    m_service->addFault(fault);
}

void Sandbox::clearFaults()
{
    m_service->clearFaults();
}

std::optional<ArchiveFacts> Sandbox::archiveFacts(const QUrl &link) const
{
    return m_service->archiveFacts(link);
}

QList<SeenRequest> Sandbox::seenRequests() const
{
    return m_service->seenRequests();
}

void Sandbox::advance(std::chrono::seconds by)
{
    m_service->advance(by);
}
