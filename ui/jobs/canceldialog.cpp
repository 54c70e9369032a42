#include "jobs/canceldialog.h"

#include "session/session.h"
#include "style/theme.h"
#include "widgets/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

CancelDialog::CancelDialog(Session &session, const RestoreJob &job, QWidget *parent)
    : QDialog(parent), m_session(session), m_job(job), m_banner(new Banner),
      m_reason(new QLineEdit), m_send(new QPushButton(tr("Cancel the download"))),
      m_keep(new QPushButton(tr("Keep it")))
{
    setObjectName(QStringLiteral("cancelDialog"));
    setWindowTitle(tr("Cancel download"));
    auto *question = new QLabel(tr("Cancel the download of %1?").arg(job.sourceCluster));
    question->setFont(theme::heading());
    auto *words =
        new QLabel(tr("Atlas stops making its files, or takes them away if they are "
                      "there; links to them end. No cluster is touched and the snapshot "
                      "stays.\n\nJob %1 in project %2.")
                       .arg(job.id, session.inventory().inventory().projectName(job.projectId)));
    for (QLabel *label : {question, words}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *reasonLabel = new QLabel(tr("&Reason or ticket, for Activity (optional)"));
    reasonLabel->setBuddy(m_reason);
    m_reason->setObjectName(QStringLiteral("cancelReason"));
    m_reason->setMaxLength(200);
    m_send->setObjectName(QStringLiteral("confirmCancel"));
    m_keep->setObjectName(QStringLiteral("keepDownload"));
    for (QPushButton *button : {m_send, m_keep})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_send);
    buttons->addWidget(m_keep);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(theme::kGrid);
    column->addWidget(m_banner);
    column->addWidget(question);
    column->addWidget(words);
    column->addWidget(reasonLabel);
    column->addWidget(m_reason);
    column->addStretch(1);
    column->addLayout(buttons);
    setMinimumWidth(60 * theme::kGrid);
    connect(m_send, &QPushButton::clicked, this, &CancelDialog::send);
    connect(m_keep, &QPushButton::clicked, this, &QDialog::reject);
    m_keep->setFocus();
}

void CancelDialog::send()
{
    if (m_sent)
        return;
    m_sent = true;
    m_send->setEnabled(false);
    m_keep->setEnabled(false);
    m_reason->setEnabled(false);
    m_banner->showText(theme::Tone::Info, tr("Asking Atlas to cancel the download…"));
    m_session.launcher().cancel(m_job, m_session.inventory().inventory(),
                                m_reason->text().trimmed(), this,
                                [this](const LaunchOutcome &outcome) { take(outcome); });
}

void CancelDialog::take(const LaunchOutcome &outcome)
{
    m_keep->setText(tr("Close"));
    m_keep->setEnabled(true);
    m_keep->setFocus();
    m_session.jobs().readJob(RestoreJob(m_job));
    switch (outcome.kind) {
    case LaunchOutcome::Kind::Started:
        emit cancelled(m_job);
        accept();
        return;
    case LaunchOutcome::Kind::NotStarted:
        m_banner->showError(outcome.error);
        return;
    case LaunchOutcome::Kind::Unknown:
        m_banner->showText(theme::Tone::Warning,
                           tr("We don't know whether the download was cancelled: the answer was "
                              "lost. The job is being read anew; its state in the list tells. No "
                              "cluster was touched."));
        return;
    }
}

void CancelDialog::done(int result)
{
    if (!m_sent || !m_session.launcher().isBusy())
        QDialog::done(result);
}
