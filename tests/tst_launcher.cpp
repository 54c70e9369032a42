// Every change that can leave this computer: once, journalled before, refused where it must be, and
// looked after when its answer is lost. Over real HTTP against the sandbox.
#include "session/environmentmarks.h"
#include "support/opensandbox.h"

#include <QRegularExpression>
#include <QSettings>

using namespace std::chrono_literals;

namespace {

template <typename StoreType> void load(StoreType &store, const Cluster &cluster)
{
    store.setScope({cluster});
    store.refresh();
    if (!QTest::qWaitFor([&] { return store.isLoaded() && !store.isLoading(); }, 20'000))
        qFatal("the list was not read");
}

Snapshot newestSnapshot(Session &session, const QString &cluster, const QString &kind)
{
    load(session.snapshots(), OpenSandbox::cluster(session, cluster));
    Snapshot newest;
    for (const Snapshot &snapshot : session.snapshots().records()) {
        if (snapshot.state == SnapshotState::Completed && snapshot.kind == kindById(kind)
            && (!newest.taken.isValid() || snapshot.taken > newest.taken))
            newest = snapshot;
    }
    return newest;
}

RestorePlan planOf(Session &session, const QString &source, const QString &kind, PlanAction action,
                   const QString &target = {})
{
    RestorePlan plan;
    plan.snapshot = newestSnapshot(session, source, kind);
    plan.kind = plan.snapshot.kind;
    plan.action = action;
    if (!target.isEmpty()) {
        plan.targetProjectId = OpenSandbox::cluster(session, target).projectId;
        plan.targetCluster = target;
    }
    plan.trafficStopped = true;
    plan.reason = "TICKET-11";
    return plan;
}

/// Starts a change and waits for its outcome.
template <typename Start> LaunchOutcome outcomeOf(Start start)
{
    std::optional<LaunchOutcome> outcome;
    start([&](const LaunchOutcome &o) { outcome = o; });
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, 20'000))
        qFatal("no outcome");
    return *outcome;
}

LaunchOutcome launch(Session &session, const RestorePlan &plan, QObject *context,
                     const PlanFacts &facts = {})
{
    return outcomeOf([&](const Launcher::LaunchCallback &done) {
        session.launcher().launch(plan, session.inventory().inventory(), facts, context, done);
    });
}

LookResult lookAfter(Session &session, const LaunchOutcome &outcome, QObject *context)
{
    std::optional<LookResult> look;
    session.launcher().look(outcome.journalId, context, [&](const LookResult &l) { look = l; });
    if (!QTest::qWaitFor([&] { return look.has_value(); }, 20'000))
        qFatal("no look");
    return *look;
}

Fault lostAnswer(const QByteArray &verb, bool carriedOut)
{
    Fault fault;
    fault.verb = verb;
    fault.request = carriedOut ? Fault::Request::CarriedOut : Fault::Request::Ignored;
    fault.reset = true;
    return fault;
}

/// What a crash leaves of a plan that was being sent.
JournalEntry crashed(const RestorePlan &plan, const QDateTime &time, const QString &profileId)
{
    JournalEntry entry;
    entry.profileId = profileId;
    entry.time = time;
    entry.action = "restore";
    entry.kindId = QString::fromLatin1(plan.kind->id);
    entry.sourceProjectId = plan.snapshot.projectId;
    entry.sourceCluster = plan.snapshot.cluster;
    entry.snapshotId = plan.snapshot.id;
    entry.targetProjectId = plan.targetProjectId;
    entry.targetCluster = plan.targetCluster;
    return entry;
}

int changesSeen(const OpenSandbox &sandbox)
{
    int count = 0;
    for (const SeenRequest &request : sandbox.sandbox->seenRequests())
        count += request.verb != "GET" && !request.path.contains("/oauth/") ? 1 : 0;
    return count;
}

} // namespace

class TestLauncher : public QObject
{
    Q_OBJECT

private slots:
    void actionsReachTheirEnd_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<PlanAction>("action");
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("jobs");
        QTest::addColumn<JobState>("end");
        QTest::newRow("cloud restore")
            << "orders-prod"
            << "cloud" << PlanAction::Restore << "staging-api" << 1 << JobState::Done;
        QTest::newRow("cloud restore, sharded")
            << "orders-ledger"
            << "cloud" << PlanAction::Restore << "staging-ledger" << 1 << JobState::Done;
        QTest::newRow("cloud download")
            << "orders-prod"
            << "cloud" << PlanAction::Download << "" << 1 << JobState::Ready;
        QTest::newRow("flex download")
            << "orders-flex"
            << "flex" << PlanAction::Download << "" << 1 << JobState::Ready;
        QTest::newRow("tenant download")
            << "loyalty-m5"
            << "tenant" << PlanAction::Download << "" << 1 << JobState::Ready;
        QTest::newRow("legacy download, sharded")
            << "warehouse"
            << "legacy" << PlanAction::Download << "" << 3 << JobState::Ready;
        QTest::newRow("legacy restore, sharded")
            << "warehouse"
            << "legacy" << PlanAction::Restore << "staging-warehouse" << 3 << JobState::Done;
    }
    void actionsReachTheirEnd()
    {
        QFETCH(QString, source);
        QFETCH(QString, kind);
        QFETCH(PlanAction, action);
        QFETCH(QString, target);
        QFETCH(int, jobs);
        QFETCH(JobState, end);
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min); // what the world has running is over
        const auto session = sandbox.open();
        const RestorePlan plan = planOf(*session, source, kind, action, target);
        QVERIFY(!plan.snapshot.id.isEmpty());
        const LaunchOutcome outcome = launch(*session, plan, this);
        QVERIFY2(outcome.kind == LaunchOutcome::Kind::Started, qPrintable(outcome.error.detail));
        QCOMPARE(outcome.jobs.size(), jobs);
        QCOMPARE(changesSeen(sandbox), 1);
        for (const RestoreJob &job : outcome.jobs) {
            QCOMPARE(job.download, action == PlanAction::Download);
            QCOMPARE(job.batchId, outcome.jobs.first().batchId);
        }
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::Started);
        QVERIFY(sandbox.journal->entries().last().jobId.contains(outcome.jobs.last().id));
        sandbox.sandbox->advance(30min);
        load(session->jobs(), OpenSandbox::cluster(*session, source));
        for (const RestoreJob &job : outcome.jobs) {
            session->jobs().readJob(job);
            QTRY_COMPARE(currentState(*session->jobs().byId(job.id), session->serverNow()), end);
        }
    }

    void aPointInTimeIsSentAndJournalled()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
        Snapshot place;
        place.projectId = plan.snapshot.projectId;
        place.cluster = plan.snapshot.cluster;
        place.kind = plan.kind;
        plan.snapshot = place;
        const QDateTime point = session->serverNow().addSecs(-1200);
        plan.point = ClockPoint {point};
        const LaunchOutcome outcome = launch(*session, plan, this);
        QVERIFY2(outcome.kind == LaunchOutcome::Kind::Started, qPrintable(outcome.error.detail));
        QCOMPARE(outcome.jobs.first().snapshotTime.toSecsSinceEpoch(), point.toSecsSinceEpoch());
        const JournalEntry entry = sandbox.journal->entries().last();
        QCOMPARE(entry.point, point.toString(Qt::ISODate));
        QCOMPARE(entry.snapshotTime.toSecsSinceEpoch(), point.toSecsSinceEpoch());
    }

    void collectionsAreRestoredUnderAnotherName()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Collections, "staging-api");
        plan.kind = kindById(u"collection");
        plan.collections.collections = {{"catalog.products", "catalog.products_before"}};
        const LaunchOutcome outcome = launch(*session, plan, this);
        QVERIFY2(outcome.kind == LaunchOutcome::Kind::Started, qPrintable(outcome.error.detail));
        QVERIFY(sandbox.journal->entries().last().scope.contains(
            "catalog.products → catalog.products_before"));
        sandbox.sandbox->advance(2h);
        load(session->jobs(), OpenSandbox::cluster(*session, "orders-prod"));
        const RestoreJob *job = session->jobs().byId(outcome.jobs.first().id);
        QVERIFY(job);
        QCOMPARE(job->state, JobState::Done);
    }

    void aDownloadCanBeCancelled()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        const auto session = sandbox.open();
        const RestorePlan plan = planOf(*session, "orders-prod", "cloud", PlanAction::Download);
        const RestoreJob job = launch(*session, plan, this).jobs.value(0);
        QVERIFY(!job.id.isEmpty());
        QList<JobState> states;
        connect(&session->jobs(), &JobStore::jobChanged, this,
                [&](const RestoreJob &changed) { states.append(changed.state); });
        QSignalSpy started(&session->launcher(), &Launcher::jobStarted);
        const LaunchOutcome outcome = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().cancel(job, session->inventory().inventory(), "TICKET-12", this,
                                       done);
        });
        QVERIFY2(outcome.kind == LaunchOutcome::Kind::Started, qPrintable(outcome.error.detail));
        QTRY_VERIFY(states.contains(JobState::Cancelled));
        QVERIFY(started.isEmpty()); // nothing new began
        const JournalEntry entry = sandbox.journal->entries().last();
        QCOMPARE(entry.action, QString("cancel"));
        QCOMPARE(entry.outcome, JournalEntry::Outcome::Started);
        QCOMPARE(entry.scope, job.id);
        QCOMPARE(entry.reason, QString("TICKET-12"));
    }

    void aRestoreIsNeverAskedToBeCancelled()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const RestoreJob job =
            launch(*session,
                   planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api"),
                   this)
                .jobs.value(0);
        QVERIFY(!job.id.isEmpty());
        const LaunchOutcome outcome = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().cancel(job, session->inventory().inventory(), {}, this, done);
        });
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QVERIFY(outcome.error.detail.contains("CANNOT_CANCEL_AUTOMATED_RESTORE"));
        QCOMPARE(changesSeen(sandbox), 1); // the restore's own
    }

    void aSnapshotIsTaken()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Cluster cluster = OpenSandbox::cluster(*session, "orders-prod");
        sandbox.sandbox->advance(20min); // one snapshot on demand at a time
        const LaunchOutcome outcome = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().takeSnapshot(cluster, {"Before the cut-over", 3},
                                             session->inventory().inventory(), "TICKET-13", this,
                                             done);
        });
        QVERIFY2(outcome.kind == LaunchOutcome::Kind::Started, qPrintable(outcome.error.detail));
        QVERIFY(!outcome.snapshot.id.isEmpty());
        sandbox.sandbox->advance(30min);
        load(session->snapshots(), cluster);
        const Snapshot *taken = session->snapshots().byId(outcome.snapshot.id);
        QVERIFY(taken);
        QCOMPARE(taken->state, SnapshotState::Completed);
        QCOMPARE(taken->description, QString("Before the cut-over"));
        const JournalEntry entry = sandbox.journal->entries().last();
        QCOMPARE(entry.action, QString("snapshot"));
        QCOMPARE(entry.jobId, outcome.snapshot.id);
    }

    void snapshotsOnDemandAreRefusedWhereAtlasHasNone()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const LaunchOutcome outcome = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().takeSnapshot(OpenSandbox::cluster(*session, "orders-flex"), {},
                                             session->inventory().inventory(), {}, this, done);
        });
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QCOMPARE(changesSeen(sandbox), 0);
    }

    void aReadOnlyProfileSendsNoChange()
    {
        OpenSandbox sandbox;
        RestoreJob job;
        {
            const auto session = sandbox.open();
            job = launch(*session, planOf(*session, "orders-prod", "cloud", PlanAction::Download),
                         this)
                      .jobs.value(0);
        }
        const int before = changesSeen(sandbox);
        sandbox.profile.readOnly = true;
        const auto session = sandbox.open();
        const Inventory &inventory = session->inventory().inventory();
        const RestorePlan plan =
            planOf(*session, "orders-flex", "flex", PlanAction::Restore, "staging-flex");
        QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::NotStarted);
        const auto cancelled = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().cancel(job, inventory, {}, this, done);
        });
        QCOMPARE(cancelled.kind, LaunchOutcome::Kind::NotStarted);
        const auto taken = outcomeOf([&](const Launcher::LaunchCallback &done) {
            session->launcher().takeSnapshot(OpenSandbox::cluster(*session, "orders-prod"), {},
                                             inventory, {}, this, done);
        });
        QCOMPARE(taken.kind, LaunchOutcome::Kind::NotStarted);
        QVERIFY(!taken.error.detail.isEmpty());
        QCOMPARE(changesSeen(sandbox), before);
    }

    // Somebody else was faster between the review and the click. Where Atlas may take a second
    // restore the person has to see the first before.
    void aRestoreThatBeganSinceTheReviewStopsTheSecond_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("target");
        QTest::newRow("cloud") << "orders-prod"
                               << "cloud"
                               << "staging-api";
        QTest::newRow("flex") << "orders-flex"
                              << "flex"
                              << "staging-flex";
    }
    void aRestoreThatBeganSinceTheReviewStopsTheSecond()
    {
        QFETCH(QString, source);
        QFETCH(QString, kind);
        QFETCH(QString, target);
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        const auto session = sandbox.open();
        const auto colleague = sandbox.open();
        const RestorePlan plan = planOf(*session, source, kind, PlanAction::Restore, target);
        QCOMPARE(launch(*colleague, plan, this).kind, LaunchOutcome::Kind::Started);
        PlanFacts review;
        review.targetJobs = QList<RestoreJob>(); // as it was read before
        const LaunchOutcome outcome = launch(*session, plan, this, review);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QVERIFY(outcome.error.detail.contains("since the review"));
        // The rule's own sentence says how it should be.
        const QRegularExpression said("The rule “[^”]+” (is broken|warns now): ");
        QVERIFY2(outcome.error.detail.contains(said), qPrintable(outcome.error.detail));
        QCOMPARE(changesSeen(sandbox), 1);
    }

    // A service in trouble is sent no change: its answer would get lost, too.
    void aServiceInTroubleIsSentNothing()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
        Fault trouble;
        trouble.verb = "GET";
        trouble.path = "*/backup/restoreJobs";
        trouble.status = 500;
        sandbox.sandbox->addFault(trouble);
        const LaunchOutcome outcome = launch(*session, plan, this);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QVERIFY2(outcome.error.detail.contains("Nothing was sent"),
                 qPrintable(outcome.error.detail));
        QCOMPARE(changesSeen(sandbox), 0);
        QVERIFY(!session->isBusy());
        QVERIFY(sandbox.journal->entries().isEmpty());
    }

    // Neither a new wizard nor a restart forgets it.
    void anOrderWaitsForTheFateOfTheOneBefore()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        Fault forbidden;
        forbidden.verb = "GET";
        forbidden.path = "*/backup/restoreJobs";
        forbidden.status = 403;
        RestorePlan plan;
        {
            const auto session = sandbox.open();
            plan = planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
            sandbox.sandbox->addFault(forbidden);
            sandbox.sandbox->addFault(lostAnswer("POST", false));
            QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::Unknown);
            sandbox.sandbox->clearFaults();
            sandbox.sandbox->addFault(forbidden);
            QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::NotStarted);
        }
        const auto session = sandbox.open();
        const LaunchOutcome outcome = launch(*session, plan, this);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QVERIFY2(outcome.error.detail.contains("answer was lost"),
                 qPrintable(outcome.error.detail));
        QCOMPARE(changesSeen(sandbox), 1);
        // Another target is no concern of it.
        RestorePlan other = plan;
        other.targetCluster = "staging-newcomer";
        other.targetProjectId = OpenSandbox::cluster(*session, "staging-newcomer").projectId;
        QCOMPARE(launch(*session, other, this).kind, LaunchOutcome::Kind::Started);
        // The refusal looks again; then the way is free.
        sandbox.sandbox->clearFaults();
        QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::NotStarted);
        QTRY_COMPARE(sandbox.journal->entries().first().outcome, JournalEntry::Outcome::NotFound);
        QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::Started);
    }

    // Who may never list jobs is not locked out for good.
    void anOrderOfLongAgoHoldsNothingUp()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        const auto session = sandbox.open();
        const RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
        JournalEntry entry =
            crashed(plan, session->serverNow().addSecs(-11 * 60), sandbox.profile.id);
        QVERIFY(sandbox.journal->begin(entry));
        QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::Started);
    }

    void aLostAnswerShowsWhatAppearedSince_data()
    {
        QTest::addColumn<PlanAction>("action");
        QTest::addColumn<bool>("carriedOut");
        QTest::newRow("restore, done") << PlanAction::Restore << true;
        QTest::newRow("restore, never heard") << PlanAction::Restore << false;
        QTest::newRow("download, done") << PlanAction::Download << true;
        QTest::newRow("download, never heard") << PlanAction::Download << false;
    }
    void aLostAnswerShowsWhatAppearedSince()
    {
        QFETCH(PlanAction, action);
        QFETCH(bool, carriedOut);
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        const auto session = sandbox.open();
        const auto colleague = sandbox.open();
        const RestorePlan plan = planOf(*session, "orders-prod", "cloud", action,
                                        action == PlanAction::Restore ? "staging-api" : "");
        sandbox.sandbox->addFault(lostAnswer("POST", carriedOut));
        const LaunchOutcome outcome = launch(*session, plan, this);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::Unknown);
        sandbox.sandbox->clearFaults();
        // A colleague restores something else from the same source meanwhile.
        const RestoreJob theirs = launch(*colleague,
                                         planOf(*colleague, "orders-prod", "cloud",
                                                PlanAction::Restore, "staging-newcomer"),
                                         this)
                                      .jobs.value(0);
        QVERIFY(!theirs.id.isEmpty());
        const LookResult look = lookAfter(*session, outcome, this);
        QVERIFY(!look.jobsError);
        QCOMPARE(look.fitting.size(), carriedOut ? 1 : 0);
        QCOMPARE(look.others.size(), 1);
        QCOMPARE(look.others.first().id, theirs.id);
        QVERIFY(!look.eventsError);
        QVERIFY(!look.events.isEmpty());
        const JournalEntry entry = sandbox.journal->entries().first();
        QCOMPARE(entry.outcome,
                 carriedOut ? JournalEntry::Outcome::Started : JournalEntry::Outcome::NotFound);
        QCOMPARE(changesSeen(sandbox), 2);
    }

    // A login may be allowed to start restores and not to list them.
    void withoutTheJobListTheEventsStillTell()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
        Fault forbidden;
        forbidden.verb = "GET";
        forbidden.path = "*/backup/restoreJobs";
        forbidden.status = 403;
        sandbox.sandbox->addFault(forbidden);
        sandbox.sandbox->addFault(lostAnswer("POST", true));
        const LaunchOutcome outcome = launch(*session, plan, this);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::Unknown);
        const LookResult look = lookAfter(*session, outcome, this);
        QVERIFY(look.jobsError);
        QCOMPARE(look.jobsError->kind, Error::Kind::Forbidden);
        QVERIFY(!look.events.isEmpty());
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::Unknown);
    }

    void whatACrashLeftOpenIsSettled_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("carriedOut");
        QTest::newRow("cancel, done") << "cancel" << true;
        QTest::newRow("cancel, never heard") << "cancel" << false;
        QTest::newRow("snapshot, done") << "snapshot" << true;
        QTest::newRow("sharded snapshot, done") << "sharded snapshot" << true;
        QTest::newRow("snapshot, never heard") << "snapshot" << false;
    }
    void whatACrashLeftOpenIsSettled()
    {
        QFETCH(QString, action);
        QFETCH(bool, carriedOut);
        OpenSandbox sandbox;
        {
            sandbox.sandbox->advance(20min); // one snapshot on demand at a time
            const auto session = sandbox.open();
            const Inventory inventory = session->inventory().inventory();
            const bool cancels = action == "cancel";
            const QString place =
                action.startsWith("sharded") ? QString("orders-ledger") : QString("orders-prod");
            const RestoreJob job = cancels
                ? launch(*session, planOf(*session, "orders-prod", "cloud", PlanAction::Download),
                         this)
                      .jobs.value(0)
                : RestoreJob();
            sandbox.sandbox->addFault(lostAnswer(cancels ? "DELETE" : "POST", carriedOut));
            const LaunchOutcome outcome = outcomeOf([&](const Launcher::LaunchCallback &done) {
                if (cancels)
                    session->launcher().cancel(job, inventory, {}, this, done);
                else
                    session->launcher().takeSnapshot(OpenSandbox::cluster(*session, place),
                                                     {"Night shift", 2}, inventory, {}, this, done);
            });
            QCOMPARE(outcome.kind, LaunchOutcome::Kind::Unknown);
            sandbox.sandbox->clearFaults();
        }
        const auto session = sandbox.open();
        QTRY_COMPARE(sandbox.journal->entries().last().outcome,
                     carriedOut ? JournalEntry::Outcome::Started : JournalEntry::Outcome::NotFound);
        QVERIFY(action.endsWith(sandbox.journal->entries().last().action));
    }

    // What somebody else restored the same way an hour later was not ours.
    void aJobMadeMuchLaterIsNotAdopted()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        {
            const auto colleague = sandbox.open();
            const RestorePlan plan =
                planOf(*colleague, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
            const LaunchOutcome theirs = launch(*colleague, plan, this);
            QCOMPARE(theirs.kind, LaunchOutcome::Kind::Started);
            // Theirs was started elsewhere: this journal does not know it.
            QVERIFY(sandbox.journal->finish(theirs.journalId, JournalEntry::Outcome::NotStarted, {},
                                            {}, {}));
            QVERIFY(sandbox.journal->begin(
                crashed(plan, colleague->serverNow().addSecs(-3600), sandbox.profile.id)));
        }
        const auto session = sandbox.open();
        QTRY_VERIFY(sandbox.journal->entries().last().outcome != JournalEntry::Outcome::Open);
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::NotFound);
    }

    // A job belongs to one attempt.
    void theJobOfAnotherAttemptIsNotAdopted()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        {
            const auto session = sandbox.open();
            const RestorePlan plan =
                planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
            QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::Started);
            QVERIFY(sandbox.journal->begin(
                crashed(plan, session->serverNow().addSecs(-5), sandbox.profile.id)));
        }
        const auto session = sandbox.open();
        QTRY_VERIFY(sandbox.journal->entries().last().outcome != JournalEntry::Outcome::Open);
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::NotFound);
        QCOMPARE(sandbox.journal->entries().first().outcome, JournalEntry::Outcome::Started);
    }

    // The first look came too early; the next start looks again.
    void aJobThatAppearsLateIsStillFound()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        {
            const auto session = sandbox.open();
            const RestorePlan plan =
                planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
            sandbox.sandbox->addFault(lostAnswer("POST", true));
            const LaunchOutcome outcome = launch(*session, plan, this);
            QCOMPARE(outcome.kind, LaunchOutcome::Kind::Unknown);
            sandbox.sandbox->clearFaults();
            // As if the list had not shown it yet.
            QVERIFY(sandbox.journal->finish(outcome.journalId, JournalEntry::Outcome::NotFound, {},
                                            {}, "not listed yet"));
        }
        const auto session = sandbox.open();
        QTRY_COMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::Started);
    }

    void aDryRunSendsNothing()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const RestorePlan plan = planOf(*session, "orders-flex", "flex", PlanAction::Download);
        const DryRun run = session->launcher().dryRun(plan);
        QCOMPARE(run.verb, QByteArray("POST"));
        QVERIFY(run.url.path().endsWith("/orders-flex/backup/download"));
        QVERIFY(run.body.contains(plan.snapshot.id.toUtf8()));
        QVERIFY(!dryRunText(run).contains(sandbox.login.clientSecret.reveal()));
        RestorePlan impossible = plan;
        impossible.action = PlanAction::Collections;
        QVERIFY(session->launcher().dryRun(impossible).verb.isEmpty());
        QCOMPARE(changesSeen(sandbox), 0);
    }

    void factsAreReadForSourceAndTarget()
    {
        OpenSandbox sandbox;
        QSettings settings(sandbox.dir.filePath("s.ini"), QSettings::IniFormat);
        const auto session = sandbox.open();
        const RestoreJob running =
            launch(*session,
                   planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api"),
                   this)
                .jobs.value(0);
        QVERIFY(!running.id.isEmpty());
        EnvironmentMarks marks(settings, sandbox.profile);
        const Cluster source = OpenSandbox::cluster(*session, "orders-prod");
        const Cluster target = OpenSandbox::cluster(*session, "staging-api");
        marks.setMark(target.projectId, target.name, EnvironmentMark::Production);
        const auto store = session->makePlanFacts(marks);
        store->setSource(source);
        store->setTarget(target);
        QTRY_VERIFY(store->facts().schedule && store->facts().targetJobs
                    && !store->facts().targetJobs->isEmpty());
        const PlanFacts facts = store->facts();
        QVERIFY(facts.production);
        QVERIFY(!facts.environment.isEmpty());
        QVERIFY(facts.schedule->restoreWindowDays > 0);
        QVERIFY(facts.oldestPoint < facts.now);
        QVERIFY(std::any_of(facts.targetJobs->cbegin(), facts.targetJobs->cend(),
                            [&](const RestoreJob &job) { return job.id == running.id; }));
        store->setTarget(OpenSandbox::cluster(*session, "staging-newcomer"));
        const auto isOntoIt = [](const RestoreJob &job) {
            return job.targetCluster == "staging-newcomer";
        };
        QTRY_VERIFY(store->facts().targetJobs);
        const QList<RestoreJob> jobs = *store->facts().targetJobs;
        QVERIFY(std::none_of(jobs.cbegin(), jobs.cend(), isOntoIt));
    }

    // "None is running" needs the target's own list, too.
    void aListThatCantBeReadIsNoEmptyOne()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        QSettings settings(sandbox.dir.filePath("s.ini"), QSettings::IniFormat);
        const auto session = sandbox.open();
        const RestorePlan plan =
            planOf(*session, "orders-prod", "cloud", PlanAction::Restore, "staging-api");
        Fault forbidden;
        forbidden.verb = "GET";
        forbidden.path = "*/clusters/staging-api/*";
        forbidden.status = 403;
        sandbox.sandbox->addFault(forbidden);
        EnvironmentMarks marks(settings, sandbox.profile);
        const auto store = session->makePlanFacts(marks);
        store->setSource(OpenSandbox::cluster(*session, "orders-prod"));
        store->setTarget(OpenSandbox::cluster(*session, "staging-api"));
        QTRY_VERIFY(store->facts().targetJobs && store->facts().compliance);
        const auto verdict = [&](const char *id) {
            for (const Check &check :
                 validate(plan, session->inventory().inventory(), store->facts())) {
                if (qstrcmp(check.id, id) == 0)
                    return check.verdict;
            }
            return Check::Verdict::Holds;
        };
        QCOMPARE(verdict("running"), Check::Verdict::Unknown);
        QCOMPARE(verdict("duplicate"), Check::Verdict::Unknown);
        sandbox.sandbox->clearFaults();
        store->refresh();
        QTRY_COMPARE(verdict("running"), Check::Verdict::Holds);
        // What was read once is no answer to what runs now.
        sandbox.sandbox->addFault(forbidden);
        store->refresh();
        QTRY_COMPARE(verdict("running"), Check::Verdict::Unknown);
    }

    // A link that is still good spares the second download.
    void aReadyDownloadIsKnownToTheNext()
    {
        OpenSandbox sandbox;
        sandbox.sandbox->advance(20min);
        QSettings settings(sandbox.dir.filePath("s.ini"), QSettings::IniFormat);
        const auto session = sandbox.open();
        const RestorePlan plan = planOf(*session, "orders-prod", "cloud", PlanAction::Download);
        QCOMPARE(launch(*session, plan, this).kind, LaunchOutcome::Kind::Started);
        sandbox.sandbox->advance(30min);
        EnvironmentMarks marks(settings, sandbox.profile);
        const auto store = session->makePlanFacts(marks);
        store->setSource(OpenSandbox::cluster(*session, "orders-prod"));
        const auto warns = [&] {
            const QList<Check> checks =
                validate(plan, session->inventory().inventory(), store->facts());
            return std::any_of(checks.cbegin(), checks.cend(), [](const Check &check) {
                return qstrcmp(check.id, "download-running") == 0
                    && check.verdict == Check::Verdict::Warns;
            });
        };
        QTRY_VERIFY(warns());
    }
};

QTEST_GUILESS_MAIN(TestLauncher)
#include "tst_launcher.moc"
