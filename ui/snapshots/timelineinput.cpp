// The picture over time: what it draws, and what mouse and keyboard do.
#include "snapshots/timeline.h"
#include "snapshots/timelinepainter.h"
#include "style/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace {

constexpr double kZoomStep = 1.5;

} // namespace

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_lanes.isEmpty()) {
        painter.setPen(theme::toneColor(theme::Tone::Neutral, palette()));
        painter.drawText(rect().adjusted(theme::kGrid, 0, -theme::kGrid, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    TimelinePainter lanes(painter, palette(), layout, m_view);
    lanes.drawAxis(m_now);
    for (qsizetype place = 0; place < m_lanes.size(); ++place)
        lanes.drawLane(place, m_lanes.at(place), m_currentId, m_now, hasFocus());
    lanes.drawLegend(m_lanes);
    if (hasFocus() && !find(m_currentId)) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    const auto place = find(m_currentId);
    switch (event->key()) {
    case Qt::Key_Left:
        moveBy(-1);
        break;
    case Qt::Key_Right:
        moveBy(1);
        break;
    case Qt::Key_Up:
        moveToLane(-1);
        break;
    case Qt::Key_Down:
        moveToLane(1);
        break;
    case Qt::Key_Home:
    case Qt::Key_End:
        if (!place)
            moveBy(0);
        else
            moveBy(int(m_lanes.at(place->lane).marks.size())
                   * (event->key() == Qt::Key_Home ? -1 : 1));
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        m_viewChosen = true;
        setView(moved(m_view, m_view.seconds() / (event->key() == Qt::Key_PageUp ? -2 : 2)));
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1 / kZoomStep);
        break;
    case Qt::Key_Minus:
        zoom(kZoomStep);
        break;
    case Qt::Key_0:
        showAll();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (place)
            emit opened(m_currentId);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    event->accept();
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragFrom = event->position().toPoint();
    m_dragView = m_view;
    if (const auto place = placeOfIndex(indexAt(m_dragFrom)))
        choose(*place);
}

void Timeline::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint now = event->position().toPoint();
    if (!(event->buttons() & Qt::LeftButton)) {
        setCursor(indexAt(now) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    const double share = (m_dragFrom.x() - now.x()) / qMax(1.0, layout.plot.width());
    m_viewChosen = true;
    setView(moved(m_dragView, qint64(share * double(m_dragView.seconds()))));
}

void Timeline::mouseDoubleClickEvent(QMouseEvent *event)
{
    const TimelineMark *mark = markAt(indexAt(event->position().toPoint()));
    if (event->button() == Qt::LeftButton && mark)
        emit opened(QString(mark->id));
}

void Timeline::wheelEvent(QWheelEvent *event)
{
    const TimelineLayout layout(m_lanes, size(), fontMetrics());
    const QPoint turned = event->angleDelta();
    if (m_lanes.isEmpty() || turned.isNull()) {
        event->ignore();
    } else if (event->modifiers() & Qt::ControlModifier) {
        const double place = event->position().x() - layout.plot.left();
        m_viewChosen = true;
        setView(zoomed(m_view, turned.y() > 0 ? 1 / kZoomStep : kZoomStep,
                       timeAt(place, m_view, layout.plot.width())));
        event->accept();
    } else {
        const int step = turned.x() != 0 ? turned.x() : turned.y();
        m_viewChosen = true;
        setView(moved(m_view, -step * m_view.seconds() / 1200));
        event->accept();
    }
}

void Timeline::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
    announce();
}
