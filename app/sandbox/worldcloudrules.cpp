// The rules of the world file for schedules, databases, collection restores and compliance
// policies.
#include "sandbox/worldreader.h"

#include <QDateTime>

namespace {

constexpr qint64 kDay = 86'400;
constexpr int kMaxMany = 5'000;

// One of the words, the first if there is none.
QString word(WorldFields &fields, const char *key, const QStringList &words)
{
    const QString found = fields.text(key, words.first());
    if (!words.contains(found))
        fields.problem(QStringLiteral("\"%1\" must be %2")
                           .arg(QLatin1String(key), words.join(QLatin1String(" or "))));
    return found;
}

} // namespace

// A rule that repeats is what the schedule did so far.
void WorldReader::readPolicy(WorldFields &fields, const World::CloudSnapshot &newest,
                             World::Cluster &cluster)
{
    const QDateTime at = QDateTime::fromSecsSinceEpoch(newest.begun, Qt::UTC);
    const qint64 days = (newest.expires - newest.begun) / kDay;
    World::PolicyItem item {newest.frequency, 1, QStringLiteral("days"), int(days)};
    if (item.frequency == QLatin1String("hourly")) {
        item.interval = int(fields.duration("every", "6h") / 3600);
    } else if (item.frequency == QLatin1String("weekly")) {
        item = {item.frequency, at.date().dayOfWeek(), QStringLiteral("weeks"), int(days / 7)};
    } else if (item.frequency == QLatin1String("monthly")) {
        item = {item.frequency, qMin(28, at.date().day()), QStringLiteral("months"),
                int(days / 30)};
    } else if (item.frequency == QLatin1String("yearly")) {
        item = {item.frequency, at.date().month(), QStringLiteral("years"), int(days / 365)};
    }
    cluster.policy.append(item);
}

void WorldReader::readDatabase(WorldFields &fields, World::Cluster &cluster)
{
    World::Database database;
    database.name = fields.requiredText("name");
    QStringList names = fields.texts("collections");
    const int many = fields.number("many");
    if (many < 0 || many > kMaxMany)
        fields.problem(QStringLiteral("\"many\" must be 0 to %1").arg(kMaxMany));
    const QString prefix = fields.text("prefix", QStringLiteral("part_"));
    for (int i = 1; i <= qMin(many, kMaxMany); ++i)
        names.append(prefix + QString::number(i).rightJustified(4, QLatin1Char('0')));
    const QStringList failsIndex = fields.texts("failsIndex");
    const QStringList unsupported = fields.texts("unsupported");
    const int documents = fields.number("documents", 40'000); // on average
    for (const QString &name : std::as_const(names)) {
        World::Collection collection;
        collection.name = name;
        collection.documents = qint64(documents)
            * (20 + World::pick(cluster.id + database.name + QLatin1Char('.') + name, 161)) / 100;
        collection.failsIndex = failsIndex.contains(name);
        collection.unsupported = unsupported.contains(name);
        database.collections.append(collection);
    }
    cluster.databases.append(database);
}

void WorldReader::readCollectionJobs(WorldFields &fields, World::Cluster &cluster)
{
    const Row row = readRow(fields, cluster);
    const Targets targets {fields.texts("target")};
    const qint64 takes = fields.duration("takes", "6m");
    const qint64 back = fields.duration("back");
    World::CollectionJob form;
    form.oplogInc = fields.number("oplogInc");
    form.writeStrategy = word(fields, "writeStrategy",
                              {QStringLiteral("CREATE_NEW"), QStringLiteral("OVERWRITE_EXISTING")});
    form.indexStrategy =
        word(fields, "indexStrategy",
             {QStringLiteral("ALL"), QStringLiteral("NONE"), QStringLiteral("ALL_EXCEPT_TTL")});
    form.databaseSuffix = fields.text("databaseSuffix");
    form.collectionSuffix = fields.text("collectionSuffix");
    form.error = fields.text("error");
    for (const QString &name : fields.texts("databases"))
        form.databases.append({name, {}});
    for (const QString &name : fields.texts("collections"))
        form.collections.append({name, {}});
    for (int i = 0; i < row.count; ++i) {
        World::CollectionJob job = form;
        job.created = row.at(i);
        job.id = World::objectId(job.created, row.keyOf(i));
        job.runsAt = job.created + takes / 12;
        job.stopsAt = job.created + takes * 11 / 12;
        job.endsAt = job.created + takes;
        job.target = targets.of(i);
        if (back > 0)
            job.pointInTime = job.created - back;
        for (const World::CloudSnapshot &snapshot : std::as_const(cluster.cloudSnapshots)) {
            if (back == 0 && !snapshot.failed && snapshot.completed <= job.created) {
                job.snapshotId = snapshot.id;
                break; // newest first
            }
        }
        cluster.collectionJobs.append(job);
    }
}

void WorldReader::readCompliance(WorldFields &fields, World::Project &project)
{
    if (!fields.has("compliancePolicy"))
        return;
    WorldFields policy(fields.object("compliancePolicy"),
                       fields.place() + QStringLiteral(" / compliancePolicy"), m_start,
                       &m_problems);
    World::CompliancePolicy value;
    value.email = policy.requiredText("email");
    value.firstName = policy.requiredText("firstName");
    value.lastName = policy.requiredText("lastName");
    value.updated = policy.moment("updated", "-1y");
    value.windowDays = policy.number("restoreWindowDays");
    value.onDemandDays = policy.number("onDemandDays", 1);
    value.copyProtection = policy.flag("copyProtection");
    value.encryption = policy.flag("encryption");
    policy.finish();
    project.compliance = value;
}
