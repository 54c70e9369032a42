#include "notifications/jobnews.h"

#include "base/format.h"
#include "notifications/desktopnotifications.h"
#include "session/session.h"
#include "session/watchlist.h"
#include "widgets/banner.h"

#include <QPushButton>

namespace {

constexpr qsizetype kMostLines = 5; // a banner is no list

bool isAlarm(theme::Tone tone)
{
    return tone == theme::Tone::Danger || tone == theme::Tone::Warning;
}

} // namespace

JobNews::JobNews(Banner &banner, DesktopNotifications &desktop, QObject *parent)
    : QObject(parent), m_banner(banner), m_desktop(desktop)
{
    connect(&desktop, &DesktopNotifications::activated, this, [this](const QString &jobId) {
        if (m_told.contains(jobId))
            emit showJobRequested(m_told.value(jobId));
    });
}

void JobNews::follow(Session *session, WatchList *watchList)
{
    if (m_watchList)
        disconnect(m_watchList, nullptr, this, nullptr);
    m_session = session;
    m_watchList = watchList;
    m_told.clear();
    m_banner.clear();
    if (!watchList)
        return;
    connect(watchList, &WatchList::ended, this, &JobNews::tellEnd);
    connect(watchList, &WatchList::aboutToExpire, this, &JobNews::tellExpiry);
}

void JobNews::tellEnd(const RestoreJob &job)
{
    const QString target = job.download
        ? tr("Download of %1").arg(job.sourceCluster)
        : tr("Restore of %1 onto %2").arg(job.sourceCluster, job.targetCluster);
    switch (job.state) {
    case JobState::Done:
        tell(job, tr("Restore done"), tr("%1 is done.").arg(target), theme::Tone::Good);
        return;
    case JobState::Ready:
        tell(job, tr("Files ready to download"),
             job.expires.isValid() ? tr("%1 is ready. Its link ends at %2.")
                                         .arg(target, formatLocalAndUtc(job.expires))
                                   : tr("%1 is ready.").arg(target),
             theme::Tone::Good);
        return;
    case JobState::Failed:
        tell(job, tr("Restore failed"),
             job.download
                 ? tr("%1 failed. No cluster was touched.").arg(target)
                 : tr("%1 failed. The target may be empty or incomplete: look before anybody uses "
                      "it.")
                       .arg(target),
             theme::Tone::Danger);
        return;
    case JobState::Cancelled:
        tell(job, tr("Cancelled"), tr("%1 was cancelled.").arg(target), theme::Tone::Warning);
        return;
    default:
        tell(job, stateName(job.state), tr("%1: %2.").arg(target, stateName(job.state)),
             theme::Tone::Info);
    }
}

void JobNews::tellExpiry(const RestoreJob &job)
{
    const auto left = std::chrono::seconds(
        qMax<qint64>(0,
                     (m_session ? m_session->serverNow() : QDateTime::currentDateTimeUtc())
                         .secsTo(job.expires)));
    tell(job, tr("A download link ends soon"),
         tr("The link to the files of %1 ends in %2, at %3. What is not fetched by then has to be "
            "made anew.")
             .arg(job.sourceCluster, formatDuration(left), formatLocalAndUtc(job.expires)),
         theme::Tone::Warning);
}

void JobNews::tell(const RestoreJob &job, const QString &title, const QString &text,
                   theme::Tone tone)
{
    m_told.insert(job.id, job);
    // What nobody has closed yet is not hidden by what comes later.
    if (m_banner.text() != m_lines.join(u'\n'))
        m_lines.clear();
    if (m_lines.isEmpty() || tone == theme::Tone::Danger || !isAlarm(m_tone))
        m_tone = tone;
    m_lines.removeAll(text);
    m_lines.append(text);
    if (m_lines.size() > kMostLines)
        m_lines.removeFirst();
    m_banner.showText(m_tone, m_lines.join(u'\n'));
    QPushButton *show = m_banner.addButton(tr("Show job"));
    show->setObjectName(QStringLiteral("showNewsJob"));
    connect(show, &QPushButton::clicked, this, [this, job] {
        m_banner.clear();
        emit showJobRequested(job);
    });
    QPushButton *close = m_banner.addButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeNews"));
    connect(close, &QPushButton::clicked, &m_banner, &Banner::clear);
    m_desktop.show({.key = job.id,
                    .title = title,
                    .text = text,
                    .action = tr("Show job"),
                    .urgent = isAlarm(tone)});
}
