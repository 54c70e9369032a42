#include "notifications/desktopnotifications.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QVariantMap>

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kShow = QStringLiteral("show");
const QString kDefault = QStringLiteral("default"); // a click on the message itself
constexpr uchar kNormal = 1;
constexpr uchar kCritical = 2;
constexpr int kAsUsual = -1; // milliseconds; the desktop decides
constexpr int kNever = 0;

} // namespace

DesktopNotifications::DesktopNotifications(const QDBusConnection &bus, QObject *parent)
    : QObject(parent), m_bus(bus)
{
    if (!m_bus.isConnected())
        return;
    // Qt looks a slot up by its name without blanks.
    // clang-format off
    m_bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this,
                  SLOT(takeAction(uint,QString)));
    m_bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this,
                  SLOT(takeClosed(uint,uint)));
    // clang-format on
    auto *service =
        new QDBusServiceWatcher(kService, m_bus, QDBusServiceWatcher::WatchForUnregistration, this);
    connect(service, &QDBusServiceWatcher::serviceUnregistered, this, [this] {
        const QHash<uint, QString> keys = std::exchange(m_keys, {});
        for (const QString &key : keys)
            emit closed(key);
    });
}

void DesktopNotifications::show(const DesktopMessage &message)
{
    if (!m_enabled || !m_bus.isConnected()) {
        closeLater(message.key);
        return;
    }
    const uint before = m_keys.key(message.key, 0);
    QVariantMap hints;
    hints.insert(QStringLiteral("urgency"),
                 QVariant::fromValue(message.urgent ? kCritical : kNormal));
    hints.insert(QStringLiteral("desktop-entry"), QStringLiteral("snapback"));
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    // The body may be read as markup: names are plain text.
    call << QStringLiteral("Snapback") << before << QStringLiteral("snapback") << message.title
         << message.text.toHtmlEscaped()
         << QStringList {kDefault, message.action, kShow, message.action} << hints
         << (message.stays ? kNever : kAsUsual);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key = message.key] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            m_keys.insert(reply.value(), key);
        else
            emit closed(key);
    });
}

void DesktopNotifications::withdraw(const QString &key)
{
    const uint id = m_keys.key(key, 0);
    if (id == 0)
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService,
                                                       QStringLiteral("CloseNotification"));
    call << id;
    m_bus.asyncCall(call);
}

void DesktopNotifications::closeLater(const QString &key)
{
    QMetaObject::invokeMethod(
        this, [this, key] { emit closed(key); }, Qt::QueuedConnection);
}

void DesktopNotifications::takeAction(uint id, const QString &action)
{
    if (m_keys.contains(id) && (action == kShow || action == kDefault))
        emit activated(m_keys.value(id));
}

void DesktopNotifications::takeClosed(uint id, uint)
{
    if (const QString key = m_keys.take(id); !key.isEmpty())
        emit closed(key);
}
