#include "atlas/requests.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

QString v2Path(std::initializer_list<QStringView> parts)
{
    return u"/api/atlas/v2"_s + urlPath(parts);
}

QByteArray datedMediaType(const char *date)
{
    const QByteArray day(date);
    return day.isEmpty() ? QByteArray("application/json")
                         : "application/vnd.atlas." + day + "+json";
}

RequestData getData(const QString &path, const char *date, const std::optional<PageRequest> &page)
{
    RequestData data;
    data.path = path;
    data.accept = datedMediaType(date);
    if (page) {
        data.query.addQueryItem(u"pageNum"_s, QString::number(qMax(1, page->pageNum)));
        data.query.addQueryItem(u"itemsPerPage"_s,
                                QString::number(qBound(1, page->itemsPerPage, 500)));
    }
    return data;
}

RequestData postData(const QString &path, const char *date, const QJsonObject &body)
{
    RequestData data = getData(path, date);
    data.verb = "POST";
    data.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    data.contentType = data.accept;
    data.repeat = Repeat::Never;
    return data;
}

Error noIdError(const Reply &reply)
{
    Error error;
    error.kind = Error::Kind::BadReply;
    error.httpStatus = reply.info.status;
    error.detail = u"The answer is JSON, but has no \"id\"."_s;
    return error;
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
