#include "sandbox/httpconnection.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

#include <utility>

using namespace std::chrono_literals;

namespace {

constexpr qint64 kReadBuffer = 64 * 1024;
constexpr qint64 kHighWater = 256 * 1024; // bytes on their way that the client has not taken yet
constexpr qsizetype kPiece = 64 * 1024;
constexpr auto kIdleTime = 60s;
constexpr auto kDrainTime = 500ms;
constexpr int kSlowSteps = 20; // per second, of a limited rate

// Bytes that wait in this process, before and after encryption: counting the first alone would
// buffer a whole body for a slow TLS client.
qint64 waitingBytes(const QTcpSocket *socket)
{
    qint64 bytes = socket->bytesToWrite();
    if (const auto *tls = qobject_cast<const QSslSocket *>(socket))
        bytes += tls->encryptedBytesToWrite();
    return bytes;
}

ServerReply brokenRequest(int status, const QByteArray &detail)
{
    const QJsonObject body {{QStringLiteral("error"), status},
                            {QStringLiteral("errorCode"), QStringLiteral("VALIDATION_ERROR")},
                            {QStringLiteral("detail"), QString::fromLatin1(detail)},
                            {QStringLiteral("reason"), QString::fromLatin1(reasonPhrase(status))}};
    return {status,
            {{"Content-Type", "application/json"}},
            QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, HttpServer::Now now,
                               QObject *parent)
    : QObject(parent), m_socket(socket), m_handler(std::move(handler)), m_now(std::move(now))
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(kReadBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::pump);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_slow, &QTimer::timeout, this, &HttpConnection::pumpSlowly);
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &HttpConnection::onIdle);
    m_idle.start(kIdleTime);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        deleteLater(); // left before we came to look
    else if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

HttpConnection::~HttpConnection()
{
    m_socket->disconnect(this);
    endStream(false);
}

void HttpConnection::onReadyRead()
{
    if (m_draining) {
        m_socket->readAll();
        return;
    }
    if (!m_busy)
        readRequests();
}

void HttpConnection::readRequests()
{
    if (m_socket->bytesAvailable() > 0)
        m_parser.feed(m_socket->readAll());
    m_idle.start(kIdleTime);
    const HttpParser::State state = m_parser.parse();
    if (m_parser.takeExpectsContinue() && state == HttpParser::State::NeedMore)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    if (state == HttpParser::State::NeedMore)
        return;
    m_busy = true;
    m_idle.stop();
    if (state == HttpParser::State::Failed) {
        refuse(m_parser.failedStatus(), m_parser.failure(), End::CloseAfterDrain);
        return;
    }
    const ServerRequest request = m_parser.take();
    const ServerAnswer made = m_handler(request);
    const auto delay = made.fault ? made.fault->delay : 0ms;
    if (delay > 0ms)
        QTimer::singleShot(delay, this, [this, request, made] { answer(request, made); });
    else
        answer(request, made);
}

void HttpConnection::refuse(int status, const QByteArray &why, End end)
{
    const QByteArray bytes = wireBytes(brokenRequest(status, why), false, false, 0);
    m_total = bytes.size();
    m_stallAt = -1;
    start(bytes, end);
}

void HttpConnection::answer(const ServerRequest &request, const ServerAnswer &answer)
{
    const Fault fault = answer.fault.value_or(Fault());
    if (fault.noAnswer)
        return; // silent until the client gives up
    const bool head = request.verb == "HEAD";
    const bool keepAlive = request.keepAlive && fault.wrongLength == 0;
    const QByteArray bytes = wireBytes(answer.reply, head, keepAlive, fault.wrongLength);
    if (!head)
        m_stream = answer.reply.stream;
    m_rate = fault.bytesPerSecond;
    m_stallAt = fault.stallAfter;
    m_total = bytes.size() + (m_stream ? m_stream->size() : 0);
    m_whole = fault.wrongLength == 0 && !fault.reset; // a reset may overtake the last bytes
    End end = keepAlive ? End::KeepAlive : End::Close;
    if (fault.cutAfter >= 0 || fault.reset) {
        const qint64 most = qMax<qint64>(fault.cutAfter, 0);
        m_whole = m_whole && most >= m_total;
        m_total = qMin(m_total, most);
        end = fault.reset ? End::Reset : End::Close;
    }
    start(bytes, end);
}

QByteArray HttpConnection::wireBytes(const ServerReply &reply, bool head, bool keepAlive,
                                     int wrongLength) const
{
    QByteArray bytes =
        "HTTP/1.1 " + QByteArray::number(reply.status) + ' ' + reasonPhrase(reply.status) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        bytes += name + ": " + value + "\r\n";
    bytes += "Date: " + httpDate(m_now()) + "\r\n";
    if (reply.status != 204)
        bytes += "Content-Length: "
            + QByteArray::number(qMax<qint64>(
                0, (reply.stream ? reply.stream->size() : reply.body.size()) + wrongLength))
            + "\r\n";
    if (!keepAlive)
        bytes += "Connection: close\r\n";
    bytes += "\r\n";
    if (!head && reply.status != 204)
        bytes += reply.body;
    return bytes;
}

void HttpConnection::start(const QByteArray &bytes, End end)
{
    m_out = bytes;
    m_written = 0;
    m_end = end;
    m_writing = true;
    if (m_rate > 0)
        m_slow.start(1000 / qMin(m_rate, kSlowSteps));
    else
        pump();
}

void HttpConnection::pump()
{
    if (m_writing && m_rate == 0 && writeUpTo(m_total))
        finishIfOut();
}

// A reset throws away what the kernel has not sent, and a file is used up when it has left, so the
// bytes must be out first.
void HttpConnection::finishIfOut()
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return; // the client left; disconnected() cleans up
    if ((m_end == End::Reset || m_stream) && waitingBytes(m_socket) > 0)
        return;
    finish();
}

void HttpConnection::pumpSlowly()
{
    const qint64 step = m_rate / qMin(m_rate, kSlowSteps);
    if (m_writing && writeUpTo(qMin(m_total, m_written + step)) && m_written == m_total)
        finishIfOut(); // or the next tick does
}

// False if the client has to take some first, or if this is where nothing more comes.
bool HttpConnection::writeUpTo(qint64 limit)
{
    const bool stalls = m_stallAt >= 0 && m_stallAt < limit;
    if (stalls)
        limit = m_stallAt;
    while (m_written < limit && waitingBytes(m_socket) < kHighWater) {
        const qint64 taken = m_socket->write(nextPiece(qMin<qint64>(kPiece, limit - m_written)));
        if (taken < 0)
            return false; // gone; disconnected() cleans up
        m_written += taken;
    }
    return m_written >= limit && !stalls;
}

QByteArray HttpConnection::nextPiece(qint64 most)
{
    if (m_written < m_out.size())
        return m_out.mid(m_written, most);
    return m_stream->piece(m_written - m_out.size(), most);
}

void HttpConnection::endStream(bool complete)
{
    if (const auto stream = std::exchange(m_stream, nullptr))
        stream->ended(complete);
}

void HttpConnection::finish()
{
    endStream(m_whole);
    m_out.clear();
    m_writing = false;
    m_slow.stop();
    m_rate = 0;
    switch (m_end) {
    case End::KeepAlive:
        m_busy = false;
        m_idle.start(kIdleTime);
        if (m_socket->bytesAvailable() > 0 || !m_parser.isIdle())
            QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
        break;
    case End::Close:
        m_draining = true;
        m_socket->disconnectFromHost();
        break;
    case End::CloseAfterDrain:
        // Closing with unread bytes would reset the connection and take our answer with it.
        m_draining = true;
        m_socket->flush();
        m_socket->readAll();
        QTimer::singleShot(kDrainTime, m_socket, &QTcpSocket::disconnectFromHost);
        break;
    case End::Reset:
        reset();
        break;
    }
}

void HttpConnection::reset()
{
    m_draining = true;
#ifdef Q_OS_UNIX
    const linger now {1, 0};
    ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
#endif
    m_socket->abort();
    deleteLater();
}

void HttpConnection::onIdle()
{
    if (m_parser.isIdle()) {
        m_socket->disconnectFromHost();
        return;
    }
    m_busy = true;
    refuse(408, "The request took too long.", End::Close);
}
