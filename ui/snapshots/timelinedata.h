// What the picture over time shows, as values: a lane for each cluster with its snapshots, the
// window of points in time, and the restores from and onto it.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "snapshots/timelinescale.h"
#include "tables/columns.h"

#include <functional>

struct TimelineMark {
    enum class Shape { Scheduled, OnDemand, Fallback, Unfinished, Failed };

    QString id; // of the snapshot
    QDateTime time; // when taken or, if it is not finished, begun
    QDateTime expires;
    Shape shape = Shape::Scheduled;
    QString text {}; // everything about it, for tooltip and screen reader; lines

    bool operator==(const TimelineMark &) const = default;
};

struct TimelineRestore {
    QString jobId;
    QString snapshotId;
    QDateTime time; // when asked for
    JobState state = JobState::Unknown;
    bool onto = false; // this cluster is the target, else the source
    QString text {};

    bool operator==(const TimelineRestore &) const = default;
};

struct TimelineLane {
    ClusterRef cluster;
    QString title;
    QDateTime pitFrom; // oldest point in time; invalid: none or not known
    QDateTime pitTo;
    QList<TimelineMark> marks; // oldest first
    QList<TimelineRestore> restores; // oldest first

    bool operator==(const TimelineLane &) const = default;
};

/// The shape's word for the legend.
QString shapeName(TimelineMark::Shape shape);
TimelineMark::Shape shapeOf(const Snapshot &snapshot);
/// `oldestPoint`: how far back points in time reach; invalid where there are none.
QList<TimelineLane> timelineLanes(const QList<Cluster> &clusters, const QList<Snapshot> &snapshots,
                                  const QList<RestoreJob> &jobs,
                                  const std::function<QDateTime(const Cluster &)> &oldestPoint,
                                  const TextContext &context);
/// Everything in the lanes, and some future for what expires.
TimeRange wholeRange(const QList<TimelineLane> &lanes, const QDateTime &now);
/// The shortest usual range (a day, a week, a month …) that holds most of the snapshots.
TimeRange usualRange(const QList<TimelineLane> &lanes, const QDateTime &now);
