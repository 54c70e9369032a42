#include "support/operationcases.h"

#include "support/operationwords.h"

namespace {

template <typename T> QString wordsOf(const Result<T> &result)
{
    return result ? say(*result) : "! " + result.error().code + ' ' + result.error().detail;
}

template <typename T> OperationCase made(OperationCase facts, const Request<T> &request)
{
    facts.request = request;
    facts.read = [request](const Reply &reply) { return wordsOf(request.read(reply)); };
    facts.send = [request](Client &client, QObject *context,
                           const std::function<void(const QString &)> &done) {
        client.send(request, context, [done](const Result<T> &result) { done(wordsOf(result)); });
    };
    return facts;
}

RestorePlan planOf(const char *kind, PlanAction action, const Cluster &source,
                   const QString &snapshot, const Cluster &target = {})
{
    RestorePlan plan;
    plan.kind = kindById(QString(kind));
    plan.action = action;
    plan.snapshot.id = snapshot;
    plan.snapshot.projectId = source.projectId;
    plan.snapshot.cluster = source.name;
    plan.targetProjectId = target.projectId;
    plan.targetCluster = target.name;
    return plan;
}

const char *const k2023 = "2023-01-01";
const char *const k2024 = "2024-11-13";
const char *const k2025 = "2025-03-12";
const char *const kReadOnly = "Project Read Only";
const char *const kManager = "Project Backup Manager";
const char *const kOwner = "Project Owner";
const char *const kEnd = "2026-01-22";
const QString kPaged = "pageNum=2&itemsPerPage=7";

QString clusterPath(const Cluster &cluster)
{
    return "/api/atlas/v2/groups/" + cluster.projectId + "/clusters/" + cluster.name;
}

QString flexPath(const Cluster &cluster)
{
    return "/api/atlas/v2/groups/" + cluster.projectId + "/flexClusters/" + cluster.name;
}

QList<OperationCase> surroundings(const Places &p, const PageRequest &page)
{
    const QString group = "/api/atlas/v2/groups/" + p.project;
    const EventFilter filter {{"CPS_RESTORE_REQUESTED_AUDIT", "CPS_RESTORE_FAILED"}, {}, {}, {}};
    return {
        made({"listOrgs", "GET", "/api/atlas/v2/orgs", k2023, "", kPaged}, listOrganizations(page)),
        made({"getOrgGroups", "GET", "/api/atlas/v2/orgs/" + p.org + "/groups", k2023,
              "Organization Member", kPaged},
             listProjectsOf(p.org, page)),
        made({"listGroups", "GET", "/api/atlas/v2/groups", k2023, "", kPaged}, listProjects(page)),
        made({"getGroup", "GET", group, k2023, kReadOnly}, getProject(p.project)),
        made({"listGroupAccessListEntries", "GET", group + "/accessList", k2023, kReadOnly, kPaged},
             listAccessList(p.project, page)),
        made({"getGroupAccessListStatus", "GET",
              group + "/accessList/" + QString(p.accessEntry).replace("/", "%2F") + "/status",
              k2023, kReadOnly},
             getAccessStatus(p.project, p.accessEntry)),
        made({"listClusterDetails", "GET", "/api/atlas/v2/clusters", k2023, "", kPaged},
             listAllClusters(page)),
        made({"listGroupClusters", "GET", group + "/clusters", "2024-08-05", kReadOnly,
              kPaged + "&includeDeletedWithRetainedBackups=true"},
             listClusters(p.project, page)),
        made({"getGroupCluster", "GET", clusterPath(p.cloud), "2024-08-05", kReadOnly},
             getCluster(refOf(p.cloud))),
        made({"listGroupFlexClusters", "GET", group + "/flexClusters", k2024, kReadOnly, kPaged},
             listFlexClusters(p.project, page)),
        made({"getGroupFlexCluster", "GET", flexPath(p.flex), k2024, kReadOnly},
             getFlexCluster(refOf(p.flex))),
        made({"listGroupEvents", "GET", group + "/events", k2023, kReadOnly,
              kPaged + "&eventType=CPS_RESTORE_REQUESTED_AUDIT&eventType=CPS_RESTORE_FAILED"},
             listEvents(p.project, filter, page)),
        made({"getGroupEvent", "GET", group + "/events/" + p.eventId, k2023, kReadOnly},
             getEvent(p.project, p.eventId)),
        made({"listRateLimits", "GET", "/api/atlas/v2/rateLimits", k2025, "",
              kPaged + "&groupId=" + p.project},
             listRateLimits(p.project, page)),
        made({"getRateLimit", "GET", "/api/atlas/v2/rateLimits/" + p.rateLimitSet, k2025, "",
              "groupId=" + p.project},
             getRateLimit(p.rateLimitSet, p.project)),
        made({"getGroupBackupCompliancePolicy", "GET",
              "/api/atlas/v2/groups/" + p.policyProject + "/backupCompliancePolicy", "2023-10-01",
              kOwner},
             getCompliancePolicy(p.policyProject)),
        made({"getGroupClusterBackupSchedule", "GET", clusterPath(p.cloud) + "/backup/schedule",
              "2024-08-05", kReadOnly},
             getBackupSchedule(refOf(p.cloud))),
    };
}

QList<OperationCase> cloud(const Places &p, const PageRequest &page)
{
    const JobKind *kind = kindById(u"cloud");
    const QString jobs = clusterPath(p.cloud) + "/backup/restoreJobs";
    const QString snapshots = clusterPath(p.cloud) + "/backup/snapshots";
    const QString sharded = clusterPath(p.sharded) + "/backup/snapshots";
    const char *const both = "Project Backup Export Operator, Project Backup Recovery Operator";
    RestorePlan plan = planOf("cloud", PlanAction::Restore, p.cloud, {}, p.cloudTarget);
    plan.point = ClockPoint {p.point};
    return {
        made({"listGroupClusterBackupRestoreJobs", "GET", jobs, k2023, kManager, kPaged},
             kind->listJobs(p.cloud, page)),
        made({"getGroupClusterBackupRestoreJob", "GET", jobs + '/' + p.cloudJob, k2023, kManager},
             kind->getJob(refOf(p.cloud), p.cloudJob)),
        made({"createGroupClusterBackupRestoreJob",
              "POST",
              jobs,
              k2023,
              both,
              {},
              {{"deliveryType", "pointInTime"},
               {"pointInTimeUTCSeconds", p.point.toSecsSinceEpoch()},
               {"targetClusterName", p.cloudTarget.name},
               {"targetGroupId", p.cloudTarget.projectId}}},
             kind->create(plan, ApiVersion::V2)),
        made({"cancelGroupClusterBackupRestoreJob", "DELETE", jobs + '/' + p.cloudDownload, k2023,
              both},
             kind->cancel(refOf(p.cloud), p.cloudDownload)),
        made({"listGroupClusterBackupSnapshots", "GET", snapshots, k2023, kReadOnly, kPaged},
             kind->listSnapshots(p.cloud, page)),
        made({"takeGroupClusterBackupSnapshots",
              "POST",
              clusterPath(p.idle) + "/backup/snapshots",
              k2023,
              "Project Backup Creator",
              {},
              {{"description", "before the move"}, {"retentionInDays", 3}}},
             kind->takeSnapshot(refOf(p.idle), {"before the move", 3})),
        made({"getGroupClusterBackupSnapshot", "GET", snapshots + '/' + p.cloudSnapshot, k2023,
              kReadOnly},
             getSnapshot(*kind, p.cloud, p.cloudSnapshot)),
        made({"listGroupClusterBackupSnapshotShardedClusters", "GET", sharded + "/shardedClusters",
              k2023, kReadOnly},
             kind->listSnapshots(p.sharded, page)),
        made({"getGroupClusterBackupSnapshotShardedCluster", "GET",
              sharded + "/shardedCluster/" + p.shardedSnapshot, k2023, kReadOnly},
             getSnapshot(*kind, p.sharded, p.shardedSnapshot)),
    };
}

QList<OperationCase> collections(const Places &p, const PageRequest &page)
{
    const JobKind *kind = kindById(u"collection");
    const ClusterRef ref = refOf(p.cloud);
    const QString databases =
        clusterPath(p.cloud) + "/backup/snapshots/" + p.cloudSnapshot + "/databases";
    const QString inDatabase = databases + '/' + p.database + "/collections";
    const QString jobs = clusterPath(p.cloud) + "/collectionRestoreJobs";
    const QString job = jobs + '/' + p.collectionJob;
    RestorePlan plan =
        planOf("collection", PlanAction::Collections, p.cloud, p.cloudSnapshot, p.cloud);
    plan.collections.collections = {{p.sourceNamespace, {}}};
    plan.collections.databases = {{p.database, p.database + "_copy"}};
    plan.collections.indexStrategy = "ALL_EXCEPT_TTL";
    plan.collections.collectionSuffix = "_again";
    return {
        made({"listGroupClusterBackupSnapshotDatabases", "GET", databases, k2025, kManager, kPaged},
             listDatabases(ref, p.cloudSnapshot, page)),
        made({"getGroupClusterBackupSnapshotDatabase", "GET", databases + '/' + p.database, k2025,
              kManager},
             getDatabase(ref, p.cloudSnapshot, p.database)),
        made({"listGroupClusterBackupSnapshotDatabaseCollections", "GET", inDatabase, k2025,
              kManager, kPaged},
             listCollections(ref, p.cloudSnapshot, p.database, page)),
        made({"getGroupClusterBackupSnapshotDatabaseCollection", "GET",
              inDatabase + '/' + p.collection, k2025, kManager},
             getCollection(ref, p.cloudSnapshot, p.database, p.collection)),
        made({"listGroupClusterCollectionRestoreJobs", "GET", jobs, k2025, kManager, kPaged},
             kind->listJobs(p.cloud, page)),
        made({"createGroupClusterCollectionRestoreJob",
              "POST",
              jobs,
              k2025,
              "Project Backup Recovery Operator",
              {},
              {{"snapshotId", p.cloudSnapshot},
               {"targetClusterName", p.cloud.name},
               {"targetGroupId", p.cloud.projectId},
               {"writeStrategy", "CREATE_NEW"},
               {"indexStrategy", "ALL_EXCEPT_TTL"},
               {"collections", QJsonArray {QJsonObject {{"sourceNamespace", p.sourceNamespace}}}},
               {"databases",
                QJsonArray {QJsonObject {{"sourceNamespace", p.database},
                                         {"targetNamespace", p.database + "_copy"}}}},
               {"collectionSuffix", "_again"}}},
             kind->create(plan, ApiVersion::V2)),
        made({"getGroupClusterCollectionRestoreJob", "GET", job, k2025, kManager},
             kind->getJob(ref, p.collectionJob)),
        made({"listGroupClusterCollectionRestoreJobCollections", "GET", job + "/collections", k2025,
              kManager, kPaged},
             listJobCollections(ref, p.collectionJob, {}, page)),
        made({"getGroupClusterCollectionRestoreJobCollection", "GET",
              job + "/collections/" + p.sourceNamespace, k2025, kManager},
             getJobCollection(ref, p.collectionJob, p.sourceNamespace)),
    };
}

QList<OperationCase> flex(const Places &p, const PageRequest &page)
{
    const JobKind *kind = kindById(u"flex");
    const QString jobs = flexPath(p.flex) + "/backup/restoreJobs";
    const QString snapshots = flexPath(p.flex) + "/backup/snapshots";
    return {
        made({"listGroupFlexClusterBackupSnapshots", "GET", snapshots, k2024, kReadOnly, kPaged},
             kind->listSnapshots(p.flex, page)),
        made({"getGroupFlexClusterBackupSnapshot", "GET", snapshots + '/' + p.flexSnapshot, k2024,
              kReadOnly},
             getSnapshot(*kind, p.flex, p.flexSnapshot)),
        made({"downloadGroupFlexClusterBackup",
              "POST",
              flexPath(p.flex) + "/backup/download",
              k2024,
              "Project Backup Export Operator",
              {},
              {{"snapshotId", p.flexSnapshot}}},
             kind->create(planOf("flex", PlanAction::Download, p.flex, p.flexSnapshot),
                          ApiVersion::V2)),
        made({"listGroupFlexClusterBackupRestoreJobs", "GET", jobs, k2024, kReadOnly, kPaged},
             kind->listJobs(p.flex, page)),
        made({"getGroupFlexClusterBackupRestoreJob", "GET", jobs + '/' + p.flexJob, k2024,
              kReadOnly},
             kind->getJob(refOf(p.flex), p.flexJob)),
        made({"createGroupFlexClusterBackupRestoreJob",
              "POST",
              jobs,
              k2024,
              "Project Backup Recovery Operator",
              {},
              {{"snapshotId", p.flexSnapshot},
               {"targetDeploymentItemName", p.flexTarget.name},
               {"targetProjectId", p.flexTarget.projectId}}},
             kind->create(planOf("flex", PlanAction::Restore, p.flex, p.flexSnapshot, p.flexTarget),
                          ApiVersion::V2)),
    };
}

QList<OperationCase> tenant(const Places &p, const PageRequest &page)
{
    const JobKind *kind = kindById(u"tenant");
    const QString base = clusterPath(p.tenant) + "/backup/tenant";
    const RestorePlan plan =
        planOf("tenant", PlanAction::Restore, p.tenant, p.tenantSnapshot, p.tenantTarget);
    RestorePlan other = plan;
    other.targetCluster = p.otherTenantTarget.name;
    const auto body = [&p](const Cluster &target) -> QJsonObject {
        return {{"snapshotId", p.tenantSnapshot},
                {"targetDeploymentItemName", target.name},
                {"targetProjectId", target.projectId}};
    };
    const RestorePlan download = planOf("tenant", PlanAction::Download, p.tenant, p.tenantSnapshot);
    return {
        made({"listGroupClusterBackupTenantSnapshots",
              "GET",
              base + "/snapshots",
              k2023,
              kReadOnly,
              {},
              {},
              kEnd},
             kind->listSnapshots(p.tenant, page)),
        made({"getGroupClusterBackupTenantSnapshot",
              "GET",
              base + "/snapshots/" + p.tenantSnapshot,
              k2023,
              kReadOnly,
              {},
              {},
              kEnd},
             getSnapshot(*kind, p.tenant, p.tenantSnapshot)),
        made({"downloadGroupClusterBackupTenant",
              "POST",
              base + "/download",
              k2023,
              kOwner,
              {},
              {{"snapshotId", p.tenantSnapshot}, {"targetDeploymentItemName", p.tenant.name}},
              kEnd},
             kind->create(download, ApiVersion::V1)),
        made({"listGroupClusterBackupTenantRestores",
              "GET",
              base + "/restores",
              k2023,
              kReadOnly,
              {},
              {},
              kEnd},
             kind->listJobs(p.tenant, page)),
        made({"getGroupClusterBackupTenantRestore",
              "GET",
              base + "/restores/" + p.tenantJob,
              k2023,
              kReadOnly,
              {},
              {},
              kEnd},
             kind->getJob(refOf(p.tenant), p.tenantJob)),
        made({"createGroupClusterBackupTenantRestore",
              "POST",
              base + "/restore",
              k2023,
              kOwner,
              {},
              body(p.tenantTarget),
              kEnd},
             kind->create(plan, ApiVersion::V2)),
        made({"createTenantRestoreV1",
              "POST",
              QString(base + "/restore").replace("/v2/", "/v1.0/"),
              "",
              kOwner,
              {},
              body(p.otherTenantTarget),
              kEnd},
             kind->create(other, ApiVersion::V1)),
    };
}

QList<OperationCase> legacy(const Places &p, const PageRequest &page)
{
    const JobKind *kind = kindById(u"legacy");
    const QString base = clusterPath(p.legacy);
    const QString checkpoints = clusterPath(p.checkpointed) + "/backupCheckpoints";
    RestorePlan plan =
        planOf("legacy", PlanAction::Restore, p.legacy, p.legacySnapshot, p.legacyTarget);
    return {
        made({"listGroupClusterBackupCheckpoints", "GET", checkpoints, k2023, kReadOnly, kPaged},
             listCheckpoints(refOf(p.checkpointed), page)),
        made({"getGroupClusterBackupCheckpoint", "GET", checkpoints + '/' + p.checkpoint, k2023,
              kReadOnly},
             getCheckpoint(refOf(p.checkpointed), p.checkpoint)),
        made(
            {"listGroupClusterRestoreJobs", "GET", base + "/restoreJobs", k2023, kReadOnly, kPaged},
            kind->listJobs(p.legacy, page)),
        made({"getGroupClusterRestoreJob", "GET", base + "/restoreJobs/" + p.legacyJob, k2023,
              kReadOnly},
             kind->getJob(refOf(p.legacy), p.legacyJob)),
        made({"createGroupClusterRestoreJob",
              "POST",
              base + "/restoreJobs",
              k2023,
              kOwner,
              {},
              {{"snapshotId", p.legacySnapshot},
               {"delivery",
                QJsonObject {{"methodName", "AUTOMATED_RESTORE"},
                             {"targetGroupId", p.legacyTarget.projectId},
                             {"targetClusterName", p.legacyTarget.name}}}}},
             kind->create(plan, ApiVersion::V2)),
        made({"listGroupClusterSnapshots", "GET", base + "/snapshots", k2023, kReadOnly,
              kPaged + "&completed=all"},
             kind->listSnapshots(p.legacy, page)),
        made({"getGroupClusterSnapshot", "GET", base + "/snapshots/" + p.legacySnapshot, k2023,
              kReadOnly},
             getSnapshot(*kind, p.legacy, p.legacySnapshot)),
    };
}

} // namespace

QList<OperationCase> operationCases(const Places &places, const PageRequest &page)
{
    return surroundings(places, page) + cloud(places, page) + collections(places, page)
        + flex(places, page) + tenant(places, page) + legacy(places, page);
}
