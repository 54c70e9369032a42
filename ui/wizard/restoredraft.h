// The restore or download being put together: one RestorePlan, edited by the pages of one wizard,
// and what is known about it. Tells when the plan or what is known changed. Sends nothing that
// changes anything.
#pragma once

#include "atlas/restoreplan.h"
#include "session/environmentmarks.h"
#include "session/planfactsstore.h"
#include "session/session.h"

#include <QObject>
#include <optional>

class QSettings;

class RestoreDraft : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive the draft.
    RestoreDraft(Session &session, QSettings &settings, QObject *parent = nullptr);
    ~RestoreDraft() override;

    Session &session() { return m_session; }
    const Inventory &inventory() const { return m_session.inventory().inventory(); }
    const RestorePlan &plan() const { return m_plan; }
    /// The cluster whose backups are offered, as it was when it was chosen.
    const std::optional<Cluster> &source() const { return m_source; }
    /// The kind of backup that the data comes from; null if nothing is chosen.
    const JobKind *backups() const { return m_backups; }
    /// A state of the data is chosen, and the action can be done with it.
    bool isPointChosen() const { return m_plan.kind && hasPoint(m_plan); }
    bool hasTarget() const { return !m_plan.targetCluster.isEmpty(); }
    bool isDownload() const { return !isDestructive(m_plan); }

    /// Another cluster forgets what was chosen of the one before, and the target.
    void setSource(const Cluster &cluster);
    /// Takes back the word about the traffic: what follows is a new review.
    void setAction(PlanAction action);
    void setSnapshot(const Snapshot &snapshot);
    /// A point between snapshots, of the source's backups of that kind.
    void setPoint(const RestorePoint &point, const JobKind *backups);
    /// Takes back the word about the traffic, too.
    void clearPoint();
    void setCollections(const CollectionChoice &collections);
    /// Another target takes back the word about the traffic.
    void setTarget(const ClusterRef &target);
    void setTerms(const DownloadTerms &terms);
    void setTrafficStopped(bool stopped);
    void setReason(const QString &reason);

    const PlanFactsStore &factsStore() const { return *m_facts; }
    PlanFacts facts() const { return m_facts->facts(); }
    /// Reads anew what the checks rest on: the clusters, and what runs onto the target by now.
    void refreshFacts();
    /// The clusters of both projects alone.
    void refreshClusters();
    /// The person's mark of a cluster.
    EnvironmentMark markOf(const ClusterRef &cluster) const;

    /// validate() as things stand now.
    QList<Check> checks() const;
    /// Those a page can do something about.
    QList<Check> checks(Check::Page page) const;
    bool isBlocked(Check::Page page) const;

    /// The target that the person last restored this source onto; nothing if none.
    std::optional<ClusterRef> rememberedTarget() const;
    void rememberTarget();

signals:
    void changed();

private:
    void choose(const Snapshot &snapshot, const RestorePoint &point, const JobKind *backups);
    void updateKind();
    QString pairingKey() const;

    Session &m_session;
    QSettings &m_settings;
    EnvironmentMarks m_marks;
    std::unique_ptr<PlanFactsStore> m_facts;
    RestorePlan m_plan;
    const JobKind *m_backups = nullptr;
    std::optional<Cluster> m_source;
};
