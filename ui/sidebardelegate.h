// An item of the tree with its environment mark as a chip at the right end of its name.
#pragma once

#include <QStyledItemDelegate>

class SidebarDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    // Of items that can be marked.
    static constexpr int kProjectRole = Qt::UserRole + 1; // project id
    static constexpr int kClusterRole = Qt::UserRole + 2; // cluster name; empty: the project
    static constexpr int kMarkRole = Qt::UserRole + 3; // int(EnvironmentMark)

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};
