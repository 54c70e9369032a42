// Messages of the desktop (org.freedesktop.Notifications, the Desktop Notifications Specification
// 1.2) with one action, "Show job". Where nothing on the bus shows them nothing happens: they are
// never the only way.
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>

class DesktopNotifications : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotifications(const QDBusConnection &bus = QDBusConnection::sessionBus(),
                                  QObject *parent = nullptr);

    void setEnabled(bool on) { m_enabled = on; }
    bool isEnabled() const { return m_enabled; }
    /// `key` comes back with activated(); a later message with the same key replaces this one.
    /// Urgent ones stay until they are looked at.
    void show(const QString &key, const QString &title, const QString &text, bool urgent);

signals:
    /// The person chose the message or its action.
    void activated(const QString &key);

private slots:
    void takeAction(uint id, const QString &action);
    void takeClosed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    QHash<uint, QString> m_keys; // by the server's number
    bool m_enabled = true;
};
