#include "atlas/backups.h"

#include "atlas/jobkind.h"
#include "atlas/requests.h"

using namespace Qt::StringLiterals;

namespace {

BackupPolicyItem readPolicyItem(const QJsonObject &json)
{
    return {readString(json, "id"_L1), readString(json, "frequencyType"_L1),
            int(readInteger(json, "frequencyInterval"_L1).value_or(0)),
            readString(json, "retentionUnit"_L1),
            int(readInteger(json, "retentionValue"_L1).value_or(0))};
}

BackupSchedule readSchedule(const QJsonObject &json, const RecordOrigin &origin,
                            const ClusterRef &cluster)
{
    BackupSchedule schedule;
    schedule.id = readString(json, "clusterId"_L1);
    if (schedule.id.isEmpty())
        schedule.id = cluster.name;
    schedule.restoreWindowDays = int(readInteger(json, "restoreWindowDays"_L1).value_or(0));
    schedule.nextSnapshot = readTime(json, "nextSnapshot"_L1);
    for (const QJsonValue &policy : readArray(json, "policies"_L1)) {
        for (const QJsonValue &item : readArray(policy.toObject(), "policyItems"_L1))
            schedule.items.append(readPolicyItem(item.toObject()));
    }
    schedule.raw = origin.raw;
    return schedule;
}

// A project without a policy answers with an empty object.
CompliancePolicy readPolicy(const QJsonObject &json, const RecordOrigin &origin,
                            const QString &projectId)
{
    CompliancePolicy policy;
    policy.id = readString(json, "projectId"_L1);
    if (policy.id.isEmpty())
        policy.id = projectId;
    policy.state = readString(json, "state"_L1);
    policy.encryptionAtRestEnabled = readBool(json, "encryptionAtRestEnabled"_L1);
    policy.pitEnabled = readBool(json, "pitEnabled"_L1);
    policy.copyProtectionEnabled = readBool(json, "copyProtectionEnabled"_L1);
    policy.restoreWindowDays = int(readInteger(json, "restoreWindowDays"_L1).value_or(0));
    policy.raw = origin.raw;
    return policy;
}

Checkpoint readCheckpoint(const QJsonObject &json, const RecordOrigin &origin)
{
    Checkpoint checkpoint;
    checkpoint.id = readString(json, "id"_L1);
    checkpoint.completed = readTime(json, "completed"_L1);
    checkpoint.time = readTime(json, "timestamp"_L1);
    checkpoint.restorable = readString(json, "restorable"_L1);
    checkpoint.raw = origin.raw;
    return checkpoint;
}

// The document promises the name alone.
SnapshotItem readItem(const QJsonObject &json, const QString &database)
{
    SnapshotItem item;
    item.name = readString(json, "name"_L1);
    item.id = item.name;
    item.database = database;
    item.type = readString(json, "type"_L1);
    item.sizeBytes = readInteger(json, "sizeBytes"_L1).value_or(-1);
    item.collectionCount = int(readInteger(json, "collectionCount"_L1).value_or(-1));
    return item;
}

auto itemReader(const QString &database = {})
{
    return [database](const QJsonObject &json) { return readItem(json, database); };
}

CollectionProgress readProgress(const QJsonObject &json)
{
    CollectionProgress progress;
    progress.sourceNamespace = readString(json, "sourceNamespace"_L1);
    progress.id = progress.sourceNamespace;
    progress.targetNamespace = readString(json, "targetNamespace"_L1);
    progress.effectiveTargetNamespace = readString(json, "effectiveTargetNamespace"_L1);
    progress.state = readString(json, "state"_L1);
    progress.restoredDocuments = readInteger(json, "restoredDocuments"_L1).value_or(-1);
    progress.totalDocuments = readInteger(json, "totalDocuments"_L1).value_or(-1);
    const QJsonObject index = readObject(json, "indexStatus"_L1);
    progress.indexState = readString(index, "state"_L1);
    progress.indexError = readString(index, "errorMessage"_L1);
    for (const QJsonValue &failed : readArray(index, "failedIndexes"_L1))
        progress.failedIndexes.append(valueText(failed));
    return progress;
}

} // namespace

Request<BackupSchedule> getBackupSchedule(const ClusterRef &cluster)
{
    return recordRequest<BackupSchedule>(
        getData("getGroupClusterBackupSchedule", {cluster.projectId, cluster.name}),
        [cluster](const QJsonObject &json, const RecordOrigin &origin) {
            return readSchedule(json, origin, cluster);
        });
}

Request<CompliancePolicy> getCompliancePolicy(const QString &projectId)
{
    return recordRequest<CompliancePolicy>(
        getData("getGroupBackupCompliancePolicy", {projectId}),
        [projectId](const QJsonObject &json, const RecordOrigin &origin) {
            return readPolicy(json, origin, projectId);
        });
}

Request<Snapshot> getSnapshot(const JobKind &kind, const Cluster &cluster, const QString &id)
{
    return kind.getSnapshot(cluster, id);
}

Request<Page<Checkpoint>> listCheckpoints(const ClusterRef &cluster, const PageRequest &page)
{
    return listRequest<Checkpoint>(
        getData("listGroupClusterBackupCheckpoints", {cluster.projectId, cluster.name}, page), page,
        readCheckpoint);
}

Request<Checkpoint> getCheckpoint(const ClusterRef &cluster, const QString &id)
{
    return recordRequest<Checkpoint>(
        getData("getGroupClusterBackupCheckpoint", {cluster.projectId, cluster.name, id}),
        readCheckpoint);
}

Request<Page<SnapshotItem>> listDatabases(const ClusterRef &cluster, const QString &snapshotId,
                                          const PageRequest &page)
{
    return listRequest<SnapshotItem>(getData("listGroupClusterBackupSnapshotDatabases",
                                             {cluster.projectId, cluster.name, snapshotId}, page),
                                     page, itemReader());
}

Request<SnapshotItem> getDatabase(const ClusterRef &cluster, const QString &snapshotId,
                                  const QString &database)
{
    return recordRequest<SnapshotItem>(
        getData("getGroupClusterBackupSnapshotDatabase",
                {cluster.projectId, cluster.name, snapshotId, database}),
        itemReader());
}

Request<Page<SnapshotItem>> listCollections(const ClusterRef &cluster, const QString &snapshotId,
                                            const QString &database, const PageRequest &page)
{
    return listRequest<SnapshotItem>(
        getData("listGroupClusterBackupSnapshotDatabaseCollections",
                {cluster.projectId, cluster.name, snapshotId, database}, page),
        page, itemReader(database));
}

Request<SnapshotItem> getCollection(const ClusterRef &cluster, const QString &snapshotId,
                                    const QString &database, const QString &collection)
{
    return recordRequest<SnapshotItem>(
        getData("getGroupClusterBackupSnapshotDatabaseCollection",
                {cluster.projectId, cluster.name, snapshotId, database, collection}),
        itemReader(database));
}

Request<Page<CollectionProgress>> listJobCollections(const ClusterRef &cluster,
                                                     const QString &jobId,
                                                     const CollectionProgressFilter &filter,
                                                     const PageRequest &page)
{
    RequestData data = getData("listGroupClusterCollectionRestoreJobCollections",
                               {cluster.projectId, cluster.name, jobId}, page);
    const auto narrow = [&data](const QString &key, const QString &value) {
        if (!value.isEmpty())
            data.query.addQueryItem(key, queryValue(value));
    };
    narrow(u"state"_s, filter.state);
    narrow(u"sourceNamespace"_s, filter.sourceNamespace);
    narrow(u"targetNamespace"_s, filter.targetNamespace);
    return listRequest<CollectionProgress>(std::move(data), page, readProgress);
}

Request<CollectionProgress> getJobCollection(const ClusterRef &cluster, const QString &jobId,
                                             const QString &sourceNamespace)
{
    return recordRequest<CollectionProgress>(
        getData("getGroupClusterCollectionRestoreJobCollection",
                {cluster.projectId, cluster.name, jobId, sourceNamespace}),
        readProgress);
}
