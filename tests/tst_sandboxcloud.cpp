#include "sandboxclient.h"

using namespace std::chrono_literals;

// Cloud backups: restores of each sort and what speaks against them, cancelling, snapshots on
// demand, the schedule, the compliance policy, and the events that tell who did what.
class TestSandboxCloud : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_orders = "/groups/" + m_client->project("Orders");
        m_analytics = "/groups/" + m_client->project("Analytics");
        m_stagingId = QString::fromLatin1(m_client->project("Staging"));
        m_staging = "/groups/" + m_stagingId.toLatin1();
        m_prod = m_orders + "/clusters/orders-prod";
        m_ledger = m_orders + "/clusters/orders-ledger";
    }
    void cleanup() { m_sandbox.reset(); }

    void automated()
    {
        const QJsonObject snapshot = completed(m_prod).first();
        const RawReply created = restore(m_prod, automatedBody(snapshot, "staging-api"));
        QCOMPARE(created.status, 200);
        QCOMPARE(created.header("Content-Type"),
                 "application/vnd.atlas.2023-01-01+json;charset=utf-8");
        const QJsonObject job = created.json();
        QCOMPARE(job.value("deliveryType").toString(), "automated");
        QCOMPARE(job.value("targetClusterName").toString(), "staging-api");
        QCOMPARE(job.value("targetGroupId").toString(), m_stagingId);
        QCOMPARE(job.value("timestamp"), snapshot.value("createdAt"));
        QCOMPARE(job.value("deliveryUrl").toArray().size(), 0);
        for (const char *flag : {"cancelled", "failed", "expired"})
            QCOMPARE(job.value(flag), QJsonValue(false));
        QVERIFY(job.value("desiredTimestamp").toObject().value("date").isNull());
        QCOMPARE(m_client->results(jobs(m_prod)).first().value("id"), job.value("id"));
        QVERIFY(!read(m_prod, job).contains("finishedAt"));
        m_sandbox->advance(3min);
        QVERIFY(read(m_prod, job).contains("finishedAt"));
        QVERIFY(!read(m_prod, job).contains("expiresAt"));
    }

    void pointInTime_data()
    {
        QTest::addColumn<bool>("oplog");
        QTest::newRow("clock") << false;
        QTest::newRow("oplog entry") << true;
    }
    void pointInTime()
    {
        QFETCH(bool, oplog);
        const qint64 point = m_client->now().toSecsSinceEpoch() - 3 * 3600;
        QJsonObject body = pointBody(point, "staging-api");
        if (oplog) {
            body.remove("pointInTimeUTCSeconds");
            body.insert("oplogTs", point);
            body.insert("oplogInc", 4);
        }
        const RawReply created = restore(m_prod, body);
        QCOMPARE(created.code(), QString());
        QCOMPARE(created.status, 200);
        const QJsonObject job = created.json();
        QCOMPARE(job.value(oplog ? "oplogTs" : "pointInTimeUTCSeconds").toInteger(), point);
        QCOMPARE(job.contains("oplogInc"), oplog);
        const QString taken = job.value("timestamp").toString();
        const QDateTime wanted = QDateTime::fromSecsSinceEpoch(point, Qt::UTC);
        QVERIFY(QDateTime::fromString(taken, Qt::ISODate) <= wanted);
        QCOMPARE(
            QDateTime::fromString(job.value("desiredTimestamp").toObject().value("date").toString(),
                                  Qt::ISODate),
            wanted);
    }

    void pointsOutsideOfTheWindow_data()
    {
        QTest::addColumn<QByteArray>("cluster");
        QTest::addColumn<int>("hoursAgo");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QString invalid = "INVALID_PIT_RESTORE_TIME";
        QTest::newRow("in the future") << QByteArray("orders-prod") << -1 << 400 << invalid;
        QTest::newRow("before the window")
            << QByteArray("orders-prod") << 7 * 24 + 1 << 400 << invalid;
        QTest::newRow("just inside") << QByteArray("orders-prod") << 7 * 24 - 1 << 200 << "";
        QTest::newRow("no oplog kept") << QByteArray("orders-reports") << 1 << 400 << invalid;
        QTest::newRow("no snapshot before")
            << QByteArray("staging-newcomer") << 30 << 404
            << "UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME";
    }
    void pointsOutsideOfTheWindow()
    {
        QFETCH(QByteArray, cluster);
        QFETCH(int, hoursAgo);
        QFETCH(int, status);
        QFETCH(QString, code);
        const QByteArray path =
            (cluster.startsWith("staging") ? m_staging : m_orders) + "/clusters/" + cluster;
        const qint64 point = m_client->now().toSecsSinceEpoch() - hoursAgo * 3600;
        const RawReply reply = restore(path, pointBody(point, "staging-api"));
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
    }

    void bodies_data()
    {
        QTest::addColumn<QJsonObject>("change"); // null takes the field out
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QJsonObject &change, const char *code,
                            const char *field) {
            QTest::newRow(name) << change << QString(code) << QString(field);
        };
        row("unknown", {{"colour", 1}}, "INVALID_ATTRIBUTE", "colour");
        row("read-only", {{"finishedAt", "2026-01-01T00:00:00Z"}}, "INVALID_ATTRIBUTE",
            "finishedAt");
        row("no way of delivery", {{"deliveryType", {}}}, "MISSING_ATTRIBUTE", "deliveryType");
        row("no such way", {{"deliveryType", "RESTORE"}}, "INVALID_ENUM_VALUE", "deliveryType");
        row("no snapshot", {{"snapshotId", {}}}, "MISSING_ATTRIBUTE", "snapshotId");
        row("bad snapshot", {{"snapshotId", "XYZ"}}, "INVALID_ATTRIBUTE", "snapshotId");
        row("no target", {{"targetClusterName", {}}}, "MISSING_ATTRIBUTE", "targetClusterName");
        row("no project", {{"targetGroupId", {}}}, "MISSING_ATTRIBUTE", "targetGroupId");
        row("bad target", {{"targetClusterName", "a b"}}, "INVALID_ATTRIBUTE", "targetClusterName");
        row("point beside a snapshot", {{"pointInTimeUTCSeconds", 1'700'000'000}},
            "INVALID_ATTRIBUTE", "pointInTimeUTCSeconds");
        row("download with a target", {{"deliveryType", "download"}}, "INVALID_ATTRIBUTE",
            "targetClusterName");
        row("snapshot beside a point",
            {{"deliveryType", "pointInTime"}, {"pointInTimeUTCSeconds", 1'700'000'000}},
            "INVALID_ATTRIBUTE", "snapshotId");
        const QJsonObject point {{"deliveryType", "pointInTime"}, {"snapshotId", {}}};
        const auto with = [&point](const QJsonObject &more) {
            QJsonObject all = point;
            for (auto it = more.begin(); it != more.end(); ++it)
                all.insert(it.key(), it.value());
            return all;
        };
        row("no point", point, "MISSING_ATTRIBUTE", "pointInTimeUTCSeconds");
        row("half an oplog entry", with({{"oplogTs", 1'700'000'000}}), "MISSING_ATTRIBUTE",
            "oplogInc");
        row("the other half", with({{"oplogInc", 1}}), "MISSING_ATTRIBUTE", "oplogTs");
        row("both clocks",
            with({{"oplogTs", 1'700'000'000},
                  {"oplogInc", 1},
                  {"pointInTimeUTCSeconds", 1'700'000'000}}),
            "VALIDATION_ERROR", "pointInTimeUTCSeconds");
        row("too early", with({{"pointInTimeUTCSeconds", 5}}), "VALIDATION_ERROR",
            "pointInTimeUTCSeconds");
        row("a text for a number", with({{"pointInTimeUTCSeconds", "now"}}), "INVALID_ATTRIBUTE",
            "pointInTimeUTCSeconds");
        row("no increment", with({{"oplogTs", 1'700'000'000}, {"oplogInc", 0}}), "VALIDATION_ERROR",
            "oplogInc");
    }
    void bodies()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, code);
        QFETCH(QString, field);
        QJsonObject body = automatedBody(completed(m_prod).first(), "staging-api");
        for (auto it = change.begin(); it != change.end(); ++it) {
            if (it.value().isNull())
                body.remove(it.key());
            else
                body.insert(it.key(), it.value());
        }
        const auto before = m_client->results(jobs(m_prod)).size();
        const RawReply reply = restore(m_prod, body);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.json()
                     .value("badRequestDetail")
                     .toObject()
                     .value("fields")
                     .toArray()
                     .first()
                     .toObject()
                     .value("field")
                     .toString(),
                 field);
        QCOMPARE(m_client->results(jobs(m_prod)).size(), before);
    }

    void targets_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("target"); // "Project/cluster"
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *source, const char *target, int status,
                            const char *code) {
            QTest::newRow(name) << QString(source) << QString(target) << status << QString(code);
        };
        row("not there", "orders-prod", "Staging/nobody", 404, "CLUSTER_NOT_FOUND");
        row("deleted", "orders-prod", "Orders/orders-archive", 404, "CLUSTER_NOT_FOUND");
        row("another organization", "orders-prod", "Heritage/loyalty-vault", 403,
            "CANNOT_RESTORE_TO_TARGET");
        row("free", "orders-prod", "Orders/orders-playground", 403, "CANNOT_RESTORE_TO_TARGET");
        row("flex", "orders-prod", "Staging/staging-flex", 400,
            "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API");
        row("paused", "orders-prod", "Staging/staging-asleep", 400,
            "CLUSTER_PAUSED_CANNOT_RESTORE");
        row("busy", "orders-prod", "Staging/staging-next-release", 409,
            "RESTORE_INITIATION_FAILED");
        row("being restored", "orders-prod", "Staging/staging-replay", 409,
            "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        row("encrypted target", "orders-prod", "Staging/staging-vault", 400,
            "INVALID_SNAPSHOT_RESTORE_ENCRYPTION");
        row("encrypted source", "orders-vault", "Staging/staging-api", 400,
            "INVALID_SNAPSHOT_RESTORE_ENCRYPTION");
        row("both encrypted", "orders-vault", "Staging/staging-vault", 200, "");
        row("older version", "orders-prod", "Analytics/bi-reports", 409,
            "RESTORE_INITIATION_FAILED");
        row("next version", "orders-reports", "Staging/staging-api", 200, "");
        row("sharded target", "orders-prod", "Staging/staging-ledger", 409,
            "RESTORE_INITIATION_FAILED");
        row("sharded source", "orders-ledger", "Staging/staging-api", 409,
            "RESTORE_INITIATION_FAILED");
        row("fewer shards", "orders-ledger", "Staging/staging-warehouse", 409,
            "RESTORE_INITIATION_FAILED");
        row("same shards", "orders-ledger", "Staging/staging-ledger", 200, "");
        row("deleted source", "orders-archive", "Staging/staging-api", 200, "");
        row("itself", "orders-prod", "Orders/orders-prod", 200, "");
    }
    void targets()
    {
        QFETCH(QString, source);
        QFETCH(QString, target);
        QFETCH(int, status);
        QFETCH(QString, code);
        const QByteArray path = m_orders + "/clusters/" + source.toLatin1();
        QJsonObject body = automatedBody(completed(path).first(), target.section('/', 1));
        body.insert("targetGroupId",
                    QString::fromLatin1(m_client->project(target.section('/', 0, 0))));
        const RawReply reply = restore(path, body);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
    }

    void snapshotsThatWontDo()
    {
        QString queued;
        for (const QJsonObject &snapshot : m_client->results(m_prod + "/backup/snapshots")) {
            if (snapshot.value("status") == "queued")
                queued = snapshot.value("id").toString();
        }
        QJsonObject body = automatedBody({{"id", queued}}, "staging-api");
        QCOMPARE(restore(m_prod, body).code(),
                 "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT");
        QCOMPARE(restore(m_prod, downloadBody({{"id", queued}})).code(),
                 "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT");
        body.insert("snapshotId", "0123456789abcdef01234567");
        QCOMPARE(restore(m_prod, body).code(), "SNAPSHOT_NOT_FOUND");
        const QJsonObject sharded = completed(m_ledger).first();
        body.insert("snapshotId", sharded.value("snapshotIds").toArray().first());
        QCOMPARE(restore(m_ledger, body).code(), "AUTOMATED_RESTORE_OF_SHARD_NOT_ALLOWED");
        const QJsonObject oldest = completed(m_ledger).last();
        m_sandbox->advance(29 * 24h);
        m_client->forgetToken();
        QCOMPARE(restore(m_ledger, automatedBody(oldest, "staging-ledger")).code(),
                 "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT");
    }

    void secondRestoreAndFailure()
    {
        const QJsonObject body = automatedBody(completed(m_prod).first(), "staging-brittle");
        const QJsonObject job = restore(m_prod, body).json();
        QCOMPARE(restore(m_prod, body).code(), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        m_sandbox->advance(3min);
        QCOMPARE(read(m_prod, job).value("failed"), QJsonValue(true));
        QVERIFY(!read(m_prod, job).contains("finishedAt"));
        QCOMPARE(restore(m_prod, body).status, 200);
    }

    void download()
    {
        const QJsonObject snapshot = completed(m_prod).at(2);
        const QJsonObject job = restore(m_prod, downloadBody(snapshot)).json();
        QCOMPARE(job.value("deliveryType").toString(), "download");
        QVERIFY(job.value("deliveryUrl").toArray().isEmpty());
        QVERIFY(!job.contains("targetClusterName") && !job.contains("expiresAt"));
        QCOMPARE(restore(m_prod, downloadBody(snapshot)).code(),
                 "CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY");
        m_sandbox->advance(3min);
        const QJsonObject ready = read(m_prod, job);
        QCOMPARE(ready.value("deliveryUrl").toArray().size(), 1);
        const QDateTime end =
            QDateTime::fromString(ready.value("expiresAt").toString(), Qt::ISODate);
        QVERIFY(qAbs(m_client->now().secsTo(end) - 3600) < 180);
        QVERIFY(!ready.contains("finishedAt"));
        m_sandbox->advance(1h);
        m_client->forgetToken();
        QCOMPARE(read(m_prod, job).value("expired"), QJsonValue(true));
        QVERIFY(read(m_prod, job).value("deliveryUrl").toArray().isEmpty());
    }

    void shardedDownload()
    {
        const QJsonObject job = restore(m_ledger, downloadBody(completed(m_ledger).at(2))).json();
        QCOMPARE(job.value("components").toArray().size(), 4);
        for (const QJsonValue &part : job.value("components").toArray())
            QVERIFY(!part.toObject().contains("downloadUrl"));
        m_sandbox->advance(3min);
        QSet<QString> urls;
        for (const QJsonValue &part : read(m_ledger, job).value("components").toArray()) {
            urls.insert(part.toObject().value("downloadUrl").toString());
            const QJsonArray roads = part.toObject().value("privateDownloadDeliveryUrls").toArray();
            QCOMPARE(roads.size(), 1);
            QVERIFY(roads.first().toObject().value("endpointId").toString().startsWith("vpce-"));
        }
        QCOMPARE(urls.size(), 4);
    }

    void cancel()
    {
        const QJsonObject job = restore(m_prod, downloadBody(completed(m_prod).at(2))).json();
        const RawReply gone = cancel(m_prod, job);
        QCOMPARE(gone.status, 204);
        QVERIFY(gone.body.isEmpty());
        QCOMPARE(read(m_prod, job).value("cancelled"), QJsonValue(true));
        QCOMPARE(cancel(m_prod, job).status, 204);
        m_sandbox->advance(3min);
        QVERIFY(read(m_prod, job).value("deliveryUrl").toArray().isEmpty());
        // A ready one, too.
        const QJsonObject other = restore(m_prod, downloadBody(completed(m_prod).at(2))).json();
        m_sandbox->advance(3min);
        QCOMPARE(cancel(m_prod, other).status, 204);
        QVERIFY(read(m_prod, other).value("deliveryUrl").toArray().isEmpty());

        const QJsonObject automated =
            restore(m_prod, automatedBody(completed(m_prod).first(), "staging-api")).json();
        const RawReply refused = cancel(m_prod, automated);
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), "CANNOT_CANCEL_AUTOMATED_RESTORE");
        QCOMPARE(read(m_prod, automated).value("cancelled"), QJsonValue(false));
        QCOMPARE(cancel(m_prod, {{"id", "0123456789abcdef01234567"}}).code(),
                 "RESTORE_JOB_NOT_FOUND");
    }

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

    void eventsTellWhoStarted_data()
    {
        QTest::addColumn<bool>("digest");
        QTest::newRow("service account") << false;
        QTest::newRow("API key") << true;
    }
    void eventsTellWhoStarted()
    {
        QFETCH(bool, digest);
        const QJsonObject body = automatedBody(completed(m_prod).first(), "staging-brittle");
        if (digest) {
            const QByteArray target = "/api/atlas/v2" + jobs(m_prod);
            const RawReply challenge = exchange(m_sandbox->login().baseUrl,
                                                SandboxClient::request("POST", target, {}, "{}"));
            const QByteArray header = challenge.header("WWW-Authenticate");
            const qsizetype from = header.indexOf("nonce=\"") + 7;
            const QByteArray nonce = header.mid(from, header.indexOf('"', from) - from);
            const RawReply reply =
                exchange(m_sandbox->login().baseUrl,
                         SandboxClient::request(
                             "POST", target,
                             m_client->digest("POST", target, nonce, 1, header.contains("SHA-256")),
                             QJsonDocument(body).toJson(), "application/vnd.atlas.2023-01-01+json",
                             "application/json"));
            QCOMPARE(reply.status, 200);
        } else {
            QCOMPARE(restore(m_prod, body).status, 200);
        }
        m_sandbox->advance(3min);
        const QByteArray since =
            "&minDate=" + m_client->now().addSecs(-400).toString(Qt::ISODate).toLatin1();
        const auto events = m_client->results(
            m_orders
            + "/events?clusterNames=orders-prod&eventType=CPS_RESTORE_REQUESTED_AUDIT"
              "&eventType=CPS_RESTORE_FAILED"
            + since);
        QVERIFY(events.size() >= 2);
        QCOMPARE(events.first().value("eventTypeName").toString(), "CPS_RESTORE_FAILED");
        QVERIFY(!events.first().contains("username") && !events.first().contains("publicKey"));
        const QJsonObject request = events.at(1);
        QCOMPARE(request.value("eventTypeName").toString(), "CPS_RESTORE_REQUESTED_AUDIT");
        const SandboxLogin login = m_sandbox->login();
        QCOMPARE(request.value("publicKey").toString(), digest ? login.publicKey : login.clientId);
        QCOMPARE(request.contains("apiKeyId"), digest);
        const QByteArray one = m_orders + "/events/" + request.value("id").toString().toLatin1();
        QCOMPARE(m_client->get(one).json(), request);
    }

    void eventsOfEachSort()
    {
        QSet<QString> types;
        bool person = false;
        QString last;
        for (const QByteArray &project : {m_orders, m_analytics, m_staging}) {
            last.clear();
            for (const QJsonObject &event :
                 m_client->results(project + "/events?itemsPerPage=500")) {
                types.insert(event.value("eventTypeName").toString());
                person = person || event.value("username").toString().contains('@');
                const QString created = event.value("created").toString();
                QVERIFY2(last.isEmpty() || created <= last, "newest first");
                last = created;
            }
        }
        QVERIFY(person);
        for (const char *type :
             {"CPS_RESTORE_REQUESTED_AUDIT", "CPS_RESTORE_SUCCESSFUL", "CPS_RESTORE_FAILED",
              "CPS_ON_DEMAND_SNAPSHOT_REQUESTED", "CPS_COLLECTION_RESTORE_SUCCESSFUL",
              "CPS_COLLECTION_RESTORE_PARTIAL_SUCCESS", "CPS_COLLECTION_RESTORE_FAILED",
              "TENANT_RESTORE_REQUESTED_AUDIT", "TENANT_RESTORE_COMPLETED_AUDIT",
              "TENANT_RESTORE_FAILED", "TENANT_SNAPSHOT_DOWNLOAD_REQUESTED_AUDIT"})
            QVERIFY2(types.contains(type), type);
    }

    void eventFilters()
    {
        const QByteArray path = m_orders + "/events";
        const int all = m_client->get(path).json().value("totalCount").toInt();
        const auto count = [&](const QByteArray &query) {
            return m_client->get(path + query).json().value("totalCount").toInt();
        };
        QVERIFY(all > 100);
        QCOMPARE(count("?clusterNames=orders-prod") + count("?clusterNames=orders-flex")
                     + count("?clusterNames=orders-ledger&clusterNames=orders-vault"
                             "&clusterNames=orders-reports&clusterNames=orders-archive"),
                 all);
        QCOMPARE(count("?eventType=CPS_RESTORE_FAILED")
                     + count("?excludedEventType=CPS_RESTORE_FAILED"),
                 all);
        const QByteArray middle = m_client->now().addDays(-7).toString(Qt::ISODate).toLatin1();
        const QByteArray later =
            m_client->now().addDays(-7).addSecs(1).toString(Qt::ISODate).toLatin1();
        QCOMPARE(count("?maxDate=" + middle) + count("?minDate=" + later), all);
        QVERIFY(count("?minDate=" + later) > 0 && count("?maxDate=" + middle) > 0);
        QCOMPARE(count("?eventType=CLUSTER_CREATED"), 0);
        QCOMPARE(m_client->get(path + "?eventType=what%20ever").code(), "INVALID_ENUM_VALUE");
        QCOMPARE(m_client->get(path + "?minDate=yesterday").code(), "VALIDATION_ERROR");
        QCOMPARE(m_client->get(path + "/0123456789abcdef01234567").status, 404);
    }

private:
    static QByteArray jobs(const QByteArray &cluster) { return cluster + "/backup/restoreJobs"; }
    QJsonObject automatedBody(const QJsonObject &snapshot, const QString &target) const
    {
        return {{"deliveryType", "automated"},
                {"snapshotId", snapshot.value("id")},
                {"targetClusterName", target},
                {"targetGroupId", m_stagingId}};
    }
    static QJsonObject downloadBody(const QJsonObject &snapshot)
    {
        return {{"deliveryType", "download"}, {"snapshotId", snapshot.value("id")}};
    }
    QJsonObject pointBody(qint64 point, const QString &target) const
    {
        return {{"deliveryType", "pointInTime"},
                {"pointInTimeUTCSeconds", point},
                {"targetClusterName", target},
                {"targetGroupId", m_stagingId}};
    }
    RawReply restore(const QByteArray &cluster, const QJsonObject &body)
    {
        return m_client->post(jobs(cluster), body);
    }
    RawReply cancel(const QByteArray &cluster, const QJsonObject &job)
    {
        return m_client->send(
            "DELETE", "/api/atlas/v2" + jobs(cluster) + '/' + job.value("id").toString().toLatin1(),
            {}, "application/vnd.atlas.2023-01-01+json");
    }
    QJsonObject read(const QByteArray &cluster, const QJsonObject &job)
    {
        return m_client->get(jobs(cluster) + '/' + job.value("id").toString().toLatin1()).json();
    }
    // Newest first.
    QList<QJsonObject> completed(const QByteArray &cluster)
    {
        QList<QJsonObject> list;
        for (const char *tail : {"/backup/snapshots", "/backup/snapshots/shardedClusters"}) {
            for (const QJsonObject &snapshot : m_client->results(cluster + tail)) {
                if (snapshot.value("status") == "completed"
                    && snapshot.value("snapshotType") != "fallback")
                    list.append(snapshot);
            }
        }
        return list;
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_orders;
    QByteArray m_analytics;
    QByteArray m_staging;
    QString m_stagingId;
    QByteArray m_prod;
    QByteArray m_ledger;
};

QTEST_GUILESS_MAIN(TestSandboxCloud)
#include "tst_sandboxcloud.moc"
