#include "sandboxclient.h"

using namespace std::chrono_literals;

namespace {

// A legacy source and targets that each break one rule.
constexpr char kSmallWorld[] = R"({"organizations": [
  {"name": "Mill", "projects": [{"name": "Press", "clusters": [
    {"name": "old", "tier": "M10", "version": "7.0.24", "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [
       {"at": "-2h", "keep": "40d"}, {"at": "-90m", "incomplete": true}, {"at": "-50d", "keep": "20d"},
       {"at": "-3d", "keep": "4d"}, {"at": "-60d", "keep": "1d", "doNotDelete": true}]},
    {"name": "good", "tier": "M20", "version": "7.0.24"},
    {"name": "newer", "tier": "M10", "version": "8.0.13"},
    {"name": "sharded", "tier": "M30", "version": "7.0.24", "shards": 2},
    {"name": "flex", "tier": "FLEX", "version": "7.0.24"},
    {"name": "paused", "tier": "M10", "version": "7.0.24", "paused": true},
    {"name": "vault", "tier": "M10", "version": "7.0.24", "encryption": "AWS"},
    {"name": "busy", "tier": "M10", "version": "7.0.24", "state": "UPDATING"},
    {"name": "faulty", "tier": "M10", "version": "7.0.24", "failsRestores": true},
    {"name": "gone", "tier": "M10", "version": "7.0.24", "deleted": true},
    {"name": "young", "tier": "M10", "version": "7.0.24", "legacySnapshots": []}]}]},
  {"name": "Elsewhere", "projects": [{"name": "Abroad", "clusters": [
    {"name": "good", "tier": "M10", "version": "7.0.24"}]}]}]})";

} // namespace

// Legacy restores: what a body may name, HTTP and automated jobs, batches of sharded clusters,
// checkpoints.
class TestSandboxLegacy : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        m_client.reset();
        m_sandbox.reset();
    }

    void download()
    {
        builtIn();
        const QByteArray path =
            "/groups/" + m_client->project("Orders") + "/clusters/orders-reports/restoreJobs";
        const int before = count(path);
        const RawReply reply = m_client->post(
            path,
            {{"snapshotId", snapshots(path, 0)},
             {"delivery",
              QJsonObject {{"methodName", "HTTP"}, {"expirationHours", 3}, {"maxDownloads", 2}}}});
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("Content-Type"),
                 "application/vnd.atlas.2023-01-01+json;charset=utf-8");
        QCOMPARE(reply.json().value("totalCount").toInt(), 1);
        QVERIFY(reply.json().value("links").isArray());
        QJsonObject job = reply.json().value("results").toArray().first().toObject();
        QVERIFY(!job.contains("batchId"));
        QCOMPARE(job.value("statusName").toString(), "IN_PROGRESS");
        QCOMPARE(delivery(job).value("statusName").toString(), "NOT_STARTED");
        QCOMPARE(delivery(job).value("maxDownloads").toInt(), 2);
        QVERIFY(!delivery(job).contains("url") && !delivery(job).contains("expires"));
        QCOMPARE(count(path), before + 1);
        const QByteArray one = path + '/' + job.value("id").toString().toLatin1();
        m_sandbox->advance(45s);
        job = m_client->get(one).json();
        QCOMPARE(job.value("statusName").toString(), "IN_PROGRESS");
        QCOMPARE(delivery(job).value("statusName").toString(), "IN_PROGRESS");
        m_sandbox->advance(1min);
        job = m_client->get(one).json();
        QCOMPARE(job.value("statusName").toString(), "FINISHED");
        QCOMPARE(delivery(job).value("statusName").toString(), "READY");
        for (const char *name : {"url", "urlV2", "authHeader", "authValue", "expires"})
            QVERIFY2(!delivery(job).value(QLatin1String(name)).toString().isEmpty(), name);
        m_sandbox->advance(3h);
        m_client->forgetToken();
        job = m_client->get(one).json();
        QCOMPARE(delivery(job).value("statusName").toString(), "EXPIRED");
        QVERIFY(!delivery(job).contains("urlV2"));
    }

    void shardedClustersMakeABatch()
    {
        builtIn();
        const QByteArray staging = m_client->project("Staging");
        const QByteArray path =
            "/groups/" + m_client->project("Analytics") + "/clusters/warehouse/restoreJobs";
        const QJsonObject body {{"snapshotId", snapshots(path, 0)},
                                {"delivery",
                                 QJsonObject {{"methodName", "AUTOMATED_RESTORE"},
                                              {"targetGroupId", QString::fromLatin1(staging)},
                                              {"targetClusterName", "staging-warehouse"}}}};
        const RawReply reply = m_client->post(path, body);
        QCOMPARE(reply.status, 200);
        const QJsonArray jobs = reply.json().value("results").toArray();
        QCOMPARE(jobs.size(), 3); // two shards and the config servers
        QSet<QString> ids;
        QSet<QString> batches;
        for (const QJsonValue &value : jobs) {
            const QJsonObject job = value.toObject();
            ids.insert(job.value("id").toString());
            batches.insert(job.value("batchId").toString());
            QCOMPARE(delivery(job).value("methodName").toString(), "HTTP"); // as Atlas has it
            QCOMPARE(delivery(job).value("targetClusterName").toString(), "staging-warehouse");
            QCOMPARE(delivery(job).value("targetGroupId").toString().toLatin1(), staging);
            QCOMPARE(delivery(job).value("targetClusterId").toString().size(), 24);
            QVERIFY(!delivery(job).contains("url") && !delivery(job).contains("expirationHours"));
        }
        QCOMPARE(ids.size(), 3);
        QCOMPARE(batches.size(), 1);
        const QByteArray batch = "?batchId=" + batches.values().first().toLatin1();
        QCOMPARE(m_client->results(path + batch).size(), 3);
        QCOMPARE(m_client->post(path, body).code(), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        m_sandbox->advance(5min);
        for (const QJsonObject &job : m_client->results(path + batch))
            QCOMPARE(job.value("statusName").toString(), "FINISHED");
        QCOMPARE(m_client->post(path, body).status, 200);
    }

    void pointsOfShardedClusters_data()
    {
        QTest::addColumn<QJsonObject>("point");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("checkpoint") << QJsonObject {{"checkpointId", "0123456789abcdef01234567"}}
                                    << "FEATURE_UNSUPPORTED" << 403;
        QTest::newRow("clock") << QJsonObject {{"pointInTimeUTCMillis", nowMillis() - 3'600'000}}
                               << "PIT_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS" << 400;
        QTest::newRow("oplog") << QJsonObject {{"oplogTs", "2026-01-05T05:05:05Z"}, {"oplogInc", 1}}
                               << "OPLOG_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS" << 400;
    }
    void pointsOfShardedClusters()
    {
        QFETCH(QJsonObject, point);
        QFETCH(QString, code);
        QFETCH(int, status);
        builtIn();
        const QByteArray path =
            "/groups/" + m_client->project("Analytics") + "/clusters/warehouse/restoreJobs";
        point.insert(
            "delivery",
            QJsonObject {{"methodName", "AUTOMATED_RESTORE"},
                         {"targetGroupId", QString::fromLatin1(m_client->project("Staging"))},
                         {"targetClusterName", "staging-warehouse"}});
        const RawReply reply = m_client->post(path, point);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
    }

    void checkpoints()
    {
        builtIn();
        const QByteArray analytics = "/groups/" + m_client->project("Analytics") + "/clusters/";
        const QByteArray path = analytics + "warehouse/backupCheckpoints";
        const QList<QJsonObject> list = m_client->results(path);
        QVERIFY(list.size() > 5);
        int restorable = 0;
        for (const QJsonObject &checkpoint : list) {
            QCOMPARE(checkpoint.value("parts").toArray().size(), 3);
            restorable += checkpoint.value("restorable").toBool() ? 1 : 0;
            const QByteArray one = path + '/' + checkpoint.value("id").toString().toLatin1();
            QCOMPARE(m_client->get(one).json(), checkpoint);
        }
        QVERIFY(restorable > 0 && restorable < list.size());
        QVERIFY(list.first().value("started").toString() > list.at(1).value("started").toString());
        QCOMPARE(m_client->get(path + "?itemsPerPage=2").json().value("results").toArray().size(),
                 2);
        QCOMPARE(m_client->get(path + "/0123456789abcdef01234567").code(), "CHECKPOINT_NOT_FOUND");
        QVERIFY(m_client->results(analytics + "bi-reports/backupCheckpoints").isEmpty());
    }

    void targets_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("good") << "good" << 200 << "";
        QTest::newRow("the source itself") << "old" << 200 << "";
        QTest::newRow("not there") << "nobody" << 404 << "CLUSTER_NOT_FOUND";
        QTest::newRow("deleted") << "gone" << 404 << "CLUSTER_NOT_FOUND";
        QTest::newRow("another version") << "newer" << 403 << "CANNOT_RESTORE_TO_TARGET";
        QTest::newRow("sharded") << "sharded" << 403 << "CANNOT_RESTORE_TO_TARGET";
        QTest::newRow("flex") << "flex" << 403 << "CANNOT_RESTORE_TO_TARGET";
        QTest::newRow("paused") << "paused" << 400 << "CLUSTER_PAUSED_CANNOT_RESTORE";
        QTest::newRow("encrypted") << "vault" << 400 << "INVALID_SNAPSHOT_RESTORE_ENCRYPTION";
        QTest::newRow("not idle") << "busy" << 409 << "RESTORE_INITIATION_FAILED";
    }
    void targets()
    {
        QFETCH(QString, target);
        QFETCH(int, status);
        QFETCH(QString, code);
        small();
        const RawReply reply = restoreTo(target);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
        QCOMPARE(count(m_jobs), status == 200 ? 1 : 0);
    }

    void targetById()
    {
        small();
        const QString id =
            m_client->get("/groups/" + m_press + "/clusters/good").json().value("id").toString();
        const auto to = [&](const QString &name) {
            QJsonObject delivery {{"methodName", "AUTOMATED_RESTORE"},
                                  {"targetGroupId", QString::fromLatin1(m_press)},
                                  {"targetClusterId", id}};
            if (!name.isEmpty())
                delivery.insert("targetClusterName", name);
            return m_client->post(m_jobs,
                                  {{"snapshotId", m_snapshots.first()}, {"delivery", delivery}});
        };
        QCOMPARE(to("paused").code(), "CLUSTER_NOT_FOUND"); // the two contradict each other
        const RawReply reply = to({});
        QCOMPARE(reply.status, 200);
        const QJsonObject job = reply.json().value("results").toArray().first().toObject();
        QCOMPARE(delivery(job).value("targetClusterName").toString(), "good");
    }

    void targetOfAnotherOrganization()
    {
        small();
        const RawReply reply = restoreTo("good", m_client->project("Abroad"));
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.code(), "CANNOT_RESTORE_TO_TARGET");
    }

    void someTargetsFail()
    {
        small();
        QCOMPARE(restoreTo("faulty").status, 200);
        QCOMPARE(restoreTo("faulty").code(), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        m_sandbox->advance(5min);
        QCOMPARE(m_client->results(m_jobs).first().value("statusName").toString(), "BROKEN");
    }

    void pointInTime()
    {
        small();
        const qint64 point = nowMillis() / 1000 * 1000 - 40 * 60'000;
        const RawReply reply = m_client->post(
            m_jobs, {{"pointInTimeUTCMillis", point}, {"delivery", automated("good")}});
        QCOMPARE(reply.status, 200);
        const QJsonObject job = reply.json().value("results").toArray().first().toObject();
        // The newest complete snapshot before it.
        QCOMPARE(job.value("snapshotId").toString(), m_snapshots.first());
        QCOMPARE(job.value("timestamp").toObject().value("date").toString(),
                 QDateTime::fromMSecsSinceEpoch(point, Qt::UTC).toString("yyyy-MM-ddTHH:mm:ssZ"));
        QVERIFY(!job.contains("pointInTimeUTCMillis")); // write-only
        const QString oplogTime =
            QDateTime::fromMSecsSinceEpoch(point, Qt::UTC).toString("yyyy-MM-ddTHH:mm:ssZ");
        const RawReply byOplog = m_client->post(
            m_jobs, {{"oplogTs", oplogTime}, {"oplogInc", 7}, {"delivery", automated("faulty")}});
        QCOMPARE(byOplog.status, 200);
        QCOMPARE(byOplog.json()
                     .value("results")
                     .toArray()
                     .first()
                     .toObject()
                     .value("timestamp")
                     .toObject(),
                 QJsonObject({{"date", oplogTime}, {"increment", 7}}));
    }

    void badPoints_data()
    {
        QTest::addColumn<QJsonObject>("point");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QJsonObject &point, const char *code,
                            int status) {
            QTest::newRow(name) << point << QString::fromLatin1(code) << status;
        };
        row("the future", {{"pointInTimeUTCMillis", nowMillis() + 3'600'000}},
            "INVALID_PIT_RESTORE_TIME", 400);
        row("more than a day ago", {{"pointInTimeUTCMillis", nowMillis() - 25 * 3'600'000}},
            "INVALID_PIT_RESTORE_TIME", 400);
        row("seconds for milliseconds", {{"pointInTimeUTCMillis", nowMillis() / 1000}},
            "VALIDATION_ERROR", 400);
        row("before all snapshots", {{"oplogTs", "2020-01-05T05:05:05Z"}, {"oplogInc", 1}},
            "UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME", 404);
        row("no increment", {{"oplogTs", "2026-01-05T05:05:05Z"}}, "MISSING_ATTRIBUTE", 400);
        row("no oplog time", {{"oplogInc", 1}}, "MISSING_ATTRIBUTE", 400);
        row("increment of 0", {{"oplogTs", "2026-01-05T05:05:05Z"}, {"oplogInc", 0}},
            "VALIDATION_ERROR", 400);
        row("number for oplogTs", {{"oplogTs", 1767589505}, {"oplogInc", 1}}, "INVALID_ATTRIBUTE",
            400);
        row("oplogTs without zone", {{"oplogTs", "2026-01-05T05:05:05"}, {"oplogInc", 1}},
            "INVALID_ATTRIBUTE", 400);
        row("checkpoint of a replica set", {{"checkpointId", "0123456789abcdef01234567"}},
            "CHECKPOINT_NOT_FOUND", 404);
        row("unknown snapshot", {{"snapshotId", "0123456789abcdef01234567"}}, "SNAPSHOT_NOT_FOUND",
            404);
        row("nothing", {}, "MISSING_ATTRIBUTE", 400);
        row("two ways",
            {{"snapshotId", "0123456789abcdef01234567"},
             {"pointInTimeUTCMillis", nowMillis() - 60'000}},
            "INVALID_ATTRIBUTE", 400);
        row("oplog and snapshot",
            {{"snapshotId", "0123456789abcdef01234567"},
             {"oplogTs", "2026-01-05T05:05:05Z"},
             {"oplogInc", 1}},
            "INVALID_ATTRIBUTE", 400);
    }
    void badPoints()
    {
        QFETCH(QJsonObject, point);
        QFETCH(QString, code);
        QFETCH(int, status);
        small();
        point.insert("delivery", automated("good"));
        const RawReply reply = m_client->post(m_jobs, point);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
        QCOMPARE(count(m_jobs), 0);
    }

    void deliveries_data()
    {
        QTest::addColumn<QJsonObject>("delivery");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QJsonObject &delivery, const char *code) {
            QTest::newRow(name) << delivery << QString::fromLatin1(code);
        };
        const QString id = "0123456789abcdef01234567";
        row("no method", {}, "MISSING_ATTRIBUTE");
        row("unknown method", {{"methodName", "PIGEON"}}, "INVALID_ENUM_VALUE");
        row("queryable", {{"methodName", "QUERY"}}, "UNSUPPORTED_DELIVERY_METHOD");
        row("point-in-time file", {{"methodName", "CLIENT_PIT_HTTP"}},
            "UNSUPPORTED_DELIVERY_METHOD");
        row("scp", {{"methodName", "SCP"}}, "INVALID_DELIVERY_SCP");
        row("read-only", {{"methodName", "HTTP"}, {"statusName", "READY"}}, "INVALID_ATTRIBUTE");
        row("unknown", {{"methodName", "HTTP"}, {"hours", 3}}, "INVALID_ATTRIBUTE");
        row("no hours", {{"methodName", "HTTP"}, {"expirationHours", 0}}, "VALIDATION_ERROR");
        row("half an hour", {{"methodName", "HTTP"}, {"expirationHours", 0.5}},
            "INVALID_ATTRIBUTE");
        row("target of a download", {{"methodName", "HTTP"}, {"targetClusterName", "good"}},
            "INVALID_ATTRIBUTE");
        row("no target", {{"methodName", "AUTOMATED_RESTORE"}, {"targetGroupId", id}},
            "MISSING_ATTRIBUTE");
        row("no target project",
            {{"methodName", "AUTOMATED_RESTORE"}, {"targetClusterName", "good"}},
            "MISSING_ATTRIBUTE");
        row("link of an automated restore",
            {{"methodName", "AUTOMATED_RESTORE"},
             {"targetGroupId", id},
             {"targetClusterName", "good"},
             {"maxDownloads", 1}},
            "INVALID_ATTRIBUTE");
    }
    void deliveries()
    {
        QFETCH(QJsonObject, delivery);
        QFETCH(QString, code);
        small();
        const RawReply reply =
            m_client->post(m_jobs, {{"snapshotId", m_snapshots.first()}, {"delivery", delivery}});
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, 400);
    }

    void bodies()
    {
        small();
        QCOMPARE(m_client->post(m_jobs, {{"snapshotId", m_snapshots.first()}}).code(),
                 "MISSING_ATTRIBUTE");
        const QJsonObject http {{"methodName", "HTTP"}};
        QCOMPARE(m_client->post(m_jobs, {{"snapshotId", m_snapshots.first()}, {"delivery", "HTTP"}})
                     .code(),
                 "INVALID_ATTRIBUTE");
        for (const char *readOnly : {"batchId", "statusName", "timestamp", "colour"}) {
            const RawReply reply = m_client->post(m_jobs,
                                                  {{"snapshotId", m_snapshots.first()},
                                                   {"delivery", http},
                                                   {QLatin1String(readOnly), "x"}});
            QCOMPARE(reply.code(), "INVALID_ATTRIBUTE");
            QVERIFY(reply.body.contains(readOnly));
        }
        // A point in time can't be downloaded.
        QCOMPARE(
            m_client
                ->post(m_jobs, {{"pointInTimeUTCMillis", nowMillis() - 60'000}, {"delivery", http}})
                .code(),
            "UNSUPPORTED_DELIVERY_METHOD");
        QCOMPARE(count(m_jobs), 0);
    }

    void snapshotsThatWontDo()
    {
        small();
        const auto load = [&](const QString &id, int hours) {
            return m_client->post(
                m_jobs,
                {{"snapshotId", id},
                 {"delivery", QJsonObject {{"methodName", "HTTP"}, {"expirationHours", hours}}}});
        };
        const QString incomplete =
            m_client->results(m_path + "/snapshots?completed=false").first().value("id").toString();
        QCOMPARE(load(incomplete, 1).code(), "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT");
        QCOMPARE(
            m_client->post(m_jobs, {{"snapshotId", incomplete}, {"delivery", automated("good")}})
                .code(),
            "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT");
        // The second lives for a day more, the third is kept for good.
        QCOMPARE(m_snapshots.size(), 3);
        QCOMPARE(load(m_snapshots.at(1), 48).code(), "LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION");
        QCOMPARE(load(m_snapshots.at(1), 20).status, 200);
        QCOMPARE(load(m_snapshots.at(2), 480).status, 200);
        m_sandbox->advance(48h);
        m_client->forgetToken();
        QCOMPARE(load(m_snapshots.at(1), 1).code(),
                 "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT");
    }

private:
    static qint64 nowMillis() { return QDateTime::currentMSecsSinceEpoch(); }
    static QJsonObject delivery(const QJsonObject &job) { return job.value("delivery").toObject(); }
    void builtIn()
    {
        m_sandbox = startSandbox();
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
    }
    void small()
    {
        SandboxOptions options;
        options.worldJson = kSmallWorld;
        m_sandbox = startSandbox(options);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_press = m_client->project("Press");
        m_path = "/groups/" + m_press + "/clusters/old";
        m_jobs = m_path + "/restoreJobs";
        m_snapshots.clear();
        for (const QJsonObject &snapshot : m_client->results(m_path + "/snapshots"))
            m_snapshots.append(snapshot.value("id").toString());
    }
    QString snapshots(QByteArray jobs, int at)
    {
        return m_client->results(jobs.replace("restoreJobs", "snapshots"))
            .at(at)
            .value("id")
            .toString();
    }
    int count(const QByteArray &path)
    {
        return m_client->get(path).json().value("totalCount").toInt();
    }
    QJsonObject automated(const QString &target, const QByteArray &project = {}) const
    {
        return {{"methodName", "AUTOMATED_RESTORE"},
                {"targetGroupId", QString::fromLatin1(project.isEmpty() ? m_press : project)},
                {"targetClusterName", target}};
    }
    RawReply restoreTo(const QString &target, const QByteArray &project = {})
    {
        return m_client->post(
            m_jobs,
            {{"snapshotId", m_snapshots.first()}, {"delivery", automated(target, project)}});
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_press;
    QByteArray m_path;
    QByteArray m_jobs;
    QStringList m_snapshots; // complete ones, newest first
};

QTEST_GUILESS_MAIN(TestSandboxLegacy)
#include "tst_sandboxlegacy.moc"
