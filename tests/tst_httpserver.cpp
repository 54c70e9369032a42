#include "sandbox/httpparser.h"
#include "sandboxclient.h"

#include "sandbox/httpserver.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QThread>

#include <cerrno>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

QByteArray get(const QByteArray &target, const QByteArray &more = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

} // namespace

// The server alone: its handler answers with what it understood of the request.
class TestHttpServer : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_fault.reset();
        m_seen.clear();
        m_answerBody.clear();
        startServer(std::nullopt);
    }
    void cleanup()
    {
        m_thread->quit();
        m_thread->wait();
    }

    void parserTakesAnyCut_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no body") << get("/a") << QByteArray();
        QTest::newRow("length") << QByteArray(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                                << QByteArray("hello");
        QTest::newRow("chunks, extension and trailer")
            << QByteArray("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nhel\r\n2;name=value\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n")
            << QByteArray("hello");
        QTest::newRow("empty lines before it") << "\r\n\r\n" + get("/a") << QByteArray();
    }
    void parserTakesAnyCut()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, body);
        for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
            HttpParser parser;
            parser.feed(bytes.left(cut));
            QCOMPARE(parser.parse(), HttpParser::State::NeedMore);
            parser.feed(bytes.mid(cut));
            QCOMPARE(parser.parse(), HttpParser::State::Ready);
            QCOMPARE(parser.take().body, body);
            QVERIFY(parser.isIdle());
        }
    }

    void badInputIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("no words") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
        QTest::newRow("two words") << QByteArray("GET /\r\nHost: x\r\n\r\n") << 400;
        QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two hosts") << get("/", "Host: y\r\n") << 400;
        QTest::newRow("HTTP/2") << QByteArray("GET / HTTP/2.0\r\nHost: x\r\n\r\n") << 505;
        QTest::newRow("blank before the colon") << get("/", "X : y\r\n") << 400;
        QTest::newRow("folded line") << get("/", "X: y\r\n z\r\n") << 400;
        QTest::newRow("relative path") << get("a") << 400;
        QTest::newRow("broken percent") << get("/a%2") << 400;
        QTest::newRow("encoded NUL") << get("/a%00") << 400;
        QTest::newRow("huge header") << get("/", "X: " + QByteArray(40'000, 'x') + "\r\n") << 431;
        QTest::newRow("endless header") << "GET / HTTP/1.1\r\nX: " + QByteArray(40'000, 'x') << 431;
        QTest::newRow("long target") << get("/" + QByteArray(9'000, 'x')) << 414;
        QTest::newRow("huge body")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n") << 413;
        QTest::newRow("huge chunk") << QByteArray(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n")
                                    << 413;
        QTest::newRow("bad chunk")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")
            << 400;
        QTest::newRow("chunk too long") << QByteArray(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n")
                                        << 400;
        QTest::newRow("two lengths") << QByteArray(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
                                     << 400;
        QTest::newRow("negative length")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n") << 400;
        QTest::newRow("length and chunks")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            << 400;
        QTest::newRow("other coding")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n") << 501;
        QTest::newRow("other expectation") << get("/", "Expect: rain\r\n") << 417;
    }
    void badInputIsAnswered()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        const RawReply reply = exchange(m_url, request);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.json().value("error").toInt(), status);
        QCOMPARE(reply.header("Connection"), "close");
        QCOMPARE(seenCount(), 0);
        QCOMPARE(exchange(m_url, get("/still-there")).status, 200);
    }

    void segmentsAndQueryAreDecodedApart()
    {
        exchange(m_url, get("/a%2Fb/c%20d/%C3%A9?x=1%262&y=a+b&z"));
        const ServerRequest seen = lastSeen();
        QCOMPARE(seen.segments, QStringList({"a/b", "c d", "é"}));
        QCOMPARE(seen.queryValue(u"x"), "1&2");
        QCOMPARE(seen.queryValue(u"y"), "a b");
        QCOMPARE(seen.queryValue(u"z"), "");
        QVERIFY(!seen.queryValue(u"none"));
    }

    void keepAliveAndPipelining()
    {
        QTcpSocket socket;
        connectTo(socket);
        QByteArray rest;
        socket.write(get("/1"));
        QCOMPARE(readReply(socket, &rest).json().value("path"), "/1");
        socket.write(get("/2") + get("/3")
                     + "POST /4 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi" + get("/5"));
        for (const QString path : {"/2", "/3", "/4", "/5"})
            QCOMPARE(readReply(socket, &rest).json().value("path"), path);
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.write(get("/6", "Connection: close\r\n"));
        QCOMPARE(readReply(socket, &rest).header("Connection"), "close");
        QVERIFY(socket.state() == QAbstractSocket::UnconnectedState
                || socket.waitForDisconnected());
    }

    void headHasLengthAndNoBody()
    {
        QTcpSocket socket;
        connectTo(socket);
        QByteArray rest;
        socket.write("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
        const RawReply head = readReply(socket, &rest, true);
        QVERIFY(head.header("Content-Length").toInt() > 0);
        QVERIFY(!head.header("Date").isEmpty());
        // Had a body come, the next answer would not begin with a status line.
        socket.write(get("/b"));
        QCOMPARE(readReply(socket, &rest).status, 200);
    }

    void expectContinue()
    {
        QTcpSocket socket;
        connectTo(socket);
        socket.write(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QTRY_VERIFY(socket.bytesAvailable() || socket.waitForReadyRead(100));
        QCOMPARE(socket.readAll(), "HTTP/1.1 100 Continue\r\n\r\n");
        socket.write("hi");
        QCOMPARE(readReply(socket).json().value("body"), "hi");
    }

    void delaysRunInParallel()
    {
        Fault fault;
        fault.delay = 600ms;
        setFault(fault);
        QElapsedTimer timer;
        timer.start();
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 4; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            connectTo(*sockets.back());
            sockets.back()->write(get("/slow"));
            sockets.back()->flush();
        }
        for (auto &socket : sockets)
            QCOMPARE(readReply(*socket).status, 200);
        QVERIFY(timer.elapsed() >= 590);
        QVERIFY2(timer.elapsed() < 4 * 600, "the answers waited for each other");
    }

    void cutAfterBytes_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::newRow("nothing") << 0;
        QTest::newRow("within the status line") << 7;
        QTest::newRow("within the header") << 40;
    }
    void cutAfterBytes()
    {
        QFETCH(int, bytes);
        Fault fault;
        fault.cutAfter = bytes;
        setFault(fault);
        QTcpSocket socket;
        connectTo(socket);
        socket.write(get("/a"));
        QVERIFY(socket.waitForDisconnected(10'000));
        QCOMPARE(socket.readAll().size(), bytes);
        QCOMPARE(socket.error(), QAbstractSocket::RemoteHostClosedError);
    }

    void resetIsAReset()
    {
        Fault fault;
        fault.reset = true;
        setFault(fault);
        // A bare socket: Qt calls FIN and RST by the same name.
        const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(quint16(m_url.port()));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        const QByteArray request = get("/a");
        QCOMPARE(::send(fd, request.constData(), size_t(request.size()), 0), request.size());
        char byte = 0;
        const auto got = ::recv(fd, &byte, 1, 0);
        const int error = errno;
        ::close(fd);
        QCOMPARE(int(got), -1);
        QCOMPARE(error, ECONNRESET);
    }

    void wrongLengthLeavesTheClientWaiting()
    {
        Fault fault;
        fault.wrongLength = 10;
        setFault(fault);
        const RawReply reply = exchange(m_url, get("/a"));
        QCOMPARE(reply.status, 200);
        QVERIFY(!reply.complete);
    }

    void noAnswerKeepsTheConnection()
    {
        Fault fault;
        fault.noAnswer = true;
        setFault(fault);
        QTcpSocket socket;
        connectTo(socket);
        socket.write(get("/a"));
        QTRY_COMPARE(seenCount(), 1);
        QVERIFY(!socket.waitForReadyRead(300));
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    }

    void survivesClientsThatLeave()
    {
        Fault fault;
        fault.delay = 50ms;
        setFault(fault);
        for (int i = 0; i < 30; ++i) {
            QTcpSocket socket;
            connectTo(socket);
            socket.write(i % 3 == 0 ? get("/a").left(20) : get("/a"));
            socket.waitForBytesWritten(1'000);
            socket.abort();
        }
        setFault({});
        QCOMPARE(exchange(m_url, get("/b")).status, 200);
    }

    void bigBodyGoesToASlowReader_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::newRow("TLS") << true;
        QTest::newRow("plain") << false;
    }
    void bigBodyGoesToASlowReader()
    {
        QFETCH(bool, tls);
        if (tls) {
            const auto configuration = selfSigned();
            if (!configuration)
                QSKIP("openssl is not here to make a certificate");
            cleanup();
            startServer(configuration);
        }
        m_answerBody = QByteArray(24 * 1024 * 1024, 'x');
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.setReadBufferSize(32 * 1024);
        if (tls) {
            socket.connectToHostEncrypted(m_url.host(), quint16(m_url.port()));
            QVERIFY2(socket.waitForEncrypted(20'000), qPrintable(socket.errorString()));
        } else {
            connectTo(socket);
        }
        socket.write(get("/big"));
        qint64 total = 0;
        while (total < m_answerBody.size()
               && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(20'000)))
            total += socket.readAll().size();
        QVERIFY(total >= m_answerBody.size());
    }

private:
    void startServer(const std::optional<QSslConfiguration> &tls)
    {
        m_thread = std::make_unique<QThread>();
        auto *server =
            new HttpServer([this](const ServerRequest &request) { return handle(request); },
                           [] { return QDateTime::currentDateTimeUtc(); });
        server->moveToThread(m_thread.get());
        connect(m_thread.get(), &QThread::finished, server, &QObject::deleteLater);
        m_thread->start();
        QMetaObject::invokeMethod(
            server,
            [&] {
                const auto port = server->listen(0, tls);
                m_url = QUrl(QString("http://127.0.0.1:%1").arg(port ? *port : 0));
            },
            Qt::BlockingQueuedConnection);
        QVERIFY(m_url.port() > 0);
    }
    static std::optional<QSslConfiguration> selfSigned()
    {
        QTemporaryDir dir;
        QProcess openssl;
        openssl.start("openssl",
                      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                       "-nodes", "-keyout", dir.filePath("key"), "-out", dir.filePath("cert"),
                       "-days", "1", "-subj", "/CN=127.0.0.1", "-batch"});
        if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0)
            return std::nullopt;
        QFile key(dir.filePath("key"));
        if (!key.open(QIODevice::ReadOnly))
            return std::nullopt;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(dir.filePath("cert")));
        configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
        return configuration;
    }
    ServerAnswer handle(const ServerRequest &request)
    {
        const std::lock_guard lock(m_mutex);
        m_seen.append(request);
        const QJsonObject body {{"path", QString::fromLatin1(request.path())},
                                {"body", QString::fromLatin1(request.body)}};
        ServerReply reply {200, {{"Content-Type", "application/json"}}, m_answerBody};
        if (reply.body.isEmpty())
            reply.body = QJsonDocument(body).toJson();
        return {reply, m_fault};
    }
    void setFault(const Fault &fault)
    {
        const std::lock_guard lock(m_mutex);
        m_fault = fault;
    }
    int seenCount()
    {
        const std::lock_guard lock(m_mutex);
        return int(m_seen.size());
    }
    ServerRequest lastSeen()
    {
        const std::lock_guard lock(m_mutex);
        return m_seen.isEmpty() ? ServerRequest() : m_seen.last();
    }
    void connectTo(QTcpSocket &socket)
    {
        socket.connectToHost(m_url.host(), quint16(m_url.port()));
        QVERIFY(socket.waitForConnected(10'000));
    }

    std::unique_ptr<QThread> m_thread;
    std::mutex m_mutex;
    std::optional<Fault> m_fault;
    QList<ServerRequest> m_seen;
    QByteArray m_answerBody;
    QUrl m_url;
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
