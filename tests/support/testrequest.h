// Requests for tests of the http room: the answer's text is the result.
#pragma once

#include "http/client.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTestEventLoop>

inline Request<QByteArray> textRequest(const QByteArray &verb, const QString &path = "/api/things")
{
    Request<QByteArray> request;
    request.verb = verb;
    request.path = path;
    request.accept = "application/vnd.test+json";
    request.repeat = verb == "GET" ? Repeat::Safe : Repeat::Never;
    if (verb == "POST") {
        request.body = "{\"name\":\"a\"}";
        request.contentType = "application/vnd.test+json";
    }
    request.read = [](const Reply &reply) -> Result<QByteArray> {
        if (reply.body.endsWith('}'))
            return reply.body;
        Error error;
        error.kind = Error::Kind::BadReply;
        return error;
    };
    request.readError = [](const Reply &reply) {
        Error error;
        error.kind = reply.info.status >= 500 ? Error::Kind::ServiceTrouble : Error::Kind::Rejected;
        error.detail = QString::fromUtf8(reply.body);
        return error;
    };
    return request;
}

struct Sent {
    bool called = false;
    Result<QByteArray> result = QByteArray();
    ReplyInfo info;

    Error::Kind kind() const { return result ? Error::Kind::Cancelled : result.error().kind; }
};

inline Sent sendAndWait(Client &client, const Request<QByteArray> &request)
{
    Sent sent;
    QTestEventLoop loop;
    client.send(request, &loop, [&](Result<QByteArray> result, const ReplyInfo &info) {
        sent.called = true;
        sent.result = std::move(result);
        sent.info = info;
        loop.exitLoop();
    });
    loop.enterLoop(10);
    return sent;
}

inline NetSettings directNet()
{
    NetSettings net;
    net.proxy = NetSettings::Proxy::None;
    net.transferTimeout = std::chrono::seconds(5);
    return net;
}

inline RetryPolicy quickPolicy()
{
    RetryPolicy policy;
    policy.attempts = 3;
    policy.firstDelay = policy.rateLimitDelay = std::chrono::milliseconds(1);
    return policy;
}

/// A deleted Client still ends its token: after a test, so that it can't reach the next one's
/// server.
inline void waitForFarewells()
{
    while (QObject *farewell = qApp->findChild<QObject *>("farewell")) {
        if (!QSignalSpy(farewell, &QObject::destroyed).wait())
            return;
    }
}
