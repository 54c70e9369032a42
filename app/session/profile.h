// One way into Atlas: where, with which kind of login, under which name. The secret itself is in
// the keychain (or, for a session-only profile, in memory); nothing here is one.
#pragma once

#include "atlas/jobkind.h"
#include "base/credentials.h"
#include "base/netsettings.h"
#include "base/result.h"

#include <QString>
#include <QUrl>

enum class LoginKind { ServiceAccount, ApiKey };

/// The person's own mark, shown as a colour and a word.
enum class EnvironmentMark { None, Production, Staging, Development };

struct Profile {
    QString id; // made once, names the keychain entry; never shown
    QString name; // unique, chosen by the person
    QUrl baseUrl; // https://cloud.mongodb.com, https://cloud.mongodbgov.com or another
    LoginKind loginKind = LoginKind::ServiceAccount;
    QString loginName; // client ID or public key
    EnvironmentMark environment = EnvironmentMark::None;
    bool readOnly = false; // the person's own lock: nothing can be started, cancelled or taken
    ApiVersion tenantRestores = ApiVersion::V2; // how M2/M5 restores are started
    NetSettings net;
    bool sessionOnly =
        false; // made from the environment, the sandbox, or because there is no keychain

    bool operator==(const Profile &) const = default;
};

/// The addresses a profile editor offers by name.
inline QUrl atlasUrl()
{
    return QUrl(QStringLiteral("https://cloud.mongodb.com"));
}
inline QUrl atlasGovernmentUrl()
{
    return QUrl(QStringLiteral("https://cloud.mongodbgov.com"));
}

/// The profile's login as Credentials, with the secret that belongs to it.
Credentials makeCredentials(const Profile &profile, const Secret &secret);
/// The secret part of a login.
Secret secretOf(const Credentials &credentials);
/// An address of the API: https (http on loopback only), without user, query and fragment.
/// InvalidInput or InsecureUrl; Error::detail is a sentence for the person.
Result<void> checkBaseUrl(const QUrl &url);
/// InvalidInput with a sentence for the person in Error::detail, and the field's name in
/// Error::fields: name and login name given, URL as checkBaseUrl() wants it, a manual proxy
/// complete. Says nothing about whether the login works.
Result<void> checkProfile(const Profile &profile);
