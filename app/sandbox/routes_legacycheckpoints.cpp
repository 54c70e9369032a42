// Checkpoints of sharded clusters: moments at which all shards stood still together. They are not
// kept in the world; the clock says which there are.
#include "sandbox/routes_legacy.h"

namespace {

constexpr World::Moment kEvery = 6 * 3600;
constexpr World::Moment kTakes = 70;
constexpr int kCount = 12;
constexpr int kSpoiled = 5; // every fifth has a shard that did not answer in time

// The newest is 0.
World::Moment startOf(World::Moment now, int i)
{
    return (now - kTakes) / kEvery * kEvery - i * kEvery;
}

QString idOf(const World::Cluster &cluster, World::Moment start)
{
    return World::objectId(start, cluster.id + QStringLiteral("/checkpoint/%1").arg(start));
}

bool isSpoiled(World::Moment start)
{
    return start / kEvery % kSpoiled == 0;
}

QJsonObject checkpointJson(const World::Cluster &cluster, World::Moment start)
{
    QJsonArray parts;
    for (const QString &name : legacyParts(cluster)) {
        const bool config = name.startsWith(QLatin1String("config"));
        const bool found = !isSpoiled(start) || config;
        QJsonObject part {
            {QStringLiteral("replicaSetName"),
             QStringLiteral("%1-%2").arg(cluster.name.toLower(), name)},
            {QStringLiteral("shardName"), config ? QStringLiteral("config") : name},
            {QStringLiteral("tokenDiscovered"), found},
            {QStringLiteral("typeName"),
             config ? QStringLiteral("CONFIG_SERVER_REPLICA_SET") : QStringLiteral("REPLICA_SET")}};
        if (found)
            part.insert(QStringLiteral("tokenTimestamp"), bsonTimestamp(start + 20, 1));
        parts.append(part);
    }
    const QString path = clusterPath(cluster);
    return {
        {QStringLiteral("clusterId"), cluster.id},
        {QStringLiteral("completed"), isoTime(start + kTakes)},
        {QStringLiteral("groupId"), cluster.projectId},
        {QStringLiteral("id"), idOf(cluster, start)},
        {QStringLiteral("links"),
         QJsonArray {apiLink(path + QStringLiteral("/backupCheckpoints/") + idOf(cluster, start)),
                     apiLink(path, legacyRel("cluster")),
                     apiLink(projectPath(cluster.projectId), legacyRel("group"))}},
        {QStringLiteral("parts"), parts},
        {QStringLiteral("restorable"), !isSpoiled(start)},
        {QStringLiteral("started"), isoTime(start)},
        {QStringLiteral("timestamp"), isoTime(start + 20)}};
}

int countOf(const World::Cluster &cluster)
{
    return cluster.shards > 0 && !cluster.legacySnapshots.isEmpty() ? kCount : 0;
}

} // namespace

ApiAnswer listCheckpoints(RouteContext &context, World::Cluster &cluster)
{
    return ApiList {countOf(cluster), [&cluster, now = context.now](int i) {
                        return checkpointJson(cluster, startOf(now, i));
                    }};
}

ApiAnswer getCheckpoint(RouteContext &context, World::Cluster &cluster)
{
    const QString id = context.text("checkpointId");
    for (int i = 0; i < countOf(cluster); ++i) {
        const World::Moment start = startOf(context.now, i);
        if (idOf(cluster, start) == id)
            return checkpointJson(cluster, start);
    }
    return ApiProblem {404,
                       QStringLiteral("CHECKPOINT_NOT_FOUND"),
                       QStringLiteral("No checkpoint with ID %1 exists.").arg(id),
                       {id},
                       {}};
}
