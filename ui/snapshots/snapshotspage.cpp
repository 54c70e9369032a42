#include "snapshots/snapshotspage.h"

#include "base/format.h"
#include "session/environmentmarks.h"
#include "session/session.h"
#include "sessiontexts.h"
#include "snapshots/clusterfacts.h"
#include "snapshots/snapshotdetails.h"
#include "snapshots/takesnapshotdialog.h"
#include "snapshots/timelinepane.h"
#include "snapshots/typedelegate.h"
#include "style/theme.h"
#include "tables/lastgood.h"
#include "tables/snapshotcolumns.h"
#include "widgets/clipboard.h"
#include "widgets/recordtable.h"
#include "widgets/storepane.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

TableLayout snapshotLayout()
{
    return {.widths = {{QStringLiteral("taken"), 28},
                       {QStringLiteral("kind"), 9},
                       {QStringLiteral("project"), 12},
                       {QStringLiteral("cluster"), 18},
                       {QStringLiteral("state"), 14},
                       {QStringLiteral("type"), 11},
                       {QStringLiteral("frequency"), 14},
                       {QStringLiteral("version"), 10},
                       {QStringLiteral("size"), 12},
                       {QStringLiteral("retention"), 31},
                       {QStringLiteral("description"), 30},
                       {QStringLiteral("id"), 28}},
            .sortColumn = QStringLiteral("taken")};
}

} // namespace

SnapshotsPage::SnapshotsPage(QSettings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_model(snapshotTable()),
      m_table(new RecordTable(QStringLiteral("Snapshots"), m_model, snapshotLayout(), settings)),
      m_pane(
          new StorePane(m_table, m_model,
                        {.loading = tr("Reading snapshots"),
                         .empty = tr("No snapshots here"),
                         .emptyHint = tr("Choose a cluster with backups on the left. Free clusters "
                                         "(M0) have none.")})),
      m_picture(new TimelinePane), m_details(new SnapshotDetails),
      m_splitter(new QSplitter(Qt::Vertical))
{
    m_table->setItemDelegateForColumn(m_model.columnOf(QLatin1String("type")),
                                      new SnapshotTypeDelegate(m_model, m_table));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    makeSplitter();
    column->addWidget(m_splitter, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(100ms);

    Timeline *timeline = m_picture->timeline();
    connect(&m_soon, &QTimer::timeout, this, &SnapshotsPage::showPicture);
    connect(m_table, &RecordTable::currentIdChanged, timeline, &Timeline::setCurrentId);
    connect(m_table, &RecordTable::currentIdChanged, this, &SnapshotsPage::showCurrent);
    connect(timeline, &Timeline::currentIdChanged, m_table, &RecordTable::selectId);
    connect(timeline, &Timeline::opened, this, &SnapshotsPage::restore);
    connect(m_table, &RecordTable::menuRequested, this, &SnapshotsPage::fillMenu);
    connect(m_table, &RecordTable::opened, this, &SnapshotsPage::restore);
    connect(m_details, &SnapshotDetails::restoreRequested, this, &SnapshotsPage::restore);
    connect(&m_model, &RecordModelBase::countsChanged, this, &SnapshotsPage::countsChanged);
    updateActions();
}

SnapshotsPage::~SnapshotsPage() = default;

void SnapshotsPage::makeSplitter()
{
    const QString placesKey = QStringLiteral("snapshots/splitter");
    const QString shownKey = QStringLiteral("snapshots/picture");
    m_splitter->setObjectName(QStringLiteral("snapshotsSplitter"));
    m_splitter->addWidget(m_picture);
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setStretchFactor(2, 2);
    m_splitter->restoreState(m_settings.value(placesKey).toByteArray());
    m_picture->setVisible(m_settings.value(shownKey, true).toBool());
    m_showPicture->setChecked(!m_picture->isHidden());
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this, placesKey] { m_settings.setValue(placesKey, m_splitter->saveState()); });
    connect(m_showPicture, &QAction::toggled, this, [this, shownKey](bool on) {
        m_picture->setVisible(on);
        m_settings.setValue(shownKey, on);
        if (on)
            m_soon.start();
    });
}

TextContext SnapshotsPage::context() const
{
    return textContext(m_session);
}

void SnapshotsPage::setSession(Session *session, const EnvironmentMarks *marks)
{
    if (m_session) {
        for (Store *store : {static_cast<Store *>(&m_session->snapshots()),
                             static_cast<Store *>(&m_session->inventory()),
                             static_cast<Store *>(&m_session->jobs())})
            disconnect(store, nullptr, this, nullptr);
        disconnect(&m_session->launcher(), nullptr, this, nullptr);
        disconnect(m_session, nullptr, this, nullptr);
    }
    if (m_marks)
        disconnect(m_marks, nullptr, this, nullptr);
    delete m_dialog; // it refers to the session
    m_facts.clear();
    m_session = session;
    m_marks = marks;
    m_soon.stop();
    m_model.setContext(context());
    m_model.sync({});
    m_found->hide();
    m_details->clear();
    m_picture->timeline()->setHint({});
    m_pane->setStore(session ? &session->snapshots() : nullptr,
                     session ? &session->inventory() : nullptr);
    if (session)
        connectSession();
    updateActions();
}

void SnapshotsPage::connectSession()
{
    SnapshotStore &store = m_session->snapshots();
    const auto soon = [this] {
        if (!m_soon.isActive() && isVisible())
            m_soon.start();
    };
    connect(&store, &Store::changed, this, [this, soon] {
        m_model.syncLater(m_session->snapshots().records());
        soon();
    });
    connect(&store, &Store::statusChanged, this, soon);
    connect(&store, &Store::changed, this, &SnapshotsPage::updateActions);
    connect(&m_session->jobs(), &Store::changed, this, soon);
    connect(&m_session->inventory(), &Store::statusChanged, this, [this] {
        if (!m_session->inventory().isLoading())
            m_model.setContext(context());
    });
    connect(&m_session->launcher(), &Launcher::snapshotStarted, &store, &SnapshotStore::upsert);
    connect(m_session, &Session::busyChanged, this, &SnapshotsPage::updateActions);
    if (m_marks)
        connect(m_marks, &EnvironmentMarks::changed, this, &SnapshotsPage::showCurrent);
    store.setPolling(isVisible());
}

void SnapshotsPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
}

const Snapshot *SnapshotsPage::currentSnapshot() const
{
    const QString id = m_table->currentId();
    return id.isEmpty() ? nullptr : m_model.recordById(id);
}

void SnapshotsPage::selectSnapshot(const QString &id)
{
    if (m_session)
        m_model.sync(m_session->snapshots().records());
    m_table->selectId(id);
}

std::optional<Cluster> SnapshotsPage::clusterOf(const Snapshot &snapshot) const
{
    if (!m_session)
        return {};
    // The scope first: a deleted cluster may have the name of a living one.
    for (const QList<Cluster> &list :
         {m_session->snapshots().scope(), m_session->inventory().inventory().clusters}) {
        for (const Cluster &cluster : list) {
            if (cluster.projectId == snapshot.projectId && cluster.name == snapshot.cluster)
                return cluster;
        }
    }
    return {};
}

QString SnapshotsPage::whyNoRestore(const Snapshot &snapshot) const
{
    if (const QString readOnly = whyReadOnly(m_session); !readOnly.isEmpty())
        return readOnly;
    if (!snapshot.kind || !snapshot.kind->create)
        return tr("Snapback can't start restores of this kind");
    if (snapshot.state != SnapshotState::Completed)
        return tr("Only a completed snapshot can be restored");
    return {};
}

void SnapshotsPage::showCurrent()
{
    const Snapshot *snapshot = currentSnapshot();
    updateActions();
    if (!snapshot) {
        m_details->clear();
        return;
    }
    m_details->setSnapshot(*snapshot, context().now);
    m_details->setRestoreReason(whyNoRestore(*snapshot));
    m_details->setMark(m_marks ? m_marks->mark(snapshot->projectId, snapshot->cluster)
                               : EnvironmentMark::None);
    showSchedule();
}

void SnapshotsPage::showSchedule()
{
    const Snapshot *snapshot = currentSnapshot();
    const auto cluster = snapshot ? clusterOf(*snapshot) : std::nullopt;
    if (!cluster)
        return;
    PlanFactsStore *store = factsOfCluster(*cluster);
    const QDateTime now = context().now;
    m_details->setSchedule(scheduleFacts(*cluster, store ? store->facts() : PlanFacts {.now = now},
                                         store ? store->scheduleError() : nullptr),
                           now);
}

PlanFactsStore *SnapshotsPage::factsOfCluster(const Cluster &cluster)
{
    if (!m_session || !m_marks || !isDedicated(cluster))
        return nullptr;
    std::unique_ptr<PlanFactsStore> &store =
        m_facts[cluster.projectId + u'/' + cluster.name + (cluster.deleted ? u'-' : u'/')];
    if (!store) {
        store = m_session->makePlanFacts(*m_marks);
        store->setSource(cluster);
        connect(store.get(), &Store::changed, this, [this] {
            showSchedule();
            if (!m_soon.isActive())
                m_soon.start();
        });
    }
    return store.get();
}

void SnapshotsPage::showPicture()
{
    Timeline *timeline = m_picture->timeline();
    if (!m_session || m_picture->isHidden())
        return;
    const SnapshotStore &store = m_session->snapshots();
    QSet<QString> withSnapshots;
    for (const Snapshot &snapshot : store.records())
        withSnapshots.insert(snapshot.projectId + u'/' + snapshot.cluster);
    QList<Cluster> clusters;
    for (const Cluster &cluster : store.scope()) {
        if (withSnapshots.contains(cluster.projectId + u'/' + cluster.name))
            clusters.append(cluster);
    }
    if (clusters.isEmpty()) {
        timeline->setHint(store.isLoading() ? tr("Reading snapshots…")
                              : store.isLoaded() && m_session->inventory().isLoaded()
                              ? tr("No snapshots here")
                              : QString());
    } else if (clusters.size() > Timeline::kMostLanes) {
        timeline->setHint(tr("%1 clusters have snapshots here. Choose one of them on the left to "
                             "see it over time.")
                              .arg(clusters.size()));
    } else {
        const auto oldest = [this](const Cluster &cluster) {
            const PlanFactsStore *facts = factsOfCluster(cluster);
            return facts ? facts->facts().oldestPoint : QDateTime();
        };
        const TextContext texts = context();
        timeline->setLanes(
            timelineLanes(clusters, store.records(), m_session->jobs().records(), oldest, texts),
            texts.now);
        timeline->setCurrentId(m_table->currentId());
    }
}

void SnapshotsPage::tick()
{
    m_model.refreshTexts(context());
    const QDateTime now = context().now;
    for (const auto &[key, store] : m_facts) { // a snapshot was due: when is the next?
        const std::optional<BackupSchedule> schedule = store->facts().schedule;
        if (isVisible() && schedule && schedule->nextSnapshot.isValid()
            && schedule->nextSnapshot < now && schedule->nextSnapshot.secsTo(now) < 120)
            store->refresh();
    }
    if (!isVisible())
        return;
    if (currentSnapshot())
        showCurrent();
    showPicture();
}

void SnapshotsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_session)
        return;
    m_session->snapshots().setPolling(true);
    m_soon.start();
}

void SnapshotsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_session)
        m_session->snapshots().setPolling(false);
}
