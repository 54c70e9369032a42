// The transfers of this computer in a file, one JSON object a line, the last line of an id counts.
// Never an address or a header. Mode 0600; each line is on the disk before append() returns.
#pragma once

#include "transfer/transfer.h"

class TransferHistory
{
    Q_DISABLE_COPY_MOVE(TransferHistory)

public:
    /// An empty name keeps nothing.
    explicit TransferHistory(const QString &fileName);
    ~TransferHistory();

    /// What was written before, oldest first; what was under way is Paused. While another Snapback
    /// has the file, only what is finished: the rest is its own.
    QList<Transfer> load();
    void append(const Transfer &transfer);
    void appendRemoved(const QString &id);

private:
    void appendLine(const QByteArray &line);
    void compact(const QList<Transfer> &transfers, qsizetype lines);

    QString m_fileName;
    int m_lock = -1;
};
