// Atlas's things as values: organization, project, cluster, snapshot. Decoded leniently by
// atlas/json; nothing here talks to anybody. Times are UTC QDateTimes, invalid where Atlas sends
// none.
#pragma once

#include "atlas/rawrecord.h"

#include <QDateTime>
#include <QList>
#include <QString>

struct JobKind;

struct Organization {
    QString id;
    QString name;

    bool operator==(const Organization &) const = default;
};

struct Project {
    QString id;
    QString name;
    QString orgId;
    int clusterCount = -1; // -1: not told

    bool operator==(const Project &) const = default;
};

struct Cluster {
    QString projectId;
    QString name;
    QString id;
    QString tier; // "M0", "M2", "M5", "Flex", "M10", "M30" …; raw instanceSize where unknown
    QString provider; // TENANT, FLEX, AWS, AZURE, GCP
    QString clusterType; // REPLICASET, SHARDED, GEOSHARDED
    QString stateName; // IDLE, CREATING, UPDATING, DELETING, REPAIRING, DELETED
    QString version; // "7.0.14"
    QString encryptionAtRest; // NONE, AWS, AZURE, GCP; empty if not told
    QString configServerType;
    int shardCount = 1;
    bool backupEnabled = false;
    bool pitEnabled = false;
    bool paused = false;
    bool terminationProtected = false;
    bool deleted = false; // gone, with backups kept: a source, never a target
    bool diskAutoScaling = false;
    double diskSizeGB = 0; // 0: not told
    QDateTime created;

    bool operator==(const Cluster &) const = default;
};

enum class SnapshotState { Unknown, Queued, Running, Completed, Failed };

struct Snapshot {
    QString id;
    const JobKind *kind = nullptr;
    QString projectId;
    QString cluster; // source cluster's name
    SnapshotState state = SnapshotState::Unknown;
    QString rawState;
    QDateTime taken; // when the data was as it is; what "age" means
    QDateTime scheduled;
    QDateTime expires;
    QString version; // MongoDB version
    QString type; // "onDemand", "scheduled", "fallback" …, raw; empty where the API has none
    QString frequency; // "hourly" …, raw
    qint64 sizeBytes = -1; // -1: not told
    QString description; // the person's own words, on demand
    QString encryptionKey; // masterKeyUUID; empty: none
    QString configServerType; // sharded
    int memberCount = 0; // sharded: shards and config server; 0: not told
    bool sharded = false;
    RawRecord raw;

    bool operator==(const Snapshot &) const = default;
};

/// One rule of a backup schedule: "every 6 hours, kept 2 days".
struct BackupPolicyItem {
    QString id;
    QString frequencyType; // "hourly" …, raw
    int frequencyInterval = 0; // every so many; meaning depends on the type
    QString retentionUnit; // "days", "weeks", "months", "years", raw
    int retentionValue = 0;

    bool operator==(const BackupPolicyItem &) const = default;
};

/// When Atlas takes snapshots of a cluster, and how far back a point in time reaches.
struct BackupSchedule {
    QString id; // of the cluster
    int restoreWindowDays = 0; // 0: not told
    QDateTime nextSnapshot;
    QList<BackupPolicyItem> items;
    RawRecord raw;

    bool operator==(const BackupSchedule &) const = default;
};

/// A project's rule that nobody may shorten or delete backups.
struct CompliancePolicy {
    QString id; // of the project
    QString state; // "ACTIVE" …, raw; empty: no policy
    bool encryptionAtRestEnabled = false;
    bool pitEnabled = false;
    bool copyProtectionEnabled = false;
    int restoreWindowDays = 0;
    RawRecord raw;

    bool operator==(const CompliancePolicy &) const = default;
};

/// Something that happened in a project, and who did it.
struct ProjectEvent {
    QString id;
    QDateTime created;
    QString type; // eventTypeName, raw
    QString user; // login name, public key or client ID; empty: Atlas itself
    QString clusterName;
    QString address; // remoteAddress
    RawRecord raw;

    bool operator==(const ProjectEvent &) const = default;
};

/// A cluster's place, and enough to build its paths.
struct ClusterRef {
    QString projectId;
    QString name;

    bool operator==(const ClusterRef &) const = default;
};

inline ClusterRef refOf(const Cluster &cluster)
{
    return {cluster.projectId, cluster.name};
}

struct PageRequest {
    int pageNum = 1; // from 1
    int itemsPerPage = 100; // 1..500
};

template <typename T> struct Page {
    QList<T> items;
    int totalCount = -1; // an estimate; -1: not told
    bool hasNext = false;
};

/// Readers: pure, lenient, of one JSON object each.
Organization readOrganization(const QJsonObject &json);
Project readProject(const QJsonObject &json);
/// Any of the three versions of a cluster, and Flex clusters.
Cluster readCluster(const QJsonObject &json);
/// From the words of any kind: PENDING, queued, inProgress, COMPLETED …
SnapshotState readSnapshotState(QStringView word);
/// "Queued", "Running", "Completed", "Failed", "Unknown", translated.
QString snapshotStateName(SnapshotState state);
/// True for M10 and above: neither tenant nor Flex.
bool isDedicated(const Cluster &cluster);
