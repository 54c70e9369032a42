#include "sandboxclient.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QtEndian>

using namespace std::chrono_literals;

namespace {

constexpr qint64 kBytes = 300'000;

// Each job's link is ready when the world begins.
constexpr char kMill[] = R"({"organizations": [{"name": "Mill", "projects": [{"name": "Press",
  "retired": false, "clusters": [
    {"name": "rs", "tier": "M10", "version": "8.0.13",
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m"},
              {"delivery": "download", "at": "-11m", "takes": "5m", "privateEndpoint": true}]},
    {"name": "ledger", "tier": "M30", "version": "8.0.13", "shards": 2,
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m", "privateEndpoint": true}]},
    {"name": "flex", "tier": "FLEX", "version": "8.0.13",
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"at": "-10m", "download": true}]},
    {"name": "old", "tier": "M20", "version": "7.0.24", "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-30m", "takes": "10m", "expirationHours": 2, "maxDownloads": 2},
                    {"at": "-31m", "takes": "10m", "expirationHours": 2, "maxDownloads": 9,
                     "hashed": true}]},
    {"name": "oldshards", "tier": "M30", "version": "7.0.24", "shards": 2,
     "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-30m", "takes": "10m", "batch": true, "expirationHours": 2}]}]}]}]%1})";

struct Link {
    QUrl url;
    QByteArray login; // the whole header line, or nothing
};

QByteArray targetOf(const QUrl &url)
{
    return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
}

QByteArray sha(const QByteArray &bytes, QCryptographicHash::Algorithm algorithm)
{
    return QCryptographicHash::hash(bytes, algorithm).toHex();
}

} // namespace

// Downloads: the files, who gets them how often and how long, ranges, and what can go wrong.
class TestSandboxArchives : public QObject
{
    Q_OBJECT

private slots:
    void init() { startMill(); }
    void cleanup()
    {
        m_client.reset();
        m_sandbox.reset();
    }

    void everyKind_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind :
             {"replica set", "private endpoint", "shard", "shard, private endpoint",
              "config servers", "flex", "legacy", "legacy, in the address", "legacy batch"})
            QTest::newRow(kind) << kind;
    }
    void everyKind()
    {
        QFETCH(QString, kind);
        const Link link = linkOf(kind);
        QCOMPARE(link.url.authority(), m_sandbox->login().baseUrl.authority());
        const auto facts = m_sandbox->archiveFacts(link.url);
        QVERIFY(facts);
        const RawReply reply = fetch(link);
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.complete);
        QCOMPARE(reply.header("Content-Type"), "application/gzip");
        QCOMPARE(reply.header("Accept-Ranges"), "bytes");
        QVERIFY(!reply.header("Last-Modified").isEmpty());
        QVERIFY(reply.header("ETag").startsWith('"'));
        QCOMPARE(reply.body.size(), facts->size);
        QVERIFY(qAbs(facts->size - kBytes) < kBytes / 20);
        QCOMPARE(sha(reply.body, QCryptographicHash::Sha256), facts->sha256);
        QCOMPARE(sha(reply.body, QCryptographicHash::Sha1), facts->sha1);

        // The system's tools take it.
        QTemporaryDir dir;
        QFile file(dir.filePath("a.tar.gz"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(reply.body);
        file.close();
        QByteArray listing;
        QVERIFY2(run("gzip", {"-t", file.fileName()}, &listing), listing);
        QVERIFY2(run("tar", {"tzf", file.fileName()}, &listing), listing);
        for (const char *name : {"/WiredTiger\n", "/storage.bson\n", "/collection-0-",
                                 "/_mdb_catalog.wt\n", "/journal/WiredTigerLog."})
            QVERIFY2(listing.contains(name), listing);
    }

    void filesDiffer()
    {
        QSet<QByteArray> hashes;
        const QList<QByteArray> kinds {
            "replica set", "private endpoint", "shard", "config servers", "flex", "legacy"};
        for (const QByteArray &kind : kinds)
            hashes.insert(m_sandbox->archiveFacts(linkOf(kind).url)->sha256);
        QCOMPARE(hashes.size(), kinds.size());
        // Both ways to one file.
        QCOMPARE(m_sandbox->archiveFacts(linkOf("shard").url)->sha256,
                 m_sandbox->archiveFacts(linkOf("shard, private endpoint").url)->sha256);
    }

    void rangesMakeTheWhole_data()
    {
        QTest::addColumn<qint64>("step");
        for (qint64 step : {997, 65'535, 65'536, 65'540, 299'999})
            QTest::addRow("%lld", static_cast<long long>(step)) << step;
    }
    void rangesMakeTheWhole()
    {
        QFETCH(qint64, step);
        const Link link = linkOf("flex");
        const QByteArray whole = fetch(link).body;
        QByteArray joined;
        while (joined.size() < whole.size()) {
            const qint64 last = qMin<qint64>(joined.size() + step, whole.size()) - 1;
            const QByteArray range =
                QByteArray::number(joined.size()) + '-' + QByteArray::number(last);
            const RawReply piece = fetch(link, "Range: bytes=" + range + "\r\n");
            QCOMPARE(piece.status, 206);
            QCOMPARE(piece.header("Content-Range"),
                     "bytes " + range + '/' + QByteArray::number(whole.size()));
            QCOMPARE(piece.body.size(), last + 1 - joined.size());
            joined += piece.body;
        }
        QVERIFY(joined == whole);
    }

    void rangeForms_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("size"); // -1: to the end
        const auto row = [](const char *range, int status, qint64 from = 0, qint64 size = -1) {
            QTest::newRow(range) << QByteArray(range) << status << from << size;
        };
        row("bytes=0-", 206);
        row("bytes=0-0", 206, 0, 1);
        row("bytes=12-99999999", 206, 12);
        row("bytes=5-4", 200);
        row("bytes=0-1,5-6", 200);
        row("items=0-1", 200);
        row("bytes=-", 200);
        row("bytes=99999999-", 416);
        row("bytes=-0", 416);
    }
    void rangeForms()
    {
        QFETCH(QByteArray, range);
        QFETCH(int, status);
        QFETCH(qint64, from);
        QFETCH(qint64, size);
        const Link link = linkOf("flex");
        const QByteArray whole = fetch(link).body;
        const RawReply reply = fetch(link, "Range: " + range + "\r\n");
        QCOMPARE(reply.status, status);
        if (status == 416)
            QCOMPARE(reply.header("Content-Range"), "bytes */" + QByteArray::number(whole.size()));
        else
            QVERIFY(reply.body == whole.mid(from, size));
        QVERIFY(fetch(link, "Range: bytes=-9\r\n").body == whole.right(9));
    }

    void ifRange_data()
    {
        QTest::addColumn<QByteArray>("condition"); // % is the ETag, @ the date
        QTest::addColumn<int>("status");
        QTest::newRow("its ETag") << QByteArray("%") << 206;
        QTest::newRow("its date") << QByteArray("@") << 206;
        QTest::newRow("another ETag") << QByteArray("\"other\"") << 200;
        QTest::newRow("weak") << QByteArray("W/%") << 200;
        QTest::newRow("another date") << QByteArray("Mon, 05 Jan 2015 05:05:05 GMT") << 200;
    }
    void ifRange()
    {
        QFETCH(QByteArray, condition);
        QFETCH(int, status);
        const Link link = linkOf("flex");
        const RawReply whole = fetch(link);
        condition.replace('%', whole.header("ETag")).replace('@', whole.header("Last-Modified"));
        const RawReply reply = fetch(link, "Range: bytes=100-\r\nIf-Range: " + condition + "\r\n");
        QCOMPARE(reply.status, status);
        QVERIFY(reply.body == whole.body.mid(status == 206 ? 100 : 0));
    }

    void cloudLinksWorkOnce()
    {
        const Link link = linkOf("private endpoint");
        const QByteArray job = m_job;
        QCOMPARE(fetch(link).status, 200);
        const RawReply again = fetch(link);
        QCOMPARE(again.status, 410);
        QVERIFY(again.header("Content-Type").startsWith("text/html"));
        const QJsonObject used = m_client->get(job).json();
        QVERIFY(used.value("deliveryUrl").toArray().isEmpty());
        QVERIFY(!used.contains("privateDownloadDeliveryUrls"));
        QVERIFY(!used.value("finishedAt").toString().isEmpty());
        QCOMPARE(used.value("expired"), QJsonValue(false));
        QCOMPARE(fetch(linkOf("replica set")).status, 200); // another job
    }

    void shardsAreUsedOneByOne()
    {
        const Link link = linkOf("shard");
        const QByteArray job = m_job;
        QCOMPARE(fetch(link).status, 200);
        const QJsonObject left = m_client->get(job).json();
        QCOMPARE(left.value("deliveryUrl").toArray().size(), 2);
        const QJsonArray parts = left.value("components").toArray();
        QVERIFY(!parts.at(0).toObject().contains("downloadUrl"));
        QVERIFY(!parts.at(0).toObject().contains("privateDownloadDeliveryUrls"));
        QVERIFY(parts.at(1).toObject().contains("downloadUrl"));
        QVERIFY(!left.contains("finishedAt"));
        for (const QJsonValue &url : left.value("deliveryUrl").toArray())
            QCOMPARE(fetch({QUrl(url.toString()), {}}).status, 200);
        QVERIFY(m_client->get(job).json().contains("finishedAt"));
    }

    void lookingIsUsing_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("then");
        QTest::newRow("cloud") << "replica set" << 410;
        QTest::newRow("legacy, two downloads") << "legacy" << 200;
        QTest::newRow("flex") << "flex" << 200;
    }
    void lookingIsUsing()
    {
        QFETCH(QString, kind);
        QFETCH(int, then);
        const Link link = linkOf(kind);
        const qint64 size = m_sandbox->archiveFacts(link.url)->size;
        const RawReply look = ask("HEAD", link, "Range: bytes=5-\r\n");
        QCOMPARE(look.status, 200);
        QCOMPARE(look.header("Content-Length").toLongLong(), size);
        QVERIFY(look.body.isEmpty());
        QCOMPARE(fetch(link).status, then);
        if (kind == "legacy")
            QCOMPARE(fetch(link).status, 410); // the look was the first
    }

    void aLinkLivesUntilItsLastByte()
    {
        const Link link = linkOf("replica set");
        const qint64 size = m_sandbox->archiveFacts(link.url)->size;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(fetch(link, "Range: bytes=0-99999\r\n").status, 206);
        QCOMPARE(fetch(link, "Range: bytes=" + QByteArray::number(size) + "-\r\n").status, 416);
        QCOMPARE(fetch(link, "Range: bytes=100000-\r\n").status, 206);
        QCOMPARE(fetch(link, "Range: bytes=0-99999\r\n").status, 410);
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

    void expiry_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("minutes"); // that are left
        QTest::newRow("cloud") << "replica set" << 55;
        QTest::newRow("flex") << "flex" << 230;
        QTest::newRow("legacy") << "legacy" << 100;
        QTest::newRow("legacy, in the address") << "legacy, in the address" << 100;
    }
    void expiry()
    {
        QFETCH(QString, kind);
        QFETCH(int, minutes);
        const Link link = linkOf(kind);
        const QByteArray job = m_job;
        m_sandbox->advance(std::chrono::minutes(minutes - 1));
        QCOMPARE(fetch(link, "Range: bytes=0-9\r\n").status, 206);
        m_sandbox->advance(2min);
        const RawReply late = fetch(link);
        QCOMPARE(late.status, 403);
        QCOMPARE(late.header("Content-Type"), "application/xml");
        QVERIFY(late.body.startsWith("<?xml"));
        m_client->forgetToken();
        QVERIFY(!m_client->get(job).body.contains(targetOf(link.url)));
    }

    void legacyHeader()
    {
        const Link link = linkOf("legacy");
        const QByteArray job = m_job;
        QCOMPARE(fetch({link.url, {}}).status, 401);
        QCOMPARE(fetch({link.url, "X-Backup-Authorization: restore 0123\r\n"}).status, 403);
        QCOMPARE(fetch(link).status, 200); // the refused ones did not count
        QCOMPARE(fetch(link).status, 200);
        for (const SeenRequest &seen : m_sandbox->seenRequests()) {
            for (const auto &[name, value] : seen.headers)
                QVERIFY(name != "X-Backup-Authorization" || value == "restore ***");
        }
    }

    void legacyDownloadsAreCounted()
    {
        const Link link = linkOf("legacy");
        const QByteArray job = m_job;
        QCOMPARE(fetch(link).status, 200);
        QCOMPARE(deliveryOf(job).value("statusName").toString(), "READY");
        QCOMPARE(fetch(link).status, 200);
        QCOMPARE(deliveryOf(job).value("statusName").toString(), "MAX_DOWNLOADS_EXCEEDED");
        QVERIFY(!deliveryOf(job).contains("urlV2") && !deliveryOf(job).contains("url"));
        QCOMPARE(fetch(link).status, 410);
        m_sandbox->advance(9h);
        m_client->forgetToken();
        QCOMPARE(deliveryOf(job).value("statusName").toString(), "MAX_DOWNLOADS_EXCEEDED");
    }

    void hashesComeAfterTheDownload()
    {
        const Link link = linkOf("legacy");
        const QByteArray job = m_job;
        const auto hashes = [&] { return m_client->get(job).json().value("hashes").toArray(); };
        QVERIFY(hashes().isEmpty());
        const RawReply first = fetch(link, "Range: bytes=0-149999\r\n");
        QVERIFY(hashes().isEmpty());
        const RawReply rest = fetch(link, "Range: bytes=150000-\r\n");
        QCOMPARE(hashes().size(), 1);
        const QJsonObject hash = hashes().first().toObject();
        QCOMPARE(hash.value("typeName").toString(), "SHA1");
        QCOMPARE(hash.value("fileName").toString(), link.url.fileName());

        QTemporaryDir dir;
        QFile file(dir.filePath("a"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(first.body + rest.body);
        file.close();
        QByteArray printed;
        QVERIFY2(run("sha1sum", {file.fileName()}, &printed), printed);
        QCOMPARE(hash.value("hash").toString().toLatin1(), printed.left(40));
    }

    void lookingGivesNoHash()
    {
        const Link link = linkOf("legacy");
        const QByteArray job = m_job;
        QCOMPARE(ask("HEAD", link).status, 200);
        QVERIFY(m_client->get(job).json().value("hashes").toArray().isEmpty());
    }

    // Jobs whose file was fetched before the world began tell the truth, too.
    void hashesOfTheWorldFile()
    {
        for (const QJsonObject &job : m_client->results(cluster("old") + "/restoreJobs")) {
            const QJsonArray hashes = job.value("hashes").toArray();
            if (hashes.isEmpty())
                continue;
            const QUrl url(job.value("delivery").toObject().value("urlV2").toString());
            QCOMPARE(hashes.first().toObject().value("hash").toString().toLatin1(),
                     m_sandbox->archiveFacts(url)->sha1);
            return;
        }
        QFAIL("no job has a hash");
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

    void noSuchFile_data()
    {
        QTest::addColumn<QByteArray>("change"); // of the link's path
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *kind, const char *change, int status) {
            QTest::newRow(name) << QByteArray(change) << kind << status;
        };
        row("another token", "replica set", "^/[0-9a-f]{24}", 404);
        row("another snapshot", "replica set", "[0-9a-f]{24}\\.tar", 404);
        row("another file of it", "shard", "shard-0", 404);
        row("another key", "legacy", "/[0-9a-f]{20}/", 404);
        row("another name", "legacy, in the address", "old-shard", 404);
        row("another signature", "flex", "X-Signature=.*$", 403);
        row("another flex snapshot", "flex", "[0-9a-f]{24}\\.tgz", 404);
    }
    void noSuchFile()
    {
        QFETCH(QByteArray, change);
        QFETCH(QString, kind);
        QFETCH(int, status);
        Link link = linkOf(kind);
        QString target = QString::fromLatin1(targetOf(link.url));
        const auto match = QRegularExpression(change).match(target);
        QVERIFY(match.hasMatch());
        QString other = match.captured();
        const qsizetype digit = other.lastIndexOf(QRegularExpression("[0-9a-f]"));
        const qsizetype dot = other.indexOf('.');
        const qsizetype at = dot > 0 ? dot - 1 : digit;
        other[at] = other[at] == '7' ? '3' : '7';
        target.replace(match.capturedStart(), match.capturedLength(), other);
        QCOMPARE(
            exchange(m_sandbox->login().baseUrl,
                     "GET " + target.toLatin1() + " HTTP/1.1\r\nHost: x\r\n" + link.login + "\r\n")
                .status,
            status);
        QCOMPARE(fetch(link).status, 200);
    }

    void otherVerbs()
    {
        const Link link = linkOf("replica set");
        const RawReply reply = ask("DELETE", link);
        QCOMPARE(reply.status, 405);
        QCOMPARE(reply.header("Allow"), "GET, HEAD");
        QCOMPARE(fetch(link).status, 200);
    }

    void cancelledDownload()
    {
        const Link link = linkOf("replica set");
        QCOMPARE(m_client
                     ->send("DELETE", "/api/atlas/v2" + m_job, {},
                            "application/vnd.atlas.2023-01-01+json")
                     .status,
                 204);
        QCOMPARE(fetch(link).status, 404);
    }

    // A job started here, from its start to its file.
    void startedHere()
    {
        const QByteArray path = cluster("rs") + "/backup/restoreJobs";
        const QJsonObject snapshot = m_client->results(cluster("rs") + "/backup/snapshots").first();
        const QByteArray job = path + '/'
            + m_client
                  ->post(path, {{"deliveryType", "download"}, {"snapshotId", snapshot.value("id")}})
                  .json()
                  .value("id")
                  .toString()
                  .toLatin1();
        m_sandbox->advance(3min);
        const QUrl url(m_client->get(job).json().value("deliveryUrl").toArray().first().toString());
        QCOMPARE(fetch({url, {}}).status, 200);
        QCOMPARE(fetch({url, {}}).status, 410);
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
        QVERIFY2(residentKiB() - before < 40 * 1024, qPrintable(QString::number(residentKiB())));
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

    void startMill(const QByteArray &more = {}, qint64 bytes = kBytes)
    {
        SandboxOptions options;
        options.worldJson = QByteArray(kMill).replace("%1", more);
        options.archiveBytes = bytes;
        m_sandbox = startSandbox(options);
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
    }
    QByteArray cluster(const QByteArray &name)
    {
        return "/groups/" + m_client->project("Press") + "/clusters/" + name;
    }
    QJsonObject deliveryOf(const QByteArray &job)
    {
        return m_client->get(job).json().value("delivery").toObject();
    }
    QJsonObject job(const QByteArray &path, qsizetype at)
    {
        const QJsonObject found = m_client->results(path).value(at);
        m_job = path + '/' + found.value("id").toString().toLatin1();
        return found;
    }
    // Notes the job's path in m_job.
    Link linkOf(const QString &kind)
    {
        const auto privateOf = [](const QJsonObject &object) {
            return QUrl(object.value("privateDownloadDeliveryUrls")
                            .toArray()
                            .first()
                            .toObject()
                            .value("deliveryUrl")
                            .toString());
        };
        if (kind == "flex") {
            const QByteArray path =
                "/groups/" + m_client->project("Press") + "/flexClusters/flex/backup/restoreJobs";
            return {QUrl(job(path, 0).value("snapshotUrl").toString()), {}};
        }
        if (kind.startsWith("legacy")) {
            const bool batch = kind == "legacy batch";
            const QJsonObject delivery =
                job(cluster(batch ? "oldshards" : "old") + "/restoreJobs", batch ? 1 : 0)
                    .value("delivery")
                    .toObject();
            if (kind == "legacy, in the address")
                return {QUrl(delivery.value("url").toString()), {}};
            return {QUrl(delivery.value("urlV2").toString()),
                    delivery.value("authHeader").toString().toLatin1() + ": "
                        + delivery.value("authValue").toString().toLatin1() + "\r\n"};
        }
        const bool set = kind == "replica set" || kind == "private endpoint";
        const QJsonObject found = job(cluster(set ? "rs" : "ledger") + "/backup/restoreJobs",
                                      kind == "private endpoint" ? 1 : 0);
        if (kind == "replica set")
            return {QUrl(found.value("deliveryUrl").toArray().first().toString()), {}};
        if (kind == "private endpoint")
            return {privateOf(found), {}};
        const QJsonArray parts = found.value("components").toArray();
        const QJsonObject part =
            (kind == "config servers" ? parts.last() : parts.first()).toObject();
        if (kind == "shard, private endpoint")
            return {privateOf(part), {}};
        return {QUrl(part.value("downloadUrl").toString()), {}};
    }
    static QByteArray requestOf(const QByteArray &verb, const Link &link,
                                const QByteArray &more = {})
    {
        return verb + ' ' + targetOf(link.url) + " HTTP/1.1\r\nHost: x\r\n" + link.login + more
            + "\r\n";
    }
    RawReply ask(const QByteArray &verb, const Link &link, const QByteArray &more = {})
    {
        return exchange(link.url, requestOf(verb, link, more));
    }
    RawReply fetch(const Link &link, const QByteArray &more = {}) { return ask("GET", link, more); }
    void connectTo(QTcpSocket &socket)
    {
        const QUrl url = m_sandbox->login().baseUrl;
        socket.connectToHost(url.host(), quint16(url.port()));
        QVERIFY(socket.waitForConnected(10'000));
    }
    static bool run(const QString &program, const QStringList &arguments, QByteArray *output)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(30'000);
        *output = process.readAll();
        return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
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

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_job;
};

QTEST_GUILESS_MAIN(TestSandboxArchives)
#include "tst_sandboxarchives.moc"
