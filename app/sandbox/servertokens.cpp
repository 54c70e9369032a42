#include "sandbox/servertokens.h"

#include "sandbox/serverdigest.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace {

ServerReply json(int status, const QJsonObject &object, ServerHeaders headers = {})
{
    headers.emplaceBack("Content-Type", "application/json");
    headers.emplaceBack("Cache-Control", "no-store");
    return {status, headers, QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

ServerReply oauthError(int status, const QString &error, const QString &description)
{
    ServerHeaders headers;
    if (status == 401) // RFC 6749 section 5.2
        headers.emplaceBack("WWW-Authenticate", "Basic realm=\"MMS Public API\"");
    return json(
        status,
        {{QStringLiteral("error"), error}, {QStringLiteral("error_description"), description}},
        headers);
}

ServerReply invalidClient()
{
    return oauthError(401, QStringLiteral("invalid_client"),
                      QStringLiteral("Invalid credentials provided."));
}

QByteArray formDecoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

bool isForm(const ServerRequest &request)
{
    const QByteArray type = request.header("Content-Type");
    return upTo(type, ';').trimmed().toLower() == "application/x-www-form-urlencoded";
}

QHash<QByteArray, QByteArray> formFields(const QByteArray &body)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &item : body.split('&')) {
        const qsizetype equals = item.indexOf('=');
        if (equals > 0)
            fields.insert(formDecoded(item.left(equals)), formDecoded(item.mid(equals + 1)));
    }
    return fields;
}

} // namespace

ServerTokens::ServerTokens(QByteArray clientId, Secret clientSecret, int maxLive)
    : m_clientId(std::move(clientId)), m_clientSecret(std::move(clientSecret)), m_maxLive(maxLive)
{
}

bool ServerTokens::isOurClient(const ServerRequest &request) const
{
    const QByteArray header = request.header("Authorization");
    if (header.left(6).toLower() != "basic ")
        return false;
    const auto decoded = QByteArray::fromBase64Encoding(header.mid(6).trimmed());
    const QByteArray pair = decoded ? *decoded : QByteArray();
    const qsizetype colon = pair.indexOf(':');
    if (colon < 0)
        return false;
    // RFC 6749 2.3.1 wants both parts form-encoded; many clients send them as they are.
    const auto fits = [](const QByteArray &given, const QByteArray &wanted) {
        return given == wanted || formDecoded(given) == wanted;
    };
    return fits(pair.left(colon), m_clientId) && fits(pair.mid(colon + 1), m_clientSecret.reveal());
}

ServerReply ServerTokens::token(const ServerRequest &request, qint64 now)
{
    if (!isOurClient(request))
        return invalidClient();
    const auto fields = formFields(request.body);
    if (!isForm(request) || !fields.contains("grant_type"))
        return oauthError(400, QStringLiteral("invalid_request"),
                          QStringLiteral("A form with grant_type is needed."));
    if (fields.value("grant_type") != "client_credentials")
        return oauthError(400, QStringLiteral("unsupported_grant_type"),
                          QStringLiteral("Only client_credentials is supported."));
    m_tokens.removeIf([now](const auto &entry) { return entry.value() <= now; });
    if (m_tokens.size() >= m_maxLive)
        return oauthError(403, QStringLiteral("access_denied"),
                          QStringLiteral("The service account has too many live tokens."));
    const QByteArray token = "sbx." + randomBase64(48).replace('+', '-').replace('/', '_');
    m_tokens.insert(token, now + kTokenLife.count());
    return json(200,
                {{QStringLiteral("access_token"), QString::fromLatin1(token)},
                 {QStringLiteral("expires_in"), int(kTokenLife.count())},
                 {QStringLiteral("token_type"), QStringLiteral("Bearer")}});
}

ServerReply ServerTokens::revoke(const ServerRequest &request)
{
    if (!isOurClient(request))
        return invalidClient();
    const auto fields = formFields(request.body);
    if (!isForm(request) || fields.value("token").isEmpty())
        return oauthError(400, QStringLiteral("invalid_request"),
                          QStringLiteral("A form with token is needed."));
    m_tokens.remove(fields.value("token")); // an unknown one is as good as revoked (RFC 7009 2.2)
    return {200, {}, {}};
}

bool ServerTokens::accepts(const ServerRequest &request, qint64 now) const
{
    const QByteArray header = request.header("Authorization");
    return header.left(7).toLower() == "bearer "
        && m_tokens.value(header.mid(7).trimmed(), 0) > now;
}

int ServerTokens::liveCount(qint64 now) const
{
    return int(
        std::count_if(m_tokens.begin(), m_tokens.end(), [now](qint64 end) { return end > now; }));
}
