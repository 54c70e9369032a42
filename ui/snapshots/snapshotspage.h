// The tab "Snapshots": the picture over time, the table that is its text twin, the question "last
// good snapshot before …", taking one now, and the details of the current row with the one click
// to a restore.
#pragma once

#include "atlas/resources.h"
#include "tables/recordmodel.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <map>
#include <optional>

class EnvironmentMarks;
class InstantEdit;
class PlanFactsStore;
class QAction;
class QLabel;
class QMenu;
class QSettings;
class QSplitter;
class RecordTable;
class Session;
class SnapshotDetails;
class StorePane;
class TakeSnapshotDialog;
class TimelinePane;

class SnapshotsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotsPage(QSettings &settings, QWidget *parent = nullptr);
    ~SnapshotsPage() override;

    /// Both null between profiles; the marks must live as long as the session.
    void setSession(Session *session, const EnvironmentMarks *marks);
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    /// Null if none is current.
    const Snapshot *currentSnapshot() const;
    void selectSnapshot(const QString &id);
    void tick();

signals:
    void restoreRequested(const Snapshot &snapshot);
    void countsChanged();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    void makeSplitter();
    void connectSession();
    void showCurrent();
    void showSchedule();
    void showPicture();
    void updateActions();
    void findLastGood();
    void fillMenu(QMenu *menu);
    void restore();
    void takeSnapshot();
    QString whyNoRestore(const Snapshot &snapshot) const;
    /// The cluster a snapshot would be taken of: the one in scope, else the current row's.
    std::optional<Cluster> clusterToTake() const;
    std::optional<Cluster> clusterOf(const Snapshot &snapshot) const;
    /// Made, and read, when first asked for. Null for clusters that have no schedule.
    PlanFactsStore *factsOfCluster(const Cluster &cluster);
    TextContext context() const;

    QSettings &m_settings;
    Session *m_session = nullptr;
    const EnvironmentMarks *m_marks = nullptr;
    QString m_filter;
    RecordModel<Snapshot> m_model;
    RecordTable *m_table;
    StorePane *m_pane;
    InstantEdit *m_before = nullptr;
    QLabel *m_found = nullptr;
    QAction *m_take = nullptr;
    QAction *m_showPicture = nullptr;
    TimelinePane *m_picture;
    SnapshotDetails *m_details;
    QSplitter *m_splitter;
    QPointer<TakeSnapshotDialog> m_dialog;
    QTimer m_soon; // many small answers, one picture
    std::map<QString, std::unique_ptr<PlanFactsStore>> m_facts; // by cluster
};
