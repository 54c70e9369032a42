#include "session/planfactsstore.h"

#include "atlas/backups.h"
#include "atlas/jobkind.h"
#include "http/client.h"
#include "session/environmentmarks.h"
#include "session/jobstore.h"

namespace {

constexpr int kSnapshotsPage = 500;
constexpr int kJobsPage = 100; // newest first: what runs is among them

QString keyOf(const Cluster &cluster)
{
    return cluster.projectId + u'/' + cluster.name;
}

} // namespace

PlanFactsStore::PlanFactsStore(Client &client, const JobStore &jobs, const EnvironmentMarks &marks,
                               const Profile &profile, std::function<QDateTime()> serverNow,
                               QObject *parent)
    : Store(parent), m_client(client), m_jobs(jobs), m_marks(marks), m_profile(profile),
      m_serverNow(std::move(serverNow))
{
    connect(&marks, &EnvironmentMarks::changed, this, &Store::changed);
}

PlanFactsStore::~PlanFactsStore() = default;

void PlanFactsStore::setSource(const Cluster &source)
{
    if (keyOf(source) == keyOf(m_source))
        return;
    m_source = source;
    readSource();
}

void PlanFactsStore::setTarget(const Cluster &target)
{
    if (keyOf(target) == keyOf(m_target))
        return;
    const bool sameProject = target.projectId == m_target.projectId;
    m_target = target;
    if (!sameProject)
        m_policy.reset();
    readTarget();
}

void PlanFactsStore::refresh()
{
    readSource();
    readTarget();
}

PlanFacts PlanFactsStore::facts() const
{
    PlanFacts facts;
    facts.now = m_serverNow();
    facts.readOnlyProfile = m_profile.readOnly;
    facts.schedule = m_schedule;
    facts.compliance = m_policy;
    facts.oldestPoint = oldestPoint(facts.now);
    if (m_target.name.isEmpty())
        return facts;
    const EnvironmentMark mark = m_marks.mark(m_target.projectId, m_target.name);
    facts.environment = environmentName(mark);
    facts.production = mark == EnvironmentMark::Production;
    if (!m_targetJobs)
        return facts;
    QList<RestoreJob> jobs = *m_targetJobs;
    for (const RestoreJob &job : m_jobs.records()) {
        if (job.targetProjectId == m_target.projectId && job.targetCluster == m_target.name
            && isActive(job.state))
            jobs.append(job);
    }
    facts.targetJobs = jobs;
    return facts;
}

QDateTime PlanFactsStore::oldestPoint(const QDateTime &now) const
{
    if (!m_source.pitEnabled || !m_schedule || m_schedule->restoreWindowDays <= 0)
        return {};
    const QDateTime window = now.addDays(-m_schedule->restoreWindowDays);
    return m_oldestSnapshot.isValid() && m_oldestSnapshot > window ? m_oldestSnapshot : window;
}

const Error *PlanFactsStore::scheduleError() const
{
    return m_scheduleError ? &*m_scheduleError : nullptr;
}

void PlanFactsStore::readSource()
{
    m_sourceReads = std::make_unique<QObject>();
    m_schedule.reset();
    m_scheduleError.reset();
    m_oldestSnapshot = {};
    if (isDedicated(m_source) && m_source.pitEnabled)
        readOldestSnapshot();
    if (isDedicated(m_source) && !m_source.deleted)
        m_client.send(getBackupSchedule(refOf(m_source)), m_sourceReads.get(),
                      [this](const Result<BackupSchedule> &schedule) {
                          if (schedule)
                              m_schedule = *schedule;
                          else
                              m_scheduleError = schedule.error();
                          take();
                      });
    emit changed();
}

// A point in time starts from a snapshot before it: the oldest one ends the window, too.
void PlanFactsStore::readOldestSnapshot()
{
    const JobKind *kind = kindOf(m_source);
    if (!kind || !kind->listSnapshots)
        return;
    m_client.send(kind->listSnapshots(m_source, {1, kSnapshotsPage}), m_sourceReads.get(),
                  [this](const Result<Page<Snapshot>> &page) {
                      if (!page || page->hasNext)
                          return;
                      for (const Snapshot &snapshot : page->items) {
                          if (snapshot.state == SnapshotState::Completed && snapshot.taken.isValid()
                              && (!m_oldestSnapshot.isValid() || snapshot.taken < m_oldestSnapshot))
                              m_oldestSnapshot = snapshot.taken;
                      }
                      take();
                  });
}

void PlanFactsStore::readTarget()
{
    m_targetReads = std::make_unique<QObject>();
    m_targetJobs.reset();
    if (!m_target.name.isEmpty()) {
        readTargetJobs();
        // Only a Project Owner may read it: who may not learns nothing, and is told so.
        m_client.send(getCompliancePolicy(m_target.projectId), m_targetReads.get(),
                      [this](const Result<CompliancePolicy> &policy) {
                          if (policy)
                              m_policy = *policy;
                          else if (policy.error().kind == Error::Kind::NotFound)
                              m_policy = CompliancePolicy(); // there is none
                          take();
                      });
    }
    emit changed();
}

// A target's restores are listed with their sources. The two lists that can be asked without
// reading the whole project are the source's own and the target's.
void PlanFactsStore::readTargetJobs()
{
    for (const Cluster &cluster : {m_source, m_target}) {
        for (const Source &source : sourcesOf({cluster})) {
            m_client.send(source.kind->listJobs(source.cluster, {1, kJobsPage}),
                          m_targetReads.get(), [this](const Result<Page<RestoreJob>> &page) {
                              if (!page)
                                  return;
                              takeJobs(page->items);
                              take();
                          });
        }
        if (keyOf(m_source) == keyOf(m_target))
            return;
    }
}

void PlanFactsStore::takeJobs(const QList<RestoreJob> &jobs)
{
    if (!m_targetJobs)
        m_targetJobs = QList<RestoreJob>();
    for (const RestoreJob &job : jobs) {
        const bool ours = job.download
            ? job.projectId == m_source.projectId
            : job.targetProjectId == m_target.projectId && job.targetCluster == m_target.name;
        if (ours && isActive(job.state))
            m_targetJobs->append(job);
    }
}

void PlanFactsStore::take()
{
    m_updated = QDateTime::currentDateTimeUtc();
    emit changed();
    emit statusChanged();
}
