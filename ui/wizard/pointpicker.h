// Which state of the source's data: a snapshot, a second of the clock, an oplog entry or a
// checkpoint, as far as the source's kinds of backup know them. Writes its choice into the draft.
#pragma once

#include "wizard/restoredraft.h"

#include <QWidget>

class CheckpointPicker;
class PointInTimeEdit;
class QComboBox;
class QLabel;
class QRadioButton;
class SnapshotPicker;

class PointPicker : public QWidget
{
    Q_OBJECT

public:
    PointPicker(RestoreDraft &draft, QSettings &settings, QWidget *parent = nullptr);

    SnapshotPicker &snapshots() { return *m_snapshots; }
    /// Shows what the source and the action of the draft let one choose, and what is chosen.
    void showSource();

signals:
    /// A list wants all the room there is, fields only what they need.
    void roomChanged(bool list);

private:
    enum Way { Snapshots, Clock, Oplog, Checkpoints };

    QRadioButton *makeWay(Way way, const char *name, const QString &text);
    void offerWays();
    void offerKinds();
    void setWay(Way way);
    void chooseWay(Way way);
    void takePoint();
    void takeDraft();
    RestorePoint pointOf(Way way) const;
    /// Kinds of the source's backups that know such a point.
    QList<const JobKind *> kindsFor(Way way) const;

    RestoreDraft &m_draft;
    Way m_way = Snapshots;
    QWidget *m_row;
    QList<QRadioButton *> m_ways; // by Way
    QLabel *m_kindLabel;
    QComboBox *m_kinds; // shown where more than one kind knows such a point
    QList<QWidget *> m_pages; // by Way
    SnapshotPicker *m_snapshots;
    PointInTimeEdit *m_clock;
    PointInTimeEdit *m_oplog;
    CheckpointPicker *m_checkpoints;
};
