// The table of snapshots. Filter keys: state, kind, type, project, source (the cluster), id and
// snapshot (its beginning), age (since it was taken).
#pragma once

#include "atlas/resources.h"
#include "atlas/restorejob.h"
#include "tables/table.h"

Table<Snapshot> snapshotTable();

/// The words and badges of jobs, for snapshots too: completed is Done, and Expired after its time.
JobState snapshotState(const Snapshot &snapshot, const QDateTime &now);
