// A fresh sandbox for each test of cloud backups, with what they keep asking for.
#pragma once

#include "sandboxclient.h"

class CloudSandbox
{
public:
    bool start()
    {
        m_sandbox = startSandbox();
        if (!m_sandbox)
            return false;
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_orders = "/groups/" + m_client->project("Orders");
        m_analytics = "/groups/" + m_client->project("Analytics");
        m_stagingId = QString::fromLatin1(m_client->project("Staging"));
        m_staging = "/groups/" + m_stagingId.toLatin1();
        m_prod = m_orders + "/clusters/orders-prod";
        m_ledger = m_orders + "/clusters/orders-ledger";
        return true;
    }

protected:
    static QByteArray jobs(const QByteArray &cluster) { return cluster + "/backup/restoreJobs"; }
    QJsonObject automatedBody(const QJsonObject &snapshot, const QString &target) const
    {
        return {{"deliveryType", "automated"},
                {"snapshotId", snapshot.value("id")},
                {"targetClusterName", target},
                {"targetGroupId", m_stagingId}};
    }
    static QJsonObject downloadBody(const QJsonObject &snapshot)
    {
        return {{"deliveryType", "download"}, {"snapshotId", snapshot.value("id")}};
    }
    QJsonObject pointBody(qint64 point, const QString &target) const
    {
        return {{"deliveryType", "pointInTime"},
                {"pointInTimeUTCSeconds", point},
                {"targetClusterName", target},
                {"targetGroupId", m_stagingId}};
    }
    RawReply restore(const QByteArray &cluster, const QJsonObject &body)
    {
        return m_client->post(jobs(cluster), body);
    }
    RawReply cancel(const QByteArray &cluster, const QJsonObject &job)
    {
        return m_client->send(
            "DELETE", "/api/atlas/v2" + jobs(cluster) + '/' + job.value("id").toString().toLatin1(),
            {}, "application/vnd.atlas.2023-01-01+json");
    }
    QJsonObject read(const QByteArray &cluster, const QJsonObject &job)
    {
        return m_client->get(jobs(cluster) + '/' + job.value("id").toString().toLatin1()).json();
    }
    // Newest first.
    QList<QJsonObject> completed(const QByteArray &cluster)
    {
        QList<QJsonObject> list;
        for (const char *tail : {"/backup/snapshots", "/backup/snapshots/shardedClusters"}) {
            for (const QJsonObject &snapshot : m_client->results(cluster + tail)) {
                if (snapshot.value("status") == "completed"
                    && snapshot.value("snapshotType") != "fallback")
                    list.append(snapshot);
            }
        }
        return list;
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_orders;
    QByteArray m_analytics;
    QByteArray m_staging;
    QString m_stagingId;
    QByteArray m_prod;
    QByteArray m_ledger;
};
