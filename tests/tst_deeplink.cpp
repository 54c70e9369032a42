// Links to what the program shows: strict, and never more than a place.
#include "session/deeplink.h"
#include "session/startchoice.h"

#include <QTest>

namespace {

const QString kProject = "5a0b1c2d3e4f5a6b7c8d9e0f";
const QString kJob = "6b1c2d3e4f5a6b7c8d9e0f1a";

} // namespace

class TestDeepLink : public QObject
{
    Q_OBJECT

private slots:
    void writtenAndRead()
    {
        DeepLink link {
            .projectId = kProject, .cluster = "orders-m5", .jobId = kJob, .snapshotId = {}};
        QCOMPARE(link.text(), "snapback://project/" + kProject + "/cluster/orders-m5/job/" + kJob);
        QCOMPARE(*parseDeepLink(link.text()), link);
        link.snapshotId = std::exchange(link.jobId, {});
        QCOMPARE(*parseDeepLink(link.text()), link);
        link.snapshotId.clear();
        QCOMPARE(*parseDeepLink(link.text()), link);
        link.cluster.clear();
        QCOMPARE(*parseDeepLink(link.text()), link);
    }

    void nothingElseIsALink_data()
    {
        QTest::addColumn<QString>("text");
        const QString base = "snapback://project/" + kProject;
        QTest::newRow("nothing") << "";
        QTest::newRow("scheme alone") << "snapback:";
        QTest::newRow("other scheme") << "https://project/" + kProject;
        QTest::newRow("short id") << "snapback://project/5a0b";
        QTest::newRow("upper case id") << "snapback://project/" + kProject.toUpper();
        QTest::newRow("slash at the end") << base + "/";
        QTest::newRow("job without cluster") << base + "/job/" + kJob;
        QTest::newRow("path in a name") << base + "/cluster/../../x";
        QTest::newRow("encoded name") << base + "/cluster/a%2Fb";
        QTest::newRow("query") << base + "?restore=1";
        QTest::newRow("fragment") << base + "#x";
        QTest::newRow("action") << base + "/cluster/orders/restore/" + kJob;
        QTest::newRow("more after the job") << base + "/cluster/orders/job/" + kJob + "/start";
        QTest::newRow("line end") << base + "\n";
        QTest::newRow("user and password") << "snapback://u:secret@project/" + kProject;
    }
    void nothingElseIsALink()
    {
        QFETCH(QString, text);
        const auto link = parseDeepLink(text);
        QVERIFY(!link);
        QCOMPARE(link.error().kind, Error::Kind::InvalidInput);
        QVERIFY(!link.error().detail.contains("secret"));
    }

    void onTheCommandLine()
    {
        const QString text = "snapback://project/" + kProject + "/cluster/orders/job/" + kJob;
        const auto options = parseArguments({"--profile", "Work", text});
        QVERIFY(options);
        QCOMPARE(options->link->jobId, kJob);
        QCOMPARE(options->profileName, QString("Work"));
        QVERIFY(!parseArguments({text, text}));
        QVERIFY(!parseArguments({text + "/start"}));
        QVERIFY(!parseArguments({"orders"}));
    }

    void theWebPage()
    {
        const QUrl page = webPage(QUrl("https://cloud.example.test"), kProject, "orders");
        QCOMPARE(page.toString(),
                 "https://cloud.example.test/v2/" + kProject + "#/clusters/backup/orders");
        QCOMPARE(webPage(QUrl("https://cloud.example.test:8443/x"), kProject, {}).toString(),
                 "https://cloud.example.test:8443/v2/" + kProject + "#/clusters");
        QVERIFY(!webPage(QUrl("http://127.0.0.1:8080"), kProject, "orders").isValid());
        QVERIFY(!webPage(QUrl("https://cloud.example.test"), {}, {}).isValid());
    }
};

QTEST_APPLESS_MAIN(TestDeepLink)
#include "tst_deeplink.moc"
