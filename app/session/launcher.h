// Sends what changes something at Atlas: restores, downloads, cancellations, snapshots. Each once,
// with the intent in the journal before it leaves. What became of it is one of three things;
// "unknown" is followed by a look at what Atlas lists, never by a second attempt of its own.
#pragma once

#include "atlas/dryrun.h"
#include "atlas/jobkind.h"
#include "atlas/restoreplan.h"
#include "session/journal.h"
#include "session/profile.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <functional>

class Client;
class JobStore;

/// What became of a change.
struct LaunchOutcome {
    enum class Kind { Started, NotStarted, Unknown };

    Kind kind = Kind::NotStarted;
    /// Started: at least one, more for the parts of a sharded cluster. Empty for cancel() and
    /// takeSnapshot().
    QList<RestoreJob> jobs;
    Snapshot snapshot; // takeSnapshot()
    Error error; // NotStarted, Unknown
    QString journalId; // of the attempt, for look(); empty if nothing was journalled
    /// The attempt is over but its outcome could not be written to the journal; the text says why.
    QString journalTrouble;
};

/// What Atlas shows after a lost answer.
struct LookResult {
    /// Jobs that may be the attempt's: same data, same target, made since, not known before.
    QList<RestoreJob> fitting;
    /// Other jobs of the same source that appeared since.
    QList<RestoreJob> others;
    /// What the project's events tell of restores since; newest first.
    QList<ProjectEvent> events;
    std::optional<Error> jobsError; // the job list could not be read
    std::optional<Error> eventsError; // the events could not be read
};

class Launcher : public QObject
{
    Q_OBJECT

public:
    using LaunchCallback = std::function<void(LaunchOutcome)>;
    using LookCallback = std::function<void(LookResult)>;

    /// All references must outlive the launcher. `serverNow` is the session's.
    Launcher(Client &client, Journal &journal, JobStore &jobs, const Profile &profile,
             std::function<QDateTime()> serverNow, QObject *parent = nullptr);

    // Each of the three refuses (NotStarted) while another change is out, in a read-only profile,
    // and when the intent can't be journalled. The outcome is journalled before the callback runs,
    // and also when the context has died.

    /// Reads the job list of the source, checks the plan again with what it shows, then sends it
    /// once. Refuses when a check blocks, when one warns that did not at the click, and while it is
    /// not known what became of the same order of the last minutes (then it looks again), and
    /// when the service can't be reached for the list.
    void launch(const RestorePlan &plan, const Inventory &inventory, const PlanFacts &facts,
                QObject *context, LaunchCallback callback);
    /// Ends a download before its time. Refuses where whyNotCancel() has a reason.
    void cancel(const RestoreJob &job, const Inventory &inventory, const QString &reason,
                QObject *context, LaunchCallback callback);
    /// Takes a snapshot now. Refuses where the cluster's kind has no such call.
    void takeSnapshot(const Cluster &cluster, const SnapshotOrder &order,
                      const Inventory &inventory, const QString &reason, QObject *context,
                      LaunchCallback callback);
    /// The request that launch() would send, as text; sends nothing.
    DryRun dryRun(const RestorePlan &plan) const;

    /// After a lost answer: reads the job list of the attempt's source and the project's events.
    /// One fitting job (or one batch) is journalled as Started, none as NotFound; several stay
    /// Unknown. Can be called again: a job may appear late.
    void look(const QString &journalId, QObject *context, LookCallback callback);
    /// Looks after everything that an earlier run left open for this profile, or did not find when
    /// it had just been sent.
    void reconcile();
    /// A change is out whose answer is not known yet: the window and the profile must stay.
    bool isBusy() const { return m_busy; }

signals:
    void busyChanged(bool busy);
    /// A job was made, or found after a lost answer.
    void jobStarted(const RestoreJob &job);
    /// A snapshot is being taken.
    void snapshotStarted(const Snapshot &snapshot);

private:
    /// Why nothing may be sent now; nothing if it may.
    std::optional<Error> obstacle() const;
    /// Why the fate of an attempt of the last minutes must be known before this plan is sent, and
    /// looks after it; empty if there is none.
    QString whyNotAgain(const RestorePlan &plan);
    JournalEntry describe(const QString &action, const JobKind &kind, const ClusterRef &source,
                          const Inventory &inventory, const QString &reason) const;
    JournalEntry describePlan(const RestorePlan &plan, const Inventory &inventory) const;
    /// The list that is read before sending did not come.
    void refuseUnread(const Error &why, const QPointer<QObject> &context,
                      const LaunchCallback &callback);
    /// `warned`: ids of the checks that warned already at the click.
    void sendPlan(const RestorePlan &plan, const Inventory &inventory, PlanFacts facts,
                  const QSet<QString> &warned, const QPointer<QObject> &context,
                  const LaunchCallback &callback);
    /// Journals the intent, sends, journals the outcome, calls back. `take` puts the answer into
    /// the outcome and returns the id for the journal.
    template <typename T, typename Take>
    void sendChange(const Request<T> &request, JournalEntry intent,
                    const QPointer<QObject> &context, const LaunchCallback &callback, Take take);
    Result<void> journalEnd(const LaunchOutcome &outcome, const QString &id);

    void takeLook(const JournalEntry &entry, const Page<RestoreJob> &listed, LookResult *look);
    QSet<QString> idsOfOthers(const JournalEntry &entry) const;
    void readEvents(const JournalEntry &entry, LookResult look, QObject *context,
                    const LookCallback &callback);
    void settleCancel(const JournalEntry &entry);
    void settleSnapshot(const JournalEntry &entry, bool sharded);
    void note(const JournalEntry &entry, JournalEntry::Outcome outcome, const QString &jobId,
              const QString &words);
    void setBusy(bool busy);

    Client &m_client;
    Journal &m_journal;
    JobStore &m_jobs;
    Profile m_profile;
    std::function<QDateTime()> m_serverNow;
    QSet<QString> m_knownBefore; // ids of jobs that exist before the launch under way
    QHash<QString, QSet<QString>> m_knownBy; // the same of earlier ones, by journal id
    bool m_busy = false;
};
