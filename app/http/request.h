// An endpoint as a value: verb, path, query, body, dated media type, how to read the answer.
// Nothing here is sent; http/client.h does that. The readers come from the room that makes the
// request, so http/ knows only statuses.
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUrl>
#include <QUrlQuery>
#include <chrono>
#include <functional>

/// What an answer says about itself besides its body.
struct ReplyInfo {
    int status = 0;
    QDateTime date; // the server's clock (`Date`), UTC; invalid if absent
    qint64 dateOffsetMs =
        0; // server's clock minus ours when the answer came; 0 if `date` is invalid
    int rateLimit = -1; // `RateLimit-Limit`, -1 if absent
    int rateRemaining = -1; // `RateLimit-Remaining`
    std::chrono::seconds retryAfter {0};
    QDateTime deprecation; // `Deprecation`; invalid if absent
    QDateTime sunset; // `Sunset`
    QByteArray mediaType; // `Content-Type` as sent
};

/// One complete HTTP answer.
struct Reply {
    ReplyInfo info;
    QByteArray body;
};

enum class Repeat {
    Never, // changes: leaves this computer once, sent again only after a complete 401
    Safe, // reads, and the token call
};

struct RequestData {
    QByteArray verb = "GET";
    QString path; // percent-encoded, absolute, below the base URL; made by urlPath()
    QUrlQuery query;
    QByteArray body; // empty: none is sent
    QByteArray accept; // the dated media type
    QByteArray contentType; // of the body
    Repeat repeat = Repeat::Safe;
    const char *operationId = ""; // the API's name for the call, for errors; static lifetime
};

template <typename T> struct Request : RequestData {
    /// Reads the body of a 2xx. Its errors pass through; for a change an unreadable 2xx ends as
    /// OutcomeUnknown.
    std::function<Result<T>(const Reply &)> read;
    /// Reads any other status. Never null when sent.
    std::function<Error(const Reply &)> readError;
};

/// "/a/b/c" of the parts, each percent-encoded as one segment (RFC 3986), so that a name can never
/// become a path.
inline QString urlPath(std::initializer_list<QStringView> parts)
{
    QString path;
    for (QStringView part : parts)
        path += QLatin1Char('/') + QString::fromLatin1(QUrl::toPercentEncoding(part.toString()));
    return path;
}
