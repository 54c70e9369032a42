// What can be done with a cluster's backups, asked of its kinds of backup: the words of the
// wizard's first page, and the kind of job that a choice leads to.
#pragma once

#include "atlas/inventory.h"
#include "atlas/jobkind.h"

/// The kinds of backup that the cluster has or may hold: those whose snapshots can be listed.
QList<const JobKind *> backupKindsOf(const Cluster &source);
/// The kind of the job that does this with such backups; null if Atlas has none.
const JobKind *jobKindFor(const Cluster &source, const JobKind *backups, PlanAction action,
                          const RestorePoint &point = SnapshotPoint());
/// True if any backup of the cluster lets one do this.
bool canDo(const Cluster &source, PlanAction action);
/// "Restore onto a cluster" …, as the person chooses it.
QString actionName(PlanAction action);
/// Why this can't be done with the cluster's backups, in a sentence; empty if it can.
QString whyNot(const Cluster &source, PlanAction action);
/// True of a deleted cluster where a living one has its name: the calls reach that one.
bool hasLivingNamesake(const Cluster &source, const Inventory &inventory);
