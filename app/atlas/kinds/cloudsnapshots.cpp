// Cloud backup snapshots: listGroupClusterBackupSnapshots and, for sharded clusters,
// …SnapshotShardedClusters, both 2023-01-01.
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"

using namespace Qt::StringLiterals;

namespace {

constexpr auto kVersion = "2023-01-01";

Snapshot readSnapshot(const QJsonObject &raw, const RecordOrigin &origin, const ClusterRef &source)
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
    snapshot.raw = origin.raw;
    return snapshot;
}

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

} // namespace

Request<Page<Snapshot>> listCloudSnapshots(const Cluster &source, const PageRequest &page)
{
    const ClusterRef ref = refOf(source);
    const QString path =
        v2Path({u"groups", ref.projectId, u"clusters", ref.name, u"backup", u"snapshots"});
    const auto reader = [ref](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSnapshot(raw, origin, ref);
    };
    const bool sharded =
        source.clusterType == "SHARDED"_L1 || source.clusterType == "GEOSHARDED"_L1;
    if (sharded) // this list takes no paging parameters
        return listRequest<Snapshot>(getData(path + u"/shardedClusters"_s, kVersion), {}, reader);
    return listRequest<Snapshot>(getData(path, kVersion, page), page, reader);
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
