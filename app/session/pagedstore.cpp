#include "session/pagedstore.h"

namespace {

// QNetworkAccessManager opens six connections to a host; two stay free for what the person clicks
// meanwhile.
constexpr int kReadsAtOnce = 4;
constexpr int kReadsAhead = 2;
constexpr qint64 kPauseAfterFailure = 60'000; // ms

} // namespace

QString sourceKey(const JobKind *kind, const QString &projectId, const QString &cluster)
{
    return QLatin1String(kind ? kind->id : "") + QLatin1Char('/') + projectId + QLatin1Char('/')
        + cluster;
}

QString Source::key() const
{
    return sourceKey(kind, cluster.projectId, cluster.name);
}

QList<Source> sourcesOf(const QList<Cluster> &clusters)
{
    QList<Source> sources;
    for (const Cluster &cluster : clusters) {
        const JobKind *serving = kindOf(cluster);
        if (serving)
            sources.append({cluster, serving, false});
        for (const JobKind *kind : allKinds()) {
            if (kind != serving && kind->mayHold(cluster))
                sources.append({cluster, kind, true});
        }
    }
    return sources;
}

PagedStoreBase::PagedStoreBase(Client &client, QObject *parent)
    : Store(parent), m_client(client), m_round(std::make_unique<QObject>())
{
    m_clock.start();
    m_aheadTimer.setSingleShot(true);
    connect(&m_aheadTimer, &QTimer::timeout, this, &PagedStoreBase::pumpAhead);
}

PagedStoreBase::~PagedStoreBase() = default;

void PagedStoreBase::setScope(const QList<Cluster> &clusters)
{
    if (clusters == m_scope)
        return;
    QHash<QString, SourceState> before;
    for (const SourceState &state : std::as_const(m_sources))
        before.insert(state.key, state);
    m_scope = clusters;
    m_sources.clear();
    m_places.clear();
    QSet<QString> keys;
    bool anyStays = false;
    for (const Source &source : sourcesOf(clusters)) {
        if (!lists(source))
            continue;
        if (!hasList(source))
            continue;
        const QString key = source.key();
        anyStays = anyStays || before.contains(key);
        SourceState state = before.value(key);
        state.source = source;
        state.key = key;
        m_places.insert(key, m_sources.size());
        m_sources.append(state);
        keys.insert(key);
    }
    m_queue.removeIf([&](const Read &read) { return !keys.contains(read.key); });
    if (!anyStays) {
        m_round = std::make_unique<QObject>();
        m_running = 0;
        m_runningAhead = 0;
        m_aheadKeys.clear();
        m_loading = false;
        m_updated = {};
    }
    m_troubles.removeIf(
        [&](const Trouble &trouble) { return !anyStays || !keys.contains(trouble.key); });
    keepRecords(keys);
    emit statusChanged();
    pumpAhead();
}

void PagedStoreBase::refresh()
{
    for (SourceState &state : m_sources) {
        state.none = false;
        enqueue(state, {1, kPageSize});
    }
    pump();
}

void PagedStoreBase::readMissing()
{
    for (SourceState &state : m_sources) {
        if (!state.asked)
            enqueue(state, {1, kPageSize});
    }
    pump();
}

void PagedStoreBase::refreshSources(const QSet<QString> &keys)
{
    for (SourceState &state : m_sources) {
        if (keys.contains(state.key))
            enqueue(state, {1, kPageSize});
    }
    pump();
}

void PagedStoreBase::setReadAhead(bool on)
{
    if (m_readAhead == on)
        return;
    m_readAhead = on;
    m_aheadTimer.stop();
    pumpAhead();
    emit statusChanged();
}

bool PagedStoreBase::hasFurtherPages() const
{
    return std::any_of(m_sources.cbegin(), m_sources.cend(),
                       [](const SourceState &state) { return state.hasNext; });
}

bool PagedStoreBase::canFetchMore() const
{
    return !m_readAhead
        && std::any_of(m_sources.cbegin(), m_sources.cend(),
                       [](const SourceState &state) { return state.hasNext && !state.queued; });
}

void PagedStoreBase::fetchMore()
{
    for (SourceState &state : m_sources) {
        if (state.hasNext)
            enqueue(state, state.next);
    }
    pump();
}

int PagedStoreBase::totalCount() const
{
    int total = 0;
    for (const SourceState &state : m_sources) {
        if (state.totalCount < 0 && !state.none)
            return -1;
        total += qMax(0, state.totalCount);
    }
    return total;
}

PagedStoreBase::SourceState *PagedStoreBase::find(const QString &key)
{
    const auto it = m_places.constFind(key);
    return it == m_places.cend() ? nullptr : &m_sources[*it];
}

void PagedStoreBase::enqueue(SourceState &state, const PageRequest &page)
{
    if (state.queued || state.none)
        return;
    state.queued = true;
    state.asked = true;
    m_queue.enqueue({state.key, page});
}

void PagedStoreBase::pump()
{
    if (!m_queue.isEmpty() && !m_loading) {
        m_loading = true;
        m_anyRead = false;
        emit statusChanged();
    } else if (m_sources.isEmpty() && !m_updated.isValid()) {
        m_updated = QDateTime::currentDateTimeUtc(); // nothing to read is known at once
        emit statusChanged();
    }
    while (m_running + m_runningAhead < kReadsAtOnce && !m_queue.isEmpty()) {
        const Read read = m_queue.dequeue();
        SourceState *state = find(read.key);
        if (!state)
            continue;
        ++m_running;
        if (read.page.pageNum == 1)
            state->asOf = elapsed();
        readPage(Source(state->source), read.page);
    }
    pumpAhead();
}

void PagedStoreBase::pumpAhead()
{
    if (!m_readAhead || !m_queue.isEmpty() || m_aheadTimer.isActive())
        return;
    auto soonest = std::chrono::milliseconds::max();
    const qsizetype count = m_sources.size();
    for (qsizetype i = 0; i < count && m_runningAhead < kReadsAhead; ++i) {
        // In turn, so that no project's budget is drawn on alone.
        SourceState &state = m_sources[(m_aheadPlace + i) % count];
        if (!state.hasNext || state.queued)
            continue;
        const auto wait =
            qMax(waitBeforeReadAhead(state.source),
                 std::chrono::milliseconds(qMax<qint64>(0, state.notBefore - elapsed())));
        if (wait.count() > 0) {
            soonest = qMin(soonest, wait);
            continue;
        }
        // A long list is read in larger pages from its beginning.
        const bool isLong = state.totalCount < 0 || state.totalCount > 2 * kPageSize;
        if (!state.deep && state.next.pageNum == 2 && isLong)
            state.next = {1, kAheadPageSize};
        state.queued = true;
        m_aheadKeys.insert(state.key);
        ++m_runningAhead;
        m_aheadPlace = (m_aheadPlace + i + 1) % count;
        i = -1;
        readPage(Source(state.source), state.next);
    }
    if (m_runningAhead == 0 && soonest != std::chrono::milliseconds::max())
        m_aheadTimer.start(soonest);
}

void PagedStoreBase::finished(const Source &source, const PageRequest &page, qsizetype count,
                              int totalCount, bool hasNext, bool overlaps)
{
    const bool ahead = m_aheadKeys.remove(source.key());
    if (SourceState *state = find(source.key())) {
        state->queued = false;
        state->totalCount = totalCount >= 0 ? totalCount : (hasNext ? -1 : int(count));
        state->none = source.besides && page.pageNum == 1 && count == 0;
        const bool isLook = page.pageNum == 1 && page.itemsPerPage == kPageSize;
        if (page.pageNum == 1)
            state->updated = QDateTime::currentDateTimeUtc();
        const bool isNext =
            page.pageNum == state->next.pageNum && page.itemsPerPage == state->next.itemsPerPage;
        if (!isLook && isNext) {
            state->deep = true;
            state->hasNext = hasNext && count > 0;
            state->next = {page.pageNum + 1, page.itemsPerPage};
        } else if (!isLook) {
            // Asked for before the scope changed: there may be pages between.
        } else if (!state->deep || !overlaps || !hasNext) {
            state->deep = false;
            state->hasNext = hasNext;
            state->next = {2, kPageSize};
        }
        m_troubles.removeIf([&](const Trouble &trouble) { return trouble.key == state->key; });
    }
    m_anyRead = true;
    step(ahead);
}

void PagedStoreBase::failed(const Source &source, const Error &error)
{
    SourceState *state = find(source.key());
    const bool ahead = m_aheadKeys.remove(source.key());
    if (state) {
        state->queued = false;
        if (ahead)
            state->notBefore =
                elapsed() + qMax<qint64>(kPauseAfterFailure, error.retryAfter.count() * 1000);
        m_troubles.removeIf([&](const Trouble &trouble) { return trouble.key == state->key; });
    }
    const bool holdsNone = error.kind == Error::Kind::NotFound
        || error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::WrongApi
        || error.kind == Error::Kind::Retired;
    if (state && source.besides && holdsNone)
        state->none = true;
    else if (state)
        m_troubles.append({source.cluster.name, error, source.key(), state->updated});
    step(ahead);
}

void PagedStoreBase::step(bool ahead)
{
    (ahead ? m_runningAhead : m_running) -= 1;
    pump();
    if (m_loading && m_running == 0 && m_queue.isEmpty()) {
        m_loading = false;
        const bool nothingAsked = !m_anyRead && m_troubles.isEmpty();
        if (m_anyRead || nothingAsked)
            m_updated = QDateTime::currentDateTimeUtc();
    }
    emit statusChanged();
}
