#include "activity/activitycolumns.h"

#include "atlas/jobkind.h"
#include "base/format.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace {

struct Activity {
    Q_DECLARE_TR_FUNCTIONS(Activity)
};

JobState badge(JournalEntry::Outcome outcome)
{
    switch (outcome) {
    case JournalEntry::Outcome::Started:
        return JobState::Done;
    case JournalEntry::Outcome::NotStarted:
        return JobState::Failed;
    case JournalEntry::Outcome::NotFound:
        return JobState::Cancelled;
    case JournalEntry::Outcome::Open:
    case JournalEntry::Outcome::Unknown:
        break;
    }
    return JobState::Unknown;
}

QString kindTitle(const JournalEntry &entry)
{
    const JobKind *kind = kindById(entry.kindId);
    return kind ? kind->title() : entry.kindId;
}

QString sourceText(const JournalEntry &entry)
{
    return QStringLiteral("%1 / %2").arg(entry.sourceProject, entry.sourceCluster);
}

QString actionText(const JournalEntry &entry)
{
    const QHash<QString, QString> words {
        {QStringLiteral("restore"), Activity::tr("Restore")},
        {QStringLiteral("collections"), Activity::tr("Restore collections")},
        {QStringLiteral("download"), Activity::tr("Make a download")},
        {QStringLiteral("cancel"), Activity::tr("Cancel a download")},
        {QStringLiteral("snapshot"), Activity::tr("Take a snapshot")}};
    return words.value(entry.action, entry.action);
}

// What a download, a cancellation or a snapshot touches is its source alone.
QString targetOf(const JournalEntry &entry)
{
    if (entry.targetCluster.isEmpty())
        return {};
    return QStringLiteral("%1 / %2").arg(entry.targetProject, entry.targetCluster);
}

} // namespace

QString outcomeText(JournalEntry::Outcome outcome)
{
    switch (outcome) {
    case JournalEntry::Outcome::Open:
        return Activity::tr("Interrupted, not known");
    case JournalEntry::Outcome::Started:
        return Activity::tr("Started");
    case JournalEntry::Outcome::NotStarted:
        return Activity::tr("Not started");
    case JournalEntry::Outcome::Unknown:
        return Activity::tr("Not known");
    case JournalEntry::Outcome::NotFound:
        return Activity::tr("No such job found");
    }
    return {};
}

Table<JournalEntry> activityTable()
{
    using Entry = JournalEntry;
    Table<Entry> table;
    table.id = [](const Entry &entry) { return entry.id; };
    table.state = [](const Entry &entry, const TextContext &) { return int(badge(entry.outcome)); };
    table.columns = {
        {.id = "time",
         .title = Activity::tr("When"),
         .text = [](const Entry &e, const TextContext &) { return formatLocal(e.time); },
         .sortKey = [](const Entry &e) { return e.time.toMSecsSinceEpoch(); }},
        {.id = "state",
         .title = Activity::tr("Outcome"),
         .text = [](const Entry &e, const TextContext &) { return outcomeText(e.outcome); }},
        {.id = "action",
         .title = Activity::tr("Action"),
         .text = [](const Entry &e, const TextContext &) { return actionText(e); }},
        {.id = "kind",
         .title = Activity::tr("Kind"),
         .text = [](const Entry &e, const TextContext &) { return kindTitle(e); }},
        {.id = "source",
         .title = Activity::tr("Source"),
         .text = [](const Entry &e, const TextContext &) { return sourceText(e); }},
        {.id = "target",
         .title = Activity::tr("Target"),
         .text = [](const Entry &e, const TextContext &) { return targetOf(e); }},
        {.id = "reason",
         .title = Activity::tr("Reason"),
         .text = [](const Entry &e, const TextContext &) { return e.reason; }},
        {.id = "job",
         .title = Activity::tr("Job ID"),
         .text = [](const Entry &e, const TextContext &) { return e.jobId; }},
        {.id = "profile",
         .title = Activity::tr("Profile"),
         .text = [](const Entry &e, const TextContext &) { return e.profileName; }},
    };
    return table;
}

QList<Fact> activityFacts(const JournalEntry &entry)
{
    using Type = Fact::Type;
    const QList<Fact> all = {
        {Activity::tr("Sent"), {}, Type::Time, entry.time},
        {Activity::tr("Outcome"), outcomeText(entry.outcome), Type::Text, {}},
        {Activity::tr("Known since"), {}, Type::Time, entry.outcomeTime},
        {entry.action == u"snapshot"_s ? Activity::tr("New snapshot's ID") : Activity::tr("Job ID"),
         entry.jobId,
         Type::Identifier,
         {}},
        {Activity::tr("Reason or ticket"), entry.reason, Type::Text, {}},
        {Activity::tr("What Atlas said"), entry.detail, Type::Text, {}},
        {Activity::tr("Error code"), entry.errorCode, Type::Text, {}},
        {Activity::tr("Action"), actionText(entry), Type::Text, {}},
        {Activity::tr("Kind"), kindTitle(entry), Type::Text, {}},
        {Activity::tr("Source"), sourceText(entry), Type::Text, {}},
        {Activity::tr("Snapshot ID"), entry.snapshotId, Type::Identifier, {}},
        {entry.point.isEmpty() ? Activity::tr("Snapshot taken") : Activity::tr("Data as of"),
         {},
         Type::Time,
         entry.snapshotTime},
        {Activity::tr("Point"), entry.point, Type::Text, {}},
        {entry.action == u"cancel"_s         ? Activity::tr("Job to be cancelled")
             : entry.action == u"snapshot"_s ? Activity::tr("Description")
                                             : Activity::tr("Databases and collections"),
         entry.scope,
         entry.action == u"cancel"_s ? Type::Identifier : Type::Text,
         {}},
        {Activity::tr("Target"), targetOf(entry), Type::Text, {}},
        {Activity::tr("Target project ID"), entry.targetProjectId, Type::Identifier, {}},
        {Activity::tr("Profile"), entry.profileName, Type::Text, {}},
        {Activity::tr("Login"), entry.loginName, Type::Text, {}},
        {Activity::tr("Address"), entry.baseUrl, Type::Text, {}},
    };
    QList<Fact> present;
    for (const Fact &fact : all) {
        if (!fact.value.isEmpty() || fact.time.isValid())
            present.append(fact);
    }
    return present;
}
