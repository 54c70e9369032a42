#include "wizard/restoredraft.h"

#include <QSettings>
#include <algorithm>

RestoreDraft::RestoreDraft(Session &session, QSettings &settings, QObject *parent)
    : QObject(parent), m_session(session), m_settings(settings)
{
    connect(&session.inventory(), &Store::changed, this, &RestoreDraft::changed);
}

void RestoreDraft::setSource(const Cluster &cluster)
{
    if (m_source == cluster)
        return;
    const bool other = !m_source || refOf(*m_source) != refOf(cluster);
    m_source = cluster;
    m_plan.kind = nullptr;
    m_plan.snapshot = {};
    if (other) {
        m_plan.targetProjectId.clear();
        m_plan.targetCluster.clear();
        m_plan.trafficStopped = false;
    }
    emit changed();
}

void RestoreDraft::setSnapshot(const Snapshot &snapshot)
{
    if (m_plan.kind == snapshot.kind && m_plan.snapshot == snapshot)
        return;
    m_plan.kind = snapshot.kind;
    m_plan.snapshot = snapshot;
    emit changed();
}

void RestoreDraft::clearSnapshot()
{
    m_plan.trafficStopped = false;
    setSnapshot({});
}

void RestoreDraft::setTarget(const ClusterRef &target)
{
    if (m_plan.targetProjectId == target.projectId && m_plan.targetCluster == target.name)
        return;
    m_plan.targetProjectId = target.projectId;
    m_plan.targetCluster = target.name;
    m_plan.trafficStopped = false;
    emit changed();
}

void RestoreDraft::setTrafficStopped(bool stopped)
{
    if (m_plan.trafficStopped == stopped)
        return;
    m_plan.trafficStopped = stopped;
    emit changed();
}

void RestoreDraft::setReason(const QString &reason)
{
    m_plan.reason = reason;
}

QList<Check> RestoreDraft::checks() const
{
    return validate(m_plan, inventory(), {m_session.serverNow()});
}

QList<Check> RestoreDraft::checks(Check::Page page) const
{
    QList<Check> result = checks();
    result.removeIf([page](const Check &check) { return check.page != page; });
    return result;
}

bool RestoreDraft::isBlocked(Check::Page page) const
{
    const QList<Check> list = checks(page);
    return std::any_of(list.cbegin(), list.cend(),
                       [](const Check &check) { return check.verdict == Check::Verdict::Blocks; });
}

std::optional<ClusterRef> RestoreDraft::rememberedTarget() const
{
    const QString key = pairingKey();
    const QStringList value = key.isEmpty() ? QStringList() : m_settings.value(key).toStringList();
    if (value.size() != 2)
        return {};
    return ClusterRef {value.at(0), value.at(1)};
}

void RestoreDraft::rememberTarget()
{
    const QString key = pairingKey();
    if (!key.isEmpty())
        m_settings.setValue(key, QStringList {m_plan.targetProjectId, m_plan.targetCluster});
}

QString RestoreDraft::pairingKey() const
{
    if (m_plan.snapshot.cluster.isEmpty())
        return {};
    return QStringLiteral("restore/pairings/%1/%2/%3")
        .arg(m_session.profile().id, m_plan.snapshot.projectId, m_plan.snapshot.cluster);
}
