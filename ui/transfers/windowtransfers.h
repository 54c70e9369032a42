// What the window does about transfers: the dialogs to start one and to verify a file, the question
// when it closes while some run, and how many there are for the status bar.
#pragma once

#include "atlas/restorejob.h"

#include <QObject>
#include <QPointer>

class Application;
class QMessageBox;
class QWidget;
class TransferDesk;
class TransfersPage;

class WindowTransfers : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; `window` is the parent.
    WindowTransfers(Application &application, TransfersPage &page, QWidget *window);

    /// Asks where to, then starts all files of the job; a job that is under way is only shown.
    void download(const RestoreJob &job);
    /// `path` and `job` may be empty; the job's hashes are offered first.
    void verify(const QString &path, const RestoreJob &job = {});
    /// True: nothing stands in the way. Else the person is asked, and closeAllowed() may follow.
    bool mayClose();
    /// "2 transfers"; empty if none is under way.
    QString statusText() const;

signals:
    /// The page should be in front.
    void shown();
    void statusChanged();
    /// Ask the window to close again: now it may.
    void closeAllowed();

private:
    void goOnBehind();
    void closeWhenDone();

    Application &m_application;
    TransferDesk &m_desk;
    TransfersPage &m_page;
    QWidget *m_window;
    QPointer<QMessageBox> m_question;
    bool m_decided = false;
    bool m_behind = false;
};
