#include "snapshots/clusterfacts.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "atlas/restoreplan.h"
#include "tables/snapshotcells.h"

#include <QCoreApplication>

namespace {

struct ClusterFacts {
    Q_DECLARE_TR_FUNCTIONS(ClusterFacts)
};

Fact text(const QString &label, const QString &value)
{
    return {label, value, Fact::Type::Text, {}};
}

Fact time(const QString &label, const QDateTime &when)
{
    return {label, {}, Fact::Type::Time, when};
}

QString policyOf(const BackupSchedule &schedule)
{
    QStringList lines;
    for (const BackupPolicyItem &item : schedule.items) {
        const QString line = policyText(item);
        lines.append(line.left(1).toUpper() + line.mid(1));
    }
    return lines.isEmpty() ? ClusterFacts::tr("No rule: Atlas takes none by itself")
                           : lines.join(u'\n');
}

void pointFacts(const Cluster &cluster, const PlanFacts &facts, QList<Fact> *out)
{
    const QString label = ClusterFacts::tr("Points in time");
    if (!cluster.pitEnabled) {
        out->append(text(label, ClusterFacts::tr("Off: only snapshots can be restored")));
        return;
    }
    const int days = facts.schedule ? facts.schedule->restoreWindowDays : 0;
    out->append(text(label,
                     days == 1 ? ClusterFacts::tr("On: any second of the last day")
                         : days > 0
                         ? ClusterFacts::tr("On: any second of the last %1 days").arg(days)
                         : ClusterFacts::tr("On")));
    if (facts.oldestPoint.isValid())
        out->append(time(ClusterFacts::tr("Oldest point"), facts.oldestPoint));
}

} // namespace

QList<Fact> scheduleFacts(const Cluster &cluster, const PlanFacts &facts, const Error *error)
{
    const QString label = ClusterFacts::tr("Schedule");
    if (!isDedicated(cluster))
        return {text(label,
                     ClusterFacts::tr("Atlas takes and keeps these snapshots by its own rules; "
                                      "there is no schedule to read and none on demand")),
                text(ClusterFacts::tr("Points in time"),
                     ClusterFacts::tr("None: only snapshots can be restored"))};
    if (cluster.deleted)
        return {text(label,
                     ClusterFacts::tr("The cluster is deleted: no more snapshots are taken, and "
                                      "those that are kept expire as they say"))};
    QList<Fact> list;
    if (error) {
        const ErrorText words = describe(*error);
        list.append(text(label, words.sentence + u' ' + words.remedy));
    } else if (!facts.schedule) {
        list.append(text(label, ClusterFacts::tr("Reading…")));
    } else {
        if (facts.schedule->nextSnapshot.isValid())
            list.append(time(ClusterFacts::tr("Next snapshot"), facts.schedule->nextSnapshot));
        list.append(text(label, policyOf(*facts.schedule)));
    }
    pointFacts(cluster, facts, &list);
    return list;
}

QString whyNoSnapshot(const Cluster &cluster)
{
    const JobKind *kind = kindOf(cluster);
    if (cluster.deleted)
        return ClusterFacts::tr("%1 is deleted: there is nothing to take a snapshot of")
            .arg(cluster.name);
    if (!kind)
        return ClusterFacts::tr("%1 has no backups: free clusters (M0) have none")
            .arg(cluster.name);
    if (!kind->takeSnapshot)
        return ClusterFacts::tr("Atlas takes snapshots on demand of M10 and above only; %1 is %2")
            .arg(cluster.name, cluster.tier);
    return {};
}
