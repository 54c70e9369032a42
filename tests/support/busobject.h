// A program on the test's session bus: one connection and name of its own, all its object paths
// served by one function.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QDBusVirtualObject>

class BusObject : public QDBusVirtualObject
{
public:
    BusObject(const QString &busName, const QString &root)
        : m_connectionName("test " + busName), m_root(root),
          m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_connectionName))
    {
        m_works = m_bus.registerVirtualObject(root, this, QDBusConnection::SubPath)
            && m_bus.registerService(busName);
    }
    ~BusObject() override
    {
        m_bus.unregisterObject(m_root, QDBusConnection::UnregisterTree);
        QDBusConnection::disconnectFromBus(m_connectionName);
    }

    bool works() const { return m_works; }
    QDBusConnection &bus() { return m_bus; }
    QString introspect(const QString &) const override { return {}; }

private:
    QString m_connectionName;
    QString m_root;
    QDBusConnection m_bus;
    bool m_works = false;
};
