// Login with a service account: one token for all requests, its renewal and its end.
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QLoggingCategory>
#include <QTest>

using namespace std::chrono_literals;
using Kind = Error::Kind;

namespace {

const QByteArray kPath = "/api/things";
QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged += text;
}

TestReply tokenReply(const QByteArray &token, const QByteArray &lifetime = "3600")
{
    TestReply reply;
    reply.body = "{\"access_token\":\"" + token + "\",\"expires_in\":" + lifetime
        + ",\"token_type\":\"Bearer\"}";
    return reply;
}

TestReply withStatus(int status, const QByteArray &body = "{}")
{
    TestReply reply;
    reply.status = status;
    reply.body = body;
    return reply;
}

const ServiceAccount kAccount {"mdb_sa_id_1", Secret("a:b c%")};

} // namespace

class TestTokenLogin : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { waitForFarewells(); }

    void oneTokenForAll()
    {
        TestServer server;
        server.handle([](const TestRequest &request) {
            return request.target == "/api/oauth/token" ? tokenReply("tok") : TestReply();
        });
        Client client(server.url(), kAccount, directNet());
        int done = 0;
        for (int i = 0; i < 8; ++i) {
            client.send(textRequest(i % 2 ? "GET" : "POST"), this, [&](Result<QByteArray> result) {
                QVERIFY(result);
                ++done;
            });
        }
        QTRY_COMPARE(done, 8);
        QCOMPARE(server.count("POST", "/api/oauth/token"), 1);
        const TestRequest login = server.requests().first();
        QCOMPARE(login.body, "grant_type=client_credentials");
        QCOMPARE(login.headers.value("content-type"), "application/x-www-form-urlencoded");
        QCOMPARE(login.headers.value("authorization"),
                 "Basic " + QByteArray("mdb_sa_id_1:a%3Ab%20c%25").toBase64());
        QCOMPARE(server.requests().last().headers.value("authorization"), "Bearer tok");
    }

    void tokenThatEnded_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::newRow("read") << QByteArray("GET");
        QTest::newRow("change") << QByteArray("POST");
    }
    void tokenThatEnded()
    {
        QFETCH(QByteArray, verb);
        TestServer server;
        QByteArray valid = "tok1";
        server.handle([&](const TestRequest &request) {
            if (request.target == "/api/oauth/token")
                return tokenReply(valid);
            return request.headers.value("authorization") == "Bearer " + valid ? TestReply()
                                                                               : withStatus(401);
        });
        Client client(server.url(), kAccount, directNet());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        valid = "tok2";
        const int before = server.count(verb, kPath);
        QVERIFY(sendAndWait(client, textRequest(verb)).result);
        QCOMPARE(server.count(verb, kPath) - before, 2);
        QCOMPARE(server.count("POST", "/api/oauth/token"), 2);
    }

    void refusalThatStaysCostsOneTokenOnly()
    {
        TestServer server;
        server.handle([&](const TestRequest &request) {
            return request.target == "/api/oauth/token" ? tokenReply("tok")
                                                        : withStatus(401, "not yours");
        });
        Client client(server.url(), kAccount, directNet());
        for (int i = 0; i < 4; ++i) {
            const Sent sent = sendAndWait(client, textRequest("GET"));
            QVERIFY(!sent.result);
            QCOMPARE(sent.result.error().detail, "not yours");
        }
        QCOMPARE(server.count("POST", "/api/oauth/token"), 2);
        QCOMPARE(server.count("GET", kPath), 5);
    }

    void tokenLifetime_data()
    {
        QTest::addColumn<QByteArray>("lifetime");
        QTest::addColumn<int>("tokens"); // for two requests
        QTest::newRow("an hour") << QByteArray("3600") << 1;
        QTest::newRow("over at once") << QByteArray("0") << 2;
        QTest::newRow("as text") << QByteArray("\"3600\"") << 1;
    }
    void tokenLifetime()
    {
        QFETCH(QByteArray, lifetime);
        TestServer server;
        server.handle([&](const TestRequest &request) {
            return request.target == "/api/oauth/token" ? tokenReply("tok", lifetime) : TestReply();
        });
        Client client(server.url(), kAccount, directNet());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QTEST(server.count("POST", "/api/oauth/token"), "tokens");
    }

    void tokenRefused_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("wrong secret")
            << 401 << QByteArray("{\"error\":\"invalid_client\",\"error_description\":\"no\"}")
            << int(Kind::LoginRefused) << "invalid_client";
        QTest::newRow("denied") << 403 << QByteArray("{\"error\":\"access_denied\"}")
                                << int(Kind::LoginRefused) << "access_denied";
        QTest::newRow("401 of something else")
            << 401 << QByteArray("<html>") << int(Kind::LoginRefused) << "";
        QTest::newRow("wrong place") << 404 << QByteArray("{}") << int(Kind::NotFound) << "";
        QTest::newRow("too often")
            << 429 << QByteArray("{\"error\":429}") << int(Kind::RateLimited) << "";
        QTest::newRow("trouble") << 500 << QByteArray("{\"error\":\"server_error\"}")
                                 << int(Kind::ServiceTrouble) << "server_error";
        QTest::newRow("unreadable") << 200 << QByteArray("<html>") << int(Kind::BadReply) << "";
        QTest::newRow("unfit for a header")
            << 200 << QByteArray("{\"access_token\":\"a\\r\\nb\"}") << int(Kind::BadReply) << "";
        QTest::newRow("another type")
            << 200 << QByteArray("{\"access_token\":\"a\",\"token_type\":\"mac\"}")
            << int(Kind::BadReply) << "";
    }
    void tokenRefused()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        TestServer server;
        server.handle([&](const TestRequest &) { return withStatus(status, body); });
        Client client(server.url(), kAccount, directNet());
        client.setRetryPolicy(quickPolicy());
        int done = 0;
        for (const char *verb : {"GET", "POST"}) { // a change was not sent, and that is certain
            client.send(textRequest(verb), this, [&](Result<QByteArray> result) {
                QVERIFY(!result);
                QTEST(int(result.error().kind), "kind");
                QCOMPARE(result.error().code, code);
                ++done;
            });
        }
        QTRY_COMPARE(done, 2);
        QCOMPARE(server.requests().last().target, "/api/oauth/token");
    }

    void tokenCallIsRepeated()
    {
        TestServer server;
        server.handle([&](const TestRequest &request) {
            if (request.target == "/api/oauth/token")
                return server.requests().size() < 3 ? withStatus(503) : tokenReply("tok");
            return TestReply();
        });
        Client client(server.url(), kAccount, directNet());
        client.setRetryPolicy(quickPolicy());
        QVERIFY(sendAndWait(client, textRequest("POST")).result);
        QCOMPARE(server.count("POST", "/api/oauth/token"), 3);
        QCOMPARE(server.count("POST", kPath), 1);
    }

    void logOutRevokes()
    {
        TestServer server;
        server.handle([](const TestRequest &request) {
            return request.target == "/api/oauth/token" ? tokenReply("tok/1") : withStatus(200, "");
        });
        Client client(server.url(), kAccount, directNet());
        sendAndWait(client, textRequest("GET"));
        bool done = false;
        client.logOut(5s, this, [&] { done = true; });
        QVERIFY(!done);
        QTRY_VERIFY(done);
        const TestRequest revoke = server.requests().last();
        QCOMPARE(revoke.target, "/api/oauth/revoke");
        QCOMPARE(revoke.body, "token=tok%2F1&token_type_hint=access_token");
        QVERIFY(revoke.headers.value("authorization").startsWith("Basic "));
        sendAndWait(client, textRequest("GET"));
        QCOMPARE(server.count("POST", "/api/oauth/token"), 2);
    }

    void logOutEndsInTime()
    {
        TestServer server;
        server.handle([](const TestRequest &request) {
            TestReply reply = tokenReply("tok");
            if (request.target == "/api/oauth/revoke")
                reply.ending = TestReply::Ending::Hang;
            return reply;
        });
        Client client(server.url(), kAccount, directNet());
        sendAndWait(client, textRequest("GET"));
        bool done = false;
        client.logOut(50ms, this, [&] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 2000);
        QCOMPARE(server.count("POST", "/api/oauth/revoke"), 1);
    }

    void logOutWithNothingToEnd()
    {
        TestServer server;
        Client withKey(server.url(), ApiKey {"pub", Secret("priv")}, directNet());
        Client withAccount(server.url(), kAccount, directNet());
        int done = 0;
        withKey.logOut(5s, this, [&] { ++done; });
        withAccount.logOut(5s, this, [&] { ++done; });
        QCOMPARE(done, 0);
        QTRY_COMPARE(done, 2);
        QCOMPARE(server.requests().size(), 0);
    }

    void deletedClientRevokes()
    {
        TestServer server;
        server.handle([](const TestRequest &) { return tokenReply("tok"); });
        {
            Client client(server.url(), kAccount, directNet());
            sendAndWait(client, textRequest("GET"));
        }
        QTRY_COMPARE(server.count("POST", "/api/oauth/revoke"), 1);
    }

    void loginNames()
    {
        const QUrl url("https://user:word@cloud.example/x/?q#f");
        Client account(url, kAccount, directNet());
        Client key(url, ApiKey {"pub", Secret("priv")}, directNet());
        QCOMPARE(account.loginName(), "mdb_sa_id_1");
        QCOMPARE(key.loginName(), "pub");
        QCOMPARE(key.baseUrl(), QUrl("https://cloud.example/x"));
    }

    void nothingSecretIsLogged()
    {
        TestServer server;
        server.handle([](const TestRequest &) { return tokenReply("tok-en-0"); });
        QLoggingCategory::setFilterRules("*=true\nqt.*=false");
        const auto previous = qInstallMessageHandler(keepLog);
        Request<QByteArray> request = textRequest("GET");
        request.query.addQueryItem("q", "pri-vate");
        Client client(server.url(), kAccount, directNet());
        sendAndWait(client, request);
        qInstallMessageHandler(previous);
        QLoggingCategory::setFilterRules({});
        QVERIFY(!logged.filter("/api/things").isEmpty()); // something is
        for (const char *word : {"tok-en-0", "a%3Ab", "a:b", "Basic", "Bearer", "pri-vate"})
            QVERIFY2(logged.filter(word).isEmpty(), word);
    }
};

QTEST_GUILESS_MAIN(TestTokenLogin)
#include "tst_authenticator_token.moc"
