#include "cloudsandbox.h"

using namespace std::chrono_literals;

// The events of a project, which tell who did what.
class TestSandboxEvents : public QObject, private CloudSandbox
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(start()); }
    void cleanup() { m_sandbox.reset(); }

    void eventsTellWhoStarted_data()
    {
        QTest::addColumn<bool>("digest");
        QTest::newRow("service account") << false;
        QTest::newRow("API key") << true;
    }
    void eventsTellWhoStarted()
    {
        QFETCH(bool, digest);
        const QJsonObject body = automatedBody(completed(m_prod).first(), "staging-brittle");
        if (digest) {
            const QByteArray target = "/api/atlas/v2" + jobs(m_prod);
            const RawReply challenge = exchange(m_sandbox->login().baseUrl,
                                                SandboxClient::request("POST", target, {}, "{}"));
            const QByteArray header = challenge.header("WWW-Authenticate");
            const qsizetype from = header.indexOf("nonce=\"") + 7;
            const QByteArray nonce = header.mid(from, header.indexOf('"', from) - from);
            const RawReply reply =
                exchange(m_sandbox->login().baseUrl,
                         SandboxClient::request(
                             "POST", target,
                             m_client->digest("POST", target, nonce, 1, header.contains("SHA-256")),
                             QJsonDocument(body).toJson(), "application/vnd.atlas.2023-01-01+json",
                             "application/json"));
            QCOMPARE(reply.status, 200);
        } else {
            QCOMPARE(restore(m_prod, body).status, 200);
        }
        m_sandbox->advance(3min);
        const QByteArray since =
            "&minDate=" + m_client->now().addSecs(-400).toString(Qt::ISODate).toLatin1();
        const auto events = m_client->results(
            m_orders
            + "/events?clusterNames=orders-prod&eventType=CPS_RESTORE_REQUESTED_AUDIT"
              "&eventType=CPS_RESTORE_FAILED"
            + since);
        QVERIFY(events.size() >= 2);
        QCOMPARE(events.first().value("eventTypeName").toString(), "CPS_RESTORE_FAILED");
        QVERIFY(!events.first().contains("username") && !events.first().contains("publicKey"));
        const QJsonObject request = events.at(1);
        QCOMPARE(request.value("eventTypeName").toString(), "CPS_RESTORE_REQUESTED_AUDIT");
        const SandboxLogin login = m_sandbox->login();
        QCOMPARE(request.value("publicKey").toString(), digest ? login.publicKey : login.clientId);
        QCOMPARE(request.contains("apiKeyId"), digest);
        const QByteArray one = m_orders + "/events/" + request.value("id").toString().toLatin1();
        QCOMPARE(m_client->get(one).json(), request);
    }

    void eventsOfEachSort()
    {
        QSet<QString> types;
        bool person = false;
        QString last;
        for (const QByteArray &project : {m_orders, m_analytics, m_staging}) {
            last.clear();
            for (const QJsonObject &event :
                 m_client->results(project + "/events?itemsPerPage=500")) {
                types.insert(event.value("eventTypeName").toString());
                person = person || event.value("username").toString().contains('@');
                const QString created = event.value("created").toString();
                QVERIFY2(last.isEmpty() || created <= last, "newest first");
                last = created;
            }
        }
        QVERIFY(person);
        for (const char *type :
             {"CPS_RESTORE_REQUESTED_AUDIT", "CPS_RESTORE_SUCCESSFUL", "CPS_RESTORE_FAILED",
              "CPS_ON_DEMAND_SNAPSHOT_REQUESTED", "CPS_COLLECTION_RESTORE_SUCCESSFUL",
              "CPS_COLLECTION_RESTORE_PARTIAL_SUCCESS", "CPS_COLLECTION_RESTORE_FAILED",
              "TENANT_RESTORE_REQUESTED_AUDIT", "TENANT_RESTORE_COMPLETED_AUDIT",
              "TENANT_RESTORE_FAILED", "TENANT_SNAPSHOT_DOWNLOAD_REQUESTED_AUDIT"})
            QVERIFY2(types.contains(type), type);
    }

    void eventFilters()
    {
        const QByteArray path = m_orders + "/events";
        const int all = m_client->get(path).json().value("totalCount").toInt();
        const auto count = [&](const QByteArray &query) {
            return m_client->get(path + query).json().value("totalCount").toInt();
        };
        QVERIFY(all > 100);
        QCOMPARE(count("?clusterNames=orders-prod") + count("?clusterNames=orders-flex")
                     + count("?clusterNames=orders-ledger&clusterNames=orders-vault"
                             "&clusterNames=orders-reports&clusterNames=orders-archive"),
                 all);
        QCOMPARE(count("?eventType=CPS_RESTORE_FAILED")
                     + count("?excludedEventType=CPS_RESTORE_FAILED"),
                 all);
        const QByteArray middle = m_client->now().addDays(-7).toString(Qt::ISODate).toLatin1();
        const QByteArray later =
            m_client->now().addDays(-7).addSecs(1).toString(Qt::ISODate).toLatin1();
        QCOMPARE(count("?maxDate=" + middle) + count("?minDate=" + later), all);
        QVERIFY(count("?minDate=" + later) > 0 && count("?maxDate=" + middle) > 0);
        QCOMPARE(count("?eventType=CLUSTER_CREATED"), 0);
        QCOMPARE(m_client->get(path + "?eventType=what%20ever").code(), "INVALID_ENUM_VALUE");
        QCOMPARE(m_client->get(path + "?minDate=yesterday").code(), "VALIDATION_ERROR");
        QCOMPARE(m_client->get(path + "/0123456789abcdef01234567").status, 404);
    }
};

QTEST_GUILESS_MAIN(TestSandboxEvents)
#include "tst_sandboxevents.moc"
