#include "sandboxclient.h"

using namespace std::chrono_literals;

// Starting restores: the rules of a target, what a body may hold, and what becomes of the job.
class TestSandboxRestore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_heritage = m_client->project("Heritage");
        m_staging = m_client->project("Staging");
        m_orders = m_client->project("Orders");
    }
    void cleanup() { m_sandbox.reset(); }

    void tenantByEitherVersion_data()
    {
        QTest::addColumn<bool>("v1");
        QTest::newRow("v2") << false;
        QTest::newRow("v1.0") << true;
    }
    void tenantByEitherVersion()
    {
        QFETCH(bool, v1);
        const QByteArray cluster = "/groups/" + m_heritage + "/clusters/loyalty-m2";
        const QJsonObject snapshot = newest(cluster + "/backup/tenant/snapshots");
        const QByteArray path = cluster + "/backup/tenant/restore";
        const QJsonObject body = {{"snapshotId", snapshot.value("id")},
                                  {"targetDeploymentItemName", "loyalty-flex"},
                                  {"targetProjectId", QString::fromLatin1(m_heritage)}};
        // v1.0 needs no dated media type.
        const RawReply created = v1
            ? m_client->send("POST", "/api/atlas/v1.0" + path, QJsonDocument(body).toJson(), "*/*",
                             "application/json")
            : m_client->post(path, body);
        QCOMPARE(created.status, 200);
        QCOMPARE(created.header("Content-Type"),
                 v1 ? "application/json" : "application/vnd.atlas.2023-01-01+json;charset=utf-8");
        const QJsonObject job = created.json();
        QCOMPARE(job.value("status").toString(), "PENDING");
        QCOMPARE(job.value("clusterName").toString(), "loyalty-m2");
        QCOMPARE(job.value("deliveryType").toString(), "RESTORE");
        QCOMPARE(job.value("snapshotFinishedDate"), snapshot.value("finishTime"));
        QVERIFY(!job.contains("restoreFinishedDate"));
        const QByteArray one =
            cluster + "/backup/tenant/restores/" + job.value("id").toString().toLatin1();
        QCOMPARE(m_client->results(cluster + "/backup/tenant/restores").first().value("id"),
                 job.value("id"));
        m_sandbox->advance(15s);
        QCOMPARE(m_client->get(one).json().value("status").toString(), "RUNNING");
        m_sandbox->advance(5min);
        QCOMPARE(m_client->get(one).json().value("status").toString(), "COMPLETED");
        QVERIFY(m_client->get(one).json().contains("restoreFinishedDate"));
    }

    void flex()
    {
        const RawReply created = flexRestore("staging-flex");
        QCOMPARE(created.status, 200);
        const QJsonObject job = created.json();
        QCOMPARE(job.value("instanceName").toString(), "orders-flex");
        QVERIFY(!job.contains("links")); // recorded
        m_sandbox->advance(5min);
        const QJsonObject done =
            m_client
                ->get("/groups/" + m_orders + "/flexClusters/orders-flex/backup/restoreJobs/"
                      + job.value("id").toString().toLatin1())
                .json();
        QCOMPARE(done.value("status").toString(), "COMPLETED");
        QVERIFY(done.contains("restoreFinishedDate"));
    }

    void someTargetsFail()
    {
        const QByteArray id =
            flexRestore("staging-faulty").json().value("id").toString().toLatin1();
        m_sandbox->advance(5min);
        const QJsonObject job =
            m_client
                ->get("/groups/" + m_orders + "/flexClusters/orders-flex/backup/restoreJobs/" + id)
                .json();
        QCOMPARE(job.value("status").toString(), "FAILED");
        QVERIFY(!job.contains("restoreFinishedDate"));
    }

    void dedicatedTarget()
    {
        QCOMPARE(flexRestore("staging-api").status, 200);
        // A cloud restore is running onto this one.
        QCOMPARE(flexRestore("staging-replay").code(), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
    }

    void targets_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("not there") << "nobody" << 404 << "CLUSTER_NOT_FOUND";
        QTest::newRow("another version")
            << "loyalty-old" << 400 << "TENANT_RESTORE_VERSION_MISMATCH";
        QTest::newRow("encrypted")
            << "loyalty-vault" << 400 << "TENANT_RESTORE_DESTINATION_ENCRYPTION";
        QTest::newRow("sharded") << "loyalty-mesh" << 400 << "TENANT_RESTORE_INCOMPATIBLE_TOPOLOGY";
        QTest::newRow("free") << "kiosk-free" << 400 << "TENANT_RESTORE_DESTINATION_UNAVAILABLE";
        QTest::newRow("being restored")
            << "loyalty-archive" << 409 << "ATLAS_CLUSTER_RESTORE_IN_PROGRESS";
        QTest::newRow("good") << "loyalty-flex" << 200 << "";
    }
    void targets()
    {
        QFETCH(QString, target);
        QFETCH(int, status);
        QFETCH(QString, code);
        const RawReply reply = tenantRestore({{"targetDeploymentItemName", target}});
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
    }

    void flexTargetsInAnotherProject()
    {
        QCOMPARE(flexRestore("staging-next-release").code(),
                 "TENANT_RESTORE_DESTINATION_UNAVAILABLE"); // UPDATING
        QCOMPARE(flexRestore("staging-old").code(), "TENANT_RESTORE_VERSION_MISMATCH");
        QCOMPARE(flexRestore("clickstream-2023", m_client->project("Analytics")).code(),
                 "TENANT_RESTORE_DESTINATION_UNAVAILABLE"); // paused
        QCOMPARE(flexRestore("loyalty-flex", m_heritage).code(),
                 "CANNOT_RESTORE_TO_TARGET"); // other organization
        QCOMPARE(flexRestore("x", "0123456789abcdef01234567").status, 403);
    }

    void secondRestoreOntoTheSameTarget()
    {
        QCOMPARE(flexRestore("staging-flex").status, 200);
        const RawReply second = flexRestore("staging-flex");
        QCOMPARE(second.status, 409);
        QCOMPARE(second.code(), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        m_sandbox->advance(5min);
        QCOMPARE(flexRestore("staging-flex").status, 200);
    }

    void bodies_data()
    {
        QTest::addColumn<QJsonObject>("change"); // null takes the field out
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown field") << QJsonObject {{"colour", "red"}} << "INVALID_ATTRIBUTE";
        QTest::newRow("read-only field")
            << QJsonObject {{"status", "PENDING"}} << "INVALID_ATTRIBUTE";
        QTest::newRow("no snapshot")
            << QJsonObject {{"snapshotId", QJsonValue::Null}} << "MISSING_ATTRIBUTE";
        QTest::newRow("no target")
            << QJsonObject {{"targetDeploymentItemName", QJsonValue::Null}} << "MISSING_ATTRIBUTE";
        QTest::newRow("bad snapshot id")
            << QJsonObject {{"snapshotId", "xyz"}} << "INVALID_ATTRIBUTE";
        QTest::newRow("bad target")
            << QJsonObject {{"targetDeploymentItemName", "a/b"}} << "INVALID_ATTRIBUTE";
        QTest::newRow("number") << QJsonObject {{"targetDeploymentItemName", 5}}
                                << "INVALID_ATTRIBUTE";
        QTest::newRow("unknown snapshot")
            << QJsonObject {{"snapshotId", "0123456789abcdef01234567"}}
            << "TENANT_SNAPSHOT_NOT_FOUND";
    }
    void bodies()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, code);
        const RawReply reply = tenantRestore(change);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, code == "TENANT_SNAPSHOT_NOT_FOUND" ? 404 : 400);
    }

    void bodiesThatAreNone()
    {
        const QByteArray path =
            "/api/atlas/v2/groups/" + m_heritage + "/clusters/loyalty-m5/backup/tenant/restore";
        const QByteArray accept = "application/vnd.atlas.2023-01-01+json";
        QCOMPARE(m_client->send("POST", path, "{", accept, "application/json").status, 400);
        QCOMPARE(m_client->send("POST", path, "{}", accept, "text/plain").status, 415);
        QCOMPARE(m_client->send("POST", path, "{}", {}, "application/json").status, 406);
        QCOMPARE(m_client->send("POST", path, "{}", accept, accept).code(), "MISSING_ATTRIBUTE");
    }

    void retirement()
    {
        const QByteArray path =
            "/groups/" + m_orders + "/clusters/orders-flex/backup/tenant/restore";
        QCOMPARE(m_client->post(path, {}).code(), "VERSION_GONE");
        const RawReply v1 =
            m_client->send("POST", "/api/atlas/v1.0" + path, "{}", {}, "application/json");
        QCOMPARE(v1.status, 410);
        // Where nothing is retired, tenant calls serve Flex clusters too.
        const QByteArray flex = "/groups/" + m_heritage + "/clusters/loyalty-flex/backup/tenant/";
        QVERIFY(!m_client->results(flex + "restores").isEmpty());
        QVERIFY(!m_client->results(flex + "snapshots").isEmpty());
    }

    void lostAnswerLeavesAJob()
    {
        const QByteArray list =
            "/groups/" + m_orders + "/flexClusters/orders-flex/backup/restoreJobs";
        const int before = m_client->get(list).json().value("totalCount").toInt();
        Fault fault;
        fault.verb = "POST";
        fault.cutAfter = 0;
        fault.count = 1;
        m_sandbox->addFault(fault);
        QCOMPARE(flexRestore("staging-flex").status, 0);
        QCOMPARE(m_client->get(list).json().value("totalCount").toInt(), before + 1);
        fault.request = Fault::Request::Ignored;
        m_sandbox->addFault(fault);
        QCOMPARE(flexRestore("staging-old").status, 0);
        QCOMPARE(m_client->get(list).json().value("totalCount").toInt(), before + 1);
        int copies = 0;
        for (const SeenRequest &seen : m_sandbox->seenRequests())
            copies += seen.verb == "POST" && seen.path.endsWith("/restoreJobs") ? 1 : 0;
        QCOMPARE(copies, 2);
    }

    void speed()
    {
        SandboxOptions options;
        options.speed = 2000;
        m_sandbox = startSandbox(options);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        const QByteArray id = flexRestore("staging-flex").json().value("id").toString().toLatin1();
        const QByteArray path =
            "/groups/" + m_orders + "/flexClusters/orders-flex/backup/restoreJobs/" + id;
        QTRY_COMPARE(m_client->get(path).json().value("status").toString(), "COMPLETED");
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
    RawReply flexRestore(const QString &target, const QByteArray &project = {})
    {
        const QByteArray cluster = "/groups/" + m_orders + "/flexClusters/orders-flex/backup/";
        return m_client->post(
            cluster + "restoreJobs",
            {{"snapshotId", newest(cluster + "snapshots").value("id")},
             {"targetDeploymentItemName", target},
             {"targetProjectId", QString::fromLatin1(project.isEmpty() ? m_staging : project)}});
    }
    RawReply tenantRestore(const QJsonObject &change)
    {
        const QByteArray cluster = "/groups/" + m_heritage + "/clusters/loyalty-m5/backup/tenant/";
        QJsonObject body {{"snapshotId", newest(cluster + "snapshots").value("id")},
                          {"targetDeploymentItemName", "loyalty-flex"}};
        for (auto it = change.begin(); it != change.end(); ++it) {
            if (it.value().isNull())
                body.remove(it.key());
            else
                body.insert(it.key(), it.value());
        }
        return m_client->post(cluster + "restore", body);
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_heritage;
    QByteArray m_staging;
    QByteArray m_orders;
};

QTEST_GUILESS_MAIN(TestSandboxRestore)
#include "tst_sandboxrestore.moc"
