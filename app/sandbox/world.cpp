#include "sandbox/world.h"

#include <QCryptographicHash>

namespace {

constexpr World::Moment kTenantRestoreExpiry =
    6 * 3600; // recorded on RESTORE jobs, where it means nothing

} // namespace

const World::Project *World::project(QStringView id) const
{
    for (const Project &project : m_projects) {
        if (project.id == id)
            return project.visible ? &project : nullptr;
    }
    return nullptr;
}

const World::Cluster *World::cluster(QStringView projectId, QStringView name) const
{
    for (const Cluster &cluster : m_clusters) {
        if (cluster.projectId == projectId && cluster.name == name)
            return &cluster;
    }
    return nullptr;
}

World::Cluster *World::cluster(QStringView projectId, QStringView name)
{
    return const_cast<Cluster *>(std::as_const(*this).cluster(projectId, name));
}

QList<const World::Cluster *> World::clustersOf(QStringView projectId) const
{
    QList<const Cluster *> list;
    for (const Cluster &cluster : m_clusters) {
        if (cluster.projectId == projectId)
            list.append(&cluster);
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
        return snapshot.queued ? QStringLiteral("queued") : QStringLiteral("inProgress");
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
    const Moment end = linkEndOf(job);
    if (job.delivery == QLatin1String("READY") && end > 0 && now >= end)
        return QStringLiteral("EXPIRED");
    return job.delivery;
}

World::Moment World::linkEndOf(const LegacyJob &job)
{
    return job.expirationHours > 0 ? job.endsAt + job.expirationHours * 3600 : 0;
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
