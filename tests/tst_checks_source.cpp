// Rows about the data: the snapshot, and the point in time instead of one.
#include "support/planworld.h"

QList<CheckRow> sourceRows()
{
    QList<CheckRow> rows;
    for (const char *base : {"tenant", "flex", "cloud", "legacy", "cloud-download"}) {
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        row("chosen", "snapshot", Verdict::Holds, [](PlanWorld &) {});
        row("no snapshot", "snapshot", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.id.clear(); });
        row("no ID", "snapshot", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.id = "../66b0a1c2d3e4f5a6b7c8d9"; });
        row("complete", "complete", Verdict::Holds, [](PlanWorld &) {});
        row("failed", "complete", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.state = SnapshotState::Failed; });
        row("running", "complete", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.state = SnapshotState::Running; });
        row("queued", "complete", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.state = SnapshotState::Queued; });
        row("unknown state", "complete", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.snapshot.state = SnapshotState::Unknown; });
        row("expired", "expiry", Verdict::Blocks,
            [](PlanWorld &w) { w.plan.snapshot.expires = w.facts.now; });
        row("expires within the hour", "expiry", Verdict::Warns,
            [](PlanWorld &w) { w.plan.snapshot.expires = w.facts.now.addSecs(3599); });
        row("expires in an hour", "expiry", Verdict::Holds,
            [](PlanWorld &w) { w.plan.snapshot.expires = w.facts.now.addSecs(3600); });
        row("no expiry told", "expiry", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.snapshot.expires = {}; });
        row("offered", "kind", Verdict::Holds, [](PlanWorld &) {});
        row("no kind", "kind", Verdict::Blocks, [](PlanWorld &w) { w.plan.kind = nullptr; });
        row("exists", "source", Verdict::Holds, [](PlanWorld &) {});
        row("deleted", "source", Verdict::Warns, [](PlanWorld &w) { w.source().deleted = true; });
        row("locked profile", "read-only", Verdict::Blocks,
            [](PlanWorld &w) { w.facts.readOnlyProfile = true; });
    }
    rows.append({"flex", "collections of a Flex cluster", "kind", Verdict::Blocks,
                 [](PlanWorld &w) { w.plan.action = PlanAction::Collections; }});
    rows.append({"collection", "a whole restore by the other kind", "kind", Verdict::Blocks,
                 [](PlanWorld &w) { w.plan.action = PlanAction::Restore; }});
    for (const char *base : {"cloud", "collection", "cloud-download"}) {
        rows.append({base, "scheduled", "fallback", Verdict::Holds, [](PlanWorld &) {}});
        rows.append({base, "fallback", "fallback", Verdict::Warns,
                     [](PlanWorld &w) { w.plan.snapshot.type = "fallback"; }});
    }
    for (const char *base : {"tenant", "tenant-download"}) {
        rows.append({base, "before the end", "retired", Verdict::Holds, [](PlanWorld &) {}});
        rows.append({base, "after the end", "retired", Verdict::Warns, [](PlanWorld &w) {
                         w.facts.now = parseIsoTime(u"2026-01-22T00:00:00Z");
                         w.plan.snapshot.expires = w.facts.now.addDays(5);
                     }});
    }
    return rows;
}

QList<CheckRow> pointRows()
{
    QList<CheckRow> rows;
    const auto row = [&](const char *base, const char *name, const char *id, Verdict verdict,
                         auto change) {
        rows.append({base, name, id, verdict, change});
    };
    for (const char *base : {"cloud", "collection", "legacy"}) {
        row(base, "an hour ago", "point", Verdict::Holds,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-3600)); });
        row(base, "no time", "point", Verdict::Blocks, [](PlanWorld &w) { w.useClock({}); });
        row(base, "before the schema's minimum", "point", Verdict::Blocks, [](PlanWorld &w) {
            w.useClock(QDateTime::fromSecsSinceEpoch(1'199'145'599, Qt::UTC));
        });
        row(base, "the schema's minimum", "point", Verdict::Holds, [](PlanWorld &w) {
            w.useClock(QDateTime::fromSecsSinceEpoch(1'199'145'600, Qt::UTC));
        });
        row(base, "oplog entry", "point", Verdict::Holds,
            [](PlanWorld &w) { w.useOplog(w.facts.now.toSecsSinceEpoch() - 60, 1); });
        row(base, "oplog entry 0", "point", Verdict::Blocks,
            [](PlanWorld &w) { w.useOplog(w.facts.now.toSecsSinceEpoch() - 60, 0); });
        row(base, "oplog before the minimum", "point", Verdict::Blocks,
            [](PlanWorld &w) { w.useOplog(1'199'145'599, 1); });
        row(base, "oplog beyond 32 bits", "point", Verdict::Blocks,
            [](PlanWorld &w) { w.useOplog(2'147'483'648, 1); });
        row(base, "of the last hour", "past", Verdict::Holds,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-3600)); });
        row(base, "now", "past", Verdict::Holds, [](PlanWorld &w) { w.useClock(w.facts.now); });
        row(base, "of the future", "past", Verdict::Blocks,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(1)); });
        row(base, "oplog of the future", "past", Verdict::Blocks,
            [](PlanWorld &w) { w.useOplog(w.facts.now.toSecsSinceEpoch() + 1, 1); });
        row(base, "no clock", "past", Verdict::Unknown, [](PlanWorld &w) {
            w.useClock(w.facts.now.addSecs(-3600));
            w.facts.now = {};
        });
        row(base, "a second", "point-kind", Verdict::Holds,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-60)); });
    }
    for (const char *base : {"tenant", "flex", "cloud-download", "flex-download"})
        row(base, "a second", "point-kind", Verdict::Blocks,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-60)); });
    row("cloud", "a checkpoint", "point-kind", Verdict::Blocks, [](PlanWorld &w) {
        w.plan.point = CheckpointPoint {kCheckpointId, w.facts.now.addSecs(-60)};
    });
    row("legacy", "no checkpoint ID", "point", Verdict::Blocks, [](PlanWorld &w) {
        w.plan.point = CheckpointPoint {"newest", w.facts.now.addSecs(-60)};
    });
    row("legacy", "any", "checkpoint", Verdict::Blocks, [](PlanWorld &w) {
        w.source().clusterType = "SHARDED";
        w.target().clusterType = "SHARDED";
        w.plan.point = CheckpointPoint {kCheckpointId, w.facts.now.addSecs(-60)};
    });

    for (const char *base : {"cloud", "collection"}) {
        row(base, "on", "pit-enabled", Verdict::Holds,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-60)); });
        row(base, "off", "pit-enabled", Verdict::Blocks, [](PlanWorld &w) {
            w.useClock(w.facts.now.addSecs(-60));
            w.source().pitEnabled = false;
        });
        row(base, "of a deleted source", "pit-enabled", Verdict::Unknown, [](PlanWorld &w) {
            w.useClock(w.facts.now.addSecs(-60));
            w.source().pitEnabled = false;
            w.source().deleted = true;
        });
        row(base, "of a source nobody knows", "pit-enabled", Verdict::Unknown, [](PlanWorld &w) {
            w.useClock(w.facts.now.addSecs(-60));
            w.plan.snapshot.cluster = "elsewhere";
        });
        row(base, "not told", "window", Verdict::Unknown,
            [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-60)); });
        row(base, "its first second", "window", Verdict::Holds, [](PlanWorld &w) {
            w.useClock(w.facts.now.addDays(-2));
            w.facts.schedule = BackupSchedule();
            w.facts.schedule->restoreWindowDays = 2;
        });
        row(base, "a second before it", "window", Verdict::Blocks, [](PlanWorld &w) {
            w.useClock(w.facts.now.addDays(-2).addSecs(-1));
            w.facts.schedule = BackupSchedule();
            w.facts.schedule->restoreWindowDays = 2;
        });
        row(base, "before the oldest point", "window", Verdict::Blocks, [](PlanWorld &w) {
            w.useOplog(w.facts.now.toSecsSinceEpoch() - 3600, 1);
            w.facts.oldestPoint = w.facts.now.addSecs(-3599);
            w.facts.schedule = BackupSchedule();
            w.facts.schedule->restoreWindowDays = 7; // switched on an hour ago
        });
    }
    row("legacy", "of the last day", "window", Verdict::Holds,
        [](PlanWorld &w) { w.useClock(w.facts.now.addSecs(-24 * 3600 + 1)); });
    row("legacy", "a day old", "window", Verdict::Blocks,
        [](PlanWorld &w) { w.useClock(w.facts.now.addDays(-1)); });
    row("legacy", "of a replica set", "point-topology", Verdict::Holds,
        [](PlanWorld &w) { w.useOplog(w.facts.now.toSecsSinceEpoch() - 60, 1); });
    row("legacy", "of a sharded cluster", "point-topology", Verdict::Blocks, [](PlanWorld &w) {
        w.useClock(w.facts.now.addSecs(-60));
        w.source().clusterType = "SHARDED";
    });
    row("legacy", "of a source nobody knows", "point-topology", Verdict::Unknown, [](PlanWorld &w) {
        w.useClock(w.facts.now.addSecs(-60));
        w.plan.snapshot.cluster = "elsewhere";
    });
    return rows;
}
