// The kinds of restore job there are. Only jobkind.cpp and the kinds themselves need this.
#pragma once

#include "atlas/jobkind.h"

struct RecordOrigin;

extern const JobKind kTenantKind;
extern const JobKind kFlexKind;
extern const JobKind kCloudKind;
extern const JobKind kCollectionKind;
extern const JobKind kLegacyKind;

/// Cloud backup: cloud.cpp, cloudchanges.cpp, cloudsnapshots.cpp.
RestoreJob readCloudJob(const QJsonObject &raw, const RecordOrigin &origin,
                        const ClusterRef &source);
Request<QList<RestoreJob>> createCloudJob(const RestorePlan &plan, ApiVersion version);
Request<Done> cancelCloudJob(const ClusterRef &source, const QString &jobId);
Request<Snapshot> takeCloudSnapshot(const ClusterRef &source, const SnapshotOrder &order);
Request<Page<Snapshot>> listCloudSnapshots(const Cluster &source, const PageRequest &page);
Request<Snapshot> getCloudSnapshot(const Cluster &source, const QString &snapshotId);
Snapshot readCloudSnapshot(const QJsonObject &raw, const RecordOrigin &origin,
                           const ClusterRef &source);
QList<Fact> cloudSnapshotFacts(const QJsonObject &raw);

/// Legacy backup: legacy.cpp, legacychanges.cpp, legacysnapshots.cpp.
RestoreJob readLegacyJob(const QJsonObject &raw, const RecordOrigin &origin,
                         const ClusterRef &source);
Request<QList<RestoreJob>> createLegacyJobs(const RestorePlan &plan, ApiVersion version);
Request<Page<Snapshot>> listLegacySnapshots(const Cluster &source, const PageRequest &page);
Request<Snapshot> getLegacySnapshot(const Cluster &source, const QString &snapshotId);
QList<Fact> legacySnapshotFacts(const QJsonObject &raw);

/// Collection restores: collection.cpp.
Request<QList<RestoreJob>> createCollectionJob(const RestorePlan &plan, ApiVersion version);
