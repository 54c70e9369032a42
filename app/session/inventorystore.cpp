#include "session/inventorystore.h"

#include "atlas/endpoints.h"
#include "http/client.h"

namespace {

constexpr int kPageSize = 500;

} // namespace

InventoryStore::InventoryStore(Client &client, QObject *parent)
    : Store(parent), m_client(client) { }

void InventoryStore::refresh()
{
    m_again = m_running > 0 && !m_whole;
    if (m_running > 0)
        return;
    m_troubles.clear();
    m_anyRead = false;
    m_whole = true;
    m_loading = true;
    emit statusChanged();
    readOrganizations(1, {});
    readProjects(1, {});
}

void InventoryStore::refreshProjects(const QSet<QString> &projectIds)
{
    if (m_running > 0)
        return;
    m_whole = false;
    for (const QString &projectId : projectIds) {
        if (!m_projects.contains(projectId))
            continue;
        const QString name = m_inventory.projectName(projectId);
        m_troubles.removeIf([&](const Trouble &trouble) { return trouble.what == name; });
        startProject(projectId);
    }
}

bool InventoryStore::isPending(const QString &projectId) const
{
    const auto it = m_projects.constFind(projectId);
    return it == m_projects.cend() || it->pendingLists > 0;
}

void InventoryStore::addProject(const QString &projectId)
{
    if (!m_named.contains(projectId))
        m_named.append(projectId);
}

void InventoryStore::begin()
{
    ++m_running;
}

void InventoryStore::end()
{
    if (--m_running == 0) {
        m_loading = false;
        if (m_anyRead && m_whole)
            m_updated = QDateTime::currentDateTimeUtc();
    }
    emit statusChanged();
    if (m_running == 0 && m_again)
        refresh();
}

void InventoryStore::fail(const QString &what, const Error &error)
{
    m_troubles.append({what, error, {}});
}

void InventoryStore::readOrganizations(int pageNum, const QList<Organization> &before)
{
    begin();
    m_client.send(listOrganizations({pageNum, kPageSize}), this,
                  [this, pageNum, before](const Result<Page<Organization>> &page) {
                      if (!page) {
                          fail(tr("Organizations"), page.error());
                      } else {
                          m_anyRead = true;
                          m_inventory.organizations = before + page->items;
                          emit changed();
                          if (page->hasNext && !page->items.isEmpty())
                              readOrganizations(pageNum + 1, m_inventory.organizations);
                      }
                      end();
                  });
}

void InventoryStore::readProjects(int pageNum, const QList<Project> &before)
{
    begin();
    m_client.send(listProjects({pageNum, kPageSize}), this,
                  [this, pageNum, before](const Result<Page<Project>> &page) {
                      if (!page) {
                          fail(tr("Projects"), page.error());
                          takeProjects(m_inventory.projects);
                      } else {
                          m_anyRead = true;
                          const QList<Project> projects = before + page->items;
                          if (page->hasNext && !page->items.isEmpty())
                              readProjects(pageNum + 1, projects);
                          else
                              takeProjects(projects);
                      }
                      end();
                  });
}

void InventoryStore::takeProjects(const QList<Project> &projects)
{
    m_inventory.projects = projects;
    QStringList missing = m_named;
    for (const Project &project : projects)
        missing.removeAll(project.id);
    m_projects.removeIf([&](const auto &entry) {
        return !m_inventory.project(entry.key()) && !missing.contains(entry.key());
    });
    rebuildClusters();
    for (const Project &project : projects)
        startProject(project.id);
    for (const QString &projectId : std::as_const(missing))
        readNamedProject(projectId);
}

void InventoryStore::readNamedProject(const QString &projectId)
{
    begin();
    m_client.send(getProject(projectId), this, [this, projectId](const Result<Project> &project) {
        if (project) {
            m_anyRead = true;
            m_inventory.projects.append(*project);
            startProject(projectId);
            emit changed();
        } else {
            fail(projectId, project.error());
        }
        end();
    });
}

void InventoryStore::startProject(const QString &projectId)
{
    ProjectState &state = m_projects[projectId];
    state.incoming[0].clear();
    state.incoming[1].clear();
    readClusters(projectId, List::Clusters, 1);
    readClusters(projectId, List::FlexClusters, 1);
}

void InventoryStore::readClusters(const QString &projectId, List list, int pageNum)
{
    begin();
    const PageRequest page {pageNum, kPageSize};
    const auto request = list == List::FlexClusters ? listFlexClusters(projectId, page)
                                                    : listClusters(projectId, page);
    m_client.send(request, this,
                  [this, projectId, list, pageNum](const Result<Page<Cluster>> &reply) {
                      const auto state = m_projects.find(projectId);
                      if (state == m_projects.end()) {
                          end();
                          return;
                      }
                      QList<Cluster> &incoming = state->incoming[int(list)];
                      if (reply) {
                          m_anyRead = true;
                          incoming += reply->items;
                      }
                      if (reply && reply->hasNext && !reply->items.isEmpty()) {
                          readClusters(projectId, list, pageNum + 1);
                      } else {
                          if (reply)
                              state->lists[int(list)] = incoming;
                          else
                              fail(m_inventory.projectName(projectId), reply.error());
                          state->pendingLists = qMax(0, state->pendingLists - 1);
                          rebuildClusters();
                      }
                      end();
                  });
}

void InventoryStore::rebuildClusters()
{
    QList<Cluster> clusters;
    for (const Project &project : std::as_const(m_inventory.projects)) {
        const auto state = m_projects.constFind(project.id);
        if (state == m_projects.cend())
            continue;
        QList<Cluster> both = state->lists.value(int(List::Clusters));
        both += state->lists.value(int(List::FlexClusters));
        std::sort(both.begin(), both.end(), [](const Cluster &a, const Cluster &b) {
            return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
        });
        clusters += both;
    }
    m_inventory.clusters = clusters;
    emit changed();
}
