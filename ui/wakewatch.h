// Says when what is on screen may be old without anybody having noticed: the computer woke from
// sleep (logind), or the network came back. Where neither service is there it stays silent.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QTimer>

class WakeWatch : public QObject
{
    Q_OBJECT

public:
    /// `bus` is the system bus; tests give a private one.
    explicit WakeWatch(const QDBusConnection &bus, QObject *parent = nullptr);

    /// Waking and the network's return come together: one signal for both, this much later.
    void setDelay(std::chrono::milliseconds delay) { m_delay.setInterval(delay); }

public slots:
    void setOnline(bool online);

signals:
    void woke();

private slots:
    void onPrepareForSleep(bool asleep);

private:
    void watchNetwork();

    QTimer m_delay;
    bool m_online = true;
};
