// Real input: the sample replies of Atlas's documentation, the recorded exchanges and the examples
// of the API description, read from ../shared where that is there. Everything must decode, and what
// a job says must be on screen.
#include "atlas/backups.h"
#include "atlas/endpoints.h"
#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "atlas/json.h"
#include "atlas/restoreplan.h"
#include "support/atlasreplies.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

namespace {

const QString kShared = SNAPBACK_SOURCE_DIR "/../shared";
const ClusterRef kSource {"aaaaaaaaaaaaaaaaaaaaaaaa", "some-cluster"};

#define SKIP_WITHOUT(path)                                                                         \
    if (!QFileInfo::exists(path))                                                                  \
    QSKIP("the shared reference material is not beside the project")

Cluster sourceCluster(const QString &type = "REPLICASET")
{
    Cluster cluster;
    cluster.projectId = kSource.projectId;
    cluster.name = kSource.name;
    cluster.clusterType = type;
    return cluster;
}

QJsonValue changed(const QJsonValue &value)
{
    if (value.isBool())
        return !value.toBool();
    if (value.isDouble())
        return value.toInteger() + 1;
    QString text = value.toString();
    return parseIsoTime(text).isValid() ? text.replace(0, 4, "1999") : text + "x";
}

bool isOnScreen(const QString &text, const JobDetails &details)
{
    for (const Fact &fact : details.facts) {
        if (fact.value.contains(text))
            return true;
    }
    for (const Delivery &delivery : details.deliveries) {
        if (delivery.url.reveal() == text.toUtf8() || delivery.headerName == text
            || delivery.headerValue.reveal() == text.toUtf8() || delivery.label.contains(text))
            return true;
    }
    for (const FileHash &hash : details.hashes) {
        if (hash.fileName == text || hash.algorithm == text || hash.value == text)
            return true;
    }
    return toIsoTime(details.expires) == text;
}

/// Every value of a job but its links: it must be seen, and were it another, the pane would differ.
class Completeness
{
public:
    Completeness(const JobKind &kind, const QJsonObject &job)
        : m_kind(kind), m_details(kind.details(job))
    {
        walk(job, {}, [](const QJsonValue &value) { return value.toObject(); });
    }
    QStringList missing;
    int leaves = 0;

private:
    using Rebuild = std::function<QJsonObject(const QJsonValue &)>;

    void walk(const QJsonValue &value, const QString &path, const Rebuild &rebuild)
    {
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                if (it.key() == "links")
                    continue;
                const QString key = it.key();
                walk(it.value(), path + '.' + key, [=](const QJsonValue &inner) {
                    QJsonObject copy = object;
                    copy.insert(key, inner);
                    return rebuild(copy);
                });
            }
        } else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i) {
                walk(array.at(i), path + '[' + QString::number(i) + ']',
                     [=](const QJsonValue &inner) {
                         QJsonArray copy = array;
                         copy.replace(i, inner);
                         return rebuild(copy);
                     });
            }
        } else if (!value.isNull()) {
            ++leaves;
            if (value.isString() && !isOnScreen(value.toString(), m_details))
                missing.append(path + " is not shown");
            if (m_kind.details(rebuild(changed(value))) == m_details)
                missing.append(path + " makes no difference");
        }
    }

    const JobKind &m_kind;
    const JobDetails m_details;
};

void checkComplete(const JobKind &kind, const QJsonObject &job)
{
    const Completeness check(kind, job);
    QVERIFY2(check.missing.isEmpty(), qPrintable(check.missing.join("; ")));
    QVERIFY(check.leaves > 3);
}

void checkJob(const JobKind &kind, const QJsonObject &json)
{
    const auto job = kind.getJob(kSource, "x").read(jsonReply(json));
    QVERIFY(job);
    QCOMPARE(job->id, json["id"].toString());
    QVERIFY(job->created.isValid());
    QCOMPARE(job->raw.object(), json);
    checkComplete(kind, json);
}

void checkError(const Reply &reply)
{
    const Error error = readAtlasError(reply);
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    const ErrorText text = describe(error);
    QVERIFY(!text.sentence.isEmpty());
    QVERIFY(!text.remedy.isEmpty());
    QVERIFY(error.kind != Error::Kind::BadReply);
    const bool oauth = body["error"].isString();
    QCOMPARE(error.code, body[oauth ? "error" : "errorCode"].toString());
    const QString detail = body[oauth ? "error_description" : "detail"].toString();
    QCOMPARE(error.detail, detail);
    const QString all = describeFully(error);
    QVERIFY(all.contains(detail) && all.contains(error.code) && all.contains(text.sentence));
    QCOMPARE(error.parameters.size(), body["parameters"].toArray().size());
}

/// Reads a 2xx body as the answer of an operation; false where the operation is not ours (yet).
bool checkAnswer(const QString &operation, const QJsonObject &json, bool *ok)
{
    const auto job = [&](const char *kind) {
        checkJob(*kindById(QString(kind)), json);
        *ok = !QTest::currentTestFailed();
    };
    const auto page = [&](const auto &request) {
        const auto result = request.read(jsonReply(json));
        *ok = result && result->items.size() == json["results"].toArray().size()
            && result->totalCount == json["totalCount"].toInt(-1);
        return *ok;
    };
    const auto jobs = [&](const char *kind) {
        if (page(kindById(QString(kind))->listJobs(sourceCluster(), {}))) {
            for (const QJsonValue &item : json["results"].toArray())
                checkJob(*kindById(QString(kind)), item.toObject());
        }
        *ok = *ok && !QTest::currentTestFailed();
    };
    const auto snapshots = [&](const char *kind) {
        page(kindById(QString(kind))->listSnapshots(sourceCluster(), {}));
    };
    const auto snapshot = [&](const char *kind) {
        const auto list = kindById(QString(kind))->listSnapshots(sourceCluster(), {});
        const auto result = list.read(jsonReply(QJsonObject {{"results", QJsonArray {json}}}));
        *ok = result && result->items.size() == 1
            && result->items.first().state != SnapshotState::Unknown;
    };
    const auto cluster = [&] {
        const Cluster read = readCluster(json);
        *ok = !read.name.isEmpty() && !read.tier.isEmpty() && !read.version.isEmpty()
            && read.created.isValid() && kindOf(read);
    };
    const QHash<QString, std::function<void()>> readers {
        {"listOrgs", [&] { page(listOrganizations({})); }},
        {"listGroups", [&] { page(listProjects({})); }},
        {"listGroupClusters", [&] { page(listClusters(kSource.projectId, {})); }},
        {"getGroupCluster", cluster},
        {"listGroupFlexClusters", [&] { page(listFlexClusters(kSource.projectId, {})); }},
        {"getGroupFlexCluster", cluster},
        {"listGroupClusterBackupTenantRestores", [&] { jobs("tenant"); }},
        {"getGroupClusterBackupTenantRestore", [&] { job("tenant"); }},
        {"createGroupClusterBackupTenantRestore", [&] { job("tenant"); }},
        {"createTenantRestoreV1", [&] { job("tenant"); }},
        {"listGroupFlexClusterBackupRestoreJobs", [&] { jobs("flex"); }},
        {"getGroupFlexClusterBackupRestoreJob", [&] { job("flex"); }},
        {"createGroupFlexClusterBackupRestoreJob", [&] { job("flex"); }},
        {"listGroupFlexClusterBackupSnapshots", [&] { snapshots("flex"); }},
        {"getGroupFlexClusterBackupSnapshot", [&] { snapshot("flex"); }},
        {"listGroupClusterBackupRestoreJobs", [&] { jobs("cloud"); }},
        {"getGroupClusterBackupRestoreJob", [&] { job("cloud"); }},
        {"createGroupClusterBackupRestoreJob", [&] { job("cloud"); }},
        {"listGroupClusterBackupSnapshots", [&] { snapshots("cloud"); }},
        {"getGroupClusterBackupSnapshot", [&] { snapshot("cloud"); }},
        {"takeGroupClusterBackupSnapshots", [&] { snapshot("cloud"); }},
        {"listGroupClusterCollectionRestoreJobs", [&] { jobs("collection"); }},
        {"getGroupClusterCollectionRestoreJob", [&] { job("collection"); }},
        {"createGroupClusterCollectionRestoreJob", [&] { job("collection"); }},
        {"listGroupClusterCollectionRestoreJobCollections",
         [&] { page(listJobCollections(kSource, "x", {}, {})); }},
        {"getGroupClusterCollectionRestoreJobCollection",
         [&] {
             const auto state = getJobCollection(kSource, "x", "y").read(jsonReply(json));
             *ok = state && state->sourceNamespace == json["sourceNamespace"].toString()
                 && state->state == json["state"].toString();
         }},
        {"listGroupClusterRestoreJobs", [&] { jobs("legacy"); }},
        {"getGroupClusterRestoreJob", [&] { job("legacy"); }},
    };
    const auto reader = readers.constFind(operation);
    if (reader == readers.constEnd())
        return false;
    (*reader)();
    return true;
}

QString operationOf(const QString &fileName)
{
    const QString rest = fileName.section('.', -4, -1); // METHOD.path.n.http
    const QString method = rest.section('.', 0, 0);
    const QString path = rest.section('.', 1, 1);
    if (path.contains("_backup_restoreJobs"))
        return method == "POST"             ? "createGroupFlexClusterBackupRestoreJob"
            : path.endsWith("_restoreJobs") ? "listGroupFlexClusterBackupRestoreJobs"
                                            : "getGroupFlexClusterBackupRestoreJob";
    if (path.contains("_backup_snapshots"))
        return path.endsWith("_snapshots") ? "listGroupFlexClusterBackupSnapshots"
                                           : "getGroupFlexClusterBackupSnapshot";
    if (path == "G_flexClusters" && method == "GET")
        return "listGroupFlexClusters";
    if (path.startsWith("G_flexClusters"))
        return "getGroupFlexCluster";
    return {};
}

} // namespace

class tst_Documented : public QObject
{
    Q_OBJECT

private slots:
    void seeds_data();
    void seeds();
    void recordings_data();
    void recordings();
    void firstPageOfManyJobs();
    void examples_data();
    void examples();
};

void tst_Documented::seeds_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<int>("answers");
    QTest::addColumn<int>("errors");
    QTest::addColumn<int>("bodies");
    QTest::newRow("list tenant jobs") << "000_652a6f4cc5d461b0.txt"
                                      << "listGroupClusterBackupTenantRestores" << 1 << 5 << 0;
    QTest::newRow("one legacy job") << "001_f767faa26f99517e.txt"
                                    << "getGroupClusterRestoreJob" << 1 << 5 << 0;
    QTest::newRow("one cloud job") << "002_8f7eec7a1c13b627.txt"
                                   << "getGroupClusterBackupRestoreJob" << 1 << 4 << 0;
    QTest::newRow("create tenant job") << "003_128dc9c294888ffe.txt"
                                       << "createTenantRestoreV1" << 1 << 6 << 2;
}

void tst_Documented::seeds()
{
    QFETCH(QString, file);
    QFETCH(QString, operation);
    const QString path = kShared + "/seeds/" + file;
    SKIP_WITHOUT(path);
    QFile text(path);
    QVERIFY(text.open(QIODevice::ReadOnly));
    int answers = 0;
    int errors = 0;
    int bodies = 0;
    for (const QJsonObject &json : objectsIn(text.readAll())) {
        if (json.contains("errorCode")) {
            ++errors;
            checkError(
                jsonReply(QJsonDocument(json).toJson(), json["error"].toInt(), "application/json"));
        } else if (json.contains("results") || json.contains("id")) {
            ++answers;
            bool ok = false;
            QVERIFY(checkAnswer(operation, json, &ok));
            QVERIFY(ok);
        } else {
            ++bodies;
            RestorePlan plan;
            plan.snapshot.id = json["snapshotId"].toString();
            plan.targetCluster = json["targetDeploymentItemName"].toString();
            plan.targetProjectId = json["targetProjectId"].toString();
            const auto request = kindById(u"tenant")->create(plan, ApiVersion::V1);
            QCOMPARE(QJsonDocument::fromJson(request.body).object(), json);
        }
        if (QTest::currentTestFailed())
            return;
    }
    QTEST(answers, "answers");
    QTEST(errors, "errors");
    QTEST(bodies, "bodies");
}

void tst_Documented::recordings_data()
{
    QTest::addColumn<QString>("path");
    const QDir dir(kShared + "/recordings/flex");
    for (const QString &name : dir.entryList({"*.http"}, QDir::Files))
        QTest::newRow(qPrintable(name)) << dir.filePath(name);
    if (!dir.exists())
        QTest::newRow("absent") << QString();
}

void tst_Documented::recordings()
{
    QFETCH(QString, path);
    SKIP_WITHOUT(path);
    const Reply reply = readHttpFile(path);
    QVERIFY(reply.info.status >= 200);
    QVERIFY(reply.info.date.isValid());
    if (reply.info.status >= 400)
        return checkError(reply);
    QVERIFY(isJsonMediaType(reply.info.mediaType));
    if (reply.info.status == 204)
        return;
    const auto body = readBody(reply);
    QVERIFY(body);
    bool ok = false;
    QVERIFY(checkAnswer(operationOf(QFileInfo(path).fileName()), *body, &ok));
    QVERIFY(ok);
}

void tst_Documented::firstPageOfManyJobs()
{
    const QString path = kShared
        + "/recordings/flex/backup_flex.restores_list.GET."
          "G_flexClusters_snapshotCluster0_backup_restoreJobs.1.http";
    SKIP_WITHOUT(path);
    const Reply reply = readHttpFile(path);
    const PageRequest page;
    const auto jobs = kindById(u"flex")->listJobs(sourceCluster(), page).read(reply);
    QVERIFY(jobs);
    QCOMPARE(jobs->items.size(), page.itemsPerPage);
    QVERIFY(jobs->hasNext);
    QVERIFY(jobs->totalCount > 2000);
    for (const RestoreJob &job : jobs->items) {
        QVERIFY(job.state != JobState::Unknown);
        QVERIFY(isObjectId(job.id) && isObjectId(job.snapshotId) && isObjectId(job.projectId));
        QVERIFY(isRestoreTargetName(job.targetCluster));
        QVERIFY(job.started.isValid() && job.snapshotTime.isValid());
        // The ObjectId tells the creation as well as the start does.
        QVERIFY(qAbs(job.created.secsTo(job.started)) < 60);
        QVERIFY(!job.download && !job.expires.isValid());
    }
}

void tst_Documented::examples_data()
{
    QTest::addColumn<QString>("operation");
    QTest::addColumn<int>("status");
    QTest::addColumn<QJsonObject>("body");
    QFile file(kShared + "/atlas-api/openapi.json");
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::newRow("absent") << QString() << 0 << QJsonObject();
        return;
    }
    const QJsonObject api = QJsonDocument::fromJson(file.readAll()).object();
    const auto resolved = [&api](QJsonObject object) {
        if (const QString ref = object["$ref"].toString(); !ref.isEmpty())
            object = api["components"][ref.section('/', 2, 2)][ref.section('/', 3)].toObject();
        return object;
    };
    const QJsonObject paths = api["paths"].toObject();
    for (const QJsonValue &path : paths) {
        const QJsonObject verbs = path.toObject();
        for (const QJsonValue &verb : verbs) {
            const QString operation = verb["operationId"].toString();
            const QJsonObject responses = verb["responses"].toObject();
            for (auto it = responses.begin(); it != responses.end(); ++it) {
                const QJsonObject content = resolved(it->toObject())["content"].toObject();
                for (const QJsonValue &media : content) {
                    QJsonObject examples = media["examples"].toObject();
                    if (media["example"].isObject())
                        examples.insert("example", QJsonObject {{"value", media["example"]}});
                    for (auto ex = examples.begin(); ex != examples.end(); ++ex)
                        QTest::addRow("%s %s %s", qPrintable(operation), qPrintable(it.key()),
                                      qPrintable(ex.key()))
                            << operation << it.key().toInt()
                            << resolved(ex->toObject())["value"].toObject();
                }
            }
        }
    }
}

void tst_Documented::examples()
{
    QFETCH(QString, operation);
    QFETCH(int, status);
    QFETCH(QJsonObject, body);
    SKIP_WITHOUT(kShared + "/atlas-api/openapi.json");
    if (status >= 400) {
        checkError(jsonReply(QJsonDocument(body).toJson(), status, "application/json"));
        return;
    }
    bool ok = false;
    if (!checkAnswer(operation, body, &ok))
        QSKIP("not an operation that Snapback reads here");
    QVERIFY(ok);
}

QTEST_GUILESS_MAIN(tst_Documented)
#include "tst_documented.moc"
