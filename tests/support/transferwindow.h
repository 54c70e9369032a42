// The window on a sandbox whose downloads are ready, with stored profiles, so that transfers can be
// followed from the delivery view to their verdict, over a profile switch and over a restart.
#pragma once

#include "application.h"
#include "mainwindow.h"
#include "sandbox/sandbox.h"
#include "support/fakecredentialstore.h"
#include "tables/recordmodel.h"
#include "transfers/transferdesk.h"
#include "widgets/recordtable.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

inline constexpr char kLoom[] =
    R"({"organizations": [{"name": "Loom", "projects": [{"name": "Weft",
  "retired": false, "clusters": [
    {"name": "warp", "tier": "M10", "version": "8.0.13",
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m"},
              {"delivery": "download", "at": "-12m", "takes": "5m", "privateEndpoint": true}]},
    {"name": "bobbins", "tier": "M30", "version": "8.0.13", "shards": 2,
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m"},
              {"delivery": "download", "at": "-12m", "takes": "5m"}]},
    {"name": "shuttle", "tier": "M20", "version": "7.0.24", "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-30m", "takes": "10m", "expirationHours": 2,
                     "maxDownloads": 4}]},
    {"name": "heddle", "tier": "M30", "version": "7.0.24", "created": "2019-05-05T05:05:05Z",
     "shards": 2,
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-40m", "takes": "10m", "expirationHours": 2, "batch": true},
                    {"at": "-30m", "takes": "10m", "expirationHours": 2, "batch": true}]}]}]}]})";

class TransferWindow
{
public:
    explicit TransferWindow(qint64 archiveBytes = 300'000)
    {
        QApplication::setQuitOnLastWindowClosed(false);
        SandboxOptions world;
        world.worldJson = kLoom;
        world.archiveBytes = archiveBytes;
        auto started = Sandbox::start(world);
        if (!started)
            qFatal("%s", qPrintable(started.error().detail));
        atlas = std::move(*started);
        start();
        first = addProfile("First");
        second = addProfile("Second");
        application->openProfile(first);
    }

    /// The program once more, on what the first run left.
    void restart()
    {
        const auto kept = m_keychain->entries;
        window.reset();
        application.reset();
        start();
        m_keychain->entries = kept;
        application->openProfile(first);
    }

    bool isOpen(const QString &profileId) const
    {
        Session *const session = application->session();
        return session && session->profile().id == profileId && session->inventory().isLoaded()
            && !session->inventory().isLoading();
    }
    QTabWidget *pages() { return child<QTabWidget>("pages"); }
    template <typename T> T *child(const char *name) { return window->findChild<T *>(name); }
    void click(const char *name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }
    TransferDesk &desk() { return application->transfers(); }
    const Transfer *transfer()
    {
        return desk().queue().transfers().isEmpty() ? nullptr : &desk().queue().transfers().last();
    }
    TransferState state() { return transfer() ? transfer()->state() : TransferState::Queued; }
    RecordTable *table() { return child<RecordTable>("transfers"); }
    QString cell(const char *column)
    {
        auto *model = qobject_cast<RecordModelBase *>(table()->model());
        const int row = model->rowOfId(transfer()->id);
        return model->index(row, model->columnOf(QLatin1String(column))).data().toString();
    }
    /// Of every answer that is an archive, from now on.
    template <typename Set> void spoil(const Set &set)
    {
        Fault fault;
        fault.path = "*.tar.gz";
        set(fault);
        atlas->addFault(fault);
    }
    void slowDown(int bytesPerSecond)
    {
        spoil([bytesPerSecond](Fault &fault) { fault.bytesPerSecond = bytesPerSecond; });
    }
    int seen(const QByteArray &pathPart) const
    {
        int count = 0;
        for (const SeenRequest &request : atlas->seenRequests())
            count += request.path.contains(pathPart) ? 1 : 0;
        return count;
    }
    QString folder() const { return directory.filePath("files"); }

    /// Ready downloads of a cluster, newest first.
    QList<RestoreJob> readyJobs(const QString &cluster)
    {
        QList<RestoreJob> ready;
        for (const RestoreJob &job : application->session()->jobs().records()) {
            if (job.sourceCluster == cluster && job.state == JobState::Ready)
                ready << job;
        }
        std::sort(ready.begin(), ready.end(),
                  [](const RestoreJob &a, const RestoreJob &b) { return a.created > b.created; });
        return ready;
    }
    /// Shows a ready download of the cluster at its links; without an id the newest.
    void showJob(const QString &cluster, const QString &jobId = {})
    {
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(first), 20'000);
        auto *tree = child<QTreeWidget>("projectsAndClusters");
        const auto choose = [&] {
            for (QTreeWidgetItemIterator it(tree); *it; ++it) {
                if ((*it)->text(0) == cluster) {
                    tree->setCurrentItem(*it);
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(choose());
        pages()->setCurrentIndex(0);
        QTRY_VERIFY(!readyJobs(cluster).isEmpty());
        child<RecordTable>("restorejobs")
            ->selectId(jobId.isEmpty() ? readyJobs(cluster).first().id : jobId);
        child<QTabWidget>("jobDetailTabs")->setCurrentIndex(1);
        auto *button = child<QPushButton>("downloadDelivery");
        QTRY_VERIFY(button->isVisible() && button->isEnabled());
    }
    /// From the delivery view to a transfer, as a person does it. False if the test has failed.
    bool download(const QString &cluster, const QString &jobId = {})
    {
        startDownload(cluster, jobId);
        return !QTest::currentTestFailed();
    }
    /// A download whose first bytes came, as slow as this.
    bool downloadSlowly(const QString &cluster, int bytesPerSecond)
    {
        slowDown(bytesPerSecond);
        return download(cluster)
            && QTest::qWaitFor([this] { return transfer()->received() > 0; }, 10'000);
    }
    /// A download up to its verdict.
    bool downloadAll(const QString &cluster) { return download(cluster) && ends(); }
    bool ends()
    {
        return QTest::qWaitFor([this] { return state() == TransferState::Done; }, 30'000);
    }
    /// A download whose link is refused, up to the question whether to make a new job.
    bool losesLink(const QString &cluster, const QString &jobId = {})
    {
        spoil([](Fault &fault) { fault.linkExpired = true; });
        return download(cluster, jobId)
            && QTest::qWaitFor([this] { return needsNewJob(); }, 20'000);
    }
    bool needsNewJob() { return desk().need(transfer()->id).kind == TransferNeed::Kind::NewJob; }

    QTemporaryDir directory;
    std::unique_ptr<Sandbox> atlas;
    std::unique_ptr<Application> application;
    std::unique_ptr<MainWindow> window;
    QString first;
    QString second;

private:
    void startDownload(const QString &cluster, const QString &jobId)
    {
        showJob(cluster, jobId);
        if (QTest::currentTestFailed())
            return;
        click("downloadDelivery");
        auto *dialog = child<QDialog>("startDownload");
        QVERIFY(dialog && dialog->isVisible());
        dialog->findChild<QLineEdit *>("downloadFolder")->setText(folder());
        QTest::mouseClick(dialog->findChild<QPushButton *>("startDownloadNow"), Qt::LeftButton);
        QTRY_VERIFY(!child<QDialog>("startDownload"));
        QVERIFY(transfer());
        QCOMPARE(pages()->tabText(pages()->currentIndex()), QString("Transfers"));
    }
    void start()
    {
        QDir().mkpath(folder());
        auto keychain = std::make_unique<FakeCredentialStore>();
        m_keychain = keychain.get();
        ApplicationParts parts;
        parts.settings =
            std::make_unique<QSettings>(directory.filePath("settings.ini"), QSettings::IniFormat);
        parts.keychain = std::move(keychain);
        parts.journalFile = directory.filePath("activity.jsonl");
        application = std::make_unique<Application>(StartOptions(), std::move(parts));
        window = std::make_unique<MainWindow>(*application);
        window->resize(1200, 780);
        window->show();
    }
    QString addProfile(const QString &name)
    {
        Profile profile;
        profile.name = name;
        profile.baseUrl = atlas->login().baseUrl;
        profile.loginName = atlas->login().clientId;
        profile.net.proxy = NetSettings::Proxy::None;
        const Result<Profile> saved = application->profiles().save(profile);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        m_keychain->entries.insert(saved->id, atlas->login().clientSecret.reveal());
        return saved->id;
    }

    FakeCredentialStore *m_keychain = nullptr; // the application's
};
