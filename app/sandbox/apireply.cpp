#include "sandbox/apireply.h"

#include <QDate>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

namespace {

QByteArray bytes(const QJsonObject &object, bool pretty)
{
    return QJsonDocument(object).toJson(pretty ? QJsonDocument::Indented : QJsonDocument::Compact);
}

ApiProblem outOfRange(const QString &name, const QString &value, const QString &rule)
{
    return {400,
            QStringLiteral("VALIDATION_ERROR"),
            QStringLiteral("Query parameter %1 must be %2.").arg(name, rule),
            {name, value},
            name};
}

bool readFlag(const ServerRequest &request, const QString &name, bool *flag, ApiProblem *problem)
{
    const auto value = request.queryValue(name);
    if (!value)
        return true;
    *flag = *value == QLatin1String("true");
    if (*flag || *value == QLatin1String("false"))
        return true;
    *problem = outOfRange(name, *value, QStringLiteral("true or false"));
    return false;
}

bool readNumber(const ServerRequest &request, const QString &name, int most, int *number,
                ApiProblem *problem)
{
    const auto value = request.queryValue(name);
    if (!value)
        return true;
    bool ok = false;
    *number = value->toInt(&ok);
    if (ok && *number >= 1 && *number <= most)
        return true;
    *problem = outOfRange(name, *value, QStringLiteral("a number from 1 to %1").arg(most));
    return false;
}

// The list's own path and parameters, the paging ones written anew in the order of real replies.
QJsonObject pageLink(const ServerRequest &request, const PageQuery &query, int pageNum,
                     const QString &rel)
{
    QString path = QString::fromLatin1(request.path());
    path.remove(0, int(qstrlen("/api/atlas/v2")));
    QUrlQuery others;
    for (const auto &[key, value] : request.query) {
        if (key != QLatin1String("pageNum") && key != QLatin1String("itemsPerPage")
            && key != QLatin1String("includeCount"))
            others.addQueryItem(key, value);
    }
    path += QStringLiteral("?includeCount=%1")
                .arg(query.includeCount ? QLatin1String("true") : QLatin1String("false"));
    if (!others.isEmpty())
        path += QLatin1Char('&') + others.toString(QUrl::FullyEncoded);
    path += (rel == QLatin1String("self") ? QStringLiteral("&pageNum=%1&itemsPerPage=%2")
                                          : QStringLiteral("&itemsPerPage=%2&pageNum=%1"))
                .arg(pageNum)
                .arg(query.itemsPerPage);
    return apiLink(path, rel);
}

} // namespace

ApiProblem apiProblem(int status, const char *code, const QString &detail,
                      const QJsonArray &parameters)
{
    return {status, QLatin1String(code), detail, parameters, {}};
}

ServerReply errorReply(const ApiProblem &problem)
{
    QJsonObject body {
        {QStringLiteral("detail"), problem.detail},
        {QStringLiteral("error"), problem.status},
        {QStringLiteral("errorCode"), problem.code},
        {QStringLiteral("parameters"), problem.parameters},
        {QStringLiteral("reason"), QString::fromLatin1(reasonPhrase(problem.status))}};
    if (!problem.field.isEmpty()) {
        const QJsonObject field {{QStringLiteral("field"), problem.field},
                                 {QStringLiteral("description"), problem.detail}};
        body.insert(QStringLiteral("badRequestDetail"),
                    QJsonObject {{QStringLiteral("fields"), QJsonArray {field}}});
    }
    return {problem.status,
            {{"Content-Type", "application/json"}, {"X-Error-Code", problem.code.toLatin1()}},
            bytes(body, false)};
}

const RouteVersion *negotiateVersion(const QList<RouteVersion> &versions, const QByteArray &accept)
{
    static const QRegularExpression form(
        QStringLiteral("^application/vnd\\.atlas\\.(\\d{4}-\\d{2}-\\d{2})\\+json$"),
        QRegularExpression::CaseInsensitiveOption);
    for (const QByteArray &range : accept.split(',')) {
        const QString type = QString::fromLatin1(upTo(range, ';').trimmed());
        const auto match = form.match(type);
        if (!match.hasMatch())
            continue;
        const QString date = match.captured(1);
        if (!QDate::fromString(date, Qt::ISODate).isValid())
            continue;
        const RouteVersion *best = nullptr; // the list is oldest first; ISO dates compare as text
        for (const RouteVersion &version : versions) {
            if (QLatin1String(version.date) <= date)
                best = &version;
        }
        if (best)
            return best;
    }
    return nullptr;
}

bool readPageQuery(const ServerRequest &request, PageQuery *query, ApiProblem *problem)
{
    return readFlag(request, QStringLiteral("envelope"), &query->envelope, problem)
        && readFlag(request, QStringLiteral("pretty"), &query->pretty, problem)
        && readFlag(request, QStringLiteral("includeCount"), &query->includeCount, problem)
        && readNumber(request, QStringLiteral("itemsPerPage"), 500, &query->itemsPerPage, problem)
        && readNumber(request, QStringLiteral("pageNum"), 1'000'000, &query->pageNum, problem);
}

ServerReply valueReply(int status, const QJsonObject &object, const PageQuery &query,
                       const QByteArray &mediaType)
{
    QJsonObject body = object;
    if (query.envelope)
        body = {{QStringLiteral("status"), status}, {QStringLiteral("content"), object}};
    return {status, {{"Content-Type", mediaType}}, bytes(body, query.pretty)};
}

ServerReply listReply(const ServerRequest &request, const ApiList &list, const PageQuery &query,
                      const QByteArray &mediaType)
{
    const int size = list.paged ? query.itemsPerPage : qMax(1, list.total);
    const int page = list.paged ? query.pageNum : 1;
    const qint64 from = qint64(page - 1) * size;
    const int to = int(qMin<qint64>(from + size, list.total));
    QJsonArray results;
    for (int i = int(qMin<qint64>(from, list.total)); i < to; ++i)
        results.append(list.item(i));

    QJsonArray links;
    if (list.paged) {
        links.append(pageLink(request, query, page, QStringLiteral("self")));
        if (page > 1)
            links.append(pageLink(request, query, page - 1, QStringLiteral("previous")));
        if (to < list.total)
            links.append(pageLink(request, query, page + 1, QStringLiteral("next")));
    } else {
        links.append(
            apiLink(QString::fromLatin1(request.path()).remove(0, int(qstrlen("/api/atlas/v2")))));
    }
    QJsonObject body {{QStringLiteral("links"), links}, {QStringLiteral("results"), results}};
    if (query.includeCount || !list.paged)
        body.insert(QStringLiteral("totalCount"), list.total);
    if (query.envelope)
        body.insert(QStringLiteral("status"), 200);
    return {200, {{"Content-Type", mediaType}}, bytes(body, query.pretty)};
}
