// Draws the State column: icon, word and colour, the same everywhere.
#pragma once

#include "atlas/restorejob.h"
#include "widgets/tablestyle.h"

class StateDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    virtual QString iconName(JobState state) const;
};
