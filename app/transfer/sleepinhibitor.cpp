#include "transfer/sleepinhibitor.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
constexpr uint kSuspend = 4;

} // namespace

PortalInhibitor::PortalInhibitor(const QDBusConnection &bus, QObject *parent)
    : QObject(parent), m_bus(bus)
{
}

PortalInhibitor::~PortalInhibitor()
{
    release();
}

void PortalInhibitor::inhibit(const QString &reason)
{
    m_wanted = true;
    if (m_asking || !m_handle.isEmpty())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(
        kPortal, QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Inhibit"), QStringLiteral("Inhibit"));
    call << QString() << kSuspend << QVariantMap {{QStringLiteral("reason"), reason}};
    m_asking = true;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusObjectPath> reply = *watcher;
        watcher->deleteLater();
        m_asking = false;
        if (reply.isValid())
            onAnswer(reply.value().path());
    });
}

void PortalInhibitor::onAnswer(const QString &handle)
{
    m_handle = handle;
    if (!m_wanted)
        release();
}

void PortalInhibitor::release()
{
    m_wanted = false;
    if (m_handle.isEmpty())
        return;
    m_bus.send(QDBusMessage::createMethodCall(kPortal, std::exchange(m_handle, {}),
                                              QStringLiteral("org.freedesktop.portal.Request"),
                                              QStringLiteral("Close")));
}
