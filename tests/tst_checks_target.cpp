// Rows about the target: the cluster as such, and who else is there.
#include "support/planworld.h"

QList<CheckRow> targetRows()
{
    QList<CheckRow> rows;
    for (const char *base : {"tenant", "flex", "cloud", "collection", "legacy"}) {
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("known", "target", Verdict::Holds, [](PlanWorld &) {});
        row("none", "target", Verdict::Blocks, [](PlanWorld &w) { w.plan.targetCluster.clear(); });
        row("no project", "target", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.targetProjectId.clear(); });
        row("a name no cluster can have", "target", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.targetCluster = "a/b"; });
        row("a project ID that is none", "target", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.targetProjectId = "Staging"; });
        row("a target nobody knows", "target", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.targetCluster = "elsewhere"; });
        row("the one that was chosen", "target", Verdict::Holds, [](PlanWorld &w) {
            w.target().id = "66d0a1c2d3e4f5a6b7c8d901";
            w.plan.targetClusterId = w.target().id;
        });
        row("made again under its name", "target", Verdict::Blocks, [](PlanWorld &w) {
            w.target().id = "66d0a1c2d3e4f5a6b7c8d902";
            w.plan.targetClusterId = "66d0a1c2d3e4f5a6b7c8d901";
        });
        row("gone since it was chosen", "target", Verdict::Blocks, [](PlanWorld &w) {
            w.plan.targetClusterId = "66d0a1c2d3e4f5a6b7c8d901";
            w.inventory.clusters.removeLast();
        });
        row("deleted", "target", Verdict::Blocks, [](PlanWorld &w) { w.target().deleted = true; });
        row("another", "same-cluster", Verdict::Holds, [](PlanWorld &) {});
        row("onto itself", "same-cluster", Verdict::Warns, [](PlanWorld &w) {
            w.plan.targetProjectId = w.plan.snapshot.projectId;
            w.plan.targetCluster = w.plan.snapshot.cluster;
        });
        row("the same name in another project", "same-cluster", Verdict::Holds,
            [](PlanWorld &w) { w.plan.targetCluster = w.plan.snapshot.cluster; });
        row("the same", "organization", Verdict::Holds, [](PlanWorld &) {});
        row("another", "organization", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.targetProjectId = kForeign; });
        row("not known", "organization", Verdict::Warns,
            [](PlanWorld &w) { w.inventory.projects.clear(); });
        row("the same project", "organization", Verdict::Holds, [](PlanWorld &w) {
            w.inventory.projects.clear();
            w.plan.targetProjectId = w.plan.snapshot.projectId;
        });
        row("idle", "state", Verdict::Holds, [](PlanWorld &) {});
        row("updating", "state", Verdict::Warns,
            [](PlanWorld &w) { w.target().stateName = "UPDATING"; });
        row("repairing", "state", Verdict::Warns,
            [](PlanWorld &w) { w.target().stateName = "REPAIRING"; });
        row("deleting", "state", Verdict::Blocks,
            [](PlanWorld &w) { w.target().stateName = "DELETING"; });
        row("being made", "state", Verdict::Blocks,
            [](PlanWorld &w) { w.target().stateName = "CREATING"; });
        row("an unknown word", "state", Verdict::Unknown,
            [](PlanWorld &w) { w.target().stateName = "DREAMING"; });
        row("not told", "state", Verdict::Unknown,
            [](PlanWorld &w) { w.target().stateName.clear(); });
        row("none", "protection", Verdict::Holds, [](PlanWorld &) {});
        row("on", "protection", Verdict::Warns,
            [](PlanWorld &w) { w.target().terminationProtected = true; });
        row("not known", "protection", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.targetCluster = "elsewhere"; });
        row("runs", "paused", Verdict::Holds, [](PlanWorld &) {});
        row("not known", "paused", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.targetCluster = "elsewhere"; });
        row("whatever it is", "role", Verdict::Unknown, [](PlanWorld &) {});
        row("stopped, or no need", "traffic", Verdict::Holds, [](PlanWorld &) {});
    }
    for (const char *base : {"tenant", "flex"})
        rows.append({base, "paused", "paused", Verdict::Warns,
                     [](PlanWorld &w) { w.target().paused = true; }});
    for (const char *base : {"cloud", "collection", "legacy"})
        rows.append({base, "paused", "paused", Verdict::Blocks,
                     [](PlanWorld &w) { w.target().paused = true; }});
    for (const char *base : {"tenant", "flex", "cloud", "legacy"})
        rows.append({base, "nothing said", "traffic", Verdict::Unknown,
                     [](PlanWorld &w) { w.plan.trafficStopped = false; }});
    rows.append({"collection", "overwritten, nothing said", "traffic", Verdict::Unknown,
                 [](PlanWorld &w) { w.plan.collections.writeStrategy = "OVERWRITE_EXISTING"; }});
    for (const char *base : {"cloud", "collection"}) {
        rows.append({base, "plain", "target-name", Verdict::Holds, [](PlanWorld &) {}});
        rows.append({base, "of the shared tiers", "target-name", Verdict::Blocks,
                     [](PlanWorld &w) { w.plan.targetCluster = "orders_stg"; }});
    }
    return rows;
}

QList<CheckRow> surroundingRows()
{
    QList<CheckRow> rows;
    for (const char *base : {"cloud", "collection", "legacy", "flex", "tenant"}) {
        const bool dedicatedTarget = QLatin1StringView(base) != QLatin1StringView("tenant");
        // Only of dedicated clusters Atlas's refusal is known.
        const Verdict refused = dedicatedTarget ? Verdict::Blocks : Verdict::Warns;
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("nothing", "running", Verdict::Holds, [](PlanWorld &) {});
        row("jobs not read", "running", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.targetJobs.reset(); });
        row("jobs read in part", "running", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.targetJobsInPart = true; });
        row("one of those that were read", "running", refused, [](PlanWorld &w) {
            w.run(w.job());
            w.facts.targetJobsInPart = true;
        });
        row("one", "running", refused, [](PlanWorld &w) { w.run(w.job()); });
        row("one queued", "running", refused, [](PlanWorld &w) { w.run(w.job(JobState::Queued)); });
        row("one of another kind", "running", refused, [](PlanWorld &w) {
            RestoreJob job = w.job();
            job.kind = kindById(u"flex");
            w.run(job);
        });
        row("one in an unknown state", "running", Verdict::Warns,
            [](PlanWorld &w) { w.run(w.job(JobState::Unknown)); });
        row("one that is done", "running", Verdict::Holds,
            [](PlanWorld &w) { w.run(w.job(JobState::Done)); });
        row("a download", "running", Verdict::Holds, [](PlanWorld &w) {
            RestoreJob job = w.job();
            job.download = true;
            w.run(job);
        });
        row("one onto another cluster", "running", Verdict::Holds, [](PlanWorld &w) {
            RestoreJob job = w.job();
            job.targetCluster = "elsewhere";
            w.run(job);
        });
        row("one onto its namesake in another project", "running", Verdict::Holds,
            [](PlanWorld &w) {
                RestoreJob job = w.job();
                job.targetProjectId = kShop;
                w.run(job);
            });
        row("other data", "duplicate", Verdict::Holds, [](PlanWorld &w) { w.run(w.job()); });
        row("jobs not read", "duplicate", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.targetJobs.reset(); });
        row("jobs read in part", "duplicate", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.targetJobsInPart = true; });
        row("the same snapshot", "duplicate", refused, [](PlanWorld &w) {
            RestoreJob job = w.job();
            job.snapshotId = w.plan.snapshot.id;
            w.run(job);
        });
        row("the same snapshot, state unknown", "duplicate", Verdict::Warns, [](PlanWorld &w) {
            RestoreJob job = w.job(JobState::Unknown);
            job.snapshotId = w.plan.snapshot.id;
            w.run(job);
        });
        row("the same snapshot, long done", "duplicate", Verdict::Holds, [](PlanWorld &w) {
            RestoreJob job = w.job(JobState::Done);
            job.snapshotId = w.plan.snapshot.id;
            w.run(job);
        });
        row("none", "compliance", Verdict::Holds, [](PlanWorld &) {});
        row("not read", "compliance", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.compliance.reset(); });
        row("active", "compliance", Verdict::Warns, [](PlanWorld &w) {
            w.facts.compliance = CompliancePolicy();
            w.facts.compliance->state = "ACTIVE";
            w.facts.compliance->encryptionAtRestEnabled = true;
        });
        row("marked", "production", Verdict::Warns, [](PlanWorld &w) {
            w.facts.production = true;
            w.facts.environment = "production";
        });
        row("marked otherwise", "production", Verdict::Holds,
            [](PlanWorld &w) { w.facts.environment = "staging"; });
    }
    for (const char *base : {"cloud", "collection", "legacy"}) {
        const auto twin = [](PlanWorld &w, int shift) {
            const QDateTime point = w.facts.now.addSecs(-60);
            w.useClock(point);
            RestoreJob job = w.job();
            job.sourceCluster = w.plan.snapshot.cluster;
            job.snapshotTime = point.addSecs(shift);
            w.run(job);
        };
        rows.append({base, "the same second", "duplicate", Verdict::Blocks,
                     [twin](PlanWorld &w) { twin(w, 0); }});
        rows.append({base, "the second before", "duplicate", Verdict::Holds,
                     [twin](PlanWorld &w) { twin(w, -1); }});
    }
    return rows;
}
