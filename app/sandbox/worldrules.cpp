#include "sandbox/worldreader.h"

namespace {

constexpr int kMaxRepeat = 100'000;
constexpr int kMaxAhead = 60; // snapshots that the schedule will still take while we run
constexpr qint64 kDay = 86'400;

qint64 between(const QPair<qint64, qint64> &range, const QString &key)
{
    return range.first + World::pick(key, int(range.second - range.first + 1));
}

} // namespace

World::Moment WorldReader::Row::at(int i) const
{
    return first - i * every - World::pick(keyOf(i) + QStringLiteral("/jitter"), int(jitter) + 1);
}

WorldReader::Row WorldReader::readRow(WorldFields &fields, const World::Cluster &cluster)
{
    Row row;
    row.count = fields.number("repeat", 1);
    row.every = fields.duration("every", "1d");
    row.jitter = fields.duration("jitter");
    row.first = fields.moment("at");
    row.key = cluster.id + QLatin1Char('/') + fields.place();
    if (row.count < 1 || row.count > kMaxRepeat)
        fields.problem(QStringLiteral("\"repeat\" must be 1 to %1").arg(kMaxRepeat));
    row.count = qBound(1, row.count, kMaxRepeat);
    return row;
}

void WorldReader::readTenantSnapshots(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const qint64 keep = fields.duration("keep", "8d");
    const QString version = fields.text("version", cluster.version);
    const bool failed = fields.flag("failed");
    const auto takes = fields.durations("takes", "85s");
    const int ahead =
        row.count > 1 && row.every > 0 ? int(qMin<qint64>(kMaxAhead, 14 * kDay / row.every)) : 0;
    for (int i = -ahead; i < row.count; ++i) {
        World::TenantSnapshot snapshot;
        snapshot.scheduled = row.at(i);
        snapshot.id = World::objectId(snapshot.scheduled, row.keyOf(i));
        snapshot.start = snapshot.scheduled + 5 + World::pick(row.keyOf(i), 40);
        snapshot.finish = snapshot.start + between(takes, row.keyOf(i));
        snapshot.expires = snapshot.scheduled + keep;
        snapshot.version = version;
        snapshot.failed = failed;
        cluster.tenantSnapshots.append(snapshot);
    }
}

void WorldReader::readTenantJobs(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const Targets targets {fields.texts("target")};
    const auto takes = fields.durations("takes", "90s");
    const qint64 pending = fields.duration("pending", "6s");
    const int failEvery = fields.number("failEvery");
    const bool failed = fields.flag("failed");
    const bool queued = fields.flag("queued");
    const bool download = fields.flag("download");
    const qint64 age = fields.duration("age");
    for (int i = 0; i < row.count; ++i) {
        World::TenantJob job;
        job.created = row.at(i);
        job.id = World::objectId(job.created, row.keyOf(i));
        job.runsAt = job.created + pending;
        job.endsAt = job.runsAt + between(takes, row.keyOf(i));
        job.download = download;
        job.target = targets.of(i);
        job.expires = job.created + (download ? 4 : 6) * 3600;
        job.queued = queued;
        job.failed = failed || (failEvery > 0 && i % failEvery == failEvery - 1);
        // The newest snapshot of that time; an old job's snapshot is gone, but had an id.
        job.snapshotFinished = job.created - age - (job.created - age) % kDay - 7 * 3600;
        job.snapshotId = World::objectId(job.snapshotFinished - 110,
                                         cluster.id + QString::number(job.snapshotFinished));
        for (const World::TenantSnapshot &snapshot : std::as_const(cluster.tenantSnapshots)) {
            if (!snapshot.failed && snapshot.finish <= job.created - age) {
                job.snapshotId = snapshot.id;
                job.snapshotFinished = snapshot.finish;
            }
        }
        cluster.tenantJobs.append(job);
    }
}

void WorldReader::readCloudSnapshots(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const qint64 keep = fields.duration("keep", "7d");
    const auto takes = fields.durations("takes", "157s");
    const double sizeGB = fields.real("sizeGB", 4);
    const double growGB = fields.real("growGB"); // from one to the next newer one
    World::CloudSnapshot form;
    form.type = fields.text("type", QStringLiteral("scheduled"));
    form.frequency = fields.text("frequency", QStringLiteral("daily"));
    form.description = fields.text("description");
    form.version = fields.text("version", cluster.version);
    form.failed = fields.flag("failed");
    form.queued = fields.flag("queued");
    form.copyRegions = fields.texts("copyRegions");
    if (row.count > 1 && form.type == QLatin1String("scheduled")) {
        form.begun = row.first;
        form.expires = row.first + keep;
        readPolicy(fields, form, cluster);
    }
    const int ahead =
        row.count > 1 && row.every > 0 ? int(qMin<qint64>(kMaxAhead, 14 * kDay / row.every)) : 0;
    for (int i = -ahead; i < row.count; ++i) {
        World::CloudSnapshot snapshot = form;
        snapshot.begun = row.at(i);
        snapshot.id = World::objectId(snapshot.begun, row.keyOf(i));
        snapshot.completed = snapshot.begun + between(takes, row.keyOf(i));
        snapshot.expires = snapshot.begun + keep;
        const double size = qMax(0.1, sizeGB - i * growGB);
        snapshot.sizeBytes = qint64(size * 1024 * 1024) * 1024;
        cluster.cloudSnapshots.append(snapshot);
    }
}

void WorldReader::readCloudJobs(WorldFields &fields, World::Cluster &cluster)
{
    static const QHash<QString, World::CloudJob::Outcome> outcomes {
        {QStringLiteral("good"), World::CloudJob::Outcome::Good},
        {QStringLiteral("failed"), World::CloudJob::Outcome::Failed},
        {QStringLiteral("cancelled"), World::CloudJob::Outcome::Cancelled},
        {QStringLiteral("expired"), World::CloudJob::Outcome::Expired}};
    const Row row = readRow(fields, cluster);
    const Targets targets {fields.texts("target")};
    const auto takes = fields.durations("takes", "232s");
    const qint64 age = fields.duration("age");
    const qint64 linkLife = fields.duration("linkLife", "1h");
    const int failEvery = fields.number("failEvery");
    World::CloudJob form;
    form.delivery = fields.text("delivery", QStringLiteral("automated"));
    const QString outcome = fields.text("outcome", QStringLiteral("good"));
    if (!outcomes.contains(outcome))
        fields.problem(QStringLiteral("\"outcome\" must be good, failed, cancelled or expired"));
    form.outcome = outcomes.value(outcome);
    form.oplogInc = fields.number("oplogInc");
    form.privateEndpoint = fields.flag("privateEndpoint");
    const bool pointInTime = form.delivery == QLatin1String("pointInTime");
    const qint64 back = fields.duration("back", "20m"); // pointInTime: how long before the job
    for (int i = 0; i < row.count; ++i) {
        World::CloudJob job = form;
        job.created = row.at(i);
        job.id = World::objectId(job.created, row.keyOf(i));
        job.endsAt = job.created + between(takes, row.keyOf(i));
        job.linkEnds = job.endsAt + linkLife;
        job.target = targets.of(i);
        if (failEvery > 0 && i % failEvery == failEvery - 1)
            job.outcome = World::CloudJob::Outcome::Failed;
        if (pointInTime)
            job.pointInTime = job.created - back;
        job.taken = job.created - age - (job.created - age) % kDay - 5 * 3600;
        job.snapshotId = World::objectId(job.taken - 157, cluster.id + QString::number(job.taken));
        for (const World::CloudSnapshot &snapshot : std::as_const(cluster.cloudSnapshots)) {
            if (!snapshot.failed && snapshot.completed <= job.created - age) {
                job.snapshotId = snapshot.id;
                job.taken = snapshot.completed;
                break; // newest first
            }
        }
        cluster.cloudJobs.append(job);
    }
}

void WorldReader::readLegacySnapshots(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const qint64 keep = fields.duration("keep", "1y");
    const bool incomplete = fields.flag("incomplete");
    const bool doNotDelete = fields.flag("doNotDelete");
    for (int i = 0; i < row.count; ++i) {
        World::LegacySnapshot snapshot;
        snapshot.created = row.at(i);
        snapshot.id = World::objectId(snapshot.created, row.keyOf(i));
        snapshot.expires = snapshot.created + keep;
        snapshot.complete = !incomplete;
        snapshot.doNotDelete = doNotDelete;
        cluster.legacySnapshots.append(snapshot);
    }
}

void WorldReader::readLegacyJobs(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const Targets targets {fields.texts("target")};
    const qint64 takes = fields.duration("takes", "14m");
    const bool batch = fields.flag("batch");
    World::LegacyJob form;
    form.method = fields.text("method", QStringLiteral("HTTP"));
    form.status = fields.text("status", QStringLiteral("FINISHED"));
    form.delivery = fields.text("delivery", QStringLiteral("READY"));
    form.expirationHours = fields.number("expirationHours", 24);
    form.maxDownloads = fields.number("maxDownloads", 1);
    form.hashed = fields.flag("hashed");
    form.encrypted = fields.flag("encrypted");
    for (int i = 0; i < row.count; ++i) {
        World::LegacyJob job = form;
        job.created = row.at(i);
        job.endsAt = job.created + takes;
        job.target = targets.of(i);
        for (const World::LegacySnapshot &snapshot : std::as_const(cluster.legacySnapshots)) {
            if (snapshot.complete && snapshot.created <= job.created) {
                job.snapshotId = snapshot.id;
                job.taken = snapshot.created;
                break;
            }
        }
        QStringList parts;
        for (int shard = 0; batch && shard < cluster.shards; ++shard)
            parts.append(QStringLiteral("shard-%1").arg(shard));
        if (batch) {
            parts.append(QStringLiteral("config-0"));
            job.batchId = World::objectId(job.created, row.keyOf(i) + QStringLiteral("/batch"));
        } else {
            parts.append(QStringLiteral("shard-0"));
        }
        for (const QString &part : std::as_const(parts)) {
            job.part = part;
            job.id = World::objectId(job.created, row.keyOf(i) + QLatin1Char('/') + part);
            // Nobody can fetch that file any more, so any hash will do; the others are reckoned.
            if (job.hashed && m_start >= job.endsAt
                && World::deliveryAt(job, m_start) != QLatin1String("READY"))
                job.sha1 = World::hexOf(QStringLiteral("archive of ") + job.id, 40);
            cluster.legacyJobs.append(job);
        }
    }
}
