// What leaves this computer: verb, path, query, media types and body of every request; and how
// lists, envelopes and odd bodies are read.
#include "atlas/backups.h"
#include "atlas/endpoints.h"
#include "atlas/jobkind.h"
#include "atlas/json.h"
#include "atlas/projects.h"
#include "atlas/restoreplan.h"
#include "support/atlasreplies.h"

#include <QTest>

namespace {

const QString kProject = "5e2211c17a3e5a48f5497de3";

Cluster cluster(const QString &name, const QString &type = "REPLICASET")
{
    Cluster cluster;
    cluster.projectId = kProject;
    cluster.name = name;
    cluster.clusterType = type;
    return cluster;
}

RestorePlan plan(const char *kind)
{
    RestorePlan plan;
    plan.kind = kindById(QString(kind));
    plan.snapshot.id = "66b0a1c2d3e4f5a6b7c8d9e0";
    plan.snapshot.projectId = kProject;
    plan.snapshot.cluster = "orders-m5";
    plan.targetProjectId = "5e2211c17a3e5a48f5497de4";
    plan.targetCluster = "orders \"stg\"";
    return plan;
}

RestorePlan planFrom(const JobKind &kind, const QString &source)
{
    RestorePlan made = plan(kind.id);
    made.snapshot.cluster = source;
    return made;
}

} // namespace

Q_DECLARE_METATYPE(RestorePoint)

class tst_Endpoints : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void creates_data();
    void creates();
    void bodies_data();
    void bodies();
    void legacyAnswers();
    void noContent();
    void whatCanBeStarted();
    void aNameStaysOneSegment();
    void flags();
    void pageLimits();
    void paging_data();
    void paging();
    void listsWithoutPagesEnd();
    void envelope_data();
    void envelope();
    void envelopedFaultLeavesAChangeUnknown();
    void unreadable_data();
    void unreadable();
    void mediaTypes_data();
    void mediaTypes();
    void patterns();
};

void tst_Endpoints::reads_data()
{
    QTest::addColumn<RequestData>("request");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("accept");

    const PageRequest page {3, 50};
    const QString paged = "pageNum=3&itemsPerPage=50";
    const QByteArray v2023 = "application/vnd.atlas.2023-01-01+json";
    const QByteArray v2024 = "application/vnd.atlas.2024-11-13+json";
    const QString group = "/api/atlas/v2/groups/" + kProject;
    const ClusterRef ref {kProject, "c1"};
    const auto row = [](const char *name, const RequestData &request, const QString &path,
                        const QString &query, const QByteArray &accept) {
        QTest::newRow(name) << request << path << query << accept;
    };
    row("organizations", listOrganizations(page), "/api/atlas/v2/orgs", paged, v2023);
    row("projects", listProjects(page), "/api/atlas/v2/groups", paged, v2023);
    row("one project", getProject(kProject), group, "", v2023);
    row("clusters", listClusters(kProject, page), group + "/clusters",
        paged + "&includeDeletedWithRetainedBackups=true", "application/vnd.atlas.2024-08-05+json");
    row("flex clusters", listFlexClusters(kProject, page), group + "/flexClusters", paged, v2024);

    const JobKind *tenant = kindById(u"tenant");
    row("tenant jobs", tenant->listJobs(cluster("c1"), page),
        group + "/clusters/c1/backup/tenant/restores", "", v2023);
    row("tenant job", tenant->getJob(ref, "j1"), group + "/clusters/c1/backup/tenant/restores/j1",
        "", v2023);
    row("tenant snapshots", tenant->listSnapshots(cluster("c1"), page),
        group + "/clusters/c1/backup/tenant/snapshots", "", v2023);
    const JobKind *flex = kindById(u"flex");
    row("flex jobs", flex->listJobs(cluster("c1"), page),
        group + "/flexClusters/c1/backup/restoreJobs", paged, v2024);
    row("flex job", flex->getJob(ref, "j1"), group + "/flexClusters/c1/backup/restoreJobs/j1", "",
        v2024);
    row("flex snapshots", flex->listSnapshots(cluster("c1"), page),
        group + "/flexClusters/c1/backup/snapshots", paged, v2024);
    const JobKind *cloud = kindById(u"cloud");
    row("cloud jobs", cloud->listJobs(cluster("c1"), page),
        group + "/clusters/c1/backup/restoreJobs", paged, v2023);
    row("cloud job", cloud->getJob(ref, "j1"), group + "/clusters/c1/backup/restoreJobs/j1", "",
        v2023);
    row("cloud snapshots", cloud->listSnapshots(cluster("c1"), page),
        group + "/clusters/c1/backup/snapshots", paged, v2023);
    row("sharded snapshots", cloud->listSnapshots(cluster("c1", "SHARDED"), page),
        group + "/clusters/c1/backup/snapshots/shardedClusters", "", v2023);
    row("geosharded snapshots", cloud->listSnapshots(cluster("c1", "GEOSHARDED"), page),
        group + "/clusters/c1/backup/snapshots/shardedClusters", "", v2023);
    const JobKind *legacy = kindById(u"legacy");
    row("legacy jobs", legacy->listJobs(cluster("c1"), page), group + "/clusters/c1/restoreJobs",
        paged, v2023);
    row("one batch of legacy jobs", listBatch(ref, "b1", page), group + "/clusters/c1/restoreJobs",
        paged + "&batchId=b1", v2023);
    row("snapshots before a second",
        listSnapshotsBefore(ref, ClockPoint {QDateTime::fromSecsSinceEpoch(1786440600, Qt::UTC)},
                            page),
        group + "/clusters/c1/backup/snapshots", paged + "&pointInTimeUtcSeconds=1786440600",
        v2023);
    row("snapshots before an oplog entry",
        listSnapshotsBefore(ref, OplogPoint {1786440600, 4}, page),
        group + "/clusters/c1/backup/snapshots", paged + "&oplogTs=1786440600&oplogInc=4", v2023);
    row("collections of a job, narrowed down",
        listJobCollections(ref, "j1", {"FAILED", "a&b.c d", "x%20y.z"}, page),
        group + "/clusters/c1/collectionRestoreJobs/j1/collections",
        paged + "&state=FAILED&sourceNamespace=a%26b.c d&targetNamespace=x%2520y.z",
        "application/vnd.atlas.2025-03-12+json");
    const QDateTime noon = parseIsoTime(u"2026-08-11T12:00:00Z");
    row("events, narrowed down",
        listEvents(kProject, {{"A", "B"}, {"c1", "c2"}, noon, noon.addSecs(60)}, page),
        group + "/events",
        paged
            + "&clusterNames=c1&clusterNames=c2&eventType=A&eventType=B"
              "&minDate=2026-08-11T12:00:00Z&maxDate=2026-08-11T12:01:00Z",
        v2023);
    row("rate limits of the login", listRateLimits({}, page), "/api/atlas/v2/rateLimits", paged,
        "application/vnd.atlas.2025-03-12+json");
    row("legacy job", legacy->getJob(ref, "j1"), group + "/clusters/c1/restoreJobs/j1", "", v2023);
    row("legacy snapshots", legacy->listSnapshots(cluster("c1"), page),
        group + "/clusters/c1/snapshots", paged + "&completed=all", v2023);
}

void tst_Endpoints::reads()
{
    QFETCH(RequestData, request);
    QCOMPARE(request.verb, QByteArray("GET"));
    QTEST(request.path, "path");
    QTEST(request.query.toString(), "query");
    QTEST(request.accept, "accept");
    QVERIFY(request.body.isEmpty());
    QCOMPARE(request.repeat, Repeat::Safe);
}

void tst_Endpoints::creates_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("mediaType");

    const QString tail = "/groups/" + kProject + "/clusters/orders-m5/backup/tenant/restore";
    const QString flexPath =
        "/api/atlas/v2/groups/" + kProject + "/flexClusters/orders-m5/backup/restoreJobs";
    QTest::newRow("tenant v2") << "tenant" << int(ApiVersion::V2) << "/api/atlas/v2" + tail
                               << QByteArray("application/vnd.atlas.2023-01-01+json");
    QTest::newRow("tenant v1.0") << "tenant" << int(ApiVersion::V1) << "/api/atlas/v1.0" + tail
                                 << QByteArray("application/json");
    for (ApiVersion version : {ApiVersion::V2, ApiVersion::V1})
        QTest::addRow("flex, profile says %d", int(version))
            << "flex" << int(version) << flexPath
            << QByteArray("application/vnd.atlas.2024-11-13+json");
}

void tst_Endpoints::creates()
{
    QFETCH(QString, kind);
    QFETCH(int, version);
    const Request<QList<RestoreJob>> request =
        kindById(kind)->create(plan(qPrintable(kind)), ApiVersion(version));
    QCOMPARE(request.verb, QByteArray("POST"));
    QCOMPARE(request.repeat, Repeat::Never);
    QTEST(request.path, "path");
    QVERIFY(request.query.isEmpty());
    QTEST(request.accept, "mediaType");
    QTEST(request.contentType, "mediaType");
    // Atlas refuses any other field.
    QCOMPARE(QJsonDocument::fromJson(request.body).object(),
             QJsonObject({{"snapshotId", "66b0a1c2d3e4f5a6b7c8d9e0"},
                          {"targetDeploymentItemName", "orders \"stg\""},
                          {"targetProjectId", "5e2211c17a3e5a48f5497de4"}}));
    const Result<QList<RestoreJob>> job =
        request.read(jsonReply(R"({"id":"j1","status":"PENDING","targetDeploymentItemName":"x"})"));
    QVERIFY(job);
    QCOMPARE(job->first().kind, kindById(kind));
    QCOMPARE(job->first().sourceCluster, QString("orders-m5"));
    QCOMPARE(job->first().projectId, kProject);
    QVERIFY(request.readError);
    // A started restore that cannot be named is no clear answer.
    QCOMPARE(request.read(jsonReply("{}")).error().kind, Error::Kind::BadReply);
}

void tst_Endpoints::bodies_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("action");
    QTest::addColumn<RestorePoint>("point");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *kind, const char *name, PlanAction action,
                        const RestorePoint &point, const QByteArray &body) {
        QTest::addRow("%s, %s", kind, name) << QString(kind) << int(action) << point << body;
    };
    const RestorePoint clock =
        ClockPoint {QDateTime::fromMSecsSinceEpoch(1'786'440'600'250, Qt::UTC)};
    const RestorePoint oplog = OplogPoint {1'786'440'600, 4};
    const RestorePoint checkpoint = CheckpointPoint {"66b0a1c2d3e4f5a6b7c8d9e9", {}};
    const QByteArray onto = R"("targetGroupId":"5e2211c17a3e5a48f5497de4",
        "targetClusterName":"orders \"stg\"")";
    const QByteArray snapshot = R"("snapshotId":"66b0a1c2d3e4f5a6b7c8d9e0")";
    row("cloud", "snapshot", PlanAction::Restore, {},
        R"({"deliveryType":"automated",)" + snapshot + "," + onto + "}");
    row("cloud", "second", PlanAction::Restore, clock,
        R"({"deliveryType":"pointInTime","pointInTimeUTCSeconds":1786440600,)" + onto + "}");
    row("cloud", "oplog entry", PlanAction::Restore, oplog,
        R"({"deliveryType":"pointInTime","oplogTs":1786440600,"oplogInc":4,)" + onto + "}");
    row("cloud", "download", PlanAction::Download, {},
        R"({"deliveryType":"download",)" + snapshot + "}");
    const QByteArray strategies = R"("writeStrategy":"CREATE_NEW","indexStrategy":"ALL")";
    row("collection", "snapshot", PlanAction::Collections, {},
        "{" + snapshot + "," + strategies + "," + onto + "}");
    row("collection", "second", PlanAction::Collections, clock,
        R"({"pointInTimeUtcSeconds":1786440600,)" + strategies + "," + onto + "}");
    row("collection", "oplog entry", PlanAction::Collections, oplog,
        R"({"oplogTs":1786440600,"oplogInc":4,)" + strategies + "," + onto + "}");
    const QByteArray automated = R"("delivery":{"methodName":"AUTOMATED_RESTORE",)" + onto + "}";
    row("legacy", "snapshot", PlanAction::Restore, {}, "{" + snapshot + "," + automated + "}");
    row("legacy", "second", PlanAction::Restore, clock,
        R"({"pointInTimeUTCMillis":1786440600250,)" + automated + "}");
    row("legacy", "oplog entry", PlanAction::Restore, oplog,
        R"({"oplogTs":"2026-08-11T09:30:00Z","oplogInc":4,)" + automated + "}");
    row("legacy", "checkpoint", PlanAction::Restore, checkpoint,
        R"({"checkpointId":"66b0a1c2d3e4f5a6b7c8d9e9",)" + automated + "}");
    row("legacy", "download", PlanAction::Download, {},
        "{" + snapshot
            + R"(,"delivery":{"methodName":"HTTP","expirationHours":4,"maxDownloads":1}})");
    row("flex", "download", PlanAction::Download, {}, "{" + snapshot + "}");
    row("tenant", "download", PlanAction::Download, {},
        "{" + snapshot + R"(,"targetDeploymentItemName":"orders-m5"})");
}

void tst_Endpoints::bodies()
{
    QFETCH(QString, kind);
    QFETCH(int, action);
    QFETCH(RestorePoint, point);
    QFETCH(QByteArray, body);
    RestorePlan wanted = plan(qPrintable(kind));
    wanted.action = PlanAction(action);
    wanted.point = point;
    QVERIFY(canStart(wanted.kind, wanted.action, wanted.point));
    const auto request = wanted.kind->create(wanted, ApiVersion::V2);
    QCOMPARE(request.verb, QByteArray("POST"));
    QCOMPARE(request.repeat, Repeat::Never);
    QCOMPARE(QJsonDocument::fromJson(request.body), QJsonDocument::fromJson(body));
    // A restore job "of type download" would overwrite the target.
    if (kind == "flex" || kind == "tenant")
        QVERIFY2(request.path.endsWith("/download"), qPrintable(request.path));
}

void tst_Endpoints::legacyAnswers()
{
    RestorePlan wanted = plan("legacy");
    const auto request = wanted.kind->create(wanted, ApiVersion::V2);
    const QByteArray one = R"({"id":"j1","batchId":"b","statusName":"IN_PROGRESS",
        "delivery":{"methodName":"HTTP","statusName":"NOT_STARTED"}})";
    const QByteArray two = R"({"id":"j2","batchId":"b"})";
    for (const QByteArray &body :
         {"{\"results\":[" + one + "," + two + "]}", "[" + one + "," + two + "]"}) {
        const auto jobs = request.read(jsonReply(body));
        QVERIFY(jobs);
        QCOMPARE(jobs->size(), 2);
        for (const RestoreJob &job : *jobs) {
            // It comes back as HTTP, without a target: still no download.
            QVERIFY(!job.download);
            QCOMPARE(job.targetCluster, wanted.targetCluster);
            QCOMPARE(job.targetProjectId, wanted.targetProjectId);
            QCOMPARE(job.batchId, QString("b"));
        }
    }
    QCOMPARE(request.read(jsonReply(one))->size(), 1);
    for (const char *odd : {"{}", "{\"results\":[]}", "[]", "[{\"statusName\":\"FINISHED\"}]"}) {
        const auto jobs = request.read(jsonReply(QByteArray(odd)));
        QVERIFY2(!jobs && jobs.error().kind == Error::Kind::BadReply, odd);
    }
    QCOMPARE(request
                 .read(jsonReply(R"({"status":500,"content":{"error":500,
                     "errorCode":"UNEXPECTED_ERROR"}})"))
                 .error()
                 .kind,
             Error::Kind::OutcomeUnknown);
    wanted.action = PlanAction::Download;
    wanted.targetCluster.clear();
    QVERIFY(wanted.kind->create(wanted, ApiVersion::V2).read(jsonReply(one))->first().download);
}

void tst_Endpoints::noContent()
{
    const auto request = kindById(u"cloud")->cancel({kProject, "c1"}, "j1");
    QCOMPARE(request.verb, QByteArray("DELETE"));
    QCOMPARE(request.repeat, Repeat::Never);
    QVERIFY(request.body.isEmpty() && request.contentType.isEmpty());
    QVERIFY(request.read(jsonReply(QByteArray(), 204)));
    QVERIFY(request.read(jsonReply(QByteArray("{}"))));
    QVERIFY(!request.read(jsonReply(QByteArray("<html>"), 200, "text/html")));
    const auto refused = request.read(jsonReply(R"({"status":400,"content":{"error":400,
        "errorCode":"CANNOT_CANCEL_AUTOMATED_RESTORE"}})"));
    QCOMPARE(refused.error().code, QString("CANNOT_CANCEL_AUTOMATED_RESTORE"));
}

void tst_Endpoints::whatCanBeStarted()
{
    const QList<RestorePoint> points {SnapshotPoint {}, ClockPoint {}, OplogPoint {},
                                      CheckpointPoint {}};
    const QHash<QString, QList<int>> restores {
        {"tenant", {0}}, {"flex", {0}}, {"cloud", {0, 1, 2}}, {"legacy", {0, 1, 2, 3}}};
    for (const JobKind *kind : allKinds()) {
        const QString id = kind->id;
        for (int i = 0; i < points.size(); ++i) {
            const bool collections = id == "collection" && i < 3;
            QCOMPARE(canStart(kind, PlanAction::Restore, points[i]), restores[id].contains(i));
            QCOMPARE(canStart(kind, PlanAction::Collections, points[i]), collections);
            QCOMPARE(canStart(kind, PlanAction::Download, points[i]), i == 0 && id != "collection");
        }
    }
    QVERIFY(!canStart(nullptr, PlanAction::Restore));
}

void tst_Endpoints::aNameStaysOneSegment()
{
    const QString odd = QString::fromUtf8("../a b/ü?x=1#y%2F&'");
    const QString encoded = "..%2Fa%20b%2F%C3%BC%3Fx%3D1%23y%252F%26%27";
    for (const JobKind *kind : allKinds()) {
        for (const QString &path :
             {kind->listJobs(cluster(odd), {}).path, kind->getSnapshot(cluster(odd), "s").path,
              kind->create(planFrom(*kind, odd), ApiVersion::V2).path,
              kind->getJob({kProject, odd}, "j").path}) {
            QVERIFY2(path.contains('/' + encoded + '/'), qPrintable(path));
            QVERIFY(!path.contains('?') && !path.contains(' '));
        }
        QVERIFY(kind->getJob({kProject, "c"}, odd).path.endsWith('/' + encoded));
    }
    QVERIFY(getProject("a/b").path.endsWith("/groups/a%2Fb"));
}

void tst_Endpoints::flags()
{
    QCOMPARE(withFlags(getProject(kProject), true, true).query.toString(),
             QString("envelope=true&pretty=true"));
    QCOMPARE(withFlags(listProjects({}), false, false).query.toString(),
             QString("pageNum=1&itemsPerPage=100"));
}

void tst_Endpoints::pageLimits()
{
    QCOMPARE(listProjects({0, 0}).query.toString(), QString("pageNum=1&itemsPerPage=1"));
    QCOMPARE(listProjects({7, 900}).query.toString(), QString("pageNum=7&itemsPerPage=500"));
}

void tst_Endpoints::paging_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("total");
    QTest::addColumn<bool>("hasNext");
    // Page 2 of two records each was asked for.
    const QByteArray two = R"("results":[{"id":"a"},{"id":"b"}])";
    const QByteArray self = R"({"rel":"self","href":"http://elsewhere.test/?pageNum=1"})";
    const QByteArray next = R"({"rel":"next","href":"http://elsewhere.test/?pageNum=3"})";
    QTest::newRow("next link") << QByteArray("{" + two + ",\"links\":[" + self + "," + next
                                             + "],\"totalCount\":2}")
                               << 2 << 2 << true;
    QTest::newRow("links, no next")
        << QByteArray("{" + two + ",\"links\":[" + self + "],\"totalCount\":900}") << 2 << 900
        << false;
    QTest::newRow("no links, more to come")
        << QByteArray("{" + two + ",\"totalCount\":5}") << 2 << 5 << true;
    QTest::newRow("no links, all told")
        << QByteArray("{" + two + ",\"totalCount\":4}") << 2 << 4 << false;
    QTest::newRow("no links, no count") << QByteArray("{" + two + "}") << 2 << -1 << false;
    QTest::newRow("count as text")
        << QByteArray("{" + two + ",\"totalCount\":\"5\"}") << 2 << 5 << true;
    QTest::newRow("empty page ends")
        << QByteArray("{\"results\":[],\"links\":[" + next + "],\"totalCount\":5}") << 0 << 5
        << false;
    QTest::newRow("no results") << QByteArray("{\"totalCount\":5}") << 0 << 5 << false;
    QTest::newRow("null results") << QByteArray("{\"results\":null}") << 0 << -1 << false;
    QTest::newRow("nothing") << QByteArray("{}") << 0 << -1 << false;
    QTest::newRow("a bare list") << QByteArray("[{\"id\":\"a\"}]") << 1 << -1 << false;
}

void tst_Endpoints::paging()
{
    QFETCH(QByteArray, body);
    const auto page = listProjects({2, 2}).read(jsonReply(body));
    QVERIFY(page);
    QTEST(int(page->items.size()), "items");
    QTEST(page->totalCount, "total");
    QTEST(page->hasNext, "hasNext");
}

void tst_Endpoints::listsWithoutPagesEnd()
{
    // Asking for page 2 of them would bring page 1 again, and so for ever.
    const QByteArray body = R"({"results":[{"id":"a"}],"links":[{"rel":"next"}],"totalCount":900})";
    const auto jobs = kindById(u"tenant")->listJobs(cluster("c1"), {}).read(jsonReply(body));
    QVERIFY(jobs && !jobs->hasNext);
    QCOMPARE(jobs->totalCount, 900);
    const auto snapshots =
        kindById(u"cloud")->listSnapshots(cluster("c1", "SHARDED"), {}).read(jsonReply(body));
    QVERIFY(snapshots && !snapshots->hasNext);
}

void tst_Endpoints::envelope_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("jobStatus"); // empty: an error
    QTest::addColumn<int>("status");
    QTest::newRow("bare") << QByteArray(R"({"id":"j","status":"RUNNING"})") << "RUNNING" << 0;
    QTest::newRow("one object") << QByteArray(
        R"({"status":200,"content":{"id":"j","status":"RUNNING"}})")
                                << "RUNNING" << 0;
    QTest::newRow("its own word stays")
        << QByteArray(R"({"id":"j","status":"RUNNING","content":"x"})") << "RUNNING" << 0;
    QTest::newRow("a number for a word") << QByteArray(R"({"id":"j","status":404})") << "404" << 0;
    QTest::newRow("error") << QByteArray(
        R"({"status":404,"content":{"error":404,"errorCode":"RESTORE_JOB_NOT_FOUND"}})")
                           << "" << 404;
    QTest::newRow("error beside") << QByteArray(
        R"({"status":404,"error":404,"errorCode":"RESTORE_JOB_NOT_FOUND"})")
                                  << "" << 404;
}

void tst_Endpoints::envelope()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, jobStatus);
    QFETCH(int, status);
    const auto job = kindById(u"flex")->getJob({kProject, "c"}, "j").read(jsonReply(body));
    QCOMPARE(job.has_value(), !jobStatus.isEmpty());
    if (job) {
        QCOMPARE(job->rawState, jobStatus);
    } else {
        QCOMPARE(job.error().httpStatus, status);
        QCOMPARE(job.error().kind, Error::Kind::NotFound);
        QCOMPARE(job.error().code, QString("RESTORE_JOB_NOT_FOUND"));
    }
    const QByteArray list = R"({"status":200,"results":[{"id":"j"}],"totalCount":1})";
    const auto page = kindById(u"flex")->listJobs(cluster("c"), {}).read(jsonReply(list));
    QVERIFY(page);
    QCOMPARE(page->items.size(), 1);
    const auto refused =
        kindById(u"flex")
            ->listJobs(cluster("c"), {})
            .read(jsonReply(
                R"({"status":403,"content":{"error":403,"errorCode":"ACCESS_FORBIDDEN"}})"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Forbidden);
}

void tst_Endpoints::envelopedFaultLeavesAChangeUnknown()
{
    const auto request = kindById(u"flex")->create(plan("flex"), ApiVersion::V2);
    const auto fault = request.read(
        jsonReply(R"({"status":503,"content":{"error":503,"errorCode":"SERVICE_UNAVAILABLE"}})"));
    QCOMPARE(fault.error().kind, Error::Kind::OutcomeUnknown);
    const auto refused = request.read(jsonReply(
        R"({"status":400,"content":{"error":400,"errorCode":"TENANT_RESTORE_VERSION_MISMATCH"}})"));
    QCOMPARE(refused.error().kind, Error::Kind::TargetUnsuitable);
}

void tst_Endpoints::unreadable_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("mediaType");
    QTest::addColumn<QString>("detail");
    const QByteArray json = "application/json";
    QTest::newRow("cut") << QByteArray(R"({"id":"j","snapshotUrl":"https://s3cr3t)") << json
                         << "at byte";
    QTest::newRow("empty") << QByteArray() << json << "of 0";
    QTest::newRow("page of a proxy") << QByteArray("<html>s3cr3t</html>")
                                     << QByteArray("text/html; charset=utf-8") << "text/html";
    QTest::newRow("JSON that says it is HTML")
        << QByteArray(R"({"id":"s3cr3t"})") << QByteArray("text/html") << "text/html";
    QTest::newRow("a list for one object") << QByteArray("[\"s3cr3t\"]") << json << "no object";
    QTest::newRow("no id") << QByteArray("{\"name\":\"s3cr3t\"}") << json << "no \"id\"";
}

void tst_Endpoints::unreadable()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, mediaType);
    QFETCH(QString, detail);
    const auto job =
        kindById(u"flex")->getJob({kProject, "c"}, "j").read(jsonReply(body, 200, mediaType));
    QVERIFY(!job);
    QCOMPARE(job.error().kind, Error::Kind::BadReply);
    QCOMPARE(job.error().httpStatus, 200);
    QVERIFY2(job.error().detail.contains(detail), qPrintable(job.error().detail));
    QVERIFY(!job.error().detail.contains("s3cr3t"));
}

void tst_Endpoints::mediaTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("json");
    QTest::newRow("dated") << QByteArray("application/vnd.atlas.2024-08-05+json;charset=utf-8")
                           << true;
    QTest::newRow("plain") << QByteArray("application/json") << true;
    QTest::newRow("case and blanks") << QByteArray("Application/JSON ; charset=UTF-8") << true;
    QTest::newRow("any +json") << QByteArray("application/problem+json") << true;
    QTest::newRow("html") << QByteArray("text/html") << false;
    QTest::newRow("json in a parameter") << QByteArray("text/plain; x=a+json") << false;
    QTest::newRow("csv of Atlas") << QByteArray("application/vnd.atlas.2024-08-05+csv") << false;
    QTest::newRow("none") << QByteArray() << false;
}

void tst_Endpoints::mediaTypes()
{
    QFETCH(QByteArray, type);
    QTEST(isJsonMediaType(type), "json");
}

void tst_Endpoints::patterns()
{
    QVERIFY(isObjectId(u"5e2211c17a3e5a48f5497de3"));
    for (const char *bad :
         {"", "5e2211c17a3e5a48f5497de", "5e2211c17a3e5a48f5497de33", "5E2211C17A3E5A48F5497DE3",
          "5e2211c17a3e5a48f5497dg3", "5e2211c17a3e5a48f5497de3\n"})
        QVERIFY2(!isObjectId(QString(bad)), bad);
    for (const char *good : {"a", "Cluster0", "9-lives", "a-"})
        QVERIFY2(isClusterName(QString(good)), good);
    for (const char *bad : {"", "-a", "a_b", "a b", "a/b", "ä", "a\n"})
        QVERIFY2(!isClusterName(QString::fromUtf8(bad)), bad);
    for (const char *good : {"orders-stg", "ä.b_(1),:&@+'", "集群"})
        QVERIFY2(isRestoreTargetName(QString::fromUtf8(good)), good);
    for (const char *bad : {"", "a b", "a/b", "a\n", "a%"})
        QVERIFY2(!isRestoreTargetName(QString::fromUtf8(bad)), bad);
    QVERIFY(isRestoreTargetName(QString(64, 'x')));
    QVERIFY(!isRestoreTargetName(QString(65, 'x')));
}

QTEST_GUILESS_MAIN(tst_Endpoints)
#include "tst_endpoints.moc"
