// One snapshot on demand: what for, how long to keep it, and why. Sent once; a lost answer is said
// plainly and nothing is sent again from here.
#pragma once

#include "session/session.h"

#include <QDialog>

class Banner;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

class TakeSnapshotDialog : public QDialog
{
    Q_OBJECT

public:
    /// `unfinished`: one taken on demand is still being made.
    TakeSnapshotDialog(Session &session, const Cluster &cluster, EnvironmentMark mark,
                       bool unfinished, QWidget *parent = nullptr);

    bool event(QEvent *event) override;
    void done(int result) override;

signals:
    /// Atlas has begun.
    void taken(const Snapshot &snapshot);
    /// The list should be read anew: an answer was lost.
    void listWanted();

private:
    void send();
    void takeOutcome(const LaunchOutcome &outcome);
    void setSending(bool sending);

    Session &m_session;
    Cluster m_cluster;
    QLineEdit *m_description;
    QSpinBox *m_retention;
    QLineEdit *m_reason;
    Banner *m_banner;
    QPushButton *m_close;
    QPushButton *m_send;
    bool m_sending = false;
};
