// A keychain that keeps in memory, fails on request, and can hold its answers back.
#pragma once

#include "session/credentialstore.h"

#include <QHash>
#include <QPointer>
#include <optional>

class FakeCredentialStore final : public CredentialStore
{
    Q_OBJECT

public:
    using CredentialStore::CredentialStore;

    QString name() const override { return "Test Keyring"; }

    void read(const QString &key, QObject *context,
              std::function<void(Result<Secret>)> callback) override
    {
        calls << "read " + key;
        Result<Secret> result = failure(Error::Kind::NotFound);
        if (readError)
            result = failure(*readError);
        else if (entries.contains(key))
            result = Secret(entries.value(key));
        answer(context, [callback, result] { callback(result); });
    }

    void write(const QString &key, const Secret &secret, QObject *context,
               std::function<void(Result<void>)> callback) override
    {
        calls << "write " + key;
        Result<void> result;
        if (writeError)
            result = failure(*writeError);
        else
            entries.insert(key, secret.reveal());
        answer(context, [callback, result] { callback(result); });
    }

    void remove(const QString &key, QObject *context,
                std::function<void(Result<void>)> callback) override
    {
        calls << "remove " + key;
        Result<void> result;
        if (removeError)
            result = failure(*removeError);
        else
            entries.remove(key);
        answer(context, [callback, result] { callback(result); });
    }

    void release()
    {
        holding = false;
        for (const auto &held : std::exchange(m_held, {}))
            held();
    }

    static Error failure(Error::Kind kind)
    {
        Error error;
        error.kind = kind;
        error.code = kind == Error::Kind::KeychainMissing ? "no-service"
            : kind == Error::Kind::KeychainLocked         ? "locked-ignored"
            : kind == Error::Kind::KeychainDenied         ? "denied"
            : kind == Error::Kind::KeychainFailed         ? "failed"
                                                          : "not-found";
        return error;
    }

    QHash<QString, QByteArray> entries;
    QStringList calls;
    std::optional<Error::Kind> readError;
    std::optional<Error::Kind> writeError;
    std::optional<Error::Kind> removeError;
    bool holding = false;

private:
    void answer(QObject *context, std::function<void()> callback)
    {
        const auto guarded = [guard = QPointer(context), callback] {
            if (guard)
                callback();
        };
        if (holding)
            m_held << guarded;
        else
            QMetaObject::invokeMethod(this, guarded, Qt::QueuedConnection);
    }

    QList<std::function<void()>> m_held;
};
