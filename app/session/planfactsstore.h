// What the checks of a restore need besides the inventory: the source's schedule, the target's
// running restores, its project's compliance policy. Read when source or target are set; what can't
// be read stays unknown.
#pragma once

#include "atlas/restoreplan.h"
#include "session/store.h"

#include <QHash>
#include <QSet>
#include <QTimer>
#include <functional>
#include <memory>

class Client;
class EnvironmentMarks;
class JobStore;
struct Profile;

class PlanFactsStore : public Store
{
    Q_OBJECT

public:
    /// All references must outlive it. `serverNow` is the session's.
    PlanFactsStore(Client &client, const JobStore &jobs, const EnvironmentMarks &marks,
                   const Profile &profile, std::function<QDateTime()> serverNow,
                   QObject *parent = nullptr);
    ~PlanFactsStore() override;

    /// Reads the schedule of a dedicated cluster and, where it has points in time, its oldest
    /// snapshot.
    void setSource(const Cluster &source);
    /// Reads what runs onto the target, and its project's compliance policy. An empty name: none.
    void setTarget(const Cluster &target);
    /// Reads both anew.
    void refresh();
    /// As known now, with the server's clock of this moment.
    PlanFacts facts() const;
    /// Who or what refused the schedule, if it could not be read.
    const Error *scheduleError() const;

private:
    void readSource();
    void readTarget();
    void readOldestSnapshot();
    void readJobs(const Cluster &cluster, QObject *context);
    std::optional<QList<RestoreJob>> runningJobs() const;
    bool isRead(const Cluster &cluster) const;
    QDateTime oldestPoint(const QDateTime &now) const;
    void take();

    Client &m_client;
    const JobStore &m_jobs;
    const EnvironmentMarks &m_marks;
    const Profile &m_profile;
    std::function<QDateTime()> m_serverNow;
    Cluster m_source;
    Cluster m_target;
    std::optional<BackupSchedule> m_schedule;
    QDateTime m_oldestSnapshot;
    std::optional<Error> m_scheduleError;
    std::optional<CompliancePolicy> m_policy;
    QHash<QString, QList<RestoreJob>> m_jobLists; // by source key, as last read
    QSet<QString> m_unread; // keys whose last reading failed
    QTimer m_refresh;
    std::unique_ptr<QObject> m_sourceReads; // their context: a new source forgets old answers
    std::unique_ptr<QObject> m_targetReads;
};
