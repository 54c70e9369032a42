// A raw HTTP client for the sandbox's tests: plain sockets and a few lines of parsing, so that
// neither Qt's access manager nor the program's own client stands between the test and the bytes.
#pragma once

#include "sandbox/sandbox.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTcpSocket>
#include <QTest>

struct RawReply {
    int status = 0;
    QByteArray head;
    QByteArray body;
    bool complete = false; // as long as Content-Length says

    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ":"))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString code() const { return json().value("errorCode").toString(); }
};

/// Reads one answer; stops at its end, or when the server closes.
inline RawReply readReply(QTcpSocket &socket, QByteArray *rest = nullptr, bool head = false)
{
    RawReply reply;
    QByteArray bytes = rest ? *rest : QByteArray();
    const auto more = [&] {
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(20'000))
            return false;
        bytes += socket.readAll();
        return true;
    };
    while (!bytes.contains("\r\n\r\n") && more()) { }
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        reply.head = bytes;
        return reply;
    }
    reply.head = bytes.left(end);
    reply.status = reply.head.mid(9, 3).toInt();
    bytes.remove(0, end + 4);
    const qsizetype length = head ? 0 : reply.header("Content-Length").toInt();
    while (bytes.size() < length && more()) { }
    reply.complete = bytes.size() >= length;
    reply.body = bytes.left(length);
    if (rest)
        *rest = bytes.mid(length);
    return reply;
}

/// One request on a connection of its own.
inline RawReply exchange(const QUrl &base, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(base.host(), quint16(base.port()));
    if (!socket.waitForConnected(10'000))
        return {};
    socket.write(request);
    return readReply(socket, nullptr, request.startsWith("HEAD "));
}

/// Calls the sandbox with a bearer token or with digest.
class SandboxClient
{
public:
    explicit SandboxClient(const Sandbox &sandbox) : m_login(sandbox.login()) { }

    QByteArray basic() const
    {
        return "Basic "
            + (m_login.clientId.toLatin1() + ':' + m_login.clientSecret.reveal()).toBase64();
    }
    RawReply form(const QByteArray &path, const QByteArray &body,
                  const QByteArray &authorization) const
    {
        return exchange(
            m_login.baseUrl,
            "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    QByteArray token()
    {
        if (m_token.isEmpty())
            m_token = form("/api/oauth/token", "grant_type=client_credentials", basic())
                          .json()
                          .value("access_token")
                          .toString()
                          .toLatin1();
        return m_token;
    }
    void forgetToken() { m_token.clear(); }
    /// Path below /api/atlas/v2, with the bearer token.
    RawReply get(const QByteArray &path, const QByteArray &date = "2025-03-12")
    {
        return send("GET", "/api/atlas/v2" + path, {}, "application/vnd.atlas." + date + "+json");
    }
    RawReply post(const QByteArray &path, const QJsonObject &body)
    {
        return send("POST", "/api/atlas/v2" + path, QJsonDocument(body).toJson(),
                    "application/vnd.atlas.2025-03-12+json", "application/json");
    }
    RawReply send(const QByteArray &verb, const QByteArray &target, const QByteArray &body = {},
                  const QByteArray &accept = {}, const QByteArray &contentType = {})
    {
        return exchange(m_login.baseUrl,
                        request(verb, target, "Bearer " + token(), body, accept, contentType));
    }
    static QByteArray request(const QByteArray &verb, const QByteArray &target,
                              const QByteArray &authorization, const QByteArray &body = {},
                              const QByteArray &accept = {}, const QByteArray &contentType = {})
    {
        QByteArray text = verb + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        if (!authorization.isEmpty())
            text += "Authorization: " + authorization + "\r\n";
        if (!accept.isEmpty())
            text += "Accept: " + accept + "\r\n";
        if (!contentType.isEmpty())
            text += "Content-Type: " + contentType + "\r\n";
        if (verb == "POST")
            text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return text + "\r\n" + body;
    }
    /// An Authorization header for digest, by the formula of RFC 7616.
    QByteArray digest(const QByteArray &verb, const QByteArray &target, const QByteArray &nonce,
                      int count, bool sha256 = false, const QByteArray &password = {}) const
    {
        const auto hash = [sha256](const QByteArray &text) {
            return QCryptographicHash::hash(
                       text, sha256 ? QCryptographicHash::Sha256 : QCryptographicHash::Md5)
                .toHex();
        };
        const QByteArray user = m_login.publicKey.toLatin1();
        const QByteArray key = password.isEmpty() ? m_login.privateKey.reveal() : password;
        const QByteArray nc = QByteArray::number(count, 16).rightJustified(8, '0');
        const QByteArray response = hash(hash(user + ":MMS Public API:" + key) + ':' + nonce + ':'
                                         + nc + ":c0ffee:auth:" + hash(verb + ':' + target));
        return "Digest username=\"" + user + "\", realm=\"MMS Public API\", nonce=\"" + nonce
            + "\", uri=\"" + target + "\", algorithm=" + (sha256 ? "SHA-256" : "MD5")
            + ", qop=auth, nc=" + nc + ", cnonce=\"c0ffee\", response=\"" + response + "\"";
    }

    /// The world's clock, from the Date of an answer.
    QDateTime now()
    {
        QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(get("/orgs").header("Date")),
                                                 "ddd, dd MMM yyyy hh:mm:ss 'GMT'");
        time.setTimeSpec(Qt::UTC);
        return time;
    }

    /// The id of a project by its name.
    QByteArray project(const QString &name)
    {
        for (const QJsonValue &item : get("/groups").json().value("results").toArray()) {
            if (item.toObject().value("name") == name)
                return item.toObject().value("id").toString().toLatin1();
        }
        return {};
    }
    QList<QJsonObject> results(const QByteArray &path)
    {
        QList<QJsonObject> list;
        for (const QJsonValue &item : get(path).json().value("results").toArray())
            list.append(item.toObject());
        return list;
    }

private:
    SandboxLogin m_login;
    QByteArray m_token;
};

/// Starts a sandbox or fails the test with the reason.
inline std::unique_ptr<Sandbox> startSandbox(const SandboxOptions &options = {})
{
    auto sandbox = Sandbox::start(options);
    if (!sandbox) {
        QTest::qFail(qPrintable(sandbox.error().detail), __FILE__, __LINE__);
        return nullptr;
    }
    return std::move(*sandbox);
}
