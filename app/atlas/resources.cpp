#include "atlas/resources.h"

#include "atlas/json.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

struct SnapshotWords {
    Q_DECLARE_TR_FUNCTIONS(SnapshotWords)
};

/// What one member of replicationSpecs[].regionConfigs[] says about the tier.
struct Hardware {
    QString provider;
    QString size;
};

Hardware readRegion(const QJsonObject &region)
{
    Hardware hardware {readString(region, "providerName"_L1), {}};
    for (const auto key : {"electableSpecs"_L1, "readOnlySpecs"_L1, "analyticsSpecs"_L1}) {
        const QJsonObject specs = readObject(region, key);
        // A cluster that was asked for as M2 or M5 may have been made as Flex.
        hardware.size = readString(specs, "effectiveInstanceSize"_L1);
        if (hardware.size.isEmpty())
            hardware.size = readString(specs, "instanceSize"_L1);
        if (!hardware.size.isEmpty())
            break;
    }
    return hardware;
}

Hardware readHardware(const QJsonObject &json)
{
    const QJsonObject settings = readObject(json, "providerSettings"_L1);
    Hardware hardware {readString(settings, "providerName"_L1),
                       readString(settings, "instanceSizeName"_L1)};
    for (const auto key : {"replicationSpecs"_L1, "effectiveReplicationSpecs"_L1}) {
        for (const QJsonValue &spec : readArray(json, key)) {
            for (const QJsonValue &region : readArray(spec.toObject(), "regionConfigs"_L1)) {
                const Hardware found = readRegion(region.toObject());
                if (hardware.provider.isEmpty())
                    hardware.provider = found.provider;
                if (hardware.size.isEmpty())
                    hardware.size = found.size;
            }
        }
    }
    if (hardware.provider.compare("FLEX"_L1, Qt::CaseInsensitive) == 0
        || hardware.size.compare("FLEX"_L1, Qt::CaseInsensitive) == 0)
        return {u"FLEX"_s, u"Flex"_s};
    return hardware;
}

// 2024-08-05 has one replicationSpec a shard; the older versions count by numShards.
int readShardCount(const QJsonObject &json)
{
    if (readString(json, "clusterType"_L1) == "REPLICASET"_L1)
        return 1;
    const QJsonArray specs = readArray(json, "replicationSpecs"_L1);
    qint64 shards = 0;
    for (const QJsonValue &spec : specs)
        shards += readInteger(spec.toObject(), "numShards"_L1).value_or(1);
    shards = qMax(shards, readInteger(json, "numShards"_L1).value_or(1));
    return int(qBound(qint64(1), shards, qint64(10'000)));
}

// The two older versions say it once a cluster, 2024-08-05 in the hardware of each region.
void readDisk(const QJsonObject &json, Cluster *cluster)
{
    cluster->diskSizeGB = json.value("diskSizeGB"_L1).toDouble();
    if (cluster->diskSizeGB <= 0)
        cluster->diskSizeGB =
            readObject(json, "providerSettings"_L1).value("diskSizeGB"_L1).toDouble();
    cluster->diskAutoScaling = readBool(readObject(json, "autoScaling"_L1), "diskGBEnabled"_L1);
    for (const QJsonValue &spec : readArray(json, "replicationSpecs"_L1)) {
        for (const QJsonValue &item : readArray(spec.toObject(), "regionConfigs"_L1)) {
            const QJsonObject region = item.toObject();
            const QJsonObject scaling = readObject(region, "autoScaling"_L1);
            cluster->diskAutoScaling = cluster->diskAutoScaling
                || readBool(readObject(scaling, "diskGB"_L1), "enabled"_L1);
            if (cluster->diskSizeGB <= 0)
                cluster->diskSizeGB =
                    readObject(region, "electableSpecs"_L1).value("diskSizeGB"_L1).toDouble();
        }
    }
}

} // namespace

Organization readOrganization(const QJsonObject &json)
{
    return {readString(json, "id"_L1), readString(json, "name"_L1)};
}

Project readProject(const QJsonObject &json)
{
    Project project;
    project.id = readString(json, "id"_L1);
    project.name = readString(json, "name"_L1);
    project.orgId = readString(json, "orgId"_L1);
    project.clusterCount = int(readInteger(json, "clusterCount"_L1).value_or(-1));
    return project;
}

Cluster readCluster(const QJsonObject &json)
{
    const Hardware hardware = readHardware(json);
    Cluster cluster;
    cluster.projectId = readString(json, "groupId"_L1);
    cluster.name = readString(json, "name"_L1);
    cluster.id = readString(json, "id"_L1);
    cluster.tier = hardware.size;
    cluster.provider = hardware.provider;
    cluster.clusterType = readString(json, "clusterType"_L1);
    cluster.stateName = readString(json, "stateName"_L1);
    cluster.version = readString(json, "mongoDBVersion"_L1);
    if (cluster.version.isEmpty())
        cluster.version = readString(json, "mongoDBMajorVersion"_L1);
    cluster.encryptionAtRest = readString(json, "encryptionAtRestProvider"_L1);
    cluster.configServerType = readString(json, "configServerType"_L1);
    cluster.shardCount = readShardCount(json);
    cluster.backupEnabled = readBool(json, "backupEnabled"_L1)
        || readBool(json, "providerBackupEnabled"_L1)
        || readBool(readObject(json, "backupSettings"_L1), "enabled"_L1);
    cluster.pitEnabled = readBool(json, "pitEnabled"_L1);
    cluster.paused = readBool(json, "paused"_L1);
    cluster.terminationProtected = readBool(json, "terminationProtectionEnabled"_L1);
    // The API has no word for a deleted cluster whose backups are kept: it is listed in the state
    // that comes before the end, and nothing can be restored onto either.
    cluster.deleted = cluster.stateName.startsWith("DELET"_L1);
    readDisk(json, &cluster);
    cluster.created = readTime(json, "createDate"_L1);
    return cluster;
}

SnapshotState readSnapshotState(QStringView word)
{
    const auto is = [word](QLatin1StringView other) {
        return word.compare(other, Qt::CaseInsensitive) == 0;
    };
    if (is("PENDING"_L1) || is("QUEUED"_L1))
        return SnapshotState::Queued;
    if (is("RUNNING"_L1) || is("inProgress"_L1))
        return SnapshotState::Running;
    if (is("COMPLETED"_L1))
        return SnapshotState::Completed;
    return is("FAILED"_L1) ? SnapshotState::Failed : SnapshotState::Unknown;
}

QString snapshotStateName(SnapshotState state)
{
    switch (state) {
    case SnapshotState::Queued:
        return SnapshotWords::tr("Queued");
    case SnapshotState::Running:
        return SnapshotWords::tr("Running");
    case SnapshotState::Completed:
        return SnapshotWords::tr("Completed");
    case SnapshotState::Failed:
        return SnapshotWords::tr("Failed");
    case SnapshotState::Unknown:
        break;
    }
    return SnapshotWords::tr("Unknown");
}

bool isDedicated(const Cluster &cluster)
{
    if (cluster.provider == "TENANT"_L1 || cluster.provider == "FLEX"_L1)
        return false;
    for (const auto small : {"M0"_L1, "M2"_L1, "M5"_L1, "Flex"_L1}) {
        if (cluster.tier == small)
            return false;
    }
    return !cluster.provider.isEmpty() || !cluster.tier.isEmpty();
}
