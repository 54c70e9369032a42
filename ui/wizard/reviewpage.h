// The review: what will be deleted and what replaces it, every rule and how it stands, and the
// words without which nothing is sent. Its commit button starts the job, once; launched() tells
// what became of it. Enter does nothing here. A download overwrites nothing and asks for no words;
// a read-only profile looks at all of it and starts nothing.
#pragma once

#include "wizard/restoredraft.h"

#include <QTimer>
#include <QWizardPage>

class Banner;
class CheckList;
class DryRunBar;
class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class ReviewFacts;
class SafetySnapshot;
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
    /// The job is out: the next turn of the page is let through.
    void letPass() { m_passing = true; }
    /// To the field that the start waits for. No focus proxy: Tab would pass over what is above.
    void focusField();
    /// Nothing was started. Everything stays filled in but the name.
    void showFailure(const Error &error);
    /// A second attempt: says so, reads the facts anew, and asks for name and traffic once more.
    void askAnew(const QString &text);

signals:
    void launched(const LaunchOutcome &outcome);
    /// The person wants the snapshots of the kind that the source has now.
    void successorWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeRules();
    void makeFields();
    void makeTerms(QGridLayout *grid);
    void refresh();
    void showDuplicate(const QList<Check> &checks);
    void showFields(const QList<Check> &checks);
    void takeInventory();
    void takeTerms();
    void updateWaiting();
    void setLaunching(bool launching);
    void showRetired(const Error &error);
    QString notStarted() const;
    QString commitText() const;
    QString missing() const;
    bool asksForName() const;

    RestoreDraft &m_draft;
    Banner *m_banner;
    Banner *m_duplicate;
    Banner *m_consequence;
    ReviewFacts *m_facts;
    CheckList *m_checks;
    QWidget *m_fields;
    SafetySnapshot *m_safety;
    QCheckBox *m_traffic;
    QWidget *m_terms;
    QSpinBox *m_hours;
    QSpinBox *m_times;
    QLineEdit *m_reason;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QLabel *m_wanted;
    DryRunBar *m_dryRun;
    ToneLine *m_waiting;
    QTimer m_tick; // ages and expiry, while the page is on screen
    QTimer m_justShown; // a double click on Next must not press what is in its place now
    std::optional<Error> m_retired;
    bool m_launching = false;
    bool m_complete = false; // as last told
    bool m_passing = false;
};
