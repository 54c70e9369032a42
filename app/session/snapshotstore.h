// The snapshots of the clusters in scope, of every kind they may hold.
#pragma once

#include "session/pagedstore.h"

class SnapshotStore : public PagedStore<Snapshot>
{
    Q_OBJECT

public:
    using PagedStore::PagedStore;

protected:
    QString keyOf(const Snapshot &snapshot) const override;
    void readPage(const Source &source, int pageNum) override;
};
