#include "exportrows.h"

#include "session/makeerror.h"
#include "tables/rowexport.h"
#include "widgets/recordtable.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QPointer>
#include <QSaveFile>
#include <numeric>

namespace {

struct ExportRows {
    Q_DECLARE_TR_FUNCTIONS(ExportRows)
};

QList<int> rowsOf(const RecordTable &table)
{
    QList<int> rows;
    const QModelIndexList selected = table.selectionModel()->selectedRows();
    if (selected.size() > 1) {
        for (const QModelIndex &index : selected)
            rows.append(index.row());
        std::sort(rows.begin(), rows.end());
    } else {
        rows.resize(table.model()->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    return rows;
}

QList<int> columnsOf(const RecordTable &table)
{
    QList<int> columns;
    for (int place = 0; place < table.horizontalHeader()->count(); ++place) {
        const int column = table.horizontalHeader()->logicalIndex(place);
        if (!table.isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

} // namespace

Result<int> writeRows(const RecordTable &table, const QString &fileName)
{
    const auto *model = qobject_cast<const RecordModelBase *>(table.model());
    const QList<int> rows = rowsOf(table);
    const QList<int> columns = columnsOf(table);
    const bool json = fileName.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
    QSaveFile file(fileName);
    const QByteArray bytes =
        json ? rowsAsJson(*model, rows, columns) : rowsAsCsv(*model, rows, columns);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return makeError(
            Error::Kind::Disk,
            ExportRows::tr("The rows could not be written: %1").arg(file.errorString()));
    return int(rows.size());
}

void askAndExportRows(RecordTable &table, QWidget *parent,
                      std::function<void(bool ok, const QString &sentence)> done)
{
    auto *dialog = new QFileDialog(parent, ExportRows::tr("Export rows"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({ExportRows::tr("CSV (*.csv)"), ExportRows::tr("JSON (*.json)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("json")) ? QStringLiteral("json")
                                                                        : QStringLiteral("csv"));
    });
    QObject::connect(
        dialog, &QFileDialog::fileSelected, dialog,
        [table = QPointer<RecordTable>(&table), done](const QString &fileName) {
            if (!table)
                return;
            const Result<int> written = writeRows(*table, fileName);
            done(written.has_value(),
                 written
                     ? ExportRows::tr("%n row(s) written to %1", nullptr, *written).arg(fileName)
                     : written.error().detail);
        });
    dialog->open();
}
