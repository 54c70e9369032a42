// What a person does with the list of all jobs: cancel, watch, link, export, filter, and read what
// is missing where Atlas refuses.
#include "support/openwindow.h"

#include "atlas/jobkind.h"
#include "filterbar.h"
#include "jobs/accesshelp.h"
#include "jobs/canceldialog.h"
#include "jobs/jobdetails.h"
#include "notifications/desktopnotifications.h"
#include "notifications/jobnews.h"
#include "session/watchlist.h"
#include "tables/jobcolumns.h"
#include "widgets/banner.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace std::chrono_literals;

namespace {

/// The first job that fits, made current.
template <typename Fits> RestoreJob select(OpenWindow &w, Fits fits)
{
    for (const RestoreJob &job : w.jobs().records()) {
        if (fits(job) && w.model()->rowOfId(job.id) >= 0) {
            w.table()->selectId(job.id);
            return job;
        }
    }
    qFatal("no such job");
}

bool isCloudDownload(const RestoreJob &job)
{
    return job.download && isActive(job.state) && whyNotCancel(job).isEmpty();
}

} // namespace

class TestJobView : public QObject
{
    Q_OBJECT

private slots:
    void whatWasNeverReadIsNotCalledEmpty()
    {
        OpenWindow w({}, {}, [](Sandbox &sandbox) {
            Fault fault;
            fault.verb = "GET";
            fault.status = 403;
            sandbox.addFault(fault);
        });
        QTRY_VERIFY_WITH_TIMEOUT(!w.session().inventory().isLoading()
                                     && !w.session().inventory().troubles().isEmpty(),
                                 20'000);
        const auto words = [&] {
            QStringList seen;
            for (const auto *label : w.window->findChildren<QLabel *>()) {
                if (label->isVisible())
                    seen << label->text();
            }
            return seen.join('\n');
        };
        for (int page = 0; page < 2; ++page) {
            w.pages()->setCurrentIndex(page);
            auto *retry = w.pages()->currentWidget()->findChild<QPushButton *>("retry");
            QTRY_VERIFY(retry->isVisible());
            QVERIFY2(!words().contains(" here"), qPrintable(words()));
            QVERIFY2(!words().contains("updated"), qPrintable(words()));
        }
        w.atlas->clearFaults();
        w.pages()->setCurrentIndex(0);
        w.pages()->currentWidget()->findChild<QPushButton *>("retry")->click();
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.model()->rowCount() > 0, 20'000);
        QTRY_VERIFY(words().contains("updated"));
    }

    void aDownloadIsCancelledAfterAQuestion()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-prod"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const RestoreJob job = select(w, isCloudDownload);
        QVERIFY(w.action("cancelJob")->isEnabled());
        w.action("cancelJob")->trigger();
        auto *dialog = w.child<CancelDialog>("cancelDialog");
        QVERIFY(dialog && dialog->isVisible());
        dialog->findChild<QPushButton *>("keepDownload")->click();
        QCOMPARE(w.seen("DELETE", ""), 0);
        QTRY_VERIFY(!w.child<CancelDialog>("cancelDialog"));
        w.action("cancelJob")->trigger();
        dialog = w.child<CancelDialog>("cancelDialog");
        dialog->findChild<QLineEdit *>("cancelReason")->setText("TICKET-7");
        dialog->findChild<QPushButton *>("confirmCancel")->click();
        QTRY_COMPARE(w.jobs().byId(job.id)->state, JobState::Cancelled);
        QCOMPARE(w.seen("DELETE", "/restoreJobs/" + job.id.toUtf8()), 1);
        QTRY_VERIFY(!w.action("cancelJob")->isEnabled());
        const auto entries = w.application->journal().entries();
        QCOMPARE(entries.last().reason, QString("TICKET-7"));
    }

    void whatCantBeCancelledSaysWhy()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-prod"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &job) { return !job.download && job.kind->cancel; });
        QVERIFY(!w.action("cancelJob")->isEnabled());
        QVERIFY(w.action("cancelJob")->toolTip().contains("CANNOT_CANCEL_AUTOMATED_RESTORE"));
        QCOMPARE(w.action("cancelJob")->statusTip(), w.action("cancelJob")->toolTip());
    }

    void aLinkLeadsBackToItsJob()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const RestoreJob job = select(w, [](const RestoreJob &j) { return !j.download; });
        w.action("copyLink")->trigger();
        const auto link = parseDeepLink(QApplication::clipboard()->text());
        QVERIFY(link);
        QCOMPARE(link->jobId, job.id);
        // The sandbox has no web page.
        QVERIFY(!w.action("openInAtlas")->isEnabled());

        StartOptions options;
        options.link = *link;
        options.link->projectId = "0123456789abcdef01234567";
        OpenWindow other(options);
        QTRY_VERIFY_WITH_TIMEOUT(other.child<Banner>("news")->isVisible(), 20'000);
        QVERIFY(other.child<Banner>("news")->text().contains(options.link->projectId));
        QCOMPARE(other.seen("POST", "estore"), 0);

        QVERIFY(w.choose("All jobs"));
        w.window->openLink(*link);
        QTRY_COMPARE(w.table()->currentId(), job.id);
        QVERIFY(w.window->windowTitle().contains("orders-flex"));
        DeepLink missing = *link;
        missing.jobId = "0123456789abcdef01234567";
        w.window->openLink(missing);
        QTRY_VERIFY(w.child<Banner>("news")->isVisible());
        missing.cluster = "no-such-cluster";
        w.window->openLink(missing);
        QTRY_VERIFY(w.child<Banner>("news")->text().contains("no-such-cluster"));
    }

    void aWatchedJobIsTold()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const RestoreJob job = select(
            w, [](const RestoreJob &j) { return !j.download && j.state == JobState::Running; });
        w.action("watchJob")->trigger();
        QVERIFY(w.action("watchJob")->isChecked());
        w.atlas->advance(10min);
        auto *news = w.child<Banner>("news");
        QTRY_VERIFY(news->isVisible());
        QVERIFY(news->text().contains(job.targetCluster));
        QVERIFY(w.choose("loyalty-m5"));
        w.child<QPushButton>("showNewsJob")->click();
        QTRY_COMPARE(w.table()->currentId(), job.id);
        QVERIFY(!news->isVisible());
    }

    void rowsAreExported()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 5);
        w.action("exportRows")->trigger();
        auto *dialog = w.child<QFileDialog>("exportDialog");
        QVERIFY(dialog);
        const QString file = w.directory.filePath("rows.csv");
        emit dialog->fileSelected(file);
        dialog->close();
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArray bytes = csv.readAll();
        QCOMPARE(bytes.count("\r\n"), w.model()->rowCount() + 1);
        QVERIFY(bytes.contains("orders-flex") && !bytes.contains("://"));
    }

    void filtersAreSavedCompletedAndExplained()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady(), 20'000);
        auto *bar = w.window->findChild<FilterBar *>();
        auto *problem = w.child<QLabel>("filterProblem");
        bar->edit()->setText("state:failed kind:flex");
        QVERIFY(!problem->isVisible());
        bar->save("Broken & flex");
        bar->edit()->setText("stat:failed");
        QVERIFY(problem->isVisible() && problem->text().contains("stat:"));
        bar->edit()->setText("state:kaputt");
        QVERIFY(problem->text().contains("kaputt"));
        QTRY_VERIFY(w.model()->rowCount() == 0);
        const auto actions = w.window->findChildren<QAction *>();
        const auto saved = std::find_if(actions.cbegin(), actions.cend(), [](const QAction *a) {
            return a->text() == "Broken && flex" && a->toolTip() == "state:failed kind:flex";
        });
        QVERIFY(saved != actions.cend());
        (*saved)->trigger();
        QCOMPARE(bar->edit()->text(), QString("state:failed kind:flex"));
        QVERIFY(!problem->isVisible());
        bar->edit()->clear();
        bar->edit()->setFocus();
        QTest::keyClicks(bar->edit(), "kin");
        auto *completer = bar->findChild<QCompleter *>();
        QCOMPARE(completer->currentCompletion(), QString("kind:"));
        QTest::keyClicks(bar->edit(), "d:fl");
        QCOMPARE(completer->currentCompletion(), QString("kind:flex"));
        completer->popup()->hide();
    }

    void idsOfEverySortAreFound()
    {
        OpenWindow w;
        const auto isPart = [](const RestoreJob &j) { return !j.batchId.isEmpty(); };
        const auto part = [&] {
            return std::find_if(w.jobs().records().cbegin(), w.jobs().records().cend(), isPart);
        };
        QTRY_VERIFY_WITH_TIMEOUT(part() != w.jobs().records().cend() && w.isReady()
                                     && !w.jobs().isReadingAhead(),
                                 60'000);
        QTRY_COMPARE(w.model()->totalRows(), int(w.jobs().count()));
        const auto job = part();
        auto *edit = w.child<QLineEdit>("filter");
        for (const QString &id : {job->id, job->snapshotId, job->batchId, job->projectId}) {
            if (id.isEmpty())
                continue;
            edit->setText(id);
            QVERIFY2(w.model()->rowOfId(job->id) >= 0, qPrintable(id));
            edit->setText("id:" + id);
            QVERIFY2(w.model()->rowOfId(job->id) >= 0, qPrintable(id));
            edit->setText("-id:" + id);
            QCOMPARE(w.model()->rowOfId(job->id), -1);
        }
    }

    void thePartsOfABatchStandTogether()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("warehouse"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const RestoreJob job = select(w, [](const RestoreJob &j) { return !j.batchId.isEmpty(); });
        QStringList batches;
        for (int row = 0; row < w.model()->rowCount(); ++row) {
            const RestoreJob *at = w.jobs().byId(w.model()->idAt(row));
            if (batches.isEmpty() || batches.last() != at->batchId)
                batches << at->batchId;
        }
        batches.removeAll(QString());
        QCOMPARE(batches.size(), QSet<QString>(batches.cbegin(), batches.cend()).size());
        const QString source = w.text(w.model()->rowOfId(job.id), "source");
        QVERIFY2(source.contains("part ") && source.contains(" of "), qPrintable(source));
        w.table()->selectId(job.id);
        QStringList labels;
        for (const auto *label :
             w.child<QTabWidget>("jobDetailTabs")->widget(0)->findChildren<QLabel *>())
            labels << label->text();
        QVERIFY(labels.contains("Other parts"));
    }

    void whoStartedItIsReadWhenAskedFor()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const auto asked = [&] {
            const auto seen = w.atlas->seenRequests();
            return std::any_of(seen.cbegin(), seen.cend(), [](const SeenRequest &request) {
                return request.path.endsWith("/events");
            });
        };
        QVERIFY(!asked());
        const RestoreJob job = select(w, [](const RestoreJob &j) { return !j.download; });
        QTRY_VERIFY2(!w.session().events().startedBy(job).isEmpty(),
                     qPrintable(w.session().events().errorOf(job.projectId)
                                    ? w.session().events().errorOf(job.projectId)->detail
                                    : job.created.toString()));
        QVERIFY(asked());
        const QString by = w.session().events().startedBy(job);
        w.child<QLineEdit>("filter")->setText("by:" + by.left(4));
        QTRY_VERIFY(w.model()->rowOfId(job.id) >= 0);
        w.child<QLineEdit>("filter")->setText("-by:" + by);
        QTRY_COMPARE(w.model()->rowOfId(job.id), -1);
    }

    void aDownloadSaysWhoMayFetchIt()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &j) { return j.download && j.state == JobState::Ready; });
        const auto shown = [&] {
            QStringList texts;
            for (const auto *label :
                 w.child<QTabWidget>("jobDetailTabs")->widget(0)->findChildren<QLabel *>())
                texts << label->text();
            return texts.join('\n');
        };
        QTRY_VERIFY(shown().contains("IP access list") && shown().contains("127.0.0.1"));
    }

    void refusalsAreExplained_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("role") << "ACCESS_FORBIDDEN"
                              << "Project Owner";
        QTest::newRow("address") << "IP_ADDRESS_NOT_ON_ACCESS_LIST"
                                 << "API access list";
    }
    void refusalsAreExplained()
    {
        QFETCH(QString, code);
        QFETCH(QString, says);
        OpenWindow w({}, {}, [&](Sandbox &sandbox) {
            Fault fault;
            fault.verb = "GET";
            fault.path = "*/flexClusters/*/backup/restoreJobs";
            fault.status = 403;
            fault.errorCode = code;
            sandbox.addFault(fault);
        });
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady(), 20'000);
        auto *help = w.window->findChild<AccessHelp *>();
        QTRY_VERIFY(help->isVisible());
        QVERIFY2(help->text().contains(says), qPrintable(help->text()));
        QVERIFY(w.choose("loyalty-m5"));
        QTRY_VERIFY(!help->isVisible());
    }

    void aLinkDoesNotEndTheWatch()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-prod"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &job) { return isActive(job.state); });
        w.action("watchJob")->trigger();
        w.action("copyLink")->trigger();
        const auto link = parseDeepLink(QApplication::clipboard()->text());
        QVERIFY(link);
        // Its kind is not in the link: the other kinds' lists don't have it.
        QSignalSpy failed(&w.jobs(), &JobStore::jobReadFailed);
        w.window->openLink(*link);
        QTRY_VERIFY(!failed.isEmpty());
        QVERIFY(w.action("watchJob")->isChecked());
    }

    void aLinkIsFollowedInTheNextSession()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &j) { return !j.download; });
        w.action("copyLink")->trigger();
        const auto link = parseDeepLink(QApplication::clipboard()->text());
        QVERIFY(link);
        QVERIFY(w.choose("All jobs"));
        Fault silent;
        silent.path = "*/restoreJobs/*";
        silent.count = 1;
        silent.noAnswer = true;
        w.atlas->addFault(silent);
        w.window->openLink(*link);
        QTRY_VERIFY(w.seen("GET", "/restoreJobs/" + link->jobId.toUtf8()) > 0);
        const Profile profile = w.session().profile();
        w.application->openWith(
            profile, ServiceAccount {w.atlas->login().clientId, w.atlas->login().clientSecret});
        QVERIFY(!w.window->windowTitle().contains("orders-flex"));
        QTRY_VERIFY(w.window->windowTitle().contains("orders-flex"));
        QTRY_COMPARE(w.table()->currentId(), link->jobId);
    }

    void aLinkShowsWhatTheFilterHides()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &j) { return j.state == JobState::Done; });
        w.action("copyLink")->trigger();
        const auto link = parseDeepLink(QApplication::clipboard()->text());
        QVERIFY(link);
        auto *edit = w.child<QLineEdit>("filter");
        edit->setText("source:flex"); // does not hide it: stays
        w.window->openLink(*link);
        QTRY_COMPARE(w.seen("GET", "/restoreJobs/" + link->jobId.toUtf8()), 1);
        QTRY_COMPARE(w.table()->currentId(), link->jobId);
        QCOMPARE(edit->text(), QString("source:flex"));
        edit->setText("state:failed");
        QVERIFY(w.table()->currentId() != link->jobId);
        w.window->openLink(*link);
        QTRY_COMPARE(w.table()->currentId(), link->jobId);
        QCOMPARE(edit->text(), QString());
        QCOMPARE(w.model()->filterText(), QString());
        // Also where its list is read first.
        edit->setText("state:failed");
        QVERIFY(w.choose("loyalty-m5"));
        w.window->openLink(*link);
        QTRY_COMPARE(w.table()->currentId(), link->jobId);
    }

    void aLinkThatCannotBeReadSaysWhy()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &j) { return !j.download; });
        w.action("copyLink")->trigger();
        auto link = parseDeepLink(QApplication::clipboard()->text());
        QVERIFY(link);
        link->jobId = "0123456789abcdef01234567";
        Fault broken;
        broken.path = "*/restoreJobs/*";
        broken.status = 500;
        w.atlas->addFault(broken);
        w.window->openLink(*link);
        auto *news = w.child<Banner>("news");
        QTRY_VERIFY(news->isVisible());
        QVERIFY2(!news->text().contains("not in the list"), qPrintable(news->text()));
    }

    void aSavedFilterIsRemovedAfterItsMenu()
    {
        OpenWindow w;
        auto *bar = w.window->findChild<FilterBar *>();
        bar->edit()->setText("state:failed");
        bar->save("Broken");
        QMenu *menu = nullptr;
        for (QMenu *each : bar->findChildren<QMenu *>()) {
            if (each->title() == "Remove")
                menu = each;
        }
        QVERIFY(menu);
        const QPointer<QMenu> guard(menu);
        menu->actions().first()->trigger();
        QVERIFY(guard); // a menu looks at itself when its action has run
        QVERIFY(bar->saved().isEmpty());
        QTRY_VERIFY(!guard);
    }

    void newRowsDontMoveWhatIsLookedAt()
    {
        QSettings settings("", QSettings::IniFormat);
        RecordModel<RestoreJob> model(jobTable());
        const auto makeJob = [](int i, const QString &source) {
            RestoreJob job;
            job.id = QString("%1").arg(i, 24, 16, QLatin1Char('0'));
            job.kind = kindById(u"flex");
            job.sourceCluster = source;
            job.state = JobState::Done;
            job.created = QDateTime::currentDateTimeUtc().addSecs(-i * 60LL);
            return job;
        };
        QList<RestoreJob> jobs;
        for (int i = 1; i <= 300; ++i)
            jobs.append(makeJob(i, i % 2 ? "odd" : "even"));
        model.sync(jobs);
        RecordTable table("Some jobs", model, {.widths = {}, .sortColumn = "created"}, settings);
        table.resize(600, 400);
        table.show();
        table.selectId(jobs.at(100).id);
        QVERIFY(table.verticalScrollBar()->value() > 0);
        model.setFilterText("source:even"); // the current row is hidden
        QVERIFY(table.currentId().isEmpty());
        table.verticalScrollBar()->setValue(table.verticalScrollBar()->maximum());
        const int place = table.verticalScrollBar()->value();
        model.merge({makeJob(400, "even")});
        QCOMPARE(table.verticalScrollBar()->value(), place);
    }

    void aFailureIsNotHiddenByALaterSuccess()
    {
        Banner banner;
        DesktopNotifications desktop(QDBusConnection("none"));
        OpenWindow w;
        WatchList list(w.application->settings(), w.session().profile(), w.jobs(),
                       [] { return QDateTime::currentDateTimeUtc(); });
        JobNews news(banner, desktop);
        news.follow(&w.session(), &list);
        RestoreJob job;
        job.kind = kindById(u"flex");
        job.sourceCluster = "alpha";
        job.targetCluster = "alpha-copy";
        job.id = "0123456789abcdef01234567";
        job.state = JobState::Failed;
        emit list.ended(job);
        job.id = "0123456789abcdef01234568";
        job.targetCluster = "beta";
        job.state = JobState::Done;
        emit list.ended(job);
        QVERIFY2(banner.text().contains("alpha-copy failed"), qPrintable(banner.text()));
        QVERIFY2(banner.text().contains("beta is done"), qPrintable(banner.text()));
        QSignalSpy shown(&news, &JobNews::showJobRequested);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // earlier buttons
        banner.findChild<QPushButton *>("showNewsJob")->click();
        QCOMPARE(shown.first().first().value<RestoreJob>().id, job.id);
        // What was closed does not come back.
        job.targetCluster = "gamma";
        emit list.ended(job);
        QVERIFY(!banner.text().contains("alpha-copy"));
        for (int i = 0; i < 20; ++i)
            emit list.ended(job);
        QVERIFY2(banner.text().count('\n') < 6, qPrintable(banner.text()));
    }

    void newsThatAreOverGo()
    {
        Banner banner;
        DesktopNotifications desktop(QDBusConnection("none"));
        OpenWindow w;
        WatchList list(w.application->settings(), w.session().profile(), w.jobs(),
                       [] { return QDateTime::currentDateTimeUtc(); });
        JobNews news(banner, desktop);
        news.follow(&w.session(), &list);
        const auto makeJob = [](const QString &id, const QString &source, JobState state) {
            RestoreJob job;
            job.kind = kindById(u"flex");
            job.id = id;
            job.sourceCluster = source;
            job.targetCluster = "copy";
            job.download = true;
            job.state = state;
            return job;
        };
        RestoreJob used = makeJob("0123456789abcdef01234561", "alpha", JobState::Ready);
        RestoreJob cancelled = makeJob("0123456789abcdef01234562", "beta", JobState::Ready);
        const RestoreJob failed = makeJob("0123456789abcdef01234563", "gamma", JobState::Failed);
        const auto button = [&] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // earlier buttons
            return banner.findChild<QPushButton *>("showNewsJob");
        };
        emit list.ended(failed);
        QCOMPARE(button()->text(), QString("Show job"));
        emit list.ended(used);
        emit list.ended(cancelled);
        QCOMPARE(button()->text(), QString("Show job of beta"));
        // A look that began before the job ended says nothing new.
        RestoreJob before = used;
        before.state = JobState::Running;
        emit w.jobs().jobChanged(before);
        QVERIFY2(banner.text().contains("alpha is ready"), qPrintable(banner.text()));
        cancelled.state = JobState::Cancelled;
        emit w.jobs().jobChanged(cancelled);
        QVERIFY2(!banner.text().contains("beta"), qPrintable(banner.text()));
        QCOMPARE(button()->text(), QString("Show job of alpha"));
        used.state = JobState::UsedUp;
        emit w.jobs().jobChanged(used);
        QVERIFY2(!banner.text().contains("alpha"), qPrintable(banner.text()));
        QVERIFY2(banner.text().contains("gamma failed"), qPrintable(banner.text()));
        QSignalSpy shown(&news, &JobNews::showJobRequested);
        button()->click();
        QCOMPARE(shown.first().first().value<RestoreJob>().id, failed.id);

        // The last one takes the banner with it, unless something else is said there.
        used.state = JobState::Ready;
        emit list.ended(used);
        QVERIFY(!banner.isHidden());
        RestoreJob over = used;
        over.state = JobState::UsedUp;
        emit w.jobs().jobChanged(over);
        QVERIFY(banner.isHidden());
        emit list.ended(used);
        banner.showText(theme::Tone::Warning, "Something else");
        emit w.jobs().jobChanged(over);
        QCOMPARE(banner.text(), QString("Something else"));
    }

    void newsOfALinkGoWithTheLink()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-prod"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        const RestoreJob job = select(w, isCloudDownload);
        w.action("watchJob")->trigger();
        w.atlas->advance(20min);
        auto *news = w.child<Banner>("news");
        QTRY_VERIFY_WITH_TIMEOUT(news->text().contains("is ready"), 20'000);
        const QDateTime expires = w.jobs().byId(job.id)->expires;
        QVERIFY(expires.isValid());
        w.atlas->advance(std::chrono::seconds(w.session().serverNow().secsTo(expires) + 60));
        QTRY_VERIFY_WITH_TIMEOUT(!news->isVisible(), 20'000);
    }

    void theDetailsFollowTheProgress()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("All jobs"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        w.jobs().setPolling(false);
        RestoreJob job = select(
            w, [](const RestoreJob &j) { return j.totalDocuments > 0 && !isActive(j.state); });
        const auto *details = w.window->findChild<JobDetailsPane *>();
        const auto says = [&](const RestoreJob &which) {
            const auto labels = details->findChildren<QLabel *>();
            return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) {
                return label->text() == progressText(which);
            });
        };
        QTRY_VERIFY(says(job));
        QTRY_VERIFY(w.isReady() && !w.session().events().isLoading());
        job.doneDocuments = 77;
        job.totalDocuments = 77;
        w.jobs().upsert(job);
        QTRY_VERIFY(says(job));
    }

    void theBannerOfATroubleStaysWhileItIsReadAgain()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady(), 20'000);
        Fault broken;
        broken.path = "*/orders-reports/*";
        broken.status = 500;
        w.atlas->addFault(broken);
        w.jobs().setPolling(false);
        w.application->refresh();
        QPushButton *retry = nullptr;
        const auto find = [&] {
            for (auto *button : w.pages()->currentWidget()->findChildren<QPushButton *>()) {
                if (button->text() == "Retry" && button->isVisible())
                    retry = button;
            }
            return retry != nullptr;
        };
        QTRY_VERIFY(w.isReady() && find());
        w.window->activateWindow();
        retry->setFocus();
        const QPointer<QPushButton> guard(retry);
        bool gone = false;
        connect(&w.jobs(), &Store::statusChanged, this,
                [&] { gone = gone || !guard || !guard->isVisible(); });
        w.jobs().refresh();
        QTRY_VERIFY(!w.jobs().isLoading());
        QVERIFY(!gone);
    }

    void theAccessListIsReadAgainWithARefresh()
    {
        OpenWindow w;
        QTRY_VERIFY_WITH_TIMEOUT(w.isReady() && w.choose("orders-flex"), 20'000);
        QTRY_VERIFY(w.isReady() && w.model()->rowCount() > 0);
        select(w, [](const RestoreJob &j) { return j.download && j.state == JobState::Ready; });
        const auto lists = [&] {
            int count = 0;
            for (const SeenRequest &request : w.atlas->seenRequests())
                count += request.path.endsWith("/accessList");
            return count;
        };
        QTRY_COMPARE(lists(), 1);
        w.application->refresh();
        QTRY_COMPARE(lists(), 2);
    }

    void theTargetsProjectIsFoundByItsId()
    {
        RecordModel<RestoreJob> model(jobTable());
        RestoreJob job;
        job.id = "0123456789abcdef01234567";
        job.kind = kindById(u"flex");
        job.projectId = "0123456789abcdef0123aaaa";
        job.targetProjectId = "0123456789abcdef0123bbbb";
        job.targetCluster = "copy";
        TextContext context = model.context();
        context.projectName = [](const QString &) { return QString("Named"); };
        model.setContext(context);
        model.sync({job});
        model.setFilterText(job.targetProjectId);
        QCOMPARE(model.rowCount(), 1);
    }
};

QTEST_MAIN(TestJobView)
#include "tst_jobview.moc"
