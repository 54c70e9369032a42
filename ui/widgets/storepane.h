// A table over a store, with the pictures of its states: loading, empty, failed, forbidden, and
// stale (old rows under a banner that says their age). A foot line counts rows and fetches more.
#pragma once

#include "widgets/recordtable.h"

#include <QWidget>

class Banner;
class EmptyState;
class PagedStoreBase;
class QLabel;
class QPushButton;
class QStackedLayout;

class StorePane : public QWidget
{
    Q_OBJECT

public:
    struct Words {
        QString loading; // what is being read
        QString empty; // nothing there
        QString emptyHint;
    };

    /// Takes the table into its layout; the model is the table's.
    StorePane(RecordTable *table, RecordModelBase &model, const Words &words,
              QWidget *parent = nullptr);

    RecordTable *table() const { return m_table; }
    /// The store to show from now on; null for none. Must be reset before the store dies.
    void setStore(PagedStoreBase *store);
    /// Draws the store's state anew.
    void updateState();
    void showTrouble();

private:
    void fetchMore();

    RecordTable *m_table;
    RecordModelBase &m_model;
    Words m_words;
    PagedStoreBase *m_store = nullptr;
    Banner *m_banner;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QLabel *m_count;
    QPushButton *m_more;
};
