#include "http/replyinfo.h"

#include "base/format.h"

using std::chrono::seconds;

namespace {

QDateTime httpDate(const QByteArray &value)
{
    return parseHttpDate(QString::fromLatin1(value));
}

int count(const QByteArray &value)
{
    bool ok = false;
    const int number = value.trimmed().toInt(&ok);
    return ok && number >= 0 ? number : -1;
}

} // namespace

seconds parseRetryAfter(const QByteArray &value, const QDateTime &now)
{
    bool isNumber = false;
    const qint64 number = value.trimmed().toLongLong(&isNumber);
    if (isNumber)
        return seconds(qMax<qint64>(0, number));
    const QDateTime date = httpDate(value);
    return seconds(date.isValid() ? qMax<qint64>(0, now.secsTo(date)) : 0);
}

QDateTime parseDeprecation(const QByteArray &value, const QDateTime &now)
{
    const QByteArray text = value.trimmed();
    if (text == "true" || text == "?1")
        return now;
    if (text.startsWith('@')) {
        bool ok = false;
        const qint64 unixTime = text.mid(1).toLongLong(&ok);
        return ok ? QDateTime::fromSecsSinceEpoch(unixTime, Qt::UTC) : QDateTime();
    }
    return httpDate(text);
}

ReplyInfo readReplyInfo(const QNetworkReply &reply, const QDateTime &now)
{
    ReplyInfo info;
    info.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    info.date = httpDate(reply.rawHeader("Date"));
    if (info.date.isValid())
        info.dateOffsetMs = now.msecsTo(info.date);
    const QDateTime serverNow = info.date.isValid() ? info.date : now;
    info.rateLimit = count(reply.rawHeader("RateLimit-Limit"));
    info.rateRemaining = count(reply.rawHeader("RateLimit-Remaining"));
    info.retryAfter = parseRetryAfter(reply.rawHeader("Retry-After"), serverNow);
    info.deprecation = parseDeprecation(reply.rawHeader("Deprecation"), serverNow);
    info.sunset = httpDate(reply.rawHeader("Sunset"));
    info.mediaType = reply.rawHeader("Content-Type");
    return info;
}
