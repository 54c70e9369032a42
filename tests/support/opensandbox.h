// A running sandbox with a session on it: real HTTP over loopback, a journal in a folder that goes
// away.
#pragma once

#include "sandbox/sandbox.h"
#include "sandbox/worldbig.h"
#include "session/journal.h"
#include "session/session.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class OpenSandbox
{
public:
    explicit OpenSandbox(const SandboxOptions &options = {})
    {
        auto started = Sandbox::start(options);
        if (!started)
            qFatal("the sandbox did not start: %s", qPrintable(started.error().detail));
        sandbox = std::move(*started);
        login = sandbox->login();
        profile.id = QStringLiteral("test");
        profile.name = QStringLiteral("Test");
        profile.baseUrl = login.baseUrl;
        profile.loginName = login.clientId;
        profile.net.proxy = NetSettings::Proxy::None;
        journal = std::make_unique<Journal>(dir.filePath(QStringLiteral("activity.jsonl")));
    }

    /// For the constructor: 40 projects, 400 clusters, 100,000 jobs.
    static SandboxOptions bigWorld(const BigWorldSize &size = {})
    {
        SandboxOptions options;
        options.worldJson = bigWorldFile(size);
        return options;
    }

    Credentials serviceAccount() const
    {
        return ServiceAccount {login.clientId, login.clientSecret};
    }
    Credentials apiKey() const { return ApiKey {login.publicKey, login.privateKey}; }

    /// A session whose inventory has been read.
    std::unique_ptr<Session> open()
    {
        auto session = std::make_unique<Session>(profile, serviceAccount(), *journal, clock);
        session->start();
        const bool ready = QTest::qWaitFor(
            [&] { return session->inventory().isLoaded() && !session->inventory().isLoading(); },
            20'000);
        if (!ready)
            qFatal("the inventory was not read");
        return session;
    }

    static Cluster cluster(Session &session, const QString &name)
    {
        for (const Cluster &cluster : session.inventory().inventory().clusters) {
            if (cluster.name == name)
                return cluster;
        }
        qFatal("no cluster %s in the sandbox", qPrintable(name));
    }

    /// How many requests of this verb reached a path that ends so.
    int seen(const QByteArray &verb, const QByteArray &pathEnd) const
    {
        int count = 0;
        for (const SeenRequest &request : sandbox->seenRequests())
            count += request.verb == verb && request.path.endsWith(pathEnd) ? 1 : 0;
        return count;
    }

    QTemporaryDir dir;
    std::unique_ptr<Sandbox> sandbox;
    SandboxLogin login;
    Profile profile;
    SystemClock clock;
    std::unique_ptr<Journal> journal;
};
