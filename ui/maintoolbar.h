// The tool bar: profile, refresh, restore, download, what else can be done, the filter. It asks;
// the window acts.
#pragma once

#include "atlas/restorepoint.h"

#include <QToolBar>

class Application;
class FilterBar;
class QMenu;
class QToolButton;

class MainToolBar : public QToolBar
{
    Q_OBJECT

public:
    /// `application` must outlive it.
    explicit MainToolBar(Application &application, QWidget *parent = nullptr);

    FilterBar &filterBar() const { return *m_filterBar; }
    bool wantsNotifications() const { return m_notify->isChecked(); }
    /// Enables what the open session, or none, allows.
    void updateActions();

signals:
    void refreshRequested();
    void startRequested(PlanAction action);
    void exportRequested();
    void notificationsChanged(bool on);
    /// The menu "More" is about to be shown, empty: the page's own entries come first.
    void menuWanted(QMenu *menu);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addStarts();
    void addMore();
    void fillMore(QMenu *menu);

    Application &m_application;
    QAction *m_refresh = nullptr;
    QAction *m_restore = nullptr;
    QAction *m_download = nullptr;
    QAction *m_collections = nullptr;
    QAction *m_export = nullptr;
    QAction *m_notify = nullptr;
    QToolButton *m_more = nullptr;
    FilterBar *m_filterBar = nullptr;
};
