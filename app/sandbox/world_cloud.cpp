// What can be done with cloud backups: restores, downloads, snapshots on demand; and what a cluster
// holds, for those of the world file that don't say.
#include "sandbox/world.h"

namespace {

constexpr World::Moment kLinkLife = 3600; // recorded
constexpr World::Moment kDay = 86'400;

struct Stock {
    const char *database;
    QList<const char *> collections;
};

const QList<Stock> &stock()
{
    static const QList<Stock> list {
        {"accounts", {"customers", "addresses", "consents", "sessions"}},
        {"app", {"settings", "feature_flags", "jobs", "locks", "uploads"}},
        {"billing", {"invoices", "payments", "refunds", "credit_notes"}},
        {"content", {"articles", "images", "tags", "translations"}},
        {"messages", {"inbox", "outbox", "templates"}},
        {"metrics", {"daily", "hourly", "monthly", "sources"}},
        {"stock", {"locations", "movements", "reservations", "suppliers"}}};
    return list;
}

} // namespace

const World::CloudJob &World::startCloudRestore(Cluster &source, const CloudJob &form,
                                                const Cluster *target, Moment now)
{
    CloudJob job = form;
    job.id = objectId(now, QStringLiteral("cloud/%1").arg(++m_started));
    job.created = now;
    job.endsAt = now + m_pace.pendingSeconds + m_pace.runSeconds;
    if (target) {
        job.targetProjectId = target->projectId;
        job.target = target->name;
        job.outcome = target->failsRestores ? CloudJob::Outcome::Failed : CloudJob::Outcome::Good;
    } else {
        job.linkEnds = job.endsAt + kLinkLife;
        job.privateEndpoint = source.privateEndpoint;
    }
    source.cloudJobs.prepend(job);
    return source.cloudJobs.constFirst();
}

void World::cancelDownload(CloudJob &job, Moment now)
{
    const bool over =
        now >= job.endsAt && (job.outcome != CloudJob::Outcome::Good || now >= job.linkEnds);
    if (over)
        return;
    job.outcome = CloudJob::Outcome::Cancelled;
    job.endsAt = qMin(job.endsAt, now);
}

bool World::isLinkOpen(const CloudJob &job, const QString &part, Moment now)
{
    const LinkUse use = job.uses.value(part);
    return job.outcome == CloudJob::Outcome::Good && now >= job.endsAt && now < job.linkEnds
        && use.usedUp == 0;
}

World::Moment World::usedUpAt(const CloudJob &job, const QStringList &parts)
{
    Moment last = 0;
    for (const QString &part : parts) {
        const Moment at = job.uses.value(part).usedUp;
        if (at == 0)
            return 0;
        last = qMax(last, at);
    }
    return last;
}

World::CloudJob *World::cloudJob(size_t cluster, const QString &id)
{
    for (CloudJob &job : m_clusters[cluster].cloudJobs) {
        if (job.id == id)
            return &job;
    }
    return nullptr;
}

const World::CloudSnapshot &World::takeSnapshot(Cluster &cluster, const QString &description,
                                                int days, Moment now)
{
    CloudSnapshot snapshot;
    snapshot.id = objectId(now, QStringLiteral("snapshot/%1").arg(++m_started));
    snapshot.begun = now;
    snapshot.starts = now + m_pace.pendingSeconds;
    snapshot.completed = snapshot.starts + m_pace.runSeconds;
    snapshot.expires = now + days * kDay;
    snapshot.type = QStringLiteral("onDemand");
    snapshot.frequency = QStringLiteral("ondemand"); // recorded
    snapshot.description = description;
    snapshot.version = cluster.version;
    snapshot.sizeBytes = qint64(cluster.diskGB * 0.4 * 1024 * 1024) * 1024;
    qsizetype at = 0; // before it are those that the schedule will take
    while (at < cluster.cloudSnapshots.size() && cluster.cloudSnapshots.at(at).begun > now)
        ++at;
    for (const CloudSnapshot &older : std::as_const(cluster.cloudSnapshots)) {
        if (older.begun <= now && older.sizeBytes > 0) {
            snapshot.sizeBytes = older.sizeBytes;
            break;
        }
    }
    cluster.cloudSnapshots.insert(at, snapshot);
    return cluster.cloudSnapshots.at(at);
}

QList<World::Database> World::databasesOf(const Cluster &cluster)
{
    if (!cluster.databases.isEmpty())
        return cluster.databases;
    QList<Database> list;
    const int first = pick(cluster.id + QStringLiteral("/databases"), int(stock().size()));
    const int count = 2 + pick(cluster.id + QStringLiteral("/count"), 3);
    for (int i = 0; i < stock().size(); ++i) {
        if ((i - first + stock().size()) % stock().size() >= count)
            continue;
        Database database {QLatin1String(stock().at(i).database), {}};
        for (const char *name : stock().at(i).collections) {
            const QString key = cluster.id + database.name + QLatin1String(name);
            database.collections.append({QLatin1String(name), 200 + pick(key, 400'000)});
        }
        list.append(database);
    }
    return list;
}
