#include "session/snapshotstore.h"

QString SnapshotStore::keyOf(const Snapshot &snapshot) const
{
    return sourceKey(snapshot.kind, snapshot.projectId, snapshot.cluster);
}

void SnapshotStore::readPage(const Source &source, int pageNum)
{
    const auto request = source.kind->listSnapshots(source.cluster, {pageNum, kPageSize});
    client().send(request, round(), [this, source, pageNum](const Result<Page<Snapshot>> &page) {
        if (page)
            merge(source, pageNum, *page);
        else
            failed(source, page.error());
    });
}
