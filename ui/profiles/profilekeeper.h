// Profiles together with their secrets: the store in the settings, the keychain, and this session's
// memory. A profile is stored only after its secret is safe, and forgotten only after its secret is
// gone. Every callback runs once, later, unless its context dies first; then nothing is left
// behind.
#pragma once

#include "session/credentialstore.h"
#include "session/profilestore.h"

#include <QObject>
#include <functional>
#include <optional>

class ProfileKeeper : public QObject
{
    Q_OBJECT

public:
    /// All three must outlive the keeper.
    ProfileKeeper(ProfileStore &store, CredentialStore &keychain, CredentialStore &memory,
                  QObject *parent = nullptr);

    /// Stored profiles by name, then those of this session only.
    QList<Profile> profiles() const;
    std::optional<Profile> byId(QStringView id) const;

    /// From this session's memory if it is there, else from the keychain.
    void readSecret(const QString &profileId, QObject *context,
                    std::function<void(Result<Secret>)> callback);
    /// Writes the secret into the keychain, then the profile into the settings. A keychain failure
    /// stores nothing.
    void save(Profile profile, const Secret &secret, QObject *context,
              std::function<void(Result<Profile>)> callback);
    /// The secret stays in memory. A new profile then lasts for this session only; of a stored one
    /// the other fields are saved.
    Result<Profile> keepForSession(Profile profile, const Secret &secret);
    /// Removes the keychain entry, then the profile. If the entry stays, so does the profile.
    void forget(const QString &profileId, QObject *context,
                std::function<void(Result<void>)> callback);
    /// The way out when the keychain can't be reached: its entry stays there.
    Result<void> forgetWithoutKeychain(const QString &profileId);

signals:
    void changed();

private:
    Result<Profile> store(const Profile &profile);
    bool dropSessionProfile(const QString &profileId);
    void dropFromMemory(const QString &profileId);
    void dropFromKeychain(const QString &profileId);

    ProfileStore &m_store;
    CredentialStore &m_keychain;
    CredentialStore &m_memory;
    QList<Profile> m_sessionProfiles;
};
