// Starting legacy restores: createGroupClusterRestoreJob. The point is named in one of four ways,
// the answer is a list: one job for each shard and for the config servers.
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"
#include "atlas/restoreplan.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

QJsonObject delivery(const RestorePlan &plan)
{
    if (plan.action == PlanAction::Download)
        return {{u"methodName"_s, u"HTTP"_s},
                {u"expirationHours"_s, qMax(1, plan.terms.expirationHours)},
                {u"maxDownloads"_s, qMax(1, plan.terms.maxDownloads)}};
    const QString project =
        plan.targetProjectId.isEmpty() ? plan.snapshot.projectId : plan.targetProjectId;
    return {{u"methodName"_s, u"AUTOMATED_RESTORE"_s},
            {u"targetGroupId"_s, project},
            {u"targetClusterName"_s, plan.targetCluster}};
}

QJsonObject body(const RestorePlan &plan)
{
    QJsonObject json {{u"delivery"_s, delivery(plan)}};
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point)) {
        json.insert(u"pointInTimeUTCMillis"_s, clock->time.toMSecsSinceEpoch());
    } else if (const auto *oplog = std::get_if<OplogPoint>(&plan.point)) {
        json.insert(u"oplogTs"_s,
                    toIsoTime(QDateTime::fromSecsSinceEpoch(oplog->seconds, Qt::UTC)));
        json.insert(u"oplogInc"_s, oplog->increment);
    } else if (const auto *checkpoint = std::get_if<CheckpointPoint>(&plan.point)) {
        json.insert(u"checkpointId"_s, checkpoint->id);
    } else {
        json.insert(u"snapshotId"_s, plan.snapshot.id);
    }
    return json;
}

// A restore onto a cluster comes back with the method HTTP; whoever asked for it knows better.
RestoreJob asAskedFor(RestoreJob job, const RestorePlan &plan)
{
    if (plan.action == PlanAction::Download)
        return job;
    job.download = false;
    job.expires = {};
    if (job.targetCluster.isEmpty())
        job.targetCluster = plan.targetCluster;
    if (job.targetProjectId.isEmpty())
        job.targetProjectId = plan.targetProjectId;
    return job;
}

} // namespace

Request<QList<RestoreJob>> createLegacyJobs(const RestorePlan &plan, ApiVersion)
{
    const ClusterRef source = sourceOf(plan);
    const RequestData data =
        changeData("createGroupClusterRestoreJob", {source.projectId, source.name}, body(plan));
    const auto reader = [source, plan](const QJsonObject &raw, const RecordOrigin &origin) {
        return asAskedFor(readLegacyJob(raw, origin, source), plan);
    };
    Request<QList<RestoreJob>> request {data, {}, readAtlasError};
    request.read = [list = listRequest<RestoreJob>(data, {}, reader).read,
                    one = recordRequest<RestoreJob>(data, reader).read](
                       const Reply &reply) -> Result<QList<RestoreJob>> {
        const Result<Page<RestoreJob>> page = list(reply);
        if (page && !page->items.isEmpty())
            return page->items;
        // One job instead of a list of one; and the errors of a change.
        const Result<RestoreJob> job = one(reply);
        if (!job)
            return job.error();
        return QList<RestoreJob> {*job};
    };
    return request;
}
