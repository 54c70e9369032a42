#include "transfer/partfile.h"

#include "transfer/diskcalls.h"
#include "transfer/filenames.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using Kind = TransferProblem::Kind;

namespace {

int writeState(const QString &path, const PartState &state)
{
    const QByteArray text = writePartState(state);
    int code = replaceFile(path, text);
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        code = overwriteFile(path, text);
    return code;
}

/// What has this name, a link itself; nothing if it is free.
std::optional<struct stat> entryAt(const QString &path)
{
    struct stat info = {};
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return std::nullopt;
    return info;
}

} // namespace

PartFile::PartFile(const QString &target, const QString &label, const PartFileLimits &limits)
    : m_target(target), m_limits(limits)
{
    m_state.label = label;
}

PartFile::~PartFile()
{
    close();
}

QString PartFile::partName(const QString &target)
{
    return target + QLatin1String(".part");
}

QString PartFile::stateName(const QString &target)
{
    return target + QLatin1String(".part.state");
}

TransferProblem PartFile::problem(Kind kind) const
{
    TransferProblem problem;
    problem.kind = kind;
    problem.detail = partName(m_target);
    return problem;
}

std::optional<PartFile::Stamp> PartFile::stamp() const
{
    struct stat info = {};
    if (m_fd < 0 || ::fstat(m_fd, &info) != 0)
        return std::nullopt;
    return Stamp {info.st_ino, info.st_size,
                  static_cast<qint64>(info.st_ctim.tv_sec) * 1'000'000'000 + info.st_ctim.tv_nsec};
}

TransferProblem PartFile::openFile()
{
    const QByteArray path = QFile::encodeName(partName(m_target));
    // Not blocking, not following: a pipe or a link in its place is not ours.
    m_fd = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0600);
    if (m_fd < 0 && (errno == ELOOP || errno == ENXIO || errno == EISDIR))
        return problem(Kind::NameTaken);
    if (m_fd < 0)
        return diskProblem(errno, partName(m_target));
    struct stat info = {};
    if (::fstat(m_fd, &info) != 0 || !S_ISREG(info.st_mode))
        return problem(Kind::NameTaken);
    if (::flock(m_fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return problem(Kind::InUse);
    return {};
}

QString PartFile::besideTarget(const QString &name) const
{
    return QFileInfo(m_target).dir().filePath(name);
}

/// What stands in the state file, if there is one. NameTaken if we did not write it.
TransferProblem PartFile::readState(std::optional<PartState> *kept) const
{
    const QString name = stateName(m_target);
    const int fd =
        ::open(QFile::encodeName(name).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return {};
    if (fd < 0 && errno != ELOOP && errno != ENXIO)
        return diskProblem(errno, name);
    struct stat info = {};
    const bool isFile = fd >= 0 && ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    QFile file;
    if (isFile && file.open(fd, QIODevice::ReadOnly))
        *kept = readPartState(file.read(64 * 1024));
    if (fd >= 0)
        ::close(fd);
    return *kept || (isFile && info.st_size == 0) ? TransferProblem() : problem(Kind::NameTaken);
}

/// Somebody was killed in commit(), or before what came of it was kept: gives the file its partial
/// name again, if it is that one.
void PartFile::takeBack(const PartState &kept) const
{
    if (kept.label != m_state.label || kept.name.isEmpty())
        return;
    const QString path = besideTarget(kept.name);
    const auto named = entryAt(path);
    if (named && named->st_ino == kept.inode && named->st_size == kept.size)
        renameWithoutOverwriting(path, partName(m_target));
}

/// Killed where renameWithoutOverwriting() has both names for a moment, or a new one of nothing.
void PartFile::removeSecondName(const PartState &kept) const
{
    const QString path = besideTarget(kept.name);
    const auto named = entryAt(path);
    const auto part = entryAt(partName(m_target));
    if (kept.name.isEmpty() || !named || !part || path == partName(m_target))
        return;
    const bool isSame = part->st_dev == named->st_dev && part->st_ino == named->st_ino;
    const bool isOfNothing = S_ISREG(named->st_mode) && named->st_size == 0 && kept.size > 0
        && part->st_size == kept.size;
    if (isSame || isOfNothing)
        ::unlink(QFile::encodeName(path).constData());
}

TransferProblem PartFile::open()
{
    if (isOpen())
        return {};
    std::optional<PartState> kept;
    TransferProblem failed = readState(&kept);
    if (failed)
        return failed;
    if (kept)
        takeBack(*kept);
    failed = openFile();
    if (!failed)
        failed = takeUp(stamp().value_or(Stamp()).size);
    if (failed)
        letGo();
    return failed;
}

TransferProblem PartFile::takeUp(qint64 sizeOnDisk)
{
    m_sinceSync.start();
    if (m_closedAs && stamp() == m_closedAs)
        return {}; // as we left it: the digests still hold
    m_closedAs.reset();
    std::optional<PartState> kept; // again: now that the file is locked
    if (TransferProblem failed = readState(&kept))
        return failed;
    if (!kept || kept->label != m_state.label)
        return sizeOnDisk > 0 ? problem(Kind::NameTaken) : startOver();
    removeSecondName(*kept);
    m_state = *kept;
    m_digester.reset();
    m_hashed = 0;
    m_synced = bytes();
    m_dirty = false;
    if (sizeOnDisk < bytes())
        return distrust(sizeOnDisk == 0 ? Kind::FileVanished : Kind::FileChanged);
    // What came after the last sync point may be holes after a power loss.
    if (sizeOnDisk > bytes() && ::ftruncate(m_fd, bytes()) != 0)
        return diskProblem(errno, partName(m_target));
    ::fchmod(m_fd, 0600); // some shares (vboxsf, CIFS) know no modes and say no
    return {};
}

TransferProblem PartFile::hashStep(qint64 most)
{
    std::vector<char> buffer(256 * 1024);
    const qint64 end = qMin(bytes(), m_hashed + most);
    while (m_hashed < end) {
        const qint64 wanted = qMin<qint64>(static_cast<qint64>(buffer.size()), end - m_hashed);
        const ssize_t got = ::pread(m_fd, buffer.data(), static_cast<size_t>(wanted), m_hashed);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return diskProblem(errno, partName(m_target));
        if (got == 0)
            return distrust(Kind::FileChanged);
        m_digester.add(buffer.data(), got);
        m_hashed += got;
    }
    if (isHashed() && bytes() > 0 && m_digester.hex(Digester::Sha256) != m_state.sha256)
        return distrust(Kind::FileChanged);
    return {};
}

void PartFile::describe(qint64 size, const QByteArray &etag, const QByteArray &lastModified)
{
    m_state.size = size;
    m_state.etag = etag;
    m_state.lastModified = lastModified;
    m_dirty = true;
}

TransferProblem PartFile::startOver()
{
    (void)collectSync();
    forgetBytes();
    if (::ftruncate(m_fd, 0) != 0)
        return diskProblem(errno, partName(m_target));
    if (const int code = writeState(stateName(m_target), m_state))
        return diskProblem(code, stateName(m_target));
    syncFolder(QFileInfo(m_target).absolutePath());
    return {};
}

void PartFile::forgetBytes()
{
    m_digester.reset();
    m_hashed = 0;
    m_synced = 0;
    m_dirty = false;
    m_closedAs.reset();
    PartState fresh;
    fresh.label = m_state.label;
    m_state = fresh;
}

TransferProblem PartFile::write(const char *data, qint64 size)
{
    if (m_sync.valid() && !isSyncing()) {
        if (TransferProblem failed = collectSync())
            return failed;
    }
    int code = 0;
    m_digester.add(data, size, [&] {
        code = writeAllAt(m_fd, data, size, bytes());
        return code == 0;
    });
    if (code != 0) {
        // What was written of this block is not digested.
        if (::ftruncate(m_fd, bytes()) != 0)
            (void)distrust(Kind::FileChanged);
        return diskProblem(code, partName(m_target));
    }
    m_state.bytes += size;
    m_hashed = bytes();
    m_dirty = true;
    if (bytes() - m_synced >= m_limits.syncBytes
        || m_sinceSync.elapsed() >= m_limits.syncTime.count()) {
        if (TransferProblem failed = look())
            return distrust(failed.kind);
        startSync();
    }
    return {};
}

/// Is the file of that name still the one we write, and as long as what we wrote?
TransferProblem PartFile::look() const
{
    const std::optional<Stamp> ours = stamp();
    const auto named = entryAt(partName(m_target));
    if (!ours || !named || named->st_ino != ours->inode)
        return problem(Kind::FileVanished);
    return ours->size == bytes() ? TransferProblem() : problem(Kind::FileChanged);
}

void PartFile::startSync()
{
    if (m_sync.valid() || m_fd < 0 || !m_dirty)
        return;
    m_dirty = false;
    m_synced = bytes();
    m_sinceSync.start();
    PartState state = m_state;
    state.sha256 = m_digester.hex(Digester::Sha256);
    // The receiving thread must not stand still for the disk.
    m_sync = std::async(std::launch::async,
                        [fd = m_fd, path = stateName(m_target), state = std::move(state)] {
                            if (::fdatasync(fd) != 0)
                                return errno;
                            return writeState(path, state);
                        });
}

bool PartFile::isSyncing() const
{
    return m_sync.valid() && m_sync.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

TransferProblem PartFile::collectSync()
{
    if (!m_sync.valid())
        return {};
    const int code = m_sync.get();
    m_dirty = m_dirty || code != 0;
    return code == 0 ? TransferProblem() : diskProblem(code, partName(m_target));
}

TransferProblem PartFile::settle()
{
    const TransferProblem lost = look();
    const TransferProblem failed = collectSync();
    return lost ? distrust(lost.kind) : failed;
}

TransferProblem PartFile::distrust(TransferProblem::Kind kind)
{
    (void)collectSync();
    forgetBytes();
    (void)writeState(stateName(m_target), m_state);
    return problem(kind);
}

TransferProblem PartFile::sync()
{
    if (m_fd < 0)
        return {};
    if (TransferProblem failed = settle())
        return failed;
    startSync();
    return collectSync();
}

TransferProblem PartFile::close()
{
    if (m_fd < 0)
        return {};
    TransferProblem failed;
    if (isHashed()) {
        failed = sync();
        if (!failed)
            m_closedAs = stamp();
    }
    letGo();
    return failed;
}

void PartFile::letGo()
{
    (void)collectSync();
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

TransferProblem PartFile::commit(const QString &name, QString *finalName)
{
    TransferProblem failed = open();
    if (failed)
        return failed;
    if (!isComplete() || !isHashed())
        return problem(Kind::WrongLength);
    failed = sync();
    if (failed)
        return failed;
    for (int number = 1; number < 10'000; ++number) {
        const QString wanted = numberedName(name, number);
        if (entryAt(wanted))
            continue;
        m_state.name = QFileInfo(wanted).fileName();
        m_state.inode = stamp().value_or(Stamp()).inode;
        m_state.sha256 = m_digester.hex(Digester::Sha256);
        if (const int code = writeState(stateName(m_target), m_state))
            return diskProblem(code, stateName(m_target));
        const int code = renameWithoutOverwriting(partName(m_target), wanted);
        if (code == EEXIST)
            continue;
        if (code != 0)
            return diskProblem(code, wanted);
        *finalName = wanted;
        syncFolder(QFileInfo(m_target).absolutePath());
        letGo();
        return {};
    }
    return problem(Kind::NameTaken);
}

void PartFile::forgetState() const
{
    ::unlink(QFile::encodeName(stateName(m_target)).constData());
}

void PartFile::discard()
{
    const Kind kind = open().kind;
    if (kind != Kind::None && kind != Kind::FileVanished && kind != Kind::FileChanged)
        return; // not ours
    ::unlink(QFile::encodeName(partName(m_target)).constData());
    forgetState();
    letGo();
    forgetBytes();
}
