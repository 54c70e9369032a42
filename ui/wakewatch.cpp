#include "wakewatch.h"

#include <QNetworkInformation>

using namespace std::chrono_literals;

WakeWatch::WakeWatch(const QDBusConnection &bus, QObject *parent) : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(2s);
    connect(&m_delay, &QTimer::timeout, this, &WakeWatch::woke);

    QDBusConnection(bus).connect(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("PrepareForSleep"), this,
        SLOT(onPrepareForSleep(bool)));
    watchNetwork();
}

void WakeWatch::watchNetwork()
{
    using Info = QNetworkInformation;
    if (!Info::loadBackendByFeatures(Info::Feature::Reachability))
        return;
    // Loopback and private networks count: the sandbox and proxies live there.
    const auto isOnline = [](Info::Reachability reach) {
        return reach != Info::Reachability::Disconnected;
    };
    m_online = isOnline(Info::instance()->reachability());
    connect(Info::instance(), &Info::reachabilityChanged, this,
            [this, isOnline](Info::Reachability reach) { setOnline(isOnline(reach)); });
}

void WakeWatch::setOnline(bool online)
{
    if (online && !m_online)
        m_delay.start();
    m_online = online;
}

void WakeWatch::onPrepareForSleep(bool asleep)
{
    if (asleep)
        m_delay.stop();
    else
        m_delay.start();
}
