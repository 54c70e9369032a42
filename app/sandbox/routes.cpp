#include "sandbox/routes.h"

#include "base/format.h"

namespace {

constexpr char kLinkHost[] = "https://cloud.sandbox.invalid/api/atlas/v2";

ApiProblem wrongEndpoint(const World::Cluster &cluster)
{
    return {400,
            QStringLiteral("INCORRECT_BACKUP_API_ENDPOINT"),
            QStringLiteral("The backups of cluster %1 are not served by this resource.")
                .arg(cluster.name),
            {cluster.name},
            {}};
}

ApiProblem noBackups(const World::Cluster &cluster)
{
    return {403,
            QStringLiteral("FEATURE_UNSUPPORTED"),
            QStringLiteral("Cluster %1 is a free cluster, which has no backups.").arg(cluster.name),
            {cluster.name},
            {}};
}

World::Cluster *clusterOfPath(RouteContext &context, const char *name, ApiProblem *problem)
{
    World::Cluster *cluster = context.world.backupSource(context.project->id, context.text(name));
    if (!cluster)
        *problem = clusterNotFound(context.text(name), context.project->id);
    return cluster;
}

} // namespace

QList<Route> allRoutes()
{
    return accountRoutes() + clusterRoutes() + cloudRoutes() + cloudSnapshotRoutes()
        + cloudScheduleRoutes() + cloudContentRoutes() + collectionRoutes() + eventRoutes()
        + flexRoutes() + tenantRoutes() + legacyRoutes() + limitRoutes();
}

QString isoTime(World::Moment moment)
{
    return toIsoTime(QDateTime::fromSecsSinceEpoch(moment, Qt::UTC));
}

QJsonObject apiLink(const QString &path, const QString &rel)
{
    return {{QStringLiteral("href"), QLatin1String(kLinkHost) + path},
            {QStringLiteral("rel"), rel}};
}

QString relOf(const char *word)
{
    return QStringLiteral("https://cloud.mongodb.com/") + QLatin1String(word);
}

QString projectPath(const QString &projectId)
{
    return QStringLiteral("/groups/") + projectId;
}

QString clusterPath(const World::Cluster &cluster)
{
    return projectPath(cluster.projectId)
        + (cluster.isFlex() ? QStringLiteral("/flexClusters/") : QStringLiteral("/clusters/"))
        + cluster.name;
}

QJsonObject bsonTimestamp(World::Moment moment, int increment)
{
    return {{QStringLiteral("date"), isoTime(moment)}, {QStringLiteral("increment"), increment}};
}

ApiProblem clusterNotFound(const QString &name, const QString &projectId)
{
    return {404,
            QStringLiteral("CLUSTER_NOT_FOUND"),
            QStringLiteral("No cluster named %1 exists in group %2.").arg(name, projectId),
            {name, projectId},
            {}};
}

World::Cluster *dedicatedCluster(RouteContext &context, ApiProblem *problem)
{
    World::Cluster *cluster = clusterOfPath(context, "clusterName", problem);
    if (!cluster || cluster->isDedicated())
        return cluster;
    if (cluster->isFlex())
        *problem = {
            400,
            QStringLiteral("CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API"),
            QStringLiteral("Flex cluster %1 cannot be used in the Cluster API.").arg(cluster->name),
            {cluster->name},
            {}};
    else
        *problem = cluster->isFree() ? noBackups(*cluster) : wrongEndpoint(*cluster);
    return nullptr;
}

World::Cluster *tenantCluster(RouteContext &context, ApiProblem *problem)
{
    World::Cluster *cluster = clusterOfPath(context, "clusterName", problem);
    if (!cluster || cluster->isShared() || cluster->isFlex())
        return cluster;
    *problem = cluster->isFree() ? noBackups(*cluster) : wrongEndpoint(*cluster);
    return nullptr;
}

World::Cluster *flexCluster(RouteContext &context, ApiProblem *problem)
{
    World::Cluster *cluster = clusterOfPath(context, "name", problem);
    if (!cluster || cluster->isFlex())
        return cluster;
    *problem = {
        400,
        QStringLiteral("CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API"),
        QStringLiteral("Cannot use non-flex cluster %1 in the flex API.").arg(cluster->name),
        {cluster->name},
        {}};
    return nullptr;
}
