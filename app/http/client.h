// Sends Requests for one profile. It owns the login, one access manager for all reads, and a new
// one for each change: an idle connection that the service just closes would look like a lost
// answer.
//
// The send contract:
//  1. the callback runs at most once, on the caller's thread, never before send() returns;
//  2. exactly once unless the context or the Client dies or the Call is cancelled, in which cases
//  never;
//  3. when the context dies, the request is aborted after the callback is forgotten;
//  4. a request may be repeated only when it says so (Repeat::Safe). A change leaves this computer
//     once: it is sent again only after a complete 401; a lost connection, a time-out, a 3xx, a 5xx
//     or an unreadable 2xx ends as Error::Kind::OutcomeUnknown. Where no byte of it can have
//     reached the service it keeps the kind of what went wrong (Unreachable, Tls, Proxy, Timeout,
//     or what the login ended with).
#pragma once

#include "base/credentials.h"
#include "base/netsettings.h"
#include "http/request.h"
#include "http/retrypolicy.h"

#include <QObject>
#include <QPointer>
#include <QUrl>
#include <memory>
#include <type_traits>

class Call;
class ClientPrivate;

/// A running request, to cancel it. Copies refer to the same request; letting it go does not
/// cancel.
class CallHandle
{
public:
    CallHandle() = default;
    explicit CallHandle(Call *call);
    /// Forgets the callback, then aborts. Safe at any time, also after the end.
    void cancel();
    bool isRunning() const;

private:
    QPointer<Call> m_call;
};

class Client : public QObject
{
    Q_OBJECT

public:
    /// `baseUrl` is scheme, host and port (a path in front of `/api` is kept). Credentials go to
    /// that host and port only. Nothing is sent before the first send().
    Client(const QUrl &baseUrl, Credentials credentials, const NetSettings &net,
           QObject *parent = nullptr);
    /// Running calls end without a callback. A token in memory is revoked on a best-effort basis
    /// (see logOut()).
    ~Client() override;

    /// Sends and reads. `callback` takes `Result<T>`, or `Result<T>` and `const ReplyInfo &`.
    template <typename T, typename Callback>
    CallHandle send(const Request<T> &request, QObject *context, Callback callback)
    {
        auto read = request.read;
        const bool change = request.repeat == Repeat::Never;
        return sendRaw(
            request, request.readError, context,
            [read, change, operation = request.operationId,
             callback = std::move(callback)](Result<Reply> reply, const ReplyInfo &info) mutable {
                Result<T> result =
                    reply ? readChecked<T>(read, *reply, change) : Result<T>(reply.error());
                if (!result) {
                    Error error = result.error();
                    error.operationId = QLatin1String(operation);
                    result = error;
                }
                if constexpr (std::is_invocable_v<Callback, Result<T>, const ReplyInfo &>)
                    callback(std::move(result), info);
                else
                    callback(std::move(result));
            });
    }

    /// Ends the session's token at the service (OAuth revoke), if there is one; `done` runs when
    /// that is over, at the latest after `limit`. Digest has nothing to end.
    void logOut(std::chrono::milliseconds limit, QObject *context, std::function<void()> done);
    /// For tests: shorter waits between repeats.
    void setRetryPolicy(const RetryPolicy &policy);
    /// The name under which the person is known: client ID or public key. Not a secret.
    QString loginName() const;
    QUrl baseUrl() const;
    /// True while a change is out and its answer not known.
    bool hasChangeInFlight() const;

signals:
    /// After every complete answer.
    void replied(const ReplyInfo &info);
    /// True from within send(), false after the last change's callback.
    void changeInFlightChanged(bool inFlight);

private:
    using RawCallback = std::function<void(Result<Reply>, const ReplyInfo &)>;
    CallHandle sendRaw(const RequestData &data, std::function<Error(const Reply &)> readError,
                       QObject *context, RawCallback callback);

    template <typename T>
    static Result<T> readChecked(const std::function<Result<T>(const Reply &)> &read,
                                 const Reply &reply, bool change)
    {
        Result<T> result = read(reply);
        if (!result && change && result.error().kind == Error::Kind::BadReply) {
            Error error = result.error();
            error.kind = Error::Kind::OutcomeUnknown;
            return error;
        }
        return result;
    }

    void announceChanges();

    std::unique_ptr<ClientPrivate> d;
};
