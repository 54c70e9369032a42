// The table of the transfers: its columns as data. Colours and the progress bar belong to
// transferdelegates.h.
#pragma once

#include "tables/table.h"
#include "transfers/transferdesk.h"

struct TransferRow {
    Transfer transfer;
    TransferNeed need;

    bool operator==(const TransferRow &) const = default;
};

Table<TransferRow> transferTable();

/// "Downloading", or what it waits for in a few words.
QString stateText(const TransferRow &row);
/// The state of the parts that tells most, as one of the states every table knows.
JobState badgeOf(const TransferRow &row);
/// 0 to 1000, of the bytes that came or were verified; -1: not known.
int permilleOf(const Transfer &transfer);
/// The name of the only file, or how many there are.
QString fileText(const Transfer &transfer);
/// How far it is, in words.
QString progressText(const Transfer &transfer);
/// As if this file were all of the transfer.
TransferRow rowOfPart(const TransferRow &row, qsizetype part);
/// All bytes are here and the archive was walked; Atlas has not published the hash yet.
bool waitsForHash(const Transfer &transfer);
