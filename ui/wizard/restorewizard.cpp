#include "wizard/restorewizard.h"

#include "atlas/jobkind.h"
#include "style/theme.h"
#include "wizard/progresspage.h"
#include "wizard/restoredraft.h"
#include "wizard/reviewpage.h"
#include "wizard/sourcepage.h"
#include "wizard/steplist.h"
#include "wizard/targetpage.h"

#include <QKeyEvent>
#include <QPushButton>

namespace {

bool canStart(const JobKind *kind)
{
    return kind && kind->create;
}

} // namespace

RestoreWizard::RestoreWizard(Session &session, QSettings &settings, const WizardStart &start,
                             QWidget *parent)
    : QWizard(parent), m_session(session), m_draft(new RestoreDraft(session, settings, this)),
      m_steps(new StepList({tr("1  Source"), tr("2  Target"), tr("3  Review"), tr("4  Progress")}))
{
    setObjectName(QStringLiteral("restoreWizard"));
    setWindowTitle(tr("Restore"));
    setWizardStyle(QWizard::ClassicStyle);
    setOptions(QWizard::NoDefaultButton | QWizard::NoBackButtonOnLastPage
               | QWizard::NoBackButtonOnStartPage | QWizard::NoCancelButtonOnLastPage
               | QWizard::HaveCustomButton1);
    setSideWidget(m_steps);
    makePages(settings);
    nameButtons();
    connect(this, &QWizard::currentIdChanged, this, &RestoreWizard::takePage);
    connect(this, &QWizard::customButtonClicked, this, &RestoreWizard::showJob);
    connect(&session.launcher(), &Launcher::busyChanged, this, &RestoreWizard::updateButtons);
    resize(110 * theme::kGrid, 80 * theme::kGrid);
    begin(start);
}

RestoreWizard::~RestoreWizard() = default;

void RestoreWizard::makePages(QSettings &settings)
{
    m_sourcePage = new SourcePage(*m_draft, settings);
    m_targetPage = new TargetPage(*m_draft);
    m_reviewPage = new ReviewPage(*m_draft);
    m_progressPage = new ProgressPage(m_session);
    setPage(SourceId, m_sourcePage);
    setPage(TargetId, m_targetPage);
    setPage(ReviewId, m_reviewPage);
    setPage(ProgressId, m_progressPage);
    for (QWizardPage *page :
         {static_cast<QWizardPage *>(m_sourcePage), static_cast<QWizardPage *>(m_targetPage),
          static_cast<QWizardPage *>(m_reviewPage)})
        connect(page, &QWizardPage::completeChanged, this, &RestoreWizard::updateButtons);

    // Queued: it comes out of the middle of a store's signal.
    connect(m_sourcePage, &SourcePage::foundAgain, this, &RestoreWizard::goToReview,
            Qt::QueuedConnection);
    connect(m_reviewPage, &ReviewPage::launched, this, &RestoreWizard::takeOutcome);
    connect(m_reviewPage, &ReviewPage::successorWanted, this, &RestoreWizard::goToSuccessor);
    connect(m_progressPage, &ProgressPage::adopted, this, &RestoreWizard::takeStarted);
    connect(m_progressPage, &ProgressPage::backRequested, this, &RestoreWizard::backToReview);
    connect(m_progressPage, &ProgressPage::jobChanged, this, &RestoreWizard::updateButtons);
}

void RestoreWizard::nameButtons()
{
    setButtonText(QWizard::CancelButton, tr("Cancel"));
    setButtonText(QWizard::FinishButton, tr("Close"));
    setButtonText(QWizard::CustomButton1, tr("&Show job"));
    setButtonLayout({QWizard::Stretch, QWizard::CustomButton1, QWizard::BackButton,
                     QWizard::NextButton, QWizard::CommitButton, QWizard::FinishButton,
                     QWizard::CancelButton});
    const QList<QPair<QWizard::WizardButton, QString>> names {
        {QWizard::BackButton, QStringLiteral("wizardBack")},
        {QWizard::NextButton, QStringLiteral("wizardNext")},
        {QWizard::CommitButton, QStringLiteral("wizardCommit")},
        {QWizard::FinishButton, QStringLiteral("wizardFinish")},
        {QWizard::CancelButton, QStringLiteral("wizardCancel")},
        {QWizard::CustomButton1, QStringLiteral("wizardShowJob")},
    };
    for (const auto &[which, name] : names)
        button(which)->setObjectName(name);
    const auto buttons = findChildren<QPushButton *>();
    for (QPushButton *button : buttons)
        button->setAutoDefault(false);
}

void RestoreWizard::begin(const WizardStart &start)
{
    if (start.again) {
        beginAgain(*start.again);
        return;
    }
    const Inventory &inventory = m_draft->inventory();
    std::optional<Cluster> source = start.source;
    if (start.snapshot) {
        const Snapshot &snapshot = *start.snapshot;
        if (const Cluster *cluster = inventory.cluster(snapshot.projectId, snapshot.cluster))
            source = *cluster;
    }
    const JobKind *kind = start.snapshot ? start.snapshot->kind
        : source                         ? kindOf(*source)
                                         : nullptr;
    if (kind && !canStart(kind)) {
        m_sourcePage->explain(tr("Restores of kind %1 can't be started from here yet. Choose "
                                 "another source.")
                                  .arg(kind->title()));
        source.reset();
    }
    if (source)
        m_draft->setSource(*source);
    restart();
    if (!start.snapshot || !canStart(kind))
        return;
    m_draft->setSnapshot(*start.snapshot);
    next();
    if (m_draft->hasTarget())
        next();
}

void RestoreWizard::beginAgain(const RestoreJob &job)
{
    if (!canStart(job.kind)) {
        m_sourcePage->explain(tr("Restores of kind %1 can't be started from here yet. Choose "
                                 "another source.")
                                  .arg(job.kind ? job.kind->title() : job.deliveryType));
        restart();
        return;
    }
    if (const Cluster *source = m_draft->inventory().cluster(job.projectId, job.sourceCluster))
        m_draft->setSource(*source);
    restart();
    const Snapshot *known = m_session.snapshots().byId(job.snapshotId);
    if (known && known->kind == job.kind && m_draft->source()) {
        m_draft->setSnapshot(*known);
        m_draft->setTarget({job.targetProjectId, job.targetCluster});
        goToReview();
    } else {
        m_sourcePage->restoreAgain(job);
    }
}

void RestoreWizard::goToReview()
{
    if (currentId() != SourceId)
        return;
    next();
    if (m_draft->hasTarget())
        next();
}

void RestoreWizard::takeOutcome(const LaunchOutcome &outcome)
{
    if (outcome.kind == LaunchOutcome::Kind::NotStarted) {
        m_reviewPage->showFailure(outcome.error);
        return;
    }
    m_progressPage->warn(outcome.journalTrouble.isEmpty()
                             ? QString()
                             : tr("The record of this restore in Activity could not be written: %1")
                                   .arg(outcome.journalTrouble));
    m_reviewPage->letPass();
    next();
    if (outcome.kind == LaunchOutcome::Kind::Unknown) {
        m_progressPage->look(outcome);
        return;
    }
    m_progressPage->follow(outcome.jobs.first());
    for (const RestoreJob &job : outcome.jobs)
        takeStarted(job);
}

void RestoreWizard::takeStarted(const RestoreJob &job)
{
    m_draft->rememberTarget();
    emit jobStarted(job);
}

void RestoreWizard::goToSuccessor()
{
    restart();
    m_sourcePage->showSourceAnew();
}

void RestoreWizard::backToReview()
{
    back();
    m_reviewPage->askAnew(tr("The job list showed no trace of the first attempt. A second one is "
                             "sent only after this review."));
}

void RestoreWizard::takePage(int id)
{
    if (id < 0)
        return;
    m_steps->setCurrent(id);
    updateButtons();
    // QWizard would give the focus to Next; Space there would turn two pages at once.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (currentId() == SourceId)
                m_sourcePage->showSource();
            if (currentPage() && currentPage()->focusProxy())
                currentPage()->focusProxy()->setFocus(Qt::OtherFocusReason);
        },
        Qt::QueuedConnection);
}

void RestoreWizard::updateButtons()
{
    const bool busy = m_session.launcher().isBusy();
    if (busy)
        button(QWizard::BackButton)->setEnabled(false);
    else if (currentId() == TargetId || currentId() == ReviewId)
        button(QWizard::BackButton)->setEnabled(true);
    button(QWizard::CancelButton)->setEnabled(!busy);
    button(QWizard::CustomButton1)->setVisible(currentId() == ProgressId);
    button(QWizard::CustomButton1)->setEnabled(m_progressPage->job().has_value());
}

void RestoreWizard::showJob()
{
    const std::optional<RestoreJob> job = m_progressPage->job();
    if (!job)
        return;
    accept();
    emit showJobRequested(*job);
}

void RestoreWizard::done(int result)
{
    if (!m_session.launcher().isBusy())
        QWizard::done(result);
}

void RestoreWizard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->accept();
    else
        QWizard::keyPressEvent(event);
}
