// The table of restore jobs. Filter keys: state, kind, type (download, restore, pointInTime …),
// project, source, target (`target:download`), snapshot, id (of job, snapshot, batch or project; by
// its beginning), age (since the job was created), by (who started it, where known). Sorted by
// creation, active jobs count as the newest, and the parts of a batch stand together.
#pragma once

#include "atlas/restorejob.h"
#include "tables/table.h"

Table<RestoreJob> jobTable();

/// What the Target column shows: the cluster, with its project where that is another than the
/// source's, or "download".
QString targetText(const RestoreJob &job, const TextContext &context);
/// "12,000 of 40,000 documents"; empty where Atlas does not tell.
QString progressText(const RestoreJob &job);
/// "download", "restore", "point in time", translated.
QString typeText(const RestoreJob &job);
