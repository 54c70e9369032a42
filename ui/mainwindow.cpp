#include "mainwindow.h"

#include "activity/activitypage.h"
#include "application.h"
#include "exportrows.h"
#include "filterbar.h"
#include "jobs/canceldialog.h"
#include "jobs/jobspage.h"
#include "notifications/desktopnotifications.h"
#include "notifications/jobnews.h"
#include "profiles/firstrun.h"
#include "profiles/loginwords.h"
#include "profiles/profileeditor.h"
#include "profiles/profileswitcher.h"
#include "session/environmentmarks.h"
#include "session/watchlist.h"
#include "sessiontexts.h"
#include "sidebar.h"
#include "snapshots/snapshotspage.h"
#include "statusline.h"
#include "style/theme.h"
#include "transfers/transferdesk.h"
#include "transfers/transferspage.h"
#include "transfers/windowtransfers.h"
#include "widgets/banner.h"
#include "widgets/clipboard.h"
#include "widgets/emptystate.h"
#include "widgets/markchip.h"
#include "widgets/recordtable.h"
#include "wizard/restorewizard.h"

#include <QAction>
#include <QCloseEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

const QLatin1String kGeometryKey("window/geometry");
const QLatin1String kSplitterKey("window/splitter");
const QLatin1String kNotifyKey("notifications/desktop");

/// Disabled in a read-only profile, with the reason; else as its own tool tip says.
void lockForReadOnly(QAction *action, bool open, const QString &why)
{
    if (action->property("usualToolTip").isNull())
        action->setProperty("usualToolTip", action->toolTip());
    action->setEnabled(open && why.isEmpty());
    action->setToolTip(why.isEmpty() ? action->property("usualToolTip").toString() : why);
    action->setStatusTip(why);
}

/// A job of which only its place is known, to read it.
RestoreJob jobAt(const JobKind *kind, const DeepLink &link)
{
    RestoreJob job;
    job.id = link.jobId;
    job.kind = kind;
    job.projectId = link.projectId;
    job.sourceCluster = link.cluster;
    return job;
}

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
    m_link = m_application.options().link;
    m_tick.setInterval(30s);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    connect(m_clipboard, &SecretClipboard::copied, this, [this] {
        statusBar()->showMessage(tr("Copied. It leaves the clipboard in 30 seconds."), 5000);
    });
    showPageFilter();
    updateTitle();
    updateActions();
}

MainWindow::~MainWindow()
{
    // The watch list refers to the session, which may go before or after the window.
    m_jobNews->follow(nullptr, nullptr);
    m_jobs->setSession(nullptr);
    m_snapshots->setSession(nullptr, nullptr);
    m_watchList.reset();
}

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
    m_restore =
        bar->addAction(tr("Restore…"), this, [this] { startFromToolBar(PlanAction::Restore); });
    m_restore->setToolTip(tr("Opens the restore wizard; nothing is sent before its review"));
    m_download =
        bar->addAction(tr("Download…"), this, [this] { startFromToolBar(PlanAction::Download); });
    m_download->setObjectName(QStringLiteral("downloadSnapshot"));
    m_download->setToolTip(tr("Asks Atlas for a snapshot as files; no cluster is touched"));
    m_collections = new QAction(tr("Restore collections…"), this);
    m_collections->setObjectName(QStringLiteral("restoreCollections"));
    m_collections->setToolTip(tr("Restores chosen databases and collections of a snapshot"));
    connect(m_collections, &QAction::triggered, this,
            [this] { startFromToolBar(PlanAction::Collections); });
    m_export = new QAction(tr("Export rows…"), this);
    m_export->setObjectName(QStringLiteral("exportRows"));
    m_export->setToolTip(tr("Writes the selected rows, or all that are shown, as CSV or JSON"));
    connect(m_export, &QAction::triggered, this, &MainWindow::exportRows);
    m_notify = new QAction(tr("Desktop notifications"), this);
    m_notify->setObjectName(QStringLiteral("desktopNotifications"));
    m_notify->setCheckable(true);
    m_notify->setChecked(m_application.settings().value(kNotifyKey, true).toBool());
    m_more = new QToolButton;
    m_more->setObjectName(QStringLiteral("moreActions"));
    m_more->setText(tr("More"));
    m_more->setToolTip(tr("What else can be done with the job and the table"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMore(menu); });
    bar->addWidget(m_more);
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_filterBar = new FilterBar(m_application.settings());
    m_filter = m_filterBar->edit();
    bar->addWidget(m_filterBar);
    connect(m_filterBar, &FilterBar::textChanged, this, &MainWindow::applyFilter);
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
    buildTransfers();
    m_tabs->addTab(m_transfersPage, tr("Transfers"));
    m_tabs->addTab(m_activity, tr("Activity"));
    m_chip = new MarkChip;
    m_chip->setContentsMargins(0, 0, theme::kGrid, 0);
    m_tabs->setCornerWidget(m_chip);
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
    m_news = new Banner;
    m_news->setObjectName(QStringLiteral("news"));
    m_filterProblem = new QLabel;
    m_filterProblem->setObjectName(QStringLiteral("filterProblem"));
    m_filterProblem->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_filterProblem->setWordWrap(true);
    m_filterProblem->setContentsMargins(theme::kGrid, 0, theme::kGrid, theme::kGrid / 2);
    m_filterProblem->hide();
    m_desktop = new DesktopNotifications(QDBusConnection::sessionBus(), this);
    m_desktop->setEnabled(m_notify->isChecked());
    m_jobNews = new JobNews(*m_news, *m_desktop, this);
    column->addWidget(m_filterProblem);
    column->addWidget(m_banner);
    column->addWidget(m_news);
    column->addWidget(m_stack, 1);
    setCentralWidget(central);
    m_status = new StatusLine;
    statusBar()->addWidget(m_status, 1);
    const auto countTransfers = [this] { m_status->setTransfers(m_transfers->statusText()); };
    connect(m_transfers, &WindowTransfers::statusChanged, this, countTransfers);
    countTransfers();

    connect(m_sidebar, &Sidebar::scopeChanged, this, &MainWindow::applyScope);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        showPageFilter();
        applyScope();
        updateActions();
    });
    connect(m_snapshots, &SnapshotsPage::restoreRequested, this, [this](const Snapshot &snapshot) {
        WizardStart start;
        start.snapshot = snapshot;
        openWizard(start);
    });
    connect(m_jobs, &JobsPage::cancelRequested, this, &MainWindow::askToCancel);
    connect(m_jobNews, &JobNews::showJobRequested, this, [this](const RestoreJob &job) {
        showJob(job);
        raise();
        activateWindow();
    });
    connect(m_notify, &QAction::toggled, this, [this](bool on) {
        m_desktop->setEnabled(on);
        m_application.settings().setValue(kNotifyKey, on);
    });
    connect(m_jobs, &JobsPage::restoreAgainRequested, this, [this](const RestoreJob &job) {
        WizardStart start;
        start.again = job;
        openWizard(start);
    });
}

void MainWindow::buildTransfers()
{
    TransferDesk &desk = m_application.transfers();
    m_transfersPage = new TransfersPage(desk, m_application.settings(), [this](const QString &id) {
        const std::optional<Profile> profile = m_application.keeper().byId(id);
        return profile ? profile->name : id;
    });
    m_transfers = new WindowTransfers(m_application, *m_transfersPage, this);
    connect(m_jobs, &JobsPage::downloadRequested, m_transfers, &WindowTransfers::download);
    connect(m_jobs, &JobsPage::verifyRequested, m_transfers,
            [this](const RestoreJob &job) { m_transfers->verify({}, job); });
    connect(m_transfers, &WindowTransfers::shown, this,
            [this] { m_tabs->setCurrentWidget(m_transfersPage); });
    connect(m_transfers, &WindowTransfers::closeAllowed, this, [this] {
        if (!close()) // what stands in the way is said in the window
            show();
    });
    connect(m_transfersPage, &TransfersPage::newJobRequested, this, &MainWindow::makeNewDownload);
}

/// A transfer's link is gone for good: the review of a new download job of the same snapshot.
void MainWindow::makeNewDownload(const QString &transferId)
{
    TransferDesk &desk = m_application.transfers();
    const Transfer *transfer = desk.queue().find(transferId);
    const Session *session = m_application.session();
    if (!transfer || m_wizard)
        return;
    if (!session || session->profile().id != transfer->profileId) {
        m_news->showText(theme::Tone::Warning,
                         tr("This transfer belongs to another profile. Open that profile, then "
                            "ask for the new download job."));
        connect(m_news->addButton(tr("Close")), &QPushButton::clicked, m_news, &Banner::clear);
        return;
    }
    WizardStart start;
    start.again = desk.jobOf(transferId);
    start.action = PlanAction::Download;
    openWizard(start);
    connect(m_wizard, &RestoreWizard::jobStarted, &desk,
            [&desk, transferId](const RestoreJob &job) {
                if (job.download)
                    desk.adopt(transferId, job);
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
    delete m_cancelDialog;
    delete m_wizard; // it refers to the session; a launch in flight has blocked the change
    m_jobs->setSession(nullptr);
    m_jobNews->follow(nullptr, nullptr);
    m_watchList.reset();
    m_snapshots->setSession(nullptr, nullptr);
    m_activity->setJournal(nullptr);
    m_status->setSession(nullptr);
    m_sidebar->setInventory(nullptr);
    m_sidebar->setMarks(nullptr);
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
    m_watchList =
        std::make_unique<WatchList>(m_application.sessionSettings(), session->profile(),
                                    session->jobs(), [session] { return session->serverNow(); });
    connect(&session->launcher(), &Launcher::jobStarted, m_watchList.get(), &WatchList::watch);
    m_jobNews->follow(session, m_watchList.get());
    m_jobs->setSession(session, m_watchList.get());
    m_snapshots->setSession(session, m_application.marks());
    m_activity->setJournal(&m_application.journal());
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
        followLink();
    });
    connect(&session->snapshots(), &Store::statusChanged, this, &MainWindow::followLink);
    connect(&session->jobs(), &JobStore::jobChanged, this, [this](const RestoreJob &job) {
        if (!m_link || m_linkTries < 0 || job.id != m_link->jobId)
            return;
        m_link.reset();
        m_jobs->selectJob(job.id);
    });
    connect(&session->jobs(), &JobStore::jobReadFailed, this, [this](const QString &jobId) {
        if (m_link && m_linkTries > 0 && jobId == m_link->jobId && --m_linkTries == 0)
            endLink(tr("The link's job is not in the list of %1, or this login may not read it.")
                        .arg(m_link->cluster));
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
    session->jobs().setReadAhead(m_sidebar->isAllJobs());
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

void MainWindow::startFromToolBar(PlanAction action)
{
    WizardStart start;
    start.action = action;
    const Snapshot *snapshot = m_snapshots->currentSnapshot();
    if (m_tabs->currentWidget() == m_snapshots && snapshot && canStart(snapshot->kind, action))
        start.snapshot = *snapshot;
    else
        start.source = m_sidebar->currentCluster();
    openWizard(start);
}

void MainWindow::askToCancel(const RestoreJob &job)
{
    Session *session = m_application.session();
    if (!session || m_cancelDialog)
        return;
    m_cancelDialog = new CancelDialog(*session, job, this);
    m_cancelDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_cancelDialog, &CancelDialog::cancelled, this, [this](const RestoreJob &cancelled) {
        statusBar()->showMessage(
            tr("The download of %1 is cancelled.").arg(cancelled.sourceCluster), 10'000);
    });
    m_cancelDialog->open();
}

RecordTable *MainWindow::currentTable() const
{
    return m_tabs->currentWidget()->findChild<RecordTable *>();
}

void MainWindow::exportRows()
{
    askAndExportRows(*currentTable(), this, [this](bool ok, const QString &sentence) {
        if (ok)
            statusBar()->showMessage(sentence, 10'000);
        else
            m_news->showText(theme::Tone::Danger, sentence);
    });
}

void MainWindow::fillMore(QMenu *menu)
{
    menu->clear();
    menu->setToolTipsVisible(true);
    if (m_tabs->currentWidget() == m_jobs) {
        m_jobs->fillMenu(menu);
        menu->addSeparator();
    }
    menu->addAction(m_collections);
    menu->addAction(m_export);
    menu->addSeparator();
    menu->addAction(m_notify);
}

void MainWindow::openLink(const DeepLink &link)
{
    m_link = link;
    m_linkTries = -1;
    followLink();
}

void MainWindow::endLink(const QString &sentence)
{
    m_link.reset();
    m_news->showText(theme::Tone::Warning, sentence);
    connect(m_news->addButton(tr("Close")), &QPushButton::clicked, m_news, &Banner::clear);
}

void MainWindow::followLink()
{
    Session *session = m_application.session();
    if (!m_link || !session || !session->inventory().isLoaded())
        return;
    if (m_linkTries >= 0) {
        // A snapshot shows up with the list, or not at all.
        if (!m_link->snapshotId.isEmpty() && session->snapshots().isLoaded()
            && !session->snapshots().isLoading()) {
            if (session->snapshots().byId(m_link->snapshotId))
                m_link.reset();
            else
                endLink(
                    tr("The link's snapshot is not among those read of %1. It may have expired.")
                        .arg(m_link->cluster));
        }
        return;
    }
    const InventoryStore &store = session->inventory();
    const bool reading = store.isLoading() || store.isPending(m_link->projectId);
    if (!store.inventory().project(m_link->projectId)) {
        if (!store.isLoading()) // a project nobody knows would be pending for ever
            endLink(tr("This profile can't see the project of the link (%1). It may belong to "
                       "another login.")
                        .arg(m_link->projectId));
        return;
    }
    const Cluster *cluster = store.inventory().cluster(m_link->projectId, m_link->cluster);
    if (!m_link->cluster.isEmpty() && !cluster) {
        if (!reading)
            endLink(tr("The project %1 has no cluster %2 that this login can see.")
                        .arg(store.inventory().projectName(m_link->projectId), m_link->cluster));
        return;
    }
    m_linkTries = 0;
    m_sidebar->select(m_link->projectId, m_link->cluster);
    if (!m_link->snapshotId.isEmpty()) {
        m_tabs->setCurrentWidget(m_snapshots);
        currentTable()->selectId(m_link->snapshotId);
        return;
    }
    m_tabs->setCurrentWidget(m_jobs);
    if (m_link->jobId.isEmpty()) {
        m_link.reset();
        return;
    }
    // Its kind is not in the link: whichever list of the cluster has it answers.
    m_jobs->selectJob(m_link->jobId);
    const QList<Source> sources = sourcesOf({*cluster});
    m_linkTries = int(sources.size());
    const DeepLink link = *m_link;
    for (const Source &source : sources)
        session->jobs().readJob(jobAt(source.kind, link));
    if (sources.isEmpty())
        endLink(tr("The cluster %1 has no backups.").arg(link.cluster));
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
    const QWidget *page = m_tabs->currentWidget();
    const QString text = page == m_jobs ? m_jobs->filter()
        : page == m_snapshots           ? m_snapshots->filter()
        : page == m_transfersPage       ? m_transfersPage->filter()
                                        : m_activity->filter();
    const auto *model = qobject_cast<const RecordModelBase *>(currentTable()->model());
    m_filterBar->setPage(currentTable()->objectName(), model->filterKeys(), text);
    showFilterProblem();
}

void MainWindow::showFilterProblem()
{
    const auto *model = qobject_cast<const RecordModelBase *>(currentTable()->model());
    const QString text = model->filterProblems().join(u' ');
    m_filterProblem->setText(text);
    m_filterProblem->setVisible(!text.isEmpty());
    QPalette colored = palette();
    colored.setColor(QPalette::WindowText, theme::toneColor(theme::Tone::Warning, palette()));
    m_filterProblem->setPalette(colored);
}

void MainWindow::applyFilter(const QString &text)
{
    const QWidget *page = m_tabs->currentWidget();
    if (page == m_jobs)
        m_jobs->setFilter(text);
    else if (page == m_snapshots)
        m_snapshots->setFilter(text);
    else if (page == m_transfersPage)
        m_transfersPage->setFilter(text);
    else
        m_activity->setFilter(text);
    showFilterProblem();
}

void MainWindow::updateActions()
{
    const Session *session = m_application.session();
    const bool open = session != nullptr;
    const QString locked = whyReadOnly(session);
    m_refresh->setEnabled(open);
    lockForReadOnly(m_restore, open, locked);
    lockForReadOnly(m_download, open, locked);
    lockForReadOnly(m_collections, open, locked);
    m_export->setEnabled(open);
    m_more->setEnabled(open);
    m_filterBar->setEnabled(open);
    m_download->setIcon(theme::icon(QStringLiteral("box"), palette()));
    m_refresh->setIcon(theme::icon(QStringLiteral("refresh"), palette()));
    m_restore->setIcon(theme::icon(QStringLiteral("restore"), palette()));
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
    if (!m_transfers->mayClose()) {
        event->ignore();
        return;
    }
    m_application.settings().setValue(kGeometryKey, saveGeometry());
    m_application.settings().setValue(kSplitterKey, m_splitter->saveState());
    event->accept();
    m_application.quit();
}
