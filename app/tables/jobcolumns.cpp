#include "tables/jobcolumns.h"
#include "tables/kindcells.h"
#include "tables/timecells.h"
#include "atlas/jobkind.h"
#include "base/format.h"

#include <QCoreApplication>
#include <QLocale>

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

template <QDateTime Job::*time> QString utc(const Job &j, const Context &)
{
    return toIsoTime(j.*time);
}

// Far beyond every time, and far below what a key can hold.
constexpr qint64 kActiveFirst = qint64(1) << 40;

/// Active jobs count as the newest; the parts of a batch as made together.
qint64 createdKey(const Job &j, const Context &c)
{
    const QDateTime batch = j.batchId.isEmpty() ? QDateTime() : objectIdTime(j.batchId);
    const qint64 time = timeKey(batch.isValid() ? batch : j.created);
    return isActive(currentState(j, c.now)) && time > 0 ? time + kActiveFirst : time;
}

QString sourceText(const Job &j, const Context &c)
{
    const QString part = c.batchPart && !j.batchId.isEmpty() ? c.batchPart(j.id) : QString();
    return part.isEmpty()
        ? j.sourceCluster
        : JobColumns::tr("%1 · %2", "cluster, part of a batch").arg(j.sourceCluster, part);
}

QString byText(const Job &j, const Context &c)
{
    return c.startedBy ? c.startedBy(j.id) : QString();
}

qint64 progressKey(const Job &j)
{
    return j.totalDocuments > 0 ? 1000 * qMax<qint64>(0, j.doneDocuments) / j.totalDocuments : -1;
}

QString typeWord(const Job &j)
{
    if (j.download)
        return QStringLiteral("download");
    return j.deliveryType.contains(QLatin1String("point"), Qt::CaseInsensitive)
            || j.deliveryType.contains(QLatin1String("PIT"))
        ? QStringLiteral("pointInTime")
        : QStringLiteral("restore");
}

bool isType(const Job &j, const FilterValue &v, const Context &)
{
    return startsWithText(typeWord(j), v) || startsWithText(j.deliveryType, v)
        || startsWithText(typeText(j), v);
}

bool isAnyId(const Job &j, const FilterValue &v, const Context &)
{
    for (const QString *id : {&j.id, &j.snapshotId, &j.batchId, &j.projectId, &j.targetProjectId}) {
        if (!id->isEmpty() && startsWithText(*id, v))
            return true;
    }
    return false;
}

QStringList kindWords()
{
    QStringList words;
    for (const JobKind *kind : allKinds())
        words.append(QLatin1String(kind->id));
    return words;
}

QStringList typeWords()
{
    return {QStringLiteral("download"), QStringLiteral("restore"), QStringLiteral("pointInTime")};
}

QStringList ageWords()
{
    return {QStringLiteral("<1h"), QStringLiteral("<2d"), QStringLiteral("<4w"),
            QStringLiteral(">4w")};
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
         .toolTip = plain<&Job::projectId>,
         .search =
             [](const Job &j, const Context &c) {
                 return QString(c.project(j.projectId) + u' ' + j.projectId);
             }},
        {.id = "source",
         .title = JobColumns::tr("Source"),
         .text = sourceText,
         .search = plain<&Job::sourceCluster>,
         .exported = plain<&Job::sourceCluster>},
        {.id = "taken",
         .title = JobColumns::tr("Snapshot taken"),
         .text = [](const Job &j, const Context &c) { return agedTime(j.snapshotTime, c); },
         .sortKey = key<&Job::snapshotTime>,
         .toolTip = both<&Job::snapshotTime>,
         .search = minute<&Job::snapshotTime>,
         .ageing = true,
         .exported = utc<&Job::snapshotTime>},
        {.id = "target",
         .title = JobColumns::tr("Target"),
         .text = targetText,
         .search =
             [](const Job &j, const Context &c) {
                 const bool elsewhere = !j.download && j.targetProjectId != j.projectId;
                 return QString(targetText(j, c)
                                + (elsewhere ? u' ' + j.targetProjectId : QString()));
             }},
        {.id = "created",
         .title = JobColumns::tr("Created"),
         .text = age<&Job::created>,
         .toolTip = both<&Job::created>,
         .search = minute<&Job::created>,
         .ageing = true,
         .sortKeyNow = createdKey,
         .exported = utc<&Job::created>},
        {.id = "progress",
         .title = JobColumns::tr("Progress"),
         .text = [](const Job &j, const Context &) { return progressText(j); },
         .sortKey = progressKey,
         .search = noSearch<Job>},
        {.id = "finished",
         .title = JobColumns::tr("Finished"),
         .text = age<&Job::finished>,
         .sortKey = key<&Job::finished>,
         .hiddenAtFirst = true,
         .toolTip = both<&Job::finished>,
         .search = noSearch<Job>,
         .ageing = true,
         .exported = utc<&Job::finished>},
        {.id = "expires",
         .title = JobColumns::tr("Expires"),
         .text = age<&Job::expires>,
         .sortKey = key<&Job::expires>,
         .hiddenAtFirst = true,
         .toolTip = both<&Job::expires>,
         .search = noSearch<Job>,
         .ageing = true,
         .exported = utc<&Job::expires>},
        {.id = "by", .title = JobColumns::tr("Started by"), .text = byText, .hiddenAtFirst = true},
        {.id = "type",
         .title = JobColumns::tr("Type"),
         .text = [](const Job &j, const Context &) { return typeText(j); },
         .hiddenAtFirst = true},
        {.id = "batch",
         .title = JobColumns::tr("Batch ID"),
         .text = plain<&Job::batchId>,
         .hiddenAtFirst = true},
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
         readState, stateWords},
        {"kind", [](const Job &j, const Value &v, const Context &) { return isKind(j.kind, v); },
         readText, kindWords},
        {"type", isType, readText, typeWords},
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
        {"id", isAnyId},
        {"by",
         [](const Job &j, const Value &v, const Context &c) {
             return containsName(byText(j, c), v);
         }},
        {"age",
         [](const Job &j, const Value &v, const Context &) { return isWithin(j.created, v); },
         readAge, ageWords},
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

QString typeText(const RestoreJob &job)
{
    const QString word = typeWord(job);
    return word == u"download" ? JobColumns::tr("download")
        : word == u"restore"   ? JobColumns::tr("restore")
                               : JobColumns::tr("point in time");
}

QString progressText(const RestoreJob &job)
{
    if (job.totalDocuments < 0)
        return {};
    const QLocale locale;
    return JobColumns::tr("%1 of %2 documents")
        .arg(locale.toString(qMax<qint64>(0, job.doneDocuments)),
             locale.toString(job.totalDocuments));
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
