// A world file with much in it, to measure with: hundreds of clusters of every kind and a hundred
// thousand jobs.
#pragma once

#include <QByteArray>

struct BigWorldSize {
    int projects = 40;
    int clustersPerProject = 10;
    int jobsPerCluster = 250;
};

/// Bytes for World::read. There are projects × clustersPerProject × jobsPerCluster jobs in it, of
/// which some run at the start.
QByteArray bigWorldFile(const BigWorldSize &size = {});
