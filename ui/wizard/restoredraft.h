// The restore being put together: one RestorePlan, edited by the pages of one wizard, and what is
// known about it. Tells when the plan or the inventory changed. Sends nothing.
#pragma once

#include "atlas/restoreplan.h"
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

    Session &session() { return m_session; }
    const Inventory &inventory() const { return m_session.inventory().inventory(); }
    const RestorePlan &plan() const { return m_plan; }
    /// The cluster whose snapshots are offered, as it was when it was chosen.
    const std::optional<Cluster> &source() const { return m_source; }
    bool hasSnapshot() const { return m_plan.kind && !m_plan.snapshot.id.isEmpty(); }
    bool hasTarget() const { return !m_plan.targetCluster.isEmpty(); }

    /// Another cluster forgets the snapshot and the target.
    void setSource(const Cluster &cluster);
    void setSnapshot(const Snapshot &snapshot);
    /// Takes back the word about the traffic, too: what follows is a new review.
    void clearSnapshot();
    /// Another target takes back the word about the traffic.
    void setTarget(const ClusterRef &target);
    void setTrafficStopped(bool stopped);
    void setReason(const QString &reason);

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
    QString pairingKey() const;

    Session &m_session;
    QSettings &m_settings;
    RestorePlan m_plan;
    std::optional<Cluster> m_source;
};
