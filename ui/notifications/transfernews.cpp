#include "notifications/transfernews.h"

#include <QCoreApplication>

#include <algorithm>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TransferNews)
};

constexpr qsizetype kMostLines = 5; // a message is no table

bool isGood(const TransferRow &row)
{
    const Verdict verdict = row.transfer.verdict();
    return row.transfer.state() == TransferState::Done
        && (verdict == Verdict::MatchesPublished || verdict == Verdict::Recorded);
}

/// The verdict's words, or what it stopped at.
QString outcome(const TransferRow &row)
{
    if (row.transfer.state() == TransferState::Done)
        return verdictText(row.transfer.verdict());
    for (const TransferPart &part : row.transfer.parts) {
        if (part.state == TransferState::Failed && part.problem)
            return Words::tr("%1. %2", "state, reason").arg(stateText(row), describe(part.problem));
    }
    return stateText(row);
}

QString titleOf(const QList<TransferRow> &rows)
{
    const auto good = std::count_if(rows.cbegin(), rows.cend(), isGood);
    if (rows.size() > 1)
        return good == rows.size()
            ? Words::tr("%1 downloads done").arg(good)
            : Words::tr("%1 of %2 downloads done").arg(good).arg(rows.size());
    if (good == 1)
        return Words::tr("Download done");
    return rows.first().transfer.state() == TransferState::Done
        ? Words::tr("Download not usable")
        : Words::tr("Download not finished");
}

} // namespace

DesktopMessage downloadsEnded(const QString &key, const QList<TransferRow> &rows)
{
    QStringList lines;
    for (const TransferRow &row : rows.first(qMin(rows.size(), kMostLines)))
        lines << Words::tr("%1: %2", "download, verdict").arg(row.transfer.label, outcome(row));
    if (rows.size() > kMostLines)
        lines << Words::tr("and %1 more").arg(rows.size() - kMostLines);
    return {.key = key,
            .title = titleOf(rows),
            .text = lines.join(u'\n'),
            .action = Words::tr("Open"),
            .urgent = !std::all_of(rows.cbegin(), rows.cend(), isGood),
            .stays = true};
}
