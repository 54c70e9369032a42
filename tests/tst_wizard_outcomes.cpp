// What becomes of a launch: refused, in flight, its answer lost, its call retired.
#include "support/wizardworld.h"
#include "wizard/jobprogress.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

const JobKind *kindNamed(const char *id)
{
    return kindById(QString(id));
}

QString labels(const QWidget &widget)
{
    QString text;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        text += label->text() + '\n';
    return text;
}

WizardStart startWith(const Snapshot &snapshot)
{
    WizardStart start;
    start.snapshot = snapshot;
    return start;
}

Fault onCreate()
{
    Fault fault;
    fault.verb = "POST";
    fault.path = "*/backup/*";
    fault.loggedInOnly = true;
    return fault;
}

/// To the review of a restore of cart-m5 onto cart-stage, everything confirmed.
void walkToCommit(WizardWorld &w, const Snapshot &snapshot)
{
    w.open(startWith(snapshot));
    QTest::keyClicks(w.find<QComboBox>("targetProject"), "Shop");
    QTest::keyClicks(w.find<QComboBox>("targetCluster"), "cart-stage");
    w.click(w.next());
    w.confirm("cart-stage");
}

} // namespace

class TestWizardOutcomes : public QObject
{
    Q_OBJECT

private slots:
    void refusalStaysOnTheReview();
    void launchInFlightHoldsTheWindow();
    void lostAnswerJobFound();
    void lostAnswerNothingFound();
    void lostAnswerSeveralFound();
    void lostAnswerListNotReadable();
    void retiredCallLeadsToFlexSnapshots();
    void aBatchIsAsGoodAsItsWorstPart();
    void partsAreNumberedAsInTheTable();
    void duplicateStandsAtTheTopOfTheReview();
    void theEndIsToldAsItIs_data();
    void theEndIsToldAsItIs();
};

void TestWizardOutcomes::refusalStaysOnTheReview()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.status = 409;
    fault.errorCode = "ATLAS_CLUSTER_RESTORE_IN_PROGRESS";
    w.sandbox->addFault(fault);
    WizardStart start = startWith(w.snapshots("Shop", "cart-m5").value(2));
    w.settings->setValue("restore/pairings/test/" + w.projectId("Shop") + "/cart-m5",
                         QStringList {w.projectId("Shop"), "cart-stage"});
    RestoreWizard *wizard = w.open(start);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QTest::keyClicks(w.find<QWidget>("reason"), "drill");
    w.confirm("cart-stage");
    w.click(w.commit());
    QTRY_VERIFY(w.words().contains("The restore was not started; no data was touched."));
    QVERIFY(w.words().contains("ATLAS_CLUSTER_RESTORE_IN_PROGRESS"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QCOMPARE(w.posts().size(), 1);
    QCOMPARE(w.find<QLineEdit>("reason")->text(), "drill");
    QVERIFY(w.find<QCheckBox>("trafficStopped")->isChecked());
    QVERIFY(w.find<QLineEdit>("typedName")->text().isEmpty());
    QVERIFY(!w.commit()->isEnabled());

    w.sandbox->clearFaults();
    w.confirm("cart-stage");
    w.click(w.commit());
    QTRY_COMPARE(wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.posts().size(), 2);
}

void TestWizardOutcomes::launchInFlightHoldsTheWindow()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.delay = 700ms;
    w.sandbox->addFault(fault);
    walkToCommit(w, w.snapshots("Shop", "cart-m5").value(2));
    QAbstractButton *back = w.find<QAbstractButton>("wizardBack");
    QVERIFY(back->isEnabled());
    w.click(w.commit());
    QVERIFY(w.session->isBusy());
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(!back->isEnabled());
    QVERIFY(!w.find<QAbstractButton>("wizardCancel")->isEnabled());
    QTest::keyClick(w.wizard.get(), Qt::Key_Escape);
    QVERIFY(w.wizard->isVisible());
    QVERIFY(!w.wizard->close());
    w.wizard->reject();
    QVERIFY(w.wizard->isVisible());
    QVERIFY(w.words().contains("this window stays open until it is known"));
    // The inventory moving meanwhile must not wake the buttons.
    w.session->inventory().refresh();
    QTRY_VERIFY(!w.session->inventory().isLoading());
    if (w.session->isBusy()) {
        QVERIFY(!back->isEnabled());
        QVERIFY(!w.commit()->isEnabled());
    }
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.posts().size(), 1);
    QVERIFY(w.wizard->close());
}

void TestWizardOutcomes::aBatchIsAsGoodAsItsWorstPart()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    JobProgress progress(*w.session);
    RestoreJob done;
    done.id = "66c0a1c2d3e4f5a6b7c8d9e5";
    done.kind = kindNamed("legacy");
    done.targetCluster = "cart-stage";
    done.state = JobState::Done;
    RestoreJob other = done;
    other.id = "66c0a1c2d3e4f5a6b7c8d9e6";
    other.state = JobState::Cancelled;
    progress.follow({done, other});
    QCOMPARE(progress.job().id, other.id);
    QVERIFY(!labels(progress).contains("now holds"));
    QVERIFY(labels(progress).contains("was cancelled"));
}

// The job table numbers the parts of a batch by their ids; replies come in any order.
void TestWizardOutcomes::partsAreNumberedAsInTheTable()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    JobProgress progress(*w.session);
    RestoreJob first;
    first.id = "66c0a1c2d3e4f5a6b7c8d9e5";
    first.kind = kindNamed("legacy");
    first.state = JobState::Done;
    RestoreJob second = first;
    second.id = "66c0a1c2d3e4f5a6b7c8d9e6";
    progress.follow({second, first});
    auto *parts = progress.findChild<QListWidget *>("jobParts");
    QCOMPARE(parts->count(), 2);
    QVERIFY(parts->item(0)->text().startsWith("Part 1"));
    QVERIFY2(parts->item(0)->text().contains(first.id), qPrintable(parts->item(0)->text()));
    QVERIFY(parts->item(1)->text().contains(second.id));
}

// Flex takes a second restore of the same data: only what the person sees keeps it from happening.
void TestWizardOutcomes::duplicateStandsAtTheTopOfTheReview()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    const WizardStart start = startWith(w.snapshots("Depot", "depot-flex").value(2));
    w.settings->setValue("restore/pairings/test/" + w.projectId("Depot") + "/depot-flex",
                         QStringList {w.projectId("Depot"), "depot-stage"});
    w.open(start);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(!w.find<QWidget>("reviewDuplicate")->isVisible());
    w.confirm("depot-stage");
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));

    w.open(start);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    auto *duplicate = w.find<QWidget>("reviewDuplicate");
    QTRY_VERIFY2(duplicate->isVisible(), qPrintable(w.words()));
    QVERIFY2(labels(*duplicate).contains("ALREADY"), qPrintable(labels(*duplicate)));
    QVERIFY(duplicate->y() < w.find<QWidget>("consequence")->y());
    // A refusal is said beside it.
    Fault fault = onCreate();
    fault.status = 409;
    w.sandbox->addFault(fault);
    w.confirm("depot-stage");
    w.click(w.commit());
    QTRY_VERIFY2(w.words().contains("The restore was not started"), qPrintable(w.words()));
    QVERIFY(duplicate->isVisible());
    // It goes when it is over.
    w.sandbox->advance(10min);
    w.click(w.find<QAbstractButton>("wizardBack"));
    w.click(w.next());
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QTRY_VERIFY2(!duplicate->isVisible(), qPrintable(w.words()));
}

void TestWizardOutcomes::theEndIsToldAsItIs_data()
{
    QTest::addColumn<bool>("download");
    QTest::addColumn<JobState>("state");
    QTest::addColumn<QString>("words");
    QTest::newRow("restore given up") << false << JobState::Expired << "gave the restore up";
    QTest::newRow("download without a link") << true << JobState::Done << "shows no link";
}

void TestWizardOutcomes::theEndIsToldAsItIs()
{
    QFETCH(bool, download);
    QFETCH(JobState, state);
    QFETCH(QString, words);
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    JobProgress progress(*w.session);
    RestoreJob job;
    job.id = "66c0a1c2d3e4f5a6b7c8d9e5";
    job.kind = kindNamed("cloud");
    job.download = download;
    job.state = state;
    progress.follow({job});
    QVERIFY2(labels(progress).contains(words), qPrintable(labels(progress)));
    QVERIFY(!labels(progress).contains("Atlas goes on"));
}

void TestWizardOutcomes::lostAnswerJobFound()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.request = Fault::Request::CarriedOut;
    fault.reset = true;
    w.sandbox->addFault(fault);
    walkToCommit(w, w.snapshots("Shop", "cart-m5").value(2));
    QSignalSpy started(w.wizard.get(), &RestoreWizard::jobStarted);
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QTRY_VERIFY(w.words().contains("You can close this window"));
    QCOMPARE(started.size(), 1);
    QCOMPARE(w.posts().size(), 1);
    QCOMPARE(w.journal->entries().first().outcome, JournalEntry::Outcome::Started);
    w.sandbox->advance(5min);
    QTRY_VERIFY(w.words().contains("cart-stage now holds the restored data"));
    QCOMPARE(w.posts().size(), 1);
}

void TestWizardOutcomes::lostAnswerNothingFound()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.request = Fault::Request::Ignored;
    fault.reset = true;
    fault.count = 1;
    w.sandbox->addFault(fault);
    walkToCommit(w, w.snapshots("Shop", "cart-m5").value(2));
    QSignalSpy started(w.wizard.get(), &RestoreWizard::jobStarted);
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QVERIFY(w.words().contains("We don't know whether the restore started"));
    QTRY_VERIFY(w.words().contains("the job list shows no such restore"));
    QVERIFY(!w.find<QAbstractButton>("wizardShowJob")->isEnabled());
    w.click(w.find<QAbstractButton>("lookAgain"));
    QTRY_VERIFY(w.find<QAbstractButton>("lookAgain")->isEnabled());
    QCOMPARE(w.posts().size(), 1);
    QCOMPARE(started.size(), 0);
    QVERIFY(w.settings->allKeys().filter("pairings").isEmpty());

    // A second attempt: only after a new review.
    w.click(w.find<QAbstractButton>("backToReview"));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.find<QLineEdit>("typedName")->text().isEmpty());
    QVERIFY(!w.find<QCheckBox>("trafficStopped")->isChecked()); // said of the first attempt
    QVERIFY(w.words().contains("no trace of the first attempt"));
    w.confirm("cart-stage");
    w.click(w.commit());
    QTRY_COMPARE(started.size(), 1);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QVERIFY(w.words().contains("You can close this window"));
    QCOMPARE(w.posts().size(), 2);
}

void TestWizardOutcomes::lostAnswerSeveralFound()
{
    // Somebody else starts the same restore at about the same time, and what the list held before
    // the click could not be read.
    QByteArray world = kWizardWorld;
    world.replace("\"at\": \"-1h\", \"target\"", "\"at\": \"+3s\", \"age\": \"0\", \"target\"");
    WizardWorld w({}, world);
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.request = Fault::Request::CarriedOut;
    fault.reset = true;
    w.sandbox->addFault(fault);
    const QList<Snapshot> snapshots = w.snapshots("Shop", "cart-m5");
    const auto newest = std::find_if(snapshots.cbegin(), snapshots.cend(), [](const Snapshot &s) {
        return s.state == SnapshotState::Completed;
    });
    QVERIFY(newest != snapshots.cend());
    walkToCommit(w, *newest);
    QSignalSpy started(w.wizard.get(), &RestoreWizard::jobStarted);
    Fault unread;
    unread.verb = "GET";
    unread.path = "*/backup/tenant/restores";
    unread.status = 403;
    unread.loggedInOnly = true;
    w.sandbox->addFault(unread);
    w.click(w.commit());
    QTRY_COMPARE(w.posts().size(), 1);
    w.sandbox->clearFaults();
    auto *again = w.find<QAbstractButton>("lookAgain");
    const auto severalShown = [&] {
        if (w.words().contains("the job list shows 2 restores"))
            return true;
        if (again->isEnabled())
            w.click(again);
        return false;
    };
    QTRY_VERIFY2(severalShown(), qPrintable(w.words()));
    auto *list = w.find<QListWidget>("candidates");
    QCOMPARE(list->count(), 2);
    QVERIFY(!w.find<QAbstractButton>("backToReview")->isVisible());
    QCOMPARE(started.size(), 0);
    QVERIFY(!w.find<QAbstractButton>("wizardShowJob")->isEnabled());
    list->setCurrentRow(1);
    QVERIFY(w.find<QAbstractButton>("wizardShowJob")->isEnabled());
    QCOMPARE(w.posts().size(), 1);
}

void TestWizardOutcomes::lostAnswerListNotReadable()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    Fault fault = onCreate();
    fault.request = Fault::Request::Ignored;
    fault.cutAfter = 0;
    w.sandbox->addFault(fault);
    Fault list;
    list.verb = "GET";
    list.path = "*/backup/tenant/restores";
    list.status = 403;
    list.loggedInOnly = true;
    w.sandbox->addFault(list);
    walkToCommit(w, w.snapshots("Shop", "cart-m5").value(2));
    w.click(w.commit());
    QTRY_VERIFY(w.words().contains("the job list could not be read"));
    QVERIFY(!w.find<QAbstractButton>("backToReview")->isVisible());
    QVERIFY(w.find<QAbstractButton>("lookAgain")->isEnabled());
    w.sandbox->clearFaults();
    w.click(w.find<QAbstractButton>("lookAgain"));
    QTRY_VERIFY(w.find<QAbstractButton>("backToReview")->isVisible());
    QCOMPARE(w.posts().size(), 1);
}

void TestWizardOutcomes::retiredCallLeadsToFlexSnapshots()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    // A list from before the cluster became a Flex one.
    Snapshot old = w.snapshots("Depot", "depot-flex").value(1);
    old.kind = kindNamed("tenant");
    RestoreWizard *wizard = w.open(startWith(old));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::TargetId));
    QTest::keyClicks(w.find<QComboBox>("targetProject"), "Depot");
    QTest::keyClicks(w.find<QComboBox>("targetCluster"), "depot-stage");
    w.click(w.next());
    w.confirm("depot-stage");
    w.click(w.commit());
    QTRY_VERIFY(w.words().contains("The restore was not started; no data was touched."));
    QVERIFY(w.words().contains("Atlas ended the calls for M2/M5 backups"));
    QVERIFY(w.words().contains("depot-flex is a Flex cluster now"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QTRY_VERIFY(!w.session->inventory().isLoading());

    w.click(w.find<QAbstractButton>("chooseSuccessor"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::SourceId));
    auto *table = w.find<QTableView>("sourceSnapshots");
    QTRY_COMPARE(table->model()->rowCount(), 8);
    QVERIFY(!w.next()->isEnabled());
    QCOMPARE(w.posts().size(), 1);
    table->setFocus();
    w.press(Qt::Key_Home);
    w.press(Qt::Key_Down);
    QVERIFY(w.next()->isEnabled());
    w.click(w.next());
    w.click(w.next());
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(!w.commit()->isEnabled());
    w.confirm("depot-stage");
    w.click(w.commit());
    QTRY_COMPARE(wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.posts().size(), 2);
    QVERIFY(w.posts().last().path.contains("/flexClusters/depot-flex/"));
}

QTEST_MAIN(TestWizardOutcomes)
#include "tst_wizard_outcomes.moc"
