#include "wizard/actions.h"

#include <QCoreApplication>
#include <algorithm>

namespace {

struct Actions {
    Q_DECLARE_TR_FUNCTIONS(Actions)
};

} // namespace

QList<const JobKind *> backupKindsOf(const Cluster &source)
{
    QList<const JobKind *> kinds;
    const JobKind *serving = kindOf(source);
    if (serving && serving->listSnapshots)
        kinds.append(serving);
    for (const JobKind *kind : allKinds()) {
        if (kind != serving && kind->listSnapshots && kind->mayHold(source))
            kinds.append(kind);
    }
    return kinds;
}

const JobKind *jobKindFor(const Cluster &source, const JobKind *backups, PlanAction action,
                          const RestorePoint &point)
{
    if (canStart(backups, action, point))
        return backups;
    if (!backups || backups != kindOf(source))
        return nullptr;
    // Some jobs start from the snapshots of another kind.
    for (const JobKind *kind : allKinds()) {
        if (!kind->listSnapshots && (kind->serves(source) || kind->mayHold(source))
            && canStart(kind, action, point))
            return kind;
    }
    return nullptr;
}

bool canDo(const Cluster &source, PlanAction action)
{
    const QList<const JobKind *> kinds = backupKindsOf(source);
    return std::any_of(kinds.cbegin(), kinds.cend(), [&](const JobKind *kind) {
        return jobKindFor(source, kind, action) != nullptr;
    });
}

QString actionName(PlanAction action)
{
    switch (action) {
    case PlanAction::Restore:
        break;
    case PlanAction::Collections:
        return Actions::tr("Restore databases and collections");
    case PlanAction::Download:
        return Actions::tr("Make a download");
    }
    return Actions::tr("Restore onto a cluster");
}

QString whyNot(const Cluster &source, PlanAction action)
{
    if (canDo(source, action))
        return {};
    const JobKind *kind = kindOf(source);
    if (!kind)
        return Actions::tr("Atlas makes no backups of %1 clusters.").arg(source.tier);
    switch (action) {
    case PlanAction::Restore:
        break;
    case PlanAction::Collections:
        return source.deleted
            ? Actions::tr("Not from the backups of a deleted cluster.")
            : Actions::tr("%1 backups can only be restored as a whole.").arg(kind->title());
    case PlanAction::Download:
        return Actions::tr("Atlas makes no downloads of %1 backups.").arg(kind->title());
    }
    return Actions::tr("Atlas has no call that restores %1 backups.").arg(kind->title());
}

bool hasLivingNamesake(const Cluster &source, const Inventory &inventory)
{
    const Cluster *known =
        source.deleted ? inventory.cluster(source.projectId, source.name) : nullptr;
    return known && !known->deleted;
}
