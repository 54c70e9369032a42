// What the tenant and the flex calls share: the same jobs and snapshots, written in two styles, and
// the rules of starting a restore or a download.
#include "sandbox/archivelinks.h"
#include "sandbox/bodyfields.h"
#include "sandbox/routes.h"

#include <QRegularExpression>

namespace {

QString restoresPath(const World::Cluster &cluster)
{
    return projectPath(cluster.projectId) + QStringLiteral("/clusters/") + cluster.name
        + QStringLiteral("/backup/tenant/");
}

bool isListed(const World::TenantSnapshot &snapshot, World::Moment now)
{
    return snapshot.scheduled <= now && now < snapshot.expires;
}

ApiProblem notThere(const char *code, const QString &what, const QString &id)
{
    return {404,
            QLatin1String(code),
            QStringLiteral("No %1 with ID %2 exists.").arg(what, id),
            {id},
            {}};
}

// Flex downloads have no target; tenant ones ask for its name, though it means nothing there.
std::optional<ApiProblem> checkBody(const QJsonObject &body, bool withTarget)
{
    static const QRegularExpression nameForm(QStringLiteral("^[\\p{L}\\p{N}\\-_.(),:&@+']{1,64}$"),
                                             QRegularExpression::UseUnicodePropertiesOption);
    BodyFields fields(body);
    fields.id(QStringLiteral("snapshotId"));
    fields.require(QStringLiteral("snapshotId"));
    if (withTarget) {
        fields.text(QStringLiteral("targetDeploymentItemName"), nameForm);
        fields.id(QStringLiteral("targetProjectId"));
        fields.require(QStringLiteral("targetDeploymentItemName"));
    }
    return fields.finish();
}

// The complete snapshot that the body names.
const World::TenantSnapshot *findSnapshot(const RouteContext &context, const World::Cluster &source,
                                          TenantStyle style, const char *incompleteCode,
                                          ApiProblem *problem)
{
    const QString id = context.body.value(QLatin1String("snapshotId")).toString();
    for (const World::TenantSnapshot &snapshot : source.tenantSnapshots) {
        if (snapshot.id != id || !isListed(snapshot, context.now))
            continue;
        if (World::statusAt(snapshot, context.now) == QLatin1String("COMPLETED"))
            return &snapshot;
        *problem = {409,
                    QLatin1String(incompleteCode),
                    QStringLiteral("Snapshot %1 is not complete.").arg(id),
                    {id},
                    {}};
        return nullptr;
    }
    *problem =
        notThere(style == TenantStyle::Tenant ? "TENANT_SNAPSHOT_NOT_FOUND" : "SNAPSHOT_NOT_FOUND",
                 QStringLiteral("snapshot"), id);
    return nullptr;
}

ApiProblem unsuitable(const char *code, const QString &detail, const World::Cluster &target)
{
    return {400, QLatin1String(code), detail.arg(target.name), {target.name}, {}};
}

// The rules that concern the target, in the order in which Atlas could know them.
std::optional<ApiProblem> checkTarget(const World &world, const World::Cluster &target,
                                      const World::TenantSnapshot &snapshot, World::Moment now)
{
    if (target.isFree() || target.paused || target.state != QLatin1String("IDLE"))
        return unsuitable("TENANT_RESTORE_DESTINATION_UNAVAILABLE",
                          QStringLiteral("The destination cluster %1 is not available."), target);
    if (target.shards > 0)
        return unsuitable("TENANT_RESTORE_INCOMPATIBLE_TOPOLOGY",
                          QStringLiteral("The destination cluster %1 must be a replica set."),
                          target);
    if (target.encryption != QLatin1String("NONE"))
        return unsuitable("TENANT_RESTORE_DESTINATION_ENCRYPTION",
                          QStringLiteral("The destination cluster %1 uses encryption at rest."),
                          target);
    if (target.majorVersion() != snapshot.version.section(QLatin1Char('.'), 0, 1))
        return unsuitable(
            "TENANT_RESTORE_VERSION_MISMATCH",
            QStringLiteral(
                "The destination cluster %1 runs another major version than the snapshot."),
            target);
    if (world.isBeingRestored(target, now))
        return ApiProblem {
            409,
            QStringLiteral("ATLAS_CLUSTER_RESTORE_IN_PROGRESS"),
            QStringLiteral("A restore onto cluster %1 is in progress.").arg(target.name),
            {target.name},
            {}};
    return std::nullopt;
}

} // namespace

QJsonObject tenantJobJson(const World &world, const World::Cluster &cluster,
                          const World::TenantJob &job, World::Moment now, TenantStyle style)
{
    const QString status = World::statusAt(job, now);
    const bool tenant = style == TenantStyle::Tenant;
    QJsonObject json {
        {tenant ? QStringLiteral("clusterName") : QStringLiteral("instanceName"), cluster.name},
        {QStringLiteral("deliveryType"),
         job.download ? QStringLiteral("DOWNLOAD") : QStringLiteral("RESTORE")},
        {QStringLiteral("expirationDate"), isoTime(job.expires)},
        {QStringLiteral("id"), job.id},
        {QStringLiteral("projectId"), cluster.projectId},
        {QStringLiteral("restoreScheduledDate"), isoTime(job.created)},
        {QStringLiteral("snapshotFinishedDate"), isoTime(job.snapshotFinished)},
        {QStringLiteral("snapshotId"), job.snapshotId},
        {QStringLiteral("status"), status}};
    if (now >= job.endsAt && !job.failed)
        json.insert(QStringLiteral("restoreFinishedDate"), isoTime(job.endsAt));
    // The tenant schema requires a target name even of a download, where it means nothing.
    if (!job.target.isEmpty() || tenant)
        json.insert(QStringLiteral("targetDeploymentItemName"),
                    job.target.isEmpty() ? cluster.name : job.target);
    if (!job.target.isEmpty())
        json.insert(QStringLiteral("targetProjectId"), job.targetProjectId);
    if (job.download && status == QLatin1String("COMPLETED") && now < job.expires)
        json.insert(QStringLiteral("snapshotUrl"), tenantArchiveUrl(world, cluster, job));
    if (tenant)
        json.insert(
            QStringLiteral("links"),
            QJsonArray {apiLink(restoresPath(cluster) + QStringLiteral("restores/") + job.id)});
    return json;
}

QJsonObject tenantSnapshotJson(const World::Cluster &cluster, const World::TenantSnapshot &snapshot,
                               World::Moment now, TenantStyle style)
{
    QJsonObject json {{QStringLiteral("expiration"), isoTime(snapshot.expires)},
                      {QStringLiteral("id"), snapshot.id},
                      {QStringLiteral("mongoDBVersion"), snapshot.version},
                      {QStringLiteral("scheduledTime"), isoTime(snapshot.scheduled)},
                      {QStringLiteral("status"), World::statusAt(snapshot, now)}};
    if (now >= snapshot.start)
        json.insert(QStringLiteral("startTime"), isoTime(snapshot.start));
    if (now >= snapshot.finish && !snapshot.failed)
        json.insert(QStringLiteral("finishTime"), isoTime(snapshot.finish));
    if (style == TenantStyle::Tenant)
        json.insert(QStringLiteral("links"),
                    QJsonArray {apiLink(restoresPath(cluster) + QStringLiteral("snapshots/")
                                        + snapshot.id)});
    return json;
}

ApiAnswer listTenantJobs(const World &world, const World::Cluster &cluster, World::Moment now,
                         TenantStyle style)
{
    const bool paged = style == TenantStyle::Flex;
    return ApiList {int(cluster.tenantJobs.size()),
                    [&world, &cluster, now, style](int i) {
                        return tenantJobJson(world, cluster, cluster.tenantJobs.at(i), now, style);
                    },
                    paged};
}

ApiAnswer listTenantSnapshots(const World::Cluster &cluster, World::Moment now, TenantStyle style)
{
    QList<const World::TenantSnapshot *> list;
    for (const World::TenantSnapshot &snapshot : cluster.tenantSnapshots) {
        if (isListed(snapshot, now))
            list.append(&snapshot);
    }
    return ApiList {int(list.size()),
                    [&cluster, list, now, style](int i) {
                        return tenantSnapshotJson(cluster, *list.at(i), now, style);
                    },
                    style == TenantStyle::Flex};
}

ApiAnswer getTenantJob(const World &world, const World::Cluster &cluster, const QString &id,
                       World::Moment now, TenantStyle style)
{
    for (const World::TenantJob &job : cluster.tenantJobs) {
        if (job.id == id)
            return tenantJobJson(world, cluster, job, now, style);
    }
    return notThere(style == TenantStyle::Tenant ? "TENANT_RESTORE_NOT_FOUND"
                                                 : "RESTORE_JOB_NOT_FOUND",
                    QStringLiteral("restore job"), id);
}

ApiAnswer getTenantSnapshot(const World::Cluster &cluster, const QString &id, World::Moment now,
                            TenantStyle style)
{
    for (const World::TenantSnapshot &snapshot : cluster.tenantSnapshots) {
        if (snapshot.id == id && isListed(snapshot, now))
            return tenantSnapshotJson(cluster, snapshot, now, style);
    }
    return notThere(style == TenantStyle::Tenant ? "TENANT_SNAPSHOT_NOT_FOUND"
                                                 : "SNAPSHOT_NOT_FOUND",
                    QStringLiteral("snapshot"), id);
}

ApiAnswer createTenantJob(RouteContext &context, World::Cluster &source, TenantStyle style)
{
    if (const auto wrong = checkBody(context.body, true))
        return *wrong;
    ApiProblem missing;
    const World::TenantSnapshot *snapshot =
        findSnapshot(context, source, style,
                     "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT", &missing);
    if (!snapshot)
        return missing;

    const QString projectId =
        context.body.value(QLatin1String("targetProjectId")).toString(context.project->id);
    const World::Project *project = context.world.project(projectId);
    if (!project || project->orgId != context.project->orgId)
        return ApiProblem {403,
                           QStringLiteral("CANNOT_RESTORE_TO_TARGET"),
                           QStringLiteral("The login can't restore to project %1.").arg(projectId),
                           {projectId},
                           {}};
    const QString name = context.body.value(QLatin1String("targetDeploymentItemName")).toString();
    const World::Cluster *target = context.world.cluster(projectId, name);
    if (!target)
        return clusterNotFound(name, projectId);
    if (const auto problem = checkTarget(context.world, *target, *snapshot, context.now))
        return *problem;
    const World::TenantSnapshot taken = *snapshot; // the list may move
    return tenantJobJson(context.world, source,
                         context.world.startTenantRestore(source, taken, *target, context.now),
                         context.now, style);
}

ApiAnswer createTenantDownload(RouteContext &context, World::Cluster &source, TenantStyle style)
{
    if (const auto wrong = checkBody(context.body, style == TenantStyle::Tenant))
        return *wrong;
    ApiProblem missing;
    const World::TenantSnapshot *snapshot =
        findSnapshot(context, source, style, "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT", &missing);
    if (!snapshot)
        return missing;
    return tenantJobJson(context.world, source,
                         context.world.startTenantDownload(source, *snapshot, context.now),
                         context.now, style);
}
