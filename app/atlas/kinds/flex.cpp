// Flex restores. Operations list/get/createGroupFlexClusterBackupRestoreJob(s) and
// listGroupFlexClusterBackupSnapshots, 2024-11-13.
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/kinds/sharedtier.h"

using namespace Qt::StringLiterals;

namespace {

constexpr auto kVersion = "2024-11-13";
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

QString jobsPath(const ClusterRef &source)
{
    return v2Path(
        {u"groups", source.projectId, u"flexClusters", source.name, u"backup", u"restoreJobs"});
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &page)
{
    return listRequest<RestoreJob>(getData(jobsPath(refOf(source)), kVersion, page), page,
                                   jobReader(refOf(source)));
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(getData(jobsPath(source) + urlPath({jobId}), kVersion),
                                     jobReader(source));
}

Request<Page<Snapshot>> listSnapshots(const Cluster &source, const PageRequest &page)
{
    const QString path = v2Path(
        {u"groups", source.projectId, u"flexClusters", source.name, u"backup", u"snapshots"});
    return listRequest<Snapshot>(
        getData(path, kVersion, page), page,
        [ref = refOf(source)](const QJsonObject &raw, const RecordOrigin &origin) {
            return readSharedTierSnapshot(raw, origin, kFlexKind, ref);
        });
}

Request<QList<RestoreJob>> create(const RestorePlan &plan, ApiVersion)
{
    const ClusterRef source {plan.snapshot.projectId, plan.snapshot.cluster};
    return oneJob(recordRequest<RestoreJob>(
        postData(jobsPath(source), kVersion, sharedTierRestoreBody(plan)), jobReader(source)));
}

bool canTarget(const Cluster &cluster)
{
    return cluster.provider == "FLEX"_L1 || isDedicated(cluster);
}

} // namespace

const JobKind kFlexKind {
    .id = "flex",
    .title = [] { return FlexRules::tr("Flex"); },
    .capabilities = Capability::Restore,
    .serves = [](const Cluster &cluster) { return cluster.provider == "FLEX"_L1; },
    .mayHold = [](const Cluster &) { return false; },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listSnapshots,
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
