// The rules of a restore that are one kind's own, for validate(): `…TargetChecks` hold the target
// against the data, `…SourceChecks` the point in time and the download. For the kinds alone.
#pragma once

#include "atlas/checks/checks.h"

QList<Check> tenantTargetChecks(const PlanView &view);
QList<Check> tenantSourceChecks(const PlanView &view);
QList<Check> flexTargetChecks(const PlanView &view);
QList<Check> flexSourceChecks(const PlanView &view);
QList<Check> cloudTargetChecks(const PlanView &view);
QList<Check> cloudSourceChecks(const PlanView &view);
QList<Check> collectionTargetChecks(const PlanView &view);
QList<Check> collectionSourceChecks(const PlanView &view);
QList<Check> legacyTargetChecks(const PlanView &view);
QList<Check> legacySourceChecks(const PlanView &view);

// Shared by the kinds whose targets are M10 and above.

Check dedicatedTierCheck(const PlanView &view);
Check pausedTargetCheck(const PlanView &view);
Check targetNameCheck(const PlanView &view);
Check roomCheck(const PlanView &view);
Check versionStepCheck(const PlanView &view);
Check downloadEncryptionCheck(const PlanView &view);
/// Encryption, topology, shards, config server: what a whole restore needs alike on both sides.
QList<Check> alikeChecks(const PlanView &view);
