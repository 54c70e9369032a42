// HTTP Digest (RFC 7616) as pure functions: MD5 and SHA-256, qop=auth. Qt's own knows no SHA-256
// and repeats requests by itself.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QByteArray>
#include <QList>
#include <QMap>

#include <optional>

/// One challenge of a `WWW-Authenticate` header (RFC 9110 section 11.3).
struct AuthChallenge {
    QByteArray scheme; // lower case
    QMap<QByteArray, QByteArray> parameters; // names in lower case, values without quotes
};

/// All challenges of the header, or of several headers joined with commas. Never fails.
QList<AuthChallenge> parseChallenges(const QByteArray &header);

struct DigestChallenge {
    enum class Algorithm { Md5, Sha256 };

    QByteArray realm;
    QByteArray nonce;
    std::optional<QByteArray> opaque;
    Algorithm algorithm = Algorithm::Md5;
    bool stale = false;
};

/// The strongest digest that is offered; none when the service asks for something else.
/// LoginRefused when a digest is offered, but only such as we can't do.
Result<std::optional<DigestChallenge>> chooseDigest(const QByteArray &challenges);

/// The value of the `Authorization` header. `uri` is path and query exactly as sent.
QByteArray digestHeader(const DigestChallenge &challenge, const QByteArray &user,
                        const Secret &password, const QByteArray &verb, const QByteArray &uri,
                        quint32 nonceCount, const QByteArray &clientNonce);
