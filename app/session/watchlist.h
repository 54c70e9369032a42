// The jobs somebody waits for, kept over restarts: ids and places only, by profile. It tells once
// when a job ends, when its files are ready, and when their link is about to end.
#pragma once

#include "atlas/restorejob.h"
#include "session/profile.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <functional>

class JobStore;
class QSettings;

class WatchList : public QObject
{
    Q_OBJECT

public:
    /// All references must outlive it. `serverNow` is the session's.
    WatchList(QSettings &settings, const Profile &profile, JobStore &jobs,
              std::function<QDateTime()> serverNow, QObject *parent = nullptr);

    /// From now on, also after a restart, until it ends.
    void watch(const RestoreJob &job);
    void unwatch(const QString &jobId);
    bool isWatched(const QString &jobId) const { return m_entries.contains(jobId); }
    qsizetype count() const { return m_entries.size(); }
    /// For tests.
    void setWarning(std::chrono::seconds before) { m_warning = before; }

signals:
    /// Which jobs are watched has changed.
    void changed();
    /// Done, failed, cancelled, or its files are ready: job.state says which.
    void ended(const RestoreJob &job);
    /// The link to its files ends in ten minutes or less.
    void aboutToExpire(const RestoreJob &job);

private:
    struct Entry {
        RestoreJob job; // after a restart only its ids and places
        bool toldReady = false;
        bool toldExpiry = false;
    };

    void load();
    void save();
    void take(const RestoreJob &job);
    void lookAtLinks();

    QSettings &m_settings;
    QString m_key;
    JobStore &m_jobs;
    std::function<QDateTime()> m_now;
    QHash<QString, Entry> m_entries;
    QStringList m_others; // of kinds that only a newer version knows
    QTimer m_links;
    std::chrono::seconds m_warning {600};
};
