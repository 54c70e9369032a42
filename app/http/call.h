// The life of one request of a Client: wait until reads may go, log in, send, answer a 401, repeat
// a read, run the callback. It runs the callback at most once, from the event loop, and deletes
// itself.
#pragma once

#include "http/authenticator.h"
#include "http/exchange.h"
#include "http/retrypolicy.h"

#include <QDeadlineTimer>

#include <memory>

/// What the calls of one Client have in common.
struct CallShare {
    CallShare(const QUrl &baseUrl, const NetSettings &net) : transport(baseUrl, net) { }
    /// The access manager of all reads, made when first needed.
    QNetworkAccessManager &reading();
    /// No read is sent for that long.
    void holdReads(std::chrono::milliseconds time);

    Transport transport;
    RetryPolicy policy;
    QDeadlineTimer heldUntil {0};
    std::unique_ptr<QNetworkAccessManager> readingManager;
};

class Call : public QObject
{
    Q_OBJECT

public:
    enum class Lane {
        Api,
        Login, // the token call: is not held back, holds nothing back, and is not announced
    };
    using Callback = std::function<void(Result<Reply>, const ReplyInfo &)>;
    using ReadError = std::function<Error(const Reply &)>;

    /// Longer than this in all, a call does not wait between repeats: it ends with the last error.
    static constexpr std::chrono::minutes kMaxWaiting {2};

    /// `share` and `login` must outlive the call.
    Call(CallShare &share, Authenticator &login, RequestData data, ReadError readError, Lane lane,
         QObject *parent);
    ~Call() override;

    /// Returns before anything happens. The callback is forgotten when `context` dies.
    void start(QObject *context, Callback callback);
    /// Forgets the callback, then aborts.
    void cancel();
    bool isRunning() const { return static_cast<bool>(m_callback); }

signals:
    /// A complete answer came.
    void answered(const ReplyInfo &info);
    /// The result is known; the callback comes next, if there is one.
    void concluded();
    /// After the callback.
    void ended();

private:
    bool isChange() const { return m_data.repeat == Repeat::Never; }
    void begin();
    void sendWith(const Result<Authorization> &authorization);
    void handle(const Outcome &outcome);
    void handleAnswer(const Outcome &outcome);
    void handleUnauthorized(const Outcome &outcome);
    void handleFailure(const Outcome &outcome);
    bool repeatLater(int status, std::chrono::seconds retryAfter);
    Error errorOf(const Outcome &outcome) const;
    void stop();
    void finish(Result<Reply> result);

    CallShare &m_share;
    Authenticator &m_login;
    RequestData m_data;
    ReadError m_readError;
    Lane m_lane;
    Callback m_callback;
    QTimer m_wait;
    std::unique_ptr<QNetworkAccessManager> m_ownManager; // of a change
    std::unique_ptr<Exchange> m_exchange;
    Authorization m_authorization;
    ReplyInfo m_info;
    int m_attempt = 1;
    int m_resent = 0; // after a 401
    std::chrono::milliseconds m_waited {0};
};
