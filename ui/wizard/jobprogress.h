// One job under way: state, elapsed time, when it was last checked, an estimate from earlier jobs
// of the same source; the parts of a batch, the collections of a collection restore, the link of a
// download. Follows its jobs through the session's JobStore; a one-second tick runs only while it
// is on screen and something is under way.
#pragma once

#include "session/session.h"

#include <QTimer>
#include <QWidget>

class CollectionRows;
class FactGrid;
class QLabel;
class QListWidget;
class QPushButton;
class ToneLine;

class JobProgress : public QWidget
{
    Q_OBJECT

public:
    explicit JobProgress(Session &session, QWidget *parent = nullptr);

    /// One job, or the parts of one batch; at least one.
    void follow(const QList<RestoreJob> &jobs);
    /// The one whose state counts most: failed, else under way, else the first.
    const RestoreJob &job() const;
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
    void showParts();
    void showTimes();
    void updateTick();
    void askCancel();
    void cancel();
    void takeCancelled(const LaunchOutcome &outcome);
    JobState stateOf(const RestoreJob &job) const;
    QString sentence() const;
    QString downloadSentence() const;

    Session &m_session;
    QList<RestoreJob> m_jobs;
    QDateTime m_checked; // local clock
    QTimer m_tick;
    ToneLine *m_state;
    QLabel *m_sentence;
    FactGrid *m_facts;
    QLabel *m_id;
    QLabel *m_source;
    QLabel *m_taken;
    QLabel *m_target;
    QLabel *m_elapsed;
    QLabel *m_estimate;
    QLabel *m_lastChecked;
    QLabel *m_partsLabel;
    QListWidget *m_parts;
    CollectionRows *m_collections;
    QPushButton *m_cancel;
    ToneLine *m_trouble;
};
