// Who did what in a project: listGroupEvents, getGroupEvent. Events are worked out of the jobs and
// snapshots, so they always agree with them. A request names a person or a login; an outcome, which
// nobody caused, names none.
#include "sandbox/routes_cloud.h"

#include "base/format.h"

#include <QRegularExpression>
#include <algorithm>
#include <limits>

namespace {

struct Event {
    World::Moment at = 0;
    const char *type = nullptr;
    QString subject; // id of the job or the snapshot
    bool request = false;

    QString id() const { return World::objectId(at, subject + QLatin1String(type)); }
};
using Events = QList<Event>;

void addTenant(Events &list, const World::TenantJob &job, World::Moment now)
{
    list.append({job.created,
                 job.download ? "TENANT_SNAPSHOT_DOWNLOAD_REQUESTED_AUDIT"
                              : "TENANT_RESTORE_REQUESTED_AUDIT",
                 job.id, true});
    if (now >= job.endsAt && !job.download)
        list.append({job.endsAt,
                     job.failed ? "TENANT_RESTORE_FAILED" : "TENANT_RESTORE_COMPLETED_AUDIT",
                     job.id});
}

void addCloud(Events &list, const World::CloudJob &job, World::Moment now)
{
    using Outcome = World::CloudJob::Outcome;
    list.append({job.created, "CPS_RESTORE_REQUESTED_AUDIT", job.id, true});
    if (now < job.endsAt || job.outcome == Outcome::Cancelled)
        return;
    const bool download = job.delivery == QLatin1String("download");
    list.append({job.endsAt,
                 job.outcome != Outcome::Failed ? "CPS_RESTORE_SUCCESSFUL"
                     : download                 ? "CPS_SNAPSHOT_DOWNLOAD_REQUEST_FAILED"
                                                : "CPS_RESTORE_FAILED",
                 job.id});
}

void addCollection(Events &list, const World::CollectionJob &job, World::Moment now)
{
    // There is no type of its own for the request.
    list.append({job.created, "CPS_RESTORE_REQUESTED_AUDIT", job.id, true});
    if (now < job.endsAt)
        return;
    const bool partial = World::progressAt(job, now).failedIndexes > 0;
    list.append({job.endsAt,
                 !job.error.isEmpty() ? "CPS_COLLECTION_RESTORE_FAILED"
                     : partial        ? "CPS_COLLECTION_RESTORE_PARTIAL_SUCCESS"
                                      : "CPS_COLLECTION_RESTORE_SUCCESSFUL",
                 job.id});
}

void addCluster(Events &list, const World::Cluster &cluster, World::Moment now)
{
    for (const World::TenantJob &job : cluster.tenantJobs)
        addTenant(list, job, now);
    for (const World::CloudJob &job : cluster.cloudJobs)
        addCloud(list, job, now);
    for (const World::CollectionJob &job : cluster.collectionJobs)
        addCollection(list, job, now);
    for (const World::CloudSnapshot &snapshot : cluster.cloudSnapshots) {
        if (snapshot.type == QLatin1String("onDemand") && snapshot.begun <= now)
            list.append({snapshot.begun, "CPS_ON_DEMAND_SNAPSHOT_REQUESTED", snapshot.id, true});
    }
}

// Newest first; of the named clusters, or of all.
Events eventsOf(const RouteContext &context, const QStringList &clusters)
{
    Events list;
    for (const World::Cluster *cluster :
         context.world.clustersOf(context.project->id, World::Include::Deleted)) {
        if (clusters.isEmpty() || clusters.contains(cluster->name))
            addCluster(list, *cluster, context.now);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const Event &a, const Event &b) { return a.at > b.at; });
    return list;
}

void addLogin(QJsonObject &json, const QString &login)
{
    json.insert(QStringLiteral("publicKey"), login);
    if (!login.startsWith(QLatin1String("mdb_sa_id_")))
        json.insert(QStringLiteral("apiKeyId"), World::objectId(1'600'000'000, login));
}

// Jobs of the world file were started by four people and one key.
void addStarter(QJsonObject &json, const RouteContext &context, const QString &subject)
{
    static const QStringList people {QStringLiteral("dana.whitfield"), QStringLiteral("ravi.menon"),
                                     QStringLiteral("ines.carvalho"), QStringLiteral("tomasz.lis")};
    json.insert(QStringLiteral("remoteAddress"),
                QStringLiteral("203.0.113.%1").arg(1 + World::pick(subject, 200)));
    const QString login = context.world.starterOf(subject);
    const int person = World::pick(subject + QStringLiteral("/starter"), int(people.size()) + 1);
    if (!login.isEmpty())
        return addLogin(json, login);
    if (person == people.size())
        return addLogin(json, World::hexOf(context.project->orgId, 8));
    QString domain;
    for (const World::Organization &organization : context.world.organizations()) {
        if (organization.id == context.project->orgId)
            domain = organization.name.toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
    }
    const QString user = people.at(person) + QLatin1Char('@') + domain + QStringLiteral(".example");
    json.insert(QStringLiteral("userId"), World::objectId(1'580'000'000, user));
    json.insert(QStringLiteral("username"), user);
}

QJsonObject eventJson(const RouteContext &context, const Event &event)
{
    const QString id = event.id();
    QJsonObject json {
        {QStringLiteral("created"), isoTime(event.at)},
        {QStringLiteral("eventTypeName"), QLatin1String(event.type)},
        {QStringLiteral("groupId"), context.project->id},
        {QStringLiteral("id"), id},
        {QStringLiteral("isGlobalAdmin"), false},
        {QStringLiteral("links"),
         QJsonArray {apiLink(projectPath(context.project->id) + QStringLiteral("/events/") + id)}},
        {QStringLiteral("orgId"), context.project->orgId}};
    if (event.request)
        addStarter(json, context, event.subject);
    return json;
}

ApiProblem badQuery(const char *code, const QString &name, const QString &value)
{
    ApiProblem problem = refusal(
        400, code, QStringLiteral("Query parameter %1 has an invalid value.").arg(name), value);
    problem.field = name;
    return problem;
}

struct Query {
    QStringList types;
    QStringList excluded;
    QStringList clusters;
    World::Moment from = 0;
    World::Moment to = std::numeric_limits<World::Moment>::max();

    bool fits(const Event &event) const
    {
        const QLatin1String type(event.type);
        return (types.isEmpty() || types.contains(type)) && !excluded.contains(type)
            && event.at >= from && event.at <= to;
    }
};

// Lists come as several parameters of the same name.
Verdict readQuery(const RouteContext &context, Query *query)
{
    static const QRegularExpression typeForm(QStringLiteral("^[A-Z0-9_]+$"));
    static const QRegularExpression nameForm(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9-]*$"));
    for (const auto &[name, value] : context.request.query) {
        const bool excluded = name == QLatin1String("excludedEventType");
        if (excluded || name == QLatin1String("eventType")) {
            if (!typeForm.match(value).hasMatch())
                return badQuery("INVALID_ENUM_VALUE", name, value);
            (excluded ? query->excluded : query->types).append(value);
        } else if (name == QLatin1String("clusterNames")) {
            if (!nameForm.match(value).hasMatch())
                return badQuery("VALIDATION_ERROR", name, value);
            query->clusters.append(value);
        } else if (name == QLatin1String("minDate") || name == QLatin1String("maxDate")) {
            const QDateTime time = parseIsoTime(value);
            if (!time.isValid())
                return badQuery("VALIDATION_ERROR", name, value);
            (name == QLatin1String("minDate") ? query->from : query->to) = time.toSecsSinceEpoch();
        }
    }
    return {};
}

ApiAnswer listEvents(RouteContext &context)
{
    Query query;
    if (const Verdict wrong = readQuery(context, &query))
        return *wrong;
    Events list = eventsOf(context, query.clusters);
    list.removeIf([&query](const Event &event) { return !query.fits(event); });
    return ApiList {int(list.size()),
                    [&context, list](int i) { return eventJson(context, list.at(i)); }};
}

ApiAnswer getEvent(RouteContext &context)
{
    const QString id = context.text("eventId");
    for (const Event &event : eventsOf(context, {})) {
        if (event.id() == id)
            return eventJson(context, event);
    }
    return refusal(404, "RESOURCE_NOT_FOUND", QStringLiteral("No event with ID %1 exists.").arg(id),
                   id);
}

} // namespace

QList<Route> eventRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/events", v1, RateSet::Other, listEvents},
        {"GET", "/api/atlas/v2/groups/{groupId}/events/{eventId}", v1, RateSet::Other, getEvent},
    };
}
