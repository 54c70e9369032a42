// Both logins against a server that checks them with a calculation of its own.
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTest>

using namespace std::chrono_literals;
using Kind = Error::Kind;

namespace {

const QByteArray kPath = "/api/things";
const char *const kSecret = "s3cr3t-of-the-key";
QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged += text;
}

// A service that wants digest, written from RFC 7616 without our code.
struct DigestService {
    QByteArray nonce = "nonce1";
    QByteArray algorithm = "MD5";
    bool saysStale = false;
    QByteArrayList counts; // nc of every accepted request

    static QByteArray part(const QByteArray &header, const char *name)
    {
        const QRegularExpression pattern(QString("[ ,]%1=(\"([^\"]*)\"|[^,]*)").arg(name));
        const auto match = pattern.match(header);
        return (match.captured(2).isEmpty() ? match.captured(1) : match.captured(2)).toLatin1();
    }
    QByteArray hash(const QByteArray &text) const
    {
        return QCryptographicHash::hash(
                   text, algorithm == "MD5" ? QCryptographicHash::Md5 : QCryptographicHash::Sha256)
            .toHex();
    }
    bool accepts(const TestRequest &request)
    {
        const QByteArray header = request.headers.value("authorization");
        const QByteArray nc = part(header, "nc");
        const QByteArray a1 = hash("pub:The Realm:" + QByteArray(kSecret));
        const QByteArray a2 = hash(request.verb + ':' + request.target);
        const QByteArray wanted =
            hash(a1 + ':' + nonce + ':' + nc + ':' + part(header, "cnonce") + ":auth:" + a2);
        if (!header.startsWith("Digest ") || part(header, "nonce") != nonce
            || part(header, "uri") != request.target || part(header, "response") != wanted)
            return false;
        counts += nc;
        return true;
    }
    TestReply answer(const TestRequest &request)
    {
        if (accepts(request))
            return {};
        TestReply refusal;
        refusal.status = 401;
        refusal.body = "{\"error\":401}";
        refusal.headers = {{"WWW-Authenticate",
                            "Digest realm=\"The Realm\", domain=\"\", nonce=\"" + nonce
                                + "\", algorithm=" + algorithm
                                + ", qop=\"auth\", stale=" + (saysStale ? "true" : "false")}};
        return refusal;
    }
};

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

const ApiKey kKey {"pub", Secret(kSecret)};
const ServiceAccount kAccount {"mdb_sa_id_1", Secret("a:b c%")};

} // namespace

class TestLogin : public QObject
{
    Q_OBJECT

private slots:
    void digestFirstRequestGoesAlone()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), kKey, directNet());
        int done = 0;
        for (int i = 0; i < 8; ++i) {
            client.send(textRequest("GET"), this, [&](Result<QByteArray> result) {
                QVERIFY(result);
                ++done;
            });
        }
        QTRY_COMPARE(done, 8);
        QCOMPARE(server.requests().size(), 9); // one asked for the challenge
        QCOMPARE(QSet<QByteArray>(service.counts.begin(), service.counts.end()).size(), 8);
    }

    void digestCountRises_data()
    {
        QTest::addColumn<QByteArray>("algorithm");
        QTest::newRow("MD5") << QByteArray("MD5");
        QTest::newRow("SHA-256") << QByteArray("SHA-256");
    }
    void digestCountRises()
    {
        QFETCH(QByteArray, algorithm);
        TestServer server;
        DigestService service;
        service.algorithm = algorithm;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), kKey, directNet());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        QVERIFY(sendAndWait(client, textRequest("POST")).result);
        QVERIFY(sendAndWait(client, textRequest("DELETE")).result);
        QCOMPARE(service.counts, QByteArrayList({"00000001", "00000002", "00000003"}));
        QCOMPARE(server.requests().size(), 4);
    }

    void digestCoversTheTargetAsSent()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), kKey, directNet());
        Request<QByteArray> request =
            textRequest("GET", urlPath({u"api", u"a b", u"x/y", u"\u00e9+~"}));
        request.query.addQueryItem("time", "2025-11-03T06:07:08+01:00");
        request.query.addQueryItem("name", QString::fromUtf8("caf\u00e9 & co"));
        QVERIFY(sendAndWait(client, request).result);
        const QByteArray target = server.requests().last().target;
        QVERIFY2(target.startsWith("/api/a%20b/x%2Fy/%C3%A9%2B~?"), target);
        QVERIFY2(target.contains("+01:00") == false && target.contains("%2B01:00"), target);
    }

    void digestNewNonce_data()
    {
        QTest::addColumn<bool>("saysStale");
        QTest::addColumn<QByteArray>("verb");
        for (const bool stale : {true, false}) {
            for (const char *verb : {"GET", "POST", "DELETE"})
                QTest::addRow("%s %s", stale ? "stale" : "not called stale", verb)
                    << stale << QByteArray(verb);
        }
    }
    void digestNewNonce()
    {
        QFETCH(bool, saysStale);
        QFETCH(QByteArray, verb);
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), kKey, directNet());
        QVERIFY(sendAndWait(client, textRequest("GET")).result);
        service.nonce = "nonce2";
        service.saysStale = saysStale;
        const qsizetype before = server.requests().size();
        QVERIFY(sendAndWait(client, textRequest(verb)).result);
        QCOMPARE(server.requests().size() - before, 2);
        QCOMPARE(service.counts.last(), "00000001");
    }

    void digestStaleRightAfterTheChallenge()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) {
            if (server.requests().size() == 2) {
                service.nonce = "nonce2";
                service.saysStale = true;
            }
            return service.answer(request);
        });
        Client client(server.url(), kKey, directNet());
        QVERIFY(sendAndWait(client, textRequest("POST")).result);
        QCOMPARE(server.requests().size(), 3);
    }

    void digestNeverEndingChallengesEnd()
    {
        TestServer server;
        DigestService service;
        service.saysStale = true;
        server.handle([&](const TestRequest &request) {
            service.nonce = "nonce" + QByteArray::number(server.requests().size());
            return service.answer(request);
        });
        Client client(server.url(), kKey, directNet());
        const Sent sent = sendAndWait(client, textRequest("POST"));
        QVERIFY(sent.called && !sent.result);
        QCOMPARE(sent.result.error().httpStatus, 401);
        QCOMPARE(server.requests().size(), 3);
    }

    void digestWrongKeyIsReadFromTheBody()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), ApiKey {"pub", Secret("wrong")}, directNet());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(!sent.result);
        QCOMPARE(sent.result.error().httpStatus, 401);
        QCOMPARE(sent.result.error().detail, "{\"error\":401}");
        QCOMPARE(server.requests().size(), 2);
    }

    void digestUnknownAlgorithm()
    {
        TestServer server;
        DigestService service;
        service.algorithm = "SHA-512-256";
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        Client client(server.url(), kKey, directNet());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QCOMPARE(sent.kind(), Kind::LoginRefused);
        QVERIFY(sent.result.error().detail.contains("SHA-512-256"));
        QCOMPARE(server.requests().size(), 1);
    }

    void digestOthersGoOnWithoutTheFirst_data()
    {
        QTest::addColumn<bool>("cancel");
        QTest::newRow("it is cancelled") << true;
        QTest::newRow("it loses its connection") << false;
    }
    void digestOthersGoOnWithoutTheFirst()
    {
        QFETCH(bool, cancel);
        TestServer server;
        DigestService service;
        CallHandle first;
        server.handle([&](const TestRequest &request) {
            TestReply reply = service.answer(request);
            if (server.requests().size() > 1)
                return reply;
            reply.ending = cancel ? TestReply::Ending::Hang : TestReply::Ending::Reset;
            return reply;
        });
        Client client(server.url(), kKey, directNet());
        client.setRetryPolicy(quickPolicy());
        first = client.send(textRequest("DELETE"), this, [](Result<QByteArray>) {});
        int done = 0;
        for (int i = 0; i < 3; ++i)
            client.send(textRequest("GET"), this,
                        [&](Result<QByteArray> result) { done += result ? 1 : 0; });
        QTRY_VERIFY(!server.requests().isEmpty());
        if (cancel)
            first.cancel();
        QTRY_COMPARE(done, 3);
    }

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
        Client withKey(server.url(), kKey, directNet());
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
        Client key(url, kKey, directNet());
        QCOMPARE(account.loginName(), "mdb_sa_id_1");
        QCOMPARE(key.loginName(), "pub");
        QCOMPARE(key.baseUrl(), QUrl("https://cloud.example/x"));
    }

    void nothingSecretIsLogged()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) {
            if (request.target.startsWith("/api/oauth"))
                return tokenReply("tok-en-0");
            return request.headers.value("authorization").startsWith("Bearer")
                ? TestReply()
                : service.answer(request);
        });
        QLoggingCategory::setFilterRules("*=true\nqt.*=false");
        const auto previous = qInstallMessageHandler(keepLog);
        Request<QByteArray> request = textRequest("GET");
        request.query.addQueryItem("q", "pri-vate");
        Client account(server.url(), kAccount, directNet());
        Client key(server.url(), kKey, directNet());
        sendAndWait(account, request);
        sendAndWait(key, request);
        qInstallMessageHandler(previous);
        QLoggingCategory::setFilterRules({});
        QVERIFY(!logged.filter(QString::fromLatin1(kPath)).isEmpty()); // something is
        for (const char *word : {"tok-en-0", kSecret, "a%3Ab", "a:b", "Basic", "Bearer", "Digest",
                                 "response=", "nonce1", "pri-vate"})
            QVERIFY2(logged.filter(word).isEmpty(), word);
    }
};

QTEST_GUILESS_MAIN(TestLogin)
#include "tst_authenticator_login.moc"
