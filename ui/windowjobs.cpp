#include "windowjobs.h"

#include "application.h"
#include "jobs/canceldialog.h"
#include "transfers/transferdesk.h"

WindowJobs::WindowJobs(Application &application, QWidget *window)
    : QObject(window), m_application(application), m_window(window)
{
}

void WindowJobs::start(const WizardStart &start)
{
    Session *session = m_application.session();
    if (!session)
        return;
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    m_wizard = new RestoreWizard(*session, m_application.sessionSettings(), start, m_window);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_wizard, &RestoreWizard::jobStarted, this, &WindowJobs::showJobRequested);
    connect(m_wizard, &RestoreWizard::showJobRequested, this, [this](const RestoreJob &job) {
        emit showJobRequested(job);
        m_window->activateWindow();
    });
    m_wizard->open();
}

void WindowJobs::startForTransfer(const QString &transferId)
{
    TransferDesk &desk = m_application.transfers();
    const Transfer *transfer = desk.queue().find(transferId);
    const Session *session = m_application.session();
    if (!transfer || m_wizard)
        return;
    if (!session || session->profile().id != transfer->profileId) {
        emit refused(tr("This transfer belongs to another profile. Open that profile, then "
                        "ask for the new download job."));
        return;
    }
    WizardStart begin;
    begin.again = desk.jobOf(transferId);
    begin.action = PlanAction::Download;
    start(begin);
    connect(m_wizard, &RestoreWizard::jobStarted, &desk,
            [&desk, transferId](const RestoreJob &job) {
                if (job.download)
                    desk.adopt(transferId, job);
            });
}

void WindowJobs::cancel(const RestoreJob &job)
{
    Session *session = m_application.session();
    if (!session || m_cancelDialog)
        return;
    m_cancelDialog = new CancelDialog(*session, job, m_window);
    m_cancelDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_cancelDialog, &CancelDialog::cancelled, this, [this](const RestoreJob &its) {
        emit cancelled(tr("The download of %1 is cancelled.").arg(its.sourceCluster));
    });
    m_cancelDialog->open();
}

void WindowJobs::letGo()
{
    delete m_cancelDialog;
    delete m_wizard; // it refers to the session; a launch in flight has blocked the change
}
