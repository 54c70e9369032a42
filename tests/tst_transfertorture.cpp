// 500 downloads of small archives from the sandbox with random faults, the same sizes, faults and
// places each time. Each must end as the source's bytes, or with a word that says what is wrong;
// never as a false "ok". Prints what became of them. Another seed: SNAPBACK_SEED in the
// environment.
#include "support/downloads.h"
#include "tortureworld.h"

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
using Source = ReadyDownload::Source;

namespace {

constexpr int kDownloads = 500;
constexpr int kAtOnce = 6;
constexpr int kHead = 300; // bytes of an answer before the file, about
constexpr int kSmallDisk = 128 * 1024;

enum class Trouble {
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
    ServerError,
    Page,
    FileLimit,
    FullDisk,
    Killed,
    Count
};

const char *kTroubleNames[] = {"none",       "cut",       "reset",     "slow",        "silent",
                               "flipped",    "too long",  "too short", "200 for 206", "changed",
                               "expired",    "revoked",   "429",       "5xx",         "error page",
                               "file limit", "full disk", "kill -9"};

/// One download and everything that happens to it.
struct Case {
    int number = 0;
    Trouble trouble = Trouble::None;
    ReadyDownload ready;
    DownloadLink link;
    ArchiveFacts facts; // what is right
    bool isCurable = true; // must end well
    QString folder;
    QString name; // as the link has it
    int asked = 0; // for a link
    QList<int> killsAfterMs;
    qint64 largestFile = 0; // 0: no limit
    QString path; // where it ended
    QString outcome;
    bool identical = false;

    bool isInChild() const { return trouble >= Trouble::FileLimit; }
    bool hashPublished() const { return ready.source == Source::Legacy; }
};

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
    TortureWorld m_world;
    std::unique_ptr<TransferQueue> m_queue;
    QHash<QString, int> m_numbers; // transfer id to case
    QRandomGenerator m_random;
    int m_next = 0;
    int m_running = 0;
    int m_done = 0;
    int m_killed = 0;
    int m_noRoom = 0;
    bool m_mounted = false;

    quint32 seed() const
    {
        const int given = qEnvironmentVariableIntValue("SNAPBACK_SEED");
        return given > 0 ? quint32(given) : 20'260'301;
    }
    QString smallDisk() const { return m_dir.filePath("small"); }
    bool isLimited(const Case &one) const
    {
        return one.trouble == Trouble::FileLimit
            || (one.trouble == Trouble::FullDisk && !m_mounted);
    }

    /// What is to be downloaded.
    Case plan(int number)
    {
        Case one;
        one.number = number;
        one.trouble = Trouble(number % int(Trouble::Count));
        one.folder = m_dir.filePath(QString::number(number));
        const bool isLarge = one.trouble == Trouble::FullDisk; // more than fits
        one.ready.bytes = (isLarge ? 2 * kSmallDisk : 20'000) + m_random.bounded(150'000)
            + m_random.bounded(isLarge ? 1 : 250'000);
        // A cloud link is used up when its last byte has left the server, also if the client is
        // killed or out of room before it came: then only another job helps.
        const bool once = !one.isInChild() && m_random.bounded(2) == 0;
        const bool isLegacy = m_random.bounded(2) == 0;
        one.ready.source = isLegacy ? Source::Legacy : once ? Source::Cloud : Source::Flex;
        return one;
    }
    /// Somewhere in an answer, more often than by chance near its beginning.
    qint64 place(const Case &one)
    {
        return m_random.bounded(8) == 0 ? m_random.bounded(kHead + 20)
                                        : kHead + m_random.bounded(int(one.facts.size));
    }
    Fault breakOff(const Case &one, bool reset)
    {
        Fault fault;
        fault.count = 1;
        fault.cutAfter = place(one);
        fault.reset = reset;
        return fault;
    }
    Fault refusal()
    {
        Fault fault;
        const int status = QList<int> {403, 404, 410, 401, 0}[m_random.bounded(5)];
        fault.status = status;
        fault.linkExpired = status == 0;
        return fault;
    }

    /// What happens to it: the answers that are spoilt, in this order; the last goes on for ever.
    QList<Fault> faultsOf(Case *one)
    {
        const auto size = int(one->facts.size);
        const Fault broken = breakOff(*one, m_random.bounded(2) == 0);
        QList<Fault> faults;
        Fault fault;
        switch (one->trouble) {
        case Trouble::Cut:
        case Trouble::Reset:
            for (int i = 1 + m_random.bounded(4); i > 0; --i)
                faults.append(breakOff(*one, one->trouble == Trouble::Reset));
            break;
        case Trouble::Slow:
            fault.bytesPerSecond = 200'000 + m_random.bounded(1'500'000);
            faults = {fault};
            break;
        case Trouble::Silent:
            fault.stallAfter = place(*one);
            fault.count = 1;
            faults = {fault};
            break;
        case Trouble::Flipped:
            // Not in the 10 bytes of gzip's head, which nothing but a hash can vouch for.
            fault.flipByte = 10 + m_random.bounded(size - 10);
            faults = {fault};
            one->isCurable = false;
            break;
        case Trouble::TooLong:
            fault.wrongLength = 1 + m_random.bounded(10'000);
            faults = {fault};
            one->isCurable = false;
            break;
        case Trouble::TooShort:
            fault.wrongLength = -1 - m_random.bounded(size / 2);
            faults = {fault};
            one->isCurable = false;
            break;
        case Trouble::FromStart:
            fault.ignoreRange = true;
            faults = {broken, fault};
            break;
        case Trouble::Changed:
            fault.changedEtag = true;
            fault.count = 1;
            faults = {broken, fault};
            break;
        case Trouble::Expired: // in the middle; the next link works
            fault = refusal();
            fault.count = 1;
            faults = {broken, fault};
            break;
        case Trouble::Revoked: // for good
            faults = {broken, refusal()};
            one->isCurable = false;
            break;
        case Trouble::Busy:
        case Trouble::ServerError:
            fault.status = one->trouble == Trouble::Busy ? 429 : 500 + m_random.bounded(5);
            fault.retryAfter = 0;
            fault.count = 1 + m_random.bounded(9);
            faults = {broken, fault};
            // Tried again within milliseconds, Qt may still choose the connection that broke, which
            // costs one more.
            one->isCurable = 2 + fault.count < DownloadPolicy().attempts;
            break;
        case Trouble::Page: // instead of the file, with a status as if it were
            fault.status = 200;
            faults = {fault};
            one->isCurable = false;
            break;
        case Trouble::FullDisk:
        case Trouble::FileLimit:
            one->largestFile = 8'192 + m_random.bounded(size / 2);
            break;
        case Trouble::Killed:
            for (int i = 1 + m_random.bounded(3); i > 0; --i)
                one->killsAfterMs.append(20 + m_random.bounded(250));
            fault.bytesPerSecond = size * (2 + m_random.bounded(6));
            faults = {fault};
            break;
        case Trouble::None:
        case Trouble::Count:
            break;
        }
        return faults;
    }

    bool prepare(Case *one)
    {
        one->link = m_world.link(one->number);
        const QUrl url = one->link.address();
        const auto facts = m_world.sandbox().archiveFacts(url);
        if (!facts)
            return false;
        one->facts = *facts;
        one->name = url.fileName();
        for (Fault fault : faultsOf(one)) {
            fault.path = url.path();
            m_world.sandbox().addFault(fault);
        }
        return true;
    }

    void startMore()
    {
        while (m_running < kAtOnce && m_next < m_cases.size()) {
            ++m_running;
            Case &one = m_cases[m_next++];
            // The small disk has room for one after the other.
            if (one.trouble == Trouble::FullDisk && m_mounted)
                one.folder = smallDisk() + '/' + QString::number(one.number);
            QDir().mkpath(one.folder);
            if (one.isInChild())
                startChild(one.number);
            else
                startHere(one.number);
        }
    }

    void startHere(int number)
    {
        const Case &one = m_cases[number];
        DownloadLink link = one.link;
        link.net.transferTimeout = std::chrono::milliseconds(400);
        NewTransfer order = orderOf(one.folder, link, one.name);
        order.hashExpected = one.hashPublished();
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
        DownloadLink link = m_world.link(number);
        link.net.transferTimeout = std::chrono::milliseconds(400);
        if (++m_cases[number].asked <= 2 && !link.isEmpty()) {
            m_queue->setLink(id, part, link);
            return;
        }
        m_numbers.remove(id);
        finish(number, State::NeedsLink, Verdict::None, Kind::None,
               m_queue->find(id)->parts.first().path);
    }

    void startChild(int number, bool relieved = false)
    {
        Case &one = m_cases[number];
        const QJsonObject order {
            {"folder", one.folder},
            {"history", m_dir.filePath(QString("history-%1").arg(number))},
            {"name", one.name},
            {"url", QString(one.link.url.reveal())},
            {"header", QString(one.link.headerName)},
            {"headerValue", QString(one.link.headerValue.reveal())},
            {"sha1", one.hashPublished() ? QString(one.facts.sha1) : QString()},
            {"largestFile", isLimited(one) && !relieved ? one.largestFile : 0}};
        auto *child = new QProcess(this);
        child->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        connect(child, &QProcess::finished, this, [this, child, number, relieved] {
            child->deleteLater();
            onChildEnded(number, relieved, child->readAllStandardOutput());
        });
        child->start(QString(SNAPBACK_BIN_DIR) + "/transfer_child", QStringList());
        child->write(QJsonDocument(order).toJson());
        child->closeWriteChannel();
        if (!one.killsAfterMs.isEmpty())
            QTimer::singleShot(one.killsAfterMs.takeFirst(), child, &QProcess::kill);
    }

    void onChildEnded(int number, bool relieved, const QByteArray &words)
    {
        const Case &one = m_cases[number];
        const QJsonObject end = QJsonDocument::fromJson(words).object();
        if (end.isEmpty()) { // killed
            ++m_killed;
            startChild(number);
            return;
        }
        const bool onSmallDisk = one.trouble == Trouble::FullDisk && m_mounted;
        const Kind problem = problemKind(end["problem"].toString());
        if (!relieved && (problem == Kind::DiskFull || problem == Kind::FileTooLarge)) {
            ++m_noRoom;
            if (onSmallDisk)
                setSmallDisk(16 * 1024 * 1024);
            startChild(number, true);
            return;
        }
        finish(number, transferState(end["state"].toString()), verdictOf(end["verdict"].toString()),
               problem, end["path"].toString());
        if (onSmallDisk) {
            QDir(one.folder).removeRecursively();
            setSmallDisk(kSmallDisk);
        }
    }

    void setSmallDisk(int bytes)
    {
        (void)mount("tmpfs", smallDisk().toLocal8Bit().constData(), "tmpfs", MS_REMOUNT,
                    ("size=" + QByteArray::number(bytes)).constData());
    }

    void finish(int number, State state, Verdict verdict, Kind problem, const QString &path)
    {
        Case &one = m_cases[number];
        one.outcome = wordFor(state, verdict, problem);
        one.path = path;
        if (one.trouble == Trouble::Changed) {
            const auto now = m_world.sandbox().archiveFacts(one.link.address());
            if (!now || now->sha256 == one.facts.sha256)
                one.outcome = "FALSE: nothing changed";
            else
                one.facts = *now;
        }
        const QByteArray bytes = state == State::Done ? readAll(path) : QByteArray();
        one.identical = bytes.size() == one.facts.size
            && hashOf(bytes, QCryptographicHash::Sha256) == one.facts.sha256;
        if (verdict == Verdict::Recorded) { // Debian's own tools agree
            QProcess check;
            check.setWorkingDirectory(QFileInfo(path).path());
            check.start("sh",
                        {"-c", "sha256sum --status -c *.sha256 && tar tzf \"$1\"", "sh",
                         QFileInfo(path).fileName()});
            if (!check.waitForFinished() || check.exitCode() != 0)
                one.outcome = "FALSE: " + one.outcome;
        } else if (verdict != Verdict::MatchesPublished
                   && QFile::exists(one.folder + '/' + one.name)) {
            one.outcome = "FALSE: named as if it were good, " + one.outcome;
        }
        --m_running;
        ++m_done;
        QMetaObject::invokeMethod(this, &TestTransferTorture::startMore, Qt::QueuedConnection);
    }

    qsizetype count(Source source) const
    {
        return std::count_if(m_cases.begin(), m_cases.end(),
                             [source](const Case &one) { return one.ready.source == source; });
    }
    void print() const
    {
        QMap<int, QMap<QString, int>> table;
        for (const Case &one : m_cases)
            ++table[int(one.trouble)][one.outcome + (one.identical ? " (identical)" : "")];
        qInfo("seed %u: %lld flex, %lld cloud and %lld legacy downloads, %d requests, %d kills, %d "
              "times no room",
              seed(), qlonglong(count(Source::Flex)), qlonglong(count(Source::Cloud)),
              qlonglong(count(Source::Legacy)), m_world.requests(), m_killed, m_noRoom);
        for (auto row = table.cbegin(); row != table.cend(); ++row) {
            QStringList cells;
            for (auto cell = row->cbegin(); cell != row->cend(); ++cell)
                cells.append(QString("%1 %2").arg(cell.value()).arg(cell.key()));
            qInfo("%-12s %s", kTroubleNames[row.key()], qPrintable(cells.join(", ")));
        }
    }

private slots:
    void initTestCase()
    {
        m_random.seed(seed());
        QDir().mkpath(smallDisk());
        m_mounted = mount("tmpfs", smallDisk().toLocal8Bit().constData(), "tmpfs", 0,
                          ("size=" + QByteArray::number(kSmallDisk)).constData())
            == 0;
        qInfo("disk full by %s", m_mounted ? "a small tmpfs" : "RLIMIT_FSIZE (no right to mount)");
        QList<ReadyDownload> downloads;
        for (int i = 0; i < kDownloads; ++i) {
            m_cases.append(plan(i));
            downloads.append(m_cases.last().ready);
        }
        QVERIFY(m_world.start(downloads));
        for (Case &one : m_cases)
            QVERIFY2(prepare(&one), QByteArray::number(one.number));
        TransferSettings settings = quickSettings(m_dir.filePath("history"));
        settings.limit = kAtOnce;
        settings.policy.attempts = DownloadPolicy().attempts;
        m_queue = std::make_unique<TransferQueue>(settings, nullptr);
        connect(m_queue.get(), &TransferQueue::changed, this, &TestTransferTorture::onChanged);
        connect(m_queue.get(), &TransferQueue::linkWanted, this,
                &TestTransferTorture::onLinkWanted);
        connect(m_queue.get(), &TransferQueue::hashesWanted, this, [this](const QString &id) {
            const int number = m_numbers.value(id, -1);
            if (number >= 0)
                m_queue->setPublishedHashes(id, m_world.hashes(number));
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
        int narrow = 0;
        for (const Case &one : m_cases) {
            const QByteArray name = QByteArray::number(one.number) + ' '
                + kTroubleNames[int(one.trouble)] + ": " + one.outcome.toLatin1();
            QVERIFY2(!one.outcome.isEmpty() && !one.outcome.startsWith("FALSE"), name);
            const bool saysOk = one.outcome == toWord(Verdict::Recorded)
                || one.outcome == toWord(Verdict::MatchesPublished);
            QVERIFY2(saysOk == one.identical, name); // and nothing good is called bad
            QVERIFY2(!saysOk || QFileInfo(one.path).fileName() == one.name, name);
            QVERIFY2(!one.isCurable || saysOk, name);
            narrow += one.trouble == Trouble::FileLimit || one.trouble == Trouble::FullDisk;
        }
        QVERIFY(m_killed > 20);
        QCOMPARE(m_noRoom, narrow);
    }
};

QTEST_GUILESS_MAIN(TestTransferTorture)
#include "tst_transfertorture.moc"
