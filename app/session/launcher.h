// Starts a restore, once, with the intent in the journal before it leaves. What became of it is one
// of three things; "unknown" is followed by a look at the job list, never by a second attempt of
// its own.
#pragma once

#include "atlas/restorejob.h"
#include "atlas/restoreplan.h"
#include "session/journal.h"
#include "session/profile.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <functional>

class Client;
class JobStore;

struct LaunchOutcome {
    enum class Kind { Started, NotStarted, Unknown };

    Kind kind = Kind::NotStarted;
    QList<RestoreJob> jobs; // Started: at least one, more for the parts of a sharded cluster
    Error error; // NotStarted, Unknown
    QString journalId; // of the attempt, for look(); empty if nothing was journalled
    /// The attempt is over but its outcome could not be written to the journal; the text says why.
    QString journalTrouble;
};

class Launcher : public QObject
{
    Q_OBJECT

public:
    using LaunchCallback = std::function<void(LaunchOutcome)>;
    using LookCallback = std::function<void(Result<QList<RestoreJob>>)>;

    /// All references must outlive the launcher. `serverNow` is the session's.
    Launcher(Client &client, Journal &journal, JobStore &jobs, const Profile &profile,
             std::function<QDateTime()> serverNow, QObject *parent = nullptr);

    /// Reads the job list of the source, then sends the plan once. Refuses (NotStarted) while
    /// another launch is out, when a check blocks, or when the intent can't be journalled. The
    /// outcome is journalled before the callback runs, and also when the context has died.
    void launch(const RestorePlan &plan, const Inventory &inventory, QObject *context,
                LaunchCallback callback);
    /// After a lost answer: reads the job list of the plan's source and picks the jobs that may be
    /// the attempt's: same snapshot, same target, made since, not known before. One is journalled
    /// as Started, none as NotFound; several stay Unknown. Can be called again: a job may appear
    /// late.
    void look(const QString &journalId, QObject *context, LookCallback callback);
    /// Looks after everything that an earlier run left open for this profile.
    void reconcile();
    /// A change is out whose answer is not known yet: the window and the profile must stay.
    bool isBusy() const { return m_busy; }

signals:
    void busyChanged(bool busy);
    /// A job was made, or found after a lost answer.
    void jobStarted(const RestoreJob &job);

private:
    JournalEntry describePlan(const RestorePlan &plan, const Inventory &inventory) const;
    void send(const RestorePlan &plan, JournalEntry intent, const QPointer<QObject> &context,
              const LaunchCallback &callback);
    LaunchOutcome conclude(const QString &journalId, const Result<QList<RestoreJob>> &reply);
    void takeLook(const JournalEntry &entry, const QList<RestoreJob> &listed,
                  LookCallback callback);
    void setBusy(bool busy);

    Client &m_client;
    Journal &m_journal;
    JobStore &m_jobs;
    Profile m_profile;
    std::function<QDateTime()> m_serverNow;
    QSet<QString> m_knownBefore; // ids of jobs that existed before the last launch
    bool m_busy = false;
};
