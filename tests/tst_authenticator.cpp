#include "http/digest.h"
#include "http/tokenauthenticator.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

using namespace std::chrono_literals;
using Algorithm = DigestChallenge::Algorithm;

class TestAuthenticator : public QObject
{
    Q_OBJECT

    static QByteArray part(const QByteArray &header, const char *name)
    {
        const QRegularExpression pattern(QString("[ ,]%1=\"?([^\",]*)").arg(name));
        return pattern.match(header).captured(1).toLatin1();
    }

private slots:
    // The worked example of RFC 7616 section 3.9.1.
    void rfcExample_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<QByteArray>("response");
        QTest::newRow("MD5") << int(Algorithm::Md5)
                             << QByteArray("8ca523f5e9506fed4657c9700eebdbec");
        QTest::newRow("SHA-256") << int(Algorithm::Sha256)
                                 << QByteArray("753927fa0e85d155564e2e272a28d1802ca10daf449679469"
                                               "7cf8db5856cb6c1");
    }
    void rfcExample()
    {
        QFETCH(int, algorithm);
        DigestChallenge challenge;
        challenge.realm = "http-auth@example.org";
        challenge.nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        challenge.opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
        challenge.algorithm = Algorithm(algorithm);
        const QByteArray header =
            digestHeader(challenge, "Mufasa", Secret("Circle of Life"), "GET", "/dir/index.html", 1,
                         "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        QTEST(part(header, "response"), "response");
        QCOMPARE(part(header, "nc"), "00000001");
        QCOMPARE(part(header, "opaque"), "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
    }

    void quotesAreEscapedInTheHeaderAndNotInTheHash()
    {
        const auto chosen =
            chooseDigest("Digest realm=\"a \\\"b\\\", c\", nonce=\"n\\\\1\", qop=\"auth\"");
        QVERIFY(chosen && *chosen);
        QCOMPARE((*chosen)->realm, "a \"b\", c");
        const QByteArray header =
            digestHeader(**chosen, "me", Secret("pw"), "POST", "/x?y=%20z", 0x1af, "c");
        QVERIFY(header.contains("realm=\"a \\\"b\\\", c\""));
        QVERIFY(header.contains("nonce=\"n\\\\1\""));
        QVERIFY(header.contains("nc=000001af"));
        const auto md5 = [](const QByteArray &text) {
            return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex();
        };
        QCOMPARE(part(header, "response"),
                 md5(md5("me:a \"b\", c:pw") + ":n\\1:000001af:c:auth:" + md5("POST:/x?y=%20z")));
    }

    void challenges_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArrayList>("schemes");
        QTest::addColumn<QByteArray>("realmOfLast");
        QTest::newRow("one") << QByteArray("Digest realm=\"r\", nonce=\"n\"")
                             << QByteArrayList {"digest"} << QByteArray("r");
        QTest::newRow("two in one header")
            << QByteArray("Basic realm=\"b\", Digest realm=\"d, e\", nonce=\"n\"")
            << QByteArrayList {"basic", "digest"} << QByteArray("d, e");
        QTest::newRow("a bare scheme first")
            << QByteArray("Negotiate, Digest realm=\"d\"") << QByteArrayList {"negotiate", "digest"}
            << QByteArray("d");
        QTest::newRow("token68") << QByteArray("Negotiate YWJj==, Bearer realm=plain")
                                 << QByteArrayList {"negotiate", "bearer"} << QByteArray("plain");
        QTest::newRow("blanks around =") << QByteArray("DIGEST realm = \"x\" ,nonce=\"n\"")
                                         << QByteArrayList {"digest"} << QByteArray("x");
        QTest::newRow("an open quote")
            << QByteArray("Digest realm=\"x") << QByteArrayList {"digest"} << QByteArray("x");
        QTest::newRow("nothing") << QByteArray(" ,, ") << QByteArrayList {} << QByteArray();
    }
    void challenges()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArrayList, schemes);
        QFETCH(QByteArray, realmOfLast);
        QByteArrayList found;
        QByteArray realm;
        for (const AuthChallenge &challenge : parseChallenges(header)) {
            found += challenge.scheme;
            realm = challenge.parameters.value("realm");
        }
        QCOMPARE(found, schemes);
        QCOMPARE(realm, realmOfLast);
    }

    void choice_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("nonce"); // of the chosen one
        QTest::addColumn<QString>("problem"); // part of the error's detail
        const QByteArray md5 = "Digest realm=\"r\", nonce=\"m\", algorithm=MD5, qop=\"auth\"";
        const QByteArray sha = "Digest realm=\"r\", nonce=\"s\", algorithm=SHA-256, qop=\"auth\"";
        QTest::newRow("MD5 first") << md5 + ", " + sha << QByteArray("s") << QString();
        QTest::newRow("SHA-256 first") << sha + ", " + md5 << QByteArray("s") << QString();
        QTest::newRow("no algorithm means MD5")
            << QByteArray("Digest realm=\"r\", nonce=\"m\", qop=\"auth-int, auth\"")
            << QByteArray("m") << QString();
        QTest::newRow("as Atlas sends it")
            << QByteArray("Digest realm=\"MMS Public API\", domain=\"\", nonce=\"bm9uY2U\", "
                          "algorithm=MD5, qop=\"auth\", stale=false")
            << QByteArray("bm9uY2U") << QString();
        QTest::newRow("an unknown one beside") << "Digest realm=\"r\", nonce=\"x\", "
                                                  "algorithm=SHA-512-256, qop=\"auth\", "
                + md5 << QByteArray("m") << QString();
        QTest::newRow("unknown algorithm")
            << QByteArray("Digest realm=\"r\", nonce=\"x\", algorithm=SHA-512-256, qop=\"auth\"")
            << QByteArray() << "SHA-512-256";
        QTest::newRow("unknown qop")
            << QByteArray("Digest realm=\"r\", nonce=\"x\", qop=\"auth-int\"") << QByteArray()
            << "auth-int";
        QTest::newRow("no qop") << QByteArray("Digest realm=\"r\", nonce=\"x\"") << QByteArray()
                                << "qop -";
        QTest::newRow("no digest") << QByteArray("Bearer realm=\"r\"") << QByteArray() << QString();
    }
    void choice()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, nonce);
        QFETCH(QString, problem);
        const auto chosen = chooseDigest(header);
        QCOMPARE(chosen.has_value(), problem.isEmpty());
        if (!chosen) {
            QCOMPARE(chosen.error().kind, Error::Kind::LoginRefused);
            QVERIFY2(chosen.error().detail.contains(problem), qPrintable(chosen.error().detail));
            return;
        }
        QCOMPARE(chosen->has_value(), !nonce.isEmpty());
        if (*chosen)
            QCOMPARE((*chosen)->nonce, nonce);
    }

    void stale_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("stale");
        QTest::newRow("true") << QByteArray("true") << true;
        QTest::newRow("TRUE") << QByteArray("TRUE") << true;
        QTest::newRow("quoted") << QByteArray("\"true\"") << true;
        QTest::newRow("false") << QByteArray("false") << false;
    }
    void stale()
    {
        QFETCH(QByteArray, value);
        const auto chosen = chooseDigest("Digest nonce=\"n\", qop=auth, stale=" + value);
        QVERIFY(chosen && *chosen);
        QTEST((*chosen)->stale, "stale");
    }

    void tokenIsRenewedEarly_data()
    {
        QTest::addColumn<int>("lifetime");
        QTest::addColumn<int>("usedForMs");
        QTest::newRow("an hour: a minute before") << 3600 << 3'540'000;
        QTest::newRow("a minute: six seconds before") << 60 << 54'000;
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("negative") << -5 << 0;
    }
    void tokenIsRenewedEarly()
    {
        QFETCH(int, lifetime);
        QTEST(static_cast<int>(TokenAuthenticator::useFor(std::chrono::seconds(lifetime)).count()),
              "usedForMs");
    }
};

QTEST_GUILESS_MAIN(TestAuthenticator)
#include "tst_authenticator.moc"
