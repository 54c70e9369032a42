// From "Restore…" to a running restore in four pages: source, target, review, progress. Shown with
// open() or show(). Enter turns and commits nothing; Esc closes while nothing is out. While a
// launch is in flight it can't be closed. It must be gone before the session is.
#pragma once

#include "session/session.h"

#include <QWizard>
#include <optional>

class ProgressPage;
class QSettings;
class RestoreDraft;
class ReviewPage;
class SourcePage;
class StepList;
class TargetPage;

/// What is known when the wizard opens.
struct WizardStart {
    std::optional<Cluster> source;
    std::optional<Snapshot> snapshot;
    std::optional<RestoreJob> again; // the same restore once more
};

class RestoreWizard : public QWizard
{
    Q_OBJECT

public:
    enum PageId { SourceId, TargetId, ReviewId, ProgressId };

    RestoreWizard(Session &session, QSettings &settings, const WizardStart &start,
                  QWidget *parent = nullptr);
    ~RestoreWizard() override;

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
    void takeOutcome(const LaunchOutcome &outcome);
    void takeStarted(const RestoreJob &job);
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
    TargetPage *m_targetPage = nullptr;
    ReviewPage *m_reviewPage = nullptr;
    ProgressPage *m_progressPage = nullptr;
};
