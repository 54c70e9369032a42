// Legacy backup restores (deprecated; clusters from before 2020-03-23). Operations
// list/getGroupClusterRestoreJob(s). The only kind with hashes, and the only one whose link wants a
// header.
#include "atlas/backups.h"
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNoLimit = 2'147'483'647; // how Atlas writes "any number of downloads"

bool isOneOf(QStringView word, std::initializer_list<QLatin1StringView> words)
{
    for (const QLatin1StringView other : words) {
        if (word.compare(other, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QJsonObject deliveryObject(const QJsonObject &raw)
{
    return readObject(raw, "delivery"_L1);
}

bool hasUrl(const QJsonObject &delivery)
{
    return !readString(delivery, "urlV2"_L1).isEmpty() || !readString(delivery, "url"_L1).isEmpty();
}

// An automated restore comes back with the method HTTP, but it has a target and no link.
bool isDownload(const QJsonObject &delivery)
{
    const QString method = readString(delivery, "methodName"_L1);
    if (method.compare("AUTOMATED_RESTORE"_L1, Qt::CaseInsensitive) == 0)
        return false;
    return hasUrl(delivery)
        || (method.endsWith("HTTP"_L1, Qt::CaseInsensitive)
            && readString(delivery, "targetClusterName"_L1).isEmpty()
            && readString(delivery, "targetClusterId"_L1).isEmpty());
}

// The clock's row, Expired, is currentState()'s.
JobState readState(const QString &status, const QString &delivery)
{
    if (isOneOf(status, {"KILLED"_L1}))
        return JobState::Cancelled;
    if (isOneOf(status, {"BROKEN"_L1}) || isOneOf(delivery, {"FAILED"_L1, "INTERRUPTED"_L1}))
        return JobState::Failed;
    if (isOneOf(delivery, {"MAX_DOWNLOADS_EXCEEDED"_L1}))
        return JobState::UsedUp;
    if (isOneOf(delivery, {"EXPIRED"_L1}))
        return JobState::Expired;
    if (isOneOf(delivery, {"READY"_L1}))
        return JobState::Ready;
    const bool underWay = isOneOf(delivery, {"NOT_STARTED"_L1, "PENDING"_L1, "IN_PROGRESS"_L1});
    if (isOneOf(status, {"FINISHED"_L1}) && delivery.isEmpty())
        return JobState::Done;
    if (isOneOf(status, {"IN_PROGRESS"_L1}) || (isOneOf(status, {"FINISHED"_L1}) && underWay))
        return JobState::Running;
    return JobState::Unknown;
}

QString deliveryNote(const QString &status, const QJsonObject &delivery)
{
    const QString state = readString(delivery, "statusName"_L1);
    if (isOneOf(state, {"EXPIRED"_L1}))
        return Facts::tr("The link has expired. Ask for a new download of the snapshot.");
    if (isOneOf(state, {"MAX_DOWNLOADS_EXCEEDED"_L1}))
        return Facts::tr("The link is used up: it has been fetched as often as it may be.");
    if (isOneOf(state, {"FAILED"_L1, "INTERRUPTED"_L1}) || isOneOf(status, {"BROKEN"_L1}))
        return Facts::tr("The job failed, so there is no link that works.");
    if (isOneOf(status, {"KILLED"_L1}))
        return Facts::tr("The job was cancelled, so there is no link that works.");
    if (!readString(delivery, "urlV2"_L1).isEmpty())
        return Facts::tr("Fetch the first address together with its header. Whoever has both can "
                         "fetch the data.");
    if (hasUrl(delivery))
        return Facts::tr("Whoever has the address can fetch the data.");
    if (!isDownload(delivery))
        return Facts::tr("This job overwrites a cluster; it makes no file to download.");
    return Facts::tr("Atlas has not made the link yet.");
}

QList<Delivery> readDeliveries(const QJsonObject &delivery)
{
    QList<Delivery> deliveries;
    const QString urlV2 = readString(delivery, "urlV2"_L1);
    const QString headerName = readString(delivery, "authHeader"_L1);
    if (!urlV2.isEmpty()) {
        Delivery withHeader = deliveryOf(Facts::tr("With a header"), urlV2);
        withHeader.headerName = headerName;
        withHeader.headerValue = Secret(readString(delivery, "authValue"_L1).toUtf8());
        deliveries.append(withHeader);
    }
    const QString url = readString(delivery, "url"_L1);
    if (!url.isEmpty()) {
        Delivery old = deliveryOf(Facts::tr("Old address"), url);
        old.note = Facts::tr("Atlas calls this address deprecated: the key is part of it.");
        deliveries.append(old);
    }
    return deliveries;
}

void deliveryFacts(const QJsonObject &delivery, JobDetails *details)
{
    FactReader facts(delivery, &details->facts, u"delivery."_s);
    facts.text("statusName"_L1, Facts::tr("Delivery status"));
    facts.text("methodName"_L1, Facts::tr("Delivery method"));
    facts.text("targetClusterName"_L1, Facts::tr("Target cluster"));
    facts.identifier("targetGroupId"_L1, Facts::tr("Target project ID"));
    facts.identifier("targetClusterId"_L1, Facts::tr("Target cluster ID"));
    facts.text("expirationHours"_L1, Facts::tr("Hours until the link expires"));
    details->expires = readTime(delivery, "expires"_L1);
    if (details->expires.isValid() && isDownload(delivery)) {
        facts.elsewhere({"expires"_L1});
    } else {
        details->expires = {};
        facts.time("expires"_L1, Facts::tr("Expiration date (no link: without meaning)"));
    }
    const std::optional<qint64> downloads = readInteger(delivery, "maxDownloads"_L1);
    if (downloads && *downloads >= 0 && *downloads <= kNoLimit) {
        details->maxDownloads = *downloads == kNoLimit ? 0 : int(*downloads);
        facts.elsewhere({"maxDownloads"_L1});
    } else {
        facts.text("maxDownloads"_L1, Facts::tr("Downloads allowed"));
    }
    facts.elsewhere({"url"_L1, "urlV2"_L1, "authValue"_L1});
    if (readString(delivery, "urlV2"_L1).isEmpty())
        facts.text("authHeader"_L1, Facts::tr("Header of the link"));
    else
        facts.elsewhere({"authHeader"_L1});
    facts.leftOver();
}

void readHashes(const QJsonObject &raw, JobDetails *details)
{
    const QJsonArray hashes = readArray(raw, "hashes"_L1);
    for (qsizetype i = 0; i < hashes.size(); ++i) {
        const QJsonObject hash = hashes.at(i).toObject();
        const FileHash entry {readString(hash, "fileName"_L1), readString(hash, "typeName"_L1),
                              readString(hash, "hash"_L1)};
        if (entry != FileHash())
            details->hashes.append(entry);
        FactReader rest(hash, &details->facts, u"hashes[%1]."_s.arg(i));
        rest.elsewhere({"fileName"_L1, "typeName"_L1, "hash"_L1});
        rest.leftOver();
    }
}

JobDetails details(const QJsonObject &raw)
{
    JobDetails details;
    const QJsonObject delivery = deliveryObject(raw);
    FactReader facts(raw, &details.facts);
    facts.text("statusName"_L1, Facts::tr("Status"));
    facts.text("clusterName"_L1, Facts::tr("Source cluster"));
    deliveryFacts(delivery, &details);
    facts.timestamp("timestamp"_L1, Facts::tr("Snapshot taken"),
                    Facts::tr("Snapshot taken: number within the second"));
    facts.time("created"_L1, Facts::tr("Created"));
    facts.time("oplogTs"_L1, Facts::tr("Oplog entry: time"));
    facts.text("oplogInc"_L1, Facts::tr("Oplog entry: number within the second"));
    facts.text("pointInTimeUTCMillis"_L1, Facts::tr("Point in time (milliseconds since 1970)"));
    facts.identifier("batchId"_L1, Facts::tr("Batch ID"));
    facts.identifier("snapshotId"_L1, Facts::tr("Snapshot ID"));
    facts.identifier("checkpointId"_L1, Facts::tr("Checkpoint ID"));
    facts.identifier("id"_L1, Facts::tr("Job ID"));
    facts.identifier("groupId"_L1, Facts::tr("Source project ID"));
    facts.identifier("clusterId"_L1, Facts::tr("Source cluster ID"));
    facts.flag("encryptionEnabled"_L1, Facts::tr("Encrypted"));
    facts.identifier("masterKeyUUID"_L1, Facts::tr("Master key UUID"));
    facts.identifier("deploymentJobId"_L1, Facts::tr("Deployment job ID"));
    if (raw.value("delivery"_L1).isObject())
        facts.elsewhere({"delivery"_L1});
    facts.elsewhere({"hashes"_L1});
    readHashes(raw, &details);
    facts.leftOver();

    details.deliveries = readDeliveries(delivery);
    details.deliveryNote = deliveryNote(readString(raw, "statusName"_L1), delivery);
    details.hashesFollow = isDownload(delivery);
    if (details.hashes.isEmpty())
        details.hashNote = isDownload(delivery)
            ? Facts::tr("Atlas shows the hash only after the file has been downloaded: fetch it, "
                        "then refresh.")
            : Facts::tr("This job makes no file, so there is no hash.");
    return details;
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &page)
{
    return listBatch(refOf(source), {}, page);
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(
        getData("getGroupClusterRestoreJob", {source.projectId, source.name, jobId}),
        [source](const QJsonObject &raw, const RecordOrigin &origin) {
            return readLegacyJob(raw, origin, source);
        });
}

} // namespace

RestoreJob readLegacyJob(const QJsonObject &raw, const RecordOrigin &origin,
                         const ClusterRef &source)
{
    const QJsonObject delivery = deliveryObject(raw);
    const QString deliveryStatus = readString(delivery, "statusName"_L1);
    RestoreJob job;
    job.id = readString(raw, "id"_L1);
    job.kind = &kLegacyKind;
    job.projectId = readString(raw, "groupId"_L1);
    if (job.projectId.isEmpty())
        job.projectId = source.projectId;
    job.sourceCluster = readString(raw, "clusterName"_L1);
    if (job.sourceCluster.isEmpty())
        job.sourceCluster = source.name;
    job.targetProjectId = readString(delivery, "targetGroupId"_L1);
    job.targetCluster = readString(delivery, "targetClusterName"_L1);
    job.snapshotId = readString(raw, "snapshotId"_L1);
    job.deliveryType = readString(delivery, "methodName"_L1);
    job.download = isDownload(delivery);
    job.rawState = readString(raw, "statusName"_L1);
    job.state = readState(job.rawState, deliveryStatus);
    if (!deliveryStatus.isEmpty())
        job.rawState += u" / "_s + deliveryStatus;
    job.created = readTime(raw, "created"_L1);
    if (!job.created.isValid())
        job.created = objectIdTime(job.id);
    if (job.download)
        job.expires = readTime(delivery, "expires"_L1);
    job.snapshotTime = readTime(raw, "timestamp"_L1);
    job.batchId = readString(raw, "batchId"_L1);
    job.state = currentState(job, origin.now);
    job.raw = origin.raw;
    return job;
}

Request<Page<RestoreJob>> listBatch(const ClusterRef &source, const QString &batchId,
                                    const PageRequest &page)
{
    RequestData data =
        getData("listGroupClusterRestoreJobs", {source.projectId, source.name}, page);
    if (!batchId.isEmpty())
        data.query.addQueryItem(u"batchId"_s, batchId);
    return listRequest<RestoreJob>(std::move(data), page,
                                   [source](const QJsonObject &raw, const RecordOrigin &origin) {
                                       return readLegacyJob(raw, origin, source);
                                   });
}

const JobKind kLegacyKind {
    .id = "legacy",
    .title = [] { return Facts::tr("Legacy"); },
    .capabilities = Capabilities(Capability::Restore) | Capability::Download
        | Capability::ClockPoint | Capability::OplogPoint | Capability::CheckpointPoint,
    .serves = [](const Cluster &) { return false; },
    // Clusters made since have cloud backup only.
    .mayHold =
        [](const Cluster &cluster) {
            return isDedicated(cluster)
                && (!cluster.created.isValid() || cluster.created.date() < QDate(2020, 3, 23));
        },
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = listLegacySnapshots,
    .getSnapshot = getLegacySnapshot,
    .create = createLegacyJobs,
    .cancel = nullptr,
    .takeSnapshot = nullptr,
    .canTarget = isDedicated,
    .targetChecks = legacyTargetChecks,
    .sourceChecks = legacySourceChecks,
    .retiredOn = nullptr,
    .details = details,
    .snapshotFacts = legacySnapshotFacts,
};
