// The journal keeps what was sent: through a kill, a torn line, a full disk and a second process.
#include "session/journal.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using Outcome = JournalEntry::Outcome;

namespace {

JournalEntry sample(const QString &cluster)
{
    JournalEntry entry;
    entry.time = QDateTime(QDate(2026, 3, 4), QTime(5, 6, 7, 89), Qt::UTC);
    entry.profileId = "p1";
    entry.profileName = "Pr\u00f6d";
    entry.baseUrl = "https://cloud.mongodb.com";
    entry.loginName = "client";
    entry.action = "restore";
    entry.kindId = "tenant";
    entry.sourceProjectId = "0123456789abcdef01234567";
    entry.sourceProject = "Shop";
    entry.sourceCluster = "orders";
    entry.snapshotId = "76543210fedcba9876543210";
    entry.snapshotTime = QDateTime(QDate(2026, 3, 3), QTime(1, 0), Qt::UTC);
    entry.targetProjectId = entry.sourceProjectId;
    entry.targetProject = "Shop";
    entry.targetCluster = cluster;
    entry.reason = "two\nlines \"quoted\"";
    return entry;
}

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

bool setContent(const QString &name, const QByteArray &content)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.write(content) == content.size();
}

int modeOf(const QString &name)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(name).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
}

QStringList clustersOf(const Journal &journal)
{
    QStringList clusters;
    for (const JournalEntry &entry : journal.entries())
        clusters << entry.targetCluster;
    return clusters;
}

} // namespace

class JournalTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsEverything();
    void mergesOutcomes();
    void findsTheUnresolved();
    void whatStartedStaysStarted();
    void isPrivate();
    void capsWhatAServerSays();
    void unknownIdIsAnError();
    void survivesAKill();
    void survivesATornLineAtEveryByte();
    void keepsAsideTwice();
    void leavesUnreadableLinesAlone();
    void ignoresLinesOfALaterVersion();
    void fullDiskLeavesNoHalfLine();
    void cannotBeOpened();
    void twoJournalsSeeEachOther();
    void twoProcessesDoNotTearLines();
    void startsOverWhenTheFileIsGone();

private:
    QString file() const { return m_folder->filePath("state/journal.jsonl"); }
    QStringList aside() const
    {
        return QFileInfo(file()).dir().entryList({"journal.jsonl.torn-*"}, QDir::Files);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void JournalTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void JournalTest::keepsEverything()
{
    JournalEntry entry = sample("target");
    {
        Journal journal(file());
        QCOMPARE(journal.openProblem(), QString());
        QSignalSpy changed(&journal, &Journal::changed);
        const Result<QString> id = journal.begin(entry);
        QVERIFY(id);
        QCOMPARE(changed.count(), 1);
        entry.id = *id;
        QCOMPARE(journal.entries().size(), 1);
        QVERIFY(journal.entries().first() == entry);
    }
    const Journal next(file());
    QCOMPARE(next.openProblem(), QString());
    QCOMPARE(next.entries().size(), 1);
    QVERIFY(next.entries().first() == entry);
    QCOMPARE(contentOf(file()).count('\n'), 1);
}

void JournalTest::mergesOutcomes()
{
    Journal journal(file());
    const QString first = journal.begin(sample("one")).value();
    const QString second = journal.begin(sample("two")).value();
    QVERIFY(journal.finish(first, Outcome::Unknown, "", "", "connection lost"));
    QVERIFY(journal.finish(second, Outcome::NotStarted, "", "CANNOT_X", "no"));
    QVERIFY(journal.finish(first, Outcome::Started, "job1", "", ""));
    const Journal next(file());
    for (const Journal *read : {const_cast<const Journal *>(&journal), &next}) {
        const JournalEntry one = read->entries().value(0);
        QCOMPARE(one.id, first);
        QCOMPARE(one.outcome, Outcome::Started);
        QCOMPARE(one.jobId, QString("job1"));
        QCOMPARE(one.detail, QString());
        QVERIFY(one.outcomeTime.isValid());
        QCOMPARE(one.targetCluster, QString("one"));
        const JournalEntry two = read->entries().value(1);
        QCOMPARE(two.outcome, Outcome::NotStarted);
        QCOMPARE(two.errorCode, QString("CANNOT_X"));
        QCOMPARE(two.detail, QString("no"));
    }
    QCOMPARE(contentOf(file()).count('\n'), 5);
}

// A list that was read before the job was in it, by this program or by another one.
void JournalTest::whatStartedStaysStarted()
{
    QTemporaryDir folder;
    Journal journal(folder.filePath("journal"));
    const Result<QString> id = journal.begin(sample("orders"));
    QVERIFY(id);
    Journal other(folder.filePath("journal"));
    QVERIFY(journal.finish(*id, Outcome::Started, "66c0a1c2d3e4f5a6b7c8d9e5", {}, {}));
    QVERIFY(other.finish(*id, Outcome::NotFound, {}, {}, "not listed"));
    QVERIFY(journal.finish(*id, Outcome::Unknown, {}, {}, "lost"));
    for (const Journal *one : {&journal, &other}) {
        QCOMPARE(one->entries().first().outcome, Outcome::Started);
        QCOMPARE(one->entries().first().jobId, "66c0a1c2d3e4f5a6b7c8d9e5");
    }
}

void JournalTest::findsTheUnresolved()
{
    Journal journal(file());
    QStringList ids;
    for (const char *name : {"open", "unknown", "started", "notStarted", "notFound"})
        ids << journal.begin(sample(name)).value();
    JournalEntry other = sample("other");
    other.profileId = "p2";
    QVERIFY(journal.begin(other));
    QVERIFY(journal.finish(ids[1], Outcome::Unknown, "", "", ""));
    QVERIFY(journal.finish(ids[2], Outcome::Started, "j", "", ""));
    QVERIFY(journal.finish(ids[3], Outcome::NotStarted, "", "", ""));
    QVERIFY(journal.finish(ids[4], Outcome::NotFound, "", "", ""));
    const QList<JournalEntry> left = journal.unresolved("p1");
    QCOMPARE(left.size(), 2);
    QCOMPARE(left[0].id, ids[0]);
    QCOMPARE(left[1].id, ids[1]);
}

void JournalTest::isPrivate()
{
    const mode_t before = ::umask(0);
    {
        Journal journal(file());
        QVERIFY(journal.begin(sample("a")));
    }
    ::umask(before);
    QCOMPARE(modeOf(file()), 0600);
    QCOMPARE(modeOf(QFileInfo(file()).path()), 0700);
    ::chmod(QFile::encodeName(file()).constData(), 0644);
    const Journal journal(file());
    QCOMPARE(modeOf(file()), 0600);
}

void JournalTest::capsWhatAServerSays()
{
    Journal journal(file());
    const QString id = journal.begin(sample("a")).value();
    const QString flood(1'000'000, 'x');
    QVERIFY(journal.finish(id, Outcome::NotStarted, flood, flood, flood));
    QVERIFY(QFileInfo(file()).size() < 10'000);
    const Journal next(file());
    QVERIFY(next.entries().first().detail.startsWith("xxx"));
    QVERIFY(next.entries().first() == journal.entries().first());
}

void JournalTest::unknownIdIsAnError()
{
    Journal journal(file());
    const QString id = journal.begin(sample("a")).value();
    const QByteArray before = contentOf(file());
    QCOMPARE(journal.finish("nobody", Outcome::Started, "j", "", "").error().kind,
             Error::Kind::NotFound);
    QVERIFY(!journal.finish(id, Outcome::Open, "", "", ""));
    QCOMPARE(contentOf(file()), before);
}

void JournalTest::survivesAKill()
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--begin-and-wait", file()});
    QVERIFY(child.waitForReadyRead());
    const QString id = child.readAllStandardOutput().trimmed();
    ::kill(pid_t(child.processId()), SIGKILL);
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);

    Journal journal(file());
    QCOMPARE(journal.openProblem(), QString());
    const QList<JournalEntry> left = journal.unresolved("p1");
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().id, id);
    QCOMPARE(left.first().targetCluster, QString("child"));
    QVERIFY(journal.finish(id, Outcome::Started, "j", "", ""));
    QVERIFY(journal.unresolved("p1").isEmpty());
}

void JournalTest::survivesATornLineAtEveryByte()
{
    QByteArray whole;
    {
        Journal journal(file());
        QVERIFY(journal.begin(sample("first")));
        JournalEntry last; // a short one: each byte of it costs some syncs
        last.targetCluster = "last";
        last.reason = "\u6771";
        QVERIFY(journal.begin(last));
        whole = contentOf(file());
    }
    const qsizetype lastLine = whole.indexOf('\n') + 1;
    for (qsizetype size = lastLine; size < whole.size(); ++size) {
        for (const QString &name : aside())
            QVERIFY(QFileInfo(file()).dir().remove(name));
        QVERIFY(setContent(file(), whole.first(size)));
        Journal journal(file());
        const bool complete = size == whole.size() - 1; // without its end only
        const bool torn = size > lastLine && !complete;
        QCOMPARE(clustersOf(journal),
                 complete ? QStringList({"first", "last"}) : QStringList("first"));
        QCOMPARE(aside().size(), torn ? 1 : 0);
        QCOMPARE(journal.openProblem().isEmpty(), !torn);
        if (torn) {
            const QString kept = QFileInfo(file()).dir().filePath(aside().first());
            QVERIFY(journal.openProblem().contains(kept));
            QCOMPARE(contentOf(kept), whole.first(size).sliced(lastLine));
            QCOMPARE(modeOf(kept), 0600);
        }
        QVERIFY(journal.begin(sample("after")));
        const Journal next(file());
        QCOMPARE(next.openProblem(), QString());
        QCOMPARE(clustersOf(next), clustersOf(journal));
        QCOMPARE(next.entries().last().targetCluster, QString("after"));
    }
}

void JournalTest::keepsAsideTwice()
{
    for (const char *torn : {"{\"type\":\"int", "{\"type\":\"out"}) {
        {
            Journal journal(file());
            QVERIFY(journal.begin(sample("a")));
        }
        QFile append(file());
        QVERIFY(append.open(QIODevice::Append));
        append.write(torn);
        append.close();
        const Journal journal(file());
        QVERIFY(!journal.openProblem().isEmpty());
    }
    QCOMPARE(aside().size(), 2);
}

void JournalTest::leavesUnreadableLinesAlone()
{
    {
        Journal journal(file());
        QVERIFY(journal.begin(sample("a")));
    }
    const QByteArray spoilt = "garbage\n[]\n" + contentOf(file());
    QVERIFY(setContent(file(), spoilt));
    Journal journal(file());
    QCOMPARE(clustersOf(journal), QStringList("a"));
    QVERIFY(journal.openProblem().contains(file()));
    QVERIFY(journal.openProblem().contains('2'));
    QVERIFY(journal.begin(sample("b")));
    QVERIFY(contentOf(file()).startsWith(spoilt));
}

void JournalTest::ignoresLinesOfALaterVersion()
{
    Journal first(file());
    const QString id = first.begin(sample("a")).value();
    QFile append(file());
    QVERIFY(append.open(QIODevice::Append));
    append.write("{\"type\":\"seal\",\"id\":\"x\",\"hash\":\"00\"}\n"
                 "{\"type\":\"outcome\",\"id\":\""
                 + id.toUtf8() + "\",\"outcome\":\"teleported\",\"more\":1}\n");
    append.close();
    const Journal journal(file());
    QCOMPARE(journal.openProblem(), QString());
    QCOMPARE(journal.entries().size(), 1);
    QCOMPARE(journal.entries().first().outcome, Outcome::Unknown);
}

void JournalTest::fullDiskLeavesNoHalfLine()
{
    Journal journal(file());
    const QString id = journal.begin(sample("a")).value();
    const QByteArray before = contentOf(file());

    // The system cuts the write short after ten bytes, as a full disk does.
    struct rlimit old = {};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const struct rlimit tight = {rlim_t(before.size()) + 10, old.rlim_max};
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &tight);
    QSignalSpy changed(&journal, &Journal::changed);
    const Result<QString> begun = journal.begin(sample("b"));
    const Result<void> finished = journal.finish(id, Outcome::Started, "j", "", "");
    ::setrlimit(RLIMIT_FSIZE, &old);
    ::signal(SIGXFSZ, handler);

    QVERIFY(!begun);
    QCOMPARE(begun.error().kind, Error::Kind::Disk);
    QVERIFY(begun.error().detail.contains(file()));
    QVERIFY(!finished);
    QCOMPARE(changed.count(), 0);
    QCOMPARE(contentOf(file()), before);
    QCOMPARE(journal.entries().size(), 1);

    QVERIFY(journal.begin(sample("c")));
    QCOMPARE(journal.openProblem(), QString());
    QCOMPARE(clustersOf(Journal(file())), QStringList({"a", "c"}));
}

void JournalTest::cannotBeOpened()
{
    const QString folder = m_folder->filePath("folder");
    QVERIFY(QDir().mkdir(folder));
    const QString pipe = m_folder->filePath("pipe");
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(setContent(m_folder->filePath("plain"), "x"));
    for (const QString &name : {folder, pipe, m_folder->filePath("plain/journal.jsonl")}) {
        Journal journal(name);
        QVERIFY2(!journal.openProblem().isEmpty(), qPrintable(name));
        const Result<QString> id = journal.begin(sample("a"));
        QVERIFY(!id);
        QCOMPARE(id.error().kind, Error::Kind::Disk);
        QVERIFY(!id.error().detail.isEmpty());
        QVERIFY(journal.entries().isEmpty());
    }
}

void JournalTest::twoJournalsSeeEachOther()
{
    Journal one(file());
    Journal two(file());
    const QString id = one.begin(sample("one")).value();
    QVERIFY(two.finish(id, Outcome::Started, "j", "", ""));
    QVERIFY(one.begin(sample("more")));
    QCOMPARE(one.entries().first().outcome, Outcome::Started);
    QCOMPARE(clustersOf(one), QStringList({"one", "more"}));
}

void JournalTest::twoProcessesDoNotTearLines()
{
    constexpr int kLines = 60;
    QProcess children[3];
    for (QProcess &child : children)
        child.start(QCoreApplication::applicationFilePath(),
                    {"--write-many", file(), QString::number(kLines)});
    for (QProcess &child : children) {
        QVERIFY(child.waitForFinished(30'000));
        QCOMPARE(child.exitCode(), 0);
    }
    const Journal journal(file());
    QCOMPARE(journal.openProblem(), QString());
    QCOMPARE(journal.entries().size(), 3 * kLines);
    QVERIFY(journal.unresolved("p1").isEmpty());
    for (const QByteArray &line : contentOf(file()).trimmed().split('\n'))
        QVERIFY(QJsonDocument::fromJson(line).isObject());
}

void JournalTest::startsOverWhenTheFileIsGone()
{
    Journal journal(file());
    QVERIFY(journal.begin(sample("a")));
    QVERIFY(QFile::rename(file(), file() + ".old"));
    QVERIFY(journal.begin(sample("b")));
    QCOMPARE(clustersOf(journal), QStringList("b"));
    QCOMPARE(clustersOf(Journal(file())), QStringList("b"));
    QCOMPARE(clustersOf(Journal(file() + ".old")), QStringList("a"));
}

// The test is its own second process.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == "--begin-and-wait") {
        Journal journal(arguments.value(2));
        const Result<QString> id = journal.begin(sample("child"));
        const QByteArray line = id ? id->toLatin1() + '\n' : QByteArray("failed\n");
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
            return 1;
        for (;;)
            ::pause();
    }
    if (arguments.value(1) == "--write-many") {
        Journal journal(arguments.value(2));
        for (int i = 0; i < arguments.value(3).toInt(); ++i) {
            const Result<QString> id = journal.begin(sample("child"));
            if (!id || !journal.finish(*id, Outcome::Started, "j", "", QString(1500, 'y')))
                return 1;
        }
        return 0;
    }
    JournalTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_journal.moc"
