// Downloads as a person sees them: from a job's delivery view to the verdict, and every way they
// stand still and go on.
#include "support/transferwindow.h"
#include "transfers/transferdetails.h"
#include "transfers/verifydialog.h"
#include "widgets/banner.h"

#include <QComboBox>
#include <QCryptographicHash>
#include <QDragEnterEvent>
#include <QDropEvent>
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
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
        QCOMPARE(world.cell("state"), QString("Done"));
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

        world.download("warp");

        if (QTest::currentTestFailed())

            return;
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
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
        world.download("bobbins");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY2_WITH_TIMEOUT(world.state() == TransferState::Done,
                                  qPrintable(world.desk().need(world.transfer()->id).sentence),
                                  15'000);
        QCOMPARE(world.transfer()->parts.size(), 3); // two shards, the config servers
        QTRY_COMPARE(world.cell("file"), QString("%1 files").arg(world.transfer()->parts.size()));
        auto *part = world.child<QComboBox>("transferPart");
        QTRY_COMPARE(part->count(), int(world.transfer()->parts.size()));
        QSet<QString> paths;
        for (int i = 0; i < part->count(); ++i) {
            part->setCurrentIndex(i);
            paths << world.child<QPlainTextEdit>("nextCommands")->toPlainText();
        }
        QCOMPARE(paths.size(), part->count());
    }

    void pauseAndResume()
    {
        TransferWindow world;
        world.slowDown(60'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
        QVERIFY(before > 0);
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
    }

    void aMismatchIsKeptUnderANameThatSaysSo()
    {
        TransferWindow world;
        Fault fault;
        fault.path = "*.tar.gz";
        fault.flipByte = 150'000;
        world.atlas->addFault(fault);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
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
        Fault fault;
        fault.path = "*.tar.gz";
        fault.linkExpired = true;
        world.atlas->addFault(fault);
        world.download("warp");
        if (QTest::currentTestFailed())
            return;
        const QString id = world.transfer()->id;
        QTRY_COMPARE_WITH_TIMEOUT(world.desk().need(id).kind, TransferNeed::Kind::NewJob, 20'000);
        QTRY_COMPARE(world.cell("state"), QString("Needs a new download job"));
        // The same link is not used again, by itself or on demand.
        const int fetched = world.seen(".tar.gz");
        QCOMPARE(fetched, 1);
        world.click("resumeTransfer");
        QTRY_COMPARE(world.desk().need(id).kind, TransferNeed::Kind::NewJob);
        QCOMPARE(world.seen(".tar.gz"), fetched);

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
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
        QCOMPARE(world.transfer()->jobId, other->id);
        QCOMPARE(world.desk().need(id).kind, TransferNeed::Kind::None);
    }

    void itOutlivesAProfileSwitch()
    {
        TransferWindow world;
        world.slowDown(150'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
        world.desk().reads().setIdleTime(std::chrono::milliseconds(300));
        QVERIFY(world.application->openProfile(world.second));
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.second), 20'000);
        QVERIFY(world.state() == TransferState::Downloading);
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
        // Atlas was asked for the hash as the transfer's own profile, which is closed then.
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
        QTRY_COMPARE(world.desk().reads().sessionCount(), 0);
    }

    void closingAsks()
    {
        TransferWindow world;
        world.slowDown(60'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
        QTRY_COMPARE(world.cell("verification"), QString("Matches Atlas's SHA-1"));
    }

    void goingOnWithoutTheWindow()
    {
        TransferWindow world;
        world.slowDown(150'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
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
        world.slowDown(60'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
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
        world.slowDown(60'000);
        world.download("warp");
        if (QTest::currentTestFailed())
            return;
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
        world.slowDown(60'000);
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(world.transfer()->received() > 0, 10'000);
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
        world.download("shuttle");
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(world.state(), TransferState::Done, 30'000);
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
        QCOMPARE(roads.size(), 2);
        QCOMPARE(roads[0].endpoint, QString());
        QCOMPARE(roads[0].files.size(), 2);
        QCOMPARE(portOf(roads[0].files[0]), 27017);
        QCOMPARE(roads[1].endpoint, QString("vpce-1"));
        QVERIFY(!roadTo(roads, "vpce-2"));
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
