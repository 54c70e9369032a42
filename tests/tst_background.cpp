// The program without its window, and started twice: it is one program, it comes back when asked,
// and tells how the downloads ended before it ends itself.
#include "notifications/transfernews.h"
#include "singleinstance.h"
#include "support/desktopservice.h"
#include "support/transferwindow.h"
#include "widgets/banner.h"

#include <QDir>
#include <QLocalSocket>
#include <QMessageBox>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>

namespace {

const QString kProject = "5a0b1c2d3e4f5a6b7c8d9e0f";

QStringList sockets()
{
    return QDir(qEnvironmentVariable("XDG_RUNTIME_DIR"))
        .entryList({"snapback-????????????????"}, QDir::System);
}

/// A home of its own for started programs, and what a start among them is handed over to.
class Home
{
public:
    QString settingsFile() const { return m_folder.filePath("Snapback/Snapback.conf"); }

    std::unique_ptr<QProcess> start(const QStringList &arguments = {}) const
    {
        auto program = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", m_folder.path());
        environment.insert("XDG_DATA_HOME", m_folder.filePath("data"));
        environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        for (const QString &name : environment.keys().filter("MONGODB_ATLAS"))
            environment.remove(name);
        program->setProcessEnvironment(environment);
        program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        program->start(QString(SNAPBACK_BIN_DIR) + "/snapback", arguments);
        return program;
    }

private:
    QTemporaryDir m_folder;
};

bool isRunning(const QProcess &program)
{
    return program.state() == QProcess::Running;
}

/// Ended by itself, as a start that has handed over does.
bool endedWell(const QProcess &program)
{
    return program.state() == QProcess::NotRunning && program.exitStatus() == QProcess::NormalExit
        && program.exitCode() == 0;
}

/// A running download, and the window closed over it.
void goOnBehind(TransferWindow &world, const QString &cluster = "warp",
                int bytesPerSecond = 150'000)
{
    world.slowDown(bytesPerSecond);
    world.download(cluster);
    QVERIFY(world.transfer());
    QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
    world.window->close();
    QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
    world.click("goOnBehind");
    QTRY_VERIFY(!world.window->isVisible());
}

Transfer ended(const QString &label, TransferState state, Verdict verdict)
{
    Transfer transfer;
    transfer.label = label;
    TransferPart part;
    part.state = state;
    part.verdict = verdict;
    transfer.parts << part;
    return transfer;
}

} // namespace

class TestBackground : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
        const QString daemon = QStandardPaths::findExecutable("dbus-daemon");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        if (daemon.isEmpty())
            return;
        m_daemon.start(daemon, {"--session", "--nofork", "--print-address"});
        QTRY_VERIFY(m_daemon.canReadLine());
        m_bus = QString::fromLatin1(m_daemon.readLine()).trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.toLatin1());
    }
    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    void cleanup() { QTRY_COMPARE(sockets(), QStringList()); }

    // The end of the downloads

    void theEndIsToldBeforeTheProgramEnds()
    {
        if (m_bus.isEmpty())
            QSKIP("dbus-daemon is not installed");
        DesktopService desktop(m_bus);
        TransferWindow world;
        QSignalSpy finished(world.application.get(), &Application::finished);
        goOnBehind(world, "shuttle");
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(desktop.shown.size(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1, 30'000);
        QCOMPARE(world.state(), TransferState::Done);
        const QVariantList sent = desktop.shown.first();
        QCOMPARE(sent.value(3).toString(), QString("Download done"));
        const QString text = sent.value(4).toString();
        QVERIFY2(text.startsWith("shuttle") && text.endsWith(": Matches Atlas's SHA-1"),
                 qPrintable(text));
        QVERIFY(sent.value(5).toStringList().contains("Open"));
        QCOMPARE(sent.value(7).toInt(), 0); // it stays until it was seen
        QVERIFY(!world.window->isVisible());
        QCOMPARE(finished.count(), 0);
        desktop.dismiss(1);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(desktop.shown.size(), 1);
    }

    void whatEndsWhileTheQuestionStandsIsToldToo()
    {
        if (m_bus.isEmpty())
            QSKIP("dbus-daemon is not installed");
        DesktopService desktop(m_bus);
        TransferWindow world;
        world.slowDown(150'000);
        world.download("warp");
        QVERIFY(world.transfer());
        world.window->close();
        QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
        QTRY_VERIFY_WITH_TIMEOUT(!world.desk().isBusy(), 30'000);
        world.click("goOnBehind");
        QTRY_COMPARE(desktop.shown.size(), 1);
        QVERIFY(!world.window->isVisible());
        desktop.dismiss(1);
        QTRY_VERIFY(!world.application->session());
    }

    void theMessageBringsTheWindowBack()
    {
        if (m_bus.isEmpty())
            QSKIP("dbus-daemon is not installed");
        DesktopService desktop(m_bus);
        TransferWindow world;
        QSignalSpy finished(world.application.get(), &Application::finished);
        goOnBehind(world);
        if (QTest::currentTestFailed())
            return;
        world.pages()->setCurrentIndex(0);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1, 30'000);
        desktop.choose(1);
        QTRY_VERIFY(world.window->isVisible());
        QCOMPARE(world.pages()->tabText(world.pages()->currentIndex()), QString("Transfers"));
        QCOMPARE(finished.count(), 0);
        // It is a window like any other: its end is the person's.
        QVERIFY(world.window->close());
        QTRY_COMPARE(finished.count(), 1);
    }

    void comingBackOtherwiseTakesTheMessageAway()
    {
        if (m_bus.isEmpty())
            QSKIP("dbus-daemon is not installed");
        DesktopService desktop(m_bus);
        TransferWindow world;
        QSignalSpy finished(world.application.get(), &Application::finished);
        goOnBehind(world);
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1, 30'000);
        // The answer with the message's number must have come before it can be taken away.
        QTRY_VERIFY((world.window->takeRequest({}, {}), !desktop.withdrawn.isEmpty()));
        QCOMPARE(desktop.withdrawn.first(), 1U);
        QVERIFY(world.window->isVisible());
        QCOMPARE(finished.count(), 0);
    }

    void withNobodyToTellTheProgramEnds_data()
    {
        QTest::addColumn<bool>("asked");
        QTest::newRow("no service") << true;
        QTest::newRow("switched off") << false;
    }
    void withNobodyToTellTheProgramEnds()
    {
        QFETCH(bool, asked);
        std::unique_ptr<DesktopService> desktop;
        if (!asked && !m_bus.isEmpty())
            desktop = std::make_unique<DesktopService>(m_bus);
        TransferWindow world;
        world.child<QAction>("desktopNotifications")->setChecked(asked);
        QSignalSpy finished(world.application.get(), &Application::finished);
        goOnBehind(world);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(finished.count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30'000);
        QCOMPARE(world.state(), TransferState::Done);
        QVERIFY(!desktop || desktop->shown.isEmpty());
    }

    void aServiceThatGoesAwayHasTold()
    {
        if (m_bus.isEmpty())
            QSKIP("dbus-daemon is not installed");
        auto desktop = std::make_unique<DesktopService>(m_bus);
        TransferWindow world;
        QSignalSpy finished(world.application.get(), &Application::finished);
        goOnBehind(world);
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(desktop->shown.size(), 1, 30'000);
        desktop.reset();
        QTRY_COMPARE(finished.count(), 1);
    }

    void theWordsOfTheEnd_data()
    {
        QTest::addColumn<QList<TransferRow>>("rows");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("urgent");
        const TransferRow good {
            .transfer = ended("a", TransferState::Done, Verdict::MatchesPublished), .need = {}};
        const TransferRow damaged {.transfer = ended("b", TransferState::Done, Verdict::Damaged),
                                   .need = {}};
        const TransferRow noLink {.transfer = ended("c", TransferState::NeedsLink, Verdict::None),
                                  .need = {TransferNeed::Kind::NewJob, "x"}};
        TransferRow full {.transfer = ended("d", TransferState::Failed, Verdict::None), .need = {}};
        full.transfer.parts[0].problem.kind = TransferProblem::Kind::DiskFull;
        QTest::newRow("good") << QList {good} << "Download done"
                              << "a: Matches Atlas's SHA-1" << false;
        QTest::newRow("damaged") << QList {damaged} << "Download not usable"
                                 << "b: Archive damaged" << true;
        QTest::newRow("no link") << QList {noLink} << "Download not finished"
                                 << "c: Needs a new download job" << true;
        QTest::newRow("failed") << QList {full} << "Download not finished"
                                << "d: Failed. " + describe(full.transfer.parts[0].problem) << true;
        QTest::newRow("two good") << QList {good, good} << "2 downloads done"
                                  << "a: Matches Atlas's SHA-1\na: Matches Atlas's SHA-1" << false;
        QTest::newRow("one of two") << QList {good, damaged} << "1 of 2 downloads done"
                                    << "a: Matches Atlas's SHA-1\nb: Archive damaged" << true;
        QTest::newRow("many") << QList<TransferRow>(7, noLink) << "0 of 7 downloads done"
                              << QString("c: Needs a new download job\n").repeated(5) + "and 2 more"
                              << true;
    }
    void theWordsOfTheEnd()
    {
        QFETCH(QList<TransferRow>, rows);
        const DesktopMessage message = downloadsEnded("key", rows);
        QTEST(message.title, "title");
        QTEST(message.text, "text");
        QTEST(message.urgent, "urgent");
    }

    // Started twice

    void whichStartsAreShared_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<SingleInstance::Kind>("kind");
        using Kind = SingleInstance::Kind;
        const QString link = "snapback://project/" + kProject;
        const QStringList login {"MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET"};
        QTest::newRow("plain") << QStringList() << QStringList() << Kind::Shared;
        QTest::newRow("link") << QStringList {link} << QStringList() << Kind::Shared;
        QTest::newRow("profile") << QStringList {"--profile", "x"} << QStringList() << Kind::Own;
        QTest::newRow("project") << QStringList {"--project", kProject} << QStringList()
                                 << Kind::Own;
        QTest::newRow("cluster") << QStringList {"--cluster", "x", link} << QStringList()
                                 << Kind::Own;
        QTest::newRow("address") << QStringList {"--base-url", "https://a.example"} << QStringList()
                                 << Kind::Own;
        QTest::newRow("sandbox") << QStringList {"--sandbox", link} << QStringList() << Kind::Apart;
        QTest::newRow("world") << QStringList {"--world", "x.json"} << QStringList() << Kind::Apart;
        QTest::newRow("environment") << QStringList() << login << Kind::Apart;
        QTest::newRow("half an environment") << QStringList() << login.mid(0, 1) << Kind::Apart;
        QTest::newRow("profile before environment")
            << QStringList {"--profile", "x"} << login << Kind::Own;
    }
    void whichStartsAreShared()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, variables);
        const auto options = parseArguments(arguments);
        QVERIFY(options);
        QProcessEnvironment environment;
        for (const QString &name : variables)
            environment.insert(name, "mdb_sa_id_0123456789abcdef01234567");
        QTEST(SingleInstance::kindOf(*options, environment), "kind");
    }

    void aSecondStartBringsTheWindowBackAndFollowsItsLink()
    {
        Home home;
        TransferWindow world;
        SingleInstance instance(home.settingsFile());
        QVERIFY(instance.listen());
        connect(&instance, &SingleInstance::requested, world.window.get(),
                &MainWindow::takeRequest);
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        goOnBehind(world, "shuttle", 20'000);
        if (QTest::currentTestFailed())
            return;
        const RestoreJob job = world.readyJobs("shuttle").first();
        const DeepLink link {.projectId = job.projectId,
                             .cluster = job.sourceCluster,
                             .jobId = job.id,
                             .snapshotId = {}};
        const auto second = home.start({link.text()});
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*second), 20'000);
        QVERIFY(world.window->isVisible());
        QTRY_COMPARE(world.child<RecordTable>("restorejobs")->currentId(), job.id);
        QCOMPARE(world.pages()->currentIndex(), 0);
        QVERIFY(world.desk().isBusy());
        // The background run is over: closing asks anew.
        world.window->close();
        QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
        world.click("keepWindow");

        // Without a link it only comes back.
        world.window->showMinimized();
        const auto third = home.start();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*third), 20'000);
        QVERIFY(!world.window->isMinimized());
        QVERIFY(!world.child<Banner>("news")->isVisible());
    }

    void ofTwoStartsOneGoesOn()
    {
        Home home;
        const auto one = home.start();
        const auto two = home.start();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*one) || endedWell(*two), 20'000);
        QProcess &first = isRunning(*one) ? *one : *two;
        QVERIFY(isRunning(first));
        QCOMPARE(sockets().size(), 1);

        // Killed, it leaves its socket behind, which is in nobody's way.
        first.kill();
        QVERIFY(first.waitForFinished());
        QCOMPARE(sockets().size(), 1);
        const auto three = home.start();
        const auto four = home.start();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*three) || endedWell(*four), 20'000);
        QProcess &next = isRunning(*three) ? *three : *four;
        QVERIFY(isRunning(next));
        next.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(next), 20'000);
    }

    void otherSettingsAreAnotherProgram()
    {
        Home home;
        Home other;
        SingleInstance instance(home.settingsFile());
        QVERIFY(instance.listen());
        QSignalSpy requested(&instance, &SingleInstance::requested);
        const auto program = other.start();
        QTRY_COMPARE_WITH_TIMEOUT(sockets().size(), 2, 20'000);
        const auto second = other.start();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*second), 20'000);
        QVERIFY(isRunning(*program));
        QCOMPARE(requested.count(), 0);
        program->terminate();
        QTRY_VERIFY_WITH_TIMEOUT(endedWell(*program), 20'000);
    }

    void whoIsEndingIsWaitedFor()
    {
        Home home;
        auto instance = std::make_unique<SingleInstance>(home.settingsFile());
        QVERIFY(instance->listen());
        QSignalSpy requested(instance.get(), &SingleInstance::requested);
        instance->close();
        QCOMPARE(sockets().size(), 0);
        SingleInstance second(home.settingsFile());
        QVERIFY(!second.listen());
        instance.reset();
        QVERIFY(!second.handOver({}, {}));
        QCOMPARE(sockets().size(), 1);
        QCOMPARE(requested.count(), 0);
    }

    void onlyLinksAreTaken_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<int>("requests");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("another address")
            << QByteArray("https://a.example/x tok\n") << 1 << QByteArray("tok");
        QTest::newRow("an option") << QByteArray("--sandbox \n") << 1 << QByteArray();
        QTest::newRow("nothing") << QByteArray("\n") << 1 << QByteArray();
        QTest::newRow("no end") << QByteArray(9000, 'x') << 0 << QByteArray();
    }
    void onlyLinksAreTaken()
    {
        QFETCH(QByteArray, sent);
        Home home;
        SingleInstance instance(home.settingsFile());
        QVERIFY(instance.listen());
        std::optional<DeepLink> taken;
        QByteArray token;
        int requests = 0;
        connect(&instance, &SingleInstance::requested, this,
                [&](const std::optional<DeepLink> &link, const QByteArray &activation) {
                    ++requests;
                    taken = link;
                    token = activation;
                });
        QLocalSocket socket;
        socket.connectToServer(m_runtime.filePath(sockets().first()));
        QVERIFY(socket.waitForConnected());
        socket.write(sent);
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        QTEST(requests, "requests");
        QTEST(token, "token");
        QVERIFY(!taken);
    }

private:
    QTemporaryDir m_runtime;
    QProcess m_daemon;
    QString m_bus;
};

QTEST_MAIN(TestBackground)
#include "tst_background.moc"
