#include "atlas/jobkind.h"

#include "atlas/kinds/kinds.h"

#include <QCoreApplication>
#include <array>

namespace {

struct KindWords {
    Q_DECLARE_TR_FUNCTIONS(KindWords)
};

} // namespace

const QList<const JobKind *> &allKinds()
{
    static const QList<const JobKind *> kinds {&kTenantKind, &kFlexKind, &kCloudKind,
                                               &kCollectionKind, &kLegacyKind};
    return kinds;
}

const JobKind *kindOf(const Cluster &cluster)
{
    for (const JobKind *kind : allKinds()) {
        if (kind->serves(cluster))
            return kind;
    }
    return nullptr;
}

const JobKind *kindById(QStringView id)
{
    for (const JobKind *kind : allKinds()) {
        if (id == QLatin1StringView(kind->id))
            return kind;
    }
    return nullptr;
}

bool canStart(const JobKind *kind, PlanAction action, const RestorePoint &point)
{
    if (!kind || !kind->create)
        return false;
    // Files are made of snapshots alone, by every kind.
    if (action == PlanAction::Download && !std::holds_alternative<SnapshotPoint>(point))
        return false;
    const Capability toDo = action == PlanAction::Download ? Capability::Download
        : action == PlanAction::Collections                ? Capability::Collections
                                                           : Capability::Restore;
    // In the order of the variant. A snapshot needs nothing (testFlags would take nothing as "none
    // at all").
    static constexpr std::array<Capabilities, 4> kPoints {Capabilities(), Capability::ClockPoint,
                                                          Capability::OplogPoint,
                                                          Capability::CheckpointPoint};
    const Capabilities needed = kPoints.at(point.index()) | toDo;
    return (kind->capabilities & needed) == needed;
}

QString whyNotCancel(const RestoreJob &job)
{
    if (!job.kind || !job.kind->cancel)
        return KindWords::tr("Atlas has no call that cancels a job of this kind.");
    if (!job.download)
        return KindWords::tr("Atlas refuses to cancel a restore onto a cluster once it was asked "
                             "for (CANNOT_CANCEL_AUTOMATED_RESTORE): only downloads can be "
                             "cancelled.");
    if (!isActive(job.state) && job.state != JobState::Ready)
        return KindWords::tr("The job has ended: %1.").arg(stateName(job.state));
    return {};
}

JobDetails detailsOf(const RestoreJob &job)
{
    return job.kind ? job.kind->details(job.raw.object()) : JobDetails();
}

QList<Fact> factsOf(const Snapshot &snapshot)
{
    return snapshot.kind ? snapshot.kind->snapshotFacts(snapshot.raw.object()) : QList<Fact>();
}
