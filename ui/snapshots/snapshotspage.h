// The tab "Snapshots": the table, the question "last good snapshot before …", and the details of
// the current row with the one click to a restore.
#pragma once

#include "atlas/resources.h"
#include "tables/recordmodel.h"

#include <QWidget>

class FactsView;
class QDateTimeEdit;
class QLabel;
class QMenu;
class QPushButton;
class QSettings;
class QStackedWidget;
class RecordTable;
class Session;
class StorePane;

class SnapshotsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotsPage(QSettings &settings, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    /// Null if none is current.
    const Snapshot *currentSnapshot() const;
    void tick();

signals:
    void restoreRequested(const Snapshot &snapshot);
    void countsChanged();

private:
    void showCurrent();
    void findLastGood();
    void fillMenu(QMenu *menu);
    bool canRestore(const Snapshot &snapshot) const;
    TextContext context() const;

    Session *m_session = nullptr;
    QString m_filter;
    RecordModel<Snapshot> m_model;
    RecordTable *m_table;
    StorePane *m_pane;
    QDateTimeEdit *m_before;
    QLabel *m_found;
    QStackedWidget *m_stack;
    QLabel *m_headline;
    QPushButton *m_restore;
    FactsView *m_facts;
};
