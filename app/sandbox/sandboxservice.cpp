#include "sandbox/sandboxservice.h"

#include "sandbox/apireply.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace {

constexpr char kPlainJson[] = "application/json";

ServerDigest makeDigest(const SandboxLogin &login, SandboxOptions::Digest offered)
{
    using Algorithm = ServerDigest::Algorithm;
    QList<Algorithm> list;
    if (offered != SandboxOptions::Digest::Md5)
        list.append(Algorithm::Sha256);
    if (offered != SandboxOptions::Digest::Sha256)
        list.append(Algorithm::Md5);
    return ServerDigest(login.publicKey.toUtf8(), login.privateKey, list);
}

// "/a/{b}" against the segments of a path.
bool matches(const char *pattern, const QStringList &segments, QHash<QString, QString> *path)
{
    const QStringList parts = QString::fromLatin1(pattern).mid(1).split(QLatin1Char('/'));
    if (parts.size() != segments.size())
        return false;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.at(i).startsWith(QLatin1Char('{')))
            path->insert(parts.at(i).mid(1, parts.at(i).size() - 2), segments.at(i));
        else if (parts.at(i) != segments.at(i))
            return false;
    }
    return true;
}

QByteArray defaultErrorCode(int status)
{
    switch (status) {
    case 400:
        return "VALIDATION_ERROR";
    case 401:
        return "USER_UNAUTHORIZED";
    case 403:
        return "ACCESS_FORBIDDEN";
    case 404:
        return "RESOURCE_NOT_FOUND";
    case 409:
        return "ATLAS_CLUSTER_RESTORE_IN_PROGRESS";
    case 410:
        return "VERSION_GONE";
    case 429:
        return "RATE_LIMITED";
    case 503:
        return "SERVICE_UNAVAILABLE";
    default:
        return "UNEXPECTED_ERROR";
    }
}

ServerReply faultReply(const Fault &fault)
{
    const QString code = fault.errorCode.isEmpty()
        ? QString::fromLatin1(defaultErrorCode(fault.status))
        : fault.errorCode;
    ServerReply reply = errorReply(
        {fault.status, code, QStringLiteral("The sandbox was told to answer this."), {}, {}});
    if (fault.retryAfter >= 0)
        reply.headers.emplaceBack("Retry-After", QByteArray::number(fault.retryAfter));
    return reply;
}

} // namespace

Result<std::unique_ptr<SandboxService>> SandboxService::make(const SandboxOptions &options,
                                                             const QByteArray &world,
                                                             const SandboxLogin &login)
{
    const QDateTime start = QDateTime::currentDateTimeUtc();
    Result<World> read = World::read(world, start.toSecsSinceEpoch());
    if (!read)
        return read.error();
    std::unique_ptr<SandboxService> service(
        new SandboxService(options, login, std::move(*read), start));
    const Result<void> settings = service->readSettings(QJsonDocument::fromJson(world).object());
    if (!settings)
        return settings.error();
    return service;
}

SandboxService::SandboxService(const SandboxOptions &options, const SandboxLogin &login,
                               World world, QDateTime start)
    : m_world(std::move(world)), m_routes(allRoutes()), m_digest(makeDigest(login, options.digest)),
      m_tokens(login.clientId.toUtf8(), login.clientSecret, options.maxTokens),
      m_publicKey(login.publicKey), m_clientId(login.clientId), m_start(std::move(start)),
      m_speed(options.speed)
{
    if (options.archiveBytes > 0)
        m_world.setArchiveBytes(options.archiveBytes);
    m_elapsed.start();
}

void SandboxService::setServer(const QUrl &url)
{
    const std::lock_guard lock(m_mutex);
    m_world.setServer(url.toString());
}

// "rateLimits" and "faults" of the world file.
Result<void> SandboxService::readSettings(const QJsonObject &file)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    const QJsonObject limits = file.value(QLatin1String("rateLimits")).toObject();
    for (auto it = limits.begin(); it != limits.end(); ++it) {
        RateSet set {};
        const QJsonObject size = it.value().toObject();
        const BucketSize bucket {size.value(QLatin1String("capacity")).toInt(),
                                 size.value(QLatin1String("refill")).toInt(),
                                 size.value(QLatin1String("period")).toInt(60)};
        if (!TokenBuckets::setByName(it.key(), &set) || bucket.capacity < 1 || bucket.refill < 0
            || bucket.period < 1) {
            error.detail =
                QStringLiteral("The world file is wrong: rateLimits / %1.").arg(it.key());
            return error;
        }
        m_buckets.setSize(set, bucket);
    }
    for (const QJsonValue &item : file.value(QLatin1String("faults")).toArray()) {
        Fault fault;
        QString why;
        if (!readFault(item.toObject(), &fault, &why)) {
            error.detail = QStringLiteral("The world file is wrong: %1.").arg(why);
            return error;
        }
        m_faults.add(fault);
    }
    return {};
}

QDateTime SandboxService::now() const
{
    const std::lock_guard lock(m_mutex);
    return QDateTime::fromSecsSinceEpoch(worldNow(), Qt::UTC);
}

World::Moment SandboxService::worldNow() const
{
    const double passed = double(m_elapsed.elapsed()) * m_speed;
    return m_start.addMSecs(qint64(passed)).addSecs(m_advanced.count()).toSecsSinceEpoch();
}

double SandboxService::wallNow() const
{
    return double(m_elapsed.elapsed()) / 1000.0 + double(m_advanced.count());
}

void SandboxService::addFault(const Fault &fault)
{
    const std::lock_guard lock(m_mutex);
    m_faults.add(fault);
}

void SandboxService::clearFaults()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
}

QList<SeenRequest> SandboxService::seenRequests() const
{
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

void SandboxService::advance(std::chrono::seconds by)
{
    const std::lock_guard lock(m_mutex);
    m_advanced += by;
}

ServerAnswer SandboxService::handle(const ServerRequest &request)
{
    const std::lock_guard lock(m_mutex);
    note(request);
    const bool isApi = request.path().startsWith("/api/atlas/");
    bool stale = false;
    const Login login = isApi ? checkLogin(request, &stale) : Login::None;
    const auto fault = m_faults.take(request, login != Login::None);
    ServerReply reply;
    if (!fault || fault->isCarriedOut()) {
        if (request.path().startsWith("/api/oauth/"))
            reply = oauth(request);
        else if (isApi && login == Login::None)
            reply = unauthorized(request, stale);
        else if (const auto link = findArchiveLink(m_world, request, worldNow()))
            reply = archive(request, fault.value_or(Fault()), *link);
        else
            reply = api(request, login);
        if (fault && fault->flipByte >= 0 && fault->flipByte < reply.body.size())
            reply.body[fault->flipByte] = char(reply.body.at(fault->flipByte) ^ 1);
    }
    if (fault && fault->status != 0)
        reply = faultReply(*fault);
    return {reply, fault};
}

SandboxService::Match SandboxService::findRoute(const ServerRequest &request) const
{
    const QByteArray verb = request.verb == "HEAD" ? QByteArray("GET") : request.verb;
    Match match;
    for (const Route &route : m_routes) {
        QHash<QString, QString> path;
        if (!matches(route.pattern, request.segments, &path))
            continue;
        if (verb == route.verb) {
            match.route = &route;
            match.path = path;
            return match;
        }
        match.otherVerbs.append(route.verb);
    }
    return match;
}

ServerReply SandboxService::api(const ServerRequest &request, Login login)
{
    const Match match = findRoute(request);
    if (match.route)
        return answerRoute(request, match, login);
    if (match.otherVerbs.isEmpty())
        return errorReply(apiProblem(
            404, "RESOURCE_NOT_FOUND",
            QStringLiteral("Cannot find resource %1.").arg(QString::fromLatin1(request.path())),
            {QString::fromLatin1(request.path())}));
    ServerReply reply = errorReply(apiProblem(
        405, "METHOD_NOT_ALLOWED",
        QStringLiteral("Method %1 is not allowed here.").arg(QString::fromLatin1(request.verb))));
    reply.headers.emplaceBack("Allow", match.otherVerbs.join(", "));
    return reply;
}

std::optional<ApiProblem> SandboxService::checkPath(const Match &match) const
{
    static const QRegularExpression idForm(QStringLiteral("^[a-f0-9]{24}$"));
    static const QRegularExpression nameForm(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9-]*$"));
    static const QHash<QString, const char *> codes {
        {QStringLiteral("snapshotId"), "INVALID_SNAPSHOT_ID"},
        {QStringLiteral("restoreJobId"), "INVALID_JOB_ID"},
        {QStringLiteral("restoreId"), "INVALID_JOB_ID"},
        {QStringLiteral("jobId"), "INVALID_JOB_ID"}};
    // MongoDB's names may hold nearly everything.
    static const QSet<QString> anyText {
        QStringLiteral("databaseName"), QStringLiteral("collectionName"),
        QStringLiteral("sourceNamespace"), QStringLiteral("endpointSetId"),
        QStringLiteral("entryValue")};
    for (auto it = match.path.begin(); it != match.path.end(); ++it) {
        if (anyText.contains(it.key()))
            continue;
        const bool id = it.key().endsWith(QLatin1String("Id"));
        if ((id ? idForm : nameForm).match(it.value()).hasMatch())
            continue;
        const QString detail =
            QStringLiteral("Path parameter %1 has an invalid value.").arg(it.key());
        if (const char *code = codes.value(it.key()))
            return apiProblem(404, code, detail, {it.value()});
        return ApiProblem {400, QStringLiteral("VALIDATION_ERROR"), detail, {it.value()}, it.key()};
    }
    return std::nullopt;
}

std::optional<ApiProblem> SandboxService::readBody(const ServerRequest &request,
                                                   QJsonObject *body) const
{
    static const QRegularExpression form(
        QStringLiteral("^application/(vnd\\.atlas\\.\\d{4}-\\d{2}-\\d{2}\\+)?json$"));
    const QByteArray type = request.header("Content-Type");
    const QString bare = QString::fromLatin1(upTo(type, ';').trimmed().toLower());
    if (!form.match(bare).hasMatch())
        return apiProblem(415, "UNSUPPORTED_MEDIA_TYPE",
                          QStringLiteral("The body must be JSON, with a media type that says so."));
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return apiProblem(400, "VALIDATION_ERROR", QStringLiteral("The body is no JSON object."));
    *body = document.object();
    return std::nullopt;
}

// Whatever was started, events tell by whom.
void SandboxService::noteStarted(const ApiAnswer &answer, const QString &login)
{
    const auto note = [&](const QJsonObject &json) {
        m_world.noteStarter(json.value(QLatin1String("id")).toString(), login);
    };
    if (const auto *value = std::get_if<QJsonObject>(&answer))
        note(*value);
    const auto *list = std::get_if<ApiList>(&answer);
    for (int i = 0; list && i < list->total; ++i)
        note(list->item(i));
}

ServerReply SandboxService::answerRoute(const ServerRequest &request, const Match &match,
                                        Login login)
{
    const Route &route = *match.route;
    QByteArray mediaType = kPlainJson;
    ServerHeaders extra;
    RouteContext context {
        request,    m_world,    worldNow(), {},
        match.path, {},         nullptr,    login == Login::Digest ? m_publicKey : m_clientId,
        &m_buckets, &m_archives};
    if (!route.versions.isEmpty()) {
        const RouteVersion *version = negotiateVersion(route.versions, request.header("Accept"));
        if (!version)
            return errorReply(
                apiProblem(406, "INVALID_VERSION_DATE",
                           QStringLiteral("The Accept header names no version that this "
                                          "resource has.")));
        context.version = QLatin1String(version->date);
        mediaType = QByteArray("application/vnd.atlas.") + version->date + "+json;charset=utf-8";
        if (version->sunset)
            extra = {{"Deprecation", version->deprecated}, {"Sunset", version->sunset}};
    }
    const auto refuse = [&extra](const ApiProblem &why) {
        ServerReply reply = errorReply(why);
        reply.headers += extra;
        return reply;
    };

    if (const auto wrong = checkPath(match))
        return refuse(*wrong);
    QString scope = QStringLiteral("user");
    if (match.path.contains(QStringLiteral("groupId"))) {
        scope = context.text("groupId");
        context.project = m_world.project(scope);
        if (!context.project) {
            ServerReply reply = refuse(
                apiProblem(401, "USER_CANNOT_ACCESS_GROUP",
                           QStringLiteral("The login can't access group %1.").arg(scope), {scope}));
            if (login == Login::Digest) // RFC 9110 15.5.2: a 401 has a challenge
                reply.headers += m_digest.challenges(qint64(wallNow()), false);
            return reply;
        }
    }

    const BucketSize size = m_buckets.size(route.rateSet);
    const auto grant = m_buckets.take(route.rateSet, scope, wallNow());
    extra.emplaceBack("RateLimit-Limit", QByteArray::number(size.capacity));
    extra.emplaceBack("RateLimit-Remaining", QByteArray::number(grant.remaining));
    if (!grant.granted) {
        const QString path = QString::fromLatin1(request.path().mid(1));
        extra.emplaceBack("Retry-After", QByteArray::number(grant.waitSeconds));
        return refuse(
            apiProblem(429, "RATE_LIMITED_TOKEN_BUCKET",
                       QStringLiteral("Rate limit exceeded for %1. Please retry after %2 "
                                      "seconds. Request capacity: %3. Refill rate: %4 per "
                                      "%5 seconds.")
                           .arg(path)
                           .arg(grant.waitSeconds)
                           .arg(size.capacity)
                           .arg(size.refill)
                           .arg(size.period),
                       {path, grant.waitSeconds, size.capacity, size.refill, size.period}));
    }
    if (route.tenant && context.project->retired)
        return refuse(apiProblem(410, "VERSION_GONE",
                                 QStringLiteral("This resource was retired. Use the Flex resources "
                                                "instead.")));
    PageQuery query;
    ApiProblem wrong;
    if (!readPageQuery(request, &query, &wrong))
        return refuse(wrong);
    query.pretty = query.pretty && route.pretty;
    if (request.verb == "POST") {
        if (const auto badBody = readBody(request, &context.body))
            return refuse(*badBody);
    }

    const ApiAnswer answer = route.answer(context);
    if (const auto *why = std::get_if<ApiProblem>(&answer))
        return refuse(*why);
    ServerReply reply {route.status, {}, {}};
    if (const auto *list = std::get_if<ApiList>(&answer))
        reply = listReply(request, *list, query, mediaType);
    else if (const auto *value = std::get_if<QJsonObject>(&answer))
        reply = valueReply(route.status, *value, query, mediaType);
    if (request.verb == "POST")
        noteStarted(answer, context.login);
    reply.headers += extra;
    return reply;
}
