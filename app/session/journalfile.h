// The journal's file: whole lines in, whole lines out, safe against a crash, a full disk and a
// second process. It knows nothing of what the lines say. Under a Lock only: readNew, append.
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

class JournalFile
{
    Q_DISABLE_COPY_MOVE(JournalFile)

public:
    /// Held while reading and writing; other processes wait. False: not to be had, see error().
    class Lock
    {
        Q_DISABLE_COPY(Lock)

    public:
        explicit Lock(int fd = -1) : m_fd(fd) { }
        Lock(Lock &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }
        ~Lock();
        explicit operator bool() const { return m_fd >= 0; }

    private:
        int m_fd;
    };

    struct News {
        bool startedOver = false; // the file is another one now: forget what was read
        QList<QByteArray> lines; // without their ends
    };

    explicit JournalFile(const QString &fileName) : m_fileName(fileName) { }
    ~JournalFile();

    const QString &fileName() const { return m_fileName; }
    /// Opens the file if need be (made with mode 0600, its folder 0700) and locks it; waits two
    /// seconds at most.
    Lock lock();
    /// The lines added since the last call, by whichever process. A torn last line is moved to a
    /// file beside this one.
    News readNew();
    /// Appends the line (its end included) by one write and syncs it. On Disk nothing of it is left
    /// in the file.
    Result<void> append(const QByteArray &line);
    /// Why lock() or append() failed.
    Error error() const;
    /// A sentence for the person: what is wrong with the file, or what was. Empty: nothing.
    QString problem() const { return m_problem + m_torn; }

private:
    bool open();
    bool isStillThere() const;
    void closeFile();
    QString setAside(const QByteArray &torn);
    QByteArray readFrom(qint64 offset, bool *ok) const;
    void fail(const QString &sentence) { m_problem = sentence; }

    QString m_fileName;
    QString m_problem; // now
    QString m_torn; // what was found and mended
    int m_fd = -1;
    qint64 m_offset = 0; // read up to here
    bool m_startedOver = false;
};
