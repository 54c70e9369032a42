#include "session/secretservice.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QFile>

namespace {

using StringMap = QMap<QString, QString>;

const QString kName = QStringLiteral("org.freedesktop.secrets");
const QString kPath = QStringLiteral("/org/freedesktop/secrets");
const QString kServiceInterface = QStringLiteral("org.freedesktop.Secret.Service");
const QString kCollectionInterface = QStringLiteral("org.freedesktop.Secret.Collection");
const QString kPromptInterface = QStringLiteral("org.freedesktop.Secret.Prompt");
const QString kNone = QStringLiteral("/"); // "no object" in this API

QDBusMessage serviceCall(const QString &method)
{
    return QDBusMessage::createMethodCall(kName, kPath, kServiceInterface, method);
}

QDBusMessage busCall(const QString &method)
{
    const QString bus = QStringLiteral("org.freedesktop.DBus");
    return QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus,
                                          method);
}

QStringList readPaths(const QVariant &argument)
{
    QStringList paths;
    for (const QDBusObjectPath &path : qdbus_cast<QList<QDBusObjectPath>>(argument))
        paths << path.path();
    return paths;
}

QList<QDBusObjectPath> toPaths(const QStringList &texts)
{
    QList<QDBusObjectPath> paths;
    for (const QString &text : texts)
        paths << QDBusObjectPath(text);
    return paths;
}

Error readError(const QDBusMessage &reply)
{
    const QDBusError error(reply);
    const QString name = reply.errorName();
    switch (error.type()) {
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
    case QDBusError::NoNetwork:
        return keychainError(Error::Kind::KeychainMissing, "no-bus");
    case QDBusError::ServiceUnknown:
        return keychainError(Error::Kind::KeychainMissing, "no-service");
    case QDBusError::NoReply:
    case QDBusError::Timeout:
        return keychainError(Error::Kind::KeychainLocked, "no-answer");
    case QDBusError::AccessDenied:
        return keychainError(Error::Kind::KeychainDenied, "denied");
    default:
        break;
    }
    // The bus could not start the service, or waited for it in vain.
    if (name == u"org.freedesktop.DBus.Error.NameHasNoOwner"
        || name == u"org.freedesktop.DBus.Error.TimedOut"
        || name.startsWith(u"org.freedesktop.DBus.Error.Spawn."))
        return keychainError(Error::Kind::KeychainMissing, "no-service");
    Error other = keychainError(Error::Kind::KeychainFailed, "failed");
    other.detail = name;
    return other;
}

Error unreadableAnswer(const QDBusMessage &reply)
{
    Error error = keychainError(Error::Kind::KeychainFailed, "failed");
    error.detail = QStringLiteral("unexpected answer: ") + reply.signature();
    return error;
}

} // namespace

Error keychainError(Error::Kind kind, const char *code)
{
    Error error;
    error.kind = kind;
    error.code = QLatin1String(code);
    return error;
}

SecretService::SecretService(std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent), m_timeout(timeout),
      m_busName(QStringLiteral("snapback-secrets-%1").arg(quintptr(this), 0, 16)), m_bus(m_busName)
{
    qDBusRegisterMetaType<StringMap>();
}

SecretService::~SecretService()
{
    QDBusConnection::disconnectFromBus(m_busName);
}

// A connection of our own: QDBusConnection::sessionBus() never tries a second time.
bool SecretService::connectBus()
{
    if (m_bus.isConnected())
        return true;
    QDBusConnection::disconnectFromBus(m_busName);
    m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_busName);
    return m_bus.isConnected();
}

void SecretService::call(const QDBusMessage &message, QObject *context,
                         Callback<QDBusMessage> callback)
{
    if (!connectBus()) {
        QMetaObject::invokeMethod(
            context,
            [callback = std::move(callback)] {
                callback(keychainError(Error::Kind::KeychainMissing, "no-bus"));
            },
            Qt::QueuedConnection);
        return;
    }
    const QDBusPendingCall pending = m_bus.asyncCall(message, int(m_timeout.count()));
    auto *watcher = new QDBusPendingCallWatcher(pending, context);
    const bool toService = message.service() == kName;
    connect(watcher, &QDBusPendingCallWatcher::finished, context,
            [this, watcher, toService, callback = std::move(callback)] {
                const QDBusMessage reply = watcher->reply();
                watcher->deleteLater();
                if (reply.type() != QDBusMessage::ReplyMessage)
                    return callback(readError(reply));
                if (toService)
                    noteOwner(reply.service());
                callback(reply);
            });
}

void SecretService::search(const QString &service, const QString &key, QObject *context,
                           Callback<Items> callback)
{
    QDBusMessage message = serviceCall(QStringLiteral("SearchItems"));
    message << QVariant::fromValue(
        StringMap {{QStringLiteral("user"), key}, {QStringLiteral("server"), service}});
    call(message, context, [callback = std::move(callback)](Result<QDBusMessage> reply) {
        if (!reply)
            return callback(reply.error());
        if (reply->signature() != u"aoao")
            return callback(unreadableAnswer(*reply));
        const QVariantList arguments = reply->arguments();
        callback(Items {.unlocked = readPaths(arguments[0]), .locked = readPaths(arguments[1])});
    });
}

void SecretService::findDefaultCollection(QObject *context, Callback<Collection> callback)
{
    const auto readLocked = [callback](const QString &path, const Result<QDBusMessage> &reply) {
        if (!reply)
            return callback(reply.error());
        if (reply->signature() != u"v")
            return callback(unreadableAnswer(*reply));
        const QVariant value = qvariant_cast<QDBusVariant>(reply->arguments()[0]).variant();
        callback(Collection {.path = path, .locked = value.toBool()});
    };
    const auto readAlias = [this, context, callback, readLocked](Result<QDBusMessage> reply) {
        if (!reply)
            return callback(reply.error());
        if (reply->signature() != u"o")
            return callback(unreadableAnswer(*reply));
        const QString path = qvariant_cast<QDBusObjectPath>(reply->arguments()[0]).path();
        if (path == kNone)
            return callback(Collection());
        QDBusMessage get = QDBusMessage::createMethodCall(
            kName, path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
        get << kCollectionInterface << QStringLiteral("Locked");
        call(get, context, std::bind_front(readLocked, path));
    };
    call(serviceCall(QStringLiteral("ReadAlias")) << QStringLiteral("default"), context, readAlias);
}

void SecretService::createDefaultCollection(QObject *context, Callback<void> callback)
{
    m_waiters << Waiter {context, std::move(callback)};
    if (m_asking)
        return;
    QDBusMessage message = serviceCall(QStringLiteral("CreateCollection"));
    message << QVariantMap {{kCollectionInterface + QLatin1String(".Label"), tr("Default keyring")}}
            << QStringLiteral("default");
    m_cancelCode = QStringLiteral("no-collection");
    ask(message, 1);
}

void SecretService::unlock(const QStringList &paths, QObject *context, Callback<void> callback)
{
    // A service that was started anew knows nothing of the old one's prompt.
    if (isPrompting() && m_promptOwner != m_owner)
        endPrompt(keychainError(Error::Kind::KeychainLocked, "no-answer"));
    m_waiters << Waiter {context, std::move(callback)};
    if (m_asking)
        return;
    QDBusMessage message = serviceCall(QStringLiteral("Unlock"));
    message << QVariant::fromValue(toPaths(paths));
    m_cancelCode = QStringLiteral("locked-cancelled");
    ask(message, 1);
}

/// Unlock and CreateCollection answer alike: what is done already, and the prompt for the rest.
void SecretService::ask(const QDBusMessage &message, int promptArgument)
{
    m_asking = true;
    call(message, this, [this, promptArgument](Result<QDBusMessage> reply) {
        if (!reply)
            return endPrompt(reply.error());
        const QVariant path = reply->arguments().value(promptArgument);
        if (!path.canConvert<QDBusObjectPath>())
            return endPrompt(unreadableAnswer(*reply));
        if (const QString prompt = qvariant_cast<QDBusObjectPath>(path).path(); prompt != kNone)
            startPrompt(prompt);
        else
            endPrompt({});
    });
}

void SecretService::startPrompt(const QString &path)
{
    m_prompt = path;
    m_promptOwner = m_owner;
    m_bus.connect(m_promptOwner, path, kPromptInterface, QStringLiteral("Completed"), this,
                  SLOT(promptCompleted(QDBusMessage)));
    QDBusMessage message = QDBusMessage::createMethodCall(m_promptOwner, path, kPromptInterface,
                                                          QStringLiteral("Prompt"));
    message << QString(); // no parent window
    call(message, this, [this, path](Result<QDBusMessage> reply) {
        // Some answer only when the person has: only the signal ends a prompt that was shown.
        if (!reply && reply.error().code != u"no-answer" && m_prompt == path)
            endPrompt(reply.error());
    });
}

void SecretService::promptCompleted(const QDBusMessage &message)
{
    if (message.path() != m_prompt)
        return;
    if (message.arguments().value(0).toBool())
        endPrompt(keychainError(Error::Kind::KeychainDenied, m_cancelCode.toLatin1().constData()));
    else
        endPrompt({});
}

void SecretService::endPrompt(const Result<void> &result)
{
    if (isPrompting())
        m_bus.disconnect(m_promptOwner, m_prompt, kPromptInterface, QStringLiteral("Completed"),
                         this, SLOT(promptCompleted(QDBusMessage)));
    m_asking = false;
    m_prompt.clear();
    const QList<Waiter> waiters = std::exchange(m_waiters, {});
    for (const Waiter &waiter : waiters) {
        if (waiter.context)
            waiter.callback(result);
    }
}

void SecretService::findName(const QString &busName, QObject *context,
                             std::function<void(bool)> callback)
{
    const auto inList = [busName, callback](const Result<QDBusMessage> &reply) {
        callback(reply && reply->arguments().value(0).toStringList().contains(busName));
    };
    call(busCall(QStringLiteral("NameHasOwner")) << busName, context,
         [this, context, callback, inList](Result<QDBusMessage> reply) {
             if (reply && reply->arguments().value(0).toBool())
                 return callback(true);
             call(busCall(QStringLiteral("ListActivatableNames")), context, inList);
         });
}

void SecretService::noteOwner(const QString &uniqueName)
{
    if (uniqueName.isEmpty() || uniqueName == m_owner)
        return;
    m_owner = uniqueName;
    emit ownerChanged();
    call(busCall(QStringLiteral("GetConnectionUnixProcessID")) << uniqueName, this,
         [this](Result<QDBusMessage> reply) {
             if (!reply)
                 return;
             QFile name(QStringLiteral("/proc/%1/comm").arg(reply->arguments().value(0).toUInt()));
             if (name.open(QIODevice::ReadOnly))
                 emit ownerFound(QString::fromLocal8Bit(name.readAll()).trimmed());
         });
}
