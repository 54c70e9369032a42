#include "mainwindow.h"

#include "application.h"
#include "exportrows.h"
#include "filterbar.h"
#include "jobs/jobspage.h"
#include "maintoolbar.h"
#include "navigator.h"
#include "notifications/desktopnotifications.h"
#include "notifications/jobnews.h"
#include "pages.h"
#include "profiles/firstrun.h"
#include "profiles/loginwords.h"
#include "profiles/profileeditor.h"
#include "session/environmentmarks.h"
#include "session/watchlist.h"
#include "sidebar.h"
#include "snapshots/snapshotspage.h"
#include "statusline.h"
#include "style/theme.h"
#include "transfers/transferspage.h"
#include "transfers/windowtransfers.h"
#include "widgets/banner.h"
#include "widgets/clipboard.h"
#include "widgets/emptystate.h"
#include "widgets/markchip.h"
#include "widgets/recordtable.h"
#include "windowjobs.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>
#include <QWindow>

using namespace std::chrono_literals;

namespace {

const QLatin1String kGeometryKey("window/geometry");
const QLatin1String kSplitterKey("window/splitter");

} // namespace

MainWindow::MainWindow(Application &application)
    : m_application(application), m_clipboard(new SecretClipboard(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    const QSize frame(16, 40); // about
    resize(QSize(1200, 780).boundedTo(screen()->availableSize() - frame));
    buildToolBar();
    buildCentral();
    buildShortcuts();
    connectApplication();
    restoreGeometry(m_application.settings().value(kGeometryKey).toByteArray());
    m_splitter->restoreState(m_application.settings().value(kSplitterKey).toByteArray());
    if (m_application.options().link)
        openLink(*m_application.options().link);
    m_tick.setInterval(30s);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    connect(m_clipboard, &SecretClipboard::copied, this, [this] {
        statusBar()->showMessage(tr("Copied. It leaves the clipboard in 30 seconds."), 5000);
    });
    showPageFilter();
    updateTitle();
    m_toolBar->updateActions();
}

MainWindow::~MainWindow()
{
    // The watch list refers to the session, which may go before or after the window.
    m_jobNews->follow(nullptr, nullptr);
    m_pages->letGo();
    m_watchList.reset();
}

void MainWindow::buildToolBar()
{
    m_toolBar = new MainToolBar(m_application);
    addToolBar(m_toolBar);
    setContextMenuPolicy(Qt::NoContextMenu);
    connect(m_toolBar, &MainToolBar::refreshRequested, &m_application, &Application::refresh);
    connect(m_toolBar, &MainToolBar::startRequested, this, &MainWindow::startFromToolBar);
    connect(m_toolBar, &MainToolBar::exportRequested, this, &MainWindow::exportRows);
    connect(m_toolBar, &MainToolBar::menuWanted, this, [this](QMenu *menu) {
        if (m_pages->currentWidget() != &m_pages->jobs())
            return;
        m_pages->jobs().fillMenu(menu);
        menu->addSeparator();
    });
    connect(&m_toolBar->filterBar(), &FilterBar::textChanged, this, [this](const QString &text) {
        m_pages->setFilter(text);
        showFilterProblem();
    });
}

void MainWindow::buildCentral()
{
    m_sidebar = new Sidebar;
    m_pages = new Pages(m_application, *m_clipboard);
    m_navigator = new Navigator(m_application, *m_sidebar, *m_pages, this);
    m_jobs = new WindowJobs(m_application, this);
    m_chip = new MarkChip;
    m_chip->setContentsMargins(0, 0, theme::kGrid, 0);
    m_pages->setCornerWidget(m_chip);
    m_splitter = new QSplitter;
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_sidebar);
    m_splitter->addWidget(m_pages);
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
    m_news = new Banner;
    m_news->setObjectName(QStringLiteral("news"));
    m_filterProblem = new QLabel;
    m_filterProblem->setObjectName(QStringLiteral("filterProblem"));
    m_filterProblem->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_filterProblem->setWordWrap(true);
    m_filterProblem->setContentsMargins(theme::kGrid, 0, theme::kGrid, theme::kGrid / 2);
    m_filterProblem->hide();
    m_desktop = new DesktopNotifications(QDBusConnection::sessionBus(), this);
    m_desktop->setEnabled(m_toolBar->wantsNotifications());
    connect(m_toolBar, &MainToolBar::notificationsChanged, m_desktop,
            &DesktopNotifications::setEnabled);
    m_jobNews = new JobNews(*m_news, *m_desktop, this);
    column->addWidget(m_filterProblem);
    column->addWidget(m_banner);
    column->addWidget(m_news);
    column->addWidget(m_stack, 1);
    setCentralWidget(central);
    m_status = new StatusLine;
    statusBar()->addWidget(m_status, 1);
    buildTransfers();
    connectPages();
}

void MainWindow::connectPages()
{
    connect(m_sidebar, &Sidebar::scopeChanged, this, &MainWindow::applyScope);
    connect(m_pages, &Pages::currentChanged, this, [this] {
        showPageFilter();
        applyScope();
        m_toolBar->updateActions();
    });
    connect(&m_pages->snapshots(), &SnapshotsPage::restoreRequested, m_jobs,
            [this](const Snapshot &snapshot) { m_jobs->start({.snapshot = snapshot}); });
    connect(&m_pages->jobs(), &JobsPage::restoreAgainRequested, m_jobs,
            [this](const RestoreJob &job) { m_jobs->start({.again = job}); });
    connect(&m_pages->jobs(), &JobsPage::cancelRequested, m_jobs, &WindowJobs::cancel);
    connect(&m_pages->transfers(), &TransfersPage::newJobRequested, m_jobs,
            &WindowJobs::startForTransfer);
    connect(m_jobs, &WindowJobs::showJobRequested, m_navigator, &Navigator::showJob);
    connect(m_jobs, &WindowJobs::refused, this, &MainWindow::warn);
    connect(m_jobs, &WindowJobs::cancelled, this,
            [this](const QString &sentence) { statusBar()->showMessage(sentence, 10'000); });
    connect(m_jobNews, &JobNews::showJobRequested, this, [this](const RestoreJob &job) {
        m_navigator->showJob(job);
        bringToFront();
    });
    connect(m_navigator, &Navigator::linkFailed, this, &MainWindow::warn);
    connect(m_navigator, &Navigator::filterDropped, this, &MainWindow::showPageFilter);
}

void MainWindow::buildTransfers()
{
    m_transfers = new WindowTransfers(m_application, m_pages->transfers(), *m_desktop, this);
    const auto countTransfers = [this] { m_status->setTransfers(m_transfers->statusText()); };
    connect(m_transfers, &WindowTransfers::statusChanged, this, countTransfers);
    countTransfers();
    connect(&m_pages->jobs(), &JobsPage::downloadRequested, m_transfers,
            &WindowTransfers::download);
    connect(&m_pages->jobs(), &JobsPage::verifyRequested, m_transfers,
            [this](const RestoreJob &job) { m_transfers->verify({}, job); });
    connect(m_transfers, &WindowTransfers::shown, this,
            [this] { m_pages->setCurrentWidget(&m_pages->transfers()); });
    connect(m_transfers, &WindowTransfers::openRequested, this, &MainWindow::bringToFront);
    connect(m_transfers, &WindowTransfers::closeAllowed, this, [this] {
        if (!close()) // what stands in the way is said in the window
            bringToFront();
    });
}

void MainWindow::buildShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, const std::function<void()> &what) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, what);
    };
    shortcut(QKeySequence::Find, [this] {
        m_toolBar->filterBar().edit()->setFocus();
        m_toolBar->filterBar().edit()->selectAll();
    });
    for (int page = 0; page < m_pages->count(); ++page) {
        const auto digit = Qt::Key(Qt::Key_1 + page);
        shortcut(Qt::CTRL | digit, [this, page] { m_pages->setCurrentIndex(page); });
    }
}

void MainWindow::connectApplication()
{
    connect(&m_application, &Application::sessionAboutToChange, this, &MainWindow::letGo);
    connect(&m_application, &Application::sessionChanged, this, &MainWindow::takeSession);
    connect(&m_application, &Application::firstRun, this, &MainWindow::showFirstRun);
    connect(&m_application, &Application::opening, this, &MainWindow::showOpening);
    connect(&m_application, &Application::openFailed, this, &MainWindow::showOpenFailed);
    connect(&m_application, &Application::busyChanged, m_toolBar, &MainToolBar::updateActions);
    connect(m_firstRun, &FirstRun::serviceAccountChosen, this,
            [this] { ProfileEditor::openNew(m_application, LoginKind::ServiceAccount, this); });
    connect(m_firstRun, &FirstRun::apiKeyChosen, this,
            [this] { ProfileEditor::openNew(m_application, LoginKind::ApiKey, this); });
    connect(m_firstRun, &FirstRun::sandboxChosen, &m_application, &Application::openSandbox);
}

void MainWindow::letGo()
{
    m_jobs->letGo();
    m_pages->letGo();
    m_jobNews->follow(nullptr, nullptr);
    m_watchList.reset();
    m_status->setSession(nullptr);
    m_sidebar->setInventory(nullptr);
    m_sidebar->setMarks(nullptr);
    m_banner->clear();
    m_tick.stop();
    updateTitle();
    m_toolBar->updateActions();
}

void MainWindow::takeSession()
{
    Session *session = m_application.session();
    if (!session)
        return;
    m_banner->clear();
    m_stack->setCurrentWidget(m_splitter);
    m_watchList =
        std::make_unique<WatchList>(m_application.sessionSettings(), session->profile(),
                                    session->jobs(), [session] { return session->serverNow(); });
    connect(&session->launcher(), &Launcher::jobStarted, m_watchList.get(), &WatchList::watch);
    m_jobNews->follow(session, m_watchList.get());
    m_pages->takeSession(*m_watchList);
    m_status->setSession(session);
    m_sidebar->setMarks(m_application.marks());
    m_sidebar->setInventory(&session->inventory());
    connect(m_application.marks(), &EnvironmentMarks::changed, this, &MainWindow::updateTitle);
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
    m_navigator->takeSession();
    session->jobs().setPolling(!isMinimized());
    m_tick.start();
    updateTitle();
    m_toolBar->updateActions();
}

void MainWindow::showFirstRun()
{
    m_stack->setCurrentWidget(m_firstRun);
    updateTitle();
    m_toolBar->updateActions();
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
    session->jobs().setReadAhead(m_sidebar->isAllJobs());
    session->jobs().readMissing();
    session->snapshots().setScope(scope);
    if (m_pages->currentWidget() == &m_pages->snapshots())
        session->snapshots().readMissing();
    updateTitle();
    m_toolBar->updateActions();
}

void MainWindow::startFromToolBar(PlanAction action)
{
    WizardStart start;
    start.action = action;
    const Snapshot *snapshot = m_pages->snapshots().currentSnapshot();
    if (m_pages->currentWidget() == &m_pages->snapshots() && snapshot
        && canStart(snapshot->kind, action))
        start.snapshot = *snapshot;
    else
        start.source = m_sidebar->currentCluster();
    m_jobs->start(start);
}

void MainWindow::exportRows()
{
    askAndExportRows(m_pages->table(), this, [this](bool ok, const QString &sentence) {
        if (ok)
            statusBar()->showMessage(sentence, 10'000);
        else
            m_news->showText(theme::Tone::Danger, sentence);
    });
}

void MainWindow::openLink(const DeepLink &link)
{
    m_navigator->openLink(link);
}

void MainWindow::bringToFront()
{
    m_transfers->endBehind();
    setWindowState(windowState() & ~Qt::WindowMinimized);
    if (!isVisible() && windowHandle())
        windowHandle()->setPosition(geometry().topLeft()); // else the desktop finds another
    show();
    raise();
    activateWindow();
}

void MainWindow::takeRequest(const std::optional<DeepLink> &link, const QByteArray &activationToken)
{
    // Qt takes it from there when the window is activated (xdg-activation-v1).
    if (!activationToken.isEmpty() && QGuiApplication::platformName().startsWith(u"wayland"))
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    bringToFront();
    if (link)
        openLink(*link);
}

void MainWindow::setStartedAgainComesBack(bool on)
{
    m_transfers->setStartedAgainComesBack(on);
}

void MainWindow::warn(const QString &sentence)
{
    m_news->showText(theme::Tone::Warning, sentence);
    connect(m_news->addButton(tr("Close")), &QPushButton::clicked, m_news, &Banner::clear);
}

void MainWindow::showPageFilter()
{
    m_toolBar->filterBar().setPage(m_pages->table().objectName(), m_pages->model().filterKeys(),
                                   m_pages->filter());
    showFilterProblem();
}

void MainWindow::showFilterProblem()
{
    const QString text = m_pages->model().filterProblems().join(u' ');
    m_filterProblem->setText(text);
    m_filterProblem->setVisible(!text.isEmpty());
    QPalette colored = palette();
    colored.setColor(QPalette::WindowText, theme::toneColor(theme::Tone::Warning, palette()));
    m_filterProblem->setPalette(colored);
}

EnvironmentMark MainWindow::markInScope() const
{
    const EnvironmentMarks *marks = m_application.marks();
    if (!marks)
        return EnvironmentMark::None;
    const QList<Cluster> scope = m_sidebar->scope();
    const auto markOf = [marks](const Cluster &cluster) {
        return marks->mark(cluster.projectId, cluster.name);
    };
    // Of several clusters the mark they share, if they do.
    const EnvironmentMark first = scope.isEmpty() ? EnvironmentMark::None : markOf(scope.first());
    const bool shared = std::all_of(scope.cbegin(), scope.cend(), [&](const Cluster &cluster) {
        return markOf(cluster) == first;
    });
    return shared ? first : EnvironmentMark::None;
}

void MainWindow::updateTitle()
{
    const Session *session = m_application.session();
    const EnvironmentMark mark = session ? markInScope() : EnvironmentMark::None;
    m_chip->setMark(mark);
    QString title = tr("Snapback");
    if (session) {
        const auto marked = [](const QString &name, EnvironmentMark its) {
            const QString word = environmentName(its);
            return word.isEmpty() ? name : tr("%1 (%2)", "name, environment").arg(name, word);
        };
        const Profile &profile = session->profile();
        const QString name = marked(profile.name, profile.environment);
        title = m_sidebar->scopeName().isEmpty()
            ? tr("%1 — Snapback").arg(name)
            : tr("%1 — %2 — Snapback")
                  .arg(marked(m_sidebar->scopeName(),
                              mark == profile.environment ? EnvironmentMark::None : mark),
                       name);
    }
    setWindowTitle(title);
}

void MainWindow::tick()
{
    m_pages->tick();
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
    if (!m_transfers->mayClose()) {
        event->ignore();
        return;
    }
    m_application.settings().setValue(kGeometryKey, saveGeometry());
    m_application.settings().setValue(kSplitterKey, m_splitter->saveState());
    event->accept();
    m_application.quit();
}
