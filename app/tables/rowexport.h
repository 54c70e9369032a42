// Rows of a table as a file: what is shown, with times in UTC instead of ages. No cell of any table
// holds a secret or the address of a file.
#pragma once

#include "tables/recordmodel.h"

#include <QByteArray>
#include <QList>

/// RFC 4180: CRLF, quotes doubled, a header line of the columns' titles, UTF-8. A cell that a
/// spreadsheet would take for a formula gets an apostrophe in front.
QByteArray rowsAsCsv(const RecordModelBase &model, const QList<int> &rows,
                     const QList<int> &columns);
/// A list of objects with the columns' ids as names, all texts.
QByteArray rowsAsJson(const RecordModelBase &model, const QList<int> &rows,
                      const QList<int> &columns);
