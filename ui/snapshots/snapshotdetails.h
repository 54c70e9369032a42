// The details of the current snapshot: everything Atlas told of it, the schedule of its cluster,
// and the one click to a restore.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "session/profile.h"

#include <QWidget>

class FactsView;
class MarkChip;
class QLabel;
class QPushButton;
class QStackedWidget;

class SnapshotDetails : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotDetails(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot, const QDateTime &now);
    void clear();
    void setSchedule(const QList<Fact> &facts, const QDateTime &now);
    void setMark(EnvironmentMark mark);
    /// `why`: an empty text lets one restore.
    void setRestoreReason(const QString &why);

signals:
    void restoreRequested();

private:
    QStackedWidget *m_stack;
    QLabel *m_headline;
    MarkChip *m_chip;
    QPushButton *m_restore;
    QWidget *m_warning;
    FactsView *m_facts;
    FactsView *m_schedule;
};
