// Every action of the wizard from selection to its job, what keeps it from starting, and what is
// said before.
#include "support/wizardworld.h"

#include "wizard/contenttree.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateTimeEdit>
#include <QJsonArray>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTreeWidget>

using namespace std::chrono_literals;

namespace {

WizardStart startWith(const Snapshot &snapshot, PlanAction action = PlanAction::Restore)
{
    WizardStart start;
    start.snapshot = snapshot;
    start.action = action;
    return start;
}

QTreeWidgetItem *itemNamed(QTreeWidget *tree, const QString &name)
{
    const auto found = tree->findItems(name, Qt::MatchExactly | Qt::MatchRecursive, 0);
    return found.value(0);
}

} // namespace

class TestWizardActions : public QObject
{
    Q_OBJECT

private slots:
    void pointInTime();
    void aTimeIsTakenAsTyped_data();
    void aTimeIsTakenAsTyped();
    void aTimeIsTakenAsPasted_data();
    void aTimeIsTakenAsPasted();
    void oplogEntry();
    void outsideTheWindow();
    void downloadAndCancel();
    void flexDownloadIsNoRestore();
    void collectionsWithRename();
    void collectionsOfAPointInTime();
    void contentFindAndNames();
    void legacyDownload();
    void legacyRestoreOfShards();
    void whatBackupsCant();
    void deletedCluster();
    void deletedClusterWithALivingNamesake();
    void dryRunSendsNothing();
    void copiesOfABlockedPlanSaySo();
    void aDoubleClickOnNextOrdersNothing();
    void theReviewBeginsWithWhatItWaitsFor_data();
    void theReviewBeginsWithWhatItWaitsFor();
    void readOnlyLooksAndStartsNothing();
    void duplicateIsSaidBeforeTheReview();
    void safetySnapshotFirst();
    void safetySnapshotRefused();
    void safetySnapshotWhyNot();
    void theReviewReadsTheClustersAnew();
    void theSourceItOpensWithIsNamed();
    void againOfAPointInTime();
    void everyFieldHasAName();

private:
    static QList<Snapshot> ofKind(QList<Snapshot> list, const char *kind)
    {
        list.removeIf([&](const Snapshot &one) { return one.kind != kindById(QString(kind)); });
        return list;
    }
    /// From the target page to the review.
    static void target(WizardWorld &w, const QString &name)
    {
        QCOMPARE(w.wizard->currentId(), int(RestoreWizard::TargetId));
        QVERIFY(w.choose("targetProject", "Shop"));
        QVERIFY(w.choose("targetCluster", name));
        QVERIFY2(w.next()->isEnabled(), qPrintable(w.words()));
        w.click(w.next());
        QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    }
    static void start(WizardWorld &w, const QString &name)
    {
        w.confirm(name);
        QTRY_VERIFY2(w.commit()->isEnabled(), qPrintable(w.words()));
        w.click(w.commit());
        QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    }
};

void TestWizardActions::pointInTime()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("pointClock");
    const QDateTime point = w.session->serverNow().addSecs(-7200);
    w.find<QDateTimeEdit>("pitTime")->setDateTime(point.toLocalTime());
    QTRY_VERIFY2(w.words().contains("Possible: from"), qPrintable(w.words()));
    QVERIFY(w.words().contains("UTC"));
    QVERIFY(w.next()->isEnabled());
    w.click(w.next());
    target(w, "rehearsal");
    QVERIFY(w.words().contains("2 h ago"));
    start(w, "rehearsal");
    QCOMPARE(w.changes().size(), 1);
    QVERIFY(w.changes().first().path.endsWith("/clusters/stock/backup/restoreJobs"));
    QCOMPARE(w.lastBody().value("deliveryType").toString(), "pointInTime");
    QCOMPARE(w.lastBody().value("pointInTimeUTCSeconds").toInteger(), point.toSecsSinceEpoch());
    QVERIFY(!w.lastBody().contains("snapshotId"));
    w.sandbox->advance(10min);
    QTRY_VERIFY(w.words().contains("rehearsal now holds the restored data"));
}

void TestWizardActions::aTimeIsTakenAsTyped_data()
{
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("time");
    QTest::newRow("as shown") << "2026-11-20 05:41:17"
                              << "2026-11-20T05:41:17";
    QTest::newRow("digits alone") << "20261120054117"
                                  << "2026-11-20T05:41:17";
    QTest::newRow("single digits") << "2026-2-3 5:4:7"
                                   << "2026-02-03T05:04:07";
    QTest::newRow("two digits of 0, 1, 2") << "2020-10-12 10:12:20"
                                           << "2020-10-12T10:12:20";
    QTest::newRow("with a T") << "2026-11-20T05:41:17"
                              << "2026-11-20T05:41:17";
    QTest::newRow("other separators") << "2026/11/20 05.41.17"
                                      << "2026-11-20T05:41:17";
}

void TestWizardActions::aTimeIsTakenAsTyped()
{
    QFETCH(const QString, keys);
    QFETCH(const QString, time);
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("pointClock");
    auto *edit = w.find<QDateTimeEdit>("pitTime");
    edit->setDateTime(QDateTime(QDate(2025, 1, 31), QTime(22, 7, 33)));
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    for (const QChar key : keys) { // as a keyboard does: Shift is a key, too
        const bool shifted = key == ':' || key == '/' || key == 'T';
        if (shifted)
            QTest::keyPress(edit, Qt::Key_Shift);
        QTest::keyClick(edit, key.toLatin1(), shifted ? Qt::ShiftModifier : Qt::NoModifier);
        if (shifted)
            QTest::keyRelease(edit, Qt::Key_Shift);
    }
    QCOMPARE(edit->dateTime().toString(Qt::ISODate), time);
}

void TestWizardActions::aTimeIsTakenAsPasted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("everythingSelected");
    QTest::addColumn<QDateTime>("time");
    const QDateTime utc({2026, 11, 19}, {13, 14, 15}, Qt::UTC);
    const QDateTime local({2026, 11, 19}, {13, 14, 15});
    for (const bool all : {true, false}) {
        const auto add = [all](const char *text, const QDateTime &time) {
            QTest::addRow("%s %s", qPrintable(QString(text).trimmed()),
                          all ? "over all" : "into a section")
                << text << all << time;
        };
        add("2026-11-19 13:14:15", local);
        add("2026-11-19T13:14:15", local);
        add("2026-11-19T13:14:15Z", utc);
        add(" 2026-11-19T13:14:15.678Z\n", utc);
        add("2026-11-19T15:44:15+02:30", utc);
    }
}

void TestWizardActions::aTimeIsTakenAsPasted()
{
    QFETCH(const QString, text);
    QFETCH(const bool, everythingSelected);
    QFETCH(const QDateTime, time);
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("pointClock");
    auto *edit = w.find<QDateTimeEdit>("pitTime");
    edit->setDateTime(QDateTime(QDate(2025, 1, 31), QTime(22, 7, 33)));
    edit->setFocus();
    QApplication::clipboard()->setText(text);
    edit->setSelectedSection(QDateTimeEdit::HourSection);
    if (everythingSelected)
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(edit->dateTime(), time);
    if (everythingSelected) { // the context menu's way
        edit->setDateTime(QDateTime(QDate(2025, 1, 31), QTime(22, 7, 33)));
        edit->findChild<QLineEdit *>()->selectAll();
        edit->findChild<QLineEdit *>()->paste();
        QCOMPARE(edit->dateTime(), time);
    }
}

void TestWizardActions::oplogEntry()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("pointOplog");
    const qint64 seconds = w.session->serverNow().toSecsSinceEpoch() - 3600;
    w.find<QSpinBox>("oplogSeconds")->setValue(int(seconds));
    w.find<QSpinBox>("oplogIncrement")->setValue(7);
    w.click(w.next());
    target(w, "rehearsal");
    QVERIFY(w.words().contains(QString("%1, 7").arg(seconds)));
    start(w, "rehearsal");
    QCOMPARE(w.lastBody().value("oplogTs").toInteger(), seconds);
    QCOMPARE(w.lastBody().value("oplogInc").toInt(), 7);
}

void TestWizardActions::outsideTheWindow()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("pointClock");
    auto *time = w.find<QDateTimeEdit>("pitTime");
    QVERIFY(w.next()->isEnabled());
    time->setDateTime(w.session->serverNow().addSecs(7200).toLocalTime());
    QVERIFY(!w.next()->isEnabled());
    QTRY_VERIFY(w.words().contains("Blocks"));
    QTRY_VERIFY(w.words().contains("Possible: from"));
    time->setDateTime(w.session->serverNow().addDays(-300).toLocalTime());
    QTRY_VERIFY2(w.words().contains("Warning") || w.words().contains("Blocks"),
                 qPrintable(w.words()));
    // A cluster without continuous backup says so.
    QVERIFY(w.choose("sourceCluster", "rehearsal"));
    w.tick("pointClock");
    QVERIFY(w.words().contains("Continuous backup is off for rehearsal"));
    // Back at the snapshots nothing of the point is left.
    w.tick("pointSnapshot");
    QVERIFY(!w.next()->isEnabled());
}

void TestWizardActions::downloadAndCancel()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(1);
    w.open(startWith(snapshot, PlanAction::Download));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QCOMPARE(w.commit()->text(), "Make the download");
    QVERIFY(!w.find<QWidget>("typedName")->isVisible());
    QVERIFY(!w.find<QWidget>("trafficStopped")->isVisible());
    QVERIFY(!w.find<QWidget>("safetySnapshot")->isVisible());
    QTRY_VERIFY2(w.commit()->isEnabled(), qPrintable(w.words()));
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.lastBody().value("deliveryType").toString(), "download");
    QCOMPARE(w.lastBody().value("snapshotId").toString(), snapshot.id);
    QVERIFY(!w.lastBody().contains("targetClusterName"));
    QVERIFY(w.words().contains("Atlas is making the files"));
    QVERIFY(w.settings->allKeys().filter("pairings").isEmpty());

    w.sandbox->advance(10min);
    QTRY_VERIFY2(w.words().contains("Ready: the link lives until"), qPrintable(w.words()));
    auto *cancel = w.find<QPushButton>("cancelDownload");
    QVERIFY(cancel->isVisible());
    w.click(cancel);
    QTRY_VERIFY(w.wizard->findChild<QMessageBox *>("cancelQuestion"));
    QCOMPARE(w.changes().size(), 1);
    w.click(w.find<QPushButton>("cancelYes"));
    QTRY_COMPARE(w.changes().size(), 2);
    QCOMPARE(w.changes().last().verb, "DELETE");
    QTRY_VERIFY2(w.words().contains("The download was cancelled"), qPrintable(w.words()));
    QVERIFY(!cancel->isVisible());
}

void TestWizardActions::flexDownloadIsNoRestore()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open(startWith(w.snapshots("Shop", "little").value(0), PlanAction::Download));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QTRY_VERIFY(w.commit()->isEnabled());
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.changes().size(), 1);
    QVERIFY(w.changes().first().path.endsWith("/flexClusters/little/backup/download"));
    QVERIFY(!w.find<QWidget>("cancelDownload")->isVisible());
}

void TestWizardActions::collectionsWithRename()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("actionCollections");
    auto *table = w.find<QTableView>("sourceSnapshots");
    // Legacy snapshots are no source of collections.
    QTRY_COMPARE(table->model()->rowCount(), 4);
    table->setCurrentIndex(table->model()->index(0, 0));
    w.click(w.next());
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ContentId));
    QVERIFY(!w.next()->isEnabled());
    auto *tree = w.find<ContentTree>("contentTree");
    QTRY_COMPARE(tree->topLevelItemCount(), 2);
    QTreeWidgetItem *goods = itemNamed(tree, "goods");
    QVERIFY(goods);
    QVERIFY(goods->text(2).isEmpty());
    QCOMPARE(goods->childCount(), 0);
    goods->setExpanded(true);
    QTRY_COMPARE(goods->childCount(), 3);
    itemNamed(tree, "items")->setCheckState(0, Qt::Checked);
    itemNamed(tree, "prices")->setCheckState(0, Qt::Checked);
    itemNamed(tree, "prices")->setText(1, "prices_of_may");
    itemNamed(tree, "people")->setCheckState(0, Qt::Checked);
    w.find<QLineEdit>("collectionSuffix")->setText("_copy");
    QVERIFY(w.words().contains("Chosen: 1 of 100 databases, 2 of 100 collections"));
    QCOMPARE(itemNamed(tree, "items")->text(1), "goods.items_copy");
    QCOMPARE(itemNamed(tree, "prices")->text(1), "goods.prices_of_may");
    QVERIFY2(w.next()->isEnabled(), qPrintable(w.words()));
    w.click(w.next());
    QVERIFY(!w.words().contains("All data on the target is deleted"));
    target(w, "rehearsal");
    QVERIFY(w.words().contains("goods.prices as goods.prices_of_may"));
    QCOMPARE(w.commit()->text(), "Restore collections onto rehearsal");
    QVERIFY(!w.find<QWidget>("trafficStopped")->isVisible());
    start(w, "rehearsal");
    QVERIFY(w.changes().first().path.endsWith("/clusters/stock/collectionRestoreJobs"));
    const QJsonObject body = w.lastBody();
    QCOMPARE(body.value("collectionSuffix").toString(), "_copy");
    QCOMPARE(body.value("writeStrategy").toString(), "CREATE_NEW");
    QCOMPARE(body.value("collections").toArray().size(), 2);
    QCOMPARE(body.value("databases").toArray().first().toObject().value("sourceNamespace"),
             "people");

    w.sandbox->advance(80s);
    QTRY_VERIFY2(w.words().contains(" documents"), qPrintable(w.words()));
    auto *rows = w.find<QTreeWidget>("collectionRows");
    QTRY_COMPARE(rows->topLevelItemCount(), 3);
    w.sandbox->advance(10min);
    QTRY_VERIFY(w.words().contains("now holds the chosen databases and collections"));
    const auto failed = [&] {
        const auto found = rows->findItems("goods.prices", Qt::MatchExactly, 0);
        return found.isEmpty() ? QString() : found.first()->text(4);
    };
    QTRY_VERIFY2(failed().startsWith("failed: "), qPrintable(failed()));
    QVERIFY(w.settings->allKeys().filter("pairings").isEmpty());
}

void TestWizardActions::collectionsOfAPointInTime()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "stock"));
    w.tick("actionCollections");
    w.tick("pointClock");
    w.find<QDateTimeEdit>("pitTime")->setDateTime(
        w.session->serverNow().addSecs(-3600).toLocalTime());
    w.click(w.next());
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ContentId));
    QTRY_VERIFY2(w.words().contains("the newest snapshot before the point in time"),
                 qPrintable(w.words()));
    auto *tree = w.find<ContentTree>("contentTree");
    QTRY_COMPARE(tree->topLevelItemCount(), 2);
    // What came after that snapshot can only be named.
    auto *name = w.find<QLineEdit>("contentName");
    name->setText("goods.");
    w.tick("contentAdd");
    QVERIFY(w.words().contains("Write a database's name"));
    name->setText("goods.arrivals");
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ContentId));
    QVERIFY(w.words().contains("1 of 100 collections"));
    QVERIFY(itemNamed(tree, "arrivals"));
    w.click(w.next());
    target(w, "rehearsal");
    start(w, "rehearsal");
    QVERIFY(w.lastBody().contains("pointInTimeUtcSeconds"));
    QVERIFY(!w.lastBody().contains("snapshotId"));
}

void TestWizardActions::contentFindAndNames()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(1);
    w.open(startWith(snapshot, PlanAction::Collections));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ContentId));
    auto *tree = w.find<ContentTree>("contentTree");
    QTRY_COMPARE(tree->topLevelItemCount(), 2);
    auto *find = w.find<QLineEdit>("contentFind");
    find->setText("shelves");
    QVERIFY(itemNamed(tree, "goods")->isHidden());
    QVERIFY(w.words().contains("2 databases have not been opened"));
    w.tick("readAllContent");
    QTRY_VERIFY(itemNamed(tree, "shelves"));
    QVERIFY(!itemNamed(tree, "shelves")->isHidden());
    QVERIFY(!itemNamed(tree, "goods")->isHidden());
    QVERIFY(itemNamed(tree, "items")->isHidden());
    QTRY_VERIFY(itemNamed(tree, "staff"));
    QVERIFY(itemNamed(tree, "people")->isHidden());
    find->clear();
    // A checked database takes its collections along.
    itemNamed(tree, "items")->setCheckState(0, Qt::Checked);
    itemNamed(tree, "goods")->setCheckState(0, Qt::Checked);
    QVERIFY(w.words().contains("Chosen: 1 of 100 databases, 0 of 100 collections"));
    QVERIFY(!(itemNamed(tree, "items")->flags() & Qt::ItemIsEnabled));
    // The choice stays when another snapshot of the cluster is chosen.
    w.tick("wizardBack");
    auto *table = w.find<QTableView>("sourceSnapshots");
    QTRY_VERIFY(table->currentIndex().isValid());
    table->setCurrentIndex(table->model()->index(0, 0));
    w.click(w.next());
    QTRY_COMPARE(tree->topLevelItemCount(), 2);
    QTRY_VERIFY(itemNamed(tree, "goods")->text(2) != "added by name");
    QCOMPARE(itemNamed(tree, "goods")->checkState(0), Qt::Checked);
}

void TestWizardActions::legacyDownload()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "legacy").value(0);
    QVERIFY(!snapshot.id.isEmpty());
    w.open(startWith(snapshot, PlanAction::Download));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.find<QSpinBox>("expirationHours")->isVisible());
    w.find<QSpinBox>("expirationHours")->setValue(12);
    w.find<QSpinBox>("maxDownloads")->setValue(3);
    QTRY_VERIFY2(w.commit()->isEnabled(), qPrintable(w.words()));
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    const QJsonObject delivery = w.lastBody().value("delivery").toObject();
    QCOMPARE(delivery.value("methodName").toString(), "HTTP");
    QCOMPARE(delivery.value("expirationHours").toInt(), 12);
    QCOMPARE(delivery.value("maxDownloads").toInt(), 3);
    w.sandbox->advance(1h);
    QTRY_VERIFY2(w.words().contains("Ready"), qPrintable(w.words()));
}

void TestWizardActions::legacyRestoreOfShards()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "mesh"), "legacy").value(0);
    QVERIFY(!snapshot.id.isEmpty());
    w.open(startWith(snapshot));
    QSignalSpy started(w.wizard.get(), &RestoreWizard::jobStarted);
    target(w, "net-rehearsal");
    start(w, "net-rehearsal");
    QCOMPARE(w.changes().size(), 1);
    QCOMPARE(w.lastBody().value("delivery").toObject().value("methodName").toString(),
             "AUTOMATED_RESTORE");
    // Two shards and their config server.
    QCOMPARE(started.size(), 3);
    auto *parts = w.find<QListWidget>("jobParts");
    QVERIFY(parts->isVisible());
    QCOMPARE(parts->count(), 3);
    w.sandbox->advance(1h);
    QTRY_VERIFY2(w.words().contains("net-rehearsal now holds the restored data"),
                 qPrintable(w.words()));
    for (int i = 0; i < 3; ++i)
        QTRY_VERIFY(parts->item(i)->text().contains("Done"));
}

void TestWizardActions::whatBackupsCant()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    for (const char *action : {"actionRestore", "actionCollections", "actionDownload"})
        QVERIFY(w.find<QRadioButton>(action)->isEnabled());
    QVERIFY(w.choose("sourceCluster", "little"));
    QVERIFY(!w.find<QRadioButton>("actionCollections")->isEnabled());
    QVERIFY(w.words().contains("Flex backups can only be restored as a whole."));
    QVERIFY(w.find<QRadioButton>("actionDownload")->isEnabled());
    QVERIFY(!w.find<QWidget>("pointClock")->isVisible());
    // The other way round: with the action chosen the cluster can't be.
    QVERIFY(w.choose("sourceCluster", "stock"));
    QVERIFY(w.find<QWidget>("pointClock")->isVisible());
    w.tick("actionCollections");
    QVERIFY(!w.choose("sourceCluster", "little"));
    // Downloads are made of snapshots only.
    w.tick("actionDownload");
    QVERIFY(!w.find<QWidget>("pointClock")->isVisible());
    QTRY_COMPARE(w.find<QTableView>("sourceSnapshots")->model()->rowCount(), 6);
}

void TestWizardActions::deletedCluster()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    QVERIFY(w.choose("sourceCluster", "attic"));
    auto *table = w.find<QTableView>("sourceSnapshots");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->setCurrentIndex(table->model()->index(0, 0));
    QVERIFY2(w.next()->isEnabled(), qPrintable(w.words()));
    w.click(w.next());
    QVERIFY(w.choose("targetProject", "Shop"));
    QVERIFY(!w.choose("targetCluster", "attic"));
    target(w, "rehearsal");
    start(w, "rehearsal");
    QVERIFY(w.changes().first().path.contains("/clusters/attic/"));
}

// The calls know clusters by name: they reach the living one.
void TestWizardActions::deletedClusterWithALivingNamesake()
{
    QByteArray world = kDedicatedWorld;
    world.replace("\"name\": \"attic\"", "\"name\": \"stock\"");
    WizardWorld w({}, world);
    QTRY_VERIFY(w.isReady());
    QList<Cluster> both = w.session->inventory().inventory().clusters;
    both.removeIf([](const Cluster &cluster) { return cluster.name != "stock"; });
    QCOMPARE(both.size(), 2);
    const Cluster &deleted = both[0].deleted ? both[0] : both[1];
    w.open();
    auto *sources = w.find<QComboBox>("sourceCluster");
    int offered = 0;
    for (int i = 0; i < sources->count(); ++i) {
        const bool gone = sources->itemText(i).contains("deleted");
        const bool can = bool(sources->model()->index(i, 0).flags() & Qt::ItemIsEnabled);
        offered += sources->itemText(i).startsWith("stock") && can ? 1 : 0;
        QVERIFY2(!gone || !can, qPrintable(sources->itemText(i)));
    }
    QCOMPARE(offered, 1);
    QVERIFY(w.choose("sourceCluster", "stock"));
    QVERIFY2(!sources->currentText().contains("deleted"), qPrintable(sources->currentText()));
    WizardStart start;
    start.source = deleted;
    w.open(start);
    QCOMPARE(w.find<QComboBox>("sourceCluster")->currentIndex(), -1);
    QVERIFY2(w.words().contains("has the same name"), qPrintable(w.words()));
}

void TestWizardActions::dryRunSendsNothing()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(0);
    w.open(startWith(snapshot));
    target(w, "rehearsal");
    w.tick("dryRun");
    QTRY_VERIFY(w.wizard->findChild<QPlainTextEdit *>("dryRunText"));
    const QString text = w.find<QPlainTextEdit>("dryRunText")->toPlainText();
    QVERIFY2(text.startsWith("POST "), qPrintable(text));
    QVERIFY(text.contains("/clusters/stock/backup/restoreJobs"));
    QVERIFY(text.contains(snapshot.id));
    QVERIFY(text.contains("rehearsal"));
    w.tick("dryRunClose");
    w.tick("copyCurl");
    QVERIFY(QApplication::clipboard()->text().startsWith("curl "));
    QVERIFY(w.words().contains("Copied."));
    w.tick("copyAtlasApi");
    QVERIFY(QApplication::clipboard()->text().contains("atlas api "));
    QVERIFY(!QApplication::clipboard()->text().contains("atlas backups"));
    QVERIFY(w.changes().isEmpty());
    QVERIFY(w.journal->entries().isEmpty());
    QVERIFY(!w.commit()->isEnabled());
}

void TestWizardActions::copiesOfABlockedPlanSaySo()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(0);
    // A target that is remembered is passed over to the review, where it is blocked.
    w.settings->setValue("restore/pairings/test/" + w.projectId("Shop") + "/stock",
                         QStringList {w.projectId("Shop"), "little"});
    w.open(startWith(snapshot));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains("A rule of this restore is broken"));
    for (const char *button : {"copyCurl", "copyAtlasApi"}) {
        w.tick(button);
        const QString text = QApplication::clipboard()->text();
        QVERIFY2(text.startsWith("# 'Snapback would not send this: "), qPrintable(text));
        QVERIFY(text.section('\n', 0, 0).contains("CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API"));
        // The rule's own sentence says how it should be.
        QVERIFY2(text.contains(QRegularExpression("this: The rule “[^”]+” is broken: ")),
                 qPrintable(text));
        QVERIFY(text.section('\n', 1).contains("restoreJobs")
                || text.section('\n', 1).contains("createBackupRestoreJob"));
    }
    QVERIFY(w.words().contains("Snapback would not send it"));
    w.tick("dryRun");
    QTRY_VERIFY(w.wizard->findChild<QPlainTextEdit *>("dryRunText"));
    QVERIFY(w.words().contains("Snapback would not send this: "));
    QVERIFY(!w.words().contains("what the start button would send"));
    w.tick("dryRunClose");
    QVERIFY(w.changes().isEmpty());
}

// The button that orders stands where Next was.
void TestWizardActions::aDoubleClickOnNextOrdersNothing()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open(startWith(ofKind(w.snapshots("Shop", "stock"), "cloud").value(1), PlanAction::Download));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    w.click(w.find<QAbstractButton>("wizardBack"));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::SourceId));
    QTRY_VERIFY(w.next()->isEnabled());
    const QPoint at = w.next()->mapTo(w.wizard.get(), w.next()->rect().center());
    w.click(w.next());
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QCoreApplication::processEvents();
    QCOMPARE(w.wizard->childAt(at), w.commit());
    QVERIFY(!w.commit()->isEnabled());
    w.click(w.commit());
    QTRY_VERIFY2(w.commit()->isEnabled(), qPrintable(w.words()));
    QVERIFY(w.changes().isEmpty());
    w.click(w.commit());
    QTRY_COMPARE(w.changes().size(), 1);
}

void TestWizardActions::theReviewBeginsWithWhatItWaitsFor_data()
{
    QTest::addColumn<PlanAction>("action");
    QTest::addColumn<QString>("field");
    QTest::newRow("restore") << PlanAction::Restore << "typedName";
    QTest::newRow("collections") << PlanAction::Collections << "typedName";
    QTest::newRow("download") << PlanAction::Download << "reason";
}

// Space, pressed once more out of habit, must not send the request for a snapshot.
void TestWizardActions::theReviewBeginsWithWhatItWaitsFor()
{
    QFETCH(const PlanAction, action);
    QFETCH(const QString, field);
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open(startWith(ofKind(w.snapshots("Shop", "stock"), "cloud").value(1), action));
    if (action == PlanAction::Collections) {
        QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ContentId));
        auto *name = w.find<QLineEdit>("contentName");
        name->setText("goods.items");
        QTest::keyClick(name, Qt::Key_Return);
        w.click(w.next());
    }
    if (action != PlanAction::Download)
        target(w, "rehearsal");
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QCoreApplication::processEvents();
    QVERIFY(w.wizard->focusWidget());
    QCOMPARE(w.wizard->focusWidget()->objectName(), field);
    w.press(Qt::Key_Space);
    QVERIFY(!w.session->isBusy());
    QVERIFY(w.changes().isEmpty());
    // What stands above the field is reached all the same.
    QVERIFY(w.tabTo(w.find<QWidget>("reviewChecks")));
    QVERIFY(w.tabTo(w.find<QWidget>("dryRun")));
    QVERIFY(w.tabTo(w.find<QWidget>(action == PlanAction::Download ? "reason" : "safetySnapshot")));
}

void TestWizardActions::readOnlyLooksAndStartsNothing()
{
    WizardWorld w({}, kDedicatedWorld, [](Profile &profile) { profile.readOnly = true; });
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(0);
    w.open(startWith(snapshot));
    target(w, "rehearsal");
    QVERIFY(w.words().contains("You marked this profile as read-only"));
    QVERIFY(!w.commit()->isVisible());
    QVERIFY(!w.find<QWidget>("typedName")->isVisible());
    QVERIFY(!w.find<QWidget>("safetySnapshot")->isVisible());
    w.tick("copyCurl");
    QVERIFY(QApplication::clipboard()->text().startsWith("# 'Snapback would not send this: "));
    QVERIFY(QApplication::clipboard()->text().contains("\ncurl "));
    w.wizard->next();
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.changes().isEmpty());

    w.open(startWith(snapshot, PlanAction::Download));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(!w.commit()->isVisible());
    w.wizard->next();
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.changes().isEmpty());
}

void TestWizardActions::duplicateIsSaidBeforeTheReview()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(0);
    w.open(startWith(snapshot));
    target(w, "rehearsal");
    start(w, "rehearsal");
    w.settings->clear();
    w.open(startWith(snapshot));
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::TargetId));
    QVERIFY(w.choose("targetProject", "Shop"));
    QVERIFY(w.choose("targetCluster", "rehearsal"));
    QTRY_VERIFY2(w.find<QWidget>("duplicate")->isVisible(), qPrintable(w.words()));
    QCOMPARE(w.changes().size(), 1);
}

void TestWizardActions::safetySnapshotFirst()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open(startWith(ofKind(w.snapshots("Shop", "stock"), "cloud").value(0)));
    target(w, "rehearsal");
    w.confirm("rehearsal");
    QTRY_VERIFY(w.commit()->isEnabled());
    w.tick("safetySnapshot");
    QVERIFY(!w.commit()->isEnabled());
    QTRY_VERIFY2(w.words().contains("The restore waits for your click"), qPrintable(w.words()));
    QCOMPARE(w.changes().size(), 1);
    QVERIFY(w.changes().first().path.endsWith("/clusters/rehearsal/backup/snapshots"));
    QCOMPARE(w.lastBody().value("retentionInDays").toInt(), 3);
    QTRY_VERIFY(!w.session->isBusy());
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.words().contains("The snapshot of the target is not complete yet"));
    w.sandbox->advance(30min);
    QTRY_VERIFY_WITH_TIMEOUT(w.words().contains("The snapshot of rehearsal is complete"), 15'000);
    // Complete is not started: that stays a click.
    QCOMPARE(w.changes().size(), 1);
    QVERIFY(w.commit()->isEnabled());
    w.click(w.commit());
    QTRY_COMPARE(w.wizard->currentId(), int(RestoreWizard::ProgressId));
    QCOMPARE(w.changes().size(), 2);
}

// Who wanted a snapshot first does not get the restore without it, unless they say so.
void TestWizardActions::safetySnapshotRefused()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open(startWith(ofKind(w.snapshots("Shop", "stock"), "cloud").value(0)));
    target(w, "rehearsal");
    w.confirm("rehearsal");
    QTRY_VERIFY(w.commit()->isEnabled());
    Fault refused;
    refused.verb = "POST";
    refused.path = "*/backup/snapshots";
    refused.status = 409;
    w.sandbox->addFault(refused);
    w.tick("safetySnapshot");
    QTRY_VERIFY2(w.words().contains("No snapshot was begun"), qPrintable(w.words()));
    QTRY_VERIFY(!w.session->isBusy());
    QVERIFY(!w.commit()->isEnabled());
    QVERIFY(w.find<QWidget>("safetySnapshot")->isVisible());
    w.tick("safetySkip");
    QVERIFY(w.commit()->isEnabled());
    QCOMPARE(w.changes().size(), 1);
}

void TestWizardActions::theSourceItOpensWithIsNamed()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    WizardStart start;
    start.source = w.cluster("Shop", "stock");
    start.action = PlanAction::Collections;
    w.open(start);
    QTRY_VERIFY2(w.find<QComboBox>("sourceCluster")->currentText().startsWith("stock"),
                 qPrintable(w.find<QComboBox>("sourceCluster")->currentText()));
}

// Paused, upgraded, made again: a review must not rest on what the window read in the morning.
void TestWizardActions::theReviewReadsTheClustersAnew()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    const auto reads = [&w] {
        const QList<SeenRequest> seen = w.sandbox->seenRequests();
        return std::count_if(seen.cbegin(), seen.cend(), [](const SeenRequest &request) {
            return request.verb == "GET" && request.path.endsWith("/clusters")
                && request.path.contains("/groups/");
        });
    };
    w.open(startWith(ofKind(w.snapshots("Shop", "stock"), "cloud").value(0)));
    QVERIFY(w.choose("targetProject", "Shop"));
    QVERIFY(w.choose("targetCluster", "rehearsal"));
    QTRY_VERIFY(!w.session->inventory().isLoading());
    const auto before = reads();
    w.click(w.next());
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QTRY_VERIFY(reads() > before);
}

void TestWizardActions::safetySnapshotWhyNot()
{
    WizardWorld w;
    QTRY_VERIFY(w.isReady());
    w.open(startWith(w.snapshots("Depot", "depot-flex").value(0)));
    QVERIFY(w.choose("targetProject", "Depot"));
    QVERIFY(w.choose("targetCluster", "depot-stage"));
    w.click(w.next());
    QVERIFY(!w.find<QWidget>("safetySnapshot")->isVisible());
    QVERIFY(w.words().contains("Atlas takes them on demand of M10 and above only"));
}

void TestWizardActions::againOfAPointInTime()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    RestoreJob job;
    job.id = "64b0c0c0c0c0c0c0c0c0c0c0";
    job.kind = kindById(u"cloud");
    job.projectId = job.targetProjectId = w.projectId("Shop");
    job.sourceCluster = "stock";
    job.targetCluster = "rehearsal";
    job.deliveryType = "pointInTime";
    job.snapshotTime = w.session->serverNow().addSecs(-5000);
    WizardStart start;
    start.again = job;
    w.open(start);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::SourceId));
    QVERIFY(w.words().contains("The point in time of that restore is filled in"));
    QVERIFY(w.find<QRadioButton>("pointClock")->isChecked());
    QCOMPARE(w.find<QDateTimeEdit>("pitTime")->dateTime().toSecsSinceEpoch(),
             job.snapshotTime.toSecsSinceEpoch());
    QTRY_VERIFY2(w.next()->isEnabled(), qPrintable(w.words()));
    w.click(w.next());
    QCOMPARE(w.find<QComboBox>("targetCluster")->currentData().toString(), "rehearsal");

    // From its snapshot: straight to the review.
    const Snapshot snapshot = ofKind(w.snapshots("Shop", "stock"), "cloud").value(2);
    job.deliveryType = "automated";
    job.snapshotId = snapshot.id;
    job.snapshotTime = snapshot.taken;
    start.again = job;
    w.open(start);
    QCOMPARE(w.wizard->currentId(), int(RestoreWizard::ReviewId));
    QVERIFY(w.words().contains(snapshot.id));
    QVERIFY(w.changes().isEmpty());
}

void TestWizardActions::everyFieldHasAName()
{
    WizardWorld w({}, kDedicatedWorld);
    QTRY_VERIFY(w.isReady());
    w.open();
    const auto labels = w.wizard->findChildren<QLabel *>();
    for (const char *name :
         {"wizardAction", "pitTime", "oplogSeconds", "oplogIncrement", "pointKind", "checkpoints",
          "contentFind", "contentName", "writeStrategy", "indexStrategy", "databaseSuffix",
          "collectionSuffix", "expirationHours", "maxDownloads", "safetyDays", "collectionRows",
          "jobParts", "evidence"}) {
        QWidget *field = w.find<QWidget>(name);
        QVERIFY2(!field->accessibleName().isEmpty(), name);
        QVERIFY2(std::any_of(labels.cbegin(), labels.cend(),
                             [field](const QLabel *label) { return label->buddy() == field; }),
                 name);
    }
    for (const char *name :
         {"actionRestore", "actionCollections", "actionDownload", "pointSnapshot", "pointClock",
          "pointOplog", "pointCheckpoint", "contentTree", "dryRun", "copyCurl", "copyAtlasApi",
          "safetySnapshot", "cancelDownload"})
        QVERIFY2(!w.find<QWidget>(name)->accessibleName().isEmpty(), name);
    const auto buttons = w.wizard->findChildren<QPushButton *>();
    for (const QPushButton *button : buttons) {
        QVERIFY2(!button->isDefault() && !button->autoDefault(), qPrintable(button->text()));
        QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
    }
}

QTEST_MAIN(TestWizardActions)
#include "tst_wizard_actions.moc"
