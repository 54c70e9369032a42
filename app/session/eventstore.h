// Who started what: the events of projects that somebody looks at, read once for each, newest
// first. A job says nothing of its maker; an event of the same cluster at the same time does.
#pragma once

#include "atlas/restorejob.h"
#include "atlas/resources.h"
#include "session/store.h"

#include <QHash>
#include <QSet>

class Client;

class EventStore : public Store
{
    Q_OBJECT

public:
    explicit EventStore(Client &client, QObject *parent = nullptr);

    /// Reads the newest restore events of a cluster, once.
    void readCluster(const QString &projectId, const QString &cluster);
    /// The same, and for a job older or newer than those the events around its beginning.
    void readFor(const RestoreJob &job);
    /// What could not be read is read again when somebody looks.
    void markStale();
    /// Login name, client ID or public key; empty if not known.
    QString startedBy(const RestoreJob &job) const;
    /// Why the project's events could not be read; null if they could, or were not asked for.
    const Error *errorOf(const QString &projectId) const;
    bool isReading(const QString &projectId) const { return m_reading.contains(projectId); }

signals:
    /// Events of a cluster came: who started its jobs, and those onto it, may be known now.
    void eventsRead(const QString &projectId, const QString &cluster);

private:
    void read(const QString &projectId, const QString &cluster, const QDateTime &from,
              const QDateTime &to, const QString &key);

    Client &m_client;
    QHash<QString, QHash<QString, QList<ProjectEvent>>> m_events; // by project, cluster
    QHash<QString, Error> m_errors; // by project
    QHash<QString, QDateTime>
        m_oldest; // of the newest page, by project/cluster; invalid: it was all
    QHash<QString, QDateTime> m_asOf; // of the newest page, by project/cluster: server's clock
    QSet<QString> m_asked; // project/cluster, and jobs
    QSet<QString> m_reading; // projects
};
