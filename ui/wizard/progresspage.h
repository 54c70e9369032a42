// The last page: the job that was started, or, after a lost answer, the look for it.
#pragma once

#include "session/session.h"

#include <QWizardPage>

class Banner;
class JobProgress;
class LookPanel;
class QStackedWidget;

class ProgressPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ProgressPage(Session &session, QWidget *parent = nullptr);

    /// One job, or the parts of one batch.
    void follow(const QList<RestoreJob> &jobs);
    void look(const LaunchOutcome &outcome);
    /// The restore is right, but something about its record is not.
    void warn(const QString &text);
    /// The job on screen; nothing while it is being looked for.
    std::optional<RestoreJob> job() const;

signals:
    /// job() is another one, or there is none.
    void jobChanged();
    /// The look found the job, or the parts of its batch.
    void adopted(const QList<RestoreJob> &jobs);
    void backRequested();

private:
    Banner *m_banner;
    QStackedWidget *m_stack;
    JobProgress *m_progress;
    LookPanel *m_look;
};
