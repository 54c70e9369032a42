// A sandbox with many finished downloads, each of a cluster of its own so that each has a size of
// its own: flex, cloud (a link is good for one download) and legacy (the login is a header, and
// Atlas tells the SHA-1 afterwards). Links and hashes are read from its API, as the program does.
#pragma once

#include "sandboxclient.h"
#include "transfer/downloadlink.h"

struct ReadyDownload {
    enum class Source { Flex, Cloud, Legacy } source = Source::Flex;
    qint64 bytes = 0; // about
};

class TortureWorld
{
public:
    using Source = ReadyDownload::Source;

    /// False if the test has failed.
    bool start(const QList<ReadyDownload> &downloads)
    {
        QJsonArray clusters;
        for (qsizetype i = 0; i < downloads.size(); ++i)
            clusters.append(cluster(i, downloads[i]));
        const QJsonObject project {{"name", "Rack"}, {"retired", false}, {"clusters", clusters}};
        const QJsonObject plenty {{"capacity", 1'000'000}, {"refill", 1'000'000}};
        const QJsonObject world {
            {"organizations",
             QJsonArray {QJsonObject {{"name", "Dungeon"}, {"projects", QJsonArray {project}}}}},
            {"rateLimits", QJsonObject {{"cloudBackups", plenty}, {"flexRestoreJobs", plenty}}}};
        SandboxOptions options;
        options.worldJson = QJsonDocument(world).toJson();
        m_downloads = downloads;
        m_sandbox = startSandbox(options);
        if (!m_sandbox)
            return false;
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
        m_project = m_client->project("Rack");
        return !m_project.isEmpty();
    }
    Sandbox &sandbox() { return *m_sandbox; }

    /// What the API says now; empty without a link.
    DownloadLink link(qsizetype number)
    {
        const QJsonObject json = job(number);
        DownloadLink link;
        switch (m_downloads[number].source) {
        case Source::Flex:
            link.url = Secret(json["snapshotUrl"].toString().toLatin1());
            break;
        case Source::Cloud:
            link.url = Secret(json["deliveryUrl"].toArray().first().toString().toLatin1());
            break;
        case Source::Legacy: {
            const QJsonObject delivery = json["delivery"].toObject();
            link.url = Secret(delivery["urlV2"].toString().toLatin1());
            link.headerName = delivery["authHeader"].toString().toLatin1();
            link.headerValue = Secret(delivery["authValue"].toString().toLatin1());
            break;
        }
        }
        link.net.proxy = NetSettings::Proxy::None;
        return link;
    }
    /// By file name; none before the file was fetched.
    QHash<QString, QString> hashes(qsizetype number)
    {
        QHash<QString, QString> byName;
        for (const QJsonValue &item : job(number)["hashes"].toArray())
            byName.insert(item["fileName"].toString(), item["hash"].toString());
        return byName;
    }
    /// Of files, not of the API.
    int requests() const
    {
        const QList<SeenRequest> seen = m_sandbox->seenRequests();
        return int(std::count_if(seen.begin(), seen.end(), [](const SeenRequest &one) {
            return !one.path.startsWith("/api/");
        }));
    }

private:
    static QJsonObject cluster(qsizetype number, const ReadyDownload &download)
    {
        QJsonObject job {{"at", "-10m"}};
        QJsonObject cluster {{"name", QString("c%1").arg(number)},
                             {"tier", download.source == Source::Flex ? "FLEX" : "M10"},
                             {"version", "8.0.13"},
                             {"archiveMB", double(download.bytes) / 1e6}};
        const bool isLegacy = download.source == Source::Legacy;
        if (isLegacy) {
            cluster["created"] = "2019-05-05T05:05:05Z";
            job["takes"] = "5m";
            job["maxDownloads"] = 1'000; // a download may be fetched, killed and fetched again
        } else if (download.source == Source::Cloud) {
            job["takes"] = "5m";
            job["delivery"] = "download";
        } else {
            job["download"] = true;
        }
        cluster[isLegacy ? "legacyJobs" : "jobs"] = QJsonArray {job};
        cluster[isLegacy ? "legacySnapshots" : "snapshots"] =
            QJsonArray {QJsonObject {{"at", "-1d"}, {"keep", "9d"}}};
        return cluster;
    }
    QJsonObject job(qsizetype number)
    {
        const Source source = m_downloads[number].source;
        return m_client
            ->results("/groups/" + m_project
                      + (source == Source::Flex ? "/flexClusters/c" : "/clusters/c")
                      + QByteArray::number(number)
                      + (source == Source::Legacy ? "/restoreJobs" : "/backup/restoreJobs"))
            .value(0);
    }

    QList<ReadyDownload> m_downloads;
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_project;
};
