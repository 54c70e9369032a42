#include "session/snapshotstore.h"

namespace {

// A list may lag behind the answer to the change itself; not for ever.
constexpr int kMostLooks = 20;

bool isUnfinished(const Snapshot &snapshot)
{
    return snapshot.state == SnapshotState::Queued || snapshot.state == SnapshotState::Running;
}

} // namespace

SnapshotStore::SnapshotStore(Client &client, QObject *parent) : PagedStore(client, parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SnapshotStore::poll);
    connect(this, &Store::statusChanged, this, &SnapshotStore::rearm);
}

QString SnapshotStore::keyOf(const Snapshot &snapshot) const
{
    return sourceKey(snapshot.kind, snapshot.projectId, snapshot.cluster);
}

void SnapshotStore::readPage(const Source &source, const PageRequest &request)
{
    client().send(source.kind->listSnapshots(source.cluster, request), round(),
                  [this, source, request](const Result<Page<Snapshot>> &page) {
                      if (!page) {
                          failed(source, page.error());
                          return;
                      }
                      noteMovement(page->items);
                      merge(source, request, *page);
                      keepFresh(source.key());
                  });
}

void SnapshotStore::upsert(const Snapshot &snapshot)
{
    m_fresh.insert(snapshot.id, {snapshot, 0});
    m_interval = m_shortest;
    m_timer.stop();
    keepFresh(keyOf(snapshot));
    rearm();
}

void SnapshotStore::setPolling(bool on)
{
    m_polling = on;
    m_interval = m_shortest;
    if (on)
        rearm();
    else
        m_timer.stop();
}

void SnapshotStore::setPollLimits(std::chrono::milliseconds shortest,
                                  std::chrono::milliseconds longest)
{
    m_shortest = shortest;
    m_longest = longest;
    m_interval = shortest;
}

QSet<QString> SnapshotStore::unfinishedSources() const
{
    QSet<QString> keys;
    for (const Snapshot &snapshot : records()) {
        if (isUnfinished(snapshot))
            keys.insert(keyOf(snapshot));
    }
    for (const Fresh &fresh : m_fresh)
        keys.insert(keyOf(fresh.snapshot));
    keys.removeIf([this](const QString &key) { return !isInScope(key); });
    return keys;
}

void SnapshotStore::noteMovement(const QList<Snapshot> &fresh)
{
    for (const Snapshot &snapshot : fresh) {
        const Snapshot *known = byId(snapshot.id);
        m_fresh.remove(snapshot.id);
        m_moved = m_moved || !known || known->state != snapshot.state;
    }
}

void SnapshotStore::keepFresh(const QString &key)
{
    if (!isInScope(key))
        return;
    m_fresh.removeIf([&](QHash<QString, Fresh>::iterator it) {
        return keyOf(it->snapshot) == key && ++it->looks > kMostLooks;
    });
    bool put = false;
    for (const Fresh &fresh : std::as_const(m_fresh)) {
        if (keyOf(fresh.snapshot) != key)
            continue;
        this->put(fresh.snapshot);
        put = true;
    }
    if (put)
        emit changed();
}

void SnapshotStore::poll()
{
    m_interval = m_moved ? m_shortest : std::min(m_interval * 3 / 2, m_longest);
    m_moved = false;
    refreshSources(unfinishedSources());
    rearm();
}

void SnapshotStore::rearm()
{
    if (!m_polling || isLoading() || m_timer.isActive())
        return;
    if (unfinishedSources().isEmpty())
        m_interval = m_shortest;
    else
        m_timer.start(m_interval);
}
