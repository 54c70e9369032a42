// The files of a transfer that has several (shards, config servers), one a row: state, progress,
// verdict, hash. The current row chooses whose details are shown; it follows nothing but the
// person.
#pragma once

#include "transfers/transfercolumns.h"

#include <QTableWidget>

class TransferParts : public QTableWidget
{
    Q_OBJECT

public:
    explicit TransferParts(QWidget *parent = nullptr);

    /// Of another transfer than before, the first file that needs a look becomes current.
    void setRow(const TransferRow &row);
    /// 0 where nothing was chosen.
    qsizetype currentPart() const { return qMax(0, currentRow()); }

signals:
    void currentPartChanged();

private:
    void setCell(int row, int column, const QString &text);

    QString m_id;
};
