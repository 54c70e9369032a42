#include "sandboxclient.h"

using namespace std::chrono_literals;

// Collection restores: what is in a snapshot, what a job may ask for, and how it goes on.
class TestSandboxCollections : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_sandbox = startSandbox();
        QVERIFY(m_sandbox);
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_stagingId = QString::fromLatin1(m_client->project("Staging"));
        m_prod = "/groups/" + m_client->project("Orders") + "/clusters/orders-prod";
        m_jobs = m_prod + "/collectionRestoreJobs";
        m_snapshot.clear();
        for (const QJsonObject &snapshot : m_client->results(m_prod + "/backup/snapshots")) {
            const QString id = snapshot.value("id").toString();
            if (snapshot.value("status") != "completed")
                m_unfinished = id;
            else if (snapshot.value("snapshotType") == "fallback")
                m_fallback = id;
            else if (m_snapshot.isEmpty())
                m_snapshot = id; // newest first
        }
    }
    void cleanup() { m_sandbox.reset(); }

    void tree()
    {
        const QByteArray path = databases(m_snapshot);
        QStringList names;
        for (const QJsonObject &database : m_client->results(path))
            names.append(database.value("name").toString());
        QVERIFY(names.contains("catalog") && names.contains("audit"));
        for (const QString &name : names) {
            const QByteArray one = path + '/' + name.toUtf8().toPercentEncoding();
            QCOMPARE(m_client->get(one).json().value("name").toString(), name);
            for (const QJsonObject &item : m_client->results(one + "/collections")) {
                const QString collection = item.value("name").toString();
                const RawReply reply =
                    m_client->get(one + "/collections/" + collection.toUtf8().toPercentEncoding());
                QCOMPARE(reply.json(), item);
                if (collection.size() < 9 && name == "audit")
                    break; // one of 260 will do
            }
        }
        QCOMPARE(m_client->get(path + "/nothing").status, 404);
        QCOMPARE(m_client->get(path + "/catalog/collections/nothing").status, 404);
        QCOMPARE(m_client->get(path + "/nothing/collections").status, 404);
        QCOMPARE(m_client->get(databases("0123456789abcdef01234567")).code(), "SNAPSHOT_NOT_FOUND");
        QCOMPARE(m_client->get(databases(m_unfinished)).status, 409);
        QCOMPARE(m_client->get(path, "2025-03-11").status, 406);
    }

    void manyCollections()
    {
        const QByteArray path = databases(m_snapshot) + "/audit/collections";
        QSet<QString> names;
        int pages = 0;
        bool more = true;
        while (more) {
            const QJsonObject page =
                m_client->get(path + "?pageNum=" + QByteArray::number(++pages)).json();
            QCOMPARE(page.value("totalCount").toInt(), 260);
            for (const QJsonValue &item : page.value("results").toArray())
                names.insert(item.toObject().value("name").toString());
            more = false;
            for (const QJsonValue &link : page.value("links").toArray())
                more = more || link.toObject().value("rel") == "next";
        }
        QCOMPARE(pages, 3);
        QCOMPARE(names.size(), 260);
    }

    void everyClusterHoldsSomething()
    {
        const QByteArray cluster = "/groups/" + m_stagingId.toLatin1() + "/clusters/staging-api";
        const QByteArray id = m_client->results(cluster + "/backup/snapshots")
                                  .first()
                                  .value("id")
                                  .toString()
                                  .toLatin1();
        const QByteArray path = cluster + "/backup/snapshots/" + id + "/databases";
        const auto found = m_client->results(path);
        QVERIFY(found.size() >= 2);
        QVERIFY(!m_client
                     ->results(path + '/' + found.first().value("name").toString().toLatin1()
                               + "/collections")
                     .isEmpty());
    }

    void fromStartToEnd()
    {
        QJsonObject asked = body({"catalog.products", "catalog.prices"});
        asked.insert("collectionSuffix", "_copy");
        const RawReply created = m_client->post(m_jobs, asked);
        QCOMPARE(created.status, 201);
        QCOMPARE(created.header("Content-Type"),
                 "application/vnd.atlas.2025-03-12+json;charset=utf-8");
        QJsonObject job = created.json();
        QCOMPARE(job.value("state").toString(), "INITIALIZING");
        QCOMPARE(job.value("snapshotId").toString(), m_snapshot);
        QCOMPARE(job.value("restoredDocuments").toInteger(), 0);
        QCOMPARE(m_client->results(m_jobs).first().value("id"), job.value("id"));
        QVERIFY(parts(job).isEmpty());
        m_sandbox->advance(10s);

        qint64 restored = 0;
        QStringList states;
        for (int i = 0; i < 40 && !job.contains("finishedAt"); ++i) {
            job = m_client->get(m_jobs + '/' + idOf(job)).json();
            const qint64 now = job.value("restoredDocuments").toInteger();
            QVERIFY2(now >= restored, "never back");
            QVERIFY(now <= job.value("totalDocuments").toInteger());
            restored = now;
            if (!states.contains(job.value("state").toString()))
                states.append(job.value("state").toString());
            qint64 sum = 0;
            for (const QJsonObject &part : parts(job))
                sum += part.value("restoredDocuments").toInteger();
            QVERIFY(sum >= now); // the second reading may be a moment later
            m_sandbox->advance(5s);
        }
        QCOMPARE(states, QStringList({"IN_PROGRESS", "FINALIZING", "SUCCESSFUL"}));
        QCOMPARE(job.value("restoredDocuments"), job.value("totalDocuments"));
        QCOMPARE(job.value("indexStatus").toObject().value("state").toString(), "SUCCESSFUL");
        const auto done = parts(job);
        QCOMPARE(done.size(), 2);
        QCOMPARE(done.first().value("state").toString(), "SUCCESSFUL");
        QCOMPARE(done.first().value("effectiveTargetNamespace").toString(),
                 "catalog.products_copy");
        QCOMPARE(m_client->get(m_jobs + '/' + idOf(job) + "/collections/catalog.products").json(),
                 done.first());
    }

    void whatFails_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<QString>("indexes");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QStringList>("states"); // of the collections
        QTest::addColumn<QString>("indexState");
        QTest::newRow("an index") << "staging-api"
                                  << QStringList {"catalog.prices", "catalog.price_history"}
                                  << "ALL"
                                  << "SUCCESSFUL"
                                  << QStringList {"SUCCESSFUL", "INDEX_BUILD_FAILED"} << "FAILED";
        QTest::newRow("no indexes wanted")
            << "staging-api" << QStringList {"catalog.price_history"} << "NONE"
            << "SUCCESSFUL" << QStringList {"SUCCESSFUL"} << "NOT_RESTORED";
        QTest::newRow("partly left out")
            << "staging-api" << QStringList {"catalog.media", "catalog.stock_ticks", "catalog.no"}
            << "ALL_EXCEPT_TTL"
            << "SUCCESSFUL" << QStringList {"SUCCESSFUL", "UNSUPPORTED", "NOT_FOUND"}
            << "SUCCESSFUL";
        QTest::newRow("all left out")
            << "staging-api" << QStringList {"catalog.stock_ticks"} << "ALL"
            << "FAILED" << QStringList {"UNSUPPORTED"} << "NOT_RESTORED";
        QTest::newRow("the target")
            << "staging-brittle" << QStringList {"catalog.prices", "catalog.products"} << "ALL"
            << "FAILED" << QStringList() << "NOT_RESTORED";
    }
    void whatFails()
    {
        QFETCH(QString, target);
        QFETCH(QStringList, asked);
        QFETCH(QString, indexes);
        QFETCH(QString, state);
        QFETCH(QStringList, states);
        QFETCH(QString, indexState);
        QJsonObject wish = body(asked);
        wish.insert("targetClusterName", target);
        wish.insert("indexStrategy", indexes);
        const RawReply created = m_client->post(m_jobs, wish);
        QCOMPARE(created.status, 201);
        m_sandbox->advance(3min);
        const QJsonObject job = m_client->get(m_jobs + '/' + idOf(created.json())).json();
        QCOMPARE(job.value("state").toString(), state);
        QCOMPARE(job.contains("errorMessage"), state == "FAILED");
        QCOMPARE(job.value("indexStatus").toObject().value("state").toString(), indexState);
        QStringList found;
        int failed = 0;
        for (const QJsonObject &part : parts(job)) {
            found.append(part.value("state").toString());
            const QJsonObject index = part.value("indexStatus").toObject();
            failed += index.value("failedIndexes").toArray().isEmpty() ? 0 : 1;
            QCOMPARE(index.contains("errorMessage"), found.last() == "INDEX_BUILD_FAILED");
        }
        QCOMPARE(job.value("indexStatus").toObject().value("failedCollectionCount").toInt(),
                 failed);
        if (states.isEmpty())
            QVERIFY(found.contains("FAILED") && !found.contains("SUCCESSFUL"));
        else
            QCOMPARE(found, states);
    }

    void aFailureIsRolledBack()
    {
        QJsonObject wish = body({"catalog.prices", "catalog.products", "orders.orders"});
        wish.insert("targetClusterName", "staging-brittle");
        const QJsonObject job = m_client->post(m_jobs, wish).json();
        m_sandbox->advance(84s); // Atlas has just noticed
        QCOMPARE(m_client->get(m_jobs + '/' + idOf(job)).json().value("state").toString(),
                 "FINALIZING");
        QVERIFY(!parts(job, "?state=ROLLBACK").isEmpty());
        QVERIFY(parts(job, "?state=SUCCESSFUL").isEmpty());
        m_sandbox->advance(1min);
        for (const QJsonObject &part : parts(job, "?state=NOT_RESTORED"))
            QCOMPARE(part.value("restoredDocuments").toInteger(), 0);
        QCOMPARE(parts(job, "?state=FAILED").size(), 1);
    }

    void names_data()
    {
        QTest::addColumn<QJsonObject>("change");
        QTest::addColumn<QString>("requested");
        QTest::addColumn<QString>("effective");
        const auto collections = [](const char *source, const char *target = nullptr) {
            QJsonObject item {{"sourceNamespace", source}};
            if (target)
                item.insert("targetNamespace", target);
            return QJsonArray {item};
        };
        const QString self = "orders-prod";
        const QString prices = "catalog.prices";
        QTest::newRow("as it was")
            << QJsonObject {{"collections", collections("catalog.prices")}} << prices << prices;
        QTest::newRow("taken") << QJsonObject {{"collections", collections("catalog.prices")},
                                               {"targetClusterName", self}}
                               << prices << "catalog.prices_restored";
        QTest::newRow("overwritten") << QJsonObject {{"collections", collections("catalog.prices")},
                                                     {"targetClusterName", self},
                                                     {"writeStrategy", "OVERWRITE_EXISTING"}}
                                     << prices << prices;
        QTest::newRow("suffixes") << QJsonObject {{"collections", collections("catalog.prices")},
                                                  {"databaseSuffix", "_old"},
                                                  {"collectionSuffix", "_1"}}
                                  << "catalog_old.prices_1"
                                  << "catalog_old.prices_1";
        QTest::newRow("a name of its own")
            << QJsonObject {{"collections", collections("catalog.prices", "check.prices")}}
            << "check.prices"
            << "check.prices";
        QTest::newRow("a database")
            << QJsonObject {{"collections", QJsonArray()},
                            {"databases", collections("catalog", "catalog2")}}
            << "catalog2.prices"
            << "catalog2.prices";
    }
    void names()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, requested);
        QFETCH(QString, effective);
        QJsonObject wish = body({});
        for (auto it = change.begin(); it != change.end(); ++it)
            wish.insert(it.key(), it.value());
        if (wish.value("targetClusterName") == "orders-prod")
            wish.insert("targetGroupId", QString::fromLatin1(m_client->project("Orders")));
        const RawReply created = m_client->post(m_jobs, wish);
        QCOMPARE(created.code(), QString());
        m_sandbox->advance(10s);
        const auto found = parts(created.json(), "?sourceNamespace=catalog.prices");
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().value("targetNamespace").toString(), requested);
        QCOMPARE(found.first().value("effectiveTargetNamespace").toString(), effective);
    }

    void filters()
    {
        const QJsonObject job =
            m_client
                ->post(m_jobs, body({"catalog.products", "catalog.prices", "catalog.stock_ticks"}))
                .json();
        m_sandbox->advance(2min);
        QCOMPARE(parts(job, "?state=UNSUPPORTED").size(), 1);
        QCOMPARE(parts(job, "?state=SUCCESSFUL").size(), 2);
        QCOMPARE(parts(job, "?state=SUCCESSFUL&targetNamespace=catalog.prices").size(), 1);
        QCOMPARE(parts(job, "?sourceNamespace=catalog.nothing").size(), 0);
        QCOMPARE(parts(job, "?itemsPerPage=2").size(), 2);
        const QByteArray path = m_jobs + '/' + idOf(job) + "/collections";
        QCOMPARE(m_client->get(path + "?state=DONE").code(), "INVALID_ENUM_VALUE");
        QCOMPARE(m_client->get(path + "/catalog.nothing").status, 404);
    }

    void pointInTime()
    {
        const qint64 point = m_client->now().toSecsSinceEpoch() - 7200;
        QJsonObject wish = body({"catalog.prices"});
        wish.insert("pointInTimeUtcSeconds", point);
        QCOMPARE(m_client->post(m_jobs, wish).code(), "INVALID_ATTRIBUTE"); // and a snapshot
        wish.remove("snapshotId");
        wish.insert("oplogTs", QJsonValue::Null); // permitted here
        const RawReply created = m_client->post(m_jobs, wish);
        QCOMPARE(created.status, 201);
        QCOMPARE(created.json().value("pointInTimeUtcSeconds").toInteger(), point);
        QVERIFY(!created.json().contains("snapshotId"));
        m_sandbox->advance(3min);
        wish.remove("pointInTimeUtcSeconds");
        wish.insert("oplogTs", point);
        wish.insert("oplogInc", 2);
        QCOMPARE(m_client->post(m_jobs, wish).json().value("oplogInc").toInt(), 2);
        m_sandbox->advance(3min);
        wish.insert("oplogTs", point - 8 * 86'400);
        QCOMPARE(m_client->post(m_jobs, wish).code(), "INVALID_PIT_RESTORE_TIME");
    }

    void bodies_data()
    {
        QTest::addColumn<QJsonObject>("change"); // null takes the field out
        QTest::addColumn<QString>("code");
        const auto items = [](const QStringList &names) {
            QJsonArray list;
            for (const QString &name : names)
                list.append(QJsonObject {{"sourceNamespace", name}});
            return list;
        };
        QStringList many;
        for (int i = 1; i <= 101; ++i)
            many.append(QString("audit.log_%1").arg(i, 4, 10, QChar('0')));
        const auto row = [](const char *name, const QJsonObject &change, const char *code) {
            QTest::newRow(name) << change << QString(code);
        };
        row("unknown", {{"overwriteStrategy", "x"}}, "INVALID_ATTRIBUTE");
        row("read-only", {{"state", "SUCCESSFUL"}}, "INVALID_ATTRIBUTE");
        row("no target", {{"targetClusterName", {}}}, "MISSING_ATTRIBUTE");
        row("no project", {{"targetGroupId", {}}}, "MISSING_ATTRIBUTE");
        row("no way of writing", {{"writeStrategy", {}}}, "MISSING_ATTRIBUTE");
        row("no such way", {{"writeStrategy", "MERGE"}}, "INVALID_ENUM_VALUE");
        row("no indexes", {{"indexStrategy", {}}}, "MISSING_ATTRIBUTE");
        row("no such indexes", {{"indexStrategy", "SOME"}}, "INVALID_ENUM_VALUE");
        row("no source", {{"snapshotId", {}}}, "MISSING_ATTRIBUTE");
        row("nothing asked for", {{"collections", QJsonArray()}}, "VALIDATION_ERROR");
        row("too many", {{"collections", items(many)}}, "VALIDATION_ERROR");
        row("a database among collections", {{"collections", items({"catalog"})}},
            "INVALID_ATTRIBUTE");
        row("a collection among databases", {{"databases", items({"catalog.prices"})}},
            "INVALID_ATTRIBUTE");
        row("twice", {{"collections", items({"catalog.media", "catalog.media"})}},
            "VALIDATION_ERROR");
        row("with its database", {{"databases", items({"catalog"})}}, "VALIDATION_ERROR");
        row("no name", {{"collections", QJsonArray {QJsonObject()}}}, "MISSING_ATTRIBUTE");
        row("odd field",
            {{"collections",
              QJsonArray {QJsonObject {{"sourceNamespace", "a.b"}, {"documents", 1}}}}},
            "INVALID_ATTRIBUTE");
        row("no list", {{"databases", "catalog"}}, "INVALID_ATTRIBUTE");
    }
    void bodies()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, code);
        QJsonObject wish = body({"catalog.prices"});
        for (auto it = change.begin(); it != change.end(); ++it) {
            if (it.value().isNull())
                wish.remove(it.key());
            else
                wish.insert(it.key(), it.value());
        }
        const auto before = m_client->results(m_jobs).size();
        const RawReply reply = m_client->post(m_jobs, wish);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, 400);
        QCOMPARE(m_client->results(m_jobs).size(), before);
    }

    void hundredAndHundred()
    {
        QJsonObject wish = body({});
        QJsonArray list;
        for (int i = 1; i <= 100; ++i)
            list.append(QJsonObject {
                {"sourceNamespace", QString("audit.log_%1").arg(i, 4, 10, QChar('0'))}});
        wish.insert("collections", list);
        wish.insert("databases", QJsonArray {QJsonObject {{"sourceNamespace", "catalog"}}});
        const RawReply created = m_client->post(m_jobs, wish);
        QCOMPARE(created.status, 201);
        m_sandbox->advance(10s);
        QCOMPARE(parts(created.json(), "?itemsPerPage=500").size(), 106);
    }

    void whatSpeaksAgainst()
    {
        QJsonObject wish = body({"catalog.prices"});
        const auto with = [&](const char *field, const QString &value) {
            QJsonObject changed = wish;
            changed.insert(field, value);
            return m_client->post(m_jobs, changed).code();
        };
        QCOMPARE(with("snapshotId", m_fallback), "FEATURE_UNSUPPORTED");
        QCOMPARE(with("snapshotId", m_unfinished),
                 "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT");
        QCOMPARE(with("targetClusterName", "nobody"), "CLUSTER_NOT_FOUND");
        QCOMPARE(with("targetClusterName", "staging-asleep"), "CLUSTER_PAUSED_CANNOT_RESTORE");
        QCOMPARE(with("targetClusterName", "staging-replay"), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        QCOMPARE(m_client->post(m_jobs, wish).status, 201);
        // One at a time, wherever to.
        QCOMPARE(with("targetClusterName", "staging-brittle"), "ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        m_sandbox->advance(3min);
        QCOMPARE(with("targetClusterName", "staging-brittle"), QString());
    }

    void jobsOfTheFile()
    {
        QSet<QString> seen;
        for (const QJsonObject &job : m_client->results(m_jobs)) {
            seen.insert(job.value("state").toString() + ' '
                        + job.value("indexStatus").toObject().value("state").toString());
            QVERIFY(job.contains("finishedAt"));
            QVERIFY(!parts(job).isEmpty());
        }
        for (const char *state : {"SUCCESSFUL FAILED", "SUCCESSFUL NOT_RESTORED",
                                  "FAILED NOT_RESTORED", "SUCCESSFUL SUCCESSFUL"})
            QVERIFY2(seen.contains(state), state);
        const auto running = m_client->results("/groups/" + m_client->project("Fieldwork")
                                               + "/clusters/fieldnotes-maps/collectionRestoreJobs");
        QCOMPARE(running.first().value("state").toString(), "IN_PROGRESS");
        QVERIFY(!running.first().contains("finishedAt"));
    }

private:
    QByteArray databases(const QString &snapshot) const
    {
        return m_prod + "/backup/snapshots/" + snapshot.toLatin1() + "/databases";
    }
    static QByteArray idOf(const QJsonObject &job) { return job.value("id").toString().toLatin1(); }
    QList<QJsonObject> parts(const QJsonObject &job, const QByteArray &query = {})
    {
        return m_client->results(m_jobs + '/' + idOf(job) + "/collections" + query);
    }
    QJsonObject body(const QStringList &collections) const
    {
        QJsonArray list;
        for (const QString &name : collections)
            list.append(QJsonObject {{"sourceNamespace", name}});
        return {{"snapshotId", m_snapshot},     {"targetClusterName", "staging-api"},
                {"targetGroupId", m_stagingId}, {"writeStrategy", "CREATE_NEW"},
                {"indexStrategy", "ALL"},       {"collections", list}};
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QString m_stagingId;
    QByteArray m_prod;
    QByteArray m_jobs;
    QString m_snapshot;
    QString m_unfinished;
    QString m_fallback;
};

QTEST_GUILESS_MAIN(TestSandboxCollections)
#include "tst_sandboxcollections.moc"
