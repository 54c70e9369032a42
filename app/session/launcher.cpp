#include "session/launcher.h"

#include "atlas/errors.h"
#include "http/client.h"
#include "session/jobstore.h"

#include <QCoreApplication>
#include <QTimer>
#include <algorithm>

namespace {

constexpr int kListPage = 500; // newest first: far more than a minute can bring

Error refusal(const QString &detail)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    error.detail = detail;
    return error;
}

struct LaunchWords {
    Q_DECLARE_TR_FUNCTIONS(Launcher)
};

// In a sentence or two; empty if the plan may be sent.
QString whyNotStart(const RestorePlan &plan, const Inventory &inventory, const PlanFacts &facts)
{
    if (!canStart(plan.kind, plan.action, plan.point))
        return LaunchWords::tr("Atlas has no such call for backups of this kind. Nothing was "
                               "sent.");
    const QList<Check> checks = validate(plan, inventory, facts);
    for (const Check &check : checks) {
        if (check.verdict == Check::Verdict::Blocks)
            return LaunchWords::tr("Nothing was sent. The rule “%1” is broken: %2")
                .arg(check.rule, check.fact);
    }
    return mayStart(checks, plan)
        ? QString()
        : LaunchWords::tr("Nothing was sent: it was not confirmed that client traffic is stopped.");
}

// Ids of the checks that warn.
QSet<QString> warningsOf(const QList<Check> &checks)
{
    QSet<QString> ids;
    for (const Check &check : checks) {
        if (check.verdict == Check::Verdict::Warns)
            ids.insert(QLatin1String(check.id));
    }
    return ids;
}

void refuseLater(const Error &error, QObject *context, const Launcher::LaunchCallback &callback)
{
    LaunchOutcome outcome;
    outcome.error = error;
    QTimer::singleShot(0, context, [callback, outcome] { callback(outcome); });
}

QString actionWord(PlanAction action)
{
    switch (action) {
    case PlanAction::Restore:
        return QStringLiteral("restore");
    case PlanAction::Collections:
        return QStringLiteral("collections");
    case PlanAction::Download:
        return QStringLiteral("download");
    }
    return {};
}

QString pointWord(const RestorePoint &point)
{
    if (const auto *clock = std::get_if<ClockPoint>(&point))
        return clock->time.toUTC().toString(Qt::ISODate);
    if (const auto *oplog = std::get_if<OplogPoint>(&point))
        return QStringLiteral("oplog %1/%2").arg(oplog->seconds).arg(oplog->increment);
    if (const auto *checkpoint = std::get_if<CheckpointPoint>(&point))
        return QStringLiteral("checkpoint ") + checkpoint->id;
    return {};
}

QString scopeWord(const RestorePlan &plan)
{
    if (plan.action != PlanAction::Collections)
        return {};
    QStringList words {plan.collections.writeStrategy};
    for (const QList<NamespaceChoice> *list :
         {&plan.collections.databases, &plan.collections.collections}) {
        for (const NamespaceChoice &choice : *list)
            words.append(choice.target.isEmpty()
                             ? choice.source
                             : choice.source + QStringLiteral(" → ") + choice.target);
    }
    return words.join(QStringLiteral(", "));
}

} // namespace

Launcher::Launcher(Client &client, Journal &journal, JobStore &jobs, const Profile &profile,
                   std::function<QDateTime()> serverNow, QObject *parent)
    : QObject(parent), m_client(client), m_journal(journal), m_jobs(jobs), m_profile(profile),
      m_serverNow(std::move(serverNow))
{
}

std::optional<Error> Launcher::obstacle() const
{
    if (m_profile.readOnly)
        return refusal(tr("This profile is read-only: nothing is started from it. Nothing was "
                          "sent."));
    if (m_busy)
        return refusal(tr("Another change is being sent. Nothing was sent for this one."));
    return {};
}

void Launcher::launch(const RestorePlan &plan, const Inventory &inventory, const PlanFacts &facts,
                      QObject *context, LaunchCallback callback)
{
    if (const std::optional<Error> why = obstacle()) {
        refuseLater(*why, context, callback);
        return;
    }
    PlanFacts now = facts;
    now.now = m_serverNow();
    if (const QString words = whyNotStart(plan, inventory, now); !words.isEmpty()) {
        refuseLater(refusal(words), context, callback);
        return;
    }
    if (const QString words = whyNotAgain(plan); !words.isEmpty()) {
        refuseLater(refusal(words), context, callback);
        return;
    }
    setBusy(true);
    const QSet<QString> warned = warningsOf(validate(plan, inventory, now));
    // What is there already can't be ours if the answer gets lost. Where the list may not be read,
    // what the store holds must do.
    m_knownBefore.clear();
    for (const RestoreJob &job : m_jobs.records())
        m_knownBefore.insert(job.id);
    Cluster source;
    source.projectId = plan.snapshot.projectId;
    source.name = plan.snapshot.cluster;
    m_client.send(plan.kind->listJobs(source, {1, kListPage}), this,
                  [this, plan, inventory, now, warned, guard = QPointer<QObject>(context),
                   callback](const Result<Page<RestoreJob>> &page) mutable {
                      // A login may start jobs and not list them; but a service in trouble would
                      // lose the answer to a change, too.
                      if (!page && mayPass(page.error())) {
                          refuseUnread(page.error(), guard, callback);
                          return;
                      }
                      QList<RestoreJob> running = now.targetJobs.value_or(QList<RestoreJob>());
                      for (const RestoreJob &job : page ? page->items : QList<RestoreJob>()) {
                          m_knownBefore.insert(job.id);
                          running.removeIf([&](const RestoreJob &old) { return old.id == job.id; });
                          if (isActive(job.state))
                              running.append(job);
                      }
                      if (page || now.targetJobs)
                          now.targetJobs = running;
                      sendPlan(plan, inventory, now, warned, guard, callback);
                  });
}

void Launcher::refuseUnread(const Error &why, const QPointer<QObject> &context,
                            const LaunchCallback &callback)
{
    setBusy(false);
    if (!context)
        return;
    LaunchOutcome outcome;
    outcome.error = why;
    outcome.error.detail =
        tr("Nothing was sent, because the running jobs could not be read just before. %1")
            .arg(why.detail)
            .trimmed();
    callback(outcome);
}

void Launcher::sendPlan(const RestorePlan &plan, const Inventory &inventory, PlanFacts facts,
                        const QSet<QString> &warned, const QPointer<QObject> &context,
                        const LaunchCallback &callback)
{
    if (!context) { // whoever asked is gone before anything left
        setBusy(false);
        return;
    }
    facts.now = m_serverNow();
    QString words = whyNotStart(plan, inventory, facts);
    // Where Atlas takes a second restore the person must have seen the first.
    for (const Check &check : validate(plan, inventory, facts)) {
        if (words.isEmpty() && check.verdict == Check::Verdict::Warns
            && !warned.contains(QLatin1String(check.id)))
            words = tr("Nothing was sent. The rule “%1” warns now: %2").arg(check.rule, check.fact);
    }
    if (!words.isEmpty()) {
        setBusy(false);
        LaunchOutcome outcome;
        outcome.error = refusal(tr("Things have changed since the review.") + u' ' + words);
        callback(outcome);
        return;
    }
    sendChange(plan.kind->create(plan, m_profile.tenantRestores), describePlan(plan, inventory),
               context, callback, [this](const QList<RestoreJob> &jobs, LaunchOutcome *outcome) {
                   QStringList ids;
                   for (const RestoreJob &job : jobs) {
                       ids.append(job.id);
                       m_jobs.upsert(job);
                   }
                   outcome->jobs = jobs;
                   return ids.join(QStringLiteral(", "));
               });
}

void Launcher::cancel(const RestoreJob &job, const Inventory &inventory, const QString &reason,
                      QObject *context, LaunchCallback callback)
{
    std::optional<Error> why = obstacle();
    if (const QString words = whyNotCancel(job); !why && !words.isEmpty())
        why = refusal(words);
    if (why) {
        refuseLater(*why, context, callback);
        return;
    }
    setBusy(true);
    const ClusterRef source {job.projectId, job.sourceCluster};
    JournalEntry intent = describe(QStringLiteral("cancel"), *job.kind, source, inventory, reason);
    intent.snapshotId = job.snapshotId;
    intent.snapshotTime = job.snapshotTime;
    intent.scope = job.id;
    sendChange(job.kind->cancel(source, job.id), intent, context, callback,
               [this, job](const Done &, LaunchOutcome *) {
                   m_jobs.readJob(job);
                   return job.id;
               });
}

void Launcher::takeSnapshot(const Cluster &cluster, const SnapshotOrder &order,
                            const Inventory &inventory, const QString &reason, QObject *context,
                            LaunchCallback callback)
{
    const JobKind *kind = kindOf(cluster);
    std::optional<Error> why = obstacle();
    if (!why && (!kind || !kind->takeSnapshot || cluster.deleted))
        why = refusal(tr("Atlas takes no snapshots on demand of this cluster."));
    if (!why && order.retentionDays < 1)
        why = refusal(tr("A snapshot is kept for one day at least."));
    if (why) {
        refuseLater(*why, context, callback);
        return;
    }
    setBusy(true);
    JournalEntry intent =
        describe(QStringLiteral("snapshot"), *kind, refOf(cluster), inventory, reason);
    intent.scope = order.description;
    sendChange(kind->takeSnapshot(refOf(cluster), order), intent, context, callback,
               [this](const Snapshot &snapshot, LaunchOutcome *outcome) {
                   outcome->snapshot = snapshot;
                   emit snapshotStarted(snapshot);
                   return snapshot.id;
               });
}

DryRun Launcher::dryRun(const RestorePlan &plan) const
{
    if (!canStart(plan.kind, plan.action, plan.point))
        return {};
    return dryRunOf(plan.kind->create(plan, m_profile.tenantRestores), m_profile.baseUrl,
                    m_profile.loginKind == LoginKind::ApiKey ? DryRunLogin::ApiKey
                                                             : DryRunLogin::ServiceAccount);
}

template <typename T, typename Take>
void Launcher::sendChange(const Request<T> &request, JournalEntry intent,
                          const QPointer<QObject> &context, const LaunchCallback &callback,
                          Take take)
{
    intent.time = m_serverNow();
    const Result<QString> journalId = m_journal.begin(intent);
    if (!journalId) {
        setBusy(false);
        LaunchOutcome outcome;
        outcome.error = journalId.error();
        callback(outcome);
        return;
    }
    m_knownBy.insert(*journalId, std::exchange(m_knownBefore, {}));
    // The launcher itself is the context: the outcome belongs in the journal even when whoever
    // asked is gone.
    m_client.send(request, this,
                  [this, id = *journalId, context, callback, take](const Result<T> &reply) {
                      LaunchOutcome outcome;
                      outcome.journalId = id;
                      QString made;
                      if (reply) {
                          outcome.kind = LaunchOutcome::Kind::Started;
                          made = take(*reply, &outcome);
                      } else {
                          outcome.error = reply.error();
                          if (outcome.error.kind == Error::Kind::OutcomeUnknown)
                              outcome.kind = LaunchOutcome::Kind::Unknown;
                      }
                      if (const Result<void> written = journalEnd(outcome, made); !written)
                          outcome.journalTrouble = written.error().detail;
                      setBusy(false);
                      for (const RestoreJob &job : std::as_const(outcome.jobs))
                          emit jobStarted(job);
                      if (context)
                          callback(outcome);
                  });
}

Result<void> Launcher::journalEnd(const LaunchOutcome &outcome, const QString &id)
{
    if (outcome.kind == LaunchOutcome::Kind::Started)
        return m_journal.finish(outcome.journalId, JournalEntry::Outcome::Started, id, {}, {});
    const auto end = outcome.kind == LaunchOutcome::Kind::Unknown
        ? JournalEntry::Outcome::Unknown
        : JournalEntry::Outcome::NotStarted;
    return m_journal.finish(outcome.journalId, end, {}, outcome.error.code, outcome.error.detail);
}

JournalEntry Launcher::describe(const QString &action, const JobKind &kind,
                                const ClusterRef &source, const Inventory &inventory,
                                const QString &reason) const
{
    JournalEntry entry;
    entry.profileId = m_profile.id;
    entry.profileName = m_profile.name;
    entry.baseUrl = m_profile.baseUrl.toString();
    entry.loginName = m_profile.loginName;
    entry.action = action;
    entry.kindId = QLatin1String(kind.id);
    entry.sourceProjectId = source.projectId;
    entry.sourceProject = inventory.projectName(source.projectId);
    entry.sourceCluster = source.name;
    entry.reason = reason;
    return entry;
}

JournalEntry Launcher::describePlan(const RestorePlan &plan, const Inventory &inventory) const
{
    JournalEntry entry =
        describe(actionWord(plan.action), *plan.kind, sourceOf(plan), inventory, plan.reason);
    entry.snapshotId = plan.snapshot.id;
    entry.snapshotTime = dataTimeOf(plan);
    entry.point = pointWord(plan.point);
    entry.scope = scopeWord(plan);
    if (isDestructive(plan)) {
        entry.targetProjectId = plan.targetProjectId;
        entry.targetProject = inventory.projectName(plan.targetProjectId);
        entry.targetCluster = plan.targetCluster;
    }
    return entry;
}

void Launcher::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    emit busyChanged(busy);
}
