// What lives in the transfer thread: the downloads, by key, and what they share. Only the queue
// talks to it, by queued calls; it answers by signals.
#pragma once

#include "transfer/download.h"

#include <map>
#include <memory>

struct DownloadOrder {
    QString key;
    QString target; // path without ".part"
    QString label; // whose the partial file is
    DownloadLink link;
};

struct CommitOrder {
    QString key;
    QString name; // path it should get
    bool writeChecksum = false; // a .sha256 beside it
};

struct CommitResult {
    QString path; // what it is called now
    QString checksumFile; // empty if none was asked for or could be written
    TransferProblem problem; // with a path: only the checksum file is missing
};

class TransferWorker : public QObject
{
    Q_OBJECT

public:
    explicit TransferWorker(const DownloadPolicy &policy) : m_policy(policy) { }
    ~TransferWorker() override;

    /// Starts, or goes on, with the order's link if it has one.
    void start(const DownloadOrder &order);
    void pause(const QString &key);
    /// Gives the complete file its name.
    void commit(const CommitOrder &order);
    /// What committed() said is kept: forgets the download.
    void forgetState(const QString &key);
    /// What is on the disk is not what was received: the next start begins at the beginning.
    void distrust(const QString &key);
    /// Stops; with `discard` what is there of it is removed.
    void forget(const DownloadOrder &order, bool discard);
    /// Bytes a second for all together; 0: no limit.
    void setRate(qint64 rate) { m_throttle.setRate(rate); }

signals:
    void changed(const QString &key, const DownloadStatus &status);
    void committed(const QString &key, const CommitResult &result);

private:
    DownloadPolicy m_policy;
    DownloadNetwork m_network;
    Throttle m_throttle;
    SpaceLedger m_space;
    std::map<QString, std::unique_ptr<Download>> m_downloads;
};
