#include "cloudsandbox.h"

using namespace std::chrono_literals;

// Snapshots on demand, the closest one to a moment, the schedule and the compliance policy.
class TestSandboxSnapshots : public QObject, private CloudSandbox
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(start()); }
    void cleanup() { m_sandbox.reset(); }

    void snapshotOnDemand()
    {
        const QByteArray cluster = m_staging + "/clusters/staging-api";
        const QByteArray path = cluster + "/backup/snapshots";
        const RawReply taken =
            m_client->post(path, {{"description", "Before the drill"}, {"retentionInDays", 3}});
        QCOMPARE(taken.status, 200);
        const QJsonObject snapshot = taken.json();
        QCOMPARE(snapshot.value("status").toString(), "queued");
        QCOMPARE(snapshot.value("snapshotType").toString(), "onDemand");
        QCOMPARE(snapshot.value("description").toString(), "Before the drill");
        QCOMPARE(snapshot.value("storageSizeBytes").toInteger(), 0);
        QVERIFY(!snapshot.contains("createdAt"));
        QCOMPARE(m_client->post(path, {}).code(), "UNFINISHED_ON_DEMAND_SNAPSHOT");
        const QByteArray one = path + '/' + snapshot.value("id").toString().toLatin1();
        m_sandbox->advance(15s);
        QCOMPARE(m_client->get(one).json().value("status").toString(), "inProgress");
        m_sandbox->advance(2min);
        const QJsonObject done = m_client->get(one).json();
        QCOMPARE(done.value("status").toString(), "completed");
        QVERIFY(done.value("storageSizeBytes").toInteger() > 0);
        const QDateTime end =
            QDateTime::fromString(done.value("expiresAt").toString(), Qt::ISODate);
        QCOMPARE(m_client->now().daysTo(end), 3);
        QCOMPARE(m_client->results(path).first().value("id"), done.value("id"));
        QCOMPARE(restore(cluster, automatedBody(done, "staging-api")).status, 200);
    }

    void snapshotBodies()
    {
        const QByteArray path = m_staging + "/clusters/staging-api/backup/snapshots";
        QCOMPARE(m_client->post(path, {{"retentionInDays", 0}}).code(), "VALIDATION_ERROR");
        QCOMPARE(m_client->post(path, {{"retentionInDays", "3"}}).code(), "INVALID_ATTRIBUTE");
        QCOMPARE(m_client->post(path, {{"description", 3}}).code(), "INVALID_ATTRIBUTE");
        QCOMPARE(m_client->post(path, {{"snapshotType", "onDemand"}}).code(), "INVALID_ATTRIBUTE");
        // A deleted cluster has nothing left to save.
        QCOMPARE(m_client->post(m_orders + "/clusters/orders-archive/backup/snapshots", {}).code(),
                 "CLUSTER_NOT_FOUND");
        // The compliance policy's minimum.
        const QByteArray kept = m_analytics + "/clusters/bi-reports/backup/snapshots";
        QCOMPARE(m_client->post(kept, {{"retentionInDays", 13}}).code(), "VALIDATION_ERROR");
        QCOMPARE(m_client->post(kept, {{"retentionInDays", 14}}).status, 200);
    }

    void closestSnapshot()
    {
        const QByteArray path = m_prod + "/backup/snapshots";
        const QJsonObject third = completed(m_prod).at(2);
        const QByteArray after = QByteArray::number(
            QDateTime::fromString(third.value("createdAt").toString(), Qt::ISODate)
                .toSecsSinceEpoch()
            + 1);
        for (const QByteArray &query :
             {"?pointInTimeUtcSeconds=" + after, "?oplogTs=" + after + "&oplogInc=1"}) {
            const auto found = m_client->results(path + query);
            QCOMPARE(found.size(), 1);
            QCOMPARE(found.first().value("id"), third.value("id"));
        }
        QVERIFY(m_client->results(path + "?pointInTimeUtcSeconds=1300000000").isEmpty());
        for (const char *bad : {"?oplogTs=1700000000", "?oplogInc=1", "?pointInTimeUtcSeconds=x",
                                "?pointInTimeUtcSeconds=1700000000&oplogTs=1700000000&oplogInc=1"})
            QCOMPARE(m_client->get(path + bad).code(), "VALIDATION_ERROR");
    }

    void schedule()
    {
        const QJsonObject json = m_client->get(m_prod + "/backup/schedule").json();
        QCOMPARE(json.value("restoreWindowDays").toInt(), 7);
        QCOMPARE(m_client->get(m_ledger + "/backup/schedule").json().value("restoreWindowDays"),
                 QJsonValue(3));
        QHash<QString, QJsonObject> items;
        for (const QJsonValue &item :
             json.value("policies").toArray().first().toObject().value("policyItems").toArray())
            items.insert(item.toObject().value("frequencyType").toString(), item.toObject());
        QCOMPARE(items.size(), 4);
        QCOMPARE(items.value("hourly").value("frequencyInterval").toInt(), 6);
        QCOMPARE(items.value("weekly").value("retentionUnit").toString(), "weeks");
        QCOMPARE(items.value("monthly").value("retentionValue").toInt(), 12);
        for (const QJsonObject &snapshot : completed(m_prod)) {
            for (const QJsonValue &id : snapshot.value("policyItems").toArray())
                QCOMPARE(id, items.value(snapshot.value("frequencyType").toString()).value("id"));
        }
        // What is announced comes.
        const QDateTime next =
            QDateTime::fromString(json.value("nextSnapshot").toString(), Qt::ISODate);
        QVERIFY(next > m_client->now());
        const auto before = m_client->results(m_prod + "/backup/snapshots").first();
        m_sandbox->advance(std::chrono::seconds(m_client->now().secsTo(next) + 1));
        m_client->forgetToken();
        QVERIFY(m_client->results(m_prod + "/backup/snapshots").first().value("id")
                != before.value("id"));

        const RawReply old = m_client->get(m_prod + "/backup/schedule", "2023-01-01");
        QCOMPARE(old.status, 200);
        QCOMPARE(old.header("Sunset"), "Thu, 1 Jul 2027 00:00:00 GMT");
        QVERIFY(!m_client->get(m_analytics + "/clusters/clickstream-2023/backup/schedule")
                     .json()
                     .contains("nextSnapshot"));
    }

    void compliancePolicy()
    {
        const QJsonObject json = m_client->get(m_analytics + "/backupCompliancePolicy").json();
        QVERIFY(json.value("authorizedEmail").toString().contains('@'));
        QCOMPARE(json.value("projectId").toString().toLatin1(), m_analytics.mid(8));
        QCOMPARE(json.value("state").toString(), "ACTIVE");
        QCOMPARE(m_client->get(m_orders + "/backupCompliancePolicy").status, 404);
        const RawReply reader =
            m_client->get("/groups/" + m_client->project("Fieldwork") + "/backupCompliancePolicy");
        QCOMPARE(reader.status, 403);
        QCOMPARE(reader.code(), "ACCESS_FORBIDDEN");
    }
};

QTEST_GUILESS_MAIN(TestSandboxSnapshots)
#include "tst_sandboxsnapshots.moc"
