// Collection restores: listGroupClusterCollectionRestoreJobs,
// listGroupClusterCollectionRestoreJobCollections and their neighbours. Starting one is in
// routes_collectioncreate.cpp.
#include "sandbox/routes_collections.h"

namespace {

QJsonArray namespacesJson(const QList<World::Namespace> &list)
{
    QJsonArray json;
    for (const World::Namespace &item : list) {
        QJsonObject one {{QStringLiteral("sourceNamespace"), item.source}};
        if (!item.target.isEmpty())
            one.insert(QStringLiteral("targetNamespace"), item.target);
        json.append(one);
    }
    return json;
}

QJsonObject partJson(const World::CollectionJob &job, const World::CollectionPart &part,
                     World::Moment now)
{
    const World::Progress progress = World::progressAt(job, part, now);
    QJsonObject index {{QStringLiteral("state"), progress.indexState}};
    if (progress.failedIndexes > 0) {
        const QString name = QStringLiteral("sku_1_validFrom_1");
        index.insert(QStringLiteral("errorMessage"),
                     QStringLiteral("Index %1: two documents have the same key.").arg(name));
        index.insert(QStringLiteral("failedIndexes"),
                     QJsonArray {QJsonObject {{QStringLiteral("name"), name},
                                              {QStringLiteral("key"),
                                               QJsonObject {{QStringLiteral("sku"), 1},
                                                            {QStringLiteral("validFrom"), 1}}},
                                              {QStringLiteral("unique"), true}}});
    }
    return {{QStringLiteral("effectiveTargetNamespace"), part.effective},
            {QStringLiteral("indexStatus"), index},
            {QStringLiteral("restoredDocuments"), progress.restored},
            {QStringLiteral("sourceNamespace"), part.source},
            {QStringLiteral("state"), progress.state},
            {QStringLiteral("targetNamespace"), part.target},
            {QStringLiteral("totalDocuments"), progress.total}};
}

const World::CollectionJob *jobOfPath(const RouteContext &context, const World::Cluster &cluster)
{
    const QString id = context.text("jobId");
    const auto found = std::find_if(cluster.collectionJobs.begin(), cluster.collectionJobs.end(),
                                    [&](const auto &job) { return job.id == id; });
    return found == cluster.collectionJobs.end() ? nullptr : &*found;
}

ApiProblem noJob(const RouteContext &context)
{
    const QString id = context.text("jobId");
    return refusal(404, "RESTORE_JOB_NOT_FOUND",
                   QStringLiteral("No collection restore job with ID %1 exists.").arg(id), id);
}

ApiAnswer listJobs(RouteContext &context, World::Cluster &cluster)
{
    const World::Moment now = context.now;
    return ApiList {int(cluster.collectionJobs.size()), [&cluster, now](int i) {
                        return collectionJobJson(cluster.collectionJobs.at(i), now);
                    }};
}

ApiAnswer getJob(RouteContext &context, World::Cluster &cluster)
{
    const World::CollectionJob *job = jobOfPath(context, cluster);
    return job ? ApiAnswer(collectionJobJson(*job, context.now)) : ApiAnswer(noJob(context));
}

Verdict checkState(const QString &state)
{
    static const QStringList states {
        QStringLiteral("NOT_STARTED"), QStringLiteral("IN_PROGRESS"),
        QStringLiteral("FINALIZING"),  QStringLiteral("NOT_FOUND"),
        QStringLiteral("UNSUPPORTED"), QStringLiteral("SUCCESSFUL"),
        QStringLiteral("ROLLBACK"),    QStringLiteral("NOT_RESTORED"),
        QStringLiteral("FAILED"),      QStringLiteral("INDEX_BUILD_FAILED")};
    if (state.isEmpty() || states.contains(state))
        return {};
    return refusal(400, "INVALID_ENUM_VALUE",
                   QStringLiteral("Query parameter state must be one of %1.")
                       .arg(states.join(QLatin1String(", "))),
                   state);
}

ApiAnswer listParts(RouteContext &context, World::Cluster &cluster)
{
    const World::CollectionJob *job = jobOfPath(context, cluster);
    if (!job)
        return noJob(context);
    const auto asked = [&context](const QString &name) {
        return context.request.queryValue(name).value_or(QString());
    };
    const QString state = asked(QStringLiteral("state"));
    const QString source = asked(QStringLiteral("sourceNamespace"));
    const QString target = asked(QStringLiteral("targetNamespace"));
    if (const Verdict wrong = checkState(state))
        return *wrong;
    const World::Moment now = context.now;
    QList<const World::CollectionPart *> list;
    for (const World::CollectionPart &part : job->parts) {
        if (now >= job->runsAt && (source.isEmpty() || part.source == source)
            && (target.isEmpty() || part.target == target)
            && (state.isEmpty() || World::progressAt(*job, part, now).state == state))
            list.append(&part);
    }
    return ApiList {int(list.size()),
                    [job, list, now](int i) { return partJson(*job, *list.at(i), now); }};
}

ApiAnswer getPart(RouteContext &context, World::Cluster &cluster)
{
    const World::CollectionJob *job = jobOfPath(context, cluster);
    if (!job)
        return noJob(context);
    const QString name = context.text("sourceNamespace");
    for (const World::CollectionPart &part : job->parts) {
        if (part.source == name && context.now >= job->runsAt)
            return partJson(*job, part, context.now);
    }
    return refusal(404, "RESOURCE_NOT_FOUND",
                   QStringLiteral("The job has no collection %1.").arg(name), name);
}

} // namespace

QJsonObject collectionJobJson(const World::CollectionJob &job, World::Moment now)
{
    const World::Progress progress = World::progressAt(job, now);
    QJsonObject json {
        {QStringLiteral("collectionSuffix"), job.collectionSuffix},
        {QStringLiteral("collections"), namespacesJson(job.collections)},
        {QStringLiteral("createdAt"), isoTime(job.created)},
        {QStringLiteral("databaseSuffix"), job.databaseSuffix},
        {QStringLiteral("databases"), namespacesJson(job.databases)},
        {QStringLiteral("id"), job.id},
        {QStringLiteral("indexStatus"),
         QJsonObject {{QStringLiteral("failedCollectionCount"), progress.failedIndexes},
                      {QStringLiteral("state"), progress.indexState}}},
        {QStringLiteral("indexStrategy"), job.indexStrategy},
        {QStringLiteral("restoredDocuments"), progress.restored},
        {QStringLiteral("state"), progress.state},
        {QStringLiteral("targetClusterName"), job.target},
        {QStringLiteral("targetGroupId"), job.targetProjectId},
        {QStringLiteral("totalDocuments"), progress.total},
        {QStringLiteral("writeStrategy"), job.writeStrategy}};
    if (!job.snapshotId.isEmpty()) {
        json.insert(QStringLiteral("snapshotId"), job.snapshotId);
    } else if (job.oplogInc > 0) {
        json.insert(QStringLiteral("oplogTs"), job.pointInTime);
        json.insert(QStringLiteral("oplogInc"), job.oplogInc);
    } else {
        json.insert(QStringLiteral("pointInTimeUtcSeconds"), job.pointInTime);
    }
    if (now >= job.endsAt) {
        json.insert(QStringLiteral("finishedAt"), isoTime(job.endsAt));
        if (!job.error.isEmpty())
            json.insert(QStringLiteral("errorMessage"), job.error);
    }
    return json;
}

QList<Route> collectionRoutes()
{
    const QList<RouteVersion> v {{"2025-03-12"}};
    const auto set = RateSet::Other; // not in the published table
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/collectionRestoreJobs", v,
         set, onDedicated<listJobs>},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/collectionRestoreJobs", v,
         set, onDedicated<createCollectionJob>, false, true, 201},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/collectionRestoreJobs/{jobId}", v,
         set, onDedicated<getJob>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/collectionRestoreJobs/{jobId}"
         "/collections",
         v, set, onDedicated<listParts>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/collectionRestoreJobs/{jobId}"
         "/collections/{sourceNamespace}",
         v, set, onDedicated<getPart>},
    };
}
