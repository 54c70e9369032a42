// What the head of an answer means for a download, decided without a network: data to be added,
// the file from its start, another address, a new link needed, later, or no data at all.
#pragma once

#include "transfer/partstate.h"
#include "transfer/transferproblem.h"

#include <QDateTime>
#include <chrono>

struct ReplyHead {
    int status = 0;
    qint64 contentLength = -1;
    QByteArray contentType;
    QByteArray contentRange;
    QByteArray etag;
    QByteArray lastModified;
    QByteArray retryAfter;
    QByteArray location;
};

struct HeadMeaning {
    enum class Action {
        Append, // 206, and it continues ours
        FromStart, // 200: the file from its first byte
        Complete, // 416, because ours is the whole file
        Again, // ours is of no use: ask again for the whole file
        Redirect,
        NeedsLink,
        Wait,
        Fail,
    };
    Action action = Action::Fail;
    qint64 size = -1; // of the whole file, for Append, FromStart and Complete
    std::chrono::seconds wait {0}; // what the server asked for
    TransferProblem problem; // for NeedsLink, Wait, Fail
};

/// `have` is what is on the disk: have.bytes were not asked for if they are above zero; an empty
/// one if the whole file was asked for.
HeadMeaning judgeHead(const ReplyHead &head, const PartState &have, const QDateTime &now);
/// What to send as If-Range: a strong ETag, else the date (RFC 9110 section 13.1.5), else nothing.
QByteArray ifRangeValue(const PartState &have);
/// True for the first bytes of a gzip member (RFC 1952); three are needed.
bool isGzipStart(const QByteArray &bytes);
