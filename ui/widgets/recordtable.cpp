#include "widgets/recordtable.h"

#include "style/theme.h"
#include "tables/recordmodel.h"
#include "widgets/clipboard.h"
#include "widgets/statedelegate.h"
#include "widgets/tablestyle.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

RecordTable::RecordTable(const QString &name, RecordModelBase &model, const TableLayout &layout,
                         QSettings &settings, QWidget *parent)
    : QTableView(parent), m_model(model), m_settings(settings)
{
    QString key = name;
    m_settingsKey = QStringLiteral("columns/") + key.remove(QLatin1Char(' '));
    setObjectName(QString(key).replace(0, 1, key.left(1).toLower()));
    setAccessibleName(name);
    setModel(&model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setSortingEnabled(true);
    styleTable(this);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    if (const int state = model.columnOf(QLatin1String("state")); state >= 0)
        setItemDelegateForColumn(state, new StateDelegate(this));
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    restoreColumns(layout);

    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
            &RecordTable::showColumnMenu);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, &RecordTable::saveColumns);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &RecordTable::saveColumns);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            &RecordTable::saveColumns);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &RecordTable::rememberPlace);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordTable::restorePlace);
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (!m_currentId.isEmpty() && !currentIndex().isValid())
            restorePlace();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &RecordTable::watchEnd);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &RecordTable::watchEnd);
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { emit opened(m_model.idAt(index.row())); });
}

QString RecordTable::currentId() const
{
    const int row = currentIndex().row();
    return row >= 0 && selectionModel()->isRowSelected(row) ? m_model.idAt(row) : QString();
}

void RecordTable::selectId(const QString &id)
{
    m_currentId = id;
    m_selectedIds = {id};
    const int row = m_model.rowOfId(id);
    if (row < 0)
        return;
    selectionModel()->setCurrentIndex(m_model.index(row, m_currentColumn),
                                      QItemSelectionModel::ClearAndSelect
                                          | QItemSelectionModel::Rows);
    scrollTo(currentIndex());
}

void RecordTable::rememberPlace()
{
    if (currentIndex().isValid()) {
        m_currentId = currentId();
        m_currentColumn = currentIndex().column();
        m_selectedIds.clear();
        const auto rows = selectionModel()->selectedRows();
        for (const QModelIndex &row : rows)
            m_selectedIds.append(m_model.idAt(row.row()));
    }
    const int top = rowAt(0);
    m_topId = top > 0 ? m_model.idAt(top) : QString(); // at the very top, new rows should show
}

void RecordTable::restorePlace()
{
    m_restoring = true;
    QItemSelection selection;
    for (const QString &id : std::as_const(m_selectedIds)) {
        const int row = m_model.rowOfId(id);
        if (row >= 0)
            selection.select(m_model.index(row, 0),
                             m_model.index(row, m_model.columnCount({}) - 1));
    }
    const int current = m_currentId.isEmpty() ? -1 : m_model.rowOfId(m_currentId);
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_model.index(current, m_currentColumn),
                                          QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    const int top = m_topId.isEmpty() ? -1 : m_model.rowOfId(m_topId);
    if (top >= 0)
        scrollTo(m_model.index(top, 0), PositionAtTop);
    m_topId.clear(); // of this reset: the person may scroll on
    m_restoring = false;
    tellCurrent();
}

void RecordTable::tellCurrent()
{
    m_toldId = currentId();
    emit currentIdChanged(m_toldId);
}

void RecordTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_restoring)
        return;
    if (current.isValid()) {
        m_currentId = m_model.idAt(current.row());
        m_currentColumn = current.column();
    }
    // A click highlights it a moment later.
    if (!current.isValid() || !currentId().isEmpty())
        tellCurrent();
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_restoring && currentId() != m_toldId)
        tellCurrent();
}

// Ctrl and an arrow would move the current row away from the highlighted one.
QItemSelectionModel::SelectionFlags RecordTable::selectionCommand(const QModelIndex &index,
                                                                  const QEvent *event) const
{
    const auto flags = QTableView::selectionCommand(index, event);
    const bool moves = event && event->type() == QEvent::KeyPress && index != currentIndex();
    return moves && flags == QItemSelectionModel::NoUpdate
        ? QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows
        : flags;
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyCell();
    } else if (event->key() == Qt::Key_C
               && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        copyRowsAsJson();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const QString id = currentId(); !id.isEmpty())
            emit opened(id);
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void RecordTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (currentId().isEmpty())
        return;
    QMenu *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit menuRequested(menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    QAction *cell = menu->addAction(tr("Copy cell"), this, &RecordTable::copyCell);
    cell->setShortcut(QKeySequence::Copy);
    QAction *json = menu->addAction(tr("Copy row as JSON"), this, &RecordTable::copyRowsAsJson);
    json->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint below = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    menu->popup(byKeyboard ? below : event->globalPos());
}

void RecordTable::copyCell()
{
    if (currentIndex().isValid())
        copyText(currentIndex().data(Qt::DisplayRole).toString());
}

void RecordTable::copyRowsAsJson()
{
    QStringList lines;
    const auto rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        lines.append(QString::fromUtf8(row.data(RecordModelBase::JsonRole).toByteArray()));
    if (!lines.isEmpty())
        copyText(lines.join(QLatin1Char('\n')));
}

void RecordTable::watchEnd()
{
    const QScrollBar *bar = verticalScrollBar();
    // An empty range means that everything is in sight.
    if (bar->value() >= bar->maximum() - viewport()->height())
        emit nearEnd();
}

void RecordTable::showColumnMenu(const QPoint &position)
{
    QMenu *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    int shown = 0;
    for (int column = 0; column < m_model.columnCount({}); ++column)
        shown += isColumnHidden(column) ? 0 : 1;
    for (int column = 0; column < m_model.columnCount({}); ++column) {
        QAction *action = menu->addAction(m_model.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || shown > 1);
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            saveColumns();
        });
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void RecordTable::restoreColumns(const TableLayout &layout)
{
    constexpr int kUsualWidth = 16;
    for (int column = 0; column < m_model.columnCount({}); ++column) {
        const QString id =
            m_model.headerData(column, Qt::Horizontal, RecordModelBase::IdRole).toString();
        setColumnHidden(column, m_model.isHiddenAtFirst(column));
        setColumnWidth(column,
                       layout.widths.value(id, kUsualWidth) * fontMetrics().averageCharWidth()
                           + 2 * theme::kGrid);
        if (id == layout.sortColumn)
            sortByColumn(column, layout.sortOrder);
    }
    const QByteArray state = m_settings.value(m_settingsKey).toByteArray();
    if (!state.isEmpty())
        horizontalHeader()->restoreState(state);
}

void RecordTable::saveColumns()
{
    m_settings.setValue(m_settingsKey, horizontalHeader()->saveState());
}
