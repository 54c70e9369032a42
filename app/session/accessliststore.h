// The IP access lists of projects: who may fetch the files of a download (and reach databases). Not
// the API's access list. Read once for each project, when somebody looks at a download.
#pragma once

#include "atlas/projects.h"
#include "session/store.h"

#include <QHash>
#include <optional>

class Client;

class AccessListStore : public Store
{
    Q_OBJECT

public:
    explicit AccessListStore(Client &client, QObject *parent = nullptr);

    /// Reads the list of a project, once, and the state of its first entries where it tells.
    void readProject(const QString &projectId);
    /// Whoever looks next reads anew; what is known stays until then.
    void markStale() { m_asked.clear(); }
    /// Nothing while it is not known.
    std::optional<QList<AccessEntry>> entries(const QString &projectId) const;
    /// Why it could not be read; null if it could, or was not asked for.
    const Error *errorOf(const QString &projectId) const;

private:
    void readStatus(const QString &projectId, const QString &entry);

    Client &m_client;
    QHash<QString, QList<AccessEntry>> m_entries;
    QHash<QString, Error> m_errors;
    QSet<QString> m_asked;
};
