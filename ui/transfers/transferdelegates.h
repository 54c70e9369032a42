// Draws a transfer's progress as a bar with its words, and its verification in the colour of what
// it says. The words themselves come from the table.
#pragma once

#include "style/theme.h"
#include "transfer/transfer.h"

#include <QStyledItemDelegate>

theme::Tone verdictTone(Verdict verdict);

class ProgressDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

class VerdictDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};
