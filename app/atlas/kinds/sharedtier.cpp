#include "atlas/kinds/sharedtier.h"

#include "atlas/kinds/facts.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

bool isWord(QStringView text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

bool isDownload(const QJsonObject &raw)
{
    return isWord(readString(raw, "deliveryType"_L1), "DOWNLOAD"_L1);
}

// The clock's row, Expired, is currentState()'s.
JobState readState(const QString &status, bool download, bool hasUrl)
{
    if (isWord(status, "FAILED"_L1))
        return JobState::Failed;
    if (download && hasUrl)
        return JobState::Ready;
    if (isWord(status, "COMPLETED"_L1) || isWord(status, "CLOSED"_L1))
        return JobState::Done;
    if (isWord(status, "PENDING"_L1) || isWord(status, "QUEUED"_L1))
        return JobState::Queued;
    return isWord(status, "RUNNING"_L1) ? JobState::Running : JobState::Unknown;
}

QString deliveryNote(const QJsonObject &raw, bool hasUrl)
{
    if (hasUrl)
        return Facts::tr("The link needs no login: whoever has it can fetch the data. This "
                         "computer's address must be on the project's IP access list.");
    if (!isDownload(raw))
        return Facts::tr("This job overwrites a cluster; it makes no file to download.");
    const QString status = readString(raw, "status"_L1);
    if (isWord(status, "FAILED"_L1))
        return Facts::tr("The job failed, so there is no link.");
    if (isWord(status, "COMPLETED"_L1))
        return Facts::tr("Atlas no longer shows a link for this job. Ask for a new download of "
                         "the snapshot.");
    return Facts::tr("Atlas has not made the link yet.");
}

} // namespace

RestoreJob readSharedTierJob(const QJsonObject &raw, const RecordOrigin &origin,
                             const JobKind &kind, const ClusterRef &source,
                             QLatin1StringView sourceKey)
{
    RestoreJob job;
    job.id = readString(raw, "id"_L1);
    job.kind = &kind;
    job.projectId = readString(raw, "projectId"_L1);
    if (job.projectId.isEmpty())
        job.projectId = source.projectId;
    job.sourceCluster = readString(raw, sourceKey);
    if (job.sourceCluster.isEmpty())
        job.sourceCluster = source.name;
    job.snapshotId = readString(raw, "snapshotId"_L1);
    job.deliveryType = readString(raw, "deliveryType"_L1);
    job.download = isDownload(raw);
    if (!job.download) {
        job.targetProjectId = readString(raw, "targetProjectId"_L1);
        job.targetCluster = readString(raw, "targetDeploymentItemName"_L1);
    }
    const bool hasUrl = !readString(raw, "snapshotUrl"_L1).isEmpty();
    job.rawState = readString(raw, "status"_L1);
    job.state = readState(job.rawState, job.download, hasUrl);
    job.created = objectIdTime(job.id);
    job.started = readTime(raw, "restoreScheduledDate"_L1);
    job.finished = readTime(raw, "restoreFinishedDate"_L1);
    // Restores carry a date here too, where it ends nothing; and before there is a link, none ends.
    if (job.state == JobState::Ready || (job.download && job.state == JobState::Done))
        job.expires = readTime(raw, "expirationDate"_L1);
    job.snapshotTime = readTime(raw, "snapshotFinishedDate"_L1);
    job.state = currentState(job, origin.now);
    job.raw = origin.raw;
    return job;
}

Snapshot readSharedTierSnapshot(const QJsonObject &raw, const RecordOrigin &origin,
                                const JobKind &kind, const ClusterRef &source)
{
    Snapshot snapshot;
    snapshot.id = readString(raw, "id"_L1);
    snapshot.kind = &kind;
    snapshot.projectId = source.projectId;
    snapshot.cluster = source.name;
    snapshot.rawState = readString(raw, "status"_L1);
    snapshot.state = readSnapshotState(snapshot.rawState);
    snapshot.taken = readTime(raw, "finishTime"_L1);
    if (!snapshot.taken.isValid())
        snapshot.taken = readTime(raw, "startTime"_L1);
    snapshot.scheduled = readTime(raw, "scheduledTime"_L1);
    snapshot.expires = readTime(raw, "expiration"_L1);
    snapshot.version = readString(raw, "mongoDBVersion"_L1);
    snapshot.raw = origin.raw;
    return snapshot;
}

JobDetails sharedTierDetails(const QJsonObject &raw, QLatin1StringView sourceKey)
{
    const bool download = isDownload(raw);
    JobDetails details;
    FactReader facts(raw, &details.facts);
    facts.text("status"_L1, Facts::tr("Status"));
    facts.text("deliveryType"_L1, Facts::tr("Delivery type"));
    facts.text(sourceKey, Facts::tr("Source cluster"));
    facts.identifier("projectId"_L1, Facts::tr("Source project ID"));
    facts.text("targetDeploymentItemName"_L1, Facts::tr("Target cluster"));
    facts.identifier("targetProjectId"_L1, Facts::tr("Target project ID"));
    facts.time("snapshotFinishedDate"_L1, Facts::tr("Snapshot taken"));
    facts.time("restoreScheduledDate"_L1, Facts::tr("Started"));
    facts.time("restoreFinishedDate"_L1, Facts::tr("Finished"));
    facts.identifier("snapshotId"_L1, Facts::tr("Snapshot ID"));
    facts.identifier("id"_L1, Facts::tr("Job ID"));
    if (download)
        details.expires = readTime(raw, "expirationDate"_L1);
    if (details.expires.isValid())
        facts.elsewhere({"expirationDate"_L1});
    else
        facts.time("expirationDate"_L1, Facts::tr("Expiration date (no link: without meaning)"));
    facts.elsewhere({"snapshotUrl"_L1});
    facts.leftOver();

    const QString url = readString(raw, "snapshotUrl"_L1);
    if (!url.isEmpty())
        details.deliveries.append(deliveryOf(Facts::tr("Public"), url));
    details.deliveryNote = deliveryNote(raw, !url.isEmpty());
    details.hashNote = download || !url.isEmpty()
        ? Facts::tr("Atlas publishes no hash for this kind of download.")
        : Facts::tr("This job makes no file, so there is no hash.");
    return details;
}

QList<Fact> sharedTierSnapshotFacts(const QJsonObject &raw)
{
    QList<Fact> list;
    FactReader facts(raw, &list);
    facts.text("status"_L1, Facts::tr("Status"));
    facts.time("finishTime"_L1, Facts::tr("Taken"));
    facts.time("startTime"_L1, Facts::tr("Started"));
    facts.time("scheduledTime"_L1, Facts::tr("Scheduled"));
    facts.time("expiration"_L1, Facts::tr("Expires"));
    facts.text("mongoDBVersion"_L1, Facts::tr("MongoDB version"));
    facts.identifier("id"_L1, Facts::tr("Snapshot ID"));
    facts.leftOver();
    return list;
}

QJsonObject sharedTierRestoreBody(const RestorePlan &plan)
{
    const QString project =
        plan.targetProjectId.isEmpty() ? plan.snapshot.projectId : plan.targetProjectId;
    return {{u"snapshotId"_s, plan.snapshot.id},
            {u"targetDeploymentItemName"_s, plan.targetCluster},
            {u"targetProjectId"_s, project}};
}
