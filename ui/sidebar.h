// Organization, project, cluster: what the tables show is chosen here. "All jobs" on top shows
// everything the profile can read. Under its clusters a project lists those that are deleted and
// have backups kept. A find box narrows the tree; the menu of an item marks its environment.
#pragma once

#include "atlas/inventory.h"

#include <QTimer>
#include <QWidget>
#include <optional>

class EnvironmentMarks;
class InventoryStore;
class QLineEdit;
class QMenu;
class QTreeWidget;
class QTreeWidgetItem;

class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    /// Null between profiles.
    void setInventory(InventoryStore *store);
    /// Shown at projects and clusters, and changed in their menu. Null between profiles.
    void setMarks(EnvironmentMarks *marks);
    /// The clusters of the current item; all of them for "All jobs".
    QList<Cluster> scope() const;
    /// True while "All jobs" is the current item.
    bool isAllJobs() const;
    /// What the current item is called, for the window's title.
    QString scopeName() const;
    /// Selects a cluster (of any project if that is empty) or, with an empty name, a project, as
    /// soon as it is there.
    void select(const QString &projectId, const QString &clusterName);
    /// The cluster, if the current item is one.
    std::optional<Cluster> currentCluster() const;

signals:
    /// Another item, or the clusters of the current one have changed.
    void scopeChanged();

private:
    void rebuild();
    void applyFind();
    void makeMarkMenu();
    void showMenu(const QPoint &position);
    void showMark(QTreeWidgetItem *item, const QString &projectId, const QString &clusterName);
    void showMarks();
    QTreeWidgetItem *addItem(QTreeWidgetItem *parent, const QString &key, const QString &text,
                             const QString &iconName);
    void addProject(QTreeWidgetItem *parent, const Project &project);
    QTreeWidgetItem *addCluster(QTreeWidgetItem *parent, const Cluster &cluster);
    QString currentKey() const;
    bool isWanted(const QString &key) const;

    InventoryStore *m_store = nullptr;
    EnvironmentMarks *m_marks = nullptr;
    QMenu *m_markMenu = nullptr;
    QLineEdit *m_find;
    QTreeWidget *m_tree;
    QTimer m_soon; // many small answers, one rebuild
    QString m_wanted; // key of the item to select when it comes
};
