#include "snapshots/timelinedata.h"

#include "base/format.h"
#include "tables/lastgood.h"
#include "tables/snapshotcells.h"
#include "tables/snapshotcolumns.h"

#include <QCoreApplication>
#include <QHash>

namespace {

struct TimelineData {
    Q_DECLARE_TR_FUNCTIONS(TimelineData)
};

constexpr qint64 kDay = 24 * 3600;
constexpr int kFuturePercent = 20;

QString keyOf(const QString &projectId, const QString &cluster)
{
    return projectId + u'/' + cluster;
}

QString markText(const Snapshot &s, const QStringList &restores, const TextContext &context)
{
    const QDateTime time = snapshotTime(s);
    QStringList lines;
    QStringList what {TimelineData::tr("Snapshot of %1").arg(s.cluster)};
    for (const QString &word : {snapshotTypeName(s), snapshotFrequencyName(s)}) {
        if (!word.isEmpty())
            what.append(word.toLower());
    }
    what.append(stateName(snapshotState(s, context.now)).toLower());
    lines.append(what.join(QStringLiteral(", ")));
    const QString when = s.taken.isValid() ? TimelineData::tr("Taken %1, %2", "time, age")
                                           : TimelineData::tr("Begun %1, %2", "time, age");
    lines.append(when.arg(formatLocalAndUtc(time), formatAge(time, context.now)));
    if (const QString kept = retentionText(s, context.now); !kept.isEmpty())
        lines.append(kept.left(1).toUpper() + kept.mid(1));
    if (!s.description.isEmpty())
        lines.append(s.description);
    if (isFallback(s))
        lines.append(fallbackWarning());
    return (lines + restores).join(u'\n');
}

QString restoreText(const RestoreJob &job, const TextContext &context)
{
    const QString what = job.download
        ? TimelineData::tr("Downloaded from %1: %2", "cluster, state")
              .arg(job.sourceCluster, stateName(job.state).toLower())
        : TimelineData::tr("Restored from %1 onto %2: %3", "source, target, state")
              .arg(job.sourceCluster, job.targetCluster, stateName(job.state).toLower());
    return TimelineData::tr("%1, %2, %3", "what, time, age")
        .arg(what, formatLocalAndUtc(job.created), formatAge(job.created, context.now));
}

template <typename T> void sortByTime(QList<T> *list)
{
    std::stable_sort(list->begin(), list->end(),
                     [](const T &a, const T &b) { return a.time < b.time; });
}

TimeRange rangeFrom(const QDateTime &from, const QDateTime &now)
{
    const qint64 past = qMax<qint64>(from.secsTo(now), 3600);
    return {now.addSecs(-past - past * 2 / 100), now.addSecs(past * kFuturePercent / 100)};
}

} // namespace

QString shapeName(TimelineMark::Shape shape)
{
    switch (shape) {
    case TimelineMark::Shape::Scheduled:
        return TimelineData::tr("Scheduled");
    case TimelineMark::Shape::OnDemand:
        return TimelineData::tr("On demand");
    case TimelineMark::Shape::Fallback:
        return TimelineData::tr("Fallback");
    case TimelineMark::Shape::Unfinished:
        return TimelineData::tr("Not finished");
    case TimelineMark::Shape::Failed:
        break;
    }
    return TimelineData::tr("Failed");
}

TimelineMark::Shape shapeOf(const Snapshot &snapshot)
{
    using Shape = TimelineMark::Shape;
    if (snapshot.state == SnapshotState::Failed)
        return Shape::Failed;
    if (snapshot.state == SnapshotState::Queued || snapshot.state == SnapshotState::Running)
        return Shape::Unfinished;
    if (isFallback(snapshot))
        return Shape::Fallback;
    return snapshot.type.compare(QLatin1String("onDemand"), Qt::CaseInsensitive) == 0
        ? Shape::OnDemand
        : Shape::Scheduled;
}

QList<TimelineLane> timelineLanes(const QList<Cluster> &clusters, const QList<Snapshot> &snapshots,
                                  const QList<RestoreJob> &jobs,
                                  const std::function<QDateTime(const Cluster &)> &oldestPoint,
                                  const TextContext &context)
{
    QList<TimelineLane> lanes;
    QHash<QString, qsizetype> places;
    for (const Cluster &cluster : clusters) {
        places.insert(keyOf(cluster.projectId, cluster.name), lanes.size());
        TimelineLane lane;
        lane.cluster = refOf(cluster);
        lane.title =
            cluster.deleted ? TimelineData::tr("%1 (deleted)").arg(cluster.name) : cluster.name;
        lane.pitFrom = oldestPoint(cluster);
        lane.pitTo = lane.pitFrom.isValid() ? context.now : QDateTime();
        lanes.append(lane);
    }
    QHash<QString, QStringList> restoresOf; // by snapshot
    for (const RestoreJob &job : jobs) {
        if (!job.created.isValid())
            continue;
        const auto source = places.constFind(keyOf(job.projectId, job.sourceCluster));
        const auto target = places.constFind(keyOf(job.targetProjectId, job.targetCluster));
        TimelineRestore restore {.jobId = job.id,
                                 .snapshotId = job.snapshotId,
                                 .time = job.created,
                                 .state = currentState(job, context.now)};
        if (source == places.cend() && (target == places.cend() || job.download))
            continue;
        restore.text = restoreText(job, context);
        if (source != places.cend()) {
            lanes[*source].restores.append(restore);
            restoresOf[job.snapshotId].append(restore.text);
        }
        if (target != places.cend() && !job.download) {
            restore.onto = true;
            lanes[*target].restores.append(restore);
        }
    }
    for (const Snapshot &snapshot : snapshots) {
        const auto place = places.constFind(keyOf(snapshot.projectId, snapshot.cluster));
        const QDateTime time = snapshotTime(snapshot);
        if (place == places.cend() || !time.isValid())
            continue;
        lanes[*place].marks.append({snapshot.id, time, snapshot.expires, shapeOf(snapshot),
                                    markText(snapshot, restoresOf.value(snapshot.id), context)});
    }
    for (TimelineLane &lane : lanes) {
        sortByTime(&lane.marks);
        sortByTime(&lane.restores);
    }
    return lanes;
}

TimeRange wholeRange(const QList<TimelineLane> &lanes, const QDateTime &now)
{
    QDateTime first = now.addSecs(-kDay);
    for (const TimelineLane &lane : lanes) {
        if (!lane.marks.isEmpty())
            first = qMin(first, lane.marks.first().time);
        if (!lane.restores.isEmpty())
            first = qMin(first, lane.restores.first().time);
        if (lane.pitFrom.isValid())
            first = qMin(first, lane.pitFrom);
    }
    return rangeFrom(first, now);
}

TimeRange usualRange(const QList<TimelineLane> &lanes, const QDateTime &now)
{
    QList<QDateTime> times;
    for (const TimelineLane &lane : lanes) {
        for (const TimelineMark &mark : lane.marks)
            times.append(mark.time);
    }
    constexpr qsizetype kFew = 12; // they find room in any range
    std::sort(times.begin(), times.end());
    if (times.size() <= kFew)
        return wholeRange(lanes, now);
    const QDateTime wanted = times.at(times.size() * 2 / 5); // three of five are not older
    for (const int days : {1, 3, 8, 31, 92, 366}) {
        if (now.addDays(-days) <= wanted)
            return rangeFrom(now.addDays(-days), now);
    }
    return wholeRange(lanes, now);
}
