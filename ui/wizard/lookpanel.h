// After a lost answer: nobody knows whether the restore started. Looks at the job list and the
// project's events and shows what appeared since the click; a way back to the review only after a
// look that found nothing.
#pragma once

#include "session/session.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class ToneLine;

class LookPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LookPanel(Session &session, QWidget *parent = nullptr);

    /// Begins with a first look.
    void start(const LaunchOutcome &outcome);
    /// The job chosen from several; nothing if there are none.
    std::optional<RestoreJob> chosen() const;

signals:
    /// The one job, or the parts of the one batch, that must be the attempt's.
    void found(const QList<RestoreJob> &jobs);
    void chosenChanged();
    void backRequested();

private:
    void look();
    void takeLook(const LookResult &look);
    void showCandidates();
    void showEvidence(const LookResult &look);

    Session &m_session;
    QString m_journalId;
    QList<RestoreJob> m_candidates;
    ToneLine *m_heading;
    QLabel *m_why;
    ToneLine *m_result;
    QLabel *m_listLabel;
    QListWidget *m_list;
    QLabel *m_evidenceLabel;
    QListWidget *m_evidence;
    QPushButton *m_again;
    QPushButton *m_back;
};
