#include "archivesandbox.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QtEndian>

using namespace std::chrono_literals;

// A sanitizer keeps what was freed for a while, so memory says nothing under it.
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef SANITIZED
static constexpr bool kSanitized = true;
#else
static constexpr bool kSanitized = false;
#endif

// Downloads that go wrong on purpose, are cut off and begun again; very large ones; https.
class TestSandboxArchiveFaults : public QObject, private ArchiveSandbox
{
    Q_OBJECT

private slots:
    void init() { startMill(); }
    void cleanup()
    {
        m_client.reset();
        m_sandbox.reset();
    }

    void failedTransfers()
    {
        const Link link = linkOf("replica set");
        const QByteArray job = m_job;
        Fault cut;
        cut.path = "*/restore-*";
        cut.cutAfter = 120'000;
        cut.nth = 1;
        cut.count = 1;
        m_sandbox->advance(50min);
        m_sandbox->addFault(cut);
        const RawReply begun = fetch(link);
        QCOMPARE(begun.status, 200);
        QVERIFY(!begun.complete && begun.body.size() > 110'000);
        // The hour counts from the failure; the job keeps to its own end.
        m_sandbox->advance(55min);
        m_client->forgetToken();
        QCOMPARE(m_client->get(job).json().value("expired"), QJsonValue(true));
        const RawReply rest = fetch(link,
                                    "Range: bytes=" + QByteArray::number(begun.body.size())
                                        + "-\r\nIf-Range: " + begun.header("ETag") + "\r\n");
        QCOMPARE(rest.status, 206);
        const auto facts = m_sandbox->archiveFacts(link.url);
        QCOMPARE(sha(begun.body + rest.body, QCryptographicHash::Sha256), facts->sha256);
        QCOMPARE(fetch(link).status, 410);
    }

    void anHourAfterTheFailure()
    {
        const Link link = linkOf("replica set");
        Fault reset;
        reset.path = "*/restore-*";
        reset.reset = true;
        reset.cutAfter = 50'000;
        reset.count = 1;
        m_sandbox->addFault(reset);
        QVERIFY(!fetch(link).complete);
        m_sandbox->advance(61min);
        const RawReply late = fetch(link);
        QCOMPARE(late.status, 403);
        QCOMPARE(late.header("Content-Type"), "application/xml");
    }

    // Who is reset may have lost the last bytes, so that is a failed transfer too.
    void resetAfterTheLastByte()
    {
        const Link link = linkOf("replica set");
        Fault reset;
        reset.path = link.url.path();
        reset.reset = true;
        reset.cutAfter = 10'000'000;
        reset.count = 1;
        m_sandbox->addFault(reset);
        fetch(link);
        QCOMPARE(fetch(link).status, 200);
        QCOMPARE(fetch(link).status, 410);
    }

    // Nobody but the client fails here.
    void aClientThatLeaves()
    {
        const Link link = linkOf("replica set");
        Fault slow;
        slow.path = "*/restore-*";
        slow.bytesPerSecond = 20'000;
        slow.count = 1;
        m_sandbox->addFault(slow);
        QTcpSocket socket;
        connectTo(socket);
        socket.write(requestOf("GET", link));
        qint64 read = 0;
        while (read < 3000 && socket.waitForReadyRead(20'000))
            read += socket.readAll().size();
        QVERIFY(read >= 3000);
        socket.abort();
        m_sandbox->advance(59min); // past the end, but not an hour after the failure
        QTRY_COMPARE(fetch(link, "Range: bytes=0-9\r\n").status, 206);
        QCOMPARE(fetch(link).status, 200);
        QCOMPARE(fetch(link).status, 410);
    }

    void flippedByte()
    {
        Fault flip;
        flip.path = "*.tgz";
        flip.flipByte = 123'456;
        const Link link = linkOf("flex");
        const QByteArray good = fetch(link).body;
        m_sandbox->addFault(flip);
        for (qint64 from : {0, 100'000, 123'456}) {
            const QByteArray bad =
                fetch(link, "Range: bytes=" + QByteArray::number(from) + "-\r\n").body;
            QCOMPARE(bad.size(), good.size() - from);
            QVERIFY(bad.left(123'456 - from) == good.mid(from, 123'456 - from));
            QVERIFY(bad.at(123'456 - from) != good.at(123'456));
            QVERIFY(bad.mid(123'457 - from) == good.mid(123'457));
        }
        QVERIFY(fetch(link, "Range: bytes=123457-\r\n").body == good.mid(123'457));
    }

    void trickle()
    {
        Fault slow;
        slow.path = "*.tgz";
        slow.bytesPerSecond = 600'000;
        m_sandbox->addFault(slow);
        QElapsedTimer timer;
        timer.start();
        const RawReply reply = fetch(linkOf("flex"));
        QVERIFY(reply.complete);
        QVERIFY2(timer.elapsed() > 350, qPrintable(QString::number(timer.elapsed())));
    }

    void stall()
    {
        Fault stall;
        stall.path = "*.tgz";
        stall.stallAfter = 4000;
        m_sandbox->addFault(stall);
        QTcpSocket socket;
        connectTo(socket);
        socket.write(requestOf("GET", linkOf("flex")));
        QByteArray bytes;
        while (bytes.size() < 4000 && socket.waitForReadyRead(20'000))
            bytes += socket.readAll();
        QCOMPARE(bytes.size(), 4000);
        QVERIFY(!socket.waitForReadyRead(300));
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
        QCOMPARE(m_client->get("/orgs").status, 200);
    }

    void changedEtag()
    {
        const Link link = linkOf("legacy");
        const QByteArray job = m_job;
        const RawReply before = fetch(link);
        QCOMPARE(m_client->get(job).json().value("hashes").toArray().size(), 1);
        Fault change;
        change.path = "/backup/restore/*";
        change.changedEtag = true;
        change.count = 1;
        m_sandbox->addFault(change);
        const RawReply after =
            fetch(link, "Range: bytes=9-\r\nIf-Range: " + before.header("ETag") + "\r\n");
        QCOMPARE(after.status, 200);
        QVERIFY(after.header("ETag") != before.header("ETag"));
        QVERIFY(after.body != before.body);
        QCOMPARE(after.body.size(), before.body.size());
        QCOMPARE(sha(after.body, QCryptographicHash::Sha1),
                 m_sandbox->archiveFacts(link.url)->sha1);
        const QJsonArray hashes = m_client->get(job).json().value("hashes").toArray();
        QCOMPARE(hashes.first().toObject().value("hash").toString().toLatin1(),
                 sha(after.body, QCryptographicHash::Sha1));
    }

    void linkExpiredFault()
    {
        Fault expired;
        expired.path = "*/restore-*";
        expired.linkExpired = true;
        expired.count = 1;
        m_sandbox->addFault(expired);
        const Link link = linkOf("replica set");
        QCOMPARE(fetch(link).status, 403);
        QCOMPARE(fetch(link).status, 200);
    }

    void ignoredRange()
    {
        Fault whole;
        whole.ignoreRange = true;
        whole.path = "*.tgz";
        m_sandbox->addFault(whole);
        const RawReply reply = fetch(linkOf("flex"), "Range: bytes=100-\r\n");
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("Content-Range").isEmpty());
        QVERIFY(reply.complete);
    }

    void wrongLength_data()
    {
        QTest::addColumn<int>("by");
        QTest::newRow("too long") << 1000;
        QTest::newRow("too short") << -1000;
    }
    void wrongLength()
    {
        QFETCH(int, by);
        const Link link = linkOf("replica set");
        const qint64 size = m_sandbox->archiveFacts(link.url)->size;
        Fault wrong;
        wrong.path = "*/restore-*";
        wrong.wrongLength = by;
        wrong.count = 1;
        m_sandbox->addFault(wrong);
        const RawReply reply = fetch(link);
        QCOMPARE(reply.header("Content-Length").toLongLong(), size + by);
        QCOMPARE(reply.complete, by < 0);
        QCOMPARE(fetch(link).status, 200); // that was a failed transfer
    }

    void statusInstead()
    {
        Fault busy;
        busy.path = "*/restore-*";
        busy.status = 503;
        busy.retryAfter = 2;
        busy.count = 1;
        m_sandbox->addFault(busy);
        const Link link = linkOf("replica set");
        const RawReply reply = fetch(link);
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.header("Retry-After"), "2");
        QCOMPARE(fetch(link).status, 200);
    }

    void faultsAndSizeOfTheWorldFile()
    {
        startMill(R"(, "archiveMB": 0.5, "faults": [
            {"path": "*.tgz", "count": 1, "flipByte": 70000, "bytesPerSecond": 9000000},
            {"path": "*.tgz", "count": 1, "linkExpired": true},
            {"path": "*.tgz", "count": 1, "ignoreRange": true, "changedEtag": true},
            {"path": "*.tgz", "count": 1, "stallAfter": 0, "delayMs": 5}])",
                  0);
        const Link link = linkOf("flex");
        const auto before = m_sandbox->archiveFacts(link.url);
        QVERIFY(qAbs(before->size - 500'000) < 25'000);
        const RawReply flipped = fetch(link);
        QVERIFY(flipped.complete);
        QVERIFY(sha(flipped.body, QCryptographicHash::Sha256) != before->sha256);
        QCOMPARE(fetch(link).status, 403);
        QCOMPARE(fetch(link, "Range: bytes=5-\r\n").status, 200);
        QVERIFY(m_sandbox->archiveFacts(link.url)->sha256 != before->sha256);
    }

    // Ten gigabytes are neither kept nor in the way of anybody.
    void large()
    {
        constexpr qint64 kLarge = 10'000'000'000;
        startMill({}, kLarge);
        const Link link = linkOf("replica set");
        QTcpSocket socket;
        socket.setReadBufferSize(64 * 1024);
        connectTo(socket);
        const qint64 before = residentKiB();
        socket.write(requestOf("GET", link));
        qint64 read = 0;
        QElapsedTimer timer;
        while (read < 200'000'000
               && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(20'000)))
            read += socket.readAll().size();
        QVERIFY(read >= 200'000'000);
        timer.start();
        QCOMPARE(m_client->get("/orgs").status, 200); // while the transfer waits for us
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY2(kSanitized || residentKiB() - before < 40 * 1024,
                 qPrintable(QString::number(residentKiB())));
        socket.abort();

        const RawReply tail = fetch(link, "Range: bytes=-2000\r\n");
        QCOMPARE(tail.status, 206);
        const qint64 size = tail.header("Content-Range").split('/').last().toLongLong();
        QVERIFY(qAbs(size - kLarge) < 1'000'000);
        // RFC 1952: the last four bytes are the size of what is in it, modulo 2^32.
        const qint64 inside = (size - 18) - (size - 18 + 65'539) / 65'540 * 5;
        QCOMPARE(qFromLittleEndian<quint32>(tail.body.right(4).constData()), quint32(inside));
        QCOMPARE(fetch(link).status, 410); // its last byte was sent
    }

    void https()
    {
        QTemporaryDir dir;
        QByteArray printed;
        if (!run("openssl",
                 {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                  "-nodes", "-keyout", dir.filePath("key"), "-out", dir.filePath("cert"), "-days",
                  "1", "-subj", "/CN=127.0.0.1", "-batch"},
                 &printed))
            QSKIP("openssl is not here to make a certificate");
        SandboxOptions options;
        options.worldJson = QByteArray(kMill).replace("%1", "");
        options.archiveBytes = 3'000'000;
        options.tlsCertFile = dir.filePath("cert");
        options.tlsKeyFile = dir.filePath("key");
        const auto sandbox = startSandbox(options);
        QVERIFY(sandbox);
        TlsClient client(*sandbox);
        const QByteArray path = "/groups/" + client.project() + "/clusters/rs/backup/restoreJobs";
        const QJsonObject job =
            client.get(path).json().value("results").toArray().first().toObject();
        const QUrl url(job.value("deliveryUrl").toArray().first().toString());
        QCOMPARE(url.scheme(), "https");
        const auto facts = sandbox->archiveFacts(url);
        const RawReply reply = client.ask("GET " + targetOf(url) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        QCOMPARE(reply.status, 200);
        QCOMPARE(sha(reply.body, QCryptographicHash::Sha256), facts->sha256);
    }

private:
    class TlsClient
    {
    public:
        explicit TlsClient(const Sandbox &sandbox) : m_login(sandbox.login()) { }
        RawReply ask(const QByteArray &request)
        {
            QSslSocket socket;
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(m_login.baseUrl.host(), quint16(m_login.baseUrl.port()));
            if (!socket.waitForEncrypted(20'000))
                return {};
            socket.write(request);
            return readReply(socket);
        }
        RawReply get(const QByteArray &path)
        {
            const QByteArray basic =
                (m_login.clientId.toLatin1() + ':' + m_login.clientSecret.reveal()).toBase64();
            const QByteArray form = "grant_type=client_credentials";
            if (m_token.isEmpty())
                m_token =
                    ask("POST /api/oauth/token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + basic
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                          "Content-Length: "
                        + QByteArray::number(form.size()) + "\r\n\r\n" + form)
                        .json()
                        .value("access_token")
                        .toString()
                        .toLatin1();
            return ask(SandboxClient::request("GET", "/api/atlas/v2" + path, "Bearer " + m_token,
                                              {}, "application/vnd.atlas.2025-03-12+json"));
        }
        QByteArray project()
        {
            return get("/groups")
                .json()
                .value("results")
                .toArray()
                .first()
                .toObject()
                .value("id")
                .toString()
                .toLatin1();
        }

    private:
        SandboxLogin m_login;
        QByteArray m_token;
    };

    static qint64 residentKiB()
    {
        QFile status("/proc/self/status");
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
        return 0;
    }
};

QTEST_GUILESS_MAIN(TestSandboxArchiveFaults)
#include "tst_sandboxarchivefaults.moc"
