// The table of restore jobs. Filter keys: state, kind, project, source, target (`target:download`),
// snapshot, id (both by their beginning), age (since the job was created).
#pragma once

#include "atlas/restorejob.h"
#include "tables/table.h"

Table<RestoreJob> jobTable();

/// What the Target column shows: the cluster, with its project where that is another than the
/// source's, or "download".
QString targetText(const RestoreJob &job, const TextContext &context);
