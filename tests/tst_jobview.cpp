// What a person does with the list of all jobs: cancel, watch, link, export, filter, and read what
// is missing where Atlas refuses.
#include "support/openwindow.h"

#include "atlas/jobkind.h"
#include "filterbar.h"
#include "jobs/accesshelp.h"
#include "jobs/canceldialog.h"
#include "widgets/banner.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
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
};

QTEST_MAIN(TestJobView)
#include "tst_jobview.moc"
