// The tab "Snapshots" on a sandbox of its own: every sort in table and picture, taking one, lost
// answers, deleted clusters.
#include "session/environmentmarks.h"
#include "sidebar.h"
#include "snapshots/snapshotspage.h"
#include "snapshots/takesnapshotdialog.h"
#include "snapshots/timeline.h"
#include "support/opensandbox.h"
#include "widgets/banner.h"
#include "widgets/factsview.h"
#include "widgets/recordtable.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>

namespace {

const QByteArray kWorld = R"({
  "pace": { "pending": "30s", "run": "60s" },
  "organizations": [ { "name": "Mill Lane", "projects": [ { "name": "Mill", "clusters": [
    { "name": "flour", "tier": "M10", "version": "8.0.4", "pit": true, "restoreWindowDays": 2,
      "snapshots": [
        { "type": "scheduled", "frequency": "hourly", "repeat": 4, "every": "6h", "at": "-2h",
          "keep": "2d", "sizeGB": 4 },
        { "type": "onDemand", "frequency": "ondemand", "at": "-30h", "keep": "30d", "sizeGB": 4,
          "description": "Before the new recipe" },
        { "type": "fallback", "frequency": "daily", "at": "-40h", "keep": "8d", "sizeGB": 3 },
        { "type": "scheduled", "frequency": "daily", "at": "-20h", "keep": "7d", "failed": true } ],
      "jobs": [ { "delivery": "automated", "at": "-1h", "target": "bread", "takes": "3m" } ] },
    { "name": "bread", "tier": "M10", "version": "8.0.4",
      "snapshots": [ { "type": "scheduled", "frequency": "daily", "at": "-9h", "keep": "7d" } ] },
    { "name": "dough", "tier": "M30", "version": "8.0.4", "shards": 2,
      "snapshots": [ { "type": "scheduled", "frequency": "daily", "at": "-8h", "keep": "7d" } ] },
    { "name": "crumbs", "tier": "FLEX", "version": "8.0.4",
      "snapshots": [ { "repeat": 3, "every": "1d", "at": "-5h" } ] },
    { "name": "tasting", "tier": "M0", "version": "8.0.4" },
    { "name": "oven-2019", "tier": "M10", "version": "8.0.4", "deleted": true,
      "snapshots": [ { "type": "scheduled", "frequency": "monthly", "repeat": 2, "every": "30d",
          "at": "-40d", "keep": "1y", "sizeGB": 2 } ] } ] } ] } ] })";

SandboxOptions options()
{
    SandboxOptions options;
    options.worldJson = kWorld;
    return options;
}

/// The page over a session, and the hands of a person.
struct Shown {
    OpenSandbox opened {options()};
    QSettings settings {opened.dir.filePath("s.ini"), QSettings::IniFormat};
    std::unique_ptr<Session> session;
    std::unique_ptr<EnvironmentMarks> marks;
    SnapshotsPage page {settings};
    QSignalSpy restores {&page, &SnapshotsPage::restoreRequested};

    explicit Shown(bool readOnly = false)
    {
        opened.profile.readOnly = readOnly;
        session = opened.open();
        marks = std::make_unique<EnvironmentMarks>(settings, opened.profile);
        page.resize(1000, 700);
        page.show();
        page.setSession(session.get(), marks.get());
        session->snapshots().setPollLimits(std::chrono::milliseconds(30),
                                           std::chrono::milliseconds(60));
    }
    ~Shown() { page.setSession(nullptr, nullptr); }

    void choose(const QStringList &names)
    {
        QList<Cluster> scope;
        for (const QString &name : names)
            scope << OpenSandbox::cluster(*session, name);
        session->jobs().setScope(scope);
        session->jobs().refresh();
        session->snapshots().setScope(scope);
        session->snapshots().refresh();
        QTRY_VERIFY(session->snapshots().isLoaded() && !session->snapshots().isLoading()
                    && session->jobs().isLoaded() && !session->jobs().isLoading());
        QTRY_COMPARE(model()->totalRows(), int(session->snapshots().records().size()));
    }
    RecordTable *table() const { return page.findChild<RecordTable *>(); }
    RecordModelBase *model() const { return qobject_cast<RecordModelBase *>(table()->model()); }
    Timeline *timeline() const { return page.findChild<Timeline *>("timeline"); }
    QAction *take() const { return page.findChild<QAction *>("takeSnapshot"); }
    QString cell(int row, const char *column, int role = Qt::DisplayRole) const
    {
        return model()->index(row, model()->columnOf(QLatin1String(column))).data(role).toString();
    }
    int rowWith(const char *column, const QString &text) const
    {
        for (int row = 0; row < model()->rowCount(); ++row) {
            if (cell(row, column) == text)
                return row;
        }
        return -1;
    }
    void select(int row) const { table()->setCurrentIndex(model()->index(row, 0)); }
    /// Everything that can be read on the details.
    QString details() const
    {
        QStringList words;
        for (const auto *facts : page.findChildren<FactsView *>()) {
            for (const auto *label : facts->findChildren<QLabel *>())
                words << label->text();
        }
        return words.join('\n');
    }
    TakeSnapshotDialog *ask()
    {
        take()->trigger();
        return page.findChild<TakeSnapshotDialog *>();
    }
    QList<SeenRequest> posts() const
    {
        QList<SeenRequest> list = opened.sandbox->seenRequests();
        list.removeIf([](const SeenRequest &request) {
            return request.verb != "POST" || !request.path.endsWith("/backup/snapshots");
        });
        return list;
    }
};

QString said(const TakeSnapshotDialog *dialog)
{
    const auto *banner = dialog->findChild<Banner *>();
    return banner->isVisible() ? banner->text() : QString();
}

QPushButton *sendButton(const TakeSnapshotDialog *dialog)
{
    return dialog->findChild<QPushButton *>("sendTakeSnapshot");
}

} // namespace

class TestSnapshots : public QObject
{
    Q_OBJECT

private slots:
    void everySortIsInTheTable()
    {
        Shown shown;
        shown.choose({"flour", "dough", "crumbs"});
        const int fallback = shown.rowWith("type", "Fallback");
        QVERIFY(fallback >= 0);
        QVERIFY(shown.cell(fallback, "type", Qt::ToolTipRole).contains("inconsistent"));
        const int wanted = shown.rowWith("description", "Before the new recipe");
        QVERIFY(wanted >= 0);
        QCOMPARE(shown.cell(wanted, "type"), QString("On demand"));
        QCOMPARE(shown.cell(wanted, "frequency"), QString());
        QVERIFY2(shown.cell(wanted, "retention").startsWith("kept 30 days, expires in"),
                 qPrintable(shown.cell(wanted, "retention")));
        const int failed = shown.rowWith("state", "Failed");
        QVERIFY(failed >= 0);
        QVERIFY(shown.cell(failed, "taken").startsWith("begun "));
        const int sharded = shown.rowWith("cluster", "dough");
        QVERIFY(shown.cell(sharded, "members").toInt() >= 2);
        QVERIFY(shown.rowWith("kind", "Flex") >= 0);

        shown.select(fallback);
        const auto banners = shown.page.findChildren<Banner *>();
        QVERIFY(std::any_of(banners.cbegin(), banners.cend(), [](const Banner *banner) {
            return banner->isVisible() && banner->text().contains("inconsistent");
        }));
    }

    void theScheduleIsToldInWords()
    {
        Shown shown;
        shown.choose({"flour"});
        shown.select(0);
        QTRY_VERIFY2(shown.details().contains("On: any second of the last 2 days"),
                     qPrintable(shown.details()));
        QTRY_VERIFY2(shown.details().contains("Next snapshot"), qPrintable(shown.details()));
        QVERIFY2(shown.details().contains(", kept "), qPrintable(shown.details()));
        shown.choose({"crumbs"});
        shown.select(0);
        QTRY_VERIFY(shown.details().contains("no schedule to read"));
    }

    void tableAndPictureShowTheSame()
    {
        Shown shown;
        shown.choose({"flour"});
        QTRY_COMPARE(shown.timeline()->markCount(), shown.model()->rowCount());
        QTRY_VERIFY(shown.timeline()->lanes().first().pitFrom.isValid());
        QCOMPARE(shown.timeline()->lanes().first().restores.size(), 1);
        shown.select(2);
        QCOMPARE(shown.timeline()->currentId(), shown.table()->currentId());
        shown.timeline()->setFocus();
        QTest::keyClick(shown.timeline(), Qt::Key_Home);
        QVERIFY(!shown.timeline()->currentId().isEmpty());
        QCOMPARE(shown.table()->currentId(), shown.timeline()->currentId());
        QTest::keyClick(shown.timeline(), Qt::Key_Return);
        QCOMPARE(shown.restores.count(), 1);
        QCOMPARE(shown.restores.first().first().value<Snapshot>().id,
                 shown.timeline()->currentId());
    }

    void everyClusterHasALane()
    {
        Shown shown;
        shown.choose({"flour", "bread", "crumbs", "tasting"});
        QTRY_COMPARE(shown.timeline()->lanes().size(), 3); // what has no snapshots has no lane
        QTRY_COMPARE(shown.timeline()->lanes().at(1).restores.size(), 1);
        QVERIFY(shown.timeline()->lanes().at(1).restores.first().onto);
    }

    void thePictureCanBeClosed()
    {
        Shown shown;
        auto *toggle = shown.page.findChild<QAction *>("showTimeline");
        QVERIFY(toggle->isChecked() && shown.timeline()->isVisible());
        toggle->trigger();
        QVERIFY(!shown.timeline()->isVisible());
        SnapshotsPage again(shown.settings);
        again.show();
        QVERIFY(!again.findChild<Timeline *>("timeline")->isVisible());
    }

    void takingOne()
    {
        Shown shown;
        shown.choose({"flour"});
        QVERIFY(shown.take()->isEnabled());
        const int before = shown.model()->totalRows();
        QPointer<TakeSnapshotDialog> dialog = shown.ask();
        QVERIFY(dialog && dialog->isVisible());
        auto *days = dialog->findChild<QSpinBox *>("snapshotRetention");
        QCOMPARE(days->value(), 7);
        QCOMPARE(days->minimum(), 1);
        QTest::keyClicks(dialog->findChild<QLineEdit *>("snapshotDescription"), "Before the feast");
        days->setValue(3);
        QTest::keyClicks(dialog->findChild<QLineEdit *>("snapshotReason"), "MILL-7");
        QVERIFY(shown.posts().isEmpty());
        QTest::mouseClick(sendButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QCOMPARE(shown.posts().size(), 1);
        const QByteArray body = shown.posts().first().body;
        QVERIFY2(body.contains("\"Before the feast\"") && body.contains("\"retentionInDays\":3")
                     && !body.contains("MILL-7"),
                 body.constData());
        QTRY_COMPARE(shown.model()->totalRows(), before + 1);
        const int row = shown.rowWith("description", "Before the feast");
        QVERIFY(row >= 0);
        QCOMPARE(shown.table()->currentId(), shown.model()->idAt(row));
        QCOMPARE(shown.opened.journal->entries().first().reason, QString("MILL-7"));

        // Followed by itself until it is there.
        QTRY_COMPARE(shown.cell(shown.rowWith("description", "Before the feast"), "state"),
                     QString("Queued"));
        shown.opened.sandbox->advance(std::chrono::seconds(40));
        QTRY_COMPARE(shown.cell(shown.rowWith("description", "Before the feast"), "state"),
                     QString("Running"));
        shown.opened.sandbox->advance(std::chrono::seconds(80));
        QTRY_COMPARE(shown.cell(shown.rowWith("description", "Before the feast"), "state"),
                     QString("Done"));
        // And then left alone.
        QTRY_VERIFY(!shown.session->snapshots().isLoading());
        QTRY_COMPARE(shown.session->snapshots().pollInterval(), std::chrono::milliseconds(30));
    }

    void oneAtATimeIsSaidBefore()
    {
        Shown shown;
        shown.choose({"flour"});
        QPointer<TakeSnapshotDialog> dialog = shown.ask();
        QTest::mouseClick(sendButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QTRY_VERIFY(shown.rowWith("state", "Queued") >= 0);
        dialog = shown.ask();
        QVERIFY2(said(dialog).contains("still being taken"), qPrintable(said(dialog)));
        // Nothing is squeezed for the words above it.
        const auto fields =
            dialog->findChildren<QLineEdit *>(QString(), Qt::FindDirectChildrenOnly);
        for (QWidget *field : fields)
            QTRY_VERIFY(field->height() >= field->minimumSizeHint().height());
        QTest::mouseClick(sendButton(dialog), Qt::LeftButton);
        QTRY_VERIFY2(said(dialog).contains("No snapshot was asked for"), qPrintable(said(dialog)));
        QVERIFY(sendButton(dialog)->isEnabled()); // nothing began: it may be tried again
        dialog->reject();
    }

    void aLostAnswer()
    {
        Shown shown;
        shown.choose({"flour"});
        Fault fault;
        fault.verb = "POST";
        fault.path = "*/backup/snapshots";
        fault.request = Fault::Request::CarriedOut;
        fault.cutAfter = 0;
        shown.opened.sandbox->addFault(fault);
        QPointer<TakeSnapshotDialog> dialog = shown.ask();
        QTest::keyClicks(dialog->findChild<QLineEdit *>("snapshotDescription"), "Lost");
        QTest::mouseClick(sendButton(dialog), Qt::LeftButton);
        QTRY_VERIFY2(said(dialog).contains("We don't know"), qPrintable(said(dialog)));
        QVERIFY(said(dialog).contains("before you ask again"));
        QVERIFY(!sendButton(dialog)->isEnabled());
        QTRY_VERIFY(shown.rowWith("description", "Lost") >= 0); // the list was read again
        QTest::mouseClick(dialog->findChild<QPushButton *>("lookAtSnapshots"), Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QCOMPARE(shown.posts().size(), 1);
    }

    void whereNoneCanBeTaken_data()
    {
        QTest::addColumn<QStringList>("scope");
        QTest::addColumn<bool>("readOnly");
        QTest::addColumn<QString>("words");
        QTest::newRow("flex") << QStringList {"crumbs"} << false << "M10 and above";
        QTest::newRow("free") << QStringList {"tasting"} << false << "no backups";
        QTest::newRow("deleted") << QStringList {"oven-2019"} << false << "is deleted";
        QTest::newRow("several") << QStringList {"flour", "bread"} << false << "Choose a cluster";
        QTest::newRow("read-only") << QStringList {"flour"} << true << "read-only";
    }
    void whereNoneCanBeTaken()
    {
        QFETCH(QStringList, scope);
        QFETCH(bool, readOnly);
        QFETCH(QString, words);
        Shown shown(readOnly);
        shown.choose(scope);
        QVERIFY(!shown.take()->isEnabled());
        QVERIFY2(shown.take()->toolTip().contains(words), qPrintable(shown.take()->toolTip()));
        QCOMPARE(shown.take()->statusTip(), shown.take()->toolTip());
        auto *button = shown.page.findChild<QToolButton *>("takeSnapshotButton");
        QCOMPARE(button->accessibleDescription(), shown.take()->toolTip());
    }

    void aRowChoosesTheCluster()
    {
        Shown shown;
        shown.choose({"flour", "crumbs"});
        shown.select(shown.rowWith("cluster", "flour"));
        QVERIFY(shown.take()->isEnabled());
        QVERIFY(shown.take()->toolTip().contains("flour"));
        shown.select(shown.rowWith("cluster", "crumbs"));
        QVERIFY(!shown.take()->isEnabled());
    }

    void aReadOnlyProfileRestoresNothing()
    {
        Shown shown(true);
        shown.choose({"flour"});
        shown.select(shown.rowWith("state", "Done"));
        auto *restore = shown.page.findChild<QPushButton *>("restoreSnapshot");
        QVERIFY(!restore->isEnabled());
        QVERIFY(restore->toolTip().contains("read-only"));
        QTest::keyClick(shown.table(), Qt::Key_Return);
        QCOMPARE(shown.restores.count(), 0);
    }

    void deletedClustersStandApartInTheTree()
    {
        Shown shown;
        Sidebar sidebar;
        sidebar.setInventory(&shown.session->inventory());
        const auto *tree = sidebar.findChild<QTreeWidget *>();
        const auto found = tree->findItems("oven-2019", Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first()->parent()->text(0), QString("Deleted, backups kept"));
        QCOMPARE(found.first()->parent()->parent()->text(0), QString("Mill"));
        QCOMPARE(found.first()->data(0, Qt::AccessibleTextRole).toString(),
                 QString("oven-2019, deleted, backups kept"));
        const auto names = [&] {
            QStringList list;
            for (const Cluster &cluster : sidebar.scope())
                list << cluster.name;
            return list;
        };
        const QString project = OpenSandbox::cluster(*shown.session, "flour").projectId;
        sidebar.select(project, {});
        QVERIFY(names().contains("flour") && !names().contains("oven-2019"));
        sidebar.select(project, "oven-2019");
        QCOMPARE(names(), QStringList({"oven-2019"}));
        QVERIFY(sidebar.currentCluster() && sidebar.currentCluster()->deleted);
        sidebar.setInventory(nullptr);
    }

    void aDeletedClustersSnapshotsCanBeRestored()
    {
        Shown shown;
        QVERIFY(OpenSandbox::cluster(*shown.session, "oven-2019").deleted);
        shown.choose({"oven-2019"});
        QCOMPARE(shown.model()->rowCount(), 2);
        QTRY_COMPARE(shown.timeline()->lanes().value(0).title, QString("oven-2019 (deleted)"));
        shown.select(0);
        QVERIFY(shown.details().contains("The cluster is deleted"));
        auto *restore = shown.page.findChild<QPushButton *>("restoreSnapshot");
        QVERIFY2(restore->isEnabled(), qPrintable(restore->toolTip()));
        QTest::mouseClick(restore, Qt::LeftButton);
        QCOMPARE(shown.restores.count(), 1);
    }

    void nothingStaysOfAClosedSession()
    {
        Shown shown;
        shown.choose({"flour"});
        shown.select(0);
        QPointer<TakeSnapshotDialog> dialog = shown.ask();
        QVERIFY(dialog);
        shown.page.setSession(nullptr, nullptr);
        QVERIFY(!dialog);
        QCOMPARE(shown.model()->totalRows(), 0);
        QCOMPARE(shown.timeline()->markCount(), 0);
        QVERIFY(!shown.take()->isEnabled());
    }
};

QTEST_MAIN(TestSnapshots)
#include "tst_snapshots.moc"
