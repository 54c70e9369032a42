// The state of the data that a restore brings back, and what is to be done with it. A closed set: a
// snapshot, a second, an oplog entry, a checkpoint.
#pragma once

#include <QDateTime>
#include <QString>
#include <variant>

/// What is to be done with the source's data.
enum class PlanAction {
    Restore, // overwrite the target with it
    Collections, // write chosen databases and collections into the target
    Download, // make files to fetch; touches no cluster
};

/// The snapshot of the plan.
struct SnapshotPoint {
    bool operator==(const SnapshotPoint &) const = default;
};

/// A second of the clock.
struct ClockPoint {
    QDateTime time; // UTC

    bool operator==(const ClockPoint &) const = default;
};

/// An entry of the oplog: its BSON timestamp.
struct OplogPoint {
    qint64 seconds = 0; // since 1970, UTC
    int increment = 1; // from 1

    bool operator==(const OplogPoint &) const = default;
};

/// A checkpoint between two snapshots of a sharded cluster (legacy backup).
struct CheckpointPoint {
    QString id;
    QDateTime time; // of the checkpoint, UTC

    bool operator==(const CheckpointPoint &) const = default;
};

using RestorePoint = std::variant<SnapshotPoint, ClockPoint, OplogPoint, CheckpointPoint>;
