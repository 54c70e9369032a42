// Where secrets are kept, one per key. Answers come once, later, on the caller's thread, and never
// after the context died. Error kinds: NotFound (nothing stored under the key), KeychainMissing,
// KeychainLocked, KeychainDenied, KeychainFailed.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QObject>
#include <functional>

class CredentialStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// What the person knows it as: "GNOME Keyring", "KWallet", "Secret Service", "this session's
    /// memory".
    virtual QString name() const = 0;
    virtual void read(const QString &key, QObject *context,
                      std::function<void(Result<Secret>)> callback) = 0;
    virtual void write(const QString &key, const Secret &secret, QObject *context,
                       std::function<void(Result<void>)> callback) = 0;
    /// Success only if nothing is stored under the key afterwards.
    virtual void remove(const QString &key, QObject *context,
                        std::function<void(Result<void>)> callback) = 0;
};
