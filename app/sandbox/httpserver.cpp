#include "sandbox/httpserver.h"

#include "sandbox/httpconnection.h"

#include <QSslServer>
#include <QTcpServer>

namespace {
constexpr int kMaxConnections = 256;
}

HttpServer::HttpServer(Handler handler, Now now, QObject *parent)
    : QObject(parent), m_handler(std::move(handler)), m_now(std::move(now))
{
}

HttpServer::~HttpServer()
{
    // Connections first: they call the handler, whose owner goes away next.
    qDeleteAll(findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly));
}

Result<quint16> HttpServer::listen(quint16 port, const std::optional<QSslConfiguration> &tls)
{
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this,
            &HttpServer::acceptPending);
    if (!m_server->listen(QHostAddress::LocalHost, port)) {
        Error error;
        error.kind = Error::Kind::Unreachable;
        error.detail = QStringLiteral("port %1: %2").arg(port).arg(m_server->errorString());
        return error;
    }
    return m_server->serverPort();
}

void HttpServer::acceptPending()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        if (m_connections >= kMaxConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_connections;
        auto *connection = new HttpConnection(socket, m_handler, m_now, this);
        connect(connection, &QObject::destroyed, this, [this] { --m_connections; });
    }
}
