#include "base/format.h"
#include "sandbox/faults.h"
#include "sandbox/tokenbuckets.h"
#include "sandbox/world.h"

#include <QFile>
#include <QSet>
#include <QTest>

namespace {

constexpr World::Moment kStart = 1'770'000'000;

QByteArray builtIn()
{
    QFile file(SNAPBACK_SOURCE_DIR "/resources/sandbox/world.json");
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray withCluster(const QByteArray &cluster)
{
    return R"({"organizations":[{"name":"Org","projects":[{"name":"P","clusters":[)" + cluster
        + "]}]}]}";
}

World mustRead(const QByteArray &json, World::Moment start = kStart)
{
    auto world = World::read(json, start);
    if (!world)
        qFatal("%s", qPrintable(world.error().detail));
    return std::move(*world);
}

} // namespace

class TestWorld : public QObject
{
    Q_OBJECT

private slots:
    void idsBeginWithTheCreationSecond()
    {
        const QString id = World::objectId(kStart, "some key");
        QCOMPARE(id.size(), 24);
        QCOMPARE(objectIdTime(id).toSecsSinceEpoch(), kStart);
        QCOMPARE(World::objectId(kStart, "some key"), id);
        QVERIFY(World::objectId(kStart, "another key") != id);
    }

    void sameFileSameWorld()
    {
        const World one = mustRead(builtIn());
        const World two = mustRead(builtIn());
        QCOMPARE(one.clusters().size(), two.clusters().size());
        for (size_t i = 0; i < one.clusters().size(); ++i) {
            const auto &a = one.clusters()[i].tenantJobs;
            const auto &b = two.clusters()[i].tenantJobs;
            QCOMPARE(a.size(), b.size());
            for (qsizetype j = 0; j < a.size(); ++j) {
                QCOMPARE(a.at(j).id, b.at(j).id);
                QCOMPARE(a.at(j).endsAt, b.at(j).endsAt);
            }
        }
    }

    void idsAreNotUsedTwice()
    {
        const World world = mustRead(builtIn());
        QSet<QString> ids;
        int count = 0;
        const auto add = [&](const QString &id) {
            ids.insert(id);
            ++count;
        };
        for (const auto &project : world.projects())
            add(project.id);
        for (const auto &cluster : world.clusters()) {
            add(cluster.id);
            for (const auto &item : cluster.tenantJobs)
                add(item.id);
            for (const auto &item : cluster.tenantSnapshots)
                add(item.id);
            for (const auto &item : cluster.cloudJobs)
                add(item.id);
            for (const auto &item : cluster.cloudSnapshots)
                add(item.id);
            for (const auto &item : cluster.legacyJobs)
                add(item.id);
        }
        QVERIFY(count > 2'500);
        QCOMPARE(int(ids.size()), count);
    }

    // The first look must be rich on any day: each state of each kind is there at the start.
    void builtInHasEveryState()
    {
        const World world = mustRead(builtIn());
        QSet<QString> seen;
        QSet<QString> tiers;
        int jobs = 0;
        for (const auto &cluster : world.clusters()) {
            tiers.insert(cluster.tier);
            jobs += int(cluster.cloudJobs.size() + cluster.legacyJobs.size());
            jobs += cluster.tenantJobs.size() < 1000 ? int(cluster.tenantJobs.size()) : 0;
            for (const auto &job : cluster.tenantJobs)
                seen.insert((job.download ? "tenant download " : "tenant ")
                            + World::statusAt(job, kStart)
                            + (job.download && kStart >= job.expires ? " over" : ""));
            for (const auto &job : cluster.cloudJobs) {
                const bool ended = kStart >= job.endsAt;
                const bool over = job.delivery == "download" && kStart >= job.linkEnds;
                seen.insert(QString("cloud %1 %2")
                                .arg(job.delivery)
                                .arg(ended ? int(job.outcome) + (over ? 10 : 0) : -1));
            }
            for (const auto &job : cluster.legacyJobs)
                seen.insert(QString("legacy %1 %2")
                                .arg(World::statusAt(job, kStart), World::deliveryAt(job, kStart)));
            for (const auto &snapshot : cluster.cloudSnapshots) {
                if (snapshot.begun <= kStart)
                    seen.insert("snapshot " + World::statusAt(snapshot, kStart));
            }
        }
        for (const char *tier : {"M0", "M2", "M5", "FLEX", "M10", "M20", "M30"})
            QVERIFY2(tiers.contains(tier), tier);
        QVERIFY(jobs > 250);
        for (const char *state : {"tenant PENDING",
                                  "tenant QUEUED",
                                  "tenant RUNNING",
                                  "tenant COMPLETED",
                                  "tenant FAILED",
                                  "tenant download COMPLETED",
                                  "tenant download COMPLETED over",
                                  "cloud automated -1",
                                  "cloud automated 0",
                                  "cloud automated 1",
                                  "cloud download -1",
                                  "cloud download 0",
                                  "cloud download 12",
                                  "cloud download 13",
                                  "cloud download 10",
                                  "cloud pointInTime 0",
                                  "cloud pointInTime 1",
                                  "legacy IN_PROGRESS NOT_STARTED",
                                  "legacy FINISHED READY",
                                  "legacy FINISHED EXPIRED",
                                  "legacy FINISHED MAX_DOWNLOADS_EXCEEDED",
                                  "legacy BROKEN FAILED",
                                  "legacy FINISHED INTERRUPTED",
                                  "legacy KILLED NOT_STARTED",
                                  "legacy FINISHED ",
                                  "snapshot queued",
                                  "snapshot inProgress",
                                  "snapshot completed",
                                  "snapshot failed"})
            QVERIFY2(seen.contains(state), state);
    }

    void oneClusterHas2160Jobs()
    {
        const World world = mustRead(builtIn());
        qsizetype most = 0;
        for (const auto &cluster : world.clusters())
            most = qMax(most, cluster.tenantJobs.size());
        QCOMPARE(most, 2160);
    }

    void repeatRule()
    {
        const World world = mustRead(withCluster(R"({"name":"c","tier":"FLEX","version":"8.0.1",
            "snapshots":[{"repeat":3,"every":"1d","at":"-1h","keep":"8d"}],
            "jobs":[{"repeat":5,"every":"2h","at":"-10m","target":["c","other"],"failEvery":2,"takes":"90s"}]})"));
        const auto &jobs = world.clusters().front().tenantJobs;
        QCOMPARE(jobs.size(), 5);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(jobs.at(i).created, kStart - 600 - i * 7200);
            QCOMPARE(jobs.at(i).target, i % 2 ? "other" : "c");
            QCOMPARE(jobs.at(i).failed, i % 2 == 1);
            QCOMPARE(jobs.at(i).endsAt - jobs.at(i).runsAt, 90);
            QVERIFY(jobs.at(i).snapshotFinished < jobs.at(i).created);
        }
        // The schedule goes on while the sandbox runs.
        QVERIFY(world.clusters().front().tenantSnapshots.last().scheduled > kStart + 86'400);
    }

    void deletedClustersAreSourcesAlone()
    {
        World world = mustRead(withCluster(
            R"({"name":"c","tier":"M10","version":"8.0.1"},
               {"name":"c","tier":"M10","version":"7.0.2","deleted":true},
               {"name":"d","tier":"M10","version":"7.0.2","deleted":true})"));
        const QString project = world.projects().front().id;
        QVERIFY(world.cluster(project, u"c") && !world.cluster(project, u"c")->deleted);
        QVERIFY(!world.cluster(project, u"d"));
        QVERIFY(!world.backupSource(project, u"c")->deleted); // the living one comes first
        QVERIFY(world.backupSource(project, u"d"));
        QVERIFY(world.clusters().at(0).id != world.clusters().at(1).id);
        QVERIFY(!world.backupSource(project, u"e"));
        QCOMPARE(world.clustersOf(project).size(), 1);
        QCOMPARE(world.clustersOf(project, World::Include::Deleted).size(), 3);
        QVERIFY(!world.project(u"0123456789abcdef01234567"));
    }

    void jobsMoveWithTheClock()
    {
        World::TenantJob job;
        job.created = 100;
        job.runsAt = 110;
        job.endsAt = 200;
        QCOMPARE(World::statusAt(job, 100), "PENDING");
        QCOMPARE(World::statusAt(job, 110), "RUNNING");
        QCOMPARE(World::statusAt(job, 200), "COMPLETED");
        job.queued = true;
        job.failed = true;
        QCOMPARE(World::statusAt(job, 109), "QUEUED");
        QCOMPARE(World::statusAt(job, 200), "FAILED");
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("named");
        QTest::newRow("no JSON") << QByteArray("{") << "JSON";
        QTest::newRow("nothing in it") << QByteArray("{}") << "organizations";
        QTest::newRow("typo") << withCluster(
            R"({"name":"c","tier":"M10","version":"8.0.1","peused":true})")
                              << "peused";
        QTest::newRow("no version") << withCluster(R"({"name":"c","tier":"M10"})") << "version";
        QTest::newRow("bad name") << withCluster(R"({"name":"a b","tier":"M10","version":"8.0.1"})")
                                  << "name";
        QTest::newRow("deleted flex cluster")
            << withCluster(R"({"name":"c","tier":"FLEX","version":"8.0.1","deleted":true})")
            << "dedicated";
        QTest::newRow("access list")
            << QByteArray(R"({"organizations":[{"name":"O","projects":[{"name":"P",
                              "accessList":[{"value":"192.0.2.1","status":"open"}]}]}]})")
            << "status";
        QTest::newRow("bad config servers") << withCluster(
            R"({"name":"c","tier":"M30","version":"8.0.1","shards":2,"configServer":"NONE"})")
                                            << "configServer";
        QTest::newRow("bad way of writing") << withCluster(
            R"({"name":"c","tier":"M10","version":"8.0.1","collectionJobs":[{"at":"-1h","writeStrategy":"x"}]})")
                                            << "writeStrategy";
        QTest::newRow("bad number of collections") << withCluster(
            R"({"name":"c","tier":"M10","version":"8.0.1","databases":[{"name":"d","many":9999}]})")
                                                   << "many";
        QTest::newRow("bad offset")
            << withCluster(R"({"name":"c","tier":"FLEX","version":"8.0.1","jobs":[{"at":"soon"}]})")
            << "at";
        QTest::newRow("bad duration") << withCluster(
            R"({"name":"c","tier":"FLEX","version":"8.0.1","jobs":[{"at":"-1h","takes":"9x"}]})")
                                      << "takes";
        QTest::newRow("no such project") << withCluster(
            R"({"name":"c","tier":"FLEX","version":"8.0.1","jobs":[{"at":"-1h","target":"Q/c"}]})")
                                         << "Q";
        QTest::newRow("wrong type")
            << withCluster(R"({"name":"c","tier":"M10","version":"8.0.1","paused":"yes"})")
            << "paused";
    }
    void mistakesAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, named);
        const auto world = World::read(json, kStart);
        QVERIFY(!world);
        QCOMPARE(world.error().kind, Error::Kind::InvalidInput);
        QVERIFY2(world.error().detail.contains(named), qPrintable(world.error().detail));
    }

    void buckets()
    {
        TokenBuckets buckets;
        buckets.setSize(RateSet::FlexClusters, {2, 60, 60}); // one a second
        QCOMPARE(buckets.take(RateSet::FlexClusters, "a", 0).remaining, 1);
        QVERIFY(buckets.take(RateSet::FlexClusters, "a", 0).granted);
        const auto refused = buckets.take(RateSet::FlexClusters, "a", 0.2);
        QVERIFY(!refused.granted);
        QCOMPARE(refused.waitSeconds, 1);
        QVERIFY(buckets.take(RateSet::FlexClusters, "b", 0.2).granted); // a scope of its own
        QVERIFY(buckets.take(RateSet::FlexClusters, "a", 1.2).granted);
    }

    void faultRules()
    {
        ServerRequest request;
        request.verb = "GET";
        request.target = "/api/atlas/v2/groups/0/flexClusters?x=1";
        Fault fault;
        fault.verb = "GET";
        fault.path = "*/flexClusters";
        fault.nth = 2;
        fault.count = 2;
        FaultList list;
        list.add(fault);
        QVERIFY(!list.take(request, true));
        QVERIFY(list.take(request, true));
        QVERIFY(list.take(request, true));
        QVERIFY(!list.take(request, true));
        request.verb = "POST";
        QVERIFY(!fault.matches(request));
        request.verb = "GET";
        request.target = "/api/atlas/v2/groups/0/flexClusters/a";
        QVERIFY(!fault.matches(request));
        QString why;
        QVERIFY(!readFault({{"dealy", 5}}, &fault, &why));
        QVERIFY(why.contains("dealy"));
        QVERIFY(readFault({{"status", 503}, {"carriedOut", true}}, &fault, &why));
        QVERIFY(fault.isCarriedOut());
    }
};

QTEST_APPLESS_MAIN(TestWorld)
#include "tst_world.moc"
