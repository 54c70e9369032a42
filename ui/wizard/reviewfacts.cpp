#include "wizard/reviewfacts.h"

#include "base/format.h"

#include <QLabel>

namespace {

constexpr qsizetype kMostNames = 12; // the list itself is one page back

QString namesOf(const QList<NamespaceChoice> &items)
{
    QStringList names;
    for (const NamespaceChoice &item : items.first(qMin(items.size(), kMostNames)))
        names.append(item.target.isEmpty()
                         ? item.source
                         : ReviewFacts::tr("%1 as %2").arg(item.source, item.target));
    if (items.size() > kMostNames)
        names.append(ReviewFacts::tr("and %n more", nullptr, int(items.size() - kMostNames)));
    return names.join(QStringLiteral(", "));
}

QString strategyOf(const CollectionChoice &choice)
{
    QStringList words {choice.writeStrategy,
                       ReviewFacts::tr("indexes: %1").arg(choice.indexStrategy)};
    if (!choice.databaseSuffix.isEmpty())
        words.append(ReviewFacts::tr("database suffix: %1").arg(choice.databaseSuffix));
    if (!choice.collectionSuffix.isEmpty())
        words.append(ReviewFacts::tr("collection suffix: %1").arg(choice.collectionSuffix));
    return words.join(QStringLiteral(" · "));
}

} // namespace

ReviewFacts::ReviewFacts(QWidget *parent) : FactGrid(parent)
{
    m_source = addRow(tr("Source"));
    m_taken = addRow(tr("Data as of"));
    m_point = addRow(tr("Oplog timestamp"), true);
    m_snapshot = addRow(tr("Snapshot ID"), true);
    m_checkpoint = addRow(tr("Checkpoint ID"), true);
    m_target = addRow(tr("Target"));
    m_targetProject = addRow(tr("Target project ID"), true);
    m_mark = addRow(tr("You marked the target"));
    m_databases = addRow(tr("Databases"));
    m_collections = addRow(tr("Collections"));
    m_strategy = addRow(tr("Written"));
}

void ReviewFacts::show(RestoreDraft &draft)
{
    const RestorePlan &plan = draft.plan();
    const Inventory &inventory = draft.inventory();
    const auto place = [&](const QString &projectId, const QString &name) {
        if (name.isEmpty())
            return QString();
        const Cluster *cluster = inventory.cluster(projectId, name);
        const QString text = tr("%1, project %2").arg(name, inventory.projectName(projectId));
        return cluster ? tr("%1 (%2)").arg(text, clusterFacts(*cluster)) : text;
    };
    const QDateTime time = dataTimeOf(plan);
    setValue(m_source, place(plan.snapshot.projectId, plan.snapshot.cluster));
    setValue(
        m_taken,
        tr("%1, %2").arg(formatLocalAndUtc(time), formatAge(time, draft.session().serverNow())));
    const auto *oplog = std::get_if<OplogPoint>(&plan.point);
    setValue(m_point,
             oplog ? QStringLiteral("%1, %2").arg(oplog->seconds).arg(oplog->increment)
                   : QString());
    const auto *checkpoint = std::get_if<CheckpointPoint>(&plan.point);
    setValue(m_checkpoint, checkpoint ? checkpoint->id : QString());
    setValue(m_snapshot, plan.snapshot.id);
    const bool target = !draft.isDownload();
    setValue(m_target, target ? place(plan.targetProjectId, plan.targetCluster) : QString());
    setValue(m_targetProject, target ? plan.targetProjectId : QString());
    const EnvironmentMark mark = draft.markOf({plan.targetProjectId, plan.targetCluster});
    setValue(m_mark, target ? environmentName(mark) : QString());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     theme::toneColor(theme::environmentTone(mark), palette()));
    m_mark->setPalette(colours);
    const bool chosen = plan.action == PlanAction::Collections;
    setValue(m_databases, chosen ? namesOf(plan.collections.databases) : QString());
    setValue(m_collections, chosen ? namesOf(plan.collections.collections) : QString());
    setValue(m_strategy, chosen ? strategyOf(plan.collections) : QString());
}
