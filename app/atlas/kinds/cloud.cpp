// Cloud backup restores of M10 and above: list/getGroupClusterBackupRestoreJob(s). The job has no
// status word, no source and no creation time: flags, our own question and the ObjectId stand in.
#include "atlas/kinds/cloudlinks.h"
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

// The clock's row, Expired, is currentState()'s. With some of its links a download is not ready:
// Atlas still makes the others, or, once it has finished, they are over.
JobState readState(const QJsonObject &raw, const CloudLinks &links)
{
    if (readBool(raw, "cancelled"_L1))
        return JobState::Cancelled;
    if (readBool(raw, "failed"_L1))
        return JobState::Failed;
    if (readBool(raw, "expired"_L1))
        return JobState::Expired;
    const bool download = isCloudDownload(raw);
    if (download && links.complete)
        return JobState::Ready;
    if (readString(raw, "finishedAt"_L1).isEmpty())
        return JobState::Running;
    return download && links.any ? JobState::UsedUp : JobState::Done;
}

QString flagWords(const QJsonObject &raw)
{
    QStringList words;
    for (const auto flag : {"cancelled"_L1, "failed"_L1, "expired"_L1}) {
        if (readBool(raw, flag))
            words.append(flag);
    }
    return words.join(", "_L1);
}

// Of a point-in-time job the data is as old as the point, not as the snapshot it started from.
QDateTime readDataTime(const QJsonObject &raw)
{
    if (readString(raw, "deliveryType"_L1).compare("pointInTime"_L1, Qt::CaseInsensitive) == 0) {
        for (const QDateTime &point :
             {readEpoch(raw, "pointInTimeUTCSeconds"_L1), readEpoch(raw, "oplogTs"_L1),
              readTime(raw, "desiredTimestamp"_L1)}) {
            if (point.isValid())
                return point;
        }
    }
    return readTime(raw, "timestamp"_L1);
}

// What a shard's entry says besides its name and links.
void leftOverOfComponents(const QJsonObject &raw, QList<Fact> *facts)
{
    const QJsonArray components = readArray(raw, "components"_L1);
    for (qsizetype i = 0; i < components.size(); ++i) {
        FactReader reader(components.at(i).toObject(), facts, u"components[%1]."_s.arg(i));
        reader.elsewhere({"replicaSetName"_L1, "downloadUrl"_L1, "privateDownloadDeliveryUrls"_L1});
        reader.leftOver();
    }
}

JobDetails details(const QJsonObject &raw)
{
    JobDetails details;
    const CloudLinks links = readCloudLinks(raw);
    const bool download = isCloudDownload(raw);
    FactReader facts(raw, &details.facts);
    facts.text("deliveryType"_L1, Facts::tr("Delivery type"));
    facts.flag("cancelled"_L1, Facts::tr("Cancelled"));
    facts.flag("failed"_L1, Facts::tr("Failed"));
    facts.flag("expired"_L1, Facts::tr("Link expired"));
    facts.text("targetClusterName"_L1, Facts::tr("Target cluster"));
    facts.identifier("targetGroupId"_L1, Facts::tr("Target project ID"));
    facts.time("timestamp"_L1, Facts::tr("Snapshot taken"));
    facts.epoch("pointInTimeUTCSeconds"_L1, Facts::tr("Point in time"));
    facts.epoch("oplogTs"_L1, Facts::tr("Oplog entry: time"));
    facts.text("oplogInc"_L1, Facts::tr("Oplog entry: number within the second"));
    facts.timestamp("desiredTimestamp"_L1, Facts::tr("Point asked for"),
                    Facts::tr("Point asked for: number within the second"));
    facts.time("finishedAt"_L1, Facts::tr("Finished"));
    if (download)
        details.expires = readTime(raw, "expiresAt"_L1);
    if (details.expires.isValid())
        facts.elsewhere({"expiresAt"_L1});
    else
        facts.time("expiresAt"_L1, Facts::tr("Expiration date (no link: without meaning)"));
    facts.identifier("snapshotId"_L1, Facts::tr("Snapshot ID"));
    facts.identifier("id"_L1, Facts::tr("Job ID"));
    facts.elsewhere({"deliveryUrl"_L1, "components"_L1, "privateDownloadDeliveryUrls"_L1});
    if (!links.shards.isEmpty())
        details.facts.append(
            {Facts::tr("Shards"), links.shards.join(", "_L1), Fact::Type::Text, {}});
    if (!links.waitingEndpoints.isEmpty())
        details.facts.append({Facts::tr("Private endpoints without a link"),
                              links.waitingEndpoints.join(", "_L1),
                              Fact::Type::Text,
                              {}});
    facts.text("targetDeploymentItemName"_L1, Facts::tr("Internal replica set name"));
    leftOverOfComponents(raw, &details.facts);
    facts.leftOver();

    details.deliveries = links.deliveries;
    details.incomplete = download && links.any && !links.complete;
    details.deliveryNote = cloudDeliveryNote(raw, links);
    details.hashNote = download || links.any
        ? Facts::tr("Atlas publishes no hash for this kind of download.")
        : Facts::tr("This job makes no file, so there is no hash.");
    return details;
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &page)
{
    return listRequest<RestoreJob>(
        getData("listGroupClusterBackupRestoreJobs", {source.projectId, source.name}, page), page,
        [ref = refOf(source)](const QJsonObject &raw, const RecordOrigin &origin) {
            return readCloudJob(raw, origin, ref);
        });
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(
        getData("getGroupClusterBackupRestoreJob", {source.projectId, source.name, jobId}),
        [source](const QJsonObject &raw, const RecordOrigin &origin) {
            return readCloudJob(raw, origin, source);
        });
}

} // namespace

RestoreJob readCloudJob(const QJsonObject &raw, const RecordOrigin &origin,
                        const ClusterRef &source)
{
    RestoreJob job;
    job.id = readString(raw, "id"_L1);
    job.kind = &kCloudKind;
    job.projectId = source.projectId;
    job.sourceCluster = source.name;
    job.targetProjectId = readString(raw, "targetGroupId"_L1);
    job.targetCluster = readString(raw, "targetClusterName"_L1);
    job.snapshotId = readString(raw, "snapshotId"_L1);
    job.deliveryType = readString(raw, "deliveryType"_L1);
    job.download = isCloudDownload(raw);
    job.state = readState(raw, readCloudLinks(raw));
    job.rawState = flagWords(raw);
    job.created = objectIdTime(job.id);
    job.finished = readTime(raw, "finishedAt"_L1);
    if (job.download)
        job.expires = readTime(raw, "expiresAt"_L1);
    job.snapshotTime = readDataTime(raw);
    job.state = currentState(job, origin.now);
    job.raw = origin.raw;
    return job;
}

const JobKind kCloudKind {
    .id = "cloud",
    .title = [] { return Facts::tr("Cloud"); },
    .capabilities = Capabilities(Capability::Restore) | Capability::Download
        | Capability::ClockPoint | Capability::OplogPoint,
    .serves = isDedicated,
    .mayHold = [](const Cluster &) { return false; },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listCloudSnapshots,
    .getSnapshot = getCloudSnapshot,
    .create = createCloudJob,
    .cancel = cancelCloudJob,
    .takeSnapshot = takeCloudSnapshot,
    .canTarget = isDedicated,
    .targetChecks = cloudTargetChecks,
    .sourceChecks = cloudSourceChecks,
    .retiredOn = nullptr,
    .details = details,
    .snapshotFacts = cloudSnapshotFacts,
};
