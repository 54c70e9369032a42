// The restore jobs of the clusters in scope, and the jobs that are watched wherever they are. Polls
// by itself: often where something moves, ever slower where nothing does, the lists not at all
// while nobody looks. Watched jobs are asked for each at a pace of its own, looked at or not.
// Everything stays within the rate budget of each project.
#pragma once

#include "session/pagedstore.h"
#include "session/ratebudget.h"

#include <QTimer>
#include <chrono>

class JobStore : public PagedStore<RestoreJob>
{
    Q_OBJECT

public:
    explicit JobStore(Client &client, QObject *parent = nullptr);

    /// A job known from elsewhere (a create's reply, one looked up): shown if its source is in
    /// scope, and watched while it is active.
    void upsert(const RestoreJob &job);
    /// Follows a job whatever the scope is; jobChanged() tells. Ends by itself when the job does.
    void watch(const RestoreJob &job);
    void unwatch(const QString &jobId) { m_watched.remove(jobId); }
    /// Reads one job anew; jobChanged() or jobReadFailed() follows.
    void readJob(const RestoreJob &job);
    /// Whether to poll the lists in scope. Off at first.
    void setPolling(bool on);
    /// How long until the next look; for the status bar and tests.
    std::chrono::milliseconds pollInterval() const { return m_interval; }
    /// For tests: the shortest and the longest interval.
    void setPollLimits(std::chrono::milliseconds shortest, std::chrono::milliseconds longest);

signals:
    void jobChanged(const RestoreJob &job);
    void jobReadFailed(const QString &jobId, const Error &error);
    /// A job that was followed is not there any more. It is not followed further.
    void jobGone(const QString &jobId);

protected:
    QString keyOf(const RestoreJob &job) const override;
    void readPage(const Source &source, const PageRequest &page) override;
    std::chrono::milliseconds waitBeforeReadAhead(const Source &source) const override;

private:
    struct Watched {
        RestoreJob job;
        std::chrono::milliseconds interval {0};
        qint64 due = 0; // elapsed()
    };

    void poll();
    void pollWatched();
    QSet<QString> oldestSources() const;
    void noteMovement(const RestoreJob &fresh);
    void tellWatched(const RestoreJob &fresh);
    void noteReply(const QString &projectId, const ReplyInfo &info, const Error *error);
    void readLimit(const QString &projectId);
    void rearm();
    void rearmWatched();

    RateBudget m_budget;
    QHash<QString, Watched> m_watched;
    QTimer m_timer;
    QTimer m_watchTimer;
    std::chrono::milliseconds m_shortest {5'000};
    std::chrono::milliseconds m_longest {60'000};
    std::chrono::milliseconds m_interval {5'000};
    bool m_polling = false;
    bool m_moved = false;
};
