#include "sandboxclient.h"

#include "sandbox/worldbig.h"

#include <QFile>
#include <QSet>

using namespace std::chrono_literals;

// Around the backups: rate limits, access lists, deleted clusters, lists over all projects, and a
// big world.
class TestSandboxLimits : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_orders = m_client->project("Orders");
    }
    void cleanup()
    {
        m_client.reset();
        m_sandbox.reset();
    }

    void allRateLimits()
    {
        const RawReply reply = m_client->get("/rateLimits");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("Content-Type"),
                 "application/vnd.atlas.2025-03-12+json;charset=utf-8");
        QCOMPARE(m_client->get("/rateLimits", "2023-01-01").status, 406); // it is younger
        QSet<QString> ids;
        QSet<QString> scopes;
        for (const QJsonObject &set : m_client->results("/rateLimits")) {
            const QString id = set.value("endpointSetId").toString();
            ids.insert(id);
            scopes.insert(set.value("scope").toString());
            QVERIFY2(!set.value("endpoints").toArray().isEmpty(), qPrintable(id));
            QVERIFY(set.value("capacity").toObject().value("value").toInt() > 0);
            QVERIFY(!set.value("capacity").toObject().contains("defaultValue"));
            QCOMPARE(m_client->get("/rateLimits/" + id.toLatin1()).json(), set);
        }
        QCOMPARE(ids.size(), reply.json().value("totalCount").toInt());
        QCOMPARE(scopes, QSet<QString>({"GROUP", "USER"}));
        QCOMPARE(m_client->get("/rateLimits/nothing_group").status, 404);
    }

    void rateLimitsOfOneScope_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QStringList>("scopes");
        QTest::newRow("project") << QByteArray("groupId=$P") << QStringList {"GROUP"};
        QTest::newRow("me") << QByteArray("userId=$U") << QStringList {"USER"};
        QTest::newRow("organization") << QByteArray("orgId=$O") << QStringList {};
        QTest::newRow("address") << QByteArray("ipAddress=127.0.0.1") << QStringList {};
        QTest::newRow("by name") << QByteArray("name=Cloud%20Backups&name=Projects")
                                 << QStringList {"GROUP", "USER"};
        QTest::newRow("by path") << QByteArray("endpointPath=%2Fapi%2Fatlas%2Fv2%2Fgroups")
                                 << QStringList {"USER"};
        QTest::newRow("project and name")
            << QByteArray("groupId=$P&name=Projects") << QStringList {};
    }
    void rateLimitsOfOneScope()
    {
        QFETCH(QByteArray, query);
        QFETCH(QStringList, scopes);
        const RawReply reply = m_client->get("/rateLimits?" + filled(query));
        QCOMPARE(reply.status, 200);
        QSet<QString> found;
        for (const QJsonValue &set : reply.json().value("results").toArray())
            found.insert(set.toObject().value("scope").toString());
        QCOMPARE(found, QSet<QString>(scopes.begin(), scopes.end()));
    }

    void rateLimitsOfOthers_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("status");
        QTest::newRow("no such project") << QByteArray("groupId=0123456789abcdef01234567") << 401;
        QTest::newRow("no project id") << QByteArray("groupId=orders") << 400;
        QTest::newRow("no such organization")
            << QByteArray("orgId=0123456789abcdef01234567") << 401;
        QTest::newRow("somebody else") << QByteArray("userId=mdb_sa_id_0") << 401;
        QTest::newRow("another address") << QByteArray("ipAddress=192.0.2.7") << 401;
        QTest::newRow("no address") << QByteArray("ipAddress=here") << 400;
        QTest::newRow("two scopes") << QByteArray("groupId=$P&userId=$U") << 400;
    }
    void rateLimitsOfOthers()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, status);
        QCOMPARE(m_client->get("/rateLimits?" + filled(query)).status, status);
    }

    void rateLimitsAreLive()
    {
        QFile file(SNAPBACK_SOURCE_DIR "/resources/sandbox/world.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonObject world = QJsonDocument::fromJson(file.readAll()).object();
        world.insert(
            "rateLimits",
            QJsonObject {{"flexRestoreJobs", QJsonObject {{"capacity", 7}, {"refill", 3}}}});
        SandboxOptions options;
        options.worldJson = QJsonDocument(world).toJson();
        m_sandbox = startSandbox(options);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        const QJsonObject set =
            m_client->get("/rateLimits/flexRestoreJobs_group?groupId=" + m_orders).json();
        QCOMPARE(set.value("capacity").toObject(),
                 QJsonObject({{"value", 7}, {"defaultValue", 1200}}));
        QCOMPARE(set.value("refillRate").toObject(),
                 QJsonObject({{"value", 3}, {"defaultValue", 500}}));
        QCOMPARE(set.value("refillDurationSeconds").toObject(), QJsonObject({{"value", 60}}));
        // What it says is what the calls get.
        const QByteArray jobs =
            "/groups/" + m_orders + "/flexClusters/orders-flex/backup/restoreJobs";
        QCOMPARE(m_client->get(jobs).header("RateLimit-Limit"), "7");
    }

    void accessLists()
    {
        const QByteArray path = "/groups/" + m_orders + "/accessList";
        const QList<QJsonObject> list = m_client->results(path);
        QVERIFY(hasAddress(list, "127.0.0.1"));
        int groups = 0;
        for (const QJsonObject &entry : list) {
            QCOMPARE(entry.value("groupId").toString().toLatin1(), m_orders);
            QVERIFY(!entry.contains("ipAddress")
                    || entry.value("cidrBlock")
                           .toString()
                           .startsWith(entry.value("ipAddress").toString() + '/'));
            groups += entry.contains("awsSecurityGroup") ? 1 : 0;
        }
        QCOMPARE(groups, 1);
        QCOMPARE(m_client->get(path + "/127.0.0.1/status").json(),
                 QJsonObject({{"STATUS", "ACTIVE"}}));
        QCOMPARE(m_client->get(path + "/10.20.0.0%2F16/status").json(),
                 QJsonObject({{"STATUS", "ACTIVE"}}));
        QCOMPARE(m_client->get(path + "/192.0.2.9/status").status, 404);
    }

    void accessListWithoutThisComputer()
    {
        const QByteArray path = "/groups/" + m_client->project("Fieldwork") + "/accessList";
        const QList<QJsonObject> before = m_client->results(path);
        QVERIFY(!before.isEmpty() && !hasAddress(before, "127.0.0.1"));
        QCOMPARE(m_client->get(path + "/127.0.0.1/status").status, 404);
        QCOMPARE(m_client->get(path + "/198.51.100.17/status").json(),
                 QJsonObject({{"STATUS", "PENDING"}}));
        // A temporary entry goes away.
        QVERIFY(hasAddress(before, "192.0.2.44"));
        m_sandbox->advance(49h);
        m_client->forgetToken();
        QVERIFY(!hasAddress(m_client->results(path), "192.0.2.44"));
    }

    void projectWithoutAccessListLetsAllIn()
    {
        const auto list =
            m_client->results("/groups/" + m_client->project("Staging") + "/accessList");
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.first().value("cidrBlock").toString(), "0.0.0.0/0");
    }

    void deletedClusters()
    {
        const QByteArray path = "/groups/" + m_orders + "/clusters";
        const QStringList live = names(m_client->results(path));
        QStringList all =
            names(m_client->results(path + "?includeDeletedWithRetainedBackups=true"));
        QVERIFY(!live.contains("orders-archive"));
        QVERIFY(all.removeOne("orders-archive"));
        QCOMPARE(all, live);
        QCOMPARE(names(m_client->results(path + "?includeDeletedWithRetainedBackups=false")), live);
        QCOMPARE(m_client->get(path + "?includeDeletedWithRetainedBackups=2").status, 400);
        // It is no cluster any more, but its backups can be read.
        QCOMPARE(m_client->get(path + "/orders-archive").code(), "CLUSTER_NOT_FOUND");
        const auto snapshots = m_client->results(path + "/orders-archive/backup/snapshots");
        QVERIFY(!snapshots.isEmpty());
        QCOMPARE(m_client
                     ->get(path + "/orders-archive/backup/snapshots/"
                           + snapshots.first().value("id").toString().toLatin1())
                     .status,
                 200);
        QVERIFY(!m_client->results(path + "/orders-archive/backup/restoreJobs").isEmpty());
        for (const QJsonObject &project : m_client->results("/groups")) {
            if (project.value("name") == "Orders")
                QCOMPARE(project.value("clusterCount").toInt(), live.size() + 1); // and a flex one
        }
    }

    void restoreFromADeletedCluster()
    {
        const QByteArray backup = "/groups/" + m_orders + "/clusters/orders-archive/backup/";
        const QJsonValue snapshot = m_client->results(backup + "snapshots").first().value("id");
        const auto to = [&](const QByteArray &project, const QString &target) {
            return m_client->post(backup + "restoreJobs",
                                  {{"deliveryType", "automated"},
                                   {"snapshotId", snapshot},
                                   {"targetGroupId", QString::fromLatin1(project)},
                                   {"targetClusterName", target}});
        };
        const RawReply reply = to(m_client->project("Staging"), "staging-api");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value("targetClusterName").toString(), "staging-api");
        QCOMPARE(m_client->results(backup + "restoreJobs").first().value("id"),
                 reply.json().value("id"));
        QCOMPARE(to(m_orders, "orders-archive").code(), "CLUSTER_NOT_FOUND");
        // Nothing new can be backed up of it.
        const RawReply taken =
            m_client->post(backup + "snapshots", {{"description", "x"}, {"retentionInDays", 2}});
        QVERIFY(taken.status >= 400 && taken.status < 500);
    }

    void deletedClustersAreNoTargets()
    {
        const QByteArray staging = m_client->project("Staging");
        const QByteArray flex = "/groups/" + staging + "/flexClusters/staging-flex/backup/";
        const QString snapshot =
            m_client->results(flex + "snapshots").last().value("id").toString();
        const RawReply reply = m_client->post(flex + "restoreJobs",
                                              {{"snapshotId", snapshot},
                                               {"targetDeploymentItemName", "orders-archive"},
                                               {"targetProjectId", QString::fromLatin1(m_orders)}});
        QCOMPARE(reply.code(), "CLUSTER_NOT_FOUND");
    }

    void clustersOfAllProjects()
    {
        const QList<QJsonObject> groups = m_client->results("/groups");
        const QList<QJsonObject> list = m_client->results("/clusters");
        QCOMPARE(list.size(), groups.size());
        for (const QJsonObject &entry : list) {
            const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto &item) {
                return item.value("id") == entry.value("groupId");
            });
            QVERIFY(group != groups.end());
            QCOMPARE(entry.value("groupName"), group->value("name"));
            QCOMPARE(entry.value("clusters").toArray().size(),
                     group->value("clusterCount").toInt());
        }
    }

    void projectsOfOneOrganization()
    {
        int count = 0;
        for (const QJsonObject &organization : m_client->results("/orgs")) {
            const QJsonValue id = organization.value("id");
            for (const QJsonObject &project :
                 m_client->results("/orgs/" + id.toString().toLatin1() + "/groups")) {
                QCOMPARE(project.value("orgId"), id);
                ++count;
            }
        }
        QCOMPARE(count, m_client->results("/groups").size());
    }

    void bigWorld()
    {
        SandboxOptions options;
        options.worldJson = bigWorldFile({2, 10, 60});
        m_sandbox = startSandbox(options);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        int jobs = 0;
        int running = 0;
        int snapshots = 0;
        QSet<QString> ids;
        const auto add = [&](const QList<QJsonObject> &list, const auto &isRunning) {
            for (const QJsonObject &job : list) {
                ++jobs;
                running += isRunning(job) ? 1 : 0;
                ids.insert(job.value("id").toString());
            }
        };
        const QList<QJsonObject> groups = m_client->results("/groups");
        QCOMPARE(groups.size(), 2);
        for (const QJsonObject &group : groups) {
            const QByteArray path = "/groups/" + group.value("id").toString().toLatin1();
            for (const QString &name : names(m_client->results(path + "/clusters"))) {
                const QByteArray cluster = path + "/clusters/" + name.toLatin1();
                snapshots += int(m_client->results(cluster + "/backup/snapshots").size());
                add(m_client->results(cluster + "/backup/restoreJobs"), [](const QJsonObject &job) {
                    return !job.contains("finishedAt") && !job.contains("expiresAt")
                        && !job.value("failed").toBool();
                });
                add(m_client->results(cluster + "/restoreJobs"), [](const QJsonObject &job) {
                    return job.value("statusName") == "IN_PROGRESS";
                });
            }
            for (const QString &name : names(m_client->results(path + "/flexClusters")))
                add(m_client->results(path + "/flexClusters/" + name.toLatin1()
                                      + "/backup/restoreJobs"),
                    [](const QJsonObject &job) { return job.value("status") == "RUNNING"; });
        }
        QCOMPARE(jobs, 2 * 10 * 60);
        QCOMPARE(ids.size(), jobs);
        QVERIFY(running > 3 && running < 30);
        QVERIFY(snapshots > 50);
    }

private:
    QByteArray filled(QByteArray query)
    {
        const QByteArray organization =
            m_client->results("/orgs").first().value("id").toString().toLatin1();
        return query.replace("$P", m_orders)
            .replace("$O", organization)
            .replace("$U", m_sandbox->login().clientId.toLatin1());
    }
    static QStringList names(const QList<QJsonObject> &list)
    {
        QStringList found;
        for (const QJsonObject &item : list)
            found.append(item.value("name").toString());
        return found;
    }
    static bool hasAddress(const QList<QJsonObject> &list, const QString &address)
    {
        return std::any_of(list.begin(), list.end(), [&](const QJsonObject &entry) {
            return entry.value("ipAddress") == address;
        });
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_orders;
};

QTEST_GUILESS_MAIN(TestSandboxLimits)
#include "tst_sandboxlimits.moc"
