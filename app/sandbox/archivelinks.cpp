#include "sandbox/archivelinks.h"

#include "sandbox/routes_cloud.h"

#include <QRegularExpression>

namespace {

using Kind = ArchiveLink::Kind;
using State = ArchiveLink::State;

constexpr World::Moment kRetryTime = 3600; // MongoDB's manual, "Restore from a Local File"

QString cloudToken(const World::CloudJob &job, const QString &part, ArchiveRoad road)
{
    const QString way = road == ArchiveRoad::Public ? QString() : QStringLiteral("pl-0.");
    return World::hexOf(job.id + part + way, 24);
}

QString signatureOf(const World::TenantJob &job)
{
    return World::hexOf(QStringLiteral("url/") + job.id, 40);
}

QString keyOf(const World::LegacyJob &job)
{
    return World::hexOf(QStringLiteral("key/") + job.id, 32);
}

QString keyOfV2(const World::LegacyJob &job)
{
    return World::hexOf(keyOf(job), 20);
}

QString withoutEnding(const QString &name)
{
    return name.left(name.lastIndexOf(name.endsWith(QLatin1String(".gz")) ? QLatin1String(".tar")
                                                                          : QLatin1String(".")));
}

// A choice: a job that made no file, or whose file was cancelled, is as one that never was. The
// hour after a failed transfer counts from its failure, also past the end that the job tells.
State stateOf(const World::CloudJob &job, const QString &part, World::Moment now)
{
    const World::LinkUse use = job.uses.value(part);
    if (job.outcome == World::CloudJob::Outcome::Expired && now >= job.endsAt)
        return State::Expired;
    if (job.outcome != World::CloudJob::Outcome::Good || now < job.endsAt)
        return State::Unknown;
    if (use.usedUp > 0)
        return State::UsedUp;
    const bool again = use.failed > 0 && now < use.failed + kRetryTime;
    return again || now < job.linkEnds ? State::Open : State::Expired;
}

State stateOf(const World::LegacyJob &job, World::Moment now)
{
    const QString word = World::deliveryAt(job, now);
    if (word == QLatin1String("READY"))
        return State::Open;
    if (word == QLatin1String("EXPIRED"))
        return State::Expired;
    return word == QLatin1String("MAX_DOWNLOADS_EXCEEDED") ? State::UsedUp : State::Unknown;
}

ArchiveLink findCloud(const World &world, const QString &token, const QString &file,
                      World::Moment now)
{
    // The file's name leads to the few jobs whose tokens are worth making.
    const QString snapshotId = file.mid(8, 24);
    ArchiveLink link;
    for (size_t at = 0; at < world.clusters().size(); ++at) {
        const World::Cluster &cluster = world.clusters()[at];
        for (const World::CloudJob &job : cluster.cloudJobs) {
            if (job.snapshotId != snapshotId || job.delivery != QLatin1String("download"))
                continue;
            for (const QString &part :
                 cluster.shards > 0 ? cloudParts(cluster) : QStringList {QString()}) {
                for (auto road : {ArchiveRoad::Public, ArchiveRoad::PrivateEndpoint}) {
                    if (token != cloudToken(job, part, road)
                        || !cloudArchiveUrl(world, job, part, road).endsWith(file)
                        || (road == ArchiveRoad::PrivateEndpoint && !job.privateEndpoint))
                        continue;
                    return {Kind::Cloud, stateOf(job, part, now), at,        job.id,
                            part,        withoutEnding(file),     job.endsAt};
                }
            }
        }
    }
    return link;
}

ArchiveLink findTenant(const World &world, const QString &clusterId, const QString &file,
                       const QString &signature, World::Moment now)
{
    ArchiveLink link;
    link.kind = Kind::Tenant;
    for (size_t at = 0; at < world.clusters().size(); ++at) {
        const World::Cluster &cluster = world.clusters()[at];
        if (cluster.id != clusterId)
            continue;
        for (const World::TenantJob &job : cluster.tenantJobs) {
            if (!job.download || job.snapshotId != withoutEnding(file))
                continue;
            link.state = State::WrongLogin; // there is such a file, for those who may have it
            if (signatureOf(job) != signature)
                continue;
            const bool made = World::statusAt(job, now) == QLatin1String("COMPLETED");
            const State open = now < job.expires ? State::Open : State::Expired;
            return {Kind::Tenant, made ? open : State::Unknown,
                    at,           job.id,
                    {},           QStringLiteral("restore-") + job.snapshotId,
                    job.endsAt};
        }
    }
    return link;
}

ArchiveLink findLegacy(const World &world, const QRegularExpressionMatch &match,
                       const ServerRequest &request, World::Moment now)
{
    const bool v2 = !match.captured(1).isEmpty();
    ArchiveLink link;
    link.kind = Kind::Legacy;
    for (size_t at = 0; at < world.clusters().size(); ++at) {
        const World::Cluster &cluster = world.clusters()[at];
        for (const World::LegacyJob &job : cluster.legacyJobs) {
            if (job.id != match.captured(2))
                continue;
            if (match.captured(3) != (v2 ? keyOfV2(job) : keyOf(job))
                || match.captured(4) != legacyArchiveName(cluster, job) || !job.target.isEmpty())
                return link;
            link = legacyArchiveLink(cluster, job);
            link.cluster = at;
            link.state = stateOf(job, now);
            const QByteArray login = request.header(kArchiveHeader);
            if (v2 && login.isEmpty())
                link.state = State::NoLogin;
            else if (v2 && login != legacyArchiveLogin(job).toLatin1())
                link.state = State::WrongLogin;
            return link;
        }
    }
    return link;
}

} // namespace

QString cloudArchiveUrl(const World &world, const World::CloudJob &job, const QString &part,
                        ArchiveRoad road)
{
    const QString suffix = part.isEmpty() ? QString() : QLatin1Char('-') + part;
    return QStringLiteral("%1/%2/restore-%3%4.tar.gz")
        .arg(world.server(), cloudToken(job, part, road), job.snapshotId, suffix);
}

QString tenantArchiveUrl(const World &world, const World::Cluster &cluster,
                         const World::TenantJob &job)
{
    return QStringLiteral("%1/%2/%3.tgz?X-Expires=14400&X-Signature=%4")
        .arg(world.server(), cluster.id, job.snapshotId, signatureOf(job));
}

QString legacyArchiveUrl(const World &world, const World::Cluster &cluster,
                         const World::LegacyJob &job)
{
    return QStringLiteral("%1/backup/restore/pull/%2/%3/%4")
        .arg(world.server(), job.id, keyOf(job), legacyArchiveName(cluster, job));
}

QString legacyArchiveUrlV2(const World &world, const World::Cluster &cluster,
                           const World::LegacyJob &job)
{
    return QStringLiteral("%1/backup/restore/v2/pull/%2/%3/%4")
        .arg(world.server(), job.id, keyOfV2(job), legacyArchiveName(cluster, job));
}

QString legacyArchiveName(const World::Cluster &cluster, const World::LegacyJob &job)
{
    return QStringLiteral("%1-%2-%3-%4.tar.gz")
        .arg(cluster.name.toLower(), job.part)
        .arg(job.taken)
        .arg(job.snapshotId);
}

QString legacyArchiveLogin(const World::LegacyJob &job)
{
    return QStringLiteral("restore %1").arg(World::hexOf(QStringLiteral("auth/") + job.id, 40));
}

ArchiveLink legacyArchiveLink(const World::Cluster &cluster, const World::LegacyJob &job)
{
    ArchiveLink link;
    link.kind = Kind::Legacy;
    link.jobId = job.id;
    link.part = job.part;
    link.folder = withoutEnding(legacyArchiveName(cluster, job));
    link.made = job.endsAt;
    return link;
}

std::optional<ArchiveLink> findArchiveLink(const World &world, const ServerRequest &request,
                                           World::Moment now)
{
    static const QRegularExpression cloud(
        QStringLiteral("^/([0-9a-f]{24})/(restore-[0-9a-f]{24}(?:-[a-z0-9-]+)?\\.tar\\.gz)$"));
    static const QRegularExpression tenant(
        QStringLiteral("^/([0-9a-f]{24})/([0-9a-f]{24}\\.tgz)$"));
    static const QRegularExpression legacy(
        QStringLiteral("^/backup/restore/(v2/)?pull/([0-9a-f]{24})/([0-9a-f]+)/([^/]+)$"));
    const QString path = QString::fromLatin1(request.path());
    if (const auto match = cloud.match(path); match.hasMatch())
        return findCloud(world, match.captured(1), match.captured(2), now);
    if (const auto match = tenant.match(path); match.hasMatch())
        return findTenant(world, match.captured(1), match.captured(2),
                          request.queryValue(u"X-Signature").value_or(QString()), now);
    if (const auto match = legacy.match(path); match.hasMatch())
        return findLegacy(world, match, request, now);
    return std::nullopt;
}
