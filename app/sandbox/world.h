// The pretend Atlas itself: organizations, projects, clusters, their snapshots and restore jobs, as
// values. What state a thing is in follows from the moment one asks, so nothing here ticks. Knows
// no HTTP and no JSON of the API. Not thread-safe.
#pragma once

#include "base/result.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

class World
{
public:
    using Moment = qint64; // UTC seconds since 1970

    struct Organization {
        QString id;
        QString name;
    };
    /// One line of the list of addresses that may reach a project's databases and downloads.
    struct AccessEntry {
        QString value; // an address, a block in CIDR notation, or an AWS security group
        QString comment;
        Moment until = 0; // 0: for good
        QString status = QStringLiteral("ACTIVE"); // PENDING, FAILED, ACTIVE
    };
    struct CompliancePolicy {
        QString email; // of the person who may change it
        QString firstName;
        QString lastName;
        Moment updated = 0;
        int windowDays = 0; // point in time
        int onDemandDays = 0; // at least, for snapshots on demand
        bool copyProtection = false;
        bool encryption = false;
    };
    struct Project {
        QString id;
        QString orgId;
        QString name;
        Moment created = 0;
        bool retired = true; // tenant calls answer 410
        bool visible = true; // to the one login there is
        QList<QPair<QString, QString>> tags;
        QList<AccessEntry> accessList;
        bool owner = true; // the login is Project Owner
        std::optional<CompliancePolicy> compliance;
    };
    /// Snapshot of an M2, M5 or Flex cluster.
    struct TenantSnapshot {
        QString id;
        Moment scheduled = 0;
        Moment start = 0;
        Moment finish = 0;
        Moment expires = 0;
        QString version;
        bool failed = false;
    };
    /// Restore job of an M2, M5 or Flex cluster.
    struct TenantJob {
        QString id;
        QString snapshotId;
        Moment snapshotFinished = 0;
        QString targetProjectId;
        QString target;
        Moment created = 0;
        Moment runsAt = 0;
        Moment endsAt = 0;
        Moment expires = 0;
        bool failed = false;
        bool download = false;
        bool queued = false; // QUEUED instead of PENDING before it runs
    };
    struct CloudSnapshot {
        QString id;
        Moment begun = 0;
        Moment starts = 0; // queued before
        Moment completed = 0;
        Moment expires = 0;
        QString type; // onDemand, scheduled, fallback
        QString frequency; // hourly … yearly, ondemand
        QString description;
        QString version;
        qint64 sizeBytes = 0;
        bool failed = false;
        bool queued = false; // queued instead of inProgress until it is completed
        QStringList copyRegions;
    };
    /// What became of a link that works once.
    struct LinkUse {
        Moment usedUp = 0; // 0: it has not been
        Moment failed = 0; // the last transfer that was cut off; 0: none
    };
    struct CloudJob {
        QString id;
        QString delivery; // automated, download, pointInTime
        QString snapshotId;
        Moment taken = 0; // the snapshot's time
        QString targetProjectId;
        QString target;
        Moment created = 0;
        Moment endsAt = 0;
        enum class Outcome { Good, Failed, Cancelled, Expired } outcome = Outcome::Good;
        Moment linkEnds = 0; // downloads
        Moment pointInTime = 0; // 0: none
        int oplogInc = 0; // with pointInTime: by oplog entry
        bool privateEndpoint = false;
        QHash<QString, LinkUse> uses; // of downloads, by part; of a replica set it is ""
    };
    /// One rule of a backup schedule.
    struct PolicyItem {
        QString frequency; // hourly … yearly
        int interval = 1;
        QString unit; // days, weeks, months, years
        int value = 0;
    };
    struct Collection {
        QString name;
        qint64 documents = 0;
        bool failsIndex = false; // an index of it can't be built again
        bool unsupported = false; // of a sort that collection restores leave out
    };
    struct Database {
        QString name;
        QList<Collection> collections;
    };
    struct Namespace {
        QString source; // "database" or "database.collection"
        QString target; // empty: like the source
    };
    /// One collection of a collection restore job.
    struct CollectionPart {
        enum class Kind { Good, IndexFails, NotFound, Unsupported } kind = Kind::Good;
        QString source;
        QString target; // as asked for
        QString effective; // renamed if that was taken
        qint64 documents = 0;
        qint64 before = 0; // work of the parts before this one, in documents
    };
    struct CollectionJob {
        QString id;
        QString snapshotId; // empty: a point in time
        Moment pointInTime = 0;
        int oplogInc = 0;
        QString targetProjectId;
        QString target;
        QString writeStrategy; // CREATE_NEW, OVERWRITE_EXISTING
        QString indexStrategy; // ALL, NONE, ALL_EXCEPT_TTL
        QString databaseSuffix;
        QString collectionSuffix;
        QList<Namespace> databases;
        QList<Namespace> collections;
        QList<CollectionPart> parts;
        qint64 work = 0; // of all parts, in documents
        Moment created = 0;
        Moment runsAt = 0;
        Moment stopsAt = 0; // the last document
        Moment endsAt = 0;
        QString error; // not empty: ends as FAILED
    };
    /// How far a collection restore is, as a whole or in one collection.
    struct Progress {
        QString state;
        qint64 restored = 0;
        qint64 total = 0;
        QString indexState;
        int failedIndexes = 0; // collections whose indexes failed
    };
    struct LegacySnapshot {
        QString id;
        Moment created = 0;
        Moment expires = 0;
        bool complete = true;
        bool doNotDelete = false;
    };
    struct LegacyJob {
        QString id;
        QString batchId; // one job per shard and config server
        QString part; // "shard-0", "config-0"
        QString snapshotId;
        Moment taken = 0;
        Moment point = 0; // asked for, on top of the snapshot; 0: none
        int increment = 1; // of the BSON timestamp
        Moment created = 0;
        Moment endsAt = 0;
        QString status; // once it has ended: FINISHED, BROKEN, KILLED
        QString method; // HTTP, AUTOMATED_RESTORE, …
        QString delivery; // once it has ended: READY, FAILED, …; empty: no such word
        int expirationHours = 0;
        int maxDownloads = 0;
        QString targetProjectId;
        QString target;
        bool hashed = false; // the file has been fetched, so its hash is known
        QString sha1; // of the file, once it is known
        int downloads = 0; // since the start
        bool encrypted = false;
    };
    struct Cluster {
        QString id;
        QString projectId;
        QString name;
        QString tier; // M0, M2, M5, FLEX, M10 …
        QString provider = QStringLiteral("AWS"); // or the one behind a tenant
        QString region = QStringLiteral("EU_WEST_1");
        QString version;
        QString state = QStringLiteral("IDLE");
        QString encryption = QStringLiteral("NONE");
        int shards = 0; // 0: a replica set
        Moment created = 0;
        double diskGB = 10;
        bool pit = false;
        bool paused = false;
        bool terminationProtected = false;
        bool continuousRelease = false;
        bool failsRestores = false; // jobs started onto it end as FAILED
        bool deleted = false; // only its backups are left
        bool privateEndpoint = false; // downloads come over one, too
        bool liveImport = false; // one is running
        QString configServer = QStringLiteral("DEDICATED"); // of a sharded one; or EMBEDDED
        int restoreWindowDays = 0; // point in time
        qint64 archiveBytes = 0; // of each file to download; 0: as the world says
        QList<PolicyItem> policy;
        QList<Database> databases; // empty: made up, see databasesOf
        QList<TenantSnapshot> tenantSnapshots; // oldest first
        QList<TenantJob> tenantJobs; // newest first
        QList<CloudSnapshot> cloudSnapshots; // newest first
        QList<CloudJob> cloudJobs; // newest first
        QList<CollectionJob> collectionJobs; // newest first
        QList<LegacySnapshot> legacySnapshots; // newest first
        QList<LegacyJob> legacyJobs; // newest first

        bool isFlex() const { return tier == QLatin1String("FLEX"); }
        bool isFree() const { return tier == QLatin1String("M0"); }
        bool isShared() const { return tier == QLatin1String("M2") || tier == QLatin1String("M5"); }
        bool isDedicated() const { return !isFlex() && !isFree() && !isShared(); }
        QString majorVersion() const { return version.section(QLatin1Char('.'), 0, 1); }
    };
    /// How long a job that is started here takes.
    struct Pace {
        int pendingSeconds = 8;
        int runSeconds = 75;
    };

    /// From the bytes of a world file; offsets in it count from `start`. Error::Kind::InvalidInput
    /// says where the file is wrong.
    static Result<World> read(const QByteArray &json, Moment start);

    const std::vector<Organization> &organizations() const { return m_organizations; }
    const std::vector<Project> &projects() const { return m_projects; }
    const std::vector<Cluster> &clusters() const { return m_clusters; }
    /// Null if there is none, or none that the login can see.
    const Project *project(QStringView id) const;
    /// Never a deleted one.
    Cluster *cluster(QStringView projectId, QStringView name);
    const Cluster *cluster(QStringView projectId, QStringView name) const;
    /// A cluster whose backups can be read: if none of this name lives, a deleted one.
    Cluster *backupSource(QStringView projectId, QStringView name);
    enum class Include { Live, Deleted }; // Deleted: these too
    QList<const Cluster *> clustersOf(QStringView projectId, Include include = Include::Live) const;

    /// Starts a restore; the caller has checked the rules. The job is the first of the source's
    /// list.
    const TenantJob &startTenantRestore(Cluster &source, const TenantSnapshot &snapshot,
                                        const Cluster &target, Moment now);
    /// A download, ready at once; the first of the source's list.
    const TenantJob &startTenantDownload(Cluster &source, const TenantSnapshot &snapshot,
                                         Moment now);
    /// One job, of a sharded cluster one for each shard and one for the config servers; they are
    /// the first of the source's list. `form` holds what was asked for. Returns how many.
    int startLegacyRestore(Cluster &source, const LegacyJob &form, const Cluster *target,
                           Moment now);
    /// The job is the first of the source's list; `form` holds what was asked for. The target is
    /// null for a download.
    const CloudJob &startCloudRestore(Cluster &source, const CloudJob &form, const Cluster *target,
                                      Moment now);
    /// Ends a download that is under way or ready; any other is left as it is.
    static void cancelDownload(CloudJob &job, Moment now);
    /// The newest snapshot there is, until the schedule takes another.
    const CloudSnapshot &takeSnapshot(Cluster &cluster, const QString &description, int days,
                                      Moment now);
    const CollectionJob &startCollectionRestore(Cluster &source, const CollectionJob &form,
                                                const Cluster &target, Moment now);
    /// What a snapshot of that cluster holds.
    static QList<Database> databasesOf(const Cluster &cluster);
    /// True while any job overwrites that cluster.
    bool isBeingRestored(const Cluster &target, Moment now) const;

    /// Where the links to downloads point: "http://127.0.0.1:8080".
    void setServer(const QString &address) { m_server = address; }
    QString server() const { return m_server; }
    /// For every file, whatever the world file says.
    void setArchiveBytes(qint64 bytes);
    /// About the size of a file to download. `key` makes them differ where nothing is said.
    qint64 archiveBytes(const Cluster &cluster, const QString &key) const;
    /// Of a download: whether its part can be fetched, and whether all have been (then when).
    static bool isLinkOpen(const CloudJob &job, const QString &part, Moment now);
    static Moment usedUpAt(const CloudJob &job, const QStringList &parts);
    /// Null if there is none in that cluster.
    CloudJob *cloudJob(size_t cluster, const QString &id);
    LegacyJob *legacyJob(size_t cluster, const QString &id);

    /// Who started a job or a snapshot here; those of the world file have starters of their own.
    void noteStarter(const QString &id, const QString &login) { m_starters.insert(id, login); }
    QString starterOf(const QString &id) const { return m_starters.value(id); }

    /// PENDING, QUEUED, RUNNING, FAILED, COMPLETED.
    static QString statusAt(const TenantJob &job, Moment now);
    static QString statusAt(const TenantSnapshot &snapshot, Moment now);
    /// queued, inProgress, completed, failed.
    static QString statusAt(const CloudSnapshot &snapshot, Moment now);
    /// INITIALIZING, IN_PROGRESS, FINALIZING, SUCCESSFUL, FAILED.
    static QString statusAt(const CollectionJob &job, Moment now);
    static Progress progressAt(const CollectionJob &job, Moment now);
    static Progress progressAt(const CollectionJob &job, const CollectionPart &part, Moment now);
    /// IN_PROGRESS, FINISHED, BROKEN, KILLED.
    static QString statusAt(const LegacyJob &job, Moment now);
    static QString deliveryAt(const LegacyJob &job, Moment now);
    /// End of an HTTP link; 0 if there is none.
    static Moment linkEndOf(const LegacyJob &job);

    /// An ObjectId: creation second, then eight bytes that depend on `key` alone.
    static QString objectId(Moment created, const QString &key);
    /// The same number below `range` for the same key.
    static int pick(const QString &key, int range);
    /// Some hex digits that depend on `key` alone.
    static QString hexOf(const QString &key, int digits);

private:
    friend class WorldReader;

    void fillParts(CollectionJob &job, const Cluster &source) const;
    QSet<QString> namespacesOf(const QString &projectId, const QString &name,
                               const QString &exceptJob) const;
    void addProject(const Project &project);
    void addCluster(const Cluster &cluster);
    const Cluster *find(const QHash<QString, size_t> &index, QStringView projectId,
                        QStringView name) const;

    std::vector<Organization> m_organizations;
    std::vector<Project> m_projects;
    std::vector<Cluster> m_clusters;
    QHash<QString, size_t> m_projectAt; // by id
    QHash<QString, size_t> m_clusterAt; // by project and name
    QHash<QString, size_t> m_deletedAt;
    QHash<QString, QList<size_t>> m_clustersOf; // by project
    Pace m_pace;
    int m_started = 0;
    QHash<QString, QString> m_starters; // by id
    QString m_server;
    qint64 m_archiveBytes = 0; // 0: a few MB
};
