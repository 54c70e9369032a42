// The time axis: a range of time, its place on a line of pixels, and where the clock's round times
// are. Ticks stand at local times.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

struct TimeRange {
    QDateTime from;
    QDateTime to;

    bool isValid() const { return from.isValid() && to.isValid() && from < to; }
    qint64 seconds() const { return from.secsTo(to); }
    bool contains(const QDateTime &time) const { return time >= from && time <= to; }
    bool operator==(const TimeRange &) const = default;
};

struct TimeTick {
    QDateTime time; // UTC
    QString label;
    bool major = false; // begins a day, a month or a year

    bool operator==(const TimeTick &) const = default;
};

/// Round local times in the range: the finest step of which `most` are enough.
QList<TimeTick> ticksOf(const TimeRange &range, int most);
/// 0 at the range's begin, `width` at its end; beyond where the time is beyond.
double placeOf(const QDateTime &time, const TimeRange &range, double width);
QDateTime timeAt(double place, const TimeRange &range, double width);
/// `factor` below 1 comes closer; `anchor` keeps its place. Not below an hour.
TimeRange zoomed(const TimeRange &range, double factor, const QDateTime &anchor);
TimeRange moved(const TimeRange &range, qint64 seconds);
