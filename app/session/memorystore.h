// Secrets kept in this process's memory and gone with it: the environment's login, the sandbox, and
// "Keep for this session only" when there is no keychain.
#pragma once

#include "session/credentialstore.h"

#include <QHash>
#include <QMetaObject>

class MemoryStore final : public CredentialStore
{
    Q_OBJECT

public:
    using CredentialStore::CredentialStore;

    QString name() const override { return tr("this session only"); }

    void read(const QString &key, QObject *context,
              std::function<void(Result<Secret>)> callback) override
    {
        answer(context, std::move(callback), [this, key]() -> Result<Secret> {
            if (!m_secrets.contains(key)) {
                Error absent;
                absent.kind = Error::Kind::NotFound;
                absent.code = QStringLiteral("not-found");
                return absent;
            }
            return m_secrets.value(key);
        }());
    }

    void write(const QString &key, const Secret &secret, QObject *context,
               std::function<void(Result<void>)> callback) override
    {
        m_secrets.insert(key, secret);
        answer(context, std::move(callback), Result<void>());
    }

    void remove(const QString &key, QObject *context,
                std::function<void(Result<void>)> callback) override
    {
        m_secrets.remove(key);
        answer(context, std::move(callback), Result<void>());
    }

private:
    template <typename T>
    static void answer(QObject *context, std::function<void(Result<T>)> callback, Result<T> result)
    {
        QMetaObject::invokeMethod(
            context,
            [callback = std::move(callback), result = std::move(result)] { callback(result); },
            Qt::QueuedConnection);
    }

    QHash<QString, Secret> m_secrets;
};
