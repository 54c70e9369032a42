#include "session/profile.h"

#include "base/network.h"
#include "session/makeerror.h"

#include <QCoreApplication>

namespace {

struct ProfileWords {
    Q_DECLARE_TR_FUNCTIONS(Profile)
};

} // namespace

Credentials makeCredentials(const Profile &profile, const Secret &secret)
{
    switch (profile.loginKind) {
    case LoginKind::ServiceAccount:
        break;
    case LoginKind::ApiKey:
        return ApiKey {.publicKey = profile.loginName, .privateKey = secret};
    }
    return ServiceAccount {.clientId = profile.loginName, .clientSecret = secret};
}

Secret secretOf(const Credentials &credentials)
{
    if (const auto *key = std::get_if<ApiKey>(&credentials))
        return key->privateKey;
    return std::get<ServiceAccount>(credentials).clientSecret;
}

Result<void> checkBaseUrl(const QUrl &url)
{
    const QString field = QStringLiteral("baseUrl");
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != u"https" && url.scheme() != u"http"))
        return fieldError(
            field, ProfileWords::tr("The address must start with https:// and name a host."));
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return fieldError(field,
                          ProfileWords::tr("The address must be a plain one: no user, no password, "
                                           "nothing after a question mark or a hash."));
    if (url.scheme() == u"http" && !isLoopback(url.host())) {
        Error error = fieldError(field,
                                 ProfileWords::tr("The address must start with https://. Plain "
                                                  "http:// is for this computer alone."));
        error.kind = Error::Kind::InsecureUrl;
        return error;
    }
    return {};
}

Result<void> checkProfile(const Profile &profile)
{
    if (profile.name.trimmed().isEmpty())
        return fieldError(QStringLiteral("name"), ProfileWords::tr("Give the profile a name."));
    if (Result<void> url = checkBaseUrl(profile.baseUrl); !url)
        return fieldError(QStringLiteral("baseUrl"), url.error().detail);
    if (profile.loginName.trimmed().isEmpty()) {
        return fieldError(QStringLiteral("loginName"),
                          profile.loginKind == LoginKind::ApiKey
                              ? ProfileWords::tr("Type the public key.")
                              : ProfileWords::tr("Type the client ID."));
    }
    if (profile.net.proxy == NetSettings::Proxy::Manual) {
        if (profile.net.proxyHost.trimmed().isEmpty())
            return fieldError(QStringLiteral("proxyHost"),
                              ProfileWords::tr("Type the proxy's host name."));
        if (profile.net.proxyPort == 0)
            return fieldError(QStringLiteral("proxyPort"),
                              ProfileWords::tr("Type the proxy's port, 1 to 65535."));
    }
    return {};
}
