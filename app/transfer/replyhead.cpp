#include "transfer/replyhead.h"

#include "base/format.h"

#include <QRegularExpression>
#include <algorithm>

using Action = HeadMeaning::Action;
using Kind = TransferProblem::Kind;
using std::chrono::seconds;

namespace {

constexpr seconds kLongestWait {3600};

struct ContentRange {
    qint64 first = -1;
    qint64 last = -1;
    qint64 size = -1;
};

/// RFC 9110 section 14.4; of a 416 there is only the size.
ContentRange readContentRange(const QByteArray &value)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*bytes\\s+(?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    ContentRange range;
    const auto match = form.match(QString::fromLatin1(value));
    if (!match.hasMatch())
        return range;
    bool known = false;
    const qint64 first = match.captured(1).toLongLong(&known);
    range.first = known ? first : -1;
    range.last = match.captured(2).toLongLong();
    const qint64 size = match.captured(3).toLongLong(&known);
    range.size = known ? size : -1;
    return range;
}

seconds readRetryAfter(const QByteArray &value, const QDateTime &now)
{
    bool isNumber = false;
    const qint64 number = value.trimmed().toLongLong(&isNumber);
    if (isNumber)
        return std::clamp(seconds(number), seconds(0), kLongestWait);
    const QDateTime date = parseHttpDate(QString::fromLatin1(value));
    return std::clamp(seconds(date.isValid() ? now.secsTo(date) : 0), seconds(0), kLongestWait);
}

bool isPage(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    return type == "text/html" || type == "text/xml" || type == "application/json"
        || type == "application/xml" || type.endsWith("+json") || type.endsWith("+xml");
}

HeadMeaning fail(Kind kind, int status)
{
    HeadMeaning meaning;
    meaning.problem.kind = kind;
    meaning.problem.httpStatus = status;
    return meaning;
}

HeadMeaning with(Action action, Kind kind, int status)
{
    HeadMeaning meaning = fail(kind, status);
    meaning.action = action;
    return meaning;
}

bool isOther(const QByteArray &ours, const QByteArray &theirs)
{
    return !ours.isEmpty() && !theirs.isEmpty() && ours != theirs;
}

/// True if the answer is not about the file of which a part is there.
bool isOtherFile(const ReplyHead &head, qint64 size, const PartState &have)
{
    return isOther(have.etag, head.etag)
        || (have.etag.isEmpty() && isOther(have.lastModified, head.lastModified))
        || (have.size >= 0 && size >= 0 && size != have.size);
}

HeadMeaning judgePartial(const ReplyHead &head, const PartState &have)
{
    if (have.bytes <= 0)
        return fail(Kind::NotData, head.status); // nobody asked for a part
    const ContentRange range = readContentRange(head.contentRange);
    if (range.first != have.bytes || range.last < range.first)
        return with(Action::Again, Kind::NotData, head.status);
    if (isOtherFile(head, range.size, have))
        return with(Action::Again, Kind::SourceChanged, head.status);
    HeadMeaning meaning;
    meaning.action = Action::Append;
    meaning.size = range.size >= 0 ? range.size : have.size;
    const bool toTheEnd = meaning.size < 0 || range.last + 1 == meaning.size;
    const bool lengthFits =
        head.contentLength < 0 || head.contentLength == range.last - range.first + 1;
    if (!toTheEnd || !lengthFits)
        return with(Action::Again, Kind::WrongLength, head.status);
    return meaning;
}

/// What follows our last byte is not there: then ours may be all of it.
HeadMeaning judgeUnsatisfiable(const ReplyHead &head, const PartState &have)
{
    HeadMeaning meaning = with(Action::Again, Kind::WrongLength, head.status);
    const qint64 size = readContentRange(head.contentRange).size;
    if (have.bytes <= 0 || size != have.bytes || isOtherFile(head, size, have))
        return meaning;
    meaning = {};
    meaning.action = Action::Complete;
    meaning.size = size;
    return meaning;
}

} // namespace

QByteArray ifRangeValue(const PartState &have)
{
    if (!have.etag.isEmpty() && !have.etag.startsWith("W/"))
        return have.etag;
    return have.lastModified;
}

bool isGzipStart(const QByteArray &bytes)
{
    return bytes.startsWith("\x1f\x8b\x08");
}

HeadMeaning judgeHead(const ReplyHead &head, const PartState &have, const QDateTime &now)
{
    switch (head.status) {
    case 200:
    case 206:
        break;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return head.location.isEmpty() ? fail(Kind::NotData, head.status)
                                       : with(Action::Redirect, Kind::None, head.status);
    case 400: // some stores say so of an expired signature
    case 401:
    case 403:
    case 404:
    case 410:
        return with(Action::NeedsLink, Kind::LinkRefused, head.status);
    case 407:
        return fail(Kind::Proxy, head.status);
    case 416:
        return judgeUnsatisfiable(head, have);
    default: {
        const bool later = head.status == 408 || head.status == 429 || head.status >= 500;
        HeadMeaning meaning = with(later ? Action::Wait : Action::Fail,
                                   later ? Kind::ServerTrouble : Kind::NotData, head.status);
        meaning.wait = readRetryAfter(head.retryAfter, now);
        return meaning;
    }
    }
    if (isPage(head.contentType)) {
        HeadMeaning meaning = fail(Kind::NotData, head.status);
        meaning.problem.detail = QString::fromLatin1(head.contentType.left(60));
        return meaning;
    }
    if (head.status == 206)
        return judgePartial(head, have);
    HeadMeaning meaning;
    meaning.action = Action::FromStart;
    meaning.size = head.contentLength;
    return meaning;
}
