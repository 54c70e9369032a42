// An Application of its own for each test: settings, keychain and journal in a folder that goes
// away, and a sandbox that plays Atlas for profiles which are not "the sandbox".
#pragma once

#include "application.h"
#include "sandbox/sandbox.h"
#include "support/fakecredentialstore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

inline const QByteArray kApplicationWorld = R"({
  "pace": { "pending": "1m", "run": "2m" },
  "organizations": [
    { "name": "Blue Door", "projects": [
      { "name": "Bookings", "clusters": [
        { "name": "rooms", "tier": "FLEX", "version": "8.0.4",
          "snapshots": [ { "repeat": 3, "every": "1d", "at": "-5h" } ] },
        { "name": "rooms-stage", "tier": "FLEX", "version": "8.0.4" } ] },
      { "name": "Ledgers", "clusters": [] } ] },
    { "name": "Green Gate", "projects": [ { "name": "Parking", "clusters": [] } ] } ] })";

inline std::unique_ptr<Sandbox> startAtlas()
{
    SandboxOptions options;
    options.worldJson = kApplicationWorld;
    auto started = Sandbox::start(options);
    if (!started)
        qFatal("%s", qPrintable(started.error().detail));
    return std::move(*started);
}

class ApplicationWorld
{
public:
    explicit ApplicationWorld(const StartOptions &options = {},
                              const QProcessEnvironment &environment = QProcessEnvironment())
        : m_options(options), m_environment(environment), atlas(startAtlas())
    {
        makeApplication();
    }

    /// As if the program had been started again.
    void restart()
    {
        FakeCredentialStore kept;
        kept.entries = keychain->entries;
        application.reset();
        makeApplication();
        keychain->entries = kept.entries;
    }

    Profile profile(const QString &name) const
    {
        Profile profile;
        profile.name = name;
        profile.baseUrl = atlas->login().baseUrl;
        profile.loginName = atlas->login().clientId;
        profile.net.proxy = NetSettings::Proxy::None;
        return profile;
    }

    /// Stored, its secret in the keychain.
    QString addProfile(const QString &name)
    {
        const Result<Profile> saved = application->profiles().save(profile(name));
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        keychain->entries.insert(saved->id, atlas->login().clientSecret.reveal());
        return saved->id;
    }

    QString openName() const
    {
        return application->session() ? application->session()->profile().name : QString();
    }

    /// Everything the settings file holds.
    QByteArray settingsFile()
    {
        application->settings().sync();
        QFile file(iniFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString iniFile() const { return directory.filePath("settings.ini"); }
    QString journalFile() const { return directory.filePath("data/activity.jsonl"); }

    int requests(const QByteArray &pathPart) const
    {
        int count = 0;
        for (const SeenRequest &request : atlas->seenRequests())
            count += request.path.contains(pathPart);
        return count;
    }

    /// Sends a restore whose answer takes a while: the open session is busy from then on.
    void startSlowRestore(std::chrono::milliseconds delay)
    {
        Session *session = application->session();
        QVERIFY(session);
        QTRY_VERIFY(session->inventory().isLoaded() && !session->inventory().isLoading());
        const Inventory inventory = session->inventory().inventory();
        QList<Cluster> source;
        for (const Cluster &cluster : inventory.clusters) {
            if (cluster.name == "rooms")
                source << cluster;
        }
        QCOMPARE(source.size(), 1);
        session->snapshots().setScope(source);
        session->snapshots().refresh();
        QTRY_VERIFY(!session->snapshots().records().isEmpty());
        Fault fault;
        fault.verb = "POST";
        fault.path = "*/restoreJobs";
        fault.delay = delay;
        atlas->addFault(fault);
        RestorePlan plan;
        plan.snapshot = session->snapshots().records().first();
        plan.kind = plan.snapshot.kind;
        plan.targetProjectId = source.first().projectId;
        plan.targetCluster = "rooms-stage";
        plan.trafficStopped = true;
        session->launcher().launch(
            plan, inventory, {}, session, [this](const LaunchOutcome &outcome) {
                restoreStarted = outcome.kind == LaunchOutcome::Kind::Started;
            });
        QVERIFY(application->isBusy());
    }

private:
    void makeApplication()
    {
        auto store = std::make_unique<FakeCredentialStore>();
        keychain = m_options.sandbox ? nullptr : store.get();
        ApplicationParts parts;
        parts.settings = std::make_unique<QSettings>(iniFile(), QSettings::IniFormat);
        parts.keychain = std::move(store);
        parts.journalFile = journalFile();
        parts.environment = m_environment;
        application = std::make_unique<Application>(m_options, std::move(parts));
    }

    StartOptions m_options;
    QProcessEnvironment m_environment;

public:
    QTemporaryDir directory;
    std::unique_ptr<Sandbox> atlas;
    FakeCredentialStore *keychain = nullptr; // the application's; null with --sandbox
    std::unique_ptr<Application> application;
    bool restoreStarted = false;
};
