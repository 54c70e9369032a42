#include "transfers/transferparts.h"

#include "style/theme.h"
#include "tables/recordmodel.h"
#include "transfers/transferdelegates.h"
#include "widgets/tablestyle.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>

namespace {

enum Column { kFile, kState, kVerification, kProgress, kHash, kColumnCount };

QString hashText(const TransferPart &part)
{
    if (part.sha256.isEmpty())
        return {};
    return part.publishedHash.isEmpty() ? TransferParts::tr("SHA-256 %1").arg(part.sha256)
                                        : TransferParts::tr("SHA-1 %1").arg(part.sha1);
}

QString fileName(const TransferPart &part)
{
    return QFileInfo(part.path).fileName();
}

/// How many characters all names have in common, up to a place where a word begins.
qsizetype commonStart(const QList<TransferPart> &parts)
{
    const QString first = fileName(parts.first());
    qsizetype same = first.size();
    for (const TransferPart &part : parts) {
        const QString name = fileName(part);
        const auto differ =
            std::mismatch(first.cbegin(), first.cbegin() + same, name.cbegin(), name.cend());
        same = differ.first - first.cbegin();
    }
    while (same > 0 && first[same - 1].isLetterOrNumber())
        --same;
    return same;
}

/// The first that failed, does not fit or asks for something.
int mostTelling(const QList<TransferPart> &parts)
{
    for (int i = 0; i < int(parts.size()); ++i) {
        const TransferPart &part = parts[i];
        if (part.problem || part.state == TransferState::NeedsLink
            || part.verdict == Verdict::Mismatch || part.verdict == Verdict::Damaged)
            return i;
    }
    return 0;
}

} // namespace

TransferParts::TransferParts(QWidget *parent) : QTableWidget(0, kColumnCount, parent)
{
    setObjectName(QStringLiteral("transferParts"));
    setAccessibleName(tr("Files of the transfer"));
    setHorizontalHeaderLabels(
        {tr("File"), tr("State"), tr("Verification"), tr("Progress"), tr("Hash")});
    styleTable(this);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setItemDelegateForColumn(kState, new TransferStateDelegate(this));
    setItemDelegateForColumn(kProgress, new ProgressDelegate(this));
    setItemDelegateForColumn(kVerification, new VerdictDelegate(this));
    const int letter = fontMetrics().averageCharWidth();
    for (const auto &[column, letters] : {std::pair(kFile, 22), std::pair(kState, 31),
                                          std::pair(kVerification, 42), std::pair(kProgress, 18)})
        setColumnWidth(column, letters * letter);
    connect(this, &QTableWidget::currentCellChanged, this, [this](int row, int, int before) {
        if (row >= 0 && row != before)
            emit currentPartChanged();
    });
}

void TransferParts::setCell(int row, int column, const QString &text)
{
    QTableWidgetItem *cell = item(row, column);
    if (!cell) {
        cell = new QTableWidgetItem;
        setItem(row, column, cell);
    }
    if (cell->text() == text)
        return;
    cell->setText(text);
    cell->setToolTip(text);
}

void TransferParts::setRow(const TransferRow &row)
{
    const QSignalBlocker quiet(this);
    const QList<TransferPart> &parts = row.transfer.parts;
    setRowCount(int(parts.size()));
    const qsizetype same = parts.size() > 1 ? commonStart(parts) : 0;
    for (int i = 0; i < int(parts.size()); ++i) {
        const TransferRow one = rowOfPart(row, i);
        // Shards differ at the end of long names.
        setCell(i, kFile,
                (same > 0 ? QStringLiteral("…") : QString()) + fileName(parts[i]).mid(same));
        item(i, kFile)->setToolTip(fileName(parts[i]));
        setCell(i, kState, stateText(one));
        setCell(i, kProgress, progressText(one.transfer));
        setCell(i, kVerification, verdictText(parts[i].verdict));
        setCell(i, kHash, hashText(parts[i]));
        item(i, kProgress)->setData(RecordModelBase::SortKeyRole, permilleOf(one.transfer));
        for (const int column : {kState, kProgress})
            item(i, column)->setData(RecordModelBase::StateRole, int(badgeOf(one)));
        item(i, kVerification)->setData(RecordModelBase::SortKeyRole, int(parts[i].verdict));
    }
    if (row.transfer.id == m_id)
        return;
    m_id = row.transfer.id;
    setCurrentCell(mostTelling(parts), 0);
}
