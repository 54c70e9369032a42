#include "atlas/endpoints.h"

#include "atlas/requests.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

auto clusterReader(const QString &projectId)
{
    return [projectId](const QJsonObject &json) {
        Cluster cluster = readCluster(json);
        if (cluster.projectId.isEmpty())
            cluster.projectId = projectId;
        return cluster;
    };
}

// Names and IDs, but neither tier nor state.
ProjectClusters readProjectClusters(const QJsonObject &json)
{
    ProjectClusters project {readString(json, "groupId"_L1),
                             readString(json, "groupName"_L1),
                             readString(json, "orgId"_L1),
                             readString(json, "orgName"_L1),
                             {}};
    for (const QJsonValue &item : readArray(json, "clusters"_L1)) {
        const QJsonObject raw = item.toObject();
        Cluster cluster;
        cluster.projectId = project.id;
        cluster.id = readString(raw, "clusterId"_L1);
        cluster.name = readString(raw, "name"_L1);
        cluster.backupEnabled = readBool(raw, "backupEnabled"_L1);
        const QString type = readString(raw, "type"_L1);
        if (!type.isEmpty())
            cluster.clusterType = type == "SHARDED_CLUSTER"_L1 ? u"SHARDED"_s : u"REPLICASET"_s;
        const QJsonArray versions = readArray(raw, "versions"_L1);
        cluster.version = versions.isEmpty() ? QString() : versions.first().toString();
        if (!cluster.name.isEmpty())
            project.clusters.append(cluster);
    }
    return project;
}

bool isLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

Request<Page<Organization>> listOrganizations(const PageRequest &page)
{
    return listRequest<Organization>(getData("listOrgs", {}, page), page, readOrganization);
}

Request<Page<Project>> listProjects(const PageRequest &page)
{
    return listRequest<Project>(getData("listGroups", {}, page), page, readProject);
}

Request<Page<Project>> listProjectsOf(const QString &orgId, const PageRequest &page)
{
    return listRequest<Project>(getData("getOrgGroups", {orgId}, page), page, readProject);
}

Request<Project> getProject(const QString &projectId)
{
    return recordRequest<Project>(getData("getGroup", {projectId}), readProject);
}

Request<Page<ProjectClusters>> listAllClusters(const PageRequest &page)
{
    return listRequest<ProjectClusters>(getData("listClusterDetails", {}, page), page,
                                        readProjectClusters);
}

Request<Page<Cluster>> listClusters(const QString &projectId, const PageRequest &page)
{
    RequestData data = getData("listGroupClusters", {projectId}, page);
    data.query.addQueryItem(u"includeDeletedWithRetainedBackups"_s, u"true"_s);
    return listRequest<Cluster>(std::move(data), page, clusterReader(projectId));
}

Request<Page<Cluster>> listFlexClusters(const QString &projectId, const PageRequest &page)
{
    return listRequest<Cluster>(getData("listGroupFlexClusters", {projectId}, page), page,
                                clusterReader(projectId));
}

Request<Cluster> getCluster(const ClusterRef &cluster)
{
    return recordRequest<Cluster>(getData("getGroupCluster", {cluster.projectId, cluster.name}),
                                  clusterReader(cluster.projectId));
}

Request<Cluster> getFlexCluster(const ClusterRef &cluster)
{
    return recordRequest<Cluster>(getData("getGroupFlexCluster", {cluster.projectId, cluster.name}),
                                  clusterReader(cluster.projectId));
}

bool isObjectId(QStringView text)
{
    return text.size() == 24 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

bool isClusterName(QStringView text)
{
    return !text.isEmpty() && isLetterOrDigit(text.front())
        && std::all_of(text.begin(), text.end(),
                       [](QChar c) { return isLetterOrDigit(c) || c == u'-'; });
}

bool isRestoreTargetName(QStringView text)
{
    static const QRegularExpression pattern(uR"(\A[\p{L}\p{N}\-_.(),:&@+']{1,64}\z)"_s);
    return pattern.match(text.toString()).hasMatch();
}
