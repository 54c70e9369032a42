// Asks before a download is cancelled, sends the cancellation once, and says what became of it.
// Shown with open(). While the answer is not known it can't be closed.
#pragma once

#include "atlas/restorejob.h"
#include "session/launcher.h"

#include <QDialog>

class Banner;
class QLineEdit;
class QPushButton;
class Session;

class CancelDialog : public QDialog
{
    Q_OBJECT

public:
    /// Must be gone before the session is.
    CancelDialog(Session &session, const RestoreJob &job, QWidget *parent = nullptr);

    void done(int result) override;

signals:
    void cancelled(const RestoreJob &job);

private:
    void send();
    void take(const LaunchOutcome &outcome);

    Session &m_session;
    RestoreJob m_job;
    Banner *m_banner;
    QLineEdit *m_reason;
    QPushButton *m_send;
    QPushButton *m_keep;
    bool m_sent = false;
};
