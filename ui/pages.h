// The four tabs: restore jobs, snapshots, transfers, activity. Which one is in front, its table
// and its filter.
#pragma once

#include <QTabWidget>

class ActivityPage;
class Application;
class JobsPage;
class RecordModelBase;
class RecordTable;
class SecretClipboard;
class SnapshotsPage;
class TransfersPage;
class WatchList;

class Pages : public QTabWidget
{
    Q_OBJECT

public:
    /// Both must outlive it.
    Pages(Application &application, SecretClipboard &clipboard, QWidget *parent = nullptr);

    JobsPage &jobs() const { return *m_jobs; }
    SnapshotsPage &snapshots() const { return *m_snapshots; }
    TransfersPage &transfers() const { return *m_transfers; }

    /// Shows what the application's open session knows. `watchList` is of that session.
    void takeSession(WatchList &watchList);
    /// Empty; before the session and its watch list go.
    void letGo();
    /// A tick of the clock.
    void tick();

    // Of the page in front:
    RecordTable &table() const;
    const RecordModelBase &model() const;
    QString filter() const;
    void setFilter(const QString &text);

private:
    Application &m_application;
    JobsPage *m_jobs;
    SnapshotsPage *m_snapshots;
    TransfersPage *m_transfers;
    ActivityPage *m_activity;
};
