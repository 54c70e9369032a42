// The two ways to log in to the Atlas Admin API. A new one is a new alternative of the variant.
#pragma once

#include "base/secret.h"

#include <QString>
#include <variant>

/// OAuth 2.0 client credentials (RFC 6749 section 4.4).
struct ServiceAccount {
    QString clientId;
    Secret clientSecret;

    bool operator==(const ServiceAccount &) const = default;
};

/// HTTP Digest (RFC 7616): the public key is the user, the private key the password.
struct ApiKey {
    QString publicKey;
    Secret privateKey;

    bool operator==(const ApiKey &) const = default;
};

using Credentials = std::variant<ServiceAccount, ApiKey>;
