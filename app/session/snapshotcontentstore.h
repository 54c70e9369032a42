// What is inside one snapshot: its databases, and the collections of those that were asked for.
// Nothing is read before somebody wants to see it.
#pragma once

#include "atlas/backups.h"
#include "session/itemlist.h"
#include "session/store.h"

#include <QHash>
#include <memory>

class Client;

class SnapshotContentStore : public Store
{
    Q_OBJECT

public:
    /// `client` must outlive it.
    explicit SnapshotContentStore(Client &client, QObject *parent = nullptr);
    ~SnapshotContentStore() override;

    /// Another snapshot forgets everything; running reads are forgotten. An empty id: none.
    void setSnapshot(const ClusterRef &cluster, const QString &snapshotId);
    const QString &snapshotId() const { return m_snapshotId; }

    const ItemList<SnapshotItem> &databases() const { return m_databases; }
    /// Of one database; an unread list if nobody asked for it yet.
    const ItemList<SnapshotItem> &collections(const QString &database) const;
    /// The next page of the databases (Atlas operationId listGroupClusterBackupSnapshotDatabases);
    /// nothing while one is on the way or none is left.
    void fetchDatabases();
    /// The next page of one database's collections, the first one included.
    void fetchCollections(const QString &database);

private:
    void begin();
    void end(const QString &what, const ItemList<SnapshotItem> &list);

    Client &m_client;
    ClusterRef m_cluster;
    QString m_snapshotId;
    ItemList<SnapshotItem> m_databases;
    QHash<QString, ItemList<SnapshotItem>> m_collections;
    std::unique_ptr<QObject> m_round; // the context of every read of this snapshot
    int m_running = 0;
};
