#include "session/collectionprogressstore.h"

#include "http/client.h"

namespace {

constexpr int kPageSize = 500;
constexpr int kMostPages = 20; // 10,000 collections: more is no list that a person reads

qint64 sumOf(const QList<CollectionProgress> &records, qint64 CollectionProgress::*field)
{
    qint64 sum = 0;
    for (const CollectionProgress &record : records) {
        if (record.*field < 0)
            return -1;
        sum += record.*field;
    }
    return records.isEmpty() ? -1 : sum;
}

} // namespace

CollectionProgressStore::CollectionProgressStore(Client &client, QObject *parent)
    : Store(parent), m_client(client), m_round(std::make_unique<QObject>())
{
}

CollectionProgressStore::~CollectionProgressStore() = default;

void CollectionProgressStore::setJob(const ClusterRef &source, const QString &jobId)
{
    if (m_source == source && m_jobId == jobId)
        return;
    m_round = std::make_unique<QObject>();
    m_source = source;
    m_jobId = jobId;
    m_records.clear();
    m_incoming.clear();
    m_loading = false;
    m_updated = {};
    m_troubles.clear();
    emit changed();
    emit statusChanged();
}

void CollectionProgressStore::refresh()
{
    if (m_jobId.isEmpty() || m_loading)
        return;
    m_loading = true;
    m_incoming.clear();
    emit statusChanged();
    readPage(1);
}

void CollectionProgressStore::readPage(int pageNum)
{
    m_client.send(listJobCollections(m_source, m_jobId, {}, {pageNum, kPageSize}), m_round.get(),
                  [this, pageNum](const Result<Page<CollectionProgress>> &page) {
                      m_troubles.clear();
                      if (!page) {
                          m_troubles.append({m_jobId, page.error(), m_jobId});
                          m_loading = false;
                          emit statusChanged();
                          return;
                      }
                      m_incoming.append(page->items);
                      if (page->hasNext && !page->items.isEmpty() && pageNum < kMostPages) {
                          readPage(pageNum + 1);
                          return;
                      }
                      m_loading = false;
                      m_updated = QDateTime::currentDateTimeUtc();
                      m_records = std::exchange(m_incoming, {});
                      emit changed();
                      emit statusChanged();
                  });
}

qint64 CollectionProgressStore::restoredDocuments() const
{
    return sumOf(m_records, &CollectionProgress::restoredDocuments);
}

qint64 CollectionProgressStore::totalDocuments() const
{
    return sumOf(m_records, &CollectionProgress::totalDocuments);
}
