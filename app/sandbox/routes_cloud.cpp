// Restore jobs of cloud backups (listGroupClusterBackupRestoreJobs and its neighbours): how they
// look, reading and cancelling them. Starting one is in routes_cloudrestore.cpp.
#include "sandbox/archivelinks.h"
#include "sandbox/routes_cloud.h"

namespace {

using Outcome = World::CloudJob::Outcome;

QJsonArray privateUrls(const World &world, const World::Cluster &cluster,
                       const World::CloudJob &job, const QString &part)
{
    return {QJsonObject {
        {QStringLiteral("deliveryUrl"),
         cloudArchiveUrl(world, job, part, ArchiveRoad::PrivateEndpoint)},
        {QStringLiteral("endpointId"),
         QStringLiteral("vpce-") + World::hexOf(cluster.projectId + QStringLiteral("vpce"), 17)}}};
}

// deliveryUrl, components and privateDownloadDeliveryUrls, of a download alone.
void addDelivery(QJsonObject &json, const World &world, const World::Cluster &cluster,
                 const World::CloudJob &job, World::Moment now)
{
    const bool made =
        now >= job.endsAt && job.outcome != Outcome::Failed && job.outcome != Outcome::Cancelled;
    if (made)
        json.insert(QStringLiteral("expiresAt"), isoTime(job.linkEnds));
    if (cluster.shards == 0) {
        if (!World::isLinkOpen(job, {}, now))
            return;
        json.insert(QStringLiteral("deliveryUrl"),
                    QJsonArray {cloudArchiveUrl(world, job, {}, ArchiveRoad::Public)});
        if (job.privateEndpoint)
            json.insert(QStringLiteral("privateDownloadDeliveryUrls"),
                        privateUrls(world, cluster, job, {}));
        return;
    }
    QJsonArray components;
    QJsonArray urls;
    for (const QString &part : cloudParts(cluster)) {
        QJsonObject component {
            {QStringLiteral("replicaSetName"),
             QStringLiteral("atlas-%1-%2").arg(World::hexOf(cluster.id, 6), part)}};
        if (World::isLinkOpen(job, part, now)) {
            const QString url = cloudArchiveUrl(world, job, part, ArchiveRoad::Public);
            component.insert(QStringLiteral("downloadUrl"), url);
            if (job.privateEndpoint)
                component.insert(QStringLiteral("privateDownloadDeliveryUrls"),
                                 privateUrls(world, cluster, job, part));
            urls.append(url);
        }
        components.append(component);
    }
    json.insert(QStringLiteral("components"), components);
    json.insert(QStringLiteral("deliveryUrl"), urls);
}

void addPoint(QJsonObject &json, const World::CloudJob &job)
{
    // Null where no point was asked for (recorded); `time` is in no schema.
    QJsonObject desired {{QStringLiteral("date"), QJsonValue::Null},
                         {QStringLiteral("increment"), QJsonValue::Null},
                         {QStringLiteral("time"), QJsonValue::Null}};
    if (job.pointInTime > 0) {
        desired.insert(QStringLiteral("date"), isoTime(job.pointInTime));
        desired.insert(QStringLiteral("time"), job.pointInTime);
        desired.insert(QStringLiteral("increment"), qMax(1, job.oplogInc));
        if (job.oplogInc > 0) {
            json.insert(QStringLiteral("oplogTs"), job.pointInTime);
            json.insert(QStringLiteral("oplogInc"), job.oplogInc);
        } else {
            json.insert(QStringLiteral("pointInTimeUTCSeconds"), job.pointInTime);
        }
    }
    json.insert(QStringLiteral("desiredTimestamp"), desired);
}

} // namespace

QJsonObject cloudJobJson(const World &world, const World::Cluster &cluster,
                         const World::CloudJob &job, World::Moment now)
{
    const bool ended = now >= job.endsAt;
    const bool download = job.delivery == QLatin1String("download");
    const bool good = job.outcome == Outcome::Good;
    // A choice: a download whose files have all been fetched has finished, and can't expire.
    const World::Moment usedUp =
        World::usedUpAt(job, cluster.shards > 0 ? cloudParts(cluster) : QStringList {QString()});
    QJsonObject json {
        {QStringLiteral("cancelled"), ended && job.outcome == Outcome::Cancelled},
        {QStringLiteral("deliveryType"), job.delivery},
        {QStringLiteral("deliveryUrl"), QJsonArray()},
        {QStringLiteral("expired"),
         ended
             && (job.outcome == Outcome::Expired
                 || (download && good && usedUp == 0 && now >= job.linkEnds))},
        {QStringLiteral("failed"), ended && job.outcome == Outcome::Failed},
        {QStringLiteral("id"), job.id},
        {QStringLiteral("links"),
         QJsonArray {
             apiLink(clusterPath(cluster) + QStringLiteral("/backup/restoreJobs/") + job.id),
             apiLink(cloudSnapshotPath(cluster, job.snapshotId), relOf("snapshot")),
             apiLink(clusterPath(cluster), relOf("cluster")),
             apiLink(projectPath(cluster.projectId), relOf("group"))}},
        {QStringLiteral("snapshotId"), job.snapshotId},
        {QStringLiteral("timestamp"), isoTime(job.taken)}};
    addPoint(json, job);
    if (download) {
        addDelivery(json, world, cluster, job, now);
        if (usedUp > 0)
            json.insert(QStringLiteral("finishedAt"), isoTime(usedUp));
        return json;
    }
    json.insert(QStringLiteral("targetClusterName"), job.target);
    json.insert(QStringLiteral("targetGroupId"), job.targetProjectId);
    json.insert(QStringLiteral("targetDeploymentItemName"),
                QStringLiteral("atlas-") + World::hexOf(job.target, 6));
    if (ended && good)
        json.insert(QStringLiteral("finishedAt"), isoTime(job.endsAt));
    return json;
}

namespace {

ApiAnswer listJobs(RouteContext &context, World::Cluster &cluster)
{
    const World &world = context.world;
    const World::Moment now = context.now;
    return ApiList {int(cluster.cloudJobs.size()), [&world, &cluster, now](int i) {
                        return cloudJobJson(world, cluster, cluster.cloudJobs.at(i), now);
                    }};
}

ApiProblem noJob(const QString &id)
{
    return {404,
            QStringLiteral("RESTORE_JOB_NOT_FOUND"),
            QStringLiteral("No restore job with ID %1 exists.").arg(id),
            {id},
            {}};
}

World::CloudJob *jobOfPath(RouteContext &context, World::Cluster &cluster)
{
    const QString id = context.text("restoreJobId");
    const auto found = std::find_if(cluster.cloudJobs.begin(), cluster.cloudJobs.end(),
                                    [&](const auto &job) { return job.id == id; });
    return found == cluster.cloudJobs.end() ? nullptr : &*found;
}

ApiAnswer getJob(RouteContext &context, World::Cluster &cluster)
{
    const World::CloudJob *job = jobOfPath(context, cluster);
    if (!job)
        return noJob(context.text("restoreJobId"));
    return cloudJobJson(context.world, cluster, *job, context.now);
}

ApiAnswer cancelJob(RouteContext &context, World::Cluster &cluster)
{
    World::CloudJob *job = jobOfPath(context, cluster);
    if (!job)
        return noJob(context.text("restoreJobId"));
    if (job->delivery != QLatin1String("download"))
        return ApiProblem {400,
                           QStringLiteral("CANNOT_CANCEL_AUTOMATED_RESTORE"),
                           QStringLiteral("Restore job %1 is no download; only downloads can be "
                                          "cancelled.")
                               .arg(job->id),
                           {job->id},
                           {}};
    World::cancelDownload(*job, context.now);
    return ApiNoContent();
}

} // namespace

QList<Route> cloudRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    const auto set = RateSet::CloudBackups;
    const char *one =
        "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs/{restoreJobId}";
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs", v1, set,
         onDedicated<listJobs>},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs", v1,
         set, onDedicated<createCloudJob>},
        {"GET", one, v1, set, onDedicated<getJob>},
        {"DELETE", one, v1, set, onDedicated<cancelJob>, false, true, 204},
    };
}
