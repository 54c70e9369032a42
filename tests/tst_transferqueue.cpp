// The queue: what runs, what waits, what the verdict is, and what is known after a restart.
#include "support/downloads.h"

#include <QRegularExpression>
#include <QElapsedTimer>
#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <sys/stat.h>

using Kind = TransferProblem::Kind;
using State = TransferState;

namespace {

class CountingInhibitor : public SleepInhibitor
{
public:
    explicit CountingInhibitor(int *held) : m_held(held) { }
    void inhibit(const QString &) override { ++*m_held; }
    void release() override { --*m_held; }

private:
    int *m_held;
};

} // namespace

class TestTransferQueue : public QObject
{
    Q_OBJECT

    const QByteArray m_bytes = makeArchive(21, 300'000, 4);
    const QByteArray m_sha1 = hashOf(m_bytes, QCryptographicHash::Sha1);
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FileServer> m_server;
    std::unique_ptr<TransferQueue> m_queue;
    FileReply m_reply;
    int m_awake = 0;

    void make(int limit = 2)
    {
        m_queue.reset();
        TransferSettings settings = quickSettings(history());
        settings.limit = limit;
        m_queue = std::make_unique<TransferQueue>(settings,
                                                  std::make_unique<CountingInhibitor>(&m_awake));
    }
    QString history() const { return m_dir->filePath("data/transfers.jsonl"); }
    QString folder() const { return m_dir->filePath("downloads"); }
    NewTransfer order(const QString &name = "backup.tar.gz")
    {
        return orderOf(folder(), linkTo(m_server->url("/secret-token/" + name)), name);
    }
    TransferPart part(const QString &id, int index = 0) const
    {
        const Transfer *const found = m_queue->find(id);
        return found ? found->parts.value(index) : TransferPart();
    }
    void goSlowly() // most of a second
    {
        m_reply.paceMs = 20;
        m_reply.piece = 4'000;
    }
    bool reaches(const QString &id, State state)
    {
        return QTest::qWaitFor([&] { return m_queue->find(id)->state() == state; }, 10'000);
    }
    QStringList files() const
    {
        return QDir(folder()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QDir().mkpath(folder());
        m_reply = served(m_bytes);
        m_awake = 0;
        m_server = std::make_unique<FileServer>([this](const TestRequest &) { return m_reply; });
        make();
    }
    void cleanup()
    {
        m_queue.reset();
        m_server.reset();
        // Whatever a test did, nothing of its address or header stays on the disk.
        QVERIFY(!readAll(history()).contains("secret"));
        m_dir.reset();
    }

    void recorded()
    {
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        const TransferPart done = part(id);
        QCOMPARE(done.verdict, Verdict::Recorded);
        QCOMPARE(done.path, folder() + "/backup.tar.gz");
        QCOMPARE(readAll(done.path), m_bytes);
        QCOMPARE(done.archive.count, 4);
        QTRY_COMPARE(files(), (QStringList {"backup.tar.gz", "backup.tar.gz.sha256"}));
        QProcess check;
        check.setWorkingDirectory(folder());
        check.start("sha256sum", {"-c", "--strict", "backup.tar.gz.sha256"});
        QVERIFY(check.waitForFinished());
        QCOMPARE(check.exitCode(), 0);
        QVERIFY(m_queue->find(id)->finished.isValid());
        QVERIFY(!m_queue->isActive());
    }

    void publishedHash_data()
    {
        QTest::addColumn<bool>("right");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("file");
        QTest::newRow("fits") << true << Verdict::MatchesPublished << "backup.tar.gz";
        QTest::newRow("does not") << false << Verdict::Mismatch << "backup (does not match).tar.gz";
    }
    void publishedHash()
    {
        QFETCH(bool, right);
        QFETCH(QString, file);
        int asked = 0;
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [&](const QString &id) {
            if (++asked == 3) // it appears a while after the download
                m_queue->setPublishedHashes(
                    id, {{"backup.tar.gz", right ? m_sha1.toUpper() : QByteArray(40, '0')}});
        });
        NewTransfer wanted = order();
        wanted.hashExpected = true;
        const QString id = m_queue->add(wanted);
        QVERIFY(reaches(id, State::Done));
        QTEST(part(id).verdict, "verdict");
        QTRY_COMPARE(files(), QStringList {file});
        QCOMPARE(asked, 3);
    }

    void hashThatNeverComes()
    {
        NewTransfer wanted = order();
        wanted.hashExpected = true;
        QSignalSpy asked(m_queue.get(), &TransferQueue::hashesWanted);
        const QString id = m_queue->add(wanted);
        QVERIFY(reaches(id, State::Done));
        QVERIFY(asked.size() > 2);
        QCOMPARE(part(id).verdict, Verdict::Recorded);
        // And then it does.
        m_queue->setPublishedHashes(id, {{"backup.tar.gz", m_sha1}});
        QCOMPARE(part(id).verdict, Verdict::MatchesPublished);
    }

    void lateMismatchIsSaidInTheName()
    {
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        m_queue->setPublishedHashes(id, {{"backup.tar.gz", QString(40, '0')}});
        QCOMPARE(part(id).verdict, Verdict::Mismatch);
        QVERIFY(QFile::exists(folder() + "/backup (does not match).tar.gz"));
        QVERIFY(!QFile::exists(folder() + "/backup.tar.gz"));
    }

    void damagedArchive()
    {
        m_reply.flipAt = m_bytes.size() / 3;
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).verdict, Verdict::Damaged);
        QVERIFY(!part(id).archive.damage.isEmpty());
        QTRY_COMPARE(files(), QStringList {"backup (damaged).tar.gz"});
    }

    void hashWhileTheFileGetsItsName()
    {
        // The moment between the verdict and the name has no signal; the event loop comes by it.
        const QString id = m_queue->add(order());
        while (part(id).state != State::Done) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (part(id).verdict == Verdict::Recorded && part(id).publishedHash.isEmpty())
                m_queue->setPublishedHashes(id, {{"backup.tar.gz", QString(40, '0')}});
        }
        QCOMPARE(part(id).verdict, Verdict::Mismatch);
        // Nothing vouches for it.
        QTRY_COMPARE(files(), QStringList {"backup (does not match).tar.gz"});
        QVERIFY(part(id).checksumFile.isEmpty());
    }

    void hashThatCannotBeCompared()
    {
        NewTransfer wanted = order();
        wanted.hashExpected = true;
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [this](const QString &id) {
            m_queue->setPublishedHashes(id, {{"backup.tar.gz", QString(128, 'a')}});
        });
        const QString id = m_queue->add(wanted);
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).verdict, Verdict::Recorded);
    }

    /// The wait for Atlas's hash begins when the archive was walked, however long that took.
    void hashAfterALongWalk()
    {
        m_reply = served(makeArchive(23, 40'000'000));
        m_reply.piece = 1'000'000;
        const QByteArray sha1 = hashOf(m_reply.content, QCryptographicHash::Sha1);
        NewTransfer wanted = order();
        wanted.hashExpected = true;
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [&](const QString &id) {
            if (part(id).archive.count > 0) // walked, which took longer than these settings wait
                m_queue->setPublishedHashes(id, {{"backup.tar.gz", sha1}});
        });
        const QString id = m_queue->add(wanted);
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).verdict, Verdict::MatchesPublished);
    }

    void hashOfAnotherJob()
    {
        goSlowly();
        NewTransfer wanted = order();
        wanted.hashExpected = true;
        wanted.jobId = "job-1";
        const QString id = m_queue->add(wanted);
        QTRY_VERIFY(part(id).received > 8'000);
        m_queue->setPublishedHashes(id, {{"backup.tar.gz", m_sha1}});
        m_queue->pause(id);
        QVERIFY(reaches(id, State::Paused));
        const QByteArray other = makeArchive(22, 300'000);
        m_reply = served(other);
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [&](const QString &asked) {
            m_queue->setPublishedHashes(
                asked, {{"backup.tar.gz", hashOf(other, QCryptographicHash::Sha1)}});
        });
        m_queue->setLink(id, 0, linkTo(m_server->url("/other/backup.tar.gz")), "job-2");
        m_queue->resume(id);
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).verdict, Verdict::MatchesPublished);
        QCOMPARE(readAll(part(id).path), other);
    }

    void damageUnderANameWithoutAnEnding()
    {
        m_reply.content = m_bytes.left(m_bytes.size() / 2); // and the server says no length
        m_reply.hasLength = false;
        m_reply.etag.clear();
        const QString id = m_queue->add(order("0123456789abcdef"));
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).verdict, Verdict::Damaged);
        m_reply = served(m_bytes);
        const QString sound = m_queue->add(order("0123456789abcdee"));
        QVERIFY(reaches(sound, State::Done));
        QCOMPARE(part(sound).verdict, Verdict::Recorded);
        QCOMPARE(part(sound).archive.count, 4);
    }

    void changedOnTheDiskBeforeTheWalk()
    {
        // A spoilt byte on the disk must not get the digest of what was received.
        connect(m_queue.get(), &TransferQueue::changed, this, [this](const QString &id) {
            if (part(id).state != State::Verifying)
                return;
            m_queue->disconnect(this);
            QFile file(folder() + "/backup.tar.gz.part");
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(5); // gzip's CRC does not cover it
            file.write("?");
        });
        const QString id = m_queue->add(order());
        QTRY_VERIFY(part(id).state == State::Failed || part(id).state == State::Done);
        QCOMPARE(part(id).state, State::Failed);
        QCOMPARE(part(id).problem.kind, Kind::FileChanged);
        m_queue->resume(id);
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(readAll(part(id).path), m_bytes);
    }

    void namesDoNotMeet()
    {
        QVERIFY(writeAll(folder() + "/backup.tar.gz", "precious"));
        QVERIFY(writeAll(folder() + "/backup (2).tar.gz.part", "a browser's"));
        QVERIFY(writeAll(folder() + "/backup (3).tar.gz.part.state", "whose?"));
        const QString first = m_queue->add(order());
        const QString second = m_queue->add(order());
        QVERIFY(reaches(first, State::Done));
        QVERIFY(reaches(second, State::Done));
        QCOMPARE(part(first).path, folder() + "/backup (4).tar.gz");
        QCOMPARE(part(second).path, folder() + "/backup (5).tar.gz");
        QCOMPARE(readAll(folder() + "/backup.tar.gz"), "precious");
        QCOMPARE(readAll(folder() + "/backup (2).tar.gz.part"), "a browser's");
    }

    void shards()
    {
        NewTransfer wanted = order("shard-0.tar.gz");
        wanted.parts.append(order("shard-1.tar.gz").parts.first());
        wanted.parts.append(order("../shard-1.tar.gz").parts.first());
        const QString id = m_queue->add(wanted);
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(m_queue->find(id)->verdict(), Verdict::Recorded);
        QCOMPARE(m_queue->find(id)->received(), 3 * m_bytes.size());
        QCOMPARE(m_queue->find(id)->size(), 3 * m_bytes.size());
        QTRY_COMPARE(files().filter(".tar.gz").filter(QRegularExpression("gz$")),
                     (QStringList {"shard-0.tar.gz", "shard-1 (2).tar.gz", "shard-1.tar.gz"}));
    }

    /// A program killed when the file had its name, but before the history said so: what the disk
    /// holds then is what stands here before the new queue is made.
    void killedBeforeTheHistoryKnew()
    {
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        QTRY_VERIFY(!files().contains("backup.tar.gz.part.state"));
        const TransferPart done = part(id);
        m_queue.reset();
        QByteArrayList lines = readAll(history()).split('\n');
        while (lines.last().isEmpty() || lines.last().contains("\"done\""))
            lines.removeLast();
        QVERIFY(!lines.isEmpty());
        QVERIFY(writeAll(history(), lines.join('\n') + '\n'));
        struct stat info = {};
        QCOMPARE(stat(QFile::encodeName(done.path).constData(), &info), 0);
        PartState state;
        state.label = QString("orders [%1]").arg(id);
        state.size = state.bytes = m_bytes.size();
        state.sha256 = done.sha256.toLatin1();
        state.name = "backup.tar.gz";
        state.inode = info.st_ino;
        QVERIFY(writeAll(PartFile::stateName(done.path), writePartState(state)));

        make();
        QCOMPARE(part(id).state, State::Paused);
        m_queue->resumeAll();
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(part(id).path, done.path);
        QCOMPARE(part(id).verdict, Verdict::Recorded);
        QTRY_COMPARE(files(), (QStringList {"backup.tar.gz", "backup.tar.gz.sha256"}));
        QCOMPARE(m_server->requests().size(), 1); // the link is not asked twice
    }

    void limitAndOrder()
    {
        make(1);
        goSlowly();
        const QString first = m_queue->add(order("a.tar.gz"));
        const QString second = m_queue->add(order("b.tar.gz"));
        QCOMPARE(part(first).state, State::Downloading);
        QCOMPARE(part(second).state, State::Queued);
        QVERIFY(m_queue->isActive());
        QCOMPARE(m_awake, 1);
        QVERIFY(reaches(first, State::Done));
        QVERIFY(reaches(second, State::Done));
        QCOMPARE(m_awake, 0);
        QVERIFY(m_queue->find(first)->finished <= m_queue->find(second)->finished);
    }

    void pauseAllAndResume()
    {
        make(1);
        goSlowly();
        const QString first = m_queue->add(order("a.tar.gz"));
        const QString second = m_queue->add(order("b.tar.gz"));
        QTRY_VERIFY(part(first).received > 30'000);
        QVERIFY(m_queue->find(first)->size() > 0);
        m_queue->pauseAll();
        QVERIFY(reaches(first, State::Paused));
        QCOMPARE(part(second).state, State::Paused);
        QVERIFY(!m_queue->isActive());
        QCOMPARE(m_awake, 0);
        QCOMPARE(m_server->requests().size(), 1);
        m_reply.paceMs = 0;
        m_queue->resumeAll();
        QVERIFY(reaches(first, State::Done));
        QVERIFY(reaches(second, State::Done));
        QVERIFY(m_server->requests()[1].headers.contains("range"));
    }

    /// What ended is started again before the queue has heard of the end of a pause.
    void pauseAndResumeInOneBreath()
    {
        goSlowly();
        const QString id = m_queue->add(order());
        QTRY_VERIFY(part(id).received > 0);
        m_queue->pause(id);
        m_queue->setLink(id, 0, linkTo(m_server->url("/again/backup.tar.gz")));
        QTRY_VERIFY(m_server->requests().size() > 1);
        QTRY_COMPARE(part(id).state, State::Downloading);
        m_queue->pause(id);
        QVERIFY(reaches(id, State::Paused));
    }

    void newLink()
    {
        FileReply refused;
        refused.status = 403;
        bool expired = true;
        m_server->handle([&](const TestRequest &request) {
            return expired && !request.target.contains("fresh") ? refused : m_reply;
        });
        QSignalSpy wanted(m_queue.get(), &TransferQueue::linkWanted);
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::NeedsLink));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toString(), id);
        QCOMPARE(wanted[0][1].toInt(), 0);
        QCOMPARE(part(id).problem.kind, Kind::LinkRefused);
        QVERIFY(!m_queue->isActive());
        m_queue->setLink(id, 0, linkTo(m_server->url("/fresh/backup.tar.gz")), "job-2");
        QVERIFY(reaches(id, State::Done));
        QCOMPARE(m_queue->find(id)->jobId, "job-2");
        QCOMPARE(m_server->requests().size(), 2);
    }

    void restartGoesOn()
    {
        goSlowly();
        const QString id = m_queue->add(order());
        QTRY_VERIFY(part(id).received > 60'000);
        make(); // another start of the program
        QCOMPARE(m_queue->transfers().size(), 1);
        QCOMPARE(part(id).state, State::Paused);
        QCOMPARE(m_queue->find(id)->label, "orders");
        m_reply.paceMs = 0;
        QSignalSpy wanted(m_queue.get(), &TransferQueue::linkWanted);
        m_queue->resume(id);
        QVERIFY(reaches(id, State::NeedsLink)); // links are not kept
        QCOMPARE(wanted.size(), 1);
        QVERIFY(part(id).received > 30'000);
        m_queue->setLink(id, 0, linkTo(m_server->url()));
        QVERIFY(reaches(id, State::Done));
        QVERIFY(m_server->requests().last().headers.value("range").startsWith("bytes="));
        QCOMPARE(readAll(part(id).path), m_bytes);
    }

    void historyOutlivesARestart()
    {
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        Transfer before = *m_queue->find(id);
        const QString gone = m_queue->add(order());
        m_queue->remove(gone, true);
        make();
        QCOMPARE(m_queue->transfers().size(), 1);
        Transfer after = *m_queue->find(id);
        before.parts[0].archive.entries.clear(); // names are not kept
        before.parts[0].verified = 0;
        before.created = after.created; // in whole seconds
        before.finished = after.finished;
        QCOMPARE(after, before);
    }

    void historyWithATornLine()
    {
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        m_queue.reset();
        QFile file(history());
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"id\":\"torn");
        file.close();
        make();
        QCOMPARE(m_queue->transfers().size(), 1);
        const QString second = m_queue->add(order());
        QVERIFY(reaches(second, State::Done));
        make();
        QCOMPARE(m_queue->transfers().size(), 2);
    }

    void secondProgramLeavesOursAlone()
    {
        goSlowly();
        const QString id = m_queue->add(order());
        QTRY_VERIFY(part(id).received > 0);
        TransferQueue second(quickSettings(history()), nullptr);
        QVERIFY(second.transfers().isEmpty());
    }

    void removeWithThePartialFile()
    {
        goSlowly();
        const QString id = m_queue->add(order());
        QTRY_VERIFY(part(id).received > 0);
        m_queue->remove(id, true);
        QVERIFY(!m_queue->find(id));
        QTRY_VERIFY(files().isEmpty());
    }

    void progressIsCoalesced()
    {
        m_reply.paceMs = 2;
        m_reply.piece = 2'000; // 100 pieces and more
        QSignalSpy changes(m_queue.get(), &TransferQueue::changed);
        QElapsedTimer clock;
        clock.start();
        const QString id = m_queue->add(order());
        QVERIFY(reaches(id, State::Done));
        // Ten a second, and the changes of state.
        QVERIFY2(changes.size() <= 8 + 2 * clock.elapsed() / 100,
                 qPrintable(QString::number(changes.size())));
    }

    void everyWordIsRead()
    {
        for (int i = 0; i <= int(State::Failed); ++i) {
            QCOMPARE(transferState(toWord(State(i))), State(i));
            QVERIFY(!stateText(State(i)).isEmpty());
        }
        for (int i = 1; i <= int(Verdict::Damaged); ++i) {
            QCOMPARE(verdictOf(toWord(Verdict(i))), Verdict(i));
            QVERIFY(!verdictText(Verdict(i)).isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestTransferQueue)
#include "tst_transferqueue.moc"
