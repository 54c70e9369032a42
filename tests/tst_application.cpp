#include "session/keychainstore.h"
#include "support/applicationworld.h"
#include "wakewatch.h"

#include <QDBusMessage>
#include <QProcess>
#include <QStandardPaths>

class TestApplication : public QObject
{
    Q_OBJECT

private slots:
    void firstRunWithoutProfiles();
    void opensTheLastProfile();
    void namedProfile();
    void unknownProfile();
    void environmentLogin();
    void halfAnEnvironmentLogin();
    void addressOfTheCommandLine();
    void keychainFailure_data();
    void keychainFailure();
    void laterChoiceDropsLateAnswer();
    void switchingEndsTheOldSession();
    void refusedWhileBusy();
    void quitEndsTheToken();
    void quitDoesNotWaitForEver();
    void quitWaitsForALaunch();
    void sandboxOfTheCommandLine();
    void sandboxInARunningWindow();
    void sandboxThatCannotStart();
    void forgettingTheOpenProfile();
    void forgettingThatFails();
    void wakesAfterSleep();
    void wakesWhenTheNetworkReturns();
};

void TestApplication::firstRunWithoutProfiles()
{
    ApplicationWorld world;
    QSignalSpy firstRun(world.application.get(), &Application::firstRun);
    world.application->start();
    QCOMPARE(firstRun.count(), 1);
    QVERIFY(!world.application->session());
}

void TestApplication::opensTheLastProfile()
{
    ApplicationWorld world;
    world.addProfile("Alpha");
    const QString beta = world.addProfile("Beta");
    QVERIFY(world.application->openProfile(beta));
    QTRY_COMPARE(world.openName(), "Beta");

    world.restart();
    QSignalSpy opening(world.application.get(), &Application::opening);
    world.application->start();
    QCOMPARE(opening.value(0).value(0).toString(), "Beta");
    QTRY_COMPARE(world.openName(), "Beta");
    // The login works: it sees what the service has.
    QTRY_COMPARE(world.application->session()->inventory().inventory().projects.size(), 3);
}

void TestApplication::namedProfile()
{
    StartOptions options;
    options.profileName = "alpha";
    ApplicationWorld world(options);
    world.addProfile("Alpha");
    world.application->profiles().setLastId(world.addProfile("Beta"));
    world.application->start();
    QTRY_COMPARE(world.openName(), "Alpha");
}

void TestApplication::unknownProfile()
{
    StartOptions options;
    options.profileName = "Nowhere";
    ApplicationWorld world(options);
    world.addProfile("Alpha");
    QSignalSpy firstRun(world.application.get(), &Application::firstRun);
    QSignalSpy failed(world.application.get(), &Application::openFailed);
    world.application->start();
    QCOMPARE(firstRun.count(), 1);
    QCOMPARE(failed.count(), 1);
    const QString words = failed[0][1].value<Error>().detail;
    QVERIFY2(words.contains("Nowhere") && words.contains("Alpha"), qPrintable(words));
    QVERIFY(!world.application->session());
}

void TestApplication::environmentLogin()
{
    const std::unique_ptr<Sandbox> atlas = startAtlas();
    QProcessEnvironment environment;
    environment.insert("MONGODB_ATLAS_PUBLIC_API_KEY", atlas->login().publicKey);
    environment.insert("MONGODB_ATLAS_PRIVATE_API_KEY", atlas->login().privateKey.reveal());
    environment.insert("MONGODB_ATLAS_BASE_URL", atlas->login().baseUrl.toString());
    environment.insert("MONGODB_ATLAS_PROJECT_ID", "5f0000000000000000000abc");
    ApplicationWorld world({}, environment);
    const QString stored = world.addProfile("Alpha");
    world.application->start();
    QCOMPARE(world.openName(), "Environment");
    QVERIFY(world.application->session()->profile().sessionOnly);
    QCOMPARE(world.application->initialProjectId(), "5f0000000000000000000abc");
    QTRY_COMPARE(world.application->session()->inventory().inventory().projects.size(), 3);

    // One can leave it and come back; nothing of it is written down.
    QVERIFY(world.application->openProfile(stored));
    QTRY_COMPARE(world.openName(), "Alpha");
    QCOMPARE(world.application->initialProjectId(), QString());
    const QList<Profile> listed = world.application->keeper().profiles();
    QCOMPARE(listed.size(), 2);
    QVERIFY(world.application->openProfile(listed.last().id));
    QTRY_COMPARE(world.openName(), "Environment");
    QVERIFY(!world.settingsFile().contains(atlas->login().privateKey.reveal()));
    QVERIFY(!world.settingsFile().contains("Environment"));
    QVERIFY(world.keychain->calls.filter("write").isEmpty());
}

void TestApplication::halfAnEnvironmentLogin()
{
    QProcessEnvironment environment;
    environment.insert("MONGODB_ATLAS_CLIENT_ID", "mdb_sa_id_0123456789abcdef01234567");
    ApplicationWorld world({}, environment);
    QSignalSpy failed(world.application.get(), &Application::openFailed);
    world.application->start();
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][1].value<Error>().detail.contains("MONGODB_ATLAS_CLIENT_SECRET"));
}

void TestApplication::addressOfTheCommandLine()
{
    StartOptions options;
    options.baseUrl = QUrl("https://atlas.example.com");
    ApplicationWorld world(options);
    QCOMPARE(world.application->newProfile(LoginKind::ApiKey).baseUrl, options.baseUrl);
    QCOMPARE(ApplicationWorld().application->newProfile(LoginKind::ApiKey).baseUrl, atlasUrl());
}

void TestApplication::keychainFailure_data()
{
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("none stored") << Error::Kind::NotFound;
    QTest::newRow("no service") << Error::Kind::KeychainMissing;
    QTest::newRow("locked") << Error::Kind::KeychainLocked;
    QTest::newRow("denied") << Error::Kind::KeychainDenied;
    QTest::newRow("other") << Error::Kind::KeychainFailed;
}

void TestApplication::keychainFailure()
{
    QFETCH(Error::Kind, kind);
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    world.keychain->readError = kind;
    QSignalSpy failed(world.application.get(), &Application::openFailed);
    world.application->start();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed[0][0].toString(), id);
    QCOMPARE(failed[0][1].value<Error>().kind, kind);
    QVERIFY(!describeKeychain(failed[0][1].value<Error>()).sentence.isEmpty());
    QVERIFY(!world.application->session());
    QCOMPARE(world.application->currentProfileId(), id);

    world.keychain->readError.reset();
    QVERIFY(world.application->openProfile(id));
    QTRY_COMPARE(world.openName(), "Alpha");
}

void TestApplication::laterChoiceDropsLateAnswer()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    const QString beta = world.addProfile("Beta");
    QSignalSpy changed(world.application.get(), &Application::sessionChanged);
    world.keychain->holding = true;
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.keychain->calls.size(), 1);
    QVERIFY(world.application->openProfile(beta));
    QTRY_COMPARE(world.keychain->calls.size(), 2);
    world.keychain->release();
    QCOMPARE(world.openName(), "Beta");
    QCOMPARE(changed.count(), 1);

    // The same when what came later is a login at hand.
    world.keychain->holding = true;
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.keychain->calls.size(), 3);
    Profile gamma = world.profile("Gamma");
    gamma.id = "gamma";
    QVERIFY(world.application->openWith(gamma,
                                        makeCredentials(gamma, world.atlas->login().clientSecret)));
    world.keychain->release();
    QCOMPARE(world.openName(), "Gamma");
}

void TestApplication::switchingEndsTheOldSession()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    const QString beta = world.addProfile("Beta");
    QVERIFY(world.application->openProfile(alpha));
    QTRY_VERIFY(world.application->session()
                && world.application->session()->inventory().isLoaded());
    QPointer<Session> old = world.application->session();
    QSignalSpy oldContent(&old->inventory(), &Store::changed);
    QSignalSpy oldStatus(&old->inventory(), &Store::statusChanged);
    old->refresh();
    oldContent.clear();
    oldStatus.clear();

    QSignalSpy letGo(world.application.get(), &Application::sessionAboutToChange);
    Session *seen = nullptr;
    connect(
        world.application.get(), &Application::sessionAboutToChange, this,
        [&] { seen = world.application->session(); }, Qt::SingleShotConnection);
    QVERIFY(world.application->openProfile(beta));
    QCOMPARE(letGo.count(), 1);
    QCOMPARE(seen, old.data());
    QVERIFY(!world.application->session()); // nothing of Alpha while Beta's secret is read
    QTRY_COMPARE(world.openName(), "Beta");
    QTRY_VERIFY(!old);
    QCOMPARE(oldContent.count() + oldStatus.count(), 0);
    // Every token but Beta's is ended.
    QTRY_VERIFY(world.application->session()->inventory().isLoaded());
    QTRY_COMPARE(world.requests("/oauth/revoke"), world.requests("/oauth/token") - 1);
}

void TestApplication::refusedWhileBusy()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    const QString beta = world.addProfile("Beta");
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.openName(), "Alpha");
    QSignalSpy busy(world.application.get(), &Application::busyChanged);
    world.startSlowRestore(std::chrono::milliseconds(500));
    Session *session = world.application->session();

    QVERIFY(!world.application->openProfile(beta));
    QVERIFY(!world.application->openSandbox());
    QVERIFY(!world.application->closeSession());
    Profile gamma = world.profile("Gamma");
    QVERIFY(!world.application->openWith(
        gamma, makeCredentials(gamma, world.atlas->login().clientSecret)));
    QCOMPARE(world.application->session(), session);
    QCOMPARE(world.openName(), "Alpha");

    QTRY_VERIFY(world.restoreStarted);
    QCOMPARE(busy.count(), 2);
    QVERIFY(world.application->openProfile(beta));
    QTRY_COMPARE(world.openName(), "Beta");
}

void TestApplication::quitEndsTheToken()
{
    ApplicationWorld world;
    QVERIFY(world.application->openProfile(world.addProfile("Alpha")));
    QTRY_VERIFY(world.application->session()
                && world.application->session()->inventory().isLoaded());
    QSignalSpy quitting(world.application.get(), &Application::quitting);
    QSignalSpy finished(world.application.get(), &Application::finished);
    world.application->quit();
    world.application->quit();
    QCOMPARE(quitting.count(), 1);
    QVERIFY(!world.application->session());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(world.requests("/oauth/revoke"), 1);
}

void TestApplication::quitDoesNotWaitForEver()
{
    ApplicationWorld world;
    QVERIFY(world.application->openProfile(world.addProfile("Alpha")));
    QTRY_VERIFY(world.application->session()
                && world.application->session()->inventory().isLoaded());
    Fault fault;
    fault.path = "*/oauth/revoke";
    fault.noAnswer = true;
    world.atlas->addFault(fault);
    QSignalSpy finished(world.application.get(), &Application::finished);
    QElapsedTimer timer;
    timer.start();
    world.application->quit();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 5000);
    QVERIFY2(timer.elapsed() < 4500, qPrintable(QString::number(timer.elapsed())));
}

void TestApplication::quitWaitsForALaunch()
{
    ApplicationWorld world;
    QVERIFY(world.application->openProfile(world.addProfile("Alpha")));
    QTRY_COMPARE(world.openName(), "Alpha");
    world.startSlowRestore(std::chrono::milliseconds(400));
    QSignalSpy finished(world.application.get(), &Application::finished);
    QSignalSpy quitting(world.application.get(), &Application::quitting);
    world.application->quit();
    world.application->quit();
    QVERIFY(world.application->session());
    QCOMPARE(quitting.count(), 0);
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(world.restoreStarted);
    QVERIFY(!world.application->session());
}

void TestApplication::sandboxOfTheCommandLine()
{
    StartOptions options;
    options.sandbox = true;
    QProcessEnvironment environment;
    environment.insert("MONGODB_ATLAS_PROJECT_ID", "5f0000000000000000000abc");
    QString inTemporary;
    {
        ApplicationWorld world(options, environment);
        QVERIFY(world.application->journal().openProblem().isEmpty());
        world.application->start();
        QVERIFY(world.application->isSandbox());
        QCOMPARE(world.application->initialProjectId(), QString()); // it is not the sandbox's
        QTRY_VERIFY(!world.application->session()->inventory().inventory().clusters.isEmpty());
        world.application->settings().setValue("window", 1);
        world.application->settings().sync();
        world.application->sessionSettings().setValue("pair", 1);
        inTemporary = world.application->settings().fileName();
        QVERIFY(QFile::exists(inTemporary));
        QVERIFY(inTemporary != world.iniFile());
        QVERIFY(!QFile::exists(world.iniFile()));
        QVERIFY(!QFile::exists(world.journalFile()));
        QCOMPARE(world.application->keychain().name(), world.application->memory().name());
    }
    QVERIFY(!QFile::exists(inTemporary));
}

void TestApplication::sandboxInARunningWindow()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.openName(), "Alpha");
    Journal *own = &world.application->journal();
    const QByteArray before = world.settingsFile();
    const QStringList calls = world.keychain->calls;

    QVERIFY(world.application->openSandbox());
    QVERIFY(world.application->isSandbox());
    QVERIFY(&world.application->journal() != own);
    world.application->sessionSettings().setValue("pair", "sandbox pair");
    QCOMPARE(world.settingsFile(), before);
    QCOMPARE(world.keychain->calls, calls);
    QCOMPARE(world.application->keeper().profiles().size(), 1); // still listed
    const QUrl address = world.application->session()->profile().baseUrl;

    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.openName(), "Alpha");
    QCOMPARE(&world.application->journal(), own);
    QVERIFY(!world.application->sessionSettings().contains("pair"));
    // It is found as it was left.
    QVERIFY(world.application->openSandbox());
    QCOMPARE(world.application->session()->profile().baseUrl, address);
}

void TestApplication::sandboxThatCannotStart()
{
    StartOptions options;
    options.sandbox = true;
    options.worldFile = "/nowhere/world.json";
    ApplicationWorld world(options);
    QSignalSpy failed(world.application.get(), &Application::openFailed);
    world.application->start();
    QCOMPARE(failed.count(), 1);
    QVERIFY(!failed[0][1].value<Error>().detail.isEmpty());
    QVERIFY(!world.application->session());
}

void TestApplication::forgettingTheOpenProfile()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.openName(), "Alpha");
    QSignalSpy firstRun(world.application.get(), &Application::firstRun);
    bool done = false;
    world.application->forgetProfile(
        alpha, this, [&](const Result<void> &forgotten) { done = forgotten.has_value(); });
    QTRY_VERIFY(done);
    QVERIFY(world.keychain->entries.isEmpty());
    QVERIFY(world.application->profiles().profiles().isEmpty());
    QVERIFY(!world.application->session());
    QCOMPARE(firstRun.count(), 1);
}

void TestApplication::forgettingThatFails()
{
    ApplicationWorld world;
    const QString alpha = world.addProfile("Alpha");
    QVERIFY(world.application->openProfile(alpha));
    QTRY_COMPARE(world.openName(), "Alpha");
    world.keychain->removeError = Error::Kind::KeychainFailed;
    std::optional<Error> error;
    world.application->forgetProfile(
        alpha, this, [&](const Result<void> &forgotten) { error = forgotten.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(error->kind, Error::Kind::KeychainFailed);
    QCOMPARE(world.openName(), "Alpha");
    QCOMPARE(world.application->profiles().profiles().size(), 1);

    QVERIFY(world.application->forgetWithoutKeychain(alpha).has_value());
    QVERIFY(world.application->profiles().profiles().isEmpty());
    QVERIFY(!world.application->session());
}

void TestApplication::wakesAfterSleep()
{
    const QString daemon = QStandardPaths::findExecutable("dbus-daemon");
    if (daemon.isEmpty())
        QSKIP("dbus-daemon is not installed");
    QProcess bus;
    bus.start(daemon, {"--session", "--nofork", "--print-address"});
    QTRY_VERIFY(bus.canReadLine());
    const QString address = QString::fromLatin1(bus.readLine()).trimmed();
    {
        QDBusConnection logind = QDBusConnection::connectToBus(address, "logind");
        QVERIFY(logind.registerService("org.freedesktop.login1"));
        WakeWatch watch(QDBusConnection::connectToBus(address, "watcher"));
        watch.setDelay(std::chrono::milliseconds(20));
        QSignalSpy woke(&watch, &WakeWatch::woke);
        const auto tell = [&](bool asleep) {
            QDBusMessage signal = QDBusMessage::createSignal(
                "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep");
            signal << asleep;
            QVERIFY(logind.send(signal));
        };
        tell(true);
        tell(false);
        QTRY_COMPARE(woke.count(), 1);
        tell(true);
        tell(false);
        QTRY_COMPARE(woke.count(), 2);
    }
    QDBusConnection::disconnectFromBus("logind");
    QDBusConnection::disconnectFromBus("watcher");
    bus.kill();
    QVERIFY(bus.waitForFinished());
}

void TestApplication::wakesWhenTheNetworkReturns()
{
    WakeWatch watch(QDBusConnection("no bus at all"));
    watch.setDelay(std::chrono::milliseconds(0));
    QSignalSpy woke(&watch, &WakeWatch::woke);
    watch.setOnline(true);
    watch.setOnline(false);
    watch.setOnline(true);
    watch.setOnline(true);
    QTRY_COMPARE(woke.count(), 1);
}

QTEST_MAIN(TestApplication)
#include "tst_application.moc"
