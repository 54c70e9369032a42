// The target as such: is there one, may it be overwritten, is it the one meant.
#include "atlas/checks/checks.h"
#include "atlas/endpoints.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

bool overwrites(const RestorePlan &plan)
{
    return plan.action == PlanAction::Restore;
}

Check chosenCheck(const PlanView &view)
{
    const Rule rule("target", Where::Target, RestoreChecks::tr("The target exists."));
    const RestorePlan &plan = view.plan;
    if (plan.targetCluster.isEmpty() || plan.targetProjectId.isEmpty())
        return rule.blocks(RestoreChecks::tr("No target is chosen."));
    if (!isRestoreTargetName(plan.targetCluster))
        return rule.blocks(
            RestoreChecks::tr("%1 is no name that a cluster can have.").arg(plan.targetCluster));
    if (!isObjectId(plan.targetProjectId))
        return rule.blocks(RestoreChecks::tr("%1 is no project ID (24 digits, 0 to 9 and a to f).")
                               .arg(plan.targetProjectId));
    if (!view.target && !plan.targetClusterId.isEmpty())
        return rule.blocks(RestoreChecks::tr("%1 was there when you chose it and is not any more. "
                                             "Choose the target again.")
                               .arg(plan.targetCluster),
                           Check::Basis::Person);
    if (!view.target)
        return rule.unknown(RestoreChecks::tr("%1 is not among the clusters this login sees.")
                                .arg(plan.targetCluster));
    if (!plan.targetClusterId.isEmpty() && view.target->id != plan.targetClusterId)
        return rule.blocks(RestoreChecks::tr("%1 is another cluster than the one you chose: it was "
                                             "deleted and made again under its name. Choose the "
                                             "target again.")
                               .arg(view.target->name),
                           Check::Basis::Person);
    if (view.target->deleted)
        return rule.blocks(
            RestoreChecks::tr("%1 was deleted; only its backups are left.").arg(view.target->name));
    return rule.holds(RestoreChecks::tr("%1, tier %2.").arg(view.target->name, view.target->tier));
}

Check sameClusterCheck(const RestorePlan &plan)
{
    const Rule rule("same-cluster", Where::Target,
                    RestoreChecks::tr("The target is another cluster than the source."),
                    Check::Basis::Person);
    if (!isSameCluster(plan))
        return rule.holds(RestoreChecks::tr("The source is %1.").arg(plan.snapshot.cluster));
    if (!overwrites(plan))
        return rule.warns(RestoreChecks::tr("Source and target are the same cluster."),
                          Check::Basis::Schema);
    return rule.warns(std::holds_alternative<SnapshotPoint>(plan.point)
                          ? RestoreChecks::tr("SOURCE AND TARGET ARE THE SAME CLUSTER: everything "
                                              "written since the snapshot will be lost.")
                          : RestoreChecks::tr("SOURCE AND TARGET ARE THE SAME CLUSTER: everything "
                                              "written since that point will be lost."),
                      Check::Basis::Schema);
}

// A login belongs to one organization, and Atlas answers 401 for projects of another.
Check organizationCheck(const RestorePlan &plan, const Inventory &inventory)
{
    const Rule rule("organization", Where::Target,
                    RestoreChecks::tr("Source and target belong to the same organization."),
                    Check::Basis::Recorded);
    if (plan.targetProjectId == plan.snapshot.projectId)
        return rule.holds(RestoreChecks::tr("They do."));
    const Project *from = inventory.project(plan.snapshot.projectId);
    const Project *to = inventory.project(plan.targetProjectId);
    if (!from || !to || from->orgId.isEmpty() || to->orgId.isEmpty())
        return rule.warns(
            RestoreChecks::tr("This login does not see the organizations of both projects."));
    if (from->orgId == to->orgId)
        return rule.holds(RestoreChecks::tr("They do."));
    return rule.blocks(
        RestoreChecks::tr("Project %1 belongs to another organization than project %2.")
            .arg(inventory.projectName(plan.targetProjectId),
                 inventory.projectName(plan.snapshot.projectId)),
        Check::Basis::Recorded);
}

Check stateCheck(const Cluster *target)
{
    const Rule rule("state", Where::Target, RestoreChecks::tr("The target is idle."));
    if (!target)
        return rule.unknown(unknownTarget());
    const QString &state = target->stateName;
    if (state.isEmpty())
        return rule.unknown(notTold());
    const QString fact = RestoreChecks::tr("Its state is %1.").arg(state);
    if (state == "IDLE"_L1)
        return rule.holds(fact);
    if (state == "UPDATING"_L1 || state == "REPAIRING"_L1)
        return rule.warns(fact);
    if (state == "CREATING"_L1 || state.startsWith("DELET"_L1))
        return rule.blocks(fact);
    return rule.unknown(fact);
}

Check protectionCheck(const Cluster *target)
{
    const Rule rule("protection", Where::Target,
                    RestoreChecks::tr("The target has no termination protection."),
                    Check::Basis::Person);
    if (!target)
        return rule.unknown(unknownTarget());
    if (!target->terminationProtected)
        return rule.holds(RestoreChecks::tr("It has none."));
    return rule.warns(RestoreChecks::tr("Its owners protected %1 from being deleted. That does not "
                                        "stop a restore: ask them first.")
                          .arg(target->name),
                      Check::Basis::Schema);
}

} // namespace

QList<Check> clusterChecks(const PlanView &view)
{
    if (view.plan.targetCluster.isEmpty())
        return {chosenCheck(view)};
    return {chosenCheck(view), sameClusterCheck(view.plan),
            organizationCheck(view.plan, view.inventory), stateCheck(view.target),
            protectionCheck(view.target)};
}

QList<Check> trafficChecks(const PlanView &view)
{
    const RestorePlan &plan = view.plan;
    if (plan.action == PlanAction::Download)
        return {};
    if (!needsTrafficStopped(plan))
        return {Rule("traffic", Where::Review,
                     RestoreChecks::tr("Clients may go on using the target."), Check::Basis::Manual)
                    .holds(RestoreChecks::tr("Only new collections are written; what is there "
                                             "stays as it is."))};
    const Rule rule("traffic", Where::Review,
                    overwrites(plan)
                        ? RestoreChecks::tr("No client reads or writes the target during the "
                                            "restore.")
                        : RestoreChecks::tr("No client writes the overwritten collections during "
                                            "the restore."),
                    Check::Basis::Person);
    return {plan.trafficStopped
                ? rule.holds(RestoreChecks::tr("You said that client traffic is stopped."))
                : rule.unknown(RestoreChecks::tr("Only you can know: tick the box."))};
}
