// What tables look like before anybody changes them: what has few words shows each of them whole,
// and so does every title. Names may be longer; pointing at one that is cut reads it out.
#include "application.h"
#include "atlas/jobkind.h"
#include "mainwindow.h"
#include "session/journal.h"
#include "support/transferscenes.h"
#include "tables/recordmodel.h"
#include "transfers/transferdelegates.h"
#include "widgets/recordtable.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QTest>
#include <QToolTip>

namespace {

const QDateTime kNow = QDateTime::fromString("2026-11-22T10:24:36Z", Qt::ISODate);

QList<RestoreJob> everyJob()
{
    QList<RestoreJob> jobs;
    for (int state = 0; state <= int(JobState::Failed); ++state) {
        for (const JobKind *kind : allKinds()) {
            RestoreJob job;
            job.id = QString::number(jobs.size());
            job.kind = kind;
            job.state = JobState(state);
            job.sourceCluster = "warehouse";
            job.snapshotTime = kNow.addDays(-200);
            job.created = kNow.addDays(-200);
            jobs.append(job);
        }
    }
    return jobs;
}

QList<Snapshot> everySnapshot()
{
    QList<Snapshot> snapshots;
    for (int state = 0; state <= int(SnapshotState::Failed); ++state) {
        for (const JobKind *kind : allKinds()) {
            if (!kind->listSnapshots)
                continue;
            Snapshot snapshot;
            snapshot.id = QString::number(snapshots.size());
            snapshot.kind = kind;
            snapshot.state = SnapshotState(state);
            snapshot.taken = kNow.addDays(-200);
            snapshot.expires = snapshot.taken.addYears(2);
            snapshot.type = snapshots.size() % 2 ? "scheduled" : "onDemand";
            snapshot.sizeBytes = 1'000LL << 30;
            snapshot.version = "8.0.13";
            snapshots.append(snapshot);
        }
    }
    return snapshots;
}

QList<TransferRow> everyTransfer()
{
    QList<TransferRow> rows;
    for (const TransferScene &scene : transferScenes())
        rows.append(scene.row);
    return rows;
}

QList<JournalEntry> everyEntry()
{
    QList<JournalEntry> entries;
    for (const char *action : {"restore", "collections", "download", "cancel", "snapshot"}) {
        for (int outcome = 0; outcome <= int(JournalEntry::Outcome::NotFound); ++outcome) {
            for (const JobKind *kind : allKinds()) {
                JournalEntry entry;
                entry.id = QString::number(entries.size());
                entry.action = action;
                entry.outcome = JournalEntry::Outcome(outcome);
                entry.kindId = kind->id;
                entry.time = kNow;
                entries.append(entry);
            }
        }
    }
    return entries;
}

class Tables
{
public:
    Tables()
    {
        QApplication::setQuitOnLastWindowClosed(false);
        fill("restorejobs", everyJob());
        fill("snapshots", everySnapshot());
        fill("transfers", everyTransfer());
        fill("activity", everyEntry());
    }
    RecordTable *table(const QString &name) { return m_window.findChild<RecordTable *>(name); }
    template <typename T> void fill(const char *name, const QList<T> &rows)
    {
        auto *model = static_cast<RecordModel<T> *>(table(name)->model());
        model->setContext({.now = kNow});
        model->sync(rows);
    }

private:
    static StartOptions sandbox()
    {
        StartOptions options;
        options.sandbox = true; // never started: its settings are nobody's
        return options;
    }
    Application m_application {sandbox()};
    MainWindow m_window {m_application};
};

int width(const RecordTable &table, const QModelIndex &index)
{
    return table.sizeHintForIndex(index).width();
}

} // namespace

class TestTableStyle : public QObject
{
    Q_OBJECT

private slots:
    void everyTitleIsWhole_data() { eachTable(); }
    void everyTitleIsWhole()
    {
        QFETCH(QString, name);
        Tables tables;
        const RecordTable *table = tables.table(name);
        QStringList cut;
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            const int wanted = table->horizontalHeader()->sectionSizeHint(column);
            if (!table->isColumnHidden(column) && table->columnWidth(column) < wanted)
                cut << QString("%1 needs %2 of %3")
                           .arg(table->model()->headerData(column, Qt::Horizontal).toString())
                           .arg(wanted)
                           .arg(table->columnWidth(column));
        }
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join("; ")));
    }

    void pointingAtACutNameReadsIt()
    {
        Tables tables;
        RestoreJob job;
        job.id = "1";
        job.sourceCluster = QString("long-name-").repeated(6) + "end";
        job.targetCluster = "short";
        tables.fill<RestoreJob>("restorejobs", {job});
        RecordTable *table = tables.table("restorejobs");
        table->resize(900, 200);
        auto *model = qobject_cast<RecordModelBase *>(table->model());
        const auto point = [&](const char *column) {
            const QRect cell =
                table->visualRect(model->index(0, model->columnOf(QLatin1String(column))));
            QHelpEvent event(QEvent::ToolTip, cell.center(),
                             table->viewport()->mapToGlobal(cell.center()));
            QApplication::sendEvent(table->viewport(), &event);
        };
        point("source");
        QVERIFY2(QToolTip::text().contains(job.sourceCluster), qPrintable(QToolTip::text()));
        point("target");
        QTRY_VERIFY(!QToolTip::text().contains(job.sourceCluster));
        QVERIFY(!QToolTip::text().contains("short"));
    }

    void aPausedTransferDoesNotLookCancelled()
    {
        TransferRow row;
        row.transfer.parts = {scenePart("a.tar.gz", TransferState::Paused)};
        const QString name = transferIconName(badgeOf(row));
        QVERIFY(name != theme::stateIconName(JobState::Cancelled));
        QVERIFY(!theme::icon(name, QColor(Qt::black)).isNull());
    }

    void everyWordIsWhole_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("jobs") << "restorejobs" << QStringList {"state", "kind", "taken", "created"};
        QTest::newRow("snapshots")
            << "snapshots"
            << QStringList {"taken", "kind", "state", "type", "size", "retention", "version"};
        QTest::newRow("transfers")
            << "transfers"
            << QStringList {"state", "progress", "verification", "speed", "left", "started"};
        QTest::newRow("activity") << "activity" << QStringList {"time", "state", "action", "kind"};
    }
    void everyWordIsWhole()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, columns);
        Tables tables;
        RecordTable *table = tables.table(name);
        auto *model = qobject_cast<RecordModelBase *>(table->model());
        QVERIFY(model->rowCount() > 0);
        QStringList cut;
        for (const QString &id : columns) {
            const int column = model->columnOf(QLatin1String(id.toLatin1()));
            QVERIFY2(column >= 0, qPrintable(id));
            QModelIndex longest = model->index(0, column);
            for (int row = 1; row < model->rowCount(); ++row) {
                const QModelIndex index = model->index(row, column);
                if (width(*table, index) > width(*table, longest))
                    longest = index;
            }
            if (width(*table, longest) > table->columnWidth(column))
                cut << QString("%1: “%2” needs %3 of %4")
                           .arg(id, longest.data().toString())
                           .arg(width(*table, longest))
                           .arg(table->columnWidth(column));
        }
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join("; ")));
    }

private:
    static void eachTable()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"restorejobs", "snapshots", "transfers", "activity"})
            QTest::newRow(name) << name;
    }
};

QTEST_MAIN(TestTableStyle)
#include "tst_tablestyle.moc"
