// Snapshots in words: what took them, how often, how long they are kept.
#pragma once

#include "atlas/resources.h"

/// When the data was as it is or, while that is not known (unfinished, failed), when the snapshot
/// was begun: scheduled, else from its id.
QDateTime snapshotTime(const Snapshot &snapshot);
/// "Scheduled", "On demand", "Fallback"; Atlas's own word where it is none of these.
QString snapshotTypeName(const Snapshot &snapshot);
/// "Hourly", "Daily" …; empty for snapshots on demand.
QString snapshotFrequencyName(const Snapshot &snapshot);
/// "7 days", "1 day", "5 h"; empty if not known.
QString keptFor(const Snapshot &snapshot);
/// "kept 7 days, expires in 5 d"; empty where Atlas tells no end.
QString retentionText(const Snapshot &snapshot, const QDateTime &now);
/// What a fallback snapshot is, in a sentence.
QString fallbackWarning();
/// A rule of a schedule: "every 6 hours, kept 2 days", "on Saturdays, kept 4 weeks".
QString policyText(const BackupPolicyItem &item);
