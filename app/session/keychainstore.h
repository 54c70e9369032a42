// Secrets in the desktop's keychain, through QtKeychain: GNOME Keyring, KeePassXC or KWallet. It
// looks before it asks, because QtKeychain 0.13 reads "locked" as "not found", can't be cancelled
// and keeps all later jobs behind one that hangs. Nothing here blocks; every call ends in time.
#pragma once

#include "atlas/errors.h"
#include "session/credentialstore.h"

#include <chrono>
#include <memory>

/// How long one call may take, the person's typing of the keyring's password included.
inline constexpr std::chrono::milliseconds kKeychainTimeout {15'000};

/// Codes of its errors (Error::code), besides the kinds of CredentialStore:
///   no-bus, no-service, no-libsecret  KeychainMissing
///   locked-ignored                    KeychainLocked: the keyring's window waits for the person
///   no-answer                         KeychainLocked: asked, and not even a window is known of
///   locked-cancelled, denied          KeychainDenied: the window was closed; the keyring said no
///   no-collection                     KeychainDenied: no keyring yet, and making one was cancelled
///   not-deleted, unreadable, failed   KeychainFailed
///   not-found                         NotFound
/// Retry is calling again: a window that is still open is waited for, none is opened twice.
class KeychainStore final : public CredentialStore
{
    Q_OBJECT

public:
    explicit KeychainStore(std::chrono::milliseconds timeout = kKeychainTimeout,
                           QObject *parent = nullptr);
    ~KeychainStore() override;

    /// A guess by the desktop's name until the keychain has answered once.
    QString name() const override;
    void read(const QString &key, QObject *context,
              std::function<void(Result<Secret>)> callback) override;
    void write(const QString &key, const Secret &secret, QObject *context,
               std::function<void(Result<void>)> callback) override;
    void remove(const QString &key, QObject *context,
                std::function<void(Result<void>)> callback) override;

signals:
    void nameChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Sentence and remedy for any error of a KeychainStore, by its code.
ErrorText describeKeychain(const Error &error);
