// The rules of cloud backup restores, whole or by collection: continuous backup, the window of its
// oplog, downloads.
#include "atlas/kinds/kindchecks.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr int kLinkHours = 1; // from ready, as recorded

Check pitCheck(const PlanView &view)
{
    const Rule rule("pit-enabled", Where::Source,
                    RestoreChecks::tr("The source keeps its oplog (continuous cloud backup)."));
    if (!view.source)
        return rule.unknown(RestoreChecks::tr("The source is not known here."));
    if (view.source->pitEnabled)
        return rule.holds(RestoreChecks::tr("It does."));
    if (view.source->deleted)
        return rule.unknown(RestoreChecks::tr("The source was deleted; whether its oplog is kept "
                                              "Atlas does not tell."));
    return rule.blocks(RestoreChecks::tr("Continuous cloud backup is off on %1, so there is no "
                                         "point in time to restore (INVALID_PIT_RESTORE_TIME).")
                           .arg(view.source->name));
}

Check windowCheck(const PlanView &view)
{
    const Rule rule("window", Where::Source,
                    RestoreChecks::tr("The point is inside of the restore window."));
    const QDateTime point = dataTimeOf(view.plan);
    QDateTime oldest = view.facts.oldestPoint;
    const int days = view.facts.schedule ? view.facts.schedule->restoreWindowDays : 0;
    if (!oldest.isValid() && days > 0 && view.facts.now.isValid())
        oldest = view.facts.now.addDays(-days);
    if (!oldest.isValid() || !point.isValid())
        return rule.unknown(RestoreChecks::tr("Snapback does not know how far back the window "
                                              "goes."));
    const QString fact = RestoreChecks::tr("The window begins at %1, the point is %2.")
                             .arg(utcText(oldest, true), utcText(point, true));
    return point >= oldest
        ? rule.holds(fact)
        : rule.blocks(fact + u' '
                      + RestoreChecks::tr("Atlas refuses it (INVALID_PIT_RESTORE_TIME)."));
}

QList<Check> momentRules(const PlanView &view)
{
    if (!isMoment(view.plan))
        return {};
    return {pitCheck(view), windowCheck(view)};
}

} // namespace

QList<Check> cloudTargetChecks(const PlanView &view)
{
    QList<Check> checks {targetNameCheck(view), dedicatedTierCheck(view), roomCheck(view),
                         versionStepCheck(view), pausedTargetCheck(view)};
    checks += alikeChecks(view);
    checks.append(
        Rule("search-indexes", Where::Target,
             RestoreChecks::tr("The target has no search indexes that it must keep."),
             Check::Basis::Manual)
            .unknown(RestoreChecks::tr("Snapback does not read them. By the manual the restore "
                                       "replaces their definitions by the data's.")));
    checks.append(
        roleCheck(view, RestoreChecks::tr("Project Backup Recovery Operator or Project Owner")));
    return checks;
}

QList<Check> cloudSourceChecks(const PlanView &view)
{
    QList<Check> checks = momentRules(view);
    if (view.plan.action != PlanAction::Download)
        return checks;
    checks += {downloadEncryptionCheck(view), linkLifeCheck(view, kLinkHours, false)};
    checks.append(
        Rule("port", Where::Review,
             RestoreChecks::tr("The downloading computer may use HTTPS on port 27017."),
             Check::Basis::Manual)
            .unknown(RestoreChecks::tr("Links of cloud backups use that port; firewalls and "
                                       "proxies that pass only 443 block them.")));
    checks.append(accessListCheck());
    checks.append(
        roleCheck(view, RestoreChecks::tr("Project Backup Export Operator or Project Owner")));
    return checks;
}

QList<Check> collectionTargetChecks(const PlanView &view)
{
    const Rule nvme("nvme", Where::Target,
                    RestoreChecks::tr("Neither source nor target has NVMe storage."),
                    Check::Basis::Manual);
    const auto nvmeName = [](const Cluster *cluster) {
        const bool has = cluster && cluster->tier.contains("NVME"_L1, Qt::CaseInsensitive);
        return has ? cluster->name : QString();
    };
    const QString atTarget = nvmeName(view.target);
    const QString found = atTarget.isEmpty() ? nvmeName(view.source) : atTarget;
    QList<Check> checks {targetNameCheck(view), dedicatedTierCheck(view), versionStepCheck(view),
                         pausedTargetCheck(view)};
    if (!found.isEmpty())
        checks.append(nvme.warns(
            RestoreChecks::tr("%1 has it; by the manual collections can't be restored there.")
                .arg(found)));
    else
        checks.append(view.target ? nvme.holds(RestoreChecks::tr("By their tiers they have not."))
                                  : nvme.unknown(unknownTarget()));
    checks.append(roomCheck(view));
    checks.append(
        roleCheck(view, RestoreChecks::tr("Project Backup Recovery Operator or Project Owner")));
    return checks;
}

QList<Check> collectionSourceChecks(const PlanView &view)
{
    return momentRules(view);
}
