#include "atlas/restoreplan.h"

#include "atlas/endpoints.h"
#include "atlas/jobkind.h"
#include "base/format.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct RestoreChecks {
    Q_DECLARE_TR_FUNCTIONS(RestoreChecks)
};

using Verdict = Check::Verdict;
using Where = Check::Page;

bool isSameCluster(const RestorePlan &plan)
{
    return plan.targetProjectId == plan.snapshot.projectId
        && plan.targetCluster == plan.snapshot.cluster;
}

QString utcText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

Check kindCheck(const RestorePlan &plan)
{
    const QString rule = RestoreChecks::tr("Restores of this kind can be started from here.");
    if (!plan.kind || plan.snapshot.id.isEmpty())
        return {"snapshot", Where::Source, Verdict::Blocks,
                RestoreChecks::tr("A snapshot is chosen."), RestoreChecks::tr("None is chosen.")};
    const bool can = plan.kind->create != nullptr;
    return {"kind", Where::Source, can ? Verdict::Holds : Verdict::Blocks, rule,
            can ? RestoreChecks::tr("The snapshot is of kind %1.").arg(plan.kind->title())
                : RestoreChecks::tr("Snapback cannot start restores of kind %1 yet.")
                      .arg(plan.kind->title())};
}

Check completeCheck(const Snapshot &snapshot)
{
    Check check {"complete", Where::Source, Verdict::Blocks,
                 RestoreChecks::tr("The snapshot is complete."),
                 RestoreChecks::tr("Its state is: %1.").arg(snapshotStateName(snapshot.state))};
    if (snapshot.state == SnapshotState::Completed) {
        check.verdict = Verdict::Holds;
    } else if (snapshot.state == SnapshotState::Unknown) {
        check.verdict = Verdict::Unknown;
        check.fact = snapshot.rawState.isEmpty()
            ? RestoreChecks::tr("Atlas did not tell its state.")
            : RestoreChecks::tr("Atlas calls its state %1.").arg(snapshot.rawState);
    }
    return check;
}

Check expiryCheck(const Snapshot &snapshot, const QDateTime &now)
{
    const QString rule = RestoreChecks::tr("The snapshot still exists when the restore starts.");
    if (!snapshot.expires.isValid() || !now.isValid())
        return {"expiry", Where::Source, Verdict::Unknown, rule,
                RestoreChecks::tr("Atlas did not tell when it expires.")};
    const QString when = RestoreChecks::tr("It expires %1 (%2).")
                             .arg(formatAge(snapshot.expires, now), utcText(snapshot.expires));
    if (snapshot.expires <= now)
        return {"expiry", Where::Source, Verdict::Blocks, rule,
                RestoreChecks::tr("It expired %1 (%2).")
                    .arg(formatAge(snapshot.expires, now), utcText(snapshot.expires))};
    const bool soon = now.secsTo(snapshot.expires) < 3600;
    return {"expiry", Where::Source, soon ? Verdict::Warns : Verdict::Holds, rule, when};
}

Check retiredCheck(const JobKind &kind, const QDateTime &now)
{
    const QDate end = QDate::fromString(QLatin1StringView(kind.retiredOn), Qt::ISODate);
    const bool over = now.toUTC().date() >= end;
    return {
        "retired", Where::Source, over ? Verdict::Warns : Verdict::Holds,
        RestoreChecks::tr("Atlas still takes %1 restores.").arg(kind.title()),
        over ? RestoreChecks::tr("By its documents Atlas ended these calls on %1; clusters of "
                                 "this kind became Flex clusters.")
                   .arg(end.toString(Qt::ISODate))
             : RestoreChecks::tr("Atlas ends these calls on %1.").arg(end.toString(Qt::ISODate))};
}

Check chosenCheck(const RestorePlan &plan, const Cluster *target)
{
    const QString rule = RestoreChecks::tr("The target exists.");
    if (plan.targetCluster.isEmpty() || plan.targetProjectId.isEmpty())
        return {"target", Where::Target, Verdict::Blocks, rule,
                RestoreChecks::tr("No target is chosen.")};
    if (!isRestoreTargetName(plan.targetCluster))
        return {
            "target", Where::Target, Verdict::Blocks, rule,
            RestoreChecks::tr("%1 is no name that a cluster can have.").arg(plan.targetCluster)};
    if (!isObjectId(plan.targetProjectId))
        return {"target", Where::Target, Verdict::Blocks, rule,
                RestoreChecks::tr("%1 is no project ID (24 digits, 0 to 9 and a to f).")
                    .arg(plan.targetProjectId)};
    if (!target)
        return {"target", Where::Target, Verdict::Unknown, rule,
                RestoreChecks::tr("%1 is not among the clusters this login sees.")
                    .arg(plan.targetCluster)};
    return {"target", Where::Target, Verdict::Holds, rule,
            RestoreChecks::tr("%1, tier %2.").arg(target->name, target->tier)};
}

Check stateCheck(const Cluster *target)
{
    Check check {"state", Where::Target, Verdict::Unknown, RestoreChecks::tr("The target is idle."),
                 RestoreChecks::tr("The target is not known here.")};
    if (!target)
        return check;
    check.fact = RestoreChecks::tr("Its state is %1.").arg(target->stateName);
    if (target->stateName == "IDLE"_L1)
        check.verdict = Verdict::Holds;
    else if (target->stateName == "UPDATING"_L1 || target->stateName == "REPAIRING"_L1)
        check.verdict = Verdict::Warns;
    else if (target->stateName == "CREATING"_L1 || target->stateName.startsWith("DELET"_L1))
        check.verdict = Verdict::Blocks;
    else if (target->stateName.isEmpty())
        check.fact = RestoreChecks::tr("Atlas did not tell.");
    return check;
}

Check pausedCheck(const Cluster *target)
{
    const QString rule = RestoreChecks::tr("The target is not paused.");
    if (!target)
        return {"paused", Where::Target, Verdict::Unknown, rule,
                RestoreChecks::tr("The target is not known here.")};
    return {"paused", Where::Target, target->paused ? Verdict::Warns : Verdict::Holds, rule,
            target->paused ? RestoreChecks::tr("It is paused; resume it first.")
                           : RestoreChecks::tr("It runs.")};
}

Check sameClusterCheck(const RestorePlan &plan)
{
    const bool same = isSameCluster(plan);
    return {"same-cluster", Where::Target, same ? Verdict::Warns : Verdict::Holds,
            RestoreChecks::tr("The target is another cluster than the source."),
            same ? RestoreChecks::tr("SOURCE AND TARGET ARE THE SAME CLUSTER: everything written "
                                     "since the snapshot will be lost.")
                 : RestoreChecks::tr("The source is %1.").arg(plan.snapshot.cluster)};
}

// A login belongs to one organization, and Atlas answers 401 for projects of another.
Check organizationCheck(const RestorePlan &plan, const Inventory &inventory)
{
    Check check {"organization", Where::Target, Verdict::Holds,
                 RestoreChecks::tr("Source and target belong to the same organization."),
                 RestoreChecks::tr("They do.")};
    if (plan.targetProjectId == plan.snapshot.projectId)
        return check;
    const Project *from = inventory.project(plan.snapshot.projectId);
    const Project *to = inventory.project(plan.targetProjectId);
    if (!from || !to || from->orgId.isEmpty() || to->orgId.isEmpty()) {
        check.verdict = Verdict::Warns;
        check.fact =
            RestoreChecks::tr("This login does not see the organizations of both projects.");
    } else if (from->orgId != to->orgId) {
        check.verdict = Verdict::Blocks;
        check.fact =
            RestoreChecks::tr("Project %1 belongs to another organization than project %2.")
                .arg(inventory.projectName(plan.targetProjectId),
                     inventory.projectName(plan.snapshot.projectId));
    }
    return check;
}

Check trafficCheck(const RestorePlan &plan)
{
    return {"traffic", Where::Review, plan.trafficStopped ? Verdict::Holds : Verdict::Unknown,
            RestoreChecks::tr("No client reads or writes the target during the restore."),
            plan.trafficStopped ? RestoreChecks::tr("You said that client traffic is stopped.")
                                : RestoreChecks::tr("Only you can know: tick the box.")};
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
    const QDateTime &now = facts.now;
    const Cluster *target = inventory.cluster(plan.targetProjectId, plan.targetCluster);
    QList<Check> checks {kindCheck(plan)};
    if (plan.kind && !plan.snapshot.id.isEmpty()) {
        checks.append(completeCheck(plan.snapshot));
        checks.append(expiryCheck(plan.snapshot, now));
        if (plan.snapshot.type == "fallback"_L1)
            checks.append({"fallback", Where::Source, Verdict::Warns,
                           RestoreChecks::tr("The snapshot is consistent."),
                           RestoreChecks::tr("It is a fallback snapshot, whose data may not be.")});
        if (plan.kind->retiredOn)
            checks.append(retiredCheck(*plan.kind, now));
    }
    checks.append(chosenCheck(plan, target));
    if (!plan.targetCluster.isEmpty()) {
        checks.append(sameClusterCheck(plan));
        checks.append(organizationCheck(plan, inventory));
        checks.append(stateCheck(target));
        checks.append(pausedCheck(target));
        if (plan.kind && plan.kind->targetChecks)
            checks.append(plan.kind->targetChecks(plan, target));
    }
    checks.append(trafficCheck(plan));
    return checks;
}

bool mayStart(const QList<Check> &checks, const RestorePlan &plan)
{
    return plan.trafficStopped
        && std::none_of(checks.begin(), checks.end(),
                        [](const Check &check) { return check.verdict == Verdict::Blocks; });
}

QString consequence(const RestorePlan &plan, const Inventory &inventory, const QDateTime &now)
{
    const QDateTime taken = plan.snapshot.taken;
    const QString age = taken.isValid()
        ? RestoreChecks::tr("%1 (%2)").arg(formatAge(taken, now), utcText(taken))
        : RestoreChecks::tr("an unknown time");
    const QString project = inventory.projectName(plan.targetProjectId);
    // Multi-argument arg(): a name may hold a "%1".
    if (isSameCluster(plan))
        return RestoreChecks::tr("All data on %1 (project %2) will be deleted and replaced by its "
                                 "own data as of %3: everything written since is lost.")
            .arg(plan.targetCluster, project, age);
    return RestoreChecks::tr("All data on %1 (project %2) will be deleted and replaced by the data "
                             "of %3 as of %4.")
        .arg(plan.targetCluster, project, plan.snapshot.cluster, age);
}
