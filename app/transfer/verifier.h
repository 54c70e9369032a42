// Holds local files against a hash and walks archives, one after the other on a thread of its own.
// Everything else, signals included, is on the caller's thread.
#pragma once

#include "transfer/archivewalk.h"

#include <QThread>
#include <atomic>
#include <memory>

struct VerifyOrder {
    QString fileName;
    QByteArray expectedHash; // SHA-1, 256 or 512 in hex; empty: none
    bool archive = false; // it is one, whatever its name; else its name tells
};

struct VerifyReport {
    Verdict verdict = Verdict::None; // None: nothing to compare with, and no damage found
    QString sha1;
    QString sha256;
    QString sha512; // only where asked for
    qint64 size = 0;
    ArchiveListing archive;
    bool cancelled = false;
    TransferProblem problem; // the file could not be read; then nothing else holds
};

/// Blocks. A hash that differs is a Mismatch; a sound hash over a broken archive is Damaged.
VerifyReport verifyFile(const VerifyOrder &order, const std::atomic_bool &cancel,
                        const std::function<void(qint64)> &progress);

class Verifier : public QObject
{
    Q_OBJECT

public:
    explicit Verifier(QObject *parent = nullptr);
    /// Cancels and waits.
    ~Verifier() override;

    /// Returns the check's number; its signals come later, from the event loop.
    int verify(const VerifyOrder &order);
    /// finished() follows, with `cancelled`.
    void cancel(int id);

signals:
    /// At most ten times a second.
    void progressed(int id, qint64 done, qint64 size);
    void finished(int id, const VerifyReport &report);

private:
    using Flag = std::shared_ptr<std::atomic_bool>;
    void run(int id, const VerifyOrder &order, const Flag &cancelled);

    QThread m_thread;
    std::unique_ptr<QObject> m_desk; // lives in m_thread
    QHash<int, Flag> m_flags;
    int m_last = 0;
};
