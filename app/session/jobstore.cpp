#include "session/jobstore.h"

#include "atlas/errors.h"
#include "atlas/projects.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace {

// A scope of very many lists is not polled as a whole when nothing runs: the rate budget belongs to
// the whole project. There each list is looked at again after this time.
constexpr qsizetype kIdlePollSources = 20;
constexpr auto kSweep = 10min;
constexpr int kLimitPage = 500;

ClusterRef sourceRef(const RestoreJob &job)
{
    return {job.projectId, job.sourceCluster};
}

bool isAboutBackups(const RateLimit &limit)
{
    const QString text = limit.id + u' ' + limit.name + u' ' + limit.operations.join(u' ');
    return text.contains(QLatin1String("backup"), Qt::CaseInsensitive)
        || text.contains(QLatin1String("restore"), Qt::CaseInsensitive);
}

} // namespace

JobStore::JobStore(Client &client, QObject *parent) : PagedStore(client, parent)
{
    m_timer.setSingleShot(true);
    m_watchTimer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &JobStore::poll);
    connect(&m_watchTimer, &QTimer::timeout, this, &JobStore::pollWatched);
    connect(this, &Store::statusChanged, this, &JobStore::rearm);
}

QString JobStore::keyOf(const RestoreJob &job) const
{
    return sourceKey(job.kind, job.projectId, job.sourceCluster);
}

void JobStore::noteReply(const QString &projectId, const ReplyInfo &info, const Error *error)
{
    m_budget.note(projectId, info);
    if (error && error->kind == Error::Kind::RateLimited)
        m_budget.refuse(projectId, error->retryAfter);
}

void JobStore::readPage(const Source &source, const PageRequest &request)
{
    const QString projectId = source.cluster.projectId;
    m_budget.spend(projectId);
    client().send(
        source.kind->listJobs(source.cluster, request), round(),
        [this, source, request](const Result<Page<RestoreJob>> &page, const ReplyInfo &info) {
            noteReply(source.cluster.projectId, info, page ? nullptr : &page.error());
            if (!page) {
                failed(source, page.error());
                return;
            }
            for (const RestoreJob &job : page->items) {
                noteMovement(job);
                if (m_watched.contains(job.id))
                    tellWatched(job);
            }
            merge(source, request, *page);
        });
    if (request.itemsPerPage > kPageSize)
        readLimit(projectId);
}

std::chrono::milliseconds JobStore::waitBeforeReadAhead(const Source &source) const
{
    return m_budget.wait(source.cluster.projectId, RateBudget::Use::ReadAhead);
}

void JobStore::readLimit(const QString &projectId)
{
    if (!m_budget.wantsLimit(projectId))
        return;
    client().send(listRateLimits(projectId, {1, kLimitPage}), round(),
                  [this, projectId](const Result<Page<RateLimit>> &page) {
                      if (!page)
                          return; // the published numbers and the headers must do
                      const RateLimit *tightest = nullptr;
                      for (const RateLimit &limit : page->items) {
                          if (isAboutBackups(limit) && limit.capacity > 0
                              && (!tightest || limit.capacity < tightest->capacity))
                              tightest = &limit;
                      }
                      if (tightest)
                          m_budget.setLimit(projectId, tightest->capacity, tightest->refillAmount,
                                            std::chrono::seconds(tightest->refillSeconds));
                  });
}

void JobStore::upsert(const RestoreJob &job)
{
    noteMovement(job);
    if (isInScope(keyOf(job))) {
        put(job);
        emit changed();
    }
    if (isActive(job.state) && !m_watched.contains(job.id))
        watch(job);
    tellWatched(job);
    rearm();
}

void JobStore::watch(const RestoreJob &job)
{
    m_watched.insert(job.id, {job, m_shortest, elapsed() + m_shortest.count()});
    m_interval = m_shortest;
    m_timer.stop();
    rearm();
    rearmWatched();
}

void JobStore::readJob(const RestoreJob &job)
{
    m_budget.spend(job.projectId);
    client().send(job.kind->getJob(sourceRef(job), job.id), this,
                  [this, job](const Result<RestoreJob> &fresh, const ReplyInfo &info) {
                      noteReply(job.projectId, info, fresh ? nullptr : &fresh.error());
                      if (fresh) {
                          upsert(*fresh);
                          return;
                      }
                      // Another kind's list may have been asked for it.
                      const auto watched = m_watched.constFind(job.id);
                      const bool gone = fresh.error().kind == Error::Kind::NotFound
                          && watched != m_watched.cend() && watched->job.kind == job.kind;
                      if (gone) {
                          m_watched.remove(job.id);
                          rearmWatched();
                          emit jobGone(job.id);
                      }
                      emit jobReadFailed(job.id, fresh.error());
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

void JobStore::noteMovement(const RestoreJob &fresh)
{
    const RestoreJob *known = byId(fresh.id);
    if (!known || known->state != fresh.state)
        m_moved = true;
}

void JobStore::tellWatched(const RestoreJob &fresh)
{
    const auto it = m_watched.find(fresh.id);
    if (it != m_watched.end()) {
        // A job that moves is about to move again; one that doesn't takes its time.
        const bool moved = it->job.state != fresh.state || it->job.rawState != fresh.rawState;
        it->interval = moved ? m_shortest : std::min(it->interval * 3 / 2, m_longest);
        it->due = elapsed() + it->interval.count();
        it->job = fresh;
        if (!isActive(fresh.state))
            m_watched.remove(fresh.id);
        rearmWatched();
    }
    emit jobChanged(fresh);
}

void JobStore::poll()
{
    QSet<QString> active;
    for (const RestoreJob &job : records()) {
        if (isActive(job.state))
            active.insert(keyOf(job));
    }
    const bool idle = active.isEmpty() && m_watched.isEmpty();
    m_interval =
        m_moved ? m_shortest : std::min(m_interval * 3 / 2, idle ? 2 * m_longest : m_longest);
    m_moved = false;
    const bool every = idle && sources().size() <= kIdlePollSources;
    QSet<QString> wanted = active + oldestSources();
    for (const Trouble &trouble : troubles()) {
        if (mayPass(trouble.error))
            wanted.insert(trouble.key);
    }
    QSet<QString> allowed;
    for (const SourceState &state : sources()) {
        const QString &projectId = state.source.cluster.projectId;
        if ((every || wanted.contains(state.key))
            && m_budget.wait(projectId, RateBudget::Use::Look).count() == 0)
            allowed.insert(state.key);
    }
    refreshSources(allowed);
    rearm();
}

/// Of a long list of sources those that were looked at longest ago: few at a time.
QSet<QString> JobStore::oldestSources() const
{
    const qint64 limit = elapsed() - std::chrono::milliseconds(kSweep).count();
    QList<QPair<qint64, QString>> old;
    for (const SourceState &state : sources()) {
        if (state.asked && !state.none && state.asOf < limit)
            old.append({state.asOf, state.key});
    }
    std::sort(old.begin(), old.end());
    const auto share = std::chrono::duration<double>(m_interval) / kSweep;
    const auto most = qsizetype(double(sources().size()) * share) + 1;
    QSet<QString> keys;
    for (qsizetype i = 0; i < qMin(most, old.size()); ++i)
        keys.insert(old.at(i).second);
    return keys;
}

void JobStore::pollWatched()
{
    const qint64 now = elapsed();
    QList<RestoreJob> due;
    for (Watched &watched : m_watched) {
        if (watched.due > now)
            continue;
        // Should this look fail, the next one comes later.
        watched.interval = std::min(watched.interval * 3 / 2, m_longest);
        watched.due = now + watched.interval.count();
        if (m_budget.wait(watched.job.projectId, RateBudget::Use::Look).count() == 0)
            due.append(watched.job);
    }
    for (const RestoreJob &job : std::as_const(due))
        readJob(job);
    rearmWatched();
}

void JobStore::rearm()
{
    const bool mayCome = std::any_of(troubles().cbegin(), troubles().cend(),
                                     [](const Trouble &t) { return mayPass(t.error); });
    if (!m_polling || isLoading() || (!isLoaded() && m_watched.isEmpty() && !mayCome))
        return;
    // Something moves, perhaps in another cluster: the pace of a quiet one is too slow for it.
    if (m_moved && m_timer.isActive() && m_timer.remainingTimeAsDuration() > m_shortest) {
        m_timer.stop();
        m_interval = m_shortest;
    }
    if (!m_timer.isActive())
        m_timer.start(m_interval);
}

void JobStore::rearmWatched()
{
    if (m_watched.isEmpty()) {
        m_watchTimer.stop();
        return;
    }
    qint64 next = std::numeric_limits<qint64>::max();
    for (const Watched &watched : std::as_const(m_watched))
        next = qMin(next, watched.due);
    m_watchTimer.start(std::chrono::milliseconds(qMax<qint64>(0, next - elapsed())));
}
