// What a person does with a file that arrived: whether to use it at all, how to unpack it, and how
// to look at the data with a mongod of its own. Downloads of every kind hold the data files of a
// mongod, so what counts is the file, the MongoDB version and whether the cluster is sharded.
#pragma once

#include "transfer/transfer.h"

/// What is known of the backup beyond its files; empty where nothing is.
struct BackupOrigin {
    QString snapshotVersion; // of MongoDB
    QString clusterVersion; // today's
    bool sharded = false;
    bool encrypted = false; // with a key of the customer's

    bool operator==(const BackupOrigin &) const = default;
};

struct NextSteps {
    QString words; // plain text, paragraphs
    QString commands; // for a shell, to be run as they stand; empty where there is nothing to run

    bool operator==(const NextSteps &) const = default;
};

/// What to do about a file that stands still, where describe() leaves it open; else empty.
QString whatNow(TransferProblem::Kind kind);
/// Of the transfer's file at this place.
NextSteps nextSteps(const Transfer &transfer, qsizetype part, const BackupOrigin &origin);
