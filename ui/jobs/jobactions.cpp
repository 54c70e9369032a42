#include "jobs/jobactions.h"

#include "atlas/jobkind.h"
#include "session/deeplink.h"
#include "session/session.h"
#include "sessiontexts.h"
#include "session/watchlist.h"
#include "widgets/clipboard.h"

#include <QAction>
#include <QDesktopServices>
#include <QMenu>
#include <QWidget>

namespace {

/// Enabled without a reason, else disabled with it.
void setReason(QAction *action, const QString &tip, const QString &reason)
{
    action->setEnabled(reason.isEmpty());
    action->setToolTip(reason.isEmpty() ? tip : reason);
    action->setStatusTip(action->toolTip());
}

} // namespace

JobActions::JobActions(QWidget *page)
    : QObject(page), m_summary(add(QStringLiteral("copyJobSummary"), tr("Copy summary"),
                                   &JobActions::copySummaryRequested)),
      m_copyId(add(QStringLiteral("copyJobId"), tr("Copy job ID"), &JobActions::copyId)),
      m_copyLink(add(QStringLiteral("copyLink"), tr("Copy link"), &JobActions::copyLink)),
      m_openInAtlas(
          add(QStringLiteral("openInAtlas"), tr("Open in Atlas"), &JobActions::openInAtlas)),
      m_again(
          add(QStringLiteral("restoreJobAgain"), tr("Restore again…"), &JobActions::requestAgain)),
      m_cancel(
          add(QStringLiteral("cancelJob"), tr("Cancel download…"), &JobActions::requestCancel)),
      m_watch(add(QStringLiteral("watchJob"), tr("Watch"), &JobActions::toggleWatch)),
      m_read(add(QStringLiteral("readJob"), tr("Read this job anew"), &JobActions::readAnew))
{
    m_watch->setCheckable(true);
    update();
}

QAction *JobActions::add(const QString &name, const QString &text, void (JobActions::*run)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    connect(action, &QAction::triggered, this, run);
    return action;
}

void JobActions::setSession(Session *session, WatchList *watchList)
{
    if (m_session)
        disconnect(&m_session->launcher(), nullptr, this, nullptr);
    if (m_watchList)
        disconnect(m_watchList, nullptr, this, nullptr);
    m_session = session;
    m_watchList = watchList;
    m_job.reset();
    if (session)
        connect(&session->launcher(), &Launcher::busyChanged, this, &JobActions::update);
    if (watchList)
        connect(watchList, &WatchList::changed, this, &JobActions::update);
    update();
}

void JobActions::setJob(const std::optional<RestoreJob> &job)
{
    m_job = job;
    update();
}

void JobActions::update()
{
    const bool chosen = m_session && m_job;
    const QString none = chosen ? QString() : tr("Select a job first.");
    for (QAction *action : {m_summary, m_copyId, m_copyLink, m_read})
        setReason(action, {}, none);
    if (!chosen) {
        for (QAction *action : {m_openInAtlas, m_again, m_cancel, m_watch})
            setReason(action, {}, none);
        m_watch->setChecked(false);
        return;
    }
    setReason(
        m_openInAtlas, tr("Opens the web page of this cluster's backups"),
        webPage(m_session->profile().baseUrl, m_job->projectId, m_job->sourceCluster).isValid()
            ? QString()
            : tr("The service of this profile has no web page."));
    const QString locked = whyReadOnly(m_session);
    setReason(m_again, {},
              !m_job->kind->create || m_job->download
                  ? tr("Only restores onto a cluster can be started again.")
                  : locked);
    QString whyNot = whyNotCancel(*m_job);
    if (whyNot.isEmpty() && m_session->profile().readOnly)
        whyNot = locked;
    if (whyNot.isEmpty() && m_session->isBusy())
        whyNot = tr("Another change is being sent.");
    setReason(m_cancel, tr("Ends this download before its time; asks first"), whyNot);
    const bool watched = m_watchList && m_watchList->isWatched(m_job->id);
    m_watch->setChecked(watched);
    const bool active = isActive(m_job->state) || m_job->state == JobState::Ready;
    setReason(m_watch, tr("Tells when this job ends, also after a restart"),
              watched || (m_watchList && active) ? QString() : tr("This job is over."));
}

void JobActions::fill(QMenu *menu)
{
    menu->setToolTipsVisible(true);
    for (QAction *action : {m_summary, m_copyId, m_copyLink, m_openInAtlas})
        menu->addAction(action);
    menu->addSeparator();
    for (QAction *action : {m_watch, m_read, m_again, m_cancel})
        menu->addAction(action);
}

void JobActions::requestCancel()
{
    if (m_job)
        emit cancelRequested(*m_job);
}

void JobActions::requestAgain()
{
    if (m_job)
        emit restoreAgainRequested(*m_job);
}

void JobActions::toggleWatch()
{
    if (!m_job || !m_watchList)
        return;
    if (m_watchList->isWatched(m_job->id))
        m_watchList->unwatch(m_job->id);
    else
        m_watchList->watch(*m_job);
    update();
}

void JobActions::copyId()
{
    if (m_job)
        copyText(m_job->id);
}

void JobActions::copyLink()
{
    if (!m_job)
        return;
    DeepLink link;
    link.projectId = m_job->projectId;
    link.cluster = m_job->sourceCluster;
    link.jobId = m_job->id;
    copyText(link.text());
}

void JobActions::openInAtlas()
{
    if (m_session && m_job)
        QDesktopServices::openUrl(
            webPage(m_session->profile().baseUrl, m_job->projectId, m_job->sourceCluster));
}

void JobActions::readAnew()
{
    if (m_session && m_job)
        m_session->jobs().readJob(RestoreJob(*m_job));
}
