#include "session/planfactsstore.h"

#include "atlas/backups.h"
#include "atlas/jobkind.h"
#include "http/client.h"
#include "session/environmentmarks.h"
#include "session/jobstore.h"

#include <algorithm>

namespace {

// A review may stay open for long, and what runs ends meanwhile.
constexpr std::chrono::seconds kRefresh {20};
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
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &PlanFactsStore::refresh);
}

PlanFactsStore::~PlanFactsStore() = default;

void PlanFactsStore::setSource(const Cluster &source)
{
    if (keyOf(source) == keyOf(m_source))
        return;
    m_source = source;
    m_jobLists.clear();
    m_schedule.reset();
    m_oldestSnapshot = {};
    refresh();
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
    m_refresh.start();
}

PlanFacts PlanFactsStore::facts() const
{
    PlanFacts facts;
    facts.now = m_serverNow();
    facts.readOnlyProfile = m_profile.readOnly;
    facts.schedule = m_schedule;
    facts.compliance = m_policy;
    facts.oldestPoint = oldestPoint(facts.now);
    facts.targetJobs = runningJobs();
    facts.targetJobsInPart = !isRead(m_source) || (!m_target.name.isEmpty() && !isRead(m_target));
    if (!m_target.name.isEmpty()) {
        const EnvironmentMark mark = m_marks.mark(m_target.projectId, m_target.name);
        facts.environment = environmentName(mark);
        facts.production = mark == EnvironmentMark::Production;
    }
    return facts;
}

// Of both places, once each: what was read for the plan, then what the window knows. Nothing if no
// list could be read.
std::optional<QList<RestoreJob>> PlanFactsStore::runningJobs() const
{
    if (m_jobLists.isEmpty())
        return {};
    QList<RestoreJob> jobs;
    QSet<QString> ids;
    const auto take = [&](const RestoreJob &job) {
        const bool ours = refOf(m_source) == ClusterRef {job.projectId, job.sourceCluster}
            || refOf(m_target) == ClusterRef {job.targetProjectId, job.targetCluster};
        if (!ours || ids.contains(job.id))
            return;
        ids.insert(job.id);
        if (isActive(job.state) || (job.download && job.state == JobState::Ready))
            jobs.append(job);
    };
    for (const QList<RestoreJob> &list : m_jobLists)
        std::for_each(list.cbegin(), list.cend(), take);
    std::for_each(m_jobs.records().cbegin(), m_jobs.records().cend(), take);
    return jobs;
}

// A list of its own is enough: the lists of other kinds are often refused.
bool PlanFactsStore::isRead(const Cluster &cluster) const
{
    const QList<Source> sources = sourcesOf({cluster});
    return std::any_of(sources.cbegin(), sources.cend(), [this](const Source &source) {
        return m_jobLists.contains(source.key()) && !m_unread.contains(source.key());
    });
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
    m_scheduleError.reset();
    readJobs(m_source, m_sourceReads.get());
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
    if (!m_target.name.isEmpty()) {
        readJobs(m_target, m_targetReads.get());
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

// A target's restores are listed with their sources. The lists that can be asked without reading
// the whole project are the source's own and the target's.
void PlanFactsStore::readJobs(const Cluster &cluster, QObject *context)
{
    for (const Source &source : sourcesOf({cluster})) {
        m_client.send(source.kind->listJobs(source.cluster, {1, kJobsPage}), context,
                      [this, key = source.key()](const Result<Page<RestoreJob>> &page) {
                          if (page) {
                              m_jobLists.insert(key, page->items);
                              m_unread.remove(key);
                          } else {
                              m_unread.insert(key);
                          }
                          take();
                      });
    }
}

void PlanFactsStore::take()
{
    m_updated = QDateTime::currentDateTimeUtc();
    emit changed();
    emit statusChanged();
}
