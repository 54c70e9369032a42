// What a collection restore reads and writes: names, renames, strategies. The schema gives shapes
// and limits; what Atlas leaves out is the manual's word.
#include "atlas/checks/contentnames.h"
#include "atlas/jobkind.h"

#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

using Where = Check::Page;

constexpr qsizetype kMost = 100; // databases, and collections: the schema's maxItems

bool overwrites(const CollectionChoice &choice)
{
    return choice.writeStrategy == "OVERWRITE_EXISTING"_L1;
}

QString quoted(const QStringList &names)
{
    QStringList shown;
    for (const QString &name : names.first(qMin<qsizetype>(5, names.size())))
        shown.append(u'"' + name + u'"');
    if (names.size() > 5)
        shown.append(RestoreChecks::tr("and %1 more").arg(names.size() - 5));
    return shown.join(", "_L1);
}

Check amountCheck(const CollectionChoice &choice)
{
    const Rule rule("content", Where::Content,
                    RestoreChecks::tr("1 to 100 databases and 1 to 100 collections are chosen."));
    const qsizetype databases = choice.databases.size();
    const qsizetype collections = choice.collections.size();
    const QString fact = RestoreChecks::tr("Databases: %1, collections: %2.")
                             .arg(QString::number(databases), QString::number(collections));
    const bool good = databases + collections > 0 && databases <= kMost && collections <= kMost;
    return good ? rule.holds(fact) : rule.blocks(fact);
}

Check namesCheck(const CollectionChoice &choice)
{
    const Rule rule("names", Where::Content,
                    RestoreChecks::tr("The names are ones that MongoDB takes."));
    QStringList broken;
    QStringList odd;
    const auto judge = [&](const QString &name, bool collection) {
        if (!isShapedRight(name, collection))
            broken.append(name);
        else if (!isGoodName(name))
            odd.append(name);
    };
    for (const NamespaceChoice &item : choice.databases) {
        judge(item.source, false);
        judge(targetOf(item, false, choice), false);
    }
    for (const NamespaceChoice &item : choice.collections) {
        judge(item.source, true);
        judge(targetOf(item, true, choice), true);
    }
    if (!broken.isEmpty())
        return rule.blocks(RestoreChecks::tr("A database is named \"database\", a collection "
                                             "\"database.collection\"; not so: %1.")
                               .arg(quoted(broken)));
    if (!odd.isEmpty())
        return rule.warns(
            RestoreChecks::tr("Too long, or with characters that MongoDB does not take: %1.")
                .arg(quoted(odd)));
    return rule.holds(RestoreChecks::tr("They are."));
}

Check systemCheck(const CollectionChoice &choice)
{
    const Rule rule("system", Where::Content,
                    RestoreChecks::tr("No database of MongoDB's own is concerned."),
                    Check::Basis::Manual);
    QStringList found;
    for (const QString &name : sourcesOf(choice) + targetsOf(choice)) {
        if (isSystemDatabase(databaseOf(name)) && !found.contains(name))
            found.append(name);
    }
    return found.isEmpty() ? rule.holds(RestoreChecks::tr("None of admin, local, config is."))
                           : rule.warns(RestoreChecks::tr("MongoDB's own: %1.").arg(quoted(found)));
}

Check clashCheck(const CollectionChoice &choice)
{
    const Rule rule("clashes", Where::Content,
                    RestoreChecks::tr("Everything is chosen once and gets a name of its own."));
    const auto repeated = [](const QStringList &names) {
        QSet<QString> seen;
        QStringList twice;
        for (const QString &name : names) {
            if (seen.contains(name) && !twice.contains(name))
                twice.append(name);
            seen.insert(name);
        }
        // A collection beside its whole database.
        for (const QString &name : names) {
            if (name.contains(u'.') && seen.contains(databaseOf(name)) && !twice.contains(name))
                twice.append(name);
        }
        return twice;
    };
    const QStringList sources = repeated(sourcesOf(choice));
    if (!sources.isEmpty())
        return rule.warns(RestoreChecks::tr("Chosen twice: %1.").arg(quoted(sources)));
    const QStringList targets = repeated(targetsOf(choice));
    if (!targets.isEmpty())
        return rule.warns(
            RestoreChecks::tr("TWO WOULD BE WRITTEN TO THE SAME NAME: %1.").arg(quoted(targets)));
    return rule.holds(RestoreChecks::tr("It does."));
}

Check strategyCheck(const CollectionChoice &choice)
{
    const Rule rule("strategies", Where::Content,
                    RestoreChecks::tr("Atlas knows the strategies for writing and for indexes."));
    const bool write = overwrites(choice) || choice.writeStrategy == "CREATE_NEW"_L1;
    const bool index =
        QStringList {u"ALL"_s, u"NONE"_s, u"ALL_EXCEPT_TTL"_s}.contains(choice.indexStrategy);
    const QString fact = choice.writeStrategy + u", "_s + choice.indexStrategy;
    return write && index ? rule.holds(fact) : rule.blocks(fact);
}

Check overwriteCheck(const CollectionChoice &choice)
{
    const Rule rule("overwrite", Where::Content,
                    RestoreChecks::tr("Nothing on the target is replaced."));
    if (!overwrites(choice))
        return rule.holds(RestoreChecks::tr("New collections are made."));
    return rule.warns(RestoreChecks::tr("Collections of these names are dropped and replaced, and "
                                        "what is written to them meanwhile is lost."),
                      Check::Basis::Schema);
}

// What is there under a name can only be told of the source itself.
Check renameCheck(const RestorePlan &plan)
{
    const Rule rule("rename", Where::Content,
                    RestoreChecks::tr("The new names are free on the target."),
                    Check::Basis::Manual);
    QStringList kept;
    for (const NamespaceChoice &item : plan.collections.databases) {
        if (targetOf(item, false, plan.collections) == item.source
            && plan.collections.collectionSuffix.isEmpty())
            kept.append(item.source);
    }
    for (const NamespaceChoice &item : plan.collections.collections) {
        if (targetOf(item, true, plan.collections) == item.source)
            kept.append(item.source);
    }
    if (isSameCluster(plan) && !kept.isEmpty())
        return rule.warns(
            RestoreChecks::tr("The target is the source, and these keep their names: %1. Give them "
                              "another name or a suffix; else Atlas chooses one.")
                .arg(quoted(kept)));
    return rule.unknown(RestoreChecks::tr("Snapback does not read what the target holds. Where a "
                                          "name is taken Atlas chooses another."));
}

Check excludedCheck(const CollectionChoice &choice)
{
    const Rule rule("excluded", Where::Content,
                    RestoreChecks::tr("Everything chosen can be restored by itself."),
                    Check::Basis::Manual);
    QStringList found;
    for (const QString &name : sourcesOf(choice)) {
        const QString collection = name.section(u'.', 1);
        if (collection.startsWith("system."_L1) || collection.startsWith("enxcol_."_L1))
            found.append(name);
    }
    if (!found.isEmpty())
        return rule.warns(RestoreChecks::tr("Collections behind views, time series or queryable "
                                            "encryption are not restored: %1.")
                              .arg(quoted(found)));
    return rule.unknown(RestoreChecks::tr("Atlas leaves out views, single time series, collections "
                                          "with queryable encryption, and search indexes."));
}

Check oneJobCheck(const PlanView &view)
{
    const Rule rule("one-job", Where::Target,
                    RestoreChecks::tr("No other collection restore of the source is running."),
                    Check::Basis::Manual);
    if (!view.facts.targetJobs)
        return rule.unknown(RestoreChecks::tr("The running jobs could not be read."));
    for (const RestoreJob &job : *view.facts.targetJobs) {
        if (isActive(job.state) && job.kind
            && job.kind->capabilities.testFlag(Capability::Collections)
            && ClusterRef {job.projectId, job.sourceCluster} == sourceOf(view.plan))
            return rule.warns(
                RestoreChecks::tr("Job %1 is; by the manual there is one at a time.").arg(job.id));
    }
    return view.facts.targetJobsInPart
        ? rule.unknown(RestoreChecks::tr("None is known, but not all running jobs could be read."))
        : rule.holds(RestoreChecks::tr("None is."));
}

} // namespace

QList<Check> contentChecks(const PlanView &view)
{
    if (view.plan.action != PlanAction::Collections)
        return {};
    const CollectionChoice &choice = view.plan.collections;
    QList<Check> checks {amountCheck(choice), namesCheck(choice),    systemCheck(choice),
                         clashCheck(choice),  strategyCheck(choice), overwriteCheck(choice)};
    if (!overwrites(choice))
        checks.append(renameCheck(view.plan));
    checks += {excludedCheck(choice), oneJobCheck(view)};
    return checks;
}
