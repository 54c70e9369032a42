// Everything at once: very many clusters, read page by page within the rate budget.
#include "support/opensandbox.h"

#include "atlas/jobkind.h"
#include "tables/jobcolumns.h"
#include "tables/recordmodel.h"

using namespace std::chrono_literals;

namespace {

/// As the page of jobs does it.
struct JobTable {
    explicit JobTable(JobStore &jobs) : store(jobs)
    {
        model.sort(model.columnOf(QLatin1String("created")), Qt::DescendingOrder);
        QObject::connect(&store, &Store::changed, &model, [this] {
            model.updateLater([this] {
                QList<RestoreJob> changes;
                if (store.changesSince(&cursor, &changes))
                    model.merge(changes);
                else
                    model.sync(store.records());
            });
        });
    }
    JobStore &store;
    JobStore::Cursor cursor;
    RecordModel<RestoreJob> model {jobTable()};
};

int jobRequests(const OpenSandbox &sandbox)
{
    int count = 0;
    for (const SeenRequest &request : sandbox.sandbox->seenRequests()) {
        count += request.verb == "GET"
            && (request.path.endsWith("/restoreJobs") || request.path.endsWith("/restores"));
    }
    return count;
}

} // namespace

class TestAllJobs : public QObject
{
    Q_OBJECT

private slots:
    void theFirstRowsComeWithTheFirstPage()
    {
        OpenSandbox sandbox(OpenSandbox::bigWorld({8, 5, 120}));
        const auto session = sandbox.open();
        // What comes after the first answers does not come at all.
        constexpr int kAnswered = 8;
        Fault silent;
        silent.verb = "GET";
        silent.path = "*/restore*s";
        silent.nth = kAnswered + 1;
        silent.noAnswer = true;
        sandbox.sandbox->addFault(silent);
        JobTable table(session->jobs());
        session->jobs().setScope(session->inventory().inventory().clusters);
        session->jobs().setReadAhead(true);
        session->jobs().readMissing();
        QTRY_VERIFY(table.model.rowCount() > 0);
        QVERIFY(session->jobs().isLoading());
        QVERIFY(table.model.rowCount() <= kAnswered * 100);
    }

    void everyJobIsReadInTheEndOnceAndRunningOnesStandFirst()
    {
        OpenSandbox sandbox(OpenSandbox::bigWorld({6, 5, 260}));
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        JobTable table(jobs);
        jobs.setScope(session->inventory().inventory().clusters);
        jobs.setReadAhead(true);
        QVERIFY(!jobs.canFetchMore());
        jobs.readMissing();
        QTRY_VERIFY_WITH_TIMEOUT(jobs.isLoaded() && !jobs.isLoading() && !jobs.isReadingAhead(),
                                 60'000);
        QTRY_COMPARE(table.model.totalRows(), int(jobs.count()));
        QVERIFY2(jobs.count() >= 6 * 5 * 260, qPrintable(QString::number(jobs.count())));
        QSet<QString> ids;
        for (const RestoreJob &job : jobs.records())
            ids.insert(job.id);
        QCOMPARE(ids.size(), jobs.count());
        bool over = false;
        int active = 0;
        for (int row = 0; row < table.model.rowCount(); ++row) {
            const bool runs = isActive(table.model.record(row)->state);
            QVERIFY2(!(over && runs), "a running job stands below one that is over");
            over = over || !runs;
            active += runs;
        }
        QVERIFY(active > 0);
        // Long lists are read by 500: page 1 and one more of each.
        QVERIFY2(jobRequests(sandbox) <= 3 * 6 * 5 + 30,
                 qPrintable(QString::number(jobRequests(sandbox))));
        // Looking again does not begin from the start.
        const int before = jobRequests(sandbox);
        jobs.refresh();
        QTRY_VERIFY(!jobs.isLoading());
        QVERIFY(!jobs.isReadingAhead());
        QVERIFY(jobRequests(sandbox) - before <= 6 * 5 * 2);
        QCOMPARE(jobs.count(), ids.size());
    }

    void anEmptyBudgetStopsTheBackground()
    {
        OpenSandbox sandbox(OpenSandbox::bigWorld({2, 3, 300}));
        Fault refused;
        refused.verb = "GET";
        refused.path = "*restoreJobs";
        refused.status = 429;
        refused.retryAfter = 1;
        const auto session = sandbox.open();
        JobStore &jobs = session->jobs();
        jobs.setScope(session->inventory().inventory().clusters);
        jobs.readMissing();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        const auto first = jobs.count();
        sandbox.sandbox->addFault(refused);
        const int before = jobRequests(sandbox);
        jobs.setReadAhead(true);
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.troubles().isEmpty(), 60'000);
        // What was there stays, and nobody hammers.
        QCOMPARE(jobs.count(), first);
        QVERIFY(jobs.isReadingAhead());
        QVERIFY(jobRequests(sandbox) - before <= 40);
    }

    void aPageCostsWhatItHolds()
    {
        const auto makeJobs = [](int from, int count) {
            QList<RestoreJob> jobs;
            const QDateTime now = QDateTime::currentDateTimeUtc();
            for (int i = from; i < from + count; ++i) {
                RestoreJob job;
                job.id = QString("%1").arg(i, 24, 16, QLatin1Char('0'));
                job.kind = kindById(u"flex");
                job.sourceCluster = "c" + QString::number(i % 400);
                job.state = JobState::Done;
                job.created = now.addSecs(-(i * 7919LL) % 10'000'000);
                jobs.append(job);
            }
            return jobs;
        };
        RecordModel<RestoreJob> model(jobTable());
        model.sort(model.columnOf(QLatin1String("created")), Qt::DescendingOrder);
        // Texts are what a row costs; bench_table has the times.
        int told = 0;
        QString by;
        TextContext context = model.context();
        context.startedBy = [&](const QString &) {
            ++told;
            return by;
        };
        model.setContext(context);
        model.sync(makeJobs(0, 60'000));
        QVERIFY2(told >= 60'000, qPrintable(QString::number(told)));
        told = 0;
        model.merge(makeJobs(60'000, 100));
        QVERIFY2(told <= 4 * 100, qPrintable(QString::number(told)));
        // The same of who started the jobs of one cluster.
        by = "somebody";
        told = 0;
        const auto ofOne = [](const RestoreJob &job) { return job.sourceCluster == "c7"; };
        model.retell(ofOne);
        QVERIFY2(told <= 4 * 60'100 / 400 + 4, qPrintable(QString::number(told)));
        model.setFilterText("somebody");
        QCOMPARE(model.rowCount(),
                 int(std::count_if(model.records().cbegin(), model.records().cend(), ofOne)));
    }
};

QTEST_GUILESS_MAIN(TestAllJobs)
#include "tst_alljobs.moc"
