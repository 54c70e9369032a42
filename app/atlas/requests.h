// How the requests of this room are put together: dated media type, paging, reading, error reading.
// For the files that make requests, only.
#pragma once

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "atlas/json.h"
#include "atlas/restorejob.h"

/// What a record came with.
struct RecordOrigin {
    RawRecord raw;
    QDateTime now; // the server's clock, invalid if it did not tell
};

/// A read: verb, path and media type are those of the operation (atlas/operations.h), whose
/// {placeholders} the parts fill in order, each as one segment. A page outside the API's limits is
/// brought inside.
RequestData getData(const char *operationId, std::initializer_list<QStringView> parts,
                    const std::optional<PageRequest> &page = {});
/// A change: Repeat::Never; the body, if any, in the same media type as the answer.
RequestData changeData(const char *operationId, std::initializer_list<QStringView> parts,
                       const QJsonObject &body = {});
/// A value for QUrlQuery::addQueryItem, which takes an unescaped "&" or "%20" at its word.
QString queryValue(const QString &value);
/// The error for an answer that lacks what makes it a record.
Error noIdError(const Reply &reply);

/// `readItem(json)` or `readItem(json, origin)`. Records without an id are left out: nothing could
/// be done with them.
template <typename T, typename ReadItem>
Request<Page<T>> listRequest(RequestData data, const std::optional<PageRequest> &page,
                             ReadItem readItem)
{
    Request<Page<T>> request {std::move(data), {}, readAtlasError};
    request.read = [page, readItem](const Reply &reply) -> Result<Page<T>> {
        const Result<RawPage> raw = readPageBody(reply, page);
        if (!raw)
            return raw.error();
        Page<T> result;
        result.totalCount = raw->totalCount;
        result.hasNext = raw->hasNext;
        result.items.reserve(raw->results.size());
        std::shared_ptr<const QByteArray> packed;
        for (qsizetype i = 0; i < raw->results.size(); ++i) {
            const QJsonObject json = raw->results.at(i).toObject();
            T item;
            if constexpr (std::is_invocable_v<ReadItem, QJsonObject, RecordOrigin>) {
                if (!packed)
                    packed = RawRecord::packPage(raw->results);
                item = readItem(json, RecordOrigin {RawRecord(packed, i), reply.info.date});
            } else {
                item = readItem(json);
            }
            if (!item.id.isEmpty())
                result.items.append(std::move(item));
        }
        return result;
    };
    return request;
}

/// A change whose answer has no content.
Request<Done> doneRequest(RequestData data);
/// A create whose answer is one job, as the list that JobKind::create wants.
Request<QList<RestoreJob>> oneJob(const Request<RestoreJob> &request);

/// One record; its answer must carry an id.
template <typename T, typename ReadItem>
Request<T> recordRequest(RequestData data, ReadItem readItem)
{
    Request<T> request {std::move(data), {}, readAtlasError};
    const bool change = request.repeat == Repeat::Never;
    request.read = [readItem, change](const Reply &reply) -> Result<T> {
        const Result<QJsonObject> json = readBody(reply);
        if (!json) {
            Error error = json.error();
            // In an envelope the status line says 200 whatever happened.
            if (change && error.httpStatus >= 500)
                error.kind = Error::Kind::OutcomeUnknown;
            return error;
        }
        T item;
        if constexpr (std::is_invocable_v<ReadItem, QJsonObject, RecordOrigin>) {
            RawRecord raw(RawRecord::packPage({*json}), 0);
            item = readItem(*json, RecordOrigin {std::move(raw), reply.info.date});
        } else {
            item = readItem(*json);
        }
        if (item.id.isEmpty())
            return noIdError(reply);
        return item;
    };
    return request;
}
