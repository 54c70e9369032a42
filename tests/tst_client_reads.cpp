// Reads: what is asked again and what is not, rate limits, time limits, answers that can't be used.
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QElapsedTimer>
#include <QTest>

using namespace std::chrono_literals;
using Ending = TestReply::Ending;
using Kind = Error::Kind;

namespace {

const ApiKey kKey {"pub", Secret("priv")};

TestReply withStatus(int status, QList<QPair<QByteArray, QByteArray>> headers = {})
{
    TestReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    return reply;
}

} // namespace

class TestClientReads : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { waitForFarewells(); }

    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("copies"); // of three attempts
        QTest::addColumn<int>("kind");
        QTest::newRow("400") << 400 << 1 << int(Kind::Rejected);
        QTest::newRow("401") << 401 << 1 << int(Kind::Rejected);
        QTest::newRow("403") << 403 << 1 << int(Kind::Rejected);
        QTest::newRow("404") << 404 << 1 << int(Kind::Rejected);
        QTest::newRow("406") << 406 << 1 << int(Kind::Rejected);
        QTest::newRow("409") << 409 << 1 << int(Kind::Rejected);
        QTest::newRow("410") << 410 << 1 << int(Kind::Rejected);
        QTest::newRow("418") << 418 << 1 << int(Kind::Rejected);
        QTest::newRow("422") << 422 << 1 << int(Kind::Rejected);
        QTest::newRow("429") << 429 << 3 << int(Kind::RateLimited);
        QTest::newRow("500") << 500 << 1 << int(Kind::ServiceTrouble);
        QTest::newRow("501") << 501 << 1 << int(Kind::ServiceTrouble);
        QTest::newRow("502") << 502 << 3 << int(Kind::ServiceTrouble);
        QTest::newRow("503") << 503 << 3 << int(Kind::ServiceTrouble);
        QTest::newRow("504") << 504 << 3 << int(Kind::ServiceTrouble);
        QTest::newRow("599") << 599 << 1 << int(Kind::ServiceTrouble);
    }
    void statuses()
    {
        QFETCH(int, status);
        TestServer server;
        TestReply reply = withStatus(status);
        reply.body = "why";
        server.handle([&](const TestRequest &) { return reply; });
        Client client(server.url(), kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.called);
        QTEST(int(sent.kind()), "kind");
        QCOMPARE(sent.result.error().httpStatus, status);
        QCOMPARE(sent.result.error().detail, "why");
        QCOMPARE(sent.info.status, status);
        QTEST(server.count("GET", "/api/things"), "copies");
    }

    void recovers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Ending>("ending");
        QTest::newRow("503") << 503 << Ending::Whole;
        QTest::newRow("429") << 429 << Ending::Whole;
        QTest::newRow("closed") << 200 << Ending::Fin;
        QTest::newRow("reset") << 200 << Ending::Reset;
        QTest::newRow("cut body") << 200 << Ending::CutBody;
    }
    void recovers()
    {
        QFETCH(int, status);
        QFETCH(Ending, ending);
        TestServer server;
        server.handle([&](const TestRequest &) {
            TestReply reply = withStatus(server.requests().size() < 3 ? status : 200);
            reply.ending = server.requests().size() < 3 ? ending : Ending::Whole;
            return reply;
        });
        Client client(server.url(), kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QCOMPARE(server.requests().size(), 3);
    }

    void rateLimitHoldsAllReads()
    {
        TestServer server;
        QElapsedTimer sinceLimit;
        QList<qint64> arrivals;
        server.handle([&](const TestRequest &request) {
            if (request.verb != "GET")
                return TestReply();
            if (!sinceLimit.isValid()) {
                sinceLimit.start();
                return withStatus(429, {{"Retry-After", "1"}});
            }
            arrivals += sinceLimit.elapsed();
            return TestReply();
        });
        Client client(server.url(), kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        int done = 0;
        const auto count = [&](Result<QByteArray> result) { done += result ? 1 : 0; };
        client.send(textRequest("GET", "/first"), this, count);
        QTRY_VERIFY(sinceLimit.isValid());
        QVERIFY(sendAndWait(client, textRequest("DELETE")).result); // not held
        QVERIFY(sinceLimit.elapsed() < 900);
        client.send(textRequest("GET", "/second"), this, count);
        QTRY_COMPARE(done, 2);
        for (const qint64 arrival : arrivals)
            QVERIFY2(arrival >= 990, qPrintable(QString::number(arrival)));
    }

    void longWaitIsNotWaited_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::newRow("429") << 429 << int(Kind::RateLimited);
        QTest::newRow("503") << 503 << int(Kind::ServiceTrouble);
    }
    void longWaitIsNotWaited()
    {
        QFETCH(int, status);
        TestServer server;
        server.handle([&](const TestRequest &) {
            return withStatus(status, {{"Retry-After", "7200"}});
        });
        Client client(server.url(), kKey, directNet());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.called);
        QTEST(int(sent.kind()), "kind");
        QCOMPARE(sent.result.error().retryAfter, 7200s);
        QCOMPARE(server.requests().size(), 1);
    }

    void silenceEnds_data()
    {
        QTest::addColumn<bool>("byDeadline");
        QTest::newRow("no byte moves") << false;
        QTest::newRow("the whole takes too long") << true;
    }
    void silenceEnds()
    {
        QFETCH(bool, byDeadline);
        TestServer server;
        server.handle([](const TestRequest &) {
            TestReply reply;
            reply.ending = Ending::Hang;
            return reply;
        });
        NetSettings net = directNet();
        (byDeadline ? net.deadline : net.transferTimeout) = 100ms;
        Client client(server.url(), kKey, net);
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.called);
        QCOMPARE(sent.kind(), Kind::Timeout);
        QCOMPARE(server.requests().size(), 1); // a person has waited long enough
    }

    void redirectsAreNotFollowed_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void redirectsAreNotFollowed()
    {
        QFETCH(int, status);
        TestServer server;
        TestServer other;
        const QByteArray target = other.url().toEncoded() + "/take?secret=1";
        server.handle([&](const TestRequest &request) {
            if (request.target == "/api/oauth/token") {
                TestReply reply;
                reply.body = "{\"access_token\":\"t\"}";
                return reply;
            }
            return withStatus(status, {{"Location", target}});
        });
        Client client(server.url(), ServiceAccount {"id", Secret("s")}, directNet());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QCOMPARE(sent.kind(), Kind::BadReply);
        QCOMPARE(sent.result.error().httpStatus, status);
        QVERIFY(sent.result.error().detail.contains("127.0.0.1"));
        QVERIFY(!sent.result.error().detail.contains("secret"));
        QCOMPARE(server.count("GET", "/api/things"), 1);
        QCOMPARE(other.requests().size(), 0);
    }

    void compressedAnswers_data()
    {
        QTest::addColumn<bool>("cut");
        QTest::newRow("whole") << false;
        QTest::newRow("cut") << true;
    }
    void compressedAnswers()
    {
        QFETCH(bool, cut);
        TestServer server;
        QByteArray text = "{";
        for (int i = 0; i < 5000; ++i)
            text += QByteArray::number(i * 7919) + ',';
        text += "0}";
        server.handle([&](const TestRequest &) {
            TestReply reply = withStatus(200, {{"Content-Encoding", "deflate"}});
            reply.body = qCompress(text).mid(4); // zlib's format behind Qt's length
            if (cut)
                reply.body.truncate(reply.body.size() / 2);
            return reply;
        });
        Client client(server.url(), kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QCOMPARE(sent.result.has_value(), !cut);
        if (cut)
            QCOMPARE(sent.kind(), Kind::BadReply);
        else
            QCOMPARE(*sent.result, text);
        QCOMPARE(server.requests().size(), 1);
    }

    void hugeAnswers_data()
    {
        QTest::addColumn<bool>("compressed");
        QTest::newRow("plain") << false;
        QTest::newRow("a bomb") << true;
    }
    void hugeAnswers()
    {
        QFETCH(bool, compressed);
        TestServer server;
        TestReply reply;
        reply.body = QByteArray(66 * 1024 * 1024, ' ') + "{}";
        if (compressed) {
            reply.body = qCompress(reply.body).mid(4);
            reply.headers = {{"Content-Encoding", "deflate"}};
        }
        server.handle([&](const TestRequest &) { return reply; });
        Client client(server.url(), kKey, directNet());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QCOMPARE(sent.kind(), Kind::BadReply);
        QVERIFY(!sent.result.error().detail.isEmpty());
        QCOMPARE(server.requests().size(), 1);
    }

    void notHttp()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write("220 mail.example ESMTP\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        Client client(QUrl(QString("http://127.0.0.1:%1").arg(server.serverPort())), kKey,
                      directNet());
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.called && !sent.result);
        QVERIFY(sent.kind() == Kind::BadReply || sent.kind() == Kind::Unreachable);
        const Sent change = sendAndWait(client, textRequest("POST"));
        QCOMPARE(change.kind(), Kind::OutcomeUnknown);
    }
};

QTEST_GUILESS_MAIN(TestClientReads)
#include "tst_client_reads.moc"
