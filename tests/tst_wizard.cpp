#include "support/wizardworld.h"

#include "wizard/jobprogress.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

const JobKind *kindNamed(const char *id)
{
    return kindById(QString(id));
}

WizardStart startWith(const Snapshot &snapshot)
{
    WizardStart start;
    start.snapshot = snapshot;
    return start;
}

/// An earlier restore of Shop's cart-m5.
WizardStart startAgain(const WizardWorld &w, const QString &snapshotId, const QString &target)
{
    RestoreJob job;
    job.id = "64b0c0c0c0c0c0c0c0c0c0c0";
    job.kind = kindNamed("tenant");
    job.projectId = job.targetProjectId = w.projectId("Shop");
    job.sourceCluster = "cart-m5";
    job.targetCluster = target;
    job.snapshotId = snapshotId;
    WizardStart start;
    start.again = job;
    return start;
}

} // namespace

class TestWizard : public QObject
{
    Q_OBJECT

private slots:
    void tenantRestoreByKeyboard();
    void flexRestoreThenOneClick();
    void nothingIsPreselected();
    void enterAndEscapeSendNothing();
    void restoreAgain();
    void restoreAgainWithoutItsSnapshot();
    void lastGoodSnapshot();
    void blockedRuleKeepsTheButtonDead();
    void targetsOfAnotherKindAreGreyed();
    void targetCanBeTyped();
    void sourceStates_data();
    void sourceStates();
    void everyFieldHasAName();
    void usualDuration();
};

void TestWizard::tenantRestoreByKeyboard()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    RestoreWizard *wizard = w.open();
    QVERIFY(QTest::qWaitForWindowActive(wizard));
    QSignalSpy started(wizard, &RestoreWizard::jobStarted);
    QVERIFY(!w.next()->isEnabled());

    auto *source = w.find<QComboBox>("sourceCluster");
    QVERIFY(w.tabTo(source));
    w.type("cart-m5");
    auto *table = w.find<QTableView>("sourceSnapshots");
    QTRY_COMPARE(table->model()->rowCount(), 5);
    QVERIFY(w.tabTo(table));
    w.press(Qt::Key_Home);
    w.press(Qt::Key_Down);
    w.press(Qt::Key_Return);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::SourceId));
    QVERIFY(w.tabTo(w.next()));
    w.press(Qt::Key_Return);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::SourceId));
    w.press(Qt::Key_Space);

    QCOMPARE(wizard->currentId(), int(RestoreWizard::TargetId));
    QVERIFY(!w.next()->isEnabled());
    QVERIFY(w.tabTo(w.find<QComboBox>("targetProject")));
    w.type("Shop");
    QVERIFY(w.tabTo(w.find<QComboBox>("targetCluster")));
    w.type("cart-stage");
    QVERIFY(w.tabTo(w.next()));
    w.press(Qt::Key_Space);

    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains("All data on cart-stage (project Shop) will be deleted"));
    QCOMPARE(w.commit()->text(), "Restore onto cart-stage");
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.tabTo(w.find<QWidget>("trafficStopped")));
    w.press(Qt::Key_Space);
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.tabTo(w.find<QWidget>("reason")));
    w.type("TICKET-7");
    auto *name = w.find<QLineEdit>("typedName");
    QVERIFY(w.tabTo(name));
    w.type("Cart-stage");
    QVERIFY(!w.commit()->isEnabled());
    name->clear();
    w.type("cart-stage");
    QVERIFY(w.commit()->isEnabled());
    QVERIFY(!qobject_cast<QPushButton *>(w.commit())->isDefault());
    w.press(Qt::Key_Return);
    w.press(Qt::Key_Enter);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.tabTo(w.commit()));
    w.press(Qt::Key_Return);
    QVERIFY(w.commit()->isEnabled());
    QCOMPARE(w.posts().size(), 0);

    w.press(Qt::Key_Space);
    QVERIFY(!w.commit()->isEnabled());
    QCOMPARE(w.commit()->text(), "Starting…");
    w.press(Qt::Key_Space);
    QTRY_COMPARE(wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.posts().size(), 1);
    QVERIFY(w.posts().first().path.endsWith("/clusters/cart-m5/backup/tenant/restore"));
    QCOMPARE(started.size(), 1);
    QCOMPARE(w.journal->entries().size(), 1);
    QCOMPARE(w.journal->entries().first().reason, "TICKET-7");
    QVERIFY(w.words().contains("You can close this window"));
    QVERIFY(!w.find<QAbstractButton>("wizardBack")->isVisible());

    w.sandbox->advance(65s);
    QTRY_VERIFY(w.words().contains("Running"));
    w.sandbox->advance(3min);
    QTRY_VERIFY(w.words().contains("cart-stage now holds the restored data"));
    QVERIFY(w.words().contains("Done"));

    QSignalSpy show(wizard, &RestoreWizard::showJobRequested);
    w.click(w.find<QAbstractButton>("wizardShowJob"));
    QCOMPARE(show.size(), 1);
    QVERIFY(!wizard->isVisible());
    QCOMPARE(w.posts().size(), 1);
}

void TestWizard::flexRestoreThenOneClick()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = w.snapshots("Depot", "depot-flex").value(2);
    RestoreWizard *wizard = w.open(startWith(snapshot));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::TargetId));
    auto *projects = w.find<QComboBox>("targetProject");
    projects->setFocus();
    QTest::keyClicks(projects, "Depot");
    auto *clusters = w.find<QComboBox>("targetCluster");
    QTest::keyClicks(clusters, "depot-stage");
    w.click(w.next());
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains(snapshot.id));
    w.confirm("depot-stage");
    w.click(w.commit());
    QTRY_COMPARE(wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.posts().size(), 1);
    QVERIFY(w.posts().first().path.endsWith("/flexClusters/depot-flex/backup/restoreJobs"));
    QVERIFY(w.posts().first().body.contains(snapshot.id.toLatin1()));
    w.sandbox->advance(5min);
    QTRY_VERIFY(w.words().contains("depot-stage now holds the restored data"));

    // The target is known now: a snapshot opens the review at once, and nothing of the words is
    // there yet.
    wizard = w.open(startWith(w.snapshots("Depot", "depot-flex").value(0)));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains("All data on depot-stage"));
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.find<QLineEdit>("typedName")->text().isEmpty());
    QVERIFY(!w.find<QCheckBox>("trafficStopped")->isChecked());
    w.click(w.find<QAbstractButton>("wizardBack"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::TargetId));
    w.click(w.find<QAbstractButton>("wizardBack"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::SourceId));
    QTRY_VERIFY(w.find<QTableView>("sourceSnapshots")->currentIndex().isValid());
    QCOMPARE(w.posts().size(), 1);
}

void TestWizard::nothingIsPreselected()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    w.open(startWith(w.snapshots("Shop", "cart-m5").value(1)));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::TargetId));
    QCOMPARE(w.find<QComboBox>("targetProject")->currentIndex(), -1);
    QTest::keyClicks(w.find<QComboBox>("targetProject"), "Shop");
    QCOMPARE(w.find<QComboBox>("targetCluster")->currentIndex(), -1);
    QTest::keyClicks(w.find<QComboBox>("targetCluster"), "cart-stage");
    QVERIFY(w.next()->isEnabled());
    // Another project: the choice does not jump to a cluster there.
    QTest::keyClick(w.find<QComboBox>("targetProject"), Qt::Key_Home);
    QCOMPARE(w.find<QComboBox>("targetProject")->currentText(), "Depot");
    QCOMPARE(w.find<QComboBox>("targetCluster")->currentIndex(), -1);
    QVERIFY(!w.next()->isEnabled());
}

void TestWizard::enterAndEscapeSendNothing()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    const WizardStart start =
        startAgain(w, w.snapshots("Shop", "cart-m5").value(2).id, "cart-stage");
    RestoreWizard *wizard = w.open(start);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    w.confirm("cart-stage");
    QVERIFY(w.commit()->isEnabled());
    for (const char *field : {"typedName", "reason", "trafficStopped", "wizardBack", "wizardCommit",
                              "wizardCancel", "reviewChecks"}) {
        w.find<QWidget>(field)->setFocus();
        QTest::keyClick(w.find<QWidget>(field), Qt::Key_Return);
        QTest::keyClick(w.find<QWidget>(field), Qt::Key_Enter);
        QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
        QVERIFY2(wizard->isVisible(), field);
    }
    QVERIFY(w.commit()->isEnabled());
    w.find<QWidget>("typedName")->setFocus();
    w.press(Qt::Key_Escape);
    QVERIFY(!wizard->isVisible());
    QCOMPARE(w.posts().size(), 0);
    QVERIFY(w.journal->entries().isEmpty());
}

void TestWizard::restoreAgain()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = w.snapshots("Shop", "cart-m5").value(3);
    w.session->snapshots().setScope({}); // the window shows something else by now
    const WizardStart start = startAgain(w, snapshot.id, "cart-stage");
    RestoreWizard *wizard = w.open(start);
    QTRY_COMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains(snapshot.id));
    QVERIFY(w.words().contains("All data on cart-stage"));
}

void TestWizard::restoreAgainWithoutItsSnapshot()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    RestoreJob job;
    job.id = "64b0c0c0c0c0c0c0c0c0c0c0";
    job.kind = kindNamed("tenant"); // from before the cluster became a Flex one
    job.projectId = job.targetProjectId = w.projectId("Depot");
    job.sourceCluster = "depot-flex";
    job.targetCluster = "depot-stage";
    job.snapshotId = "64b0c0c0c0c0c0c0c0c0c0c1";
    WizardStart start;
    start.again = job;
    RestoreWizard *wizard = w.open(start);
    QTRY_VERIFY(w.words().contains("The snapshot of that restore is no longer there"));
    QVERIFY(w.words().contains("depot-flex is a Flex cluster now"));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::SourceId));
    QVERIFY(!w.next()->isEnabled());
    QCOMPARE(w.find<QTableView>("sourceSnapshots")->model()->rowCount(), 8);
}

void TestWizard::lastGoodSnapshot()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    WizardStart start;
    start.source = w.cluster("Shop", "cart-m5");
    w.open(start);
    auto *table = w.find<QTableView>("sourceSnapshots");
    QTRY_COMPARE(table->model()->rowCount(), 5);
    auto *before = w.find<QDateTimeEdit>("lastGoodBefore");
    before->setDateTime(w.session->serverNow().toLocalTime());
    w.click(w.find<QAbstractButton>("findLastGood"));
    // The newest of all failed; the one before it is the last good one.
    QVERIFY(w.words().contains("Found: taken"));
    QVERIFY(w.next()->isEnabled());
    QVERIFY(table->currentIndex().isValid());

    before->setDateTime(w.session->serverNow().addDays(-30).toLocalTime());
    w.click(w.find<QAbstractButton>("findLastGood"));
    QVERIFY(w.words().contains("No complete snapshot was taken before"));
}

void TestWizard::blockedRuleKeepsTheButtonDead()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    const WizardStart start = startAgain(w, w.snapshots("Shop", "cart-m5").value(2).id,
                                         "cart-locked"); // encrypted with a key of the customer
    RestoreWizard *wizard = w.open(start);
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    w.confirm("cart-locked");
    QVERIFY(w.words().contains("Blocks"));
    QVERIFY(w.words().contains("A rule of this restore is broken"));
    QVERIFY(!w.commit()->isEnabled());
    w.click(w.commit());
    QCOMPARE(w.posts().size(), 0);
    w.click(w.find<QAbstractButton>("wizardBack"));
    QVERIFY(w.words().contains("Blocks"));
    QVERIFY(!w.next()->isEnabled());
}

void TestWizard::targetsOfAnotherKindAreGreyed()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    w.open(startWith(w.snapshots("Depot", "depot-flex").value(0)));
    QTest::keyClicks(w.find<QComboBox>("targetProject"), "Shop");
    auto *clusters = w.find<QComboBox>("targetCluster");
    const int free = clusters->findData("cart-free");
    QVERIFY(free >= 0);
    QVERIFY(clusters->itemText(free).contains("no target for a Flex restore"));
    QVERIFY(!(clusters->model()->index(free, 0).flags() & Qt::ItemIsEnabled));
    const int dedicated = clusters->findData("cart-locked");
    QVERIFY(clusters->model()->index(dedicated, 0).flags() & Qt::ItemIsEnabled);
}

void TestWizard::targetCanBeTyped()
{
    WizardWorld w([](Sandbox &sandbox) {
        Fault fault;
        fault.verb = "GET";
        fault.path = "/api/atlas/v2/groups";
        fault.status = 403;
        fault.loggedInOnly = true;
        sandbox.addFault(fault);
    });
    QTRY_VERIFY(!w.session->inventory().isLoading());
    Snapshot snapshot;
    snapshot.id = "64b0c0c0c0c0c0c0c0c0c0c1";
    snapshot.kind = kindNamed("flex");
    snapshot.projectId = "64b0c0c0c0c0c0c0c0c0c0c2";
    snapshot.cluster = "elsewhere";
    snapshot.state = SnapshotState::Completed;
    snapshot.taken = w.session->serverNow().addSecs(-3600);
    snapshot.expires = w.session->serverNow().addDays(3);
    snapshot.version = "8.0.4";
    RestoreWizard *wizard = w.open(startWith(snapshot));
    QCOMPARE(wizard->currentId(), int(RestoreWizard::TargetId));
    auto *project = w.find<QLineEdit>("targetProjectId");
    auto *name = w.find<QLineEdit>("targetName");
    QVERIFY(project->isVisible());
    QVERIFY(name->isVisible());
    QTest::keyClicks(project, "64b0");
    QVERIFY(w.words().contains("A project ID has 24 digits"));
    QTest::keyClicks(project, "c0c0c0c0c0c0c0c0c0c3");
    QTest::keyClicks(name, "no/slash");
    QVERIFY(w.words().contains("A cluster name has 1 to 64"));
    QVERIFY(!w.next()->isEnabled());
    name->clear();
    QTest::keyClicks(name, "far&away");
    QVERIFY(w.next()->isEnabled());
    w.click(w.next());
    QCOMPARE(wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains("Cannot be known"));
    QCOMPARE(w.commit()->text(), "Restore onto far&&away");
    w.confirm("far&away");
    QVERIFY(w.commit()->isEnabled());
}

void TestWizard::sourceStates_data()
{
    QTest::addColumn<QString>("cluster");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    QTest::newRow("empty") << "depot-new" << 0 << "depot-new has no snapshots";
    QTest::newRow("forbidden") << "depot-flex" << 403 << "Retry";
    QTest::newRow("failed") << "depot-flex" << 400 << "Retry";
    QTest::newRow("retired") << "depot-flex" << 410 << "Atlas has ended the calls for Flex";
}

void TestWizard::sourceStates()
{
    QFETCH(const QString, cluster);
    QFETCH(const int, status);
    QFETCH(const QString, words);
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    if (status > 0) {
        Fault fault;
        fault.verb = "GET";
        fault.path = "*/snapshots";
        fault.status = status;
        w.sandbox->addFault(fault);
    }
    WizardStart start;
    start.source = w.cluster("Depot", cluster);
    w.open(start);
    QTRY_VERIFY(w.words().contains("Loading…") || w.words().contains(words)
                || w.find<QAbstractButton>("retry")->isVisible());
    if (words == "Retry") {
        QTRY_VERIFY(w.find<QAbstractButton>("retry")->isVisible());
        w.sandbox->clearFaults();
        w.click(w.find<QAbstractButton>("retry"));
        QTRY_COMPARE(w.find<QTableView>("sourceSnapshots")->model()->rowCount(), 8);
    } else {
        QTRY_VERIFY2(w.words().contains(words), qPrintable(w.words()));
    }
    QVERIFY(!w.next()->isEnabled());
}

void TestWizard::everyFieldHasAName()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    w.open();
    const auto labels = w.wizard->findChildren<QLabel *>();
    QStringList unnamed;
    for (const char *name :
         {"sourceCluster", "sourceSnapshots", "lastGoodBefore", "targetProject", "targetProjectId",
          "targetCluster", "targetName", "reason", "typedName", "candidates"}) {
        QWidget *field = w.find<QWidget>(name);
        const bool labelled =
            std::any_of(labels.cbegin(), labels.cend(),
                        [field](const QLabel *label) { return label->buddy() == field; });
        if (!labelled || field->accessibleName().isEmpty())
            unnamed.append(name);
    }
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(", ")));
    QCOMPARE(w.find<QWidget>("typedName")->accessibleName(), "Type the target's name");
    QCOMPARE(w.find<QWidget>("sourceSnapshots")->accessibleName(), "Snapshots of the source");
    const auto buttons = w.wizard->findChildren<QPushButton *>();
    for (const QPushButton *button : buttons) {
        QVERIFY2(!button->isDefault() && !button->autoDefault(), qPrintable(button->text()));
        QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
    }
    for (const QLabel *label : labels)
        QVERIFY2(label->accessibleName().isEmpty(), qPrintable(label->text()));
}

void TestWizard::usualDuration()
{
    const auto make = [](const QString &id, const QString &cluster, int seconds, JobState state) {
        RestoreJob job;
        job.id = id;
        job.kind = kindNamed("flex");
        job.projectId = "p";
        job.sourceCluster = cluster;
        job.state = state;
        job.created = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        job.finished = job.created.addSecs(seconds);
        return job;
    };
    const RestoreJob own = make("own", "a", 5, JobState::Running);
    QVERIFY(!JobProgress::estimate(own, {own, make("x", "b", 50, JobState::Done)}));
    const QList<RestoreJob> earlier {
        make("1", "a", 90, JobState::Done),  make("2", "a", 30, JobState::Done),
        make("3", "a", 600, JobState::Done), make("4", "a", 1, JobState::Failed),
        make("5", "b", 2, JobState::Done),
    };
    QCOMPARE(*JobProgress::estimate(own, earlier), 90s);
}

QTEST_MAIN(TestWizard)
#include "tst_wizard.moc"
