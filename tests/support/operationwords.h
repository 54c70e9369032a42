// What was read of an answer, in one line: for the tests that run over every operation.
#pragma once

#include "atlas/backups.h"
#include "atlas/endpoints.h"
#include "atlas/jobkind.h"
#include "atlas/projects.h"
#include "base/format.h"

inline QString words(std::initializer_list<QString> parts)
{
    QStringList list;
    for (const QString &part : parts) {
        if (!part.isEmpty() && part != "-1" && part != "0")
            list.append(part);
    }
    return list.join(' ');
}

inline QString say(const Organization &o)
{
    return words({o.id, o.name});
}

inline QString say(const Project &p)
{
    return words({p.id, p.name, p.orgId, QString::number(p.clusterCount)});
}

inline QString say(const Cluster &c)
{
    return words({c.id, c.name, c.tier, c.clusterType, c.version, c.stateName,
                  c.shardCount > 1 ? QString("%1 shards").arg(c.shardCount) : QString(),
                  c.deleted ? "deleted" : "", c.pitEnabled ? "pit" : "",
                  c.diskAutoScaling ? "disk grows" : "",
                  c.diskSizeGB > 0 ? QString("%1 GB").arg(c.diskSizeGB) : QString()});
}

inline QString say(const ProjectClusters &p)
{
    QStringList clusters;
    for (const Cluster &cluster : p.clusters)
        clusters.append(cluster.name + '@' + cluster.projectId);
    return words({p.id, p.name, p.orgId, p.orgName, clusters.join(' ')});
}

inline QString say(const RestoreJob &j)
{
    return words(
        {j.id, QLatin1String(j.kind->id), stateName(j.state), j.sourceCluster, "->",
         j.download ? QString("files") : j.targetCluster, toIsoTime(j.snapshotTime), j.batchId,
         j.totalDocuments < 0 ? QString()
                              : QString("%1/%2").arg(j.doneDocuments).arg(j.totalDocuments)});
}

inline QString say(const Snapshot &s)
{
    return words({s.id, QLatin1String(s.kind->id), snapshotStateName(s.state),
                  toIsoTime(s.taken.isValid() ? s.taken : s.scheduled), s.version, s.type,
                  s.description, s.configServerType, s.encryptionKey,
                  s.sharded ? QString("%1 members").arg(s.memberCount) : QString(),
                  QString::number(s.sizeBytes)});
}

inline QString say(const Done &)
{
    return "done";
}

inline QString say(const BackupSchedule &s)
{
    QStringList items;
    for (const BackupPolicyItem &item : s.items)
        items.append(QString("%1/%2 %3 %4")
                         .arg(item.frequencyType)
                         .arg(item.frequencyInterval)
                         .arg(item.retentionValue)
                         .arg(item.retentionUnit));
    return words({s.id, QString("%1 days").arg(s.restoreWindowDays), toIsoTime(s.nextSnapshot),
                  items.join(", ")});
}

inline QString say(const CompliancePolicy &p)
{
    return words({p.id, p.state, p.encryptionAtRestEnabled ? "encrypted" : "",
                  p.pitEnabled ? "pit" : "", p.copyProtectionEnabled ? "copies kept" : "",
                  QString("%1 days").arg(p.restoreWindowDays)});
}

inline QString say(const Checkpoint &c)
{
    return words({c.id, toIsoTime(c.time), toIsoTime(c.completed), c.restorable});
}

inline QString say(const SnapshotItem &i)
{
    return words({i.database, i.name});
}

inline QString say(const CollectionProgress &p)
{
    return words({p.sourceNamespace, p.targetNamespace, p.effectiveTargetNamespace, p.state,
                  QString("%1/%2").arg(p.restoredDocuments).arg(p.totalDocuments), p.indexState,
                  p.indexError, p.failedIndexes.join(" + ")});
}

inline QString say(const ProjectEvent &e)
{
    return words({e.id, toIsoTime(e.created), e.type, e.user, e.clusterName, e.address});
}

inline QString say(const AccessEntry &e)
{
    return words({e.id, e.comment, toIsoTime(e.deleteAfter), e.status});
}

inline QString say(const RateLimit &l)
{
    return words({l.id, l.name,
                  QString("%1 +%2/%3s").arg(l.capacity).arg(l.refillAmount).arg(l.refillSeconds),
                  l.operations.join(", ")});
}

template <typename T> QString say(const QList<T> &items)
{
    QStringList lines;
    for (const T &item : items)
        lines.append(say(item));
    return lines.join("; ");
}

template <typename T> QString say(const Page<T> &page)
{
    return say(page.items);
}
