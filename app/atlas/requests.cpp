#include "atlas/requests.h"

#include "atlas/operations.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

const Operation &operationOf(const char *operationId)
{
    const Operation *operation = operationById(QString::fromLatin1(operationId));
    Q_ASSERT_X(operation, "requests", operationId);
    return *operation;
}

// A part is one segment whatever is in it: a name can never become a path.
QString filledPath(const Operation &operation, std::initializer_list<QStringView> parts)
{
    QString path;
    auto part = parts.begin();
    const auto segments = QLatin1StringView(operation.path).tokenize(u'/', Qt::SkipEmptyParts);
    for (const QLatin1StringView segment : segments) {
        const bool placeholder = segment.startsWith('{'_L1);
        Q_ASSERT(!placeholder || part != parts.end());
        path += placeholder ? urlPath({*part++}) : u'/' + segment;
    }
    Q_ASSERT(part == parts.end());
    return path;
}

QByteArray mediaTypeOf(const Operation &operation)
{
    const QByteArray date(operation.version);
    return date.isEmpty() ? QByteArray("application/json")
                          : "application/vnd.atlas." + date + "+json";
}

RequestData dataOf(const Operation &operation, std::initializer_list<QStringView> parts)
{
    RequestData data;
    data.verb = operation.verb;
    data.path = filledPath(operation, parts);
    data.accept = mediaTypeOf(operation);
    data.operationId = operation.id;
    return data;
}

} // namespace

RequestData getData(const char *operationId, std::initializer_list<QStringView> parts,
                    const std::optional<PageRequest> &page)
{
    RequestData data = dataOf(operationOf(operationId), parts);
    if (page) {
        data.query.addQueryItem(u"pageNum"_s, QString::number(qMax(1, page->pageNum)));
        data.query.addQueryItem(u"itemsPerPage"_s,
                                QString::number(qBound(1, page->itemsPerPage, 500)));
    }
    return data;
}

RequestData changeData(const char *operationId, std::initializer_list<QStringView> parts,
                       const QJsonObject &body)
{
    RequestData data = dataOf(operationOf(operationId), parts);
    data.repeat = Repeat::Never;
    if (!body.isEmpty()) {
        data.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        data.contentType = data.accept;
    }
    return data;
}

QString queryValue(const QString &value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

Error noIdError(const Reply &reply)
{
    Error error;
    error.kind = Error::Kind::BadReply;
    error.httpStatus = reply.info.status;
    error.detail = u"The answer is JSON, but has no \"id\"."_s;
    return error;
}

Request<Done> doneRequest(RequestData data)
{
    Request<Done> request {std::move(data), {}, readAtlasError};
    request.read = [](const Reply &reply) -> Result<Done> {
        if (reply.body.trimmed().isEmpty())
            return Done {};
        // In an envelope the status line says 200 whatever happened.
        const Result<QJsonObject> json = readBody(reply);
        if (json)
            return Done {};
        Error error = json.error();
        if (error.httpStatus >= 500)
            error.kind = Error::Kind::OutcomeUnknown;
        return error;
    };
    return request;
}

Request<QList<RestoreJob>> oneJob(const Request<RestoreJob> &request)
{
    Request<QList<RestoreJob>> list {request, {}, request.readError};
    list.read = [read = request.read](const Reply &reply) -> Result<QList<RestoreJob>> {
        const Result<RestoreJob> job = read(reply);
        if (!job)
            return job.error();
        return QList<RestoreJob> {*job};
    };
    return list;
}
