#include "atlas/kinds/sharedtier.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

struct RestoreRules {
    Q_DECLARE_TR_FUNCTIONS(RestoreRules)
};

using Verdict = Check::Verdict;

Check onTarget(const char *id, Verdict verdict, const QString &rule, const QString &fact)
{
    return {id, Check::Page::Target, verdict, rule, fact};
}

// Up to 4.4 the second number is part of the major version; from 5 on it tells a rapid release.
Check versionCheck(const RestorePlan &plan, const Cluster &target)
{
    const QString rule =
        RestoreRules::tr("The target runs the same major version of MongoDB as the snapshot.");
    const QStringList from = plan.snapshot.version.split(u'.');
    const QStringList to = target.version.split(u'.');
    if (from.size() < 2 || to.size() < 2)
        return onTarget("version", Verdict::Unknown, rule,
                        RestoreRules::tr("Atlas did not tell both versions."));
    const QString fact = RestoreRules::tr("The snapshot is of %1, the target runs %2.")
                             .arg(plan.snapshot.version, target.version);
    if (from[0] == to[0] && from[1] == to[1])
        return onTarget("version", Verdict::Holds, rule, fact);
    const bool rapidRelease = from[0] == to[0] && from[0].toInt() >= 5;
    return onTarget("version", rapidRelease ? Verdict::Warns : Verdict::Blocks, rule, fact);
}

Check encryptionCheck(const Cluster &target)
{
    const QString rule =
        RestoreRules::tr("The target does not use encryption at rest with a key of your own.");
    if (target.encryptionAtRest == "NONE"_L1 || !isDedicated(target))
        return onTarget("encryption", Verdict::Holds, rule,
                        RestoreRules::tr("No such key is in use."));
    if (target.encryptionAtRest.isEmpty())
        return onTarget("encryption", Verdict::Unknown, rule,
                        RestoreRules::tr("Atlas did not tell."));
    return onTarget("encryption", Verdict::Blocks, rule,
                    RestoreRules::tr("The target uses a key from %1; Atlas refuses such targets.")
                        .arg(target.encryptionAtRest));
}

Check topologyCheck(const Cluster &target)
{
    const QString rule = RestoreRules::tr("The target is a replica set.");
    if (target.clusterType == "REPLICASET"_L1)
        return onTarget("topology", Verdict::Holds, rule, RestoreRules::tr("It is one."));
    if (target.clusterType == "SHARDED"_L1 || target.clusterType == "GEOSHARDED"_L1)
        return onTarget("topology", Verdict::Blocks, rule,
                        RestoreRules::tr("The target is sharded; Atlas refuses such targets."));
    return onTarget("topology", Verdict::Unknown, rule,
                    target.clusterType.isEmpty()
                        ? RestoreRules::tr("Atlas did not tell.")
                        : RestoreRules::tr("Atlas calls it %1.").arg(target.clusterType));
}

} // namespace

QList<Check> sharedTierChecks(const RestorePlan &plan, const Cluster *target)
{
    if (target)
        return {versionCheck(plan, *target), encryptionCheck(*target), topologyCheck(*target)};
    return {
        unknownTargetCheck(
            "version",
            RestoreRules::tr("The target runs the same major version of MongoDB as the snapshot.")),
        unknownTargetCheck(
            "encryption",
            RestoreRules::tr("The target does not use encryption at rest with a key of your own.")),
        unknownTargetCheck("topology", RestoreRules::tr("The target is a replica set."))};
}

Check unknownTargetCheck(const char *id, const QString &rule)
{
    return onTarget(id, Verdict::Unknown, rule, RestoreRules::tr("The target is not known here."));
}

Check roleCheck(const QString &role)
{
    return {
        "role", Check::Page::Review, Verdict::Unknown,
        RestoreRules::tr("Your login has the role it needs in both projects."),
        RestoreRules::tr("Atlas asks for %1 and refuses the restore without it; Snapback cannot "
                         "look it up.")
            .arg(role)};
}
