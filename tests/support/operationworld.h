// The sandbox's world as the operations' tests need it: one thing of each sort, found by asking.
#pragma once

#include "support/operationcases.h"

#include "atlas/backups.h"
#include "atlas/endpoints.h"
#include "atlas/jobkind.h"
#include "atlas/projects.h"
#include "sandbox/sandbox.h"

#include <QTest>

class OperationWorld
{
public:
    OperationWorld()
    {
        auto started = Sandbox::start({});
        if (!started) {
            m_trouble = "the sandbox did not start";
            return;
        }
        m_sandbox = std::move(*started);
        const SandboxLogin login = m_sandbox->login();
        NetSettings net;
        net.proxy = NetSettings::Proxy::None;
        m_client = std::make_unique<Client>(
            login.baseUrl, ServiceAccount {login.clientId, login.clientSecret}, net);
        findPlaces();
    }

    const Places &places() const { return m_places; }
    /// Empty if everything was found.
    QString trouble() const { return m_trouble; }
    SeenRequest lastSeen() const { return m_sandbox->seenRequests().last(); }

    QString send(const OperationCase &operation)
    {
        QString read;
        bool done = false;
        QObject context;
        operation.send(*m_client, &context, [&](const QString &words) {
            read = words;
            done = true;
        });
        return QTest::qWaitFor([&] { return done; }, 20'000) ? read : QString("! no answer");
    }

    /// Logs in and out; true if the call was made and its answer taken.
    bool login(const QString &id)
    {
        ask(listOrganizations({}));
        if (id.startsWith("generate"))
            return wasSeen("/api/oauth/token") && m_trouble.isEmpty();
        bool over = false;
        QObject context;
        m_client->logOut(std::chrono::seconds(10), &context, [&] { over = true; });
        return QTest::qWaitFor([&] { return over; }, 20'000) && wasSeen("/api/oauth/revoke");
    }

private:
    bool wasSeen(const QByteArray &path) const
    {
        for (const SeenRequest &request : m_sandbox->seenRequests()) {
            if (request.path == path)
                return true;
        }
        return false;
    }

    template <typename T> T ask(const Request<T> &request)
    {
        std::optional<Result<T>> answer;
        QObject context;
        m_client->send(request, &context, [&](const Result<T> &result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000) || !*answer) {
            m_trouble += request.path + ": "
                + (answer ? answer->error().code + ' ' + answer->error().detail : "no answer")
                + "; ";
            return {};
        }
        return **answer;
    }

    /// The first that fits.
    template <typename T, typename Fits> T first(const Request<Page<T>> &list, Fits fits)
    {
        const Page<T> page = ask(list);
        for (const T &item : page.items) {
            if (fits(item))
                return item;
        }
        m_trouble += "nothing fits in " + list.path + "; ";
        return {};
    }
    template <typename T> T first(const Request<Page<T>> &list)
    {
        return first(list, [](const T &) { return true; });
    }

    Cluster cluster(const QString &project, const QString &name)
    {
        const Project owner = first(listProjects(kAll), [&](const Project &candidate) {
            return candidate.name == project;
        });
        Page<Cluster> both = ask(listClusters(owner.id, kAll));
        both.items += ask(listFlexClusters(owner.id, kAll)).items;
        for (const Cluster &candidate : both.items) {
            if (candidate.name == name)
                return candidate;
        }
        m_trouble += "no cluster " + name + "; ";
        return {};
    }

    void findClusters()
    {
        m_places.cloud = cluster("Orders", "orders-prod");
        m_places.sharded = cluster("Orders", "orders-ledger");
        m_places.flex = cluster("Orders", "orders-flex");
        m_places.tenant = cluster("Heritage", "loyalty-m5");
        m_places.legacy = cluster("Orders", "orders-reports");
        m_places.checkpointed = cluster("Analytics", "warehouse");
        m_places.cloudTarget = cluster("Staging", "staging-api");
        m_places.flexTarget = cluster("Staging", "staging-orders");
        m_places.tenantTarget = cluster("Heritage", "loyalty-m5-stage");
        m_places.otherTenantTarget = cluster("Heritage", "loyalty-m2");
        m_places.idle = cluster("Orders", "orders-vault");
        m_places.legacyTarget = cluster("Analytics", "bi-reports");
        m_places.project = m_places.cloud.projectId;
        m_places.policyProject = m_places.checkpointed.projectId;
        m_places.org = ask(getProject(m_places.project)).orgId;
    }

    void findPlaces()
    {
        findClusters();
        const auto kind = [](const char *id) { return kindById(QString(id)); };
        const auto completed = [](const Snapshot &snapshot) {
            return snapshot.state == SnapshotState::Completed;
        };
        Places &p = m_places;
        p.point = QDateTime::currentDateTimeUtc().addSecs(-5400);
        p.accessEntry = first(listAccessList(p.project, kAll)).id;
        p.rateLimitSet = first(listRateLimits(p.project, kAll)).id;
        p.eventId = first(listEvents(p.project, {restoreEventTypes(), {}, {}, {}}, kAll)).id;
        p.cloudJob = first(kind("cloud")->listJobs(p.cloud, kAll)).id;
        p.cloudDownload = first(kind("cloud")->listJobs(p.cloud, kAll), [](const RestoreJob &job) {
                              return job.download && job.state == JobState::Running;
                          }).id;
        p.cloudSnapshot = first(kind("cloud")->listSnapshots(p.cloud, kAll), completed).id;
        p.shardedSnapshot = first(kind("cloud")->listSnapshots(p.sharded, kAll), completed).id;
        p.database = first(listDatabases(refOf(p.cloud), p.cloudSnapshot, kAll)).name;
        p.collection =
            first(listCollections(refOf(p.cloud), p.cloudSnapshot, p.database, kAll)).name;
        p.collectionJob =
            first(kind("collection")->listJobs(p.cloud, kAll), [](const RestoreJob &job) {
                return job.state == JobState::Done;
            }).id;
        p.sourceNamespace =
            first(listJobCollections(refOf(p.cloud), p.collectionJob, {}, kAll)).sourceNamespace;
        p.flexJob = first(kind("flex")->listJobs(p.flex, kAll)).id;
        p.flexSnapshot = first(kind("flex")->listSnapshots(p.flex, kAll), completed).id;
        p.tenantJob = first(kind("tenant")->listJobs(p.tenant, kAll)).id;
        p.tenantSnapshot = first(kind("tenant")->listSnapshots(p.tenant, kAll), completed).id;
        p.legacyJob = first(kind("legacy")->listJobs(p.legacy, kAll)).id;
        p.legacySnapshot = first(kind("legacy")->listSnapshots(p.legacy, kAll), completed).id;
        p.checkpoint = first(listCheckpoints(refOf(p.checkpointed), kAll)).id;
    }

    static constexpr PageRequest kAll {1, 100};
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Client> m_client;
    Places m_places;
    QString m_trouble;
};
