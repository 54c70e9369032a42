// The Type column: fallback snapshots as icon, word and colour.
#pragma once

#include "atlas/resources.h"
#include "tables/recordmodel.h"
#include "widgets/tablestyle.h"

class SnapshotTypeDelegate : public CellDelegate
{
    Q_OBJECT

public:
    SnapshotTypeDelegate(const RecordModel<Snapshot> &model, QObject *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const RecordModel<Snapshot> &m_model;
};
