// What the files of the legacy calls share. Legacy backups are those of clusters made before 23
// March 2020.
#pragma once

#include "sandbox/routes.h"

/// "shard-0" … and, of a sharded cluster, "config-0".
QStringList legacyParts(const World::Cluster &cluster);
/// rel of another resource: "http://mms.mongodb.com/cluster".
QString legacyRel(const char *word);
QJsonObject legacyJobJson(const World &world, const World::Cluster &cluster,
                          const World::LegacyJob &job, World::Moment now);
/// createGroupClusterRestoreJob: checks the body and the rules, then starts one job or a batch.
ApiAnswer createLegacyJob(RouteContext &context, World::Cluster &cluster);
/// listGroupClusterBackupCheckpoints, getGroupClusterBackupCheckpoint. Only sharded clusters with
/// legacy backups have any.
ApiAnswer listCheckpoints(RouteContext &context, World::Cluster &cluster);
ApiAnswer getCheckpoint(RouteContext &context, World::Cluster &cluster);
