// The send contract of client.h: when callbacks run and when never, and what a request looks like.
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using Kind = Error::Kind;

namespace {

const ApiKey kKey {"pub", Secret("priv")};

TestReply hanging()
{
    TestReply reply;
    reply.ending = TestReply::Ending::Hang;
    return reply;
}

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { waitForFarewells(); }

    void callbackRunsOnceAndLater_data()
    {
        QTest::addColumn<QUrl>("url"); // empty: the server's
        QTest::addColumn<bool>("ok");
        QTest::newRow("answered") << QUrl() << true;
        QTest::newRow("refused before sending") << QUrl("http://cloud.example") << false;
        QTest::newRow("nobody listens") << QUrl("http://127.0.0.1:9") << false;
    }
    void callbackRunsOnceAndLater()
    {
        QFETCH(QUrl, url);
        QFETCH(bool, ok);
        TestServer server;
        Client client(url.isEmpty() ? server.url() : url, kKey, directNet());
        int calls = 0;
        const CallHandle handle =
            client.send(textRequest("GET"), this, [&](Result<QByteArray> result) {
                ++calls;
                QCOMPARE(result.has_value(), ok);
            });
        QCOMPARE(calls, 0);
        QVERIFY(handle.isRunning());
        QTRY_COMPARE(calls, 1);
        QVERIFY(!handle.isRunning());
        QVERIFY(sendAndWait(client, textRequest("GET")).called);
        QCOMPARE(calls, 1);
    }

    void contextDiesInFlight_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::newRow("read") << QByteArray("GET");
        QTest::newRow("change") << QByteArray("POST");
    }
    void contextDiesInFlight()
    {
        QFETCH(QByteArray, verb);
        TestServer server;
        server.handle([](const TestRequest &) { return hanging(); });
        Client client(server.url(), kKey, directNet());
        auto context = std::make_unique<QObject>();
        bool called = false;
        const CallHandle handle = client.send(textRequest(verb), context.get(),
                                              [&](Result<QByteArray>) { called = true; });
        QTRY_COMPARE(server.requests().size(), 1);
        context.reset();
        QVERIFY(!handle.isRunning());
        QVERIFY(!client.hasChangeInFlight());
        QTRY_COMPARE(server.openConnections(), 0); // it was aborted, not left to finish
        QVERIFY(!called);
    }

    void contextDiesBeforeAnythingIsSent()
    {
        TestServer server;
        Client client(server.url(), kKey, directNet());
        auto context = std::make_unique<QObject>();
        bool called = false;
        client.send(textRequest("GET"), context.get(), [&](Result<QByteArray>) { called = true; });
        context.reset();
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QVERIFY(!called);
        QCOMPARE(server.requests().size(), 1);
    }

    void clientDiesInFlight()
    {
        TestServer server;
        server.handle([](const TestRequest &) { return hanging(); });
        auto client = std::make_unique<Client>(server.url(), kKey, directNet());
        bool called = false;
        const CallHandle read =
            client->send(textRequest("GET"), this, [&](Result<QByteArray>) { called = true; });
        client->send(textRequest("POST"), this, [&](Result<QByteArray>) { called = true; });
        QTRY_COMPARE(server.requests().size(), 1);
        client.reset();
        QVERIFY(!read.isRunning());
        QTRY_COMPARE(server.openConnections(), 0);
        QVERIFY(!called);
    }

    void cancelFromAnotherCallback()
    {
        TestServer server;
        server.handle([](const TestRequest &request) {
            TestReply reply;
            reply.body = "{\"access_token\":\"t\"}";
            return request.target == "/slow" ? hanging() : reply;
        });
        Client client(server.url(), ServiceAccount {"id", Secret("s")}, directNet());
        bool slowCalled = false;
        CallHandle slow = client.send(textRequest("GET", "/slow"), this,
                                      [&](Result<QByteArray>) { slowCalled = true; });
        QTRY_COMPARE(server.count("GET", "/slow"), 1);
        bool quickCalled = false;
        client.send(textRequest("GET", "/quick"), this, [&](Result<QByteArray>) {
            slow.cancel();
            slow.cancel();
            quickCalled = !slow.isRunning();
        });
        QTRY_VERIFY(quickCalled);
        server.answerHanging({});
        QVERIFY(sendAndWait(client, textRequest("GET", "/quick")).result);
        QVERIFY(!slowCalled);
        slow.cancel(); // long after the end
    }

    void callbackDeletesTheClient_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<bool>("token");
        QTest::newRow("read, digest") << QByteArray("GET") << false;
        QTest::newRow("change, digest") << QByteArray("POST") << false;
        QTest::newRow("read, token refused") << QByteArray("GET") << true;
    }
    void callbackDeletesTheClient()
    {
        QFETCH(QByteArray, verb);
        QFETCH(bool, token);
        TestServer server;
        server.handle([&](const TestRequest &) {
            TestReply reply;
            reply.status = token ? 401 : 200;
            return reply;
        });
        const Credentials credentials =
            token ? Credentials(ServiceAccount {"a", Secret("b")}) : Credentials(kKey);
        QPointer<Client> client = new Client(server.url(), credentials, directNet());
        int calls = 0;
        for (int i = 0; i < 3; ++i) {
            client->send(textRequest(verb), this, [&](Result<QByteArray>) {
                ++calls;
                delete client;
            });
        }
        QTRY_VERIFY(!client);
        QCOMPARE(calls, 1);
    }

    void callbackDeletesItsContext()
    {
        TestServer server;
        Client client(server.url(), kKey, directNet());
        QPointer<QObject> context = new QObject;
        int calls = 0;
        for (int i = 0; i < 3; ++i) {
            client.send(textRequest("GET"), context, [&](Result<QByteArray>) {
                ++calls;
                delete context;
            });
        }
        QTRY_VERIFY(!context);
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QCOMPARE(calls, 1);
    }

    void listenerDeletesTheClient()
    {
        TestServer server;
        QPointer<Client> client = new Client(server.url(), kKey, directNet());
        bool called = false;
        connect(client, &Client::replied, this, [&] { delete client; });
        client->send(textRequest("GET"), this, [&](Result<QByteArray>) { called = true; });
        QTRY_VERIFY(!client);
        QVERIFY(!called);
    }

    void changesAreAnnounced()
    {
        TestServer server;
        Client client(server.url(), kKey, directNet());
        QSignalSpy spy(&client, &Client::changeInFlightChanged);
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QCOMPARE(spy.size(), 0);
        bool inFlightInCallback = true;
        qsizetype saidInCallback = 0;
        client.send(textRequest("POST"), this, [&](Result<QByteArray>) {
            inFlightInCallback = client.hasChangeInFlight();
            saidInCallback = spy.size();
        });
        QVERIFY(client.hasChangeInFlight());
        QCOMPARE(spy.size(), 1);
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy.at(0).at(0).toBool(), true);
        QCOMPARE(spy.at(1).at(0).toBool(), false);
        QVERIFY(!inFlightInCallback);
        QCOMPARE(saidInCallback, 1); // who waits for the end finds the outcome dealt with
    }

    void cancelledChangeIsAnnounced()
    {
        TestServer server;
        server.handle([](const TestRequest &) { return hanging(); });
        Client client(server.url(), kKey, directNet());
        QSignalSpy spy(&client, &Client::changeInFlightChanged);
        CallHandle handle = client.send(textRequest("POST"), this, [](Result<QByteArray>) {});
        handle.cancel();
        QVERIFY(!client.hasChangeInFlight());
        QTRY_COMPARE(spy.size(), 2);
    }

    void replyInfo()
    {
        TestServer server;
        const QDateTime serverNow = QDateTime::currentDateTimeUtc().addSecs(-600);
        server.handle([&](const TestRequest &) {
            TestReply reply;
            reply.headers = {
                {"Date",
                 QLocale::c().toString(serverNow, "ddd, dd MMM yyyy HH:mm:ss").toLatin1() + " GMT"},
                {"RateLimit-Limit", "1200"},
                {"RateLimit-Remaining", "7"},
                {"Deprecation", "Sat, 1 Nov 2025 00:00:00 GMT"},
                {"Sunset", "Thu, 1 Jul 2027 00:00:00 GMT"},
                {"Content-Type", "application/vnd.test+json"},
            };
            return reply;
        });
        Client client(server.url(), kKey, directNet());
        ReplyInfo announced;
        connect(&client, &Client::replied, this, [&](const ReplyInfo &info) { announced = info; });
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.result);
        for (const ReplyInfo &info : {sent.info, announced}) {
            QCOMPARE(info.status, 200);
            QCOMPARE(info.date.toSecsSinceEpoch(), serverNow.toSecsSinceEpoch());
            QVERIFY(info.dateOffsetMs < -595'000 && info.dateOffsetMs > -605'000);
            QCOMPARE(info.rateLimit, 1200);
            QCOMPARE(info.rateRemaining, 7);
            QCOMPARE(info.deprecation, QDateTime({2025, 11, 1}, {0, 0}, Qt::UTC));
            QCOMPARE(info.sunset, QDateTime({2027, 7, 1}, {0, 0}, Qt::UTC));
            QCOMPARE(info.mediaType, "application/vnd.test+json");
        }
    }

    void requestsLookAsTheyShould()
    {
        TestServer server;
        server.handle([](const TestRequest &) {
            TestReply reply;
            reply.headers = {{"Set-Cookie", "a=b"}};
            return reply;
        });
        QUrl url = server.url();
        url.setUserInfo("some:body");
        url.setPath("/base/");
        Client client(url, kKey, directNet());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QVERIFY(sendAndWait(client, textRequest("POST")).result);
        const TestRequest get = server.requests().at(0);
        const TestRequest post = server.requests().at(1);
        QCOMPARE(get.target, "/base/api/things");
        QCOMPARE(get.headers.value("user-agent"), "Snapback/" SNAPBACK_VERSION);
        QCOMPARE(get.headers.value("accept-language"), "en");
        QCOMPARE(get.headers.value("accept"), "application/vnd.test+json");
        QVERIFY(get.headers.value("accept-encoding").contains("gzip"));
        QVERIFY(!get.headers.contains("content-type"));
        QVERIFY(!get.headers.contains("authorization"));
        QCOMPARE(post.headers.value("content-type"), "application/vnd.test+json");
        QCOMPARE(post.body, "{\"name\":\"a\"}");
        QVERIFY(!post.headers.contains("cookie"));
    }

    void addresses_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<int>("kind");
        QTest::newRow("http to a host") << QUrl("http://cloud.example") << int(Kind::InsecureUrl);
        QTest::newRow("http to an address") << QUrl("http://10.0.0.1") << int(Kind::InsecureUrl);
        QTest::newRow("looks like loopback")
            << QUrl("http://localhost.example") << int(Kind::InsecureUrl);
        QTest::newRow("loopback") << QUrl("http://127.0.0.1:9") << int(Kind::Unreachable);
        QTest::newRow("IPv6 loopback") << QUrl("http://[::1]:9") << int(Kind::Unreachable);
        QTest::newRow("localhost") << QUrl("http://localhost:9") << int(Kind::Unreachable);
        QTest::newRow("another scheme") << QUrl("ftp://cloud.example") << int(Kind::InvalidInput);
        QTest::newRow("a file") << QUrl("file:///etc") << int(Kind::InvalidInput);
        QTest::newRow("nothing") << QUrl() << int(Kind::InvalidInput);
    }
    void addresses()
    {
        QFETCH(QUrl, url);
        Client client(url, kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        for (const char *verb : {"GET", "POST"}) {
            const Sent sent = sendAndWait(client, textRequest(verb));
            QVERIFY(sent.called);
            QTEST(int(sent.kind()), "kind");
            QVERIFY(!sent.result.error().detail.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
