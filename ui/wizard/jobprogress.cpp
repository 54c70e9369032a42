#include "wizard/jobprogress.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "base/format.h"
#include "wizard/collectionrows.h"
#include "wizard/wizardparts.h"

#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

using namespace std::chrono_literals;

namespace {

bool hasCollections(const RestoreJob &job)
{
    return job.kind && job.kind->capabilities.testFlag(Capability::Collections);
}

} // namespace

JobProgress::JobProgress(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_jobs {RestoreJob()}, m_state(new ToneLine(this)),
      m_sentence(makeText(this)), m_facts(new FactGrid(this)), m_parts(new QListWidget(this)),
      m_collections(new CollectionRows(session, this)),
      m_cancel(makeButton(this, tr("&Cancel the download…"), "cancelDownload")),
      m_trouble(new ToneLine(this))
{
    m_state->setObjectName(QStringLiteral("progressState"));
    m_state->setTextFont(theme::heading());
    m_target = m_facts->addRow(tr("Target"));
    m_source = m_facts->addRow(tr("Source"));
    m_taken = m_facts->addRow(tr("Data as of"));
    m_id = m_facts->addRow(tr("Job ID"), true);
    m_elapsed = m_facts->addRow(tr("Elapsed"));
    m_estimate = m_facts->addRow(tr("Usual duration"));
    m_lastChecked = m_facts->addRow(tr("Last checked"));
    m_parts->setObjectName(QStringLiteral("jobParts"));
    m_parts->setAccessibleName(tr("Parts of this job"));
    m_parts->setIconSize(QSize(2 * theme::kGrid, 2 * theme::kGrid));
    m_partsLabel = makeBuddy(this, tr("&Parts of this job"), m_parts);
    m_cancel->setAccessibleName(tr("Cancel the download"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * theme::kGrid);
    layout->addWidget(m_state);
    layout->addWidget(m_sentence);
    layout->addWidget(m_facts);
    layout->addWidget(m_trouble);
    auto *parts = new QVBoxLayout;
    parts->setSpacing(theme::kGrid);
    parts->addWidget(m_partsLabel);
    parts->addWidget(m_parts, 1);
    layout->addLayout(parts, 1);
    layout->addWidget(m_collections, 1);
    layout->addWidget(m_cancel, 0, Qt::AlignLeft);
    layout->addStretch();

    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, &JobProgress::showTimes);
    connect(m_cancel, &QPushButton::clicked, this, &JobProgress::askCancel);
    connect(&session.jobs(), &JobStore::jobChanged, this, &JobProgress::takeJob);
    connect(&session.jobs(), &JobStore::jobReadFailed, this, &JobProgress::takeFailedRead);
    connect(&session.launcher(), &Launcher::busyChanged, this, &JobProgress::showState);
}

void JobProgress::follow(const QList<RestoreJob> &jobs)
{
    m_jobs = jobs;
    // As the job table numbers the parts.
    std::sort(m_jobs.begin(), m_jobs.end(),
              [](const RestoreJob &a, const RestoreJob &b) { return a.id < b.id; });
    m_checked = QDateTime::currentDateTime();
    m_trouble->clear();
    showState();
    for (const RestoreJob &job : jobs) {
        if (isActive(job.state))
            m_session.jobs().watch(job);
    }
    if (hasCollections(jobs.first()))
        m_collections->setJob(jobs.first());
}

const RestoreJob &JobProgress::job() const
{
    const auto find = [this](auto predicate) {
        return std::find_if(m_jobs.cbegin(), m_jobs.cend(), predicate);
    };
    auto found = find([](const RestoreJob &job) { return job.state == JobState::Failed; });
    if (found == m_jobs.cend())
        found = find([](const RestoreJob &job) { return isActive(job.state); });
    if (found == m_jobs.cend()) // a batch is as good as its worst part
        found = find([](const RestoreJob &job) {
            return job.state != JobState::Done && job.state != JobState::Ready;
        });
    return found == m_jobs.cend() ? m_jobs.first() : *found;
}

std::optional<std::chrono::seconds> JobProgress::estimate(const RestoreJob &job,
                                                          const QList<RestoreJob> &earlier)
{
    std::vector<qint64> durations;
    for (const RestoreJob &other : earlier) {
        const QDateTime begun = other.started.isValid() ? other.started : other.created;
        if (other.id != job.id && other.kind == job.kind && other.state == JobState::Done
            && other.download == job.download && other.projectId == job.projectId
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
    for (RestoreJob &mine : m_jobs) {
        if (mine.id != job.id)
            continue;
        const bool other = mine.state != job.state;
        mine = job;
        m_checked = QDateTime::currentDateTime();
        m_trouble->clear();
        showState();
        if (hasCollections(job))
            m_collections->setJob(job);
        if (other)
            emit moved();
        return;
    }
}

void JobProgress::takeFailedRead(const QString &jobId, const Error &error)
{
    const bool mine = std::any_of(m_jobs.cbegin(), m_jobs.cend(),
                                  [&](const RestoreJob &job) { return job.id == jobId; });
    if (!mine)
        return;
    m_trouble->show(QStringLiteral("warning"), theme::Tone::Warning,
                    tr("The state could not be read at %1: %2 The job itself goes on in Atlas.")
                        .arg(QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss")),
                             describe(error).sentence));
}

JobState JobProgress::stateOf(const RestoreJob &job) const
{
    return currentState(job, m_session.serverNow());
}

void JobProgress::showState()
{
    const Inventory &inventory = m_session.inventory().inventory();
    const RestoreJob &main = job();
    const JobState state = stateOf(main);
    const auto place = [&](const QString &name, const QString &projectId) {
        return name.isEmpty() ? QString()
                              : tr("%1, project %2").arg(name, inventory.projectName(projectId));
    };
    m_state->show(theme::stateIconName(state), theme::stateTone(state),
                  state == JobState::Unknown ? tr("Unknown: %1").arg(main.rawState)
                                             : stateName(state));
    m_sentence->setText(sentence());
    m_facts->setValue(m_id, m_jobs.size() > 1 ? QString() : main.id);
    m_facts->setValue(m_source, place(main.sourceCluster, main.projectId));
    m_facts->setValue(m_target, place(main.targetCluster, main.targetProjectId));
    m_facts->setValue(m_taken, formatLocalAndUtc(main.snapshotTime));
    const auto usual = estimate(main, m_session.jobs().records());
    m_estimate->setText(
        usual ? tr("%1 (median of this source's earlier jobs)").arg(formatDuration(*usual))
              : tr("not known: no earlier job of this source is listed"));
    m_collections->setVisible(hasCollections(main));
    m_cancel->setVisible(main.download && whyNotCancel(main).isEmpty()
                         && !m_session.profile().readOnly);
    m_cancel->setEnabled(!m_session.launcher().isBusy());
    showParts();
    showTimes();
    updateTick();
}

void JobProgress::showParts()
{
    const bool several = m_jobs.size() > 1;
    m_parts->setVisible(several);
    m_partsLabel->setVisible(several);
    while (several && m_parts->count() < m_jobs.size())
        m_parts->addItem(QString());
    for (int i = 0; several && i < m_jobs.size(); ++i) {
        const RestoreJob &part = m_jobs.at(i);
        const JobState state = stateOf(part);
        m_parts->item(i)->setText(
            tr("Part %1: %2, job %3").arg(QString::number(i + 1), stateName(state), part.id));
        m_parts->item(i)->setIcon(theme::icon(
            theme::stateIconName(state), theme::toneColor(theme::stateTone(state), palette())));
    }
}

QString JobProgress::sentence() const
{
    const RestoreJob &main = job();
    if (main.download)
        return downloadSentence();
    const bool collections = hasCollections(main);
    switch (main.state) {
    case JobState::Done:
        return collections
            ? tr("%1 now holds the chosen databases and collections. Look at the indexes below "
                 "before you use them.")
                  .arg(main.targetCluster)
            : tr("%1 now holds the restored data. Check it, then let the clients back in.")
                  .arg(main.targetCluster);
    case JobState::Failed:
        return collections
            ? tr("Atlas reports that the restore failed: by its manual nothing of it stays on %1. "
                 "Look at the collections below.")
                  .arg(main.targetCluster)
            : tr("Atlas reports that the restore failed. The data of %1 may already be deleted: "
                 "keep the clients away and restore it again from this or another snapshot.")
                  .arg(main.targetCluster);
    case JobState::Cancelled:
        return tr("The restore was cancelled. The data of %1 may already be deleted: check it "
                  "before the clients come back.")
            .arg(main.targetCluster);
    case JobState::Expired:
        return tr("Atlas gave the restore up (expired). The data of %1 may already be deleted: "
                  "check it before the clients come back.")
            .arg(main.targetCluster);
    default:
        break;
    }
    return tr("You can close this window; Atlas goes on.");
}

QString JobProgress::downloadSentence() const
{
    const RestoreJob &main = job();
    switch (stateOf(main)) {
    case JobState::Ready:
        return main.expires.isValid() ? tr("Ready: the link lives until %1. Show job has it.")
                                            .arg(formatLocalAndUtc(main.expires))
                                      : tr("Ready: Show job has the link.");
    case JobState::Expired:
        return tr("The link has expired. The snapshot is as it was: make another download.");
    case JobState::Done:
        return tr("Atlas shows no link for it any more: it was used or has expired. Make another "
                  "download.");
    case JobState::UsedUp:
        return tr("The link has been used as often as it may be: make another download.");
    case JobState::Failed:
        return tr("Atlas could not make the download. No data was touched.");
    case JobState::Cancelled:
        return tr("The download was cancelled. No data was touched.");
    default:
        break;
    }
    return tr("Atlas is making the files. You can close this window; Atlas goes on.");
}

void JobProgress::askCancel()
{
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Cancel the download"),
                        tr("Cancel this download? Its link will not work. No data is touched."),
                        QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("cancelQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *yes = question->addButton(tr("Cancel the download"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("cancelYes"));
    QPushButton *no = question->addButton(tr("Let it go on"), QMessageBox::RejectRole);
    no->setObjectName(QStringLiteral("cancelNo"));
    question->setDefaultButton(no);
    question->setEscapeButton(no);
    connect(yes, &QPushButton::clicked, this, &JobProgress::cancel);
    question->open();
}

void JobProgress::cancel()
{
    m_session.launcher().cancel(job(), m_session.inventory().inventory(), {}, this,
                                [this](const LaunchOutcome &outcome) { takeCancelled(outcome); });
}

void JobProgress::takeCancelled(const LaunchOutcome &outcome)
{
    m_session.jobs().readJob(job());
    if (outcome.kind == LaunchOutcome::Kind::Started)
        return;
    m_trouble->show(QStringLiteral("warning"), theme::Tone::Warning,
                    (outcome.kind == LaunchOutcome::Kind::Unknown
                         ? tr("We don't know whether it was cancelled: the state above is read "
                              "again.")
                         : tr("It was not cancelled."))
                        + QLatin1Char(' ') + describeFully(outcome.error));
}

void JobProgress::showTimes()
{
    const RestoreJob &main = job();
    const QDateTime begun = main.started.isValid() ? main.started : main.created;
    // Of a job that has ended Atlas may not tell when.
    const QDateTime end = main.finished.isValid() ? main.finished
        : isActive(main.state)                    ? m_session.serverNow()
                                                  : QDateTime();
    m_elapsed->setText(begun.isValid() && end.isValid() ? formatDuration(
                           std::chrono::seconds(qMax<qint64>(0, begun.secsTo(end))))
                                                        : tr("not told"));
    m_lastChecked->setText(QLocale().toString(m_checked.time(), QStringLiteral("HH:mm:ss")));
}

void JobProgress::updateTick()
{
    const bool active = std::any_of(m_jobs.cbegin(), m_jobs.cend(),
                                    [](const RestoreJob &job) { return isActive(job.state); });
    if (isVisible() && active)
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
