// What the calls of cloud backups share: the cluster of the path, how jobs look, and the rules of a
// restore that hold for whole clusters and for collections alike.
#pragma once

#include "sandbox/bodyfields.h"
#include "sandbox/routes.h"

/// Runs `call` for the dedicated cluster of the path.
template <ApiAnswer (*call)(RouteContext &, World::Cluster &)>
ApiAnswer onDedicated(RouteContext &context)
{
    ApiProblem problem;
    World::Cluster *cluster = dedicatedCluster(context, &problem);
    return cluster ? call(context, *cluster) : ApiAnswer(problem);
}

QString cloudSnapshotPath(const World::Cluster &cluster, const QString &id);
/// The shards and the config servers: "shard-0", …, "config-0".
QStringList cloudParts(const World::Cluster &cluster);
QJsonObject cloudJobJson(const World &world, const World::Cluster &cluster,
                         const World::CloudJob &job, World::Moment now);
ApiAnswer createCloudJob(RouteContext &context, World::Cluster &cluster);

/// Begun, and not expired.
bool isListed(const World::CloudSnapshot &snapshot, World::Moment now);
/// The newest completed one before a moment; null if there is none.
const World::CloudSnapshot *newestBefore(const World::Cluster &cluster, World::Moment point,
                                         World::Moment now);
ApiProblem snapshotNotFound(const QString &id);

/// Where a restore comes from: a snapshot, or a point in time. Reads and checks the body's fields.
struct CloudSource {
    QString snapshotId;
    World::Moment point = 0;
    int increment = 0; // by oplog entry
};
/// `clock` is the field's name, which differs between the calls.
void readPoint(BodyFields &fields, const QString &clock, CloudSource *source);

using Verdict = std::optional<ApiProblem>;
/// Sets `found` to the snapshot itself or, for a point in time, to the one before it.
Verdict checkSource(const World::Cluster &cluster, const CloudSource &source, World::Moment now,
                    const World::CloudSnapshot **found);
/// Sets `found` to a dedicated cluster that is there, awake and not being restored.
Verdict findTarget(const RouteContext &context, const QString &projectId, const QString &name,
                   const World::Cluster **found);
/// Same or next major version.
Verdict checkVersion(const World::CloudSnapshot &snapshot, const World::Cluster &target);
/// A refusal in Atlas's shape.
ApiProblem refusal(int status, const char *code, const QString &detail, const QString &parameter);
