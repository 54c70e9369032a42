#include "support/fileserver.h"

#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>
#include <memory>

#include <sys/socket.h>

FileServer::FileServer(Handler handler, const TestCertificate *certificate, QObject *parent)
    : QTcpServer(parent), m_handler(std::move(handler)), m_certificate(certificate)
{
    listen(QHostAddress::LocalHost);
}

QUrl FileServer::url(const QString &path) const
{
    return QUrl(QString("%1://127.0.0.1:%2%3")
                    .arg(m_certificate ? "https" : "http")
                    .arg(serverPort())
                    .arg(path));
}

qint64 FileServer::unsentBytes() const
{
    qint64 sum = 0;
    for (const QTcpSocket *socket : findChildren<QTcpSocket *>())
        sum += socket->bytesToWrite();
    return sum;
}

void FileServer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    auto *socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    socket->setProperty("number", m_connections);
    auto bytes = std::make_shared<QByteArray>();
    connect(socket, &QTcpSocket::readyRead, this,
            [this, socket, bytes] { readRequest(socket, bytes.get()); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (!m_certificate)
        return;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(m_certificate->certificate());
    tls.setPrivateKey(m_certificate->key());
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->setSslConfiguration(tls);
    socket->startServerEncryption();
}

void FileServer::readRequest(QTcpSocket *socket, QByteArray *bytes)
{
    *bytes += socket->readAll();
    const qsizetype at = bytes->indexOf("\r\n\r\n");
    if (at < 0)
        return;
    TestRequest request;
    QList<QByteArray> lines = bytes->left(at).replace("\r\n", "\n").split('\n');
    bytes->remove(0, at + 4);
    const QList<QByteArray> first = lines.takeFirst().split(' ');
    request.verb = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    request.connection = socket->property("number").toInt();
    m_requests.append(request);
    answer(socket, request);
}

void FileServer::answer(QTcpSocket *socket, const TestRequest &request)
{
    FileReply how = m_handler(request);
    if (how.flipAt >= 0 && how.flipAt < how.content.size())
        how.content[how.flipAt] = char(how.content[how.flipAt] ^ 0x10);
    const qint64 size = how.content.size();
    const QByteArray range = request.headers.value("range");
    const QByteArray condition = request.headers.value("if-range");
    const bool fits = condition.isEmpty() || condition == how.etag || condition == how.lastModified
        || !how.strictRanges;
    qint64 from = 0;
    if (how.status == 200 && how.ranges && fits && range.startsWith("bytes=")) {
        from = range.mid(6).split('-').first().toLongLong();
        how.status = from < size ? 206 : 416;
    }
    QByteArray body = how.status == 416 ? QByteArray() : how.content.mid(from);
    QByteArray head = "HTTP/1.1 " + QByteArray::number(how.status) + " Test\r\n";
    if (how.hasLength)
        head += "Content-Length: " + QByteArray::number(body.size() + how.announceMore) + "\r\n";
    else
        head += "Connection: close\r\n";
    if (how.status == 206)
        head += "Content-Range: bytes " + QByteArray::number(from) + '-'
            + QByteArray::number(size - 1) + '/' + QByteArray::number(size) + "\r\n";
    if (how.status == 416)
        head += "Content-Range: bytes */" + QByteArray::number(size) + "\r\n";
    if (!how.etag.isEmpty())
        head += "ETag: " + how.etag + "\r\n";
    if (!how.lastModified.isEmpty())
        head += "Last-Modified: " + how.lastModified + "\r\n";
    head += "Content-Type: " + how.contentType + "\r\n";
    for (const auto &[name, value] : how.headers)
        head += name + ": " + value + "\r\n";
    socket->write(head + "\r\n");
    sendPiece(socket, body, 0, how);
}

void FileServer::sendPiece(QTcpSocket *socket, const QByteArray &bytes, qint64 from,
                           const FileReply &how)
{
    const qint64 stop = how.endAt >= 0 ? qMin<qint64>(how.endAt, bytes.size()) : bytes.size();
    const qint64 count = how.paceMs > 0 ? qMin(how.piece, stop - from) : stop - from;
    socket->write(bytes.constData() + from, count);
    from += count;
    if (from >= stop) {
        end(socket, how, how.endAt >= 0);
        return;
    }
    QTimer::singleShot(how.paceMs, socket,
                       [this, socket, bytes, from, how] { sendPiece(socket, bytes, from, how); });
}

void FileServer::end(QTcpSocket *socket, const FileReply &how, bool early)
{
    if (how.hang)
        return;
    if (early && how.reset) {
        socket->flush();
        const linger none {1, 0};
        setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none,
                   sizeof none);
        socket->abort();
    } else if (early || !how.hasLength || how.announceMore != 0) {
        socket->disconnectFromHost();
    }
}
