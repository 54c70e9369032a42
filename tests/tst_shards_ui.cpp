// A sharded cluster's backup is whole only with the file of every shard: what a person sees, and
// what a transfer does, when one of them has no link.
#include "support/atlasreplies.h"
#include "support/transferwindow.h"

#include "atlas/jobkind.h"
#include "transfers/startdownload.h"
#include "transfers/transferdetails.h"
#include "widgets/banner.h"

#include <QJsonArray>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>

using namespace std::chrono_literals;

namespace {

/// Somebody else fetches the file: its link is used up.
bool fetchElsewhere(const Delivery &delivery)
{
    QNetworkAccessManager http;
    const std::unique_ptr<QNetworkReply> reply(
        http.get(QNetworkRequest(QUrl::fromEncoded(delivery.url.reveal()))));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    return (reply->isFinished() || finished.wait(10'000))
        && reply->error() == QNetworkReply::NoError && !reply->readAll().isEmpty();
}

Delivery fileOf(const RestoreJob &job, const QString &shard)
{
    for (const Delivery &delivery : detailsOf(job).deliveries) {
        if (delivery.part.endsWith(shard))
            return delivery;
    }
    return {};
}

QString textOf(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        texts << label->text();
    return texts.join('\n');
}

RestoreJob read(const char *kind, const QJsonObject &raw)
{
    const auto job = kindById(QString(kind))
                         ->getJob({"0123456789abcdef01234569", "some"}, "0")
                         .read(jsonReply(raw));
    if (!job)
        qFatal("the job does not decode");
    return *job;
}

QJsonObject shard(const char *name, bool publicLink, bool privateLink)
{
    const QString url = QString("https://%1.example:27017/t/") + name + ".tar.gz";
    return {{"replicaSetName", name},
            {"downloadUrl", publicLink ? QJsonValue(url.arg("r")) : QJsonValue()},
            {"privateDownloadDeliveryUrls",
             QJsonArray {QJsonObject {
                 {"endpointId", "vpce-1"},
                 {"deliveryUrl", privateLink ? QJsonValue(url.arg("p")) : QJsonValue()}}}}};
}

} // namespace

class TestShardsUi : public QObject
{
    Q_OBJECT

private slots:
    void aUsedLinkTakesTheGreenAway()
    {
        TransferWindow world;
        world.showJob("bobbins");
        if (QTest::currentTestFailed())
            return;
        const RestoreJob job = world.readyJobs("bobbins").first();
        const Delivery used = fileOf(job, "shard-1");
        QVERIFY(used.hasLink() && fetchElsewhere(used));
        world.application->session()->jobs().readJob(RestoreJob(job));
        auto *button = world.child<QPushButton>("downloadDelivery");
        QTRY_VERIFY(!button->isEnabled());
        const QString text = textOf(*world.child<QTabWidget>("jobDetailTabs"));
        QVERIFY2(text.contains("Shard " + used.part + " — no link: not made yet, or used already"),
                 qPrintable(text));
        QVERIFY(text.contains("Not every shard has a link"));
        QVERIFY(text.contains("ask for a new download"));
        for (const RestoreJob &ready : world.readyJobs("bobbins"))
            QVERIFY(ready.id != job.id);
    }

    void aNewJobIsWaitedForUntilEveryShardIsThere()
    {
        TransferWindow world;
        QTRY_VERIFY_WITH_TIMEOUT(world.isOpen(world.first), 20'000);
        world.showJob("bobbins");
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE(world.readyJobs("bobbins").size(), 2);
        const RestoreJob fresh = world.readyJobs("bobbins").first();
        const RestoreJob old = world.readyJobs("bobbins").last();
        QVERIFY(world.losesLink("bobbins", old.id));
        const QString id = world.transfer()->id;
        QCOMPARE(world.transfer()->parts.size(), 3);
        world.atlas->clearFaults();

        // Of the new job one shard has no link: the others are fetched, the whole is not done.
        const Delivery absent = fileOf(fresh, "shard-1");
        QVERIFY(fetchElsewhere(absent));
        world.slowDown(150'000);
        world.desk().setPace(100ms);
        world.desk().adopt(id, fresh);
        const auto waits = [&] {
            return world.desk().need(id).kind == TransferNeed::Kind::Preparing
                && world.desk().need(id).sentence.contains("no link for " + absent.fileName);
        };
        QTRY_VERIFY(waits());
        const auto part = [&](const QString &name) {
            for (const TransferPart &each : world.desk().queue().find(id)->parts) {
                if (each.name.contains(name))
                    return each;
            }
            return TransferPart();
        };
        QCOMPARE(part("shard-0").state, TransferState::Downloading);
        QTRY_COMPARE_WITH_TIMEOUT(part("shard-0").state, TransferState::Done, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(part("config-0").state, TransferState::Done, 20'000);

        // Every link of that job was used now, and it has finished: only another job helps.
        QTRY_COMPARE_WITH_TIMEOUT(world.desk().need(id).kind, TransferNeed::Kind::NewJob, 20'000);
        QCOMPARE(part("shard-1").state, TransferState::NeedsLink);
        QVERIFY(world.state() != TransferState::Done);
        QVERIFY(world.cell("state") != "Done");
        QVERIFY(!world.desk().isBusy());
    }

    // A link of the job a transfer began with does not come back: nobody waits for it.
    void anOwnLinkThatWasUsedNeedsANewJob()
    {
        TransferWindow world;
        Fault lost;
        lost.path = "*shard-1.tar.gz";
        lost.cutAfter = 100'000;
        lost.count = 1;
        world.atlas->addFault(lost);
        Fault refused;
        refused.path = "*shard-1.tar.gz";
        refused.linkExpired = true;
        world.atlas->addFault(refused);
        QVERIFY(world.download("bobbins"));
        QTRY_VERIFY_WITH_TIMEOUT(world.needsNewJob(), 20'000);
        QVERIFY(world.state() != TransferState::Done);
    }

    void startingSaysWhatIsMissing_data()
    {
        QTest::addColumn<QJsonObject>("raw");
        QTest::addColumn<bool>("starts");
        QTest::addColumn<QStringList>("words");
        const QJsonObject job {{"id", "0123456789abcdef01234567"},
                               {"deliveryType", "download"},
                               {"snapshotId", "0123456789abcdef01234568"}};
        const auto row = [&job](const char *name, const QJsonArray &components, bool starts,
                                const QStringList &words, const QJsonObject &more = {}) {
            QJsonObject raw = job;
            for (auto it = more.begin(); it != more.end(); ++it)
                raw.insert(it.key(), it.value());
            raw.insert("components", components);
            QTest::newRow(name) << raw << starts << words;
        };
        row("each shard", {shard("s0", true, true), shard("s1", true, true)}, true, {});
        row("still made", {shard("s0", true, true), shard("s1", false, false)}, false,
            {"Nothing can be downloaded now", "s1: no link yet", "Wait until each has a link"});
        row("finished", {shard("s0", true, true), shard("s1", false, false)}, false,
            {"Nothing can be downloaded now", "s1: no link: used, expired",
             "ask for a new download"},
            {{"finishedAt", "2026-05-02T00:50:00Z"}});
        row("one way alone", {shard("s0", true, true), shard("s1", false, true)}, true,
            {"Public address: no link for s1"});
        row("no way to both", {shard("s0", true, false), shard("s1", false, true)}, false,
            {"Nothing can be downloaded now", "No way has a link for every shard"});
    }
    void startingSaysWhatIsMissing()
    {
        QFETCH(QJsonObject, raw);
        QFETCH(bool, starts);
        QFETCH(QStringList, words);
        QTemporaryDir directory;
        QSettings settings(directory.filePath("settings.ini"), QSettings::IniFormat);
        settings.setValue("transfers/folder", directory.path());
        StartDownload dialog(read("cloud", raw), settings);
        dialog.show();
        QCOMPARE(dialog.findChild<QPushButton *>("startDownloadNow")->isEnabled(), starts);
        QCOMPARE(dialog.road().files.size(), starts ? 2 : 0);
        const QString text = textOf(dialog);
        for (const QString &each : words)
            QVERIFY2(text.contains(each), qPrintable(text));
        QCOMPARE(text.contains("no link", Qt::CaseInsensitive),
                 !words.isEmpty() && words.join(' ').contains("no link", Qt::CaseInsensitive));
        QCOMPARE(text.contains("works once"), starts);
    }

    void aBatchIsMoreThanOneJob()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath("settings.ini"), QSettings::IniFormat);
        settings.setValue("transfers/folder", directory.path());
        QJsonObject raw {{"id", "0123456789abcdef01234567"},
                         {"statusName", "FINISHED"},
                         {"delivery",
                          QJsonObject {{"methodName", "HTTP"},
                                       {"statusName", "READY"},
                                       {"urlV2", "https://b.example/k/some-shard.tar.gz"},
                                       {"authHeader", "x-auth"},
                                       {"authValue", "v"}}}};
        const StartDownload alone(read("legacy", raw), settings);
        QVERIFY(!textOf(alone).contains("batch"));
        raw.insert("batchId", "0123456789abcdef0123456a");
        const StartDownload dialog(read("legacy", raw), settings);
        QVERIFY(textOf(dialog).contains("every job of batch 0123456789abcdef0123456a"));
        QVERIFY(dialog.findChild<QPushButton *>("startDownloadNow")->isEnabled());
    }
};

QTEST_MAIN(TestShardsUi)
#include "tst_shards_ui.moc"
