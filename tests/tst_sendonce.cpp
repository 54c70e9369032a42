// A change leaves this computer exactly once, whatever happens to the connection. The server counts
// the copies.
#include "base/onceonlybody.h"
#include "support/testrequest.h"
#include "support/testserver.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

using namespace std::chrono_literals;
using Ending = TestReply::Ending;
Q_DECLARE_METATYPE(TestReply::Ending)

namespace {

const QByteArray kPath = "/api/things";

} // namespace

class TestSendOnce : public QObject
{
    Q_OBJECT

    TestCertificate m_certificate {"IP:127.0.0.1,DNS:localhost"};

    // Answers the login, and the things with `reply`; `faulty` false: with a plain 200.
    static TestServer::Handler handler(const TestReply &reply, const bool &faulty)
    {
        return [reply, &faulty](const TestRequest &request) -> TestReply {
            TestReply good;
            if (request.target == "/api/oauth/token")
                good.body = R"({"access_token":"t1","expires_in":3600,"token_type":"Bearer"})";
            else if (!request.headers.contains("authorization"))
                return {401,
                        "{}",
                        {{"WWW-Authenticate", R"(Digest realm="r", nonce="n1", qop="auth")"}}};
            else if (request.target == kPath && faulty)
                return reply;
            return good;
        };
    }

private slots:
    void cleanup() { waitForFarewells(); }

    void initTestCase()
    {
        QVERIFY(m_certificate.isValid());
        // Quicker than a CA file, which comes on top of the system's; tst_client_tls has that.
        QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
        trust.setCaCertificates({m_certificate.certificate()});
        QSslConfiguration::setDefaultConfiguration(trust);
    }

    void copies_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<bool>("bearer");
        QTest::addColumn<bool>("warm"); // a connection was used and is kept alive
        QTest::addColumn<Ending>("ending");
        const QList<QPair<const char *, Ending>> endings = {
            {"FIN", Ending::Fin},
            {"RST", Ending::Reset},
            {"cut status line", Ending::CutStatusLine},
            {"cut headers", Ending::CutHeaders},
            {"cut body", Ending::CutBody},
            {"RST in the body", Ending::ResetInBody},
        };
        for (const bool tls : {false, true}) {
            for (const char *verb : {"POST", "DELETE"}) {
                for (const bool bearer : {false, true}) {
                    for (const bool warm : {false, true}) {
                        for (const auto &[name, ending] : endings)
                            QTest::addRow("%s %s %s %s %s", tls ? "TLS" : "http", verb,
                                          bearer ? "token" : "digest", warm ? "warm" : "fresh",
                                          name)
                                << tls << QByteArray(verb) << bearer << warm << ending;
                    }
                }
            }
        }
    }
    void copies()
    {
        QFETCH(bool, tls);
        QFETCH(QByteArray, verb);
        QFETCH(bool, bearer);
        QFETCH(bool, warm);
        QFETCH(Ending, ending);
        bool faulty = false;
        TestReply reply;
        reply.body = R"({"id":"123456789"})";
        reply.ending = ending;
        TestServer server(tls ? &m_certificate : nullptr);
        server.handle(handler(reply, faulty));
        const Credentials credentials = bearer
            ? Credentials(ServiceAccount {"id", Secret("secret")})
            : Credentials(ApiKey {"key", Secret("secret")});
        Client client(server.url(), credentials, directNet());
        client.setRetryPolicy(quickPolicy());
        if (warm) {
            QVERIFY(sendAndWait(client, textRequest("GET")).result);
            QVERIFY(sendAndWait(client, textRequest(verb)).result);
        }
        const qsizetype before = server.count(verb, kPath);
        faulty = true;
        const Sent sent = sendAndWait(client, textRequest(verb));
        QVERIFY(sent.called);
        QVERIFY(!sent.result);
        QCOMPARE(sent.kind(), Error::Kind::OutcomeUnknown);
        // Cold digest: the first one only fetched the challenge, with a complete 401.
        const int challenged = !bearer && !warm ? 1 : 0;
        QCOMPARE(server.count(verb, kPath) - before, 1 + challenged);
        QCOMPARE(server.requests().last().headers.contains("authorization"), true);
        const Request<QByteArray> wanted = textRequest(verb);
        QCOMPARE(server.requests().last().body, wanted.body);
    }

    // What the whole rests on, without the Client: Qt's own repeats end at the body, on a
    // connection that is kept alive too.
    void bodyIsNotRewound_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Ending>("ending");
        for (const bool tls : {false, true}) {
            for (const char *verb : {"POST", "DELETE", "GET"}) {
                for (const Ending ending : {Ending::Fin, Ending::Reset, Ending::CutStatusLine}) {
                    QTest::addRow("%s %s %d", tls ? "TLS" : "http", verb, int(ending))
                        << tls << QByteArray(verb) << QByteArray(*verb == 'P' ? "{}" : "")
                        << ending;
                }
            }
        }
    }
    void bodyIsNotRewound()
    {
        QFETCH(bool, tls);
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, body);
        QFETCH(Ending, ending);
        TestServer server(tls ? &m_certificate : nullptr);
        QNetworkAccessManager manager;
        QNetworkRequest request(server.url().resolved(QUrl("/x")));
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        QNetworkReply *warm = manager.get(request);
        QVERIFY(QSignalSpy(warm, &QNetworkReply::finished).wait());
        QCOMPARE(warm->error(), QNetworkReply::NoError);
        server.handle([ending](const TestRequest &) {
            TestReply reply;
            reply.ending = ending;
            return reply;
        });
        auto *device = new OnceOnlyBody(body);
        QNetworkReply *reply = manager.sendCustomRequest(request, verb, device);
        device->setParent(reply);
        QVERIFY(QSignalSpy(reply, &QNetworkReply::finished).wait());
        QCOMPARE(reply->error(), QNetworkReply::ContentReSendError);
        QCOMPARE(server.count(verb, "/x"), verb == "GET" ? 2 : 1); // with the warming one
        QCOMPARE(server.connections(), 1);
    }

    // Reads are asked again by our policy, never by Qt.
    void readsAreCountedToo_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::addColumn<Ending>("ending");
        for (const bool tls : {false, true}) {
            for (const Ending ending : {Ending::Fin, Ending::Reset, Ending::CutStatusLine,
                                        Ending::CutHeaders, Ending::CutBody}) {
                QTest::addRow("%s %d", tls ? "TLS" : "http", int(ending)) << tls << ending;
            }
        }
    }
    void readsAreCountedToo()
    {
        QFETCH(bool, tls);
        QFETCH(Ending, ending);
        const bool faulty = true;
        TestReply reply;
        reply.ending = ending;
        TestServer server(tls ? &m_certificate : nullptr);
        server.handle(handler(reply, faulty));
        Client client(server.url(), ServiceAccount {"id", Secret("secret")}, directNet());
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("GET"));
        QVERIFY(sent.called);
        QVERIFY(!sent.result);
        QCOMPARE(sent.kind(), Error::Kind::Unreachable);
        QCOMPARE(server.count("GET", kPath), 3);
    }

    // An idle connection that the service closes must not look like a lost answer.
    void idleConnectionClosed()
    {
        TestServer server;
        const bool faulty = false;
        server.handle(handler({}, faulty));
        Client client(server.url(), ServiceAccount {"id", Secret("secret")}, directNet());
        for (int i = 0; i < 5; ++i) {
            Sent sent;
            client.send(textRequest("POST"), this, [&](Result<QByteArray> result) {
                sent.called = true;
                sent.result = std::move(result);
                server.closeIdle();
            });
            QTRY_VERIFY(sent.called);
            QVERIFY(sent.result);
        }
        QCOMPARE(server.count("POST", kPath), 5);
    }

    void severalChangesAtOnce()
    {
        TestServer server;
        const bool faulty = false;
        server.handle(handler({}, faulty));
        Client client(server.url(), ServiceAccount {"id", Secret("secret")}, directNet());
        int done = 0;
        for (int i = 0; i < 8; ++i) {
            client.send(textRequest(i % 2 ? "POST" : "DELETE"), this,
                        [&](Result<QByteArray> result) {
                            QVERIFY(result);
                            ++done;
                        });
        }
        QTRY_COMPARE(done, 8);
        QCOMPARE(server.count("POST", kPath), 4);
        QCOMPARE(server.count("DELETE", kPath), 4);
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind"); // -1: success
        QTest::newRow("200") << 200 << QByteArray("{}") << -1;
        QTest::newRow("201") << 201 << QByteArray("{}") << -1;
        QTest::newRow("unreadable 200")
            << 200 << QByteArray("<html>") << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("302") << 302 << QByteArray() << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("307") << 307 << QByteArray() << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("400") << 400 << QByteArray("{}") << int(Error::Kind::Rejected);
        QTest::newRow("409") << 409 << QByteArray("{}") << int(Error::Kind::Rejected);
        QTest::newRow("429") << 429 << QByteArray("{}") << int(Error::Kind::RateLimited);
        QTest::newRow("500") << 500 << QByteArray("{}") << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("502") << 502 << QByteArray("{}") << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("503") << 503 << QByteArray("{}") << int(Error::Kind::OutcomeUnknown);
        QTest::newRow("504") << 504 << QByteArray("{}") << int(Error::Kind::OutcomeUnknown);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        TestServer server;
        const bool faulty = true;
        server.handle(handler({status, body, {{"Location", "/elsewhere"}}}, faulty));
        Client client(server.url(), ServiceAccount {"id", Secret("secret")}, directNet());
        client.setRetryPolicy(quickPolicy());
        const Sent sent = sendAndWait(client, textRequest("POST"));
        QVERIFY(sent.called);
        QCOMPARE(sent.result.has_value(), kind < 0);
        if (kind >= 0) {
            QCOMPARE(int(sent.kind()), kind);
            QCOMPARE(sent.result.error().httpStatus, status == 200 ? 0 : status);
        }
        QCOMPARE(server.count("POST", kPath), 1);
    }

    void timeOutIsUnknown()
    {
        TestServer server;
        const bool faulty = true;
        TestReply silent;
        silent.ending = Ending::Hang;
        server.handle(handler(silent, faulty));
        NetSettings net = directNet();
        net.deadline = 100ms;
        Client client(server.url(), ServiceAccount {"id", Secret("secret")}, net);
        const Sent sent = sendAndWait(client, textRequest("POST"));
        QVERIFY(!sent.result);
        QCOMPARE(sent.kind(), Error::Kind::OutcomeUnknown);
        QCOMPARE(server.count("POST", kPath), 1);
    }

    // The login is known, then the service goes away: the change was surely not sent.
    void notSentIsSaid_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::newRow("with a body") << QByteArray("POST");
        QTest::newRow("without") << QByteArray("DELETE");
    }
    void notSentIsSaid()
    {
        QFETCH(QByteArray, verb);
        const bool faulty = false;
        auto server = std::make_unique<TestServer>();
        server->handle(handler({}, faulty));
        Client client(server->url(), ServiceAccount {"id", Secret("secret")}, directNet());
        QVERIFY(sendAndWait(client, textRequest(verb)).result);
        server.reset();
        const Sent sent = sendAndWait(client, textRequest(verb));
        QVERIFY(!sent.result);
        QCOMPARE(sent.kind(), Error::Kind::Unreachable);
    }

    // A 401 whose body is cut is no complete 401.
    void cutUnauthorizedIsNotAnswered()
    {
        TestServer server;
        server.handle([](const TestRequest &) {
            TestReply reply;
            reply.status = 401;
            reply.body = R"({"error":401,"detail":"who are you"})";
            reply.headers = {{"WWW-Authenticate", R"(Digest realm="r", nonce="n1", qop="auth")"}};
            reply.ending = Ending::CutBody;
            return reply;
        });
        Client client(server.url(), ApiKey {"key", Secret("secret")}, directNet());
        const Sent sent = sendAndWait(client, textRequest("POST"));
        QVERIFY(!sent.result);
        QCOMPARE(sent.kind(), Error::Kind::OutcomeUnknown);
        QCOMPARE(server.count("POST", kPath), 1);
    }
};

QTEST_GUILESS_MAIN(TestSendOnce)
#include "tst_sendonce.moc"
