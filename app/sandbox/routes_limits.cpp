// Who may call how often, and from where: listRateLimits, getRateLimit,
// listGroupAccessListEntries, getGroupAccessListStatus.
#include "sandbox/routes.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace {

// The published sets. RateSet::Other stands for calls of which nothing is published.
struct EndpointSet {
    RateSet set;
    const char *id;
    const char *name;
    const char *scope; // GROUP, USER
};
constexpr EndpointSet kSets[] = {
    {RateSet::CloudBackups, "cloudBackups_group", "Cloud Backups", "GROUP"},
    {RateSet::LegacyBackup, "legacyBackup_group", "Legacy Backup", "GROUP"},
    {RateSet::FlexClusters, "flexClusters_group", "Flex Clusters", "GROUP"},
    {RateSet::FlexRestoreJobs, "flexRestoreJobs_group", "Flex Restore Jobs", "GROUP"},
    {RateSet::FlexSnapshots, "flexSnapshots_group", "Flex Snapshots", "GROUP"},
    {RateSet::Clusters, "clusters_group", "Clusters", "GROUP"},
    {RateSet::UserRare, "organizationsAndAllClusters_user", "Organizations and All Clusters",
     "USER"},
    {RateSet::UserProjects, "projects_user", "Projects", "USER"},
    {RateSet::RateLimits, "rateLimitsInspection_user", "Rate Limits Inspection", "USER"},
};

// Made once: asking for all routes from within a route's answer would be wasteful.
const QList<Route> &routes()
{
    static const QList<Route> list = allRoutes();
    return list;
}

// A value, and what it would be if nobody had changed it.
QJsonObject overridden(int value, int usual)
{
    QJsonObject json {{QStringLiteral("value"), value}};
    if (value != usual)
        json.insert(QStringLiteral("defaultValue"), usual);
    return json;
}

QJsonObject setJson(const EndpointSet &set, const TokenBuckets &buckets)
{
    QJsonArray endpoints;
    for (const Route &route : routes()) {
        if (route.rateSet == set.set)
            endpoints.append(QJsonObject {{QStringLiteral("method"), QLatin1String(route.verb)},
                                          {QStringLiteral("path"), QLatin1String(route.pattern)}});
    }
    const BucketSize size = buckets.size(set.set);
    const BucketSize usual = TokenBuckets().size(set.set);
    return {{QStringLiteral("capacity"), overridden(size.capacity, usual.capacity)},
            {QStringLiteral("endpointSetId"), QLatin1String(set.id)},
            {QStringLiteral("endpointSetName"), QLatin1String(set.name)},
            {QStringLiteral("endpoints"), endpoints},
            {QStringLiteral("refillDurationSeconds"), overridden(size.period, usual.period)},
            {QStringLiteral("refillRate"), overridden(size.refill, usual.refill)},
            {QStringLiteral("scope"), QLatin1String(set.scope)}};
}

ApiProblem badQuery(const char *name, const QString &value, const QString &detail)
{
    return {400, QStringLiteral("VALIDATION_ERROR"), detail, {value}, QLatin1String(name)};
}

ApiProblem notYours(const QString &what)
{
    return {401,
            QStringLiteral("USER_UNAUTHORIZED"),
            QStringLiteral("The login can't see the rate limits of %1.").arg(what),
            {what},
            {}};
}

bool isOrganization(const World &world, const QString &id)
{
    return std::any_of(world.organizations().begin(), world.organizations().end(),
                       [&](const auto &organization) { return organization.id == id; });
}

// Which scope was asked for: GROUP, ORGANIZATION, USER, IP; empty: all.
QString readScope(const RouteContext &context, std::optional<ApiProblem> *problem)
{
    static const QRegularExpression idForm(QStringLiteral("^[a-f0-9]{24}$"));
    const auto groupId = context.request.queryValue(u"groupId");
    const auto orgId = context.request.queryValue(u"orgId");
    const auto userId = context.request.queryValue(u"userId");
    const auto address = context.request.queryValue(u"ipAddress");
    if (int(groupId.has_value()) + int(orgId.has_value()) + int(userId.has_value())
            + int(address.has_value())
        > 1)
        *problem =
            ApiProblem {400,
                        QStringLiteral("VALIDATION_ERROR"),
                        QStringLiteral("Only one of groupId, orgId, userId and ipAddress can "
                                       "be specified."),
                        {},
                        {}};
    else if (groupId && !idForm.match(*groupId).hasMatch())
        *problem = badQuery("groupId", *groupId, QStringLiteral("groupId is no ID."));
    else if (orgId && !idForm.match(*orgId).hasMatch())
        *problem = badQuery("orgId", *orgId, QStringLiteral("orgId is no ID."));
    else if (address && QHostAddress(*address).isNull())
        *problem = badQuery("ipAddress", *address, QStringLiteral("ipAddress is no address."));
    else if (groupId && !context.world.project(*groupId))
        *problem = notYours(*groupId);
    else if (orgId && !isOrganization(context.world, *orgId))
        *problem = notYours(*orgId);
    else if (userId && *userId != context.login)
        *problem = notYours(*userId);
    else if (address && *address != QLatin1String("127.0.0.1"))
        *problem = notYours(*address);
    if (groupId)
        return QStringLiteral("GROUP");
    if (orgId)
        return QStringLiteral("ORGANIZATION");
    if (userId)
        return QStringLiteral("USER");
    return address ? QStringLiteral("IP") : QString();
}

QStringList queryValues(const ServerRequest &request, QStringView name)
{
    QStringList list;
    for (const auto &[key, value] : request.query) {
        if (key == name)
            list.append(value);
    }
    return list;
}

bool holds(const EndpointSet &set, const QStringList &paths)
{
    return std::any_of(routes().begin(), routes().end(), [&](const Route &route) {
        return route.rateSet == set.set && paths.contains(QLatin1String(route.pattern));
    });
}

ApiAnswer listRateLimits(RouteContext &context)
{
    std::optional<ApiProblem> problem;
    const QString scope = readScope(context, &problem);
    if (problem)
        return *problem;
    const QStringList names = queryValues(context.request, u"name");
    const QStringList paths = queryValues(context.request, u"endpointPath");
    QList<const EndpointSet *> list;
    for (const EndpointSet &set : kSets) {
        if ((scope.isEmpty() || scope == QLatin1String(set.scope))
            && (names.isEmpty() || names.contains(QLatin1String(set.name)))
            && (paths.isEmpty() || holds(set, paths)))
            list.append(&set);
    }
    return ApiList {int(list.size()), [list, buckets = context.buckets](int i) {
                        return setJson(*list.at(i), *buckets);
                    }};
}

ApiAnswer getRateLimit(RouteContext &context)
{
    std::optional<ApiProblem> problem;
    const QString scope = readScope(context, &problem);
    if (problem)
        return *problem;
    const QString id = context.text("endpointSetId");
    for (const EndpointSet &set : kSets) {
        if (id == QLatin1String(set.id) && (scope.isEmpty() || scope == QLatin1String(set.scope)))
            return setJson(set, *context.buckets);
    }
    return ApiProblem {404,
                       QStringLiteral("RESOURCE_NOT_FOUND"),
                       QStringLiteral("There is no endpoint set %1.").arg(id),
                       {id},
                       {}};
}

// A project without a list of its own lets everybody in.
QList<World::AccessEntry> entriesOf(const World::Project &project, World::Moment now)
{
    if (project.accessList.isEmpty())
        return {{QStringLiteral("0.0.0.0/0"), QStringLiteral("Everybody"), 0,
                 QStringLiteral("ACTIVE")}};
    QList<World::AccessEntry> list;
    for (const World::AccessEntry &entry : project.accessList) {
        if (entry.until == 0 || now < entry.until)
            list.append(entry);
    }
    return list;
}

// An address is listed as a block of one, too.
QString blockOf(const World::AccessEntry &entry)
{
    if (entry.value.contains(QLatin1Char('/')))
        return entry.value;
    const QHostAddress address(entry.value);
    if (address.isNull())
        return {};
    return entry.value
        + (address.protocol() == QAbstractSocket::IPv6Protocol ? QStringLiteral("/128")
                                                               : QStringLiteral("/32"));
}

QJsonObject entryJson(const World::Project &project, const World::AccessEntry &entry)
{
    const QString path = projectPath(project.id) + QStringLiteral("/accessList/")
        + QString(entry.value).replace(QLatin1Char('/'), QLatin1String("%2F"));
    QJsonObject json {{QStringLiteral("groupId"), project.id},
                      {QStringLiteral("links"), QJsonArray {apiLink(path)}}};
    const QString block = blockOf(entry);
    if (block.isEmpty())
        json.insert(QStringLiteral("awsSecurityGroup"), entry.value);
    else
        json.insert(QStringLiteral("cidrBlock"), block);
    if (!block.isEmpty() && block != entry.value)
        json.insert(QStringLiteral("ipAddress"), entry.value);
    if (!entry.comment.isEmpty())
        json.insert(QStringLiteral("comment"), entry.comment);
    if (entry.until > 0)
        json.insert(QStringLiteral("deleteAfterDate"), isoTime(entry.until));
    return json;
}

ApiAnswer listAccessList(RouteContext &context)
{
    const World::Project &project = *context.project;
    const auto list = entriesOf(project, context.now);
    return ApiList {int(list.size()),
                    [&project, list](int i) { return entryJson(project, list.at(i)); }};
}

ApiAnswer getAccessListStatus(RouteContext &context)
{
    const QString value = context.text("entryValue");
    for (const World::AccessEntry &entry : entriesOf(*context.project, context.now)) {
        if (value == entry.value || value == blockOf(entry))
            return QJsonObject {{QStringLiteral("STATUS"), entry.status}};
    }
    return ApiProblem {
        404,
        QStringLiteral("RESOURCE_NOT_FOUND"),
        QStringLiteral("%1 is not on the access list of group %2.").arg(value, context.project->id),
        {value, context.project->id},
        {}};
}

} // namespace

QList<Route> limitRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    const QList<RouteVersion> v2 {{"2025-03-12"}};
    return {
        {"GET", "/api/atlas/v2/rateLimits", v2, RateSet::RateLimits, listRateLimits},
        {"GET", "/api/atlas/v2/rateLimits/{endpointSetId}", v2, RateSet::RateLimits, getRateLimit},
        {"GET", "/api/atlas/v2/groups/{groupId}/accessList", v1, RateSet::Other, listAccessList},
        {"GET", "/api/atlas/v2/groups/{groupId}/accessList/{entryValue}/status", v1, RateSet::Other,
         getAccessListStatus},
    };
}
