#include "atlas/operations.h"

#include <algorithm>

// The paths' common beginnings, so that a row stays a line to be compared with the document.
#define V2 "/api/atlas/v2"
#define GROUP V2 "/groups/{groupId}"
#define CLUSTER GROUP "/clusters/{clusterName}"
#define FLEX_CLUSTER GROUP "/flexClusters/{name}"

namespace {

constexpr auto kCloud = "Cloud Backups";
constexpr auto kFlexSnapshots = "Flex Snapshots";
constexpr auto kFlexJobs = "Flex Restore Jobs";
constexpr auto kTenantSnapshots = "Shared-Tier Snapshots";
constexpr auto kTenantJobs = "Shared-Tier Restore Jobs";
constexpr auto kLegacy = "Legacy Backup";

constexpr auto k2023 = "2023-01-01";
constexpr auto k2024 = "2024-11-13";
constexpr auto k2025 = "2025-03-12";
constexpr auto kTenantEnd = "2026-01-22";

constexpr auto kOrgMember = "Organization Member";
constexpr auto kReadOnly = "Project Read Only";
constexpr auto kManager = "Project Backup Manager";
constexpr auto kCreator = "Project Backup Creator";
constexpr auto kExport = "Project Backup Export Operator";
constexpr auto kRecovery = "Project Backup Recovery Operator";
constexpr auto kExportOrRecovery =
    "Project Backup Export Operator, Project Backup Recovery Operator";
constexpr auto kOwner = "Project Owner";

} // namespace

const QList<Operation> &allOperations()
{
    static const QList<Operation> operations {
        {"listOrgs", "Organizations", "GET", V2 "/orgs", k2023, "", nullptr},
        {"getOrgGroups", "Organizations", "GET", V2 "/orgs/{orgId}/groups", k2023, kOrgMember,
         nullptr},
        {"listGroups", "Projects", "GET", V2 "/groups", k2023, "", nullptr},
        {"getGroup", "Projects", "GET", GROUP, k2023, kReadOnly, nullptr},
        {"listGroupAccessListEntries", "Project IP Access List", "GET", GROUP "/accessList", k2023,
         kReadOnly, nullptr},
        {"getGroupAccessListStatus", "Project IP Access List", "GET",
         GROUP "/accessList/{entryValue}/status", k2023, kReadOnly, nullptr},
        {"listClusterDetails", "Clusters", "GET", V2 "/clusters", k2023, "", nullptr},
        {"listGroupClusters", "Clusters", "GET", GROUP "/clusters", "2024-08-05", kReadOnly,
         nullptr},
        {"getGroupCluster", "Clusters", "GET", CLUSTER, "2024-08-05", kReadOnly, nullptr},
        {"listGroupFlexClusters", "Flex Clusters", "GET", GROUP "/flexClusters", k2024, kReadOnly,
         nullptr},
        {"getGroupFlexCluster", "Flex Clusters", "GET", FLEX_CLUSTER, k2024, kReadOnly, nullptr},
        {"listGroupEvents", "Events", "GET", GROUP "/events", k2023, kReadOnly, nullptr},
        {"getGroupEvent", "Events", "GET", GROUP "/events/{eventId}", k2023, kReadOnly, nullptr},
        {"listRateLimits", "Rate Limiting", "GET", V2 "/rateLimits", k2025, "", nullptr},
        {"getRateLimit", "Rate Limiting", "GET", V2 "/rateLimits/{endpointSetId}", k2025, "",
         nullptr},
        {"listGroupClusterBackupRestoreJobs", kCloud, "GET", CLUSTER "/backup/restoreJobs", k2023,
         kManager, nullptr},
        {"createGroupClusterBackupRestoreJob", kCloud, "POST", CLUSTER "/backup/restoreJobs", k2023,
         kExportOrRecovery, nullptr},
        {"getGroupClusterBackupRestoreJob", kCloud, "GET",
         CLUSTER "/backup/restoreJobs/{restoreJobId}", k2023, kManager, nullptr},
        {"cancelGroupClusterBackupRestoreJob", kCloud, "DELETE",
         CLUSTER "/backup/restoreJobs/{restoreJobId}", k2023, kExportOrRecovery, nullptr},
        {"getGroupClusterBackupSchedule", kCloud, "GET", CLUSTER "/backup/schedule", "2024-08-05",
         kReadOnly, nullptr},
        {"listGroupClusterBackupSnapshots", kCloud, "GET", CLUSTER "/backup/snapshots", k2023,
         kReadOnly, nullptr},
        {"takeGroupClusterBackupSnapshots", kCloud, "POST", CLUSTER "/backup/snapshots", k2023,
         kCreator, nullptr},
        {"getGroupClusterBackupSnapshotShardedCluster", kCloud, "GET",
         CLUSTER "/backup/snapshots/shardedCluster/{snapshotId}", k2023, kReadOnly, nullptr},
        {"listGroupClusterBackupSnapshotShardedClusters", kCloud, "GET",
         CLUSTER "/backup/snapshots/shardedClusters", k2023, kReadOnly, nullptr},
        {"getGroupClusterBackupSnapshot", kCloud, "GET", CLUSTER "/backup/snapshots/{snapshotId}",
         k2023, kReadOnly, nullptr},
        {"listGroupClusterBackupSnapshotDatabases", kCloud, "GET",
         CLUSTER "/backup/snapshots/{snapshotId}/databases", k2025, kManager, nullptr},
        {"getGroupClusterBackupSnapshotDatabase", kCloud, "GET",
         CLUSTER "/backup/snapshots/{snapshotId}/databases/{databaseName}", k2025, kManager,
         nullptr},
        {"listGroupClusterBackupSnapshotDatabaseCollections", kCloud, "GET",
         CLUSTER "/backup/snapshots/{snapshotId}/databases/{databaseName}/collections", k2025,
         kManager, nullptr},
        {"getGroupClusterBackupSnapshotDatabaseCollection", kCloud, "GET",
         CLUSTER
         "/backup/snapshots/{snapshotId}/databases/{databaseName}/collections/{collectionName}",
         k2025, kManager, nullptr},
        {"listGroupClusterCollectionRestoreJobs", kCloud, "GET", CLUSTER "/collectionRestoreJobs",
         k2025, kManager, nullptr},
        {"createGroupClusterCollectionRestoreJob", kCloud, "POST", CLUSTER "/collectionRestoreJobs",
         k2025, kRecovery, nullptr},
        {"getGroupClusterCollectionRestoreJob", kCloud, "GET",
         CLUSTER "/collectionRestoreJobs/{jobId}", k2025, kManager, nullptr},
        {"listGroupClusterCollectionRestoreJobCollections", kCloud, "GET",
         CLUSTER "/collectionRestoreJobs/{jobId}/collections", k2025, kManager, nullptr},
        {"getGroupClusterCollectionRestoreJobCollection", kCloud, "GET",
         CLUSTER "/collectionRestoreJobs/{jobId}/collections/{sourceNamespace}", k2025, kManager,
         nullptr},
        {"getGroupBackupCompliancePolicy", kCloud, "GET", GROUP "/backupCompliancePolicy",
         "2023-10-01", kOwner, nullptr},
        {"downloadGroupFlexClusterBackup", kFlexSnapshots, "POST", FLEX_CLUSTER "/backup/download",
         k2024, kExport, nullptr},
        {"listGroupFlexClusterBackupSnapshots", kFlexSnapshots, "GET",
         FLEX_CLUSTER "/backup/snapshots", k2024, kReadOnly, nullptr},
        {"getGroupFlexClusterBackupSnapshot", kFlexSnapshots, "GET",
         FLEX_CLUSTER "/backup/snapshots/{snapshotId}", k2024, kReadOnly, nullptr},
        {"listGroupFlexClusterBackupRestoreJobs", kFlexJobs, "GET",
         FLEX_CLUSTER "/backup/restoreJobs", k2024, kReadOnly, nullptr},
        {"createGroupFlexClusterBackupRestoreJob", kFlexJobs, "POST",
         FLEX_CLUSTER "/backup/restoreJobs", k2024, kRecovery, nullptr},
        {"getGroupFlexClusterBackupRestoreJob", kFlexJobs, "GET",
         FLEX_CLUSTER "/backup/restoreJobs/{restoreJobId}", k2024, kReadOnly, nullptr},
        {"downloadGroupClusterBackupTenant", kTenantSnapshots, "POST",
         CLUSTER "/backup/tenant/download", k2023, kOwner, kTenantEnd},
        {"listGroupClusterBackupTenantSnapshots", kTenantSnapshots, "GET",
         CLUSTER "/backup/tenant/snapshots", k2023, kReadOnly, kTenantEnd},
        {"getGroupClusterBackupTenantSnapshot", kTenantSnapshots, "GET",
         CLUSTER "/backup/tenant/snapshots/{snapshotId}", k2023, kReadOnly, kTenantEnd},
        {"createTenantRestoreV1", kTenantJobs, "POST",
         "/api/atlas/v1.0/groups/{groupId}/clusters/{clusterName}/backup/tenant/restore", "",
         kOwner, kTenantEnd},
        {"createGroupClusterBackupTenantRestore", kTenantJobs, "POST",
         CLUSTER "/backup/tenant/restore", k2023, kOwner, kTenantEnd},
        {"listGroupClusterBackupTenantRestores", kTenantJobs, "GET",
         CLUSTER "/backup/tenant/restores", k2023, kReadOnly, kTenantEnd},
        {"getGroupClusterBackupTenantRestore", kTenantJobs, "GET",
         CLUSTER "/backup/tenant/restores/{restoreId}", k2023, kReadOnly, kTenantEnd},
        {"listGroupClusterBackupCheckpoints", kLegacy, "GET", CLUSTER "/backupCheckpoints", k2023,
         kReadOnly, nullptr},
        {"getGroupClusterBackupCheckpoint", kLegacy, "GET",
         CLUSTER "/backupCheckpoints/{checkpointId}", k2023, kReadOnly, nullptr},
        {"listGroupClusterRestoreJobs", kLegacy, "GET", CLUSTER "/restoreJobs", k2023, kReadOnly,
         nullptr},
        {"createGroupClusterRestoreJob", kLegacy, "POST", CLUSTER "/restoreJobs", k2023, kOwner,
         nullptr},
        {"getGroupClusterRestoreJob", kLegacy, "GET", CLUSTER "/restoreJobs/{jobId}", k2023,
         kReadOnly, nullptr},
        {"listGroupClusterSnapshots", kLegacy, "GET", CLUSTER "/snapshots", k2023, kReadOnly,
         nullptr},
        {"getGroupClusterSnapshot", kLegacy, "GET", CLUSTER "/snapshots/{snapshotId}", k2023,
         kReadOnly, nullptr},
        {"revokeServiceAccountToken", "Service Account Tokens", "POST", "/api/oauth/revoke", "", "",
         nullptr},
        {"generateServiceAccountToken", "Service Account Tokens", "POST", "/api/oauth/token", "",
         "", nullptr},
    };
    return operations;
}

const Operation *operationById(QStringView id)
{
    const QList<Operation> &all = allOperations();
    const auto found = std::find_if(all.cbegin(), all.cend(), [id](const Operation &operation) {
        return id == QLatin1StringView(operation.id);
    });
    return found == all.cend() ? nullptr : &*found;
}

QStringList rolesOf(const Operation &operation)
{
    return QString::fromLatin1(operation.role).split(QStringLiteral(", "), Qt::SkipEmptyParts);
}
