// Draws a transfer's state with its icon, its progress as a bar with its words, and its
// verification in the colour of what it says. The words themselves come from the table.
#pragma once

#include "style/theme.h"
#include "transfer/transfer.h"
#include "widgets/statedelegate.h"

theme::Tone verdictTone(Verdict verdict);
/// For what badgeOf() says of a transfer: none is ever cancelled, a paused one has its own.
QString transferIconName(JobState badge);

class TransferStateDelegate : public StateDelegate
{
    Q_OBJECT

public:
    using StateDelegate::StateDelegate;

protected:
    QString iconName(JobState state) const override;
};

class ProgressDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

class VerdictDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};
