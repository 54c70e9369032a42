// What the window does about transfers: the dialogs to start one and to verify a file, the question
// when it closes while some run, and how many there are for the status bar. Where they go on
// without the window, it tells the desktop how they ended, and lets the program end when that was
// seen.
#pragma once

#include "atlas/restorejob.h"

#include <QObject>
#include <QPointer>

class Application;
class DesktopNotifications;
class QMessageBox;
class QWidget;
class TransferDesk;
class TransfersPage;

class WindowTransfers : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; `window` is the parent.
    WindowTransfers(Application &application, TransfersPage &page, DesktopNotifications &desktop,
                    QWidget *window);

    /// Asks where to, then starts all files of the job; a job that is under way is only shown.
    void download(const RestoreJob &job);
    /// `path` and `job` may be empty; the job's hashes are offered first.
    void verify(const QString &path, const RestoreJob &job = {});
    /// True: nothing stands in the way. Else the person is asked, and closeAllowed() may follow.
    bool mayClose();
    /// Whether starting the program again brings its hidden window back; the question says so.
    void setStartedAgainComesBack(bool on) { m_startedAgainComesBack = on; }
    /// The window is there again: closing it asks anew.
    void endBehind();
    /// "2 transfers"; empty if none is under way.
    QString statusText() const;

signals:
    /// The page should be in front.
    void shown();
    void statusChanged();
    /// Ask the window to close again: now it may.
    void closeAllowed();
    /// The person wants the window back, from the desktop's message.
    void openRequested();

private:
    void goOnBehind();
    void tellWhenDone();
    void closeWhenTold();

    Application &m_application;
    TransferDesk &m_desk;
    TransfersPage &m_page;
    DesktopNotifications &m_desktop;
    QWidget *m_window;
    QPointer<QMessageBox> m_question;
    bool m_startedAgainComesBack = false;
    bool m_decided = false;
    bool m_behind = false; // the window is hidden, they go on
    bool m_told = false; // the desktop, how they ended
    QStringList m_followed; // ids of those under way when the person was asked
};
