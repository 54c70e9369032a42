#include "tables/snapshotcolumns.h"
#include "tables/kindcells.h"
#include "tables/lastgood.h"
#include "tables/snapshotcells.h"
#include "tables/timecells.h"
#include "base/format.h"

#include <QCoreApplication>

namespace {

struct SnapshotColumns {
    Q_DECLARE_TR_FUNCTIONS(SnapshotColumns)
};

using Context = TextContext;

template <QString Snapshot::*text> QString plain(const Snapshot &s, const Context &)
{
    return s.*text;
}

// Unfinished and failed ones have no data's time: their begin, and the word that it is one.
QString takenText(const Snapshot &s, const Context &c)
{
    return s.taken.isValid() || !snapshotTime(s).isValid()
        ? agedTime(s.taken, c)
        : SnapshotColumns::tr("begun %1").arg(agedTime(snapshotTime(s), c));
}

QString typeToolTip(const Snapshot &s, const Context &)
{
    return isFallback(s) ? fallbackWarning() : s.type;
}

QString sizeText(const Snapshot &s, const Context &)
{
    return s.sizeBytes < 0 ? QString() : formatSize(s.sizeBytes);
}

QString membersText(const Snapshot &s, const Context &)
{
    return s.memberCount > 0 ? QString::number(s.memberCount) : QString();
}

QList<Column<Snapshot>> whatAndWhen()
{
    return {
        {.id = "taken",
         .title = SnapshotColumns::tr("Taken"),
         .text = takenText,
         .sortKey = [](const Snapshot &s) { return timeKey(snapshotTime(s)); },
         .toolTip = [](const Snapshot &s,
                       const Context &) { return formatLocalAndUtc(snapshotTime(s)); },
         .search = [](const Snapshot &s, const Context &) { return searchedTime(snapshotTime(s)); },
         .ageing = true,
         .exported = [](const Snapshot &s, const Context &) { return toIsoTime(s.taken); }},
        {.id = "kind",
         .title = SnapshotColumns::tr("Kind"),
         .text = [](const Snapshot &s, const Context &) { return kindTitle(s.kind); }},
        {.id = "project",
         .title = SnapshotColumns::tr("Project"),
         .text = [](const Snapshot &s, const Context &c) { return c.project(s.projectId); },
         .toolTip = plain<&Snapshot::projectId>},
        {.id = "cluster",
         .title = SnapshotColumns::tr("Cluster"),
         .text = plain<&Snapshot::cluster>},
        {.id = "state",
         .title = SnapshotColumns::tr("State"),
         .text = [](const Snapshot &s,
                    const Context &c) { return stateName(snapshotState(s, c.now)); },
         .toolTip = plain<&Snapshot::rawState>,
         .ageing = true,
         .sortKeyNow = [](const Snapshot &s,
                          const Context &c) { return stateKey(snapshotState(s, c.now)); }},
        {.id = "type",
         .title = SnapshotColumns::tr("Type"),
         .text = [](const Snapshot &s, const Context &) { return snapshotTypeName(s); },
         .toolTip = typeToolTip},
        {.id = "frequency",
         .title = SnapshotColumns::tr("Frequency"),
         .text = [](const Snapshot &s, const Context &) { return snapshotFrequencyName(s); }},
    };
}

QList<Column<Snapshot>> columns()
{
    return whatAndWhen()
        + QList<Column<Snapshot>> {
            {.id = "retention",
             .title = SnapshotColumns::tr("Retention"),
             .text = [](const Snapshot &s, const Context &c) { return retentionText(s, c.now); },
             .sortKey = [](const Snapshot &s) { return timeKey(s.expires); },
             .toolTip = [](const Snapshot &s,
                           const Context &) { return formatLocalAndUtc(s.expires); },
             .search = noSearch<Snapshot>,
             .ageing = true,
             .exported = [](const Snapshot &s, const Context &) { return keptFor(s); }},
            {.id = "size",
             .title = SnapshotColumns::tr("Size"),
             .text = sizeText,
             .sortKey = [](const Snapshot &s) { return s.sizeBytes; },
             .alignment = Qt::AlignRight | Qt::AlignVCenter},
            {.id = "version",
             .title = SnapshotColumns::tr("Version"),
             .text = plain<&Snapshot::version>},
            {.id = "description",
             .title = SnapshotColumns::tr("Description"),
             .text = plain<&Snapshot::description>,
             .toolTip = plain<&Snapshot::description>},
            {.id = "members",
             .title = SnapshotColumns::tr("Members"),
             .text = membersText,
             .sortKey = [](const Snapshot &s) { return qint64(s.memberCount); },
             .alignment = Qt::AlignRight | Qt::AlignVCenter,
             .hiddenAtFirst = true},
            {.id = "expires",
             .title = SnapshotColumns::tr("Expires"),
             .text = [](const Snapshot &s,
                        const Context &c) { return formatAge(s.expires, c.now); },
             .sortKey = [](const Snapshot &s) { return timeKey(s.expires); },
             .hiddenAtFirst = true,
             .toolTip = [](const Snapshot &s,
                           const Context &) { return formatLocalAndUtc(s.expires); },
             .search = noSearch<Snapshot>,
             .ageing = true,
             .exported = [](const Snapshot &s, const Context &) { return toIsoTime(s.expires); }},
            {.id = "id",
             .title = SnapshotColumns::tr("Snapshot ID"),
             .text = plain<&Snapshot::id>,
             .hiddenAtFirst = true},
        };
}

QList<FilterKey<Snapshot>> filterKeys()
{
    using Value = FilterValue;
    const auto id = [](const Snapshot &s, const Value &v, const Context &) {
        return startsWithText(s.id, v);
    };
    return {
        {"state",
         [](const Snapshot &s, const Value &v, const Context &c) {
             return isState(snapshotState(s, c.now), v);
         },
         readState},
        {"kind",
         [](const Snapshot &s, const Value &v, const Context &) { return isKind(s.kind, v); }},
        {"type",
         [](const Snapshot &s, const Value &v, const Context &) {
             return containsName(s.type, v) || containsText(snapshotTypeName(s), v);
         }},
        {"project",
         [](const Snapshot &s, const Value &v, const Context &c) {
             return isProject(s.projectId, v, c);
         }},
        {"source",
         [](const Snapshot &s, const Value &v, const Context &) {
             return containsName(s.cluster, v);
         }},
        {"snapshot", id},
        {"id", id},
        {"age",
         [](const Snapshot &s, const Value &v, const Context &) {
             return isWithin(snapshotTime(s), v);
         },
         readAge},
    };
}

} // namespace

JobState snapshotState(const Snapshot &snapshot, const QDateTime &now)
{
    switch (snapshot.state) {
    case SnapshotState::Queued:
        return JobState::Queued;
    case SnapshotState::Running:
        return JobState::Running;
    case SnapshotState::Failed:
        return JobState::Failed;
    case SnapshotState::Completed:
        return snapshot.expires.isValid() && snapshot.expires <= now ? JobState::Expired
                                                                     : JobState::Done;
    case SnapshotState::Unknown:
        break;
    }
    return JobState::Unknown;
}

Table<Snapshot> snapshotTable()
{
    return {
        .columns = columns(),
        .id = [](const Snapshot &s) { return s.id; },
        .state = [](const Snapshot &s, const Context &c) { return int(snapshotState(s, c.now)); },
        .json = [](const Snapshot &s) { return rawLine(s.raw); },
        .alike =
            [](const Snapshot &a, const Snapshot &b) {
                Snapshot other = b; // each reply has a page of its own; the table doesn't show it
                other.raw = a.raw;
                return a == other;
            },
        .filterKeys = filterKeys(),
    };
}
