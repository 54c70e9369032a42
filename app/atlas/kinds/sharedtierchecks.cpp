// The rules of tenant (M2/M5) and Flex restores: the same but for the tier and the role.
#include "atlas/kinds/kindchecks.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr int kFlexLinkHours = 4; // from the request, by the operation's description

// Up to 4.4 the second number is part of the major version; from 5 on it tells a rapid release.
Check versionCheck(const PlanView &view)
{
    const Rule rule(
        "version", Where::Target,
        RestoreChecks::tr("The target runs the same major version of MongoDB as the snapshot."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const QString data = view.plan.snapshot.version;
    const QStringList from = data.split(u'.');
    const QStringList to = view.target->version.split(u'.');
    if (from.size() < 2 || to.size() < 2)
        return rule.unknown(RestoreChecks::tr("Atlas did not tell both versions."));
    const QString fact = RestoreChecks::tr("The snapshot is of %1, the target runs %2.")
                             .arg(data, view.target->version);
    if (from[0] == to[0] && from[1] == to[1])
        return rule.holds(fact);
    const bool rapidRelease = from[0] == to[0] && from[0].toInt() >= 5;
    return rapidRelease ? rule.warns(fact) : rule.blocks(fact);
}

Check encryptionCheck(const PlanView &view)
{
    const Rule rule(
        "encryption", Where::Target,
        RestoreChecks::tr("The target does not use encryption at rest with a key of your own."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    if (target.encryptionAtRest == "NONE"_L1 || !isDedicated(target))
        return rule.holds(RestoreChecks::tr("No such key is in use."));
    if (target.encryptionAtRest.isEmpty())
        return rule.unknown(notTold());
    return rule.blocks(
        RestoreChecks::tr("The target uses a key from %1; Atlas refuses such targets.")
            .arg(target.encryptionAtRest));
}

Check topologyCheck(const PlanView &view)
{
    const Rule rule("topology", Where::Target, RestoreChecks::tr("The target is a replica set."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    if (target.clusterType == "REPLICASET"_L1)
        return rule.holds(RestoreChecks::tr("It is one."));
    if (isSharded(target))
        return rule.blocks(RestoreChecks::tr("The target is sharded; Atlas refuses such targets."));
    return rule.unknown(target.clusterType.isEmpty()
                            ? notTold()
                            : RestoreChecks::tr("Atlas calls it %1.").arg(target.clusterType));
}

Check pausedCheck(const PlanView &view)
{
    const Rule rule("paused", Where::Target, RestoreChecks::tr("The target is not paused."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    return view.target->paused ? rule.warns(RestoreChecks::tr("It is paused; resume it first."))
                               : rule.holds(RestoreChecks::tr("It runs."));
}

Check tenantTierCheck(const PlanView &view)
{
    const Rule rule("tier", Where::Target, RestoreChecks::tr("The target is of tier M2 or above."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    const QString fact = RestoreChecks::tr("The target is of tier %1.").arg(target.tier);
    if (target.tier == "M0"_L1)
        return rule.blocks(fact);
    if (target.tier.isEmpty())
        return rule.unknown(notTold());
    if (target.provider == "FLEX"_L1)
        return rule.warns(
            RestoreChecks::tr("The target is a Flex cluster; Atlas's documents do not say whether "
                              "these calls may restore onto one."));
    return rule.holds(fact);
}

Check flexTierCheck(const PlanView &view)
{
    const Rule rule("tier", Where::Target,
                    RestoreChecks::tr("The target is a Flex or a dedicated cluster."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    const QString fact = RestoreChecks::tr("The target is of tier %1.").arg(target.tier);
    if (target.tier.isEmpty() && target.provider.isEmpty())
        return rule.unknown(notTold());
    if (target.provider == "FLEX"_L1)
        return rule.warns(
            RestoreChecks::tr("The target is a Flex cluster: such restores are on record, though "
                              "one page of the manual denies them."));
    if (target.tier == "M0"_L1)
        return rule.blocks(fact);
    return isDedicated(target) ? rule.holds(fact) : rule.warns(fact);
}

Check untoldRoomCheck(const PlanView &view)
{
    const Rule rule("room", Where::Target, RestoreChecks::tr("The data fits on the target."));
    if (view.target && view.target->tier == "M2"_L1)
        return rule.warns(RestoreChecks::tr("An M2 cluster holds 2 GB; Atlas does not tell the "
                                            "snapshot's size."));
    return rule.unknown(RestoreChecks::tr("Atlas does not tell the size of a snapshot of %1.")
                            .arg(view.plan.snapshot.cluster));
}

QList<Check> downloadRules(const PlanView &view, const QString &role)
{
    if (view.plan.action != PlanAction::Download)
        return {};
    return {linkLifeCheck(view, kFlexLinkHours, false), accessListCheck(), roleCheck(view, role)};
}

QList<Check> targetRules(const PlanView &view, const Check &tier, const QString &role)
{
    return {tier,
            untoldRoomCheck(view),
            versionCheck(view),
            encryptionCheck(view),
            topologyCheck(view),
            pausedCheck(view),
            roleCheck(view, role)};
}

QString owner()
{
    return RestoreChecks::tr("Project Owner");
}

} // namespace

QList<Check> tenantTargetChecks(const PlanView &view)
{
    return targetRules(view, tenantTierCheck(view), owner());
}

QList<Check> tenantSourceChecks(const PlanView &view)
{
    return downloadRules(view, owner());
}

QList<Check> flexTargetChecks(const PlanView &view)
{
    return targetRules(view, flexTierCheck(view),
                       RestoreChecks::tr("Project Backup Recovery Operator or Project Owner"));
}

QList<Check> flexSourceChecks(const PlanView &view)
{
    return downloadRules(view,
                         RestoreChecks::tr("Project Backup Export Operator or Project Owner"));
}
