// Draws the State column: icon, word and colour, the same everywhere. Every other column is plain
// text.
#pragma once

#include <QStyledItemDelegate>

class StateDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};
