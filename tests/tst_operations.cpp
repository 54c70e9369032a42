// Every operation of the contract: the table against the facts, the request, the reading of an
// answer, and a round trip through the sandbox. The facts are in operationcases.cpp, answers in
// data/operations.json; an operation without either fails here.
#include "support/operationcases.h"

#include "atlas/operations.h"
#include "sandbox/sandbox.h"
#include "support/apidocument.h"
#include "support/atlasreplies.h"
#include "support/operationworld.h"
#include "support/testserver.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

namespace {

// What the login itself calls: no request is made of them.
const QStringList kOfTheLogin {"generateServiceAccountToken", "revokeServiceAccountToken"};

Places somePlaces()
{
    const auto cluster = [](const QString &name, const QString &type = "REPLICASET") {
        Cluster made;
        made.projectId = "5e2211c17a3e5a48f5497de3";
        made.name = name;
        made.clusterType = type;
        return made;
    };
    Places places;
    places.org = "5e2211c17a3e5a48f5497d00";
    places.project = "5e2211c17a3e5a48f5497de3";
    places.policyProject = "5e2211c17a3e5a48f5497de5";
    places.eventId = "66c0a1c2d3e4f5a6b7c8d901";
    places.accessEntry = "198.51.100.0/24";
    places.rateLimitSet = "cloudBackups_group";
    places.point = QDateTime::fromString("2026-08-11T09:30:00Z", Qt::ISODate);
    places.cloud = cluster("c1");
    places.sharded = cluster("s1", "SHARDED");
    places.flex = cluster("f1");
    places.tenant = cluster("t1");
    places.legacy = cluster("l1");
    places.checkpointed = cluster("l2", "SHARDED");
    places.cloudTarget = cluster("c2");
    places.flexTarget = cluster("f2");
    places.tenantTarget = cluster("t2");
    places.otherTenantTarget = cluster("t3");
    places.legacyTarget = cluster("l3");
    places.idle = cluster("c3");
    places.cloudTarget.projectId = places.flexTarget.projectId = "5e2211c17a3e5a48f5497de4";
    places.cloudJob = "66c0a1c2d3e4f5a6b7c8d902";
    places.cloudDownload = "66c0a1c2d3e4f5a6b7c8d903";
    places.cloudSnapshot = "66c0a1c2d3e4f5a6b7c8d904";
    places.shardedSnapshot = "66c0a1c2d3e4f5a6b7c8d905";
    places.database = "shop";
    places.collection = "baskets";
    places.collectionJob = "66c0a1c2d3e4f5a6b7c8d906";
    places.sourceNamespace = "shop.baskets";
    places.flexJob = "66c0a1c2d3e4f5a6b7c8d907";
    places.flexSnapshot = "66c0a1c2d3e4f5a6b7c8d908";
    places.tenantJob = "66c0a1c2d3e4f5a6b7c8d909";
    places.tenantSnapshot = "66c0a1c2d3e4f5a6b7c8d90a";
    places.legacyJob = "66c0a1c2d3e4f5a6b7c8d90b";
    places.legacySnapshot = "66c0a1c2d3e4f5a6b7c8d90c";
    places.checkpoint = "66c0a1c2d3e4f5a6b7c8d90d";
    return places;
}

OperationCase caseOf(const QString &id, const Places &places, const PageRequest &page = {2, 7})
{
    for (const OperationCase &operation : operationCases(places, page)) {
        if (id == operation.id)
            return operation;
    }
    return {};
}

void addIds()
{
    QTest::addColumn<QString>("id");
    for (const OperationCase &operation : operationCases(somePlaces()))
        QTest::newRow(operation.id) << operation.id;
}

} // namespace

class tst_Operations : public QObject
{
    Q_OBJECT

private slots:
    void theTableIsComplete();
    void table_data() { addIds(); }
    void table();
    void asTheDocumentSays_data();
    void asTheDocumentSays();
    void requests_data() { addIds(); }
    void requests();
    void bodiesAreWritable_data() { addIds(); }
    void bodiesAreWritable();
    void reads_data() { addIds(); }
    void reads();
    void readsTheDocumentsExamples_data();
    void readsTheDocumentsExamples();
    void oddAnswers_data() { addIds(); }
    void oddAnswers();
    void readsTheLogin();
    void roundTrips_data();
    void roundTrips();
    void cleanupTestCase() { m_world.reset(); }

private:
    const ApiDocument m_document;
    std::unique_ptr<OperationWorld> m_world;
};

void tst_Operations::theTableIsComplete()
{
    QSet<QString> ours;
    for (const Operation &operation : allOperations()) {
        QVERIFY2(!ours.contains(operation.id), operation.id);
        ours.insert(operation.id);
        QCOMPARE(operationById(QString(operation.id)), &operation);
    }
    QVERIFY(!operationById(u"deleteEverything"));
    QSet<QString> facts(kOfTheLogin.begin(), kOfTheLogin.end());
    for (const OperationCase &operation : operationCases(somePlaces()))
        facts.insert(operation.id);
    QCOMPARE(ours - facts, QSet<QString>());
    QCOMPARE(facts - ours, QSet<QString>());
    const QJsonObject answers = readJsonFile(SNAPBACK_SOURCE_DIR "/tests/data/operations.json");
    for (const QString &id : facts - QSet<QString>(kOfTheLogin.begin(), kOfTheLogin.end()))
        QVERIFY2(answers.contains(id), qPrintable("no answer for " + id));
    if (!m_document.isThere())
        QSKIP("the API's document is not beside the project");
    const QStringList documented = m_document.operationIds();
    QCOMPARE(ours - QSet<QString>(documented.begin(), documented.end()), QSet<QString>());
    QCOMPARE(QSet<QString>(documented.begin(), documented.end()) - ours, QSet<QString>());
}

void tst_Operations::table()
{
    QFETCH(QString, id);
    const OperationCase facts = caseOf(id, somePlaces());
    const Operation *operation = operationById(id);
    QVERIFY(operation);
    QCOMPARE(QByteArray(operation->verb), facts.verb);
    QCOMPARE(QString(operation->version), QString(facts.version));
    QCOMPARE(QString(operation->role), QString(facts.role));
    QCOMPARE(rolesOf(*operation).join(", "), QString(facts.role));
    QCOMPARE(QString(operation->retiredOn), QString(facts.retiredOn));
    QVERIFY(qstrlen(operation->tag) > 0);
}

void tst_Operations::asTheDocumentSays_data()
{
    QTest::addColumn<QString>("id");
    for (const Operation &operation : allOperations())
        QTest::newRow(operation.id) << operation.id;
}

void tst_Operations::asTheDocumentSays()
{
    if (!m_document.isThere())
        QSKIP("the API's document is not beside the project");
    QFETCH(QString, id);
    const Operation *operation = operationById(id);
    QString verb;
    QString path;
    const QJsonObject documented = m_document.operation(id, &verb, &path);
    QCOMPARE(QString(operation->verb), verb);
    QCOMPARE(QString(operation->path), path);
    QCOMPARE(QString(operation->tag), documented["tags"][0].toString());
    QCOMPARE(QString(operation->retiredOn), documented["x-retired-on"].toString());
    QStringList roles;
    for (const QJsonValue &role : documented["x-rolesRequirements"].toArray())
        roles.append(role.toString());
    QCOMPARE(rolesOf(*operation), roles);
    QStringList dates;
    for (const QJsonValue response : documented["responses"].toObject()) {
        for (const QString &media :
             m_document.resolved(response.toObject())["content"].toObject().keys()) {
            if (media.startsWith("application/vnd.atlas.2"))
                dates.append(media.mid(22, 10));
        }
    }
    dates.sort();
    QCOMPARE(QString(operation->version), dates.isEmpty() ? QString() : dates.last());
}

void tst_Operations::requests()
{
    QFETCH(QString, id);
    const OperationCase facts = caseOf(id, somePlaces());
    const RequestData &request = facts.request;
    QCOMPARE(request.verb, facts.verb);
    QCOMPARE(request.path, facts.path);
    QCOMPARE(request.query.toString(QUrl::FullyEncoded), facts.query);
    QCOMPARE(QString(request.operationId), id);
    const QByteArray date = facts.version;
    const QByteArray media =
        date.isEmpty() ? QByteArray("application/json") : "application/vnd.atlas." + date + "+json";
    QCOMPARE(request.accept, media);
    QCOMPARE(QJsonDocument::fromJson(request.body).object(), facts.body);
    QCOMPARE(request.body.isEmpty(), facts.body.isEmpty());
    QCOMPARE(request.contentType, facts.body.isEmpty() ? QByteArray() : media);
    QCOMPARE(request.repeat, facts.verb == "GET" ? Repeat::Safe : Repeat::Never);
}

void tst_Operations::bodiesAreWritable()
{
    QFETCH(QString, id);
    const OperationCase facts = caseOf(id, somePlaces());
    if (facts.body.isEmpty())
        return;
    if (!m_document.isThere())
        QSKIP("the API's document is not beside the project");
    QString verb;
    QString path;
    const QJsonObject documented = m_document.operation(id, &verb, &path);
    const QJsonObject content =
        m_document.resolved(documented["requestBody"].toObject())["content"].toObject();
    const QJsonObject schema = content[QString(facts.request.contentType)]["schema"].toObject();
    QVERIFY(!schema.isEmpty());
    const QStringList faults = m_document.faults(schema, facts.body);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join("; ")));
}

void tst_Operations::reads()
{
    QFETCH(QString, id);
    const QJsonObject answer =
        readJsonFile(SNAPBACK_SOURCE_DIR "/tests/data/operations.json")[id].toObject();
    const OperationCase operation = caseOf(id, somePlaces());
    Reply reply = answer.contains("reply")
        ? jsonReply(answer["reply"].toObject(), answer["status"].toInt(200))
        : jsonReply(QByteArray(), answer["status"].toInt());
    reply.info.date = QDateTime::fromString("2026-08-11T10:00:00Z", Qt::ISODate);
    QCOMPARE(operation.read(reply), answer["reads"].toString());
}

void tst_Operations::readsTheDocumentsExamples_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QJsonObject>("body");
    for (const OperationCase &operation : operationCases(somePlaces())) {
        QString verb;
        QString path;
        const QJsonObject responses =
            m_document.operation(operation.id, &verb, &path)["responses"].toObject();
        for (auto at = responses.begin(); at != responses.end(); ++at) {
            if (!at.key().startsWith('2'))
                continue;
            const QJsonObject content = m_document.resolved(at->toObject())["content"].toObject();
            const QJsonObject media = content[QString(operation.request.accept)].toObject();
            QJsonObject examples = media["examples"].toObject();
            if (media["example"].isObject())
                examples.insert("the example", QJsonObject {{"value", media["example"]}});
            for (auto it = examples.begin(); it != examples.end(); ++it)
                QTest::addRow("%s: %s", operation.id, qPrintable(it.key()))
                    << operation.id << m_document.resolved(it->toObject())["value"].toObject();
        }
    }
    if (!m_document.isThere())
        QTest::newRow("absent") << QString() << QJsonObject();
}

void tst_Operations::readsTheDocumentsExamples()
{
    if (!m_document.isThere())
        QSKIP("the API's document is not beside the project");
    QFETCH(QString, id);
    QFETCH(QJsonObject, body);
    const OperationCase operation = caseOf(id, somePlaces());
    QVERIFY(operation.read);
    const QString read = operation.read(jsonReply(body));
    QVERIFY2(!read.isEmpty() && !read.startsWith('!'), qPrintable(read));
    // Each record is told by its name or its ID.
    const QJsonArray items =
        body.contains("results") ? body["results"].toArray() : QJsonArray {body};
    QVERIFY(!items.isEmpty());
    for (const QJsonValue &item : items) {
        const QString name = item.toObject().contains("id") ? item["id"].toString()
                                                            : item["sourceNamespace"].toString();
        QVERIFY2(!name.isEmpty() && read.contains(name), qPrintable(read));
    }
}

void tst_Operations::oddAnswers()
{
    QFETCH(QString, id);
    const OperationCase operation = caseOf(id, somePlaces());
    QVERIFY(operation.read(jsonReply(QByteArray("<html>"), 200, "text/html")).startsWith('!'));
    QVERIFY(operation.read(jsonReply(QByteArray("{\"id\":"))).startsWith('!'));
    for (const char *odd : {"{}", "{\"results\":null}", "{\"results\":[7,null,[],{}]}",
                            "{\"id\":{},\"name\":[],\"state\":7,\"delivery\":null,\"policies\":3}"})
        operation.read(jsonReply(QByteArray(odd))); // whatever it says, it ends
    const QString refused = operation.read(
        jsonReply(R"({"status":404,"content":{"error":404,"errorCode":"RESOURCE_NOT_FOUND"}})"));
    QVERIFY2(refused.startsWith("! RESOURCE_NOT_FOUND"), qPrintable(refused));
}

void tst_Operations::readsTheLogin()
{
    const QJsonObject answers = readJsonFile(SNAPBACK_SOURCE_DIR "/tests/data/operations.json");
    TestServer server;
    QByteArray bearer;
    QList<TestRequest> calls;
    server.handle([&](const TestRequest &request) {
        TestReply reply;
        if (request.target.startsWith("/api/oauth/")) {
            calls.append(request);
            reply.body = request.target.endsWith("/token")
                ? QJsonDocument(answers[kOfTheLogin.first()]["reply"].toObject()).toJson()
                : QByteArray();
        } else {
            bearer = request.headers["authorization"];
            reply.body = R"({"results":[]})";
        }
        return reply;
    });
    NetSettings net;
    net.proxy = NetSettings::Proxy::None;
    Client client(server.url(), ServiceAccount {"mdb_sa_id_x", Secret("not-a-secret")}, net);
    bool read = false;
    client.send(listProjects({}), this,
                [&](const Result<Page<Project>> &page) { read = page.has_value(); });
    QTRY_VERIFY(read);
    const QString token = answers[kOfTheLogin.first()]["reply"]["access_token"].toString();
    QCOMPARE(bearer, "Bearer " + token.toLatin1());
    bool over = false;
    client.logOut(std::chrono::seconds(5), this, [&] { over = true; });
    QTRY_VERIFY(over);
    QCOMPARE(calls.size(), 2);
    for (qsizetype i = 0; i < calls.size(); ++i) {
        const Operation *operation = operationById(kOfTheLogin.at(i));
        QVERIFY(operation);
        QCOMPARE(calls[i].verb, QByteArray(operation->verb));
        QCOMPARE(calls[i].target, QByteArray(operation->path));
        QCOMPARE(calls[i].headers["content-type"], QByteArray("application/x-www-form-urlencoded"));
        QVERIFY(calls[i].headers["authorization"].startsWith("Basic "));
    }
    QCOMPARE(calls[0].body, QByteArray("grant_type=client_credentials"));
    QCOMPARE(calls[1].body, "token=" + token.toLatin1() + "&token_type_hint=access_token");
}

void tst_Operations::roundTrips_data()
{
    QTest::addColumn<QString>("id");
    for (const Operation &operation : allOperations())
        QTest::newRow(operation.id) << operation.id;
}

void tst_Operations::roundTrips()
{
    QFETCH(QString, id);
    if (!m_world)
        m_world = std::make_unique<OperationWorld>();
    if (kOfTheLogin.contains(id)) {
        QVERIFY2(m_world->login(id), qPrintable(m_world->trouble()));
        return;
    }
    const OperationCase operation = caseOf(id, m_world->places(), {1, 100});
    QVERIFY2(m_world->trouble().isEmpty(), qPrintable(m_world->trouble()));
    const QString read = m_world->send(operation);
    QVERIFY2(!read.isEmpty() && !read.startsWith('!'), qPrintable(read));
    const SeenRequest seen = m_world->lastSeen();
    QCOMPARE(seen.verb, operation.verb);
    QCOMPARE(QString::fromLatin1(seen.path), operation.path);
}

QTEST_GUILESS_MAIN(tst_Operations)
#include "tst_operations.moc"
