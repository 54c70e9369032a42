// The window: tool bar, sidebar, the three tabs, the status bar. It shows what the open session
// knows and passes on what the person asks for; it makes nothing that outlives a session.
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "base/error.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class ActivityPage;
class Application;
class Banner;
class EmptyState;
class FirstRun;
class JobsPage;
class ProfileSwitcher;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class RestoreWizard;
class SecretClipboard;
class Session;
class Sidebar;
class SnapshotsPage;
class StatusLine;
struct WizardStart;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Application &application);
    ~MainWindow() override;

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
    void restoreFromToolBar();
    void showJob(const RestoreJob &job);
    void showPageFilter();
    void applyFilter(const QString &text);
    void updateActions();
    void updateTitle();
    void tick();

    Application &m_application;
    SecretClipboard *m_clipboard;
    ProfileSwitcher *m_switcher = nullptr;
    QAction *m_refresh = nullptr;
    QAction *m_restore = nullptr;
    QLineEdit *m_filter = nullptr;
    Banner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    FirstRun *m_firstRun = nullptr;
    EmptyState *m_wait = nullptr;
    QSplitter *m_splitter = nullptr;
    Sidebar *m_sidebar = nullptr;
    QTabWidget *m_tabs = nullptr;
    JobsPage *m_jobs = nullptr;
    SnapshotsPage *m_snapshots = nullptr;
    ActivityPage *m_activity = nullptr;
    StatusLine *m_status = nullptr;
    QPointer<RestoreWizard> m_wizard;
    QTimer m_tick; // half a minute: ages
    bool m_painted = false;
};
