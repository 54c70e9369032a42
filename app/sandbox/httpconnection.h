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
    void refuse(int status, const QByteArray &why, End end);
    void start(const QByteArray &bytes, End end);
    void pump();
    void pumpSlowly();
    void finishIfOut();
    bool writeUpTo(qint64 limit);
    QByteArray nextPiece(qint64 most);
    void endStream(bool complete);
    void finish();
    void reset();
    void onIdle();
    /// The answer without its stream.
    QByteArray wireBytes(const ServerReply &reply, bool head, bool keepAlive,
                         int wrongLength) const;

    QTcpSocket *m_socket;
    HttpServer::Handler m_handler;
    HttpServer::Now m_now;
    HttpParser m_parser;
    QTimer m_idle;
    QTimer m_slow; // runs while the answer is sent at a limited rate
    QByteArray m_out;
    std::shared_ptr<ServerBody> m_stream; // follows m_out; null: nothing does
    qint64 m_written = 0;
    qint64 m_total = 0; // to write, of m_out and the stream
    qint64 m_stallAt = -1;
    int m_rate = 0; // bytes per second; 0: no limit
    bool m_whole = true; // the stream is sent to its end and with its true length
    End m_end = End::KeepAlive;
    bool m_busy = false; // an answer is being made, delayed or written
    bool m_writing = false;
    bool m_draining = false; // what still comes is thrown away
};
