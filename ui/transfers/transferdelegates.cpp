#include "transfers/transferdelegates.h"

#include "tables/recordmodel.h"

#include <QApplication>
#include <QPainter>

namespace {

constexpr int kBarHeight = 4;

QString iconOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::MatchesPublished:
        return QStringLiteral("state-done");
    case Verdict::Recorded:
        return QStringLiteral("info");
    case Verdict::Mismatch:
    case Verdict::Damaged:
        return QStringLiteral("error");
    case Verdict::None:
        break;
    }
    return {};
}

} // namespace

theme::Tone verdictTone(Verdict verdict)
{
    switch (verdict) {
    case Verdict::MatchesPublished:
        return theme::Tone::Good;
    case Verdict::Mismatch:
    case Verdict::Damaged:
        return theme::Tone::Danger;
    case Verdict::Recorded:
        return theme::Tone::Info;
    case Verdict::None:
        break;
    }
    return theme::Tone::Neutral;
}

QString transferIconName(JobState badge)
{
    return badge == JobState::Cancelled ? QStringLiteral("state-paused")
                                        : theme::stateIconName(badge);
}

QString TransferStateDelegate::iconName(JobState state) const
{
    return transferIconName(state);
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    CellDelegate::paint(painter, option, index);
    const int permille = index.data(RecordModelBase::SortKeyRole).toInt();
    const auto state = JobState(index.data(RecordModelBase::StateRole).toInt());
    if (permille < 0 || permille >= 1000)
        return;
    // A bar under the words: both stay readable in every palette.
    const bool selected = option.state & QStyle::State_Selected;
    const QColor ink = selected ? option.palette.color(QPalette::HighlightedText)
                                : theme::toneColor(theme::stateTone(state), option.palette);
    QColor ground = ink;
    ground.setAlphaF(0.25F);
    QRect bar = option.rect.adjusted(theme::kGrid / 2, 0, -theme::kGrid / 2, 0);
    bar.setTop(bar.bottom() - kBarHeight);
    bar.setHeight(kBarHeight - 1);
    painter->save();
    painter->fillRect(bar, ground);
    bar.setWidth(bar.width() * permille / 1000);
    painter->fillRect(bar, ink);
    painter->restore();
}

void VerdictDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CellDelegate::initStyleOption(option, index);
    const auto verdict = Verdict(index.data(RecordModelBase::SortKeyRole).toInt());
    if (verdict == Verdict::None)
        return;
    const bool selected = option->state & QStyle::State_Selected;
    const QColor color = selected ? option->palette.color(QPalette::HighlightedText)
                                  : theme::toneColor(verdictTone(verdict), option->palette);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = theme::icon(iconOf(verdict), color);
    option->decorationSize = QSize(16, 16);
    option->palette.setColor(QPalette::Text, color);
}
