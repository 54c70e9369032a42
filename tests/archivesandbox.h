// A small world whose downloads are all ready, and what tests of them keep asking for.
#pragma once

#include "sandboxclient.h"

#include <QProcess>

inline constexpr qint64 kBytes = 300'000;

// Each job's link is ready when the world begins.
inline constexpr char kMill[] =
    R"({"organizations": [{"name": "Mill", "projects": [{"name": "Press",
  "retired": false, "clusters": [
    {"name": "rs", "tier": "M10", "version": "8.0.13",
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m"},
              {"delivery": "download", "at": "-11m", "takes": "5m", "privateEndpoint": true}]},
    {"name": "ledger", "tier": "M30", "version": "8.0.13", "shards": 2,
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"delivery": "download", "at": "-10m", "takes": "5m", "privateEndpoint": true}]},
    {"name": "flex", "tier": "FLEX", "version": "8.0.13",
     "snapshots": [{"at": "-1d", "keep": "9d"}],
     "jobs": [{"at": "-10m", "download": true}]},
    {"name": "old", "tier": "M20", "version": "7.0.24", "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-30m", "takes": "10m", "expirationHours": 2, "maxDownloads": 2},
                    {"at": "-31m", "takes": "10m", "expirationHours": 2, "maxDownloads": 9,
                     "hashed": true}]},
    {"name": "oldshards", "tier": "M30", "version": "7.0.24", "shards": 2,
     "created": "2019-05-05T05:05:05Z",
     "legacySnapshots": [{"at": "-1d", "keep": "9d"}],
     "legacyJobs": [{"at": "-30m", "takes": "10m", "batch": true, "expirationHours": 2}]}]}]}]%1})";

struct Link {
    QUrl url;
    QByteArray login; // the whole header line, or nothing
};

inline QByteArray targetOf(const QUrl &url)
{
    return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
}

inline QByteArray sha(const QByteArray &bytes, QCryptographicHash::Algorithm algorithm)
{
    return QCryptographicHash::hash(bytes, algorithm).toHex();
}

/// False if the program is not there or fails; `output` is all it said.
inline bool run(const QString &program, const QStringList &arguments, QByteArray *output)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(30'000);
    *output = process.readAll();
    return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

class ArchiveSandbox
{
protected:
    void startMill(const QByteArray &more = {}, qint64 bytes = kBytes)
    {
        SandboxOptions options;
        options.worldJson = QByteArray(kMill).replace("%1", more);
        options.archiveBytes = bytes;
        m_sandbox = startSandbox(options);
        if (!m_sandbox)
            return; // the test has failed
        m_client = std::make_unique<SandboxClient>(*m_sandbox);
    }
    QByteArray cluster(const QByteArray &name)
    {
        return "/groups/" + m_client->project("Press") + "/clusters/" + name;
    }
    QJsonObject deliveryOf(const QByteArray &job)
    {
        return m_client->get(job).json().value("delivery").toObject();
    }
    QJsonObject job(const QByteArray &path, qsizetype at)
    {
        const QJsonObject found = m_client->results(path).value(at);
        m_job = path + '/' + found.value("id").toString().toLatin1();
        return found;
    }
    // Notes the job's path in m_job.
    Link linkOf(const QString &kind)
    {
        const auto privateOf = [](const QJsonObject &object) {
            return QUrl(object.value("privateDownloadDeliveryUrls")
                            .toArray()
                            .first()
                            .toObject()
                            .value("deliveryUrl")
                            .toString());
        };
        if (kind == "flex") {
            const QByteArray path =
                "/groups/" + m_client->project("Press") + "/flexClusters/flex/backup/restoreJobs";
            return {QUrl(job(path, 0).value("snapshotUrl").toString()), {}};
        }
        if (kind.startsWith("legacy")) {
            const bool batch = kind == "legacy batch";
            const QJsonObject delivery =
                job(cluster(batch ? "oldshards" : "old") + "/restoreJobs", batch ? 1 : 0)
                    .value("delivery")
                    .toObject();
            if (kind == "legacy, in the address")
                return {QUrl(delivery.value("url").toString()), {}};
            return {QUrl(delivery.value("urlV2").toString()),
                    delivery.value("authHeader").toString().toLatin1() + ": "
                        + delivery.value("authValue").toString().toLatin1() + "\r\n"};
        }
        const bool set = kind == "replica set" || kind == "private endpoint";
        const QJsonObject found = job(cluster(set ? "rs" : "ledger") + "/backup/restoreJobs",
                                      kind == "private endpoint" ? 1 : 0);
        if (kind == "replica set")
            return {QUrl(found.value("deliveryUrl").toArray().first().toString()), {}};
        if (kind == "private endpoint")
            return {privateOf(found), {}};
        const QJsonArray parts = found.value("components").toArray();
        const QJsonObject part =
            (kind == "config servers" ? parts.last() : parts.first()).toObject();
        if (kind == "shard, private endpoint")
            return {privateOf(part), {}};
        return {QUrl(part.value("downloadUrl").toString()), {}};
    }
    static QByteArray requestOf(const QByteArray &verb, const Link &link,
                                const QByteArray &more = {})
    {
        return verb + ' ' + targetOf(link.url) + " HTTP/1.1\r\nHost: x\r\n" + link.login + more
            + "\r\n";
    }
    RawReply ask(const QByteArray &verb, const Link &link, const QByteArray &more = {})
    {
        return exchange(link.url, requestOf(verb, link, more));
    }
    RawReply fetch(const Link &link, const QByteArray &more = {}) { return ask("GET", link, more); }
    void connectTo(QTcpSocket &socket)
    {
        const QUrl url = m_sandbox->login().baseUrl;
        socket.connectToHost(url.host(), quint16(url.port()));
        QVERIFY(socket.waitForConnected(10'000));
    }
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
    QByteArray m_job;
};
