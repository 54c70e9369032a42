// The calls about a cluster's backups that are no list of jobs or snapshots: schedule, compliance
// policy, checkpoints, and what is inside a snapshot.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "atlas/restorepoint.h"
#include "http/request.h"

/// A checkpoint between two snapshots (legacy backup of sharded clusters).
struct Checkpoint {
    QString id;
    QDateTime completed; // when it was made
    QDateTime time; // the data's time: `timestamp`
    QString restorable; // Atlas's word, raw
    RawRecord raw;

    bool operator==(const Checkpoint &) const = default;
};

/// A database or a collection inside a snapshot. Sizes are -1 where not told.
struct SnapshotItem {
    QString id; // the name; lists leave out items without one
    QString name;
    QString database; // of a collection
    QString type; // of a collection, raw: "COLLECTION", "TIMESERIES" …; empty: not told
    qint64 sizeBytes = -1;
    int collectionCount = -1; // of a database

    bool operator==(const SnapshotItem &) const = default;
};

/// One collection of a collection restore job.
struct CollectionProgress {
    QString id; // sourceNamespace
    QString sourceNamespace;
    QString targetNamespace; // as asked for
    QString effectiveTargetNamespace; // as it is written
    QString state; // raw
    qint64 restoredDocuments = -1;
    qint64 totalDocuments = -1;
    QString indexState; // raw
    QString indexError;
    QStringList failedIndexes; // up to 64, each on one line

    bool operator==(const CollectionProgress &) const = default;
};

/// Which collections of a job to list; empty fields do not filter.
struct CollectionProgressFilter {
    QString state;
    QString sourceNamespace;
    QString targetNamespace;
};

/// Atlas operationId getGroupClusterBackupSchedule (2024-08-05).
Request<BackupSchedule> getBackupSchedule(const ClusterRef &cluster);
/// Atlas operationId getGroupBackupCompliancePolicy. Needs Project Owner.
Request<CompliancePolicy> getCompliancePolicy(const QString &projectId);
/// The one snapshot, of whichever kind; `cluster` tells sharded ones.
Request<Snapshot> getSnapshot(const JobKind &kind, const Cluster &cluster, const QString &id);
/// Atlas operationId listGroupClusterBackupSnapshots: the cloud snapshots from which a point in
/// time (by clock or by oplog entry) can be reached; with another point, all of them.
Request<Page<Snapshot>> listSnapshotsBefore(const ClusterRef &cluster, const RestorePoint &point,
                                            const PageRequest &page);
/// Atlas operationId listGroupClusterRestoreJobs: the legacy jobs of one batch, one for each shard;
/// of all batches if `batchId` is empty.
Request<Page<RestoreJob>> listBatch(const ClusterRef &cluster, const QString &batchId,
                                    const PageRequest &page);
/// Atlas operationIds listGroupClusterBackupCheckpoints, getGroupClusterBackupCheckpoint.
Request<Page<Checkpoint>> listCheckpoints(const ClusterRef &cluster, const PageRequest &page);
Request<Checkpoint> getCheckpoint(const ClusterRef &cluster, const QString &id);
/// Atlas operationIds list/getGroupClusterBackupSnapshotDatabase(s).
Request<Page<SnapshotItem>> listDatabases(const ClusterRef &cluster, const QString &snapshotId,
                                          const PageRequest &page);
Request<SnapshotItem> getDatabase(const ClusterRef &cluster, const QString &snapshotId,
                                  const QString &database);
/// Atlas operationIds list/getGroupClusterBackupSnapshotDatabaseCollection(s).
Request<Page<SnapshotItem>> listCollections(const ClusterRef &cluster, const QString &snapshotId,
                                            const QString &database, const PageRequest &page);
Request<SnapshotItem> getCollection(const ClusterRef &cluster, const QString &snapshotId,
                                    const QString &database, const QString &collection);
/// Atlas operationIds list/getGroupClusterCollectionRestoreJobCollection(s). Empty while the job is
/// INITIALIZING.
Request<Page<CollectionProgress>> listJobCollections(const ClusterRef &cluster,
                                                     const QString &jobId,
                                                     const CollectionProgressFilter &filter,
                                                     const PageRequest &page);
Request<CollectionProgress> getJobCollection(const ClusterRef &cluster, const QString &jobId,
                                             const QString &sourceNamespace);
