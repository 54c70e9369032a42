// The rules of a restore: what holds, warns, blocks or cannot be known, and on what it rests.
#include "atlas/jobkind.h"
#include "atlas/restoreplan.h"
#include "base/format.h"

#include <QTest>

Q_DECLARE_METATYPE(Check::Verdict)

namespace {

using Verdict = Check::Verdict;

const QString kShop = "5e2211c17a3e5a48f5497de3";
const QString kStaging = "5e2211c17a3e5a48f5497de4";
const QString kForeign = "5e2211c17a3e5a48f5497de5";
const QDateTime kNow = parseIsoTime(u"2025-06-01T12:00:00Z");

struct World {
    RestorePlan plan;
    Inventory inventory;
    QDateTime now = kNow;

    Cluster &target() { return inventory.clusters.first(); }
};

/// A restore that nothing speaks against.
World goodWorld(const char *kind)
{
    const bool flex = QLatin1StringView(kind) == QLatin1StringView("flex");
    World world;
    world.plan.kind = kindById(QString(kind));
    Snapshot &snapshot = world.plan.snapshot;
    snapshot.id = "66b0a1c2d3e4f5a6b7c8d9e0";
    snapshot.kind = world.plan.kind;
    snapshot.projectId = kShop;
    snapshot.cluster = "orders";
    snapshot.state = SnapshotState::Completed;
    snapshot.taken = kNow.addSecs(-2 * 3600);
    snapshot.expires = kNow.addDays(5);
    snapshot.version = "7.0.14";
    world.plan.targetProjectId = kStaging;
    world.plan.targetCluster = "orders-stg";
    world.plan.trafficStopped = true;

    Cluster target;
    target.projectId = kStaging;
    target.name = "orders-stg";
    target.tier = flex ? "M10" : "M5";
    target.provider = flex ? "AWS" : "TENANT";
    target.clusterType = "REPLICASET";
    target.stateName = "IDLE";
    target.version = "7.0.12";
    target.encryptionAtRest = "NONE";
    world.inventory.clusters = {target};
    world.inventory.projects = {
        {kShop, "Shop", "o1", 1}, {kStaging, "Staging", "o1", 1}, {kForeign, "Foreign", "o2", 1}};
    return world;
}

QList<Check> checksOf(const World &world)
{
    return validate(world.plan, world.inventory, {world.now});
}

const Check *find(const QList<Check> &checks, const QString &id)
{
    for (const Check &check : checks) {
        if (id == QLatin1StringView(check.id))
            return &check;
    }
    return nullptr;
}

using Change = std::function<void(World &)>;

} // namespace
Q_DECLARE_METATYPE(Change)

class tst_RestorePlan : public QObject
{
    Q_OBJECT

private slots:
    void aGoodPlanMayStart_data();
    void aGoodPlanMayStart();
    void rules_data();
    void rules();
    void trafficBoxIsNeeded();
    void unknownTargetDoesNotBlock();
    void otherKindsCannotStart();
    void consequences();
    void whoCanBeATarget();
};

void tst_RestorePlan::aGoodPlanMayStart_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("tenant") << "tenant";
    QTest::newRow("flex") << "flex";
}

void tst_RestorePlan::aGoodPlanMayStart()
{
    QFETCH(QString, kind);
    const World world = goodWorld(qPrintable(kind));
    const QList<Check> checks = checksOf(world);
    QVERIFY(mayStart(checks, world.plan));
    QSet<QString> ids;
    for (const Check &check : checks) {
        QVERIFY2(!ids.contains(check.id), check.id);
        ids.insert(check.id);
        QVERIFY2(!check.rule.isEmpty() && !check.fact.isEmpty(), check.id);
        QVERIFY2(check.verdict == Verdict::Holds || check.verdict == Verdict::Unknown, check.id);
        // What Atlas never tells stays a question mark.
        QCOMPARE(check.verdict == Verdict::Unknown,
                 QStringList({"role", "room"}).contains(QString(check.id)));
    }
    for (const char *id :
         {"kind", "complete", "expiry", "target", "same-cluster", "organization", "state", "paused",
          "tier", "version", "encryption", "topology", "traffic"})
        QVERIFY2(ids.contains(id), id);
}

void tst_RestorePlan::rules_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("id");
    QTest::addColumn<Verdict>("verdict");
    const auto row = [](const char *kind, const char *name, const char *id, Verdict verdict,
                        const Change &change) {
        QTest::addRow("%s: %s", kind, name) << QString(kind) << change << QString(id) << verdict;
    };
    for (const char *kind : {"tenant", "flex"}) {
        row(kind, "no snapshot", "snapshot", Verdict::Blocks,
            [](World &w) { w.plan.snapshot.id.clear(); });
        row(kind, "failed snapshot", "complete", Verdict::Blocks,
            [](World &w) { w.plan.snapshot.state = SnapshotState::Failed; });
        row(kind, "running snapshot", "complete", Verdict::Blocks,
            [](World &w) { w.plan.snapshot.state = SnapshotState::Running; });
        row(kind, "queued snapshot", "complete", Verdict::Blocks,
            [](World &w) { w.plan.snapshot.state = SnapshotState::Queued; });
        row(kind, "unknown snapshot state", "complete", Verdict::Unknown,
            [](World &w) { w.plan.snapshot.state = SnapshotState::Unknown; });
        row(kind, "expired snapshot", "expiry", Verdict::Blocks,
            [](World &w) { w.plan.snapshot.expires = w.now; });
        row(kind, "expires within the hour", "expiry", Verdict::Warns,
            [](World &w) { w.plan.snapshot.expires = w.now.addSecs(3599); });
        row(kind, "expires in an hour", "expiry", Verdict::Holds,
            [](World &w) { w.plan.snapshot.expires = w.now.addSecs(3600); });
        row(kind, "no expiry told", "expiry", Verdict::Unknown,
            [](World &w) { w.plan.snapshot.expires = {}; });
        row(kind, "no target", "target", Verdict::Blocks,
            [](World &w) { w.plan.targetCluster.clear(); });
        row(kind, "no project", "target", Verdict::Blocks,
            [](World &w) { w.plan.targetProjectId.clear(); });
        row(kind, "a name no cluster can have", "target", Verdict::Blocks,
            [](World &w) { w.plan.targetCluster = "a/b"; });
        row(kind, "a project ID that is none", "target", Verdict::Blocks,
            [](World &w) { w.plan.targetProjectId = "Staging"; });
        row(kind, "a target nobody knows", "target", Verdict::Unknown,
            [](World &w) { w.plan.targetCluster = "elsewhere"; });
        row(kind, "onto itself", "same-cluster", Verdict::Warns, [](World &w) {
            w.plan.targetProjectId = w.plan.snapshot.projectId;
            w.plan.targetCluster = w.plan.snapshot.cluster;
        });
        row(kind, "the same name in another project", "same-cluster", Verdict::Holds,
            [](World &w) { w.plan.targetCluster = w.plan.snapshot.cluster; });
        row(kind, "another organization", "organization", Verdict::Blocks,
            [](World &w) { w.plan.targetProjectId = kForeign; });
        row(kind, "organizations not known", "organization", Verdict::Warns,
            [](World &w) { w.inventory.projects.clear(); });
        row(kind, "same project, organization not known", "organization", Verdict::Holds,
            [](World &w) {
                w.inventory.projects.clear();
                w.plan.targetProjectId = w.plan.snapshot.projectId;
            });
        row(kind, "target updating", "state", Verdict::Warns,
            [](World &w) { w.target().stateName = "UPDATING"; });
        row(kind, "target repairing", "state", Verdict::Warns,
            [](World &w) { w.target().stateName = "REPAIRING"; });
        row(kind, "target deleting", "state", Verdict::Blocks,
            [](World &w) { w.target().stateName = "DELETING"; });
        row(kind, "target being made", "state", Verdict::Blocks,
            [](World &w) { w.target().stateName = "CREATING"; });
        row(kind, "target in an unknown state", "state", Verdict::Unknown,
            [](World &w) { w.target().stateName = "DREAMING"; });
        row(kind, "target paused", "paused", Verdict::Warns,
            [](World &w) { w.target().paused = true; });
        row(kind, "other major version", "version", Verdict::Blocks,
            [](World &w) { w.target().version = "8.0.1"; });
        row(kind, "older major version", "version", Verdict::Blocks, [](World &w) {
            w.plan.snapshot.version = "4.4.1";
            w.target().version = "4.2.9";
        });
        row(kind, "rapid release", "version", Verdict::Warns, [](World &w) {
            w.plan.snapshot.version = "8.0.4";
            w.target().version = "8.1.0";
        });
        row(kind, "major version alone", "version", Verdict::Holds,
            [](World &w) { w.target().version = "7.0"; });
        row(kind, "version not told", "version", Verdict::Unknown,
            [](World &w) { w.target().version.clear(); });
        row(kind, "encrypted target", "encryption", Verdict::Blocks, [](World &w) {
            w.target().tier = "M10";
            w.target().provider = "AWS";
            w.target().encryptionAtRest = "AZURE";
        });
        row(kind, "encryption of a dedicated target not told", "encryption", Verdict::Unknown,
            [](World &w) {
                w.target().tier = "M10";
                w.target().provider = "AWS";
                w.target().encryptionAtRest.clear();
            });
        row(kind, "sharded target", "topology", Verdict::Blocks,
            [](World &w) { w.target().clusterType = "SHARDED"; });
        row(kind, "geosharded target", "topology", Verdict::Blocks,
            [](World &w) { w.target().clusterType = "GEOSHARDED"; });
        row(kind, "topology not told", "topology", Verdict::Unknown,
            [](World &w) { w.target().clusterType.clear(); });
        row(kind, "M0 target", "tier", Verdict::Blocks, [](World &w) {
            w.target().tier = "M0";
            w.target().provider = "TENANT";
        });
        row(kind, "tier not told", "tier", Verdict::Unknown, [](World &w) {
            w.target().tier.clear();
            w.target().provider.clear();
        });
        row(kind, "Flex target", "tier", Verdict::Warns, [](World &w) {
            w.target().tier = "Flex";
            w.target().provider = "FLEX";
        });
    }
    row("tenant", "onto M2", "room", Verdict::Warns, [](World &w) { w.target().tier = "M2"; });
    row("tenant", "onto M10", "tier", Verdict::Holds, [](World &w) {
        w.target().tier = "M10";
        w.target().provider = "AWS";
    });
    row("flex", "onto M5", "tier", Verdict::Warns, [](World &w) {
        w.target().tier = "M5";
        w.target().provider = "TENANT";
    });
    row("tenant", "before the retirement", "retired", Verdict::Holds, [](World &) {});
    row("tenant", "after the retirement", "retired", Verdict::Warns,
        [](World &w) { w.now = parseIsoTime(u"2026-01-22T00:00:00Z"); });
    row("flex", "fallback snapshot", "fallback", Verdict::Warns,
        [](World &w) { w.plan.snapshot.type = "fallback"; });
}

void tst_RestorePlan::rules()
{
    QFETCH(QString, kind);
    QFETCH(Change, change);
    QFETCH(QString, id);
    QFETCH(Verdict, verdict);
    World world = goodWorld(qPrintable(kind));
    change(world);
    const QList<Check> checks = checksOf(world);
    const Check *check = find(checks, id);
    QVERIFY(check);
    QCOMPARE(int(check->verdict), int(verdict));
    QVERIFY(!check->fact.isEmpty());
    if (verdict == Verdict::Blocks)
        QVERIFY(!mayStart(checks, world.plan));
}

void tst_RestorePlan::trafficBoxIsNeeded()
{
    World world = goodWorld("flex");
    world.plan.trafficStopped = false;
    const QList<Check> checks = checksOf(world);
    QCOMPARE(int(find(checks, "traffic")->verdict), int(Verdict::Unknown));
    QVERIFY(!mayStart(checks, world.plan));
}

void tst_RestorePlan::unknownTargetDoesNotBlock()
{
    // Where listing is forbidden the person may type the target; nothing about it is claimed.
    for (const char *kind : {"tenant", "flex"}) {
        World world = goodWorld(kind);
        world.inventory.clusters.clear();
        const QList<Check> checks = checksOf(world);
        QVERIFY(mayStart(checks, world.plan));
        for (const char *id :
             {"target", "state", "paused", "tier", "version", "encryption", "topology"})
            QCOMPARE(int(find(checks, id)->verdict), int(Verdict::Unknown));
    }
}

void tst_RestorePlan::otherKindsCannotStart()
{
    for (const char *kind : {"cloud", "legacy"}) {
        World world = goodWorld(kind);
        const QList<Check> checks = checksOf(world);
        QCOMPARE(int(find(checks, "kind")->verdict), int(Verdict::Blocks));
        QVERIFY(!mayStart(checks, world.plan));
    }
    const QList<Check> empty = validate({}, {}, {kNow});
    QVERIFY(find(empty, "snapshot") && find(empty, "target"));
    QVERIFY(!mayStart(empty, {}));
}

void tst_RestorePlan::consequences()
{
    World world = goodWorld("flex");
    QCOMPARE(consequence(world.plan, world.inventory, kNow),
             QString("All data on orders-stg (project Staging) will be deleted and replaced by the "
                     "data of orders as of 2 h ago (2025-06-01 10:00 UTC)."));
    world.plan.targetCluster = "100%1";
    QVERIFY(consequence(world.plan, world.inventory, kNow).contains("on 100%1 (project Staging)"));
    world.plan.targetProjectId = kShop;
    world.plan.targetCluster = "orders";
    QCOMPARE(consequence(world.plan, world.inventory, kNow),
             QString("All data on orders (project Shop) will be deleted and replaced by its own "
                     "data as of 2 h ago (2025-06-01 10:00 UTC): everything written since is "
                     "lost."));
    world.plan.snapshot.taken = {};
    QVERIFY(consequence(world.plan, world.inventory, kNow).contains("an unknown time"));
}

void tst_RestorePlan::whoCanBeATarget()
{
    const auto can = [](const char *kind, const char *provider, const char *tier) {
        Cluster cluster;
        cluster.provider = provider;
        cluster.tier = tier;
        return kindById(QString(kind))->canTarget(cluster);
    };
    for (const char *kind : {"tenant", "flex", "cloud", "legacy"})
        QVERIFY(!can(kind, "TENANT", "M0") && can(kind, "AWS", "M10"));
    QVERIFY(can("tenant", "TENANT", "M2") && can("tenant", "FLEX", "Flex"));
    QVERIFY(can("flex", "FLEX", "Flex") && !can("flex", "TENANT", "M5"));
    QVERIFY(!can("cloud", "FLEX", "Flex") && !can("cloud", "TENANT", "M5"));
}

QTEST_GUILESS_MAIN(tst_RestorePlan)
#include "tst_restoreplan.moc"
