// The part of Launcher that finds out what became of a change whose answer was lost.
#include "atlas/projects.h"
#include "base/format.h"
#include "http/client.h"
#include "session/jobstore.h"
#include "session/launcher.h"

#include <QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// The intent is written on our clock corrected by the last reply; a minute covers what that
// correction misses.
constexpr qint64 kClockSlackSeconds = 60;
// No service takes longer from a request to its job: what comes later is somebody else's.
constexpr qint64 kLatestSeconds = 600;
constexpr int kLookPage = 500; // newest first: far more than a minute can bring

QDateTime sinceOf(const JournalEntry &entry)
{
    return entry.time.addSecs(-kClockSlackSeconds);
}

bool isSince(const QDateTime &made, const JournalEntry &entry)
{
    return made >= sinceOf(entry) && made <= entry.time.addSecs(kLatestSeconds);
}

// Only a list that reaches back before the click can say that there is no such job.
bool reachesBack(const Page<RestoreJob> &page, const QDateTime &since)
{
    if (!page.hasNext || page.items.isEmpty())
        return !page.hasNext;
    const QDateTime &last = page.items.last().created;
    return page.items.first().created >= last && last < since;
}

// Legacy restores come back with the method HTTP and, it may be, without their target: what is no
// ready download and was made of this snapshot right now can hardly be another.
RestoreJob withTarget(RestoreJob job, const JournalEntry &entry)
{
    const bool untold = job.deliveryType == "HTTP"_L1 && entry.action == "restore"_L1
        && job.targetCluster.isEmpty() && isActive(job.state);
    if (!untold)
        return job;
    job.download = false;
    job.expires = {};
    job.targetCluster = entry.targetCluster;
    job.targetProjectId = entry.targetProjectId;
    return job;
}

bool fits(const RestoreJob &job, const JournalEntry &entry)
{
    const bool download = entry.action == QLatin1String("download");
    // Of a point in time the service may name the snapshot it starts from, which nobody chose.
    const bool sameData = entry.point.isEmpty()
        ? job.snapshotId == entry.snapshotId
        : !job.snapshotTime.isValid() || !entry.snapshotTime.isValid()
            || job.snapshotTime.toSecsSinceEpoch() == entry.snapshotTime.toSecsSinceEpoch();
    if (!sameData || job.download != download)
        return false;
    return download
        || (job.targetCluster == entry.targetCluster
            && (job.targetProjectId.isEmpty() || job.targetProjectId == entry.targetProjectId));
}

// The parts of one batch are one restore.
bool isOne(const QList<RestoreJob> &jobs)
{
    return !jobs.isEmpty() && std::all_of(jobs.cbegin(), jobs.cend(), [&](const RestoreJob &job) {
        return jobs.size() == 1 || (!job.batchId.isEmpty() && job.batchId == jobs.first().batchId);
    });
}

Cluster clusterOf(const JournalEntry &entry)
{
    Cluster cluster;
    cluster.projectId = entry.sourceProjectId;
    cluster.name = entry.sourceCluster;
    return cluster;
}

} // namespace

void Launcher::look(const QString &journalId, QObject *context, LookCallback callback)
{
    const auto &entries = m_journal.entries();
    const auto entry = std::find_if(entries.cbegin(), entries.cend(),
                                    [&](const JournalEntry &e) { return e.id == journalId; });
    const JobKind *kind = entry == entries.cend() ? nullptr : kindById(entry->kindId);
    if (!kind) {
        LookResult nothing;
        nothing.jobsError = Error {};
        nothing.jobsError->kind = Error::Kind::InvalidInput;
        nothing.jobsError->detail = tr("The journal does not know this attempt.");
        QTimer::singleShot(0, context, [callback, nothing] { callback(nothing); });
        return;
    }
    m_client.send(kind->listJobs(clusterOf(*entry), {1, kLookPage}), context,
                  [this, entry = *entry, guard = QPointer<QObject>(context),
                   callback](const Result<Page<RestoreJob>> &page) {
                      LookResult look;
                      if (page)
                          takeLook(entry, *page, &look);
                      else
                          look.jobsError = page.error();
                      readEvents(entry, look, guard, callback);
                  });
}

QString Launcher::whyNotAgain(const RestorePlan &plan)
{
    for (const JournalEntry &entry : m_journal.unresolved(m_profile.id)) {
        const bool same = isDestructive(plan)
            ? entry.targetProjectId == plan.targetProjectId
                && entry.targetCluster == plan.targetCluster
            : entry.action == "download"_L1 && entry.snapshotId == plan.snapshot.id;
        const QDateTime end = entry.time.addSecs(kLatestSeconds).toUTC();
        if (!same || m_serverNow() >= end)
            continue;
        look(entry.id, this, [](const LookResult &) {});
        return tr("An order like this was sent at %1 and its answer was lost: whether it runs is "
                  "not known yet. Nothing was sent now. Snapback looks at the job list again; "
                  "start this once more in a minute, or after %2 if the list can't be read.")
            .arg(entry.time.toUTC().toString(u"HH:mm:ss 'UTC'"), end.toString(u"HH:mm:ss 'UTC'"));
    }
    return {};
}

// Jobs that other entries of the journal made.
QSet<QString> Launcher::idsOfOthers(const JournalEntry &entry) const
{
    QSet<QString> ids;
    for (const JournalEntry &other : m_journal.entries()) {
        if (other.id == entry.id || other.action == "cancel"_L1
            || other.outcome != JournalEntry::Outcome::Started)
            continue;
        for (const QString &id : other.jobId.split(QStringLiteral(", "), Qt::SkipEmptyParts))
            ids.insert(id);
    }
    return ids;
}

void Launcher::takeLook(const JournalEntry &entry, const Page<RestoreJob> &listed, LookResult *look)
{
    const QSet<QString> before = m_knownBy.value(entry.id);
    const QSet<QString> others = idsOfOthers(entry);
    for (const RestoreJob &told : listed.items) {
        if (told.created < sinceOf(entry) || before.contains(told.id))
            continue;
        const RestoreJob job = withTarget(told, entry);
        const bool mine =
            !others.contains(job.id) && isSince(job.created, entry) && fits(job, entry);
        (mine ? look->fitting : look->others).append(mine ? job : told);
    }
    Result<void> written;
    if (isOne(look->fitting)) {
        QStringList ids;
        for (const RestoreJob &job : std::as_const(look->fitting))
            ids.append(job.id);
        written = m_journal.finish(entry.id, JournalEntry::Outcome::Started,
                                   ids.join(QStringLiteral(", ")), {},
                                   tr("Found in the job list after the answer was lost"));
    } else if (look->fitting.isEmpty() && !reachesBack(listed, sinceOf(entry))) {
        look->jobsError = Error {};
        look->jobsError->kind = Error::Kind::BadReply;
        look->jobsError->detail = tr("The list is too long to be sure that the job is not in it.");
    } else if (look->fitting.isEmpty()) {
        written = m_journal.finish(entry.id, JournalEntry::Outcome::NotFound, {}, {},
                                   tr("The job list shows no such job"));
    }
    if (!written)
        look->jobsError = written.error();
    for (const RestoreJob &job : std::as_const(look->fitting)) {
        m_jobs.upsert(job);
        emit jobStarted(job);
    }
}

// Events are evidence beside the list, and the only evidence where a login may start jobs but not
// list them.
void Launcher::readEvents(const JournalEntry &entry, LookResult look, QObject *context,
                          const LookCallback &callback)
{
    EventFilter filter;
    filter.types = restoreEventTypes();
    filter.from = sinceOf(entry);
    m_client.send(listEvents(entry.sourceProjectId, filter, {1, 100}), context,
                  [look, entry, callback](const Result<Page<ProjectEvent>> &page) mutable {
                      if (!page)
                          look.eventsError = page.error();
                      for (const ProjectEvent &event : page ? page->items : QList<ProjectEvent>()) {
                          if (event.created >= sinceOf(entry))
                              look.events.append(event);
                      }
                      callback(look);
                  });
}

void Launcher::reconcile()
{
    QList<JournalEntry> open = m_journal.unresolved(m_profile.id);
    // Who looked within minutes may have looked before the job was listed.
    for (const JournalEntry &entry : m_journal.entries()) {
        if (entry.profileId == m_profile.id && entry.outcome == JournalEntry::Outcome::NotFound
            && entry.outcomeTime < entry.time.addSecs(kLatestSeconds))
            open.append(entry);
    }
    for (const JournalEntry &entry : std::as_const(open)) {
        if (entry.action == QLatin1String("cancel"))
            settleCancel(entry);
        else if (entry.action == QLatin1String("snapshot"))
            settleSnapshot(entry, false);
        else
            look(entry.id, this, [](const LookResult &) {});
    }
}

void Launcher::settleCancel(const JournalEntry &entry)
{
    const JobKind *kind = kindById(entry.kindId);
    if (!kind)
        return;
    m_client.send(kind->getJob(refOf(clusterOf(entry)), entry.scope), this,
                  [this, entry](const Result<RestoreJob> &job) {
                      if (!job)
                          return;
                      const bool ended = job->state == JobState::Cancelled;
                      note(entry,
                           ended ? JournalEntry::Outcome::Started : JournalEntry::Outcome::NotFound,
                           ended ? job->id : QString(),
                           ended ? tr("The job is cancelled") : tr("The job was not cancelled"));
                  });
}

// Sharded clusters list theirs elsewhere, and the journal does not tell which cluster is one.
void Launcher::settleSnapshot(const JournalEntry &entry, bool sharded)
{
    const JobKind *kind = kindById(entry.kindId);
    if (!kind || !kind->listSnapshots)
        return;
    Cluster cluster = clusterOf(entry);
    if (sharded)
        cluster.clusterType = QStringLiteral("SHARDED");
    m_client.send(kind->listSnapshots(cluster, {1, kLookPage}), this,
                  [this, entry, sharded](const Result<Page<Snapshot>> &page) {
                      // The list of the other topology may be refused; then it holds nothing.
                      const int status = page ? 200 : page.error().httpStatus;
                      if (!page && status != 400 && status != 404)
                          return;
                      for (const Snapshot &snapshot : page ? page->items : QList<Snapshot>()) {
                          if (snapshot.type.compare("onDemand"_L1, Qt::CaseInsensitive) == 0
                              && snapshot.description == entry.scope
                              && isSince(objectIdTime(snapshot.id), entry)) {
                              note(entry, JournalEntry::Outcome::Started, snapshot.id,
                                   tr("Found in the list of snapshots after the answer was lost"));
                              return;
                          }
                      }
                      if (!sharded) {
                          settleSnapshot(entry, true);
                          return;
                      }
                      note(entry, JournalEntry::Outcome::NotFound, {},
                           tr("The list of snapshots shows no such snapshot"));
                  });
}

void Launcher::note(const JournalEntry &entry, JournalEntry::Outcome outcome, const QString &jobId,
                    const QString &words)
{
    // A journal that can't be written says so itself; the entry stays open for the next start.
    static_cast<void>(m_journal.finish(entry.id, outcome, jobId, {}, words));
}
