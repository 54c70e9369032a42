#include "notifications/desktopnotifications.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kShow = QStringLiteral("show");
const QString kDefault = QStringLiteral("default"); // a click on the message itself
constexpr uchar kNormal = 1;
constexpr uchar kCritical = 2;

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
}

void DesktopNotifications::show(const QString &key, const QString &title, const QString &text,
                                bool urgent)
{
    if (!m_enabled || !m_bus.isConnected())
        return;
    const uint before = m_keys.key(key, 0);
    QVariantMap hints;
    hints.insert(QStringLiteral("urgency"), QVariant::fromValue(urgent ? kCritical : kNormal));
    hints.insert(QStringLiteral("desktop-entry"), QStringLiteral("snapback"));
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    // The body may be read as markup: names are plain text.
    call << QStringLiteral("Snapback") << before << QStringLiteral("snapback") << title
         << text.toHtmlEscaped() << QStringList {kDefault, tr("Show job"), kShow, tr("Show job")}
         << hints << -1;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            m_keys.insert(reply.value(), key);
    });
}

void DesktopNotifications::takeAction(uint id, const QString &action)
{
    if (m_keys.contains(id) && (action == kShow || action == kDefault))
        emit activated(m_keys.value(id));
}

void DesktopNotifications::takeClosed(uint id, uint)
{
    m_keys.remove(id);
}
