// Collection restores: which collections a job takes, under which names they arrive, and how far it
// is at a moment. All or nothing: a job that fails leaves the target as it was.
#include "sandbox/world.h"

#include <algorithm>

namespace {

using Kind = World::CollectionPart::Kind;

constexpr double kFailsAt = 0.6; // of the work
constexpr double kIndexesAt = 0.8; // of a collection's time; from then on its indexes are built

bool isTaken(Kind kind)
{
    return kind == Kind::Good || kind == Kind::IndexFails;
}

// Of the job's work, in documents.
double workAt(const World::CollectionJob &job, World::Moment now)
{
    if (now < job.runsAt)
        return 0;
    const double length = double(qMax<World::Moment>(1, job.stopsAt - job.runsAt));
    const double share = qMin(1.0, double(now - job.runsAt) / length);
    return double(job.work) * share * (job.error.isEmpty() ? 1 : kFailsAt);
}

QString indexStateOf(const World::CollectionJob &job, const World::CollectionPart &part,
                     double share)
{
    if (job.indexStrategy == QLatin1String("NONE"))
        return QStringLiteral("NOT_RESTORED");
    if (share < kIndexesAt)
        return QStringLiteral("NOT_STARTED");
    if (share < 1)
        return QStringLiteral("IN_PROGRESS");
    return part.kind == Kind::IndexFails ? QStringLiteral("FAILED") : QStringLiteral("SUCCESSFUL");
}

QString stateOf(const World::CollectionJob &job, const World::CollectionPart &part, double share,
                World::Moment now)
{
    if (!job.error.isEmpty() && now >= job.endsAt)
        return share > 0 && share < 1 ? QStringLiteral("FAILED") : QStringLiteral("NOT_RESTORED");
    if (share <= 0)
        return QStringLiteral("NOT_STARTED");
    if (!job.error.isEmpty() && now >= job.stopsAt)
        return QStringLiteral("ROLLBACK");
    if (share < kIndexesAt)
        return QStringLiteral("IN_PROGRESS");
    if (share < 1)
        return QStringLiteral("FINALIZING");
    const bool failed = part.kind == Kind::IndexFails && job.indexStrategy != QLatin1String("NONE");
    return failed ? QStringLiteral("INDEX_BUILD_FAILED") : QStringLiteral("SUCCESSFUL");
}

} // namespace

const World::CollectionJob &World::startCollectionRestore(Cluster &source,
                                                          const CollectionJob &form,
                                                          const Cluster &target, Moment now)
{
    CollectionJob job = form;
    job.id = objectId(now, QStringLiteral("collections/%1").arg(++m_started));
    job.targetProjectId = target.projectId;
    job.target = target.name;
    job.created = now;
    job.runsAt = now + m_pace.pendingSeconds;
    job.stopsAt = job.runsAt + m_pace.runSeconds;
    job.endsAt = job.stopsAt + m_pace.pendingSeconds;
    if (target.failsRestores)
        job.error = QStringLiteral("The target cluster ran short of disk space. "
                                   "Everything that was restored has been rolled back.");
    fillParts(job, source);
    source.collectionJobs.prepend(job);
    return source.collectionJobs.constFirst();
}

// What is there on a cluster, and what collection restores before this one brought.
QSet<QString> World::namespacesOf(const QString &projectId, const QString &name,
                                  const QString &exceptJob) const
{
    QSet<QString> list;
    if (const Cluster *target = cluster(projectId, name)) {
        for (const Database &database : databasesOf(*target)) {
            for (const Collection &collection : database.collections)
                list.insert(database.name + QLatin1Char('.') + collection.name);
        }
    }
    for (const Cluster &source : m_clusters) {
        for (const CollectionJob &job : source.collectionJobs) {
            if (job.id == exceptJob || job.target != name || job.targetProjectId != projectId
                || !job.error.isEmpty())
                continue;
            for (const CollectionPart &part : job.parts)
                list.insert(part.effective);
        }
    }
    return list;
}

void World::fillParts(CollectionJob &job, const Cluster &source) const
{
    const QList<Database> databases = databasesOf(source);
    const auto find = [](const auto &list, const QString &name) {
        return std::find_if(list.begin(), list.end(),
                            [&](const auto &item) { return item.name == name; });
    };
    QSet<QString> taken = namespacesOf(job.targetProjectId, job.target, job.id);
    const auto add = [&](const QString &name, const Collection *collection, const QString &target) {
        CollectionPart part;
        part.source = name;
        part.target = target;
        part.effective = target;
        part.kind = !collection       ? Kind::NotFound
            : collection->unsupported ? Kind::Unsupported
            : collection->failsIndex  ? Kind::IndexFails
                                      : Kind::Good;
        if (isTaken(part.kind)) {
            const bool rename = job.writeStrategy == QLatin1String("CREATE_NEW");
            for (int i = 1; rename && taken.contains(part.effective); ++i) {
                part.effective = target + QStringLiteral("_restored");
                if (i > 1)
                    part.effective += QLatin1Char('_') + QString::number(i);
            }
            taken.insert(part.effective);
            part.documents = collection->documents;
            part.before = job.work;
            job.work += part.documents + 1;
        }
        job.parts.append(part);
    };
    for (const Namespace &item : std::as_const(job.databases)) {
        const auto database = find(databases, item.source);
        const QString target =
            item.target.isEmpty() ? item.source + job.databaseSuffix : item.target;
        if (database == databases.end()) {
            add(item.source, nullptr, target);
            continue;
        }
        for (const Collection &collection : database->collections)
            add(item.source + QLatin1Char('.') + collection.name, &collection,
                target + QLatin1Char('.') + collection.name + job.collectionSuffix);
    }
    for (const Namespace &item : std::as_const(job.collections)) {
        const qsizetype dot = item.source.indexOf(QLatin1Char('.'));
        const QString databaseName = item.source.left(dot);
        const QString name = item.source.mid(dot + 1);
        const auto database = find(databases, databaseName);
        const Collection *collection = nullptr;
        if (database != databases.end()) {
            const auto found = find(database->collections, name);
            if (found != database->collections.end())
                collection = &*found;
        }
        add(item.source, collection,
            item.target.isEmpty()
                ? databaseName + job.databaseSuffix + QLatin1Char('.') + name + job.collectionSuffix
                : item.target);
    }
    if (job.work == 0 && job.error.isEmpty())
        job.error = QStringLiteral("None of the collections can be restored.");
}

QString World::statusAt(const CollectionJob &job, Moment now)
{
    if (now < job.runsAt)
        return QStringLiteral("INITIALIZING");
    if (now < job.stopsAt)
        return QStringLiteral("IN_PROGRESS");
    if (now < job.endsAt)
        return QStringLiteral("FINALIZING");
    return job.error.isEmpty() ? QStringLiteral("SUCCESSFUL") : QStringLiteral("FAILED");
}

World::Progress World::progressAt(const CollectionJob &job, const CollectionPart &part, Moment now)
{
    Progress progress;
    if (!isTaken(part.kind)) {
        progress.state = part.kind == Kind::NotFound ? QStringLiteral("NOT_FOUND")
                                                     : QStringLiteral("UNSUPPORTED");
        progress.indexState = QStringLiteral("NOT_RESTORED");
        return progress;
    }
    const double share =
        qBound(0.0, (workAt(job, now) - double(part.before)) / double(part.documents + 1), 1.0);
    progress.state = stateOf(job, part, share, now);
    progress.indexState = indexStateOf(job, part, share);
    progress.restored = qint64(double(part.documents) * qMin(1.0, share / kIndexesAt));
    progress.total = part.documents;
    if (share <= 0) // the metadata's estimate, until it is counted
        progress.total += part.documents / 50;
    if (progress.state == QLatin1String("NOT_RESTORED")) {
        progress.restored = 0;
        progress.indexState = progress.state;
    }
    progress.failedIndexes = progress.indexState == QLatin1String("FAILED") ? 1 : 0;
    return progress;
}

World::Progress World::progressAt(const CollectionJob &job, Moment now)
{
    Progress progress;
    progress.state = statusAt(job, now);
    for (const CollectionPart &part : job.parts) {
        const Progress one = progressAt(job, part, now);
        progress.restored += one.restored;
        progress.total += one.total;
        progress.failedIndexes += one.failedIndexes;
    }
    const bool ended = now >= job.endsAt;
    if (job.indexStrategy == QLatin1String("NONE") || (ended && !job.error.isEmpty()))
        progress.indexState = QStringLiteral("NOT_RESTORED");
    else if (now < job.runsAt)
        progress.indexState = QStringLiteral("NOT_STARTED");
    else if (!ended)
        progress.indexState = QStringLiteral("IN_PROGRESS");
    else
        progress.indexState =
            progress.failedIndexes > 0 ? QStringLiteral("FAILED") : QStringLiteral("SUCCESSFUL");
    return progress;
}
