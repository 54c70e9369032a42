// The records of a list of sources (a cluster and a kind of backup), page by page: page 1 of every
// source first, more on demand. A refresh re-reads page 1 and merges by id, so rows that were paged
// in stay.
#pragma once

#include "atlas/jobkind.h"
#include "http/client.h"
#include "session/store.h"

#include <QHash>
#include <QQueue>
#include <QSet>
#include <memory>

/// One list to read.
struct Source {
    Cluster cluster;
    const JobKind *kind = nullptr;
    bool besides = false; // of a kind the cluster may hold besides: "none" is no trouble

    QString key() const;
};

/// The key of the source a record came from, or would be listed in.
QString sourceKey(const JobKind *kind, const QString &projectId, const QString &cluster);
/// The lists that may hold records of these clusters: of the kind that serves each, and of kinds it
/// may hold besides.
QList<Source> sourcesOf(const QList<Cluster> &clusters);

class PagedStoreBase : public Store
{
    Q_OBJECT

public:
    explicit PagedStoreBase(Client &client, QObject *parent = nullptr);
    ~PagedStoreBase() override;

    /// Shows other clusters: content is cleared, running reads are forgotten, nothing is read
    /// before refresh(). The same clusters again change nothing.
    void setScope(const QList<Cluster> &clusters);
    const QList<Cluster> &scope() const { return m_scope; }
    /// Reads page 1 of every source anew.
    void refresh();
    /// Reads page 1 of the sources that were never asked.
    void readMissing();
    /// The same for some sources, by key.
    void refreshSources(const QSet<QString> &keys);
    /// How many records are held.
    virtual qsizetype count() const = 0;
    /// True if a source has further pages.
    bool canFetchMore() const;
    /// Reads the next page of every source that has one.
    void fetchMore();
    /// Sum of what the service says there is; -1 if a source does not say.
    int totalCount() const;

protected:
    struct SourceState {
        Source source;
        int nextPage = 2;
        int totalCount = -1;
        bool hasNext = false;
        bool queued = false; // in the queue or on the way
        bool asked = false;
        bool none = false; // a list besides that holds nothing: not asked again
    };

    /// Forgets the records of every source that is not among the keys.
    virtual void keepRecords(const QSet<QString> &keys) = 0;
    /// Sends the read of one page; its callback ends in finished() or failed().
    virtual void readPage(const Source &source, int pageNum) = 0;
    void finished(const Source &source, int pageNum, qsizetype count, int totalCount, bool hasNext);
    void failed(const Source &source, const Error &error);
    const QList<SourceState> &sources() const { return m_sources; }
    bool isInScope(const Source &source) const;
    Client &client() { return m_client; }
    /// Dies with the scope: the context of every read.
    QObject *round() const { return m_round.get(); }

    static constexpr int kPageSize = 100;

private:
    SourceState *find(const QString &key);
    void enqueue(SourceState &state, int pageNum);
    void pump();
    void step();

    Client &m_client;
    QList<Cluster> m_scope;
    QList<SourceState> m_sources;
    QQueue<QPair<QString, int>> m_queue;
    std::unique_ptr<QObject> m_round;
    int m_running = 0;
    bool m_anyRead = false; // in this round
};

/// T has `id`, `kind`, and a source (sourceOf). One vector, found by id.
template <typename T> class PagedStore : public PagedStoreBase
{
public:
    using PagedStoreBase::PagedStoreBase;

    const QList<T> &records() const { return m_records; }
    qsizetype count() const override { return m_records.size(); }
    /// Null if unknown. Valid until the next change.
    const T *byId(const QString &id) const
    {
        const auto it = m_index.constFind(id);
        return it == m_index.cend() ? nullptr : &m_records.at(*it);
    }

protected:
    virtual QString keyOf(const T &record) const = 0;

    void keepRecords(const QSet<QString> &keys) override
    {
        removeIf([&](const T &record) { return !keys.contains(keyOf(record)); });
        emit changed();
    }

    /// Takes one page. A list of a single page is complete: what is not in it is gone.
    void merge(const Source &source, int pageNum, const Page<T> &page)
    {
        if (!isInScope(source)) {
            finished(source, pageNum, 0, 0, false);
            return;
        }
        if (pageNum == 1 && !page.hasNext)
            removeOthers(source.key(), page.items);
        for (const T &record : page.items)
            put(record);
        emit changed();
        finished(source, pageNum, page.items.size(), page.totalCount, page.hasNext);
    }

    void put(const T &record)
    {
        const auto it = m_index.constFind(record.id);
        if (it != m_index.cend()) {
            m_records[*it] = record;
        } else {
            m_index.insert(record.id, m_records.size());
            m_records.append(record);
        }
    }

private:
    void removeOthers(const QString &key, const QList<T> &keep)
    {
        QSet<QString> ids;
        for (const T &record : keep)
            ids.insert(record.id);
        removeIf([&](const T &record) { return keyOf(record) == key && !ids.contains(record.id); });
    }

    template <typename Predicate> void removeIf(Predicate predicate)
    {
        if (m_records.removeIf(predicate) == 0)
            return;
        m_index.clear();
        for (qsizetype i = 0; i < m_records.size(); ++i)
            m_index.insert(m_records.at(i).id, i);
    }

    QList<T> m_records;
    QHash<QString, qsizetype> m_index;
};
