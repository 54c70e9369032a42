// What a download is to the rest of the program: plain values. A Transfer has one part for each
// file of its job (a sharded cluster has several). No address and no header in them.
#pragma once

#include "transfer/transferproblem.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

enum class TransferState {
    Queued,
    Checking, // hashing what was there before going on
    Downloading,
    Waiting, // for the server or the network; goes on by itself at retryAt
    NeedsLink, // the old one expired, was used up, or is not kept; Atlas is asked
    Paused,
    Verifying, // all bytes are there: walking the archive, waiting for Atlas's hash
    Done, // see the verdict
    Failed, // see the problem
};

/// The four words, and "not known yet".
enum class Verdict {
    None,
    MatchesPublished,
    Mismatch,
    Recorded, // none was published: a SHA-256 stands beside the file
    Damaged,
};

/// What an archive holds.
struct ArchiveEntry {
    QString name;
    qint64 size = 0;

    bool operator==(const ArchiveEntry &) const = default;
};

struct ArchiveListing {
    static constexpr int kMostEntries = 5'000;

    QList<ArchiveEntry> entries; // the first kMostEntries
    qint64 count = 0;
    qint64 totalSize = 0; // unpacked
    QString damage; // a sentence; empty: sound from the first byte to the last

    bool operator==(const ArchiveListing &) const = default;
};

struct TransferPart {
    QString name; // as the service names the file: how its hash is found
    QString path; // where it goes; once Done, what it is called
    qint64 size = -1; // -1: not known yet
    qint64 received = 0;
    qint64 verified = 0; // bytes; while Verifying
    TransferState state = TransferState::Queued;
    TransferProblem problem;
    QDateTime retryAt; // Waiting only
    bool startedOver = false; // the server sent it from the beginning where we asked for the rest
    Verdict verdict = Verdict::None;
    QString sha1; // hex, once all bytes are there
    QString sha256;
    QString publishedHash; // by Atlas; empty: none or not yet
    QString checksumFile; // path; Recorded only
    ArchiveListing archive;

    bool operator==(const TransferPart &) const = default;
};

struct Transfer {
    QString id;
    QString label; // of the job, for people
    QString profileId;
    QString jobId;
    QString kindId; // JobKind::id: what to do next depends on it
    bool hashExpected = false; // Atlas publishes one after the download
    QDateTime created; // UTC
    QDateTime finished; // UTC; invalid while not
    QList<TransferPart> parts;
    double bytesPerSecond = 0; // now
    // Where the job is, to find it again, and what it was made from.
    QString projectId;
    QString cluster;
    QString snapshotId;
    QString road; // private endpoint; empty: the public one
    bool kept = true; // in the history

    /// Of all parts: what moves before what waits, and Done only when all are.
    TransferState state() const;
    /// The worst of the parts; None until all have one.
    Verdict verdict() const;
    qint64 received() const;
    /// -1 while one part's size is not known.
    qint64 size() const;
    std::optional<std::chrono::seconds> timeLeft() const;
    /// Downloading, checking, verifying or waiting its turn: something goes on by itself.
    bool isActive() const;
    /// Paused or failed, or without a link: resume() makes sense.
    bool canResume() const;
    bool operator==(const Transfer &) const = default;
};

/// The words a person reads.
QString stateText(TransferState state);
QString verdictText(Verdict verdict);
/// Words that stay the same in files.
QString toWord(TransferState state);
QString toWord(Verdict verdict);
TransferState transferState(const QString &word);
Verdict verdictOf(const QString &word);
