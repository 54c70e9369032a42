#include "session/pagedstore.h"

namespace {

// QNetworkAccessManager opens six connections to a host; two stay free for what the person clicks
// meanwhile.
constexpr int kReadsAtOnce = 4;

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
}

PagedStoreBase::~PagedStoreBase() = default;

void PagedStoreBase::setScope(const QList<Cluster> &clusters)
{
    if (clusters == m_scope)
        return;
    QHash<QString, SourceState> before;
    for (const SourceState &state : std::as_const(m_sources))
        before.insert(state.source.key(), state);
    m_scope = clusters;
    m_sources.clear();
    QSet<QString> keys;
    bool anyStays = false;
    for (const Source &source : sourcesOf(clusters)) {
        anyStays = anyStays || before.contains(source.key());
        SourceState state = before.value(source.key());
        state.source = source;
        m_sources.append(state);
        keys.insert(source.key());
    }
    m_queue.removeIf([&](const QPair<QString, int> &read) { return !keys.contains(read.first); });
    if (!anyStays) {
        m_round = std::make_unique<QObject>();
        m_running = 0;
        m_loading = false;
        m_updated = {};
    }
    m_troubles.removeIf(
        [&](const Trouble &trouble) { return !anyStays || !keys.contains(trouble.key); });
    keepRecords(keys);
    emit statusChanged();
}

void PagedStoreBase::refresh()
{
    for (SourceState &state : m_sources)
        enqueue(state, 1);
    pump();
}

void PagedStoreBase::readMissing()
{
    for (SourceState &state : m_sources) {
        if (!state.asked)
            enqueue(state, 1);
    }
    pump();
}

bool PagedStoreBase::isInScope(const Source &source) const
{
    const QString key = source.key();
    return std::any_of(m_sources.cbegin(), m_sources.cend(),
                       [&](const SourceState &state) { return state.source.key() == key; });
}

void PagedStoreBase::refreshSources(const QSet<QString> &keys)
{
    for (SourceState &state : m_sources) {
        if (keys.contains(state.source.key()))
            enqueue(state, 1);
    }
    pump();
}

bool PagedStoreBase::canFetchMore() const
{
    return std::any_of(m_sources.cbegin(), m_sources.cend(),
                       [](const SourceState &state) { return state.hasNext && !state.queued; });
}

void PagedStoreBase::fetchMore()
{
    for (SourceState &state : m_sources) {
        if (state.hasNext)
            enqueue(state, state.nextPage);
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
    for (SourceState &state : m_sources) {
        if (state.source.key() == key)
            return &state;
    }
    return nullptr;
}

void PagedStoreBase::enqueue(SourceState &state, int pageNum)
{
    if (state.queued || state.none)
        return;
    state.queued = true;
    state.asked = true;
    m_queue.enqueue({state.source.key(), pageNum});
}

void PagedStoreBase::pump()
{
    if (!m_queue.isEmpty() && !m_loading) {
        m_loading = true;
        m_anyRead = false;
        m_troubles.clear();
        emit statusChanged();
    } else if (m_sources.isEmpty() && !m_updated.isValid()) {
        m_updated = QDateTime::currentDateTimeUtc(); // nothing to read is known at once
        emit statusChanged();
    }
    while (m_running < kReadsAtOnce && !m_queue.isEmpty()) {
        const auto [key, pageNum] = m_queue.dequeue();
        const SourceState *state = find(key);
        if (!state)
            continue;
        ++m_running;
        readPage(Source(state->source), pageNum);
    }
}

void PagedStoreBase::finished(const Source &source, int pageNum, qsizetype count, int totalCount,
                              bool hasNext)
{
    if (SourceState *state = find(source.key())) {
        state->queued = false;
        state->totalCount = totalCount >= 0 ? totalCount : (hasNext ? -1 : int(count));
        state->none = source.besides && pageNum == 1 && count == 0;
        if (pageNum == 1) {
            state->hasNext = hasNext;
            state->nextPage = 2;
        } else {
            state->hasNext = hasNext && count > 0;
            state->nextPage = pageNum + 1;
        }
    }
    m_anyRead = true;
    step();
}

void PagedStoreBase::failed(const Source &source, const Error &error)
{
    SourceState *state = find(source.key());
    if (state)
        state->queued = false;
    const bool holdsNone = error.kind == Error::Kind::NotFound
        || error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::WrongApi
        || error.kind == Error::Kind::Retired;
    if (state && source.besides && holdsNone)
        state->none = true;
    else if (state)
        m_troubles.append({source.cluster.name, error, source.key()});
    step();
}

void PagedStoreBase::step()
{
    --m_running;
    pump();
    if (m_running == 0 && m_queue.isEmpty()) {
        m_loading = false;
        const bool nothingAsked = !m_anyRead && m_troubles.isEmpty();
        if (m_anyRead || nothingAsked)
            m_updated = QDateTime::currentDateTimeUtc();
    }
    emit statusChanged();
}
