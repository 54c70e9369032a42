// Hashes and archive walks of local files, held against Debian's own tools.
#include "support/archives.h"
#include "transfer/filenames.h"
#include "transfer/verifier.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace {

VerifyReport verify(const QString &file, const QByteArray &hash = {})
{
    const std::atomic_bool never {false};
    return verifyFile({file, hash}, never, {});
}

int run(const QString &program, const QStringList &arguments, const QString &folder)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    return process.waitForFinished() ? process.exitCode() : -1;
}

} // namespace

class TestVerifier : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    const QByteArray m_archive = makeArchive(7, 300'000, 5);

    QString file(const QByteArray &bytes, const QString &name = "backup.tar.gz")
    {
        const QString path = m_dir.filePath(name);
        QFile::remove(path);
        return writeAll(path, bytes) ? path : QString();
    }

private slots:
    void listing()
    {
        const VerifyReport report = verify(file(m_archive));
        QCOMPARE(report.verdict, Verdict::None);
        QVERIFY(report.archive.damage.isEmpty());
        QCOMPARE(report.archive.count, 5);
        QCOMPARE(report.archive.totalSize, 300'000);
        QCOMPARE(report.archive.entries.first(), (ArchiveEntry {"data/file-0", 60'000}));
        QCOMPARE(report.size, m_archive.size());
        QCOMPARE(run("tar", {"tzf", "backup.tar.gz"}, m_dir.path()), 0);
    }

    void hashes_data()
    {
        QTest::addColumn<QCryptographicHash::Algorithm>("algorithm");
        QTest::newRow("SHA-1") << QCryptographicHash::Sha1;
        QTest::newRow("SHA-256") << QCryptographicHash::Sha256;
        QTest::newRow("SHA-512") << QCryptographicHash::Sha512;
    }
    void hashes()
    {
        QFETCH(QCryptographicHash::Algorithm, algorithm);
        const QString path = file(m_archive);
        QByteArray hash = hashOf(m_archive, algorithm);
        QCOMPARE(verify(path, hash).verdict, Verdict::MatchesPublished);
        QCOMPARE(verify(path, hash.toUpper()).verdict, Verdict::MatchesPublished);
        hash[5] = hash[5] == 'a' ? 'b' : 'a';
        QCOMPARE(verify(path, hash).verdict, Verdict::Mismatch);
    }

    void damage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("trailer cut") << m_archive.chopped(4);
        QTest::newRow("trailer gone") << m_archive.chopped(8);
        QTest::newRow("half") << m_archive.left(m_archive.size() / 2);
        QTest::newRow("first byte only") << m_archive.left(1);
        QTest::newRow("empty") << QByteArray();
        QByteArray bytes = m_archive;
        bytes[bytes.size() - 8] = char(bytes[bytes.size() - 8] ^ 1);
        QTest::newRow("CRC") << bytes;
        bytes = m_archive;
        bytes[bytes.size() - 1] = char(bytes[bytes.size() - 1] ^ 1);
        QTest::newRow("length") << bytes;
        for (const int percent : {5, 30, 60, 95}) {
            bytes = m_archive;
            const qsizetype at = bytes.size() * percent / 100;
            bytes[at] = char(bytes[at] ^ 0x20);
            QTest::addRow("flipped at %d %%", percent) << bytes;
        }
        QTest::newRow("something after it") << m_archive + "<html>";
        QTest::newRow("no gzip") << QByteArray(5'000, 'x');
        QTest::newRow("an error page") << QByteArray("<html>Forbidden</html>");
    }
    void damage()
    {
        QFETCH(QByteArray, bytes);
        const QString path = file(bytes);
        const VerifyReport report = verify(path);
        QCOMPARE(report.verdict, Verdict::Damaged);
        QVERIFY(!report.archive.damage.isEmpty());
        // The published hash fits a file that was broken before it was published.
        QCOMPARE(verify(path, hashOf(bytes, QCryptographicHash::Sha1)).verdict, Verdict::Damaged);
        QVERIFY(run("gzip", {"-t", path}, m_dir.path()) != 0);
    }

    void soundInOtherShapes()
    {
        QVERIFY(verify(file(m_archive + QByteArray(512, '\0'))).archive.damage.isEmpty()); // padded
        // One gzip stream of two members, cut inside the tar.
        const QString plain = file({}, "plain.tar");
        QVERIFY(QFile::remove(plain));
        QCOMPARE(run("sh",
                     {"-c",
                      "gzip -dc backup.tar.gz > plain.tar; "
                      "(head -c 100000 plain.tar | gzip; tail -c +100001 plain.tar | "
                      "gzip) > two.tar.gz"},
                     m_dir.path()),
                 0);
        const VerifyReport two = verify(m_dir.filePath("two.tar.gz"));
        QVERIFY2(two.archive.damage.isEmpty(), qPrintable(two.archive.damage));
        QCOMPARE(two.archive.count, 5);
        // A .gz that holds no tar is only held against gzip's own check.
        QCOMPARE(run("sh", {"-c", "echo text | gzip > text.gz"}, m_dir.path()), 0);
        QVERIFY(verify(m_dir.filePath("text.gz")).archive.damage.isEmpty());
        QVERIFY(QFile::rename(m_dir.filePath("text.gz"), m_dir.filePath("text.tgz")));
        QCOMPARE(verify(m_dir.filePath("text.tgz")).verdict, Verdict::Damaged);
        // What is no archive by its name has a hash all the same.
        const QByteArray text = "any file";
        const QString other = file(text, "any.bin");
        QCOMPARE(verify(other, hashOf(text, QCryptographicHash::Sha256)).verdict,
                 Verdict::MatchesPublished);
    }

    void sha256sumReadsOurLine_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << "backup.tar.gz";
        QTest::newRow("blanks") << "a b  c.tar.gz";
        QTest::newRow("backslash") << "a\\b.tar.gz";
        QTest::newRow("line end") << "a\nb.tar.gz";
        QTest::newRow("not ASCII") << QString::fromUtf8("sauvegarde-é-备份.tar.gz");
    }
    void sha256sumReadsOurLine()
    {
        QFETCH(QString, name);
        const QString path = file(m_archive, name);
        QVERIFY(!path.isEmpty());
        const VerifyReport report = verify(path);
        file(checksumLine(report.sha256.toLatin1(), path), "sums");
        QCOMPARE(run("sha256sum", {"-c", "--strict", "sums"}, m_dir.path()), 0);
    }

    void missingFile()
    {
        const VerifyReport report = verify(m_dir.filePath("none.tar.gz"));
        QVERIFY(report.problem);
        QCOMPARE(report.verdict, Verdict::None);
    }

    void onItsOwnThread()
    {
        Verifier verifier;
        QSignalSpy finished(&verifier, &Verifier::finished);
        const int first = verifier.verify({file(m_archive), {}});
        const int second = verifier.verify({m_dir.filePath("backup.tar.gz"), QByteArray(40, '0')});
        verifier.cancel(second);
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(finished[0][0].toInt(), first);
        QCOMPARE(finished[0][1].value<VerifyReport>().archive.count, 5);
        QCOMPARE(finished[1][0].toInt(), second);
        QVERIFY(finished[1][1].value<VerifyReport>().cancelled);
        QCOMPARE(finished[1][1].value<VerifyReport>().verdict, Verdict::None);
    }

    void destroyedWhileItWorks()
    {
        const QString path = file(makeArchive(9, 20'000'000, 2), "large.tar.gz");
        Verifier verifier;
        for (int i = 0; i < 3; ++i)
            verifier.verify({path, {}});
    }
};

QTEST_GUILESS_MAIN(TestVerifier)
#include "tst_verifier.moc"
