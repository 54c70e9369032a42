// SandboxService's gate: who asks, tokens, and what is remembered of a request.
#include "sandbox/apireply.h"
#include "sandbox/sandboxservice.h"

namespace {

constexpr qsizetype kMaxSeen = 20'000;
constexpr int kTokenCallsPerMinute = 50;

} // namespace

void SandboxService::note(const ServerRequest &request)
{
    SeenRequest seen {request.verb, request.path(), {}, request.headers, request.body};
    const qsizetype mark = request.target.indexOf('?');
    if (mark >= 0)
        seen.query = request.target.mid(mark + 1);
    for (auto &[name, value] : seen.headers) {
        if (name.compare("Authorization", Qt::CaseInsensitive) == 0
            || name.compare("Proxy-Authorization", Qt::CaseInsensitive) == 0
            || name.compare(kArchiveHeader, Qt::CaseInsensitive) == 0
            || name.compare("Cookie", Qt::CaseInsensitive) == 0)
            value = (value.contains(' ') ? upTo(value, ' ') : QByteArray()) + " ***";
    }
    if (seen.path.startsWith("/api/oauth/")) { // a token to revoke
        const qsizetype at = seen.body.startsWith("token=") ? 0 : seen.body.indexOf("&token=");
        if (at >= 0) {
            const qsizetype from = seen.body.indexOf('=', at) + 1;
            const qsizetype end = seen.body.indexOf('&', from);
            seen.body.replace(from, (end < 0 ? seen.body.size() : end) - from, "***");
        }
    }
    if (m_seen.size() >= kMaxSeen)
        m_seen.removeFirst();
    m_seen.append(seen);
}

SandboxService::Login SandboxService::checkLogin(const ServerRequest &request, bool *stale)
{
    if (m_tokens.accepts(request, qint64(wallNow())))
        return Login::Bearer;
    const auto verdict = m_digest.check(request, qint64(wallNow()));
    *stale = verdict == ServerDigest::Verdict::Stale;
    return verdict == ServerDigest::Verdict::Accepted ? Login::Digest : Login::None;
}

ServerReply SandboxService::oauth(const ServerRequest &request)
{
    const QByteArray path = request.path();
    const bool token = path == "/api/oauth/token";
    if (!token && path != "/api/oauth/revoke")
        return errorReply(
            apiProblem(404, "RESOURCE_NOT_FOUND", QStringLiteral("There is no such resource.")));
    if (request.verb != "POST") {
        ServerReply reply = errorReply(
            apiProblem(405, "METHOD_NOT_ALLOWED", QStringLiteral("Only POST is allowed here.")));
        reply.headers.emplaceBack("Allow", "POST");
        return reply;
    }
    if (!token)
        return m_tokens.revoke(request);
    const double now = wallNow();
    m_tokenCalls.removeIf([now](double at) { return at <= now - 60; });
    if (m_tokenCalls.size() >= kTokenCallsPerMinute) {
        ServerReply reply = errorReply(
            apiProblem(429, "RATE_LIMITED",
                       QStringLiteral("Resource /api/oauth/token is limited to %1 requests every 1 "
                                      "minutes.")
                           .arg(kTokenCallsPerMinute),
                       {QStringLiteral("/api/oauth/token"), kTokenCallsPerMinute, 1}));
        const int wait = qMax(1, int(60 - (now - m_tokenCalls.first())) + 1);
        reply.headers.emplaceBack("Retry-After", QByteArray::number(wait));
        return reply;
    }
    m_tokenCalls.append(now);
    return m_tokens.token(request, qint64(now));
}

// Recorded: an API key is what the service asks for, whatever came.
ServerReply SandboxService::unauthorized(const ServerRequest &request, bool stale)
{
    ServerReply reply = errorReply(apiProblem(
        401, "UNEXPECTED_ERROR", QStringLiteral("You are not authorized for this resource.")));
    if (request.header("Authorization").left(7).toLower() == "bearer ")
        reply.headers.emplaceBack("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    else
        reply.headers += m_digest.challenges(qint64(wallNow()), stale);
    return reply;
}
