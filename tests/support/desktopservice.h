// A stand-in for the desktop's service that shows messages, on a bus of the test's own.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

class DesktopService : public QDBusVirtualObject
{
public:
    explicit DesktopService(const QString &address)
        : m_bus(QDBusConnection::connectToBus(address, "desktop"))
    {
        m_bus.registerVirtualObject(kPath, this);
        m_bus.registerService(kName);
    }
    ~DesktopService() override { QDBusConnection::disconnectFromBus("desktop"); }
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == "CloseNotification") {
            const uint id = message.arguments().value(0).toUInt();
            withdrawn.append(id);
            bus.send(message.createReply());
            tell("NotificationClosed", {id, 3U});
            return true;
        }
        if (message.member() != "Notify")
            return false;
        shown.append(message.arguments());
        const uint replaced = message.arguments().value(1).toUInt();
        bus.send(message.createReply(replaced ? replaced : ++m_last));
        return true;
    }
    void tell(const QString &signal, const QVariantList &arguments)
    {
        QDBusMessage message = QDBusMessage::createSignal(kPath, kName, signal);
        message.setArguments(arguments);
        m_bus.send(message);
    }
    /// The person clicks a message's button: that is told, then the message is closed.
    void choose(uint id)
    {
        tell("ActionInvoked", {id, "show"});
        tell("NotificationClosed", {id, 2U});
    }
    void dismiss(uint id) { tell("NotificationClosed", {id, 2U}); }

    QList<QVariantList> shown; // the arguments of each call
    QList<uint> withdrawn;

private:
    static inline const QString kName = "org.freedesktop.Notifications";
    static inline const QString kPath = "/org/freedesktop/Notifications";

    QDBusConnection m_bus;
    uint m_last = 0;
};
