// One client's connection: reads requests one after the other, writes each answer as fast as the
// client takes it. Deletes itself when the client leaves.
#pragma once

#include "sandbox/httpparser.h"
#include "sandbox/httpserver.h"

#include <QTcpSocket>
#include <QTimer>

class HttpConnection : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket over.
    HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, HttpServer::Now now,
                   QObject *parent);
    ~HttpConnection() override;

private:
    enum class End { KeepAlive, Close, CloseAfterDrain, Reset };

    void onReadyRead();
    void readRequests();
    void answer(const ServerRequest &request, const ServerAnswer &answer);
    void start(const QByteArray &bytes, End end);
    void pump();
    void finish();
    void reset();
    void onIdle();
    QByteArray wireBytes(const ServerReply &reply, bool head, bool keepAlive,
                         int wrongLength) const;

    QTcpSocket *m_socket;
    HttpServer::Handler m_handler;
    HttpServer::Now m_now;
    HttpParser m_parser;
    QTimer m_idle;
    QByteArray m_out;
    qsizetype m_written = 0;
    End m_end = End::KeepAlive;
    bool m_busy = false; // an answer is being made, delayed or written
    bool m_writing = false;
    bool m_draining = false; // what still comes is thrown away
};
