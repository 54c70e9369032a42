// What the Schedule tab says of a cluster: when Atlas takes snapshots, how long it keeps them, how
// far back a point in time reaches.
#pragma once

#include "atlas/restorejob.h"
#include "atlas/resources.h"

struct Error;
struct PlanFacts;

/// `error`: why the schedule could not be read; null if it was, or is still being read.
QList<Fact> scheduleFacts(const Cluster &cluster, const PlanFacts &facts, const Error *error);
/// Why no snapshot of this cluster can be taken on demand, in a sentence; empty if one can.
QString whyNoSnapshot(const Cluster &cluster);
