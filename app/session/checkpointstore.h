// The checkpoints of one sharded cluster under legacy backup, page by page, the newest first as
// Atlas lists them.
#pragma once

#include "atlas/backups.h"
#include "session/itemlist.h"
#include "session/store.h"

#include <memory>

class Client;

class CheckpointStore : public Store
{
    Q_OBJECT

public:
    /// `client` must outlive it.
    explicit CheckpointStore(Client &client, QObject *parent = nullptr);
    ~CheckpointStore() override;

    /// Another cluster forgets everything. Nothing is read before fetchMore().
    void setCluster(const ClusterRef &cluster);
    const ItemList<Checkpoint> &checkpoints() const { return m_checkpoints; }
    /// The next page (Atlas operationId listGroupClusterBackupCheckpoints), the first one included.
    void fetchMore();

private:
    Client &m_client;
    ClusterRef m_cluster;
    ItemList<Checkpoint> m_checkpoints;
    std::unique_ptr<QObject> m_round; // the context of every read of this cluster
};
