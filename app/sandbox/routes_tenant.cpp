// Tenant (M2, M5 and, before the retirement, Flex) jobs and snapshots:
// listGroupClusterBackupTenantRestores and its neighbours, v2 and the v1.0 create. No list takes
// paging parameters.
#include "sandbox/routes.h"

namespace {

using Call = ApiAnswer (*)(RouteContext &, World::Cluster &);

template <Call call> ApiAnswer onTenant(RouteContext &context)
{
    ApiProblem problem;
    World::Cluster *cluster = tenantCluster(context, &problem);
    return cluster ? call(context, *cluster) : ApiAnswer(problem);
}

ApiAnswer listRestores(RouteContext &context, World::Cluster &cluster)
{
    return listTenantJobs(context.world, cluster, context.now, TenantStyle::Tenant);
}

ApiAnswer getRestore(RouteContext &context, World::Cluster &cluster)
{
    return getTenantJob(context.world, cluster, context.text("restoreId"), context.now,
                        TenantStyle::Tenant);
}

ApiAnswer createRestore(RouteContext &context, World::Cluster &cluster)
{
    return createTenantJob(context, cluster, TenantStyle::Tenant);
}

ApiAnswer createDownload(RouteContext &context, World::Cluster &cluster)
{
    return createTenantDownload(context, cluster, TenantStyle::Tenant);
}

ApiAnswer listSnapshots(RouteContext &context, World::Cluster &cluster)
{
    return listTenantSnapshots(cluster, context.now, TenantStyle::Tenant);
}

ApiAnswer getSnapshot(RouteContext &context, World::Cluster &cluster)
{
    return getTenantSnapshot(cluster, context.text("snapshotId"), context.now, TenantStyle::Tenant);
}

} // namespace

QList<Route> tenantRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    const auto set = RateSet::Other;
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/restores", v1,
         set, onTenant<listRestores>, true},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/restores/{restoreId}",
         v1, set, onTenant<getRestore>, true},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/restore", v1,
         set, onTenant<createRestore>, true},
        {"POST",
         "/api/atlas/v1.0/groups/{groupId}/clusters/{clusterName}/backup/tenant/restore",
         {},
         set,
         onTenant<createRestore>,
         true},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/download", v1,
         set, onTenant<createDownload>, true},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/snapshots", v1,
         set, onTenant<listSnapshots>, true},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/tenant/snapshots/"
         "{snapshotId}",
         v1, set, onTenant<getSnapshot>, true},
    };
}
