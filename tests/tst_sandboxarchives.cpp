#include "archivesandbox.h"

#include <QFile>
#include <QTemporaryDir>

using namespace std::chrono_literals;

// Downloads: the files, and who gets which part of them how often and how long.
class TestSandboxArchives : public QObject, private ArchiveSandbox
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
};

QTEST_GUILESS_MAIN(TestSandboxArchives)
#include "tst_sandboxarchives.moc"
