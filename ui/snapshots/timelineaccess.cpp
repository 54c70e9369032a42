#include "snapshots/timelineaccess.h"

#include "snapshots/timeline.h"

#include <QAccessibleWidget>
#include <QPointer>

namespace {

/// One mark, by its place.
class MarkAccess final : public QAccessibleInterface
{
public:
    MarkAccess(Timeline *timeline, int index) : m_timeline(timeline), m_index(index) { }

    bool isValid() const override { return m_timeline && m_timeline->markAt(m_index); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_timeline);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text text) const override
    {
        const TimelineMark *mark = m_timeline ? m_timeline->markAt(m_index) : nullptr;
        return mark && text == QAccessible::Name ? mark->text : QString();
    }
    void setText(QAccessible::Text, const QString &) override { }
    QRect rect() const override
    {
        if (!m_timeline)
            return {};
        const QRect place = m_timeline->markRect(m_index);
        return {m_timeline->mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        if (m_timeline && m_timeline->currentIndex() == m_index) {
            state.selected = true;
            state.focused = m_timeline->hasFocus();
        }
        return state;
    }

private:
    QPointer<Timeline> m_timeline;
    int m_index;
};

class TimelineAccess final : public QAccessibleWidget
{
public:
    explicit TimelineAccess(Timeline *timeline)
        : QAccessibleWidget(timeline, QAccessible::List), m_timeline(timeline)
    {
    }
    ~TimelineAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_marks))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_timeline ? m_timeline->markCount() : 0; }
    QAccessibleInterface *child(int index) const override
    {
        if (!m_timeline || !m_timeline->markAt(index))
            return nullptr;
        if (!m_marks.contains(index))
            m_marks.insert(
                index, QAccessible::registerAccessibleInterface(new MarkAccess(m_timeline, index)));
        return QAccessible::accessibleInterface(m_marks.value(index));
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return m_timeline ? child(m_timeline->indexAt(m_timeline->mapFromGlobal(QPoint(x, y))))
                          : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (auto it = m_marks.cbegin(); it != m_marks.cend(); ++it) {
            if (QAccessible::accessibleInterface(*it) == child)
                return it.key();
        }
        return -1;
    }
    QAccessibleInterface *focusChild() const override
    {
        return m_timeline && m_timeline->hasFocus() ? child(m_timeline->currentIndex()) : nullptr;
    }

private:
    QPointer<Timeline> m_timeline;
    mutable QHash<int, QAccessible::Id> m_marks;
};

QAccessibleInterface *makeAccess(const QString &, QObject *object)
{
    auto *timeline = qobject_cast<Timeline *>(object);
    return timeline ? new TimelineAccess(timeline) : nullptr;
}

} // namespace

void installTimelineAccess()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccess);
        return true;
    }();
    static_cast<void>(installed);
}
