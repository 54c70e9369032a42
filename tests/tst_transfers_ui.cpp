// Downloads as a person sees them: from a job's delivery view to the verdict, and every way they
// stand still and go on.
#include "support/atlasreplies.h"
#include "support/transferwindow.h"
#include "atlas/jobkind.h"
#include "transfers/startdownload.h"
#include "transfers/transferdetails.h"
#include "transfers/verifydialog.h"
#include "widgets/banner.h"

#include <QAction>
#include <QCryptographicHash>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QJsonArray>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QWizard>

namespace {

QByteArray hashOf(const QString &path, QCryptographicHash::Algorithm algorithm)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), algorithm).toHex();
}

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class TestTransfersUi : public QObject
{
    Q_OBJECT

private slots:
    void aLegacyDownloadMatchesAtlas()
    {
        TransferWindow world;
        QVERIFY(world.downloadAll("shuttle"));
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
        QTRY_COMPARE(world.cell("state"), QString("Done"));
        const TransferPart part = world.transfer()->parts.first();
        QVERIFY(part.path.startsWith(world.folder()));
        QCOMPARE(part.publishedHash.toLatin1(), hashOf(part.path, QCryptographicHash::Sha1));
        QVERIFY(part.checksumFile.isEmpty());

        // What it holds, and what to do with it.
        auto *entries = world.child<QTableWidget>("archiveEntries");
        QVERIFY(entries->rowCount() > 0);
        const QString commands = world.child<QPlainTextEdit>("nextCommands")->toPlainText();
        QVERIFY(commands.contains("mongod --dbpath") && commands.contains(part.path));
        QVERIFY(world.child<QLabel>("nextSteps")->text().contains("mongorestore"));
        QCOMPARE(world.seen("restoreJobs/" + world.transfer()->jobId.toLatin1()) > 0, true);
    }

    void aCloudDownloadIsRecorded()
    {
        TransferWindow world;
        world.showJob("warp");
        if (QTest::currentTestFailed())
            return;
        world.click("downloadDelivery");
        auto *dialog = world.child<QDialog>("startDownload");
        QStringList words;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            words << label->text();
        QVERIFY2(words.join(' ').contains("works once"), qPrintable(words.join(' ')));
        dialog->reject();
        QTRY_VERIFY(!world.child<QDialog>("startDownload"));
        QVERIFY(!world.transfer());

        QVERIFY(world.downloadAll("warp"));
        QTRY_VERIFY(world.cell("verification").startsWith("No hash published by Atlas"));
        const TransferPart part = world.transfer()->parts.first();
        QVERIFY(QFile::exists(part.checksumFile));
        QProcess check;
        check.setWorkingDirectory(world.folder());
        check.start("sha256sum", {"-c", part.checksumFile});
        QVERIFY(check.waitForFinished());
        QCOMPARE(check.exitCode(), 0);
    }

    void allShardsAreOneTransfer()
    {
        TransferWindow world;
        QVERIFY(world.downloadAll("bobbins"));
        QCOMPARE(world.transfer()->parts.size(), 3); // two shards, the config servers
        QTRY_COMPARE(world.cell("file"), QString("%1 files").arg(world.transfer()->parts.size()));
        auto *parts = world.child<QTableWidget>("transferParts");
        QTRY_COMPARE(parts->rowCount(), 3);
        QVERIFY(parts->isVisible());
        QCOMPARE(parts->accessibleName(), QString("Files of the transfer"));
        QSet<QString> steps;
        parts->setFocus();
        QTest::keyClick(parts, Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < parts->rowCount(); ++i) {
            const TransferPart &part = world.transfer()->parts[i];
            QCOMPARE(parts->currentRow(), i);
            QTRY_COMPARE(parts->item(i, 1)->text(), QString("Done"));
            QCOMPARE(parts->item(i, 0)->text(),
                     i == 2 ? QString("…config-0.tar.gz") : QString("…shard-%1.tar.gz").arg(i));
            QCOMPARE(parts->item(i, 0)->toolTip(), QFileInfo(part.path).fileName());
            QVERIFY(parts->item(i, 2)->text().startsWith("No hash published by Atlas"));
            QCOMPARE(parts->item(i, 4)->text(), "SHA-256 " + part.sha256);
            const QString commands = world.child<QPlainTextEdit>("nextCommands")->toPlainText();
            QVERIFY2(commands.contains(part.path), qPrintable(commands));
            QVERIFY2(commands.contains("skipShardingConfigurationChecks"), qPrintable(commands));
            QVERIFY2(commands.contains(QString("--port %1").arg(27018 + i)), qPrintable(commands));
            QTest::keyClick(parts, Qt::Key_Down);
        }
        // One file has no such table.
        QVERIFY(world.downloadAll("warp"));
        QTRY_VERIFY(!parts->isVisible());
    }

    void nextStepsFitTheBackup_data()
    {
        QTest::addColumn<BackupOrigin>("origin");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("commands");
        BackupOrigin dedicated;
        dedicated.snapshotVersion = "7.0.24";
        dedicated.clusterVersion = "8.0.13";
        QTest::newRow("the snapshot's version")
            << dedicated << "/b/restore-1.tar.gz" << QStringList {"made by MongoDB 7.0.24"}
            << QStringList {"mkdir '/b/restore-1' &&",
                            "tar -xzf '/b/restore-1.tar.gz' -C '/b/restore-1' &&",
                            "mongod --dbpath '/b/restore-1/data' --port 27018 --bind_ip localhost"};
        BackupOrigin flex;
        flex.clusterVersion = "8.0.13";
        QTest::newRow("only the cluster's version, .tgz")
            << flex << "/b/1.tgz"
            << QStringList {"The cluster runs MongoDB 8.0.13 now", "version that made the snapshot"}
            << QStringList {"mkdir '/b/1' &&", "tar -xzf '/b/1.tgz' -C '/b/1' &&",
                            "mongod --dbpath '/b/1/data' --port 27018 --bind_ip localhost"};
        QTest::newRow("nothing known, a name for the shell")
            << BackupOrigin() << "/b/it's $HOME.tar.gz"
            << QStringList {"Use a mongod of the version"}
            << QStringList {R"(mkdir '/b/it'\''s $HOME' &&)",
                            R"(tar -xzf '/b/it'\''s $HOME.tar.gz' -C '/b/it'\''s $HOME' &&)",
                            R"(mongod --dbpath '/b/it'\''s $HOME/data' --port 27018)"
                            " --bind_ip localhost"};
        BackupOrigin sharded;
        sharded.sharded = true;
        sharded.encrypted = true;
        QTest::newRow("a shard with a job of its own, encrypted")
            << sharded << "/b/s.tar.gz"
            << QStringList {"one shard or the config servers", "same batch ID", "the key"}
            << QStringList {"mkdir '/b/s' &&", "tar -xzf '/b/s.tar.gz' -C '/b/s' &&",
                            "mongod --dbpath '/b/s/data' --port 27018 --bind_ip localhost "
                            "--setParameter skipShardingConfigurationChecks=true"};
    }
    void nextStepsFitTheBackup()
    {
        QFETCH(BackupOrigin, origin);
        QFETCH(QString, file);
        QFETCH(QStringList, words);
        QFETCH(QStringList, commands);
        Transfer transfer;
        transfer.parts.resize(1);
        transfer.parts[0].path = file;
        transfer.parts[0].state = TransferState::Done;
        transfer.parts[0].verdict = Verdict::MatchesPublished;
        transfer.parts[0].archive.entries = {{"data/mongod.log", 1}, {"./data/WiredTiger", 1}};
        transfer.parts[0].archive.count = 2;
        const NextSteps steps = nextSteps(transfer, 0, origin);
        QVERIFY(steps.words.contains("mongorestore can't read"));
        for (const QString &each : words)
            QVERIFY2(steps.words.contains(each), qPrintable(steps.words));
        QCOMPARE(steps.commands.split('\n'), commands);
        QCOMPARE(steps.words.contains("key"), origin.encrypted);
        QCOMPARE(steps.words.contains("shard"), origin.sharded);

        transfer.parts[0].verdict = Verdict::Damaged;
        QCOMPARE(nextSteps(transfer, 0, origin).commands, QString());
        QVERIFY(nextSteps(transfer, 0, origin).words.contains("Don't use this file"));
    }

    void pauseAndResume()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        QTRY_VERIFY(world.child<QPushButton>("pauseTransfer")->isEnabled());
        QVERIFY(!world.child<QPushButton>("resumeTransfer")->isEnabled());
        world.click("pauseTransfer");
        QTRY_COMPARE(world.state(), TransferState::Paused);
        QTRY_COMPARE(world.cell("state"), QString("Paused"));
        QVERIFY(world.transfer()->received() < 290'000);
        const qint64 before = world.transfer()->received();
        QTRY_VERIFY(!world.child<QPushButton>("pauseAll")->isEnabled());
        world.atlas->clearFaults();
        world.click("resumeAll");
        QVERIFY(world.ends());
        QVERIFY(before > 0);
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
    }

    void pauseAndResumeByKeyboard()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        QApplication::setActiveWindow(world.window.get());
        QTest::keyClick(world.window.get(), Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), world.table());
        auto *pause = world.child<QPushButton>("pauseTransfer");
        auto *resume = world.child<QPushButton>("resumeTransfer");
        pause->setFocus(Qt::TabFocusReason);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(world.state(), TransferState::Paused);
        // Space once more takes it back.
        QTRY_COMPARE(QApplication::focusWidget(), resume);
        world.atlas->clearFaults();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(world.ends());
        QTRY_COMPARE(QApplication::focusWidget(), world.table());
    }

    void tabReachesEveryButton()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("bobbins", 60'000));
        QApplication::setActiveWindow(world.window.get());
        QTRY_COMPARE(QApplication::focusWidget(), world.table());
        QTRY_VERIFY(world.child<QPushButton>("pauseTransfer")->isEnabled());
        QStringList visited;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            visited << QApplication::focusWidget()->objectName();
        }
        for (const char *name : {"transferParts", "pauseTransfer", "pauseAll", "showInFolder",
                                 "removeTransfer", "verifyFile", "transferLimits"})
            QVERIFY2(visited.contains(name), qPrintable(name + (" in " + visited.join(' '))));
    }

    void whatIsVerifiedIsNotPaused()
    {
        TransferWindow world;
        // Atlas is not asked in vain: it has no hash to tell.
        Fault fault;
        fault.path = "*/restoreJobs/*";
        fault.status = 404;
        QVERIFY(world.downloadSlowly("shuttle", 150'000));
        world.atlas->addFault(fault);
        QTRY_COMPARE_WITH_TIMEOUT(world.cell("state"), QString("Waiting for Atlas's hash"), 20'000);
        QVERIFY(!world.child<QPushButton>("pauseTransfer")->isEnabled());
        QVERIFY(!world.child<QPushButton>("pauseAll")->isEnabled());
        auto *details = world.window->findChild<TransferDetails *>();
        QVERIFY(details->findChild<Banner *>()->text().contains("here and whole"));
        world.atlas->clearFaults();
        QVERIFY(world.ends());
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
    }

    void aMismatchIsKeptUnderANameThatSaysSo()
    {
        TransferWindow world;
        world.spoil([](Fault &fault) { fault.flipByte = 150'000; });
        QVERIFY(world.downloadAll("shuttle"));
        QTRY_COMPARE(world.cell("verification"), QString("Does not match"));
        QCOMPARE(world.cell("state"), QString("Not usable"));
        QVERIFY(world.transfer()->parts.first().path.contains("does not match"));
        auto *details = world.window->findChild<TransferDetails *>();
        QTRY_VERIFY(details->findChild<Banner *>()->text().contains("Don't use this file"));
        QVERIFY(!world.child<QPlainTextEdit>("nextCommands")->isVisibleTo(details));
    }

    void aLinkThatIsGoneNeedsANewJob()
    {
        TransferWindow world;
        QVERIFY(world.losesLink("warp"));
        const QString id = world.transfer()->id;
        QTRY_COMPARE(world.cell("state"), QString("Needs a new download job"));
        QCOMPARE(world.seen(".tar.gz"), 1); // the same link is not used again by itself

        // The person reviews a new job; none is made before.
        QTRY_VERIFY(world.child<QPushButton>("askNewJob"));
        world.click("askNewJob");
        auto *wizard = world.window->findChild<QWizard *>();
        QVERIFY(wizard && wizard->isVisible());
        QTRY_COMPARE(wizard->windowTitle(), QString("Make a download"));
        for (const SeenRequest &request : world.atlas->seenRequests())
            QVERIFY(request.verb != "POST" || !request.path.contains("restoreJobs"));
        wizard->reject();

        // As if it had been made: the second job of that snapshot.
        world.atlas->clearFaults();
        const QList<RestoreJob> jobs = world.readyJobs("warp");
        const auto other = std::find_if(jobs.cbegin(), jobs.cend(), [&](const RestoreJob &job) {
            return job.id != world.transfer()->jobId;
        });
        QVERIFY(other != jobs.cend());
        world.desk().adopt(id, *other);
        QVERIFY(world.ends());
        QCOMPARE(world.transfer()->jobId, other->id);
        QCOMPARE(world.desk().need(id).kind, TransferNeed::Kind::None);
    }

    /// Atlas still gives it: it may have been this computer's address that was refused.
    void aRefusedLinkIsTriedOnceMoreOnResume()
    {
        TransferWindow world;
        QVERIFY(world.losesLink("warp"));
        int fetched = world.seen(".tar.gz");
        world.click("resumeTransfer");
        ++fetched;
        QTRY_COMPARE(world.seen(".tar.gz"), fetched);
        QTRY_VERIFY_WITH_TIMEOUT(world.needsNewJob(), 20'000);
        QCOMPARE(world.seen(".tar.gz"), fetched);
        world.atlas->clearFaults();
        world.click("resumeTransfer");
        QVERIFY(world.ends());
    }

    /// Published when nobody asked any more: what an earlier run wrote down is put right.
    void aHashThatCameAfterTheEnd()
    {
        TransferWindow world;
        QVERIFY(world.downloadAll("heddle"));
        QCOMPARE(world.transfer()->verdict(), Verdict::MatchesPublished);
        QFile history(world.directory.filePath("transfers.jsonl"));
        QVERIFY(history.open(QIODevice::ReadWrite));
        QByteArray last = history.readAll().trimmed().split('\n').last();
        last.replace(toWord(Verdict::MatchesPublished).toLatin1(),
                     toWord(Verdict::Recorded).toLatin1());
        const QByteArray key = "\"publishedHash\":\"";
        last.replace(key + world.transfer()->parts.first().publishedHash.toLatin1(), key);
        history.write(last + '\n');
        history.close();
        world.restart();
        QCOMPARE(world.transfer()->verdict(), Verdict::Recorded);
        QTRY_COMPARE(world.transfer()->verdict(), Verdict::MatchesPublished);
    }

    void aNewBatchServesEveryShard()
    {
        TransferWindow world;
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        world.showJob("heddle");
        QTRY_COMPARE(world.readyJobs("heddle").size(), 6); // two batches
        QList<RestoreJob> old;
        QList<RestoreJob> fresh;
        const QString newest = world.readyJobs("heddle").first().batchId;
        for (const RestoreJob &job : world.readyJobs("heddle"))
            (job.batchId == newest ? fresh : old) << job;
        QStringList ids;
        for (const RestoreJob &job : std::as_const(old)) {
            QVERIFY(world.losesLink("heddle", job.id));
            ids << world.transfer()->id;
        }
        world.atlas->clearFaults();

        // The person asks for one of them; Atlas makes a job for each shard and the config servers.
        for (const RestoreJob &job : std::as_const(fresh))
            world.desk().adopt(ids.last(), job);
        QSet<QString> jobs;
        for (const QString &id : std::as_const(ids)) {
            const auto *one = world.desk().queue().find(id);
            QTRY_COMPARE_WITH_TIMEOUT(one->state(), TransferState::Done, 30'000);
            QVERIFY(!one->parts.first().startedOver); // it was never given another shard's file
            QTRY_COMPARE(one->verdict(), Verdict::MatchesPublished);
            const auto job =
                std::find_if(fresh.cbegin(), fresh.cend(),
                             [one](const RestoreJob &of) { return of.id == one->jobId; });
            QVERIFY(job != fresh.cend());
            QCOMPARE(detailsOf(*job).deliveries.first().fileName, one->parts.first().name);
            jobs << job->id;
        }
        QCOMPARE(jobs.size(), 3);
    }

    void whatToDoNextAfterARestart()
    {
        TransferWindow world;
        QVERIFY(world.downloadAll("shuttle"));
        world.restart();
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        world.pages()->setCurrentIndex(2);
        world.table()->selectId(world.transfer()->id);
        QString commands;
        QTRY_VERIFY(
            !(commands = world.child<QPlainTextEdit>("nextCommands")->toPlainText()).isEmpty());
        // Up to mongod itself they are run as they stand; mongod must get the folder of the data.
        commands.replace("mongod --dbpath ", "ls ");
        commands = commands.left(commands.indexOf(" --port"));
        QProcess shell;
        shell.start("sh", {"-c", commands});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString(shell.readAllStandardError()), QString());
        QVERIFY(shell.readAllStandardOutput().contains("WiredTiger.turtle"));
    }

    void itOutlivesAProfileSwitch()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 150'000));
        world.desk().reads().setIdleTime(std::chrono::milliseconds(300));
        QVERIFY(world.application->openProfile(world.second));
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.second), 20'000);
        QVERIFY(world.state() == TransferState::Downloading);
        QVERIFY(world.ends());
        // Atlas was asked for the hash as the transfer's own profile, which is closed then.
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
        QTRY_COMPARE(world.desk().reads().sessionCount(), 0);
    }

    void closingAsks()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        QSignalSpy finished(world.application.get(), &Application::finished);
        world.window->close();
        QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
        QVERIFY(world.window->isVisible());
        world.click("keepWindow");
        QTRY_VERIFY(!world.child<QMessageBox>("closeQuestion"));
        QVERIFY(world.window->isVisible());
        QVERIFY(world.desk().isBusy());

        world.window->close();
        QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
        world.click("stopTransfers");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 10'000);

        // Next time it is there and goes on.
        world.atlas->clearFaults();
        world.restart();
        QVERIFY(world.transfer());
        QCOMPARE(world.state(), TransferState::Paused);
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        world.pages()->setCurrentIndex(2);
        world.table()->selectId(world.transfer()->id);
        world.click("resumeTransfer");
        QVERIFY(world.ends());
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
    }

    void theQuestionPromisesOnlyWhatComesTrue()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        const auto ask = [&](bool startedAgain, bool messages) {
            world.window->setStartedAgainComesBack(startedAgain);
            world.child<QAction>("desktopNotifications")->setChecked(messages);
            world.window->close();
            if (!QTest::qWaitFor([&] { return world.child<QMessageBox>("closeQuestion"); }))
                return QString();
            const QString text = world.child<QMessageBox>("closeQuestion")->informativeText();
            world.click("keepWindow");
            return QTest::qWaitFor([&] { return !world.child<QMessageBox>("closeQuestion"); })
                ? text
                : QString();
        };
        const QString again = "tarting it again brings the window back";
        const QString message = "message of the desktop";
        QString text = ask(true, true);
        QVERIFY2(text.contains(again) && text.contains(message), qPrintable(text));
        text = ask(false, true);
        QVERIFY2(!text.contains(again) && text.contains(message), qPrintable(text));
        QVERIFY2(text.contains("Open brings the window back"), qPrintable(text));
        text = ask(true, false);
        QVERIFY2(text.contains(again) && !text.contains(message), qPrintable(text));
        text = ask(false, false);
        QVERIFY2(text.contains("go on without its window"), qPrintable(text));
        QVERIFY2(!text.contains("brings the window back"), qPrintable(text));
    }

    void goingOnWithoutTheWindow()
    {
        TransferWindow world;
        world.child<QAction>("desktopNotifications")->setChecked(false); // else it waits to be read
        QVERIFY(world.downloadSlowly("shuttle", 150'000));
        QSignalSpy finished(world.application.get(), &Application::finished);
        world.window->close();
        QTRY_VERIFY(world.child<QMessageBox>("closeQuestion"));
        world.click("goOnBehind");
        QTRY_VERIFY(!world.window->isVisible());
        QCOMPARE(finished.count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30'000);
        QCOMPARE(world.state(), TransferState::Done);
        QCOMPARE(world.transfer()->verdict(), Verdict::MatchesPublished);
    }

    void theStatusLineCounts()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        const auto says = [&](const QString &words) {
            for (const QLabel *label : world.window->findChildren<QLabel *>()) {
                if (label->text().contains(words) && label->text().contains("Connected"))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(says("1 transfer"));
        world.click("pauseAll");
        QTRY_VERIFY(!says("1 transfer"));
    }

    void theSameJobIsNotFetchedTwice()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("warp", 60'000));
        world.showJob("warp");
        if (QTest::currentTestFailed())
            return;
        world.click("downloadDelivery");
        QCOMPARE(world.desk().queue().transfers().size(), 1);
        QCOMPARE(world.pages()->tabText(world.pages()->currentIndex()), QString("Transfers"));
    }

    void removing()
    {
        TransferWindow world;
        QVERIFY(world.downloadSlowly("shuttle", 60'000));
        world.click("pauseTransfer");
        QTRY_COMPARE(world.state(), TransferState::Paused);
        QVERIFY(!QDir(world.folder()).entryList(QDir::Files).isEmpty());
        world.click("removeTransfer");
        QTRY_VERIFY(world.child<QMessageBox>("removeQuestion"));
        QCOMPARE(world.desk().queue().transfers().size(), 1);
        world.click("removeAndDelete");
        QTRY_VERIFY(world.desk().queue().transfers().isEmpty());
        QTRY_VERIFY(QDir(world.folder()).entryList(QDir::Files).isEmpty());
    }

    void verifyAgainstPasted_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("says");
        const QByteArray bytes = "what a file holds";
        using Hash = QCryptographicHash;
        const auto hex = [&bytes](Hash::Algorithm algorithm) {
            return QString::fromLatin1(Hash::hash(bytes, algorithm).toHex());
        };
        QTest::newRow("SHA-1") << hex(Hash::Sha1) << "has this SHA-1";
        QTest::newRow("SHA-256") << hex(Hash::Sha256).toUpper() << "has this SHA-256";
        QTest::newRow("SHA-512") << hex(Hash::Sha512) << "has this SHA-512";
        QTest::newRow("sha256sum's line") << hex(Hash::Sha256) + "  some.bin"
                                          << "has this SHA-256";
        QTest::newRow("another") << QString(64, 'a') << "does not match";
    }
    void verifyAgainstPasted()
    {
        QFETCH(QString, pasted);
        QFETCH(QString, says);
        QTemporaryDir directory;
        const QString path = directory.filePath("some.bin");
        QVERIFY(writeFile(path, "what a file holds"));
        VerifyDialog dialog({});
        dialog.show();
        auto *start = dialog.findChild<QPushButton *>("verifyStart");
        auto *hash = dialog.findChild<QLineEdit *>("verifyHash");
        dialog.setFile(path);
        QVERIFY(!start->isEnabled());
        hash->setText("12345");
        QVERIFY(!start->isEnabled());
        QVERIFY(dialog.findChild<QLabel *>("verifyHint")->text().contains("no SHA-1"));
        hash->setText(pasted);
        QVERIFY(start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        auto *result = dialog.findChild<Banner *>("verifyResult");
        QTRY_VERIFY2(result->text().contains(says), qPrintable(result->text()));
    }

    void verifyAgainstAJob()
    {
        TransferWindow world;
        QVERIFY(world.downloadAll("shuttle"));
        const QString right = world.transfer()->parts.first().path;
        const QString wrong = world.directory.filePath(QFileInfo(right).fileName());
        QFile file(right);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        bytes[1000] = char(bytes[1000] ^ 1);
        QVERIFY(writeFile(wrong, bytes));
        world.click("verifyFile");
        auto *dialog = world.child<VerifyDialog>("verifyDialog");
        QVERIFY(dialog);
        auto *result = dialog->findChild<Banner *>("verifyResult");
        auto *start = dialog->findChild<QPushButton *>("verifyStart");
        dialog->setFile(wrong);
        QVERIFY(start->isEnabled()); // its name chose Atlas's hash
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY(result->text().contains("does not match"));
        dialog->setFile(right);
        QTest::keyClick(start, Qt::Key_Space);
        QTRY_VERIFY(result->text().contains("It matches"));
    }

    void aDroppedFileIsVerified()
    {
        TransferWindow world;
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        const QString path = world.directory.filePath("dropped.bin");
        QVERIFY(writeFile(path, "dropped"));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        world.pages()->setCurrentIndex(2);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(world.pages()->currentWidget(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(world.pages()->currentWidget(), &drop);
        auto *dialog = world.child<VerifyDialog>("verifyDialog");
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChild<QLineEdit *>("verifyPath")->text(), path);
    }

    void aBlockedPortIsSaidBefore()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath("settings.ini"), QSettings::IniFormat);
        settings.setValue("transfers/folder", directory.path());
        const auto warns = [&settings](const QString &url) {
            const QJsonObject raw {{"id", "0123456789abcdef01234567"},
                                   {"deliveryType", "download"},
                                   {"snapshotId", "0123456789abcdef01234568"},
                                   {"deliveryUrl", QJsonArray {url}}};
            const auto job = kindById(u"cloud")
                                 ->getJob({"0123456789abcdef01234569", "some"}, "0")
                                 .read(jsonReply(raw));
            if (!job)
                qFatal("the job does not decode");
            StartDownload dialog(*job, settings);
            dialog.show();
            const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
            return dialog.findChild<QPushButton *>("startDownloadNow")->isEnabled()
                && std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
                       return label->isVisible() && label->text().contains("port 27017")
                           && label->text().contains("IP access list");
                   });
        };
        QVERIFY(warns("https://restore.example:27017/t/some.tar.gz"));
        QVERIFY(!warns("https://restore.example/t/some.tar.gz"));
    }

    void roads()
    {
        const auto file = [](const char *url, const char *part, const char *endpoint) {
            Delivery delivery;
            delivery.url = Secret(url);
            delivery.part = part;
            delivery.endpoint = endpoint;
            return delivery;
        };
        // Each shard twice, one private endpoint that has both, one that has not.
        const QList<DeliveryRoad> roads = roadsOf({file("https://a.example:27017/0", "", ""),
                                                   file("https://a.example:27017/1", "2", ""),
                                                   file("https://p.example/0", "s0", "vpce-1"),
                                                   file("https://p.example/1", "s1", "vpce-1"),
                                                   file("https://q.example/1", "s1", "vpce-2"),
                                                   file("https://a.example:27017/0", "s0", ""),
                                                   file("https://a.example:27017/1", "s1", "")});
        QCOMPARE(roads.size(), 3);
        QVERIFY(roads[0].isComplete() && roads[1].isComplete());
        QCOMPARE(roads[0].endpoint, QString());
        QCOMPARE(roads[0].files.size(), 2);
        QCOMPARE(portOf(roads[0].files[0]), 27017);
        QCOMPARE(roads[1].endpoint, QString("vpce-1"));
        QCOMPARE(roadTo(roads, "vpce-2")->missing, QStringList {"s0"});
        QVERIFY(!roadTo(roads, "vpce-3"));
    }

    void limitsAreRemembered()
    {
        TransferWindow world;
        world.pages()->setCurrentIndex(2);
        world.click("transferLimits");
        auto *files = world.child<QSpinBox>("transferLimit");
        QVERIFY(files);
        files->setValue(5);
        world.child<QSpinBox>("bandwidthLimit")->setValue(20);
        world.click("saveLimits");
        QTRY_VERIFY(!world.child<QSpinBox>("transferLimit"));
        world.click("transferLimits");
        QCOMPARE(world.child<QSpinBox>("transferLimit")->value(), 5);
        QCOMPARE(world.child<QSpinBox>("bandwidthLimit")->value(), 20);
    }

    void namesAndKeys()
    {
        TransferWindow world;
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        QTest::keyClick(world.window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(world.pages()->tabText(world.pages()->currentIndex()), QString("Transfers"));
        QCOMPARE(world.table()->accessibleName(), QString("Transfers"));
        const QList<std::pair<const char *, QString>> names {
            {"pauseTransfer", "Pause"},      {"resumeTransfer", "Resume"},
            {"pauseAll", "Pause all"},       {"resumeAll", "Resume all"},
            {"removeTransfer", "Remove…"},   {"showInFolder", "Show in folder"},
            {"verifyFile", "Verify a file…"}};
        for (const auto &[object, name] : names) {
            auto *button = world.child<QPushButton>(object);
            QVERIFY2(button, object);
            QCOMPARE(button->accessibleName(), name);
            QVERIFY2(button->focusPolicy() & Qt::TabFocus, object);
        }
    }
};

QTEST_MAIN(TestTransfersUi)
#include "tst_transfers_ui.moc"
