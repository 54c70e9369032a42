// The window: tool bar, sidebar, the three tabs, the status bar. It shows what the open session
// knows and passes on what the person asks for; it makes nothing that outlives a session.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "atlas/restorepoint.h"
#include "base/error.h"
#include "session/deeplink.h"
#include "session/profile.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <optional>

class ActivityPage;
class Application;
class Banner;
class CancelDialog;
class DesktopNotifications;
class EmptyState;
class FilterBar;
class FirstRun;
class JobNews;
class JobsPage;
class MarkChip;
class ProfileSwitcher;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;
class RecordTable;
class RestoreWizard;
class SecretClipboard;
class Session;
class Sidebar;
class SnapshotsPage;
class StatusLine;
class TransfersPage;
class WatchList;
class WindowTransfers;
struct WizardStart;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Application &application);
    ~MainWindow() override;

    /// Shows what a link names, as soon as the inventory is read; says so where that is not there.
    void openLink(const DeepLink &link);

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
    void buildShortcuts();
    void connectApplication();
    void letGo();
    void takeSession();
    void showFirstRun();
    void showOpening(const QString &profileName);
    void showOpenFailed(const QString &profileId, const Error &error);
    void applyScope();
    void refresh();
    void openWizard(const WizardStart &start);
    void startFromToolBar(PlanAction action);
    void askToCancel(const RestoreJob &job);
    void buildTransfers();
    void makeNewDownload(const QString &transferId);
    void exportRows();
    void fillMore(QMenu *menu);
    void followLink();
    void endLink(const QString &sentence);
    RecordTable *currentTable() const;
    void showJob(const RestoreJob &job);
    void showPageFilter();
    void showFilterProblem();
    void applyFilter(const QString &text);
    void updateActions();
    /// Of the cluster in scope, or what several of them share.
    EnvironmentMark markInScope() const;
    void updateTitle();
    void tick();

    Application &m_application;
    SecretClipboard *m_clipboard;
    ProfileSwitcher *m_switcher = nullptr;
    QAction *m_refresh = nullptr;
    QAction *m_restore = nullptr;
    QAction *m_download = nullptr;
    QAction *m_collections = nullptr;
    QAction *m_export = nullptr;
    QAction *m_notify = nullptr;
    QToolButton *m_more = nullptr;
    FilterBar *m_filterBar = nullptr;
    QLineEdit *m_filter = nullptr;
    QLabel *m_filterProblem = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_news = nullptr; // what happened in the background
    QStackedWidget *m_stack = nullptr;
    FirstRun *m_firstRun = nullptr;
    EmptyState *m_wait = nullptr;
    QSplitter *m_splitter = nullptr;
    Sidebar *m_sidebar = nullptr;
    QTabWidget *m_tabs = nullptr;
    MarkChip *m_chip = nullptr;
    JobsPage *m_jobs = nullptr;
    SnapshotsPage *m_snapshots = nullptr;
    TransfersPage *m_transfersPage = nullptr;
    WindowTransfers *m_transfers = nullptr;
    ActivityPage *m_activity = nullptr;
    StatusLine *m_status = nullptr;
    QPointer<RestoreWizard> m_wizard;
    QPointer<CancelDialog> m_cancelDialog;
    std::unique_ptr<WatchList> m_watchList; // of the open session
    DesktopNotifications *m_desktop = nullptr;
    JobNews *m_jobNews = nullptr;
    std::optional<DeepLink> m_link; // still to be shown
    int m_linkTries = -1; // reads of the link's job that may still find it; -1: not begun
    QTimer m_tick; // half a minute: ages
    bool m_painted = false;
};
