// What can be changed about cloud backups: createGroupClusterBackupRestoreJob,
// cancelGroupClusterBackupRestoreJob, takeGroupClusterBackupSnapshots. Bodies hold writable fields
// alone: Atlas refuses any other.
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"
#include "atlas/restoreplan.h"

using namespace Qt::StringLiterals;

namespace {

QJsonObject body(const RestorePlan &plan)
{
    if (plan.action == PlanAction::Download)
        return {{u"deliveryType"_s, u"download"_s}, {u"snapshotId"_s, plan.snapshot.id}};
    const QString project =
        plan.targetProjectId.isEmpty() ? plan.snapshot.projectId : plan.targetProjectId;
    QJsonObject json {{u"deliveryType"_s, u"pointInTime"_s},
                      {u"targetGroupId"_s, project},
                      {u"targetClusterName"_s, plan.targetCluster}};
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point)) {
        json.insert(u"pointInTimeUTCSeconds"_s, clock->time.toSecsSinceEpoch());
    } else if (const auto *oplog = std::get_if<OplogPoint>(&plan.point)) {
        json.insert(u"oplogTs"_s, oplog->seconds);
        json.insert(u"oplogInc"_s, oplog->increment);
    } else {
        json.insert(u"deliveryType"_s, u"automated"_s);
        json.insert(u"snapshotId"_s, plan.snapshot.id);
    }
    return json;
}

} // namespace

Request<QList<RestoreJob>> createCloudJob(const RestorePlan &plan, ApiVersion)
{
    const ClusterRef source = sourceOf(plan);
    return oneJob(
        recordRequest<RestoreJob>(changeData("createGroupClusterBackupRestoreJob",
                                             {source.projectId, source.name}, body(plan)),
                                  [source](const QJsonObject &raw, const RecordOrigin &origin) {
                                      return readCloudJob(raw, origin, source);
                                  }));
}

Request<Done> cancelCloudJob(const ClusterRef &source, const QString &jobId)
{
    return doneRequest(
        changeData("cancelGroupClusterBackupRestoreJob", {source.projectId, source.name, jobId}));
}

Request<Snapshot> takeCloudSnapshot(const ClusterRef &source, const SnapshotOrder &order)
{
    QJsonObject json {{u"retentionInDays"_s, qMax(1, order.retentionDays)}};
    if (!order.description.isEmpty())
        json.insert(u"description"_s, order.description);
    return recordRequest<Snapshot>(
        changeData("takeGroupClusterBackupSnapshots", {source.projectId, source.name}, json),
        [source](const QJsonObject &raw, const RecordOrigin &origin) {
            return readCloudSnapshot(raw, origin, source);
        });
}
