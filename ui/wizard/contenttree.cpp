#include "wizard/contenttree.h"

#include "atlas/errors.h"
#include "base/format.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <algorithm>

namespace {

constexpr int kSourceRole = Qt::UserRole; // "sales" or "sales.orders"; empty: a note
constexpr int kTypedRole = Qt::UserRole + 1; // the name that the person typed; empty: none
constexpr int kMoreRole = Qt::UserRole + 2; // a note that reads on when it is activated
constexpr int kNamesWidth = 34; // of the first column, in average characters

QString sourceOf(const QTreeWidgetItem *item)
{
    return item->data(0, kSourceRole).toString();
}

bool isChecked(const QTreeWidgetItem *item)
{
    return item->checkState(0) == Qt::Checked;
}

} // namespace

ContentTree::ContentTree(SnapshotContentStore &store, QWidget *parent)
    : QTreeWidget(parent), m_store(store)
{
    setObjectName(QStringLiteral("contentTree"));
    setAccessibleName(tr("Databases and collections"));
    setHeaderLabels({tr("Name"), tr("Written as"), tr("Size")});
    setUniformRowHeights(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(Name, QHeaderView::Interactive);
    header()->setSectionResizeMode(Target, QHeaderView::Stretch);
    header()->setSectionResizeMode(Size, QHeaderView::ResizeToContents);
    header()->resizeSection(Name, fontMetrics().averageCharWidth() * kNamesWidth);
    connect(&store, &Store::changed, this, &ContentTree::takeStore);
    connect(&store, &Store::statusChanged, this, &ContentTree::takeStore);
    connect(this, &QTreeWidget::itemExpanded, this, &ContentTree::openItem);
    connect(this, &QTreeWidget::itemChanged, this, &ContentTree::takeItem);
    connect(this, &QTreeWidget::itemDoubleClicked, this, &ContentTree::startEditing);
    connect(this, &QTreeWidget::itemActivated, this, &ContentTree::activateRow);
}

QTreeWidgetItem *ContentTree::makeRow(const QString &source, const QString &name,
                                      const SnapshotItem *known)
{
    auto *item = new QTreeWidgetItem;
    item->setText(Name, name);
    item->setData(0, kSourceRole, source);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                   | Qt::ItemIsEditable);
    item->setCheckState(0, Qt::Unchecked);
    item->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    fillRow(item, known);
    return item;
}

void ContentTree::fillRow(QTreeWidgetItem *item, const SnapshotItem *known) const
{
    if (!known) {
        item->setText(Size, tr("added by name"));
        return;
    }
    item->setText(Size, known->sizeBytes < 0 ? QString() : formatSize(known->sizeBytes));
    item->setToolTip(Name, known->type);
    if (known->collectionCount != 0 && !sourceOf(item).contains(QLatin1Char('.')))
        item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
}

QTreeWidgetItem *ContentTree::databaseItem(const QString &name) const
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (sourceOf(topLevelItem(i)) == name)
            return topLevelItem(i);
    }
    return nullptr;
}

QTreeWidgetItem *ContentTree::childNamed(const QTreeWidgetItem *database,
                                         const QString &source) const
{
    for (int i = 0; i < database->childCount(); ++i) {
        if (sourceOf(database->child(i)) == source)
            return database->child(i);
    }
    return nullptr;
}

void ContentTree::takeStore()
{
    const ItemList<SnapshotItem> &list = m_store.databases();
    const bool nested = std::exchange(m_filling, true);
    if (!list.isRead() && !list.error)
        clear();
    for (const SnapshotItem &database : list.items) {
        QTreeWidgetItem *item = databaseItem(database.name);
        if (item)
            fillRow(item, &database);
        else
            addTopLevelItem(item = makeRow(database.name, database.name, &database));
        takeCollections(item);
    }
    m_filling = nested;
    updateAll();
}

void ContentTree::takeCollections(QTreeWidgetItem *database)
{
    const ItemList<SnapshotItem> &list = m_store.collections(sourceOf(database));
    for (const SnapshotItem &collection : list.items) {
        const QString source = sourceOf(database) + QLatin1Char('.') + collection.name;
        if (QTreeWidgetItem *item = childNamed(database, source))
            fillRow(item, &collection);
        else
            database->addChild(makeRow(source, collection.name, &collection));
    }
    if (list.error)
        setNote(database, describe(*list.error).sentence, true);
    else if (list.loading)
        setNote(database, tr("Reading…"), false);
    else if (list.isRead() && list.hasNext)
        setNote(database, tr("Read more collections…"), true);
    else if (list.isRead() && list.items.isEmpty())
        setNote(database, tr("No collections"), false);
    else
        setNote(database, {}, false);
}

// The last child, without a box: what is going on, or that there is more.
void ContentTree::setNote(QTreeWidgetItem *database, const QString &text, bool more)
{
    QTreeWidgetItem *note = childNamed(database, {});
    if (note)
        database->removeChild(note);
    if (text.isEmpty()) {
        delete note;
        return;
    }
    if (!note)
        note = new QTreeWidgetItem;
    note->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    note->setText(Name, text);
    note->setData(0, kMoreRole, more);
    note->setFirstColumnSpanned(true);
    database->addChild(note);
}

void ContentTree::openItem(QTreeWidgetItem *item)
{
    const QString name = sourceOf(item);
    const QList<SnapshotItem> &listed = m_store.databases().items;
    const bool known = std::any_of(listed.cbegin(), listed.cend(),
                                   [&](const SnapshotItem &one) { return one.name == name; });
    if (known && !m_store.collections(name).isRead())
        m_store.fetchCollections(name);
}

void ContentTree::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F2 && currentItem())
        startEditing(currentItem(), Target);
    else
        QTreeWidget::keyPressEvent(event);
}

void ContentTree::activateRow(QTreeWidgetItem *item)
{
    if (item->parent() && item->data(0, kMoreRole).toBool())
        m_store.fetchCollections(sourceOf(item->parent()));
}

void ContentTree::startEditing(QTreeWidgetItem *item, int column)
{
    if (column == Target && isChecked(item) && !sourceOf(item).isEmpty())
        editItem(item, Target);
}

void ContentTree::takeItem(QTreeWidgetItem *item, int column)
{
    if (m_filling || sourceOf(item).isEmpty())
        return;
    if (column == Target) {
        QString typed = item->text(Target).trimmed();
        const bool collection = item->parent() != nullptr;
        if (collection && !typed.isEmpty() && !typed.contains(QLatin1Char('.')))
            typed = sourceOf(item->parent()) + QLatin1Char('.') + typed;
        item->setData(0, kTypedRole, typed);
    }
    updateAll();
    emit choiceChanged();
}

QString ContentTree::effectiveName(const QTreeWidgetItem *item) const
{
    const QString typed = item->data(0, kTypedRole).toString();
    if (!typed.isEmpty())
        return typed;
    const QString database = sourceOf(item->parent() ? item->parent() : item);
    if (!item->parent())
        return database + m_databaseSuffix;
    return database + sourceOf(item).mid(database.size()) + m_collectionSuffix;
}

void ContentTree::updateRow(QTreeWidgetItem *item)
{
    if (sourceOf(item).isEmpty())
        return;
    const bool within = item->parent() && isChecked(item->parent());
    Qt::ItemFlags flags = item->flags();
    flags.setFlag(Qt::ItemIsEnabled, !within);
    item->setFlags(flags);
    item->setText(Target,
                  within                ? tr("with its database")
                      : isChecked(item) ? effectiveName(item)
                                        : QString());
    item->setToolTip(Target, isChecked(item) ? tr("Double-click or F2: another name") : QString());
    const bool found = m_find.isEmpty() || sourceOf(item).contains(m_find, Qt::CaseInsensitive);
    item->setHidden(!found);
    if (found && item->parent() && item->parent()->isHidden())
        item->parent()->setHidden(false);
}

void ContentTree::updateAll()
{
    const bool nested = std::exchange(m_filling, true);
    bool sized = false; // Atlas's document promises names alone
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem *database = topLevelItem(i);
        updateRow(database);
        sized = sized || !database->text(Size).isEmpty();
        for (int j = 0; j < database->childCount(); ++j) {
            updateRow(database->child(j));
            sized = sized || !database->child(j)->text(Size).isEmpty();
        }
    }
    setColumnHidden(Size, !sized);
    m_filling = nested;
}

NamespaceChoice ContentTree::choiceOf(const QTreeWidgetItem *item) const
{
    return {sourceOf(item), item->data(0, kTypedRole).toString()};
}

QList<NamespaceChoice> ContentTree::databases() const
{
    QList<NamespaceChoice> result;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (isChecked(topLevelItem(i)))
            result.append(choiceOf(topLevelItem(i)));
    }
    return result;
}

QList<NamespaceChoice> ContentTree::collections() const
{
    QList<NamespaceChoice> result;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const QTreeWidgetItem *database = topLevelItem(i);
        for (int j = 0; j < database->childCount() && !isChecked(database); ++j) {
            const QTreeWidgetItem *item = database->child(j);
            if (isChecked(item) && !sourceOf(item).isEmpty())
                result.append(choiceOf(item));
        }
    }
    return result;
}

void ContentTree::setChoice(const CollectionChoice &choice)
{
    const bool nested = std::exchange(m_filling, true);
    for (const NamespaceChoice &one : choice.databases + choice.collections) {
        addByName(one.source);
        QTreeWidgetItem *item = databaseItem(one.source.section(QLatin1Char('.'), 0, 0));
        if (item && one.source.contains(QLatin1Char('.')))
            item = childNamed(item, one.source);
        if (item)
            item->setData(0, kTypedRole, one.target);
    }
    m_filling = nested;
    updateAll();
}

void ContentTree::setSuffixes(const QString &database, const QString &collection)
{
    m_databaseSuffix = database;
    m_collectionSuffix = collection;
    updateAll();
}

void ContentTree::find(const QString &text)
{
    m_find = text.trimmed();
    updateAll();
}

bool ContentTree::addByName(const QString &text)
{
    const QString source = text.trimmed();
    const QString database = source.section(QLatin1Char('.'), 0, 0);
    const QString collection = source.section(QLatin1Char('.'), 1);
    const bool dotted = source.contains(QLatin1Char('.'));
    if (database.isEmpty() || (dotted && collection.isEmpty())
        || source.contains(QChar(QChar::Null)))
        return false;
    const bool nested = std::exchange(m_filling, true);
    QTreeWidgetItem *item = databaseItem(database);
    if (!item) {
        item = makeRow(database, database, nullptr);
        addTopLevelItem(item);
    }
    if (dotted) {
        QTreeWidgetItem *child = childNamed(item, source);
        if (!child) {
            child = makeRow(source, collection, nullptr);
            item->insertChild(0, child);
        }
        item->setExpanded(true);
        item = child;
    }
    item->setCheckState(0, Qt::Checked);
    scrollToItem(item);
    m_filling = nested;
    if (!nested) {
        updateAll();
        emit choiceChanged();
    }
    return true;
}

int ContentTree::unread() const
{
    int count = 0;
    for (const SnapshotItem &database : m_store.databases().items)
        count += m_store.collections(database.name).isRead() ? 0 : 1;
    return count;
}
