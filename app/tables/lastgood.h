// The question of an incident: which backup is the last one from before the damage?
#pragma once

#include "atlas/resources.h"

/// The newest completed snapshot taken at or before `time` and not expired at `now`; a fallback
/// snapshot (its data may be inconsistent) only when there is no other. Of equally new ones the one
/// kept longest, then the first. Null if there is none; points into `snapshots`.
const Snapshot *lastGoodBefore(const QList<Snapshot> &snapshots, const QDateTime &time,
                               const QDateTime &now);
/// With the present moment as `now`.
const Snapshot *lastGoodBefore(const QList<Snapshot> &snapshots, const QDateTime &time);
bool isFallback(const Snapshot &snapshot);
