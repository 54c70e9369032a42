// What is different between the kinds of restore job, as one table of functions each: where it
// lives, how to read it, what it can do, how to start it. A new kind is one file in kinds/ and one
// line in allKinds(). Nobody outside kinds/ compares kinds by name.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "atlas/restorepoint.h"
#include "http/request.h"

#include <QFlags>

struct Check;
struct PlanView;
struct RestorePlan;

/// The answer to a change that has nothing to say.
struct Done {
};

/// What Atlas lets one start from backups of a kind.
enum class Capability {
    Restore = 0x01, // overwrite a cluster with all of a snapshot
    Download = 0x02, // make files to fetch
    Collections = 0x04, // restore chosen databases and collections
    ClockPoint = 0x08, // a second instead of a snapshot
    OplogPoint = 0x10, // an oplog entry instead of a snapshot
    CheckpointPoint = 0x20, // a checkpoint instead of a snapshot
};
Q_DECLARE_FLAGS(Capabilities, Capability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Capabilities)

/// A snapshot to be taken now.
struct SnapshotOrder {
    QString description;
    int retentionDays = 1; // from 1
};

/// Which version of the Admin API starts tenant restores: the profile decides, never one after the
/// other.
enum class ApiVersion { V2, V1 };

struct JobKind {
    const char *id; // "tenant", "flex", "cloud", "collection", "legacy": stable, for files, tests
    QString (*title)(); // "M2/M5", "Flex", "Cloud", "Collections", "Legacy" (translated)
    Capabilities capabilities;
    /// True if this cluster's backups are of this kind now.
    bool (*serves)(const Cluster &cluster);
    /// True if this cluster may hold such jobs besides those of the kind that serves it: ask once,
    /// remember "none".
    bool (*mayHold)(const Cluster &cluster);
    /// Newest first as far as the API sorts. Tenant lists know no pages: `page` is ignored there.
    Request<Page<RestoreJob>> (*listJobs)(const Cluster &source, const PageRequest &page);
    Request<RestoreJob> (*getJob)(const ClusterRef &source, const QString &jobId);
    /// A Cluster, not its place: sharded clusters keep their cloud snapshots elsewhere. Null: jobs
    /// of this kind start from another kind's snapshots.
    Request<Page<Snapshot>> (*listSnapshots)(const Cluster &source, const PageRequest &page);
    /// One snapshot of those the kind's jobs start from.
    Request<Snapshot> (*getSnapshot)(const Cluster &source, const QString &snapshotId);
    /// A change (Repeat::Never), of the writable fields alone: whatever the plan's action is. More
    /// than one job: the parts of a sharded cluster. Null: can't be started from here. For Launcher
    /// and the dry run alone.
    Request<QList<RestoreJob>> (*create)(const RestorePlan &plan, ApiVersion version);
    /// A change: ends a job before its time. Null: no job of this kind can be ended.
    Request<Done> (*cancel)(const ClusterRef &source, const QString &jobId);
    /// A change: takes a snapshot now. Null: Atlas takes them by itself only.
    Request<Snapshot> (*takeSnapshot)(const ClusterRef &source, const SnapshotOrder &order);
    /// True if `cluster` can be the target of a restore of this kind at all (tier and family;
    /// validate() says more).
    bool (*canTarget)(const Cluster &cluster);
    /// The rules that are this kind's own (version, encryption, topology, tier …), for validate()
    /// (atlas/checks/checks.h). Null: none.
    QList<Check> (*targetChecks)(const PlanView &view);
    /// Likewise of its points in time and its downloads.
    QList<Check> (*sourceChecks)(const PlanView &view);
    /// The day Atlas ended these calls, ISO 8601; null where they live.
    const char *retiredOn;
    /// What the details pane shows, from the raw reply.
    JobDetails (*details)(const QJsonObject &raw);
    /// What the details pane shows of a snapshot.
    QList<Fact> (*snapshotFacts)(const QJsonObject &raw);
};

/// tenant, flex, cloud, collection, legacy. Static lifetime.
const QList<const JobKind *> &allKinds();
/// The kind that serves a cluster's backups now; null for M0 and unknown ones.
const JobKind *kindOf(const Cluster &cluster);
/// By JobKind::id; null if unknown.
const JobKind *kindById(QStringView id);
/// True if a plan of this action and point can be started with this kind at all.
bool canStart(const JobKind *kind, PlanAction action, const RestorePoint &point = SnapshotPoint {});
/// Why this job can't be cancelled, in a sentence; empty if it can.
QString whyNotCancel(const RestoreJob &job);
/// What the details pane shows of a job, and of a snapshot. Unpacks the raw page: for one record at
/// a time.
JobDetails detailsOf(const RestoreJob &job);
QList<Fact> factsOf(const Snapshot &snapshot);
