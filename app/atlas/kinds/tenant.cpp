// M2/M5 restores. Operations list/get/createGroupClusterBackupTenantRestore(s) and
// listGroupClusterBackupTenantSnapshots, 2023-01-01, ended by Atlas on 2026-01-22; v1.0 for create.
// The list says "restores", the create "restore".
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/kinds/sharedtier.h"

using namespace Qt::StringLiterals;

namespace {

constexpr auto kVersion = "2023-01-01";
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

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &)
{
    const QString path = v2Path(
        {u"groups", source.projectId, u"clusters", source.name, u"backup", u"tenant", u"restores"});
    return listRequest<RestoreJob>(getData(path, kVersion), {}, jobReader(refOf(source)));
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    const QString path = v2Path({u"groups", source.projectId, u"clusters", source.name, u"backup",
                                 u"tenant", u"restores", jobId});
    return recordRequest<RestoreJob>(getData(path, kVersion), jobReader(source));
}

Request<Page<Snapshot>> listSnapshots(const Cluster &source, const PageRequest &)
{
    const QString path = v2Path({u"groups", source.projectId, u"clusters", source.name, u"backup",
                                 u"tenant", u"snapshots"});
    return listRequest<Snapshot>(
        getData(path, kVersion), {},
        [ref = refOf(source)](const QJsonObject &raw, const RecordOrigin &origin) {
            return readSharedTierSnapshot(raw, origin, kTenantKind, ref);
        });
}

Request<QList<RestoreJob>> create(const RestorePlan &plan, ApiVersion version)
{
    const bool v1 = version == ApiVersion::V1;
    const QString path = (v1 ? u"/api/atlas/v1.0"_s : u"/api/atlas/v2"_s)
        + urlPath({u"groups", plan.snapshot.projectId, u"clusters", plan.snapshot.cluster,
                   u"backup", u"tenant", u"restore"});
    return oneJob(
        recordRequest<RestoreJob>(postData(path, v1 ? "" : kVersion, sharedTierRestoreBody(plan)),
                                  jobReader(sourceOf(plan))));
}

bool serves(const Cluster &cluster)
{
    return cluster.provider == "TENANT"_L1 && (cluster.tier == "M2"_L1 || cluster.tier == "M5"_L1);
}

} // namespace

const JobKind kTenantKind {
    .id = "tenant",
    .title = [] { return TenantRules::tr("M2/M5"); },
    .capabilities = Capability::Restore,
    .serves = serves,
    .mayHold = [](const Cluster &) { return false; },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listSnapshots,
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
