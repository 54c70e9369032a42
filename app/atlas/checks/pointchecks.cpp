// A point in time instead of a snapshot: is it one the API takes, and is it past. How far back it
// may lie is the kind's own rule.
#include "atlas/checks/checks.h"
#include "atlas/endpoints.h"
#include "atlas/jobkind.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr qint64 kEarliest = 1'199'145'600; // the schema's minimum: 2008-01-01
constexpr qint64 kLatest = std::numeric_limits<qint32>::max(); // the schema's int32

Check offeredCheck(const RestorePlan &plan)
{
    const Rule rule("point-kind", Where::Source,
                    RestoreChecks::tr("This kind of backup can be restored to such a point."));
    if (plan.action == PlanAction::Download)
        return rule.blocks(RestoreChecks::tr("A download is made of a snapshot, never of a point "
                                             "in time."));
    if (!canStart(plan.kind, plan.action, plan.point))
        return rule.blocks(RestoreChecks::tr("Atlas has no such point for it, only snapshots."));
    return rule.holds(RestoreChecks::tr("It is of kind %1.").arg(plan.kind->title()));
}

Check secondsCheck(const Rule &rule, qint64 seconds, const QString &fact)
{
    if (seconds < kEarliest || seconds > kLatest)
        return rule.blocks(
            fact + u' '
            + RestoreChecks::tr("Atlas takes seconds from %1 (2008-01-01) on.").arg(kEarliest));
    return rule.holds(fact);
}

Check shapeCheck(const RestorePlan &plan)
{
    const Rule rule("point", Where::Source, RestoreChecks::tr("A point is chosen."));
    if (!hasPoint(plan))
        return rule.blocks(RestoreChecks::tr("None is chosen."));
    if (const auto *clock = std::get_if<ClockPoint>(&plan.point))
        return secondsCheck(rule, clock->time.toSecsSinceEpoch(),
                            RestoreChecks::tr("%1.").arg(utcText(clock->time, true)));
    if (const auto *oplog = std::get_if<OplogPoint>(&plan.point)) {
        const QString fact =
            RestoreChecks::tr("Oplog entry %2 of second %1 (%3).")
                .arg(QString::number(oplog->seconds), QString::number(oplog->increment),
                     utcText(dataTimeOf(plan), true));
        if (oplog->increment < 1)
            return rule.blocks(fact + u' '
                               + RestoreChecks::tr("Entries of a second count from 1."));
        return secondsCheck(rule, oplog->seconds, fact);
    }
    const QString id = std::get<CheckpointPoint>(plan.point).id;
    return isObjectId(id)
        ? rule.holds(RestoreChecks::tr("Checkpoint %1.").arg(id))
        : rule.blocks(
            RestoreChecks::tr("%1 is no checkpoint ID (24 digits, 0 to 9 and a to f).").arg(id));
}

Check pastCheck(const PlanView &view)
{
    const Rule rule("past", Where::Source, RestoreChecks::tr("The point is not in the future."));
    const QDateTime point = dataTimeOf(view.plan);
    const QDateTime &now = view.facts.now;
    if (!point.isValid() || !now.isValid())
        return rule.unknown(RestoreChecks::tr("The clock is not known."));
    const QString fact = RestoreChecks::tr("The point is %1, now is %2.")
                             .arg(utcText(point, true), utcText(now, true));
    return point <= now ? rule.holds(fact)
                        : rule.blocks(fact + u' '
                                      + RestoreChecks::tr("Atlas refuses it "
                                                          "(INVALID_PIT_RESTORE_TIME)."));
}

} // namespace

QList<Check> pointChecks(const PlanView &view)
{
    if (std::holds_alternative<SnapshotPoint>(view.plan.point))
        return {};
    QList<Check> checks {offeredCheck(view.plan), shapeCheck(view.plan)};
    if (hasPoint(view.plan))
        checks.append(pastCheck(view));
    return checks;
}
