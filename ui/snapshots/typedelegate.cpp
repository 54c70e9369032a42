#include "snapshots/typedelegate.h"

#include "style/theme.h"
#include "tables/lastgood.h"

SnapshotTypeDelegate::SnapshotTypeDelegate(const RecordModel<Snapshot> &model, QObject *parent)
    : CellDelegate(parent), m_model(model)
{
}

void SnapshotTypeDelegate::initStyleOption(QStyleOptionViewItem *option,
                                           const QModelIndex &index) const
{
    CellDelegate::initStyleOption(option, index);
    const Snapshot *snapshot = m_model.record(index.row());
    if (!snapshot || !isFallback(*snapshot))
        return;
    const bool selected = option->state & QStyle::State_Selected;
    const QColor color = selected ? option->palette.color(QPalette::HighlightedText)
                                  : theme::toneColor(theme::Tone::Warning, option->palette);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = theme::icon(QStringLiteral("warning"), color);
    option->decorationSize = QSize(16, 16);
    option->palette.setColor(QPalette::Text, color);
}
