// "Export rows…": the rows of a table into a file of the person's choice, CSV or JSON.
#pragma once

#include "base/result.h"

#include <QString>
#include <functional>

class RecordTable;
class QWidget;

/// Writes the selected rows if there are several, else all that are shown, with the columns in
/// sight. JSON where the name ends so, else CSV. The file is replaced only when all is written.
Result<int> writeRows(const RecordTable &table, const QString &fileName);
/// Asks for a file (open(), not exec()) and calls `done` with a sentence about the outcome.
void askAndExportRows(RecordTable &table, QWidget *parent,
                      std::function<void(bool ok, const QString &sentence)> done);
