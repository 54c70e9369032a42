// From "Restore…" to a running job: source, content (of collections), target (not of downloads),
// review, progress. Shown with
// open() or show(). Enter turns and commits nothing; Esc closes while nothing is out. While a
// launch is in flight it can't be closed. It must be gone before the session is.
#pragma once

#include "session/session.h"

#include <QWizard>
#include <optional>

class ContentPage;
class ProgressPage;
class QSettings;
class RestoreDraft;
class ReviewPage;
class SourcePage;
class StepList;
class TargetPage;

/// What is known when the wizard opens.
struct WizardStart {
    std::optional<Cluster> source {};
    std::optional<Snapshot> snapshot {};
    std::optional<RestoreJob> again {}; // the same job once more
    PlanAction action = PlanAction::Restore;
    RestorePoint point {}; // of the source, if it is no snapshot
};

class RestoreWizard : public QWizard
{
    Q_OBJECT

public:
    enum PageId { SourceId, ContentId, TargetId, ReviewId, ProgressId };

    RestoreWizard(Session &session, QSettings &settings, const WizardStart &start,
                  QWidget *parent = nullptr);
    ~RestoreWizard() override;

    int nextId() const override;
    void done(int result) override;

signals:
    /// Started from this wizard, or found after a lost answer.
    void jobStarted(const RestoreJob &job);
    /// "Show job": the wizard closes.
    void showJobRequested(const RestoreJob &job);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makePages(QSettings &settings);
    void nameButtons();
    void begin(const WizardStart &start);
    void beginAgain(const RestoreJob &job);
    void beginPoint(const WizardStart &start);
    void walkOn();
    void updateSteps();
    QList<int> path() const; // PageIds
    void takeOutcome(const LaunchOutcome &outcome);
    void takeStarted(const QList<RestoreJob> &jobs);
    void goToReview();
    void goToSuccessor();
    void backToReview();
    void takePage(int id);
    void updateButtons();
    void showJob();

    Session &m_session;
    RestoreDraft *m_draft;
    StepList *m_steps;
    SourcePage *m_sourcePage = nullptr;
    ContentPage *m_contentPage = nullptr;
    TargetPage *m_targetPage = nullptr;
    ReviewPage *m_reviewPage = nullptr;
    ProgressPage *m_progressPage = nullptr;
};
