// The rules that cloud, collection and legacy restores share: their targets are M10 and above. What
// only the manual says warns; its pages contradict each other.
#include "atlas/endpoints.h"
#include "atlas/kinds/kindchecks.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr double kGigabyte = 1024.0 * 1024.0 * 1024.0; // Atlas's diskSizeGB counts binary ones

// The place of a version in the row of majors, or -1. 4.0, 4.2 and 4.4 are majors; from 5 on the
// second number tells a rapid release.
int majorStep(const QString &version)
{
    const QStringList parts = version.split(u'.');
    if (parts.size() < 2)
        return -1;
    const int first = parts[0].toInt();
    const int second = first == 4 ? qBound(0, parts[1].toInt(), 4) / 2 : 0;
    return first <= 4 ? first + second : first + 2;
}

bool isEncrypted(const Cluster &cluster)
{
    return !cluster.encryptionAtRest.isEmpty() && cluster.encryptionAtRest != "NONE"_L1;
}

// masterKeyUUID is told for AWS keys alone, so its absence proves nothing where the source has one.
Check encryptionCheck(const PlanView &view)
{
    const Rule rule("encryption", Where::Target,
                    RestoreChecks::tr("The target's encryption at rest is the snapshot's."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    const QString &key = view.plan.snapshot.encryptionKey;
    const bool sourceTold = view.source && !view.source->encryptionAtRest.isEmpty();
    if (target.encryptionAtRest.isEmpty())
        return rule.unknown(notTold());
    if (!key.isEmpty() && !isEncrypted(target))
        return rule.blocks(
            RestoreChecks::tr("The snapshot is encrypted with the key %1, the target uses none: "
                              "Atlas refuses (INVALID_SNAPSHOT_RESTORE_ENCRYPTION).")
                .arg(key));
    if (!key.isEmpty())
        return rule.unknown(
            RestoreChecks::tr("The snapshot is encrypted with the key %1, the target with one from "
                              "%2; whether they fit only Atlas knows.")
                .arg(key, target.encryptionAtRest));
    if (!sourceTold)
        return rule.unknown(
            RestoreChecks::tr("Snapback does not know whether the snapshot is encrypted."));
    const QString fact = RestoreChecks::tr("The source uses %1, the target %2 (NONE: no key).")
                             .arg(view.source->encryptionAtRest, target.encryptionAtRest);
    if (view.source->encryptionAtRest == target.encryptionAtRest)
        return rule.holds(fact);
    return rule.warns(fact); // the snapshot may be from before the source's own change
}

Check topologyCheck(const PlanView &view, bool sharded)
{
    const Rule rule("topology", Where::Target,
                    RestoreChecks::tr("Source and target are both sharded, or neither is."),
                    Check::Basis::Manual);
    if (!view.target)
        return rule.unknown(unknownTarget());
    if (view.target->clusterType.isEmpty() || (!sharded && !view.source))
        return rule.unknown(notTold());
    const bool other = isSharded(*view.target);
    if (sharded && other)
        return rule.holds(RestoreChecks::tr("Both are sharded."));
    if (!sharded && !other)
        return rule.holds(RestoreChecks::tr("Both are replica sets."));
    return rule.warns(
        sharded ? RestoreChecks::tr("The data is of a sharded cluster, the target is a replica "
                                    "set: by the manual Atlas does not restore that.")
                : RestoreChecks::tr("The data is of a replica set, the target is sharded."));
}

int shardsOf(const PlanView &view)
{
    const Snapshot &snapshot = view.plan.snapshot;
    if (snapshot.memberCount > 0 && snapshot.configServerType == "EMBEDDED"_L1)
        return snapshot.memberCount;
    if (snapshot.memberCount > 1 && snapshot.configServerType == "DEDICATED"_L1)
        return snapshot.memberCount - 1;
    return view.source ? view.source->shardCount : 0;
}

Check shardsCheck(const PlanView &view)
{
    const Rule rule("shards", Where::Target,
                    RestoreChecks::tr("The target has as many shards as the data."),
                    Check::Basis::Manual);
    const int from = shardsOf(view);
    if (!view.target)
        return rule.unknown(unknownTarget());
    if (from == 0)
        return rule.unknown(notTold());
    const QString fact =
        RestoreChecks::tr("The data has %1, the target %2.").arg(from).arg(view.target->shardCount);
    return from == view.target->shardCount ? rule.holds(fact) : rule.warns(fact);
}

Check configServerCheck(const PlanView &view)
{
    const Rule rule("config-server", Where::Target,
                    RestoreChecks::tr("Config servers are of the same type."),
                    Check::Basis::Manual);
    if (!view.target)
        return rule.unknown(unknownTarget());
    QString from = view.plan.snapshot.configServerType;
    if (from.isEmpty() && view.source)
        from = view.source->configServerType;
    const QString &to = view.target->configServerType;
    if (from.isEmpty() || to.isEmpty())
        return rule.unknown(notTold());
    const QString fact = RestoreChecks::tr("The data's is %1, the target's %2.").arg(from, to);
    return from == to ? rule.holds(fact) : rule.warns(fact);
}

} // namespace

Check dedicatedTierCheck(const PlanView &view)
{
    const Rule rule("tier", Where::Target,
                    RestoreChecks::tr("The target is of tier M10 or above."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    const Cluster &target = *view.target;
    if (target.tier.isEmpty() && target.provider.isEmpty())
        return rule.unknown(notTold());
    const QString fact = RestoreChecks::tr("The target is of tier %1.").arg(target.tier);
    if (isDedicated(target))
        return rule.holds(fact);
    if (target.provider == "FLEX"_L1)
        return rule.blocks(fact + u' '
                               + RestoreChecks::tr("Atlas refuses Flex clusters here "
                                                   "(CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API)."),
                           Check::Basis::Recorded);
    return rule.blocks(fact + u' '
                       + RestoreChecks::tr("Atlas refuses it (CANNOT_RESTORE_TO_TARGET)."));
}

Check pausedTargetCheck(const PlanView &view)
{
    const Rule rule("paused", Where::Target, RestoreChecks::tr("The target is not paused."));
    if (!view.target)
        return rule.unknown(unknownTarget());
    if (!view.target->paused)
        return rule.holds(RestoreChecks::tr("It runs."));
    return rule.blocks(RestoreChecks::tr("It is paused, and Atlas refuses paused targets "
                                         "(CLUSTER_PAUSED_CANNOT_RESTORE); resume it first."));
}

Check targetNameCheck(const PlanView &view)
{
    const Rule rule("target-name", Where::Target,
                    RestoreChecks::tr("The target's name is one that these calls take."));
    const QString &name = view.plan.targetCluster;
    return isClusterName(name)
        ? rule.holds(name)
        : rule.blocks(RestoreChecks::tr("%1 holds other characters than letters, digits and "
                                        "hyphens.")
                          .arg(name));
}

Check roomCheck(const PlanView &view)
{
    const Rule rule("room", Where::Target, RestoreChecks::tr("The data fits on the target."),
                    Check::Basis::Manual);
    if (!view.target)
        return rule.unknown(unknownTarget());
    const qint64 size = view.plan.snapshot.sizeBytes;
    const double disk = view.target->diskSizeGB;
    if (size <= 0 || disk <= 0)
        return rule.unknown(RestoreChecks::tr("Atlas did not tell both sizes."));
    const QString fact =
        RestoreChecks::tr("The snapshot stores %1, the target's disk holds %2 GB%3.")
            .arg(formatSize(size), QString::number(disk),
                 view.target->diskAutoScaling ? RestoreChecks::tr(" and grows by itself")
                                              : QString());
    return double(size) > disk * kGigabyte ? rule.warns(fact) : rule.holds(fact);
}

Check versionStepCheck(const PlanView &view)
{
    const Rule rule("version", Where::Target,
                    RestoreChecks::tr("The target runs the data's major version of MongoDB or the "
                                      "next."),
                    Check::Basis::Manual);
    if (!view.target)
        return rule.unknown(unknownTarget());
    const QString data = versionOf(view);
    const int from = majorStep(data);
    const int to = majorStep(view.target->version);
    if (from < 0 || to < 0)
        return rule.unknown(RestoreChecks::tr("Atlas did not tell both versions."));
    const QString fact =
        RestoreChecks::tr("The data is of %1, the target runs %2.").arg(data, view.target->version);
    return to == from || to == from + 1 ? rule.holds(fact) : rule.warns(fact);
}

Check downloadEncryptionCheck(const PlanView &view)
{
    const Rule rule("download-encryption", Where::Source,
                    RestoreChecks::tr("The snapshot is not encrypted with a key of your own."));
    const QString &key = view.plan.snapshot.encryptionKey;
    if (!key.isEmpty())
        return rule.blocks(
            RestoreChecks::tr("It is encrypted with the key %1; Atlas refuses such downloads "
                              "(CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION).")
                .arg(key));
    if (!view.source || view.source->encryptionAtRest.isEmpty())
        return rule.unknown(notTold());
    if (isEncrypted(*view.source))
        return rule.warns(
            RestoreChecks::tr("The source uses a key from %1. If it did when the snapshot was "
                              "taken, Atlas refuses the download "
                              "(CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION).")
                .arg(view.source->encryptionAtRest));
    return rule.holds(RestoreChecks::tr("Neither snapshot nor source tells of a key."));
}

QList<Check> alikeChecks(const PlanView &view)
{
    const bool sharded = view.plan.snapshot.sharded || (view.source && isSharded(*view.source));
    QList<Check> checks {encryptionCheck(view), topologyCheck(view, sharded)};
    if (sharded)
        checks += {shardsCheck(view), configServerCheck(view)};
    return checks;
}
