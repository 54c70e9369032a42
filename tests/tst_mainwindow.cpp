// The window on the sandbox, as a person sees it: choosing, filtering, refreshing, closing.
#include "application.h"
#include "mainwindow.h"
#include "sandbox/sandbox.h"
#include "sidebar.h"
#include "tables/recordmodel.h"
#include "widgets/banner.h"
#include "widgets/recordtable.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDateTimeEdit>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

namespace {

struct World {
    StartOptions options = [] {
        StartOptions o;
        o.sandbox = true;
        return o;
    }();
    Application application {options};
    MainWindow window {application};

    World()
    {
        QApplication::setQuitOnLastWindowClosed(false);
        window.resize(1200, 780);
        window.show();
        application.start();
    }
    bool ready() const
    {
        auto &self = const_cast<Application &>(application);
        return self.session() && self.session()->inventory().isLoaded()
            && !self.session()->inventory().isLoading();
    }
    QTreeWidget *tree() { return window.findChild<QTreeWidget *>("projectsAndClusters"); }
    QTabWidget *pages() { return window.findChild<QTabWidget *>("pages"); }
    QLineEdit *filter() { return window.findChild<QLineEdit *>("filter"); }
    RecordTable *table() { return pages()->currentWidget()->findChild<RecordTable *>(); }
    RecordModelBase *model() { return qobject_cast<RecordModelBase *>(table()->model()); }
    JobStore &jobs() { return application.session()->jobs(); }
    SnapshotStore &snapshots() { return application.session()->snapshots(); }

    bool choose(const QString &text)
    {
        for (QTreeWidgetItemIterator it(tree()); *it; ++it) {
            if ((*it)->text(0) == text) {
                tree()->setCurrentItem(*it);
                return true;
            }
        }
        return false;
    }
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void theTreeShowsEveryClusterWithItsTier()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("loyalty-m5"));
        QCOMPARE(world.tree()->currentItem()->text(1), QString("M5"));
        QTRY_VERIFY(world.choose("orders-flex"));
        QCOMPARE(world.tree()->currentItem()->text(1), QString("Flex"));
        QCOMPARE(world.tree()->topLevelItem(0)->text(0), QString("All jobs"));
        QCOMPARE(world.tree()->accessibleName(), QString("Projects and clusters"));
    }

    void choosingAClusterShowsItsJobsAlone()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        QTRY_VERIFY(world.model()->rowCount() > 0 && !world.jobs().isLoading());
        const int source = world.model()->columnOf(QLatin1String("source"));
        for (int row = 0; row < world.model()->rowCount(); ++row)
            QCOMPARE(world.model()->index(row, source).data().toString(), QString("orders-flex"));
        QVERIFY(world.window.windowTitle().contains("orders-flex"));
    }

    void whatIsActedOnIsWhatIsHighlighted()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        world.pages()->setCurrentIndex(1);
        QTRY_VERIFY(world.model()->rowCount() > 5 && !world.snapshots().isLoading());
        RecordTable *table = world.table();
        auto *restore = world.pages()->currentWidget()->findChild<QPushButton *>("restoreSnapshot");
        QVERIFY(restore);
        const auto lit = [&] {
            QStringList ids;
            for (const QModelIndex &row : table->selectionModel()->selectedRows())
                ids << world.model()->idAt(row.row());
            return ids;
        };
        const auto at = [&](int row) {
            return table->visualRect(world.model()->index(row, 0)).center();
        };
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at(1));
        QCOMPARE(lit(), QStringList {world.model()->idAt(1)});
        QCOMPARE(table->currentId(), world.model()->idAt(1));
        QVERIFY(restore->isVisible());
        for (const auto key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_End, Qt::Key_Home, Qt::Key_Up}) {
            QTest::keyClick(table, key, Qt::ControlModifier);
            QCOMPARE(lit(), QStringList {table->currentId()});
        }
        QTest::keyClick(table, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(table->currentId(), world.model()->idAt(1));
        // Taken out of the highlighted ones by hand: then it is about none.
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::ControlModifier, at(3));
        QCOMPARE(table->currentId(), world.model()->idAt(3));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::ControlModifier, at(3));
        QCOMPARE(lit(), QStringList {world.model()->idAt(1)});
        QCOMPARE(table->currentId(), QString());
        QVERIFY(!restore->isVisible());
    }

    void theCommandLineChoosesTheCluster()
    {
        StartOptions options;
        options.sandbox = true;
        options.clusterName = "fieldnotes";
        Application application(options);
        MainWindow window(application);
        window.show();
        application.start();
        auto *tree = window.findChild<QTreeWidget *>("projectsAndClusters");
        QTRY_VERIFY_WITH_TIMEOUT(
            tree->currentItem() && tree->currentItem()->text(0) == "fieldnotes", 20'000);
        QTRY_VERIFY(!application.session()->jobs().records().isEmpty());
        for (const RestoreJob &job : application.session()->jobs().records())
            QCOMPARE(job.sourceCluster, QString("fieldnotes"));
    }

    void aBigListIsReadToItsEndByScrolling()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("events-flex"));
        QTRY_COMPARE(world.model()->totalRows(), 100);
        QTRY_VERIFY(!world.jobs().isLoading());
        world.table()->verticalScrollBar()->setValue(world.table()->verticalScrollBar()->maximum());
        QTRY_COMPARE(world.model()->totalRows(), 200);
    }

    void filterNarrowsAndGivesTheSelectionBack()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        QTRY_VERIFY(world.model()->rowCount() > 5 && !world.jobs().isLoading());
        const int all = world.model()->rowCount();
        world.filter()->setText("state:failed");
        QVERIFY(world.model()->rowCount() > 0 && world.model()->rowCount() < all);
        const QString failed = world.model()->idAt(0);
        world.table()->selectId(failed);
        world.filter()->setText("state:done");
        QVERIFY(world.table()->currentId() != failed);
        world.filter()->clear();
        QCOMPARE(world.model()->rowCount(), all);
        QCOMPARE(world.table()->currentId(), failed);
    }

    void aRefreshKeepsSelectionAndScroll()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("events-flex"));
        QTRY_VERIFY(world.model()->rowCount() == 100 && !world.jobs().isLoading());
        world.table()->selectId(world.model()->idAt(40));
        const QString current = world.table()->currentId();
        const int scroll = world.table()->verticalScrollBar()->value();
        world.application.refresh();
        QTRY_VERIFY(world.jobs().isLoading());
        QTRY_VERIFY(!world.jobs().isLoading() && world.ready());
        QTRY_COMPARE(world.table()->currentId(), current);
        QCOMPARE(world.table()->verticalScrollBar()->value(), scroll);
    }

    void copyingACellAndARow()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        QTRY_VERIFY(world.model()->rowCount() > 0 && !world.jobs().isLoading());
        world.filter()->setText("state:ready");
        QTRY_VERIFY(world.model()->rowCount() > 0);
        world.table()->setCurrentIndex(
            world.model()->index(0, world.model()->columnOf(QLatin1String("source"))));
        QTest::keyClick(world.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString("orders-flex"));
        QTest::keyClick(world.table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QString json = QApplication::clipboard()->text();
        QVERIFY(json.contains(world.table()->currentId()));
        QVERIFY2(!json.contains("://"), "a pre-signed URL was copied with the row");
    }

    void columnsAreRemembered()
    {
        World world;
        auto *jobs = world.pages()->widget(0)->findChild<RecordTable *>();
        const int kind = world.model()->columnOf(QLatin1String("kind"));
        jobs->setColumnHidden(kind, true);
        jobs->horizontalHeader()->moveSection(0, 2);
        RecordTable again("Restore jobs", *world.model(), {}, world.application.settings());
        QVERIFY(again.isColumnHidden(kind));
        QCOMPARE(again.horizontalHeader()->visualIndex(0), 2);
    }

    void theLastGoodSnapshotIsFound()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        world.pages()->setCurrentIndex(1);
        QTRY_VERIFY(world.model()->rowCount() > 2);
        auto *before = world.pages()->currentWidget()->findChild<QDateTimeEdit *>();
        before->setDateTime(QDateTime::currentDateTime().addDays(-2));
        QTest::mouseClick(world.pages()->currentWidget()->findChild<QPushButton *>("findLastGood"),
                          Qt::LeftButton);
        QVERIFY(!world.table()->currentId().isEmpty());
        const int taken = world.model()->columnOf(QLatin1String("taken"));
        const int row = world.model()->rowOfId(world.table()->currentId());
        const qint64 at =
            world.model()->index(row, taken).data(RecordModelBase::SortKeyRole).toLongLong();
        QVERIFY(at <= before->dateTime().toSecsSinceEpoch());
        for (int other = 0; other < world.model()->rowCount(); ++other) {
            const qint64 time =
                world.model()->index(other, taken).data(RecordModelBase::SortKeyRole).toLongLong();
            const bool done = world.model()
                                  ->index(other, world.model()->columnOf(QLatin1String("state")))
                                  .data(RecordModelBase::StateRole)
                                  .toInt()
                == int(JobState::Done);
            QVERIFY(!done || time <= at || time > before->dateTime().toSecsSinceEpoch());
        }
    }

    void closingTheProfileLeavesNothingOnScreen()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QTRY_VERIFY(world.choose("orders-flex"));
        QTRY_VERIFY(world.model()->rowCount() > 0);
        QVERIFY(world.application.closeSession());
        QCOMPARE(world.model()->totalRows(), 0);
        QCOMPARE(world.tree()->topLevelItemCount(), 0);
        QVERIFY(!world.window.windowTitle().contains("orders-flex"));
    }

    void everythingHasANameForAssistiveTools()
    {
        World world;
        QTRY_VERIFY_WITH_TIMEOUT(world.ready(), 20'000);
        QCOMPARE(world.filter()->accessibleName(), QString("Filter"));
        QStringList tables;
        for (const auto *table : world.window.findChildren<RecordTable *>())
            tables << table->accessibleName();
        tables.sort();
        QCOMPARE(tables, QStringList({"Activity", "Restore jobs", "Snapshots", "Transfers"}));
        QStringList actions;
        for (const auto *action : world.window.findChildren<QAction *>())
            actions << action->text();
        QVERIFY(actions.contains("Refresh") && actions.contains("Restore…"));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
