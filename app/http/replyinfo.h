// From the headers of an answer to ReplyInfo.
#pragma once

#include "http/request.h"

#include <QNetworkReply>

/// Reads the status and the headers (RFC 9110; Deprecation: RFC 9745 and its drafts; Sunset: RFC
/// 8594). `now` is this computer's clock when the answer came, UTC. Unreadable headers count as
/// absent.
ReplyInfo readReplyInfo(const QNetworkReply &reply, const QDateTime &now);

/// `Retry-After`: seconds, or a date, which counts from `now`; zero if it is neither or over.
std::chrono::seconds parseRetryAfter(const QByteArray &value, const QDateTime &now);
/// `Deprecation`: an HTTP date, `@` and a Unix time, or `true`, which reads as `now`.
QDateTime parseDeprecation(const QByteArray &value, const QDateTime &now);
