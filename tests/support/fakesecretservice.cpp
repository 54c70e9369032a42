#include "support/fakesecretservice.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>

namespace {

using Attributes = QMap<QString, QString>;
using Secrets = QMap<QDBusObjectPath, FakeSecret>;

const QString kRoot = "/org/freedesktop/secrets";
const QString kCollection = kRoot + "/collection/fake";

QVariant path(const QString &text)
{
    return QVariant::fromValue(QDBusObjectPath(text));
}

} // namespace

QDBusArgument &operator<<(QDBusArgument &argument, const FakeSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, FakeSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

FakeSecretService::FakeSecretService() : BusObject("org.freedesktop.secrets", kRoot)
{
    qDBusRegisterMetaType<Attributes>();
    qDBusRegisterMetaType<FakeSecret>();
    qDBusRegisterMetaType<Secrets>();
}

void FakeSecretService::add(const QString &key, const QByteArray &value)
{
    m_items.insert(kCollection + '/' + QString::number(++m_made),
                   {{{"user", key},
                     {"server", "Snapback"},
                     {"type", "plaintext"},
                     {"xdg:schema", "org.qt.keychain"}},
                    {QDBusObjectPath(kRoot + "/session/1"), {}, value, "text/plain"}});
}

bool FakeSecretService::handleMessage(const QDBusMessage &message,
                                      const QDBusConnection &connection)
{
    message.setDelayedReply(true);
    if (silent)
        return true;
    if (silentSecrets && message.member() == "GetSecrets") {
        m_heldBack << message;
        return true;
    }
    QString error;
    const QVariantList arguments = answer(message, &error);
    connection.send(error.isEmpty() ? message.createReply(arguments)
                                    : message.createErrorReply(error, "fake"));
    if (message.member() == "Prompt")
        runPrompt(message);
    return true;
}

void FakeSecretService::answerLate()
{
    silentSecrets = false;
    for (const QDBusMessage &message : std::exchange(m_heldBack, {}))
        handleMessage(message, bus());
}

QVariantList FakeSecretService::answer(const QDBusMessage &message, QString *error)
{
    const QVariantList arguments = message.arguments();
    const QString method = message.member();
    if (method == "OpenSession") {
        if (arguments.value(0).toString() == "plain")
            return {QVariant::fromValue(QDBusVariant("")), path(kRoot + "/session/1")};
        *error = "org.freedesktop.DBus.Error.NotSupported";
        return {};
    }
    if (method == "SearchItems")
        return search(qdbus_cast<Attributes>(arguments.value(0)));
    if (method == "ReadAlias")
        return {path(kCollection)};
    if (method == "Get")
        return {QVariant::fromValue(QDBusVariant(locked))};
    if (method == "GetAll")
        return {QVariantMap {{"Locked", locked}}};
    if (method == "Unlock") {
        const auto paths = qdbus_cast<QList<QDBusObjectPath>>(arguments.value(0));
        const auto open = locked ? QList<QDBusObjectPath>() : paths;
        return {QVariant::fromValue(open), path(locked ? kRoot + "/prompt/1" : "/")};
    }
    if (method == "GetSecrets")
        return secrets(qdbus_cast<QList<QDBusObjectPath>>(arguments.value(0)));
    if (method == "CreateItem" && !refuses)
        return create(message);
    if (method == "Delete") {
        if (!keepsDeleted)
            m_items.remove(message.path());
        return {path("/")};
    }
    if (method == "Prompt" || method == "Close")
        return {};
    *error = refuses ? "org.freedesktop.DBus.Error.AccessDenied"
                     : "org.freedesktop.DBus.Error.UnknownMethod";
    return {};
}

QVariantList FakeSecretService::search(const Attributes &attributes) const
{
    QList<QDBusObjectPath> found;
    for (auto item = m_items.begin(); item != m_items.end(); ++item) {
        bool matches = true;
        for (auto wanted = attributes.begin(); wanted != attributes.end(); ++wanted)
            matches = matches && item->attributes.value(wanted.key()) == wanted.value();
        if (matches && (!locked || findsLocked))
            found << QDBusObjectPath(item.key());
    }
    const QList<QDBusObjectPath> none;
    return {QVariant::fromValue(locked ? none : found), QVariant::fromValue(locked ? found : none)};
}

QVariantList FakeSecretService::create(const QDBusMessage &message)
{
    const auto properties = qdbus_cast<QVariantMap>(message.arguments().value(0));
    Item item;
    item.attributes =
        qdbus_cast<Attributes>(properties.value("org.freedesktop.Secret.Item.Attributes"));
    item.secret = qdbus_cast<FakeSecret>(message.arguments().value(1));
    const QString made = kCollection + '/' + QString::number(++m_made);
    m_items.insert(made, item);
    return {path(made), path("/")};
}

QVariantList FakeSecretService::secrets(const QList<QDBusObjectPath> &paths) const
{
    Secrets found;
    for (const QDBusObjectPath &wanted : paths)
        found.insert(wanted, m_items.value(wanted.path()).secret);
    return {QVariant::fromValue(found)};
}

void FakeSecretService::runPrompt(const QDBusMessage &message)
{
    ++prompts;
    if (prompt == Prompt::Ignored)
        return;
    if (prompt == Prompt::Unlocks)
        locked = false;
    QDBusMessage completed =
        QDBusMessage::createSignal(message.path(), "org.freedesktop.Secret.Prompt", "Completed");
    completed << (prompt == Prompt::Cancelled)
              << QVariant::fromValue(QDBusVariant(QVariant::fromValue(QList<QDBusObjectPath>())));
    bus().send(completed);
}
