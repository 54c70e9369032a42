// Turns a world file into a World: the tree of organizations, projects and clusters
// (worldreader.cpp) and the rules from which snapshots and jobs are made (worldrules.cpp). The same
// file and start give the same world.
#pragma once

#include "sandbox/worldfields.h"

class WorldReader
{
public:
    explicit WorldReader(World::Moment start) : m_start(start) { }

    Result<World> read(const QByteArray &json);

private:
    /// "repeat", "every", "at", "jitter": a row of moments, the newest first.
    struct Row {
        int count = 1;
        qint64 every = 0;
        qint64 jitter = 0;
        World::Moment first = 0;
        QString key;

        World::Moment at(int i) const;
        QString keyOf(int i) const { return key + QLatin1Char('/') + QString::number(i); }
    };
    struct Targets {
        QStringList names; // "cluster" or "Project/cluster"
        QString of(int i) const { return names.isEmpty() ? QString() : names.at(i % names.size()); }
    };

    static qint64 readArchiveBytes(WorldFields &fields);
    void readOrganization(WorldFields &fields);
    void readProject(WorldFields &fields, const World::Organization &organization);
    void readAccessEntry(WorldFields &fields, World::Project &project);
    void readCluster(WorldFields &fields, const World::Project &project);
    void readTenantSnapshots(WorldFields &fields, World::Cluster &cluster);
    void readTenantJobs(WorldFields &fields, World::Cluster &cluster);
    void readCloudSnapshots(WorldFields &fields, World::Cluster &cluster);
    void readCloudJobs(WorldFields &fields, World::Cluster &cluster);
    void readPolicy(WorldFields &fields, const World::CloudSnapshot &newest,
                    World::Cluster &cluster);
    void readDatabase(WorldFields &fields, World::Cluster &cluster);
    void readCollectionJobs(WorldFields &fields, World::Cluster &cluster);
    void readCompliance(WorldFields &fields, World::Project &project);
    void readLegacySnapshots(WorldFields &fields, World::Cluster &cluster);
    void readLegacyJobs(WorldFields &fields, World::Cluster &cluster);
    Row readRow(WorldFields &fields, const World::Cluster &cluster);
    void sortLists(World::Cluster &cluster);
    void resolveTargets();
    void resolve(const World::Cluster &source, QString *target, QString *projectId);

    World::Moment m_start;
    World m_world;
    QStringList m_problems;
};
