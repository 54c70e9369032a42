// Legacy backups (clusters made before 23 March 2020 may still hold some):
// listGroupClusterRestoreJobs, listGroupClusterSnapshots and the calls for one of them. Creating
// jobs is in routes_legacyrestore.cpp.
#include "sandbox/archivelinks.h"
#include "sandbox/archivestore.h"
#include "sandbox/routes_legacy.h"

#include <QRegularExpression>
#include <QUuid>

namespace {

using Call = ApiAnswer (*)(RouteContext &, World::Cluster &);

template <Call call> ApiAnswer onCluster(RouteContext &context)
{
    ApiProblem problem;
    World::Cluster *cluster = dedicatedCluster(context, &problem);
    return cluster ? call(context, *cluster) : ApiAnswer(problem);
}

QJsonObject deliveryJson(const World::Cluster &cluster, const World::LegacyJob &job,
                         World::Moment now, const World &world)
{
    QJsonObject delivery {
        {QStringLiteral("methodName"), job.target.isEmpty() ? job.method : QStringLiteral("HTTP")}};
    const QString status = World::deliveryAt(job, now);
    if (!status.isEmpty())
        delivery.insert(QStringLiteral("statusName"), status);
    if (!job.target.isEmpty()) {
        delivery.insert(QStringLiteral("targetGroupId"), job.targetProjectId);
        delivery.insert(QStringLiteral("targetClusterName"), job.target);
        if (const World::Cluster *target = world.cluster(job.targetProjectId, job.target))
            delivery.insert(QStringLiteral("targetClusterId"), target->id);
        return delivery;
    }
    delivery.insert(QStringLiteral("expirationHours"), job.expirationHours);
    delivery.insert(QStringLiteral("maxDownloads"), job.maxDownloads);
    if (now >= job.endsAt)
        delivery.insert(QStringLiteral("expires"), isoTime(World::linkEndOf(job)));
    if (status == QLatin1String("READY")) {
        delivery.insert(QStringLiteral("url"), legacyArchiveUrl(world, cluster, job));
        delivery.insert(QStringLiteral("urlV2"), legacyArchiveUrlV2(world, cluster, job));
        delivery.insert(QStringLiteral("authHeader"), QLatin1String(kArchiveHeader));
        delivery.insert(QStringLiteral("authValue"), legacyArchiveLogin(job));
    }
    return delivery;
}

} // namespace

QStringList legacyParts(const World::Cluster &cluster)
{
    QStringList parts;
    for (int i = 0; i < qMax(1, cluster.shards); ++i)
        parts.append(QStringLiteral("shard-%1").arg(i));
    if (cluster.shards > 0)
        parts.append(QStringLiteral("config-0"));
    return parts;
}

QString legacyRel(const char *word)
{
    return QStringLiteral("http://mms.mongodb.com/") + QLatin1String(word);
}

QJsonObject legacyJobJson(const World &world, const World::Cluster &cluster,
                          const World::LegacyJob &job, World::Moment now)
{
    const QString path = clusterPath(cluster);
    const QString self = path + QStringLiteral("/restoreJobs/") + job.id;
    QJsonObject json {{QStringLiteral("clusterId"), cluster.id},
                      {QStringLiteral("clusterName"), cluster.name},
                      {QStringLiteral("created"), isoTime(job.created)},
                      {QStringLiteral("delivery"), deliveryJson(cluster, job, now, world)},
                      {QStringLiteral("encryptionEnabled"), job.encrypted},
                      {QStringLiteral("groupId"), cluster.projectId},
                      {QStringLiteral("hashes"), QJsonArray()},
                      {QStringLiteral("id"), job.id},
                      {QStringLiteral("links"),
                       QJsonArray {apiLink(self), apiLink(path, legacyRel("cluster")),
                                   apiLink(path + QStringLiteral("/snapshots/") + job.snapshotId,
                                           legacyRel("snapshot")),
                                   apiLink(projectPath(cluster.projectId), legacyRel("group"))}},
                      {QStringLiteral("snapshotId"), job.snapshotId},
                      {QStringLiteral("statusName"), World::statusAt(job, now)},
                      {QStringLiteral("timestamp"),
                       bsonTimestamp(job.point > 0 ? job.point : job.taken, job.increment)}};
    if (!job.batchId.isEmpty())
        json.insert(QStringLiteral("batchId"), job.batchId);
    if (job.encrypted)
        json.insert(QStringLiteral("masterKeyUUID"),
                    QUuid::createUuidV5(QUuid(), cluster.id).toString(QUuid::WithoutBraces));
    if (!job.target.isEmpty())
        json.insert(QStringLiteral("deploymentJobId"), World::hexOf(job.id, 24));
    if (!job.sha1.isEmpty())
        json.insert(
            QStringLiteral("hashes"),
            QJsonArray {QJsonObject {{QStringLiteral("fileName"), legacyArchiveName(cluster, job)},
                                     {QStringLiteral("hash"), job.sha1},
                                     {QStringLiteral("links"), QJsonArray()},
                                     {QStringLiteral("typeName"), QStringLiteral("SHA1")}}});
    return json;
}

namespace {

// The hash of a file is told once the file has been fetched (the schema's word).
void lookForHashes(RouteContext &context, World::Cluster &cluster)
{
    for (World::LegacyJob &job : cluster.legacyJobs) {
        if (!job.hashed || !job.sha1.isEmpty() || context.now < job.endsAt)
            continue;
        const ArchiveLink link = legacyArchiveLink(cluster, job);
        job.sha1 = context.archives->sha1(
            {link.key(), link.folder, context.world.archiveBytes(cluster, link.key())});
    }
}

ApiAnswer listJobs(RouteContext &context, World::Cluster &cluster)
{
    static const QRegularExpression idForm(QStringLiteral("^[a-f0-9]{24}$"));
    const auto batch = context.request.queryValue(u"batchId");
    if (batch && !idForm.match(*batch).hasMatch())
        return ApiProblem {400,
                           QStringLiteral("VALIDATION_ERROR"),
                           QStringLiteral("batchId must have 24 hexadecimal digits."),
                           {*batch},
                           QStringLiteral("batchId")};
    lookForHashes(context, cluster);
    QList<const World::LegacyJob *> list;
    for (const World::LegacyJob &job : std::as_const(cluster.legacyJobs)) {
        if (!batch || job.batchId == *batch)
            list.append(&job);
    }
    const World &world = context.world;
    const World::Moment now = context.now;
    return ApiList {int(list.size()), [&world, &cluster, list, now](int i) {
                        return legacyJobJson(world, cluster, *list.at(i), now);
                    }};
}

ApiAnswer getJob(RouteContext &context, World::Cluster &cluster)
{
    lookForHashes(context, cluster);
    const QString id = context.text("jobId");
    for (const World::LegacyJob &job : std::as_const(cluster.legacyJobs)) {
        if (job.id == id)
            return legacyJobJson(context.world, cluster, job, context.now);
    }
    return ApiProblem {404,
                       QStringLiteral("RESTORE_JOB_NOT_FOUND"),
                       QStringLiteral("No restore job with ID %1 exists.").arg(id),
                       {id},
                       {}};
}

QJsonObject partJson(const World::Cluster &cluster, const World::LegacySnapshot &snapshot,
                     const QString &part)
{
    const qint64 size = qint64(cluster.diskGB * 300'000'000) / qMax(1, cluster.shards);
    const bool config = part.startsWith(QLatin1String("config"));
    return {{QStringLiteral("clusterId"), cluster.id},
            {QStringLiteral("completedTime"), isoTime(snapshot.created + 380)},
            {QStringLiteral("compressionSetting"), QStringLiteral("GZIP")},
            {QStringLiteral("dataSizeBytes"), config ? 5'100'000 : size},
            {QStringLiteral("encryptionEnabled"), cluster.encryption != QLatin1String("NONE")},
            {QStringLiteral("fcv"), cluster.majorVersion()},
            {QStringLiteral("fileSizeBytes"), config ? 1'900'000 : size / 3},
            {QStringLiteral("mongodVersion"), cluster.version},
            {QStringLiteral("replicaSetName"),
             QStringLiteral("%1-%2").arg(cluster.name.toLower(), part)},
            {QStringLiteral("replicaState"), QStringLiteral("SECONDARY")},
            {QStringLiteral("storageSizeBytes"), config ? 2'400'000 : size / 2},
            {QStringLiteral("typeName"),
             config ? QStringLiteral("CONFIG_SERVER_REPLICA_SET") : QStringLiteral("REPLICA_SET")}};
}

QJsonObject snapshotJson(const World::Cluster &cluster, const World::LegacySnapshot &snapshot)
{
    QJsonArray parts;
    for (const QString &part : legacyParts(cluster))
        parts.append(partJson(cluster, snapshot, part));
    const QString path = clusterPath(cluster);
    return {{QStringLiteral("clusterId"), cluster.id},
            {QStringLiteral("clusterName"), cluster.name},
            {QStringLiteral("complete"), snapshot.complete},
            {QStringLiteral("created"), bsonTimestamp(snapshot.created, 1)},
            {QStringLiteral("doNotDelete"), snapshot.doNotDelete},
            {QStringLiteral("expires"), isoTime(snapshot.expires)},
            {QStringLiteral("groupId"), cluster.projectId},
            {QStringLiteral("id"), snapshot.id},
            {QStringLiteral("incremental"), false},
            {QStringLiteral("lastOplogAppliedTimestamp"), bsonTimestamp(snapshot.created, 1)},
            {QStringLiteral("links"),
             QJsonArray {apiLink(path + QStringLiteral("/snapshots/") + snapshot.id),
                         apiLink(path, legacyRel("cluster")),
                         apiLink(projectPath(cluster.projectId), legacyRel("group"))}},
            {QStringLiteral("parts"), snapshot.complete ? parts : QJsonArray()}};
}

bool isListed(const World::LegacySnapshot &snapshot, World::Moment now)
{
    return snapshot.created <= now && (snapshot.doNotDelete || now < snapshot.expires);
}

ApiAnswer listSnapshots(RouteContext &context, World::Cluster &cluster)
{
    const QString completed =
        context.request.queryValue(u"completed").value_or(QStringLiteral("true"));
    const bool all = completed == QLatin1String("all");
    if (!all && completed != QLatin1String("true") && completed != QLatin1String("false"))
        return ApiProblem {400,
                           QStringLiteral("INVALID_ENUM_VALUE"),
                           QStringLiteral("completed must be all, true or false."),
                           {completed},
                           QStringLiteral("completed")};
    QList<const World::LegacySnapshot *> list;
    for (const World::LegacySnapshot &snapshot : std::as_const(cluster.legacySnapshots)) {
        if (isListed(snapshot, context.now)
            && (all || snapshot.complete == (completed == QLatin1String("true"))))
            list.append(&snapshot);
    }
    return ApiList {int(list.size()),
                    [&cluster, list](int i) { return snapshotJson(cluster, *list.at(i)); }};
}

ApiAnswer getSnapshot(RouteContext &context, World::Cluster &cluster)
{
    const QString id = context.text("snapshotId");
    for (const World::LegacySnapshot &snapshot : std::as_const(cluster.legacySnapshots)) {
        if (snapshot.id == id && isListed(snapshot, context.now))
            return snapshotJson(cluster, snapshot);
    }
    return ApiProblem {404,
                       QStringLiteral("SNAPSHOT_NOT_FOUND"),
                       QStringLiteral("No snapshot with ID %1 exists.").arg(id),
                       {id},
                       {}};
}

} // namespace

QList<Route> legacyRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/restoreJobs", v1,
         RateSet::CloudBackups, onCluster<listJobs>},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/restoreJobs", v1,
         RateSet::CloudBackups, onCluster<createLegacyJob>},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/restoreJobs/{jobId}", v1,
         RateSet::CloudBackups, onCluster<getJob>},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/snapshots", v1,
         RateSet::LegacyBackup, onCluster<listSnapshots>},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/snapshots/{snapshotId}", v1,
         RateSet::LegacyBackup, onCluster<getSnapshot>},
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backupCheckpoints", v1,
         RateSet::LegacyBackup, onCluster<listCheckpoints>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backupCheckpoints/{checkpointId}",
         v1, RateSet::LegacyBackup, onCluster<getCheckpoint>},
    };
}
