// The window: tool bar, sidebar, the three tabs, the status bar. It shows what the open session
// knows and passes on what the person asks for; it makes nothing that outlives a session.
#pragma once

#include "atlas/restorepoint.h"
#include "base/error.h"
#include "session/deeplink.h"
#include "session/profile.h"

#include <QMainWindow>
#include <QTimer>
#include <memory>
#include <optional>

class Application;
class Banner;
class DesktopNotifications;
class EmptyState;
class FirstRun;
class JobNews;
class MainToolBar;
class MarkChip;
class Navigator;
class Pages;
class QLabel;
class QSplitter;
class QStackedWidget;
class SecretClipboard;
class Sidebar;
class StatusLine;
class WatchList;
class WindowJobs;
class WindowTransfers;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Application &application);
    ~MainWindow() override;

    /// Shows what a link names, as soon as the inventory is read; says so where that is not there.
    void openLink(const DeepLink &link);
    /// Shows the window in front, also if it was hidden while transfers went on.
    void bringToFront();
    /// From a later start of the program (SingleInstance): the same, then the link.
    void takeRequest(const std::optional<DeepLink> &link, const QByteArray &activationToken);
    /// Whether a later start as this one was ends in takeRequest(). Not so at first.
    void setStartedAgainComesBack(bool on);

signals:
    /// Once, after the window was first drawn: everything slow begins here.
    void firstPainted();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildToolBar();
    void buildCentral();
    void buildTransfers();
    void connectPages();
    void buildShortcuts();
    void connectApplication();
    void letGo();
    void takeSession();
    void showFirstRun();
    void showOpening(const QString &profileName);
    void showOpenFailed(const QString &profileId, const Error &error);
    void applyScope();
    void startFromToolBar(PlanAction action);
    void exportRows();
    void warn(const QString &sentence);
    void showPageFilter();
    void showFilterProblem();
    /// Of the cluster in scope, or what several of them share.
    EnvironmentMark markInScope() const;
    void updateTitle();
    void tick();

    Application &m_application;
    SecretClipboard *m_clipboard;
    MainToolBar *m_toolBar = nullptr;
    QLabel *m_filterProblem = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_news = nullptr; // what happened in the background
    QStackedWidget *m_stack = nullptr;
    FirstRun *m_firstRun = nullptr;
    EmptyState *m_wait = nullptr;
    QSplitter *m_splitter = nullptr;
    Sidebar *m_sidebar = nullptr;
    Pages *m_pages = nullptr;
    Navigator *m_navigator = nullptr;
    MarkChip *m_chip = nullptr;
    WindowJobs *m_jobs = nullptr;
    WindowTransfers *m_transfers = nullptr;
    StatusLine *m_status = nullptr;
    std::unique_ptr<WatchList> m_watchList; // of the open session
    DesktopNotifications *m_desktop = nullptr;
    JobNews *m_jobNews = nullptr;
    QTimer m_tick; // half a minute: ages
    bool m_painted = false;
};
