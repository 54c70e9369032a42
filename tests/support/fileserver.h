// A loopback HTTP/1.1 server for one file a path, with Range, If-Range, and everything that can go
// wrong with a download. It runs in the test's own thread and keeps every request it received.
#pragma once

#include "support/testserver.h"

struct FileReply {
    QByteArray content;
    int status = 200; // others: `content` as the body, no Range
    QByteArray etag;
    QByteArray lastModified;
    QByteArray contentType = "application/gzip";
    QList<QPair<QByteArray, QByteArray>> headers;
    bool ranges = true;
    bool strictRanges = true; // false: 206 whatever If-Range says
    bool hasLength = true;
    qint64 announceMore = 0; // in Content-Length, than there is
    qint64 flipAt = -1; // this byte of the content is spoilt
    qint64 endAt = -1; // after so many body bytes: the ending
    bool reset = false; // ending: RST instead of FIN
    bool hang = false; // ending: silence
    int paceMs = 0; // between pieces
    qint64 piece = 16 * 1024;
};

class FileServer : public QTcpServer
{
    Q_OBJECT

public:
    using Handler = std::function<FileReply(const TestRequest &)>;

    explicit FileServer(Handler handler, const TestCertificate *certificate = nullptr,
                        QObject *parent = nullptr);

    QUrl url(const QString &path = "/backup.tar.gz") const;
    void handle(Handler handler) { m_handler = std::move(handler); }
    const QList<TestRequest> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    /// What clients have not taken yet.
    qint64 unsentBytes() const;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void readRequest(QTcpSocket *socket, QByteArray *bytes);
    void answer(QTcpSocket *socket, const TestRequest &request);
    void sendPiece(QTcpSocket *socket, const QByteArray &bytes, qint64 from, const FileReply &how);
    void end(QTcpSocket *socket, const FileReply &how, bool early);

    Handler m_handler;
    const TestCertificate *m_certificate;
    QList<TestRequest> m_requests;
    int m_connections = 0;
};
