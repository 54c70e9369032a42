// The backup schedule of a cluster and the compliance policy of a project:
// getGroupClusterBackupSchedule, getGroupBackupCompliancePolicy.
#include "sandbox/routes_cloud.h"

#include <QDateTime>

namespace {

constexpr char kDeprecated[] = "Mon, 5 Aug 2024 00:00:00 GMT";
constexpr char kPolicyDeprecated[] = "Sun, 1 Oct 2023 00:00:00 GMT";
constexpr char kSunset[] = "Thu, 1 Jul 2027 00:00:00 GMT";

QJsonObject itemJson(const QString &id, const QString &frequency, int interval, const QString &unit,
                     int value)
{
    return {{QStringLiteral("frequencyInterval"), interval},
            {QStringLiteral("frequencyType"), frequency},
            {QStringLiteral("id"), id},
            {QStringLiteral("retentionUnit"), unit},
            {QStringLiteral("retentionValue"), value}};
}

const World::CloudSnapshot *nextOf(const World::Cluster &cluster, World::Moment now)
{
    const World::CloudSnapshot *next = nullptr;
    for (const World::CloudSnapshot &snapshot : cluster.cloudSnapshots) {
        if (snapshot.type == QLatin1String("scheduled") && snapshot.begun > now)
            next = !next || snapshot.begun < next->begun ? &snapshot : next;
    }
    return next;
}

ApiAnswer getSchedule(RouteContext &context, World::Cluster &cluster)
{
    QJsonArray items;
    for (const World::PolicyItem &item : std::as_const(cluster.policy))
        items.append(itemJson(World::objectId(cluster.created, cluster.id + item.frequency),
                              item.frequency, item.interval, item.unit, item.value));
    const QJsonObject policy {
        {QStringLiteral("id"),
         World::objectId(cluster.created, cluster.id + QStringLiteral("policy"))},
        {QStringLiteral("policyItems"), items}};
    QJsonObject json {
        {QStringLiteral("autoExportEnabled"), false},
        {QStringLiteral("clusterId"), cluster.id},
        {QStringLiteral("clusterName"), cluster.name},
        {QStringLiteral("copySettings"), QJsonArray()},
        {QStringLiteral("links"),
         QJsonArray {apiLink(clusterPath(cluster) + QStringLiteral("/backup/schedule")),
                     apiLink(clusterPath(cluster), relOf("cluster")),
                     apiLink(projectPath(cluster.projectId), relOf("group"))}},
        {QStringLiteral("policies"), QJsonArray {policy}},
        {QStringLiteral("restoreWindowDays"), cluster.restoreWindowDays},
        {QStringLiteral("useOrgAndGroupNamesInExportPrefix"), false}};
    const World::CloudSnapshot *next = nextOf(cluster, context.now);
    const QTime hour =
        next ? QDateTime::fromSecsSinceEpoch(next->begun, Qt::UTC).time() : QTime(0, 0);
    json.insert(QStringLiteral("referenceHourOfDay"), hour.hour());
    json.insert(QStringLiteral("referenceMinuteOfHour"), hour.minute());
    if (next && !cluster.paused && !cluster.deleted)
        json.insert(QStringLiteral("nextSnapshot"), isoTime(next->begun));
    return json;
}

ApiAnswer getCompliancePolicy(RouteContext &context)
{
    const World::Project &project = *context.project;
    if (!project.owner)
        return refusal(403, "ACCESS_FORBIDDEN",
                       QStringLiteral("The login is not Project Owner of %1.").arg(project.id),
                       project.id);
    // The schema requires a person's address, so that no policy can't be an empty object.
    if (!project.compliance)
        return refusal(
            404, "RESOURCE_NOT_FOUND",
            QStringLiteral("Project %1 has no Backup Compliance Policy.").arg(project.id),
            project.id);
    const World::CompliancePolicy &policy = *project.compliance;
    const auto id = [&](const QString &key) {
        return World::objectId(policy.updated, project.id + key);
    };
    const QString days = QStringLiteral("days");
    const QString daily = QStringLiteral("daily");
    return QJsonObject {{QStringLiteral("authorizedEmail"), policy.email},
                        {QStringLiteral("authorizedUserFirstName"), policy.firstName},
                        {QStringLiteral("authorizedUserLastName"), policy.lastName},
                        {QStringLiteral("copyProtectionEnabled"), policy.copyProtection},
                        {QStringLiteral("deletable"), false},
                        {QStringLiteral("encryptionAtRestEnabled"), policy.encryption},
                        {QStringLiteral("onDemandPolicyItem"),
                         itemJson(id(QStringLiteral("ondemand")), QStringLiteral("ondemand"), 0,
                                  days, policy.onDemandDays)},
                        {QStringLiteral("pitEnabled"), policy.windowDays > 0},
                        {QStringLiteral("projectId"), project.id},
                        {QStringLiteral("restoreWindowDays"), policy.windowDays},
                        {QStringLiteral("scheduledPolicyItems"),
                         QJsonArray {itemJson(id(daily), daily, 1, days, 7)}},
                        {QStringLiteral("state"), QStringLiteral("ACTIVE")},
                        {QStringLiteral("updatedDate"), isoTime(policy.updated)},
                        {QStringLiteral("updatedUser"), policy.email}};
}

} // namespace

QList<Route> cloudScheduleRoutes()
{
    const QList<RouteVersion> schedule {{"2023-01-01", kDeprecated, kSunset}, {"2024-08-05"}};
    const QList<RouteVersion> policy {{"2023-01-01", kPolicyDeprecated, kSunset}, {"2023-10-01"}};
    return {
        {"GET", "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/schedule", schedule,
         RateSet::CloudBackups, onDedicated<getSchedule>},
        {"GET", "/api/atlas/v2/groups/{groupId}/backupCompliancePolicy", policy, RateSet::Other,
         getCompliancePolicy},
    };
}
