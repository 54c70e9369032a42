#include "session/checkpointstore.h"

#include "http/client.h"

namespace {

constexpr int kPageSize = 100;

} // namespace

CheckpointStore::CheckpointStore(Client &client, QObject *parent)
    : Store(parent), m_client(client), m_round(std::make_unique<QObject>())
{
}

CheckpointStore::~CheckpointStore() = default;

void CheckpointStore::setCluster(const ClusterRef &cluster)
{
    if (m_cluster == cluster)
        return;
    m_round = std::make_unique<QObject>();
    m_cluster = cluster;
    m_checkpoints = {};
    m_loading = false;
    m_updated = {};
    m_troubles.clear();
    emit changed();
    emit statusChanged();
}

void CheckpointStore::fetchMore()
{
    if (m_cluster.name.isEmpty() || !m_checkpoints.canFetchMore())
        return;
    m_checkpoints.loading = true;
    m_loading = true;
    m_troubles.clear();
    emit statusChanged();
    m_client.send(listCheckpoints(m_cluster, {m_checkpoints.nextPage, kPageSize}), m_round.get(),
                  [this](const Result<Page<Checkpoint>> &page) {
                      m_checkpoints.take(page);
                      m_loading = false;
                      if (page)
                          m_updated = QDateTime::currentDateTimeUtc();
                      else
                          m_troubles.append({m_cluster.name, page.error(), m_cluster.name});
                      emit changed();
                      emit statusChanged();
                  });
}
