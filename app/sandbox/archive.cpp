#include "sandbox/archive.h"

#include "sandbox/crc32.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <random>

namespace {

constexpr qint64 kBlock = 64 * 1024; // of the pattern
constexpr qint64 kStamp = 8; // bytes at the start of each block that say which one it is
constexpr qint64 kTarUnit = 512;
constexpr qint64 kStored = 65'535; // the most that a stored block may hold (RFC 1951 3.2.4)
constexpr qint64 kStoredHead = 5;
constexpr qint64 kTrailer = 8;
constexpr qint64 kLargestFile = Q_INT64_C(1) << 30; // tar's old form ends at 8 GiB
constexpr qint64 kLargestLog = 100 * 1024 * 1024; // as WiredTiger has it
constexpr qint64 kSmallFile = 4096;
constexpr qint64 kModified = 1'700'000'000; // of the files in it

// RFC 1952 2.3: no name, no time, made by Unix.
const QByteArray &gzipHead()
{
    static const QByteArray head("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    return head;
}

QByteArray makePattern(const QByteArray &seed)
{
    std::seed_seq sequence(seed.begin(), seed.end());
    std::mt19937_64 random(sequence);
    QByteArray pattern(kBlock, Qt::Uninitialized);
    for (qint64 at = 0; at < kBlock; at += 8)
        qToLittleEndian<quint64>(random(), pattern.data() + at);
    return pattern;
}

QByteArray stampOf(quint32 file, qint64 block)
{
    QByteArray stamp(kStamp, '\0');
    qToLittleEndian<quint32>(file, stamp.data());
    qToLittleEndian<quint32>(quint32(block), stamp.data() + 4);
    return stamp;
}

qint64 padding(qint64 size)
{
    return (kTarUnit - size % kTarUnit) % kTarUnit;
}

// {storage: {engine: "wiredTiger"}} (bsonspec.org).
QByteArray storageBson()
{
    QByteArray inner("\x02"
                     "engine\0"
                     "\x0b\0\0\0"
                     "wiredTiger\0\0",
                     24);
    inner = QByteArray(4, '\0') + inner;
    qToLittleEndian<qint32>(qint32(inner.size()), inner.data());
    QByteArray bson = QByteArray(4, '\0')
        + QByteArray("\x03"
                     "storage\0",
                     9)
        + inner + QByteArray(1, '\0');
    qToLittleEndian<qint32>(qint32(bson.size()), bson.data());
    return bson;
}

} // namespace

Archive::Archive(const QString &key, const QString &folder, qint64 bytes)
{
    const QByteArray seed = QCryptographicHash::hash(key.toUtf8() + ' ' + QByteArray::number(bytes),
                                                     QCryptographicHash::Sha256);
    m_pattern = makePattern(seed);
    m_etag = '"' + seed.toHex().left(32) + '"';
    fill(bytes, folder);
    const qint64 blocks = (m_tarSize + kStored - 1) / kStored;
    m_size = gzipHead().size() + m_tarSize + blocks * kStoredHead + kTrailer;
    m_trailer = QByteArray(kTrailer, '\0');
    qToLittleEndian<quint32>(crc(), m_trailer.data());
    qToLittleEndian<quint32>(quint32(m_tarSize), m_trailer.data() + 4);
}

// The names of a data directory (MongoDB's manual, "storage.dbPath", and WiredTiger's).
void Archive::fill(qint64 bytes, const QString &folder)
{
    const QString root = folder + QLatin1Char('/');
    addHeader(root, 0, '5');
    addEntry(root + QStringLiteral("WiredTiger"), QByteArray("WiredTiger\nWiredTiger 11.2.0\n"));
    addEntry(root + QStringLiteral("WiredTiger.turtle"),
             QByteArray("WiredTiger version string\nWiredTiger 11.2.0\n"));
    addEntry(root + QStringLiteral("mongod.lock"), QByteArray());
    addEntry(root + QStringLiteral("storage.bson"), storageBson());
    for (const char *name :
         {"WiredTiger.wt", "WiredTigerHS.wt", "_mdb_catalog.wt", "sizeStorer.wt"})
        addEntry(root + QLatin1String(name), kSmallFile);

    const qint64 tarBytes = bytes - bytes / (kStored + kStoredHead) * kStoredHead;
    const qint64 count = std::max<qint64>(3, tarBytes / kLargestFile + 1);
    const qint64 headers = (2 * count + 2) * kTarUnit;
    const qint64 data = std::max<qint64>(0, tarBytes - m_tarSize - headers - 2 * kTarUnit);
    const qint64 log = std::min(data / 10, kLargestLog);
    const qint64 each = (data - log) / count;
    const qint64 index = each / 3 / kTarUnit * kTarUnit;
    const qint64 collection = (each - index) / kTarUnit * kTarUnit;
    addHeader(root + QStringLiteral("journal/"), 0, '5');
    addEntry(root + QStringLiteral("journal/WiredTigerLog.0000000001"), log / kTarUnit * kTarUnit);
    for (qint64 i = 0; i < count; ++i) {
        const QString tail = QStringLiteral("-%1.wt").arg(Q_INT64_C(3'141'592'653'589'793'238) + i);
        addEntry(root + QStringLiteral("collection-%1").arg(2 * i) + tail, collection);
        addEntry(root + QStringLiteral("index-%1").arg(2 * i + 1) + tail, index);
    }
    addLiteral(QByteArray(2 * kTarUnit, '\0'));
}

// A header of POSIX.1-1988 (ustar).
void Archive::addHeader(const QString &name, qint64 size, char type)
{
    QByteArray header(kTarUnit, '\0');
    const auto put = [&header](qsizetype at, const QByteArray &text) {
        std::memcpy(header.data() + at, text.constData(), size_t(text.size()));
    };
    const auto octal = [&put](qsizetype at, qint64 value, int digits) {
        put(at, QByteArray::number(value, 8).rightJustified(digits, '0'));
    };
    put(0, name.toUtf8().left(100));
    octal(100, type == '5' ? 0755 : 0600, 7);
    octal(108, 999, 7); // mongodb's user and group in Debian's packages
    octal(116, 999, 7);
    octal(124, size, 11);
    octal(136, kModified, 11);
    put(148, QByteArray(8, ' '));
    header[156] = type;
    put(257,
        QByteArray("ustar\0"
                   "00",
                   8));
    put(265, "mongodb");
    put(297, "mongodb");
    qint64 sum = 0;
    for (const char byte : std::as_const(header))
        sum += quint8(byte);
    octal(148, sum, 6);
    header[154] = '\0';
    addLiteral(header);
}

void Archive::addLiteral(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    m_pieces.append({m_tarSize, bytes.size(), bytes, 0});
    m_tarSize += bytes.size();
}

void Archive::addEntry(const QString &name, const QByteArray &content)
{
    addHeader(name, content.size(), '0');
    addLiteral(content + QByteArray(padding(content.size()), '\0'));
}

void Archive::addEntry(const QString &name, qint64 size)
{
    addHeader(name, size, '0');
    if (size > 0)
        m_pieces.append({m_tarSize, size, {}, quint32(m_pieces.size())});
    m_tarSize += size;
    addLiteral(QByteArray(padding(size), '\0'));
}

char *Archive::readTar(qint64 from, qint64 count, char *out) const
{
    auto piece = std::upper_bound(m_pieces.begin(), m_pieces.end(), from,
                                  [](qint64 at, const Piece &one) { return at < one.start; })
        - 1;
    while (count > 0) {
        const qint64 at = from - piece->start;
        qint64 here = std::min(count, piece->size - at);
        if (!piece->literal.isEmpty()) {
            std::memcpy(out, piece->literal.constData() + at, size_t(here));
        } else {
            const qint64 within = at % kBlock;
            if (within < kStamp) {
                here = std::min(here, kStamp - within);
                std::memcpy(out, stampOf(piece->stamp, at / kBlock).constData() + within,
                            size_t(here));
            } else {
                here = std::min(here, kBlock - within);
                std::memcpy(out, m_pattern.constData() + within, size_t(here));
            }
        }
        out += here;
        from += here;
        count -= here;
        if (from == piece->start + piece->size)
            ++piece;
    }
    return out;
}

QByteArray Archive::read(qint64 from, qint64 count) const
{
    count = std::max<qint64>(0, std::min(count, m_size - from));
    QByteArray bytes(count, Qt::Uninitialized);
    char *out = bytes.data();
    const char *const end = out + count;
    const qint64 head = gzipHead().size();
    const auto copy = [&](const QByteArray &source, qint64 at) {
        const qint64 here = std::min<qint64>(source.size() - at, end - out);
        std::memcpy(out, source.constData() + at, size_t(here));
        out += here;
        from += here;
    };
    while (out < end) {
        if (from < head) {
            copy(gzipHead(), from);
        } else if (from >= m_size - kTrailer) {
            copy(m_trailer, from - (m_size - kTrailer));
        } else {
            const qint64 block = (from - head) / (kStored + kStoredHead);
            const qint64 within = (from - head) % (kStored + kStoredHead);
            const qint64 start = block * kStored;
            const qint64 size = std::min(kStored, m_tarSize - start);
            if (within < kStoredHead) { // RFC 1951 3.2.4
                QByteArray stored(kStoredHead, start + size == m_tarSize ? '\1' : '\0');
                qToLittleEndian<quint16>(quint16(size), stored.data() + 1);
                qToLittleEndian<quint16>(quint16(~size), stored.data() + 3);
                copy(stored, within);
            } else {
                const qint64 at = within - kStoredHead;
                const qint64 here = std::min<qint64>(size - at, end - out);
                out = readTar(start + at, here, out);
                from += here;
            }
        }
    }
    return bytes;
}

quint32 Archive::crcOf(const Piece &piece) const
{
    if (!piece.literal.isEmpty())
        return crc32Of(piece.literal);
    static const Crc32Shift pastBlock {quint64(kBlock)};
    static const Crc32Shift pastRest {quint64(kBlock - kStamp)};
    const auto rest = QByteArrayView(m_pattern).sliced(kStamp);
    const quint32 restCrc = crc32Of(rest);
    const qint64 blocks = piece.size / kBlock;
    quint32 crc = 0;
    for (qint64 i = 0; i < blocks; ++i)
        crc = pastBlock(crc) ^ pastRest(crc32Of(stampOf(piece.stamp, i))) ^ restCrc;
    const qint64 left = piece.size % kBlock;
    if (left == 0)
        return crc;
    const QByteArray last = (stampOf(piece.stamp, blocks) + rest.toByteArray()).left(left);
    return joinCrc32(crc, crc32Of(last), quint64(left));
}

quint32 Archive::crc() const
{
    quint32 crc = 0;
    for (const Piece &piece : m_pieces)
        crc = joinCrc32(crc, crcOf(piece), quint64(piece.size));
    return crc;
}
