#include "http/exchange.h"

#include "base/log.h"
#include "base/onceonlybody.h"
#include "http/replyinfo.h"

#include <QMetaEnum>
#include <QSslError>

using Net = QNetworkReply::NetworkError;

namespace {

bool isProxyError(Net error)
{
    return error >= QNetworkReply::ProxyConnectionRefusedError
        && error <= QNetworkReply::UnknownProxyError;
}

// Errors that Qt makes of a status: the answer itself is whole.
bool isStatusError(Net error)
{
    return error == QNetworkReply::ProtocolInvalidOperationError // 400
        || (error >= QNetworkReply::ContentAccessDenied
            && error <= QNetworkReply::UnknownContentError
            && error != QNetworkReply::ContentReSendError)
        || (error >= QNetworkReply::InternalServerError
            && error <= QNetworkReply::UnknownServerError);
}

bool isLostConnection(Net error)
{
    return error == QNetworkReply::RemoteHostClosedError
        || error == QNetworkReply::ContentReSendError
        || error == QNetworkReply::TemporaryNetworkFailureError
        || error == QNetworkReply::NetworkSessionFailedError
        || error == QNetworkReply::UnknownNetworkError;
}

bool isConnectError(Net error)
{
    return error == QNetworkReply::ConnectionRefusedError
        || error == QNetworkReply::HostNotFoundError
        || error == QNetworkReply::SslHandshakeFailedError || isProxyError(error);
}

Error::Kind kindOf(Net error, bool usesProxy)
{
    if (error == QNetworkReply::OperationCanceledError || error == QNetworkReply::TimeoutError)
        return Error::Kind::Timeout;
    if (error == QNetworkReply::SslHandshakeFailedError)
        return Error::Kind::Tls;
    // A proxy that refuses to connect comes as "host not found", "refused" or "unknown".
    const bool isVague = error == QNetworkReply::HostNotFoundError
        || error == QNetworkReply::ConnectionRefusedError
        || error == QNetworkReply::UnknownNetworkError;
    if (isProxyError(error) || (usesProxy && isVague))
        return Error::Kind::Proxy;
    if (isConnectError(error) || isLostConnection(error))
        return Error::Kind::Unreachable;
    return Error::Kind::BadReply;
}

} // namespace

Exchange::Exchange(const Transport &transport, QNetworkAccessManager &manager,
                   const RequestData &data, const QByteArray &authorization,
                   std::chrono::milliseconds deadline, Done done, QObject *parent)
    : QObject(parent), m_transport(transport), m_done(std::move(done)),
      m_hasBody(!data.body.isEmpty())
{
    QNetworkRequest request = transport.request(transport.url(data));
    if (!data.accept.isEmpty())
        request.setRawHeader("Accept", data.accept);
    if (m_hasBody)
        request.setRawHeader("Content-Type", data.contentType);
    if (!authorization.isEmpty())
        request.setRawHeader("Authorization", authorization);

    m_body = new OnceOnlyBody(data.body);
    m_reply = manager.sendCustomRequest(request, data.verb, m_body);
    m_body->setParent(m_reply);

    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::collect);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::conclude);
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { m_encrypted = true; });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_requestSent = true; });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsProblems += error.errorString();
    });
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_deadlinePassed = true;
        m_reply->abort();
    });
    m_deadline.setSingleShot(true);
    if (deadline.count() > 0)
        m_deadline.start(deadline);
}

Exchange::~Exchange()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this); // abort() emits finished() at once
    m_reply->abort();
    m_reply->deleteLater();
}

void Exchange::collect()
{
    if (m_tooLarge)
        return;
    m_received += m_reply->readAll();
    if (m_received.size() <= kMaxBody)
        return;
    m_tooLarge = true;
    m_received.clear();
    m_reply->abort();
}

void Exchange::conclude()
{
    m_deadline.stop();
    if (m_reply->isOpen())
        collect();
    m_outcome.complete = isComplete();
    m_outcome.reply.info = readReplyInfo(*m_reply, QDateTime::currentDateTimeUtc());
    m_outcome.reply.body = m_received;
    m_outcome.challenges = m_reply->rawHeader("WWW-Authenticate");
    m_outcome.redirectHost =
        m_reply->url().resolved(QUrl::fromEncoded(m_reply->rawHeader("Location"))).host();
    if (!m_outcome.complete) {
        m_outcome.failure = failure();
        m_outcome.lost = isLostConnection(m_reply->error())
            && m_outcome.failure.kind == Error::Kind::Unreachable;
        m_outcome.surelyNotSent = surelyNotSent();
    }
    qCDebug(lcHttp) << loggableUrl(m_reply->url()) << m_outcome.reply.info.status
                    << m_reply->error() << m_received.size();
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_body = nullptr;
    m_reply = nullptr;
    QMetaObject::invokeMethod(this, &Exchange::report, Qt::QueuedConnection);
}

void Exchange::report()
{
    const Done done = std::exchange(m_done, nullptr);
    const Outcome outcome = std::move(m_outcome);
    done(outcome); // may delete this
}

bool Exchange::isComplete() const
{
    if (m_tooLarge || m_deadlinePassed)
        return false;
    // Qt takes a 401 cut in its body for a whole one. It drops the length where it decoded.
    const QByteArray length = m_reply->rawHeader("Content-Length");
    if (!length.isEmpty() && !m_reply->hasRawHeader("Content-Encoding")
        && length.toLongLong() != m_received.size())
        return false;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status < 400) // Qt rewinds the body at a 307 or 308 even where it does not follow
        return (status >= 200 && m_reply->error() == QNetworkReply::NoError)
            || (status >= 300 && m_reply->error() == QNetworkReply::ContentReSendError);
    return isStatusError(m_reply->error());
}

Error Exchange::failure() const
{
    Error error;
    error.httpStatus = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_tooLarge) {
        error.kind = Error::Kind::BadReply;
        error.detail = tr("The answer is larger than %1 MiB.").arg(kMaxBody / (1024 * 1024));
        return error;
    }
    error.kind = kindOf(m_reply->error(), m_transport.usesProxy());
    error.detail = systemText();
    return error;
}

QString Exchange::systemText() const
{
    if (m_deadlinePassed)
        return tr("The answer was not complete within the time limit.");
    switch (m_reply->error()) {
    case QNetworkReply::OperationCanceledError:
        return tr("Nothing was heard from the service within the time limit.");
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return tr("The connection was lost before the answer was complete.");
    case QNetworkReply::SslHandshakeFailedError:
        if (!m_tlsProblems.isEmpty()) {
            QStringList problems = m_tlsProblems;
            problems.removeDuplicates();
            return problems.join(QLatin1String("; "));
        }
        break;
    default:
        break;
    }
    const QString text = m_reply->errorString();
    if (!text.contains(QLatin1String("://"))) // Qt quotes the whole URL in some
        return text;
    return QString::fromLatin1(QMetaEnum::fromType<Net>().valueToKey(m_reply->error()));
}

// Only what is certain. The body is read in this thread, right before it is sent; the signals come
// from Qt's network thread in their order, so an error of that thread comes after them. A time-out
// is ours and may overtake them: then only an unread body is proof.
bool Exchange::surelyNotSent() const
{
    if (m_body->wasRead() || m_requestSent || m_encrypted)
        return false;
    const bool isTls = m_reply->url().scheme() == QLatin1String("https");
    const Net error = m_reply->error();
    if (error == QNetworkReply::OperationCanceledError)
        return isTls && m_hasBody;
    return isConnectError(error) || (isTls && isLostConnection(error));
}
