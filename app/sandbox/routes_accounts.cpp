// Organizations and projects: listOrgs, listGroups, getGroup, getOrgGroups, listClusterDetails.
#include "sandbox/routes.h"

namespace {

QList<const World::Project *> visibleProjects(const World &world, const QString &orgId = {})
{
    QList<const World::Project *> list;
    for (const World::Project &project : world.projects()) {
        if (project.visible && (orgId.isEmpty() || project.orgId == orgId))
            list.append(&project);
    }
    return list;
}

QJsonObject organizationJson(const World::Organization &organization)
{
    return {
        {QStringLiteral("id"), organization.id},
        {QStringLiteral("isDeleted"), false},
        {QStringLiteral("links"), QJsonArray {apiLink(QStringLiteral("/orgs/") + organization.id)}},
        {QStringLiteral("name"), organization.name},
        {QStringLiteral("skipDefaultAlertsSettings"), false}};
}

QJsonObject projectJson(const World &world, const World::Project &project)
{
    QJsonArray tags;
    for (const auto &[key, value] : project.tags)
        tags.append(QJsonObject {{QStringLiteral("key"), key}, {QStringLiteral("value"), value}});
    return {{QStringLiteral("clusterCount"), int(world.clustersOf(project.id).size())},
            {QStringLiteral("created"), isoTime(project.created)},
            {QStringLiteral("id"), project.id},
            {QStringLiteral("links"), QJsonArray {apiLink(projectPath(project.id))}},
            {QStringLiteral("name"), project.name},
            {QStringLiteral("orgId"), project.orgId},
            {QStringLiteral("tags"), tags},
            {QStringLiteral("withDefaultAlertsSettings"), true}};
}

ApiAnswer listOrgs(RouteContext &context)
{
    QList<World::Organization> found;
    const QString name = context.request.queryValue(u"name").value_or(QString());
    for (const World::Organization &organization : context.world.organizations()) {
        if (organization.name.startsWith(name, Qt::CaseInsensitive))
            found.append(organization);
    }
    return ApiList {int(found.size()), [found](int i) { return organizationJson(found.at(i)); }};
}

ApiAnswer projectList(const World &world, const QList<const World::Project *> &list)
{
    return ApiList {int(list.size()),
                    [&world, list](int i) { return projectJson(world, *list.at(i)); }};
}

ApiAnswer listGroups(RouteContext &context)
{
    return projectList(context.world, visibleProjects(context.world));
}

ApiAnswer getGroup(RouteContext &context)
{
    return projectJson(context.world, *context.project);
}

ApiAnswer getOrgGroups(RouteContext &context)
{
    const QString id = context.text("orgId");
    for (const World::Organization &organization : context.world.organizations()) {
        if (organization.id == id)
            return projectList(context.world, visibleProjects(context.world, id));
    }
    return ApiProblem {401,
                       QStringLiteral("USER_UNAUTHORIZED"),
                       QStringLiteral("The login has no access to organization %1.").arg(id),
                       {id},
                       {}};
}

QJsonObject clusterSummary(const World::Cluster &cluster)
{
    return {{QStringLiteral("alertCount"), 0},
            {QStringLiteral("authEnabled"), true},
            {QStringLiteral("availability"), QStringLiteral("available")},
            {QStringLiteral("backupEnabled"), !cluster.isFree()},
            {QStringLiteral("clusterId"), cluster.id},
            {QStringLiteral("dataSizeBytes"), qint64(cluster.diskGB * 0.4 * 1024 * 1024) * 1024},
            {QStringLiteral("name"), cluster.name},
            {QStringLiteral("nodeCount"), 3 * qMax(1, cluster.shards) + (cluster.shards ? 3 : 0)},
            {QStringLiteral("sslEnabled"), true},
            {QStringLiteral("type"),
             cluster.shards ? QStringLiteral("SHARDED_CLUSTER") : QStringLiteral("REPLICA_SET")},
            {QStringLiteral("versions"), QJsonArray {cluster.version}}};
}

ApiAnswer listClusterDetails(RouteContext &context)
{
    const World &world = context.world;
    const auto projects = visibleProjects(world);
    return ApiList {int(projects.size()), [&world, projects](int i) {
                        const World::Project &project = *projects.at(i);
                        QString orgName;
                        for (const World::Organization &organization : world.organizations()) {
                            if (organization.id == project.orgId)
                                orgName = organization.name;
                        }
                        QJsonArray clusters;
                        for (const World::Cluster *cluster : world.clustersOf(project.id))
                            clusters.append(clusterSummary(*cluster));
                        return QJsonObject {{QStringLiteral("clusters"), clusters},
                                            {QStringLiteral("groupId"), project.id},
                                            {QStringLiteral("groupName"), project.name},
                                            {QStringLiteral("orgId"), project.orgId},
                                            {QStringLiteral("orgName"), orgName},
                                            {QStringLiteral("planType"), QStringLiteral("Atlas")},
                                            {QStringLiteral("tags"), QJsonArray()}};
                    }};
}

} // namespace

QList<Route> accountRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    return {
        {"GET", "/api/atlas/v2/orgs", v1, RateSet::UserRare, listOrgs},
        {"GET", "/api/atlas/v2/orgs/{orgId}/groups", v1, RateSet::Other, getOrgGroups},
        {"GET", "/api/atlas/v2/groups", v1, RateSet::UserProjects, listGroups},
        {"GET", "/api/atlas/v2/groups/{groupId}", v1, RateSet::Other, getGroup},
        {"GET", "/api/atlas/v2/clusters", v1, RateSet::UserRare, listClusterDetails},
    };
}
