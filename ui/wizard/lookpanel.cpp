#include "wizard/lookpanel.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "wizard/wizardparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

LookPanel::LookPanel(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_heading(new ToneLine(this)), m_why(makeText(this)),
      m_result(new ToneLine(this)), m_list(new QListWidget(this)),
      m_again(makeButton(this, tr("&Look again"), "lookAgain")),
      m_back(makeButton(this, tr("Back to &review"), "backToReview"))
{
    m_heading->setTextFont(theme::heading());
    m_heading->show(QStringLiteral("state-unknown"), theme::Tone::Warning,
                    tr("We don't know whether the restore started"));
    m_result->setObjectName(QStringLiteral("lookResult"));
    m_list->setObjectName(QStringLiteral("candidates"));
    m_list->setAccessibleName(tr("Jobs that may be this restore"));
    m_listLabel = makeBuddy(this, tr("&Jobs that may be this restore"), m_list);

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
    m_session.launcher().look(m_journalId, this, [this](const Result<QList<RestoreJob>> &jobs) {
        m_again->setEnabled(true);
        m_back->setEnabled(true);
        takeLook(jobs);
    });
}

void LookPanel::takeLook(const Result<QList<RestoreJob>> &jobs)
{
    const QString time = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
    if (!jobs) {
        m_result->show(
            QStringLiteral("error"), theme::Tone::Danger,
            tr("%1: the job list could not be read. %2").arg(time, describeFully(jobs.error())));
        return;
    }
    m_candidates = *jobs;
    showCandidates();
    m_back->setVisible(m_candidates.isEmpty());
    if (m_candidates.size() == 1) {
        emit found(m_candidates.first());
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
