// The operations of the pretend Atlas as a table: verb, path, dated versions, and a function that
// answers from the World. One routes_*.cpp for each family. How requests get here, and logins, rate
// limits and faults, is SandboxService's matter.
#pragma once

#include "sandbox/servermessage.h"
#include "sandbox/tokenbuckets.h"
#include "sandbox/world.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QHash>
#include <functional>
#include <optional>
#include <variant>

class ArchiveStore;

/// An error of the Admin API.
struct ApiProblem {
    int status = 400;
    QString code;
    QString detail;
    QJsonArray parameters;
    QString field; // named in badRequestDetail; empty: none
};

/// A list before it is cut into pages; only the items of the page are made.
struct ApiList {
    int total = 0;
    std::function<QJsonObject(int)> item;
    bool paged = true; // false: takes no paging parameters
};

struct ApiNoContent {
};

using ApiAnswer = std::variant<QJsonObject, ApiList, ApiProblem, ApiNoContent>;

struct RouteContext {
    const ServerRequest &request;
    World &world;
    World::Moment now = 0;
    QString version; // the date that is served; empty in v1.0
    QHash<QString, QString> path; // by the names in the pattern
    QJsonObject body; // of a POST
    const World::Project *project = nullptr; // {groupId}
    QString login; // who asks: a public key or a client ID
    const TokenBuckets *buckets = nullptr;
    ArchiveStore *archives = nullptr;

    QString text(const char *name) const { return path.value(QLatin1String(name)); }
};

struct RouteVersion {
    const char *date;
    const char *deprecated = nullptr; // as `Deprecation` and `Sunset` say it
    const char *sunset = nullptr;
};

struct Route {
    const char *verb;
    const char *pattern; // "/api/atlas/v2/groups/{groupId}"
    QList<RouteVersion> versions; // oldest first; empty: no dated media type (v1.0)
    RateSet rateSet;
    ApiAnswer (*answer)(RouteContext &);
    bool tenant = false; // 410 in projects where the tenant calls are retired
    bool pretty = true;
    int status = 200; // of a good answer
};

QList<Route> accountRoutes();
QList<Route> clusterRoutes();
QList<Route> cloudRoutes();
QList<Route> cloudSnapshotRoutes();
QList<Route> cloudScheduleRoutes();
QList<Route> cloudContentRoutes();
QList<Route> collectionRoutes();
QList<Route> eventRoutes();
QList<Route> flexRoutes();
QList<Route> tenantRoutes();
QList<Route> legacyRoutes();
QList<Route> limitRoutes();
QList<Route> allRoutes();

// what several families need

/// ISO 8601, whole seconds, Z.
QString isoTime(World::Moment moment);
/// An absolute link: it names a host that is not the one called, as real replies do.
QJsonObject apiLink(const QString &path, const QString &rel = QStringLiteral("self"));
/// rel of another resource: "https://cloud.mongodb.com/cluster".
QString relOf(const char *word);
/// "/groups/<id>" and "/groups/<id>/clusters/<name>", below the API's prefix.
QString projectPath(const QString &projectId);
QString clusterPath(const World::Cluster &cluster);
/// BSON timestamp of the API: {date, increment}.
QJsonObject bsonTimestamp(World::Moment moment, int increment);

ApiProblem clusterNotFound(const QString &name, const QString &projectId);
/// The cluster named in the path, for the calls of dedicated clusters' backups. Sets `problem` if
/// the cluster is another kind's or nobody's.
World::Cluster *dedicatedCluster(RouteContext &context, ApiProblem *problem);
/// For the tenant calls: M2, M5 and Flex.
World::Cluster *tenantCluster(RouteContext &context, ApiProblem *problem);
World::Cluster *flexCluster(RouteContext &context, ApiProblem *problem);

/// Jobs and snapshots of M2, M5 and Flex: the same things under two names.
enum class TenantStyle { Tenant, Flex };
QJsonObject tenantJobJson(const World &world, const World::Cluster &cluster,
                          const World::TenantJob &job, World::Moment now, TenantStyle style);
QJsonObject tenantSnapshotJson(const World::Cluster &cluster, const World::TenantSnapshot &snapshot,
                               World::Moment now, TenantStyle style);
ApiAnswer listTenantJobs(const World &world, const World::Cluster &cluster, World::Moment now,
                         TenantStyle style);
ApiAnswer listTenantSnapshots(const World::Cluster &cluster, World::Moment now, TenantStyle style);
ApiAnswer getTenantJob(const World &world, const World::Cluster &cluster, const QString &id,
                       World::Moment now, TenantStyle style);
ApiAnswer getTenantSnapshot(const World::Cluster &cluster, const QString &id, World::Moment now,
                            TenantStyle style);
/// Checks the body and the rules of a restore, then starts it.
ApiAnswer createTenantJob(RouteContext &context, World::Cluster &source, TenantStyle style);
/// A job with a link at once; nothing is overwritten.
ApiAnswer createTenantDownload(RouteContext &context, World::Cluster &source, TenantStyle style);
