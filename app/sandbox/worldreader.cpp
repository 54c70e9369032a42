#include "sandbox/worldreader.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace {

constexpr int kMaxArchiveMB = 100'000;

double defaultDiskGB(const QString &tier)
{
    static const QHash<QString, double> sizes {
        {QStringLiteral("M0"), 0.5}, {QStringLiteral("M2"), 2},   {QStringLiteral("M5"), 5},
        {QStringLiteral("FLEX"), 5}, {QStringLiteral("M10"), 10}, {QStringLiteral("M20"), 20},
        {QStringLiteral("M30"), 40}, {QStringLiteral("M40"), 80}, {QStringLiteral("M50"), 160}};
    return sizes.value(tier, 320);
}

template <typename List, typename Time> void newestFirst(List &list, Time time)
{
    std::stable_sort(list.begin(), list.end(),
                     [time](const auto &a, const auto &b) { return time(a) > time(b); });
}

} // namespace

Result<World> World::read(const QByteArray &json, Moment start)
{
    return WorldReader(start).read(json);
}

Result<World> WorldReader::read(const QByteArray &json)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsed);
    if (!document.isObject()) {
        error.detail = QStringLiteral("The world file is no JSON object: %1 (byte %2).")
                           .arg(parsed.errorString())
                           .arg(parsed.offset);
        return error;
    }
    WorldFields fields(document.object(), {}, m_start, &m_problems);
    fields.each("organizations", [this](WorldFields &item) { readOrganization(item); });
    WorldFields pace(fields.object("pace"), QStringLiteral("pace"), m_start, &m_problems);
    m_world.m_pace.pendingSeconds = int(pace.duration("pending", "8s"));
    m_world.m_pace.runSeconds = int(pace.duration("run", "75s"));
    pace.finish();
    m_world.m_archiveBytes = readArchiveBytes(fields);
    fields.skip("rateLimits"); // these two are read by SandboxService
    fields.skip("faults");
    fields.finish();
    resolveTargets();
    if (m_world.m_organizations.empty())
        m_problems.append(QStringLiteral("there are no organizations"));
    if (!m_problems.isEmpty()) {
        error.detail = QStringLiteral("The world file is wrong: %1.").arg(m_problems.first());
        return error;
    }
    return std::move(m_world);
}

// "archiveMB": about the size of each file to download.
qint64 WorldReader::readArchiveBytes(WorldFields &fields)
{
    const double megabytes = fields.real("archiveMB");
    if (megabytes < 0 || megabytes > kMaxArchiveMB)
        fields.problem(QStringLiteral("\"archiveMB\" must be 0 to %1").arg(kMaxArchiveMB));
    return qint64(qBound(0.0, megabytes, double(kMaxArchiveMB)) * 1'000'000);
}

void WorldReader::readOrganization(WorldFields &fields)
{
    World::Organization organization;
    organization.name = fields.requiredText("name");
    organization.id = World::objectId(fields.moment("created", "-5y"),
                                      QStringLiteral("organization/") + organization.name);
    m_world.m_organizations.push_back(organization);
    fields.each("projects", [&](WorldFields &item) { readProject(item, organization); });
}

void WorldReader::readProject(WorldFields &fields, const World::Organization &organization)
{
    World::Project project;
    project.name = fields.requiredText("name");
    project.orgId = organization.id;
    project.created = fields.moment("created", "-4y");
    project.id = World::objectId(project.created, QStringLiteral("project/") + project.name);
    project.retired = fields.flag("retired", true);
    project.visible = fields.flag("visible", true);
    const QJsonObject tags = fields.object("tags");
    for (auto it = tags.begin(); it != tags.end(); ++it)
        project.tags.emplaceBack(it.key(), it.value().toString());
    for (const World::Project &other : m_world.m_projects) {
        if (other.name == project.name)
            fields.problem(QStringLiteral("two projects have this name"));
    }
    project.owner = fields.flag("owner", true);
    readCompliance(fields, project);
    fields.each("accessList", [&](WorldFields &item) { readAccessEntry(item, project); });
    m_world.addProject(project);
    fields.each("clusters", [&](WorldFields &item) { readCluster(item, project); });
}

void WorldReader::readAccessEntry(WorldFields &fields, World::Project &project)
{
    static const QStringList statuses {QStringLiteral("ACTIVE"), QStringLiteral("PENDING"),
                                       QStringLiteral("FAILED")};
    World::AccessEntry entry;
    entry.value = fields.requiredText("value");
    entry.comment = fields.text("comment");
    entry.status = fields.text("status", entry.status);
    if (fields.has("until"))
        entry.until = fields.moment("until");
    if (!statuses.contains(entry.status))
        fields.problem(QStringLiteral("\"status\" must be ACTIVE, PENDING or FAILED"));
    project.accessList.append(entry);
}

void WorldReader::readCluster(WorldFields &fields, const World::Project &project)
{
    static const QRegularExpression nameForm(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9-]*$"));
    static const QRegularExpression versionForm(QStringLiteral("^\\d+\\.\\d+\\.\\d+$"));
    World::Cluster cluster;
    cluster.projectId = project.id;
    cluster.name = fields.requiredText("name");
    cluster.tier = fields.requiredText("tier");
    cluster.version = fields.requiredText("version");
    cluster.deleted = fields.flag("deleted");
    if (!nameForm.match(cluster.name).hasMatch()
        || m_world.find(cluster.deleted ? m_world.m_deletedAt : m_world.m_clusterAt, project.id,
                        cluster.name))
        fields.problem(QStringLiteral("this is no good name for a cluster"));
    if (cluster.deleted && !cluster.isDedicated())
        fields.problem(QStringLiteral("only dedicated clusters leave backups behind"));
    if (!versionForm.match(cluster.version).hasMatch())
        fields.problem(QStringLiteral("\"version\" must be such as \"8.0.12\""));
    cluster.created = fields.moment("created", "-2y");
    cluster.id = World::objectId(cluster.created,
                                 QStringLiteral("cluster/%1/%2").arg(project.name, cluster.name)
                                     + (cluster.deleted ? QStringLiteral("/deleted") : QString()));
    cluster.provider = fields.text("provider", cluster.provider);
    cluster.region = fields.text("region", cluster.region);
    // The schema has no word for "deleted".
    cluster.state =
        fields.text("state", cluster.deleted ? QStringLiteral("DELETING") : cluster.state);
    cluster.encryption = fields.text("encryption", cluster.encryption);
    cluster.shards = fields.number("shards");
    cluster.diskGB = fields.real("diskGB", defaultDiskGB(cluster.tier));
    cluster.pit = fields.flag("pit");
    cluster.paused = fields.flag("paused");
    cluster.terminationProtected = fields.flag("terminationProtected");
    cluster.continuousRelease = fields.flag("continuousRelease");
    cluster.failsRestores = fields.flag("failsRestores");
    cluster.privateEndpoint = fields.flag("privateEndpoint");
    cluster.liveImport = fields.flag("liveImport");
    cluster.configServer = fields.text("configServer", cluster.configServer);
    if (cluster.configServer != QLatin1String("DEDICATED")
        && cluster.configServer != QLatin1String("EMBEDDED"))
        fields.problem(QStringLiteral("\"configServer\" must be DEDICATED or EMBEDDED"));
    cluster.archiveBytes = readArchiveBytes(fields);
    cluster.restoreWindowDays = fields.number("restoreWindowDays", cluster.pit ? 7 : 0);
    // Snapshots before jobs: a job takes the newest snapshot there was.
    if (cluster.isDedicated()) {
        fields.each("snapshots", [&](WorldFields &item) { readCloudSnapshots(item, cluster); });
        fields.each("legacySnapshots",
                    [&](WorldFields &item) { readLegacySnapshots(item, cluster); });
        sortLists(cluster);
        fields.each("databases", [&](WorldFields &item) { readDatabase(item, cluster); });
        fields.each("jobs", [&](WorldFields &item) { readCloudJobs(item, cluster); });
        fields.each("collectionJobs",
                    [&](WorldFields &item) { readCollectionJobs(item, cluster); });
        fields.each("legacyJobs", [&](WorldFields &item) { readLegacyJobs(item, cluster); });
    } else {
        fields.each("snapshots", [&](WorldFields &item) { readTenantSnapshots(item, cluster); });
        sortLists(cluster);
        fields.each("jobs", [&](WorldFields &item) { readTenantJobs(item, cluster); });
    }
    sortLists(cluster);
    m_world.addCluster(cluster);
}

void WorldReader::sortLists(World::Cluster &cluster)
{
    newestFirst(cluster.tenantSnapshots, [](const auto &item) { return -item.scheduled; });
    newestFirst(cluster.tenantJobs, [](const auto &item) { return item.created; });
    newestFirst(cluster.cloudSnapshots, [](const auto &item) { return item.begun; });
    newestFirst(cluster.cloudJobs, [](const auto &item) { return item.created; });
    newestFirst(cluster.collectionJobs, [](const auto &item) { return item.created; });
    newestFirst(cluster.legacySnapshots, [](const auto &item) { return item.created; });
    newestFirst(cluster.legacyJobs, [](const auto &item) { return item.created; });
}

void WorldReader::resolveTargets()
{
    for (World::Cluster &source : m_world.m_clusters) {
        for (World::TenantJob &job : source.tenantJobs)
            resolve(source, &job.target, &job.targetProjectId);
        for (World::CloudJob &job : source.cloudJobs)
            resolve(source, &job.target, &job.targetProjectId);
        for (World::CollectionJob &job : source.collectionJobs)
            resolve(source, &job.target, &job.targetProjectId);
        for (World::LegacyJob &job : source.legacyJobs)
            resolve(source, &job.target, &job.targetProjectId);
    }
    // Names that are taken depend on the targets and on the jobs before.
    for (World::Cluster &source : m_world.m_clusters) {
        for (auto job = source.collectionJobs.rbegin(); job != source.collectionJobs.rend(); ++job)
            m_world.fillParts(*job, source);
    }
}

// A target may be a cluster that is gone by now; its project must be there.
void WorldReader::resolve(const World::Cluster &source, QString *target, QString *projectId)
{
    if (target->isEmpty())
        return;
    *projectId = source.projectId;
    const qsizetype slash = target->indexOf(QLatin1Char('/'));
    if (slash < 0)
        return;
    const QString projectName = target->left(slash);
    const auto found =
        std::find_if(m_world.m_projects.begin(), m_world.m_projects.end(),
                     [&](const World::Project &project) { return project.name == projectName; });
    if (found == m_world.m_projects.end()) {
        m_problems.append(QStringLiteral("%1: there is no project \"%2\" to restore to")
                              .arg(source.name, projectName));
        return;
    }
    *projectId = found->id;
    *target = target->mid(slash + 1);
}
