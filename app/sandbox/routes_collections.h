// What the two files of collection restores share.
#pragma once

#include "sandbox/routes_cloud.h"

QJsonObject collectionJobJson(const World::CollectionJob &job, World::Moment now);
ApiAnswer createCollectionJob(RouteContext &context, World::Cluster &cluster);
