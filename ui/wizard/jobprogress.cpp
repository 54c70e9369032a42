#include "wizard/jobprogress.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "wizard/wizardparts.h"

#include <QLabel>
#include <QVBoxLayout>

using namespace std::chrono_literals;

JobProgress::JobProgress(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_state(new ToneLine(this)), m_sentence(makeText(this)),
      m_trouble(new ToneLine(this))
{
    m_state->setObjectName(QStringLiteral("progressState"));
    m_state->setTextFont(theme::heading());
    auto *facts = new FactGrid(this);
    m_target = facts->addRow(tr("Target"));
    m_source = facts->addRow(tr("Source"));
    m_taken = facts->addRow(tr("Snapshot taken"));
    m_id = facts->addRow(tr("Job ID"), true);
    m_elapsed = facts->addRow(tr("Elapsed"));
    m_estimate = facts->addRow(tr("Usual duration"));
    m_lastChecked = facts->addRow(tr("Last checked"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * theme::kGrid);
    layout->addWidget(m_state);
    layout->addWidget(m_sentence);
    layout->addWidget(facts);
    layout->addWidget(m_trouble);
    layout->addStretch();

    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, &JobProgress::showTimes);
    connect(&session.jobs(), &JobStore::jobChanged, this, &JobProgress::takeJob);
    connect(&session.jobs(), &JobStore::jobReadFailed, this, &JobProgress::takeFailedRead);
}

void JobProgress::follow(const RestoreJob &job)
{
    m_job = job;
    m_checked = QDateTime::currentDateTime();
    m_trouble->clear();
    showState();
    if (isActive(job.state))
        m_session.jobs().watch(job);
}

std::optional<std::chrono::seconds> JobProgress::estimate(const RestoreJob &job,
                                                          const QList<RestoreJob> &earlier)
{
    std::vector<qint64> durations;
    for (const RestoreJob &other : earlier) {
        const QDateTime begun = other.started.isValid() ? other.started : other.created;
        if (other.id != job.id && other.kind == job.kind && other.state == JobState::Done
            && !other.download && other.projectId == job.projectId
            && other.sourceCluster == job.sourceCluster && begun.isValid()
            && begun < other.finished)
            durations.push_back(begun.secsTo(other.finished));
    }
    if (durations.empty())
        return {};
    const auto middle = durations.begin() + std::ptrdiff_t(durations.size() / 2);
    std::nth_element(durations.begin(), middle, durations.end());
    return std::chrono::seconds(*middle);
}

void JobProgress::takeJob(const RestoreJob &job)
{
    if (job.id != m_job.id)
        return;
    const bool other = job.state != m_job.state;
    m_job = job;
    m_checked = QDateTime::currentDateTime();
    m_trouble->clear();
    showState();
    if (other)
        emit moved();
}

void JobProgress::takeFailedRead(const QString &jobId, const Error &error)
{
    if (jobId != m_job.id)
        return;
    m_trouble->show(QStringLiteral("warning"), theme::Tone::Warning,
                    tr("The state could not be read at %1: %2 The restore itself goes on in "
                       "Atlas.")
                        .arg(QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss")),
                             describe(error).sentence));
}

void JobProgress::showState()
{
    const Inventory &inventory = m_session.inventory().inventory();
    m_state->show(theme::stateIconName(m_job.state), theme::stateTone(m_job.state),
                  m_job.state == JobState::Unknown ? tr("Unknown: %1").arg(m_job.rawState)
                                                   : stateName(m_job.state));
    m_sentence->setText(sentence());
    m_id->setText(m_job.id);
    m_source->setText(
        tr("%1, project %2").arg(m_job.sourceCluster, inventory.projectName(m_job.projectId)));
    m_target->setText(tr("%1, project %2")
                          .arg(m_job.targetCluster, inventory.projectName(m_job.targetProjectId)));
    m_taken->setText(formatLocalAndUtc(m_job.snapshotTime));
    const auto usual = estimate(m_job, m_session.jobs().records());
    m_estimate->setText(
        usual ? tr("%1 (median of this source's earlier restores)").arg(formatDuration(*usual))
              : tr("not known: no earlier restore of this source is listed"));
    showTimes();
    updateTick();
}

QString JobProgress::sentence() const
{
    switch (m_job.state) {
    case JobState::Done:
        return tr("%1 now holds the data of the snapshot. Check it, then let the clients back in.")
            .arg(m_job.targetCluster);
    case JobState::Failed:
        return tr("Atlas reports that the restore failed. The data of %1 may already be deleted: "
                  "keep the clients away and restore it again from this or another snapshot.")
            .arg(m_job.targetCluster);
    case JobState::Cancelled:
        return tr("The restore was cancelled. The data of %1 may already be deleted: check it "
                  "before the clients come back.")
            .arg(m_job.targetCluster);
    default:
        break;
    }
    return tr("You can close this window; Atlas goes on.");
}

void JobProgress::showTimes()
{
    const QDateTime begun = m_job.started.isValid() ? m_job.started : m_job.created;
    const QDateTime end = m_job.finished.isValid() ? m_job.finished : m_session.serverNow();
    m_elapsed->setText(begun.isValid()
                           ? formatDuration(std::chrono::seconds(qMax(0, begun.secsTo(end))))
                           : tr("not known"));
    m_lastChecked->setText(QLocale().toString(m_checked.time(), QStringLiteral("HH:mm:ss")));
}

void JobProgress::updateTick()
{
    if (isVisible() && isActive(m_job.state))
        m_tick.start();
    else
        m_tick.stop();
}

void JobProgress::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showTimes();
    updateTick();
}

void JobProgress::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}
