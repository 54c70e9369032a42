#include "sandboxclient.h"

#include "sandbox/world.h"

#include <QFile>
#include <QLocale>
#include <QSet>

using namespace std::chrono_literals;

// Versions, paging, envelope, errors, rate limits and faults; the rules of a restore have a file of
// their own.
class TestSandboxApi : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_orders = "/groups/" + m_client->project("Orders");
        m_analytics = "/groups/" + m_client->project("Analytics");
        m_heritage = "/groups/" + m_client->project("Heritage");
        m_hidden = "/groups/" + World::objectId(1604909700, "project/Payroll").toLatin1();
    }
    void init() { m_sandbox->clearFaults(); }

    void versions_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<QByteArray>("served"); // empty: 406
        const QByteArray orgs = "/orgs";
        const QByteArray clusters = m_orders + "/clusters";
        QTest::newRow("exact") << orgs << atlas("2023-01-01") << QByteArray("2023-01-01");
        QTest::newRow("later") << orgs << atlas("2025-03-12") << QByteArray("2023-01-01");
        QTest::newRow("earlier") << orgs << atlas("2022-12-31") << QByteArray();
        QTest::newRow("none") << orgs << QByteArray() << QByteArray();
        QTest::newRow("plain") << orgs << QByteArray("application/json") << QByteArray();
        QTest::newRow("anything") << orgs << QByteArray("*/*") << QByteArray();
        QTest::newRow("no such day") << orgs << atlas("2024-02-31") << QByteArray();
        QTest::newRow("preview") << orgs << atlas("preview") << QByteArray();
        QTest::newRow("among others")
            << orgs << "text/html, " + atlas("2023-01-01") + ";q=0.9" << QByteArray("2023-01-01");
        QTest::newRow("clusters, oldest")
            << clusters << atlas("2023-01-15") << QByteArray("2023-01-01");
        QTest::newRow("clusters, middle")
            << clusters << atlas("2024-08-04") << QByteArray("2023-02-01");
        QTest::newRow("clusters, newest")
            << clusters << atlas("2024-08-05") << QByteArray("2024-08-05");
        QTest::newRow("flex, too early")
            << m_orders + "/flexClusters" << atlas("2024-11-12") << QByteArray();
        QTest::newRow("flex") << m_orders + "/flexClusters" << atlas("2024-11-13")
                              << QByteArray("2024-11-13");
    }
    void versions()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, accept);
        QFETCH(QByteArray, served);
        const RawReply reply = m_client->send("GET", "/api/atlas/v2" + path, {}, accept);
        if (served.isEmpty()) {
            QCOMPARE(reply.status, 406);
            QCOMPARE(reply.code(), "INVALID_VERSION_DATE");
            QCOMPARE(reply.header("Content-Type"), "application/json");
        } else {
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.header("Content-Type"),
                     "application/vnd.atlas." + served + "+json;charset=utf-8");
        }
    }

    void oldVersionsSayTheirEnd()
    {
        const RawReply old = m_client->get(m_orders + "/clusters", "2023-02-01");
        QCOMPARE(old.header("Deprecation"), "Mon, 5 Aug 2024 00:00:00 GMT");
        QCOMPARE(old.header("Sunset"), "Thu, 1 Jul 2027 00:00:00 GMT");
        const RawReply fresh = m_client->get(m_orders + "/clusters");
        QVERIFY(fresh.header("Deprecation").isEmpty() && fresh.header("Sunset").isEmpty());
        // An error keeps them (recorded).
        QVERIFY(!m_client->get(m_orders + "/clusters/orders-flex", "2023-01-01")
                     .header("Sunset")
                     .isEmpty());
    }

    void pages()
    {
        const QByteArray path = m_analytics + "/flexClusters/events-flex/backup/restoreJobs";
        QSet<QString> ids;
        QString last;
        int page = 1;
        for (bool more = true; more; ++page) {
            const RawReply reply =
                m_client->get(path + "?itemsPerPage=500&pageNum=" + QByteArray::number(page));
            QCOMPARE(reply.json().value("totalCount").toInt(), 2160);
            for (const QJsonValue &item : reply.json().value("results").toArray()) {
                ids.insert(item.toObject().value("id").toString());
                const QString created = item.toObject().value("restoreScheduledDate").toString();
                QVERIFY2(last.isEmpty() || created <= last, "newest first");
                last = created;
            }
            const QStringList rels = relsOf(reply);
            more = rels.contains("next");
            QCOMPARE(rels.contains("previous"), page > 1);
            QCOMPARE(rels.first(), "self");
        }
        QCOMPARE(page, 6);
        QCOMPARE(ids.size(), 2160);
        QCOMPARE(m_client->get(path).json().value("results").toArray().size(), 100);
        const RawReply beyond = m_client->get(path + "?pageNum=99");
        QCOMPARE(beyond.status, 200);
        QVERIFY(beyond.json().value("results").toArray().isEmpty());
        QVERIFY(!m_client->get(path + "?includeCount=false").json().contains("totalCount"));
    }

    void linksNameAnotherHost()
    {
        const QJsonArray links =
            m_client->get("/orgs?itemsPerPage=1").json().value("links").toArray();
        QCOMPARE(links.size(), 2);
        for (const QJsonValue &link : links) {
            const QUrl url(link.toObject().value("href").toString());
            QVERIFY(url.host().endsWith(".invalid"));
            QVERIFY(url.path().endsWith("/api/atlas/v2/orgs"));
        }
    }

    void badQuery_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const char *query :
             {"itemsPerPage=0", "itemsPerPage=501", "itemsPerPage=many", "pageNum=0", "pageNum=-1",
              "envelope=maybe", "pretty=1", "includeCount=no"})
            QTest::newRow(query) << QByteArray(query);
    }
    void badQuery()
    {
        QFETCH(QByteArray, query);
        const RawReply reply = m_client->get("/groups?" + query);
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.code(), "VALIDATION_ERROR");
        QCOMPARE(reply.header("X-Error-Code"), "VALIDATION_ERROR");
    }

    void envelopeAndPretty()
    {
        const RawReply plain = m_client->get(m_orders);
        const RawReply wrapped = m_client->get(m_orders + "?envelope=true");
        QCOMPARE(wrapped.json().value("status").toInt(), 200);
        QCOMPARE(wrapped.json().value("content").toObject(), plain.json());
        const RawReply list = m_client->get("/groups?envelope=true&pretty=true");
        QCOMPARE(list.json().value("status").toInt(), 200);
        QVERIFY(list.json().contains("results"));
        QVERIFY(list.body.contains("\n    "));
        QVERIFY(!plain.body.contains('\n'));
        // Marked ° in the contract: envelope only.
        const QByteArray snapshots = m_orders + "/flexClusters/orders-flex/backup/snapshots";
        const QByteArray id =
            m_client->results(snapshots).first().value("id").toString().toLatin1();
        QVERIFY(!m_client->get(snapshots + '/' + id + "?pretty=true").body.contains('\n'));
    }

    void unpagedLists()
    {
        const RawReply jobs = m_client->get(
            m_heritage + "/clusters/loyalty-m5/backup/tenant/restores?itemsPerPage=1");
        QVERIFY(jobs.json().value("results").toArray().size() > 20);
        const RawReply sharded = m_client->get(
            m_orders + "/clusters/orders-ledger/backup/snapshots/shardedClusters?itemsPerPage=1");
        QVERIFY(sharded.json().value("results").toArray().size() > 5);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QByteArray id = "0123456789abcdef01234567";
        const QByteArray m10 = m_orders + "/clusters/orders-prod";
        const QByteArray flex = m_orders + "/flexClusters/orders-flex";
        QTest::newRow("nowhere") << QByteArray("/nowhere") << 404 << "RESOURCE_NOT_FOUND";
        QTest::newRow("bad project id") << QByteArray("/groups/XYZ") << 400 << "VALIDATION_ERROR";
        QTest::newRow("hidden project") << m_hidden << 401 << "USER_CANNOT_ACCESS_GROUP";
        QTest::newRow("unknown project") << "/groups/" + id << 401 << "USER_CANNOT_ACCESS_GROUP";
        QTest::newRow("bad name") << m_orders + "/clusters/a_b" << 400 << "VALIDATION_ERROR";
        QTest::newRow("encoded slash in a name")
            << m_orders + "/clusters/a%2Fb" << 400 << "VALIDATION_ERROR";
        QTest::newRow("no cluster") << m_orders + "/clusters/none" << 404 << "CLUSTER_NOT_FOUND";
        QTest::newRow("no flex cluster")
            << m_orders + "/flexClusters/none" << 404 << "CLUSTER_NOT_FOUND";
        QTest::newRow("flex in clusters") << m_orders + "/clusters/orders-flex" << 400
                                          << "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API";
        QTest::newRow("flex in cloud jobs") << m_orders + "/clusters/orders-flex/backup/restoreJobs"
                                            << 400 << "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API";
        QTest::newRow("M10 in flex") << m_orders + "/flexClusters/orders-prod" << 400
                                     << "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API";
        QTest::newRow("M5 in cloud jobs") << m_heritage + "/clusters/loyalty-m5/backup/restoreJobs"
                                          << 400 << "INCORRECT_BACKUP_API_ENDPOINT";
        QTest::newRow("M10 in tenant jobs")
            << m_heritage + "/clusters/loyalty-vault/backup/tenant/restores" << 400
            << "INCORRECT_BACKUP_API_ENDPOINT";
        QTest::newRow("M0 has no backups")
            << m_heritage + "/clusters/kiosk-free/backup/tenant/restores" << 403
            << "FEATURE_UNSUPPORTED";
        QTest::newRow("retired") << m_orders + "/clusters/orders-flex/backup/tenant/restores" << 410
                                 << "VERSION_GONE";
        QTest::newRow("no cloud job")
            << m10 + "/backup/restoreJobs/" + id << 404 << "RESTORE_JOB_NOT_FOUND";
        QTest::newRow("bad job id") << m10 + "/backup/restoreJobs/1" << 404 << "INVALID_JOB_ID";
        QTest::newRow("no cloud snapshot")
            << m10 + "/backup/snapshots/" + id << 404 << "SNAPSHOT_NOT_FOUND";
        QTest::newRow("bad snapshot id")
            << m10 + "/backup/snapshots/zz" << 404 << "INVALID_SNAPSHOT_ID";
        QTest::newRow("no flex job")
            << flex + "/backup/restoreJobs/" + id << 404 << "RESTORE_JOB_NOT_FOUND";
        QTest::newRow("no tenant job")
            << m_heritage + "/clusters/loyalty-m5/backup/tenant/restores/" + id << 404
            << "TENANT_RESTORE_NOT_FOUND";
        QTest::newRow("no legacy job") << m_orders + "/clusters/orders-reports/restoreJobs/" + id
                                       << 404 << "RESTORE_JOB_NOT_FOUND";
        QTest::newRow("bad batch") << m_orders + "/clusters/orders-reports/restoreJobs?batchId=1"
                                   << 400 << "VALIDATION_ERROR";
        QTest::newRow("no collection job")
            << m10 + "/collectionRestoreJobs/" + id << 404 << "RESTORE_JOB_NOT_FOUND";
    }
    void errors()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        QFETCH(QString, code);
        const RawReply reply = m_client->get(path);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.json().value("error").toInt(), status);
        QCOMPARE(reply.header("X-Error-Code"), code.toLatin1());
        QCOMPARE(reply.header("Content-Type"), "application/json");
        QVERIFY(!reply.json().value("detail").toString().isEmpty());
        QVERIFY(!reply.json().value("reason").toString().isEmpty());
        QVERIFY(reply.json().value("parameters").isArray());
    }

    void otherVerbs()
    {
        const RawReply reply =
            m_client->send("DELETE", "/api/atlas/v2" + m_orders, {}, atlas("2023-01-01"));
        QCOMPARE(reply.status, 405);
        QCOMPARE(reply.header("Allow"), "GET");
        const RawReply head = m_client->send("HEAD", "/api/atlas/v2/orgs", {}, atlas("2023-01-01"));
        QCOMPARE(head.status, 200);
        QVERIFY(head.header("Content-Length").toInt() > 100);
    }

    void clusterVersions()
    {
        const QByteArray path = m_orders + "/clusters/orders-ledger";
        const QJsonObject newest = m_client->get(path, "2024-08-05").json();
        const QJsonObject middle = m_client->get(path, "2023-02-01").json();
        const QJsonObject oldest = m_client->get(path, "2023-01-01").json();
        QCOMPARE(newest.value("replicationSpecs").toArray().size(), 3); // one per shard
        QCOMPARE(middle.value("replicationSpecs").toArray().size(), 1);
        QCOMPARE(middle.value("replicationSpecs")
                     .toArray()
                     .first()
                     .toObject()
                     .value("numShards")
                     .toInt(),
                 3);
        QCOMPARE(oldest.value("providerSettings").toObject().value("instanceSizeName").toString(),
                 "M30");
        QVERIFY(!newest.contains("providerSettings"));
        for (const QJsonObject &cluster : m_client->results(m_orders + "/clusters"))
            QVERIFY2(!cluster.value("name").toString().contains("flex"),
                     "Flex has a list of its own");
    }

    void cloudDownload()
    {
        bool ready = false;
        bool expired = false;
        bool running = false;
        for (const QJsonObject &job :
             m_client->results(m_orders + "/clusters/orders-prod/backup/restoreJobs")) {
            const QJsonArray urls = job.value("deliveryUrl").toArray();
            QVERIFY(job.contains("desiredTimestamp"));
            if (job.value("deliveryType") != "download")
                continue;
            QVERIFY(!job.contains("targetClusterName"));
            expired = expired || (job.value("expired").toBool() && urls.isEmpty());
            running = running || (urls.isEmpty() && !job.contains("expiresAt"));
            if (urls.isEmpty())
                continue;
            ready = true;
            const QUrl url(urls.first().toString());
            // The real ones have hosts of their own, and port 27017.
            QCOMPARE(url.authority(), m_sandbox->login().baseUrl.authority());
            QVERIFY(
                url.path().endsWith("/restore-" + job.value("snapshotId").toString() + ".tar.gz"));
            QVERIFY(job.contains("expiresAt"));
            QVERIFY(!job.contains("finishedAt"));
        }
        QVERIFY(ready && expired && running);
    }

    void shardedDownloadHasComponents()
    {
        bool found = false;
        for (const QJsonObject &job :
             m_client->results(m_orders + "/clusters/orders-ledger/backup/restoreJobs")) {
            const QJsonArray components = job.value("components").toArray();
            if (components.isEmpty() || job.value("deliveryUrl").toArray().isEmpty())
                continue;
            found = true;
            QCOMPARE(components.size(), 4); // three shards and the config servers
            for (const QJsonValue &item : components) {
                QVERIFY(!item.toObject().value("downloadUrl").toString().isEmpty());
                const QJsonArray roads =
                    item.toObject().value("privateDownloadDeliveryUrls").toArray();
                QVERIFY(
                    roads.first().toObject().value("endpointId").toString().startsWith("vpce-"));
            }
        }
        QVERIFY(found);
    }

    void legacyJobs()
    {
        const QByteArray path = m_orders + "/clusters/orders-reports/restoreJobs";
        bool link = false;
        bool unlimited = false;
        for (const QJsonObject &job : m_client->results(path)) {
            const QJsonObject delivery = job.value("delivery").toObject();
            QVERIFY(delivery.contains("methodName"));
            QCOMPARE(delivery.contains("urlV2"), delivery.value("statusName") == "READY");
            if (!delivery.contains("urlV2"))
                continue;
            link = true;
            unlimited = unlimited || delivery.value("maxDownloads").toInt() == 2147483647;
            QVERIFY(!delivery.value("authHeader").toString().isEmpty());
            QVERIFY(!delivery.value("authValue").toString().isEmpty());
            for (const QJsonValue &hash : job.value("hashes").toArray()) {
                QCOMPARE(hash.toObject().value("typeName").toString(), "SHA1");
                QCOMPARE(hash.toObject().value("hash").toString().size(), 40);
                QVERIFY(delivery.value("urlV2").toString().endsWith(
                    '/' + hash.toObject().value("fileName").toString()));
            }
            const QByteArray one = path + '/' + job.value("id").toString().toLatin1();
            QCOMPARE(m_client->get(one).json(), job);
        }
        QVERIFY(link && unlimited);
        QVERIFY(m_client->results(m_orders + "/clusters/orders-prod/restoreJobs").isEmpty());
    }

    void legacyBatch()
    {
        const QByteArray path = m_analytics + "/clusters/warehouse/restoreJobs";
        const QList<QJsonObject> all = m_client->results(path);
        const QByteArray batch = all.first().value("batchId").toString().toLatin1();
        QCOMPARE(batch.size(), 24);
        const QList<QJsonObject> jobs = m_client->results(path + "?batchId=" + batch);
        QCOMPARE(jobs.size(), 3); // two shards and the config servers
        QVERIFY(all.size() > jobs.size());
    }

    void legacySnapshotsByCompletion()
    {
        const QByteArray path = m_orders + "/clusters/orders-reports/snapshots";
        const auto complete = m_client->results(path);
        const auto incomplete = m_client->results(path + "?completed=false");
        QVERIFY(!complete.isEmpty() && !incomplete.isEmpty());
        for (const QJsonObject &snapshot : complete)
            QVERIFY(snapshot.value("complete").toBool());
        for (const QJsonObject &snapshot : incomplete)
            QVERIFY(!snapshot.value("complete").toBool());
        QCOMPARE(m_client->results(path + "?completed=all").size(),
                 complete.size() + incomplete.size());
        QCOMPARE(m_client->get(path + "?completed=perhaps").code(), "INVALID_ENUM_VALUE");
    }

    void linksExpireWithTheClock()
    {
        auto sandbox = startSandbox();
        SandboxClient client(*sandbox);
        const QByteArray path = m_orders + "/clusters/orders-prod/backup/restoreJobs";
        const auto ready = [&] {
            int count = 0;
            for (const QJsonObject &job : client.results(path))
                count += job.value("deliveryUrl").toArray().isEmpty() ? 0 : 1;
            return count;
        };
        QVERIFY(ready() >= 2);
        sandbox->advance(3h);
        client.forgetToken();
        QCOMPARE(ready(), 0);
    }

    void dateIsTheWorldsClock()
    {
        auto sandbox = startSandbox();
        SandboxClient client(*sandbox);
        sandbox->advance(24h);
        const QDateTime date =
            QLocale::c().toDateTime(QString::fromLatin1(client.get("/orgs").header("Date")),
                                    "ddd, dd MMM yyyy HH:mm:ss 'GMT'");
        QCOMPARE(date.date(), QDateTime::currentDateTimeUtc().addDays(1).date());
    }

    void rateLimits()
    {
        QCOMPARE(m_client->get("/orgs").header("RateLimit-Limit"), "300");
        QCOMPARE(m_client->get(m_orders + "/clusters").header("RateLimit-Limit"), "10000");
        const QByteArray flex = m_orders + "/flexClusters/orders-flex/backup/restoreJobs";
        const int before = m_client->get(flex).header("RateLimit-Remaining").toInt();
        QVERIFY(before > 0 && before < 1200);

        SandboxOptions options;
        QJsonObject world = builtInWorld();
        world.insert("rateLimits",
                     QJsonObject {{"flexRestoreJobs",
                                   QJsonObject {{"capacity", 2}, {"refill", 1}, {"period", 60}}}});
        options.worldJson = QJsonDocument(world).toJson();
        auto sandbox = startSandbox(options);
        SandboxClient client(*sandbox);
        QCOMPARE(client.get(flex).header("RateLimit-Remaining"), "1");
        QCOMPARE(client.get(flex).status, 200);
        const RawReply refused = client.get(flex);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.code(), "RATE_LIMITED_TOKEN_BUCKET");
        const int wait = refused.header("Retry-After").toInt();
        QVERIFY(wait >= 55 && wait <= 60);
        const QJsonArray parameters = refused.json().value("parameters").toArray();
        QCOMPARE(parameters.size(), 5);
        QCOMPARE(parameters.at(0).toString(), "api/atlas/v2" + QString::fromLatin1(flex));
        QCOMPARE(parameters.at(1).toInt(), wait);
        QCOMPARE(parameters.at(2).toInt(), 2);
        sandbox->advance(61s);
        QCOMPARE(client.get(flex).status, 200);
    }

    void faults()
    {
        Fault fault;
        fault.path = "*/orgs";
        fault.status = 503;
        fault.retryAfter = 7;
        fault.count = 1;
        fault.loggedInOnly = true;
        m_sandbox->addFault(fault);
        const RawReply reply = m_client->get("/orgs");
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.code(), "SERVICE_UNAVAILABLE");
        QCOMPARE(reply.header("Retry-After"), "7");
        QCOMPARE(m_client->get("/orgs").status, 200);
    }

    void faultsFromTheWorldFile()
    {
        QJsonObject world = builtInWorld();
        world.insert("faults", QJsonArray {QJsonObject {{"path", "*/groups"}, {"status", 500}}});
        SandboxOptions options;
        options.worldJson = QJsonDocument(world).toJson();
        auto sandbox = startSandbox(options);
        SandboxClient client(*sandbox);
        QCOMPARE(client.get("/groups").status, 500);
        QCOMPARE(client.get("/orgs").status, 200);
    }

    void startProblems()
    {
        SandboxOptions options;
        options.worldJson = "{}";
        QCOMPARE(Sandbox::start(options).error().kind, Error::Kind::InvalidInput);
        options = {};
        options.worldFile = "/nowhere/world.json";
        QCOMPARE(Sandbox::start(options).error().kind, Error::Kind::Disk);
        options = {};
        options.port = quint16(m_sandbox->login().baseUrl.port());
        QCOMPARE(Sandbox::start(options).error().kind, Error::Kind::Unreachable);
        options = {};
        options.tlsCertFile = SNAPBACK_SOURCE_DIR "/CMakeLists.txt";
        options.tlsKeyFile = options.tlsCertFile;
        QCOMPARE(Sandbox::start(options).error().kind, Error::Kind::InvalidInput);
    }

private:
    static QByteArray atlas(const QByteArray &date)
    {
        return "application/vnd.atlas." + date + "+json";
    }
    static QJsonObject builtInWorld()
    {
        QFile file(SNAPBACK_SOURCE_DIR "/resources/sandbox/world.json");
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    static QStringList relsOf(const RawReply &reply)
    {
        QStringList rels;
        for (const QJsonValue &link : reply.json().value("links").toArray())
            rels.append(link.toObject().value("rel").toString());
        return rels;
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_orders;
    QByteArray m_analytics;
    QByteArray m_heritage;
    QByteArray m_hidden;
};

QTEST_GUILESS_MAIN(TestSandboxApi)
#include "tst_sandboxapi.moc"
