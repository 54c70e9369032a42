// What the profile can see: organizations, projects, clusters. A value; the store in session/ fills
// it.
#pragma once

#include "atlas/resources.h"

struct Inventory {
    QList<Organization> organizations;
    QList<Project> projects;
    QList<Cluster> clusters;

    const Project *project(QStringView id) const;
    /// A name may be that of a deleted cluster and of a living one: then it is the living one.
    const Cluster *cluster(QStringView projectId, QStringView name) const;
    QList<Cluster> clustersOf(QStringView projectId) const;
    /// The project's name, or its id where it is not known.
    QString projectName(const QString &id) const;
};
