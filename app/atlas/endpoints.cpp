#include "atlas/endpoints.h"

#include "atlas/requests.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

Request<Page<Cluster>> clusterList(const QString &path, const char *date, const QString &projectId,
                                   const PageRequest &page)
{
    return listRequest<Cluster>(getData(path, date, page), page,
                                [projectId](const QJsonObject &json) {
                                    Cluster cluster = readCluster(json);
                                    if (cluster.projectId.isEmpty())
                                        cluster.projectId = projectId;
                                    return cluster;
                                });
}

bool isLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

Request<Page<Organization>> listOrganizations(const PageRequest &page)
{
    return listRequest<Organization>(getData(v2Path({u"orgs"}), "2023-01-01", page), page,
                                     readOrganization);
}

Request<Page<Project>> listProjects(const PageRequest &page)
{
    return listRequest<Project>(getData(v2Path({u"groups"}), "2023-01-01", page), page,
                                readProject);
}

Request<Project> getProject(const QString &projectId)
{
    return recordRequest<Project>(getData(v2Path({u"groups", projectId}), "2023-01-01"),
                                  readProject);
}

Request<Page<Cluster>> listClusters(const QString &projectId, const PageRequest &page)
{
    return clusterList(v2Path({u"groups", projectId, u"clusters"}), "2024-08-05", projectId, page);
}

Request<Page<Cluster>> listFlexClusters(const QString &projectId, const PageRequest &page)
{
    return clusterList(v2Path({u"groups", projectId, u"flexClusters"}), "2024-11-13", projectId,
                       page);
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
