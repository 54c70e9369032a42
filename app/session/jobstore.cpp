#include "session/jobstore.h"

using namespace std::chrono_literals;

namespace {

// A scope of very many lists is not polled as a whole when nothing runs: the rate budget belongs to
// the whole project.
constexpr qsizetype kIdlePollSources = 20;

ClusterRef sourceRef(const RestoreJob &job)
{
    return {job.projectId, job.sourceCluster};
}

} // namespace

JobStore::JobStore(Client &client, QObject *parent) : PagedStore(client, parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &JobStore::poll);
    connect(this, &Store::statusChanged, this, &JobStore::rearm);
}

QString JobStore::keyOf(const RestoreJob &job) const
{
    return sourceKey(job.kind, job.projectId, job.sourceCluster);
}

void JobStore::readPage(const Source &source, int pageNum)
{
    const auto request = source.kind->listJobs(source.cluster, {pageNum, kPageSize});
    client().send(request, round(), [this, source, pageNum](const Result<Page<RestoreJob>> &page) {
        if (!page) {
            failed(source, page.error());
            return;
        }
        for (const RestoreJob &job : page->items) {
            noteMovement(job);
            if (m_watched.contains(job.id))
                tellWatched(job);
        }
        merge(source, pageNum, *page);
    });
}

void JobStore::upsert(const RestoreJob &job)
{
    noteMovement(job);
    if (isShown(job)) {
        put(job);
        emit changed();
    }
    if (isActive(job.state))
        m_watched.insert(job.id, job);
    tellWatched(job);
    rearm();
}

void JobStore::watch(const RestoreJob &job)
{
    m_watched.insert(job.id, job);
    m_interval = m_shortest;
    m_timer.stop();
    rearm();
}

void JobStore::readJob(const RestoreJob &job)
{
    const auto request = job.kind->getJob(sourceRef(job), job.id);
    client().send(request, this, [this, id = job.id](const Result<RestoreJob> &fresh) {
        if (fresh)
            upsert(*fresh);
        else
            emit jobReadFailed(id, fresh.error());
    });
}

void JobStore::setPolling(bool on)
{
    m_polling = on;
    m_interval = m_shortest;
    if (on)
        rearm();
    else
        m_timer.stop();
}

void JobStore::setPollLimits(std::chrono::milliseconds shortest, std::chrono::milliseconds longest)
{
    m_shortest = shortest;
    m_longest = longest;
    m_interval = shortest;
}

bool JobStore::isShown(const RestoreJob &job) const
{
    const QString key = keyOf(job);
    return std::any_of(sources().cbegin(), sources().cend(),
                       [&](const SourceState &state) { return state.source.key() == key; });
}

void JobStore::noteMovement(const RestoreJob &fresh)
{
    const RestoreJob *known = byId(fresh.id);
    if (!known || known->state != fresh.state)
        m_moved = true;
}

void JobStore::tellWatched(const RestoreJob &fresh)
{
    if (!isActive(fresh.state))
        m_watched.remove(fresh.id);
    emit jobChanged(fresh);
}

void JobStore::poll()
{
    QSet<QString> active;
    for (const RestoreJob &job : records()) {
        if (isActive(job.state))
            active.insert(keyOf(job));
    }
    const auto watched = m_watched;
    for (const RestoreJob &job : watched) {
        if (!active.contains(keyOf(job)))
            readJob(job);
    }
    const bool idle = active.isEmpty() && watched.isEmpty();
    m_interval =
        m_moved ? m_shortest : std::min(m_interval * 3 / 2, idle ? 2 * m_longest : m_longest);
    m_moved = false;
    if (idle && sources().size() <= kIdlePollSources)
        refresh();
    else
        refreshSources(active);
    rearm();
}

void JobStore::rearm()
{
    if (!m_polling || isLoading() || (!isLoaded() && m_watched.isEmpty()))
        return;
    if (!m_timer.isActive())
        m_timer.start(m_interval);
}
