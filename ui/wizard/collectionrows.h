// How far the collections of one collection restore are: a bar of documents for the whole job and a
// row for each collection, with the indexes that could not be built.
#pragma once

#include "session/collectionprogressstore.h"
#include "session/session.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QTreeWidget;
class ToneLine;

class CollectionRows : public QWidget
{
    Q_OBJECT

public:
    explicit CollectionRows(Session &session, QWidget *parent = nullptr);
    ~CollectionRows() override;

    /// Shows this job as it is now, and reads its collections anew.
    void setJob(const RestoreJob &job);

private:
    void takeStore();
    void showDocuments();

    std::unique_ptr<CollectionProgressStore> m_store;
    RestoreJob m_job;
    QProgressBar *m_bar;
    QLabel *m_documents;
    QTreeWidget *m_rows;
    ToneLine *m_trouble;
};
