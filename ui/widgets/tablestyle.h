// How every table looks: rows of one height, no grid, titles at the left, Tab leaves it; a cell
// that is cut is read whole by pointing at it.
#pragma once

#include <QStyledItemDelegate>

class QTableView;

class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

void styleTable(QTableView *table);
