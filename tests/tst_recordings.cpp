// Replays real recorded exchanges from a plain server through the real client, stores and tables.
// The recordings are not part of the project: without them every test here skips.
#include "support/testserver.h"

#include "atlas/errors.h"
#include "atlas/json.h"
#include "base/clock.h"
#include "session/journal.h"
#include "session/session.h"
#include "tables/jobcolumns.h"
#include "tables/recordmodel.h"
#include "tables/snapshotcolumns.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

namespace {

const QString kFolder = QString(SNAPBACK_SOURCE_DIR) + "/../shared/recordings/flex";
// The recorder's stand-in for the project id.
const QString kProject = "b0123456789abcdef012345b";

struct Recording {
    QString file;
    QByteArray verb;
    QString path;
    TestReply reply;
};

Recording readRecording(const QString &name)
{
    // <suite>.<step>.<METHOD>.<path>.<n>.http
    static const QRegularExpression pattern(R"(\.(GET|POST|DELETE|PATCH|PUT)\.(.+)\.\d+\.http$)");
    Recording recording;
    recording.file = name;
    const auto match = pattern.match(name);
    recording.verb = match.captured(1).toLatin1();
    QString path = match.captured(2);
    path.replace('_', '/').replace(QRegularExpression("^G"), kProject);
    recording.path = "/api/atlas/v2/groups/" + path;
    QFile file(kFolder + '/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return recording;
    QByteArray bytes = file.readAll();
    bytes.replace("\r\n", "\n");
    const qsizetype blank = bytes.indexOf("\n\n");
    recording.reply.body = bytes.mid(blank + 2);
    const QList<QByteArray> head = bytes.left(blank).split('\n');
    recording.reply.status = head.first().split(' ').value(1).toInt();
    for (const QByteArray &line : head.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray field = line.left(colon);
        if (field.compare("content-length", Qt::CaseInsensitive) != 0)
            recording.reply.headers.append({field, line.mid(colon + 1).trimmed()});
    }
    return recording;
}

// Serves the recordings; answers to the same request follow each other, the last one stays. What
// was not recorded (login, organizations, projects, dedicated clusters) is answered with the least
// that makes a session.
class Replay
{
public:
    Replay()
    {
        const QStringList files = QDir(kFolder).entryList({"*.http"}, QDir::Files, QDir::Name);
        for (const QString &name : files) {
            const Recording recording = readRecording(name);
            m_answers[key(recording.verb, recording.path)].append(recording.reply);
            recordings.append(recording);
        }
        server.handle([this](const TestRequest &request) { return answer(request); });
        journal = std::make_unique<Journal>(dir.filePath("activity.jsonl"));
        Profile profile;
        profile.id = profile.name = "replay";
        profile.baseUrl = server.url();
        profile.loginName = "mdb_sa_id_replay";
        profile.net.proxy = NetSettings::Proxy::None;
        session = std::make_unique<Session>(
            profile, ServiceAccount {profile.loginName, Secret("not-a-secret")}, *journal, clock);
    }

    void start()
    {
        session->start();
        QTRY_VERIFY(session->inventory().isLoaded() && !session->inventory().isLoading());
    }
    Cluster cluster(const QString &name) const
    {
        const Cluster *found = session->inventory().inventory().cluster(kProject, name);
        return found ? *found : Cluster();
    }

    TestServer server;
    QTemporaryDir dir;
    SystemClock clock;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Session> session;
    QList<Recording> recordings;

    static TestReply json(const QByteArray &body)
    {
        TestReply reply;
        reply.headers = {{"Content-Type", "application/json"}};
        reply.body = body;
        return reply;
    }

private:
    static QString key(const QByteArray &verb, const QString &path)
    {
        return QString::fromLatin1(verb) + ' ' + path;
    }
    TestReply answer(const TestRequest &request)
    {
        const QString path = QString::fromLatin1(request.target).section('?', 0, 0);
        if (path == "/api/oauth/token")
            return json(R"({"access_token":"t","expires_in":3600,"token_type":"Bearer"})");
        if (path == "/api/atlas/v2/orgs")
            return json(R"({"results":[],"totalCount":0})");
        if (path == "/api/atlas/v2/groups")
            return json(
                R"({"results":[{"id":")" + kProject.toLatin1()
                + R"(","name":"Recorded","orgId":"0123456789abcdef01234567"}],"totalCount":1})");
        QList<TestReply> &answers = m_answers[key(request.verb, path)];
        if (answers.isEmpty()) {
            if (path.endsWith("/clusters"))
                return json(R"({"results":[],"totalCount":0})");
            TestReply reply = json(R"({"error":404,"errorCode":"RESOURCE_NOT_FOUND"})");
            reply.status = 404;
            return reply;
        }
        return answers.size() > 1 ? answers.takeFirst() : answers.first();
    }

    QHash<QString, QList<TestReply>> m_answers;
};

} // namespace

class TestRecordings : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QDir(kFolder).exists())
            QSKIP("the recorded exchanges are not beside this checkout");
    }

    void clustersAreListed()
    {
        Replay replay;
        replay.start();
        const Cluster cluster = replay.cluster("snapshotCluster0");
        QCOMPARE(cluster.tier, QString("Flex"));
        QCOMPARE(cluster.stateName, QString("IDLE"));
        QVERIFY(cluster.version.startsWith("8."));
        QCOMPARE(replay.session->inventory().inventory().clusters.size(), 4);
        QCOMPARE(QLatin1String(kindOf(cluster)->id), QLatin1String("flex"));
    }

    void thousandsOfJobsShowTheirFirstPage()
    {
        Replay replay;
        replay.start();
        JobStore &jobs = replay.session->jobs();
        jobs.setScope({replay.cluster("snapshotCluster0")});
        jobs.refresh();
        QTRY_VERIFY(jobs.isLoaded() && !jobs.isLoading());
        QVERIFY(jobs.troubles().isEmpty());
        QCOMPARE(jobs.totalCount(), 2160);
        QVERIFY(jobs.canFetchMore());

        RecordModel<RestoreJob> model(jobTable());
        TextContext context;
        context.now = replay.session->serverNow();
        model.setContext(context);
        model.sync(jobs.records());
        QCOMPARE(model.rowCount(), 100);
        for (int row = 0; row < model.rowCount(); ++row) {
            const RestoreJob *job = model.record(row);
            QVERIFY(job->state == JobState::Done || job->state == JobState::Failed);
            QCOMPARE(job->sourceCluster, QString("snapshotCluster0"));
            QVERIFY(!job->targetCluster.isEmpty() && job->snapshotTime.isValid());
            for (const char *column : {"state", "kind", "source", "target", "taken", "created"}) {
                const QModelIndex cell = model.index(row, model.columnOf(QLatin1String(column)));
                QVERIFY2(!cell.data().toString().isEmpty(), column);
            }
            // A restore's expirationDate is no link's end: nothing may count down.
            QVERIFY(!job->expires.isValid());
            QVERIFY(detailsOf(*job).deliveries.isEmpty());
        }
        model.setFilterText("state:done");
        QVERIFY(model.rowCount() > 0);
    }

    void aRestoreIsStartedAndFollowed()
    {
        Replay replay;
        replay.start();
        Snapshot snapshot;
        replay.session->snapshots().setScope({replay.cluster("snapshotCluster0")});
        replay.session->snapshots().refresh();
        QTRY_VERIFY(replay.session->snapshots().isLoaded());
        QCOMPARE(replay.session->snapshots().records().size(), 8);
        RecordModel<Snapshot> model(snapshotTable());
        model.sync(replay.session->snapshots().records());
        QCOMPARE(model.rowCount(), 8);
        for (const Snapshot &candidate : replay.session->snapshots().records()) {
            QCOMPARE(candidate.state, SnapshotState::Completed);
            QVERIFY(candidate.taken.isValid() && candidate.expires.isValid());
            snapshot = candidate;
        }

        RestorePlan plan;
        plan.kind = snapshot.kind;
        plan.snapshot = snapshot;
        plan.snapshot.expires = QDateTime::currentDateTimeUtc().addDays(1); // the recording is old
        plan.targetProjectId = kProject;
        plan.targetCluster = "cluster-833";
        plan.trafficStopped = true;
        LaunchOutcome outcome;
        replay.session->launcher().launch(plan, replay.session->inventory().inventory(), {}, this,
                                          [&](const LaunchOutcome &o) { outcome = o; });
        QTRY_COMPARE(outcome.kind, LaunchOutcome::Kind::Started);
        QCOMPARE(outcome.jobs.first().state, JobState::Queued);
        QCOMPARE(outcome.jobs.first().targetCluster, QString("cluster-833"));

        QList<JobState> states;
        connect(&replay.session->jobs(), &JobStore::jobChanged, this,
                [&](const RestoreJob &job) { states.append(job.state); });
        replay.session->jobs().readJob(outcome.jobs.first());
        QTRY_COMPARE(states.size(), 1);
        // Two steps of the recording asked for this job: completed, then (watched anew) running and
        // completed.
        while (states.size() < 6
               && (states.isEmpty() || states.last() != JobState::Done || states.size() < 3)) {
            const auto before = states.size();
            replay.session->jobs().readJob(outcome.jobs.first());
            QTRY_VERIFY(states.size() > before);
        }
        QVERIFY(states.contains(JobState::Running));
        QCOMPARE(states.last(), JobState::Done);
        QCOMPARE(replay.server.count("POST",
                                     "/api/atlas/v2/groups/" + kProject.toLatin1()
                                         + "/flexClusters/snapshotCluster0/backup/restoreJobs"),
                 1);
    }

    void everyRecordedErrorReadsWell_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &name : QDir(kFolder).entryList({"*.http"}, QDir::Files)) {
            if (readRecording(name).reply.status >= 400)
                QTest::newRow(qPrintable(name)) << name;
        }
    }
    void everyRecordedErrorReadsWell()
    {
        QFETCH(QString, file);
        const Recording recording = readRecording(file);
        TestServer server;
        server.handle([&](const TestRequest &request) {
            if (request.target.startsWith("/api/oauth"))
                return Replay::json(R"({"access_token":"t","expires_in":3600})");
            return recording.reply;
        });
        NetSettings net;
        net.proxy = NetSettings::Proxy::None;
        Client client(server.url(), ServiceAccount {"id", Secret("x")}, net);
        Request<QJsonObject> request;
        request.path = recording.path;
        request.accept = "application/vnd.atlas.2024-11-13+json";
        request.read = [](const Reply &reply) { return readBody(reply); };
        request.readError = readAtlasError;
        std::optional<Error> error;
        client.send(request, this, [&](const Result<QJsonObject> &result) {
            if (!result)
                error = result.error();
        });
        QTRY_VERIFY(error.has_value());
        const QJsonObject body = QJsonDocument::fromJson(recording.reply.body).object();
        QCOMPARE(error->code, body.value("errorCode").toString());
        QCOMPARE(error->detail, body.value("detail").toString());
        QCOMPARE(error->httpStatus, recording.reply.status);
        QVERIFY(!describe(*error).sentence.isEmpty());
        QVERIFY(!describe(*error).remedy.isEmpty());
        QVERIFY(describeFully(*error).contains(error->code));
    }
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
