#include "session/launcher.h"

#include "http/client.h"
#include "session/jobstore.h"

#include <QPointer>
#include <QTimer>

namespace {

// The intent is written on our clock corrected by the last reply; a minute covers what that
// correction misses.
constexpr qint64 kClockSlackSeconds = 60;
constexpr int kLookPage = 500; // newest first: far more than a minute can bring

Error refusal(const QString &detail)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    error.detail = detail;
    return error;
}

} // namespace

Launcher::Launcher(Client &client, Journal &journal, JobStore &jobs, const Profile &profile,
                   std::function<QDateTime()> serverNow, QObject *parent)
    : QObject(parent), m_client(client), m_journal(journal), m_jobs(jobs), m_profile(profile),
      m_serverNow(std::move(serverNow))
{
}

void Launcher::launch(const RestorePlan &plan, const Inventory &inventory, QObject *context,
                      LaunchCallback callback)
{
    const auto refuse = [&](const Error &error) {
        LaunchOutcome outcome;
        outcome.error = error;
        QTimer::singleShot(0, context, [callback, outcome] { callback(outcome); });
    };
    if (m_busy) {
        refuse(refusal(tr("Another restore is being started.")));
        return;
    }
    if (!plan.kind || !plan.kind->create
        || !mayStart(validate(plan, inventory, {m_serverNow()}), plan)) {
        refuse(refusal(tr("A check of the review does not hold. Nothing was sent.")));
        return;
    }
    setBusy(true);
    // What is there already can't be ours if the answer gets lost. Where the list may not be read,
    // what the store holds must do.
    m_knownBefore.clear();
    for (const RestoreJob &job : m_jobs.records())
        m_knownBefore.insert(job.id);
    Cluster source;
    source.projectId = plan.snapshot.projectId;
    source.name = plan.snapshot.cluster;
    const JournalEntry intent = describePlan(plan, inventory);
    m_client.send(plan.kind->listJobs(source, {1, kLookPage}), this,
                  [this, plan, intent, guard = QPointer<QObject>(context),
                   callback](const Result<Page<RestoreJob>> &page) {
                      for (const RestoreJob &job : page ? page->items : QList<RestoreJob>())
                          m_knownBefore.insert(job.id);
                      send(plan, intent, guard, callback);
                  });
}

void Launcher::send(const RestorePlan &plan, JournalEntry intent, const QPointer<QObject> &context,
                    const LaunchCallback &callback)
{
    if (!context) { // whoever asked is gone before anything left
        setBusy(false);
        return;
    }
    intent.time = m_serverNow();
    const Result<QString> journalId = m_journal.begin(intent);
    if (!journalId) {
        setBusy(false);
        LaunchOutcome outcome;
        outcome.error = journalId.error();
        callback(outcome);
        return;
    }
    // The launcher itself is the context: the outcome belongs in the journal even when the wizard
    // is gone.
    const auto request = plan.kind->create(plan, m_profile.tenantRestores);
    m_client.send(
        request, this,
        [this, id = *journalId, context, callback](const Result<QList<RestoreJob>> &reply) {
            const LaunchOutcome outcome = conclude(id, reply);
            if (context)
                callback(outcome);
        });
}

LaunchOutcome Launcher::conclude(const QString &journalId, const Result<QList<RestoreJob>> &reply)
{
    LaunchOutcome outcome;
    outcome.journalId = journalId;
    Result<void> written;
    if (reply) {
        outcome.kind = LaunchOutcome::Kind::Started;
        outcome.jobs = *reply;
        written =
            m_journal.finish(journalId, JournalEntry::Outcome::Started, reply->first().id, {}, {});
    } else {
        const Error &error = reply.error();
        const bool unknown = error.kind == Error::Kind::OutcomeUnknown;
        outcome.kind = unknown ? LaunchOutcome::Kind::Unknown : LaunchOutcome::Kind::NotStarted;
        outcome.error = error;
        written = m_journal.finish(
            journalId, unknown ? JournalEntry::Outcome::Unknown : JournalEntry::Outcome::NotStarted,
            {}, error.code, error.detail);
    }
    if (!written)
        outcome.journalTrouble = written.error().detail;
    setBusy(false);
    if (outcome.kind == LaunchOutcome::Kind::Started) {
        for (const RestoreJob &job : std::as_const(outcome.jobs)) {
            m_jobs.upsert(job);
            emit jobStarted(job);
        }
    }
    return outcome;
}

void Launcher::look(const QString &journalId, QObject *context, LookCallback callback)
{
    const auto &entries = m_journal.entries();
    const auto entry = std::find_if(entries.cbegin(), entries.cend(),
                                    [&](const JournalEntry &e) { return e.id == journalId; });
    const JobKind *kind = entry == entries.cend() ? nullptr : kindById(entry->kindId);
    if (!kind) {
        const Error error = refusal(tr("The journal does not know this attempt."));
        QTimer::singleShot(0, context, [callback, error] { callback(error); });
        return;
    }
    Cluster source;
    source.projectId = entry->sourceProjectId;
    source.name = entry->sourceCluster;
    m_client.send(kind->listJobs(source, {1, kLookPage}), context,
                  [this, entry = *entry, callback](const Result<Page<RestoreJob>> &page) {
                      if (page)
                          takeLook(entry, page->items, callback);
                      else
                          callback(page.error());
                  });
}

void Launcher::takeLook(const JournalEntry &entry, const QList<RestoreJob> &listed,
                        LookCallback callback)
{
    const QDateTime since = entry.time.addSecs(-kClockSlackSeconds);
    QList<RestoreJob> found;
    for (const RestoreJob &job : listed) {
        if (job.snapshotId == entry.snapshotId && job.targetCluster == entry.targetCluster
            && job.targetProjectId == entry.targetProjectId && job.created >= since
            && !m_knownBefore.contains(job.id))
            found.append(job);
    }
    Result<void> written;
    if (found.size() == 1) {
        written = m_journal.finish(entry.id, JournalEntry::Outcome::Started, found.first().id, {},
                                   tr("Found in the job list after the answer was lost"));
    } else if (found.isEmpty()) {
        written = m_journal.finish(entry.id, JournalEntry::Outcome::NotFound, {}, {},
                                   tr("The job list shows no such job"));
    }
    if (!written) {
        callback(written.error());
        return;
    }
    for (const RestoreJob &job : std::as_const(found)) {
        m_jobs.upsert(job);
        emit jobStarted(job);
    }
    callback(found);
}

void Launcher::reconcile()
{
    for (const JournalEntry &entry : m_journal.unresolved(m_profile.id))
        look(entry.id, this, [](const Result<QList<RestoreJob>> &) {});
}

JournalEntry Launcher::describePlan(const RestorePlan &plan, const Inventory &inventory) const
{
    JournalEntry entry;
    entry.profileId = m_profile.id;
    entry.profileName = m_profile.name;
    entry.baseUrl = m_profile.baseUrl.toString();
    entry.loginName = m_profile.loginName;
    entry.action = QStringLiteral("restore");
    entry.kindId = QLatin1String(plan.kind->id);
    entry.sourceProjectId = plan.snapshot.projectId;
    entry.sourceProject = inventory.projectName(plan.snapshot.projectId);
    entry.sourceCluster = plan.snapshot.cluster;
    entry.snapshotId = plan.snapshot.id;
    entry.snapshotTime = plan.snapshot.taken;
    entry.targetProjectId = plan.targetProjectId;
    entry.targetProject = inventory.projectName(plan.targetProjectId);
    entry.targetCluster = plan.targetCluster;
    entry.reason = plan.reason;
    return entry;
}

void Launcher::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    emit busyChanged(busy);
}
