#include "singleinstance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 5s; // longer than the end of a program takes
constexpr unsigned long kPause = 50; // milliseconds
constexpr int kMostBytes = 2048;
const QByteArray kTaken = QByteArrayLiteral("taken\n");

/// The socket's address has room for about 100 bytes, so the file's name is not in it as it is.
QString pathFor(const QString &settingsFile)
{
    const QByteArray digest =
        QCryptographicHash::hash(settingsFile.toUtf8(), QCryptographicHash::Sha256);
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)
        + QStringLiteral("/snapback-") + QString::fromLatin1(digest.toHex().left(16));
}

} // namespace

SingleInstance::Kind SingleInstance::kindOf(const StartOptions &options,
                                            const QProcessEnvironment &environment)
{
    if (options.sandbox)
        return Kind::Apart;
    const bool named = !options.profileName.isEmpty();
    const Result<std::optional<EnvironmentLogin>> login = environmentLogin(environment);
    if (!named && (!login || *login))
        return Kind::Apart;
    const bool chooses = named || !options.baseUrl.isEmpty() || !options.projectId.isEmpty()
        || !options.clusterName.isEmpty();
    return chooses ? Kind::Own : Kind::Shared;
}

SingleInstance::SingleInstance(const QString &settingsFile, QObject *parent)
    : QObject(parent), m_path(pathFor(settingsFile)), m_lock(m_path + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // however old: it goes with its process
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::take);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::listen()
{
    if (m_server.isListening())
        return true;
    if (!m_lock.tryLock(0))
        return false;
    QLocalServer::removeServer(m_path); // of one that was killed
    if (m_server.listen(m_path))
        return true;
    m_lock.unlock();
    return false;
}

bool SingleInstance::handOver(const std::optional<DeepLink> &link,
                              const QByteArray &activationToken)
{
    const QByteArray request =
        (link ? link->text().toLatin1() : QByteArray()) + ' ' + activationToken + '\n';
    const QDeadlineTimer limit(kPatience);
    while (!listen()) {
        if (m_lock.error() != QLockFile::LockFailedError)
            return false; // no place to meet, so nobody to meet
        if (ask(request, limit))
            return true;
        if (limit.hasExpired())
            return false;
        QThread::msleep(kPause);
    }
    return false;
}

bool SingleInstance::ask(const QByteArray &request, const QDeadlineTimer &limit) const
{
    QLocalSocket socket;
    socket.connectToServer(m_path);
    if (!socket.waitForConnected(int(limit.remainingTime())))
        return false;
    socket.write(request);
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(int(limit.remainingTime())))
            return false;
    }
    return socket.readLine() == kTaken;
}

void SingleInstance::close()
{
    m_server.close();
}

void SingleInstance::take()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        read(socket);
    }
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > kMostBytes)
            socket->abort();
        return;
    }
    const QByteArray line = socket->readLine(kMostBytes);
    const qsizetype space = line.indexOf(' ');
    const Result<DeepLink> link = parseDeepLink(QString::fromLatin1(line.left(space)));
    emit requested(link ? std::optional(*link) : std::nullopt, line.mid(space + 1).trimmed());
    socket->write(kTaken);
    socket->disconnectFromServer(); // when that is written
}
