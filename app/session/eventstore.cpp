#include "session/eventstore.h"

#include "atlas/projects.h"
#include "http/client.h"

namespace {

constexpr int kEventPage = 500;
// Between a request, its event and the job's id there is little; a queue may take a while.
constexpr qint64 kNear = 120; // seconds

bool isBeginning(const QString &type)
{
    return type.contains(QLatin1String("REQUESTED")) || type.contains(QLatin1String("START"));
}

} // namespace

EventStore::EventStore(Client &client, QObject *parent) : Store(parent), m_client(client) { }

void EventStore::readCluster(const QString &projectId, const QString &cluster)
{
    const QString key = projectId + u'/' + cluster;
    if (!m_asked.contains(key))
        read(projectId, cluster, {}, {}, key);
}

void EventStore::readFor(const RestoreJob &job)
{
    readCluster(job.projectId, job.sourceCluster);
    if (m_asked.contains(job.id) || !job.created.isValid())
        return;
    const QString key = job.projectId + u'/' + job.sourceCluster;
    const QDateTime oldest = m_oldest.value(key);
    const QDateTime asOf = m_asOf.value(key);
    const bool isOlder = oldest.isValid() && job.created <= oldest;
    const bool isNewer = asOf.isValid() && job.created.addSecs(kNear) > asOf;
    if (!isOlder && (!isNewer || !startedBy(job).isEmpty()))
        return;
    read(job.projectId, job.sourceCluster, job.created.addSecs(-kNear), job.created.addSecs(kNear),
         job.id);
}

void EventStore::markStale()
{
    if (m_errors.isEmpty())
        return;
    m_errors.clear();
    m_asked.clear();
}

void EventStore::read(const QString &projectId, const QString &cluster, const QDateTime &from,
                      const QDateTime &to, const QString &key)
{
    m_asked.insert(key);
    m_reading.insert(projectId);
    m_loading = true;
    emit statusChanged();
    EventFilter filter;
    filter.types = restoreEventTypes();
    if (!cluster.isEmpty())
        filter.clusterNames = QStringList {cluster};
    filter.from = from;
    filter.to = to;
    m_client.send(listEvents(projectId, filter, {1, kEventPage}), this,
                  [this, projectId, cluster, newest = !from.isValid()](
                      const Result<Page<ProjectEvent>> &page, const ReplyInfo &info) {
                      m_reading.remove(projectId);
                      m_loading = !m_reading.isEmpty();
                      m_updated = QDateTime::currentDateTimeUtc();
                      if (page) {
                          m_errors.remove(projectId);
                          for (const ProjectEvent &event : page->items)
                              m_events[projectId][cluster].append(event); // its reply names none
                          if (newest)
                              m_asOf.insert(projectId + u'/' + cluster,
                                            info.date.isValid() ? info.date : m_updated);
                          if (newest && page->hasNext && !page->items.isEmpty())
                              m_oldest.insert(projectId + u'/' + cluster,
                                              page->items.last().created);
                          emit changed();
                          emit eventsRead(projectId, cluster);
                      } else {
                          m_errors.insert(projectId, page.error());
                      }
                      emit statusChanged();
                  });
}

QString EventStore::startedBy(const RestoreJob &job) const
{
    if (!job.created.isValid())
        return {};
    const ProjectEvent *nearest = nullptr;
    qint64 distance = kNear + 1;
    const auto look = [&](const QString &projectId, const QString &cluster) {
        const auto project = m_events.constFind(projectId);
        if (project == m_events.cend() || cluster.isEmpty())
            return;
        const auto events = project->constFind(cluster);
        if (events == project->cend())
            return;
        for (const ProjectEvent &event : *events) {
            const qint64 away = qAbs(event.created.secsTo(job.created));
            if (isBeginning(event.type) && !event.user.isEmpty() && away < distance) {
                nearest = &event;
                distance = away;
            }
        }
    };
    look(job.projectId, job.sourceCluster);
    look(job.targetProjectId, job.targetCluster);
    return nearest ? nearest->user : QString();
}

const Error *EventStore::errorOf(const QString &projectId) const
{
    const auto it = m_errors.constFind(projectId);
    return it == m_errors.cend() ? nullptr : &*it;
}
