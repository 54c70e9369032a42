#include "snapshots/timelinepainter.h"

#include "style/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

using theme::kGrid;
using Shape = TimelineMark::Shape;

namespace {

struct TimelineWords {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

constexpr double kRadius = 5;
constexpr int kMostTitle = 180;
constexpr double kTallestLane = 88;

theme::Tone toneOf(Shape shape)
{
    switch (shape) {
    case Shape::Unfinished:
        return theme::Tone::Info;
    case Shape::Fallback:
        return theme::Tone::Warning;
    case Shape::Failed:
        return theme::Tone::Danger;
    case Shape::Scheduled:
    case Shape::OnDemand:
        break;
    }
    return theme::Tone::Good;
}

QRectF around(const QPointF &middle, double radius)
{
    return {middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius};
}

} // namespace

TimelineLayout::TimelineLayout(const QList<TimelineLane> &lanes, const QSize &size,
                               const QFontMetrics &metrics)
{
    const int line = metrics.height() + kGrid;
    double left = kGrid;
    if (lanes.size() > 1) {
        int widest = 0;
        for (const TimelineLane &lane : lanes)
            widest = qMax(widest, metrics.horizontalAdvance(lane.title));
        left += qMin(widest, kMostTitle) + kGrid;
    }
    const double bottom = size.height() - 2 * line;
    titles = {kGrid, 0, left - 2 * kGrid, bottom};
    plot = {left, 0, size.width() - left - kGrid, qMax(bottom, 1.0)};
    axis = {left, bottom, plot.width(), double(line)};
    legend = {kGrid, bottom + line, size.width() - 2.0 * kGrid, double(line)};
    laneHeight = qMin(plot.height() / qMax<double>(1, double(lanes.size())), kTallestLane);
}

int TimelineLayout::heightFor(qsizetype lanes, const QFontMetrics &metrics, int laneHeight)
{
    return int(qMax<qsizetype>(1, lanes)) * laneHeight + 2 * (metrics.height() + kGrid);
}

double TimelineLayout::x(const QDateTime &time, const TimeRange &view) const
{
    return plot.left() + placeOf(time, view, plot.width());
}

double TimelineLayout::markY(qsizetype lane) const
{
    return plot.top() + (double(lane) + 0.36) * laneHeight;
}

double TimelineLayout::restoreY(qsizetype lane) const
{
    return plot.top() + (double(lane) + 0.78) * laneHeight;
}

QRectF TimelineLayout::markBox(qsizetype lane, const TimelineMark &mark,
                               const TimeRange &view) const
{
    return around({x(mark.time, view), markY(lane)}, kRadius + 1);
}

QRectF TimelineLayout::restoreBox(qsizetype lane, const TimelineRestore &restore,
                                  const TimeRange &view) const
{
    return around({x(restore.time, view), restoreY(lane)}, kRadius);
}

TimelinePainter::TimelinePainter(QPainter &painter, const QPalette &palette,
                                 const TimelineLayout &layout, const TimeRange &view)
    : m_painter(painter), m_palette(palette), m_layout(layout), m_view(view)
{
}

void TimelinePainter::drawAxis(const QDateTime &now)
{
    const QFontMetricsF metrics(m_painter.font());
    const QColor quiet = theme::toneColor(theme::Tone::Neutral, m_palette);
    QColor line = quiet;
    line.setAlphaF(0.25F);
    const int most = int(m_layout.plot.width() / (metrics.horizontalAdvance(u'0') * 10));
    const QFont font = m_painter.font();
    QFont bold = font;
    bold.setBold(true);
    double free = m_layout.axis.left() - kGrid;
    for (const TimeTick &tick : ticksOf(m_view, most)) {
        const double x = m_layout.x(tick.time, m_view);
        m_painter.setPen(line);
        m_painter.drawLine(QPointF(x, m_layout.plot.top()), QPointF(x, m_layout.plot.bottom()));
        m_painter.setFont(tick.major ? bold : font);
        m_painter.setPen(quiet);
        const double width = QFontMetricsF(m_painter.font()).horizontalAdvance(tick.label);
        const double left = x - width / 2;
        if (left < free || left + width > m_layout.axis.right() + kGrid)
            continue;
        m_painter.drawText(QPointF(left, m_layout.axis.top() + metrics.ascent() + kGrid / 2.0),
                           tick.label);
        free = left + width + kGrid;
    }
    m_painter.setFont(font);
    m_painter.setPen(quiet);
    m_painter.drawLine(m_layout.axis.topLeft(), m_layout.axis.topRight());
    if (!m_view.contains(now))
        return;
    const double x = m_layout.x(now, m_view);
    m_painter.setPen(QPen(m_palette.color(QPalette::Text), 1, Qt::DashLine));
    m_painter.drawLine(QPointF(x, m_layout.plot.top()), QPointF(x, m_layout.plot.bottom()));
    m_painter.setPen(m_palette.color(QPalette::Text));
    m_painter.drawText(QPointF(x + kGrid / 2.0, m_layout.plot.top() + metrics.ascent()),
                       TimelineWords::tr("now"));
}

void TimelinePainter::drawLane(qsizetype place, const TimelineLane &lane, const QString &currentId,
                               const QDateTime &now, bool focused)
{
    const QFontMetrics metrics(m_painter.font());
    const double y = m_layout.markY(place);
    if (m_layout.titles.width() > 0) {
        m_painter.setPen(m_palette.color(QPalette::Text));
        m_painter.drawText(
            QRectF(m_layout.titles.left(), y - metrics.height() / 2.0, m_layout.titles.width(),
                   metrics.height()),
            Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(lane.title, Qt::ElideMiddle, int(m_layout.titles.width())));
    }
    m_painter.save();
    m_painter.setClipRect(m_layout.plot.adjusted(-kRadius, 0, kRadius, 0));
    drawBand(place, lane);
    const QColor quiet = theme::toneColor(theme::Tone::Neutral, m_palette);
    m_painter.setPen(QPen(quiet, 1));
    m_painter.drawLine(QPointF(m_layout.plot.left(), y), QPointF(m_layout.plot.right(), y));
    const TimelineMark *current = nullptr;
    for (const TimelineMark &mark : lane.marks) {
        if (mark.expires > now) { // where it will end
            m_painter.setPen(QPen(quiet, 1));
            const double end = m_layout.x(mark.expires, m_view);
            m_painter.drawLine(QPointF(end, y - 4), QPointF(end, y + 4));
        }
        if (mark.id == currentId)
            current = &mark;
    }
    if (current)
        drawLife(place, *current);
    for (const TimelineRestore &restore : lane.restores) {
        const QPointF middle(m_layout.x(restore.time, m_view), m_layout.restoreY(place));
        if (current && restore.snapshotId == current->id && !restore.onto) {
            m_painter.setPen(QPen(theme::toneColor(theme::Tone::Info, m_palette), 1.5));
            m_painter.drawLine(QPointF(m_layout.x(current->time, m_view), y), middle);
        }
        drawTriangle(restore.onto, middle,
                     theme::toneColor(theme::stateTone(restore.state), m_palette));
    }
    for (const TimelineMark &mark : lane.marks)
        drawShape(mark.shape, {m_layout.x(mark.time, m_view), y});
    if (current) {
        drawCurrent(m_layout.markBox(place, *current, m_view), focused);
        drawShape(current->shape, {m_layout.x(current->time, m_view), y});
    }
    m_painter.restore();
}

void TimelinePainter::drawBand(qsizetype place, const TimelineLane &lane)
{
    if (!lane.pitFrom.isValid() || lane.pitFrom >= lane.pitTo)
        return;
    const double from = qMax(m_layout.x(lane.pitFrom, m_view), m_layout.plot.left() - kRadius);
    const double to = m_layout.x(lane.pitTo, m_view);
    if (to <= from)
        return;
    const QRectF band(from, m_layout.markY(place) - 10, to - from, 20);
    m_painter.setPen(QPen(theme::toneColor(theme::Tone::Info, m_palette), 1));
    m_painter.setBrush(theme::toneBackground(theme::Tone::Info, m_palette));
    m_painter.drawRoundedRect(band, 3, 3);
    m_painter.setBrush(Qt::NoBrush);
}

void TimelinePainter::drawLife(qsizetype place, const TimelineMark &mark)
{
    if (!mark.expires.isValid())
        return;
    const double y = m_layout.markY(place);
    const double end = m_layout.x(mark.expires, m_view);
    m_painter.setPen(QPen(theme::toneColor(theme::Tone::Info, m_palette), 3));
    m_painter.drawLine(QPointF(m_layout.x(mark.time, m_view), y),
                       QPointF(qMin(end, m_layout.plot.right() + kRadius), y));
    m_painter.drawLine(QPointF(end, y - 6), QPointF(end, y + 6));
}

void TimelinePainter::drawCurrent(const QRectF &box, bool focused)
{
    const QRectF ring = box.adjusted(-3, -3, 3, 3);
    m_painter.setBrush(m_palette.color(QPalette::Base));
    m_painter.setPen(QPen(theme::toneColor(theme::Tone::Info, m_palette), 2));
    m_painter.drawEllipse(ring);
    if (focused) {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_palette.color(QPalette::Text), 1, Qt::DotLine));
        m_painter.drawRect(ring.adjusted(-2, -2, 2, 2));
    }
}

void TimelinePainter::drawShape(Shape shape, const QPointF &middle)
{
    const QColor color = theme::toneColor(toneOf(shape), m_palette);
    const QColor base = m_palette.color(QPalette::Base);
    const double r = kRadius;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(base, 1));
    m_painter.setBrush(color);
    switch (shape) {
    case Shape::Scheduled:
        m_painter.drawEllipse(middle, r, r);
        break;
    case Shape::OnDemand:
        m_painter.drawPolygon(QPolygonF({middle + QPointF(0, -r - 1), middle + QPointF(r + 1, 0),
                                         middle + QPointF(0, r + 1), middle + QPointF(-r - 1, 0)}));
        break;
    case Shape::Fallback:
        m_painter.drawRect(around(middle, r));
        m_painter.setPen(QPen(base, 2));
        m_painter.drawLine(middle + QPointF(0, -3), middle + QPointF(0, 0.5));
        m_painter.drawPoint(middle + QPointF(0, 3));
        break;
    case Shape::Unfinished:
        m_painter.setBrush(base);
        m_painter.setPen(QPen(color, 2));
        m_painter.drawEllipse(middle, r - 1, r - 1);
        break;
    case Shape::Failed:
        for (const QPen &pen : {QPen(base, 4), QPen(color, 2)}) {
            m_painter.setPen(pen);
            m_painter.drawLine(middle + QPointF(-4, -4), middle + QPointF(4, 4));
            m_painter.drawLine(middle + QPointF(-4, 4), middle + QPointF(4, -4));
        }
        break;
    }
    m_painter.setBrush(Qt::NoBrush);
}

void TimelinePainter::drawTriangle(bool down, const QPointF &middle, const QColor &color)
{
    const double r = down ? kRadius : -kRadius;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(m_palette.color(QPalette::Base), 1));
    m_painter.setBrush(color);
    m_painter.drawPolygon(
        QPolygonF({middle + QPointF(-r, -r), middle + QPointF(r, -r), middle + QPointF(0, r)}));
    m_painter.setBrush(Qt::NoBrush);
}

// The word of an entry whose sign stands at x; where the next one begins.
double TimelinePainter::legendEntry(double x, const QString &word)
{
    const QFontMetricsF metrics(m_painter.font());
    m_painter.setPen(theme::toneColor(theme::Tone::Neutral, m_palette));
    m_painter.drawText(QPointF(x + 2 * kRadius + kGrid / 2.0,
                               m_layout.legend.center().y() + metrics.ascent() / 2 - 1),
                       word);
    return x + 2 * kRadius + kGrid / 2.0 + metrics.horizontalAdvance(word) + 2 * kGrid;
}

void TimelinePainter::drawLegend(const QList<TimelineLane> &lanes)
{
    QList<Shape> shapes;
    bool points = false, from = false, onto = false, ends = false;
    for (const TimelineLane &lane : lanes) {
        points = points || lane.pitFrom.isValid();
        for (const TimelineMark &mark : lane.marks) {
            ends = ends || mark.expires.isValid();
            if (!shapes.contains(mark.shape))
                shapes.append(mark.shape);
        }
        for (const TimelineRestore &restore : lane.restores)
            (restore.onto ? onto : from) = true;
    }
    std::sort(shapes.begin(), shapes.end());
    m_painter.save();
    m_painter.setClipRect(m_layout.legend);
    double x = m_layout.legend.left();
    const auto sign = [&] { return QPointF(x + kRadius, m_layout.legend.center().y()); };
    for (const Shape shape : std::as_const(shapes)) {
        drawShape(shape, sign());
        x = legendEntry(x, shapeName(shape));
    }
    const QColor quiet = theme::toneColor(theme::Tone::Neutral, m_palette);
    if (points) {
        m_painter.setPen(theme::toneColor(theme::Tone::Info, m_palette));
        m_painter.setBrush(theme::toneBackground(theme::Tone::Info, m_palette));
        m_painter.drawRoundedRect(around(sign(), kRadius), 2, 2);
        m_painter.setBrush(Qt::NoBrush);
        x = legendEntry(x, TimelineWords::tr("Point in time"));
    }
    if (from) {
        drawTriangle(false, sign(), quiet);
        x = legendEntry(x, TimelineWords::tr("Restored from"));
    }
    if (onto) {
        drawTriangle(true, sign(), quiet);
        x = legendEntry(x, TimelineWords::tr("Restored onto"));
    }
    if (ends) {
        m_painter.setPen(quiet);
        m_painter.drawLine(sign() + QPointF(0, -4), sign() + QPointF(0, 4));
        legendEntry(x, TimelineWords::tr("Expires"));
    }
    m_painter.restore();
}
