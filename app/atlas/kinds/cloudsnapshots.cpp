// Cloud backup snapshots: list/getGroupClusterBackupSnapshot(s) and, for sharded clusters,
// …SnapshotShardedCluster(s).
#include "atlas/backups.h"
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"

using namespace Qt::StringLiterals;

namespace {

void membersFact(const QJsonObject &raw, QList<Fact> *facts)
{
    const QJsonArray members = readArray(raw, "members"_L1);
    for (qsizetype i = 0; i < members.size(); ++i) {
        const QString number = QString::number(i + 1);
        FactReader member(members.at(i).toObject(), facts, u"members[%1]."_s.arg(i));
        member.text("replicaSetName"_L1, Facts::tr("Member %1").arg(number));
        member.text("cloudProvider"_L1, Facts::tr("Member %1: cloud provider").arg(number));
        member.identifier("id"_L1, Facts::tr("Member %1: snapshot ID").arg(number));
        member.leftOver();
    }
}

bool isSharded(const Cluster &cluster)
{
    return cluster.clusterType == "SHARDED"_L1 || cluster.clusterType == "GEOSHARDED"_L1;
}

auto reader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readCloudSnapshot(raw, origin, source);
    };
}

// The clock and the oplog entry by which the list is narrowed down.
void addPoint(const RestorePoint &point, QUrlQuery *query)
{
    if (const auto *clock = std::get_if<ClockPoint>(&point)) {
        query->addQueryItem(u"pointInTimeUtcSeconds"_s,
                            QString::number(clock->time.toSecsSinceEpoch()));
    } else if (const auto *oplog = std::get_if<OplogPoint>(&point)) {
        query->addQueryItem(u"oplogTs"_s, QString::number(oplog->seconds));
        query->addQueryItem(u"oplogInc"_s, QString::number(oplog->increment));
    }
}

} // namespace

Snapshot readCloudSnapshot(const QJsonObject &raw, const RecordOrigin &origin,
                           const ClusterRef &source)
{
    Snapshot snapshot;
    snapshot.id = readString(raw, "id"_L1);
    snapshot.kind = &kCloudKind;
    snapshot.projectId = source.projectId;
    snapshot.cluster = source.name;
    snapshot.rawState = readString(raw, "status"_L1);
    snapshot.state = readSnapshotState(snapshot.rawState);
    snapshot.taken = readTime(raw, "createdAt"_L1);
    snapshot.expires = readTime(raw, "expiresAt"_L1);
    snapshot.version = readString(raw, "mongodVersion"_L1);
    snapshot.type = readString(raw, "snapshotType"_L1);
    snapshot.frequency = readString(raw, "frequencyType"_L1);
    // 0 until the snapshot is complete, which is no size.
    const qint64 size = readInteger(raw, "storageSizeBytes"_L1).value_or(-1);
    if (size > 0 || snapshot.state == SnapshotState::Completed)
        snapshot.sizeBytes = size;
    snapshot.description = readString(raw, "description"_L1);
    snapshot.encryptionKey = readString(raw, "masterKeyUUID"_L1);
    snapshot.configServerType = readString(raw, "configServerType"_L1);
    snapshot.memberCount =
        int(qMax(readArray(raw, "members"_L1).size(), readArray(raw, "snapshotIds"_L1).size()));
    snapshot.sharded =
        readString(raw, "type"_L1) == "shardedCluster"_L1 || snapshot.memberCount > 0;
    snapshot.raw = origin.raw;
    return snapshot;
}

Request<Page<Snapshot>> listCloudSnapshots(const Cluster &source, const PageRequest &page)
{
    if (isSharded(source)) // this list takes no paging parameters
        return listRequest<Snapshot>(getData("listGroupClusterBackupSnapshotShardedClusters",
                                             {source.projectId, source.name}),
                                     {}, reader(refOf(source)));
    return listSnapshotsBefore(refOf(source), SnapshotPoint(), page);
}

Request<Page<Snapshot>> listSnapshotsBefore(const ClusterRef &source, const RestorePoint &point,
                                            const PageRequest &page)
{
    RequestData data =
        getData("listGroupClusterBackupSnapshots", {source.projectId, source.name}, page);
    addPoint(point, &data.query);
    return listRequest<Snapshot>(std::move(data), page, reader(source));
}

Request<Snapshot> getCloudSnapshot(const Cluster &source, const QString &snapshotId)
{
    const char *operation = isSharded(source) ? "getGroupClusterBackupSnapshotShardedCluster"
                                              : "getGroupClusterBackupSnapshot";
    return recordRequest<Snapshot>(getData(operation, {source.projectId, source.name, snapshotId}),
                                   reader(refOf(source)));
}

QList<Fact> cloudSnapshotFacts(const QJsonObject &raw)
{
    QList<Fact> list;
    FactReader facts(raw, &list);
    facts.text("status"_L1, Facts::tr("Status"));
    facts.time("createdAt"_L1, Facts::tr("Taken"));
    facts.time("expiresAt"_L1, Facts::tr("Expires"));
    facts.text("snapshotType"_L1, Facts::tr("Snapshot type"));
    facts.text("frequencyType"_L1, Facts::tr("Frequency"));
    facts.text("description"_L1, Facts::tr("Description"));
    facts.text("mongodVersion"_L1, Facts::tr("MongoDB version"));
    facts.size("storageSizeBytes"_L1, Facts::tr("Storage size"));
    facts.text("type"_L1, Facts::tr("Topology"));
    facts.text("cloudProvider"_L1, Facts::tr("Cloud provider"));
    facts.text("replicaSetName"_L1, Facts::tr("Replica set"));
    facts.text("configServerType"_L1, Facts::tr("Config server type"));
    facts.identifier("id"_L1, Facts::tr("Snapshot ID"));
    facts.list("snapshotIds"_L1, Facts::tr("Snapshot IDs of the shards"));
    facts.identifier("masterKeyUUID"_L1, Facts::tr("Master key UUID"));
    facts.list("copyRegions"_L1, Facts::tr("Copied to regions"));
    facts.list("policyItems"_L1, Facts::tr("Policy items"));
    facts.elsewhere({"members"_L1});
    membersFact(raw, &list);
    facts.leftOver();
    return list;
}
