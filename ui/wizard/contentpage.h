// Page 2 of a collection restore: which databases and collections, under which names, written how.
// Shows what is in the snapshot; for a point between snapshots what is in the newest one before it,
// and says so.
#pragma once

#include "session/snapshotcontentstore.h"
#include "session/snapshotstore.h"
#include "wizard/restoredraft.h"

#include <QWizardPage>

class CheckList;
class ContentTree;
class EmptyState;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class ToneLine;

class ContentPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ContentPage(RestoreDraft &draft, QWidget *parent = nullptr);
    ~ContentPage() override;

    bool isComplete() const override;
    void initializePage() override;

private:
    QLayout *makeOptions();
    void fillFields();
    void browse(const Snapshot &snapshot);
    void browseBefore();
    void takeStore();
    void takeChoice();
    void takeFields();
    void takeDraft();
    void addName();
    void readAll();
    void showCount();

    RestoreDraft &m_draft;
    std::unique_ptr<SnapshotStore> m_snapshots; // where the point is no snapshot
    std::unique_ptr<SnapshotContentStore> m_content;
    bool m_filling = false;
    bool m_complete = false; // as last told
    bool m_readingAll = false;
    QLabel *m_what;
    QLineEdit *m_find;
    QLabel *m_found;
    QPushButton *m_readAll;
    QStackedWidget *m_stack;
    ContentTree *m_tree;
    EmptyState *m_picture;
    QPushButton *m_more;
    QLabel *m_count;
    QLineEdit *m_name;
    ToneLine *m_problem;
    QComboBox *m_write;
    QComboBox *m_index;
    QLineEdit *m_databaseSuffix;
    QLineEdit *m_collectionSuffix;
    CheckList *m_checks;
};
