// Snapshots of legacy backup: list/getGroupClusterSnapshot(s). One `parts` entry a replica
// set; version and size stand in the parts.
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"

using namespace Qt::StringLiterals;

namespace {

Snapshot readSnapshot(const QJsonObject &raw, const RecordOrigin &origin, const ClusterRef &source)
{
    Snapshot snapshot;
    snapshot.id = readString(raw, "id"_L1);
    snapshot.kind = &kLegacyKind;
    snapshot.projectId = source.projectId;
    snapshot.cluster = source.name;
    if (raw.value("complete"_L1).isBool()) {
        snapshot.rawState = readBool(raw, "complete"_L1) ? u"complete"_s : u"incomplete"_s;
        snapshot.state =
            readBool(raw, "complete"_L1) ? SnapshotState::Completed : SnapshotState::Running;
    }
    snapshot.taken = readTime(raw, "created"_L1);
    snapshot.expires = readTime(raw, "expires"_L1);
    for (const QJsonValue &item : readArray(raw, "parts"_L1)) {
        const QJsonObject part = item.toObject();
        if (snapshot.version.isEmpty())
            snapshot.version = readString(part, "mongodVersion"_L1);
        if (snapshot.encryptionKey.isEmpty())
            snapshot.encryptionKey = readString(part, "masterKeyUUID"_L1);
        const qint64 size = readInteger(part, "storageSizeBytes"_L1).value_or(-1);
        if (size >= 0)
            snapshot.sizeBytes = qMax<qint64>(0, snapshot.sizeBytes) + size;
    }
    snapshot.memberCount = int(readArray(raw, "parts"_L1).size());
    snapshot.sharded = snapshot.memberCount > 1;
    snapshot.raw = origin.raw;
    return snapshot;
}

void partFacts(const QJsonArray &parts, QList<Fact> *facts)
{
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const auto label = [n = i + 1](const QString &what) {
            return Facts::tr("Part %1: %2").arg(n).arg(what);
        };
        FactReader part(parts.at(i).toObject(), facts, u"parts[%1]."_s.arg(i));
        part.text("replicaSetName"_L1, label(Facts::tr("replica set")));
        part.text("typeName"_L1, label(Facts::tr("type")));
        part.text("replicaState"_L1, label(Facts::tr("state of the member")));
        part.text("mongodVersion"_L1, label(Facts::tr("MongoDB version")));
        part.text("fcv"_L1, label(Facts::tr("feature compatibility version")));
        part.time("completedTime"_L1, label(Facts::tr("completed")));
        part.size("dataSizeBytes"_L1, label(Facts::tr("data size")));
        part.size("storageSizeBytes"_L1, label(Facts::tr("storage size")));
        part.size("fileSizeBytes"_L1, label(Facts::tr("file size")));
        part.text("compressionSetting"_L1, label(Facts::tr("compression")));
        part.flag("encryptionEnabled"_L1, label(Facts::tr("encrypted")));
        part.identifier("masterKeyUUID"_L1, label(Facts::tr("master key UUID")));
        part.identifier("clusterId"_L1, label(Facts::tr("cluster ID")));
        part.identifier("machineId"_L1, label(Facts::tr("machine ID")));
        part.leftOver();
    }
}

auto reader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readSnapshot(raw, origin, source);
    };
}

} // namespace

Request<Page<Snapshot>> listLegacySnapshots(const Cluster &source, const PageRequest &page)
{
    RequestData data = getData("listGroupClusterSnapshots", {source.projectId, source.name}, page);
    data.query.addQueryItem(u"completed"_s, u"all"_s); // else the unfinished are left out
    return listRequest<Snapshot>(std::move(data), page, reader(refOf(source)));
}

Request<Snapshot> getLegacySnapshot(const Cluster &source, const QString &snapshotId)
{
    return recordRequest<Snapshot>(
        getData("getGroupClusterSnapshot", {source.projectId, source.name, snapshotId}),
        reader(refOf(source)));
}

QList<Fact> legacySnapshotFacts(const QJsonObject &raw)
{
    QList<Fact> list;
    FactReader facts(raw, &list);
    facts.flag("complete"_L1, Facts::tr("Complete"));
    facts.timestamp("created"_L1, Facts::tr("Taken"), Facts::tr("Taken: number within the second"));
    facts.time("expires"_L1, Facts::tr("Expires"));
    facts.flag("doNotDelete"_L1, Facts::tr("Kept from deletion"));
    facts.flag("incremental"_L1, Facts::tr("Incremental"));
    facts.timestamp("lastOplogAppliedTimestamp"_L1, Facts::tr("Last oplog entry"),
                    Facts::tr("Last oplog entry: number within the second"));
    facts.text("clusterName"_L1, Facts::tr("Source cluster"));
    facts.identifier("id"_L1, Facts::tr("Snapshot ID"));
    facts.identifier("groupId"_L1, Facts::tr("Source project ID"));
    facts.identifier("clusterId"_L1, Facts::tr("Source cluster ID"));
    facts.elsewhere({"parts"_L1});
    partFacts(readArray(raw, "parts"_L1), &list);
    facts.leftOver();
    return list;
}
