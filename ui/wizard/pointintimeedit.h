// A point in time to type: a second of the clock (local, with UTC beside it), or an oplog entry by
// its BSON timestamp. Says from when to when Atlas can restore.
#pragma once

#include "wizard/restoredraft.h"

#include <QWidget>

class InstantEdit;
class QLabel;
class QSpinBox;
class ToneLine;

class PointInTimeEdit : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { Clock, Oplog };

    PointInTimeEdit(RestoreDraft &draft, Mode mode, QWidget *parent = nullptr);

    RestorePoint point() const;
    /// Tells nobody.
    void setPoint(const RestorePoint &point);
    /// Writes the window anew: another source, or news about it.
    void updateWords();

signals:
    void edited();

private:
    void makeClock();
    void makeOplog();
    QDateTime time() const;
    QString windowWords() const;

    RestoreDraft &m_draft;
    Mode m_mode;
    InstantEdit *m_clock = nullptr;
    QSpinBox *m_seconds = nullptr;
    QSpinBox *m_increment = nullptr;
    QLabel *m_meaning;
    ToneLine *m_window;
};
