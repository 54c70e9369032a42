// One download against everything a server or a line can do. Each ends as the whole file, as a
// request for a new link, or as a problem with a name.
#include "support/downloads.h"
#include "transfer/diskcalls.h"
#include "transfer/download.h"

#include <QDir>
#include <QElapsedTimer>
#include <QScopeGuard>
#include <QTest>
#include <sys/mount.h>

using Kind = TransferProblem::Kind;
using State = TransferState;

class TestDownload : public QObject
{
    Q_OBJECT

    const QByteArray m_bytes = makeArchive(11, 400'000);
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_folder;
    std::unique_ptr<FileServer> m_server;
    std::unique_ptr<DownloadNetwork> m_network;
    std::unique_ptr<Throttle> m_throttle;
    std::unique_ptr<SpaceLedger> m_space;
    std::unique_ptr<Download> m_download;
    QList<FileReply> m_replies; // the last one goes on for ever

    FileReply good() const { return served(m_bytes); }
    FileReply cutAt(qint64 at) const
    {
        FileReply reply = good();
        reply.endAt = at;
        return reply;
    }
    void make(const DownloadPolicy &policy = quickPolicy())
    {
        m_download.reset(); // the file has one writer
        m_download = std::make_unique<Download>(m_folder + "/backup.tar.gz", "job", *m_network,
                                                *m_throttle, *m_space, policy);
        m_download->setLink(linkTo(m_server->url("/secret-token/backup.tar.gz")));
    }
    bool ends()
    {
        return QTest::qWaitFor(
            [this] {
                const State state = m_download->status().state;
                return m_download->status().complete || state == State::Failed
                    || state == State::NeedsLink || state == State::Paused;
            },
            10'000);
    }
    QByteArray partial() const { return readAll(m_folder + "/backup.tar.gz.part"); }
    /// A disk of its own for the downloads, until cleanup(); false if that is not permitted.
    bool mountDisk(qint64 bytes)
    {
        const QString folder = m_dir->filePath("disk");
        QDir().mkpath(folder);
        const QByteArray size = "size=" + QByteArray::number(bytes);
        if (mount("tmpfs", folder.toLocal8Bit().constData(), "tmpfs", 0, size.constData()) != 0)
            return false;
        m_folder = folder;
        return true;
    }
    QByteArray sent(int request, const QByteArray &header) const
    {
        return m_server->requests().value(request).headers.value(header);
    }
    void isWhole()
    {
        QVERIFY(ends());
        QVERIFY2(m_download->status().complete, qPrintable(describe(m_download->status().problem)));
        QCOMPARE(partial(), m_bytes);
        QCOMPARE(m_download->status().sha1.toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha1));
        QCOMPARE(m_download->status().sha256.toLatin1(),
                 hashOf(m_bytes, QCryptographicHash::Sha256));
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = m_dir->path();
        m_network = std::make_unique<DownloadNetwork>();
        m_throttle = std::make_unique<Throttle>();
        m_space = std::make_unique<SpaceLedger>();
        m_replies = {good()};
        m_server = std::make_unique<FileServer>([this](const TestRequest &) {
            return m_replies.size() > 1 ? m_replies.takeFirst() : m_replies.first();
        });
    }
    void cleanup()
    {
        m_download.reset();
        m_network.reset();
        m_server.reset();
        if (m_folder != m_dir->path())
            umount(m_folder.toLocal8Bit().constData());
        m_dir.reset();
    }

    void oneGet()
    {
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 1);
        QCOMPARE(m_server->connections(), 1);
        const TestRequest &request = m_server->requests().first();
        QCOMPARE(request.verb, "GET");
        QCOMPARE(request.headers.value("accept-encoding"), "identity");
        QVERIFY(!request.headers.contains("range"));
        QVERIFY(!request.headers.contains("authorization"));
        QVERIFY(request.headers.value("user-agent").startsWith("Snapback/"));
    }

    void withoutLength()
    {
        m_replies.first().hasLength = false;
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_download->status().size, m_bytes.size());
    }

    void cutsGoOnWhereTheyWere_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::addColumn<QByteArray>("etag");
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<QByteArray>("ifRange");
        const QByteArray date = "Sun, 01 Mar 2026 12:00:00 GMT";
        QTest::newRow("closed") << false << QByteArray("\"e\"") << QByteArray()
                                << QByteArray("\"e\"");
        QTest::newRow("reset") << true << QByteArray("\"e\"") << QByteArray()
                               << QByteArray("\"e\"");
        QTest::newRow("by date") << false << QByteArray() << date << date;
        QTest::newRow("weak ETag") << false << QByteArray("W/\"e\"") << date << date;
        QTest::newRow("no validator") << false << QByteArray() << QByteArray() << QByteArray();
    }
    void cutsGoOnWhereTheyWere()
    {
        QFETCH(bool, reset);
        QFETCH(QByteArray, etag);
        QFETCH(QByteArray, date);
        FileReply cut = cutAt(150'000);
        cut.reset = reset;
        m_replies = {cut, good()};
        for (FileReply &reply : m_replies) {
            reply.etag = etag;
            reply.lastModified = date;
        }
        make();
        m_download->start();
        isWhole();
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(m_server->requests().size(), 2);
        if (!reset) // after a reset less may have arrived
            QCOMPARE(sent(1, "range"), "bytes=150000-");
        if (sent(1, "range").size())
            QTEST(sent(1, "if-range"), "ifRange");
    }

    void cutBeforeTheAnswerIsNotRepeatedByQt()
    {
        FileReply nothing = good();
        nothing.status = 200;
        m_replies = {cutAt(0), good()};
        m_replies.first().content.clear();
        m_replies.first().announceMore = 100;
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
    }

    void cutOfARestWithoutLength()
    {
        FileReply rest = cutAt(40'000);
        rest.hasLength = false;
        m_replies = {cutAt(100'000), rest, good()};
        make();
        m_download->start();
        isWhole();
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(sent(2, "range"), "bytes=140000-");
    }

    void cutEachTime()
    {
        m_replies = {cutAt(100'000)};
        m_replies.first().ranges = false;
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::Failed);
        QCOMPARE(m_download->status().problem.kind, Kind::Unreachable);
        QVERIFY(m_server->requests().size() <= quickPolicy().attempts + 1);
        // Later the line is better.
        m_replies = {good()};
        m_download->start();
        isWhole();
    }

    void fromTheStartIsSaid()
    {
        m_replies = {cutAt(150'000), good()};
        m_replies[1].ranges = false;
        make();
        m_download->start();
        isWhole();
        QVERIFY(m_download->status().startedOver);
        QCOMPARE(m_server->requests().size(), 2);
    }

    void noArchiveLeavesTheDiskAsItWas_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("a portal's text") << QByteArray("Please sign in to the guest network.");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("two bytes of gzip") << QByteArray("\x1f\x8b");
    }
    void noArchiveLeavesTheDiskAsItWas()
    {
        QFETCH(QByteArray, content);
        FileReply other = served(content);
        other.contentType = "text/plain";
        other.ranges = false;
        m_replies = {cutAt(150'000), other, good()};
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::Failed);
        QCOMPARE(m_download->status().problem.kind, Kind::NotData);
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(partial(), m_bytes.left(150'000));
        // Nor is forgotten what the right server said.
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 3);
        QCOMPARE(sent(2, "range"), "bytes=150000-");
        QCOMPARE(sent(2, "if-range"), good().etag);
    }

    void emptyAnswerIsNoFile()
    {
        FileReply nothing = served("");
        m_replies = {nothing, good()};
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::NotData);
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
    }

    void cutWithinTheFirstBytes()
    {
        m_replies = {cutAt(2), good()};
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
    }

    /// What is of no use any more is kept until something better begins.
    void noArchiveAfterAnotherFile()
    {
        const QByteArray before = makeArchive(12, 400'000);
        FileReply portal = served("Please sign in to the guest network.");
        portal.contentType = "text/plain";
        FileReply changed = good();
        changed.strictRanges = false; // 206, but of another file
        m_replies = {served(before), changed, portal, good()};
        m_replies[0].endAt = 150'000;
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::NotData);
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(partial(), before.left(150'000));
        QVERIFY(sent(2, "range").isEmpty());
        QVERIFY(sent(2, "if-range").isEmpty());
        m_download->start();
        isWhole();
        QVERIFY(m_download->status().startedOver);
        QCOMPARE(m_server->requests().size(), 4);
    }

    void anotherFileEachTime()
    {
        quint32 number = 100;
        m_server->handle([&number](const TestRequest &) {
            FileReply reply = served(makeArchive(++number, 400'000));
            reply.strictRanges = false;
            reply.endAt = 100'000;
            return reply;
        });
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::Failed);
        QCOMPARE(m_download->status().problem.kind, Kind::SourceChanged);
        QVERIFY(m_download->status().startedOver);
        QCOMPARE(m_server->requests().size(), 2 + 2 * quickPolicy().startOvers);
    }

    void headOfAnotherAndNoByte_data()
    {
        QTest::addColumn<bool>("pauses");
        QTest::newRow("then silence") << false;
        QTest::newRow("then a pause") << true;
    }
    void headOfAnotherAndNoByte()
    {
        QFETCH(bool, pauses);
        FileReply other = served(makeArchive(12, 400'000));
        other.ranges = false;
        other.endAt = 0;
        other.hang = true;
        m_replies = {cutAt(150'000), other, good()};
        make();
        DownloadLink link = linkTo(m_server->url());
        link.net.transferTimeout = std::chrono::milliseconds(300);
        m_download->setLink(link);
        connect(
            m_download.get(), &Download::changed, m_download.get(),
            [&] {
                if (pauses && m_download->status().state == State::Waiting
                    && m_server->requests().size() == 2)
                    m_download->pause();
            },
            Qt::QueuedConnection);
        m_download->start();
        if (pauses) {
            QVERIFY(ends());
            QCOMPARE(m_download->status().state, State::Paused);
            QCOMPARE(partial(), m_bytes.left(150'000));
            m_download->start();
        }
        isWhole();
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(sent(2, "range"), "bytes=150000-");
    }

    void moreThanItsSize()
    {
        m_replies = {cutAt(150'000), good()};
        DownloadPolicy once = quickPolicy();
        once.attempts = 1;
        make(once);
        m_download->start();
        QVERIFY(ends());
        TestServer other;
        other.handle([this](const TestRequest &request) {
            const bool part = request.headers.contains("range");
            TestReply reply;
            reply.status = part ? 206 : 200;
            reply.body = part ? m_bytes.mid(150'000) + "and more" : m_bytes;
            reply.hasLength = !part;
            const QByteArray size = QByteArray::number(m_bytes.size());
            const QByteArray last = QByteArray::number(m_bytes.size() - 1);
            if (part)
                reply.headers = {{"Content-Range", "bytes 150000-" + last + '/' + size},
                                 {"Connection", "close"}};
            return reply;
        });
        make();
        m_download->setLink(linkTo(other.url()));
        m_download->start();
        isWhole();
        QCOMPARE(other.requests().size(), 2);
        QVERIFY(m_download->status().startedOver);
    }

    void allCameButItsSizeWasNotKnown()
    {
        FileReply endless = good(); // chunked, and the last chunk is missing
        endless.content = QByteArray::number(m_bytes.size(), 16) + "\r\n" + m_bytes + "\r\n";
        endless.endAt = endless.content.size();
        endless.ranges = false;
        endless.hasLength = false;
        endless.headers = {{"Transfer-Encoding", "chunked"}};
        m_replies = {endless, good()};
        make();
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
        QVERIFY(!m_download->status().startedOver);
        QCOMPARE(m_download->status().size, m_bytes.size());
    }

    void anotherFileMeanwhile_data()
    {
        QTest::addColumn<bool>("strict");
        QTest::newRow("the server heeds If-Range") << true;
        QTest::newRow("the server does not") << false;
    }
    void anotherFileMeanwhile()
    {
        QFETCH(bool, strict);
        m_replies = {served(makeArchive(12, 400'000)), good()};
        m_replies[0].endAt = 150'000;
        m_replies[1].strictRanges = strict;
        make();
        m_download->start();
        isWhole();
        QVERIFY(m_download->status().startedOver);
    }

    void pauseAndResume()
    {
        m_replies.first().paceMs = 5;
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().received > 50'000; }));
        m_download->pause();
        QCOMPARE(m_download->status().state, State::Paused);
        const qint64 had = m_download->part().bytes();
        QVERIFY(had < m_bytes.size());
        QCOMPARE(partial(), m_bytes.left(had));
        m_replies.first().paceMs = 0;
        m_download->start();
        isWhole();
        QCOMPARE(sent(1, "range"), "bytes=" + QByteArray::number(had) + '-');
    }

    void anotherProcessGoesOn()
    {
        m_replies = {cutAt(150'000), good()};
        DownloadPolicy once = quickPolicy();
        once.attempts = 1;
        make(once);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::Unreachable);
        make();
        m_download->start();
        isWhole();
        QCOMPARE(sent(1, "range"), "bytes=150000-");
        // And one that has all bytes needs no link.
        make();
        m_download->setLink({});
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
    }

    void waitsWhenAsked_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {429, 500, 502, 503, 504})
            QTest::newRow(qPrintable(QString::number(status))) << status;
    }
    void waitsWhenAsked()
    {
        QFETCH(int, status);
        FileReply busy = good();
        busy.status = status;
        busy.content = "busy";
        busy.headers = {{"Retry-After", "1"}};
        m_replies = {busy, good()};
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().state == State::Waiting; }));
        QCOMPARE(m_download->status().problem.kind, Kind::ServerTrouble);
        QCOMPARE(m_download->status().problem.httpStatus, status);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QVERIFY(m_download->status().retryAt > now.addMSecs(500));
        QVERIFY(m_download->status().retryAt < now.addMSecs(1'500));
        isWhole();
    }

    void busyForEver()
    {
        m_replies.first().status = 503;
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::ServerTrouble);
        QCOMPARE(m_server->requests().size(), quickPolicy().attempts);
        QVERIFY(partial().isEmpty());
    }

    void refusedLinks_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 401, 403, 404, 410})
            QTest::newRow(qPrintable(QString::number(status))) << status;
    }
    void refusedLinks()
    {
        QFETCH(int, status);
        FileReply refused = good();
        refused.status = status;
        refused.content = "<Error>AccessDenied</Error>";
        m_replies = {cutAt(150'000), refused, good()};
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::NeedsLink);
        QCOMPARE(m_download->status().problem.kind, Kind::LinkRefused);
        QCOMPARE(m_server->requests().size(), 2); // not tried again
        QCOMPARE(partial(), m_bytes.left(150'000));
        m_download->setLink(linkTo(m_server->url("/another-token/backup.tar.gz")));
        isWhole();
        QCOMPARE(m_server->requests().size(), 3);
        QCOMPARE(sent(2, "range"), "bytes=150000-");
    }

    void linkThatIsOverIsNotTried()
    {
        make();
        DownloadLink link = linkTo(m_server->url());
        link.expires = QDateTime::currentDateTimeUtc().addSecs(-1);
        m_download->setLink(link);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::NeedsLink);
        QCOMPARE(m_server->requests().size(), 0);
    }

    void whatIsNoData_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("status");
        QTest::newRow("a page") << QByteArray("text/html") << m_bytes << 200;
        QTest::newRow("JSON") << QByteArray("application/json") << m_bytes << 200;
        QTest::newRow("XML") << QByteArray("application/xml") << m_bytes << 200;
        QTest::newRow("no gzip") << QByteArray("application/gzip") << QByteArray("PK\3\4zip")
                                 << 200;
        QTest::newRow("two bytes of gzip")
            << QByteArray("application/gzip") << QByteArray("\x1f\x8b") << 200;
        QTest::newRow("empty") << QByteArray("application/gzip") << QByteArray() << 200;
        QTest::newRow("418") << QByteArray("application/gzip") << m_bytes << 418;
        QTest::newRow("no content") << QByteArray("application/gzip") << QByteArray() << 204;
    }
    void whatIsNoData()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, content);
        QFETCH(int, status);
        FileReply reply = served(content);
        reply.contentType = type;
        reply.status = status;
        m_replies = {reply};
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::Failed);
        QCOMPARE(m_download->status().problem.kind, Kind::NotData);
        QVERIFY(partial().isEmpty());
    }

    void wrongLengths()
    {
        m_replies.first().announceMore = 5'000; // there are not that many
        make();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().state, State::Failed);
        QCOMPARE(m_download->status().problem.kind, Kind::WrongLength);
        QVERIFY(!QFile::exists(m_dir->filePath("backup.tar.gz")));
    }

    void redirects()
    {
        FileServer other([this](const TestRequest &) { return good(); });
        FileReply passedOn = good();
        passedOn.status = 302;
        passedOn.content.clear();
        passedOn.headers = {{"Location", other.url("/elsewhere").toEncoded()}};
        FileReply here = passedOn;
        here.headers = {{"Location", "/here"}};
        m_replies = {here, passedOn};
        make();
        DownloadLink link = linkTo(m_server->url());
        link.headerName = "X-Backup-Auth";
        link.headerValue = Secret("header-secret");
        m_download->setLink(link);
        m_download->start();
        isWhole();
        QCOMPARE(sent(0, "x-backup-auth"), "header-secret");
        QCOMPARE(sent(1, "x-backup-auth"), "header-secret"); // still its own host
        QCOMPARE(other.requests().size(), 1);
        QVERIFY(!other.requests().first().headers.contains("x-backup-auth"));
    }

    void redirectsThatAreNotFollowed_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<Kind>("problem");
        QTest::newRow("in the clear") << QByteArray("http://192.0.2.1/x") << Kind::Insecure;
        QTest::newRow("a file") << QByteArray("file:///etc/hostname") << Kind::Insecure;
        QTest::newRow("for ever") << QByteArray("/again") << Kind::TooManyRedirects;
    }
    void redirectsThatAreNotFollowed()
    {
        QFETCH(QByteArray, location);
        FileReply reply;
        reply.status = 307;
        reply.headers = {{"Location", location}};
        m_replies = {reply};
        make();
        m_download->start();
        QVERIFY(ends());
        QTEST(m_download->status().problem.kind, "problem");
        QVERIFY(m_server->requests().size() <= 6);
    }

    void insecureLink()
    {
        make();
        m_download->setLink(linkTo(QUrl("http://192.0.2.1/backup.tar.gz")));
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::Insecure);
    }

    void nobodyThere()
    {
        make();
        m_server->close();
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::Unreachable);
        QVERIFY(!describe(m_download->status().problem).contains("secret-token"));
    }

    void silence()
    {
        m_replies = {cutAt(150'000), good()};
        m_replies.first().hang = true;
        make();
        DownloadLink link = linkTo(m_server->url());
        link.net.transferTimeout = std::chrono::milliseconds(300);
        m_download->setLink(link);
        m_download->start();
        isWhole();
        QCOMPARE(m_server->requests().size(), 2);
    }

    void notEnoughRoom()
    {
        DownloadPolicy policy = quickPolicy();
        policy.reserve = std::numeric_limits<qint64>::max() / 2;
        make(policy);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::DiskFull);
        QCOMPARE(m_server->requests().size(), 0); // the link is not spent
    }

    void roomForAnother_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("fits");
        QTest::newRow("in place of what is there") << qint64(400'000) << true;
        QTest::newRow("not even so") << qint64(2'000'000) << false;
    }
    void roomForAnother()
    {
        QFETCH(qint64, size);
        QFETCH(bool, fits);
        const QByteArray other = makeArchive(12, size);
        if (!mountDisk(m_bytes.size() + 100'000))
            QSKIP("mounting a small tmpfs is not permitted here");
        m_replies = {cutAt(150'000), served(other)};
        DownloadPolicy policy = quickPolicy();
        policy.reserve = 1;
        make(policy);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().complete, fits);
        QCOMPARE(m_download->status().startedOver, fits);
        QCOMPARE(partial(), fits ? other : m_bytes.left(150'000));
        if (!fits)
            QCOMPARE(m_download->status().problem.kind, Kind::DiskFull);
    }

    void claimsRoomWhileItRuns()
    {
        m_replies = {cutAt(150'000)};
        m_replies.first().hang = true;
        const quint64 device = deviceOf(m_folder);
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().received == 150'000; }));
        QCOMPARE(m_space->claimedByOthers(this, device), m_bytes.size() - 150'000);
        QCOMPARE(m_space->claimedByOthers(this, device + 1), 0);
        m_download->pause();
        QCOMPARE(m_space->claimedByOthers(this, device), 0);
        // All that is free was promised to another one meanwhile.
        DownloadPolicy policy = quickPolicy();
        policy.reserve = 1;
        m_replies = {good()};
        make(policy);
        m_space->claim(this, device, std::numeric_limits<qint64>::max() / 2);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::DiskFull);
        QCOMPARE(m_server->requests().size(), 1); // the link is not spent
        m_space->release(this);
        m_download->start();
        isWhole();
        QCOMPARE(m_space->claimedByOthers(this, device), 0);
    }

    void roomIsNotPromisedTwice()
    {
        if (!mountDisk(m_bytes.size() * 5 / 2))
            QSKIP("mounting a small tmpfs is not permitted here");
        m_replies.first().paceMs = 5; // all three at the same time
        TransferSettings settings = quickSettings(m_dir->filePath("history"));
        settings.policy.reserve = 1;
        settings.limit = 3;
        TransferQueue queue(settings, nullptr);
        NewTransfer order = orderOf(m_folder, linkTo(m_server->url("/a/a.tar.gz")), "a.tar.gz");
        order.parts.append(NewPart {"b.tar.gz", linkTo(m_server->url("/b/b.tar.gz"))});
        order.parts.append(NewPart {"c.tar.gz", linkTo(m_server->url("/c/c.tar.gz"))});
        const QString id = queue.add(order);
        QVERIFY(QTest::qWaitFor([&] { return !queue.find(id)->isActive(); }, 10'000));
        int done = 0;
        for (const TransferPart &part : queue.find(id)->parts) {
            done += part.state == State::Done ? 1 : 0;
            if (part.state != State::Done)
                QCOMPARE(part.problem.kind, Kind::DiskFull);
        }
        QCOMPARE(done, 2);
    }

    void removedWhileItRuns()
    {
        m_replies.first().paceMs = 5;
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().received > 10'000; }));
        QVERIFY(QFile::remove(m_dir->filePath("backup.tar.gz.part")));
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::FileVanished);
        m_replies.first().paceMs = 0;
        m_download->start();
        isWhole();
    }

    void bandwidth()
    {
        m_throttle->setRate(1'000'000);
        make();
        QElapsedTimer clock;
        clock.start();
        m_download->start();
        isWhole();
        const qint64 shortest = m_bytes.size() / 1'000 - 120; // ms, less the bucket
        QVERIFY2(clock.elapsed() >= shortest, qPrintable(QString::number(clock.elapsed())));
    }

    void whatIsNotReadStaysAtTheServer()
    {
        // More than all buffers of both sides together; memory must not grow with the file.
        m_replies.first().content = m_bytes + QByteArray(100'000'000, 'x');
        m_throttle->setRate(1'000);
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().received > 500; }));
        qint64 before = 0;
        QVERIFY(QTest::qWaitFor([&] { // until nothing more leaves
            return std::exchange(before, m_server->unsentBytes()) == m_server->unsentBytes();
        }));
        QVERIFY2(m_server->unsentBytes() > 70'000'000,
                 qPrintable(QString::number(m_server->unsentBytes())));
    }

    void tls()
    {
        const TestCertificate certificate("IP:127.0.0.1,DNS:localhost");
        if (!certificate.isValid())
            QSKIP("openssl is not installed");
        FileServer server([this](const TestRequest &) { return good(); }, &certificate);
        make();
        m_download->setLink(linkTo(server.url()));
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::Tls); // nobody vouches for it
        QCOMPARE(server.requests().size(), 0);
        DownloadLink link = linkTo(server.url());
        link.net.caFile = certificate.file();
        m_download->setLink(link);
        m_download->start();
        isWhole();
        link.net.caFile = m_dir->filePath("none.pem");
        make();
        QVERIFY(QFile::remove(m_dir->filePath("backup.tar.gz.part.state")));
        QVERIFY(QFile::remove(m_dir->filePath("backup.tar.gz.part")));
        m_download->setLink(link);
        m_download->start();
        QVERIFY(ends());
        QCOMPARE(m_download->status().problem.kind, Kind::Tls);
    }

    void diesWhileItRuns()
    {
        m_replies.first().paceMs = 5;
        make();
        m_download->start();
        QVERIFY(QTest::qWaitFor([this] { return m_download->status().received > 10'000; }));
        m_download.reset();
        make();
        m_replies.first().paceMs = 0;
        m_download->start();
        isWhole();
        QVERIFY(sent(1, "range").startsWith("bytes="));
    }
};

QTEST_GUILESS_MAIN(TestDownload)
#include "tst_download.moc"
