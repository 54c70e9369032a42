#include "session/journalfile.h"

#include "session/makeerror.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QThread>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

struct JournalWords {
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

constexpr auto kLockWait = std::chrono::seconds(2);

QString systemWords(int code)
{
    return QString::fromLocal8Bit(std::strerror(code));
}

bool syncFolder(const QString &folder)
{
    const int fd =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool ok = ::fsync(fd) == 0;
    ::close(fd);
    return ok;
}

/// Makes the folder, private; one that is there stays as it is.
bool makeFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    const QString above = QFileInfo(folder).absolutePath();
    if (!QDir().mkpath(above))
        return false;
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0)
        return errno == EEXIST;
    return syncFolder(above);
}

/// All of it, or false: a signal or a small disk may cut a write short.
bool writeAll(int fd, const QByteArray &bytes)
{
    ssize_t written;
    do {
        written = ::write(fd, bytes.constData(), size_t(bytes.size()));
    } while (written < 0 && errno == EINTR);
    if (written >= 0 && written < bytes.size())
        errno = ENOSPC;
    return written == bytes.size();
}

} // namespace

JournalFile::Lock::~Lock()
{
    if (m_fd >= 0)
        ::flock(m_fd, LOCK_UN);
}

JournalFile::~JournalFile()
{
    closeFile();
}

void JournalFile::closeFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
    m_offset = 0;
}

bool JournalFile::open()
{
    const QString folder = QFileInfo(m_fileName).absolutePath();
    if (!makeFolder(folder)) {
        fail(JournalWords::tr("The journal's folder %1 can't be made.").arg(folder));
        return false;
    }
    const QByteArray path = QFile::encodeName(m_fileName);
    const int flags = O_RDWR | O_APPEND | O_CLOEXEC;
    m_fd = ::open(path.constData(), flags | O_CREAT | O_EXCL, 0600);
    const bool made = m_fd >= 0;
    // Not blocking: a pipe in the file's place must not hang the program.
    if (!made && errno == EEXIST)
        m_fd = ::open(path.constData(), flags | O_NONBLOCK);
    if (m_fd < 0) {
        fail(JournalWords::tr("The journal %1 can't be opened: %2.")
                 .arg(m_fileName, systemWords(errno)));
        return false;
    }
    struct stat info = {};
    if (::fstat(m_fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        fail(JournalWords::tr("The journal %1 is not a regular file.").arg(m_fileName));
        closeFile();
        return false;
    }
    if ((info.st_mode & 0777) != 0600)
        ::fchmod(m_fd, 0600);
    if (made && (::fsync(m_fd) != 0 || !syncFolder(folder))) {
        fail(JournalWords::tr("The journal %1 can't be made safe on the disk: %2.")
                 .arg(m_fileName, systemWords(errno)));
        closeFile();
        return false;
    }
    return true;
}

bool JournalFile::isStillThere() const
{
    struct stat ours = {};
    struct stat named = {};
    return ::fstat(m_fd, &ours) == 0
        && ::stat(QFile::encodeName(m_fileName).constData(), &named) == 0
        && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev && ours.st_size >= m_offset;
}

JournalFile::Lock JournalFile::lock()
{
    // Lines written into a file that was moved away would be lost to the next start.
    if (m_fd >= 0 && !isStillThere()) {
        closeFile();
        m_startedOver = true;
    }
    m_problem.clear();
    if (m_fd < 0 && !open())
        return Lock();
    const QDeadlineTimer deadline(kLockWait);
    while (::flock(m_fd, LOCK_EX | LOCK_NB) != 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || deadline.hasExpired()) {
            fail(JournalWords::tr("The journal %1 is held by another program.").arg(m_fileName));
            return Lock();
        }
        QThread::msleep(5);
    }
    return Lock(m_fd);
}

QByteArray JournalFile::readFrom(qint64 offset, bool *ok) const
{
    QByteArray bytes;
    char buffer[65536];
    for (;;) {
        const ssize_t got = ::pread(m_fd, buffer, sizeof buffer, offset + bytes.size());
        if (got < 0 && errno == EINTR)
            continue;
        *ok = got >= 0;
        if (got <= 0)
            return bytes;
        bytes.append(buffer, got);
    }
}

JournalFile::News JournalFile::readNew()
{
    News news;
    news.startedOver = std::exchange(m_startedOver, false);
    bool ok = false;
    const QByteArray bytes = readFrom(m_offset, &ok);
    if (!ok) {
        fail(JournalWords::tr("The journal %1 can't be read: %2.")
                 .arg(m_fileName, systemWords(errno)));
        return news;
    }
    const qsizetype whole = bytes.lastIndexOf('\n') + 1;
    if (whole > 0)
        news.lines = bytes.first(whole - 1).split('\n');
    m_offset += whole;

    // We hold the lock, so nobody is still writing the rest: it is what a crash left.
    const QByteArray torn = bytes.sliced(whole);
    if (torn.isEmpty())
        return news;
    if (QJsonDocument::fromJson(torn).isObject() && writeAll(m_fd, "\n") && ::fsync(m_fd) == 0) {
        news.lines << torn; // only the line's end was missing
        m_offset += torn.size() + 1;
        return news;
    }
    const QString aside = setAside(torn);
    if (aside.isEmpty() || ::ftruncate(m_fd, m_offset) != 0 || ::fsync(m_fd) != 0)
        fail(JournalWords::tr("The journal %1 ends in the middle of a line, and that could not be "
                              "mended.")
                 .arg(m_fileName));
    else
        m_torn = JournalWords::tr("The last line of the journal was cut short, as by a crash. What "
                                  "there was of it is kept in %1.")
                     .arg(aside);
    return news;
}

QString JournalFile::setAside(const QByteArray &torn)
{
    const QString stem = m_fileName + QLatin1String(".torn-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    for (int n = 1; n < 1000; ++n) {
        const QString name = n == 1 ? stem : stem + u'-' + QString::number(n);
        const int fd = ::open(QFile::encodeName(name).constData(),
                              O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0 && errno == EEXIST)
            continue;
        if (fd < 0)
            return {};
        const bool ok = writeAll(fd, torn) && ::fsync(fd) == 0;
        ::close(fd);
        return ok && syncFolder(QFileInfo(name).absolutePath()) ? name : QString();
    }
    return {};
}

Result<void> JournalFile::append(const QByteArray &line)
{
    if (!m_problem.isEmpty()) // after a half line of before, ours would be spoilt
        return error();
    // Under the lock, and read to its end: m_offset is the file's size.
    if (!writeAll(m_fd, line) || ::fsync(m_fd) != 0) {
        const int code = errno;
        if (::ftruncate(m_fd, m_offset) == 0)
            ::fsync(m_fd);
        fail(JournalWords::tr("The journal %1 can't be written: %2.")
                 .arg(m_fileName, systemWords(code)));
        return error();
    }
    return {};
}

Error JournalFile::error() const
{
    return makeError(Error::Kind::Disk, m_problem);
}
