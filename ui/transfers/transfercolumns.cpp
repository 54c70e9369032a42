#include "transfers/transfercolumns.h"

#include "base/format.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <limits>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TransferColumns)
};

using Row = TransferRow;
using Context = TextContext;

qint64 verifiedOf(const Transfer &transfer)
{
    qint64 sum = 0;
    for (const TransferPart &part : transfer.parts)
        sum += part.state == TransferState::Done ? part.received : part.verified;
    return sum;
}

QString percent(int permille)
{
    return Words::tr("%1 %").arg(permille / 10);
}

bool isWalked(const ArchiveListing &archive)
{
    return archive.count > 0 || !archive.damage.isEmpty();
}

QString speedText(const Row &row, const Context &)
{
    const double speed = row.transfer.bytesPerSecond;
    return speed < 1 ? QString() : Words::tr("%1/s").arg(formatSize(qint64(speed)));
}

QString leftText(const Row &row, const Context &)
{
    const auto left = row.transfer.timeLeft();
    return left && row.transfer.state() == TransferState::Downloading ? formatDuration(*left)
                                                                      : QString();
}

QString verificationText(const Row &row, const Context &)
{
    return verdictText(row.transfer.verdict());
}

QString folderText(const Row &row, const Context &)
{
    const QList<TransferPart> &parts = row.transfer.parts;
    return parts.isEmpty() ? QString() : QFileInfo(parts.first().path).absolutePath();
}

qint64 secondsLeft(const Row &row)
{
    const auto left = row.transfer.timeLeft();
    return left ? left->count() : std::numeric_limits<qint64>::max();
}

} // namespace

QString fileText(const Transfer &transfer)
{
    if (transfer.parts.size() == 1)
        return QFileInfo(transfer.parts.first().path).fileName();
    return Words::tr("%n files", nullptr, int(transfer.parts.size()));
}

QString progressText(const Transfer &transfer)
{
    const qint64 size = transfer.size();
    const int permille = permilleOf(transfer);
    if (transfer.state() == TransferState::Done || waitsForHash(transfer))
        return formatSize(transfer.received());
    if (size < 0)
        return Words::tr("%1 so far").arg(formatSize(transfer.received()));
    if (transfer.state() == TransferState::Verifying)
        return Words::tr("%1 verified").arg(percent(permille));
    return Words::tr("%1 of %2").arg(percent(permille), formatSize(size));
}

TransferRow rowOfPart(const TransferRow &row, qsizetype part)
{
    TransferRow one = row;
    one.transfer.parts = {row.transfer.parts[part]};
    if (one.transfer.state() != TransferState::NeedsLink)
        one.need = {};
    return one;
}

bool waitsForHash(const Transfer &transfer)
{
    return transfer.state() == TransferState::Verifying && transfer.hashExpected
        && std::all_of(transfer.parts.cbegin(), transfer.parts.cend(),
                       [](const TransferPart &part) {
                           return part.state != TransferState::Verifying
                               || (part.publishedHash.isEmpty() && isWalked(part.archive));
                       });
}

QString stateText(const TransferRow &row)
{
    switch (row.need.kind) {
    case TransferNeed::Kind::Asking:
        return Words::tr("Asking for the link");
    case TransferNeed::Kind::Preparing:
        return Words::tr("Atlas prepares the file");
    case TransferNeed::Kind::NewJob:
        return Words::tr("Needs a new download job");
    case TransferNeed::Kind::Trouble:
        return Words::tr("Atlas not reached");
    case TransferNeed::Kind::None:
        break;
    }
    const Verdict verdict = row.transfer.verdict();
    if (verdict == Verdict::Mismatch || verdict == Verdict::Damaged)
        return Words::tr("Not usable"); // never "Done"
    if (waitsForHash(row.transfer))
        return Words::tr("Waiting for Atlas's hash");
    return stateText(row.transfer.state());
}

JobState badgeOf(const TransferRow &row)
{
    const Transfer &transfer = row.transfer;
    const Verdict verdict = transfer.verdict();
    if (verdict == Verdict::Mismatch || verdict == Verdict::Damaged)
        return JobState::Failed;
    switch (transfer.state()) {
    case TransferState::Queued:
        return JobState::Queued;
    case TransferState::Checking:
    case TransferState::Downloading:
    case TransferState::Verifying:
    case TransferState::Waiting:
        return JobState::Running;
    case TransferState::NeedsLink:
        return row.need.kind == TransferNeed::Kind::Asking
                || row.need.kind == TransferNeed::Kind::Preparing
            ? JobState::Queued
            : JobState::Expired;
    case TransferState::Paused:
        return JobState::Cancelled;
    case TransferState::Done:
        return JobState::Done;
    case TransferState::Failed:
        return JobState::Failed;
    }
    return JobState::Unknown;
}

int permilleOf(const Transfer &transfer)
{
    const qint64 size = transfer.size();
    if (size <= 0)
        return -1;
    if (waitsForHash(transfer))
        return 1000;
    const bool verifying = transfer.state() == TransferState::Verifying;
    const qint64 done = verifying ? verifiedOf(transfer) : transfer.received();
    return int(std::clamp<qint64>(done * 1000 / size, 0, 1000));
}

Table<TransferRow> transferTable()
{
    Table<Row> table;
    table.id = [](const Row &row) { return row.transfer.id; };
    table.state = [](const Row &row, const Context &) { return int(badgeOf(row)); };
    table.columns = {
        {.id = "file",
         .title = Words::tr("File"),
         .text = [](const Row &row, const Context &) { return fileText(row.transfer); }},
        {.id = "job",
         .title = Words::tr("Job"),
         .text = [](const Row &row, const Context &) { return row.transfer.label; }},
        {.id = "state",
         .title = Words::tr("State"),
         .text = [](const Row &row, const Context &) { return stateText(row); }},
        {.id = "progress",
         .title = Words::tr("Progress"),
         .text = [](const Row &row, const Context &) { return progressText(row.transfer); },
         .sortKey = [](const Row &row) { return qint64(permilleOf(row.transfer)); }},
        {.id = "verification",
         .title = Words::tr("Verification"),
         .text = &verificationText,
         .sortKey = [](const Row &row) { return qint64(row.transfer.verdict()); }},
        {.id = "speed",
         .title = Words::tr("Speed"),
         .text = &speedText,
         .sortKey = [](const Row &row) { return qint64(row.transfer.bytesPerSecond); }},
        {.id = "left", .title = Words::tr("Time left"), .text = &leftText, .sortKey = &secondsLeft},
        {.id = "started",
         .title = Words::tr("Started"),
         .text = [](const Row &row, const Context &) { return formatLocal(row.transfer.created); },
         .sortKey = [](const Row &row) { return row.transfer.created.toSecsSinceEpoch(); },
         .exported = [](const Row &row,
                        const Context &) { return toIsoTime(row.transfer.created); }},
        {.id = "folder", .title = Words::tr("Folder"), .text = &folderText, .hiddenAtFirst = true},
        {.id = "jobId",
         .title = Words::tr("Job ID"),
         .text = [](const Row &row, const Context &) { return row.transfer.jobId; },
         .hiddenAtFirst = true},
    };
    return table;
}
