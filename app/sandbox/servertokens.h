// OAuth 2.0 client credentials (RFC 6749 section 4.4) and revocation (RFC 7009) from the server's
// side: makes tokens, knows the live ones. One client.
#pragma once

#include "base/secret.h"
#include "sandbox/servermessage.h"

#include <QHash>
#include <chrono>

class ServerTokens
{
public:
    ServerTokens(QByteArray clientId, Secret clientSecret, int maxLive);

    /// POST /api/oauth/token. `now` in seconds, of any clock that rises.
    ServerReply token(const ServerRequest &request, qint64 now);
    /// POST /api/oauth/revoke.
    ServerReply revoke(const ServerRequest &request);
    /// True for a live token in `Authorization: Bearer`.
    bool accepts(const ServerRequest &request, qint64 now) const;
    int liveCount(qint64 now) const;

    static constexpr std::chrono::seconds kTokenLife {3600};

private:
    bool isOurClient(const ServerRequest &request) const;

    QByteArray m_clientId;
    Secret m_clientSecret;
    int m_maxLive;
    QHash<QByteArray, qint64> m_tokens; // token -> end
};
