// Plans that nothing speaks against, one for each kind and action, to be spoilt by one change each;
// and the rows that say which check must notice.
#pragma once

#include "atlas/jobkind.h"
#include "atlas/restoreplan.h"
#include "base/format.h"

#include <functional>

using Verdict = Check::Verdict;

inline const QString kShop = "5e2211c17a3e5a48f5497de3";
inline const QString kStaging = "5e2211c17a3e5a48f5497de4";
inline const QString kForeign = "5e2211c17a3e5a48f5497de5";
inline const QString kSnapshotId = "66b0a1c2d3e4f5a6b7c8d9e0";
inline const QString kCheckpointId = "66b0a1c2d3e4f5a6b7c8d9e1";

struct PlanWorld {
    RestorePlan plan;
    Inventory inventory;
    PlanFacts facts;

    Cluster &source() { return inventory.clusters[0]; }
    Cluster &target() { return inventory.clusters[1]; }
    QList<Check> checks() const { return validate(plan, inventory, facts); }
    /// A job onto the target, of other data.
    RestoreJob job(JobState state = JobState::Running) const
    {
        RestoreJob job;
        job.id = "66c0a1c2d3e4f5a6b7c8d9e5";
        job.kind = plan.kind;
        job.projectId = kShop;
        job.sourceCluster = "elsewhere";
        job.targetProjectId = plan.targetProjectId;
        job.targetCluster = plan.targetCluster;
        job.snapshotId = "66b0a1c2d3e4f5a6b7c8d9ff";
        job.state = state;
        return job;
    }
    void run(const RestoreJob &job) { facts.targetJobs = QList<RestoreJob> {job}; }
    /// A second instead of the snapshot.
    void useClock(const QDateTime &time)
    {
        plan.point = ClockPoint {time};
        Snapshot source;
        source.projectId = plan.snapshot.projectId;
        source.cluster = plan.snapshot.cluster;
        plan.snapshot = source;
    }
    void useOplog(qint64 seconds, int increment)
    {
        useClock(facts.now);
        plan.point = OplogPoint {seconds, increment};
    }
};

/// "tenant", "flex", "cloud", "collection", "legacy", each but "collection" also with "-download".
inline PlanWorld planWorld(const QString &base)
{
    PlanWorld world;
    const QString kind = base.section('-', 0, 0);
    const bool shared = kind == "tenant" || kind == "flex";
    world.facts.now = parseIsoTime(u"2025-06-01T12:00:00Z");
    world.facts.targetJobs = QList<RestoreJob>();
    world.facts.compliance = CompliancePolicy();
    const QDateTime now = world.facts.now;

    RestorePlan &plan = world.plan;
    plan.kind = kindById(kind);
    plan.snapshot.id = kSnapshotId;
    plan.snapshot.kind = plan.kind;
    plan.snapshot.projectId = kShop;
    plan.snapshot.cluster = "orders";
    plan.snapshot.state = SnapshotState::Completed;
    plan.snapshot.taken = now.addSecs(-2 * 3600);
    plan.snapshot.expires = now.addDays(5);
    plan.snapshot.version = "7.0.14";
    if (!shared) {
        plan.snapshot.type = "scheduled";
        plan.snapshot.sizeBytes = 3LL << 30;
    }

    Cluster source;
    source.projectId = kShop;
    source.name = "orders";
    source.tier = kind == "tenant" ? "M5" : kind == "flex" ? "Flex" : "M30";
    source.provider = kind == "tenant" ? "TENANT" : kind == "flex" ? "FLEX" : "AWS";
    source.clusterType = "REPLICASET";
    source.stateName = "IDLE";
    source.version = "7.0.14";
    source.encryptionAtRest = "NONE";
    source.pitEnabled = !shared;
    Cluster target = source;
    target.projectId = kStaging;
    target.name = "orders-stg";
    target.tier = kind == "tenant" ? "M5" : "M10";
    target.provider = kind == "tenant" ? "TENANT" : "AWS";
    target.version = "7.0.12";
    target.diskSizeGB = 10;
    world.inventory.clusters = {source, target};
    world.inventory.projects = {
        {kShop, "Shop", "o1", 1}, {kStaging, "Staging", "o1", 1}, {kForeign, "Foreign", "o2", 1}};

    if (base.endsWith("-download")) {
        plan.action = PlanAction::Download;
        return world;
    }
    plan.targetProjectId = kStaging;
    plan.targetCluster = "orders-stg";
    plan.trafficStopped = true;
    if (kind == "collection") {
        plan.action = PlanAction::Collections;
        plan.trafficStopped = false; // nothing is overwritten
        plan.collections.databases = {{"sales", {}}};
        plan.collections.collections = {{"stock.items", "stock.items_before"}};
    }
    return world;
}

inline const QStringList kPlanWorlds {"tenant",        "flex",           "cloud",
                                      "collection",    "legacy",         "tenant-download",
                                      "flex-download", "cloud-download", "legacy-download"};

struct CheckRow {
    const char *base;
    const char *name;
    const char *id;
    Verdict verdict;
    std::function<void(PlanWorld &)> change;
};

// One list a file: tests/tst_checks_….cpp
QList<CheckRow> sourceRows();
QList<CheckRow> pointRows();
QList<CheckRow> targetRows();
QList<CheckRow> fitRows();
QList<CheckRow> surroundingRows();
QList<CheckRow> contentRows();
QList<CheckRow> downloadRows();
