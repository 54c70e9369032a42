// Clusters other than Flex, in the three versions that clients still ask for: listGroupClusters,
// getGroupCluster.
#include "sandbox/routes.h"

namespace {

constexpr char kDeprecated[] = "Mon, 5 Aug 2024 00:00:00 GMT"; // one digit, as real replies have it
constexpr char kSunset[] = "Thu, 1 Jul 2027 00:00:00 GMT";
constexpr char kNewest[] = "2024-08-05";
constexpr char kOldest[] = "2023-01-01";

bool isTenant(const World::Cluster &cluster)
{
    return !cluster.isDedicated();
}

QJsonObject hardware(const World::Cluster &cluster, int nodes, bool withDisk)
{
    QJsonObject specs {{QStringLiteral("instanceSize"), cluster.tier}};
    if (!isTenant(cluster)) {
        specs.insert(QStringLiteral("nodeCount"), nodes);
        if (cluster.provider == QLatin1String("AWS")) {
            specs.insert(QStringLiteral("diskIOPS"), 3000);
            specs.insert(QStringLiteral("ebsVolumeType"), QStringLiteral("STANDARD"));
        }
    }
    if (withDisk)
        specs.insert(QStringLiteral("diskSizeGB"), cluster.diskGB);
    return specs;
}

QJsonObject regionConfig(const World::Cluster &cluster, bool withDisk)
{
    QJsonObject config {{QStringLiteral("electableSpecs"), hardware(cluster, 3, withDisk)},
                        {QStringLiteral("priority"), 7},
                        {QStringLiteral("providerName"),
                         isTenant(cluster) ? QStringLiteral("TENANT") : cluster.provider},
                        {QStringLiteral("regionName"), cluster.region}};
    if (isTenant(cluster)) {
        config.insert(QStringLiteral("backingProviderName"), cluster.provider);
        return config;
    }
    config.insert(QStringLiteral("readOnlySpecs"), hardware(cluster, 0, withDisk));
    config.insert(QStringLiteral("analyticsSpecs"), hardware(cluster, 0, withDisk));
    config.insert(
        QStringLiteral("autoScaling"),
        QJsonObject {{QStringLiteral("compute"),
                      QJsonObject {{QStringLiteral("enabled"), false},
                                   {QStringLiteral("scaleDownEnabled"), false}}},
                     {QStringLiteral("diskGB"), QJsonObject {{QStringLiteral("enabled"), true}}}});
    return config;
}

// One object per shard since 2024-08-05, one with a number of shards before.
QJsonArray replicationSpecs(const World::Cluster &cluster, const QString &version)
{
    const bool newest = version == QLatin1String(kNewest);
    QJsonArray list;
    for (int i = 0; i < (newest ? qMax(1, cluster.shards) : 1); ++i) {
        QJsonObject spec {
            {QStringLiteral("id"),
             World::objectId(cluster.created, cluster.id + QStringLiteral("/spec/%1").arg(i))},
            {QStringLiteral("zoneName"), QStringLiteral("Zone 1")}};
        if (version == QLatin1String(kOldest)) {
            const QJsonObject region {{QStringLiteral("analyticsNodes"), 0},
                                      {QStringLiteral("electableNodes"), 3},
                                      {QStringLiteral("priority"), 7},
                                      {QStringLiteral("readOnlyNodes"), 0}};
            spec.insert(QStringLiteral("regionsConfig"), QJsonObject {{cluster.region, region}});
        } else {
            spec.insert(QStringLiteral("regionConfigs"),
                        QJsonArray {regionConfig(cluster, newest)});
            spec.insert(QStringLiteral("zoneId"),
                        World::objectId(cluster.created, cluster.id + QStringLiteral("/zone")));
        }
        if (!newest)
            spec.insert(QStringLiteral("numShards"), qMax(1, cluster.shards));
        list.append(spec);
    }
    return list;
}

void addOldest(QJsonObject &json, const World::Cluster &cluster)
{
    QJsonObject provider {{QStringLiteral("providerName"),
                           isTenant(cluster) ? QStringLiteral("TENANT") : cluster.provider},
                          {QStringLiteral("instanceSizeName"), cluster.tier},
                          {QStringLiteral("regionName"), cluster.region}};
    if (isTenant(cluster))
        provider.insert(QStringLiteral("backingProviderName"), cluster.provider);
    json.insert(QStringLiteral("providerSettings"), provider);
    json.insert(QStringLiteral("providerBackupEnabled"), !cluster.isFree());
    json.insert(QStringLiteral("numShards"), qMax(1, cluster.shards));
    json.insert(QStringLiteral("replicationFactor"), 3);
    json.insert(QStringLiteral("autoScaling"),
                QJsonObject {{QStringLiteral("diskGBEnabled"), true}});
}

QJsonObject connectionStrings(const World::Cluster &cluster)
{
    const QString domain = World::hexOf(cluster.projectId, 6) + QStringLiteral(".sandbox.invalid");
    const QString name = cluster.name.toLower();
    return {
        {QStringLiteral("standard"),
         QStringLiteral("mongodb://%1-shard-00-00.%2:27017,%1-shard-00-01.%2:27017,"
                        "%1-shard-00-02.%2:27017/?ssl=true&authSource=admin")
             .arg(name, domain)},
        {QStringLiteral("standardSrv"), QStringLiteral("mongodb+srv://%1.%2").arg(name, domain)}};
}

QJsonObject clusterJson(const World::Cluster &cluster, const QString &version)
{
    const QString path = clusterPath(cluster);
    QJsonObject json {
        {QStringLiteral("backupEnabled"), !cluster.isFree()},
        {QStringLiteral("biConnector"),
         QJsonObject {{QStringLiteral("enabled"), false},
                      {QStringLiteral("readPreference"), QStringLiteral("secondary")}}},
        {QStringLiteral("clusterType"),
         cluster.shards > 0 ? QStringLiteral("SHARDED") : QStringLiteral("REPLICASET")},
        {QStringLiteral("connectionStrings"), connectionStrings(cluster)},
        {QStringLiteral("createDate"), isoTime(cluster.created)},
        {QStringLiteral("diskWarmingMode"), QStringLiteral("FULLY_WARMED")},
        {QStringLiteral("encryptionAtRestProvider"), cluster.encryption},
        {QStringLiteral("featureCompatibilityVersion"), cluster.majorVersion()},
        {QStringLiteral("globalClusterSelfManagedSharding"), false},
        {QStringLiteral("groupId"), cluster.projectId},
        {QStringLiteral("id"), cluster.id},
        {QStringLiteral("labels"), QJsonArray()},
        {QStringLiteral("links"),
         QJsonArray {apiLink(path),
                     apiLink(path + QStringLiteral("/backup/restoreJobs"), relOf("restoreJobs")),
                     apiLink(path + QStringLiteral("/backup/snapshots"), relOf("snapshots"))}},
        {QStringLiteral("mongoDBMajorVersion"), cluster.majorVersion()},
        {QStringLiteral("mongoDBVersion"), cluster.version},
        {QStringLiteral("name"), cluster.name},
        {QStringLiteral("paused"), cluster.paused},
        {QStringLiteral("pitEnabled"), cluster.pit},
        {QStringLiteral("replicationSpecs"), replicationSpecs(cluster, version)},
        {QStringLiteral("rootCertType"), QStringLiteral("ISRGROOTX1")},
        {QStringLiteral("stateName"), cluster.state},
        {QStringLiteral("tags"), QJsonArray()},
        {QStringLiteral("terminationProtectionEnabled"), cluster.terminationProtected},
        {QStringLiteral("versionReleaseSystem"),
         cluster.continuousRelease ? QStringLiteral("CONTINUOUS") : QStringLiteral("LTS")}};
    if (cluster.shards > 0) {
        json.insert(QStringLiteral("configServerType"), cluster.configServer);
        json.insert(QStringLiteral("configServerManagementMode"), QStringLiteral("ATLAS_MANAGED"));
    }
    if (version == QLatin1String(kNewest)) {
        json.insert(QStringLiteral("redactClientLogData"), false);
        json.insert(QStringLiteral("internalClusterRole"), QStringLiteral("NONE"));
    } else if (!isTenant(cluster) || version != QLatin1String(kOldest)) { // there it begins at 10
        json.insert(QStringLiteral("diskSizeGB"), cluster.diskGB);
    }
    if (version == QLatin1String(kOldest))
        addOldest(json, cluster);
    return json;
}

ApiAnswer listClusters(RouteContext &context)
{
    const QString name = QStringLiteral("includeDeletedWithRetainedBackups");
    const QString deleted = context.request.queryValue(name).value_or(QStringLiteral("false"));
    if (deleted != QLatin1String("true") && deleted != QLatin1String("false"))
        return ApiProblem {400,
                           QStringLiteral("VALIDATION_ERROR"),
                           QStringLiteral("Query parameter %1 must be true or false.").arg(name),
                           {name, deleted},
                           name};
    const auto include =
        deleted == QLatin1String("true") ? World::Include::Deleted : World::Include::Live;
    QList<const World::Cluster *> list;
    for (const World::Cluster *cluster : context.world.clustersOf(context.project->id, include)) {
        if (!cluster->isFlex())
            list.append(cluster);
    }
    return ApiList {int(list.size()), [list, version = context.version](int i) {
                        return clusterJson(*list.at(i), version);
                    }};
}

ApiAnswer getCluster(RouteContext &context)
{
    const QString name = context.text("clusterName");
    const World::Cluster *cluster = context.world.cluster(context.project->id, name);
    if (!cluster)
        return clusterNotFound(name, context.project->id);
    if (!cluster->isFlex())
        return clusterJson(*cluster, context.version);
    ApiProblem problem;
    dedicatedCluster(context, &problem);
    return problem;
}

} // namespace

QList<Route> clusterRoutes()
{
    const QList<RouteVersion> three {
        {kOldest, kDeprecated, kSunset}, {"2023-02-01", kDeprecated, kSunset}, {kNewest}};
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters", three, RateSet::Clusters, listClusters},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}", three, RateSet::Clusters,
         getCluster},
    };
}
