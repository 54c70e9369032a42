// A small scripted HTTP/1.1 server on loopback, for tests: it keeps every request it received and
// answers as a function says, faults included. With a certificate it speaks TLS. It runs in the
// test's own thread.
#pragma once

#include <QList>
#include <QMap>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>

struct TestRequest {
    QByteArray verb;
    QByteArray target;
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    int connection = 0; // counted from 1
};

struct TestReply {
    enum class Ending {
        Whole,
        Hang, // says nothing until answerHanging()
        Fin, // the rest: closes after the request was read
        Reset,
        CutStatusLine,
        CutHeaders,
        CutBody,
        ResetInBody,
    };

    int status = 200;
    QByteArray body = "{}";
    QList<QPair<QByteArray, QByteArray>> headers;
    Ending ending = Ending::Whole;
    bool hasLength = true; // Content-Length
};

/// A throw-away certificate with its key, made by openssl; it is its own authority.
class TestCertificate
{
public:
    /// `names` as in subjectAltName: "IP:127.0.0.1,DNS:localhost".
    explicit TestCertificate(const QByteArray &names);
    bool isValid() const { return !m_certificate.isNull() && !m_key.isNull(); }
    QString file() const { return m_dir.filePath("cert.pem"); }
    QSslCertificate certificate() const { return m_certificate; }
    QSslKey key() const { return m_key; }

private:
    QTemporaryDir m_dir;
    QSslCertificate m_certificate;
    QSslKey m_key;
};

class TestServer : public QTcpServer
{
    Q_OBJECT

public:
    using Handler = std::function<TestReply(const TestRequest &)>;

    explicit TestServer(const TestCertificate *certificate = nullptr, QObject *parent = nullptr);

    QUrl url() const;
    /// Answers every request from now on; without one it is 200 and "{}".
    void handle(Handler handler) { m_handler = std::move(handler); }
    void answerHanging(const TestReply &reply);
    /// Closes connections that wait for a next request.
    void closeIdle();

    const QList<TestRequest> &requests() const { return m_requests; }
    int count(const QByteArray &verb, const QByteArray &path) const;
    int connections() const { return m_connections; }
    int openConnections() const { return static_cast<int>(m_sockets.size()); }

signals:
    void received();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void readRequest(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const TestReply &reply);

    const TestCertificate *m_certificate;
    Handler m_handler;
    QList<TestRequest> m_requests;
    QMap<QTcpSocket *, QByteArray> m_sockets; // and what came so far
    QList<QTcpSocket *> m_hanging;
    int m_connections = 0;
};
