// createGroupClusterCollectionRestoreJob: what the body may hold, and what speaks against the job.
#include "sandbox/routes_collections.h"

namespace {

constexpr int kMostNamespaces = 100; // of each kind

struct Wish {
    CloudSource source;
    QString projectId;
    QString target;
    World::CollectionJob form;
};

// {sourceNamespace, targetNamespace}; `dotted`: "database.collection", else a database.
QList<World::Namespace> readNamespaces(BodyFields &fields, const QString &name, bool dotted)
{
    const auto isGood = [dotted](const QString &text) {
        const qsizetype dot = text.indexOf(QLatin1Char('.'));
        return dotted ? dot > 0 && dot + 1 < text.size() : dot < 0 && !text.isEmpty();
    };
    QList<World::Namespace> list;
    for (const QJsonValue &value : fields.list(name, kMostNamespaces)) {
        const QJsonObject body = value.toObject();
        BodyFields item(body, {QStringLiteral("targetNamespace")});
        item.require(QStringLiteral("sourceNamespace"));
        const World::Namespace pair {item.text(QStringLiteral("sourceNamespace")),
                                     item.text(QStringLiteral("targetNamespace"))};
        if (const Verdict wrong = item.finish())
            fields.refuse(wrong->code.toLatin1().constData(),
                          name + QLatin1Char('.') + wrong->field, wrong->detail);
        else if (!isGood(pair.source) || !(pair.target.isEmpty() || isGood(pair.target)))
            fields.refuse("INVALID_ATTRIBUTE", name,
                          dotted ? QStringLiteral("A collection is named database.collection.")
                                 : QStringLiteral("The name of a database has no dot."));
        list.append(pair);
    }
    return list;
}

// Nothing twice: neither a name in its own list nor a collection beside its database.
void checkOverlap(BodyFields &fields, const World::CollectionJob &form)
{
    QSet<QString> seen;
    const auto note = [&](const QString &list, const QString &name) {
        if (seen.contains(name))
            fields.refuse("VALIDATION_ERROR", list,
                          QStringLiteral("%1 is named more than once.").arg(name));
        seen.insert(name);
    };
    for (const World::Namespace &item : form.databases)
        note(QStringLiteral("databases"), item.source);
    for (const World::Namespace &item : form.collections) {
        note(QStringLiteral("collections"), item.source);
        const QString database = item.source.section(QLatin1Char('.'), 0, 0);
        if (seen.contains(database))
            fields.refuse("VALIDATION_ERROR", QStringLiteral("collections"),
                          QStringLiteral("%1 belongs to a database that is restored as a whole.")
                              .arg(item.source));
    }
    if (seen.isEmpty())
        fields.refuse("VALIDATION_ERROR", QStringLiteral("collections"),
                      QStringLiteral("Name at least one database or collection."));
}

Verdict readWish(const QJsonObject &body, Wish *wish)
{
    const QString clock = QStringLiteral("pointInTimeUtcSeconds");
    const QString snapshot = QStringLiteral("snapshotId");
    BodyFields fields(body,
                      {clock, QStringLiteral("oplogTs"), QStringLiteral("oplogInc"),
                       QStringLiteral("databaseSuffix"), QStringLiteral("collectionSuffix")});
    for (const char *name :
         {"targetClusterName", "targetGroupId", "writeStrategy", "indexStrategy"})
        fields.require(QLatin1String(name));
    wish->target = fields.clusterName(QStringLiteral("targetClusterName"));
    wish->projectId = fields.id(QStringLiteral("targetGroupId"));
    World::CollectionJob &form = wish->form;
    form.writeStrategy =
        fields.word(QStringLiteral("writeStrategy"),
                    {QStringLiteral("CREATE_NEW"), QStringLiteral("OVERWRITE_EXISTING")});
    form.indexStrategy = fields.word(
        QStringLiteral("indexStrategy"),
        {QStringLiteral("ALL"), QStringLiteral("NONE"), QStringLiteral("ALL_EXCEPT_TTL")});
    form.databaseSuffix = fields.text(QStringLiteral("databaseSuffix"));
    form.collectionSuffix = fields.text(QStringLiteral("collectionSuffix"));
    wish->source.snapshotId = fields.id(snapshot);
    readPoint(fields, clock, &wish->source);
    if (wish->source.point > 0)
        fields.forbid(snapshot, QStringLiteral("with a point in time"));
    else if (!fields.has(clock))
        fields.require(snapshot);
    form.databases = readNamespaces(fields, QStringLiteral("databases"), false);
    form.collections = readNamespaces(fields, QStringLiteral("collections"), true);
    checkOverlap(fields, form);
    return fields.finish();
}

} // namespace

ApiAnswer createCollectionJob(RouteContext &context, World::Cluster &cluster)
{
    Wish wish;
    if (const Verdict wrong = readWish(context.body, &wish))
        return *wrong;
    const World::CloudSnapshot *snapshot = nullptr;
    if (const Verdict wrong = checkSource(cluster, wish.source, context.now, &snapshot))
        return *wrong;
    if (snapshot->type == QLatin1String("fallback"))
        return refusal(403, "FEATURE_UNSUPPORTED",
                       QStringLiteral("Collections can't be restored from fallback snapshot %1.")
                           .arg(snapshot->id),
                       snapshot->id);
    for (const World::CollectionJob &job : std::as_const(cluster.collectionJobs)) {
        if (context.now < job.endsAt)
            return refusal(409, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS",
                           QStringLiteral("Collection restore %1 is in progress.").arg(job.id),
                           job.id);
    }
    const World::Cluster *target = nullptr;
    if (const Verdict wrong = findTarget(context, wish.projectId, wish.target, &target))
        return *wrong;
    if (const Verdict wrong = checkVersion(*snapshot, *target))
        return *wrong;
    if (wish.source.point == 0)
        wish.form.snapshotId = snapshot->id;
    wish.form.pointInTime = wish.source.point;
    wish.form.oplogInc = wish.source.increment;
    return collectionJobJson(
        context.world.startCollectionRestore(cluster, wish.form, *target, context.now),
        context.now);
}
