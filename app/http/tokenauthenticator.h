// Login with a service account (OAuth 2.0 client credentials, RFC 6749 section 4.4). One token in
// memory for all requests, asked for when the first one needs it, renewed a little before its end,
// once after a 401, revoked (RFC 7009) at the end.
#pragma once

#include "base/credentials.h"
#include "http/authenticator.h"
#include "http/exchange.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

struct CallShare;

class TokenAuthenticator final : public Authenticator
{
    Q_OBJECT

public:
    /// `share` must outlive this.
    TokenAuthenticator(ServiceAccount account, CallShare &share, QObject *parent = nullptr);
    ~TokenAuthenticator() override;

    void authorize(const QByteArray &verb, const QByteArray &target, QObject *waiter,
                   Ready ready) override;
    Result<bool> isWorthAnswering(const Authorization &used, const QByteArray &challenges,
                                  int resent) override;
    void logOut(std::chrono::milliseconds limit, std::function<void()> done) override;
    void abandon() override;

    /// How long a token that lives for `lifetime` is used: until 60 s or 10 % before its end.
    static std::chrono::milliseconds useFor(std::chrono::seconds lifetime);

private:
    struct Waiting {
        QPointer<QObject> waiter;
        Ready ready;
    };
    void fetch();
    void fetched(const Result<Reply> &reply);
    void release(const Result<Authorization> &result);
    RequestData tokenRequest() const;
    RequestData revokeRequest() const;
    QByteArray basicHeader() const;
    Authorization authorization() const;
    void forget();

    ServiceAccount m_account;
    CallShare &m_share;
    FixedAuthenticator m_basic;
    Secret m_token;
    QDeadlineTimer m_renewAt;
    QElapsedTimer m_renewedAfter401;
    bool m_fetching = false;
    QList<Waiting> m_waiting;
    std::unique_ptr<QNetworkAccessManager> m_farewell; // carries the revoke
    std::unique_ptr<Exchange> m_revoke;
};
