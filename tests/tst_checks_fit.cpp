// Rows about what data and target must have in common: tier, room, version, encryption, topology.
#include "support/planworld.h"

namespace {

void make(Cluster &cluster, const char *provider, const char *tier)
{
    cluster.provider = provider;
    cluster.tier = tier;
}

void shard(PlanWorld &world)
{
    for (Cluster *cluster : {&world.source(), &world.target()}) {
        cluster->clusterType = "SHARDED";
        cluster->shardCount = 2;
        cluster->configServerType = "DEDICATED";
    }
    world.plan.snapshot.sharded = true;
    world.plan.snapshot.memberCount = 3;
    world.plan.snapshot.configServerType = "DEDICATED";
}

QList<CheckRow> sharedTierRows()
{
    QList<CheckRow> rows;
    for (const char *base : {"tenant", "flex"}) {
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("other major", "version", Verdict::Blocks,
            [](PlanWorld &w) { w.target().version = "8.0.1"; });
        row("older major", "version", Verdict::Blocks, [](PlanWorld &w) {
            w.plan.snapshot.version = "4.4.1";
            w.target().version = "4.2.9";
        });
        row("rapid release", "version", Verdict::Warns, [](PlanWorld &w) {
            w.plan.snapshot.version = "8.0.4";
            w.target().version = "8.1.0";
        });
        row("major version alone", "version", Verdict::Holds,
            [](PlanWorld &w) { w.target().version = "7.0"; });
        row("not told", "version", Verdict::Unknown,
            [](PlanWorld &w) { w.target().version.clear(); });
        row("none", "encryption", Verdict::Holds, [](PlanWorld &) {});
        row("a key on the target", "encryption", Verdict::Blocks, [](PlanWorld &w) {
            make(w.target(), "AWS", "M10");
            w.target().encryptionAtRest = "AZURE";
        });
        row("not told of a dedicated target", "encryption", Verdict::Unknown, [](PlanWorld &w) {
            make(w.target(), "AWS", "M10");
            w.target().encryptionAtRest.clear();
        });
        row("replica set", "topology", Verdict::Holds, [](PlanWorld &) {});
        row("sharded", "topology", Verdict::Blocks,
            [](PlanWorld &w) { w.target().clusterType = "SHARDED"; });
        row("geosharded", "topology", Verdict::Blocks,
            [](PlanWorld &w) { w.target().clusterType = "GEOSHARDED"; });
        row("not told", "topology", Verdict::Unknown,
            [](PlanWorld &w) { w.target().clusterType.clear(); });
        row("M0", "tier", Verdict::Blocks, [](PlanWorld &w) { make(w.target(), "TENANT", "M0"); });
        row("not told", "tier", Verdict::Unknown, [](PlanWorld &w) { make(w.target(), "", ""); });
        row("Flex", "tier", Verdict::Warns, [](PlanWorld &w) { make(w.target(), "FLEX", "Flex"); });
        row("M10", "tier", Verdict::Holds, [](PlanWorld &w) { make(w.target(), "AWS", "M10"); });
    }
    rows.append({"flex", "M5", "tier", Verdict::Warns,
                 [](PlanWorld &w) { make(w.target(), "TENANT", "M5"); }});
    rows.append({"tenant", "onto M2", "room", Verdict::Warns,
                 [](PlanWorld &w) { make(w.target(), "TENANT", "M2"); }});
    rows.append({"flex", "never told", "room", Verdict::Unknown, [](PlanWorld &) {}});
    return rows;
}

QList<CheckRow> dedicatedRows()
{
    QList<CheckRow> rows;
    for (const char *base : {"cloud", "collection", "legacy"}) {
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("M10", "tier", Verdict::Holds, [](PlanWorld &) {});
        row("Flex", "tier", Verdict::Blocks,
            [](PlanWorld &w) { make(w.target(), "FLEX", "Flex"); });
        row("M5", "tier", Verdict::Blocks, [](PlanWorld &w) { make(w.target(), "TENANT", "M5"); });
        row("not told", "tier", Verdict::Unknown, [](PlanWorld &w) { make(w.target(), "", ""); });
        row("larger disk", "room", Verdict::Holds, [](PlanWorld &) {});
        row("smaller disk", "room", Verdict::Warns,
            [](PlanWorld &w) { w.plan.snapshot.sizeBytes = 11LL << 30; });
        row("sizes not told", "room", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.snapshot.sizeBytes = -1; });
        row("the same major", "version", Verdict::Holds, [](PlanWorld &) {});
        row("the next major", "version", Verdict::Holds,
            [](PlanWorld &w) { w.target().version = "8.0.1"; });
        row("4.4 to 5.0", "version", Verdict::Holds, [](PlanWorld &w) {
            w.plan.snapshot.version = "4.4.29";
            w.target().version = "5.0.1";
        });
        row("two majors on", "version", Verdict::Warns, [](PlanWorld &w) {
            w.plan.snapshot.version = "4.2.25";
            w.target().version = "5.0.1";
        });
        row("an older major", "version", Verdict::Warns,
            [](PlanWorld &w) { w.target().version = "6.0.1"; });
        row("not told", "version", Verdict::Unknown,
            [](PlanWorld &w) { w.target().version.clear(); });
        row("the source's, of a point in time", "version", Verdict::Warns, [](PlanWorld &w) {
            w.useClock(w.facts.now.addSecs(-60));
            w.source().version = "6.0.3";
            w.target().version = "8.0.1";
        });
    }
    for (const char *base : {"cloud", "legacy"}) {
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("no keys", "encryption", Verdict::Holds, [](PlanWorld &) {});
        row("the snapshot's key alone", "encryption", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.encryptionKey = "4f9d3a54"; });
        row("keys on both sides", "encryption", Verdict::Unknown, [](PlanWorld &w) {
            w.plan.snapshot.encryptionKey = "4f9d3a54";
            w.target().encryptionAtRest = "AWS";
        });
        row("the target's key alone", "encryption", Verdict::Warns,
            [](PlanWorld &w) { w.target().encryptionAtRest = "GCP"; });
        row("not told", "encryption", Verdict::Unknown,
            [](PlanWorld &w) { w.target().encryptionAtRest.clear(); });
        row("replica sets", "topology", Verdict::Holds, [](PlanWorld &) {});
        row("sharded both", "topology", Verdict::Holds, shard);
        row("sharded to replica set", "topology", Verdict::Warns, [](PlanWorld &w) {
            shard(w);
            w.target().clusterType = "REPLICASET";
        });
        row("replica set to sharded", "topology", Verdict::Warns,
            [](PlanWorld &w) { w.target().clusterType = "GEOSHARDED"; });
        row("not told", "topology", Verdict::Unknown,
            [](PlanWorld &w) { w.target().clusterType.clear(); });
        row("as many", "shards", Verdict::Holds, shard);
        row("more", "shards", Verdict::Warns, [](PlanWorld &w) {
            shard(w);
            w.target().shardCount = 3;
        });
        row("config server in a shard", "shards", Verdict::Warns, [](PlanWorld &w) {
            shard(w);
            w.plan.snapshot.configServerType = "EMBEDDED";
        });
        row("not told", "shards", Verdict::Unknown, [](PlanWorld &w) {
            shard(w);
            w.plan.snapshot.memberCount = 0;
            w.plan.snapshot.cluster = "elsewhere";
        });
        row("the same", "config-server", Verdict::Holds, shard);
        row("another", "config-server", Verdict::Warns, [](PlanWorld &w) {
            shard(w);
            w.target().configServerType = "EMBEDDED";
        });
        row("not told", "config-server", Verdict::Unknown, [](PlanWorld &w) {
            shard(w);
            w.target().configServerType.clear();
        });
    }
    return rows;
}

} // namespace

QList<CheckRow> fitRows()
{
    QList<CheckRow> rows = sharedTierRows() + dedicatedRows();
    rows.append({"cloud", "never told", "search-indexes", Verdict::Unknown, [](PlanWorld &) {}});
    rows.append({"collection", "none", "nvme", Verdict::Holds, [](PlanWorld &) {}});
    rows.append({"collection", "target", "nvme", Verdict::Warns,
                 [](PlanWorld &w) { w.target().tier = "M40_NVME"; }});
    rows.append({"collection", "source", "nvme", Verdict::Warns,
                 [](PlanWorld &w) { w.source().tier = "M40_NVME"; }});
    rows.append({"collection", "not known", "nvme", Verdict::Unknown,
                 [](PlanWorld &w) { w.plan.targetCluster = "elsewhere"; }});
    return rows;
}
