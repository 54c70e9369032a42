#include "sidebardelegate.h"

#include "style/theme.h"
#include "widgets/markchip.h"

#include <QApplication>
#include <QPainter>

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto mark = EnvironmentMark(index.data(kMarkRole).toInt());
    if (mark == EnvironmentMark::None)
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    const QWidget *widget = option.widget;
    const QStyle *style = widget ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, widget);
    const int room = option.rect.width() - whole.decorationSize.width() - 2 * theme::kGrid
        - whole.fontMetrics.horizontalAdvance(whole.text);
    QString word = environmentName(mark);
    if (markChipSize(word, option.font).width() > room)
        word = shortEnvironmentName(mark);
    const QSize size = markChipSize(word, option.font);
    QRect chip(QPoint(0, 0), size.boundedTo(option.rect.size() - QSize(0, 2)));
    chip.moveCenter(option.rect.center());
    chip.moveRight(option.rect.right() - theme::kGrid / 2);
    QStyleOptionViewItem name = option;
    name.rect.setRight(chip.left() - theme::kGrid / 2);
    QStyledItemDelegate::paint(painter, name, index);
    // The chip keeps its own colours on a selected row, which may have others.
    painter->setFont(option.font);
    drawMarkChip(*painter, chip, mark, word, widget ? widget->palette() : option.palette);
}
