// Downloads from a server we did not write: Debian's nginx, with and without Range, http and https.
#include "support/downloads.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTest>

using State = TransferState;

namespace {

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString nginxProgram()
{
    return QStandardPaths::findExecutable(
        "nginx", {"/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"});
}

} // namespace

class TestTransferNginx : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<TestCertificate> m_certificate;
    QProcess m_nginx;
    quint16 m_http = 0;
    quint16 m_https = 0;
    const QByteArray m_bytes = makeArchive(31, 3'000'000);

    QByteArray configuration() const
    {
        return QString(R"(
daemon off; master_process off; pid %1/nginx.pid; error_log %1/error.log;
events { }
http {
    access_log %1/access.log;
    client_body_temp_path %1/t1; proxy_temp_path %1/t2; fastcgi_temp_path %1/t3;
    uwsgi_temp_path %1/t4; scgi_temp_path %1/t5;
    root %1/www;
    server {
        listen 127.0.0.1:%2;
        listen 127.0.0.1:%3 ssl;
        ssl_certificate %4; ssl_certificate_key %5;
        location /slow/ { alias %1/www/; limit_rate 1m; }
        location /norange/ { alias %1/www/; max_ranges 0; limit_rate 1m; }
        location /moved/ { return 302 /backup.tar.gz; }
    }
})")
            .arg(m_dir.path())
            .arg(m_http)
            .arg(m_https)
            .arg(m_certificate->file(), QFileInfo(m_certificate->file()).path() + "/key.pem")
            .toUtf8();
    }
    DownloadLink link(const QString &scheme, const QString &path) const
    {
        QUrl url;
        url.setScheme(scheme);
        url.setHost("127.0.0.1");
        url.setPort(scheme == "https" ? m_https : m_http);
        url.setPath(path);
        DownloadLink link = linkTo(url);
        link.net.caFile = m_certificate->file();
        return link;
    }

private slots:
    void initTestCase()
    {
        if (nginxProgram().isEmpty())
            QSKIP("nginx is not installed");
        m_certificate = std::make_unique<TestCertificate>("IP:127.0.0.1");
        if (!m_certificate->isValid())
            QSKIP("openssl is not installed");
        m_http = freePort();
        m_https = freePort();
        QDir(m_dir.path()).mkpath("www");
        // nginx as root serves as another user.
        QFile::setPermissions(m_dir.path(),
                              QFile::Permissions(0x7755)); // rwxr-xr-x
        QVERIFY(writeAll(m_dir.filePath("www/backup.tar.gz"), m_bytes));
        QVERIFY(writeAll(m_dir.filePath("nginx.conf"), configuration()));
        m_nginx.setProcessChannelMode(QProcess::ForwardedChannels);
        m_nginx.start(nginxProgram(),
                      {"-p", m_dir.path(), "-e", m_dir.filePath("error.log"), "-c",
                       m_dir.filePath("nginx.conf")});
        QVERIFY(m_nginx.waitForStarted());
        const bool up = QTest::qWaitFor([this] {
            QTcpSocket socket;
            socket.connectToHost("127.0.0.1", m_http);
            return socket.waitForConnected(200);
        });
        QVERIFY2(up, readAll(m_dir.filePath("error.log")).constData());
    }
    void cleanupTestCase()
    {
        m_nginx.terminate();
        if (m_nginx.state() != QProcess::NotRunning && !m_nginx.waitForFinished(3'000))
            m_nginx.kill();
    }

    void whole_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("path");
        for (const QString scheme : {"http", "https"}) {
            QTest::newRow(qPrintable(scheme)) << scheme << "/backup.tar.gz";
            QTest::newRow(qPrintable(scheme + ", redirected")) << scheme << "/moved/";
        }
    }
    void whole()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, path);
        QTemporaryDir folder;
        TransferQueue queue(quickSettings({}), nullptr);
        const QString id = queue.add(orderOf(folder.path(), link(scheme, path)));
        QTRY_VERIFY(!queue.find(id)->isActive());
        QVERIFY2(queue.find(id)->state() == State::Done,
                 qPrintable(describe(queue.find(id)->parts[0].problem)));
        QCOMPARE(queue.find(id)->verdict(), Verdict::Recorded);
        QCOMPARE(readAll(folder.filePath("backup.tar.gz")), m_bytes);
        QCOMPARE(readAll(m_dir.filePath("access.log")).count("HEAD "), 0);
    }

    void pausedHalfWay_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("startsOver");
        for (const QString scheme : {"http", "https"}) {
            QTest::newRow(qPrintable(scheme + ", Range"))
                << scheme << "/slow/backup.tar.gz" << false;
            QTest::newRow(qPrintable(scheme + ", no Range"))
                << scheme << "/norange/backup.tar.gz" << true;
        }
    }
    void pausedHalfWay()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, path);
        QTemporaryDir folder;
        TransferQueue queue(quickSettings({}), nullptr);
        const QString id = queue.add(orderOf(folder.path(), link(scheme, path)));
        QTRY_VERIFY(queue.find(id)->received() > 200'000);
        queue.pause(id);
        QTRY_COMPARE(queue.find(id)->state(), State::Paused);
        QVERIFY(queue.find(id)->received() < m_bytes.size());
        queue.resume(id);
        QTRY_COMPARE_WITH_TIMEOUT(queue.find(id)->state(), State::Done, 15'000);
        QTEST(queue.find(id)->parts[0].startedOver, "startsOver");
        QCOMPARE(readAll(folder.filePath("backup.tar.gz")), m_bytes);
    }

    void missing()
    {
        QTemporaryDir folder;
        TransferQueue queue(quickSettings({}), nullptr);
        const QString id = queue.add(orderOf(folder.path(), link("https", "/none.tar.gz")));
        QTRY_COMPARE(queue.find(id)->state(), State::NeedsLink);
        QCOMPARE(queue.find(id)->parts[0].problem.httpStatus, 404);
    }
};

QTEST_GUILESS_MAIN(TestTransferNginx)
#include "tst_transfernginx.moc"
