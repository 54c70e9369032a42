// The addresses of downloads, which lead to this server, and the rules of who may fetch what when.
// Reads the world and changes nothing.
#pragma once

#include "sandbox/routes.h"

/// How a download of a cloud backup is reached.
enum class ArchiveRoad { Public, PrivateEndpoint };

/// `part` is empty for a replica set.
QString cloudArchiveUrl(const World &world, const World::CloudJob &job, const QString &part,
                        ArchiveRoad road);
QString tenantArchiveUrl(const World &world, const World::Cluster &cluster,
                         const World::TenantJob &job);
/// `url` holds its key; `urlV2` needs the header.
QString legacyArchiveUrl(const World &world, const World::Cluster &cluster,
                         const World::LegacyJob &job);
QString legacyArchiveUrlV2(const World &world, const World::Cluster &cluster,
                           const World::LegacyJob &job);
QString legacyArchiveName(const World::Cluster &cluster, const World::LegacyJob &job);
/// The header of urlV2.
constexpr char kArchiveHeader[] = "X-Backup-Authorization";
QString legacyArchiveLogin(const World::LegacyJob &job);

/// What a request for a download comes to.
struct ArchiveLink {
    enum class Kind { Cloud, Tenant, Legacy } kind = Kind::Cloud;
    enum class State { Open, Unknown, Expired, UsedUp, NoLogin, WrongLogin } state = State::Unknown;
    size_t cluster = 0; // in the world's list
    QString jobId;
    QString part;
    QString folder; // the file's name without its ending
    World::Moment made = 0;

    /// Of the file, whichever link leads to it.
    QString key() const { return jobId + QLatin1Char('/') + part; }
};

/// Nothing if this is no address of a download.
std::optional<ArchiveLink> findArchiveLink(const World &world, const ServerRequest &request,
                                           World::Moment now);
/// The link of a legacy job's file, without the rules.
ArchiveLink legacyArchiveLink(const World::Cluster &cluster, const World::LegacyJob &job);
