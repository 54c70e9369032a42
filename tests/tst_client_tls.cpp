// Certificates and proxies, and that a change that never got through them is not "unknown".
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using Kind = Error::Kind;

namespace {

const ApiKey kKey {"pub", Secret("priv")};

} // namespace

class TestClientTls : public QObject
{
    Q_OBJECT

    TestCertificate m_good {"IP:127.0.0.1,DNS:localhost"};
    TestCertificate m_wrongName {"DNS:elsewhere.example"};
    QTemporaryDir m_dir;

    QString file(const char *name, const QByteArray &content)
    {
        QFile made(m_dir.filePath(name));
        return made.open(QIODevice::WriteOnly) && made.write(content) >= 0 ? made.fileName()
                                                                           : QString();
    }

private slots:
    void initTestCase() { QVERIFY(m_good.isValid() && m_wrongName.isValid()); }

    void certificates_data()
    {
        QTest::addColumn<bool>("rightName");
        QTest::addColumn<QString>("caFile");
        QTest::addColumn<bool>("ok");
        QTest::newRow("trusted by the extra file") << true << m_good.file() << true;
        QTest::newRow("unknown authority") << true << QString() << false;
        QTest::newRow("another authority") << true << m_wrongName.file() << false;
        QTest::newRow("wrong name") << false << m_wrongName.file() << false;
        QTest::newRow("no such file") << true << m_dir.filePath("none.pem") << false;
        QTest::newRow("no certificate in it") << true << file("notes.pem", "hello") << false;
    }
    void certificates()
    {
        QFETCH(bool, rightName);
        QFETCH(QString, caFile);
        QFETCH(bool, ok);
        TestServer server(rightName ? &m_good : &m_wrongName);
        NetSettings net = directNet();
        net.caFile = caFile;
        Client client(server.url(), kKey, net);
        client.setRetryPolicy(quickPolicy());
        for (const char *verb : {"GET", "POST"}) {
            const Sent sent = sendAndWait(client, textRequest(verb));
            QVERIFY(sent.called);
            QCOMPARE(sent.result.has_value(), ok);
            if (ok)
                continue;
            QCOMPARE(sent.kind(), Kind::Tls);
            QVERIFY(!sent.result.error().detail.isEmpty());
        }
        QCOMPARE(server.requests().size(), ok ? 2 : 0);
    }

    void whatIsWrongIsSaid()
    {
        TestServer server(&m_wrongName);
        NetSettings net = directNet();
        net.caFile = m_wrongName.file();
        Client client(server.url(), kKey, net);
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY2(sent.result.error().detail.contains("name"),
                 qPrintable(sent.result.error().detail));
    }

    void handshakeThatEndsSendsNothing_data()
    {
        QTest::addColumn<bool>("hangs");
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<int>("kind");
        QTest::newRow("closed, body") << false << QByteArray("POST") << int(Kind::Unreachable);
        QTest::newRow("closed, none") << false << QByteArray("DELETE") << int(Kind::Unreachable);
        QTest::newRow("hangs, body") << true << QByteArray("POST") << int(Kind::Timeout);
        // Our time-out may overtake what the network thread has just done.
        QTest::newRow("hangs, none") << true << QByteArray("DELETE") << int(Kind::OutcomeUnknown);
    }
    void handshakeThatEndsSendsNothing()
    {
        QFETCH(bool, hangs);
        QFETCH(QByteArray, verb);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, hangs] {
                socket->readAll();
                if (!hangs)
                    socket->disconnectFromHost();
            });
        });
        NetSettings net = directNet();
        net.deadline = hangs ? 200ms : 5s;
        Client client(QUrl(QString("https://127.0.0.1:%1").arg(server.serverPort())), kKey, net);
        const Sent sent = sendAndWait(client, textRequest(verb));
        QVERIFY(sent.called);
        QTEST(int(sent.kind()), "kind");
    }

    void proxy_data()
    {
        QTest::addColumn<bool>("system");
        QTest::addColumn<int>("status"); // what the proxy says; 0: nobody is there
        for (const bool system : {false, true}) {
            for (const int status : {403, 407, 502, 0})
                QTest::addRow("%s %d", system ? "system" : "manual", status) << system << status;
        }
    }
    void proxy()
    {
        QFETCH(bool, system);
        QFETCH(int, status);
        TestServer server;
        server.handle([&](const TestRequest &) {
            TestReply reply;
            reply.status = status;
            if (status == 407)
                reply.headers = {{"Proxy-Authenticate", "Basic realm=\"p\""}};
            return reply;
        });
        const quint16 port = server.serverPort();
        if (status == 0)
            server.close();
        NetSettings net = directNet();
        if (system) {
            net.proxy = NetSettings::Proxy::System;
            qputenv("https_proxy", "http://127.0.0.1:" + QByteArray::number(port));
            qunsetenv("no_proxy");
        } else {
            net.proxy = NetSettings::Proxy::Manual;
            net.proxyHost = "127.0.0.1";
            net.proxyPort = port;
        }
        Client client(QUrl("https://atlas.invalid"), kKey, net);
        client.setRetryPolicy(quickPolicy());
        for (const char *verb : {"GET", "POST", "DELETE"}) {
            const Sent sent = sendAndWait(client, textRequest(verb));
            QVERIFY(sent.called);
            QVERIFY(!sent.result);
            QCOMPARE(sent.kind(), Kind::Proxy);
            QVERIFY(!sent.result.error().detail.isEmpty());
        }
        qunsetenv("https_proxy");
        for (const TestRequest &request : server.requests()) {
            QCOMPARE(request.verb, "CONNECT");
            QCOMPARE(request.target, "atlas.invalid:443");
            QVERIFY(!request.headers.contains("authorization"));
        }
        QCOMPARE(server.requests().isEmpty(), status == 0);
    }

    void loopbackIsNeverProxied()
    {
        TestServer server;
        NetSettings net = directNet();
        net.proxy = NetSettings::Proxy::Manual;
        net.proxyHost = "127.0.0.1";
        net.proxyPort = 9;
        Client client(server.url(), kKey, net);
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
    }

    void proxyNeedsAPlace()
    {
        NetSettings net = directNet();
        net.proxy = NetSettings::Proxy::Manual;
        Client client(QUrl("https://atlas.invalid"), kKey, net);
        QCOMPARE(sendAndWait(client, textRequest("POST")).kind(), Kind::Proxy);
    }
};

QTEST_GUILESS_MAIN(TestClientTls)
#include "tst_client_tls.moc"
