// The tab "Restore jobs": the table and, under it, the details of the current row.
#pragma once

#include "atlas/restorejob.h"
#include "tables/recordmodel.h"

#include <QWidget>

class JobDetailsPane;
class QMenu;
class QSettings;
class QSplitter;
class RecordTable;
class SecretClipboard;
class Session;
class StorePane;

class JobsPage : public QWidget
{
    Q_OBJECT

public:
    JobsPage(QSettings &settings, SecretClipboard &clipboard, QWidget *parent = nullptr);

    /// Null between profiles: the page is empty then.
    void setSession(Session *session);
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    void selectJob(const QString &jobId);
    /// Null if none is current.
    const RestoreJob *currentJob() const;
    /// A tick of the clock.
    void tick();
    int totalRows() const;

signals:
    void restoreAgainRequested(const RestoreJob &job);
    void countsChanged();

private:
    void showCurrent();
    void syncRecords();
    void fillMenu(QMenu *menu);
    void copySummary();
    TextContext context() const;

    Session *m_session = nullptr;
    QString m_filter;
    RecordModel<RestoreJob> m_model;
    RecordTable *m_table;
    StorePane *m_pane;
    JobDetailsPane *m_details;
    QSplitter *m_splitter;
};
