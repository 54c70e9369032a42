// Login with an API key against a server that checks the digest with a calculation of its own.
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QCryptographicHash>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using Kind = Error::Kind;

namespace {

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

const ApiKey kKey {"pub", Secret(kSecret)};

} // namespace

class TestDigestLogin : public QObject
{
    Q_OBJECT

private slots:
    void firstRequestGoesAlone()
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

    void countRises_data()
    {
        QTest::addColumn<QByteArray>("algorithm");
        QTest::newRow("MD5") << QByteArray("MD5");
        QTest::newRow("SHA-256") << QByteArray("SHA-256");
    }
    void countRises()
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

    void coversTheTargetAsSent()
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

    void newNonce_data()
    {
        QTest::addColumn<bool>("saysStale");
        QTest::addColumn<QByteArray>("verb");
        for (const bool stale : {true, false}) {
            for (const char *verb : {"GET", "POST", "DELETE"})
                QTest::addRow("%s %s", stale ? "stale" : "not called stale", verb)
                    << stale << QByteArray(verb);
        }
    }
    void newNonce()
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

    void staleRightAfterTheChallenge()
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

    void neverEndingChallengesEnd()
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

    void wrongKeyIsReadFromTheBody()
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

    void unknownAlgorithm()
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

    void othersGoOnWithoutTheFirst_data()
    {
        QTest::addColumn<bool>("cancel");
        QTest::newRow("it is cancelled") << true;
        QTest::newRow("it loses its connection") << false;
    }
    void othersGoOnWithoutTheFirst()
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

    void nothingSecretIsLogged()
    {
        TestServer server;
        DigestService service;
        server.handle([&](const TestRequest &request) { return service.answer(request); });
        QLoggingCategory::setFilterRules("*=true\nqt.*=false");
        const auto previous = qInstallMessageHandler(keepLog);
        Request<QByteArray> request = textRequest("GET");
        request.query.addQueryItem("q", "pri-vate");
        Client client(server.url(), kKey, directNet());
        sendAndWait(client, request);
        qInstallMessageHandler(previous);
        QLoggingCategory::setFilterRules({});
        QVERIFY(!logged.filter("/api/things").isEmpty()); // something is
        for (const char *word : {"s3cr3t", "Digest", "response=", "nonce1", "pri-vate"})
            QVERIFY2(logged.filter(word).isEmpty(), word);
    }
};

QTEST_GUILESS_MAIN(TestDigestLogin)
#include "tst_authenticator_digest.moc"
