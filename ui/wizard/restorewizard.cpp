#include "wizard/restorewizard.h"

#include "atlas/jobkind.h"
#include "style/theme.h"
#include "wizard/actions.h"
#include "wizard/contentpage.h"
#include "wizard/progresspage.h"
#include "wizard/restoredraft.h"
#include "wizard/reviewpage.h"
#include "wizard/sourcepage.h"
#include "wizard/steplist.h"
#include "wizard/targetpage.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>

namespace {

// The job says so in Atlas's own word alone; a snapshot it may name is where Atlas starts from.
bool isPointInTime(const RestoreJob &job)
{
    return job.snapshotTime.isValid()
        && (job.snapshotId.isEmpty()
            || job.deliveryType.compare(QLatin1String("pointInTime"), Qt::CaseInsensitive) == 0);
}

} // namespace

RestoreWizard::RestoreWizard(Session &session, QSettings &settings, const WizardStart &start,
                             QWidget *parent)
    : QWizard(parent), m_session(session), m_draft(new RestoreDraft(session, settings, this)),
      m_steps(new StepList({}))
{
    setObjectName(QStringLiteral("restoreWizard"));
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
    connect(m_draft, &RestoreDraft::changed, this, &RestoreWizard::updateSteps);
    // Its buttons must stay on a small screen.
    resize((QSize(112, 92) * theme::kGrid).boundedTo(screen()->availableSize() * 9 / 10));
    begin(start);
}

RestoreWizard::~RestoreWizard() = default;

void RestoreWizard::makePages(QSettings &settings)
{
    m_sourcePage = new SourcePage(*m_draft, settings);
    m_contentPage = new ContentPage(*m_draft);
    m_targetPage = new TargetPage(*m_draft);
    m_reviewPage = new ReviewPage(*m_draft);
    m_progressPage = new ProgressPage(m_session);
    setPage(SourceId, m_sourcePage);
    setPage(ContentId, m_contentPage);
    setPage(TargetId, m_targetPage);
    setPage(ReviewId, m_reviewPage);
    setPage(ProgressId, m_progressPage);
    for (QWizardPage *page :
         {static_cast<QWizardPage *>(m_sourcePage), static_cast<QWizardPage *>(m_contentPage),
          static_cast<QWizardPage *>(m_targetPage), static_cast<QWizardPage *>(m_reviewPage)})
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
    QList<QWizard::WizardButton> buttons {
        QWizard::Stretch,      QWizard::CustomButton1, QWizard::BackButton,  QWizard::NextButton,
        QWizard::CommitButton, QWizard::FinishButton,  QWizard::CancelButton};
    // The review says why there is none.
    if (m_session.profile().readOnly)
        buttons.removeOne(QWizard::CommitButton);
    setButtonLayout(buttons);
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
    const auto all = findChildren<QPushButton *>();
    for (QPushButton *button : all)
        button->setAutoDefault(false);
}

QList<int> RestoreWizard::path() const
{
    switch (m_draft->plan().action) {
    case PlanAction::Restore:
        break;
    case PlanAction::Collections:
        return {SourceId, ContentId, TargetId, ReviewId, ProgressId};
    case PlanAction::Download:
        return {SourceId, ReviewId, ProgressId};
    }
    return {SourceId, TargetId, ReviewId, ProgressId};
}

int RestoreWizard::nextId() const
{
    const QList<int> pages = path();
    const qsizetype next = pages.indexOf(currentId()) + 1;
    return next < pages.size() ? pages.at(next) : -1;
}

void RestoreWizard::updateSteps()
{
    const QHash<int, QString> names {
        {SourceId, tr("Source")}, {ContentId, tr("Content")},   {TargetId, tr("Target")},
        {ReviewId, tr("Review")}, {ProgressId, tr("Progress")},
    };
    QStringList steps;
    const QList<int> pages = path();
    for (const int page : pages)
        steps.append(tr("%1  %2").arg(QString::number(steps.size() + 1), names.value(page)));
    m_steps->setSteps(steps);
    m_steps->setCurrent(int(pages.indexOf(currentId())));
    setWindowTitle(m_draft->isDownload() ? tr("Make a download") : tr("Restore"));
}

void RestoreWizard::begin(const WizardStart &start)
{
    if (start.again) {
        beginAgain(*start.again);
        return;
    }
    std::optional<Cluster> source = start.source;
    if (start.snapshot) {
        const Snapshot &snapshot = *start.snapshot;
        if (const Cluster *cluster =
                m_draft->inventory().cluster(snapshot.projectId, snapshot.cluster))
            source = *cluster;
    }
    m_draft->setAction(start.action);
    if (source && hasLivingNamesake(*source, m_draft->inventory())) {
        m_sourcePage->explain(tr("The deleted cluster %1 can't be restored from here: a living "
                                 "cluster has the same name, and Atlas's calls know clusters by "
                                 "name. Choose another source.")
                                  .arg(source->name));
        source.reset();
    }
    if (source && backupKindsOf(*source).isEmpty()) {
        m_sourcePage->explain(whyNot(*source, start.action) + QLatin1Char(' ')
                              + tr("Choose another source."));
        source.reset();
    } else if (source && !canDo(*source, start.action)) {
        m_sourcePage->explain(whyNot(*source, start.action));
        m_draft->setAction(PlanAction::Restore);
    }
    if (source)
        m_draft->setSource(*source);
    restart();
    if (start.snapshot) {
        m_draft->setSnapshot(*start.snapshot);
        walkOn();
    } else if (source && !std::holds_alternative<SnapshotPoint>(start.point)) {
        beginPoint(start);
    }
}

void RestoreWizard::beginPoint(const WizardStart &start)
{
    const Cluster &source = *m_draft->source();
    const PlanAction action = m_draft->plan().action;
    for (const JobKind *kind : backupKindsOf(source)) {
        if (!jobKindFor(source, kind, action, start.point))
            continue;
        m_draft->setPoint(start.point, kind);
        return;
    }
}

// As far as what is known leads: to the first page that asks for something.
void RestoreWizard::walkOn()
{
    if (currentId() != SourceId || !m_draft->isPointChosen())
        return;
    next();
    if (currentId() == TargetId && m_draft->hasTarget())
        next();
}

void RestoreWizard::beginAgain(const RestoreJob &job)
{
    const Cluster *source = m_draft->inventory().cluster(job.projectId, job.sourceCluster);
    const PlanAction action = job.download            ? PlanAction::Download
        : canStart(job.kind, PlanAction::Collections) ? PlanAction::Collections
                                                      : PlanAction::Restore;
    if (!canStart(job.kind, action)) {
        m_sourcePage->explain(tr("Jobs of kind %1 can't be started from here. Choose another "
                                 "source.")
                                  .arg(job.kind ? job.kind->title() : job.deliveryType));
        restart();
        return;
    }
    m_draft->setAction(action);
    if (source)
        m_draft->setSource(*source);
    restart();
    const Snapshot *known = m_session.snapshots().byId(job.snapshotId);
    if (known && source && !isPointInTime(job)
        && jobKindFor(*source, known->kind, action) == job.kind) {
        m_draft->setSnapshot(*known);
        if (action == PlanAction::Restore)
            m_draft->setTarget({job.targetProjectId, job.targetCluster});
        walkOn();
    } else if (source && isPointInTime(job)) {
        m_sourcePage->explain(tr("The point in time of that restore is filled in, to the second. "
                                 "Check it: an oplog increment is not kept in the job."));
        WizardStart start;
        start.point = ClockPoint {job.snapshotTime};
        beginPoint(start);
        if (action == PlanAction::Restore)
            m_draft->setTarget({job.targetProjectId, job.targetCluster});
        m_sourcePage->showSource();
    } else {
        m_sourcePage->restoreAgain(job);
    }
}

void RestoreWizard::goToReview()
{
    walkOn();
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
    m_progressPage->follow(outcome.jobs);
    takeStarted(outcome.jobs);
}

void RestoreWizard::takeStarted(const QList<RestoreJob> &jobs)
{
    m_draft->rememberTarget();
    for (const RestoreJob &job : jobs)
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
    updateSteps();
    updateButtons();
    // QWizard would give the focus to Next; Space there would turn two pages at once.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (currentId() == SourceId)
                m_sourcePage->showSource();
            if (currentId() == ReviewId)
                m_reviewPage->focusField();
            else if (currentPage() && currentPage()->focusProxy())
                currentPage()->focusProxy()->setFocus(Qt::OtherFocusReason);
        },
        Qt::QueuedConnection);
}

void RestoreWizard::updateButtons()
{
    const bool busy = m_session.launcher().isBusy();
    if (busy)
        button(QWizard::BackButton)->setEnabled(false);
    else if (currentId() > SourceId && currentId() < ProgressId)
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
