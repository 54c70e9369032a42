// Flex restores and downloads: list/get/createGroupFlexClusterBackupRestoreJob(s),
// downloadGroupFlexClusterBackup, list/getGroupFlexClusterBackupSnapshot(s).
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/kinds/sharedtier.h"

using namespace Qt::StringLiterals;

namespace {

constexpr auto kSourceKey = "instanceName"_L1;

struct FlexRules {
    Q_DECLARE_TR_FUNCTIONS(FlexRules)
};

auto jobReader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSharedTierJob(raw, origin, kFlexKind, source, kSourceKey);
    };
}

auto snapshotReader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSharedTierSnapshot(raw, origin, kFlexKind, source);
    };
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &page)
{
    return listRequest<RestoreJob>(
        getData("listGroupFlexClusterBackupRestoreJobs", {source.projectId, source.name}, page),
        page, jobReader(refOf(source)));
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(
        getData("getGroupFlexClusterBackupRestoreJob", {source.projectId, source.name, jobId}),
        jobReader(source));
}

Request<Page<Snapshot>> listSnapshots(const Cluster &source, const PageRequest &page)
{
    return listRequest<Snapshot>(
        getData("listGroupFlexClusterBackupSnapshots", {source.projectId, source.name}, page), page,
        snapshotReader(refOf(source)));
}

Request<Snapshot> getSnapshot(const Cluster &source, const QString &snapshotId)
{
    return recordRequest<Snapshot>(
        getData("getGroupFlexClusterBackupSnapshot", {source.projectId, source.name, snapshotId}),
        snapshotReader(refOf(source)));
}

// A download is a call of its own: a restore job "of type download" would overwrite the target.
Request<QList<RestoreJob>> create(const RestorePlan &plan, ApiVersion)
{
    const ClusterRef source = sourceOf(plan);
    const bool download = plan.action == PlanAction::Download;
    const QJsonObject body =
        download ? QJsonObject {{u"snapshotId"_s, plan.snapshot.id}} : sharedTierRestoreBody(plan);
    const char *operation =
        download ? "downloadGroupFlexClusterBackup" : "createGroupFlexClusterBackupRestoreJob";
    return oneJob(recordRequest<RestoreJob>(
        changeData(operation, {source.projectId, source.name}, body), jobReader(source)));
}

bool canTarget(const Cluster &cluster)
{
    return cluster.provider == "FLEX"_L1 || isDedicated(cluster);
}

} // namespace

const JobKind kFlexKind {
    .id = "flex",
    .title = [] { return FlexRules::tr("Flex"); },
    .capabilities = Capabilities(Capability::Restore) | Capability::Download,
    .serves = [](const Cluster &cluster) { return cluster.provider == "FLEX"_L1; },
    .mayHold = [](const Cluster &) { return false; },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listSnapshots,
    .getSnapshot = getSnapshot,
    .create = create,
    .cancel = nullptr,
    .takeSnapshot = nullptr,
    .canTarget = canTarget,
    .targetChecks = flexTargetChecks,
    .sourceChecks = flexSourceChecks,
    .retiredOn = nullptr,
    .details = [](const QJsonObject &raw) { return sharedTierDetails(raw, kSourceKey); },
    .snapshotFacts = sharedTierSnapshotFacts,
};
