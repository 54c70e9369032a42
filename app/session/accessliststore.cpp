#include "session/accessliststore.h"

#include "http/client.h"

namespace {

constexpr int kEntryPage = 500;
// An entry that was just added is not in force at once; a long list was not just added.
constexpr qsizetype kMostStates = 5;

} // namespace

AccessListStore::AccessListStore(Client &client, QObject *parent) : Store(parent), m_client(client)
{
}

void AccessListStore::readProject(const QString &projectId)
{
    if (m_asked.contains(projectId))
        return;
    m_asked.insert(projectId);
    m_client.send(listAccessList(projectId, {1, kEntryPage}), this,
                  [this, projectId](const Result<Page<AccessEntry>> &page) {
                      m_updated = QDateTime::currentDateTimeUtc();
                      if (page) {
                          m_errors.remove(projectId);
                          m_entries.insert(projectId, page->items);
                          if (page->items.size() <= kMostStates) {
                              for (const AccessEntry &entry : page->items)
                                  readStatus(projectId, entry.id);
                          }
                      } else {
                          m_errors.insert(projectId, page.error());
                      }
                      emit changed();
                  });
}

void AccessListStore::readStatus(const QString &projectId, const QString &entry)
{
    m_client.send(getAccessStatus(projectId, entry), this,
                  [this, projectId, entry](const Result<AccessEntry> &fresh) {
                      if (!fresh)
                          return; // the list itself is known
                      for (AccessEntry &known : m_entries[projectId]) {
                          if (known.id == entry)
                              known.status = fresh->status;
                      }
                      emit changed();
                  });
}

std::optional<QList<AccessEntry>> AccessListStore::entries(const QString &projectId) const
{
    const auto it = m_entries.constFind(projectId);
    return it == m_entries.cend() ? std::nullopt : std::optional(*it);
}

const Error *AccessListStore::errorOf(const QString &projectId) const
{
    const auto it = m_errors.constFind(projectId);
    return it == m_errors.cend() ? nullptr : &*it;
}
