// A file on its way: `NAME.part` (mode 0600) beside the target and `NAME.part.state`. Each block is
// written and digested in one go; at sync points the disk confirms and the state says how much is
// safe. Taking it up again cuts back to that and hashes it again. commit() gives the final name and
// never overwrites; until forgetState() a later open() finds the file again under that name. One
// thread, one process (flock) at a time.
#pragma once

#include "transfer/digester.h"
#include "transfer/partstate.h"
#include "transfer/transferproblem.h"

#include <QElapsedTimer>

#include <chrono>
#include <future>

struct PartFileLimits {
    qint64 syncBytes = 64 * 1024 * 1024; // at most so much is fetched again after a crash
    std::chrono::milliseconds syncTime {5'000};
};

class PartFile
{
    Q_DISABLE_COPY_MOVE(PartFile)

public:
    PartFile(const QString &target, const QString &label, const PartFileLimits &limits);
    ~PartFile();

    /// Makes the file or takes it up. Then hashStep() until isHashed(). NameTaken if a file of that
    /// name, or of the state's, is not this job's (another job's state without a byte is nobody's);
    /// FileVanished if it was there and is gone (the next open starts over).
    [[nodiscard]] TransferProblem open();
    /// Hashes the next so many bytes of what was there. FileChanged if they are not what was
    /// written; then the next open starts over.
    [[nodiscard]] TransferProblem hashStep(qint64 most);
    bool isHashed() const { return m_hashed == bytes(); }
    bool isOpen() const { return m_fd >= 0; }

    /// What the server says of the file, when its answer begins.
    void describe(qint64 size, const QByteArray &etag, const QByteArray &lastModified);
    /// What is written and digested; the disk may not have confirmed all of it yet.
    const PartState &state() const { return m_state; }
    qint64 bytes() const { return m_state.bytes; }
    bool isComplete() const { return m_state.size > 0 && bytes() == m_state.size; }

    [[nodiscard]] TransferProblem startOver();
    /// Appends. After a problem bytes() is what it was.
    [[nodiscard]] TransferProblem write(const char *data, qint64 size);
    /// Begins a sync point in a thread of its own, unless one is under way or all is safe.
    void startSync();
    bool isSyncing() const;
    /// What became of the last sync point, and whether the file is still ours; may wait.
    [[nodiscard]] TransferProblem settle();
    /// The disk and the state have all of it.
    bool isSafe() const { return !m_dirty && !m_sync.valid(); }
    /// Waits for the disk, and looks whether the file is still ours.
    [[nodiscard]] TransferProblem sync();
    /// Syncs and lets go of the file. A later open() takes up without hashing if nothing changed.
    TransferProblem close();

    QString sha1() const { return QString::fromLatin1(m_digester.hex(Digester::Sha1)); }
    QString sha256() const { return QString::fromLatin1(m_digester.hex(Digester::Sha256)); }

    /// Checks the size and renames to `name`, or `name (2)`... if that is taken; the name it got is
    /// written to `finalName`. Still mode 0600: it is a database. `name` is in the target's folder.
    [[nodiscard]] TransferProblem commit(const QString &name, QString *finalName);
    /// After commit(), once the name is kept elsewhere: removes the state.
    void forgetState() const;
    /// What is on the disk is not what was written: the next open() starts over, in whatever
    /// process. Until then nothing is removed. Returns the problem to tell.
    TransferProblem distrust(TransferProblem::Kind kind);
    /// Removes what is there of it, also if it was changed. What is not ours stays.
    void discard();

    static QString partName(const QString &target);
    static QString stateName(const QString &target);

private:
    struct Stamp {
        quint64 inode = 0;
        qint64 size = 0;
        qint64 changedNs = 0;
        bool operator==(const Stamp &) const = default;
    };

    TransferProblem readState(std::optional<PartState> *kept) const;
    void takeBack(const PartState &kept) const;
    void removeSecondName(const PartState &kept) const;
    TransferProblem openFile();
    TransferProblem takeUp(qint64 sizeOnDisk);
    QString besideTarget(const QString &name) const;
    TransferProblem problem(TransferProblem::Kind kind) const;
    TransferProblem collectSync();
    TransferProblem look() const;
    std::optional<Stamp> stamp() const;
    void forgetBytes();
    void letGo();

    QString m_target;
    PartFileLimits m_limits;
    PartState m_state;
    Digester m_digester {Digester::Sha1 | Digester::Sha256};
    int m_fd = -1;
    qint64 m_hashed = 0; // by m_digester
    qint64 m_synced = 0; // when the last sync began
    QElapsedTimer m_sinceSync;
    std::future<int> m_sync;
    std::optional<Stamp> m_closedAs;
    bool m_dirty = false; // something is not in m_sync yet
};
