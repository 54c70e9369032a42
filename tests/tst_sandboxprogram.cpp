#include "sandboxclient.h"

#include <QProcess>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <csignal>

// snapback-sandbox as a program: arguments, first line, TLS, its end.
class TestSandboxProgram : public QObject
{
    Q_OBJECT

private slots:
    void badArguments_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList {"--prot", "1"};
        QTest::newRow("positional") << QStringList {"file"};
        QTest::newRow("port without a number") << QStringList {"--port"};
        QTest::newRow("port too big") << QStringList {"--port", "70000"};
        QTest::newRow("speed of nothing") << QStringList {"--speed", "0"};
        QTest::newRow("speed in words") << QStringList {"--speed", "fast"};
        QTest::newRow("tls with one file") << QStringList {"--tls", "cert.pem"};
        QTest::newRow("tls and the next option")
            << QStringList {"--tls", "cert.pem", "--port", "0"};
        QTest::newRow("two worlds") << QStringList {"--big", "--world", "x.json"};
        QTest::newRow("no such world") << QStringList {"--world", "/nowhere.json"};
        QTest::newRow("no such key") << QStringList {"--tls", "/nowhere.pem", "/nowhere.key"};
    }
    void badArguments()
    {
        QFETCH(QStringList, arguments);
        QProcess process;
        process.start(program(), arguments);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardOutput().isEmpty());
        const QByteArray error = process.readAllStandardError();
        QCOMPARE(error.count('\n'), 1);
        QVERIFY(error.startsWith("snapback-sandbox: "));
    }

    void helpAndVersion()
    {
        for (const QString argument : {"--help", "--version"}) {
            QProcess process;
            process.start(program(), {argument});
            QVERIFY(process.waitForFinished(30'000));
            QCOMPARE(process.exitCode(), 0);
            QVERIFY(process.readAllStandardOutput().contains("snapback-sandbox"));
        }
    }

    void firstLineAndEnd_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void firstLineAndEnd()
    {
        QFETCH(int, signal);
        QProcess process;
        const QJsonObject login = start(process, {"--speed=2"});
        QCOMPARE(login.keys(),
                 QStringList({"baseUrl", "clientId", "clientSecret", "privateKey", "publicKey"}));
        const QUrl base(login.value("baseUrl").toString());
        QCOMPARE(base.host(), "127.0.0.1");
        QCOMPARE(exchange(base, SandboxClient::request("GET", "/api/atlas/v2/orgs", {})).status,
                 401);
        QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

    void bigWorld()
    {
        QProcess process;
        const QJsonObject login = start(process, {"--big"});
        const QUrl base(login.value("baseUrl").toString());
        const QByteArray basic =
            (login.value("clientId").toString() + ':' + login.value("clientSecret").toString())
                .toLatin1()
                .toBase64();
        const QByteArray form = "grant_type=client_credentials";
        const QByteArray token =
            exchange(base,
                     "POST /api/oauth/token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + basic
                         + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                         + QByteArray::number(form.size()) + "\r\n\r\n" + form)
                .json()
                .value("access_token")
                .toString()
                .toLatin1();
        const QJsonArray projects =
            exchange(base,
                     SandboxClient::request("GET", "/api/atlas/v2/clusters", "Bearer " + token, {},
                                            "application/vnd.atlas.2023-01-01+json"))
                .json()
                .value("results")
                .toArray();
        QCOMPARE(projects.size(), 40);
        qsizetype clusters = 0;
        for (const QJsonValue &project : projects)
            clusters += project.toObject().value("clusters").toArray().size();
        QCOMPARE(clusters, 400);
        stop(process);
    }

    void takenPort()
    {
        QProcess first;
        const QUrl base(start(first, {}).value("baseUrl").toString());
        QProcess second;
        second.start(program(), {"--port", QString::number(base.port())});
        QVERIFY(second.waitForFinished(30'000));
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAllStandardError().contains(QByteArray::number(base.port())));
        stop(first);
    }

    void tls()
    {
        QTemporaryDir dir;
        if (QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("openssl is not here to make a certificate");
        const QString cert = dir.filePath("cert.pem");
        const QString key = dir.filePath("key.pem");
        QProcess openssl;
        openssl.start("openssl",
                      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                       "-nodes", "-keyout", key, "-out", cert, "-days", "1", "-subj",
                       "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-batch"});
        QVERIFY(openssl.waitForFinished(30'000));
        QCOMPARE(openssl.exitCode(), 0);
        QProcess process;
        const QUrl base(start(process, {"--tls", cert, key}).value("baseUrl").toString());
        QCOMPARE(base.scheme(), "https");
        QSslSocket socket;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(cert));
        socket.setSslConfiguration(configuration);
        socket.connectToHostEncrypted(base.host(), quint16(base.port()));
        QVERIFY2(socket.waitForEncrypted(20'000), qPrintable(socket.errorString()));
        QByteArray rest;
        for (int i = 0; i < 2; ++i) { // kept alive
            socket.write(SandboxClient::request("GET", "/api/atlas/v2/orgs", {}));
            QCOMPARE(readReply(socket, &rest).status, 401);
        }
        // Plain bytes at a TLS port must not hurt it.
        QTcpSocket plain;
        plain.connectToHost(base.host(), quint16(base.port()));
        QVERIFY(plain.waitForConnected(10'000));
        plain.write("GET / HTTP/1.1\r\n\r\n");
        QVERIFY(plain.waitForDisconnected(20'000));
        socket.write(SandboxClient::request("GET", "/api/atlas/v2/orgs", {}));
        QCOMPARE(readReply(socket, &rest).status, 401);
        stop(process);
    }

private:
    static QString program() { return SNAPBACK_BIN_DIR "/snapback-sandbox"; }
    static QJsonObject start(QProcess &process, const QStringList &arguments)
    {
        process.start(program(), arguments);
        while (!process.canReadLine() && process.waitForReadyRead(30'000)) { }
        return QJsonDocument::fromJson(process.readLine()).object();
    }
    static void stop(QProcess &process)
    {
        process.terminate();
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSandboxProgram)
#include "tst_sandboxprogram.moc"
