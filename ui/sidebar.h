// Organization, project, cluster: what the tables show is chosen here. "All jobs" on top shows
// everything the profile can read. A find box narrows the tree.
#pragma once

#include "atlas/inventory.h"

#include <QTimer>
#include <QWidget>
#include <optional>

class InventoryStore;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    /// Null between profiles.
    void setInventory(InventoryStore *store);
    /// The clusters of the current item; all of them for "All jobs".
    QList<Cluster> scope() const;
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
    QTreeWidgetItem *addItem(QTreeWidgetItem *parent, const QString &key, const QString &text,
                             const QString &iconName);
    void addProject(QTreeWidgetItem *parent, const Project &project);
    QString currentKey() const;
    bool isWanted(const QString &key) const;

    InventoryStore *m_store = nullptr;
    QLineEdit *m_find;
    QTreeWidget *m_tree;
    QTimer m_soon; // many small answers, one rebuild
    QString m_wanted; // key of the item to select when it comes
};
