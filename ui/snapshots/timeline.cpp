#include "snapshots/timeline.h"

#include "snapshots/timelineaccess.h"
#include "snapshots/timelinepainter.h"
#include "style/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QToolTip>

namespace {

constexpr int kLaneHeight = 56;
constexpr int kSmallestLane = 40;

bool sameClusters(const QList<TimelineLane> &a, const QList<TimelineLane> &b)
{
    return std::equal(
        a.cbegin(), a.cend(), b.cbegin(), b.cend(),
        [](const TimelineLane &x, const TimelineLane &y) { return x.cluster == y.cluster; });
}

} // namespace

Timeline::Timeline(QWidget *parent) : QWidget(parent)
{
    installTimelineAccess();
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Snapshots over time"));
    setAccessibleDescription(tr("Left and Right move between snapshots, Up and Down between "
                                "clusters, Enter restores. The table below lists the same."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Timeline::setLanes(const QList<TimelineLane> &lanes, const QDateTime &now)
{
    m_hint.clear();
    if (lanes == m_lanes && now == m_now)
        return;
    const bool same = sameClusters(lanes, m_lanes);
    const bool sameHeight = lanes.size() == m_lanes.size();
    m_viewChosen = m_viewChosen && same;
    m_lanes = lanes;
    m_now = now;
    if (!m_viewChosen)
        setView(usualRange(m_lanes, m_now));
    if (!sameHeight)
        updateGeometry();
    update();
}

void Timeline::setHint(const QString &hint)
{
    setLanes({}, m_now);
    m_hint = hint;
    update();
}

QString Timeline::currentId() const
{
    return find(m_currentId) ? m_currentId : QString();
}

void Timeline::setCurrentId(const QString &id)
{
    if (id == m_currentId)
        return;
    m_currentId = id;
    if (const auto place = find(id)) {
        bringIntoView(m_lanes.at(place->lane).marks.at(place->mark).time);
        announce();
    }
    update();
}

void Timeline::zoom(double factor)
{
    const auto place = find(m_currentId);
    QDateTime anchor = place ? m_lanes.at(place->lane).marks.at(place->mark).time : QDateTime();
    if (!anchor.isValid() || !m_view.contains(anchor))
        anchor = m_view.contains(m_now) ? m_now : timeAt(0.5, m_view, 1);
    m_viewChosen = true;
    setView(zoomed(m_view, factor, anchor));
}

void Timeline::showAll()
{
    m_viewChosen = true;
    setView(wholeRange(m_lanes, m_now));
}

int Timeline::markCount() const
{
    qsizetype count = 0;
    for (const TimelineLane &lane : m_lanes)
        count += lane.marks.size();
    return int(count);
}

const TimelineMark *Timeline::markAt(int index) const
{
    const auto place = placeOfIndex(index);
    return place ? &m_lanes.at(place->lane).marks.at(place->mark) : nullptr;
}

int Timeline::currentIndex() const
{
    const auto place = find(m_currentId);
    if (!place)
        return -1;
    qsizetype before = 0;
    for (qsizetype lane = 0; lane < place->lane; ++lane)
        before += m_lanes.at(lane).marks.size();
    return int(before + place->mark);
}

QRect Timeline::markRect(int index) const
{
    const auto place = placeOfIndex(index);
    if (!place)
        return {};
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    const TimelineMark &mark = m_lanes.at(place->lane).marks.at(place->mark);
    return layout.markBox(place->lane, mark, m_view).toAlignedRect();
}

int Timeline::indexAt(const QPoint &position) const
{
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    int index = 0;
    int best = -1;
    double nearest = 9; // pixels: a finger is no needle
    for (qsizetype lane = 0; lane < m_lanes.size(); ++lane) {
        for (const TimelineMark &mark : m_lanes.at(lane).marks) {
            const QPointF off = layout.markBox(lane, mark, m_view).center() - QPointF(position);
            const double distance = qMax(qAbs(off.x()), qAbs(off.y()));
            if (distance < nearest) {
                nearest = distance;
                best = index;
            }
            ++index;
        }
    }
    return best;
}

QSize Timeline::sizeHint() const
{
    return {600, TimelineLayout::heightFor(m_lanes.size(), fontMetrics(), kLaneHeight)};
}

QSize Timeline::minimumSizeHint() const
{
    return {200, TimelineLayout::heightFor(m_lanes.size(), fontMetrics(), kSmallestLane)};
}

std::optional<Timeline::Place> Timeline::find(const QString &id) const
{
    if (id.isEmpty())
        return {};
    for (qsizetype lane = 0; lane < m_lanes.size(); ++lane) {
        const QList<TimelineMark> &marks = m_lanes.at(lane).marks;
        for (qsizetype mark = 0; mark < marks.size(); ++mark) {
            if (marks.at(mark).id == id)
                return Place {lane, mark};
        }
    }
    return {};
}

std::optional<Timeline::Place> Timeline::placeOfIndex(int index) const
{
    qsizetype left = index;
    for (qsizetype lane = 0; left >= 0 && lane < m_lanes.size(); ++lane) {
        if (left < m_lanes.at(lane).marks.size())
            return Place {lane, left};
        left -= m_lanes.at(lane).marks.size();
    }
    return {};
}

void Timeline::choose(const Place &place)
{
    const QString id = m_lanes.at(place.lane).marks.at(place.mark).id;
    if (id == m_currentId)
        return;
    setCurrentId(id);
    emit currentIdChanged(id);
}

void Timeline::moveBy(int step)
{
    const auto place = find(m_currentId);
    if (!place) { // the newest of the first cluster that has any
        for (qsizetype lane = 0; lane < m_lanes.size(); ++lane) {
            if (!m_lanes.at(lane).marks.isEmpty())
                return choose({lane, m_lanes.at(lane).marks.size() - 1});
        }
        return;
    }
    const qsizetype last = m_lanes.at(place->lane).marks.size() - 1;
    choose({place->lane, qBound<qsizetype>(0, place->mark + step, last)});
}

void Timeline::moveToLane(int step)
{
    const auto place = find(m_currentId);
    if (!place)
        return moveBy(0);
    const QDateTime time = m_lanes.at(place->lane).marks.at(place->mark).time;
    for (qsizetype lane = place->lane + step; lane >= 0 && lane < m_lanes.size(); lane += step) {
        const QList<TimelineMark> &marks = m_lanes.at(lane).marks;
        if (marks.isEmpty())
            continue;
        const auto nearest = std::min_element(
            marks.cbegin(), marks.cend(), [&](const TimelineMark &a, const TimelineMark &b) {
                return qAbs(a.time.secsTo(time)) < qAbs(b.time.secsTo(time));
            });
        return choose({lane, nearest - marks.cbegin()});
    }
}

void Timeline::setView(const TimeRange &view)
{
    if (view == m_view)
        return;
    m_view = view;
    update();
    emit viewChanged();
}

void Timeline::bringIntoView(const QDateTime &time)
{
    if (m_view.contains(time))
        return;
    m_viewChosen = true;
    const qint64 margin = m_view.seconds() / 10;
    setView(moved(m_view,
                  time < m_view.from ? m_view.from.secsTo(time) - margin
                                     : m_view.to.secsTo(time) + margin));
}

QString Timeline::textAt(const QPoint &position) const
{
    if (const TimelineMark *mark = markAt(indexAt(position)))
        return mark->text;
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    for (qsizetype place = 0; place < m_lanes.size(); ++place) {
        const TimelineLane &lane = m_lanes.at(place);
        for (auto it = lane.restores.crbegin(); it != lane.restores.crend(); ++it) {
            if (layout.restoreBox(place, *it, m_view).adjusted(-2, -2, 2, 2).contains(position))
                return it->text;
        }
    }
    return {};
}

void Timeline::announce()
{
    const int index = currentIndex();
    if (index < 0 || !hasFocus())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

bool Timeline::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString text = textAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}
