// Jobs somebody waits for: told once, over a restart too.
#include "support/opensandbox.h"

#include "session/watchlist.h"

#include <QSettings>

using namespace std::chrono_literals;

namespace {

const QByteArray kWorld = R"({
  "pace": { "pending": "1m", "run": "2m" },
  "organizations": [ { "name": "Ferries", "projects": [ { "name": "Harbour", "clusters": [
    { "name": "ships", "tier": "FLEX", "version": "8.0.4",
      "snapshots": [ { "repeat": 2, "every": "1d", "at": "-5h" } ],
      "jobs": [ { "at": "-20s", "target": "quays", "takes": "5m", "pending": "5s" },
                { "at": "-30s", "download": true, "takes": "4m", "pending": "5s" },
                { "at": "-3d", "target": "quays", "takes": "60s" } ] },
    { "name": "quays", "tier": "FLEX", "version": "8.0.4" } ] } ] } ] })";

struct Watch {
    explicit Watch(OpenSandbox &box)
        : sandbox(box), settings(box.dir.filePath("s.ini"), QSettings::IniFormat),
          session(box.open())
    {
        session->jobs().setPollLimits(30ms, 60ms);
        list = std::make_unique<WatchList>(settings, box.profile, session->jobs(),
                                           [this] { return session->serverNow(); });
    }
    ~Watch() { list.reset(); }

    RestoreJob job(bool download)
    {
        JobStore &jobs = session->jobs();
        jobs.setScope({OpenSandbox::cluster(*session, "ships")});
        jobs.refresh();
        if (!QTest::qWaitFor([&] { return jobs.isLoaded() && !jobs.isLoading(); }, 20'000))
            qFatal("no jobs");
        for (const RestoreJob &job : jobs.records()) {
            if (isActive(job.state) && job.download == download)
                return job;
        }
        qFatal("no such job");
    }

    OpenSandbox &sandbox;
    QSettings settings;
    std::unique_ptr<Session> session;
    std::unique_ptr<WatchList> list;
};

SandboxOptions world()
{
    SandboxOptions options;
    options.worldJson = kWorld;
    return options;
}

} // namespace

class TestWatchList : public QObject
{
    Q_OBJECT

private slots:
    void theEndIsToldOnce()
    {
        OpenSandbox sandbox(world());
        Watch watch(sandbox);
        const RestoreJob job = watch.job(false);
        QSignalSpy ended(watch.list.get(), &WatchList::ended);
        watch.list->watch(job);
        QVERIFY(watch.list->isWatched(job.id));
        sandbox.sandbox->advance(10min);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.first().first().value<RestoreJob>().id, job.id);
        QCOMPARE(ended.first().first().value<RestoreJob>().state, JobState::Done);
        QVERIFY(!watch.list->isWatched(job.id));
        watch.session->jobs().readJob(job);
        QSignalSpy changed(&watch.session->jobs(), &JobStore::jobChanged);
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(ended.size(), 1);
    }

    void itIsKeptOverARestart()
    {
        OpenSandbox sandbox(world());
        QString id;
        {
            Watch watch(sandbox);
            const RestoreJob job = watch.job(false);
            watch.list->watch(job);
            id = job.id;
        }
        sandbox.sandbox->advance(10min); // it ends while nobody looks
        {
            Watch watch(sandbox);
            QVERIFY(watch.list->isWatched(id));
            QSignalSpy ended(watch.list.get(), &WatchList::ended);
            QTRY_COMPARE(ended.size(), 1);
            QCOMPARE(ended.first().first().value<RestoreJob>().targetCluster, QString("quays"));
        }
        Watch third(sandbox);
        QCOMPARE(third.list->count(), 0);
    }

    void aDownloadIsReadyThenExpires()
    {
        OpenSandbox sandbox(world());
        Watch watch(sandbox);
        const RestoreJob job = watch.job(true);
        QSignalSpy ended(watch.list.get(), &WatchList::ended);
        QSignalSpy expiring(watch.list.get(), &WatchList::aboutToExpire);
        watch.list->watch(job);
        sandbox.sandbox->advance(5min);
        QTRY_COMPARE(ended.size(), 1);
        const RestoreJob ready = ended.first().first().value<RestoreJob>();
        QCOMPARE(ready.state, JobState::Ready);
        QVERIFY(ready.expires.isValid());
        QVERIFY(expiring.isEmpty());
        // Nothing of the job but ids and places is kept.
        watch.settings.sync();
        QFile file(watch.settings.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray kept = file.readAll();
        QVERIFY(kept.contains(job.id.toUtf8()));
        QVERIFY(!kept.contains("http"));
        watch.list->setWarning(
            std::chrono::seconds(watch.session->serverNow().secsTo(ready.expires) + 3600));
        watch.session->jobs().readJob(ready);
        QTRY_COMPARE(expiring.size(), 1);
        watch.session->jobs().readJob(ready);
        QSignalSpy changed(&watch.session->jobs(), &JobStore::jobChanged);
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(expiring.size(), 1);
        QCOMPARE(ended.size(), 1);
    }

    void unwatchedIsForgotten()
    {
        OpenSandbox sandbox(world());
        Watch watch(sandbox);
        const RestoreJob job = watch.job(false);
        QSignalSpy changed(watch.list.get(), &WatchList::changed);
        watch.list->watch(job);
        watch.list->unwatch(job.id);
        QCOMPARE(changed.size(), 2);
        QVERIFY(watch.settings.allKeys().isEmpty());
    }

    void whatANewerVersionWatchesIsLeftAlone()
    {
        OpenSandbox sandbox(world());
        const QString line = "tape/0123456789abcdef01234567/ships/0123456789abcdef01234568";
        {
            QSettings settings(sandbox.dir.filePath("s.ini"), QSettings::IniFormat);
            settings.setValue("watched/" + sandbox.profile.id, QStringList {line, "flex///", ""});
        }
        Watch watch(sandbox);
        QCOMPARE(watch.list->count(), 0);
        const RestoreJob job = watch.job(false);
        watch.list->watch(job);
        watch.list->unwatch(job.id);
        QCOMPARE(watch.settings.value("watched/" + sandbox.profile.id).toStringList(),
                 QStringList {line});
    }

    void theWarningIsNotSleptThrough()
    {
        OpenSandbox sandbox(world());
        Watch watch(sandbox);
        const RestoreJob job = watch.job(true);
        qint64 asleep = 0; // seconds that no timer counted
        watch.list =
            std::make_unique<WatchList>(watch.settings, sandbox.profile, watch.session->jobs(),
                                        [&] { return watch.session->serverNow().addSecs(asleep); });
        QSignalSpy ended(watch.list.get(), &WatchList::ended);
        QSignalSpy expiring(watch.list.get(), &WatchList::aboutToExpire);
        watch.list->watch(job);
        sandbox.sandbox->advance(5min);
        QTRY_COMPARE(ended.size(), 1);
        const RestoreJob ready = ended.first().first().value<RestoreJob>();
        QVERIFY(expiring.isEmpty());
        asleep = watch.session->serverNow().secsTo(ready.expires) - 300;
        watch.session->refresh(); // as after waking up
        QTRY_COMPARE(expiring.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWatchList)
#include "tst_watchlist.moc"
