// The partial file: what is written, what survives, and what is never overwritten.
#include "support/archives.h"
#include "transfer/diskcalls.h"
#include "transfer/partfile.h"

#include <QScopeGuard>
#include <QJsonObject>
#include <QJsonDocument>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using Kind = TransferProblem::Kind;

namespace {

const PartFileLimits kSmall {1024, std::chrono::hours(1)};

mode_t modeOf(const QString &path)
{
    struct stat info = {};
    return stat(path.toLocal8Bit().constData(), &info) == 0 ? info.st_mode & 0777 : 0;
}

} // namespace

class TestPartFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_target;
    const QByteArray m_bytes = makeArchive(1, 20'000);

    QString partName() const { return PartFile::partName(m_target); }
    QString stateName() const { return PartFile::stateName(m_target); }
    QStringList files() const
    {
        return QDir(m_dir->path()).entryList(QDir::Files | QDir::System | QDir::Hidden);
    }
    std::unique_ptr<PartFile> make(const QString &label = "job")
    {
        return std::make_unique<PartFile>(m_target, label, kSmall);
    }
    /// As commit() leaves it before the file gets its name.
    void aboutToGetItsName()
    {
        writeWhole();
        struct stat info = {};
        QCOMPARE(::stat(partName().toLocal8Bit().constData(), &info), 0);
        std::optional<PartState> state = readPartState(readAll(stateName()));
        QVERIFY(state);
        state->name = "backup.tar.gz";
        state->inode = info.st_ino;
        QVERIFY(writeAll(stateName(), writePartState(*state)));
    }
    void isCommittedAlone()
    {
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!hashAll(*part));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(name, m_target);
        QCOMPARE(readAll(m_target), m_bytes);
        part->forgetState();
        QCOMPARE(files(), QStringList {"backup.tar.gz"});
    }
    /// Writes all of it, then closes.
    void writeWhole()
    {
        auto part = make();
        QVERIFY(!part->open());
        part->describe(m_bytes.size(), "\"e\"", "");
        QVERIFY(!part->write(m_bytes.constData(), m_bytes.size()));
    }
    static TransferProblem hashAll(PartFile &part)
    {
        TransferProblem problem;
        while (!problem && !part.isHashed())
            problem = part.hashStep(700);
        return problem;
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_target = m_dir->filePath("backup.tar.gz");
    }
    void cleanup() { m_dir.reset(); }

    void wholeFile()
    {
        auto part = make();
        QVERIFY(!part->open());
        part->describe(m_bytes.size(), "", "");
        for (qsizetype at = 0; at < m_bytes.size(); at += 333)
            QVERIFY(
                !part->write(m_bytes.constData() + at, qMin<qsizetype>(333, m_bytes.size() - at)));
        QVERIFY(part->isComplete());
        QCOMPARE(modeOf(partName()), mode_t(0600));
        QCOMPARE(part->sha1().toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha1));
        QCOMPARE(part->sha256().toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha256));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(name, m_target);
        QCOMPARE(readAll(m_target), m_bytes);
        part->forgetState();
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList {"backup.tar.gz"});
    }

    /// Killed before anybody else knew that the file is complete and named.
    void killedAfterTheRename()
    {
        writeWhole();
        QString name;
        auto killed = make();
        QVERIFY(!killed->open());
        QVERIFY(!hashAll(*killed));
        QVERIFY(!killed->commit(m_target, &name));

        isCommittedAlone();
    }

    /// On a file system that can't rename without overwriting: between the second name and the
    /// end of the first.
    void killedBetweenTwoNames()
    {
        aboutToGetItsName();
        QCOMPARE(::link(partName().toLocal8Bit().constData(), m_target.toLocal8Bit().constData()),
                 0);
        isCommittedAlone();
    }

    /// Where there are no hard links either: when the name was taken, but by nothing yet.
    void killedBeforeTheEmptyNameWasFilled()
    {
        aboutToGetItsName();
        QVERIFY(writeAll(m_target, ""));
        isCommittedAlone();
    }

    void anEmptyFileStaysWhileOursIsNotComplete()
    {
        aboutToGetItsName();
        QVERIFY(QFile::resize(partName(), 5'000));
        QVERIFY(writeAll(m_target, ""));
        QCOMPARE(make()->open().kind, Kind::FileChanged);
        QVERIFY(QFile::exists(m_target));
    }

    /// What such a kill leaves of the state is not in another job's way.
    void stateOfANamedFileIsLeftOver()
    {
        writeWhole();
        QString name;
        auto killed = make();
        QVERIFY(!killed->open());
        QVERIFY(!hashAll(*killed));
        QVERIFY(!killed->commit(m_target, &name));
        QVERIFY(QFile::rename(m_target, m_dir->filePath("moved away")));
        auto other = make("another job");
        QVERIFY(!other->open());
        QCOMPARE(other->bytes(), 0);
    }

    /// As killedAfterTheRename(), but meanwhile somebody put another file in its place.
    void notTakenBackIfItIsAnother()
    {
        writeWhole();
        QString name;
        auto killed = make();
        QVERIFY(!killed->open());
        QVERIFY(!hashAll(*killed));
        QVERIFY(!killed->commit(m_target, &name));
        QVERIFY(QFile::rename(m_target, m_dir->filePath("moved away")));
        const QByteArray precious(m_bytes.size(), 'p');
        QVERIFY(writeAll(m_target, precious));

        QCOMPARE(make()->open().kind, Kind::FileVanished);
        QCOMPARE(readAll(m_target), precious);
        QCOMPARE(readAll(m_dir->filePath("moved away")), m_bytes);
    }

    void neverOverwrites()
    {
        QVERIFY(writeAll(m_target, "precious"));
        QVERIFY(writeAll(m_dir->filePath("backup (2).tar.gz"), "precious too"));
        writeWhole();
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!hashAll(*part));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(name, m_dir->filePath("backup (3).tar.gz"));
        QCOMPARE(readAll(name), m_bytes);
        QCOMPARE(readAll(m_target), "precious");
        QCOMPARE(readAll(m_dir->filePath("backup (2).tar.gz")), "precious too");
    }

    void commitRefusesAShortFile()
    {
        auto part = make();
        QVERIFY(!part->open());
        part->describe(m_bytes.size(), "", "");
        QVERIFY(!part->write(m_bytes.constData(), 100));
        QString name;
        QCOMPARE(part->commit(m_target, &name).kind, Kind::WrongLength);
        QVERIFY(name.isEmpty());
        QVERIFY(!QFile::exists(m_target));
    }

    void somebodyElsesPartStaysAlone_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("a browser's") << QByteArray();
        QTest::newRow("torn state") << QByteArray("{\"snapbackPart\":1,\"lab");
        PartState other;
        other.label = "another job";
        QTest::newRow("another job's") << writePartState(other);
    }
    void somebodyElsesPartStaysAlone()
    {
        QFETCH(QByteArray, state);
        QVERIFY(writeAll(partName(), "somebody else's"));
        if (!state.isEmpty())
            QVERIFY(writeAll(PartFile::stateName(m_target), state));
        auto part = make();
        QCOMPARE(part->open().kind, Kind::NameTaken);
        part->discard();
        QCOMPARE(readAll(partName()), "somebody else's");
    }

    void somebodyElsesStateStaysAlone_data()
    {
        QTest::addColumn<bool>("isLink");
        QTest::newRow("a file") << false;
        QTest::newRow("a link to one") << true;
    }
    void somebodyElsesStateStaysAlone()
    {
        QFETCH(bool, isLink);
        const QString file = isLink ? m_dir->filePath("other") : stateName();
        QVERIFY(writeAll(file, "precious"));
        if (isLink)
            QVERIFY(QFile::link(file, stateName()));
        const QStringList before = files();
        auto part = make();
        QCOMPARE(part->open().kind, Kind::NameTaken);
        part->discard();
        QCOMPARE(readAll(file), "precious");
        QCOMPARE(files(), before);
    }

    /// It describes nothing, so nothing is lost.
    void stateWithoutAFileIsNobodys_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("no partial file") << false;
        QTest::newRow("an empty one") << true;
    }
    void stateWithoutAFileIsNobodys()
    {
        QFETCH(bool, isThere);
        PartState other;
        other.label = "another job";
        other.bytes = 1'000;
        other.size = 2'000;
        other.sha256 = "aa";
        QVERIFY(writeAll(stateName(), writePartState(other)));
        if (isThere)
            QVERIFY(writeAll(partName(), ""));
        auto part = make();
        QVERIFY(!part->open());
        QCOMPARE(part->bytes(), 0);
        QVERIFY(!part->write(m_bytes.constData(), 5'000));
        part.reset();
        QVERIFY(!make()->open());
    }

    void newStateDoesNotFollowALink()
    {
        QVERIFY(writeAll(m_dir->filePath("other"), "precious"));
        QVERIFY(QFile::link(m_dir->filePath("other"), stateName() + ".new"));
        writeWhole();
        QCOMPARE(readAll(m_dir->filePath("other")), "precious");
        QVERIFY(!QFileInfo(stateName()).isSymLink());
        QVERIFY(readPartState(readAll(stateName())));
        // Nor where there is no room for a new one.
        QVERIFY(QFile::link(m_dir->filePath("other"), m_dir->filePath("link")));
        QVERIFY(overwriteFile(m_dir->filePath("link"), "x") != 0);
        QCOMPARE(readAll(m_dir->filePath("other")), "precious");
    }

    void notThroughALink()
    {
        QVERIFY(writeAll(m_dir->filePath("other"), "precious"));
        QVERIFY(QFile::link(m_dir->filePath("other"), partName()));
        QCOMPARE(make()->open().kind, Kind::NameTaken);
        QCOMPARE(readAll(m_dir->filePath("other")), "precious");
    }

    void oneWriterOnly()
    {
        auto first = make();
        QVERIFY(!first->open());
        QCOMPARE(make()->open().kind, Kind::InUse);
        first.reset();
        QVERIFY(!make()->open());
    }

    void takesUp()
    {
        {
            auto part = make();
            QVERIFY(!part->open());
            part->describe(m_bytes.size(), "\"e\"", "date");
            QVERIFY(!part->write(m_bytes.constData(), 5'000));
        }
        // What a crash wrote after the last sync point is not trusted.
        QFile file(partName());
        QVERIFY(file.open(QIODevice::Append));
        file.write("garbage");
        file.close();

        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!part->isHashed());
        QVERIFY(!hashAll(*part));
        QCOMPARE(part->bytes(), 5'000);
        QCOMPARE(part->state().etag, "\"e\"");
        QCOMPARE(part->state().lastModified, "date");
        QVERIFY(!part->write(m_bytes.constData() + 5'000, m_bytes.size() - 5'000));
        QCOMPARE(part->sha256().toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha256));
        QCOMPARE(part->sha1().toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha1));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(readAll(name), m_bytes);
    }

    void reopenedAsItWasNeedsNoHashing()
    {
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!part->write(m_bytes.constData(), 5'000));
        QVERIFY(!part->close());
        QVERIFY(!part->open());
        QVERIFY(part->isHashed());
        QVERIFY(!part->close());
        QFile file(partName());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write("x");
        file.close();
        QVERIFY(!part->open());
        QVERIFY(!part->isHashed());
        QCOMPARE(hashAll(*part).kind, Kind::FileChanged);
    }

    void changedUnderneath_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<Kind>("problem");
        QTest::newRow("a byte flipped") << 0 << Kind::FileChanged;
        QTest::newRow("shorter") << 1 << Kind::FileChanged;
        QTest::newRow("removed") << 2 << Kind::FileVanished;
    }
    void changedUnderneath()
    {
        QFETCH(int, what);
        writeWhole();
        QFile file(partName());
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (what == 0) {
            file.seek(3'000);
            file.write("?");
        } else if (what == 1) {
            file.resize(2'000);
        } else {
            file.remove();
        }
        file.close();
        {
            auto part = make();
            TransferProblem problem = part->open();
            if (!problem)
                problem = hashAll(*part);
            QTEST(problem.kind, "problem");
        }
        // Said once, then it begins at the beginning, in another process too.
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(part->isHashed());
        QCOMPARE(part->bytes(), 0);
    }

    void discardsWhatWasChanged_data() { changedUnderneath_data(); }
    void discardsWhatWasChanged()
    {
        QFETCH(int, what);
        writeWhole();
        if (what == 2)
            QVERIFY(QFile::remove(partName()));
        else
            QVERIFY(QFile::resize(partName(), what == 1 ? 2'000 : m_bytes.size()));
        make()->discard();
        QCOMPARE(files(), QStringList());
    }

    void nothingIsNotComplete()
    {
        auto part = make();
        QVERIFY(!part->open());
        part->describe(0, "", "");
        QVERIFY(!part->isComplete());
        QString name;
        QCOMPARE(part->commit(m_target, &name).kind, Kind::WrongLength);
    }

    /// As vboxsf and CIFS show a file: another's, which everybody may write.
    void goesOnWhereTheModeCannotBeSet()
    {
        if (geteuid() != 0)
            QSKIP("only root can act as two users");
        {
            auto part = make();
            QVERIFY(!part->open());
            part->describe(m_bytes.size(), "", "");
            QVERIFY(!part->write(m_bytes.constData(), 5'000));
        }
        for (const QString &path : {m_dir->path(), partName(), stateName()})
            QCOMPARE(chmod(path.toLocal8Bit().constData(), 0777), 0);
        QCOMPARE(seteuid(65'534), 0);
        const auto back = qScopeGuard([] { (void)seteuid(0); });
        auto part = make();
        const TransferProblem problem = part->open();
        QVERIFY2(!problem, qPrintable(describe(problem)));
        QVERIFY(!hashAll(*part));
        QCOMPARE(part->bytes(), 5'000);
    }

    void removedWhileWriting()
    {
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!part->write(m_bytes.constData(), 500));
        QVERIFY(QFile::remove(partName()));
        const TransferProblem problem = part->write(m_bytes.constData() + 500, 5'000);
        QCOMPARE(problem.kind, Kind::FileVanished);
    }

    void replacedBeforeCommit()
    {
        auto part = make();
        QVERIFY(!part->open());
        part->describe(m_bytes.size(), "", "");
        QVERIFY(!part->write(m_bytes.constData(), m_bytes.size()));
        QVERIFY(QFile::remove(partName()));
        QVERIFY(writeAll(partName(), QByteArray(m_bytes.size(), 'x')));
        QString name;
        QCOMPARE(part->commit(m_target, &name).kind, Kind::FileVanished);
        QVERIFY(!QFile::exists(m_target));
    }

    void folderMissing()
    {
        m_target = m_dir->filePath("not/there.tar.gz");
        QCOMPARE(make()->open().kind, Kind::FolderMissing);
    }

    void readOnlyFolder()
    {
        m_target = "/proc/backup.tar.gz";
        const Kind kind = make()->open().kind;
        QVERIFY2(kind == Kind::CannotWrite || kind == Kind::FolderMissing,
                 qPrintable(toWord(kind)));
        if (geteuid() == 0)
            QSKIP("root may write everywhere");
        m_target = m_dir->filePath("backup.tar.gz");
        QVERIFY(QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner));
        QCOMPARE(make()->open().kind, Kind::CannotWrite);
        QFile::setPermissions(m_dir->path(),
                              QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
    }

    void fileTooLarge()
    {
        signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit low = before;
        low.rlim_cur = 8'000;
        auto part = make();
        QVERIFY(!part->open());
        part->describe(m_bytes.size(), "", "");
        QVERIFY(!part->write(m_bytes.constData(), 6'000));
        setrlimit(RLIMIT_FSIZE, &low);
        const TransferProblem problem = part->write(m_bytes.constData() + 6'000, 4'000);
        setrlimit(RLIMIT_FSIZE, &before);
        QCOMPARE(problem.kind, Kind::FileTooLarge);
        // Nothing is lost: it goes on where it was.
        QCOMPARE(part->bytes(), 6'000);
        QVERIFY(!part->write(m_bytes.constData() + 6'000, m_bytes.size() - 6'000));
        QCOMPARE(part->sha256().toLatin1(), hashOf(m_bytes, QCryptographicHash::Sha256));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(readAll(name), m_bytes);
    }

    void diskFull()
    {
        const QString small = m_dir->filePath("small");
        QDir().mkpath(small);
        const QByteArray path = small.toLocal8Bit();
        if (mount("tmpfs", path.constData(), "tmpfs", 0, "size=32k") != 0)
            QSKIP("mounting a small tmpfs is not permitted here");
        const auto unmount = qScopeGuard([path] { umount(path.constData()); });
        m_target = small + "/backup.tar.gz";
        QVERIFY(freeSpace(small) <= 32'768);
        const QByteArray much = makeArchive(3, 100'000);
        {
            auto part = make();
            QVERIFY(!part->open());
            part->describe(much.size(), "", "");
            TransferProblem problem;
            while (!problem && part->bytes() < much.size())
                problem = part->write(much.constData() + part->bytes(),
                                      qMin<qint64>(3'000, much.size() - part->bytes()));
            QCOMPARE(problem.kind, Kind::DiskFull);
        }
        QCOMPARE(mount("tmpfs", path.constData(), "tmpfs", MS_REMOUNT, "size=1m"), 0);
        auto part = make();
        QVERIFY(!part->open());
        QVERIFY(!hashAll(*part));
        QVERIFY(part->bytes() > 10'000); // kept
        QVERIFY(!part->write(much.constData() + part->bytes(), much.size() - part->bytes()));
        QString name;
        QVERIFY(!part->commit(m_target, &name));
        QCOMPARE(readAll(name), much);
        part.reset();
    }

    void stateHoldsNoMoreThanItShould()
    {
        writeWhole();
        const auto object =
            QJsonDocument::fromJson(readAll(PartFile::stateName(m_target))).object();
        QStringList keys = object.keys();
        keys.sort();
        QCOMPARE(keys,
                 (QStringList {"bytes", "etag", "label", "lastModified", "sha256", "size",
                               "snapbackPart"}));
        QCOMPARE(modeOf(PartFile::stateName(m_target)), mode_t(0600));
    }
};

QTEST_APPLESS_MAIN(TestPartFile)
#include "tst_partfile.moc"
