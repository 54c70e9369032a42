// A pretend Atlas behind a real server on loopback: what --sandbox and snapback-sandbox run, and
// what tests talk to. The server has a thread of its own; every function here may be called from
// any thread. It shares no code with the client, so it can't share its bugs.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "sandbox/faults.h"

#include <QObject>
#include <QSslConfiguration>
#include <QUrl>
#include <chrono>
#include <memory>
#include <thread>

struct SandboxOptions {
    quint16 port = 0; // 0: a free one
    QString worldFile; // used if not empty
    QByteArray worldJson; // else this; both empty: the built-in world
    QString tlsCertFile; // PEM; with tlsKeyFile: https
    QString tlsKeyFile;
    double speed = 1.0; // of the world's clock; logins and rate limits keep real time
    enum class Digest { Md5, Sha256, Both } digest = Digest::Md5; // Atlas offers MD5
    int maxTokens = 100; // live OAuth tokens at once
    qint64 archiveBytes = 0; // about the size of each download; 0: as the world file says
};

/// A file that a link leads to.
struct ArchiveFacts {
    qint64 size = 0;
    QByteArray sha1; // lower-case hex
    QByteArray sha256;
};

/// Made anew at each start.
struct SandboxLogin {
    QUrl baseUrl;
    QString clientId;
    Secret clientSecret;
    QString publicKey;
    Secret privateKey;
};

/// A complete request as it came in, secrets masked: the Authorization header keeps its scheme
/// alone.
struct SeenRequest {
    QByteArray verb;
    QByteArray path;
    QByteArray query; // as sent, without the ?
    ServerHeaders headers;
    QByteArray body;
};

class SandboxService;
class QEventLoop;

class Sandbox : public QObject
{
    Q_OBJECT

public:
    /// Listens on 127.0.0.1 when it returns. Error::Kind::InvalidInput (world file, TLS files,
    /// speed), Disk (a file can't be read), Unreachable (the port is taken).
    static Result<std::unique_ptr<Sandbox>> start(const SandboxOptions &options);
    /// Stops the server and joins its thread; clients see their connections end.
    ~Sandbox() override;

    SandboxLogin login() const { return m_login; }

    void addFault(const Fault &fault);
    void clearFaults();
    /// What stands behind a link now, without using it; nothing if that is no link of a download.
    /// Takes as long as hashing the file.
    std::optional<ArchiveFacts> archiveFacts(const QUrl &link) const;
    /// In the order of arrival, the last 20,000.
    QList<SeenRequest> seenRequests() const;
    /// Moves the world's clock forward; ages tokens, nonces and rate limits too.
    void advance(std::chrono::seconds by);

private:
    Sandbox() = default;
    Result<quint16> run(quint16 port, const std::optional<QSslConfiguration> &tls);

    SandboxLogin m_login;
    std::unique_ptr<SandboxService> m_service;
    // Not a QThread: its wait() returns before the thread has given back what OpenSSL keeps for it,
    // which looks like a leak at the program's end.
    std::thread m_thread;
    QEventLoop *m_loop = nullptr; // the thread's; null if it never ran
};
