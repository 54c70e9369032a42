// Draws lanes, axis and legend of the picture over time. Every kind of mark has a shape and a word
// of its own; colour only repeats what they say.
#pragma once

#include "snapshots/timelinedata.h"

#include <QFontMetrics>
#include <QPalette>
#include <QRectF>

class QPainter;

/// Where things are; all in the widget's coordinates.
struct TimelineLayout {
    TimelineLayout(const QList<TimelineLane> &lanes, const QSize &size,
                   const QFontMetrics &metrics);

    static int heightFor(qsizetype lanes, const QFontMetrics &metrics, int laneHeight);
    double x(const QDateTime &time, const TimeRange &view) const;
    /// Middle of the snapshots' row, and of the restores' row under it.
    double markY(qsizetype lane) const;
    double restoreY(qsizetype lane) const;
    QRectF markBox(qsizetype lane, const TimelineMark &mark, const TimeRange &view) const;
    QRectF restoreBox(qsizetype lane, const TimelineRestore &restore, const TimeRange &view) const;

    QRectF titles; // empty with one lane
    QRectF plot;
    QRectF axis;
    QRectF legend;
    double laneHeight = 0;
};

class TimelinePainter
{
public:
    TimelinePainter(QPainter &painter, const QPalette &palette, const TimelineLayout &layout,
                    const TimeRange &view);

    void drawAxis(const QDateTime &now);
    void drawLane(qsizetype place, const TimelineLane &lane, const QString &currentId,
                  const QDateTime &now, bool focused);
    void drawLegend(const QList<TimelineLane> &lanes);

private:
    void drawBand(qsizetype place, const TimelineLane &lane);
    void drawLife(qsizetype place, const TimelineMark &mark);
    void drawCurrent(const QRectF &box, bool focused);
    void drawShape(TimelineMark::Shape shape, const QPointF &middle);
    void drawTriangle(bool down, const QPointF &middle, const QColor &color);
    double legendEntry(double x, const QString &word);

    QPainter &m_painter;
    const QPalette &m_palette;
    const TimelineLayout &m_layout;
    const TimeRange &m_view;
};
