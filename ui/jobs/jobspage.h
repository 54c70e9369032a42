// The tab "Restore jobs": the table and, under it, the details of the current row. It takes from
// the store what came since it last looked, so that with very many jobs a page costs what it holds.
#pragma once

#include "session/jobstore.h"
#include "tables/recordmodel.h"

#include <QWidget>

class AccessHelp;
class JobActions;
class JobDetailsPane;
class QMenu;
class QSettings;
class QSplitter;
class RecordTable;
class SecretClipboard;
class Session;
class StorePane;
class WatchList;

class JobsPage : public QWidget
{
    Q_OBJECT

public:
    JobsPage(QSettings &settings, SecretClipboard &clipboard, QWidget *parent = nullptr);

    /// Null between profiles: the page is empty then.
    void setSession(Session *session, WatchList *watchList = nullptr);
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    void selectJob(const QString &jobId);
    /// Null if none is current.
    const RestoreJob *currentJob() const;
    /// A tick of the clock.
    void tick();
    int totalRows() const;
    /// What can be done with the current job.
    void fillMenu(QMenu *menu);

signals:
    void restoreAgainRequested(const RestoreJob &job);
    void cancelRequested(const RestoreJob &job);
    void downloadRequested(const RestoreJob &job);
    void verifyRequested(const RestoreJob &job);
    void countsChanged();

private:
    void showCurrent();
    void showMore();
    void takeChanges();
    void pullRecords();
    void noteBatches(const QList<RestoreJob> &jobs);
    void updateHelp();
    void askEvents();
    void askMore(const RestoreJob &job);
    void copySummary();
    QString batchPart(const QString &jobId) const;
    TextContext context() const;

    Session *m_session = nullptr;
    QString m_filter;
    QList<Project> m_projects; // whose names the table's texts have
    JobStore::Cursor m_cursor;
    QHash<QString, QStringList> m_batches; // ids of the parts, sorted, by batch
    QHash<QString, QString> m_batchOf; // by job
    RecordModel<RestoreJob> m_model;
    RecordTable *m_table;
    StorePane *m_pane;
    AccessHelp *m_help;
    JobActions *m_actions;
    JobDetailsPane *m_details;
    QSplitter *m_splitter;
};
