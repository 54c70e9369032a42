#include "tables/snapshotcolumns.h"
#include "tables/kindcells.h"
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

QList<Column<Snapshot>> columns()
{
    return {
        {.id = "taken",
         .title = SnapshotColumns::tr("Taken"),
         .text = [](const Snapshot &s, const Context &c) { return agedTime(s.taken, c); },
         .sortKey = [](const Snapshot &s) { return timeKey(s.taken); },
         .toolTip = [](const Snapshot &s, const Context &) { return formatLocalAndUtc(s.taken); },
         .search = [](const Snapshot &s, const Context &) { return searchedTime(s.taken); },
         .ageing = true},
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
        {.id = "type", .title = SnapshotColumns::tr("Type"), .text = plain<&Snapshot::type>},
        {.id = "frequency",
         .title = SnapshotColumns::tr("Frequency"),
         .text = plain<&Snapshot::frequency>},
        {.id = "version",
         .title = SnapshotColumns::tr("Version"),
         .text = plain<&Snapshot::version>},
        {.id = "size",
         .title = SnapshotColumns::tr("Size"),
         .text =
             [](const Snapshot &s, const Context &) {
                 return s.sizeBytes < 0 ? QString() : formatSize(s.sizeBytes);
             },
         .sortKey = [](const Snapshot &s) { return s.sizeBytes; },
         .alignment = Qt::AlignRight | Qt::AlignVCenter},
        {.id = "expires",
         .title = SnapshotColumns::tr("Expires"),
         .text = [](const Snapshot &s, const Context &c) { return formatAge(s.expires, c.now); },
         .sortKey = [](const Snapshot &s) { return timeKey(s.expires); },
         .toolTip = [](const Snapshot &s, const Context &) { return formatLocalAndUtc(s.expires); },
         .search = noSearch<Snapshot>,
         .ageing = true},
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
             return containsName(s.type, v);
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
         [](const Snapshot &s, const Value &v, const Context &) { return isWithin(s.taken, v); },
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
