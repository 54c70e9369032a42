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
    if (m_session)
        disconnect(&m_session->jobs(), nullptr, this, nullptr);
    m_session = session;
    m_watchList = watchList;
    m_told.clear();
    m_lines.clear();
    m_banner.clear();
    if (!session || !watchList)
        return;
    connect(watchList, &WatchList::ended, this, &JobNews::tellEnd);
    connect(watchList, &WatchList::aboutToExpire, this, &JobNews::tellExpiry);
    connect(&session->jobs(), &JobStore::jobChanged, this, &JobNews::take);
    connect(&session->jobs(), &Store::changed, this, &JobNews::lookAgain);
    connect(watchList, &WatchList::changed, this, &JobNews::lookAgain); // a link's time is over
}

QDateTime JobNews::now() const
{
    return m_session ? m_session->serverNow() : QDateTime::currentDateTimeUtc();
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
    const auto left = std::chrono::seconds(qMax<qint64>(0, now().secsTo(job.expires)));
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
    if (m_banner.text() != linesText())
        m_lines.clear();
    m_lines.removeIf([&](const Line &line) { return line.text == text; });
    m_lines.append({job, text, tone});
    if (m_lines.size() > kMostLines)
        m_lines.removeFirst();
    showLines();
    m_desktop.show({.key = job.id,
                    .title = title,
                    .text = text,
                    .action = tr("Show job"),
                    .urgent = isAlarm(tone)});
}

/// What was told of the job and is not so any more goes.
void JobNews::take(const RestoreJob &fresh)
{
    const JobState state = currentState(fresh, now());
    if (isActive(state)) // looked at before it ended
        return;
    const bool shown = m_banner.text() == linesText();
    const auto gone = m_lines.removeIf([&](const Line &line) {
        return line.job.id == fresh.id && line.job.state != state
            && line.tone != theme::Tone::Danger;
    });
    if (gone > 0 && shown)
        showLines();
}

void JobNews::lookAgain()
{
    const QList<Line> lines = m_lines;
    for (const Line &line : lines) {
        const RestoreJob *known = m_session->jobs().byId(line.job.id);
        take(known ? *known : line.job);
    }
}

void JobNews::showLines()
{
    if (m_lines.isEmpty()) {
        m_banner.clear();
        return;
    }
    theme::Tone tone = m_lines.first().tone;
    for (const Line &line : std::as_const(m_lines)) {
        if (line.tone == theme::Tone::Danger || !isAlarm(tone))
            tone = line.tone;
    }
    m_banner.showText(tone, linesText());
    const RestoreJob job = m_lines.last().job;
    QPushButton *show = m_banner.addButton(
        m_lines.size() == 1 ? tr("Show job") : tr("Show job of %1").arg(job.sourceCluster));
    show->setObjectName(QStringLiteral("showNewsJob"));
    connect(show, &QPushButton::clicked, this, [this, job] {
        m_banner.clear();
        emit showJobRequested(job);
    });
    QPushButton *close = m_banner.addButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeNews"));
    connect(close, &QPushButton::clicked, &m_banner, &Banner::clear);
}

QString JobNews::linesText() const
{
    QStringList texts;
    for (const Line &line : m_lines)
        texts << line.text;
    return texts.join(u'\n');
}
