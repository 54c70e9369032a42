// The record of every change this computer sent: append-only, one JSON object a line, flushed to
// the disk (fsync) before append returns. An intent is written before the change leaves, its
// outcome after. Never a secret in it.
#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>
#include <memory>

/// One change, with what is known of its end.
struct JournalEntry {
    enum class Outcome {
        Open, // intent written, nothing known yet
        Started, // Atlas accepted it: jobId
        NotStarted, // Atlas refused it, or it never left
        Unknown, // sent, answer lost
        NotFound, // after Unknown: the job list shows no such job
    };

    QString id; // made by the journal
    QDateTime time; // of the intent, UTC
    QString profileId;
    QString profileName;
    QString baseUrl;
    QString loginName;
    QString action; // "restore", "collections", "download", "cancel", "snapshot"
    QString kindId; // JobKind::id
    QString sourceProjectId;
    QString sourceProject; // name, where known
    QString sourceCluster;
    QString snapshotId;
    QDateTime snapshotTime; // the data's time: of the snapshot or of the point
    QString point; // "2026-01-31T12:00:00Z", "oplog 1769860800/3", "checkpoint <id>"; else empty
    QString scope; // collections: strategy and names; cancel: the job; snapshot: its description
    QString targetProjectId;
    QString targetProject;
    QString targetCluster;
    QString reason;

    Outcome outcome = Outcome::Open;
    QDateTime outcomeTime;
    QString jobId; // what was made: several are separated by ", "
    QString errorCode;
    QString detail;

    bool operator==(const JournalEntry &) const = default;
};

class Journal : public QObject
{
    Q_OBJECT

public:
    /// Opens or makes the file, mode 0600. A torn last line (a crash while writing) is kept aside
    /// and said by openProblem(), never dropped silently; intact lines are always read.
    explicit Journal(const QString &fileName, QObject *parent = nullptr);
    ~Journal() override;

    QString openProblem() const;
    /// Oldest first.
    const QList<JournalEntry> &entries() const;
    /// Writes the intent and syncs it. Returns the entry's id; Disk if it is not safely on the
    /// disk, and then nothing may be sent.
    Result<QString> begin(JournalEntry intent);
    /// Writes what became of it. May be called again when more is known (Unknown, later Started or
    /// NotFound). What is Started stays so: a list that does not show it was read too early.
    Result<void> finish(const QString &id, JournalEntry::Outcome outcome, const QString &jobId,
                        const QString &errorCode, const QString &detail);
    /// Entries of a profile that are Open or Unknown: what a crash or a lost answer left.
    QList<JournalEntry> unresolved(const QString &profileId) const;

signals:
    void changed();

private:
    class Private;
    std::unique_ptr<Private> d;
};
