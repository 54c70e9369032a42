// What is in a snapshot: listGroupClusterBackupSnapshotDatabases,
// listGroupClusterBackupSnapshotDatabaseCollections and their neighbours.
#include "sandbox/routes_cloud.h"

namespace {

QString encoded(const QString &name)
{
    return QString::fromLatin1(name.toUtf8().toPercentEncoding());
}

QJsonObject named(const QString &name, const QString &path)
{
    return {{QStringLiteral("links"), QJsonArray {apiLink(path)}}, {QStringLiteral("name"), name}};
}

QString databasesPath(const World::Cluster &cluster, const RouteContext &context)
{
    return clusterPath(cluster) + QStringLiteral("/backup/snapshots/") + context.text("snapshotId")
        + QStringLiteral("/databases/");
}

QString collectionsPath(const World::Cluster &cluster, const RouteContext &context)
{
    return databasesPath(cluster, context) + encoded(context.text("databaseName"))
        + QStringLiteral("/collections/");
}

ApiProblem noSuch(const QString &what, const QString &name)
{
    return refusal(404, "RESOURCE_NOT_FOUND",
                   QStringLiteral("The snapshot holds no %1 named %2.").arg(what, name), name);
}

// The databases of a snapshot that is there and complete.
Verdict databasesOfPath(const RouteContext &context, const World::Cluster &cluster,
                        QList<World::Database> *databases)
{
    const QString id = context.text("snapshotId");
    for (const World::CloudSnapshot &snapshot : cluster.cloudSnapshots) {
        if (snapshot.id != id || !isListed(snapshot, context.now))
            continue;
        if (World::statusAt(snapshot, context.now) != QLatin1String("completed"))
            return refusal(409, "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT",
                           QStringLiteral("Snapshot %1 is not complete.").arg(id), id);
        *databases = World::databasesOf(cluster);
        return {};
    }
    return snapshotNotFound(id);
}

Verdict databaseOfPath(const RouteContext &context, const World::Cluster &cluster,
                       World::Database *database)
{
    QList<World::Database> databases;
    if (Verdict wrong = databasesOfPath(context, cluster, &databases))
        return wrong;
    const QString name = context.text("databaseName");
    for (const World::Database &item : std::as_const(databases)) {
        if (item.name == name) {
            *database = item;
            return {};
        }
    }
    return noSuch(QStringLiteral("database"), name);
}

ApiAnswer listDatabases(RouteContext &context, World::Cluster &cluster)
{
    QList<World::Database> databases;
    if (const Verdict wrong = databasesOfPath(context, cluster, &databases))
        return *wrong;
    const QString path = databasesPath(cluster, context);
    return ApiList {int(databases.size()), [databases, path](int i) {
                        return named(databases.at(i).name, path + encoded(databases.at(i).name));
                    }};
}

ApiAnswer getDatabase(RouteContext &context, World::Cluster &cluster)
{
    World::Database database;
    if (const Verdict wrong = databaseOfPath(context, cluster, &database))
        return *wrong;
    return named(database.name, databasesPath(cluster, context) + encoded(database.name));
}

ApiAnswer listCollections(RouteContext &context, World::Cluster &cluster)
{
    World::Database database;
    if (const Verdict wrong = databaseOfPath(context, cluster, &database))
        return *wrong;
    const QString path = collectionsPath(cluster, context);
    return ApiList {int(database.collections.size()), [list = database.collections, path](int i) {
                        return named(list.at(i).name, path + encoded(list.at(i).name));
                    }};
}

ApiAnswer getCollection(RouteContext &context, World::Cluster &cluster)
{
    World::Database database;
    if (const Verdict wrong = databaseOfPath(context, cluster, &database))
        return *wrong;
    const QString name = context.text("collectionName");
    for (const World::Collection &collection : std::as_const(database.collections)) {
        if (collection.name == name)
            return named(name, collectionsPath(cluster, context) + encoded(name));
    }
    return noSuch(QStringLiteral("collection"), name);
}

} // namespace

QList<Route> cloudContentRoutes()
{
    const QList<RouteVersion> v {{"2025-03-12"}};
    const auto set = RateSet::CloudBackups;
    return {
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}"
         "/databases",
         v, set, onDedicated<listDatabases>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}"
         "/databases/{databaseName}",
         v, set, onDedicated<getDatabase>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}"
         "/databases/{databaseName}/collections",
         v, set, onDedicated<listCollections>},
        {"GET",
         "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/backup/snapshots/{snapshotId}"
         "/databases/{databaseName}/collections/{collectionName}",
         v, set, onDedicated<getCollection>},
    };
}
