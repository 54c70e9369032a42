// Organizations, projects and clusters from JSON of every version Atlas has sent, and the
// inventory.
#include "atlas/inventory.h"
#include "atlas/jobkind.h"
#include "atlas/json.h"
#include "support/atlasreplies.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QJsonObject parse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("bad JSON in the test: %s", json.constData());
    return object;
}

} // namespace

class tst_Resources : public QObject
{
    Q_OBJECT

private slots:
    void clusters_data();
    void clusters();
    void clusterFields();
    void disks_data();
    void disks();
    void deletedClusters();
    void organizationsAndProjects();
    void inventory();
    void lenientValues();
};

void tst_Resources::clusters_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("tier");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<int>("shards");
    QTest::addColumn<bool>("backup");
    QTest::addColumn<QString>("kind"); // empty: no backups
    QTest::addColumn<bool>("mayHoldLegacy");

    QTest::newRow("2024-08-05, replica set")
        << QByteArray(R"({"clusterType":"REPLICASET","backupEnabled":true,
            "createDate":"2024-05-05T00:00:00Z","replicationSpecs":[{"regionConfigs":[
            {"providerName":"AWS","electableSpecs":{"instanceSize":"M30","nodeCount":3}}]}]})")
        << "M30"
        << "AWS" << 1 << true << "cloud" << false;
    QTest::newRow("2024-08-05, sharded, several regions")
        << QByteArray(R"({"clusterType":"GEOSHARDED","createDate":"2019-05-05T00:00:00Z",
            "replicationSpecs":[{"regionConfigs":[{"providerName":"GCP","electableSpecs":
            {"instanceSize":"M40"}},{"providerName":"AZURE","electableSpecs":{"instanceSize":"M50"}}]},
            {"regionConfigs":[]},{"regionConfigs":[]}]})")
        << "M40"
        << "GCP" << 3 << false << "cloud" << true;
    QTest::newRow("2023-02-01, shards by number")
        << QByteArray(R"({"clusterType":"SHARDED","replicationSpecs":[{"numShards":2,
            "regionConfigs":[{"providerName":"AWS","electableSpecs":{"instanceSize":"R50"}}]}]})")
        << "R50"
        << "AWS" << 2 << false << "cloud" << true;
    QTest::newRow("2023-01-01") << QByteArray(R"({"clusterType":"SHARDED","numShards":4,
            "providerBackupEnabled":true,"backupEnabled":false,"replicationSpecs":[{"numShards":4}],
            "providerSettings":{"providerName":"AZURE","instanceSizeName":"M60"}})")
                                << "M60"
                                << "AZURE" << 4 << true << "cloud" << true;
    QTest::newRow("2023-01-01, M2")
        << QByteArray(R"({"clusterType":"REPLICASET","providerSettings":{"providerName":"TENANT",
            "backingProviderName":"AWS","instanceSizeName":"M2"}})")
        << "M2"
        << "TENANT" << 1 << false << "tenant" << false;
    QTest::newRow("M5") << QByteArray(R"({"clusterType":"REPLICASET","backupEnabled":true,
            "replicationSpecs":[{"regionConfigs":[{"providerName":"TENANT","backingProviderName":
            "GCP","electableSpecs":{"instanceSize":"M5"}}]}]})")
                        << "M5"
                        << "TENANT" << 1 << true << "tenant" << false;
    QTest::newRow("M0") << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[{"providerName":
            "TENANT","electableSpecs":{"instanceSize":"M0"}}]}]})")
                        << "M0"
                        << "TENANT" << 1 << false << "" << false;
    QTest::newRow("asked for as M2, made as Flex")
        << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[{"providerName":"TENANT",
            "electableSpecs":{"instanceSize":"M2","effectiveInstanceSize":"FLEX"}}]}]})")
        << "Flex"
        << "FLEX" << 1 << false << "flex" << false;
    QTest::newRow("Flex") << QByteArray(
        R"({"clusterType":"REPLICASET","backupSettings":{"enabled":true},
            "providerSettings":{"providerName":"FLEX","backingProviderName":"AWS"}})")
                          << "Flex"
                          << "FLEX" << 1 << true << "flex" << false;
    QTest::newRow("analytics nodes alone")
        << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[{"providerName":"AWS",
            "electableSpecs":null,"analyticsSpecs":{"instanceSize":"M20"}}]}]})")
        << "M20"
        << "AWS" << 1 << false << "cloud" << true;
    QTest::newRow("a tier of tomorrow")
        << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[{"providerName":"OVH",
            "electableSpecs":{"instanceSize":"X9000"}}]}]})")
        << "X9000"
        << "OVH" << 1 << false << "cloud" << true;
    QTest::newRow("nothing told") << QByteArray(R"({"replicationSpecs":null,"clusterType":7})")
                                  << ""
                                  << "" << 1 << false << "" << false;
}

void tst_Resources::clusters()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, kind);
    QFETCH(bool, mayHoldLegacy);
    const Cluster cluster = readCluster(parse(json));
    QTEST(cluster.tier, "tier");
    QTEST(cluster.provider, "provider");
    QTEST(cluster.shardCount, "shards");
    QTEST(cluster.backupEnabled, "backup");
    const JobKind *serving = kindOf(cluster);
    QCOMPARE(serving ? QString(serving->id) : QString(), kind);
    QCOMPARE(kindById(u"legacy")->mayHold(cluster), mayHoldLegacy);
}

void tst_Resources::clusterFields()
{
    const Cluster cluster = readCluster(parse(R"({"name":"n","id":"i","groupId":"g",
        "clusterType":"SHARDED","stateName":"IDLE","mongoDBVersion":"7.0.14",
        "mongoDBMajorVersion":"7.0","encryptionAtRestProvider":"NONE","pitEnabled":true,
        "paused":true,"terminationProtectionEnabled":true,"configServerType":"EMBEDDED",
        "createDate":"2024-05-05T01:02:03Z"})"));
    Cluster expected;
    expected.name = "n";
    expected.id = "i";
    expected.projectId = "g";
    expected.clusterType = "SHARDED";
    expected.stateName = "IDLE";
    expected.version = "7.0.14";
    expected.encryptionAtRest = "NONE";
    expected.pitEnabled = expected.paused = expected.terminationProtected = true;
    expected.configServerType = "EMBEDDED";
    expected.created = parseIsoTime(u"2024-05-05T01:02:03Z");
    QCOMPARE(cluster, expected);
    QCOMPARE(readCluster(parse(R"({"mongoDBVersion":null,"mongoDBMajorVersion":"6.0"})")).version,
             QString("6.0"));
}

void tst_Resources::disks_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<double>("size");
    QTest::addColumn<bool>("grows");
    QTest::newRow("2024-08-05") << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[
        {"electableSpecs":{"diskSizeGB":40.5},"autoScaling":{"diskGB":{"enabled":true}}}]}]})")
                                << 40.5 << true;
    QTest::newRow("2024-08-05, second region")
        << QByteArray(R"({"replicationSpecs":[{"regionConfigs":[{"autoScaling":null},
        {"electableSpecs":{"diskSizeGB":20},"autoScaling":{"diskGB":{"enabled":true}}}]}]})")
        << 20.0 << true;
    QTest::newRow("2023-02-01") << QByteArray(R"({"diskSizeGB":80,"replicationSpecs":[{
        "regionConfigs":[{"autoScaling":{"diskGB":{"enabled":false}}}]}]})")
                                << 80.0 << false;
    QTest::newRow("2023-01-01") << QByteArray(
        R"({"diskSizeGB":10,"autoScaling":{"diskGBEnabled":true}})")
                                << 10.0 << true;
    QTest::newRow("Flex") << QByteArray(
        R"({"providerSettings":{"providerName":"FLEX","diskSizeGB":5}})")
                          << 5.0 << false;
    QTest::newRow("not told") << QByteArray(R"({"diskSizeGB":"x","replicationSpecs":[7]})") << 0.0
                              << false;
}

void tst_Resources::disks()
{
    QFETCH(QByteArray, json);
    const Cluster cluster = readCluster(parse(json));
    QTEST(cluster.diskSizeGB, "size");
    QTEST(cluster.diskAutoScaling, "grows");
}

void tst_Resources::deletedClusters()
{
    const auto inState = [](const char *state) {
        return readCluster(parse(QByteArray(R"({"stateName":")") + state + "\"}")).deleted;
    };
    // The documented states have none for a deleted cluster whose backups are kept.
    QVERIFY(inState("DELETING"));
    QVERIFY(inState("DELETED"));
    for (const char *alive : {"IDLE", "CREATING", "UPDATING", "REPAIRING", ""})
        QVERIFY2(!inState(alive), alive);
}

void tst_Resources::organizationsAndProjects()
{
    QCOMPARE(readOrganization(parse(R"({"id":"o1","name":"Acme","isDeleted":false})")),
             (Organization {"o1", "Acme"}));
    QCOMPARE(readProject(parse(R"({"id":"p1","name":"Shop","orgId":"o1","clusterCount":4})")),
             (Project {"p1", "Shop", "o1", 4}));
    QCOMPARE(readProject(parse(R"({"id":"p1","name":null})")), (Project {"p1", "", "", -1}));
}

void tst_Resources::inventory()
{
    Inventory inventory;
    inventory.projects = {{"p1", "Shop", "o1", 2}, {"p2", "", "o1", 0}};
    Cluster a;
    a.projectId = "p1";
    a.name = "a";
    Cluster b = a;
    b.name = "b";
    Cluster other = a;
    other.projectId = "p2";
    inventory.clusters = {a, other, b};
    QCOMPARE(inventory.clustersOf(u"p1"), QList<Cluster>({a, b}));
    QVERIFY(inventory.clustersOf(u"p9").isEmpty());
    QCOMPARE(inventory.cluster(u"p2", u"a")->projectId, QString("p2"));
    QVERIFY(!inventory.cluster(u"p2", u"b"));
    QVERIFY(!inventory.project(u"p9"));
    // A deleted cluster and a living one may have the same name.
    Cluster gone = b;
    gone.deleted = true;
    gone.id = "gone";
    Cluster onlyGone = gone;
    onlyGone.name = "c";
    inventory.clusters.prepend(gone);
    inventory.clusters.append(onlyGone);
    QVERIFY(!inventory.cluster(u"p1", u"b")->deleted);
    QVERIFY(inventory.cluster(u"p1", u"c")->deleted);
    QCOMPARE(inventory.projectName("p1"), QString("Shop"));
    QCOMPARE(inventory.projectName("p2"), QString("p2"));
    QCOMPARE(inventory.projectName("p9"), QString("p9"));
}

void tst_Resources::lenientValues()
{
    const QJsonObject json = parse(R"({"big":9223372036854775807,"text":"42","real":1.5,
        "whole":5.0,"huge":1e300,"yes":"TRUE","no":0,"null":null,"list":[1],
        "time":"2024-05-05T03:02:03+02:00","bson":{"date":"2024-05-05T01:02:03Z","increment":1},
        "seconds":"1714870923","never":-1})");
    QCOMPARE(readInteger(json, "big"_L1), std::optional<qint64>(9223372036854775807));
    QCOMPARE(readString(json, "big"_L1), QString("9223372036854775807"));
    QCOMPARE(readInteger(json, "text"_L1), std::optional<qint64>(42));
    QCOMPARE(readInteger(json, "whole"_L1), std::optional<qint64>(5));
    QCOMPARE(readString(json, "whole"_L1), QString("5"));
    QCOMPARE(readString(json, "real"_L1), QString("1.5"));
    for (const auto key : {"real"_L1, "huge"_L1, "null"_L1, "list"_L1, "yes"_L1, "absent"_L1})
        QVERIFY2(!readInteger(json, key), key.data());
    QVERIFY(readBool(json, "yes"_L1));
    QVERIFY(!readBool(json, "no"_L1) && !readBool(json, "null"_L1) && !readBool(json, "text"_L1));
    const QDateTime time = parseIsoTime(u"2024-05-05T01:02:03Z");
    QCOMPARE(readTime(json, "time"_L1), time);
    QCOMPARE(readTime(json, "bson"_L1), time);
    QCOMPARE(readEpoch(json, "seconds"_L1), time);
    QVERIFY(!readEpoch(json, "never"_L1).isValid() && !readEpoch(json, "huge"_L1).isValid());
    QVERIFY(!readTime(json, "text"_L1).isValid() && !readTime(json, "list"_L1).isValid());
    QCOMPARE(readString(json, "list"_L1), QString());
    QCOMPARE(valueText(json["list"]), QString("[1]"));
}

QTEST_GUILESS_MAIN(tst_Resources)
#include "tst_resources.moc"
