// From a request to its answer: faults, logins, rate limits, versions, then the route or the file
// to download (sandboxarchives.cpp). It knows the
// pretend Atlas and its clock, and no sockets. Thread-safe: the server's thread asks it, tests add
// faults and look at what was seen.
#pragma once

#include "sandbox/archivelinks.h"
#include "sandbox/archivestore.h"
#include "sandbox/httpserver.h"
#include "sandbox/routes.h"
#include "sandbox/sandbox.h"
#include "sandbox/serverdigest.h"
#include "sandbox/servertokens.h"
#include "sandbox/tokenbuckets.h"

#include <QElapsedTimer>
#include <mutex>

class SandboxService
{
public:
    /// `world` are the bytes of a world file. Error::Kind::InvalidInput if they are no good.
    static Result<std::unique_ptr<SandboxService>> make(const SandboxOptions &options,
                                                        const QByteArray &world,
                                                        const SandboxLogin &login);

    ServerAnswer handle(const ServerRequest &request);
    /// The world's clock.
    QDateTime now() const;

    /// Where links to downloads lead; before anything is answered.
    void setServer(const QUrl &url);
    /// See Sandbox.
    std::optional<ArchiveFacts> archiveFacts(const QUrl &url);
    void addFault(const Fault &fault);
    void clearFaults();
    QList<SeenRequest> seenRequests() const;
    void advance(std::chrono::seconds by);

private:
    enum class Login { None, Digest, Bearer };
    struct Match {
        const Route *route = nullptr;
        QHash<QString, QString> path;
        QByteArrayList otherVerbs; // of this path, if `route` is null
    };

    SandboxService(const SandboxOptions &options, const SandboxLogin &login, World world,
                   QDateTime start);
    Result<void> readSettings(const QJsonObject &file);
    World::Moment worldNow() const;
    double wallNow() const; // rises with real time and advance(), not with the speed
    void note(const ServerRequest &request);
    Login checkLogin(const ServerRequest &request, bool *stale);
    ServerReply oauth(const ServerRequest &request);
    ServerReply unauthorized(const ServerRequest &request, bool stale);
    ServerReply api(const ServerRequest &request, Login login);
    ServerReply answerRoute(const ServerRequest &request, const Match &match, Login login);
    ServerReply archive(const ServerRequest &request, const Fault &fault, const ArchiveLink &link);
    ArchiveStore::Form formOf(const ArchiveLink &link) const;
    void renew(const ArchiveLink &link);
    void noteTransfer(const ArchiveLink &link, bool last, bool failed, bool fetched);
    void noteStarted(const ApiAnswer &answer, const QString &login);
    Match findRoute(const ServerRequest &request) const;
    std::optional<ApiProblem> checkPath(const Match &match) const;
    std::optional<ApiProblem> readBody(const ServerRequest &request, QJsonObject *body) const;

    mutable std::mutex m_mutex;
    World m_world;
    ArchiveStore m_archives;
    QList<Route> m_routes;
    ServerDigest m_digest;
    ServerTokens m_tokens;
    TokenBuckets m_buckets;
    FaultList m_faults;
    QList<SeenRequest> m_seen;
    QList<double> m_tokenCalls; // when, in the last minute
    QString m_publicKey;
    QString m_clientId;
    QDateTime m_start;
    QElapsedTimer m_elapsed;
    double m_speed;
    std::chrono::seconds m_advanced {0};
};
