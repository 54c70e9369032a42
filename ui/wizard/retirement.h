// A kind of backup whose calls Atlas has ended: recognising it, saying it, and where the cluster's
// backups are now.
#pragma once

#include "atlas/inventory.h"
#include "base/error.h"

struct JobKind;

/// True if the error may mean that the calls of this kind are gone (410, or 404 where the kind has
/// an end date).
bool mayBeRetired(const Error &error, const JobKind *kind);
/// The cluster as it is now, if its backups are of another kind by now, one that can be restored
/// from here; null else. Valid until the inventory changes.
const Cluster *successorOf(const ClusterRef &cluster, const JobKind *kind,
                           const Inventory &inventory);
/// What happened, and that no data was touched by it.
QString retirementText(const Error &error, const JobKind *kind);
/// "orders is a Flex cluster now: choose one of its Flex snapshots."
QString successorText(const Cluster &successor);
