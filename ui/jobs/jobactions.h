// What can be done with the current job, as actions that the context menu, the window's menu and
// the keyboard share. Each is there always; where it can't be used it says why.
#pragma once

#include "atlas/restorejob.h"

#include <QObject>
#include <optional>

class QAction;
class QMenu;
class QWidget;
class Session;
class WatchList;

class JobActions : public QObject
{
    Q_OBJECT

public:
    /// `page` gets the actions, for their names and shortcuts, and owns this.
    explicit JobActions(QWidget *page);

    /// Null between profiles.
    void setSession(Session *session, WatchList *watchList);
    /// Nothing if no job is current.
    void setJob(const std::optional<RestoreJob> &job);
    void fill(QMenu *menu);

signals:
    void cancelRequested(const RestoreJob &job);
    void restoreAgainRequested(const RestoreJob &job);
    void copySummaryRequested();

private:
    QAction *add(const QString &name, const QString &text, void (JobActions::*run)());
    void update();
    void requestCancel();
    void requestAgain();
    void toggleWatch();
    void copyId();
    void copyLink();
    void openInAtlas();
    void readAnew();

    Session *m_session = nullptr;
    WatchList *m_watchList = nullptr;
    std::optional<RestoreJob> m_job;
    QAction *m_summary;
    QAction *m_copyId;
    QAction *m_copyLink;
    QAction *m_openInAtlas;
    QAction *m_again;
    QAction *m_cancel;
    QAction *m_watch;
    QAction *m_read;
};
