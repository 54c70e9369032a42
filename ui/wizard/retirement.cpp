#include "wizard/retirement.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

struct Retirement {
    Q_DECLARE_TR_FUNCTIONS(Retirement)
};

} // namespace

bool mayBeRetired(const Error &error, const JobKind *kind)
{
    if (error.kind == Error::Kind::Retired)
        return true;
    return error.kind == Error::Kind::NotFound && kind && kind->retiredOn;
}

const Cluster *successorOf(const ClusterRef &cluster, const JobKind *kind,
                           const Inventory &inventory)
{
    const Cluster *now = inventory.cluster(cluster.projectId, cluster.name);
    const JobKind *serving = now ? kindOf(*now) : nullptr;
    return serving && serving != kind && serving->create ? now : nullptr;
}

QString retirementText(const Error &error, const JobKind *kind)
{
    if (error.kind != Error::Kind::Retired || !kind)
        return describeFully(error);
    const QDate end =
        QDate::fromString(QLatin1String(kind->retiredOn ? kind->retiredOn : ""), Qt::ISODate);
    if (!end.isValid())
        return Retirement::tr("Atlas has ended the calls for %1 backups.").arg(kind->title());
    return Retirement::tr("Atlas ended the calls for %1 backups on %2.")
        .arg(kind->title(), QLocale().toString(end, QLocale::LongFormat));
}

QString successorText(const Cluster &successor)
{
    const JobKind *kind = kindOf(successor);
    return Retirement::tr("%1 is a %2 cluster now: choose one of its %2 snapshots.")
        .arg(successor.name, kind ? kind->title() : successor.tier);
}
