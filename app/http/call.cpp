#include "http/call.h"

#include "base/network.h"

#include <QRandomGenerator>

#include <algorithm>

using std::chrono::milliseconds;
using std::chrono::seconds;

QNetworkAccessManager &CallShare::reading()
{
    if (!readingManager)
        readingManager = makeAccessManager(transport.net());
    return *readingManager;
}

void CallShare::holdReads(milliseconds time)
{
    const QDeadlineTimer until(std::min<milliseconds>(time, Call::kMaxWaiting));
    heldUntil = std::max(heldUntil, until);
}

Call::Call(CallShare &share, Authenticator &login, RequestData data, ReadError readError, Lane lane,
           QObject *parent)
    : QObject(parent), m_share(share), m_login(login), m_data(std::move(data)),
      m_readError(std::move(readError)), m_lane(lane)
{
    m_wait.setSingleShot(true);
    m_wait.setTimerType(Qt::PreciseTimer);
    connect(&m_wait, &QTimer::timeout, this, &Call::begin);
}

Call::~Call()
{
    m_callback = nullptr;
    m_exchange.reset(); // before its access manager
}

void Call::start(QObject *context, Callback callback)
{
    m_callback = std::move(callback);
    if (context)
        connect(context, &QObject::destroyed, this, &Call::cancel);
    QMetaObject::invokeMethod(this, &Call::begin, Qt::QueuedConnection);
}

void Call::cancel()
{
    if (!isRunning())
        return;
    m_callback = nullptr;
    stop();
    emit concluded();
    // Queued: the context may be half destroyed, and may listen.
    QMetaObject::invokeMethod(this, &Call::ended, Qt::QueuedConnection);
    deleteLater();
}

void Call::stop()
{
    m_wait.stop();
    m_exchange.reset();
    m_login.settled(this);
}

void Call::begin()
{
    if (!isRunning())
        return;
    if (const std::optional<Error> &problem = m_share.transport.problem()) {
        finish(*problem);
        return;
    }
    if (!isChange() && m_lane == Lane::Api && !m_share.heldUntil.hasExpired()) {
        m_wait.start(static_cast<int>(m_share.heldUntil.remainingTime()) + 1);
        return;
    }
    m_login.authorize(m_data.verb, Transport::target(m_share.transport.url(m_data)), this,
                      [this](const Result<Authorization> &ready) { sendWith(ready); });
}

void Call::sendWith(const Result<Authorization> &authorization)
{
    if (!isRunning())
        return;
    if (!authorization) {
        finish(authorization.error()); // not sent
        return;
    }
    m_authorization = *authorization;
    QNetworkAccessManager *manager = nullptr;
    if (isChange()) {
        // A fresh connection: an idle one that the service just closes would look like a lost
        // answer. A manager of its own, because clearing a shared one strands what runs on it.
        if (!m_ownManager)
            m_ownManager = makeAccessManager(m_share.transport.net());
        m_ownManager->clearConnectionCache();
        manager = m_ownManager.get();
    } else {
        manager = &m_share.reading();
    }
    m_exchange = std::make_unique<Exchange>(
        m_share.transport, *manager, m_data, m_authorization.header,
        m_share.transport.net().deadline, [this](const Outcome &outcome) { handle(outcome); },
        nullptr);
}

void Call::handle(const Outcome &outcome)
{
    m_info = outcome.reply.info;
    m_exchange.reset();
    if (outcome.complete)
        handleAnswer(outcome);
    else
        handleFailure(outcome);
}

void Call::handleAnswer(const Outcome &outcome)
{
    const QPointer<Call> self(this);
    emit answered(m_info);
    if (!self || !isRunning())
        return;
    const int status = m_info.status;
    if (status == 401) {
        handleUnauthorized(outcome);
        return;
    }
    m_login.settled(this);
    if (status >= 200 && status < 300) {
        finish(outcome.reply);
        return;
    }
    if (status == 429 && m_lane == Lane::Api)
        m_share.holdReads(m_info.retryAfter);
    if (!repeatLater(status, m_info.retryAfter))
        finish(errorOf(outcome));
}

void Call::handleUnauthorized(const Outcome &outcome)
{
    const Result<bool> again =
        m_login.isWorthAnswering(m_authorization, outcome.challenges, m_resent);
    m_login.settled(this);
    if (!again) {
        finish(again.error());
    } else if (*again) {
        ++m_resent;
        begin();
    } else {
        finish(errorOf(outcome));
    }
}

void Call::handleFailure(const Outcome &outcome)
{
    m_login.settled(this);
    if (outcome.lost && repeatLater(0, seconds(0)))
        return;
    Error error = outcome.failure;
    if (isChange() && !outcome.surelyNotSent)
        error.kind = Error::Kind::OutcomeUnknown;
    finish(error);
}

bool Call::repeatLater(int status, seconds retryAfter)
{
    if (isChange() || !RetryPolicy::isTransient(status) || m_attempt >= m_share.policy.attempts)
        return false;
    const milliseconds delay = m_share.policy.delayBefore(
        m_attempt + 1, status, retryAfter, QRandomGenerator::global()->generateDouble());
    if (m_waited + delay > kMaxWaiting)
        return false;
    if (status == 429 && m_lane == Lane::Api)
        m_share.holdReads(delay);
    m_waited += delay;
    ++m_attempt;
    m_resent = 0;
    m_wait.start(delay);
    return true;
}

Error Call::errorOf(const Outcome &outcome) const
{
    const int status = m_info.status;
    Error error = m_readError(outcome.reply);
    error.httpStatus = status;
    if (error.retryAfter <= seconds::zero())
        error.retryAfter = m_info.retryAfter;
    if (status == 429)
        error.kind = Error::Kind::RateLimited;
    if (status < 400) {
        error.kind = Error::Kind::BadReply;
        error.detail = status >= 300
            ? tr("The service redirects to %1, which is not followed.").arg(outcome.redirectHost)
            : tr("The answer has the unexpected status %1.").arg(status);
    }
    if (isChange() && (status < 400 || status >= 500))
        error.kind = Error::Kind::OutcomeUnknown;
    return error;
}

void Call::finish(Result<Reply> result)
{
    const Callback callback = std::exchange(m_callback, nullptr);
    stop();
    const ReplyInfo info = m_info;
    deleteLater();
    const QPointer<Call> self(this);
    emit concluded();
    callback(std::move(result), info); // may delete the Client, and this with it
    if (self)
        emit ended();
}
