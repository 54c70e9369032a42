#include "cloudsandbox.h"

using namespace std::chrono_literals;

// Cloud restores of each sort, what speaks against them, and cancelling.
class TestSandboxCloud : public QObject, private CloudSandbox
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(start()); }
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
        row("live import", "orders-prod", "Staging/staging-import", 400,
            "CANNOT_PERFORM_RESTORE_ON_CLUSTER_WITH_RUNNING_LIVE_IMPORT");
        row("other config servers", "orders-ledger", "Staging/staging-embedded", 409,
            "RESTORE_INITIATION_FAILED");
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

    void downloadsThatWontDo()
    {
        const QByteArray vault = m_orders + "/clusters/orders-vault";
        QCOMPARE(restore(vault, downloadBody(completed(vault).first())).code(),
                 "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION");
        // Half an hour before its end.
        const QJsonObject snapshot = completed(m_prod).first();
        const QDateTime end =
            QDateTime::fromString(snapshot.value("expiresAt").toString(), Qt::ISODate);
        m_sandbox->advance(std::chrono::seconds(m_client->now().secsTo(end) - 1800));
        m_client->forgetToken();
        QCOMPARE(restore(m_prod, downloadBody(snapshot)).code(),
                 "LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION");
        QCOMPARE(restore(m_prod, automatedBody(snapshot, "staging-api")).status, 200);
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

    void cancelling()
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
};

QTEST_GUILESS_MAIN(TestSandboxCloud)
#include "tst_sandboxcloud.moc"
