// createGroupClusterBackupRestoreJob: what the body may hold for each way of delivery, and what
// speaks against a restore.
#include "sandbox/routes_cloud.h"

namespace {

constexpr World::Moment kLinkLife = 3600; // recorded

struct Wish {
    QString delivery;
    CloudSource source;
    QString projectId;
    QString target;
};

Verdict readWish(const QJsonObject &body, Wish *wish)
{
    static const QStringList deliveries {QStringLiteral("automated"), QStringLiteral("download"),
                                         QStringLiteral("pointInTime")};
    const QString delivery = QStringLiteral("deliveryType");
    const QString snapshot = QStringLiteral("snapshotId");
    const QString target = QStringLiteral("targetClusterName");
    const QString project = QStringLiteral("targetGroupId");
    const QString clock = QStringLiteral("pointInTimeUTCSeconds");
    BodyFields fields(body);
    fields.require(delivery);
    wish->delivery = fields.word(delivery, deliveries);
    wish->source.snapshotId = fields.id(snapshot);
    wish->target = fields.clusterName(target);
    wish->projectId = fields.id(project);
    readPoint(fields, clock, &wish->source);
    if (wish->delivery == QLatin1String("pointInTime")) {
        fields.forbid(snapshot, QStringLiteral("with a point in time"));
        if (!fields.has(QStringLiteral("oplogTs")))
            fields.require(clock);
    } else {
        fields.require(snapshot);
        for (const QString &name : {clock, QStringLiteral("oplogTs"), QStringLiteral("oplogInc")})
            fields.forbid(name, QStringLiteral("without \"deliveryType\": \"pointInTime\""));
    }
    for (const QString &name : {target, project}) {
        if (wish->delivery == QLatin1String("download"))
            fields.forbid(name, QStringLiteral("for a download"));
        else
            fields.require(name);
    }
    return fields.finish();
}

bool isMember(const World::Cluster &cluster, const QString &id)
{
    if (cluster.shards == 0)
        return false;
    const QStringList parts = cloudParts(cluster);
    for (const World::CloudSnapshot &snapshot : cluster.cloudSnapshots) {
        for (const QString &part : parts) {
            if (id == World::objectId(snapshot.begun, snapshot.id + part))
                return true;
        }
    }
    return false;
}

Verdict checkDownload(const World::Cluster &cluster, const World::CloudSnapshot &snapshot,
                      World::Moment now)
{
    const QString &id = snapshot.id;
    if (cluster.encryption != QLatin1String("NONE"))
        return refusal(400, "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION",
                       QStringLiteral("Snapshot %1 is encrypted with a customer key.").arg(id), id);
    if (snapshot.expires < now + kLinkLife)
        return refusal(409, "LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION",
                       QStringLiteral("Snapshot %1 expires before the link would.").arg(id), id);
    for (const World::CloudJob &job : cluster.cloudJobs) {
        if (job.delivery == QLatin1String("download") && job.snapshotId == id && job.created <= now
            && now < job.endsAt)
            return refusal(400, "CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY",
                           QStringLiteral("A download of snapshot %1 is being prepared.").arg(id),
                           id);
    }
    return {};
}

Verdict checkFit(const World::Cluster &source, const World::CloudSnapshot &snapshot,
                 const World::Cluster &target)
{
    if (source.shards != target.shards
        || (source.shards > 0 && source.configServer != target.configServer))
        return refusal(409, "RESTORE_INITIATION_FAILED",
                       QStringLiteral("Clusters %1 and %2 must have the same topology, number of "
                                      "shards and config servers.")
                           .arg(source.name, target.name),
                       target.name);
    if (source.encryption != target.encryption)
        return refusal(400, "INVALID_SNAPSHOT_RESTORE_ENCRYPTION",
                       QStringLiteral("Snapshot and cluster %1 must use the same encryption at "
                                      "rest.")
                           .arg(target.name),
                       target.name);
    return checkVersion(snapshot, target);
}

} // namespace

ApiAnswer createCloudJob(RouteContext &context, World::Cluster &cluster)
{
    Wish wish;
    if (const Verdict wrong = readWish(context.body, &wish))
        return *wrong;
    const bool download = wish.delivery == QLatin1String("download");
    if (!download && isMember(cluster, wish.source.snapshotId))
        return refusal(
            400, "AUTOMATED_RESTORE_OF_SHARD_NOT_ALLOWED",
            QStringLiteral("Snapshot %1 is of one shard alone.").arg(wish.source.snapshotId),
            wish.source.snapshotId);
    const World::CloudSnapshot *snapshot = nullptr;
    if (Verdict wrong = checkSource(cluster, wish.source, context.now, &snapshot)) {
        if (download
            && wrong->code
                == QLatin1String("CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT"))
            wrong->code = QStringLiteral("CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT");
        return *wrong;
    }
    const World::Cluster *target = nullptr;
    Verdict wrong;
    if (download) {
        wrong = checkDownload(cluster, *snapshot, context.now);
    } else {
        wrong = findTarget(context, wish.projectId, wish.target, &target);
        if (!wrong)
            wrong = checkFit(cluster, *snapshot, *target);
    }
    if (wrong)
        return *wrong;
    World::CloudJob form;
    form.delivery = wish.delivery;
    form.snapshotId = snapshot->id;
    form.taken = snapshot->completed;
    form.pointInTime = wish.source.point;
    form.oplogInc = wish.source.increment;
    return cloudJobJson(context.world, cluster,
                        context.world.startCloudRestore(cluster, form, target, context.now),
                        context.now);
}
