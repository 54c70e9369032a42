// Every file in data/kinds is one job as Atlas might send it and what a person must see of it.
#include "atlas/jobkind.h"
#include "support/atlasreplies.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

namespace {

const ClusterRef kSource {"aaaaaaaaaaaaaaaaaaaaaaaa", "source-cluster"};

QString nameOf(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return "Queued";
    case JobState::Running:
        return "Running";
    case JobState::Ready:
        return "Ready";
    case JobState::Done:
        return "Done";
    case JobState::Expired:
        return "Expired";
    case JobState::UsedUp:
        return "UsedUp";
    case JobState::Cancelled:
        return "Cancelled";
    case JobState::Failed:
        return "Failed";
    case JobState::Unknown:
        break;
    }
    return "Unknown";
}

/// The typed fields under the names the fixtures use.
QJsonObject describeJob(const RestoreJob &job)
{
    return {{"state", nameOf(job.state)},
            {"rawState", job.rawState},
            {"projectId", job.projectId},
            {"sourceCluster", job.sourceCluster},
            {"targetProjectId", job.targetProjectId},
            {"targetCluster", job.targetCluster},
            {"snapshotId", job.snapshotId},
            {"download", job.download},
            {"deliveryType", job.deliveryType},
            {"created", toIsoTime(job.created)},
            {"started", toIsoTime(job.started)},
            {"finished", toIsoTime(job.finished)},
            {"expires", toIsoTime(job.expires)},
            {"snapshotTime", toIsoTime(job.snapshotTime)},
            {"batchId", job.batchId},
            {"doneDocuments", job.doneDocuments},
            {"totalDocuments", job.totalDocuments}};
}

QJsonArray describeFacts(const QList<Fact> &facts)
{
    QJsonArray list;
    for (const Fact &fact : facts)
        list.append(QJsonArray {fact.label, fact.value});
    return list;
}

QByteArray text(const QJsonArray &array)
{
    return QJsonDocument(array).toJson();
}

} // namespace

class tst_Kinds : public QObject
{
    Q_OBJECT

private slots:
    void fixture_data();
    void fixture();
    void aPageOfFixtures();
    void everyKindIsThere();
    void snapshots_data();
    void snapshots();
    void snapshotFields();
    void whatCanBeCancelled();
};

void tst_Kinds::fixture_data()
{
    QTest::addColumn<QJsonObject>("file");
    const QDir dir(SNAPBACK_SOURCE_DIR "/tests/data/kinds");
    const QStringList names = dir.entryList({"*.json"}, QDir::Files);
    QVERIFY(names.size() > 10);
    for (const QString &name : names) {
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(name));
        QTest::newRow(qPrintable(name)) << document.object();
    }
}

void tst_Kinds::fixture()
{
    QFETCH(QJsonObject, file);
    const QJsonObject raw = file["reply"].toObject();
    const QJsonObject expected = file["expected"].toObject();
    const JobKind *kind = kindById(file["kind"].toString());
    QVERIFY(kind);

    Reply reply = jsonReply(raw);
    reply.info.date = parseIsoTime(file["date"].toString());
    const Result<RestoreJob> job = kind->getJob(kSource, "x").read(reply);
    QVERIFY2(job, job ? "" : qPrintable(job.error().detail));
    QCOMPARE(job->kind, kind);
    QCOMPARE(job->id, raw["id"].toString());
    QCOMPARE(job->raw.object(), raw);
    const QJsonObject seen = describeJob(*job);
    for (auto it = seen.begin(); it != seen.end(); ++it) {
        if (expected.contains(it.key()))
            QVERIFY2(it.value() == expected[it.key()],
                     qPrintable(it.key() + " is " + it.value().toVariant().toString()));
    }

    const JobDetails details = kind->details(job->raw.object());
    if (expected.contains("facts"))
        QCOMPARE(text(describeFacts(details.facts)), text(expected["facts"].toArray()));
    if (expected.contains("linksExpire"))
        QCOMPARE(toIsoTime(details.expires), expected["linksExpire"].toString());
    if (expected.contains("maxDownloads"))
        QCOMPARE(details.maxDownloads, expected["maxDownloads"].toInt());
    if (expected.contains("deliveryNote"))
        QVERIFY2(details.deliveryNote.contains(expected["deliveryNote"].toString()),
                 qPrintable(details.deliveryNote));
    QVERIFY(!details.deliveryNote.isEmpty());
    if (expected.contains("incomplete"))
        QCOMPARE(details.incomplete, expected["incomplete"].toBool());
    QCOMPARE(details.hashNote.isEmpty(), !details.hashes.isEmpty());
    if (expected.contains("hashNote"))
        QVERIFY2(details.hashNote.contains(expected["hashNote"].toString()),
                 qPrintable(details.hashNote));

    if (expected.contains("deliveries")) {
        const QJsonArray deliveries = expected["deliveries"].toArray();
        QCOMPARE(details.deliveries.size(), deliveries.size());
        for (qsizetype i = 0; i < deliveries.size(); ++i) {
            const QJsonObject want = deliveries.at(i).toObject();
            const Delivery &delivery = details.deliveries.at(i);
            QCOMPARE(delivery.label, want["label"].toString());
            QCOMPARE(delivery.fileName, want["fileName"].toString());
            QVERIFY(delivery.url.reveal() == want["url"].toString().toUtf8());
            QCOMPARE(delivery.headerName, want["headerName"].toString());
            QVERIFY(delivery.headerValue.reveal() == want["headerValue"].toString().toUtf8());
            QVERIFY(delivery.note.contains(want["note"].toString()));
        }
    }
    if (expected.contains("hashes")) {
        const QJsonArray hashes = expected["hashes"].toArray();
        QCOMPARE(details.hashes.size(), hashes.size());
        for (qsizetype i = 0; i < hashes.size(); ++i) {
            QCOMPARE(details.hashes.at(i).fileName, hashes[i]["fileName"].toString());
            QCOMPARE(details.hashes.at(i).algorithm, hashes[i]["algorithm"].toString());
            QCOMPARE(details.hashes.at(i).value, hashes[i]["value"].toString());
        }
    }

    // What is secret must never stand in a line anybody may copy into a ticket.
    for (const Fact &fact : details.facts) {
        QVERIFY2(!fact.value.contains("://"), qPrintable(fact.label));
        for (const QJsonValue &secret : expected["secrets"].toArray())
            QVERIFY2(!fact.value.contains(secret.toString()), qPrintable(fact.label));
        QCOMPARE(fact.type == Fact::Type::Time, fact.time.isValid());
    }
}

void tst_Kinds::aPageOfFixtures()
{
    // The records of one page share its compressed text, and each finds its own.
    QJsonArray results;
    const QDir dir(SNAPBACK_SOURCE_DIR "/tests/data/kinds");
    for (const QString &name : dir.entryList({"flex-*.json"}, QDir::Files)) {
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        results.append(QJsonDocument::fromJson(file.readAll())["reply"]);
    }
    results.append(QJsonObject {{"status", "COMPLETED"}}); // no id: nothing can be done with it
    results.append(QJsonValue::Null);
    results.append(QJsonObject {{"id", "last"}, {"status", "COMPLETED"}});
    Cluster source;
    source.projectId = kSource.projectId;
    source.name = kSource.name;
    const auto request = kindById(u"flex")->listJobs(source, {});
    const auto page = request.read(jsonReply(QJsonObject {{"results", results}}));
    QVERIFY(page);
    QCOMPARE(page->items.size(), results.size() - 2);
    for (const RestoreJob &job : page->items)
        QCOMPARE(job.raw.object()["id"].toString(), job.id);
    QVERIFY(!(page->items.first().raw == page->items.last().raw));
}

void tst_Kinds::everyKindIsThere()
{
    QStringList ids;
    for (const JobKind *kind : allKinds()) {
        ids.append(kind->id);
        QVERIFY(!kind->title().isEmpty());
        QCOMPARE(kindById(QString(kind->id)), kind);
        QVERIFY(kind->serves && kind->mayHold && kind->listJobs && kind->getJob && kind->getSnapshot
                && kind->create && kind->canTarget && kind->details && kind->snapshotFacts);
        // Collection restores start from the snapshots of cloud backup.
        QCOMPARE(!kind->listSnapshots, qstrcmp(kind->id, "collection") == 0);
        const bool cloud = qstrcmp(kind->id, "cloud") == 0;
        QCOMPARE(kind->cancel != nullptr, cloud);
        QCOMPARE(kind->takeSnapshot != nullptr, cloud);
        // An answer that is no job must not look like one.
        QVERIFY(!kind->getJob(kSource, "x").read(jsonReply("{}")));
    }
    QCOMPARE(ids, QStringList({"tenant", "flex", "cloud", "collection", "legacy"}));
    QVERIFY(!kindById(u"serverless"));
}

void tst_Kinds::snapshots_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<SnapshotState>("state");
    QTest::addColumn<QString>("taken");
    QTest::addColumn<QString>("version");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<QString>("facts");

    QTest::newRow("tenant") << "tenant" << QByteArray(R"({"id":"s1","status":"COMPLETED",
        "scheduledTime":"2025-01-02T03:00:00Z","startTime":"2025-01-02T03:01:00Z",
        "finishTime":"2025-01-02T03:02:00Z","expiration":"2025-01-10T03:00:00Z",
        "mongoDBVersion":"7.0.5"})")
                            << SnapshotState::Completed << "2025-01-02T03:02:00Z"
                            << "7.0.5" << qint64(-1)
                            << "Status=COMPLETED; Taken=2025-01-02T03:02:00Z; "
                               "Started=2025-01-02T03:01:00Z; Scheduled=2025-01-02T03:00:00Z; "
                               "Expires=2025-01-10T03:00:00Z; MongoDB version=7.0.5; "
                               "Snapshot ID=s1";
    QTest::newRow("flex, under way")
        << "flex"
        << QByteArray(R"({"id":"s1","status":"RUNNING","startTime":"2025-01-02T03:01:00Z"})")
        << SnapshotState::Running << "2025-01-02T03:01:00Z"
        << "" << qint64(-1) << "Status=RUNNING; Started=2025-01-02T03:01:00Z; Snapshot ID=s1";
    QTest::newRow("flex, unknown word")
        << "flex" << QByteArray(R"({"id":"s1","status":"FROZEN"})") << SnapshotState::Unknown << ""
        << "" << qint64(-1) << "Status=FROZEN; Snapshot ID=s1";
    QTest::newRow("cloud") << "cloud"
                           << QByteArray(R"({"id":"s1","status":"completed","cloudProvider":"GCP",
        "copyRegions":["EU_WEST_1","EU_WEST_2"],"createdAt":"2025-01-02T03:02:00Z",
        "description":"before https://tickets.test/7","expiresAt":"2025-01-10T03:00:00Z",
        "frequencyType":"ondemand","mongodVersion":"8.0.4","policyItems":["p1"],
        "replicaSetName":"rs","snapshotType":"onDemand","storageSizeBytes":9007199254740993,
        "type":"replicaSet","masterKeyUUID":"u-1"})")
                           << SnapshotState::Completed << "2025-01-02T03:02:00Z"
                           << "8.0.4" << qint64(9007199254740993)
                           << "Status=completed; Taken=2025-01-02T03:02:00Z; "
                              "Expires=2025-01-10T03:00:00Z; Snapshot type=onDemand; "
                              "Frequency=ondemand; Description=before https://tickets.test/7; "
                              "MongoDB version=8.0.4; Storage size=8.0 PiB (9007199254740993 "
                              "bytes); Topology=replicaSet; Cloud provider=GCP; Replica set=rs; "
                              "Snapshot ID=s1; Master key UUID=u-1; "
                              "Copied to regions=EU_WEST_1, EU_WEST_2; Policy items=p1";
    QTest::newRow("cloud, queued, sharded")
        << "cloud" << QByteArray(R"({"id":"s1","status":"queued","storageSizeBytes":0,
        "type":"shardedCluster","configServerType":"EMBEDDED","snapshotIds":["a","b"],
        "members":[{"cloudProvider":"AWS","id":"m1","replicaSetName":"shard-0","zone":"z"}]})")
        << SnapshotState::Queued << ""
        << "" << qint64(-1)
        << "Status=queued; Storage size=0 bytes; Topology=shardedCluster; "
           "Config server type=EMBEDDED; Snapshot ID=s1; Snapshot IDs of the shards=a, b; "
           "Member 1=shard-0; Member 1: cloud provider=AWS; Member 1: snapshot ID=m1; "
           "members[0].zone=z";
    QTest::newRow("cloud, failed")
        << "cloud" << QByteArray(R"({"id":"s1","status":"failed"})") << SnapshotState::Failed << ""
        << "" << qint64(-1) << "Status=failed; Snapshot ID=s1";
    QTest::newRow("legacy") << "legacy" << QByteArray(R"({"id":"s1","complete":true,"clusterId":"c",
        "clusterName":"reports","groupId":"g","doNotDelete":false,"incremental":true,
        "created":{"date":"2019-01-02T03:02:00Z","increment":2},"expires":"2019-02-02T03:02:00Z",
        "lastOplogAppliedTimestamp":{"date":null,"increment":null},
        "parts":[{"replicaSetName":"rs0","mongodVersion":"4.0.3","storageSizeBytes":100,
        "typeName":"REPLICA_SET"},{"replicaSetName":"rs1","storageSizeBytes":11}]})")
                            << SnapshotState::Completed << "2019-01-02T03:02:00Z"
                            << "4.0.3" << qint64(111)
                            << "Complete=Yes; Taken=2019-01-02T03:02:00Z; Taken: number within the "
                               "second=2; Expires=2019-02-02T03:02:00Z; Kept from deletion=No; "
                               "Incremental=Yes; Source cluster=reports; Snapshot ID=s1; "
                               "Source project ID=g; Source cluster ID=c; Part 1: replica set=rs0; "
                               "Part 1: type=REPLICA_SET; Part 1: MongoDB version=4.0.3; "
                               "Part 1: storage size=100 bytes; Part 2: replica set=rs1; "
                               "Part 2: storage size=11 bytes";
}

void tst_Kinds::snapshots()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, json);
    Cluster source;
    source.projectId = kSource.projectId;
    source.name = kSource.name;
    const auto request = kindById(kind)->listSnapshots(source, {});
    const auto page = request.read(jsonReply("{\"results\":[" + json + "]}"));
    QVERIFY(page);
    QCOMPARE(page->items.size(), 1);
    const Snapshot &snapshot = page->items.first();
    QCOMPARE(snapshot.kind, kindById(kind));
    QCOMPARE(snapshot.projectId, kSource.projectId);
    QCOMPARE(snapshot.cluster, kSource.name);
    QTEST(snapshot.state, "state");
    QTEST(toIsoTime(snapshot.taken), "taken");
    QTEST(snapshot.version, "version");
    QTEST(snapshot.sizeBytes, "size");
    QStringList facts;
    for (const Fact &fact : kindById(kind)->snapshotFacts(snapshot.raw.object()))
        facts.append(fact.label + '=' + fact.value);
    QTEST(facts.join("; "), "facts");
}

void tst_Kinds::snapshotFields()
{
    Cluster source;
    source.projectId = kSource.projectId;
    source.name = kSource.name;
    const auto read = [&source](const char *kind, const QByteArray &json) {
        const auto snapshot =
            kindById(QString(kind))->getSnapshot(source, "x").read(jsonReply(json));
        return snapshot ? *snapshot : Snapshot();
    };
    const Snapshot cloud = read("cloud", R"({"id":"s","status":"completed","description":"d",
        "masterKeyUUID":"k-1","type":"replicaSet"})");
    QCOMPARE(cloud.description, QString("d"));
    QCOMPARE(cloud.encryptionKey, QString("k-1"));
    QVERIFY(!cloud.sharded && cloud.memberCount == 0);
    const Snapshot sharded = read("cloud", R"({"id":"s","type":"shardedCluster",
        "configServerType":"EMBEDDED","members":[{"id":"a"},{"id":"b"}]})");
    QVERIFY(sharded.sharded);
    QCOMPARE(sharded.memberCount, 2);
    QCOMPARE(sharded.configServerType, QString("EMBEDDED"));
    const Snapshot legacy = read("legacy", R"({"id":"s","complete":true,"parts":[
        {"mongodVersion":"4.0.3"},{"masterKeyUUID":"k-2"}]})");
    QVERIFY(legacy.sharded);
    QCOMPARE(legacy.memberCount, 2);
    QCOMPARE(legacy.encryptionKey, QString("k-2"));
    QVERIFY(!read("legacy", R"({"id":"s","parts":[{}]})").sharded);
    // A collection restore's snapshot is one of cloud backup.
    QCOMPARE(read("collection", R"({"id":"s"})").kind, kindById(u"cloud"));
    QCOMPARE(read("flex", R"({"id":"s"})").kind, kindById(u"flex"));
    QCOMPARE(read("tenant", R"({"id":"s"})").cluster, kSource.name);
}

void tst_Kinds::whatCanBeCancelled()
{
    RestoreJob job;
    job.kind = kindById(u"cloud");
    job.download = true;
    job.state = JobState::Running;
    QVERIFY(whyNotCancel(job).isEmpty());
    job.state = JobState::Ready;
    QVERIFY(whyNotCancel(job).isEmpty());
    job.state = JobState::Expired;
    QVERIFY(whyNotCancel(job).contains("Expired"));
    job.download = false;
    job.state = JobState::Running;
    QVERIFY(whyNotCancel(job).contains("CANNOT_CANCEL_AUTOMATED_RESTORE"));
    for (const char *kind : {"tenant", "flex", "collection", "legacy"}) {
        job.kind = kindById(QString(kind));
        job.download = true;
        QVERIFY2(!whyNotCancel(job).isEmpty(), kind);
    }
}

QTEST_GUILESS_MAIN(tst_Kinds)
#include "tst_kinds.moc"
