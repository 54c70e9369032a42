// The kinds of restore job there are, one file each. Only jobkind.cpp and the kinds themselves need
// this.
#pragma once

#include "atlas/jobkind.h"

extern const JobKind kTenantKind;
extern const JobKind kFlexKind;
extern const JobKind kCloudKind;
extern const JobKind kLegacyKind;

/// Parts of a kind that fill a file of their own.
Request<Page<Snapshot>> listLegacySnapshots(const Cluster &source, const PageRequest &page);
QList<Fact> legacySnapshotFacts(const QJsonObject &raw);
Request<Page<Snapshot>> listCloudSnapshots(const Cluster &source, const PageRequest &page);
QList<Fact> cloudSnapshotFacts(const QJsonObject &raw);
