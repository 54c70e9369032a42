// The databases and collections of a snapshot as a tree with check boxes and the names they are to
// get. Collections are read when their database is opened, further pages on demand. Names that the
// snapshot does not show can be added by hand.
#pragma once

#include "atlas/restoreplan.h"
#include "session/snapshotcontentstore.h"

#include <QTreeWidget>

class ContentTree : public QTreeWidget
{
    Q_OBJECT

public:
    /// `store` must outlive it.
    explicit ContentTree(SnapshotContentStore &store, QWidget *parent = nullptr);

    /// Databases and collections that are checked, with the names typed for them. A collection of a
    /// checked database is part of it, not listed.
    QList<NamespaceChoice> databases() const;
    QList<NamespaceChoice> collections() const;
    /// Checks what is chosen already; what the snapshot does not show is added by name.
    void setChoice(const CollectionChoice &choice);
    /// The names that things without one of their own get.
    void setSuffixes(const QString &database, const QString &collection);
    /// Shows only what contains the text, in the parts read so far.
    void find(const QString &text);
    /// Adds and checks "database" or "database.collection"; false if the text is neither.
    bool addByName(const QString &text);
    /// Databases whose collections were never read.
    int unread() const;

signals:
    void choiceChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum Column { Name, Target, Size };

    void takeStore();
    void takeCollections(QTreeWidgetItem *database);
    void takeItem(QTreeWidgetItem *item, int column);
    void openItem(QTreeWidgetItem *item);
    void startEditing(QTreeWidgetItem *item, int column);
    void activateRow(QTreeWidgetItem *item);
    QTreeWidgetItem *makeRow(const QString &source, const QString &name, const SnapshotItem *known);
    void fillRow(QTreeWidgetItem *item, const SnapshotItem *known) const;
    QTreeWidgetItem *databaseItem(const QString &name) const;
    QTreeWidgetItem *childNamed(const QTreeWidgetItem *database, const QString &source) const;
    void setNote(QTreeWidgetItem *database, const QString &text, bool more);
    void updateRow(QTreeWidgetItem *item);
    void updateAll();
    NamespaceChoice choiceOf(const QTreeWidgetItem *item) const;
    QString effectiveName(const QTreeWidgetItem *item) const;

    SnapshotContentStore &m_store;
    QString m_databaseSuffix;
    QString m_collectionSuffix;
    QString m_find;
    bool m_filling = false;
};
