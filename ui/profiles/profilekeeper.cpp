#include "profiles/profilekeeper.h"

#include <QPointer>
#include <QUuid>
#include <algorithm>

namespace {

Error nameTaken(const Profile &other)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    error.detail =
        ProfileKeeper::tr("There is a profile named \u201c%1\u201d already.").arg(other.name);
    return error;
}

} // namespace

ProfileKeeper::ProfileKeeper(ProfileStore &store, CredentialStore &keychain,
                             CredentialStore &memory, QObject *parent)
    : QObject(parent), m_store(store), m_keychain(keychain), m_memory(memory)
{
    connect(&m_store, &ProfileStore::changed, this, &ProfileKeeper::changed);
}

QList<Profile> ProfileKeeper::profiles() const
{
    return m_store.profiles() + m_sessionProfiles;
}

std::optional<Profile> ProfileKeeper::byId(QStringView id) const
{
    const QList<Profile> all = profiles();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [id](const Profile &profile) { return profile.id == id; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

void ProfileKeeper::readSecret(const QString &profileId, QObject *context,
                               std::function<void(Result<Secret>)> callback)
{
    const auto readKeychain = [this, profileId, guard = QPointer(context), callback] {
        m_keychain.read(profileId, this, [guard, callback](const Result<Secret> &secret) {
            if (guard)
                callback(secret);
        });
    };
    m_memory.read(profileId, this,
                  [guard = QPointer(context), callback, readKeychain](const Result<Secret> &kept) {
                      if (!guard)
                          return;
                      if (kept)
                          callback(kept);
                      else
                          readKeychain();
                  });
}

void ProfileKeeper::save(Profile profile, const Secret &secret, QObject *context,
                         std::function<void(Result<Profile>)> callback)
{
    const bool isNew = profile.id.isEmpty();
    if (isNew)
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    profile.sessionOnly = false;

    const auto finish = [this, profile, guard = QPointer(context), callback,
                         isNew](const Result<void> &written) {
        if (!guard) {
            // Given up meanwhile: a secret without a profile would never be found again.
            if (written && isNew)
                dropFromKeychain(profile.id);
            return;
        }
        if (!written)
            return callback(written.error());
        const Result<Profile> stored = store(profile);
        if (!stored && isNew)
            dropFromKeychain(profile.id);
        callback(stored);
    };

    // Said before the keychain is touched: a name that is taken, a field that is wrong.
    Result<void> checked = checkProfile(profile);
    if (checked) {
        const std::optional<Profile> other = m_store.byName(profile.name);
        if (other && other->id != profile.id)
            checked = nameTaken(*other);
    }
    if (checked) {
        m_keychain.write(profile.id, secret, this, finish);
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [guard = QPointer(context), callback, error = checked.error()] {
            if (guard)
                callback(error);
        },
        Qt::QueuedConnection);
}

Result<Profile> ProfileKeeper::store(const Profile &profile)
{
    Result<Profile> stored = m_store.save(profile);
    if (!stored)
        return stored;
    dropFromMemory(profile.id);
    if (dropSessionProfile(profile.id))
        emit changed();
    return stored;
}

Result<Profile> ProfileKeeper::keepForSession(Profile profile, const Secret &secret)
{
    if (profile.id.isEmpty())
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const bool isStored = m_store.byId(profile.id).has_value();
    if (isStored) {
        profile.sessionOnly = false;
        if (Result<Profile> stored = m_store.save(profile); !stored)
            return stored;
    } else {
        profile.sessionOnly = true;
        dropSessionProfile(profile.id);
        m_sessionProfiles << profile;
        std::sort(m_sessionProfiles.begin(), m_sessionProfiles.end(),
                  [](const Profile &a, const Profile &b) {
                      return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
                  });
    }
    m_memory.write(profile.id, secret, this, [](const Result<void> &) {});
    emit changed();
    return profile;
}

void ProfileKeeper::forget(const QString &profileId, QObject *context,
                           std::function<void(Result<void>)> callback)
{
    const bool isStored = m_store.byId(profileId).has_value();
    CredentialStore &secrets = isStored ? m_keychain : m_memory;
    secrets.remove(profileId, this,
                   [this, profileId, guard = QPointer(context), callback](Result<void> removed) {
                       if (removed)
                           removed = forgetWithoutKeychain(profileId);
                       if (guard)
                           callback(removed);
                   });
}

Result<void> ProfileKeeper::forgetWithoutKeychain(const QString &profileId)
{
    if (dropSessionProfile(profileId)) {
        dropFromMemory(profileId);
        emit changed();
        return {};
    }
    Result<void> removed = m_store.remove(profileId);
    if (removed)
        dropFromMemory(profileId);
    return removed;
}

bool ProfileKeeper::dropSessionProfile(const QString &profileId)
{
    return m_sessionProfiles.removeIf([&](const Profile &profile) {
        return profile.id == profileId;
    }) > 0;
}

void ProfileKeeper::dropFromMemory(const QString &profileId)
{
    m_memory.remove(profileId, this, [](const Result<void> &) {});
}

void ProfileKeeper::dropFromKeychain(const QString &profileId)
{
    m_keychain.remove(profileId, this, [](const Result<void> &) {});
}
