#include "sandboxclient.h"

using namespace std::chrono_literals;

// Downloads of Flex and M2/M5 snapshots: a link at once, four hours long, and no target touched.
class TestSandboxDownloads : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_orders = "/groups/" + m_client->project("Orders");
        m_heritage = "/groups/" + m_client->project("Heritage");
        m_flex = m_orders + "/flexClusters/orders-flex/backup/";
        m_tenant = m_heritage + "/clusters/loyalty-m5/backup/tenant/";
    }
    void cleanup()
    {
        m_client.reset();
        m_sandbox.reset();
    }

    void flex()
    {
        const QJsonObject snapshot = newest(m_flex + "snapshots");
        const int before = count(m_flex + "restoreJobs");
        const RawReply reply =
            m_client->post(m_flex + "download", {{"snapshotId", snapshot.value("id")}});
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("Content-Type"),
                 "application/vnd.atlas.2024-11-13+json;charset=utf-8");
        const QJsonObject job = reply.json();
        QCOMPARE(job.value("deliveryType").toString(), "DOWNLOAD");
        QCOMPARE(job.value("instanceName").toString(), "orders-flex");
        QCOMPARE(job.value("snapshotFinishedDate"), snapshot.value("finishTime"));
        QVERIFY(job.value("snapshotUrl")
                    .toString()
                    .startsWith(m_sandbox->login().baseUrl.toString() + '/'));
        QVERIFY(!job.contains("targetDeploymentItemName") && !job.contains("targetProjectId"));
        QVERIFY(!job.contains("links")); // as in the other flex replies
        const auto time = [&](const char *name) {
            return QDateTime::fromString(job.value(QLatin1String(name)).toString(), Qt::ISODate);
        };
        QCOMPARE(time("restoreScheduledDate").secsTo(time("expirationDate")), 4 * 3600);
        QCOMPARE(count(m_flex + "restoreJobs"), before + 1);
        const QByteArray one = m_flex + "restoreJobs/" + job.value("id").toString().toLatin1();
        QCOMPARE(m_client->get(one).json(), job);
        m_sandbox->advance(4h);
        QVERIFY(!m_client->get(one).json().contains("snapshotUrl"));
    }

    void nothingIsOverwritten()
    {
        const QByteArray staging = m_client->project("Staging");
        QCOMPARE(m_client
                     ->post(m_flex + "download",
                            {{"snapshotId", newest(m_flex + "snapshots").value("id")}})
                     .status,
                 200);
        // The cluster is free for a restore at the same moment.
        QCOMPARE(m_client
                     ->post("/groups/" + staging + "/flexClusters/staging-flex/backup/restoreJobs",
                            {{"snapshotId",
                              newest("/groups/" + staging
                                     + "/flexClusters/staging-flex/backup/snapshots")
                                  .value("id")},
                             {"targetDeploymentItemName", "orders-flex"},
                             {"targetProjectId", QString::fromLatin1(m_orders.mid(8))}})
                     .status,
                 200);
    }

    void tenant()
    {
        const RawReply reply =
            m_client->post(m_tenant + "download",
                           {{"snapshotId", newest(m_tenant + "snapshots").value("id")},
                            {"targetDeploymentItemName", "loyalty-old"}}); // means nothing
        QCOMPARE(reply.status, 200);
        const QJsonObject job = reply.json();
        QCOMPARE(job.value("deliveryType").toString(), "DOWNLOAD");
        QCOMPARE(job.value("clusterName").toString(), "loyalty-m5");
        QVERIFY(!job.value("snapshotUrl").toString().isEmpty());
        QVERIFY(!job.contains("targetProjectId"));
        QCOMPARE(m_client->results(m_tenant + "restores").first(), job);
    }

    void retired()
    {
        const RawReply reply =
            m_client->post(m_orders + "/clusters/orders-flex/backup/tenant/download", {});
        QCOMPARE(reply.status, 410);
        QCOMPARE(reply.code(), "VERSION_GONE");
    }

    void refusals_data()
    {
        QTest::addColumn<bool>("tenant");
        QTest::addColumn<QJsonObject>("change"); // null takes the field out
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, bool tenant, const QJsonObject &change, int status,
                            const char *code) {
            QTest::newRow(name) << tenant << change << status << QString::fromLatin1(code);
        };
        const QJsonObject none {{"snapshotId", QJsonValue::Null}};
        const QJsonObject unknown {{"snapshotId", "0123456789abcdef01234567"}};
        row("flex: no snapshot", false, none, 400, "MISSING_ATTRIBUTE");
        row("flex: unknown snapshot", false, unknown, 404, "SNAPSHOT_NOT_FOUND");
        row("flex: a target", false, {{"targetDeploymentItemName", "x"}}, 400, "INVALID_ATTRIBUTE");
        row("flex: links", false, {{"links", QJsonArray()}}, 400, "INVALID_ATTRIBUTE");
        row("tenant: no snapshot", true, none, 400, "MISSING_ATTRIBUTE");
        row("tenant: unknown snapshot", true, unknown, 404, "TENANT_SNAPSHOT_NOT_FOUND");
        row("tenant: no target", true, {{"targetDeploymentItemName", QJsonValue::Null}}, 400,
            "MISSING_ATTRIBUTE");
        row("tenant: read-only", true, {{"deliveryType", "DOWNLOAD"}}, 400, "INVALID_ATTRIBUTE");
    }
    void refusals()
    {
        QFETCH(bool, tenant);
        QFETCH(QJsonObject, change);
        QFETCH(int, status);
        QFETCH(QString, code);
        const QByteArray path = tenant ? m_tenant : m_flex;
        QJsonObject body {{"snapshotId", newest(path + "snapshots").value("id")}};
        if (tenant)
            body.insert("targetDeploymentItemName", "loyalty-m5");
        for (auto it = change.begin(); it != change.end(); ++it) {
            if (it.value().isNull())
                body.remove(it.key());
            else
                body.insert(it.key(), it.value());
        }
        const QByteArray jobs = path + (tenant ? "restores" : "restoreJobs");
        const int before = count(jobs);
        const RawReply reply = m_client->post(path + "download", body);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
        QCOMPARE(count(jobs), before);
    }

    void unfinishedSnapshot()
    {
        QJsonObject failed;
        for (const QJsonObject &snapshot : m_client->results(m_flex + "snapshots")) {
            if (snapshot.value("status") == "FAILED")
                failed = snapshot;
        }
        const RawReply reply =
            m_client->post(m_flex + "download", {{"snapshotId", failed.value("id")}});
        QCOMPARE(reply.code(), "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT");
        QCOMPARE(reply.status, 409);
    }

    void wrongApi()
    {
        const QByteArray prod = m_orders + "/flexClusters/orders-prod/backup/download";
        QCOMPARE(m_client->post(prod, {}).code(), "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API");
        const QByteArray nobody = m_orders + "/flexClusters/nobody/backup/download";
        QCOMPARE(m_client->post(nobody, {}).code(), "CLUSTER_NOT_FOUND");
        const QByteArray vault = m_heritage + "/clusters/loyalty-vault/backup/tenant/download";
        QCOMPARE(m_client->post(vault, {}).code(), "INCORRECT_BACKUP_API_ENDPOINT");
        QCOMPARE(m_client->get(m_flex + "download").status, 405);
    }

private:
    QJsonObject newest(const QByteArray &path)
    {
        QJsonObject found;
        for (const QJsonObject &snapshot : m_client->results(path)) {
            if (snapshot.value("status") == "COMPLETED")
                found = snapshot; // oldest first
        }
        return found;
    }
    int count(const QByteArray &path)
    {
        return m_client->get(path).json().value("totalCount").toInt();
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_orders;
    QByteArray m_heritage;
    QByteArray m_flex;
    QByteArray m_tenant;
};

QTEST_GUILESS_MAIN(TestSandboxDownloads)
#include "tst_sandboxdownloads.moc"
