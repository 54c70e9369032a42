// One file from one link to one PartFile: checks what is there, sends one GET on one connection,
// goes on after a cut, waits where the server asks to, and stops with a named problem or at a link
// that is no longer good. It probes nothing (links are single use). Lives in the transfer thread;
// says every change by changed(), progress at most ten times a second.
#pragma once

#include "transfer/downloadnetwork.h"
#include "transfer/partfile.h"
#include "transfer/replyhead.h"
#include "transfer/spaceledger.h"
#include "transfer/throttle.h"
#include "transfer/transfer.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

struct DownloadPolicy {
    int attempts = 8; // in a row without a byte
    int startOvers = 2; // because the server's file is another one
    std::chrono::milliseconds firstDelay {1'000}; // doubled each time, with jitter of +-25 %
    std::chrono::milliseconds maxDelay {60'000};
    qint64 reserve = 16 * 1024 * 1024; // left free on the disk
    PartFileLimits part;
};

struct DownloadStatus {
    TransferState state = TransferState::Queued; // never Verifying or Done: see complete
    bool complete = false; // all bytes are on the disk, under the partial name
    qint64 received = 0;
    qint64 size = -1;
    TransferProblem problem;
    QDateTime retryAt;
    bool startedOver = false;
    QString sha1; // hex, once complete
    QString sha256;
};

class Download : public QObject
{
    Q_OBJECT

public:
    /// `network`, `throttle` and `space` must outlive it.
    Download(const QString &target, const QString &label, DownloadNetwork &network,
             Throttle &throttle, SpaceLedger &space, const DownloadPolicy &policy,
             QObject *parent = nullptr);
    ~Download() override;

    /// The link for what comes next. A download that stands at NeedsLink goes on with it.
    void setLink(const DownloadLink &link);
    /// Starts or goes on; without effect while it runs or is complete.
    void start();
    /// Lets go of the connection and makes what came safe.
    void pause();
    const DownloadStatus &status() const { return m_status; }
    PartFile &part() { return m_part; }

signals:
    void changed();

private:
    // download.cpp: from state to state
    void check();
    void goOn();
    void needLink(const TransferProblem &problem);
    void waitAndRetry(const TransferProblem &problem, std::chrono::milliseconds atLeast);
    void startOver(const TransferProblem &problem);
    void fail(const TransferProblem &problem);
    void complete();
    void rest();
    void setState(TransferState state);
    void report();
    void after(std::chrono::milliseconds delay, void (Download::*next)());
    TransferProblem claimSpace(qint64 size, qint64 kept);

    // downloadreply.cpp: one GET
    void send(const QUrl &url);
    bool readHead();
    bool takeStart();
    void follow(const ReplyHead &head);
    void onReadyRead();
    void read();
    bool takeBlock();
    void onStall();
    void onFinished();
    void conclude();
    void dropReply();
    TransferProblem networkProblem() const;

    QString m_target;
    DownloadNetwork &m_network;
    Throttle &m_throttle;
    SpaceLedger &m_space;
    DownloadPolicy m_policy;
    PartFile m_part;
    DownloadLink m_link;
    DownloadStatus m_status;
    bool m_running = false;
    int m_attempts = 0; // without getting further
    qint64 m_furthest = 0;
    int m_startOvers = 0;
    bool m_again = false; // what is there is of no use, but the best there is until a file begins
    QTimer m_step; // when m_next is due
    void (Download::*m_next)() = nullptr;
    QElapsedTimer m_sinceReport;
    QElapsedTimer m_sinceSpace;

    QNetworkReply *m_reply = nullptr;
    int m_redirects = 0;
    bool m_headRead = false;
    bool m_fromStart = false; // the answer is the whole file, and its first bytes are awaited
    bool m_finished = false; // the reply has; its last bytes may still be unread
    bool m_impatient = false; // the reply said no, and does not end
    qint64 m_expected = -1; // of this answer
    qint64 m_got = 0;
    QByteArray m_block;
    QTimer m_gather;
    QTimer m_stall;
};
