// Keeps the computer awake while transfers run. Best effort: where nothing on the bus can do it,
// the computer may sleep, and the transfer goes on afterwards.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

class SleepInhibitor
{
public:
    virtual ~SleepInhibitor() = default;
    /// `reason` is shown to the person by the desktop. Again without effect until release().
    virtual void inhibit(const QString &reason) = 0;
    virtual void release() = 0;
};

/// By the desktop portal: org.freedesktop.portal.Inhibit, flag 4 (suspend); released by closing the
/// request it hands out.
class PortalInhibitor final : public QObject, public SleepInhibitor
{
    Q_OBJECT

public:
    explicit PortalInhibitor(const QDBusConnection &bus = QDBusConnection::sessionBus(),
                             QObject *parent = nullptr);
    ~PortalInhibitor() override;

    void inhibit(const QString &reason) override;
    void release() override;

private:
    void onAnswer(const QString &handle);

    QDBusConnection m_bus;
    bool m_wanted = false;
    bool m_asking = false;
    QString m_handle;
};
