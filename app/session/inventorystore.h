// Organizations, projects and clusters of the profile: organizations and projects at once, then the
// clusters of each project, both lists (Flex has one of its own). A part that fails becomes a
// Trouble; what was known of it stays.
#pragma once

#include "atlas/inventory.h"
#include "session/store.h"

#include <QHash>
#include <QSet>

class Client;

class InventoryStore : public Store
{
    Q_OBJECT

public:
    explicit InventoryStore(Client &client, QObject *parent = nullptr);

    const Inventory &inventory() const { return m_inventory; }
    /// Reads everything anew; parts are replaced as they arrive. Does nothing while a round is
    /// running.
    void refresh();
    /// Reads the clusters of these projects anew, where they are known. Does nothing while a round
    /// is running.
    void refreshProjects(const QSet<QString> &projectIds);
    /// True until both cluster lists of the project have been read or have failed once.
    bool isPending(const QString &projectId) const;
    /// A project that the person named and the login may not be able to list; read directly from
    /// the next refresh on.
    void addProject(const QString &projectId);

private:
    enum class List { Clusters, FlexClusters };
    struct ProjectState {
        QHash<int, QList<Cluster>> lists; // by List
        int pendingLists = 2;
        QList<Cluster> incoming[2]; // pages of the round under way
    };

    void readOrganizations(int pageNum, const QList<Organization> &before);
    void readProjects(int pageNum, const QList<Project> &before);
    void readNamedProject(const QString &projectId);
    void readClusters(const QString &projectId, List list, int pageNum);
    void takeProjects(const QList<Project> &projects);
    void startProject(const QString &projectId);
    void rebuildClusters();
    void begin();
    void end();
    void fail(const QString &what, const Error &error);

    Client &m_client;
    Inventory m_inventory;
    QHash<QString, ProjectState> m_projects;
    QStringList m_named;
    int m_running = 0;
    bool m_whole = true; // the round reads everything
    bool m_again = false; // everything was asked for during a round of parts
    bool m_anyRead = false;
};
