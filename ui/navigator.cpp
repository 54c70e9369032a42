#include "navigator.h"

#include "application.h"
#include "atlas/errors.h"
#include "jobs/jobspage.h"
#include "pages.h"
#include "sidebar.h"
#include "snapshots/snapshotspage.h"
#include "widgets/recordtable.h"

#include <algorithm>

namespace {

/// A job of which only its place is known, to read it.
RestoreJob jobAt(const JobKind *kind, const DeepLink &link)
{
    RestoreJob job;
    job.id = link.jobId;
    job.kind = kind;
    job.projectId = link.projectId;
    job.sourceCluster = link.cluster;
    return job;
}

} // namespace

Navigator::Navigator(Application &application, Sidebar &sidebar, Pages &pages, QObject *parent)
    : QObject(parent), m_application(application), m_sidebar(sidebar), m_pages(pages)
{
}

void Navigator::takeSession()
{
    m_tries = -1;
    Session *session = m_application.session();
    connect(&session->inventory(), &Store::statusChanged, this, &Navigator::followLink);
    connect(&session->snapshots(), &Store::statusChanged, this, &Navigator::followLink);
    connect(&session->jobs(), &JobStore::jobChanged, this, [this](const RestoreJob &job) {
        if (!m_link || m_tries < 0 || job.id != m_link->jobId)
            return;
        m_link.reset();
        m_pages.jobs().selectJob(job.id);
        if (m_pages.currentWidget() == &m_pages.jobs())
            dropFilter(job.id);
    });
    connect(&session->jobs(), &JobStore::jobReadFailed, this,
            [this](const QString &jobId, const Error &error) {
                if (m_link && m_tries > 0 && jobId == m_link->jobId)
                    takeFailure(error);
            });
}

void Navigator::takeFailure(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::NotFound:
    case Error::Kind::Forbidden:
    case Error::Kind::WrongApi:
    case Error::Kind::Retired:
    case Error::Kind::Rejected:
        break; // as expected of the lists that don't have it
    default:
        m_error = error;
    }
    if (--m_tries > 0)
        return;
    if (m_error)
        fail(tr("The link's job could not be read. %1").arg(describe(*m_error).sentence));
    else
        fail(tr("The link's job is not in the list of %1, or this login may not read it.")
                 .arg(m_link->cluster));
}

/// What is asked for is worth more than what was filtered for before.
void Navigator::dropFilter(const QString &id)
{
    if (m_pages.filter().isEmpty() || m_pages.table().currentId() == id)
        return;
    m_pages.setFilter({});
    emit filterDropped();
}

void Navigator::showJob(const RestoreJob &job)
{
    const QList<Cluster> scope = m_sidebar.scope();
    const bool inScope = std::any_of(scope.cbegin(), scope.cend(), [&](const Cluster &cluster) {
        return cluster.projectId == job.projectId && cluster.name == job.sourceCluster;
    });
    if (!inScope)
        m_sidebar.select(job.projectId, job.sourceCluster);
    m_pages.setCurrentWidget(&m_pages.jobs());
    m_pages.jobs().selectJob(job.id);
    dropFilter(job.id);
}

void Navigator::openLink(const DeepLink &link)
{
    m_link = link;
    m_tries = -1;
    followLink();
}

void Navigator::fail(const QString &sentence)
{
    m_link.reset();
    emit linkFailed(sentence);
}

void Navigator::followLink()
{
    Session *session = m_application.session();
    if (!m_link || !session || !session->inventory().isLoaded())
        return;
    if (m_tries < 0) {
        showPlace();
        return;
    }
    // A snapshot shows up with the list, or not at all.
    const SnapshotStore &snapshots = session->snapshots();
    if (m_link->snapshotId.isEmpty() || !snapshots.isLoaded() || snapshots.isLoading())
        return;
    if (snapshots.byId(m_link->snapshotId))
        m_link.reset();
    else
        fail(tr("The link's snapshot is not among those read of %1. It may have expired.")
                 .arg(m_link->cluster));
}

void Navigator::showPlace()
{
    const InventoryStore &store = m_application.session()->inventory();
    const bool reading = store.isLoading() || store.isPending(m_link->projectId);
    if (!store.inventory().project(m_link->projectId)) {
        if (!store.isLoading()) // a project nobody knows would be pending for ever
            fail(tr("This profile can't see the project of the link (%1). It may belong to "
                    "another login.")
                     .arg(m_link->projectId));
        return;
    }
    const Cluster *cluster = store.inventory().cluster(m_link->projectId, m_link->cluster);
    if (!m_link->cluster.isEmpty() && !cluster) {
        if (!reading)
            fail(tr("The project %1 has no cluster %2 that this login can see.")
                     .arg(store.inventory().projectName(m_link->projectId), m_link->cluster));
        return;
    }
    m_tries = 0;
    m_sidebar.select(m_link->projectId, m_link->cluster);
    if (!m_link->snapshotId.isEmpty()) {
        m_pages.setCurrentWidget(&m_pages.snapshots());
        m_pages.table().selectId(m_link->snapshotId);
        dropFilter(m_link->snapshotId);
        return;
    }
    m_pages.setCurrentWidget(&m_pages.jobs());
    if (m_link->jobId.isEmpty())
        m_link.reset();
    else
        lookForJob(*cluster);
}

/// Its kind is not in the link: whichever list of the cluster has it answers.
void Navigator::lookForJob(const Cluster &cluster)
{
    m_error.reset();
    m_pages.jobs().selectJob(m_link->jobId);
    const QList<Source> sources = sourcesOf({cluster});
    m_tries = int(sources.size());
    const DeepLink link = *m_link;
    for (const Source &source : sources)
        m_application.session()->jobs().readJob(jobAt(source.kind, link));
    if (sources.isEmpty())
        fail(tr("The cluster %1 has no backups.").arg(link.cluster));
}
