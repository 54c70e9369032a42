// Reads single jobs for transfers, whatever profile is open: by the open session where it is that
// profile's, else by one behind the window, which is closed when nothing was asked of it for a
// while. A read that a profile switch interrupts is sent again by the other way.
#pragma once

#include "atlas/restorejob.h"
#include "base/result.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>

class Application;
class Session;

class JobReads : public QObject
{
    Q_OBJECT

public:
    /// A job and the time by the server's clock.
    using Answer = std::function<void(const Result<RestoreJob> &, const QDateTime &)>;

    explicit JobReads(Application &application, QObject *parent = nullptr);
    ~JobReads() override;

    /// `place` says where the job is: kind, project, cluster, id. The answer comes once, later,
    /// unless `context` dies first.
    void read(const QString &profileId, const RestoreJob &place, QObject *context, Answer answer);
    /// Closes what is open behind the window; nothing is answered any more.
    void letGo();
    /// How many sessions are open behind the window.
    int sessionCount() const { return int(m_behind.size()); }
    /// For tests.
    void setIdleTime(std::chrono::milliseconds time) { m_idle.setInterval(time); }

private:
    struct Ask {
        QString profileId;
        RestoreJob place;
        QPointer<QObject> context;
        Answer answer;
        const Session *sentTo = nullptr;
    };

    void dispatch();
    Session *sessionOf(const QString &profileId) const;
    void open(const QString &profileId);
    void listen(Session *session);
    void forgetOpenSession();
    void take(const Session *session, const QString &jobId, const Result<RestoreJob> &job);
    void refuse(const QString &profileId, const Error &error);
    void closeIdle();

    Application &m_application;
    QList<Ask> m_asks;
    std::map<QString, std::unique_ptr<Session>> m_behind; // by profile
    QSet<QString> m_opening; // profiles whose secret is being read
    QSet<const Session *> m_heard;
    QTimer m_idle;
    bool m_ended = false;
};
