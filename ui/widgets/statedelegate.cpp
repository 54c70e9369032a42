#include "widgets/statedelegate.h"

#include "style/theme.h"
#include "tables/recordmodel.h"

void StateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CellDelegate::initStyleOption(option, index);
    const QVariant value = index.data(RecordModelBase::StateRole);
    if (!value.isValid() || value.toInt() < 0)
        return;
    const auto state = JobState(value.toInt());
    const bool selected = option->state & QStyle::State_Selected;
    const QColor color = selected ? option->palette.color(QPalette::HighlightedText)
                                  : theme::toneColor(theme::stateTone(state), option->palette);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = theme::icon(iconName(state), color);
    option->decorationSize = QSize(16, 16);
    option->palette.setColor(QPalette::Text, color);
}

QString StateDelegate::iconName(JobState state) const
{
    return theme::stateIconName(state);
}
