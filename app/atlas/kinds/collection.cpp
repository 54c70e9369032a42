// Restores of chosen databases and collections from cloud backup:
// list/get/createGroupClusterCollectionRestoreJob(s). The only kind with progress and with an error
// text; it starts from cloud snapshots.
#include "atlas/kinds/facts.h"
#include "atlas/kinds/kindchecks.h"
#include "atlas/kinds/kinds.h"
#include "atlas/requests.h"
#include "atlas/restoreplan.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

JobState readState(const QString &word)
{
    static const QHash<QString, JobState> states {
        {u"INITIALIZING"_s, JobState::Queued}, {u"IN_PROGRESS"_s, JobState::Running},
        {u"FINALIZING"_s, JobState::Running},  {u"SUCCESSFUL"_s, JobState::Done},
        {u"CANCELED"_s, JobState::Cancelled},  {u"FAILED"_s, JobState::Failed},
    };
    return states.value(word.toUpper(), JobState::Unknown);
}

QDateTime readPoint(const QJsonObject &raw)
{
    const QDateTime clock = readEpoch(raw, "pointInTimeUtcSeconds"_L1);
    return clock.isValid() ? clock : readEpoch(raw, "oplogTs"_L1);
}

RestoreJob readJob(const QJsonObject &raw, const RecordOrigin &origin, const ClusterRef &source)
{
    RestoreJob job;
    job.id = readString(raw, "id"_L1);
    job.kind = &kCollectionKind;
    job.projectId = source.projectId;
    job.sourceCluster = source.name;
    job.targetProjectId = readString(raw, "targetGroupId"_L1);
    job.targetCluster = readString(raw, "targetClusterName"_L1);
    job.snapshotId = readString(raw, "snapshotId"_L1);
    job.rawState = readString(raw, "state"_L1);
    job.state = readState(job.rawState);
    job.created = readTime(raw, "createdAt"_L1);
    if (!job.created.isValid())
        job.created = objectIdTime(job.id);
    job.finished = readTime(raw, "finishedAt"_L1);
    job.snapshotTime = readPoint(raw);
    job.doneDocuments = readInteger(raw, "restoredDocuments"_L1).value_or(-1);
    job.totalDocuments = readInteger(raw, "totalDocuments"_L1).value_or(-1);
    job.raw = origin.raw;
    return job;
}

// "sales, hr → hr_restored": what is read, and where it is written if elsewhere.
void scopeFact(const QJsonObject &raw, QLatin1StringView key, const QString &label,
               QList<Fact> *facts)
{
    QStringList names;
    const QJsonArray items = readArray(raw, key);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items.at(i).toObject();
        const QString from = readString(item, "sourceNamespace"_L1);
        const QString to = readString(item, "targetNamespace"_L1);
        names.append(to.isEmpty() || to == from ? from : from + u" → "_s + to);
        FactReader rest(item, facts, key + u"[%1]."_s.arg(i));
        rest.elsewhere({"sourceNamespace"_L1, "targetNamespace"_L1});
        rest.leftOver();
    }
    if (!names.isEmpty())
        facts->append({label, names.join(", "_L1), Fact::Type::Text, {}});
}

JobDetails details(const QJsonObject &raw)
{
    JobDetails details;
    FactReader facts(raw, &details.facts);
    facts.text("state"_L1, Facts::tr("State"));
    facts.text("errorMessage"_L1, Facts::tr("Error"));
    facts.text("restoredDocuments"_L1, Facts::tr("Documents restored"));
    facts.text("totalDocuments"_L1, Facts::tr("Documents in all"));
    FactReader index(readObject(raw, "indexStatus"_L1), &details.facts, u"indexStatus."_s);
    index.text("state"_L1, Facts::tr("Indexes"));
    index.text("failedCollectionCount"_L1, Facts::tr("Collections with failed indexes"));
    index.leftOver();
    if (raw.value("indexStatus"_L1).isObject())
        facts.elsewhere({"indexStatus"_L1});
    facts.text("targetClusterName"_L1, Facts::tr("Target cluster"));
    facts.identifier("targetGroupId"_L1, Facts::tr("Target project ID"));
    facts.text("writeStrategy"_L1, Facts::tr("Write strategy"));
    facts.text("indexStrategy"_L1, Facts::tr("Index strategy"));
    scopeFact(raw, "databases"_L1, Facts::tr("Databases"), &details.facts);
    scopeFact(raw, "collections"_L1, Facts::tr("Collections"), &details.facts);
    for (const auto key : {"databases"_L1, "collections"_L1}) {
        if (raw.value(key).isArray())
            facts.elsewhere({key});
    }
    facts.text("databaseSuffix"_L1, Facts::tr("Suffix of databases"));
    facts.text("collectionSuffix"_L1, Facts::tr("Suffix of collections"));
    facts.epoch("pointInTimeUtcSeconds"_L1, Facts::tr("Point in time"));
    facts.epoch("oplogTs"_L1, Facts::tr("Oplog entry: time"));
    facts.text("oplogInc"_L1, Facts::tr("Oplog entry: number within the second"));
    facts.time("createdAt"_L1, Facts::tr("Created"));
    facts.time("finishedAt"_L1, Facts::tr("Finished"));
    facts.identifier("snapshotId"_L1, Facts::tr("Snapshot ID"));
    facts.identifier("id"_L1, Facts::tr("Job ID"));
    facts.leftOver();
    details.deliveryNote =
        Facts::tr("This job writes collections into a cluster; it makes no file to download.");
    details.hashNote = Facts::tr("This job makes no file, so there is no hash.");
    return details;
}

auto jobReader(const ClusterRef &source)
{
    return [source](const QJsonObject &raw, const RecordOrigin &origin) {
        return readJob(raw, origin, source);
    };
}

Request<Page<RestoreJob>> listJobs(const Cluster &source, const PageRequest &page)
{
    return listRequest<RestoreJob>(
        getData("listGroupClusterCollectionRestoreJobs", {source.projectId, source.name}, page),
        page, jobReader(refOf(source)));
}

Request<RestoreJob> getJob(const ClusterRef &source, const QString &jobId)
{
    return recordRequest<RestoreJob>(
        getData("getGroupClusterCollectionRestoreJob", {source.projectId, source.name, jobId}),
        jobReader(source));
}

QJsonArray namespaces(const QList<NamespaceChoice> &choices)
{
    QJsonArray list;
    for (const NamespaceChoice &choice : choices) {
        QJsonObject item {{u"sourceNamespace"_s, choice.source}};
        if (!choice.target.isEmpty())
            item.insert(u"targetNamespace"_s, choice.target);
        list.append(item);
    }
    return list;
}

// The writable fields alone: Atlas refuses any other. Empty lists and suffixes are not sent.
QJsonObject body(const RestorePlan &plan)
{
    const CollectionChoice &choice = plan.collections;
    const QString project =
        plan.targetProjectId.isEmpty() ? plan.snapshot.projectId : plan.targetProjectId;
    QJsonObject json {{u"targetGroupId"_s, project},
                      {u"targetClusterName"_s, plan.targetCluster},
                      {u"writeStrategy"_s, choice.writeStrategy},
                      {u"indexStrategy"_s, choice.indexStrategy}};
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point)) {
        json.insert(u"pointInTimeUtcSeconds"_s, clock->time.toSecsSinceEpoch());
    } else if (const auto *oplog = std::get_if<OplogPoint>(&plan.point)) {
        json.insert(u"oplogTs"_s, oplog->seconds);
        json.insert(u"oplogInc"_s, oplog->increment);
    } else {
        json.insert(u"snapshotId"_s, plan.snapshot.id);
    }
    if (!choice.databases.isEmpty())
        json.insert(u"databases"_s, namespaces(choice.databases));
    if (!choice.collections.isEmpty())
        json.insert(u"collections"_s, namespaces(choice.collections));
    if (!choice.databaseSuffix.isEmpty())
        json.insert(u"databaseSuffix"_s, choice.databaseSuffix);
    if (!choice.collectionSuffix.isEmpty())
        json.insert(u"collectionSuffix"_s, choice.collectionSuffix);
    return json;
}

Request<QList<RestoreJob>> create(const RestorePlan &plan, ApiVersion)
{
    const ClusterRef source = sourceOf(plan);
    return oneJob(recordRequest<RestoreJob>(changeData("createGroupClusterCollectionRestoreJob",
                                                       {source.projectId, source.name}, body(plan)),
                                            jobReader(source)));
}

} // namespace

const JobKind kCollectionKind {
    .id = "collection",
    .title = [] { return Facts::tr("Collections"); },
    .capabilities =
        Capabilities(Capability::Collections) | Capability::ClockPoint | Capability::OplogPoint,
    .serves = [](const Cluster &) { return false; },
    .mayHold = isDedicated,
    .listJobs = listJobs,
    .getJob = getJob,
    .listSnapshots = nullptr,
    .getSnapshot = getCloudSnapshot,
    .create = create,
    .cancel = nullptr,
    .takeSnapshot = nullptr,
    .canTarget = isDedicated,
    .targetChecks = collectionTargetChecks,
    .sourceChecks = collectionSourceChecks,
    .retiredOn = nullptr,
    .details = details,
    .snapshotFacts = cloudSnapshotFacts,
};
