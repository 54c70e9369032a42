#include "sandbox/world.h"

#include <QCryptographicHash>

namespace {

constexpr World::Moment kTenantRestoreExpiry =
    6 * 3600; // recorded on RESTORE jobs, where it means nothing
constexpr World::Moment kTenantLinkLife = 4 * 3600; // the API's word
constexpr int kArchiveBytes = 2'000'000; // of a download at least

QString keyOf(QStringView projectId, QStringView name)
{
    return projectId.toString() + QLatin1Char('/') + name.toString();
}

} // namespace

void World::addProject(const Project &project)
{
    m_projectAt.insert(project.id, m_projects.size());
    m_projects.push_back(project);
}

void World::addCluster(const Cluster &cluster)
{
    auto &index = cluster.deleted ? m_deletedAt : m_clusterAt;
    index.insert(keyOf(cluster.projectId, cluster.name), m_clusters.size());
    m_clustersOf[cluster.projectId].append(m_clusters.size());
    m_clusters.push_back(cluster);
}

const World::Project *World::project(QStringView id) const
{
    const auto found = m_projectAt.constFind(id.toString());
    if (found == m_projectAt.constEnd() || !m_projects[*found].visible)
        return nullptr;
    return &m_projects[*found];
}

const World::Cluster *World::find(const QHash<QString, size_t> &index, QStringView projectId,
                                  QStringView name) const
{
    const auto found = index.constFind(keyOf(projectId, name));
    return found == index.constEnd() ? nullptr : &m_clusters[*found];
}

const World::Cluster *World::cluster(QStringView projectId, QStringView name) const
{
    return find(m_clusterAt, projectId, name);
}

World::Cluster *World::cluster(QStringView projectId, QStringView name)
{
    return const_cast<Cluster *>(std::as_const(*this).cluster(projectId, name));
}

World::Cluster *World::backupSource(QStringView projectId, QStringView name)
{
    Cluster *live = cluster(projectId, name);
    return live ? live : const_cast<Cluster *>(find(m_deletedAt, projectId, name));
}

QList<const World::Cluster *> World::clustersOf(QStringView projectId, Include include) const
{
    QList<const Cluster *> list;
    for (size_t at : m_clustersOf.value(projectId.toString())) {
        if (include == Include::Deleted || !m_clusters[at].deleted)
            list.append(&m_clusters[at]);
    }
    return list;
}

const World::TenantJob &World::startTenantRestore(Cluster &source, const TenantSnapshot &snapshot,
                                                  const Cluster &target, Moment now)
{
    const QString key = QStringLiteral("started/%1").arg(++m_started);
    TenantJob job;
    job.id = objectId(now, key);
    job.snapshotId = snapshot.id;
    job.snapshotFinished = snapshot.finish;
    job.targetProjectId = target.projectId;
    job.target = target.name;
    job.created = now;
    job.runsAt = now + m_pace.pendingSeconds;
    job.endsAt = job.runsAt + m_pace.runSeconds;
    job.expires = now + kTenantRestoreExpiry;
    job.failed = target.failsRestores;
    source.tenantJobs.prepend(job);
    return source.tenantJobs.constFirst();
}

const World::TenantJob &World::startTenantDownload(Cluster &source, const TenantSnapshot &snapshot,
                                                   Moment now)
{
    TenantJob job;
    job.id = objectId(now, QStringLiteral("download/%1").arg(++m_started));
    job.snapshotId = snapshot.id;
    job.snapshotFinished = snapshot.finish;
    job.created = now;
    job.runsAt = now;
    job.endsAt = now;
    job.expires = now + kTenantLinkLife;
    job.download = true;
    source.tenantJobs.prepend(job);
    return source.tenantJobs.constFirst();
}

int World::startLegacyRestore(Cluster &source, const LegacyJob &form, const Cluster *target,
                              Moment now)
{
    const QString key = QStringLiteral("legacy/%1/").arg(++m_started);
    LegacyJob job = form;
    job.created = now;
    job.endsAt = now + m_pace.pendingSeconds + m_pace.runSeconds;
    job.encrypted = source.encryption != QLatin1String("NONE");
    if (target) {
        job.targetProjectId = target->projectId;
        job.target = target->name;
    } else {
        job.delivery = QStringLiteral("READY");
    }
    job.status =
        target && target->failsRestores ? QStringLiteral("BROKEN") : QStringLiteral("FINISHED");
    QStringList parts;
    for (int shard = 0; shard < qMax(1, source.shards); ++shard)
        parts.append(QStringLiteral("shard-%1").arg(shard));
    if (source.shards > 0) {
        parts.append(QStringLiteral("config-0"));
        job.batchId = objectId(now, key + QStringLiteral("batch"));
    }
    for (qsizetype i = parts.size() - 1; i >= 0; --i) {
        job.part = parts.at(i);
        job.id = objectId(now, key + job.part);
        source.legacyJobs.prepend(job);
    }
    return int(parts.size());
}

bool World::isBeingRestored(const Cluster &target, Moment now) const
{
    const auto onto = [&target](const auto &job) {
        return job.target == target.name && job.targetProjectId == target.projectId;
    };
    for (const Cluster &source : m_clusters) {
        for (const TenantJob &job : source.tenantJobs) {
            if (onto(job) && !job.download && job.created <= now && now < job.endsAt)
                return true;
        }
        for (const CloudJob &job : source.cloudJobs) {
            if (onto(job) && job.created <= now && now < job.endsAt)
                return true;
        }
        for (const CollectionJob &job : source.collectionJobs) {
            if (onto(job) && job.created <= now && now < job.endsAt)
                return true;
        }
        for (const LegacyJob &job : source.legacyJobs) {
            if (onto(job) && job.created <= now && now < job.endsAt)
                return true;
        }
    }
    return false;
}

QString World::statusAt(const TenantJob &job, Moment now)
{
    if (now < job.runsAt)
        return job.queued ? QStringLiteral("QUEUED") : QStringLiteral("PENDING");
    if (now < job.endsAt)
        return QStringLiteral("RUNNING");
    return job.failed ? QStringLiteral("FAILED") : QStringLiteral("COMPLETED");
}

QString World::statusAt(const TenantSnapshot &snapshot, Moment now)
{
    if (now < snapshot.start)
        return QStringLiteral("PENDING");
    if (now < snapshot.finish)
        return QStringLiteral("RUNNING");
    return snapshot.failed ? QStringLiteral("FAILED") : QStringLiteral("COMPLETED");
}

QString World::statusAt(const CloudSnapshot &snapshot, Moment now)
{
    if (now < snapshot.completed)
        return snapshot.queued || now < snapshot.starts ? QStringLiteral("queued")
                                                        : QStringLiteral("inProgress");
    return snapshot.failed ? QStringLiteral("failed") : QStringLiteral("completed");
}

QString World::statusAt(const LegacyJob &job, Moment now)
{
    return now < job.endsAt ? QStringLiteral("IN_PROGRESS") : job.status;
}

QString World::deliveryAt(const LegacyJob &job, Moment now)
{
    if (job.delivery.isEmpty())
        return {};
    if (now < job.endsAt) // the first third of the time nothing is sent yet
        return now - job.created < (job.endsAt - job.created) / 3 ? QStringLiteral("NOT_STARTED")
                                                                  : QStringLiteral("IN_PROGRESS");
    if (job.delivery != QLatin1String("READY"))
        return job.delivery;
    if (job.maxDownloads > 0 && job.downloads >= job.maxDownloads)
        return QStringLiteral("MAX_DOWNLOADS_EXCEEDED");
    const Moment end = linkEndOf(job);
    return end > 0 && now >= end ? QStringLiteral("EXPIRED") : job.delivery;
}

World::Moment World::linkEndOf(const LegacyJob &job)
{
    return job.expirationHours > 0 ? job.endsAt + job.expirationHours * 3600 : 0;
}

void World::setArchiveBytes(qint64 bytes)
{
    m_archiveBytes = bytes;
    for (Cluster &cluster : m_clusters)
        cluster.archiveBytes = bytes;
}

qint64 World::archiveBytes(const Cluster &cluster, const QString &key) const
{
    if (cluster.archiveBytes > 0)
        return cluster.archiveBytes;
    return m_archiveBytes > 0 ? m_archiveBytes : kArchiveBytes + pick(key, kArchiveBytes);
}

World::LegacyJob *World::legacyJob(size_t cluster, const QString &id)
{
    for (LegacyJob &job : m_clusters[cluster].legacyJobs) {
        if (job.id == id)
            return &job;
    }
    return nullptr;
}

QString World::objectId(Moment created, const QString &key)
{
    return QStringLiteral("%1").arg(quint32(created), 8, 16, QLatin1Char('0')) + hexOf(key, 16);
}

QString World::hexOf(const QString &key, int digits)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(digits));
}

int World::pick(const QString &key, int range)
{
    return range > 0 ? int(hexOf(key, 7).toUInt(nullptr, 16) % uint(range)) : 0;
}
