#include "atlas/restoreplan.h"

#include "atlas/checks/checks.h"
#include "atlas/jobkind.h"
#include "base/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// "2 h ago (2025-06-01 10:00 UTC)"; of a point, which is a second, "2025-06-01 10:00:07 UTC (…)".
QString dataTimeText(const RestorePlan &plan, const QDateTime &now)
{
    const QDateTime time = dataTimeOf(plan);
    if (!time.isValid())
        return RestoreChecks::tr("an unknown time");
    const QString age = formatAge(time, now);
    if (const auto *oplog = std::get_if<OplogPoint>(&plan.point))
        return RestoreChecks::tr("%1 (%2; up to oplog entry %3 of that second)")
            .arg(utcText(time, true), age, QString::number(oplog->increment));
    if (!std::holds_alternative<SnapshotPoint>(plan.point))
        return RestoreChecks::tr("%1 (%2)").arg(utcText(time, true), age);
    return RestoreChecks::tr("%1 (%2)").arg(age, utcText(time));
}

QString amountText(const CollectionChoice &choice)
{
    const auto count = [](qsizetype number, const QString &one, const QString &many) {
        return number == 1 ? one : many.arg(number);
    };
    const QString databases = count(choice.databases.size(), RestoreChecks::tr("1 database"),
                                    RestoreChecks::tr("%1 databases"));
    const QString collections = count(choice.collections.size(), RestoreChecks::tr("1 collection"),
                                      RestoreChecks::tr("%1 collections"));
    if (choice.collections.isEmpty())
        return databases;
    if (choice.databases.isEmpty())
        return collections;
    return RestoreChecks::tr("%1 and %2").arg(databases, collections);
}

} // namespace

ClusterRef sourceOf(const RestorePlan &plan)
{
    return {plan.snapshot.projectId, plan.snapshot.cluster};
}

QDateTime dataTimeOf(const RestorePlan &plan)
{
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point))
        return clock->time;
    if (const auto *oplog = std::get_if<OplogPoint>(&plan.point))
        return QDateTime::fromSecsSinceEpoch(oplog->seconds, Qt::UTC);
    if (const auto *checkpoint = std::get_if<CheckpointPoint>(&plan.point))
        return checkpoint->time;
    return plan.snapshot.taken;
}

bool isDestructive(const RestorePlan &plan)
{
    return plan.action != PlanAction::Download;
}

bool needsTrafficStopped(const RestorePlan &plan)
{
    // An unknown word is not trusted to be harmless.
    return plan.action == PlanAction::Restore
        || (plan.action == PlanAction::Collections
            && plan.collections.writeStrategy != "CREATE_NEW"_L1);
}

bool hasPoint(const RestorePlan &plan)
{
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point))
        return clock->time.isValid();
    if (const auto *oplog = std::get_if<OplogPoint>(&plan.point))
        return oplog->seconds > 0;
    if (const auto *checkpoint = std::get_if<CheckpointPoint>(&plan.point))
        return !checkpoint->id.isEmpty();
    return !plan.snapshot.id.isEmpty();
}

QList<Check> validate(const RestorePlan &plan, const Inventory &inventory, const PlanFacts &facts)
{
    const bool toCluster = isDestructive(plan);
    const PlanView view {
        plan, inventory, facts, inventory.cluster(plan.snapshot.projectId, plan.snapshot.cluster),
        toCluster ? inventory.cluster(plan.targetProjectId, plan.targetCluster) : nullptr};
    QList<Check> checks = profileChecks(view);
    checks += snapshotChecks(view);
    checks += pointChecks(view);
    if (plan.kind && plan.kind->sourceChecks && hasPoint(plan))
        checks += plan.kind->sourceChecks(view);
    checks += downloadChecks(view);
    checks += contentChecks(view);
    if (!toCluster)
        return checks;
    checks += clusterChecks(view);
    if (plan.kind && plan.kind->targetChecks && !plan.targetCluster.isEmpty())
        checks += plan.kind->targetChecks(view);
    checks += surroundingChecks(view);
    checks += trafficChecks(view);
    return checks;
}

bool mayStart(const QList<Check> &checks, const RestorePlan &plan)
{
    return (plan.trafficStopped || !needsTrafficStopped(plan))
        && std::none_of(checks.begin(), checks.end(),
                        [](const Check &check) { return check.verdict == Check::Verdict::Blocks; });
}

// Multi-argument arg() throughout: a name may hold a "%1".
QString consequence(const RestorePlan &plan, const Inventory &inventory, const QDateTime &now)
{
    const QString time = dataTimeText(plan, now);
    const QString &source = plan.snapshot.cluster;
    const QString &target = plan.targetCluster;
    const QString project = inventory.projectName(plan.targetProjectId);
    if (plan.action == PlanAction::Download)
        return RestoreChecks::tr("No cluster is touched: Atlas makes files of the data of %1 as of "
                                 "%2, and whoever has their link can fetch them.")
            .arg(source, time);
    if (plan.action == PlanAction::Collections) {
        const QString amount = amountText(plan.collections);
        if (needsTrafficStopped(plan))
            return RestoreChecks::tr(
                       "%1 of %2 as of %3 will replace what has their names on %4 (project %5): it "
                       "is dropped, and what is written to it meanwhile is lost.")
                .arg(amount, source, time, target, project);
        return RestoreChecks::tr("%1 of %2 as of %3 will be written to %4 (project %5) as new "
                                 "ones; nothing there is deleted.")
            .arg(amount, source, time, target, project);
    }
    if (isSameCluster(plan))
        return RestoreChecks::tr("All data on %1 (project %2) will be deleted and replaced by its "
                                 "own data as of %3: everything written since is lost.")
            .arg(target, project, time);
    return RestoreChecks::tr("All data on %1 (project %2) will be deleted and replaced by the data "
                             "of %3 as of %4.")
        .arg(target, project, source, time);
}
