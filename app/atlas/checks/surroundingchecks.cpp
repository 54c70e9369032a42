// Who else is at the target: jobs that run, the project's compliance policy, the person's mark.
#include "atlas/checks/checks.h"
#include "atlas/jobkind.h"

#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

bool isUnderWay(const RestoreJob &job)
{
    return job.state == JobState::Queued || job.state == JobState::Running;
}

bool writesTo(const RestoreJob &job, const RestorePlan &plan)
{
    return !job.download && isActive(job.state) && job.targetCluster == plan.targetCluster
        && (job.targetProjectId.isEmpty() || job.targetProjectId == plan.targetProjectId);
}

bool isSameData(const RestoreJob &job, const RestorePlan &plan)
{
    if (std::holds_alternative<SnapshotPoint>(plan.point))
        return !plan.snapshot.id.isEmpty() && job.snapshotId == plan.snapshot.id;
    const QDateTime point = dataTimeOf(plan);
    return point.isValid() && job.snapshotTime.isValid()
        && job.snapshotTime.toSecsSinceEpoch() == point.toSecsSinceEpoch()
        && job.projectId == plan.snapshot.projectId && job.sourceCluster == plan.snapshot.cluster;
}

QString namesOf(const QList<RestoreJob> &jobs)
{
    QStringList names;
    for (const RestoreJob &job : jobs.first(qMin<qsizetype>(3, jobs.size())))
        names.append(RestoreChecks::tr("%1 from %2 (%3)")
                         .arg(job.id, job.sourceCluster, stateName(job.state)));
    if (jobs.size() > 3)
        names.append(RestoreChecks::tr("and %1 more").arg(jobs.size() - 3));
    return names.join(", "_L1);
}

QString notRead()
{
    return RestoreChecks::tr("The running jobs could not be read.");
}

// The code that proves the refusal is the one of dedicated clusters.
Check verdictOn(const Rule &rule, const PlanView &view, const QList<RestoreJob> &jobs,
                const QString &fact)
{
    const bool proven = view.target && isDedicated(*view.target)
        && std::any_of(jobs.cbegin(), jobs.cend(), isUnderWay);
    if (!proven)
        return rule.warns(fact);
    return rule.blocks(fact + u' '
                       + RestoreChecks::tr("Atlas refuses a second one "
                                           "(ATLAS_CLUSTER_RESTORE_IN_PROGRESS)."));
}

QList<Check> runningChecks(const PlanView &view)
{
    const Rule running("running", Where::Target,
                       RestoreChecks::tr("No other restore onto the target is running."));
    const Rule duplicate("duplicate", Where::Target,
                         RestoreChecks::tr("The same restore is not running already."));
    if (!view.facts.targetJobs)
        return {running.unknown(notRead()), duplicate.unknown(notRead())};
    QList<RestoreJob> jobs;
    QList<RestoreJob> twins;
    QSet<QString> seen; // two lists may have told of one job
    for (const RestoreJob &job : *view.facts.targetJobs) {
        if (!writesTo(job, view.plan) || seen.contains(job.id))
            continue;
        seen.insert(job.id);
        jobs.append(job);
        if (isSameData(job, view.plan))
            twins.append(job);
    }
    const auto none = [&view](const Rule &rule) {
        return view.facts.targetJobsInPart
            ? rule.unknown(RestoreChecks::tr("None is known, but not all running jobs could be "
                                             "read."))
            : rule.holds(RestoreChecks::tr("None is, of the jobs of source and target and of "
                                           "those that the window shows."));
    };
    return {jobs.isEmpty() ? none(running)
                           : verdictOn(running, view, jobs,
                                       RestoreChecks::tr("Running: %1.").arg(namesOf(jobs))),
            twins.isEmpty()
                ? none(duplicate)
                : verdictOn(duplicate, view, twins,
                            RestoreChecks::tr("THE SAME DATA IS BEING RESTORED ONTO THIS CLUSTER "
                                              "ALREADY: %1. A second job would overwrite it again.")
                                .arg(namesOf(twins)))};
}

Check complianceCheck(const PlanView &view)
{
    const Rule rule("compliance", Where::Target,
                    RestoreChecks::tr("No backup compliance policy concerns the target."),
                    Check::Basis::Manual);
    if (!view.facts.compliance)
        return rule.unknown(RestoreChecks::tr("The project's policy could not be read; that takes "
                                              "Project Owner."));
    const CompliancePolicy &policy = *view.facts.compliance;
    if (policy.state.isEmpty())
        return rule.holds(RestoreChecks::tr("The project has none."));
    QStringList facts {
        RestoreChecks::tr("The project has one (%1): its backups are protected by rule.")
            .arg(policy.state)};
    const bool plain = view.target && view.target->encryptionAtRest == "NONE"_L1;
    if (policy.encryptionAtRestEnabled && plain)
        facts.append(
            RestoreChecks::tr("It asks for encryption at rest, which the target has not."));
    if (policy.pitEnabled && view.target && !view.target->pitEnabled)
        facts.append(
            RestoreChecks::tr("It asks for continuous cloud backup, which the target has not."));
    facts.append(RestoreChecks::tr("Tell whoever answers for it."));
    return rule.warns(facts.join(u' '));
}

QList<Check> markChecks(const PlanView &view)
{
    const PlanFacts &facts = view.facts;
    if (!facts.production && facts.environment.isEmpty())
        return {};
    const Rule rule("production", Where::Target, RestoreChecks::tr("The target is not production."),
                    Check::Basis::Person);
    if (!facts.production)
        return {rule.holds(RestoreChecks::tr("You marked it: %1.").arg(facts.environment))};
    return {rule.warns(RestoreChecks::tr("YOU MARKED THE TARGET AS PRODUCTION."),
                       Check::Basis::Person)};
}

} // namespace

QList<Check> surroundingChecks(const PlanView &view)
{
    if (view.plan.targetCluster.isEmpty())
        return {};
    QList<Check> checks = markChecks(view);
    checks += runningChecks(view);
    checks.append(complianceCheck(view));
    return checks;
}

QList<Check> downloadChecks(const PlanView &view)
{
    if (view.plan.action != PlanAction::Download || view.plan.snapshot.id.isEmpty())
        return {};
    const Rule rule("download-running", Where::Source,
                    RestoreChecks::tr("The snapshot is not being prepared for download already."));
    if (!view.facts.targetJobs)
        return {rule.unknown(notRead())};
    for (const RestoreJob &job : *view.facts.targetJobs) {
        if (!job.download || job.snapshotId != view.plan.snapshot.id)
            continue;
        // Of a link that was used Atlas says the same as of one that is not made yet.
        if (isUnderWay(job) && detailsOf(job).hasLinks())
            return {rule.warns(RestoreChecks::tr("Job %1 has links for some of its files; while "
                                                 "Atlas makes the others it refuses a second one "
                                                 "(CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY).")
                                   .arg(job.id))};
        if (isUnderWay(job))
            return {rule.blocks(RestoreChecks::tr("Job %1 prepares it; Atlas refuses a second one "
                                                  "(CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY).")
                                    .arg(job.id))};
        if (currentState(job, view.facts.now) == JobState::Ready)
            return {rule.warns(
                RestoreChecks::tr("Job %1 has a link for it that is still good.").arg(job.id))};
    }
    return {view.facts.targetJobsInPart ? rule.unknown(notRead())
                                        : rule.holds(RestoreChecks::tr("It is not."))};
}
