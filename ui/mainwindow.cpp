#include "mainwindow.h"

#include "activity/activitypage.h"
#include "application.h"
#include "jobs/jobspage.h"
#include "profiles/firstrun.h"
#include "profiles/loginwords.h"
#include "profiles/profileeditor.h"
#include "profiles/profileswitcher.h"
#include "sidebar.h"
#include "snapshots/snapshotspage.h"
#include "statusline.h"
#include "style/theme.h"
#include "widgets/banner.h"
#include "widgets/clipboard.h"
#include "widgets/emptystate.h"
#include "wizard/restorewizard.h"

#include <QAction>
#include <QCloseEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

const QLatin1String kGeometryKey("window/geometry");
const QLatin1String kSplitterKey("window/splitter");

} // namespace

MainWindow::MainWindow(Application &application)
    : m_application(application), m_clipboard(new SecretClipboard(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    resize(1200, 780);
    buildToolBar();
    buildCentral();
    buildShortcuts();
    connectApplication();
    restoreGeometry(m_application.settings().value(kGeometryKey).toByteArray());
    m_splitter->restoreState(m_application.settings().value(kSplitterKey).toByteArray());
    m_tick.setInterval(30s);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    connect(m_clipboard, &SecretClipboard::copied, this, [this] {
        statusBar()->showMessage(tr("Copied. It leaves the clipboard in 30 seconds."), 5000);
    });
    updateTitle();
    updateActions();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar()
{
    QToolBar *bar = addToolBar(tr("Main"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({16, 16});
    setContextMenuPolicy(Qt::NoContextMenu);
    m_switcher = new ProfileSwitcher(m_application);
    bar->addWidget(m_switcher);
    bar->addSeparator();
    m_refresh = bar->addAction(tr("Refresh"), this, &MainWindow::refresh);
    m_refresh->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    m_refresh->setToolTip(tr("Reads what is shown anew (F5)"));
    m_restore = bar->addAction(tr("Restore…"), this, &MainWindow::restoreFromToolBar);
    m_restore->setToolTip(tr("Opens the restore wizard; nothing is sent before its review"));
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_filter = new QLineEdit;
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(tr("Filter: words, state:failed, kind:flex, age:<2d"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(34 * fontMetrics().averageCharWidth());
    m_filter->setMaximumWidth(60 * fontMetrics().averageCharWidth());
    bar->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &MainWindow::applyFilter);
}

void MainWindow::buildCentral()
{
    m_sidebar = new Sidebar;
    m_jobs = new JobsPage(m_application.settings(), *m_clipboard);
    m_snapshots = new SnapshotsPage(m_application.settings());
    m_activity = new ActivityPage(m_application.settings());
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("pages"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_jobs, tr("Restore jobs"));
    m_tabs->addTab(m_snapshots, tr("Snapshots"));
    m_tabs->addTab(m_activity, tr("Activity"));
    m_splitter = new QSplitter;
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_sidebar);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({260, 940});
    m_firstRun = new FirstRun;
    m_wait = new EmptyState;
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_firstRun);
    m_stack->addWidget(m_wait);
    m_banner = new Banner;
    auto *central = new QWidget;
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    setCentralWidget(central);
    m_status = new StatusLine;
    statusBar()->addWidget(m_status, 1);

    connect(m_sidebar, &Sidebar::scopeChanged, this, &MainWindow::applyScope);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        showPageFilter();
        applyScope();
        updateActions();
    });
    connect(m_snapshots, &SnapshotsPage::restoreRequested, this, [this](const Snapshot &snapshot) {
        openWizard({.source = {}, .snapshot = snapshot, .again = {}});
    });
    connect(m_jobs, &JobsPage::restoreAgainRequested, this, [this](const RestoreJob &job) {
        openWizard({.source = {}, .snapshot = {}, .again = job});
    });
}

void MainWindow::buildShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, const std::function<void()> &what) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, what);
    };
    shortcut(QKeySequence::Find, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    for (int page = 0; page < m_tabs->count(); ++page) {
        const auto digit = Qt::Key(Qt::Key_1 + page);
        shortcut(Qt::CTRL | digit, [this, page] { m_tabs->setCurrentIndex(page); });
        m_tabs->setTabToolTip(page, tr("Ctrl+%1").arg(page + 1));
    }
}

void MainWindow::connectApplication()
{
    connect(&m_application, &Application::sessionAboutToChange, this, &MainWindow::letGo);
    connect(&m_application, &Application::sessionChanged, this, &MainWindow::takeSession);
    connect(&m_application, &Application::firstRun, this, &MainWindow::showFirstRun);
    connect(&m_application, &Application::opening, this, &MainWindow::showOpening);
    connect(&m_application, &Application::openFailed, this, &MainWindow::showOpenFailed);
    connect(&m_application, &Application::busyChanged, this, &MainWindow::updateActions);
    connect(m_firstRun, &FirstRun::serviceAccountChosen, this,
            [this] { ProfileEditor::openNew(m_application, LoginKind::ServiceAccount, this); });
    connect(m_firstRun, &FirstRun::apiKeyChosen, this,
            [this] { ProfileEditor::openNew(m_application, LoginKind::ApiKey, this); });
    connect(m_firstRun, &FirstRun::sandboxChosen, &m_application, &Application::openSandbox);
}

void MainWindow::letGo()
{
    delete m_wizard; // it refers to the session; a launch in flight has blocked the change
    m_jobs->setSession(nullptr);
    m_snapshots->setSession(nullptr);
    m_activity->setJournal(nullptr);
    m_status->setSession(nullptr);
    m_sidebar->setInventory(nullptr);
    m_banner->clear();
    m_tick.stop();
    updateTitle();
    updateActions();
}

void MainWindow::takeSession()
{
    Session *session = m_application.session();
    if (!session)
        return;
    m_banner->clear();
    m_stack->setCurrentWidget(m_splitter);
    m_jobs->setSession(session);
    m_snapshots->setSession(session);
    m_activity->setJournal(&m_application.journal());
    m_status->setSession(session);
    m_sidebar->setInventory(&session->inventory());
    const QString project = m_application.initialProjectId();
    const QString cluster = m_application.initialClusterName();
    if (!project.isEmpty() || !cluster.isEmpty())
        m_sidebar->select(project, cluster);
    connect(&session->inventory(), &Store::statusChanged, this, [this, session] {
        const InventoryStore &inventory = session->inventory();
        if (!inventory.isLoaded() && !inventory.isLoading() && !inventory.troubles().isEmpty())
            showOpenFailed({}, inventory.troubles().first().error);
        else if (inventory.isLoaded())
            m_banner->clear();
    });
    session->jobs().setPolling(!isMinimized());
    m_tick.start();
    updateTitle();
    updateActions();
}

void MainWindow::showFirstRun()
{
    m_stack->setCurrentWidget(m_firstRun);
    updateTitle();
    updateActions();
}

void MainWindow::showOpening(const QString &profileName)
{
    m_banner->clear();
    m_wait->showLoading(tr("Opening %1").arg(profileName));
    m_stack->setCurrentWidget(m_wait);
}

void MainWindow::showOpenFailed(const QString &profileId, const Error &error)
{
    if (m_stack->currentWidget() == m_wait)
        m_stack->setCurrentWidget(m_splitter);
    m_banner->showText(theme::Tone::Danger, describeProblem(error));
    if (profileId.isEmpty() && !m_application.session())
        return;
    connect(m_banner->addButton(tr("Retry")), &QPushButton::clicked, this, [this, profileId] {
        if (m_application.session())
            m_application.refresh();
        else
            m_application.openProfile(profileId);
    });
    const QString editable = profileId.isEmpty() ? m_application.currentProfileId() : profileId;
    if (m_application.keeper().byId(editable)) {
        connect(m_banner->addButton(tr("Edit profile…")), &QPushButton::clicked, this,
                [this, editable] { ProfileEditor::openExisting(m_application, editable, this); });
    }
}

void MainWindow::applyScope()
{
    Session *session = m_application.session();
    if (!session)
        return;
    const QList<Cluster> scope = m_sidebar->scope();
    session->jobs().setScope(scope);
    session->jobs().readMissing();
    session->snapshots().setScope(scope);
    if (m_tabs->currentWidget() == m_snapshots)
        session->snapshots().readMissing();
    updateTitle();
    updateActions();
}

void MainWindow::refresh()
{
    m_application.refresh();
}

void MainWindow::restoreFromToolBar()
{
    const Snapshot *snapshot = m_snapshots->currentSnapshot();
    if (m_tabs->currentWidget() == m_snapshots && snapshot && snapshot->kind->create)
        openWizard({.source = {}, .snapshot = *snapshot, .again = {}});
    else
        openWizard({.source = m_sidebar->currentCluster(), .snapshot = {}, .again = {}});
}

void MainWindow::openWizard(const WizardStart &start)
{
    Session *session = m_application.session();
    if (!session)
        return;
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    m_wizard = new RestoreWizard(*session, m_application.sessionSettings(), start, this);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_wizard, &RestoreWizard::jobStarted, this, &MainWindow::showJob);
    connect(m_wizard, &RestoreWizard::showJobRequested, this, [this](const RestoreJob &job) {
        showJob(job);
        activateWindow();
    });
    m_wizard->open();
}

void MainWindow::showJob(const RestoreJob &job)
{
    const QList<Cluster> scope = m_sidebar->scope();
    const bool inScope = std::any_of(scope.cbegin(), scope.cend(), [&](const Cluster &cluster) {
        return cluster.projectId == job.projectId && cluster.name == job.sourceCluster;
    });
    if (!inScope)
        m_sidebar->select(job.projectId, job.sourceCluster);
    m_tabs->setCurrentWidget(m_jobs);
    m_jobs->selectJob(job.id);
}

void MainWindow::showPageFilter()
{
    const QSignalBlocker blocker(m_filter);
    const QWidget *page = m_tabs->currentWidget();
    m_filter->setText(page == m_jobs            ? m_jobs->filter()
                          : page == m_snapshots ? m_snapshots->filter()
                                                : m_activity->filter());
}

void MainWindow::applyFilter(const QString &text)
{
    const QWidget *page = m_tabs->currentWidget();
    if (page == m_jobs)
        m_jobs->setFilter(text);
    else if (page == m_snapshots)
        m_snapshots->setFilter(text);
    else
        m_activity->setFilter(text);
}

void MainWindow::updateActions()
{
    const bool open = m_application.session() != nullptr;
    m_refresh->setEnabled(open);
    m_restore->setEnabled(open);
    m_filter->setEnabled(open);
    m_refresh->setIcon(theme::icon(QStringLiteral("refresh"), palette()));
    m_restore->setIcon(theme::icon(QStringLiteral("restore"), palette()));
}

void MainWindow::updateTitle()
{
    const Session *session = m_application.session();
    QString title = tr("Snapback");
    if (session) {
        const Profile &profile = session->profile();
        const QString environment = theme::environmentName(profile.environment);
        const QString name = environment.isEmpty()
            ? profile.name
            : tr("%1 (%2)", "profile, environment").arg(profile.name, environment);
        title = m_sidebar->scopeName().isEmpty()
            ? tr("%1 — Snapback").arg(name)
            : tr("%1 — %2 — Snapback").arg(m_sidebar->scopeName(), name);
    }
    setWindowTitle(title);
}

void MainWindow::tick()
{
    m_jobs->tick();
    m_snapshots->tick();
    m_activity->tick();
    m_status->update();
}

bool MainWindow::event(QEvent *event)
{
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
    }
    return handled;
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && m_application.session())
        m_application.session()->jobs().setPolling(!isMinimized());
    if (event->type() == QEvent::PaletteChange && m_refresh)
        updateActions();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_application.isBusy()) {
        event->ignore();
        m_banner->showText(theme::Tone::Warning,
                           tr("A restore is being started. The window can be closed when Atlas has "
                              "answered."));
        return;
    }
    m_application.settings().setValue(kGeometryKey, saveGeometry());
    m_application.settings().setValue(kSplitterKey, m_splitter->saveState());
    event->accept();
    m_application.quit();
}
