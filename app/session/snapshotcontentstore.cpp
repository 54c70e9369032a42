#include "session/snapshotcontentstore.h"

#include "http/client.h"

namespace {

constexpr int kPageSize = 100;

} // namespace

SnapshotContentStore::SnapshotContentStore(Client &client, QObject *parent)
    : Store(parent), m_client(client), m_round(std::make_unique<QObject>())
{
}

SnapshotContentStore::~SnapshotContentStore() = default;

void SnapshotContentStore::setSnapshot(const ClusterRef &cluster, const QString &snapshotId)
{
    if (m_cluster == cluster && m_snapshotId == snapshotId)
        return;
    m_round = std::make_unique<QObject>();
    m_running = 0;
    m_loading = false;
    m_updated = {};
    m_troubles.clear();
    m_cluster = cluster;
    m_snapshotId = snapshotId;
    m_databases = {};
    m_collections.clear();
    emit changed();
    emit statusChanged();
}

const ItemList<SnapshotItem> &SnapshotContentStore::collections(const QString &database) const
{
    static const ItemList<SnapshotItem> unread;
    const auto it = m_collections.constFind(database);
    return it == m_collections.cend() ? unread : *it;
}

void SnapshotContentStore::fetchDatabases()
{
    if (m_snapshotId.isEmpty() || !m_databases.canFetchMore())
        return;
    m_databases.loading = true;
    begin();
    m_client.send(listDatabases(m_cluster, m_snapshotId, {m_databases.nextPage, kPageSize}),
                  m_round.get(), [this](const Result<Page<SnapshotItem>> &page) {
                      m_databases.take(page);
                      end(m_snapshotId, m_databases);
                  });
}

void SnapshotContentStore::fetchCollections(const QString &database)
{
    ItemList<SnapshotItem> &list = m_collections[database];
    if (m_snapshotId.isEmpty() || !list.canFetchMore())
        return;
    list.loading = true;
    begin();
    m_client.send(listCollections(m_cluster, m_snapshotId, database, {list.nextPage, kPageSize}),
                  m_round.get(), [this, database](const Result<Page<SnapshotItem>> &page) {
                      ItemList<SnapshotItem> &read = m_collections[database];
                      read.take(page);
                      end(database, read);
                  });
}

void SnapshotContentStore::begin()
{
    if (++m_running > 1)
        return;
    m_loading = true;
    m_troubles.clear();
    emit statusChanged();
}

void SnapshotContentStore::end(const QString &what, const ItemList<SnapshotItem> &list)
{
    if (list.error)
        m_troubles.append({what, *list.error, what});
    else
        m_updated = QDateTime::currentDateTimeUtc();
    m_loading = --m_running > 0;
    emit changed();
    emit statusChanged();
}
