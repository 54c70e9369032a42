#include "wizard/snapshotpicker.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "tables/lastgood.h"
#include "tables/snapshotcolumns.h"
#include "widgets/emptystate.h"
#include "widgets/recordtable.h"
#include "wizard/actions.h"
#include "widgets/instantedit.h"
#include "wizard/wizardparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace {

const TableLayout kLayout {
    .widths = {{QStringLiteral("taken"), 26},
               {QStringLiteral("kind"), 9},
               {QStringLiteral("state"), 12},
               {QStringLiteral("type"), 11},
               {QStringLiteral("retention"), 29},
               {QStringLiteral("version"), 9},
               {QStringLiteral("size"), 10}},
    .sortColumn = QStringLiteral("taken"),
};

// The cluster is chosen above the table.
constexpr const char *kHidden[] = {"project", "cluster", "frequency", "description"};
// Backups of shared clusters have none of these.
constexpr const char *kDedicated[] = {"type", "size"};

} // namespace

SnapshotPicker::SnapshotPicker(Session &session, QSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_store(session.makeSnapshotStore()),
      m_model(snapshotTable()), m_stack(new QStackedWidget(this)), m_picture(new EmptyState(this)),
      m_before(new InstantEdit(this)), m_stale(new ToneLine(this)), m_found(new ToneLine(this)),
      m_chosen(makeText(this))
{
    m_table = new RecordTable(tr("Snapshots of the source"), m_model, kLayout, settings, this);
    m_table->setObjectName(QStringLiteral("sourceSnapshots"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    for (const char *id : kHidden) {
        if (const int column = m_model.columnOf(QLatin1String(id)); column >= 0)
            m_table->setColumnHidden(column, true);
    }
    m_stack->addWidget(m_picture);
    m_stack->addWidget(m_table);
    m_picture->showEmpty(tr("No cluster chosen"), tr("Choose the cluster whose data you want."));

    m_before->setObjectName(QStringLiteral("lastGoodBefore"));
    m_before->setAccessibleName(tr("Last good snapshot before"));
    m_before->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_before->setCalendarPopup(true);
    m_before->setDateTime(session.serverNow().toLocalTime());
    m_find = makeButton(this, tr("&Find"), "findLastGood");
    m_find->setToolTip(tr("Select the newest complete snapshot taken before this time"));
    m_more = makeButton(this, tr("Show &older snapshots"), "olderSnapshots");
    m_more->hide();

    auto *search = new QHBoxLayout;
    search->setSpacing(theme::kGrid);
    search->addWidget(makeBuddy(this, tr("&Last good snapshot before"), m_before));
    search->addWidget(m_before);
    search->addWidget(m_find);
    search->addStretch();
    search->addWidget(m_more);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(makeBuddy(this, tr("&Snapshots of the source"), m_table));
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_stale);
    layout->addWidget(m_chosen);
    layout->addLayout(search);
    layout->addWidget(m_found);

    connect(m_store.get(), &Store::changed, this, &SnapshotPicker::takeRecords);
    connect(m_store.get(), &Store::statusChanged, this, &SnapshotPicker::takeStatus);
    connect(m_table, &RecordTable::currentIdChanged, this, &SnapshotPicker::takeCurrent);
    connect(m_find, &QPushButton::clicked, this, &SnapshotPicker::findLastGood);
    connect(m_more, &QPushButton::clicked, this, [this] { m_store->fetchMore(); });
    connect(m_picture, &EmptyState::retry, this, [this] { m_store->refresh(); });
}

void SnapshotPicker::showCluster(const Cluster &cluster,
                                 std::function<bool(const Snapshot &)> offers)
{
    m_offers = std::move(offers);
    showColumns(cluster);
    if (m_store->scope() == QList<Cluster> {cluster}) {
        takeRecords();
        return;
    }
    m_cluster = cluster.name;
    m_found->clear();
    m_chosen->clear();
    m_store->setScope({cluster});
    m_store->refresh();
    showPicture();
}

void SnapshotPicker::showColumns(const Cluster &cluster)
{
    for (const char *id : kDedicated)
        m_table->setColumnHidden(m_model.columnOf(QLatin1String(id)), !isDedicated(cluster));
    m_table->setColumnHidden(m_model.columnOf(QLatin1String("kind")),
                             backupKindsOf(cluster).size() < 2);
}

void SnapshotPicker::pickCurrent()
{
    takeCurrent(m_table->currentId());
}

void SnapshotPicker::seek(const QString &snapshotId)
{
    m_sought = snapshotId;
    m_table->selectId(snapshotId);
    seekOn();
}

const Error *SnapshotPicker::trouble() const
{
    return m_store->isLoading() || m_store->troubles().isEmpty()
        ? nullptr
        : &m_store->troubles().first().error;
}

QList<Snapshot> SnapshotPicker::offered() const
{
    QList<Snapshot> result = m_store->records();
    result.removeIf([this](const Snapshot &s) { return !m_offers || !m_offers(s); });
    return result;
}

void SnapshotPicker::takeRecords()
{
    m_model.setContext({.now = m_session.serverNow(), .projectName = {}});
    m_model.sync(offered());
    if (!m_sought.isEmpty() && m_model.rowOfId(m_sought) >= 0)
        m_table->selectId(m_sought);
    showPicture();
}

void SnapshotPicker::takeStatus()
{
    m_more->setVisible(m_store->canFetchMore());
    showPicture();
    seekOn();
    emit statusChanged();
}

void SnapshotPicker::seekOn()
{
    if (m_sought.isEmpty() || m_store->isLoading() || !m_store->isLoaded())
        return;
    if (m_model.rowOfId(m_sought) < 0 && m_store->canFetchMore()) {
        m_store->fetchMore();
        return;
    }
    const QString id = std::exchange(m_sought, {});
    if (m_model.rowOfId(id) < 0)
        emit notFound(id);
}

void SnapshotPicker::takeCurrent(const QString &id)
{
    const Snapshot *snapshot = m_model.recordById(id);
    if (!snapshot)
        return;
    const QString taken = formatLocalAndUtc(snapshot->taken);
    const QString age = formatAge(snapshot->taken, m_session.serverNow());
    m_chosen->setText(snapshot->expires.isValid()
                          ? tr("Chosen: taken %1, %2. Expires %3.")
                                .arg(taken, age, formatLocalAndUtc(snapshot->expires))
                          : tr("Chosen: taken %1, %2.").arg(taken, age));
    emit picked(*snapshot);
}

void SnapshotPicker::findLastGood()
{
    const QDateTime time = m_before->dateTime().toUTC();
    const Snapshot *found = lastGoodBefore(m_model.records(), time, m_session.serverNow());
    if (!found) {
        m_found->show(QStringLiteral("warning"), theme::Tone::Warning,
                      tr("No complete snapshot was taken before %1.").arg(formatLocalAndUtc(time)));
        return;
    }
    m_found->show(QStringLiteral("state-done"), theme::Tone::Good,
                  tr("Found: taken %1, %2 before that time.")
                      .arg(formatLocalAndUtc(found->taken),
                           formatDuration(std::chrono::seconds(found->taken.secsTo(time)))));
    m_table->selectId(found->id);
}

void SnapshotPicker::showPicture()
{
    const bool rows = m_model.totalRows() > 0;
    m_before->setEnabled(rows);
    m_find->setEnabled(rows);
    m_stack->setCurrentIndex(rows ? 1 : 0);
    m_stale->clear();
    const Error *error = trouble();
    if (rows && error) {
        m_stale->show(QStringLiteral("warning"), theme::Tone::Warning, describeFully(*error));
    } else if (error) {
        m_picture->showError(*error);
    } else if (!rows && m_store->isLoading()) {
        m_picture->showLoading(tr("Reading the snapshots of %1.").arg(m_cluster));
    } else if (!rows && m_store->isLoaded()) {
        m_picture->showEmpty(tr("%1 has no snapshots").arg(m_cluster),
                             tr("Atlas takes one a day; a new cluster has none yet."));
    }
}
