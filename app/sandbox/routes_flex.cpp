// Flex clusters, their jobs and snapshots: listGroupFlexClusters,
// listGroupFlexClusterBackupRestoreJobs and their neighbours. Flex replies carry no links of their
// own (recorded).
#include "sandbox/routes.h"

namespace {

using Call = ApiAnswer (*)(RouteContext &, World::Cluster &);

template <Call call> ApiAnswer onFlex(RouteContext &context)
{
    ApiProblem problem;
    World::Cluster *cluster = flexCluster(context, &problem);
    return cluster ? call(context, *cluster) : ApiAnswer(problem);
}

QJsonObject flexJson(const World::Cluster &cluster)
{
    const QString host = World::hexOf(cluster.id, 7) + QStringLiteral(".sandbox.invalid");
    const QString replicaSet =
        QStringLiteral("atlas-%1-shard-0").arg(World::hexOf(cluster.name, 6));
    QStringList nodes;
    for (int i = 0; i < 3; ++i)
        nodes.append(QStringLiteral("ac-%1-shard-00-0%2.%1.sandbox.invalid:27017")
                         .arg(World::hexOf(cluster.id, 7))
                         .arg(i));
    return {{QStringLiteral("backupSettings"), QJsonObject {{QStringLiteral("enabled"), true}}},
            {QStringLiteral("clusterType"), QStringLiteral("REPLICASET")},
            {QStringLiteral("connectionStrings"),
             QJsonObject {{QStringLiteral("standard"),
                           QStringLiteral("mongodb://%1/?ssl=true&authSource=admin&replicaSet=%2")
                               .arg(nodes.join(QLatin1Char(',')), replicaSet)},
                          {QStringLiteral("standardSrv"),
                           QStringLiteral("mongodb+srv://%1.%2").arg(cluster.name, host)}}},
            {QStringLiteral("createDate"), isoTime(cluster.created)},
            {QStringLiteral("groupId"), cluster.projectId},
            {QStringLiteral("id"), cluster.id},
            {QStringLiteral("mongoDBVersion"), cluster.version},
            {QStringLiteral("name"), cluster.name},
            {QStringLiteral("providerSettings"),
             QJsonObject {{QStringLiteral("backingProviderName"), cluster.provider},
                          {QStringLiteral("diskSizeGB"), cluster.diskGB},
                          {QStringLiteral("providerName"), QStringLiteral("FLEX")},
                          {QStringLiteral("regionName"), cluster.region}}},
            {QStringLiteral("stateName"), cluster.state},
            {QStringLiteral("tags"), QJsonArray()},
            {QStringLiteral("terminationProtectionEnabled"), cluster.terminationProtected},
            {QStringLiteral("versionReleaseSystem"),
             cluster.continuousRelease ? QStringLiteral("CONTINUOUS") : QStringLiteral("LTS")}};
}

ApiAnswer listFlexClusters(RouteContext &context)
{
    QList<const World::Cluster *> list;
    for (const World::Cluster *cluster : context.world.clustersOf(context.project->id)) {
        if (cluster->isFlex())
            list.append(cluster);
    }
    return ApiList {int(list.size()), [list](int i) { return flexJson(*list.at(i)); }};
}

ApiAnswer getFlexCluster(RouteContext &, World::Cluster &cluster)
{
    return flexJson(cluster);
}

ApiAnswer listJobs(RouteContext &context, World::Cluster &cluster)
{
    return listTenantJobs(context.world, cluster, context.now, TenantStyle::Flex);
}

ApiAnswer getJob(RouteContext &context, World::Cluster &cluster)
{
    return getTenantJob(context.world, cluster, context.text("restoreJobId"), context.now,
                        TenantStyle::Flex);
}

ApiAnswer createJob(RouteContext &context, World::Cluster &cluster)
{
    return createTenantJob(context, cluster, TenantStyle::Flex);
}

ApiAnswer createDownload(RouteContext &context, World::Cluster &cluster)
{
    return createTenantDownload(context, cluster, TenantStyle::Flex);
}

ApiAnswer listSnapshots(RouteContext &context, World::Cluster &cluster)
{
    return listTenantSnapshots(cluster, context.now, TenantStyle::Flex);
}

ApiAnswer getSnapshot(RouteContext &context, World::Cluster &cluster)
{
    return getTenantSnapshot(cluster, context.text("snapshotId"), context.now, TenantStyle::Flex);
}

} // namespace

QList<Route> flexRoutes()
{
    const QList<RouteVersion> v {{"2024-11-13"}};
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/flexClusters", v, RateSet::FlexClusters,
         listFlexClusters},
        {"GET", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}", v, RateSet::FlexClusters,
         onFlex<getFlexCluster>},
        {"GET", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/restoreJobs", v,
         RateSet::FlexRestoreJobs, onFlex<listJobs>},
        {"POST", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/restoreJobs", v,
         RateSet::FlexRestoreJobs, onFlex<createJob>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/restoreJobs/{restoreJobId}", v,
         RateSet::FlexRestoreJobs, onFlex<getJob>},
        {"POST", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/download", v,
         RateSet::FlexSnapshots, onFlex<createDownload>},
        {"GET", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/snapshots", v,
         RateSet::FlexSnapshots, onFlex<listSnapshots>},
        {"GET", "/api/atlas/v2/groups/{groupId}/flexClusters/{name}/backup/snapshots/{snapshotId}",
         v, RateSet::FlexSnapshots, onFlex<getSnapshot>, false, false},
    };
}
