#include "session/watchlist.h"

#include "atlas/jobkind.h"
#include "session/jobstore.h"

#include <QSettings>
#include <limits>

namespace {

const QLatin1String kReady("ready");
// A timer can't wait longer, and this computer's clock may be put right meanwhile.
constexpr qint64 kLongestWait = 3'600'000; // ms

} // namespace

WatchList::WatchList(QSettings &settings, const Profile &profile, JobStore &jobs,
                     std::function<QDateTime()> serverNow, QObject *parent)
    : QObject(parent), m_settings(settings), m_key(QStringLiteral("watched/") + profile.id),
      m_jobs(jobs), m_now(std::move(serverNow))
{
    m_links.setSingleShot(true);
    connect(&m_links, &QTimer::timeout, this, &WatchList::lookAtLinks);
    connect(&jobs, &JobStore::jobChanged, this, &WatchList::take);
    connect(&jobs, &JobStore::jobGone, this, &WatchList::unwatch);
    // The timer does not count while the computer sleeps; what follows waking up looks again.
    connect(&jobs, &Store::statusChanged, this, &WatchList::lookAtLinks);
    load();
}

void WatchList::load()
{
    const QStringList lines = m_settings.value(m_key).toStringList();
    for (const QString &line : lines) {
        const QStringList parts = line.split(u'/');
        const JobKind *kind = kindById(parts.value(0));
        if (parts.size() < 4 || parts.mid(0, 4).contains(QString()))
            continue;
        if (!kind) {
            m_others.append(line);
            continue;
        }
        Entry entry;
        entry.job.kind = kind;
        entry.job.projectId = parts.at(1);
        entry.job.sourceCluster = parts.at(2);
        entry.job.id = parts.at(3);
        entry.toldReady = parts.value(4) == kReady;
        m_entries.insert(entry.job.id, entry);
        m_jobs.watch(entry.job);
    }
}

void WatchList::save()
{
    QStringList lines = m_others;
    for (const Entry &entry : std::as_const(m_entries)) {
        QStringList parts {QLatin1String(entry.job.kind->id), entry.job.projectId,
                           entry.job.sourceCluster, entry.job.id};
        if (entry.toldReady)
            parts.append(kReady);
        lines.append(parts.join(u'/'));
    }
    lines.sort();
    if (lines.isEmpty())
        m_settings.remove(m_key);
    else
        m_settings.setValue(m_key, lines);
}

void WatchList::watch(const RestoreJob &job)
{
    if (!job.kind || m_entries.contains(job.id))
        return;
    m_entries.insert(job.id, {job, false, false});
    save();
    emit changed();
    if (isActive(job.state))
        m_jobs.watch(job);
    else
        take(job);
}

void WatchList::unwatch(const QString &jobId)
{
    if (m_entries.remove(jobId) == 0)
        return;
    m_jobs.unwatch(jobId);
    save();
    emit changed();
}

void WatchList::take(const RestoreJob &job)
{
    const auto it = m_entries.find(job.id);
    if (it == m_entries.end())
        return;
    it->job = job;
    const JobState state = currentState(job, m_now());
    if (isActive(state))
        return;
    RestoreJob now = job;
    now.state = state;
    if (state == JobState::Ready) {
        const bool news = !std::exchange(it->toldReady, true);
        save();
        lookAtLinks();
        if (news)
            emit ended(now);
        return;
    }
    const bool news = !it->toldReady; // that a link is over after its warning is none
    m_entries.remove(job.id);
    save();
    emit changed();
    if (news)
        emit ended(now);
}

void WatchList::lookAtLinks()
{
    const QDateTime now = m_now();
    qint64 next = std::numeric_limits<qint64>::max();
    QList<RestoreJob> expiring;
    QList<RestoreJob> over;
    for (Entry &entry : m_entries) {
        if (!entry.toldReady || !entry.job.expires.isValid())
            continue;
        const qint64 left = now.msecsTo(entry.job.expires);
        const qint64 warning = std::chrono::milliseconds(m_warning).count();
        if (left <= 0) {
            over.append(entry.job);
        } else if (left <= warning) {
            if (!std::exchange(entry.toldExpiry, true))
                expiring.append(entry.job);
            next = qMin(next, left);
        } else {
            next = qMin(next, left - warning);
        }
    }
    if (next != std::numeric_limits<qint64>::max())
        m_links.start(std::chrono::milliseconds(qMin(next + 1, kLongestWait)));
    else
        m_links.stop();
    for (const RestoreJob &job : std::as_const(expiring))
        emit aboutToExpire(job);
    for (const RestoreJob &job : std::as_const(over))
        unwatch(job.id);
}
