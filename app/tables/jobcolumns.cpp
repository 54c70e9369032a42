#include "tables/jobcolumns.h"
#include "tables/kindcells.h"
#include "tables/timecells.h"
#include "base/format.h"

#include <QCoreApplication>

namespace {

struct JobColumns {
    Q_DECLARE_TR_FUNCTIONS(JobColumns)
};

using Job = RestoreJob;
using Context = TextContext;

QString stateText(const Job &j, const Context &c)
{
    return stateName(currentState(j, c.now));
}

template <QDateTime Job::*time> QString age(const Job &j, const Context &c)
{
    return formatAge(j.*time, c.now);
}

template <QDateTime Job::*time> QString both(const Job &j, const Context &)
{
    return formatLocalAndUtc(j.*time);
}

template <QDateTime Job::*time> QString minute(const Job &j, const Context &)
{
    return searchedTime(j.*time);
}

template <QDateTime Job::*time> qint64 key(const Job &j)
{
    return timeKey(j.*time);
}

template <QString Job::*text> QString plain(const Job &j, const Context &)
{
    return j.*text;
}

QList<Column<Job>> columns()
{
    return {
        {.id = "state",
         .title = JobColumns::tr("State"),
         .text = stateText,
         .toolTip = [](const Job &j, const Context &) { return j.rawState; },
         .ageing = true,
         .sortKeyNow = [](const Job &j,
                          const Context &c) { return stateKey(currentState(j, c.now)); }},
        {.id = "kind",
         .title = JobColumns::tr("Kind"),
         .text = [](const Job &j, const Context &) { return kindTitle(j.kind); }},
        {.id = "project",
         .title = JobColumns::tr("Project"),
         .text = [](const Job &j, const Context &c) { return c.project(j.projectId); },
         .toolTip = plain<&Job::projectId>},
        {.id = "source", .title = JobColumns::tr("Source"), .text = plain<&Job::sourceCluster>},
        {.id = "taken",
         .title = JobColumns::tr("Snapshot taken"),
         .text = [](const Job &j, const Context &c) { return agedTime(j.snapshotTime, c); },
         .sortKey = key<&Job::snapshotTime>,
         .toolTip = both<&Job::snapshotTime>,
         .search = minute<&Job::snapshotTime>,
         .ageing = true},
        {.id = "target", .title = JobColumns::tr("Target"), .text = targetText},
        {.id = "created",
         .title = JobColumns::tr("Created"),
         .text = age<&Job::created>,
         .sortKey = key<&Job::created>,
         .toolTip = both<&Job::created>,
         .search = minute<&Job::created>,
         .ageing = true},
        {.id = "finished",
         .title = JobColumns::tr("Finished"),
         .text = age<&Job::finished>,
         .sortKey = key<&Job::finished>,
         .hiddenAtFirst = true,
         .toolTip = both<&Job::finished>,
         .search = noSearch<Job>,
         .ageing = true},
        {.id = "expires",
         .title = JobColumns::tr("Expires"),
         .text = age<&Job::expires>,
         .sortKey = key<&Job::expires>,
         .hiddenAtFirst = true,
         .toolTip = both<&Job::expires>,
         .search = noSearch<Job>,
         .ageing = true},
        {.id = "snapshot",
         .title = JobColumns::tr("Snapshot ID"),
         .text = plain<&Job::snapshotId>,
         .hiddenAtFirst = true},
        {.id = "id",
         .title = JobColumns::tr("Job ID"),
         .text = plain<&Job::id>,
         .hiddenAtFirst = true},
    };
}

QList<FilterKey<Job>> filterKeys()
{
    using Value = FilterValue;
    return {
        {"state",
         [](const Job &j, const Value &v, const Context &c) {
             return isState(currentState(j, c.now), v);
         },
         readState},
        {"kind", [](const Job &j, const Value &v, const Context &) { return isKind(j.kind, v); }},
        {"project",
         [](const Job &j, const Value &v, const Context &c) {
             return isProject(j.projectId, v, c);
         }},
        {"source",
         [](const Job &j, const Value &v, const Context &) {
             return containsName(j.sourceCluster, v);
         }},
        {"target",
         [](const Job &j, const Value &v, const Context &c) {
             return containsName(targetText(j, c), v);
         }},
        {"snapshot",
         [](const Job &j, const Value &v, const Context &) {
             return startsWithText(j.snapshotId, v);
         }},
        {"id",
         [](const Job &j, const Value &v, const Context &) { return startsWithText(j.id, v); }},
        {"age",
         [](const Job &j, const Value &v, const Context &) { return isWithin(j.created, v); },
         readAge},
    };
}

} // namespace

QString targetText(const RestoreJob &job, const TextContext &context)
{
    if (job.download)
        return JobColumns::tr("download");
    if (job.targetProjectId.isEmpty() || job.targetProjectId == job.projectId)
        return job.targetCluster;
    return JobColumns::tr("%1 / %2").arg(context.project(job.targetProjectId), job.targetCluster);
}

Table<RestoreJob> jobTable()
{
    return {
        .columns = columns(),
        .id = [](const Job &j) { return j.id; },
        .state = [](const Job &j, const Context &c) { return int(currentState(j, c.now)); },
        .json = [](const Job &j) { return rawLine(j.raw); },
        .alike =
            [](const Job &a, const Job &b) {
                Job other = b; // each reply has a page of its own; the table doesn't show it
                other.raw = a.raw;
                return a == other;
            },
        .filterKeys = filterKeys(),
    };
}
