// How the Admin API writes answers: error bodies, pages with links, envelope, pretty, media types.
// Pure functions over values.
#pragma once

#include "sandbox/routes.h"

ApiProblem apiProblem(int status, const char *code, const QString &detail,
                      const QJsonArray &parameters = {});
/// The error body and headers of the Admin API.
ServerReply errorReply(const ApiProblem &problem);
/// The newest version not after the date the client accepts; null if there is none (406).
const RouteVersion *negotiateVersion(const QList<RouteVersion> &versions, const QByteArray &accept);

struct PageQuery {
    int pageNum = 1;
    int itemsPerPage = 100;
    bool includeCount = true;
    bool envelope = false;
    bool pretty = false;
};
/// Reads the five; false and `problem` for a value out of range.
bool readPageQuery(const ServerRequest &request, PageQuery *query, ApiProblem *problem);

/// The object with the status of a good answer, or 200 with the page.
ServerReply valueReply(int status, const QJsonObject &object, const PageQuery &query,
                       const QByteArray &mediaType);
ServerReply listReply(const ServerRequest &request, const ApiList &list, const PageQuery &query,
                      const QByteArray &mediaType);
