#include "wizard/lookpanel.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "wizard/wizardparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <algorithm>

namespace {

// The parts of one batch are one job.
bool isOneJob(const QList<RestoreJob> &jobs)
{
    return !jobs.isEmpty() && std::all_of(jobs.cbegin(), jobs.cend(), [&](const RestoreJob &job) {
        return jobs.size() == 1 || (!job.batchId.isEmpty() && job.batchId == jobs.first().batchId);
    });
}

} // namespace

LookPanel::LookPanel(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_heading(new ToneLine(this)), m_why(makeText(this)),
      m_result(new ToneLine(this)), m_list(new QListWidget(this)),
      m_evidence(new QListWidget(this)), m_again(makeButton(this, tr("&Look again"), "lookAgain")),
      m_back(makeButton(this, tr("&Review a second attempt"), "backToReview"))
{
    m_heading->setTextFont(theme::heading());
    m_heading->show(QStringLiteral("state-unknown"), theme::Tone::Warning,
                    tr("We don't know whether the restore started"));
    m_result->setObjectName(QStringLiteral("lookResult"));
    m_list->setObjectName(QStringLiteral("candidates"));
    m_list->setAccessibleName(tr("Jobs that may be this restore"));
    m_listLabel = makeBuddy(this, tr("&Jobs that may be this restore"), m_list);
    m_evidence->setObjectName(QStringLiteral("evidence"));
    m_evidence->setAccessibleName(tr("What else appeared since the click"));
    m_evidenceLabel = makeBuddy(this, tr("What &else appeared since the click"), m_evidence);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::kGrid);
    buttons->addWidget(m_again);
    buttons->addWidget(m_back);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * theme::kGrid);
    layout->addWidget(m_heading);
    layout->addWidget(m_why);
    layout->addWidget(m_result);
    layout->addWidget(m_listLabel);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_evidenceLabel);
    layout->addWidget(m_evidence, 1);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_again, &QPushButton::clicked, this, &LookPanel::look);
    connect(m_back, &QPushButton::clicked, this, &LookPanel::backRequested);
    connect(m_list, &QListWidget::currentRowChanged, this, &LookPanel::chosenChanged);
}

void LookPanel::start(const LaunchOutcome &outcome)
{
    m_journalId = outcome.journalId;
    QString why =
        tr("The order was sent, but its answer was lost: Atlas may or may not have begun. "
           "Nothing is sent a second time before you have seen what the job list shows.");
    if (!outcome.error.detail.isEmpty())
        why += QLatin1Char('\n') + outcome.error.detail;
    m_why->setText(why);
    m_candidates.clear();
    showCandidates();
    showEvidence({});
    m_back->hide();
    look();
}

std::optional<RestoreJob> LookPanel::chosen() const
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_candidates.size())
        return {};
    return m_candidates.at(row);
}

void LookPanel::look()
{
    m_again->setEnabled(false);
    m_back->setEnabled(false);
    m_result->show(QStringLiteral("state-running"), theme::Tone::Info,
                   tr("Looking at the job list of the source…"));
    m_session.launcher().look(m_journalId, this, [this](const LookResult &look) {
        m_again->setEnabled(true);
        m_back->setEnabled(true);
        takeLook(look);
    });
}

void LookPanel::takeLook(const LookResult &look)
{
    const QString time = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
    showEvidence(look);
    if (look.jobsError) {
        m_result->show(
            QStringLiteral("error"), theme::Tone::Danger,
            tr("%1: the job list could not be read. %2").arg(time, describeFully(*look.jobsError)));
        return;
    }
    m_candidates = look.fitting;
    showCandidates();
    m_back->setVisible(m_candidates.isEmpty());
    if (isOneJob(m_candidates)) {
        emit found(m_candidates);
    } else if (m_candidates.isEmpty()) {
        m_result->show(QStringLiteral("info"), theme::Tone::Info,
                       tr("%1: the job list shows no such restore. It may still appear: wait a "
                          "minute and look again before you start it a second time.")
                           .arg(time));
    } else {
        m_result->show(QStringLiteral("warning"), theme::Tone::Warning,
                       tr("%1: the job list shows %n restores of this snapshot onto this target. "
                          "One of them may be yours; don't start another.",
                          nullptr, int(m_candidates.size()))
                           .arg(time));
    }
}

void LookPanel::showCandidates()
{
    m_list->clear();
    const QDateTime now = m_session.serverNow();
    for (const RestoreJob &job : std::as_const(m_candidates)) {
        m_list->addItem(tr("%1, created %2, %3, job %4")
                            .arg(stateName(job.state), formatLocalAndUtc(job.created),
                                 formatAge(job.created, now), job.id));
    }
    m_list->setVisible(m_candidates.size() > 1);
    m_listLabel->setVisible(m_candidates.size() > 1);
}

// Not the attempt's by its data or its target; still what a person wants to see before a second
// attempt.
void LookPanel::showEvidence(const LookResult &look)
{
    m_evidence->clear();
    for (const RestoreJob &job : look.others) {
        const QString target = job.targetCluster.isEmpty() ? tr("download") : job.targetCluster;
        m_evidence->addItem(
            tr("%1  Job %2, %3, target: %4")
                .arg(formatLocalAndUtc(job.created), job.id, stateName(job.state), target));
    }
    for (const ProjectEvent &event : look.events) {
        const QString who = event.user.isEmpty() ? tr("Atlas") : event.user;
        m_evidence->addItem(
            tr("%1  Event %2, by %3").arg(formatLocalAndUtc(event.created), event.type, who));
    }
    if (look.eventsError)
        m_evidence->addItem(tr("The project's events could not be read: %1")
                                .arg(describe(*look.eventsError).sentence));
    m_evidence->setVisible(m_evidence->count() > 0);
    m_evidenceLabel->setVisible(m_evidence->count() > 0);
}
