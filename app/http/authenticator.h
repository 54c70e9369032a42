// Gives requests their `Authorization` header, and judges whether a 401 is worth answering. One per
// Client. The values are secrets: never logged.
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QObject>

#include <chrono>
#include <functional>

struct Authorization {
    QByteArray header; // empty: send without
    QByteArray basis; // the nonce or token it was made from
};

class Authenticator : public QObject
{
    Q_OBJECT

public:
    using Ready = std::function<void(Result<Authorization>)>;

    explicit Authenticator(QObject *parent = nullptr) : QObject(parent) { }

    /// Runs `ready` at once or when the login is known; never, if `waiter` dies first. `target` is
    /// path and query as they are sent.
    virtual void authorize(const QByteArray &verb, const QByteArray &target, QObject *waiter,
                           Ready ready) = 0;
    /// After a complete 401 to a request sent with `used`, which was sent again `resent` times
    /// already: true if it should be sent once more with a new authorize(). An error says why the
    /// login can't be done at all.
    virtual Result<bool> isWorthAnswering(const Authorization &used, const QByteArray &challenges,
                                          int resent) = 0;
    /// What `waiter` sent has its answer, or never will.
    virtual void settled(QObject *waiter) { Q_UNUSED(waiter) }
    /// Ends the login at the service where there is something to end; `done` runs from the event
    /// loop, at the latest after `limit`.
    virtual void logOut(std::chrono::milliseconds limit, std::function<void()> done)
    {
        Q_UNUSED(limit)
        QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection);
    }
    /// The same without waiting, when the Client goes away.
    virtual void abandon() { }
};

/// One header for every request.
class FixedAuthenticator final : public Authenticator
{
    Q_OBJECT

public:
    explicit FixedAuthenticator(QByteArray header, QObject *parent = nullptr)
        : Authenticator(parent), m_header(std::move(header))
    {
    }
    void authorize(const QByteArray &, const QByteArray &, QObject *, Ready ready) override
    {
        ready(Authorization {m_header, {}});
    }
    Result<bool> isWorthAnswering(const Authorization &, const QByteArray &, int) override
    {
        return false;
    }

private:
    QByteArray m_header;
};
