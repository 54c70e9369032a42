// The rules of legacy backup restores: points in time of the last day and of replica sets only,
// checkpoints that can't be restored by the API, downloads with terms.
#include "atlas/kinds/kindchecks.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr qint64 kWindowSeconds = 24 * 3600;

// pointInTimeUTCMillis is of the last 24 hours; oplog entries have no such rule.
Check windowCheck(const PlanView &view, const ClockPoint &point)
{
    const Rule rule("window", Where::Source,
                    RestoreChecks::tr("The point is of the last 24 hours."));
    if (!point.time.isValid() || !view.facts.now.isValid())
        return rule.unknown(RestoreChecks::tr("The clock is not known."));
    const QString fact = RestoreChecks::tr("The point is %1, now is %2.")
                             .arg(utcText(point.time, true), utcText(view.facts.now, true));
    return point.time.secsTo(view.facts.now) < kWindowSeconds ? rule.holds(fact)
                                                              : rule.blocks(fact);
}

Check momentTopologyCheck(const PlanView &view)
{
    const Rule rule("point-topology", Where::Source,
                    RestoreChecks::tr("The source is a replica set."));
    if (!view.source || view.source->clusterType.isEmpty())
        return rule.unknown(RestoreChecks::tr("The source is not known here."));
    if (!isSharded(*view.source))
        return rule.holds(RestoreChecks::tr("It is one."));
    return rule.blocks(
        RestoreChecks::tr("%1 is sharded; Atlas restores points in time of replica sets only "
                          "(PIT_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS).")
            .arg(view.source->name));
}

Check checkpointCheck()
{
    return Rule("checkpoint", Where::Source, RestoreChecks::tr("Atlas's API restores checkpoints."))
        .blocks(RestoreChecks::tr("It does not: checkpoints belong to sharded clusters, for which "
                                  "it can't create such jobs."));
}

Check termsCheck(const DownloadTerms &terms)
{
    const Rule rule("terms", Where::Review,
                    RestoreChecks::tr("The link lives an hour at least and works once at least."));
    const QString fact = RestoreChecks::tr("It lives %1 h and works %2 times.")
                             .arg(terms.expirationHours)
                             .arg(terms.maxDownloads);
    return terms.expirationHours >= 1 && terms.maxDownloads >= 1 ? rule.holds(fact)
                                                                 : rule.blocks(fact);
}

} // namespace

QList<Check> legacyTargetChecks(const PlanView &view)
{
    QList<Check> checks {dedicatedTierCheck(view), roomCheck(view), versionStepCheck(view),
                         pausedTargetCheck(view)};
    checks += alikeChecks(view);
    checks.append(roleCheck(view, RestoreChecks::tr("Project Owner")));
    return checks;
}

QList<Check> legacySourceChecks(const PlanView &view)
{
    QList<Check> checks;
    if (const auto *clock = std::get_if<ClockPoint>(&view.plan.point))
        checks.append(windowCheck(view, *clock));
    if (isMoment(view.plan))
        checks.append(momentTopologyCheck(view));
    if (std::holds_alternative<CheckpointPoint>(view.plan.point))
        checks.append(checkpointCheck());
    if (view.plan.action == PlanAction::Download) {
        checks += {downloadEncryptionCheck(view), termsCheck(view.plan.terms),
                   linkLifeCheck(view, qBound(0, view.plan.terms.expirationHours, 1'000'000), true),
                   roleCheck(view, RestoreChecks::tr("Project Owner"))};
    }
    return checks;
}
