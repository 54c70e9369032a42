// What a plan says of itself: its data's time, its consequence in a sentence, who can be a target.
// The rules are held by tst_checks.
#include "support/planworld.h"

#include <QTest>

class tst_RestorePlan : public QObject
{
    Q_OBJECT

private slots:
    void dataTime();
    void consequences_data();
    void consequences();
    void namesAreNoPatterns();
    void whoCanBeATarget();
};

void tst_RestorePlan::dataTime()
{
    PlanWorld world = planWorld("cloud");
    RestorePlan &plan = world.plan;
    const QDateTime now = world.facts.now;
    QCOMPARE(dataTimeOf(plan), now.addSecs(-7200));
    QVERIFY(hasPoint(plan));
    plan.point = ClockPoint {now.addSecs(-60)};
    QCOMPARE(dataTimeOf(plan), now.addSecs(-60));
    plan.point = OplogPoint {now.toSecsSinceEpoch() - 5, 2};
    QCOMPARE(dataTimeOf(plan), now.addSecs(-5));
    plan.point = CheckpointPoint {kCheckpointId, now.addSecs(-900)};
    QCOMPARE(dataTimeOf(plan), now.addSecs(-900));
    QVERIFY(hasPoint(plan));
    for (const RestorePoint &none : {RestorePoint(ClockPoint()), RestorePoint(OplogPoint()),
                                     RestorePoint(CheckpointPoint())}) {
        plan.point = none;
        QVERIFY(!hasPoint(plan));
    }
}

void tst_RestorePlan::consequences_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<std::function<void(PlanWorld &)>>("change");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *base,
                        const std::function<void(PlanWorld &)> &change, const char *sentence) {
        QTest::newRow(name) << QString(base) << change << QString::fromUtf8(sentence);
    };
    const auto onto = [](PlanWorld &w) {
        w.plan.targetProjectId = kShop;
        w.plan.targetCluster = "orders";
    };
    row(
        "whole", "flex", [](PlanWorld &) {},
        "All data on orders-stg (project Staging) will be deleted and replaced by the data of "
        "orders as of 2 h ago (2025-06-01 10:00 UTC).");
    row("onto itself", "flex", onto,
        "All data on orders (project Shop) will be deleted and replaced by its own data as of 2 h "
        "ago (2025-06-01 10:00 UTC): everything written since is lost.");
    row(
        "no time told", "legacy", [](PlanWorld &w) { w.plan.snapshot.taken = {}; },
        "All data on orders-stg (project Staging) will be deleted and replaced by the data of "
        "orders as of an unknown time.");
    row(
        "a second", "cloud", [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-3173)); },
        "All data on orders-stg (project Staging) will be deleted and replaced by the data of "
        "orders as of 2025-06-01 11:07:07 UTC (52 min ago).");
    row(
        "an oplog entry", "cloud",
        [](PlanWorld &w) { w.useOplog(w.facts.now.toSecsSinceEpoch() - 3173, 4); },
        "All data on orders-stg (project Staging) will be deleted and replaced by the data of "
        "orders as of 2025-06-01 11:07:07 UTC (52 min ago; up to oplog entry 4 of that second).");
    row(
        "new collections", "collection", [](PlanWorld &) {},
        "1 database and 1 collection of orders as of 2 h ago (2025-06-01 10:00 UTC) will be "
        "written to orders-stg (project Staging) as new ones; nothing there is deleted.");
    row(
        "overwritten collections", "collection",
        [](PlanWorld &w) {
            w.plan.collections.databases.clear();
            w.plan.collections.collections = {{"stock.items", {}}, {"stock.goods", {}}};
            w.plan.collections.writeStrategy = "OVERWRITE_EXISTING";
        },
        "2 collections of orders as of 2 h ago (2025-06-01 10:00 UTC) will replace what has their "
        "names on orders-stg (project Staging): it is dropped, and what is written to it meanwhile "
        "is lost.");
    row(
        "download", "cloud-download", [](PlanWorld &) {},
        "No cluster is touched: Atlas makes files of the data of orders as of 2 h ago (2025-06-01 "
        "10:00 UTC), and whoever has their link can fetch them.");
}

void tst_RestorePlan::consequences()
{
    QFETCH(QString, base);
    QFETCH(std::function<void(PlanWorld &)>, change);
    QFETCH(QString, sentence);
    PlanWorld world = planWorld(base);
    change(world);
    QCOMPARE(consequence(world.plan, world.inventory, world.facts.now), sentence);
}

void tst_RestorePlan::namesAreNoPatterns()
{
    PlanWorld world = planWorld("flex");
    world.plan.targetCluster = "100%1";
    QVERIFY(consequence(world.plan, world.inventory, world.facts.now)
                .contains("on 100%1 (project Staging)"));
}

void tst_RestorePlan::whoCanBeATarget()
{
    const auto can = [](const char *kind, const char *provider, const char *tier) {
        Cluster cluster;
        cluster.provider = provider;
        cluster.tier = tier;
        return kindById(QString(kind))->canTarget(cluster);
    };
    for (const char *kind : {"tenant", "flex", "cloud", "collection", "legacy"})
        QVERIFY(!can(kind, "TENANT", "M0") && can(kind, "AWS", "M10"));
    QVERIFY(can("tenant", "TENANT", "M2") && can("tenant", "FLEX", "Flex"));
    QVERIFY(can("flex", "FLEX", "Flex") && !can("flex", "TENANT", "M5"));
    QVERIFY(!can("cloud", "FLEX", "Flex") && !can("cloud", "TENANT", "M5"));
}

QTEST_GUILESS_MAIN(tst_RestorePlan)
#include "tst_restoreplan.moc"
