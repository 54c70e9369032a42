// Snapshots of dedicated clusters: listGroupClusterBackupSnapshots and its neighbours, those of
// sharded clusters, and takeGroupClusterBackupSnapshots.
#include "sandbox/routes_cloud.h"

#include <QUuid>

namespace {

QJsonArray membersJson(const World::Cluster &cluster, const World::CloudSnapshot &snapshot)
{
    QJsonArray members;
    for (const QString &part : cloudParts(cluster))
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
         QJsonArray {apiLink(cloudSnapshotPath(cluster, snapshot.id)),
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
        json.insert(QStringLiteral("configServerType"), cluster.configServer);
    } else {
        json.insert(QStringLiteral("copyRegions"),
                    QJsonArray::fromStringList(snapshot.copyRegions));
        json.insert(QStringLiteral("replicaSetName"), cluster.name);
        if (completed)
            json.insert(QStringLiteral("cloudProvider"), cluster.provider);
    }
    return json;
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
    return snapshotNotFound(id);
}

// pointInTimeUtcSeconds or oplogTs with oplogInc: the moment whose snapshot is asked for, 0 for
// all.
Verdict readMoment(const RouteContext &context, World::Moment *moment)
{
    const auto read = [&](const QString &name, World::Moment *value) -> Verdict {
        const auto text = context.request.queryValue(name);
        bool ok = true;
        *value = text ? text->toLongLong(&ok) : 0;
        if (ok && *value >= 0 && (!text || *value > 0))
            return {};
        ApiProblem problem =
            refusal(400, "VALIDATION_ERROR",
                    QStringLiteral("Query parameter %1 must be a number.").arg(name), name);
        problem.field = name;
        return problem;
    };
    World::Moment clock = 0;
    World::Moment oplog = 0;
    World::Moment increment = 0;
    for (const Verdict &wrong :
         {read(QStringLiteral("pointInTimeUtcSeconds"), &clock),
          read(QStringLiteral("oplogTs"), &oplog), read(QStringLiteral("oplogInc"), &increment)}) {
        if (wrong)
            return wrong;
    }
    if ((oplog > 0) != (increment > 0) || (clock > 0 && oplog > 0))
        return refusal(400, "VALIDATION_ERROR",
                       QStringLiteral("Give pointInTimeUtcSeconds, or oplogTs together with "
                                      "oplogInc."),
                       QStringLiteral("oplogTs"));
    *moment = clock + oplog;
    return {};
}

ApiAnswer listSnapshots(RouteContext &context, World::Cluster &cluster)
{
    World::Moment moment = 0;
    if (const Verdict wrong = readMoment(context, &moment))
        return *wrong;
    if (moment == 0 || cluster.shards > 0)
        return listOf(context, cluster, false);
    const World::CloudSnapshot *closest = newestBefore(cluster, moment, context.now);
    const World::Moment now = context.now;
    return ApiList {closest ? 1 : 0,
                    [&cluster, closest, now](int) { return snapshotJson(cluster, *closest, now); }};
}

bool isUnfinished(const World::CloudSnapshot &snapshot, World::Moment now)
{
    return snapshot.type == QLatin1String("onDemand") && isListed(snapshot, now)
        && now < snapshot.completed;
}

ApiAnswer takeSnapshot(RouteContext &context, World::Cluster &cluster)
{
    BodyFields fields(context.body);
    const QString description = fields.text(QStringLiteral("description"));
    const QString retention = QStringLiteral("retentionInDays");
    const int days = int(fields.number(retention, 1, 36'500));
    const auto &policy = context.project->compliance;
    if (policy && days > 0 && days < policy->onDemandDays)
        fields.refuse("VALIDATION_ERROR", retention,
                      QStringLiteral("The Backup Compliance Policy asks for %1 days at least.")
                          .arg(policy->onDemandDays));
    if (const Verdict wrong = fields.finish())
        return *wrong;
    if (cluster.deleted)
        return clusterNotFound(cluster.name, cluster.projectId);
    for (const World::CloudSnapshot &snapshot : std::as_const(cluster.cloudSnapshots)) {
        if (isUnfinished(snapshot, context.now))
            return refusal(
                400, "UNFINISHED_ON_DEMAND_SNAPSHOT",
                QStringLiteral("Snapshot %1, taken on demand, is not finished.").arg(snapshot.id),
                snapshot.id);
    }
    const int kept = days > 0 ? days : policy ? policy->onDemandDays : 1;
    return snapshotJson(
        cluster, context.world.takeSnapshot(cluster, description, kept, context.now), context.now);
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

QList<Route> cloudSnapshotRoutes()
{
    const QList<RouteVersion> v1 {{"2023-01-01"}};
    const auto set = RateSet::CloudBackups;
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots", v1, set,
         onDedicated<listSnapshots>},
        {"POST", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots", v1, set,
         onDedicated<takeSnapshot>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/shardedClusters",
         v1, set, onDedicated<listSharded>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/shardedCluster/"
         "{snapshotId}",
         v1, set, onDedicated<getSharded>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}", v1,
         set, onDedicated<getSnapshot>},
    };
}
