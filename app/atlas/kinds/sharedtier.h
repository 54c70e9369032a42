// What tenant (M2/M5) and Flex restores have in common: the same job but for the name of one field,
// the same snapshot, the same body, the same rules.
#pragma once

#include "atlas/jobkind.h"
#include "atlas/requests.h"
#include "atlas/restoreplan.h"

/// `sourceKey` is the field with the source cluster's name: clusterName or instanceName.
RestoreJob readSharedTierJob(const QJsonObject &raw, const RecordOrigin &origin,
                             const JobKind &kind, const ClusterRef &source,
                             QLatin1StringView sourceKey);
Snapshot readSharedTierSnapshot(const QJsonObject &raw, const RecordOrigin &origin,
                                const JobKind &kind, const ClusterRef &source);
JobDetails sharedTierDetails(const QJsonObject &raw, QLatin1StringView sourceKey);
QList<Fact> sharedTierSnapshotFacts(const QJsonObject &raw);
/// The three writable fields and nothing else: Atlas refuses any other.
QJsonObject sharedTierRestoreBody(const RestorePlan &plan);
