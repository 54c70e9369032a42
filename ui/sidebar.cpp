#include "sidebar.h"

#include "session/environmentmarks.h"
#include "session/inventorystore.h"
#include "sidebardelegate.h"
#include "style/theme.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

constexpr int kKeyRole = Qt::UserRole;
constexpr int kTierColumn = 1;
const QLatin1String kAllKey("all");

QString projectKey(const QString &projectId)
{
    return QStringLiteral("project/") + projectId;
}

QString clusterKey(const QString &projectId, const QString &name)
{
    return QStringLiteral("cluster/%1/%2").arg(projectId, name);
}

QString deletedKey(const QString &projectId)
{
    return QStringLiteral("deleted/") + projectId;
}

// A name may be given to another cluster once its first bearer is gone.
QString keyOf(const Cluster &cluster)
{
    return cluster.deleted ? QStringLiteral("gone/%1/%2").arg(cluster.projectId, cluster.name)
                           : clusterKey(cluster.projectId, cluster.name);
}

} // namespace

Sidebar::Sidebar(QWidget *parent) : QWidget(parent), m_find(new QLineEdit), m_tree(new QTreeWidget)
{
    m_find->setPlaceholderText(tr("Find cluster…"));
    m_find->setAccessibleName(tr("Find cluster"));
    m_find->setClearButtonEnabled(true);
    m_tree->setAccessibleName(tr("Projects and clusters"));
    m_tree->setObjectName(QStringLiteral("projectsAndClusters"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(kTierColumn, QHeaderView::ResizeToContents);
    m_tree->setUniformRowHeights(true);
    m_tree->setTextElideMode(Qt::ElideMiddle); // names differ at their ends
    m_tree->setIndentation(2 * theme::kGrid);
    m_tree->setTabKeyNavigation(false);
    m_tree->setItemDelegateForColumn(0, new SidebarDelegate(m_tree));
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    makeMarkMenu();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kGrid, theme::kGrid, 0, 0);
    column->setSpacing(theme::kGrid);
    column->addWidget(m_find);
    column->addWidget(m_tree, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(50ms);
    connect(&m_soon, &QTimer::timeout, this, &Sidebar::rebuild);
    connect(m_find, &QLineEdit::textChanged, this, &Sidebar::applyFind);
    connect(m_tree, &QTreeWidget::customContextMenuRequested, this, &Sidebar::showMenu);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item) {
            m_wanted = item->data(0, kKeyRole).toString();
            emit scopeChanged();
        }
    });
}

void Sidebar::setInventory(InventoryStore *store)
{
    if (m_store)
        disconnect(m_store, nullptr, this, nullptr);
    m_store = store;
    m_wanted.clear();
    m_soon.stop();
    if (store) {
        const auto soon = [this] {
            if (!m_soon.isActive())
                m_soon.start();
        };
        connect(store, &Store::changed, this, soon);
        connect(store, &Store::statusChanged, this, soon);
    }
    rebuild();
}

void Sidebar::setMarks(EnvironmentMarks *marks)
{
    if (m_marks)
        disconnect(m_marks, nullptr, this, nullptr);
    m_marks = marks;
    if (marks)
        connect(marks, &EnvironmentMarks::changed, this, &Sidebar::showMarks);
    showMarks();
}

void Sidebar::select(const QString &projectId, const QString &clusterName)
{
    m_wanted = clusterName.isEmpty() ? projectKey(projectId) : clusterKey(projectId, clusterName);
    rebuild();
}

bool Sidebar::isWanted(const QString &key) const
{
    // Without a living cluster of that name a deleted one.
    if (m_wanted.startsWith(QLatin1String("cluster/"))
        && key == QLatin1String("gone") + m_wanted.mid(m_wanted.indexOf(u'/')))
        return true;
    if (!m_wanted.startsWith(clusterKey({}, {})))
        return key == m_wanted;
    const QString name = m_wanted.section(QLatin1Char('/'), -1); // in whatever project
    return key.startsWith(QLatin1String("cluster/")) && key.section(QLatin1Char('/'), -1) == name;
}

QString Sidebar::currentKey() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    return item ? item->data(0, kKeyRole).toString() : QString();
}

bool Sidebar::isAllJobs() const
{
    return currentKey() == kAllKey;
}

QList<Cluster> Sidebar::scope() const
{
    if (!m_store)
        return {};
    const Inventory &inventory = m_store->inventory();
    const QString key = currentKey();
    QList<Cluster> clusters;
    for (const Cluster &cluster : inventory.clusters) {
        const Project *project = inventory.project(cluster.projectId);
        const QString orgKey = QStringLiteral("org/") + (project ? project->orgId : QString());
        // The gone ones only where they are asked for: their lists are long and seldom wanted.
        const bool inGroup = cluster.deleted
            ? key == deletedKey(cluster.projectId)
            : key == kAllKey || key == orgKey || key == projectKey(cluster.projectId);
        if (inGroup || key == keyOf(cluster))
            clusters.append(cluster);
    }
    return clusters;
}

QString Sidebar::scopeName() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    return item ? item->text(0) : QString();
}

std::optional<Cluster> Sidebar::currentCluster() const
{
    const QList<Cluster> clusters = scope();
    if (clusters.size() == 1 && currentKey() == keyOf(clusters.first()))
        return clusters.first();
    return std::nullopt;
}

QTreeWidgetItem *Sidebar::addItem(QTreeWidgetItem *parent, const QString &key, const QString &text,
                                  const QString &iconName)
{
    auto *item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_tree);
    item->setText(0, text);
    item->setData(0, kKeyRole, key);
    item->setIcon(0, theme::icon(iconName, theme::toneColor(theme::Tone::Neutral, palette())));
    item->setToolTip(0, text);
    return item;
}

QTreeWidgetItem *Sidebar::addCluster(QTreeWidgetItem *parent, const Cluster &cluster)
{
    QTreeWidgetItem *leaf =
        addItem(parent, keyOf(cluster), cluster.name, QStringLiteral("cluster"));
    leaf->setText(kTierColumn, cluster.tier);
    leaf->setForeground(kTierColumn, theme::toneColor(theme::Tone::Neutral, palette()));
    leaf->setToolTip(
        0,
        cluster.deleted ? tr("%1 · deleted, backups kept").arg(cluster.name)
                        : tr("%1 · %2 · MongoDB %3 · %4")
                              .arg(cluster.name, cluster.tier, cluster.version, cluster.stateName));
    if (cluster.deleted)
        leaf->setData(0, Qt::AccessibleTextRole, tr("%1, deleted, backups kept").arg(cluster.name));
    else
        showMark(leaf, cluster.projectId, cluster.name);
    return leaf;
}

void Sidebar::addProject(QTreeWidgetItem *parent, const Project &project)
{
    QTreeWidgetItem *item =
        addItem(parent, projectKey(project.id), project.name, QStringLiteral("project"));
    showMark(item, project.id, {});
    QList<Cluster> gone;
    for (const Cluster &cluster : m_store->inventory().clustersOf(project.id)) {
        if (cluster.deleted)
            gone.append(cluster);
        else
            addCluster(item, cluster);
    }
    if (gone.isEmpty())
        return;
    QTreeWidgetItem *group =
        addItem(item, deletedKey(project.id), tr("Deleted, backups kept"), QStringLiteral("box"));
    group->setFirstColumnSpanned(true);
    group->setForeground(0, theme::toneColor(theme::Tone::Neutral, palette()));
    for (const Cluster &cluster : std::as_const(gone))
        addCluster(group, cluster)
            ->setForeground(0, theme::toneColor(theme::Tone::Neutral, palette()));
}

void Sidebar::rebuild()
{
    QSet<QString> collapsed;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        if ((*it)->childCount() > 0 && !(*it)->isExpanded())
            collapsed.insert((*it)->data(0, kKeyRole).toString());
    }
    const int scroll = m_tree->verticalScrollBar()->value();
    const QSignalBlocker blocker(m_tree);
    m_tree->clear();
    if (!m_store)
        return;
    const Inventory &inventory = m_store->inventory();
    addItem(nullptr, kAllKey, tr("All jobs"), QStringLiteral("star"))
        ->setToolTip(0, tr("Every restore job of every project this profile can read"));
    QSet<QString> placed;
    for (const Organization &organization : inventory.organizations) {
        QTreeWidgetItem *item = addItem(nullptr, QStringLiteral("org/") + organization.id,
                                        organization.name, QStringLiteral("organization"));
        for (const Project &project : inventory.projects) {
            if (project.orgId == organization.id) {
                addProject(item, project);
                placed.insert(project.id);
            }
        }
    }
    for (const Project &project : inventory.projects) { // of organizations that may not be listed
        if (!placed.contains(project.id))
            addProject(nullptr, project);
    }
    QTreeWidgetItem *wanted = nullptr;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        const QString key = (*it)->data(0, kKeyRole).toString();
        (*it)->setExpanded(!collapsed.contains(key));
        if (isWanted(key) && !wanted)
            wanted = *it;
    }
    // What was asked for may still be on its way: nothing else is read meanwhile.
    if (!wanted && (m_wanted.isEmpty() || !m_store->isLoading()))
        wanted = m_tree->topLevelItem(0);
    m_tree->setCurrentItem(wanted);
    m_tree->verticalScrollBar()->setValue(scroll);
    applyFind();
    emit scopeChanged();
}

void Sidebar::applyFind()
{
    const QString text = m_find->text().trimmed();
    const std::function<bool(QTreeWidgetItem *, bool)> show = [&](QTreeWidgetItem *item,
                                                                  bool inherited) {
        const bool matches =
            inherited || text.isEmpty() || item->text(0).contains(text, Qt::CaseInsensitive);
        bool any = matches;
        for (int i = 0; i < item->childCount(); ++i)
            any = show(item->child(i), matches) || any;
        item->setHidden(!any);
        return any;
    };
    for (int i = 1; i < m_tree->topLevelItemCount(); ++i)
        show(m_tree->topLevelItem(i), false);
}
