// Page 3: what will be deleted and what replaces it, every rule and how it stands, and the words
// without which nothing is sent. Its commit button starts the restore, once; launched() tells what
// became of it. Enter does nothing here.
#pragma once

#include "wizard/restoredraft.h"

#include <QTimer>
#include <QWizardPage>

class Banner;
class CheckList;
class QCheckBox;
class QLabel;
class QLineEdit;
class ToneLine;

class ReviewPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ReviewPage(RestoreDraft &draft, QWidget *parent = nullptr);

    bool isComplete() const override;
    void initializePage() override;
    /// Launches; true only for the turn to the next page after letPass().
    bool validatePage() override;
    /// The restore is out: the next turn of the page is let through.
    void letPass() { m_passing = true; }
    /// Nothing was started. Everything stays filled in but the name.
    void showFailure(const Error &error);
    /// Says so, with everything filled in but the name.
    void askAnew(const QString &text);

signals:
    void launched(const LaunchOutcome &outcome);
    /// The person wants the snapshots of the kind that the source has now.
    void successorWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeFacts();
    void refresh();
    void showFacts();
    void takeInventory();
    void updateWaiting();
    void setLaunching(bool launching);
    void showRetired(const Error &error);
    QString missing() const;

    RestoreDraft &m_draft;
    Banner *m_banner;
    Banner *m_consequence;
    QLabel *m_source;
    QLabel *m_snapshot;
    QLabel *m_taken;
    QLabel *m_target;
    QLabel *m_targetProject;
    CheckList *m_checks;
    QWidget *m_fields;
    QCheckBox *m_traffic;
    QLineEdit *m_reason;
    QLineEdit *m_name;
    QLabel *m_wanted;
    ToneLine *m_waiting;
    QTimer m_tick; // ages and expiry, while the page is on screen
    std::optional<Error> m_retired;
    bool m_launching = false;
    bool m_complete = false; // as last told
    bool m_passing = false;
};
