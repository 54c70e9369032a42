#include "wizard/progresspage.h"

#include "widgets/banner.h"
#include "wizard/jobprogress.h"
#include "wizard/lookpanel.h"

#include <QStackedWidget>
#include <QVBoxLayout>

ProgressPage::ProgressPage(Session &session, QWidget *parent)
    : QWizardPage(parent), m_banner(new Banner(this)), m_stack(new QStackedWidget(this)),
      m_progress(new JobProgress(session)), m_look(new LookPanel(session))
{
    setObjectName(QStringLiteral("progressPage"));
    setTitle(tr("Progress"));
    setFinalPage(true);
    m_stack->addWidget(m_progress);
    m_stack->addWidget(m_look);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);

    connect(m_look, &LookPanel::chosenChanged, this, &ProgressPage::jobChanged);
    connect(m_look, &LookPanel::backRequested, this, &ProgressPage::backRequested);
    connect(m_look, &LookPanel::found, this, [this](const QList<RestoreJob> &jobs) {
        follow(jobs);
        emit adopted(jobs);
    });
}

void ProgressPage::follow(const QList<RestoreJob> &jobs)
{
    m_progress->follow(jobs);
    m_stack->setCurrentWidget(m_progress);
    emit jobChanged();
}

void ProgressPage::look(const LaunchOutcome &outcome)
{
    m_stack->setCurrentWidget(m_look);
    m_look->start(outcome);
    emit jobChanged();
}

void ProgressPage::warn(const QString &text)
{
    if (text.isEmpty())
        m_banner->clear();
    else
        m_banner->showText(theme::Tone::Warning, text);
}

std::optional<RestoreJob> ProgressPage::job() const
{
    if (m_stack->currentWidget() == m_look)
        return m_look->chosen();
    return m_progress->job();
}
