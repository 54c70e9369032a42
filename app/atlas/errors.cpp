#include "atlas/errors.h"

#include "atlas/errortable.h"
#include "atlas/json.h"
#include "atlas/operations.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Errors {
    Q_DECLARE_TR_FUNCTIONS(Errors)
};

const CodeRow *rowOfCode(QString code)
{
    if (code.endsWith("_WHITELIST"_L1))
        code = code.chopped(9) + "ACCESS_LIST"_L1;
    for (const CodeRow &row : codeRows()) {
        if (code == QLatin1StringView(row.code))
            return &row;
    }
    return nullptr;
}

const StatusRow *rowOfStatus(int status)
{
    for (const StatusRow &row : statusRows()) {
        if (row.status == status)
            return &row;
    }
    return nullptr;
}

Error::Kind kindOfStatus(int status)
{
    if (const StatusRow *row = rowOfStatus(status))
        return row->kind;
    if (status >= 500)
        return Error::Kind::ServiceTrouble;
    return status >= 400 ? Error::Kind::Rejected : Error::Kind::BadReply;
}

// UNEXPECTED_ERROR also comes with the 401 of a missing login, and a fault of the service is one
// whatever code it carries.
Error::Kind kindOf(const QString &code, int status)
{
    const CodeRow *row = rowOfCode(code);
    if (!row || status >= 500 || code == "UNEXPECTED_ERROR"_L1)
        return kindOfStatus(status);
    return row->kind;
}

void readAtlasBody(const QJsonObject &body, Error *error)
{
    error->code = readString(body, "errorCode"_L1);
    error->detail = readString(body, "detail"_L1);
    if (error->detail.isEmpty())
        error->detail = readString(body, "reason"_L1);
    for (const QJsonValue &parameter : readArray(body, "parameters"_L1))
        error->parameters.append(valueText(parameter));
    const QJsonObject more = readObject(body, "badRequestDetail"_L1);
    for (const QJsonValue &item : readArray(more, "fields"_L1)) {
        const QJsonObject field = item.toObject();
        error->fields.append({readString(field, "field"_L1), readString(field, "description"_L1)});
    }
}

void readOAuthBody(const QJsonObject &body, Error *error)
{
    error->code = readString(body, "error"_L1);
    error->detail = readString(body, "error_description"_L1);
}

// RATE_LIMITED_TOKEN_BUCKET says the wait in its second parameter, too.
std::chrono::seconds waitFromParameters(const Error &error)
{
    if (error.code != "RATE_LIMITED_TOKEN_BUCKET"_L1 || error.parameters.size() < 2)
        return {};
    return std::chrono::seconds(qBound(0, error.parameters.at(1).toInt(), 86'400));
}

ErrorText translated(const char *sentence, const char *remedy)
{
    return {QCoreApplication::translate("Errors", sentence),
            QCoreApplication::translate("Errors", remedy)};
}

// Refused for another reason than a role, whatever the status says.
bool isOfRole(const Error &error)
{
    static const QStringList others {
        u"FEATURE_UNSUPPORTED"_s, u"ATLAS_NETWORK_PERMISSIONS_SIZE_EXCEEDED"_s, u"access_denied"_s};
    return error.kind == Error::Kind::Forbidden
        && (error.httpStatus == 401 || error.httpStatus == 403) && !others.contains(error.code);
}

// With the role that the call asks for: what to get instead of what is missing.
QString remedyWithRole(const Error &error, const QString &remedy)
{
    const Operation *operation = operationById(error.operationId);
    const QStringList roles = operation ? rolesOf(*operation) : QStringList();
    if (roles.isEmpty())
        return remedy;
    const QString role =
        roles.size() == 1 ? roles.first() : Errors::tr("%1 or %2").arg(roles[0], roles[1]);
    const bool ofProject = role.startsWith("Project"_L1);
    const CodeRow *row = rowOfCode(error.code);
    if (row && error.code != "ACCESS_FORBIDDEN"_L1 && error.code != "USER_UNAUTHORIZED"_L1)
        return remedy + u' ' + Errors::tr("Atlas asks for the role %1 here.").arg(role);
    if (!ofProject)
        return Errors::tr("Ask an owner of the organization for the role %1, then try again.")
            .arg(role);
    if (role == "Project Owner"_L1)
        return Errors::tr("Ask an owner of the project for the role %1, then try again.").arg(role);
    // The manager covers the creator's and both operators' roles.
    if (role.startsWith("Project Backup"_L1) && role != "Project Backup Manager"_L1)
        return Errors::tr("Ask an owner of the project for the role %1 (Project Backup Manager or "
                          "Project Owner suffices, too), then try again.")
            .arg(role);
    return Errors::tr("Ask an owner of the project for the role %1 (Project Owner always "
                      "suffices), then try again.")
        .arg(role);
}

ErrorText wordsOf(const Error &error)
{
    // The kind decides: a code or status that means something else (a 500 that left a change's
    // outcome unknown) must not speak.
    const CodeRow *code = rowOfCode(error.code);
    if (code && code->kind == error.kind)
        return translated(code->sentence, code->remedy);
    const StatusRow *status = rowOfStatus(error.httpStatus);
    if (status && status->kind == error.kind)
        return translated(status->sentence, status->remedy);
    const auto rows = kindRows();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const KindRow &it) { return it.kind == error.kind; });
    return row == rows.end() ? ErrorText {} : translated(row->sentence, row->remedy);
}

} // namespace

Error readAtlasError(const Reply &reply)
{
    Error error;
    error.httpStatus = reply.info.status;
    error.retryAfter = reply.info.retryAfter;
    // Not by Content-Type: an error body that can be read is read.
    QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    if (body.value("content"_L1).isObject() && body.value("status"_L1).isDouble())
        body = readObject(body, "content"_L1);
    if (body.value("error"_L1).isString() && !body.contains("errorCode"_L1))
        readOAuthBody(body, &error);
    else
        readAtlasBody(body, &error);
    error.kind = kindOf(error.code, error.httpStatus);
    if (error.retryAfter.count() == 0)
        error.retryAfter = waitFromParameters(error);
    return error;
}

ErrorText describe(const Error &error)
{
    ErrorText text = wordsOf(error);
    if (isOfRole(error))
        text.remedy = remedyWithRole(error, text.remedy);
    return text;
}

QString describeFully(const Error &error)
{
    const ErrorText text = describe(error);
    QStringList lines {text.sentence + u' ' + text.remedy};
    if (error.retryAfter.count() > 0)
        lines.append(Errors::tr("Wait at least %n s.", nullptr, int(error.retryAfter.count())));
    for (const FieldProblem &field : error.fields)
        lines.append(field.field + u": "_s + field.description);
    if (error.detail.isEmpty() && !error.code.isEmpty())
        lines.append(error.code);
    else if (!error.code.isEmpty())
        lines.append(Errors::tr("Atlas says: %1 (%2)").arg(error.detail, error.code));
    else if (!error.detail.isEmpty())
        lines.append(Errors::tr("In detail: %1").arg(error.detail));
    return lines.join(u'\n');
}

bool mayPass(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unreachable:
    case Error::Kind::Timeout:
    case Error::Kind::Tls:
    case Error::Kind::Proxy:
    case Error::Kind::RateLimited:
    case Error::Kind::ServiceTrouble:
        return true;
    default:
        return false;
    }
}
