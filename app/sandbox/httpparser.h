// Reads HTTP/1.1 requests (RFC 9112) out of a stream of bytes, however it is cut: bodies with a
// length or in chunks, limits on both parts. Anything out of line fails with the status to answer;
// the stream is of no use after that.
#pragma once

#include "sandbox/servermessage.h"

class HttpParser
{
public:
    struct Limits {
        int headerBytes = 16 * 1024;
        int bodyBytes = 1024 * 1024;
    };
    enum class State { NeedMore, Ready, Failed };

    HttpParser() = default;
    explicit HttpParser(const Limits &limits) : m_limits(limits) { }

    void feed(const QByteArray &bytes) { m_buffer += bytes; }
    /// Goes on as far as the bytes reach. Ready: take() gives the request.
    State parse();
    /// The request; the parser then waits for the next one.
    ServerRequest take();
    int failedStatus() const { return m_failedStatus; }
    QByteArray failure() const { return m_failure; }
    /// True once after the header of a request that waits for "100 Continue" (RFC 9110 10.1.1).
    bool takeExpectsContinue();
    /// True between requests.
    bool isIdle() const { return m_stage == Stage::Header && m_buffer.isEmpty(); }

private:
    enum class Stage { Header, Body, ChunkSize, ChunkData, ChunkEnd, Trailer, Done, Failed };

    State fail(int status, const char *why);
    bool parseHeader(const QByteArray &head);
    bool parseRequestLine(const QByteArray &line);
    bool parseTarget(QByteArray target);
    bool parseFraming();
    bool step();
    bool readLine(QByteArray *line, int limit);

    Limits m_limits;
    Stage m_stage = Stage::Header;
    QByteArray m_buffer;
    ServerRequest m_request;
    qint64 m_left = 0; // of the body or the chunk
    int m_trailerBytes = 0;
    bool m_http10 = false;
    bool m_expectsContinue = false;
    int m_failedStatus = 0;
    QByteArray m_failure;
};
