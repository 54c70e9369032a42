#include "atlas/jobkind.h"

#include "atlas/kinds/kinds.h"

const QList<const JobKind *> &allKinds()
{
    static const QList<const JobKind *> kinds {&kTenantKind, &kFlexKind, &kCloudKind, &kLegacyKind};
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

JobDetails detailsOf(const RestoreJob &job)
{
    return job.kind ? job.kind->details(job.raw.object()) : JobDetails();
}

QList<Fact> factsOf(const Snapshot &snapshot)
{
    return snapshot.kind ? snapshot.kind->snapshotFacts(snapshot.raw.object()) : QList<Fact>();
}
