// What the tables of jobs and snapshots show, sort and find, and the last good snapshot.
#include "atlas/jobkind.h"
#include "tables/jobcolumns.h"
#include "tables/lastgood.h"
#include "tables/recordmodel.h"
#include "tables/snapshotcolumns.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace {

QDateTime utc(const char *text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

const QDateTime kNow = utc("2026-05-04T09:00:00Z");

const JobKind *fakeKind(const char *id, QString (*title)())
{
    auto *kind = new JobKind {};
    kind->id = id;
    kind->title = title;
    return kind;
}

const JobKind *paper()
{
    static const std::unique_ptr<const JobKind> kind(
        fakeKind("paper", [] { return QString("A4/A5"); }));
    return kind.get();
}

const JobKind *stone()
{
    static const std::unique_ptr<const JobKind> kind(
        fakeKind("stone", [] { return QString("Tablet"); }));
    return kind.get();
}

TextContext context(const QDateTime &now = kNow)
{
    return {now, [](const QString &id) {
                return id == "p1" ? QString("Orders") : id == "p2" ? QString("Lab") : QString();
            }};
}

QList<RestoreJob> jobs()
{
    RestoreJob running;
    running.id = "6a0000000000000000000001";
    running.kind = paper();
    running.projectId = "p1";
    running.targetProjectId = "p1";
    running.sourceCluster = "orders-a5";
    running.targetCluster = "orders-stg";
    running.snapshotId = "5f0000000000000000000011";
    running.state = JobState::Running;
    running.rawState = "AT_WORK";
    running.created = kNow.addSecs(-240);
    running.snapshotTime = utc("2026-05-04T07:10:00Z");

    RestoreJob ready;
    ready.id = "6a0000000000000000000002";
    ready.kind = stone();
    ready.projectId = "p1";
    ready.sourceCluster = "billing";
    ready.snapshotId = "5f0000000000000000000012";
    ready.download = true;
    ready.state = JobState::Ready;
    ready.created = kNow.addSecs(-3600 * 5);
    ready.expires = kNow.addSecs(1800);
    ready.snapshotTime = utc("2026-05-01T22:05:00Z");

    RestoreJob failed = running;
    failed.id = "7b0000000000000000000003";
    failed.projectId = "p9";
    failed.targetProjectId = "p2";
    failed.state = JobState::Failed;
    failed.created = kNow.addDays(-5);
    failed.finished = kNow.addDays(-4);
    failed.snapshotTime = {};

    RestoreJob bare; // nothing but an id must show too
    bare.id = "8c";
    return {running, ready, failed, bare};
}

Snapshot snapshot(const char *id, const QDateTime &taken,
                  SnapshotState state = SnapshotState::Completed, const char *type = "scheduled",
                  const QDateTime &expires = {})
{
    Snapshot s;
    s.id = id;
    s.kind = paper();
    s.projectId = "p1";
    s.cluster = "orders-a5";
    s.state = state;
    s.taken = taken;
    s.type = type;
    s.expires = expires;
    return s;
}

QString cell(const QAbstractItemModel &model, int row, const char *column,
             int role = Qt::DisplayRole)
{
    const auto &records = static_cast<const RecordModelBase &>(model);
    return model.index(row, records.columnOf(QLatin1String(column))).data(role).toString();
}

// Rows by their place in what was synced, to keep the tables short.
template <typename T> QString shownRows(const RecordModel<T> &model)
{
    QString rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (qsizetype i = 0; i < model.records().size(); ++i) {
            if (model.records()[i].id == model.idAt(row))
                rows += QString::number(i);
        }
    }
    return rows;
}

} // namespace

class TestColumns : public QObject
{
    Q_OBJECT
private slots:
    void jobTexts_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QString>("text");
        const auto add = [](int row, const char *column, const char *text) {
            QTest::addRow("%d %s", row, column) << row << QByteArray(column) << QString(text);
        };
        add(0, "state", "Running");
        add(1, "state", "Ready");
        add(2, "state", "Failed");
        add(3, "state", "Unknown");
        add(0, "kind", "A4/A5");
        add(3, "kind", "");
        add(0, "project", "Orders");
        add(2, "project", "p9"); // a project nobody knows
        add(0, "source", "orders-a5");
        add(0, "taken", "1 h ago 07:10");
        add(1, "taken", "2 d ago 2026-05-01 22:05");
        add(2, "taken", "");
        add(0, "target", "orders-stg");
        add(1, "target", "download");
        add(2, "target", "Lab / orders-stg");
        add(0, "created", "4 min ago");
        add(3, "created", "");
        add(2, "finished", "4 d ago");
        add(1, "expires", "in 30 min");
        add(0, "snapshot", "5f0000000000000000000011");
        add(3, "id", "8c");
    }
    void jobTexts()
    {
        QFETCH(int, row);
        QFETCH(QByteArray, column);
        RecordModel<RestoreJob> model(jobTable());
        model.refreshTexts(context());
        model.sync(jobs());
        QTEST(cell(model, row, column), "text");
    }

    void jobToolTipsAndTitles()
    {
        RecordModel<RestoreJob> model(jobTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.refreshTexts(context());
        model.sync(jobs());
        QCOMPARE(cell(model, 0, "state", Qt::ToolTipRole), "AT_WORK");
        QCOMPARE(cell(model, 0, "created", Qt::ToolTipRole), "2026-05-04 08:56:00 (08:56:00 UTC)");
        QStringList first;
        QStringList hidden;
        for (int c = 0; c < model.columnCount(); ++c)
            (model.isHiddenAtFirst(c) ? hidden : first)
                << model.headerData(c, Qt::Horizontal).toString();
        QCOMPARE(first.join(','),
                 "State,Kind,Project,Source,Snapshot taken,Target,Created,Progress");
        QCOMPARE(hidden.join(','), "Finished,Expires,Started by,Type,Batch ID,Snapshot ID,Job ID");
        QCOMPARE(model.index(0, 3).data(Qt::AccessibleTextRole).toString(), "Source: orders-a5");
    }

    void linksExpireWithTheClock()
    {
        RecordModel<RestoreJob> model(jobTable());
        model.refreshTexts(context());
        model.sync(jobs());
        model.setFilterText("state:ready");
        QCOMPARE(shownRows(model), "1");
        QCOMPARE(model.index(0, 0).data(RecordModelBase::StateRole).toInt(), int(JobState::Ready));
        model.refreshTexts(context(kNow.addSecs(1801)));
        QCOMPARE(shownRows(model), "");
        model.setFilterText("expired");
        QCOMPARE(shownRows(model), "1");
        QCOMPARE(cell(model, 0, "state"), "Expired");
        QCOMPARE(model.index(0, 0).data(RecordModelBase::StateRole).toInt(),
                 int(JobState::Expired));
    }

    void jobSorting_data()
    {
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QString>("rows");
        QTest::newRow("active first") << QByteArray("state") << "0312";
        QTest::newRow("unknown times first") << QByteArray("created") << "3210";
        QTest::newRow("taken") << QByteArray("taken") << "2310";
        QTest::newRow("source") << QByteArray("source") << "3102";
    }
    void jobSorting()
    {
        QFETCH(QByteArray, column);
        RecordModel<RestoreJob> model(jobTable());
        model.refreshTexts(context());
        model.sync(jobs());
        model.sort(model.columnOf(QLatin1String(column)));
        QTEST(shownRows(model), "rows");
    }

    void jobFilter_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("rows");
        QTest::newRow("mock") << "state:any kind:any"
                              << "0123";
        QTest::newRow("state") << "state:running"
                               << "0";
        QTest::newRow("beginning of a state") << "state:fail"
                                              << "2";
        QTest::newRow("beginning of three states") << "state:u"
                                                   << "3";
        QTest::newRow("no state") << "state:purple"
                                  << "";
        QTest::newRow("state being typed") << "state:"
                                           << "0123";
        QTest::newRow("not that state") << "-state:failed"
                                        << "013";
        QTest::newRow("kind by title") << "kind:a5"
                                       << "02";
        QTest::newRow("kind by id") << "kind:sto"
                                    << "1";
        QTest::newRow("not that kind") << "-kind:paper"
                                       << "13";
        QTest::newRow("project by name") << "project:order"
                                         << "01";
        QTest::newRow("project by id") << "project:p9"
                                       << "2";
        QTest::newRow("source") << "source:bill"
                                << "1";
        QTest::newRow("target") << "target:stg"
                                << "02";
        QTest::newRow("target in another project") << "target:lab"
                                                   << "2";
        QTest::newRow("download") << "target:download"
                                  << "1";
        QTest::newRow("id") << "id:6a"
                            << "01";
        QTest::newRow("id from within") << "id:00"
                                        << "";
        QTest::newRow("snapshot") << "snapshot:5F"
                                  << "012";
        QTest::newRow("pasted job id") << "7b0000000000000000000003"
                                       << "2";
        QTest::newRow("pasted snapshot id") << "5f0000000000000000000012"
                                            << "1";
        QTest::newRow("younger") << "age:<6h"
                                 << "01";
        QTest::newRow("older") << "age:>6h"
                               << "2";
        QTest::newRow("date") << "2026-05-01"
                              << "1";
        QTest::newRow("state as a word") << "running"
                                         << "0";
        QTest::newRow("ages are no text") << "ago"
                                          << "";
    }
    void jobFilter()
    {
        QFETCH(QString, text);
        RecordModel<RestoreJob> model(jobTable());
        model.refreshTexts(context());
        model.sync(jobs());
        model.setFilterText(text);
        QTEST(shownRows(model), "rows");
    }

    void aFreshReplyIsNoChange()
    {
        const auto page = RawRecord::packPage({QJsonObject {{"name", "one"}}});
        const auto again = RawRecord::packPage({QJsonObject {{"name", "two"}}});
        RecordModel<RestoreJob> model(jobTable());
        QList<RestoreJob> list = jobs();
        list[0].raw = RawRecord(page, 0);
        model.sync(list);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        list[0].raw = RawRecord(again, 0);
        model.sync(list);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(cell(model, 0, "id", RecordModelBase::JsonRole), "{\"name\":\"two\"}");
    }

    void snapshots()
    {
        RecordModel<Snapshot> model(snapshotTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.refreshTexts(context());
        Snapshot first = snapshot("5f01", kNow.addSecs(-7200));
        first.sizeBytes = 3 << 20;
        first.version = "8.0.1";
        first.frequency = "weekly";
        first.expires = kNow.addDays(3);
        model.sync({first,
                    snapshot("5f02", kNow.addDays(-9), SnapshotState::Completed, "onDemand",
                             kNow.addSecs(-1)),
                    snapshot("5f03", {}, SnapshotState::Running)});
        QCOMPARE(cell(model, 0, "taken"), "2 h ago 07:00");
        QCOMPARE(cell(model, 0, "kind"), "A4/A5");
        QCOMPARE(cell(model, 0, "project"), "Orders");
        QCOMPARE(cell(model, 0, "cluster"), "orders-a5");
        QCOMPARE(cell(model, 0, "state"), "Done");
        QCOMPARE(cell(model, 0, "type"), "Scheduled");
        QCOMPARE(cell(model, 0, "frequency"), "Weekly");
        QCOMPARE(cell(model, 0, "retention"), "kept 3 days, expires in 3 d");
        QCOMPARE(cell(model, 0, "version"), "8.0.1");
        QCOMPARE(cell(model, 0, "size"), "3.0 MiB");
        QCOMPARE(cell(model, 2, "size"), "");
        QCOMPARE(cell(model, 0, "expires"), "in 3 d");
        QCOMPARE(cell(model, 1, "state"), "Expired");
        QCOMPARE(cell(model, 1, "type"), "On demand");
        QCOMPARE(cell(model, 1, "retention"), "kept 9 days, expired just now");
        QCOMPARE(model.index(2, 0).data(RecordModelBase::StateRole).toInt(),
                 int(JobState::Running));
        const std::pair<const char *, const char *> queries[] = {
            {"state:done", "0"},    {"type:demand", "1"}, {"type:onDemand", "1"},
            {"snapshot:5f03", "2"}, {"id:5f02", "1"},     {"age:<1d", "0"},
            {"source:a5", "012"},   {"project:lab", ""},  {"kind:paper", "012"},
            {"8.0 weekly", "0"},
        };
        for (const auto &[text, rows] : queries) {
            model.setFilterText(text);
            QCOMPARE(shownRows(model), rows);
        }
    }

    void lastGood_data()
    {
        QTest::addColumn<QList<Snapshot>>("snapshots");
        QTest::addColumn<QString>("id");
        const QDateTime early = kNow.addDays(-3);
        const QDateTime late = kNow.addDays(-2);
        const auto done = SnapshotState::Completed;
        QTest::newRow("none at all") << QList<Snapshot> {} << "";
        QTest::newRow("the newest") << QList {snapshot("a", early), snapshot("b", late)} << "b";
        QTest::newRow("any order") << QList {snapshot("b", late), snapshot("a", early)} << "b";
        QTest::newRow("exactly then") << QList {snapshot("a", kNow.addDays(-1))} << "a";
        QTest::newRow("too late") << QList {snapshot("a", kNow.addDays(-1).addSecs(1))} << "";
        QTest::newRow("no time") << QList {snapshot("a", {})} << "";
        QTest::newRow("unfinished, failed, unknown")
            << QList {snapshot("a", early), snapshot("b", late, SnapshotState::Running),
                      snapshot("c", late, SnapshotState::Failed),
                      snapshot("d", late, SnapshotState::Queued),
                      snapshot("e", late, SnapshotState::Unknown)}
            << "a";
        QTest::newRow("expired") << QList {snapshot("a", early),
                                           snapshot("b", late, done, "scheduled", kNow)}
                                 << "a";
        QTest::newRow("only expired") << QList {snapshot("b", late, done, "scheduled", kNow)} << "";
        QTest::newRow("rather older than fallback")
            << QList {snapshot("a", early), snapshot("b", late, done, "fallback")} << "a";
        QTest::newRow("fallback, nothing else")
            << QList {snapshot("b", early, done, "FALLBACK"), snapshot("c", late, done, "fallback"),
                      snapshot("d", late, SnapshotState::Failed)}
            << "c";
        QTest::newRow("tie: kept longer")
            << QList {snapshot("a", late, done, "scheduled", kNow.addDays(1)),
                      snapshot("b", late, done, "scheduled", kNow.addDays(9)),
                      snapshot("c", late, done, "scheduled", kNow.addDays(5))}
            << "b";
        QTest::newRow("tie: no expiry")
            << QList {snapshot("a", late, done, "", kNow.addDays(1)), snapshot("b", late)} << "b";
        QTest::newRow("tie: first") << QList {snapshot("a", late), snapshot("b", late)} << "a";
    }
    void lastGood()
    {
        QFETCH(QList<Snapshot>, snapshots);
        const Snapshot *found = lastGoodBefore(snapshots, kNow.addDays(-1), kNow);
        QTEST(found ? found->id : QString(), "id");
    }
};

QTEST_GUILESS_MAIN(TestColumns)
#include "tst_columns.moc"
