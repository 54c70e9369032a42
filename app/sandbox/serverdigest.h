// The server's side of HTTP Digest (RFC 7616) with qop=auth, MD5 and SHA-256. One user. Nonces live
// shortly, and a nonce's counter value is good for one request: what is sent again is refused.
#pragma once

#include "base/secret.h"
#include "sandbox/servermessage.h"

#include <QHash>
#include <QSet>
#include <chrono>

class ServerDigest
{
public:
    enum class Algorithm { Md5, Sha256 };
    enum class Verdict { Accepted, Refused, Stale };

    /// `offered` in the order of the challenges.
    ServerDigest(QByteArray user, Secret password, QList<Algorithm> offered);

    /// Holds the Authorization header against the request. `now` in seconds, of any clock that
    /// rises.
    Verdict check(const ServerRequest &request, qint64 now);
    /// A fresh `WWW-Authenticate` for each algorithm. Atlas's form: empty
    /// domain, no opaque.
    ServerHeaders challenges(qint64 now, bool stale);

    static constexpr std::chrono::seconds kNonceLife {120};

private:
    struct Nonce {
        qint64 made = 0;
        quint32 highest = 0;
        QSet<quint32> seen;
    };

    QByteArray makeNonce(qint64 now);

    QByteArray m_user;
    Secret m_password;
    QList<Algorithm> m_offered;
    QHash<QByteArray, Nonce> m_nonces;
};

/// The comma-separated `name=value` list behind a scheme, quotes taken off; names in lower case.
QHash<QByteArray, QByteArray> readAuthParameters(const QByteArray &text);
/// `bytes` random bytes as base64.
QByteArray randomBase64(int bytes);
