// What is different between the kinds of restore job, as one table of functions each: where it
// lives, how to read it, what it can do, how to start it. A new kind is one file in kinds/ and one
// line in allKinds(). Nobody outside kinds/ compares kinds by name.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "http/request.h"

struct Check;
struct RestorePlan;

/// Which version of the Admin API starts tenant restores: the profile decides, never one after the
/// other.
enum class ApiVersion { V2, V1 };

struct JobKind {
    const char *id; // "tenant", "flex", "cloud", "legacy": stable, for files and tests
    QString (*title)(); // "M2/M5", "Flex", "Cloud", "Legacy" (translated)
    /// True if this cluster's backups are of this kind now.
    bool (*serves)(const Cluster &cluster);
    /// True if this cluster may hold such jobs besides those of the kind that serves it: ask once,
    /// remember "none".
    bool (*mayHold)(const Cluster &cluster);
    /// Newest first as far as the API sorts. Tenant lists know no pages: `page` is ignored there.
    Request<Page<RestoreJob>> (*listJobs)(const Cluster &source, const PageRequest &page);
    Request<RestoreJob> (*getJob)(const ClusterRef &source, const QString &jobId);
    /// A Cluster, not its place: sharded clusters keep their cloud snapshots elsewhere.
    Request<Page<Snapshot>> (*listSnapshots)(const Cluster &source, const PageRequest &page);
    /// A change (Repeat::Never), of the writable fields alone. Null: can't be started from here.
    Request<RestoreJob> (*createRestore)(const RestorePlan &plan, ApiVersion version);
    /// True if `cluster` can be the target of a restore of this kind at all (tier and family;
    /// validate() says more).
    bool (*canTarget)(const Cluster &cluster);
    /// The rules of a restore that are this kind's own (version, encryption, topology,
    /// tier …), for validate(). `target` is null where the inventory does not know it. Null: none.
    QList<Check> (*targetChecks)(const RestorePlan &plan, const Cluster *target);
    /// The day Atlas ended these calls, ISO 8601; null where they live.
    const char *retiredOn;
    /// What the details pane shows, from the raw reply.
    JobDetails (*details)(const QJsonObject &raw);
    /// What the details pane shows of a snapshot.
    QList<Fact> (*snapshotFacts)(const QJsonObject &raw);
};

/// tenant, flex, cloud, legacy. Static lifetime.
const QList<const JobKind *> &allKinds();
/// The kind that serves a cluster's backups now; null for M0 and unknown ones.
const JobKind *kindOf(const Cluster &cluster);
/// By JobKind::id; null if unknown.
const JobKind *kindById(QStringView id);
/// What the details pane shows of a job, and of a snapshot. Unpacks the raw page: for one record at
/// a time.
JobDetails detailsOf(const RestoreJob &job);
QList<Fact> factsOf(const Snapshot &snapshot);
