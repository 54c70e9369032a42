// A table over a store, with the pictures of its states: loading, empty, failed, forbidden, and
// stale (old rows under a banner that says their age). A foot line counts rows and fetches more.
#pragma once

#include "widgets/recordtable.h"

#include <QWidget>

class Banner;
class EmptyState;
class InventoryStore;
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
    /// The store to show from now on, and where its clusters come from: before they are known
    /// nothing is called empty. Null for none. Must be reset before the stores die.
    void setStore(PagedStoreBase *store, InventoryStore *inventory);
    /// Draws the store's state anew.
    void updateState();
    void showTrouble();

private:
    void fetchMore();
    void refresh();

    RecordTable *m_table;
    RecordModelBase &m_model;
    Words m_words;
    PagedStoreBase *m_store = nullptr;
    InventoryStore *m_inventory = nullptr;
    Banner *m_banner;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QLabel *m_count;
    QPushButton *m_more;
};
