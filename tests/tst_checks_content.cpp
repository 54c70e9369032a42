// Rows about collection restores and downloads.
#include "support/atlasreplies.h"
#include "support/planworld.h"

#include "atlas/jobkind.h"

#include <QJsonArray>

namespace {

QList<NamespaceChoice> many(int count, const QString &prefix)
{
    QList<NamespaceChoice> list;
    for (int i = 0; i < count; ++i)
        list.append({prefix + QString::number(i), {}});
    return list;
}

} // namespace

QList<CheckRow> contentRows()
{
    QList<CheckRow> rows;
    const auto row = [&](const char *name, const char *id, Verdict verdict,
                         const std::function<void(CollectionChoice &)> &change) {
        rows.append({"collection", name, id, verdict,
                     [change](PlanWorld &w) { change(w.plan.collections); }});
    };
    row("one of each", "content", Verdict::Holds, [](CollectionChoice &) {});
    row("nothing", "content", Verdict::Blocks, [](CollectionChoice &c) {
        c.databases.clear();
        c.collections.clear();
    });
    row("100 and 100", "content", Verdict::Holds, [](CollectionChoice &c) {
        c.databases = many(100, "a");
        c.collections = many(100, "stock.a");
    });
    row("101 databases", "content", Verdict::Blocks,
        [](CollectionChoice &c) { c.databases = many(101, "a"); });
    row("101 collections", "content", Verdict::Blocks,
        [](CollectionChoice &c) { c.collections = many(101, "stock.a"); });

    row("plain", "names", Verdict::Holds, [](CollectionChoice &) {});
    row("dots in a collection", "names", Verdict::Holds, [](CollectionChoice &c) {
        c.collections = {{"stock.items.2025", {}}};
    });
    row("a collection without database", "names", Verdict::Blocks, [](CollectionChoice &c) {
        c.collections = {{"items", {}}};
    });
    row("a database with a dot", "names", Verdict::Blocks, [](CollectionChoice &c) {
        c.databases = {{"sales.orders", {}}};
    });
    row("an empty one", "names", Verdict::Blocks, [](CollectionChoice &c) {
        c.databases = {{"", {}}};
    });
    row("a target without collection", "names", Verdict::Blocks, [](CollectionChoice &c) {
        c.collections = {{"stock.items", "stock."}};
    });
    row("a suffix with a dot", "names", Verdict::Blocks,
        [](CollectionChoice &c) { c.databaseSuffix = ".old"; });
    row("a target with a dollar", "names", Verdict::Warns, [](CollectionChoice &c) {
        c.databases = {{"sales", "sa$les"}};
    });
    row("a database of 64 bytes", "names", Verdict::Warns, [](CollectionChoice &c) {
        c.databases = {{"sales", QString(64, 'x')}};
    });
    row("a namespace of 256 bytes", "names", Verdict::Warns, [](CollectionChoice &c) {
        c.collectionSuffix = QString(240, 'x');
        c.collections = {{"stock.items_before", {}}};
    });

    row("none", "system", Verdict::Holds, [](CollectionChoice &) {});
    row("admin", "system", Verdict::Warns, [](CollectionChoice &c) {
        c.databases = {{"admin", {}}};
    });
    row("into config", "system", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.items", "config.items"}};
    });

    row("none", "clashes", Verdict::Holds, [](CollectionChoice &) {});
    row("two to one name", "clashes", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.items", "old.items"}, {"sale.items", "old.items"}};
    });
    row("one chosen twice", "clashes", Verdict::Warns, [](CollectionChoice &c) {
        c.databases = {{"sales", {}}, {"sales", "sales2"}};
    });
    row("a collection beside its database", "clashes", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"sales.orders", {}}};
    });
    row("a collection into a new database", "clashes", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.items", "sales.items"}};
    });
    row("a suffix onto a chosen name", "clashes", Verdict::Warns, [](CollectionChoice &c) {
        c.databases.clear();
        c.collectionSuffix = "_old";
        c.collections = {{"stock.items", {}}, {"stock.goods", "stock.items_old"}};
    });

    for (const char *word : {"ALL", "NONE", "ALL_EXCEPT_TTL"})
        row(word, "strategies", Verdict::Holds,
            [word](CollectionChoice &c) { c.indexStrategy = word; });
    row("an unknown one for indexes", "strategies", Verdict::Blocks,
        [](CollectionChoice &c) { c.indexStrategy = "SOME"; });
    row("an unknown one for writing", "strategies", Verdict::Blocks,
        [](CollectionChoice &c) { c.writeStrategy = "MERGE"; });
    row("new", "overwrite", Verdict::Holds, [](CollectionChoice &) {});
    row("replaced", "overwrite", Verdict::Warns,
        [](CollectionChoice &c) { c.writeStrategy = "OVERWRITE_EXISTING"; });
    row("nobody knows", "rename", Verdict::Unknown, [](CollectionChoice &) {});
    row("ordinary ones", "excluded", Verdict::Unknown, [](CollectionChoice &) {});
    row("the definitions of views", "excluded", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.system.views", {}}};
    });
    row("a time series' buckets", "excluded", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.system.buckets.load", {}}};
    });
    row("queryable encryption", "excluded", Verdict::Warns, [](CollectionChoice &c) {
        c.collections = {{"stock.enxcol_.items.esc", {}}};
    });

    const auto onto = [](PlanWorld &w) {
        w.plan.targetProjectId = w.plan.snapshot.projectId;
        w.plan.targetCluster = w.plan.snapshot.cluster;
    };
    rows.append({"collection", "onto itself under its own name", "rename", Verdict::Warns, onto});
    rows.append({"collection", "onto itself with a suffix", "rename", Verdict::Unknown,
                 [onto](PlanWorld &w) {
                     onto(w);
                     w.plan.collections.databaseSuffix = "_before";
                 }});
    rows.append({"collection", "no other", "one-job", Verdict::Holds, [](PlanWorld &) {}});
    rows.append({"collection", "jobs not read", "one-job", Verdict::Unknown,
                 [](PlanWorld &w) { w.facts.targetJobs.reset(); }});
    rows.append({"collection", "another", "one-job", Verdict::Warns, [](PlanWorld &w) {
                     RestoreJob job = w.job();
                     job.sourceCluster = w.plan.snapshot.cluster;
                     job.targetCluster = "elsewhere";
                     w.run(job);
                 }});
    return rows;
}

QList<CheckRow> downloadRows()
{
    QList<CheckRow> rows;
    for (const char *base :
         {"cloud-download", "flex-download", "tenant-download", "legacy-download"}) {
        const bool chosenLife = QLatin1StringView(base) == QLatin1StringView("legacy-download");
        const auto row = [&](const char *name, const char *id, Verdict verdict, auto change) {
            rows.append({base, name, id, verdict, change});
        };
        const auto download = [](PlanWorld &w, JobState state) {
            RestoreJob job = w.job(state);
            job.download = true;
            job.snapshotId = w.plan.snapshot.id;
            job.expires = w.facts.now.addSecs(600);
            w.run(job);
        };
        row("none", "download-running", Verdict::Holds, [](PlanWorld &) {});
        row("jobs not read", "download-running", Verdict::Unknown,
            [](PlanWorld &w) { w.facts.targetJobs.reset(); });
        row("another", "download-running", Verdict::Blocks,
            [download](PlanWorld &w) { download(w, JobState::Running); });
        row("some of its links", "download-running", Verdict::Warns, [](PlanWorld &w) {
            const QJsonObject raw {
                {"id", "some"},
                {"deliveryType", "download"},
                {"snapshotId", w.plan.snapshot.id},
                {"components",
                 QJsonArray {QJsonObject {{"downloadUrl", "https://d.test/a"}}, QJsonObject()}}};
            const auto job = kindById(u"cloud")->getJob({"p", "c"}, "some").read(jsonReply(raw));
            if (!job)
                qFatal("the job does not decode");
            w.run(*job);
        });
        row("a link is ready", "download-running", Verdict::Warns,
            [download](PlanWorld &w) { download(w, JobState::Ready); });
        row("a link has ended", "download-running", Verdict::Holds, [download](PlanWorld &w) {
            download(w, JobState::Ready);
            w.facts.now = w.facts.now.addSecs(601);
        });
        row("a restore of it runs", "download-running", Verdict::Holds, [](PlanWorld &w) {
            RestoreJob job = w.job();
            job.snapshotId = w.plan.snapshot.id;
            w.run(job);
        });
        row("in time", "link-life", Verdict::Holds, [](PlanWorld &) {});
        row("beyond the snapshot", "link-life", chosenLife ? Verdict::Blocks : Verdict::Warns,
            [](PlanWorld &w) { w.plan.snapshot.expires = w.facts.now.addSecs(3599); });
        row("no expiry told", "link-life", Verdict::Unknown,
            [](PlanWorld &w) { w.plan.snapshot.expires = {}; });
        row("whatever it is", "role", Verdict::Unknown, [](PlanWorld &) {});
        if (!chosenLife)
            row("nobody knows", "access-list", Verdict::Unknown, [](PlanWorld &) {});
    }
    rows.append({"cloud-download", "nobody knows", "port", Verdict::Unknown, [](PlanWorld &) {}});
    for (const char *base : {"cloud-download", "legacy-download"}) {
        rows.append({base, "no key", "download-encryption", Verdict::Holds, [](PlanWorld &) {}});
        rows.append({base, "a key", "download-encryption", Verdict::Blocks,
                     [](PlanWorld &w) { w.plan.snapshot.encryptionKey = "4f9d3a54"; }});
        rows.append({base, "a key of the source", "download-encryption", Verdict::Warns,
                     [](PlanWorld &w) { w.source().encryptionAtRest = "AZURE"; }});
        rows.append({base, "a source nobody knows", "download-encryption", Verdict::Unknown,
                     [](PlanWorld &w) { w.plan.snapshot.cluster = "elsewhere"; }});
    }
    rows.append({"legacy-download", "as offered", "terms", Verdict::Holds, [](PlanWorld &) {}});
    rows.append({"legacy-download", "no hours", "terms", Verdict::Blocks,
                 [](PlanWorld &w) { w.plan.terms.expirationHours = 0; }});
    rows.append({"legacy-download", "no downloads", "terms", Verdict::Blocks,
                 [](PlanWorld &w) { w.plan.terms.maxDownloads = 0; }});
    rows.append({"legacy-download", "a week of a snapshot of five days", "link-life",
                 Verdict::Blocks, [](PlanWorld &w) { w.plan.terms.expirationHours = 168; }});
    return rows;
}
