// Messages of the desktop (org.freedesktop.Notifications, the Desktop Notifications Specification
// 1.2) with one action. Where nothing on the bus shows them they are closed at once: they are never
// the only way.
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>

struct DesktopMessage {
    QString key {}; // comes back with the signals; a later message with the same key replaces this
    QString title {};
    QString text {};
    QString action {}; // what its button says
    bool urgent = false; // shown as an alarm
    bool stays = false; // until the person has done something about it
};

class DesktopNotifications : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotifications(const QDBusConnection &bus = QDBusConnection::sessionBus(),
                                  QObject *parent = nullptr);

    void setEnabled(bool on) { m_enabled = on; }
    bool isEnabled() const { return m_enabled; }
    void show(const DesktopMessage &message);
    /// Takes a message off the screen, if it is there: the person knows.
    void withdraw(const QString &key);

signals:
    /// The person chose the message or its action.
    void activated(const QString &key);
    /// It is not on the screen any more, or never was: switched off, or nobody there to show it.
    void closed(const QString &key);

private slots:
    void takeAction(uint id, const QString &action);
    void takeClosed(uint id, uint reason);

private:
    void closeLater(const QString &key);

    QDBusConnection m_bus;
    QHash<uint, QString> m_keys; // by the server's number
    bool m_enabled = true;
};
