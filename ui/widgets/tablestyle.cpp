#include "widgets/tablestyle.h"

#include "style/theme.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QTableView>
#include <QToolTip>

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                             const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QString text = index.data().toString();
    if (event->type() != QEvent::ToolTip || text.isEmpty()
        || sizeHint(option, index).width() <= option.rect.width())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString more = index.data(Qt::ToolTipRole).toString();
    QToolTip::showText(event->globalPos(),
                       more.isEmpty() || more == text ? text : text + QLatin1Char('\n') + more,
                       view->viewport(), option.rect);
    return true;
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    constexpr QChar kEnSpace(0x2002);
    if (option->displayAlignment.testFlag(Qt::AlignRight) && !option->text.isEmpty())
        option->text += kEnSpace; // else numbers touch the next column's text
}

void styleTable(QTableView *table)
{
    table->setItemDelegate(new CellDelegate(table));
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTextElideMode(Qt::ElideMiddle); // names differ at their ends
    table->setTabKeyNavigation(false); // Tab leaves the table: everything is reached by keyboard
    QHeaderView *rows = table->verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultSectionSize(qMax(table->fontMetrics().height() + theme::kGrid, 24));
    QHeaderView *titles = table->horizontalHeader();
    titles->setHighlightSections(false);
    titles->setStretchLastSection(true);
    titles->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}
