// One running restore: state, elapsed time, when it was last checked, an estimate from earlier jobs
// of the same source. Follows the job through the session's JobStore; a one-second tick runs only
// while it is on screen and the job is under way.
#pragma once

#include "session/session.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class ToneLine;

class JobProgress : public QWidget
{
    Q_OBJECT

public:
    explicit JobProgress(Session &session, QWidget *parent = nullptr);

    void follow(const RestoreJob &job);
    const RestoreJob &job() const { return m_job; }
    /// Median duration of the finished jobs of the same kind and source; nothing if there is none.
    static std::optional<std::chrono::seconds> estimate(const RestoreJob &job,
                                                        const QList<RestoreJob> &earlier);

signals:
    /// The job's state is another one.
    void moved();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void takeJob(const RestoreJob &job);
    void takeFailedRead(const QString &jobId, const Error &error);
    void showState();
    void showTimes();
    void updateTick();
    QString sentence() const;

    Session &m_session;
    RestoreJob m_job;
    QDateTime m_checked; // local clock
    QTimer m_tick;
    ToneLine *m_state;
    QLabel *m_sentence;
    QLabel *m_id;
    QLabel *m_source;
    QLabel *m_taken;
    QLabel *m_target;
    QLabel *m_elapsed;
    QLabel *m_estimate;
    QLabel *m_lastChecked;
    ToneLine *m_trouble;
};
