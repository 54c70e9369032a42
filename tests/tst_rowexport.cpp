// Rows as files: readable by a spreadsheet and by a program, and harmless to both.
#include "tables/jobcolumns.h"
#include "tables/rowexport.h"

#include "atlas/jobkind.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace {

RestoreJob job(const QString &id, const QString &source)
{
    RestoreJob job;
    job.id = id;
    job.kind = kindById(u"flex");
    job.sourceCluster = source;
    job.targetCluster = "stage";
    job.state = JobState::Done;
    job.created = QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC);
    return job;
}

int column(const RecordModelBase &model, const char *id)
{
    return model.columnOf(QLatin1String(id));
}

} // namespace

class TestRowExport : public QObject
{
    Q_OBJECT

private slots:
    void csv_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("plain") << "orders" << QByteArray("orders");
        QTest::newRow("comma") << "a,b" << QByteArray("\"a,b\"");
        QTest::newRow("quote") << "a\"b" << QByteArray("\"a\"\"b\"");
        QTest::newRow("line end") << "a\nb" << QByteArray("\"a\nb\"");
        QTest::newRow("umlaut") << "größe" << QByteArray("gr\xc3\xb6\xc3\x9f\x65");
        QTest::newRow("formula") << "=1+1" << QByteArray("'=1+1");
        QTest::newRow("formula that calls")
            << "=HYPERLINK(\"x\")" << QByteArray("\"'=HYPERLINK(\"\"x\"\")\"");
        QTest::newRow("plus") << "+1" << QByteArray("'+1");
        QTest::newRow("minus") << "-1" << QByteArray("'-1");
        QTest::newRow("at") << "@SUM(A1)" << QByteArray("'@SUM(A1)");
        QTest::newRow("tab") << "\t=1" << QByteArray("'\t=1");
    }
    void csv()
    {
        QFETCH(QString, cell);
        QFETCH(QByteArray, written);
        RecordModel<RestoreJob> model(jobTable());
        model.sync({job("j1", cell)});
        const int source = column(model, "source");
        QCOMPARE(rowsAsCsv(model, {0}, {source}), "Source\r\n" + written + "\r\n");
    }

    void timesAreUtcAndStayTrue()
    {
        RecordModel<RestoreJob> model(jobTable());
        model.sync({job("j1", "orders"), job("j2", "users")});
        const int created = column(model, "created");
        QCOMPARE(rowsAsCsv(model, {1, 0}, {column(model, "source"), created}),
                 QByteArray("Source,Created\r\nusers,2026-09-21T14:13:20Z\r\n"
                            "orders,2026-09-21T14:13:20Z\r\n"));
    }

    void json()
    {
        RecordModel<RestoreJob> model(jobTable());
        model.sync({job("j1", "=orders")});
        const QJsonArray rows =
            QJsonDocument::fromJson(
                rowsAsJson(model, {0}, {column(model, "id"), column(model, "source")}))
                .array();
        QCOMPARE(rows, (QJsonArray {QJsonObject {{"id", "j1"}, {"source", "=orders"}}}));
    }

    void noColumnGivesAnAddressAway()
    {
        RestoreJob download = job("j1", "orders");
        download.download = true;
        const QJsonObject raw {{"id", "j1"},
                               {"snapshotUrl", "https://files.example.test/x?sig=hidden"}};
        download.raw = RawRecord(RawRecord::packPage({raw}), 0);
        RecordModel<RestoreJob> model(jobTable());
        model.sync({download});
        QList<int> all;
        for (int c = 0; c < model.columnCount(); ++c)
            all << c;
        QVERIFY(!rowsAsCsv(model, {0}, all).contains("hidden"));
        QVERIFY(!rowsAsJson(model, {0}, all).contains("hidden"));
    }
};

QTEST_GUILESS_MAIN(TestRowExport)
#include "tst_rowexport.moc"
