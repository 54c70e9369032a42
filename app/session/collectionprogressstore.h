// How far each collection of one collection restore is. A round reads every page; old rows stay
// until it is complete.
#pragma once

#include "atlas/backups.h"
#include "session/store.h"

#include <memory>

class Client;

class CollectionProgressStore : public Store
{
    Q_OBJECT

public:
    /// `client` must outlive it.
    explicit CollectionProgressStore(Client &client, QObject *parent = nullptr);
    ~CollectionProgressStore() override;

    /// Another job forgets everything. Nothing is read before refresh().
    void setJob(const ClusterRef &source, const QString &jobId);
    /// Reads all anew (Atlas operationId listGroupClusterCollectionRestoreJobCollections); nothing
    /// while a round is running.
    void refresh();
    const QList<CollectionProgress> &records() const { return m_records; }
    /// Documents written so far and in all, over every collection; -1 where one of them does not
    /// tell.
    qint64 restoredDocuments() const;
    qint64 totalDocuments() const;

private:
    void readPage(int pageNum);

    Client &m_client;
    ClusterRef m_source;
    QString m_jobId;
    QList<CollectionProgress> m_records;
    QList<CollectionProgress> m_incoming; // pages of the round under way
    std::unique_ptr<QObject> m_round; // the context of every read of this job
};
