// M2/M5 restores and downloads, ended by Atlas on 2026-01-22; v1.0 for create:
// list/get/createGroupClusterBackupTenantRestore(s), downloadGroupClusterBackupTenant,
// list/getGroupClusterBackupTenantSnapshot(s). The list says "restores", the create "restore".
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/kinds/sharedtier.h"

using namespace Qt::StringLiterals;

namespace {

constexpr auto kSourceKey = "clusterName"_L1;

struct TenantRules {
    Q_DECLARE_TR_FUNCTIONS(TenantRules)
};

auto jobReader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSharedTierJob(raw, origin, kTenantKind, source, kSourceKey);
    };
}

auto snapshotReader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSharedTierSnapshot(raw, origin, kTenantKind, source);
    };
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &)
{
    return listRequest<RestoreJob>(
        getData("listGroupClusterBackupTenantRestores", {source.projectId, source.name}), {},
        jobReader(refOf(source)));
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(
        getData("getGroupClusterBackupTenantRestore", {source.projectId, source.name, jobId}),
        jobReader(source));
}

Request<Page<Snapshot>> listSnapshots(const Cluster &source, const PageRequest &)
{
    return listRequest<Snapshot>(
        getData("listGroupClusterBackupTenantSnapshots", {source.projectId, source.name}), {},
        snapshotReader(refOf(source)));
}

Request<Snapshot> getSnapshot(const Cluster &source, const QString &snapshotId)
{
    return recordRequest<Snapshot>(
        getData("getGroupClusterBackupTenantSnapshot", {source.projectId, source.name, snapshotId}),
        snapshotReader(refOf(source)));
}

// A download is a call of its own. It wants a target's name too, though nothing is written to it:
// the source's own.
Request<QList<RestoreJob>> create(const RestorePlan &plan, ApiVersion version)
{
    const ClusterRef source = sourceOf(plan);
    const bool download = plan.action == PlanAction::Download;
    const QJsonObject body = download ? QJsonObject {{u"snapshotId"_s, plan.snapshot.id},
                                                     {u"targetDeploymentItemName"_s, source.name}}
                                      : sharedTierRestoreBody(plan);
    const char *operation = download ? "downloadGroupClusterBackupTenant"
        : version == ApiVersion::V1  ? "createTenantRestoreV1"
                                     : "createGroupClusterBackupTenantRestore";
    return oneJob(recordRequest<RestoreJob>(
        changeData(operation, {source.projectId, source.name}, body), jobReader(source)));
}

bool serves(const Cluster &cluster)
{
    return cluster.provider == "TENANT"_L1 && (cluster.tier == "M2"_L1 || cluster.tier == "M5"_L1);
}

} // namespace

const JobKind kTenantKind {
    .id = "tenant",
    .title = [] { return TenantRules::tr("M2/M5"); },
    .capabilities = Capabilities(Capability::Restore) | Capability::Download,
    .serves = serves,
    .mayHold = [](const Cluster &) { return false; },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listSnapshots,
    .getSnapshot = getSnapshot,
    .create = create,
    .cancel = nullptr,
    .takeSnapshot = nullptr,
    .canTarget = [](const Cluster &cluster) { return cluster.tier != "M0"_L1; },
    .targetChecks = tenantTargetChecks,
    .sourceChecks = tenantSourceChecks,
    .retiredOn = "2026-01-22",
    .details = [](const QJsonObject &raw) { return sharedTierDetails(raw, kSourceKey); },
    .snapshotFacts = sharedTierSnapshotFacts,
};
