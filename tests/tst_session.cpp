// The session's stores and its launcher, over real HTTP against the sandbox.
#include "support/opensandbox.h"

#include <QPointer>

using namespace std::chrono_literals;

namespace {

RestorePlan planFor(Session &session, const Snapshot &snapshot, const QString &target)
{
    RestorePlan plan;
    plan.kind = snapshot.kind;
    plan.snapshot = snapshot;
    const Cluster cluster = OpenSandbox::cluster(session, target);
    plan.targetProjectId = cluster.projectId;
    plan.targetCluster = cluster.name;
    plan.trafficStopped = true;
    plan.reason = "TICKET-7";
    return plan;
}

Snapshot newestSnapshot(Session &session, const QString &cluster)
{
    session.snapshots().setScope({OpenSandbox::cluster(session, cluster)});
    session.snapshots().refresh();
    if (!QTest::qWaitFor(
            [&] { return session.snapshots().isLoaded() && !session.snapshots().isLoading(); }))
        qFatal("no snapshots");
    Snapshot newest;
    for (const Snapshot &snapshot : session.snapshots().records()) {
        if (snapshot.state == SnapshotState::Completed
            && (!newest.taken.isValid() || snapshot.taken > newest.taken))
            newest = snapshot;
    }
    return newest;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void inventoryHoldsBothClusterLists()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Inventory &inventory = session->inventory().inventory();
        QCOMPARE(inventory.organizations.size(), 2);
        QCOMPARE(OpenSandbox::cluster(*session, "orders-flex").tier, QString("Flex"));
        QCOMPARE(OpenSandbox::cluster(*session, "orders-prod").tier, QString("M10"));
        QCOMPARE(OpenSandbox::cluster(*session, "loyalty-m5").tier, QString("M5"));
        for (const Project &project : inventory.projects) {
            QVERIFY(!session->inventory().isPending(project.id));
            QVERIFY(project.name != "Payroll"); // of another login
        }
        QVERIFY(session->inventory().troubles().isEmpty());
    }

    void bothLoginsSeeTheSame()
    {
        OpenSandbox sandbox;
        const auto first = sandbox.open();
        Session second(sandbox.profile, sandbox.apiKey(), *sandbox.journal, sandbox.clock);
        second.start();
        QTRY_VERIFY_WITH_TIMEOUT(second.inventory().isLoaded() && !second.inventory().isLoading(),
                                 20'000);
        QCOMPARE(second.inventory().inventory().clusters, first->inventory().inventory().clusters);
    }

    void aProjectThatIsNotListedIsReadByItsId()
    {
        OpenSandbox sandbox;
        Session session(sandbox.profile, sandbox.serviceAccount(), *sandbox.journal, sandbox.clock);
        session.inventory().addProject("0123456789abcdef01234567");
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(session.inventory().isLoaded() && !session.inventory().isLoading(),
                                 20'000);
        QCOMPARE(session.inventory().troubles().size(), 1);
        QCOMPARE(session.inventory().troubles().first().what, QString("0123456789abcdef01234567"));
        QVERIFY(!session.inventory().inventory().clusters.isEmpty());
    }

    void firstPageComesAloneAndMoreOnDemand()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "events-flex")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        QCOMPARE(jobs.records().size(), 100);
        QCOMPARE(jobs.totalCount(), 2160);
        QCOMPARE(sandbox.seen("GET", "/events-flex/backup/restoreJobs"), 1);
        QVERIFY(jobs.canFetchMore());
        jobs.fetchMore();
        QTRY_COMPARE(jobs.records().size(), 200);
        const QString oldest = jobs.records().last().id;
        jobs.refresh(); // page 1 anew; what was paged in stays
        QTRY_VERIFY(!jobs.isLoading());
        QVERIFY(jobs.byId(oldest));
        QVERIFY(jobs.records().size() >= 200);
    }

    void anotherScopeForgetsAndAGrowingOneKeeps()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        const Cluster flex = OpenSandbox::cluster(*session, "orders-flex");
        const Cluster prod = OpenSandbox::cluster(*session, "orders-prod");
        jobs.setScope({flex});
        jobs.readMissing();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const auto flexJobs = jobs.records().size();
        QVERIFY(flexJobs > 0);
        jobs.setScope({flex, prod});
        QCOMPARE(jobs.records().size(), flexJobs);
        jobs.readMissing();
        QTRY_VERIFY(jobs.records().size() > flexJobs);
        QCOMPARE(sandbox.seen("GET", "/orders-flex/backup/restoreJobs"), 1);
        jobs.setScope({prod});
        for (const RestoreJob &job : jobs.records())
            QCOMPARE(job.sourceCluster, QString("orders-prod"));
        jobs.setScope({});
        QVERIFY(jobs.records().isEmpty());
    }

    void aLateReplyOfAnOldScopeIsDropped()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "orders-flex")});
        jobs.refresh();
        jobs.setScope({OpenSandbox::cluster(*session, "fieldnotes")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        QVERIFY(!jobs.records().isEmpty());
        for (const RestoreJob &job : jobs.records())
            QCOMPARE(job.sourceCluster, QString("fieldnotes"));
    }

    void oneFailingClusterIsATroubleAndTheRestStays()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        Fault forbidden;
        forbidden.path = "*/orders-prod/backup/restoreJobs";
        forbidden.status = 403;
        sandbox.sandbox->addFault(forbidden);
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "orders-flex"),
                       OpenSandbox::cluster(*session, "orders-prod")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        QVERIFY(!jobs.records().isEmpty());
        QCOMPARE(jobs.troubles().size(), 1);
        QCOMPARE(jobs.troubles().first().what, QString("orders-prod"));
        QCOMPARE(jobs.troubles().first().error.kind, Error::Kind::Forbidden);
    }

    void legacyListIsAskedOnceWhereItIsEmpty()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "orders-reports")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const bool anyLegacy =
            std::any_of(jobs.records().cbegin(), jobs.records().cend(), [](const RestoreJob &job) {
                return QLatin1String(job.kind->id) == "legacy";
            });
        QVERIFY(anyLegacy);
        // No cluster made after legacy backup closed is asked at all.
        jobs.setScope({OpenSandbox::cluster(*session, "orders-prod")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        QCOMPARE(sandbox.seen("GET", "/clusters/orders-prod/restoreJobs"), 0);
    }

    void aRunningJobIsFollowedToItsEnd()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Snapshot snapshot = newestSnapshot(*session, "fieldnotes");
        session->jobs().setPollLimits(50ms, 200ms);
        session->jobs().setPolling(true);
        QList<JobState> states;
        connect(&session->jobs(), &JobStore::jobChanged, this,
                [&](const RestoreJob &job) { states.append(job.state); });
        LaunchOutcome outcome;
        RestorePlan plan = planFor(*session, snapshot, "fieldnotes");
        session->launcher().launch(plan, session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) { outcome = o; });
        QVERIFY(session->isBusy());
        QTRY_COMPARE(outcome.kind, LaunchOutcome::Kind::Started);
        QVERIFY(!session->isBusy());
        sandbox.sandbox->advance(30s);
        QTRY_VERIFY(states.contains(JobState::Running));
        sandbox.sandbox->advance(20min);
        QTRY_COMPARE(states.last(), JobState::Done);
        QCOMPARE(sandbox.seen("POST", "/fieldnotes/backup/restoreJobs"), 1);
        const JournalEntry entry = sandbox.journal->entries().last();
        QCOMPARE(entry.outcome, JournalEntry::Outcome::Started);
        QCOMPARE(entry.jobId, outcome.jobs.first().id);
        QCOMPARE(entry.targetCluster, QString("fieldnotes"));
        QCOMPARE(entry.reason, QString("TICKET-7"));
    }

    void aRefusalIsJournalledAndNothingStarted()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Snapshot snapshot = newestSnapshot(*session, "orders-flex");
        Fault refused;
        refused.verb = "POST";
        refused.status = 403;
        refused.errorCode = "CANNOT_RESTORE_TO_TARGET";
        sandbox.sandbox->addFault(refused);
        LaunchOutcome outcome;
        bool called = false;
        session->launcher().launch(planFor(*session, snapshot, "staging-flex"),
                                   session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) {
                                       outcome = o;
                                       called = true;
                                   });
        QTRY_VERIFY(called);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QCOMPARE(outcome.error.code, QString("CANNOT_RESTORE_TO_TARGET"));
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::NotStarted);
        QCOMPARE(sandbox.journal->entries().last().errorCode, QString("CANNOT_RESTORE_TO_TARGET"));
    }

    void aBlockedPlanIsNeverSent()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Snapshot snapshot = newestSnapshot(*session, "orders-flex");
        RestorePlan plan = planFor(*session, snapshot, "staging-flex");
        plan.trafficStopped = false;
        bool refused = false;
        session->launcher().launch(
            plan, session->inventory().inventory(), {}, this,
            [&](const LaunchOutcome &o) { refused = o.kind == LaunchOutcome::Kind::NotStarted; });
        QTRY_VERIFY(refused);
        QCOMPARE(sandbox.seen("POST", "/restoreJobs"), 0);
        QVERIFY(sandbox.journal->entries().isEmpty());
    }

    void withoutAJournalNothingIsSent()
    {
        OpenSandbox sandbox;
        QFile wall(sandbox.dir.filePath("wall"));
        QVERIFY(wall.open(QIODevice::WriteOnly));
        Journal blocked(
            sandbox.dir.filePath("wall/activity.jsonl")); // a file where a folder should be
        Session session(sandbox.profile, sandbox.serviceAccount(), blocked, sandbox.clock);
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(session.inventory().isLoaded() && !session.inventory().isLoading(),
                                 20'000);
        const Snapshot snapshot = newestSnapshot(session, "orders-flex");
        LaunchOutcome outcome;
        bool called = false;
        session.launcher().launch(planFor(session, snapshot, "staging-flex"),
                                  session.inventory().inventory(), {}, this,
                                  [&](const LaunchOutcome &o) {
                                      outcome = o;
                                      called = true;
                                  });
        QTRY_VERIFY(called);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::NotStarted);
        QCOMPARE(outcome.error.kind, Error::Kind::Disk);
        QCOMPARE(sandbox.seen("POST", "/restoreJobs"), 0);
    }

    void aLostAnswerIsLookedAfter_data()
    {
        QTest::addColumn<bool>("carriedOut");
        QTest::newRow("Atlas did it") << true;
        QTest::newRow("Atlas never heard") << false;
    }
    void aLostAnswerIsLookedAfter()
    {
        QFETCH(bool, carriedOut);
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Snapshot snapshot = newestSnapshot(*session, "orders-flex");
        Fault fault;
        fault.verb = "POST";
        fault.path = "*/restoreJobs";
        fault.request = carriedOut ? Fault::Request::CarriedOut : Fault::Request::Ignored;
        fault.reset = true;
        sandbox.sandbox->addFault(fault);
        LaunchOutcome outcome;
        bool called = false;
        session->launcher().launch(planFor(*session, snapshot, "staging-flex"),
                                   session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) {
                                       outcome = o;
                                       called = true;
                                   });
        QTRY_VERIFY(called);
        QCOMPARE(outcome.kind, LaunchOutcome::Kind::Unknown);
        QCOMPARE(sandbox.journal->entries().last().outcome, JournalEntry::Outcome::Unknown);

        QList<RestoreJob> found;
        bool looked = false;
        session->launcher().look(outcome.journalId, this, [&](const LookResult &look) {
            QVERIFY(!look.jobsError);
            found = look.fitting;
            looked = true;
        });
        QTRY_VERIFY(looked);
        QCOMPARE(found.size(), carriedOut ? 1 : 0);
        QCOMPARE(sandbox.journal->entries().last().outcome,
                 carriedOut ? JournalEntry::Outcome::Started : JournalEntry::Outcome::NotFound);
        QCOMPARE(sandbox.seen("POST", "/orders-flex/backup/restoreJobs"), 1);
    }

    void aRestoreFromBeforeTheClickIsNotTakenForOurs()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const RestorePlan plan =
            planFor(*session, newestSnapshot(*session, "orders-flex"), "staging-flex");
        LaunchOutcome first;
        session->launcher().launch(plan, session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) { first = o; });
        QTRY_COMPARE(first.kind, LaunchOutcome::Kind::Started);
        sandbox.sandbox->advance(20min); // a target takes one restore at a time
        Fault lost;
        lost.verb = "POST";
        lost.request = Fault::Request::Ignored;
        lost.reset = true;
        sandbox.sandbox->addFault(lost);
        session->jobs().setScope({}); // nothing on screen knows the first one
        LaunchOutcome second;
        session->launcher().launch(plan, session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) { second = o; });
        QTRY_COMPARE(second.kind, LaunchOutcome::Kind::Unknown);
        std::optional<qsizetype> found;
        session->launcher().look(second.journalId, this, [&](const LookResult &look) {
            found = look.jobsError ? -1 : look.fitting.size();
        });
        QTRY_COMPARE(found.value_or(-2), 0);
    }

    void whatACrashLeftOpenIsReconciled()
    {
        OpenSandbox sandbox;
        QString entryId;
        {
            const auto session = sandbox.open();
            const Snapshot snapshot = newestSnapshot(*session, "orders-flex");
            LaunchOutcome outcome;
            session->launcher().launch(planFor(*session, snapshot, "staging-flex"),
                                       session->inventory().inventory(), {}, this,
                                       [&](const LaunchOutcome &o) { outcome = o; });
            QTRY_COMPARE(outcome.kind, LaunchOutcome::Kind::Started);
            // The same attempt as a crash right after sending would leave it: intent, no outcome.
            JournalEntry open = sandbox.journal->entries().last();
            const auto id = sandbox.journal->begin(open);
            QVERIFY(id.has_value());
            entryId = *id;
            // A job belongs to one entry.
            QVERIFY(sandbox.journal->finish(outcome.journalId, JournalEntry::Outcome::NotStarted,
                                            {}, {}, {}));
        }
        QCOMPARE(sandbox.journal->unresolved(sandbox.profile.id).size(), 1);
        const auto next = sandbox.open();
        QTRY_VERIFY(sandbox.journal->unresolved(sandbox.profile.id).isEmpty());
        for (const JournalEntry &entry : sandbox.journal->entries()) {
            if (entry.id == entryId)
                QCOMPARE(entry.outcome, JournalEntry::Outcome::Started);
        }
        QCOMPARE(sandbox.seen("POST", "/orders-flex/backup/restoreJobs"), 1);
    }

    void destroyingTheSessionSilencesEverything()
    {
        OpenSandbox sandbox;
        auto session = sandbox.open();
        session->jobs().setScope(session->inventory().inventory().clusters);
        session->jobs().refresh();
        session->snapshots().setScope(session->inventory().inventory().clusters);
        session->snapshots().refresh();
        const QPointer<JobStore> jobs = &session->jobs();
        QSignalSpy changed(jobs, &Store::changed);
        session.reset();
        QVERIFY(jobs.isNull());
        const auto before = changed.size();
        QCoreApplication::processEvents();
        QCOMPARE(changed.size(), before);
    }

    void closingEndsTheToken()
    {
        OpenSandbox sandbox;
        auto session = sandbox.open();
        bool closed = false;
        session->close(this, [&] { closed = true; });
        QTRY_VERIFY(closed);
        QCOMPARE(sandbox.seen("POST", "/api/oauth/revoke"), 1);
    }

    void theServersClockJudges()
    {
        OpenSandbox sandbox;
        ManualClock slow(QDateTime::currentDateTimeUtc());
        Session session(sandbox.profile, sandbox.serviceAccount(), *sandbox.journal, slow);
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(session.inventory().isLoaded(), 20'000);
        sandbox.sandbox->advance(3h);
        session.refresh();
        QTRY_VERIFY(session.serverNow() > slow.now().addSecs(2 * 3600));
    }

    void pollingSlowsDownWhenNothingMoves()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "loyalty-archive")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        jobs.setPollLimits(20ms, 60ms);
        jobs.setPolling(true);
        QTRY_COMPARE(jobs.pollInterval(), 120ms);
    }

    void anEmptyOrRefusedListBesidesIsAskedAgainOnRefresh_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("empty") << 0;
        QTest::newRow("refused, then allowed") << 403;
    }
    void anEmptyOrRefusedListBesidesIsAskedAgainOnRefresh()
    {
        QFETCH(int, status);
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const QByteArray path =
            status ? "/orders-prod/collectionRestoreJobs" : "/orders-vault/collectionRestoreJobs";
        const QString cluster = QString::fromLatin1(path).section('/', 1, 1);
        if (status) {
            Fault forbidden;
            forbidden.path = "*" + QString::fromLatin1(path);
            forbidden.status = status;
            sandbox.sandbox->addFault(forbidden);
        }
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, cluster)});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const auto before = jobs.count();
        QCOMPARE(sandbox.seen("GET", path), 1);
        sandbox.sandbox->clearFaults();
        // By itself it is left alone.
        jobs.setPollLimits(10ms, 20ms);
        jobs.setPolling(true);
        QTRY_VERIFY(jobs.pollInterval() >= 20ms);
        jobs.setPolling(false);
        QTRY_VERIFY(!jobs.isLoading());
        QCOMPARE(sandbox.seen("GET", path), 1);
        jobs.refresh();
        QTRY_VERIFY(!jobs.isLoading());
        QCOMPARE(sandbox.seen("GET", path), 2);
        QCOMPARE(jobs.count() > before, status != 0);
    }

    void aPageAskedForBeforeTheScopeChangedLosesNoRows()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        const Cluster flex = OpenSandbox::cluster(*session, "orders-flex");
        const Cluster events = OpenSandbox::cluster(*session, "events-flex");
        const QByteArray path = "/events-flex/backup/restoreJobs";
        jobs.setScope({flex, events});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        jobs.fetchMore();
        QTRY_VERIFY(!jobs.isLoading());
        Fault slow;
        slow.path = "*" + QString::fromLatin1(path);
        slow.count = 1;
        slow.delay = 700ms;
        sandbox.sandbox->addFault(slow);
        jobs.fetchMore(); // page 3
        QTRY_COMPARE(sandbox.seen("GET", path), 3);
        jobs.setScope({flex});
        jobs.setScope({flex, events});
        jobs.readMissing();
        QTRY_COMPARE(sandbox.seen("GET", path), 4);
        QTRY_VERIFY(!jobs.isLoading());
        while (jobs.canFetchMore()) {
            jobs.fetchMore();
            QTRY_VERIFY(!jobs.isLoading());
        }
        const auto held =
            std::count_if(jobs.records().cbegin(), jobs.records().cend(),
                          [](const RestoreJob &j) { return j.sourceCluster == "events-flex"; });
        QCOMPARE(held, 2160);
    }

    void aBusyClusterIsNotPolledAtTheIdleOnesPace()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setPollLimits(60s, 60s);
        jobs.setScope({OpenSandbox::cluster(*session, "loyalty-archive")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        jobs.setPolling(true); // waits for a minute
        jobs.setPollLimits(30ms, 60ms);
        jobs.setScope({OpenSandbox::cluster(*session, "orders-flex")});
        jobs.readMissing();
        QTRY_VERIFY(sandbox.seen("GET", "/orders-flex/backup/restoreJobs") > 2);
    }

    void aRefusalForTheRateIsKeptWhileNothingRuns()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "loyalty-archive")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        Fault refused;
        refused.verb = "GET";
        refused.path = "*/loyalty-archive/*";
        refused.status = 429;
        refused.retryAfter = 600;
        sandbox.sandbox->addFault(refused);
        const auto requests = [&] { return sandbox.sandbox->seenRequests().size(); };
        jobs.refresh();
        QTRY_VERIFY(!jobs.troubles().isEmpty() && !jobs.isLoading());
        const auto before = requests();
        jobs.setPollLimits(10ms, 20ms);
        jobs.setPolling(true);
        QTRY_COMPARE(jobs.pollInterval(), 40ms); // several looks later
        QCOMPARE(requests(), before);
    }

    void whatFailedAtFirstIsReadLaterByItself_data()
    {
        QTest::addColumn<bool>("all");
        QTest::newRow("everything failed") << true;
        QTest::newRow("one of very many failed") << false;
    }
    void whatFailedAtFirstIsReadLaterByItself()
    {
        QFETCH(bool, all);
        OpenSandbox sandbox(OpenSandbox::bigWorld({3, 10, 4}));
        const auto session = sandbox.open();
        const QList<Cluster> clusters = session->inventory().inventory().clusters;
        QVERIFY(clusters.size() > 20);
        Fault broken;
        broken.path = all ? "*estore*" : "*/" + clusters.first().name + "/*";
        broken.status = 500;
        sandbox.sandbox->addFault(broken);
        JobStore &jobs = session->jobs();
        jobs.setPollLimits(20ms, 60ms);
        jobs.setPolling(true);
        jobs.setScope(all ? clusters.mid(0, 2) : clusters);
        jobs.readMissing();
        QTRY_VERIFY(!jobs.troubles().isEmpty() && !jobs.isLoading());
        QCOMPARE(jobs.isLoaded(), !all);
        sandbox.sandbox->clearFaults();
        QTRY_VERIFY(jobs.isLoaded() && jobs.troubles().isEmpty());
        QVERIFY(jobs.count() > 0);
    }

    void aJobThatIsNotThereIsNotFollowedForEver()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setPollLimits(10ms, 20ms);
        const Cluster flex = OpenSandbox::cluster(*session, "orders-flex");
        jobs.setScope({flex});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const auto running = std::find_if(jobs.records().cbegin(), jobs.records().cend(),
                                          [](const RestoreJob &j) { return isActive(j.state); });
        QVERIFY(running != jobs.records().cend());
        RestoreJob gone = *running;
        const QByteArray its = "/restoreJobs/" + running->id.toUtf8();
        gone.id = "0123456789abcdef01234567";
        jobs.watch(gone);
        jobs.watch(RestoreJob(*running)); // beats the time
        QTRY_VERIFY(sandbox.seen("GET", its) > 8);
        QCOMPARE(sandbox.seen("GET", "/restoreJobs/" + gone.id.toUtf8()), 1);
    }

    void aTroubleSaysWhenItsPartWasRead()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "orders-flex"),
                       OpenSandbox::cluster(*session, "loyalty-archive")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const QDateTime read = jobs.updated();
        Fault broken;
        broken.path = "*/loyalty-archive/*";
        broken.status = 500;
        sandbox.sandbox->addFault(broken);
        jobs.refresh();
        QTRY_VERIFY(!jobs.troubles().isEmpty() && !jobs.isLoading());
        QVERIFY(jobs.updated() > read); // of the other one
        QVERIFY(jobs.troubles().first().updated.isValid());
        QVERIFY(jobs.troubles().first().updated <= read);
    }

    void whoStartedAJobIsReadThoughTheEventsWereReadBefore()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const Snapshot snapshot = newestSnapshot(*session, "fieldnotes");
        EventStore &events = session->events();
        RestoreJob earlier;
        earlier.id = "0123456789abcdef01234567";
        earlier.kind = snapshot.kind;
        earlier.projectId = snapshot.projectId;
        earlier.sourceCluster = snapshot.cluster;
        earlier.created = QDateTime::currentDateTimeUtc().addSecs(-3600);
        Fault broken;
        broken.path = "*/events";
        broken.status = 500;
        broken.count = 1;
        sandbox.sandbox->addFault(broken);
        events.readFor(earlier);
        QTRY_VERIFY(events.errorOf(earlier.projectId));
        session->refresh(); // the person tries again
        events.readFor(earlier);
        QTRY_VERIFY(!events.errorOf(earlier.projectId) && !events.isLoading());
        sandbox.sandbox->advance(1h);
        LaunchOutcome outcome;
        session->launcher().launch(planFor(*session, snapshot, "fieldnotes"),
                                   session->inventory().inventory(), {}, this,
                                   [&](const LaunchOutcome &o) { outcome = o; });
        QTRY_COMPARE(outcome.kind, LaunchOutcome::Kind::Started);
        const RestoreJob job = outcome.jobs.first();
        events.readFor(job);
        QTRY_VERIFY(!events.startedBy(job).isEmpty());
        const int asked = sandbox.seen("GET", "/events");
        events.readFor(job); // known by now
        events.readFor(earlier);
        QVERIFY(!events.isLoading());
        QCOMPARE(sandbox.seen("GET", "/events"), asked);
    }

    void theAccessListIsReadAnewAfterARefresh()
    {
        OpenSandbox sandbox;
        const auto session = sandbox.open();
        const QString project = OpenSandbox::cluster(*session, "orders-flex").projectId;
        AccessListStore &lists = session->accessLists();
        Fault broken;
        broken.path = "*/accessList";
        broken.status = 500;
        broken.count = 1;
        sandbox.sandbox->addFault(broken);
        lists.readProject(project);
        QTRY_VERIFY(lists.errorOf(project));
        session->refresh();
        lists.readProject(project);
        QTRY_VERIFY(lists.entries(project) && !lists.errorOf(project));
        session->refresh();
        QVERIFY(lists.entries(project)); // what is known stays
        lists.readProject(project);
        QTRY_COMPARE(sandbox.seen("GET", "/accessList"), 3);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
