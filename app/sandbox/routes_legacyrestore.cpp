// Starting a legacy restore: one way of naming the point in time, HTTP or AUTOMATED_RESTORE, and
// the rules of source and target.
#include "sandbox/bodyfields.h"
#include "sandbox/routes_legacy.h"

#include "base/format.h"

#include <QRegularExpression>

namespace {

constexpr qint64 kDay = 86'400;
constexpr qint64 kOldestPointMillis = 1'199'145'600'000; // the schema's minimum
constexpr int kNoLimit = 2'147'483'647;

// What a body asks for.
struct Wanted {
    QString snapshotId;
    QString checkpointId;
    World::Moment point = 0;
    int increment = 0; // with `point`: by oplog entry
    bool automated = false;
    World::LegacyJob form;
    QString targetProjectId;
    QString targetId;
    QString targetName;
};

ApiProblem problemOf(int status, const char *code, const QString &detail, const QString &parameter)
{
    return {status, QLatin1String(code), detail, {parameter}, {}};
}

// The published pattern of oplogTs matches no date, so any ISO 8601 time with a zone will do.
World::Moment readOplogTime(BodyFields &fields)
{
    static const QRegularExpression form(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?"
                       "(Z|[+-]\\d\\d:\\d\\d)$"));
    const QString name = QStringLiteral("oplogTs");
    const QString text = fields.text(name, form);
    if (!fields.has(name))
        return 0;
    const QDateTime time = parseIsoTime(text);
    if (!time.isValid())
        fields.refuse("INVALID_ATTRIBUTE", name,
                      QStringLiteral("Attribute %1 has an invalid value.").arg(name));
    return time.toSecsSinceEpoch();
}

void readPoint(BodyFields &fields, Wanted &wanted)
{
    wanted.snapshotId = fields.id(QStringLiteral("snapshotId"));
    wanted.checkpointId = fields.id(QStringLiteral("checkpointId"));
    const World::Moment oplogTime = readOplogTime(fields);
    wanted.increment = int(fields.number(QStringLiteral("oplogInc"), 1));
    const QString millis = QStringLiteral("pointInTimeUTCMillis");
    wanted.point = fields.number(millis, kOldestPointMillis, 9'007'199'254'740'991) / 1000;
    const bool oplog = fields.has(QStringLiteral("oplogTs"));
    if (oplog != fields.has(QStringLiteral("oplogInc")))
        fields.require(oplog ? QStringLiteral("oplogInc") : QStringLiteral("oplogTs"));
    if (oplog)
        wanted.point = oplogTime;
    QString first;
    for (const QString &name : {QStringLiteral("snapshotId"), QStringLiteral("checkpointId"),
                                QStringLiteral("oplogTs"), millis}) {
        if (!first.isEmpty())
            fields.forbid(name, QStringLiteral("together with %1").arg(first));
        if (first.isEmpty() && fields.has(name))
            first = name;
    }
    if (first.isEmpty())
        fields.require(QStringLiteral("snapshotId"));
}

void readMethod(BodyFields &fields, Wanted &wanted)
{
    const QString name = QStringLiteral("methodName");
    fields.require(name);
    const QString method = fields.word(name,
                                       {QStringLiteral("HTTP"), QStringLiteral("AUTOMATED_RESTORE"),
                                        QStringLiteral("QUERY"), QStringLiteral("CLIENT_PIT_HTTP"),
                                        QStringLiteral("CLIENT_PIT_SCP"), QStringLiteral("SCP"),
                                        QStringLiteral("THIRD_PARTY_COPY")});
    wanted.automated = method == QLatin1String("AUTOMATED_RESTORE");
    wanted.form.method = method;
    if (method.endsWith(QLatin1String("SCP")))
        fields.refuse("INVALID_DELIVERY_SCP", name,
                      QStringLiteral("Restores can't be delivered by SCP any more."));
    else if (!wanted.automated && method != QLatin1String("HTTP"))
        fields.refuse("UNSUPPORTED_DELIVERY_METHOD", name,
                      QStringLiteral("The delivery method %1 is not supported.").arg(method));
}

void readDelivery(BodyFields &fields, Wanted &wanted)
{
    readMethod(fields, wanted);
    const QStringList ofDownloads {QStringLiteral("expirationHours"),
                                   QStringLiteral("maxDownloads")};
    const QStringList ofTargets {QStringLiteral("targetGroupId"), QStringLiteral("targetClusterId"),
                                 QStringLiteral("targetClusterName")};
    for (const QString &name : wanted.automated ? ofDownloads : ofTargets)
        fields.forbid(name, QStringLiteral("with methodName %1").arg(wanted.form.method));
    if (!wanted.automated) {
        const qint64 hours = fields.number(ofDownloads.at(0), 1, kNoLimit);
        const qint64 times = fields.number(ofDownloads.at(1), 1, kNoLimit);
        wanted.form.expirationHours = int(hours > 0 ? hours : 24);
        wanted.form.maxDownloads = int(times > 0 ? times : kNoLimit);
        return;
    }
    wanted.targetProjectId = fields.id(ofTargets.at(0));
    wanted.targetId = fields.id(ofTargets.at(1));
    wanted.targetName = fields.clusterName(ofTargets.at(2));
    fields.require(ofTargets.at(0));
    if (!fields.has(ofTargets.at(1)))
        fields.require(ofTargets.at(2));
}

std::optional<ApiProblem> readBody(const QJsonObject &body, Wanted &wanted)
{
    const QString name = QStringLiteral("delivery");
    BodyFields fields(body);
    fields.require(name);
    readPoint(fields, wanted);
    if (body.contains(name) && !body.value(name).isObject())
        fields.refuse("INVALID_ATTRIBUTE", name,
                      QStringLiteral("Attribute %1 must be an object.").arg(name));
    if (const auto problem = fields.finish())
        return problem;
    const QJsonObject delivery = body.value(name).toObject();
    BodyFields inner(delivery);
    readDelivery(inner, wanted);
    if (const auto problem = inner.finish())
        return problem;
    if (!wanted.automated && wanted.snapshotId.isEmpty())
        return ApiProblem {
            400,
            QStringLiteral("UNSUPPORTED_DELIVERY_METHOD"),
            QStringLiteral("Only a snapshot can be delivered with methodName HTTP; a point in time "
                           "needs AUTOMATED_RESTORE."),
            {wanted.form.method},
            QStringLiteral("methodName")};
    return std::nullopt;
}

std::optional<ApiProblem> checkSnapshot(const World::LegacySnapshot &snapshot, bool automated,
                                        World::Moment now)
{
    if (!snapshot.doNotDelete && now >= snapshot.expires)
        return problemOf(409, "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT",
                         QStringLiteral("Snapshot %1 was deleted.").arg(snapshot.id), snapshot.id);
    if (!snapshot.complete)
        return problemOf(409,
                         automated ? "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT"
                                   : "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT",
                         QStringLiteral("Snapshot %1 is not complete.").arg(snapshot.id),
                         snapshot.id);
    return std::nullopt;
}

std::optional<ApiProblem> checkPoint(const World::Cluster &cluster, const Wanted &wanted,
                                     World::Moment now)
{
    const bool oplog = wanted.increment > 0;
    if (cluster.shards > 0)
        return problemOf(400,
                         oplog ? "OPLOG_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS"
                               : "PIT_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS",
                         QStringLiteral("Cluster %1 is sharded; a point in time can be restored of "
                                        "replica sets only.")
                             .arg(cluster.name),
                         cluster.name);
    // The last day is the API's word for the clock; an oplog entry just can't be of the future.
    if (wanted.point > now || (!oplog && wanted.point <= now - kDay))
        return problemOf(
            400, "INVALID_PIT_RESTORE_TIME",
            QStringLiteral("The point in time %1 can't be restored.").arg(isoTime(wanted.point)),
            isoTime(wanted.point));
    return std::nullopt;
}

// Finds what to restore and writes it into the form.
std::optional<ApiProblem> findData(const World::Cluster &cluster, Wanted &wanted, World::Moment now)
{
    if (!wanted.checkpointId.isEmpty()) {
        if (cluster.shards > 0)
            return problemOf(403, "FEATURE_UNSUPPORTED",
                             QStringLiteral("Checkpoint restores of sharded clusters can't be "
                                            "created here."),
                             wanted.checkpointId);
        return problemOf(
            404, "CHECKPOINT_NOT_FOUND",
            QStringLiteral("No checkpoint with ID %1 exists.").arg(wanted.checkpointId),
            wanted.checkpointId);
    }
    if (wanted.point > 0) {
        if (const auto problem = checkPoint(cluster, wanted, now))
            return problem;
    }
    for (const World::LegacySnapshot &snapshot : cluster.legacySnapshots) { // newest first
        const bool kept = snapshot.doNotDelete || now < snapshot.expires;
        const bool found = wanted.point > 0
            ? snapshot.complete && kept && snapshot.created <= wanted.point
            : snapshot.id == wanted.snapshotId;
        if (!found || snapshot.created > now)
            continue;
        wanted.form.snapshotId = snapshot.id;
        wanted.form.taken = snapshot.created;
        wanted.form.point = wanted.point;
        wanted.form.increment = qMax(1, wanted.increment);
        if (const auto problem = checkSnapshot(snapshot, wanted.automated, now))
            return problem;
        if (!wanted.automated && !snapshot.doNotDelete
            && now + wanted.form.expirationHours * qint64(3600) > snapshot.expires)
            return problemOf(409, "LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION",
                             QStringLiteral("Snapshot %1 will be deleted before the link would "
                                            "expire.")
                                 .arg(snapshot.id),
                             snapshot.id);
        return std::nullopt;
    }
    if (wanted.point > 0)
        return problemOf(
            404, "UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME",
            QStringLiteral("There is no snapshot before %1.").arg(isoTime(wanted.point)),
            isoTime(wanted.point));
    return problemOf(404, "SNAPSHOT_NOT_FOUND",
                     QStringLiteral("No snapshot with ID %1 exists.").arg(wanted.snapshotId),
                     wanted.snapshotId);
}

std::optional<ApiProblem> checkTarget(const World &world, const World::Cluster &source,
                                      const World::Cluster &target, World::Moment now)
{
    const QString name = target.name;
    if (!target.isDedicated() || target.shards != source.shards
        || target.majorVersion() != source.majorVersion())
        return problemOf(
            403, "CANNOT_RESTORE_TO_TARGET",
            QStringLiteral("Cluster %1 can't take this backup: kind, version or number "
                           "of shards differ.")
                .arg(name),
            name);
    if (target.paused)
        return problemOf(400, "CLUSTER_PAUSED_CANNOT_RESTORE",
                         QStringLiteral("Cluster %1 is paused.").arg(name), name);
    if (target.encryption != source.encryption)
        return problemOf(400, "INVALID_SNAPSHOT_RESTORE_ENCRYPTION",
                         QStringLiteral("The encryption at rest of cluster %1 is not the "
                                        "snapshot's.")
                             .arg(name),
                         name);
    if (world.isBeingRestored(target, now))
        return problemOf(409, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS",
                         QStringLiteral("A restore onto cluster %1 is in progress.").arg(name),
                         name);
    if (target.state != QLatin1String("IDLE"))
        return problemOf(409, "RESTORE_INITIATION_FAILED",
                         QStringLiteral("Cluster %1 is not idle.").arg(name), name);
    return std::nullopt;
}

// By name or by ID, which must not contradict each other.
const World::Cluster *findTarget(const World &world, const Wanted &wanted)
{
    for (const World::Cluster *cluster : world.clustersOf(wanted.targetProjectId)) {
        if ((wanted.targetName.isEmpty() || cluster->name == wanted.targetName)
            && (wanted.targetId.isEmpty() || cluster->id == wanted.targetId))
            return cluster;
    }
    return nullptr;
}

} // namespace

ApiAnswer createLegacyJob(RouteContext &context, World::Cluster &cluster)
{
    Wanted wanted;
    if (const auto problem = readBody(context.body, wanted))
        return *problem;
    if (const auto problem = findData(cluster, wanted, context.now))
        return *problem;
    const World::Cluster *target = nullptr;
    if (wanted.automated) {
        const QString projectId = wanted.targetProjectId;
        const World::Project *project = context.world.project(projectId);
        if (!project || project->orgId != context.project->orgId)
            return problemOf(
                403, "CANNOT_RESTORE_TO_TARGET",
                QStringLiteral("The login can't restore to project %1.").arg(projectId), projectId);
        target = findTarget(context.world, wanted);
        if (!target)
            return clusterNotFound(
                wanted.targetName.isEmpty() ? wanted.targetId : wanted.targetName, projectId);
        if (const auto problem = checkTarget(context.world, cluster, *target, context.now))
            return *problem;
    }
    const int count = context.world.startLegacyRestore(cluster, wanted.form, target, context.now);
    const World &world = context.world;
    return ApiList {count,
                    [&world, &cluster, now = context.now](int i) {
                        return legacyJobJson(world, cluster, cluster.legacyJobs.at(i), now);
                    },
                    false};
}
