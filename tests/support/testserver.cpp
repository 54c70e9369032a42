#include "support/testserver.h"

#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslSocket>

#include <sys/socket.h>

using Ending = TestReply::Ending;

namespace {

QByteArray written(const TestReply &reply)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(reply.status) + " Test\r\n";
    for (const auto &[name, value] : reply.headers)
        text += name + ": " + value + "\r\n";
    if (reply.hasLength)
        text += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    return text + "\r\n" + reply.body;
}

QByteArray cut(const QByteArray &whole, const TestReply &reply)
{
    switch (reply.ending) {
    case Ending::CutStatusLine:
        return whole.left(10);
    case Ending::CutHeaders:
        return whole.left(whole.indexOf("\r\n\r\n") - 3);
    case Ending::CutBody:
    case Ending::ResetInBody:
        return whole.left(whole.size() - reply.body.size() / 2 - 1);
    case Ending::Fin:
    case Ending::Reset:
        return {};
    case Ending::Whole:
    case Ending::Hang:
        break;
    }
    return whole;
}

} // namespace

TestCertificate::TestCertificate(const QByteArray &names)
{
    const QString keyFile = m_dir.filePath("key.pem");
    QProcess openssl;
    openssl.start("openssl",
                  {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                   "-nodes", "-days", "2", "-subj", "/CN=Snapback test", "-addext",
                   "subjectAltName=" + QString::fromLatin1(names), "-keyout", keyFile, "-out",
                   file()});
    if (!openssl.waitForFinished())
        return;
    QFile key(keyFile);
    QFile certificate(file());
    if (key.open(QIODevice::ReadOnly))
        m_key = QSslKey(&key, QSsl::Ec);
    if (certificate.open(QIODevice::ReadOnly))
        m_certificate = QSslCertificate(&certificate);
}

TestServer::TestServer(const TestCertificate *certificate, QObject *parent)
    : QTcpServer(parent), m_certificate(certificate)
{
    listen(QHostAddress::LocalHost);
}

QUrl TestServer::url() const
{
    return QUrl(
        QString("%1://127.0.0.1:%2").arg(m_certificate ? "https" : "http").arg(serverPort()));
}

int TestServer::count(const QByteArray &verb, const QByteArray &path) const
{
    return static_cast<int>(
        std::count_if(m_requests.cbegin(), m_requests.cend(), [&](const TestRequest &request) {
            return request.verb == verb && request.target.split('?').first() == path;
        }));
}

void TestServer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    auto *socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    socket->setProperty("number", m_connections);
    m_sockets.insert(socket, {});
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readRequest(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_sockets.remove(socket);
        m_hanging.removeAll(socket);
        socket->deleteLater();
    });
    if (!m_certificate)
        return;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(m_certificate->certificate());
    tls.setPrivateKey(m_certificate->key());
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->setSslConfiguration(tls);
    socket->startServerEncryption();
}

void TestServer::readRequest(QTcpSocket *socket)
{
    QByteArray &bytes = m_sockets[socket];
    bytes += socket->readAll();
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    TestRequest request;
    QList<QByteArray> lines = bytes.left(end).replace("\r\n", "\n").split('\n');
    const QList<QByteArray> first = lines.takeFirst().split(' ');
    request.verb = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length", "0").toLongLong();
    if (bytes.size() < end + 4 + length)
        return;
    request.body = bytes.mid(end + 4, length);
    request.connection = socket->property("number").toInt();
    bytes.remove(0, end + 4 + length);
    m_requests.append(request);
    answer(socket, m_handler ? m_handler(request) : TestReply());
    emit received();
}

void TestServer::answer(QTcpSocket *socket, const TestReply &reply)
{
    if (reply.ending == Ending::Hang) {
        m_hanging.append(socket);
        return;
    }
    socket->write(cut(written(reply), reply));
    if (reply.ending == Ending::Whole) {
        if (!reply.hasLength)
            socket->disconnectFromHost();
        return;
    }
    socket->flush();
    if (reply.ending == Ending::Reset || reply.ending == Ending::ResetInBody) {
        const linger none {1, 0};
        setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none,
                   sizeof none);
        socket->abort();
    } else {
        socket->disconnectFromHost();
    }
}

void TestServer::answerHanging(const TestReply &reply)
{
    const QList<QTcpSocket *> hanging = std::exchange(m_hanging, {});
    for (QTcpSocket *socket : hanging)
        answer(socket, reply);
}

void TestServer::closeIdle()
{
    const QList<QTcpSocket *> sockets = m_sockets.keys();
    for (QTcpSocket *socket : sockets)
        socket->disconnectFromHost();
}
