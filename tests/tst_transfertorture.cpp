// 500 downloads of small archives with random faults, the same ones each time. Each must end as the
// source's bytes, or with a word that says what is wrong; never as a false "ok". Prints what became
// of them. Another seed: SNAPBACK_SEED in the environment.
#include "support/downloads.h"

#include <QTimer>
#include <QRandomGenerator>
#include <QFileInfo>
#include <QDir>
#include <QJsonObject>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <sys/mount.h>
#include <unistd.h>

using Kind = TransferProblem::Kind;
using State = TransferState;

namespace {

constexpr int kDownloads = 500;
constexpr int kAtOnce = 6;

enum class Fault {
    None,
    Cut,
    Reset,
    Slow,
    Silent,
    Flipped,
    TooLong,
    TooShort,
    FromStart,
    Changed,
    Expired,
    Revoked,
    Busy,
    Trouble,
    Page,
    FileLimit,
    FullDisk,
    Killed,
    Count
};

const char *kFaultNames[] = {"none",       "cut",       "reset",     "slow",        "silent",
                             "flipped",    "too long",  "too short", "200 for 206", "changed",
                             "expired",    "revoked",   "429",       "5xx",         "error page",
                             "file limit", "full disk", "kill -9"};

/// One download and everything that happens to it.
struct Case {
    int number = 0;
    Fault fault = Fault::None;
    bool hashPublished = false;
    QByteArray bytes; // what is right
    QList<FileReply> replies; // the last one goes on for ever
    QString folder;
    int asked = 0; // for a link
    int kills = 0;
    bool inChild = false;
    QString path; // where it ended
    QString outcome;
    bool identical = false;
};

QByteArray unpacked(const QByteArray &archive)
{
    QProcess gzip;
    gzip.start("gzip", {"-dc"});
    gzip.write(archive);
    gzip.closeWriteChannel();
    return gzip.waitForFinished() && gzip.exitCode() == 0 ? gzip.readAllStandardOutput()
                                                          : QByteArray();
}

QString wordFor(State state, Verdict verdict, Kind problem)
{
    if (state == State::Done)
        return toWord(verdict);
    return state == State::NeedsLink ? QString("needs-link") : toWord(problem);
}

} // namespace

class TestTransferTorture : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QList<Case> m_cases;
    std::unique_ptr<FileServer> m_server;
    std::unique_ptr<TransferQueue> m_queue;
    QHash<QString, int> m_numbers; // transfer id to case
    QRandomGenerator m_random;
    int m_next = 0;
    int m_running = 0;
    int m_done = 0;
    int m_killed = 0;
    bool m_mounted = false;

    quint32 seed() const
    {
        const int given = qEnvironmentVariableIntValue("SNAPBACK_SEED");
        return given > 0 ? quint32(given) : 20'260'301;
    }
    QString smallDisk() const { return m_dir.filePath("small"); }
    QUrl urlOf(const Case &one) const
    {
        return m_server->url(QString("/%1/%2/backup.tar.gz").arg(one.number).arg(one.asked));
    }

    void plan(Case *one)
    {
        one->fault = Fault(one->number % int(Fault::Count));
        one->hashPublished = m_random.bounded(2) == 0;
        one->bytes = makeArchive(seed() + quint32(one->number), 20'000 + m_random.bounded(400'000),
                                 1 + m_random.bounded(6));
        one->folder = m_dir.filePath(QString::number(one->number));
        const qint64 size = one->bytes.size();
        const FileReply good = served(one->bytes);
        FileReply bad = good;
        bad.endAt = m_random.bounded(int(size));
        bad.reset = m_random.bounded(2) == 0;
        one->replies = {good};
        switch (one->fault) {
        case Fault::Cut:
        case Fault::Reset:
            for (int i = 1 + m_random.bounded(4); i > 0; --i) {
                bad.endAt = m_random.bounded(int(size));
                bad.reset = one->fault == Fault::Reset;
                one->replies.prepend(bad);
            }
            break;
        case Fault::Slow:
            one->replies.first().paceMs = 1 + m_random.bounded(8);
            one->replies.first().piece = 1'000 + m_random.bounded(30'000);
            break;
        case Fault::Silent:
            bad.hang = true;
            one->replies.prepend(bad);
            break;
        case Fault::Flipped:
            // Not in the 10 bytes of gzip's head, which nothing but a hash can vouch for.
            one->replies.first().flipAt = 10 + m_random.bounded(int(size) - 20);
            break;
        case Fault::TooLong:
            one->replies.first().announceMore = 1 + m_random.bounded(10'000);
            break;
        case Fault::TooShort:
            one->replies.first().announceMore = -1 - m_random.bounded(int(size) / 2);
            break;
        case Fault::FromStart:
            one->replies.first().ranges = false;
            one->replies.prepend(bad);
            break;
        case Fault::Changed: {
            FileReply other = served(makeArchive(seed() + 10'000 + quint32(one->number), 300'000));
            other.endAt = 1 + m_random.bounded(100'000);
            one->replies.first().strictRanges = m_random.bounded(2) == 0;
            one->replies.prepend(other);
            break;
        }
        case Fault::Expired: // in the middle; the next link works
        case Fault::Revoked: { // for good
            FileReply refused;
            refused.status = QList<int> {403, 404, 410, 401}[m_random.bounded(4)];
            refused.content = "<Error><Code>AccessDenied</Code></Error>";
            refused.contentType = "application/xml";
            if (one->fault == Fault::Revoked)
                one->replies = {bad, refused};
            else
                one->replies = {bad, refused, good};
            break;
        }
        case Fault::Busy:
        case Fault::Trouble: {
            FileReply later;
            later.status = one->fault == Fault::Busy ? 429 : 500 + m_random.bounded(5);
            later.headers = {{"Retry-After", "0"}};
            for (int i = 1 + m_random.bounded(6); i > 0; --i)
                one->replies.prepend(later);
            one->replies.prepend(bad);
            break;
        }
        case Fault::Page: {
            FileReply page;
            page.content = "<html>Please log in</html>";
            page.contentType = m_random.bounded(2) ? "text/html" : "application/gzip";
            one->replies = {page};
            break;
        }
        case Fault::FullDisk:
        case Fault::FileLimit:
            one->inChild = true;
            break;
        case Fault::Killed:
            one->inChild = true;
            one->kills = 1 + m_random.bounded(3);
            one->replies.first().paceMs = 2;
            one->replies.first().piece = 4'000 + m_random.bounded(20'000);
            break;
        case Fault::None:
        case Fault::Count:
            break;
        }
    }

    FileReply reply(const TestRequest &request)
    {
        QList<FileReply> &replies = m_cases[request.target.split('/').value(1).toInt()].replies;
        return replies.size() > 1 ? replies.takeFirst() : replies.first();
    }

    void startMore()
    {
        while (m_running < kAtOnce && m_next < m_cases.size()) {
            ++m_running;
            Case &one = m_cases[m_next++];
            // The small disk has room for one after the other.
            if (one.fault == Fault::FullDisk && m_mounted)
                one.folder = smallDisk() + '/' + QString::number(one.number);
            QDir().mkpath(one.folder);
            if (one.inChild)
                startChild(one.number);
            else
                startHere(one.number);
        }
    }

    void startHere(int number)
    {
        Case &one = m_cases[number];
        DownloadLink link = linkTo(urlOf(one));
        link.net.transferTimeout = std::chrono::milliseconds(400);
        NewTransfer order = orderOf(one.folder, link);
        order.hashExpected = one.hashPublished;
        m_numbers.insert(m_queue->add(order), number);
    }

    void onChanged(const QString &id)
    {
        const Transfer *const of = m_queue->find(id);
        if (!of || !m_numbers.contains(id))
            return;
        const State state = of->state();
        if (state != State::Done && state != State::Failed)
            return;
        const TransferPart &part = of->parts.first();
        finish(m_numbers.take(id), part.state, part.verdict, part.problem.kind, part.path);
    }

    void onLinkWanted(const QString &id, int part)
    {
        const int number = m_numbers.value(id, -1);
        if (number < 0)
            return;
        Case &one = m_cases[number];
        if (++one.asked > 2) {
            m_numbers.remove(id);
            finish(number, State::NeedsLink, Verdict::None, Kind::None,
                   m_queue->find(id)->parts.first().path);
            return;
        }
        DownloadLink link = linkTo(urlOf(one));
        link.net.transferTimeout = std::chrono::milliseconds(400);
        m_queue->setLink(id, part, link);
    }

    void startChild(int number, bool relieved = false)
    {
        const Case &one = m_cases[number];
        QJsonObject order {
            {"folder", one.folder},
            {"history", m_dir.filePath(QString("history-%1").arg(number))},
            {"url", urlOf(one).toString()},
            {"sha1",
             one.hashPublished ? QString(hashOf(one.bytes, QCryptographicHash::Sha1)) : QString()}};
        const bool limited =
            one.fault == Fault::FileLimit || (one.fault == Fault::FullDisk && !m_mounted);
        if (limited && !relieved)
            order["largestFile"] = 8'192 + m_random.bounded(int(one.bytes.size()) / 2);
        auto *child = new QProcess(this);
        child->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        connect(child, &QProcess::finished, this, [this, child, number, relieved] {
            child->deleteLater();
            onChildEnded(number, relieved, child->readAllStandardOutput());
        });
        child->start(QString(SNAPBACK_BIN_DIR) + "/transfer_child", QStringList());
        child->write(QJsonDocument(order).toJson());
        child->closeWriteChannel();
        if (m_cases[number].kills > 0) {
            --m_cases[number].kills;
            QTimer::singleShot(20 + m_random.bounded(150), child, &QProcess::kill);
        }
    }

    void onChildEnded(int number, bool relieved, const QByteArray &words)
    {
        Case &one = m_cases[number];
        const QJsonObject end = QJsonDocument::fromJson(words).object();
        if (end.isEmpty()) { // killed
            ++m_killed;
            startChild(number);
            return;
        }
        const Kind problem = problemKind(end["problem"].toString());
        if (!relieved && (problem == Kind::DiskFull || problem == Kind::FileTooLarge)) {
            if (one.fault == Fault::FullDisk && m_mounted)
                makeRoom("size=16m");
            startChild(number, true);
            return;
        }
        if (one.fault == Fault::FullDisk && m_mounted) {
            finish(number, transferState(end["state"].toString()),
                   verdictOf(end["verdict"].toString()), problem, end["path"].toString());
            QDir(one.folder).removeRecursively();
            makeRoom("size=128k");
            return;
        }
        finish(number, transferState(end["state"].toString()), verdictOf(end["verdict"].toString()),
               problem, end["path"].toString());
    }

    void makeRoom(const char *size)
    {
        (void)mount("tmpfs", smallDisk().toLocal8Bit().constData(), "tmpfs", MS_REMOUNT, size);
    }

    void finish(int number, State state, Verdict verdict, Kind problem, const QString &path)
    {
        Case &one = m_cases[number];
        one.outcome = wordFor(state, verdict, problem);
        one.path = path;
        one.identical = state == State::Done && readAll(path) == one.bytes;
        // Deflate has bits that nobody reads; without a hash a spoilt one of them passes gzip too.
        if (one.fault == Fault::Flipped && verdict == Verdict::Recorded)
            one.identical = unpacked(readAll(path)) == unpacked(one.bytes);
        if (verdict == Verdict::Recorded) { // Debian's own tools agree
            QProcess check;
            check.setWorkingDirectory(QFileInfo(path).path());
            check.start("sh", {"-c", "sha256sum --status -c *.sha256 && tar tzf backup.tar.gz"});
            if (!check.waitForFinished() || check.exitCode() != 0)
                one.outcome = "FALSE: " + one.outcome;
        }
        --m_running;
        ++m_done;
        QMetaObject::invokeMethod(this, &TestTransferTorture::startMore, Qt::QueuedConnection);
    }

    void print() const
    {
        QMap<int, QMap<QString, int>> table;
        for (const Case &one : m_cases)
            ++table[int(one.fault)][one.outcome + (one.identical ? " (identical)" : "")];
        qInfo("seed %u, %lld requests, %d kills", seed(), qlonglong(m_server->requests().size()),
              m_killed);
        for (auto row = table.cbegin(); row != table.cend(); ++row) {
            QStringList cells;
            for (auto cell = row->cbegin(); cell != row->cend(); ++cell)
                cells.append(QString("%1 %2").arg(cell.value()).arg(cell.key()));
            qInfo("%-12s %s", kFaultNames[row.key()], qPrintable(cells.join(", ")));
        }
    }

private slots:
    void initTestCase()
    {
        m_random.seed(seed());
        QDir().mkpath(smallDisk());
        m_mounted =
            mount("tmpfs", smallDisk().toLocal8Bit().constData(), "tmpfs", 0, "size=128k") == 0;
        qInfo("disk full by %s", m_mounted ? "a small tmpfs" : "RLIMIT_FSIZE (no right to mount)");
        for (int i = 0; i < kDownloads; ++i) {
            Case one;
            one.number = i;
            plan(&one);
            m_cases.append(one);
        }
        m_server = std::make_unique<FileServer>(
            [this](const TestRequest &request) { return reply(request); });
        TransferSettings settings = quickSettings(m_dir.filePath("history"));
        settings.limit = kAtOnce;
        m_queue = std::make_unique<TransferQueue>(settings, nullptr);
        connect(m_queue.get(), &TransferQueue::changed, this, &TestTransferTorture::onChanged);
        connect(m_queue.get(), &TransferQueue::linkWanted, this,
                &TestTransferTorture::onLinkWanted);
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [this](const QString &id) {
            const Case &one = m_cases[m_numbers.value(id)];
            m_queue->setPublishedHashes(
                id, {{"backup.tar.gz", hashOf(one.bytes, QCryptographicHash::Sha1)}});
        });
    }
    void cleanupTestCase()
    {
        m_queue.reset();
        if (m_mounted)
            umount(smallDisk().toLocal8Bit().constData());
    }

    void everyDownloadEndsWell()
    {
        startMore();
        const bool all = QTest::qWaitFor([this] { return m_done == kDownloads; }, 110'000);
        print();
        QVERIFY2(all, qPrintable(QString("only %1 ended").arg(m_done)));
        for (const Case &one : m_cases) {
            const QByteArray name = QByteArray::number(one.number) + ' '
                + kFaultNames[int(one.fault)] + ": " + one.outcome.toLatin1();
            QVERIFY2(!one.outcome.isEmpty() && !one.outcome.startsWith("FALSE"), name);
            const bool saysOk = one.outcome == toWord(Verdict::Recorded)
                || one.outcome == toWord(Verdict::MatchesPublished);
            QVERIFY2(saysOk == one.identical, name); // and nothing good is called bad
            QVERIFY2(!saysOk || QFileInfo(one.path).fileName() == "backup.tar.gz", name);
            const bool curable = one.fault != Fault::Flipped && one.fault != Fault::TooLong
                && one.fault != Fault::TooShort && one.fault != Fault::Revoked
                && one.fault != Fault::Page && one.fault != Fault::Busy
                && one.fault != Fault::Trouble && one.fault != Fault::Cut
                && one.fault != Fault::Reset;
            QVERIFY2(!curable || saysOk, name);
        }
        QVERIFY(m_killed > 20);
    }
};

QTEST_GUILESS_MAIN(TestTransferTorture)
#include "tst_transfertorture.moc"
