#include "transfer/archivewalk.h"

#include <QCoreApplication>
#include <QFile>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace {

constexpr size_t kBlock = 256 * 1024;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ArchiveWalk)
};

/// The file's bytes, unpacked member after member; digests see the packed ones.
class GzipStream
{
public:
    GzipStream(int fd, const WalkOrder &order, const std::atomic_bool &cancel,
               const std::function<void(qint64)> &progress)
        : m_fd(fd), m_cancel(cancel), m_progress(progress), digester(order.digests)
    {
        // 16: gzip only, and its CRC and length are held against what came out.
        m_ready = inflateInit2(&m_stream, 16 + MAX_WBITS) == Z_OK;
    }
    ~GzipStream()
    {
        if (m_ready)
            inflateEnd(&m_stream);
    }
    Q_DISABLE_COPY_MOVE(GzipStream)

    /// The next packed bytes; false at the end, when cancelled or unreadable.
    bool readBlock()
    {
        if (m_cancel) {
            stopped = true;
            return false;
        }
        ssize_t got;
        do {
            got = ::read(m_fd, m_in.data(), m_in.size());
        } while (got < 0 && errno == EINTR);
        if (got < 0)
            errorCode = errno;
        if (got <= 0)
            return false;
        digester.add(m_in.data(), got);
        size += got;
        m_stream.next_in = reinterpret_cast<Bytef *>(m_in.data());
        m_stream.avail_in = static_cast<uInt>(got);
        if (m_progress)
            m_progress(size);
        return true;
    }

    /// The next unpacked bytes, at least one; 0 at the end or at damage.
    size_t next(const void **bytes)
    {
        *bytes = m_out.data();
        while (m_ready && damage.isEmpty()) {
            if (m_stream.avail_in == 0 && !readBlock()) {
                // Between two members a file may end, and there must be one.
                if (!stopped && errorCode == 0 && (m_inMember || size == 0))
                    damage = Words::tr("The archive ends too early: it was cut off.");
                return 0;
            }
            if (!m_inMember && !beginMember())
                continue;
            m_stream.next_out = reinterpret_cast<Bytef *>(m_out.data());
            m_stream.avail_out = static_cast<uInt>(m_out.size());
            const int code = inflate(&m_stream, Z_NO_FLUSH);
            if (code == Z_STREAM_END)
                m_inMember = false;
            else if (code != Z_OK && code != Z_BUF_ERROR)
                damage = Words::tr("The archive is damaged near byte %1: gzip's check fails.")
                             .arg(size - m_stream.avail_in);
            if (const size_t made = m_out.size() - m_stream.avail_out)
                return made;
        }
        return 0;
    }

private:
    /// False if there is padding, which tapes add, or something that is no gzip.
    bool beginMember()
    {
        if (m_members > 0 && *m_stream.next_in == 0) {
            ++m_stream.next_in;
            --m_stream.avail_in;
            return false;
        }
        if (m_members > 0 && *m_stream.next_in != 0x1f) {
            damage = Words::tr("Something that is no archive follows its end.");
            return false;
        }
        ++m_members;
        m_inMember = true;
        inflateReset(&m_stream);
        return true;
    }

    int m_fd;
    const std::atomic_bool &m_cancel;
    const std::function<void(qint64)> &m_progress;
    z_stream m_stream {};
    bool m_ready = false;
    bool m_inMember = false;
    int m_members = 0;
    std::vector<char> m_in = std::vector<char>(kBlock);
    std::vector<char> m_out = std::vector<char>(kBlock);

public:
    Digester digester;
    qint64 size = 0;
    int errorCode = 0;
    bool stopped = false;
    QString damage;
};

la_ssize_t readForArchive(archive *, void *stream, const void **bytes)
{
    return static_cast<la_ssize_t>(static_cast<GzipStream *>(stream)->next(bytes));
}

QString nameOf(archive_entry *entry)
{
    if (const char *raw = archive_entry_pathname(entry))
        return QString::fromUtf8(raw);
    const char *utf8 = archive_entry_pathname_utf8(entry);
    return utf8 ? QString::fromUtf8(utf8) : QStringLiteral("?");
}

void add(archive_entry *entry, ArchiveListing *listing)
{
    const qint64 size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
    ++listing->count;
    listing->totalSize += size;
    if (listing->entries.size() < ArchiveListing::kMostEntries)
        listing->entries.append({nameOf(entry), size});
}

void walkTar(GzipStream *stream, bool surely, ArchiveListing *listing)
{
    archive *const tar = archive_read_new();
    archive_read_support_format_tar(tar);
    if (!surely)
        archive_read_support_format_raw(tar); // which takes anything that is no tar
    int code = archive_read_open(tar, stream, nullptr, readForArchive, nullptr);
    while (code == ARCHIVE_OK || code == ARCHIVE_WARN) {
        archive_entry *entry = nullptr;
        code = archive_read_next_header(tar, &entry);
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            break;
        if (archive_format(tar) == ARCHIVE_FORMAT_RAW) {
            code = ARCHIVE_EOF;
            break;
        }
        add(entry, listing);
        code = archive_read_data_skip(tar);
    }
    if (code != ARCHIVE_EOF) {
        const char *words = archive_error_string(tar);
        listing->damage = Words::tr("The tar archive inside can't be read: %1.")
                              .arg(words ? QString::fromLocal8Bit(words) : QString());
    }
    archive_read_free(tar);
}

} // namespace

WalkReport walkArchive(const WalkOrder &order, const std::atomic_bool &cancel,
                       const std::function<void(qint64)> &progress)
{
    WalkReport report;
    const int fd =
        ::open(QFile::encodeName(order.fileName).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        report.problem = diskProblem(errno, order.fileName);
        return report;
    }
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    GzipStream stream(fd, order, cancel, progress);
    if (order.gzip && order.tar != WalkOrder::Tar::No)
        walkTar(&stream, order.tar == WalkOrder::Tar::Yes, &report.listing);
    // To the last byte, whatever the tar thought of it: its end mark is not the file's end.
    const void *bytes = nullptr;
    while (order.gzip && stream.next(&bytes) > 0) { }
    while (stream.readBlock()) { }
    ::close(fd);

    // gzip's word comes first: the tar only stumbles over what it was given.
    if (!stream.damage.isEmpty())
        report.listing.damage = stream.damage;
    report.size = stream.size;
    report.cancelled = stream.stopped;
    report.sha1 = stream.digester.hex(Digester::Sha1);
    report.sha256 = stream.digester.hex(Digester::Sha256);
    report.sha512 = stream.digester.hex(Digester::Sha512);
    if (stream.errorCode != 0)
        report.problem = diskProblem(stream.errorCode, order.fileName);
    return report;
}
