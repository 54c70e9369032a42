#include "sandboxclient.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QAuthenticator>
#include <QSignalSpy>

using namespace std::chrono_literals;

namespace {

const QByteArray kOrgs = "/api/atlas/v2/orgs";
const QByteArray kAccept = "application/vnd.atlas.2023-01-01+json";

QByteArray nonceOf(const RawReply &reply)
{
    const QByteArray header = reply.header("WWW-Authenticate");
    const qsizetype from = header.indexOf("nonce=\"") + 7;
    return header.mid(from, header.indexOf('"', from) - from);
}

} // namespace

// Both logins, over bare sockets and with Qt's own digest.
class TestSandboxLogin : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
    }
    void cleanup() { m_sandbox.reset(); }

    void noLogin()
    {
        const RawReply reply = ask({});
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.code(), "UNEXPECTED_ERROR");
        QCOMPARE(reply.header("X-Error-Code"), "UNEXPECTED_ERROR");
        const QByteArray nonce = nonceOf(reply);
        QCOMPARE(nonce.size(), 32);
        QCOMPARE(reply.header("WWW-Authenticate"),
                 "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"" + nonce
                     + "\", algorithm=MD5, qop=\"auth\", stale=false");
    }

    void digest()
    {
        const QByteArray nonce = nonceOf(ask({}));
        for (int count = 1; count <= 3; ++count)
            QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, count)).status, 200);
    }

    void replayIsRefused()
    {
        const QByteArray nonce = nonceOf(ask({}));
        const QByteArray once = m_client->digest("GET", kOrgs, nonce, 1);
        QCOMPARE(ask(once).status, 200);
        const RawReply again = ask(once);
        QCOMPARE(again.status, 401);
        QVERIFY(again.header("WWW-Authenticate").contains("stale=true"));
        // Requests of several connections may overtake each other, but not by far.
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 100)).status, 200);
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 99)).status, 200);
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 2)).status, 401);
    }

    void noncesAge()
    {
        const QByteArray nonce = nonceOf(ask({}));
        m_sandbox->advance(10min);
        const RawReply reply = ask(m_client->digest("GET", kOrgs, nonce, 1));
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.header("WWW-Authenticate").contains("stale=true"));
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonceOf(reply), 1)).status, 200);
    }

    void wrongDigest_data()
    {
        QTest::addColumn<QByteArray>("find");
        QTest::addColumn<QByteArray>("replace");
        QTest::newRow("other user") << QByteArray("username=\"") << QByteArray("username=\"x");
        QTest::newRow("other realm") << QByteArray("MMS Public API") << QByteArray("Other");
        QTest::newRow("other address") << kOrgs << QByteArray("/api/atlas/v2/groups");
        QTest::newRow("no qop") << QByteArray("qop=auth, ") << QByteArray();
        QTest::newRow("counter zero") << QByteArray("00000001") << QByteArray("00000000");
        QTest::newRow("algorithm not offered") << QByteArray("=MD5") << QByteArray("=SHA-256");
        QTest::newRow("wrong answer") << QByteArray("response=\"") << QByteArray("response=\"0");
    }
    void wrongDigest()
    {
        QFETCH(QByteArray, find);
        QFETCH(QByteArray, replace);
        QByteArray header = m_client->digest("GET", kOrgs, nonceOf(ask({})), 1);
        QVERIFY(header.contains(find));
        const RawReply reply = ask(header.replace(find, replace));
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.header("WWW-Authenticate").contains("stale=false"));
    }

    void wrongPassword()
    {
        const QByteArray nonce = nonceOf(ask({}));
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 1, false, "guess")).status, 401);
    }

    void sha256()
    {
        SandboxOptions options;
        options.digest = SandboxOptions::Digest::Both;
        m_sandbox = startSandbox(options);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        const RawReply challenge = ask({});
        QCOMPARE(challenge.head.count("WWW-Authenticate"), 2);
        QVERIFY(challenge.header("WWW-Authenticate").contains("algorithm=SHA-256"));
        const QByteArray nonce = nonceOf(challenge);
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 1, true)).status, 200);
        QCOMPARE(ask(m_client->digest("GET", kOrgs, nonce, 2, false)).status, 200);
    }

    void qtsOwnDigest()
    {
        QNetworkAccessManager manager;
        const SandboxLogin login = m_sandbox->login();
        connect(&manager, &QNetworkAccessManager::authenticationRequired, this,
                [&login](QNetworkReply *, QAuthenticator *authenticator) {
                    authenticator->setUser(login.publicKey);
                    authenticator->setPassword(QString::fromLatin1(login.privateKey.reveal()));
                });
        for (int i = 0; i < 3; ++i) {
            QUrl url = login.baseUrl;
            url.setPath("/api/atlas/v2/groups");
            url.setQuery("itemsPerPage=2");
            QNetworkRequest request(url);
            request.setRawHeader("Accept", kAccept);
            std::unique_ptr<QNetworkReply> reply(manager.get(request));
            QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
            QCOMPARE(reply->error(), QNetworkReply::NoError);
        }
        QCOMPARE(int(m_sandbox->seenRequests().size()), 4); // one challenge for all
    }

    void token()
    {
        const RawReply reply =
            m_client->form("/api/oauth/token", "grant_type=client_credentials", m_client->basic());
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value("expires_in").toInt(), 3600);
        QCOMPARE(reply.json().value("token_type").toString(), "Bearer");
        QVERIFY(reply.json().value("access_token").toString().size() > 30);
        QCOMPARE(m_client->get("/orgs").status, 200);
    }

    void tokenProblems_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("rightLogin");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::newRow("no grant") << QByteArray("a=b") << true << 400 << "invalid_request";
        QTest::newRow("other grant")
            << QByteArray("grant_type=password") << true << 400 << "unsupported_grant_type";
        QTest::newRow("wrong secret")
            << QByteArray("grant_type=client_credentials") << false << 401 << "invalid_client";
    }
    void tokenProblems()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, rightLogin);
        QFETCH(int, status);
        QFETCH(QString, error);
        const QByteArray login =
            rightLogin ? m_client->basic() : "Basic " + QByteArray("mdb_sa_id_x:guess").toBase64();
        const RawReply reply = m_client->form("/api/oauth/token", body, login);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.json().value("error").toString(), error);
        QVERIFY(reply.json().contains("error_description"));
    }

    void percentEncodedLogin()
    {
        const SandboxLogin login = m_sandbox->login();
        QByteArray encoded;
        for (char c : login.clientSecret.reveal())
            encoded += '%' + QByteArray::number(uchar(c), 16);
        const QByteArray header = "Basic " + (login.clientId.toLatin1() + ':' + encoded).toBase64();
        QCOMPARE(m_client->form("/api/oauth/token", "grant_type=client_credentials", header).status,
                 200);
    }

    void tokensEnd()
    {
        QCOMPARE(m_client->get("/orgs").status, 200);
        m_sandbox->advance(59min);
        QCOMPARE(m_client->get("/orgs").status, 200);
        m_sandbox->advance(2min);
        const RawReply reply = m_client->get("/orgs");
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.header("WWW-Authenticate").startsWith("Bearer"));
        m_client->forgetToken();
        QCOMPARE(m_client->get("/orgs").status, 200);
    }

    void revoke()
    {
        const QByteArray token = m_client->token();
        const RawReply reply =
            m_client->form("/api/oauth/revoke", "token=" + token + "&token_type_hint=access_token",
                           m_client->basic());
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.body.isEmpty());
        QCOMPARE(m_client->get("/orgs").status, 401);
        QCOMPARE(m_client->form("/api/oauth/revoke", "token=nonsense", m_client->basic()).status,
                 200);
        QCOMPARE(m_client->form("/api/oauth/revoke", "token=nonsense", "Basic eDp5").status, 401);
    }

    void tokensAreLimited()
    {
        SandboxOptions options;
        options.maxTokens = 2;
        m_sandbox = startSandbox(options);
        SandboxClient client(*m_sandbox);
        const auto ask = [&] {
            return client.form("/api/oauth/token", "grant_type=client_credentials", client.basic());
        };
        QCOMPARE(ask().status, 200);
        QCOMPARE(ask().status, 200);
        QCOMPARE(ask().json().value("error").toString(), "access_denied");
        for (int i = 0; i < 47; ++i)
            QCOMPARE(ask().status, 403);
        const RawReply limited = ask(); // the 51st in a minute
        QCOMPARE(limited.status, 429);
        QCOMPARE(limited.code(), "RATE_LIMITED");
        QVERIFY(limited.header("Retry-After").toInt() >= 1);
        m_sandbox->advance(2h);
        QCOMPARE(ask().status, 200);
    }

    void secretsAreMaskedInWhatWasSeen()
    {
        const QByteArray token = m_client->token();
        m_client->get("/orgs");
        ask(m_client->digest("GET", kOrgs, nonceOf(ask({})), 1));
        m_client->form("/api/oauth/revoke", "token_type_hint=access_token&token=" + token,
                       m_client->basic());
        const QList<SeenRequest> seen = m_sandbox->seenRequests();
        QVERIFY(seen.size() >= 5);
        for (const SeenRequest &request : seen) {
            QByteArray all = request.path + request.query + request.body;
            for (const auto &[name, value] : request.headers)
                all += name + value;
            QVERIFY(!all.contains(token));
            QVERIFY(!all.contains(m_client->basic().mid(6)));
            QVERIFY(!all.contains("response=\""));
        }
        QCOMPARE(seen.last().body, "token_type_hint=access_token&token=***");
    }

private:
    RawReply ask(const QByteArray &authorization)
    {
        return exchange(m_sandbox->login().baseUrl,
                        SandboxClient::request("GET", kOrgs, authorization, {}, kAccept));
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
};

QTEST_GUILESS_MAIN(TestSandboxLogin)
#include "tst_sandboxlogin.moc"
