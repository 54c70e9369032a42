// Snapshots over time, a lane for each cluster: marks by type, the window of points in time, what
// is running or has failed, when they expire, and the restores. The table under it is its text
// twin. Keys: Left and Right, Home and End between marks, Up and Down between clusters, + and -
// (Ctrl+wheel), 0 for everything, Page Up and Down to move, Enter to restore.
#pragma once

#include "snapshots/timelinedata.h"

#include <QWidget>
#include <optional>

class Timeline : public QWidget
{
    Q_OBJECT

public:
    explicit Timeline(QWidget *parent = nullptr);

    /// More clusters than that are no picture any more.
    static constexpr qsizetype kMostLanes = 5;

    /// The view stays as the person left it while the clusters are the same.
    void setLanes(const QList<TimelineLane> &lanes, const QDateTime &now);
    /// Instead of lanes: why there are none.
    void setHint(const QString &hint);
    const QList<TimelineLane> &lanes() const { return m_lanes; }
    /// The marked snapshot; empty if none, or if it is not in the picture.
    QString currentId() const;
    /// Moves the view if it must; emits nothing.
    void setCurrentId(const QString &id);
    const TimeRange &view() const { return m_view; }
    void zoom(double factor);
    void showAll();

    /// For assistive tools: marks in the order of lanes and time.
    int markCount() const;
    const TimelineMark *markAt(int index) const;
    int currentIndex() const; // -1: none
    QRect markRect(int index) const;
    int indexAt(const QPoint &position) const; // -1: none

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// By the person, here.
    void currentIdChanged(const QString &id);
    /// Enter or double click.
    void opened(const QString &id);
    void viewChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Place {
        qsizetype lane = 0;
        qsizetype mark = 0;
    };

    std::optional<Place> find(const QString &id) const;
    std::optional<Place> placeOfIndex(int index) const;
    void choose(const Place &place);
    void moveBy(int step);
    void moveToLane(int step);
    void setView(const TimeRange &view);
    void bringIntoView(const QDateTime &time);
    QString textAt(const QPoint &position) const;
    void announce();

    QList<TimelineLane> m_lanes;
    QDateTime m_now;
    QString m_hint;
    QString m_currentId;
    TimeRange m_view;
    bool m_viewChosen = false; // by the person
    QPoint m_dragFrom;
    TimeRange m_dragView;
};
