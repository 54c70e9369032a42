#include "http/tokenauthenticator.h"

#include "base/network.h"
#include "http/call.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds kFarewellLimit = 5s;
// A 401 with a good token (a project of another organization, say) must not end in a new token for
// every request: the service limits live tokens.
constexpr milliseconds kBetweenRenewals = 2min;
constexpr seconds kDefaultLifetime = 10min; // where the answer does not say

QByteArray formEncoded(const QByteArray &text)
{
    return QUrl::toPercentEncoding(QString::fromUtf8(text));
}

bool isTokenText(const QByteArray &text)
{
    return !text.isEmpty()
        && std::all_of(text.cbegin(), text.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// RFC 6749 section 5.2; anything else is read by its status.
Error readTokenError(const Reply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    const int status = reply.info.status;
    Error error;
    error.httpStatus = status;
    error.code = body.value(QLatin1String("error")).toString();
    error.detail = body.value(QLatin1String("error_description")).toString();
    error.retryAfter = reply.info.retryAfter;
    if (status == 429)
        error.kind = Error::Kind::RateLimited;
    else if (status >= 500)
        error.kind = Error::Kind::ServiceTrouble;
    else if (status == 401 || (status >= 400 && !error.code.isEmpty()))
        error.kind = Error::Kind::LoginRefused;
    else if (status == 404)
        error.kind = Error::Kind::NotFound;
    else
        error.kind = Error::Kind::Rejected;
    return error;
}

// Outlives the Client by at most kFarewellLimit.
class Farewell final : public QObject
{
public:
    Farewell(const Transport &transport, const RequestData &request, const QByteArray &header)
        : QObject(QCoreApplication::instance()), m_transport(transport),
          m_manager(makeAccessManager(m_transport.net())),
          m_exchange(std::make_unique<Exchange>(
              m_transport, *m_manager, request, header, kFarewellLimit,
              [this](const Outcome &) { deleteLater(); }, nullptr))
    {
        setObjectName(QStringLiteral("farewell")); // tests wait for it
        connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this,
                [this] { delete this; });
    }

private:
    Transport m_transport;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<Exchange> m_exchange;
};

} // namespace

TokenAuthenticator::TokenAuthenticator(ServiceAccount account, CallShare &share, QObject *parent)
    : Authenticator(parent), m_account(std::move(account)), m_share(share), m_basic(basicHeader())
{
}

TokenAuthenticator::~TokenAuthenticator()
{
    qDeleteAll(findChildren<Call *>(Qt::FindDirectChildrenOnly)); // before what they use
}

milliseconds TokenAuthenticator::useFor(seconds lifetime)
{
    const milliseconds whole = std::max(lifetime, 0s);
    return whole - std::min<milliseconds>(60s, whole / 10);
}

// RFC 6749 section 2.3.1: both parts are form-encoded first.
QByteArray TokenAuthenticator::basicHeader() const
{
    return "Basic "
        + (formEncoded(m_account.clientId.toUtf8()) + ':'
           + formEncoded(m_account.clientSecret.reveal()))
              .toBase64();
}

Authorization TokenAuthenticator::authorization() const
{
    return {"Bearer " + m_token.reveal(), m_token.reveal()};
}

void TokenAuthenticator::authorize(const QByteArray &, const QByteArray &, QObject *waiter,
                                   Ready ready)
{
    if (!m_token.isEmpty() && !m_renewAt.hasExpired()) {
        ready(authorization());
        return;
    }
    m_waiting.append({waiter, std::move(ready)});
    if (!m_fetching)
        fetch();
}

Result<bool> TokenAuthenticator::isWorthAnswering(const Authorization &used, const QByteArray &,
                                                  int resent)
{
    if (resent > 0)
        return false;
    if (used.basis != m_token.reveal())
        return true; // it was renewed meanwhile
    if (m_renewedAfter401.isValid()
        && !m_renewedAfter401.hasExpired(milliseconds(kBetweenRenewals).count()))
        return false;
    m_renewedAfter401.start();
    forget();
    return true;
}

void TokenAuthenticator::forget()
{
    m_token = Secret();
    m_renewAt = QDeadlineTimer();
}

RequestData TokenAuthenticator::tokenRequest() const
{
    RequestData request;
    request.verb = "POST";
    request.path = QStringLiteral("/api/oauth/token");
    request.body = "grant_type=client_credentials";
    request.accept = "application/json";
    request.contentType = "application/x-www-form-urlencoded";
    request.repeat = Repeat::Safe;
    return request;
}

RequestData TokenAuthenticator::revokeRequest() const
{
    RequestData request = tokenRequest();
    request.path = QStringLiteral("/api/oauth/revoke");
    request.body = "token=" + formEncoded(m_token.reveal()) + "&token_type_hint=access_token";
    return request;
}

void TokenAuthenticator::fetch()
{
    m_fetching = true;
    auto *call =
        new Call(m_share, m_basic, tokenRequest(), readTokenError, Call::Lane::Login, this);
    call->start(this, [this](const Result<Reply> &reply, const ReplyInfo &) { fetched(reply); });
}

void TokenAuthenticator::fetched(const Result<Reply> &reply)
{
    m_fetching = false;
    if (!reply) {
        release(reply.error());
        return;
    }
    const QJsonObject body = QJsonDocument::fromJson(reply->body).object();
    const QByteArray token = body.value(QLatin1String("access_token")).toString().toUtf8();
    const QString type = body.value(QLatin1String("token_type")).toString();
    if (!isTokenText(token)
        || (!type.isEmpty() && type.compare(QLatin1String("bearer"), Qt::CaseInsensitive) != 0)) {
        Error error;
        error.kind = Error::Kind::BadReply;
        error.httpStatus = reply->info.status;
        error.detail = tr("The answer to the login holds no access token.");
        release(error);
        return;
    }
    const double lifetime = body.value(QLatin1String("expires_in"))
                                .toVariant()
                                .toDouble(); // some services send it as text
    m_token = Secret(token);
    m_renewAt =
        QDeadlineTimer(useFor(body.contains(QLatin1String("expires_in"))
                                  ? seconds(static_cast<qint64>(std::clamp(lifetime, 0.0, 1e7)))
                                  : kDefaultLifetime));
    release(authorization());
}

void TokenAuthenticator::release(const Result<Authorization> &result)
{
    // A callback may delete this: only the local list is touched.
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &next : waiting) {
        if (next.waiter)
            next.ready(result);
    }
}

void TokenAuthenticator::logOut(milliseconds limit, std::function<void()> done)
{
    if (m_token.isEmpty() || m_share.transport.problem()) {
        Authenticator::logOut(limit, std::move(done));
        return;
    }
    const RequestData request = revokeRequest();
    forget();
    m_revoke.reset();
    m_farewell = makeAccessManager(m_share.transport.net());
    m_revoke = std::make_unique<Exchange>(
        m_share.transport, *m_farewell, request, basicHeader(), limit,
        [done = std::move(done)](const Outcome &) { done(); }, nullptr);
}

void TokenAuthenticator::abandon()
{
    if (m_token.isEmpty() || !QCoreApplication::instance() || QCoreApplication::closingDown())
        return;
    const RequestData request = revokeRequest();
    forget();
    new Farewell(m_share.transport, request, basicHeader()); // deletes itself
}
