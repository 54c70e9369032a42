// The rules that whole restores and collection restores of cloud backups share.
#include "sandbox/routes_cloud.h"

namespace {

constexpr qint64 kEarliest = 1'199'145'600; // the API's minimum
constexpr World::Moment kDay = 86'400;

World::Moment windowStart(const World::Cluster &cluster, World::Moment now)
{
    return qMax(cluster.created, now - cluster.restoreWindowDays * kDay);
}

Verdict checkPoint(const World::Cluster &cluster, World::Moment point, World::Moment now,
                   const World::CloudSnapshot **found)
{
    if (!cluster.pit || cluster.restoreWindowDays == 0)
        return refusal(400, "INVALID_PIT_RESTORE_TIME",
                       QStringLiteral("Cluster %1 keeps no oplog for restores of a point in time.")
                           .arg(cluster.name),
                       cluster.name);
    if (point > now || point < windowStart(cluster, now))
        return refusal(400, "INVALID_PIT_RESTORE_TIME",
                       QStringLiteral("%1 is outside of the restore window.").arg(isoTime(point)),
                       isoTime(point));
    *found = newestBefore(cluster, point, now);
    if (*found)
        return {};
    return refusal(404, "UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME",
                   QStringLiteral("There is no snapshot from before %1.").arg(isoTime(point)),
                   isoTime(point));
}

} // namespace

QString cloudSnapshotPath(const World::Cluster &cluster, const QString &id)
{
    return clusterPath(cluster)
        + (cluster.shards > 0 ? QStringLiteral("/backup/snapshots/shardedCluster/")
                              : QStringLiteral("/backup/snapshots/"))
        + id;
}

QStringList cloudParts(const World::Cluster &cluster)
{
    QStringList parts;
    for (int i = 0; i < cluster.shards; ++i)
        parts.append(QStringLiteral("shard-%1").arg(i));
    if (cluster.configServer == QLatin1String("DEDICATED"))
        parts.append(QStringLiteral("config-0"));
    return parts;
}

ApiProblem refusal(int status, const char *code, const QString &detail, const QString &parameter)
{
    return {status, QLatin1String(code), detail, {parameter}, {}};
}

ApiProblem snapshotNotFound(const QString &id)
{
    return refusal(404, "SNAPSHOT_NOT_FOUND",
                   QStringLiteral("No snapshot with ID %1 exists.").arg(id), id);
}

bool isListed(const World::CloudSnapshot &snapshot, World::Moment now)
{
    return snapshot.begun <= now && now < snapshot.expires;
}

const World::CloudSnapshot *newestBefore(const World::Cluster &cluster, World::Moment point,
                                         World::Moment now)
{
    const World::CloudSnapshot *newest = nullptr;
    for (const World::CloudSnapshot &snapshot : cluster.cloudSnapshots) {
        if (isListed(snapshot, now) && !snapshot.failed && snapshot.completed <= qMin(point, now)
            && (!newest || snapshot.completed > newest->completed))
            newest = &snapshot;
    }
    return newest;
}

void readPoint(BodyFields &fields, const QString &clock, CloudSource *source)
{
    const QString seconds = QStringLiteral("oplogTs");
    const QString increment = QStringLiteral("oplogInc");
    const qint64 byClock = fields.number(clock, kEarliest);
    const qint64 byOplog = fields.number(seconds, kEarliest);
    source->increment = int(fields.number(increment, 1));
    source->point = byClock > 0 ? byClock : byOplog;
    if (fields.has(clock) && (fields.has(seconds) || fields.has(increment)))
        fields.refuse("VALIDATION_ERROR", clock,
                      QStringLiteral("Attribute %1 excludes oplogTs and oplogInc.").arg(clock));
    if (fields.has(seconds))
        fields.require(increment);
    if (fields.has(increment))
        fields.require(seconds);
}

Verdict checkSource(const World::Cluster &cluster, const CloudSource &source, World::Moment now,
                    const World::CloudSnapshot **found)
{
    if (source.point > 0)
        return checkPoint(cluster, source.point, now, found);
    const QString &id = source.snapshotId;
    const auto snapshot =
        std::find_if(cluster.cloudSnapshots.cbegin(), cluster.cloudSnapshots.cend(),
                     [&](const auto &item) { return item.id == id && item.begun <= now; });
    if (snapshot == cluster.cloudSnapshots.cend())
        return snapshotNotFound(id);
    if (now >= snapshot->expires)
        return refusal(409, "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT",
                       QStringLiteral("Snapshot %1 has expired.").arg(id), id);
    if (World::statusAt(*snapshot, now) != QLatin1String("completed"))
        return refusal(409, "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT",
                       QStringLiteral("Snapshot %1 is not complete.").arg(id), id);
    *found = &*snapshot;
    return {};
}

Verdict findTarget(const RouteContext &context, const QString &projectId, const QString &name,
                   const World::Cluster **found)
{
    const World::Project *project = context.world.project(projectId);
    if (!project || project->orgId != context.project->orgId)
        return refusal(403, "CANNOT_RESTORE_TO_TARGET",
                       QStringLiteral("The login can't restore to project %1.").arg(projectId),
                       projectId);
    const World::Cluster *target = std::as_const(context.world).cluster(projectId, name);
    if (!target)
        return clusterNotFound(name, projectId);
    if (target->isFlex())
        return refusal(
            400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
            QStringLiteral("Flex cluster %1 cannot be used in the Cluster API.").arg(name), name);
    if (!target->isDedicated())
        return refusal(403, "CANNOT_RESTORE_TO_TARGET",
                       QStringLiteral("Cluster %1 is smaller than M10.").arg(name), name);
    if (target->paused)
        return refusal(400, "CLUSTER_PAUSED_CANNOT_RESTORE",
                       QStringLiteral("Cluster %1 is paused.").arg(name), name);
    if (target->state != QLatin1String("IDLE"))
        return refusal(409, "RESTORE_INITIATION_FAILED",
                       QStringLiteral("Cluster %1 is busy: %2.").arg(name, target->state), name);
    if (target->liveImport)
        return refusal(400, "CANNOT_PERFORM_RESTORE_ON_CLUSTER_WITH_RUNNING_LIVE_IMPORT",
                       QStringLiteral("A live import into cluster %1 is running.").arg(name), name);
    if (context.world.isBeingRestored(*target, context.now))
        return refusal(409, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS",
                       QStringLiteral("A restore onto cluster %1 is in progress.").arg(name), name);
    *found = target;
    return {};
}

Verdict checkVersion(const World::CloudSnapshot &snapshot, const World::Cluster &target)
{
    const int taken = snapshot.version.section(QLatin1Char('.'), 0, 0).toInt();
    const int runs = target.majorVersion().section(QLatin1Char('.'), 0, 0).toInt();
    if (runs == taken || runs == taken + 1)
        return {};
    return refusal(409, "RESTORE_INITIATION_FAILED",
                   QStringLiteral("A snapshot of MongoDB %1 can't be restored to cluster %2, which "
                                  "runs %3.")
                       .arg(snapshot.version, target.name, target.version),
                   target.name);
}
