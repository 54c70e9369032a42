// Login with an API key (HTTP Digest). While no challenge is known, one request goes ahead without
// a login and the others wait for what it learns; later ones carry the known nonce with a rising
// count.
#pragma once

#include "base/credentials.h"
#include "http/authenticator.h"
#include "http/digest.h"

#include <QPointer>

class DigestAuthenticator final : public Authenticator
{
    Q_OBJECT

public:
    explicit DigestAuthenticator(ApiKey key, QObject *parent = nullptr);

    void authorize(const QByteArray &verb, const QByteArray &target, QObject *waiter,
                   Ready ready) override;
    Result<bool> isWorthAnswering(const Authorization &used, const QByteArray &challenges,
                                  int resent) override;
    void settled(QObject *waiter) override;

private:
    struct Waiting {
        QByteArray verb;
        QByteArray target;
        QPointer<QObject> waiter;
        Ready ready;
    };
    Authorization make(const QByteArray &verb, const QByteArray &target);

    ApiKey m_key;
    std::optional<DigestChallenge> m_challenge;
    quint32 m_count = 0;
    QObject *m_scout = nullptr; // the request that went ahead; only compared
    QList<Waiting> m_waiting;
};
