#include "sandbox/archivebody.h"

#include <QRegularExpression>

namespace {

enum class Asked { Whole, Part, Nothing };

Asked readRange(const QByteArray &header, qint64 size, ByteRange *range)
{
    static const QRegularExpression form(QStringLiteral("^bytes=(\\d{0,18})-(\\d{0,18})$"));
    const auto match = form.match(QString::fromLatin1(header.trimmed()));
    const QString first = match.captured(1);
    const QString last = match.captured(2);
    if (!match.hasMatch() || (first.isEmpty() && last.isEmpty()))
        return Asked::Whole;
    if (first.isEmpty()) { // the last bytes
        const qint64 count = qMin(last.toLongLong(), size);
        *range = {size - count, count};
        return count > 0 ? Asked::Part : Asked::Nothing;
    }
    const qint64 from = first.toLongLong();
    const qint64 until = last.isEmpty() ? size - 1 : qMin(last.toLongLong(), size - 1);
    if (!last.isEmpty() && last.toLongLong() < from)
        return Asked::Whole; // no range at all
    if (from >= size)
        return Asked::Nothing;
    *range = {from, until - from + 1};
    return Asked::Part;
}

} // namespace

ArchiveBody::ArchiveBody(std::shared_ptr<const Archive> archive, ByteRange range, Watcher watcher,
                         qint64 flipByte)
    : m_archive(std::move(archive)), m_range(range), m_watcher(std::move(watcher)),
      m_flipByte(flipByte)
{
}

QByteArray ArchiveBody::piece(qint64 from, qint64 most)
{
    const qint64 at = m_range.from + from;
    QByteArray bytes = m_archive->read(at, qMin(most, m_range.size - from));
    if (m_flipByte >= at && m_flipByte < at + bytes.size())
        bytes[m_flipByte - at] = char(bytes.at(m_flipByte - at) ^ 1);
    if (m_watcher.sent)
        m_watcher.sent(at + bytes.size());
    return bytes;
}

void ArchiveBody::ended(bool complete)
{
    if (m_watcher.done)
        m_watcher.done(complete && m_range.from + m_range.size == m_archive->size(), !complete);
}

ServerReply archiveHead(const ServerRequest &request, const Archive &archive, const QDateTime &made,
                        bool ignoreRange, ByteRange *range)
{
    const qint64 size = archive.size();
    const QByteArray modified = httpDate(made);
    ServerReply reply {200,
                       {{"Content-Type", "application/gzip"},
                        {"Accept-Ranges", "bytes"},
                        {"ETag", archive.etag()},
                        {"Last-Modified", modified}},
                       {},
                       {}};
    *range = {0, size};
    const QByteArray asked = request.header("Range");
    const QByteArray condition = request.header("If-Range").trimmed();
    const bool same = condition.isEmpty() || condition == archive.etag() || condition == modified;
    if (asked.isEmpty() || ignoreRange || !same || request.verb != "GET")
        return reply;
    switch (readRange(asked, size, range)) {
    case Asked::Whole:
        break;
    case Asked::Part:
        reply.status = 206;
        reply.headers.emplaceBack("Content-Range",
                                  "bytes " + QByteArray::number(range->from) + '-'
                                      + QByteArray::number(range->from + range->size - 1) + '/'
                                      + QByteArray::number(size));
        break;
    case Asked::Nothing:
        reply = {416, {{"Content-Range", "bytes */" + QByteArray::number(size)}}, {}, {}};
        break;
    }
    return reply;
}
