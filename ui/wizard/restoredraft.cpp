#include "wizard/restoredraft.h"

#include "wizard/actions.h"

#include <QSettings>
#include <algorithm>

RestoreDraft::RestoreDraft(Session &session, QSettings &settings, QObject *parent)
    : QObject(parent), m_session(session), m_settings(settings),
      m_marks(settings, session.profile()), m_facts(session.makePlanFacts(m_marks))
{
    connect(&session.inventory(), &Store::changed, this, &RestoreDraft::changed);
    connect(m_facts.get(), &Store::changed, this, &RestoreDraft::changed);
}

RestoreDraft::~RestoreDraft() = default;

void RestoreDraft::setSource(const Cluster &cluster)
{
    if (m_source == cluster)
        return;
    const bool other = !m_source || refOf(*m_source) != refOf(cluster);
    m_source = cluster;
    m_facts->setSource(cluster);
    m_backups = nullptr;
    m_plan.kind = nullptr;
    m_plan.snapshot = {};
    m_plan.point = SnapshotPoint();
    if (other) {
        m_plan.collections.databases.clear();
        m_plan.collections.collections.clear();
        m_plan.targetProjectId.clear();
        m_plan.targetCluster.clear();
        m_plan.targetClusterId.clear();
        m_plan.trafficStopped = false;
        m_facts->setTarget({});
    }
    emit changed();
}

void RestoreDraft::setAction(PlanAction action)
{
    if (m_plan.action == action)
        return;
    m_plan.action = action;
    m_plan.trafficStopped = false;
    updateKind();
    emit changed();
}

void RestoreDraft::setSnapshot(const Snapshot &snapshot)
{
    choose(snapshot, SnapshotPoint(), snapshot.kind);
}

void RestoreDraft::setPoint(const RestorePoint &point, const JobKind *backups)
{
    Snapshot place;
    if (m_source) {
        place.projectId = m_source->projectId;
        place.cluster = m_source->name;
    }
    choose(place, point, backups);
}

void RestoreDraft::clearPoint()
{
    m_plan.trafficStopped = false;
    choose({}, SnapshotPoint(), nullptr);
}

void RestoreDraft::choose(const Snapshot &snapshot, const RestorePoint &point,
                          const JobKind *backups)
{
    if (m_backups == backups && m_plan.snapshot == snapshot && m_plan.point == point)
        return;
    m_backups = backups;
    m_plan.snapshot = snapshot;
    m_plan.point = point;
    updateKind();
    emit changed();
}

void RestoreDraft::updateKind()
{
    m_plan.kind = m_source ? jobKindFor(*m_source, m_backups, m_plan.action, m_plan.point)
        : canStart(m_backups, m_plan.action, m_plan.point) ? m_backups
                                                           : nullptr;
}

void RestoreDraft::setCollections(const CollectionChoice &collections)
{
    if (m_plan.collections == collections)
        return;
    m_plan.collections = collections;
    m_plan.trafficStopped = false;
    emit changed();
}

void RestoreDraft::setTarget(const ClusterRef &target)
{
    const Cluster *known = inventory().cluster(target.projectId, target.name);
    const QString id = known ? known->id : QString();
    if (m_plan.targetProjectId == target.projectId && m_plan.targetCluster == target.name
        && m_plan.targetClusterId == id)
        return;
    m_plan.targetProjectId = target.projectId;
    m_plan.targetCluster = target.name;
    m_plan.targetClusterId = id;
    m_plan.trafficStopped = false;
    Cluster cluster;
    cluster.projectId = target.projectId;
    cluster.name = target.name;
    m_facts->setTarget(known ? *known : cluster);
    emit changed();
}

void RestoreDraft::setTerms(const DownloadTerms &terms)
{
    if (m_plan.terms == terms)
        return;
    m_plan.terms = terms;
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

void RestoreDraft::refreshFacts()
{
    m_facts->refresh();
    refreshClusters();
}

void RestoreDraft::refreshClusters()
{
    m_session.inventory().refreshProjects({m_plan.snapshot.projectId, m_plan.targetProjectId});
}

EnvironmentMark RestoreDraft::markOf(const ClusterRef &cluster) const
{
    return m_marks.mark(cluster.projectId, cluster.name);
}

QList<Check> RestoreDraft::checks() const
{
    return validate(m_plan, inventory(), facts());
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

// A pairing is of whole clusters: collections often go somewhere else, downloads nowhere.
QString RestoreDraft::pairingKey() const
{
    if (m_plan.snapshot.cluster.isEmpty() || m_plan.action != PlanAction::Restore)
        return {};
    return QStringLiteral("restore/pairings/%1/%2/%3")
        .arg(m_session.profile().id, m_plan.snapshot.projectId, m_plan.snapshot.cluster);
}
