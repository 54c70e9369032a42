// The data: is there a snapshot, may it be used, will it last; and the person's own lock.
#include "atlas/checks/checks.h"
#include "atlas/endpoints.h"
#include "atlas/jobkind.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr qint64 kSoonSeconds = 3600;

QString actionName(PlanAction action)
{
    switch (action) {
    case PlanAction::Collections:
        return RestoreChecks::tr("restores of collections");
    case PlanAction::Download:
        return RestoreChecks::tr("downloads");
    case PlanAction::Restore:
        break;
    }
    return RestoreChecks::tr("restores");
}

Check chosenCheck(const RestorePlan &plan)
{
    const Rule rule("snapshot", Where::Source, RestoreChecks::tr("A snapshot is chosen."));
    const Snapshot &snapshot = plan.snapshot;
    if (snapshot.id.isEmpty())
        return rule.blocks(RestoreChecks::tr("None is chosen."));
    if (!isObjectId(snapshot.id))
        return rule.blocks(RestoreChecks::tr("%1 is no snapshot ID (24 digits, 0 to 9 and a to f).")
                               .arg(snapshot.id));
    return rule.holds(snapshot.id);
}

Check kindCheck(const RestorePlan &plan)
{
    const QString action = actionName(plan.action);
    const Rule rule("kind", Where::Source,
                    RestoreChecks::tr("Atlas offers %1 for this kind of backup.").arg(action));
    if (!plan.kind)
        return rule.blocks(RestoreChecks::tr("The kind of backup is not known."));
    if (canStart(plan.kind, plan.action))
        return rule.holds(RestoreChecks::tr("It is of kind %1.").arg(plan.kind->title()));
    return rule.blocks(
        RestoreChecks::tr("Snapback cannot start %1 of kind %2.").arg(action, plan.kind->title()));
}

Check completeCheck(const Snapshot &snapshot)
{
    const Rule rule("complete", Where::Source, RestoreChecks::tr("The snapshot is complete."));
    if (snapshot.state == SnapshotState::Unknown)
        return rule.unknown(
            snapshot.rawState.isEmpty()
                ? RestoreChecks::tr("Atlas did not tell its state.")
                : RestoreChecks::tr("Atlas calls its state %1.").arg(snapshot.rawState));
    const QString fact =
        RestoreChecks::tr("Its state is: %1.").arg(snapshotStateName(snapshot.state));
    return snapshot.state == SnapshotState::Completed ? rule.holds(fact) : rule.blocks(fact);
}

Check expiryCheck(const Snapshot &snapshot, const QDateTime &now)
{
    const Rule rule("expiry", Where::Source,
                    RestoreChecks::tr("The snapshot still exists when the job starts."));
    if (!snapshot.expires.isValid() || !now.isValid())
        return rule.unknown(RestoreChecks::tr("Atlas did not tell when it expires."));
    const QString age = formatAge(snapshot.expires, now);
    const QString when = utcText(snapshot.expires);
    if (snapshot.expires <= now)
        return rule.blocks(RestoreChecks::tr("It expired %1 (%2).").arg(age, when));
    const QString fact = RestoreChecks::tr("It expires %1 (%2).").arg(age, when);
    return now.secsTo(snapshot.expires) < kSoonSeconds ? rule.warns(fact, Check::Basis::Schema)
                                                       : rule.holds(fact);
}

Check fallbackCheck(const RestorePlan &plan)
{
    const Rule rule("fallback", Where::Source, RestoreChecks::tr("The snapshot is consistent."),
                    Check::Basis::Manual);
    if (plan.snapshot.type != "fallback"_L1)
        return rule.holds(RestoreChecks::tr("It is no fallback snapshot."));
    return rule.warns(plan.action == PlanAction::Collections
                          ? RestoreChecks::tr("It is a fallback snapshot, whose data may not be; "
                                              "by the manual it can't be used for collections.")
                          : RestoreChecks::tr("It is a fallback snapshot, whose data may not be."));
}

Check retiredCheck(const JobKind &kind, const QDateTime &now)
{
    const Rule rule("retired", Where::Source,
                    RestoreChecks::tr("Atlas still takes %1 restores.").arg(kind.title()));
    const QDate end = QDate::fromString(QLatin1StringView(kind.retiredOn), Qt::ISODate);
    const QString day = end.toString(Qt::ISODate);
    if (now.toUTC().date() < end)
        return rule.holds(RestoreChecks::tr("Atlas ends these calls on %1.").arg(day));
    return rule.warns(RestoreChecks::tr("By its documents Atlas ended these calls on %1; clusters "
                                        "of this kind became Flex clusters.")
                          .arg(day));
}

Check sourceCheck(const Cluster &source)
{
    const Rule rule("source", Where::Source, RestoreChecks::tr("The source cluster still exists."),
                    Check::Basis::Manual);
    if (!source.deleted)
        return rule.holds(RestoreChecks::tr("%1, tier %2.").arg(source.name, source.tier));
    return rule.warns(RestoreChecks::tr("%1 was deleted; its kept backups can be restored to "
                                        "another cluster.")
                          .arg(source.name));
}

} // namespace

QList<Check> profileChecks(const PlanView &view)
{
    if (!view.facts.readOnlyProfile)
        return {};
    return {Rule("read-only", Where::Review, RestoreChecks::tr("This profile may start jobs."),
                 Check::Basis::Person)
                .blocks(RestoreChecks::tr("You marked the profile as read-only."),
                        Check::Basis::Person)};
}

QList<Check> snapshotChecks(const PlanView &view)
{
    const RestorePlan &plan = view.plan;
    QList<Check> checks {kindCheck(plan)};
    if (std::holds_alternative<SnapshotPoint>(plan.point)) {
        checks.append(chosenCheck(plan));
        if (!plan.snapshot.id.isEmpty()) {
            checks += {completeCheck(plan.snapshot), expiryCheck(plan.snapshot, view.facts.now)};
            if (!plan.snapshot.type.isEmpty())
                checks.append(fallbackCheck(plan));
        }
    }
    if (plan.kind && plan.kind->retiredOn)
        checks.append(retiredCheck(*plan.kind, view.facts.now));
    if (view.source)
        checks.append(sourceCheck(*view.source));
    return checks;
}
