// What the window does about jobs: the wizard to start one, open once at most, and the question to
// cancel one.
#pragma once

#include "wizard/restorewizard.h"

#include <QObject>
#include <QPointer>

class Application;
class CancelDialog;

class WindowJobs : public QObject
{
    Q_OBJECT

public:
    /// `application` must outlive it; `window` is the parent.
    WindowJobs(Application &application, QWidget *window);

    /// Opens the wizard; does nothing without a session.
    void start(const WizardStart &start);
    /// A transfer's link is gone for good: the review of a new download job of the same snapshot.
    void startForTransfer(const QString &transferId);
    void cancel(const RestoreJob &job);
    /// Before the session goes.
    void letGo();

signals:
    void showJobRequested(const RestoreJob &job);
    /// The download is cancelled: a sentence.
    void cancelled(const QString &sentence);
    /// What was asked for can't be done now: a sentence.
    void refused(const QString &sentence);

private:
    Application &m_application;
    QWidget *m_window;
    QPointer<RestoreWizard> m_wizard;
    QPointer<CancelDialog> m_cancelDialog;
};
