// An item of the tree with its environment mark as a chip at the right end of its name.
#pragma once

#include <QStyledItemDelegate>

class SidebarDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kMarkRole = Qt::UserRole + 10; // int(EnvironmentMark)

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};
