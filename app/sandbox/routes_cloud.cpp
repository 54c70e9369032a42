// Cloud backups of dedicated clusters: restore jobs, snapshots, snapshots of sharded clusters
// (listGroupClusterBackupRestoreJobs, listGroupClusterBackupSnapshots and their neighbours).
#include "sandbox/routes.h"

#include <QUuid>

namespace {

using Call = ApiAnswer (*)(RouteContext &, World::Cluster &);
using Outcome = World::CloudJob::Outcome;

template <Call call> ApiAnswer onCluster(RouteContext &context)
{
    ApiProblem problem;
    World::Cluster *cluster = dedicatedCluster(context, &problem);
    return cluster ? call(context, *cluster) : ApiAnswer(problem);
}

QString snapshotPath(const World::Cluster &cluster, const QString &id)
{
    return clusterPath(cluster)
        + (cluster.shards > 0 ? QStringLiteral("/backup/snapshots/shardedCluster/")
                              : QStringLiteral("/backup/snapshots/"))
        + id;
}

// "https://restore-<job>.<project>.…:27017/<token>/restore-<snapshot>.tar.gz"
QString downloadUrl(const World::Cluster &cluster, const World::CloudJob &job, const QString &part,
                    const QString &road)
{
    const QString suffix = part.isEmpty() ? QString() : QLatin1Char('-') + part;
    return QStringLiteral("https://restore-%1%2.%3%4.sandbox.invalid:27017/%5/restore-%6%2.tar.gz")
        .arg(job.id, suffix, road, World::hexOf(cluster.projectId, 6),
             World::hexOf(job.id + part + road, 24), job.snapshotId);
}

QJsonArray privateUrls(const World::Cluster &cluster, const World::CloudJob &job,
                       const QString &part)
{
    return {QJsonObject {
        {QStringLiteral("deliveryUrl"), downloadUrl(cluster, job, part, QStringLiteral("pl-0."))},
        {QStringLiteral("endpointId"),
         QStringLiteral("vpce-") + World::hexOf(cluster.projectId + QStringLiteral("vpce"), 17)}}};
}

QStringList partsOf(const World::Cluster &cluster)
{
    QStringList parts;
    for (int i = 0; i < cluster.shards; ++i)
        parts.append(QStringLiteral("shard-%1").arg(i));
    parts.append(QStringLiteral("config-0"));
    return parts;
}

// deliveryUrl, components and privateDownloadDeliveryUrls, of a download alone.
void addDelivery(QJsonObject &json, const World::Cluster &cluster, const World::CloudJob &job,
                 World::Moment now)
{
    const bool made =
        now >= job.endsAt && job.outcome != Outcome::Failed && job.outcome != Outcome::Cancelled;
    const bool ready = made && now < job.linkEnds && job.outcome == Outcome::Good;
    if (made)
        json.insert(QStringLiteral("expiresAt"), isoTime(job.linkEnds));
    if (cluster.shards == 0) {
        if (ready)
            json.insert(QStringLiteral("deliveryUrl"),
                        QJsonArray {downloadUrl(cluster, job, {}, {})});
        if (ready && job.privateEndpoint)
            json.insert(QStringLiteral("privateDownloadDeliveryUrls"),
                        privateUrls(cluster, job, {}));
        return;
    }
    QJsonArray components;
    QJsonArray urls;
    for (const QString &part : partsOf(cluster)) {
        QJsonObject component {
            {QStringLiteral("replicaSetName"),
             QStringLiteral("atlas-%1-%2").arg(World::hexOf(cluster.id, 6), part)}};
        if (ready) {
            component.insert(QStringLiteral("downloadUrl"), downloadUrl(cluster, job, part, {}));
            if (job.privateEndpoint)
                component.insert(QStringLiteral("privateDownloadDeliveryUrls"),
                                 privateUrls(cluster, job, part));
            urls.append(downloadUrl(cluster, job, part, {}));
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

QJsonObject jobJson(const World::Cluster &cluster, const World::CloudJob &job, World::Moment now)
{
    const bool ended = now >= job.endsAt;
    const bool download = job.delivery == QLatin1String("download");
    const bool good = job.outcome == Outcome::Good;
    QJsonObject json {
        {QStringLiteral("cancelled"), ended && job.outcome == Outcome::Cancelled},
        {QStringLiteral("deliveryType"), job.delivery},
        {QStringLiteral("deliveryUrl"), QJsonArray()},
        {QStringLiteral("expired"),
         ended && (job.outcome == Outcome::Expired || (download && good && now >= job.linkEnds))},
        {QStringLiteral("failed"), ended && job.outcome == Outcome::Failed},
        {QStringLiteral("id"), job.id},
        {QStringLiteral("links"),
         QJsonArray {
             apiLink(clusterPath(cluster) + QStringLiteral("/backup/restoreJobs/") + job.id),
             apiLink(snapshotPath(cluster, job.snapshotId), relOf("snapshot")),
             apiLink(clusterPath(cluster), relOf("cluster")),
             apiLink(projectPath(cluster.projectId), relOf("group"))}},
        {QStringLiteral("snapshotId"), job.snapshotId},
        {QStringLiteral("timestamp"), isoTime(job.taken)}};
    addPoint(json, job);
    if (download) {
        addDelivery(json, cluster, job, now);
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

ApiAnswer listJobs(RouteContext &context, World::Cluster &cluster)
{
    const World::Moment now = context.now;
    return ApiList {int(cluster.cloudJobs.size()), [&cluster, now](int i) {
                        return jobJson(cluster, cluster.cloudJobs.at(i), now);
                    }};
}

ApiAnswer getJob(RouteContext &context, World::Cluster &cluster)
{
    const QString id = context.text("restoreJobId");
    for (const World::CloudJob &job : std::as_const(cluster.cloudJobs)) {
        if (job.id == id)
            return jobJson(cluster, job, context.now);
    }
    return ApiProblem {404,
                       QStringLiteral("RESTORE_JOB_NOT_FOUND"),
                       QStringLiteral("No restore job with ID %1 exists.").arg(id),
                       {id},
                       {}};
}

QJsonArray membersJson(const World::Cluster &cluster, const World::CloudSnapshot &snapshot)
{
    QJsonArray members;
    for (const QString &part : partsOf(cluster))
        members.append(QJsonObject {
            {QStringLiteral("cloudProvider"), cluster.provider},
            {QStringLiteral("id"), World::objectId(snapshot.begun, snapshot.id + part)},
            {QStringLiteral("replicaSetName"),
             QStringLiteral("atlas-%1-%2").arg(World::hexOf(cluster.id, 6), part)}});
    return members;
}

QJsonObject snapshotJson(const World::Cluster &cluster, const World::CloudSnapshot &snapshot,
                         World::Moment now)
{
    const QString status = World::statusAt(snapshot, now);
    const bool completed = status == QLatin1String("completed");
    QJsonObject json {
        {QStringLiteral("expiresAt"), isoTime(snapshot.expires)},
        {QStringLiteral("frequencyType"), snapshot.frequency},
        {QStringLiteral("id"), snapshot.id},
        {QStringLiteral("links"),
         QJsonArray {apiLink(snapshotPath(cluster, snapshot.id)),
                     apiLink(clusterPath(cluster), relOf("cluster"))}},
        {QStringLiteral("policyItems"),
         snapshot.type == QLatin1String("scheduled")
             ? QJsonArray {World::objectId(cluster.created, cluster.id + snapshot.frequency)}
             : QJsonArray()},
        {QStringLiteral("snapshotType"), snapshot.type},
        {QStringLiteral("status"), status},
        {QStringLiteral("storageSizeBytes"), completed ? snapshot.sizeBytes : 0},
        {QStringLiteral("type"),
         cluster.shards > 0 ? QStringLiteral("shardedCluster") : QStringLiteral("replicaSet")}};
    if (!snapshot.description.isEmpty())
        json.insert(QStringLiteral("description"), snapshot.description);
    if (completed) {
        json.insert(QStringLiteral("createdAt"), isoTime(snapshot.completed));
        json.insert(QStringLiteral("mongodVersion"), snapshot.version);
    }
    if (cluster.encryption != QLatin1String("NONE"))
        json.insert(QStringLiteral("masterKeyUUID"),
                    QUuid::createUuidV5(QUuid(), cluster.id).toString(QUuid::WithoutBraces));
    if (cluster.shards > 0) {
        const QJsonArray members = membersJson(cluster, snapshot);
        QJsonArray ids;
        for (const QJsonValue &member : members)
            ids.append(member.toObject().value(QLatin1String("id")));
        json.insert(QStringLiteral("members"), members);
        json.insert(QStringLiteral("snapshotIds"), ids);
        json.insert(QStringLiteral("configServerType"), QStringLiteral("DEDICATED"));
    } else {
        json.insert(QStringLiteral("copyRegions"),
                    QJsonArray::fromStringList(snapshot.copyRegions));
        json.insert(QStringLiteral("replicaSetName"), cluster.name);
        if (completed)
            json.insert(QStringLiteral("cloudProvider"), cluster.provider);
    }
    return json;
}

bool isListed(const World::CloudSnapshot &snapshot, World::Moment now)
{
    return snapshot.begun <= now && now < snapshot.expires;
}

// Replica sets and sharded clusters have lists of their own; the other one is empty.
ApiAnswer listOf(RouteContext &context, World::Cluster &cluster, bool sharded)
{
    QList<const World::CloudSnapshot *> list;
    for (const World::CloudSnapshot &snapshot : std::as_const(cluster.cloudSnapshots)) {
        if ((cluster.shards > 0) == sharded && isListed(snapshot, context.now))
            list.append(&snapshot);
    }
    const World::Moment now = context.now;
    return ApiList {
        int(list.size()),
        [&cluster, list, now](int i) { return snapshotJson(cluster, *list.at(i), now); }, !sharded};
}

ApiAnswer getOf(RouteContext &context, World::Cluster &cluster, bool sharded)
{
    const QString id = context.text("snapshotId");
    for (const World::CloudSnapshot &snapshot : std::as_const(cluster.cloudSnapshots)) {
        if (snapshot.id == id && (cluster.shards > 0) == sharded && isListed(snapshot, context.now))
            return snapshotJson(cluster, snapshot, context.now);
    }
    return ApiProblem {404,
                       QStringLiteral("SNAPSHOT_NOT_FOUND"),
                       QStringLiteral("No snapshot with ID %1 exists.").arg(id),
                       {id},
                       {}};
}

ApiAnswer listSnapshots(RouteContext &context, World::Cluster &cluster)
{
    return listOf(context, cluster, false);
}

ApiAnswer listSharded(RouteContext &context, World::Cluster &cluster)
{
    return listOf(context, cluster, true);
}

ApiAnswer getSnapshot(RouteContext &context, World::Cluster &cluster)
{
    return getOf(context, cluster, false);
}

ApiAnswer getSharded(RouteContext &context, World::Cluster &cluster)
{
    return getOf(context, cluster, true);
}

} // namespace

QList<Route> cloudRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    const auto set = RateSet::CloudBackups;
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs", v1, set,
         onCluster<listJobs>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/restoreJobs/{restoreJobId}",
         v1, set, onCluster<getJob>},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots", v1, set,
         onCluster<listSnapshots>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/shardedClusters",
         v1, set, onCluster<listSharded>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/shardedCluster/"
         "{snapshotId}",
         v1, set, onCluster<getSharded>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}", v1,
         set, onCluster<getSnapshot>},
    };
}
