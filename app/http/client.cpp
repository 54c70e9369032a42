#include "http/client.h"

#include "http/call.h"
#include "http/digestauthenticator.h"
#include "http/tokenauthenticator.h"

#include <QThread>

class ClientPrivate
{
public:
    ClientPrivate(const QUrl &baseUrl, const NetSettings &net) : share(baseUrl, net) { }

    CallShare share;
    std::unique_ptr<Authenticator> login;
    QString loginName;
    int changes = 0;
    bool announced = false; // what changeInFlightChanged() said last
};

CallHandle::CallHandle(Call *call) : m_call(call) { }

void CallHandle::cancel()
{
    if (m_call)
        m_call->cancel();
}

bool CallHandle::isRunning() const
{
    return m_call && m_call->isRunning();
}

Client::Client(const QUrl &baseUrl, Credentials credentials, const NetSettings &net,
               QObject *parent)
    : QObject(parent), d(std::make_unique<ClientPrivate>(baseUrl, net))
{
    if (auto *account = std::get_if<ServiceAccount>(&credentials)) {
        d->loginName = account->clientId;
        d->login = std::make_unique<TokenAuthenticator>(std::move(*account), d->share);
    } else if (auto *key = std::get_if<ApiKey>(&credentials)) {
        d->loginName = key->publicKey;
        d->login = std::make_unique<DigestAuthenticator>(std::move(*key));
    }
}

Client::~Client()
{
    const QList<Call *> calls = findChildren<Call *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(calls); // before what they use
    d->login->abandon();
}

CallHandle Client::sendRaw(const RequestData &data, std::function<Error(const Reply &)> readError,
                           QObject *context, RawCallback callback)
{
    Q_ASSERT(QThread::currentThread() == thread());
    Q_ASSERT(readError && callback);
    auto *call = new Call(d->share, *d->login, data, std::move(readError), Call::Lane::Api, this);
    connect(call, &Call::answered, this, &Client::replied);
    if (data.repeat == Repeat::Never) {
        connect(call, &Call::concluded, this, [this] { --d->changes; });
        connect(call, &Call::ended, this, &Client::announceChanges);
        ++d->changes;
    }
    call->start(context, std::move(callback));
    const CallHandle handle(call);
    announceChanges();
    return handle;
}

void Client::announceChanges()
{
    if (d->announced == hasChangeInFlight())
        return;
    d->announced = hasChangeInFlight();
    emit changeInFlightChanged(d->announced);
}

void Client::logOut(std::chrono::milliseconds limit, QObject *context, std::function<void()> done)
{
    d->login->logOut(limit, [guard = QPointer<QObject>(context), done = std::move(done)] {
        if (guard)
            done();
    });
}

void Client::setRetryPolicy(const RetryPolicy &policy)
{
    d->share.policy = policy;
}

QString Client::loginName() const
{
    return d->loginName;
}

QUrl Client::baseUrl() const
{
    return d->share.transport.baseUrl();
}

bool Client::hasChangeInFlight() const
{
    return d->changes > 0;
}
