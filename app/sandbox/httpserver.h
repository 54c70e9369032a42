// A small HTTP/1.1 server on loopback, plain or TLS: keep-alive, bodies with a length or in chunks,
// HEAD, limits, and answers that can be spoiled on purpose. It knows nothing of Atlas: a handler
// turns each request into an answer. Lives in one thread.
#pragma once

#include "base/result.h"
#include "sandbox/faults.h"
#include "sandbox/servermessage.h"

#include <QObject>
#include <QSslConfiguration>
#include <functional>
#include <memory>

class QTcpServer;
class QTcpSocket;

/// An answer and how it goes out.
struct ServerAnswer {
    ServerReply reply;
    std::optional<Fault> fault; // how it is sent; what it says is settled
};

class HttpServer : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<ServerAnswer(const ServerRequest &)>;
    /// For the `Date` header; the handler's clock.
    using Now = std::function<QDateTime()>;

    HttpServer(Handler handler, Now now, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Listens on 127.0.0.1; port 0 takes a free one. With `tls` every connection is TLS.
    /// Error::Kind::Unreachable if the port can't be had.
    Result<quint16> listen(quint16 port, const std::optional<QSslConfiguration> &tls);

private:
    void acceptPending();

    Handler m_handler;
    Now m_now;
    std::unique_ptr<QTcpServer> m_server;
    int m_connections = 0;
};
