#include "atlas/inventory.h"

#include <algorithm>

const Project *Inventory::project(QStringView id) const
{
    const auto found = std::find_if(projects.cbegin(), projects.cend(),
                                    [id](const Project &project) { return project.id == id; });
    return found == projects.cend() ? nullptr : &*found;
}

const Cluster *Inventory::cluster(QStringView projectId, QStringView name) const
{
    const Cluster *found = nullptr;
    for (const Cluster &cluster : clusters) {
        if (cluster.projectId != projectId || cluster.name != name)
            continue;
        if (!cluster.deleted)
            return &cluster;
        if (!found)
            found = &cluster;
    }
    return found;
}

QList<Cluster> Inventory::clustersOf(QStringView projectId) const
{
    QList<Cluster> result;
    std::copy_if(clusters.cbegin(), clusters.cend(), std::back_inserter(result),
                 [projectId](const Cluster &cluster) { return cluster.projectId == projectId; });
    return result;
}

QString Inventory::projectName(const QString &id) const
{
    const Project *known = project(id);
    return known && !known->name.isEmpty() ? known->name : id;
}
