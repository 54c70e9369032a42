// The tab "Activity": every change this computer sent, newest first, and what became of it.
#pragma once

#include "session/journal.h"
#include "tables/recordmodel.h"

#include <QWidget>

class Banner;
class FactsView;
class QSettings;
class QStackedLayout;
class RecordTable;

class ActivityPage : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityPage(QSettings &settings, QWidget *parent = nullptr);

    /// The journal to show; must be replaced (or null) before it dies.
    void setJournal(Journal *journal);
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    void tick();

signals:
    void countsChanged();

private:
    void syncEntries();
    void showCurrent();

    Journal *m_journal = nullptr;
    QString m_filter;
    RecordModel<JournalEntry> m_model;
    RecordTable *m_table;
    FactsView *m_facts;
    Banner *m_banner;
    QStackedLayout *m_stack;
};
