// The records of a list of sources (a cluster and a kind of backup), page by page: page 1 of every
// source first, more on demand or, with setReadAhead(), by itself while nothing else is to be read.
// A refresh re-reads page 1 and merges by id, so rows that were paged in stay. No page costs more
// than what it holds: with very many records the others are not touched.
#pragma once

#include "atlas/jobkind.h"
#include "http/client.h"
#include "session/store.h"

#include <QElapsedTimer>
#include <QHash>
#include <QQueue>
#include <QSet>
#include <QTimer>
#include <chrono>
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
    /// Reads page 1 of every source anew, also of those that held nothing or were refused.
    void refresh();
    /// Reads page 1 of the sources that were never asked.
    void readMissing();
    /// The same for some sources, by key.
    void refreshSources(const QSet<QString> &keys);
    /// How many records are held.
    virtual qsizetype count() const = 0;
    /// Reads every further page in the background, two at a time, page 1 of every source first.
    void setReadAhead(bool on);
    /// True while the background has pages to read.
    bool isReadingAhead() const { return m_readAhead && hasFurtherPages(); }
    /// True if a source has further pages that nobody reads by itself.
    bool canFetchMore() const;
    /// Reads the next page of every source that has one.
    void fetchMore();
    /// Sum of what the service says there is; -1 if a source does not say.
    int totalCount() const;

protected:
    static constexpr int kPageSize = 100; // what somebody waits for
    static constexpr int kAheadPageSize = 500; // fewest requests

    struct SourceState {
        Source source;
        QString key;
        PageRequest next {2, kPageSize};
        int totalCount = -1;
        bool hasNext = false;
        bool queued = false; // in the queue or on the way
        bool deep = false; // read beyond its first page
        bool asked = false;
        bool none = false; // a list besides that holds nothing: asked again by refresh() alone
        qint64 asOf = 0; // elapsed() of the last look at its first page
        QDateTime updated {}; // when that was answered
        qint64 notBefore = 0; // elapsed(): the background failed here
    };

    /// Forgets the records of every source that is not among the keys.
    virtual void keepRecords(const QSet<QString> &keys) = 0;
    /// False if the kind has no such list.
    virtual bool lists(const Source &) const { return true; }
    /// False for sources that have no list of these records at all.
    virtual bool hasList(const Source &) const { return true; }
    /// Sends the read of one page; its callback ends in finished() or failed().
    virtual void readPage(const Source &source, const PageRequest &page) = 0;
    /// How long the background has to wait before it may read of this source; zero: not at all.
    virtual std::chrono::milliseconds waitBeforeReadAhead(const Source &) const { return {}; }
    /// `overlaps`: something of the page was known before, so nothing lies between them.
    void finished(const Source &source, const PageRequest &page, qsizetype count, int totalCount,
                  bool hasNext, bool overlaps);
    void failed(const Source &source, const Error &error);
    const QList<SourceState> &sources() const { return m_sources; }
    bool isInScope(const QString &key) const { return m_places.contains(key); }
    /// Milliseconds since this store was made.
    qint64 elapsed() const { return m_clock.elapsed(); }
    Client &client() { return m_client; }
    /// Dies with the scope: the context of every read.
    QObject *round() const { return m_round.get(); }

private:
    struct Read {
        QString key;
        PageRequest page;
    };

    SourceState *find(const QString &key);
    bool hasFurtherPages() const;
    void enqueue(SourceState &state, const PageRequest &page);
    void pump();
    void pumpAhead();
    void step(bool ahead);

    Client &m_client;
    QList<Cluster> m_scope;
    QList<SourceState> m_sources;
    QHash<QString, qsizetype> m_places; // of m_sources, by key
    QQueue<Read> m_queue;
    std::unique_ptr<QObject> m_round;
    QElapsedTimer m_clock;
    QTimer m_aheadTimer;
    QSet<QString> m_aheadKeys; // on the way in the background
    int m_running = 0; // of those asked for
    int m_runningAhead = 0;
    qsizetype m_aheadPlace = 0;
    bool m_readAhead = false;
    bool m_anyRead = false; // in this round
};

/// T has `id`, `kind`, and a source (sourceOf). One vector, found by id.
template <typename T> class PagedStore : public PagedStoreBase
{
public:
    using PagedStoreBase::PagedStoreBase;

    /// Where a reader stands, for changesSince().
    struct Cursor {
        quint64 epoch = 0;
        qsizetype place = 0;
    };

    /// Don't keep the list: a copy makes the next page cost as much as all records.
    const QList<T> &records() const { return m_records; }
    qsizetype count() const override { return m_records.size(); }
    /// Null if unknown. Valid until the next change.
    const T *byId(const QString &id) const
    {
        const auto it = m_index.constFind(id);
        return it == m_index.cend() ? nullptr : &m_records.at(*it);
    }
    /// Appends the records that came or changed since, some perhaps twice, and moves the cursor.
    /// False if that is not enough (records went, or it is too long ago): take records() then.
    bool changesSince(Cursor *cursor, QList<T> *changes) const
    {
        const qsizetype end = m_logStart + m_log.size();
        const bool known = cursor->epoch == m_epoch && cursor->place >= m_logStart;
        for (qsizetype i = known ? cursor->place : end; i < end; ++i)
            changes->append(m_records.at(m_log.at(i - m_logStart)));
        *cursor = {m_epoch, end};
        return known;
    }

    /// True if records went since: what a reader shows may be of another scope.
    bool hasRemovedSince(const Cursor &cursor) const { return cursor.epoch != m_epoch; }

protected:
    virtual QString keyOf(const T &record) const = 0;

    void keepRecords(const QSet<QString> &keys) override
    {
        bool goes = false;
        for (auto it = m_idsOf.cbegin(); it != m_idsOf.cend() && !goes; ++it)
            goes = !keys.contains(it.key());
        if (goes)
            removeIf([&](const T &record) { return !keys.contains(keyOf(record)); });
        emit changed();
    }

    /// Takes one page. A list of a single page is complete: what is not in it is gone.
    void merge(const Source &source, const PageRequest &request, const Page<T> &page)
    {
        const QString key = source.key();
        if (!isInScope(key)) {
            finished(source, request, 0, 0, false, true);
            return;
        }
        if (request.pageNum == 1 && !page.hasNext)
            removeOthers(key, page.items);
        bool overlaps = false;
        for (const T &record : page.items)
            overlaps = put(record) || overlaps;
        emit changed();
        finished(source, request, page.items.size(), page.totalCount, page.hasNext, overlaps);
    }

    /// True if it was known.
    bool put(const T &record)
    {
        const auto it = m_index.constFind(record.id);
        const bool known = it != m_index.cend();
        const qsizetype place = known ? *it : m_records.size();
        if (known) {
            m_records[place] = record;
        } else {
            m_index.insert(record.id, place);
            m_records.append(record);
            m_idsOf[keyOf(record)].insert(record.id);
        }
        m_log.append(place);
        if (m_log.size() > kLongestLog + 2 * m_records.size()) {
            const qsizetype half = m_log.size() / 2;
            m_log.remove(0, half);
            m_logStart += half;
        }
        return known;
    }

private:
    static constexpr qsizetype kLongestLog = 10'000;

    void removeOthers(const QString &key, const QList<T> &keep)
    {
        QSet<QString> gone = m_idsOf.value(key);
        for (const T &record : keep)
            gone.remove(record.id);
        if (!gone.isEmpty())
            removeIf([&](const T &record) { return gone.contains(record.id); });
    }

    template <typename Predicate> void removeIf(Predicate predicate)
    {
        if (m_records.removeIf(predicate) == 0)
            return;
        m_index.clear();
        m_idsOf.clear();
        for (qsizetype i = 0; i < m_records.size(); ++i) {
            m_index.insert(m_records.at(i).id, i);
            m_idsOf[keyOf(m_records.at(i))].insert(m_records.at(i).id);
        }
        m_log.clear();
        m_logStart = 0;
        ++m_epoch;
    }

    QList<T> m_records;
    QHash<QString, qsizetype> m_index;
    QHash<QString, QSet<QString>> m_idsOf; // by source
    QList<qsizetype> m_log; // places of records that came or changed, in order
    qsizetype m_logStart = 0; // how many were dropped from it
    quint64 m_epoch = 1;
};
