// All transfers of the program, whatever profile is open: how many run at once, pause and resume,
// what is known of them after a restart. Bytes and digests are the transfer thread's business, the
// verdict comes from the verifier's. It knows no Atlas: a new link and the published hashes are
// asked for by signals. No address or header is kept on the disk.
#pragma once

#include "transfer/sleepinhibitor.h"
#include "transfer/transferhistory.h"
#include "transfer/transferworker.h"
#include "transfer/verifier.h"

#include <QSet>

struct TransferSettings {
    QString historyFile; // empty: nothing is kept
    int limit = 2; // files at once
    qint64 bytesPerSecond = 0; // of all together; 0: no limit
    DownloadPolicy policy;
    std::chrono::milliseconds hashFirst {5'000}; // until asked a second time, then doubled
    std::chrono::milliseconds hashMost {30'000};
    std::chrono::milliseconds hashWait {180'000}; // then there is none
};

struct NewPart {
    QString name; // as the service names the file
    DownloadLink link; // empty: linkWanted() follows
};

struct NewTransfer {
    QString folder;
    QString label;
    QString profileId;
    QString jobId;
    QString kindId;
    bool hashExpected = false;
    QList<NewPart> parts;
    QString projectId; // these four as in Transfer
    QString cluster;
    QString snapshotId;
    QString road;
    bool kept = true; // false: it leaves no trace in the history
};

class TransferQueue : public QObject
{
    Q_OBJECT

public:
    /// `inhibitor` may be null.
    TransferQueue(const TransferSettings &settings, std::unique_ptr<SleepInhibitor> inhibitor,
                  QObject *parent = nullptr);
    /// Makes safe what came and ends the threads; the rest goes on at the next start.
    ~TransferQueue() override;

    /// Newest last. What a restart found is Paused.
    const QList<Transfer> &transfers() const { return m_transfers; }
    /// Null if there is none.
    const Transfer *find(const QString &id) const;

    /// Returns the id. A name that is taken gets a number.
    QString add(const NewTransfer &order);
    void pause(const QString &id);
    void resume(const QString &id);
    void pauseAll();
    void resumeAll();
    /// Forgets it. A finished file stays; with `discard` a partial one is removed.
    void remove(const QString &id, bool discard);

    /// The answer to linkWanted(), or a better link. `jobId` if a new download job was made for it.
    void setLink(const QString &id, int part, const DownloadLink &link, const QString &jobId = {});
    /// The answer to hashesWanted(): lower-case hex by file name; names without one are left out.
    void setPublishedHashes(const QString &id, const QHash<QString, QString> &hashes);

    void setLimit(int files);
    void setBytesPerSecond(qint64 rate);
    /// True while something goes on by itself: closing the program would interrupt it.
    bool isActive() const;

signals:
    void added(const QString &id);
    /// State and verdict at once, progress at most ten times a second.
    void changed(const QString &id);
    void removed(const QString &id);
    void activeChanged(bool active);
    /// Read the job again (or ask the person whether to make a new one) and call setLink(). It
    /// comes again when that link is refused too: never answer twice with the same one.
    void linkWanted(const QString &id, int part);
    /// Read the job again and call setPublishedHashes(); asked again until the wait is over.
    void hashesWanted(const QString &id);

private:
    struct PartKey {
        QString id;
        int part = 0;
    };
    struct Speed {
        QElapsedTimer since;
        qint64 received = 0;
    };
    struct HashWait {
        std::chrono::milliseconds next {0};
        QElapsedTimer since;
    };

    static QString keyOf(const QString &id, int part);
    static PartKey splitKey(const QString &key);
    Transfer *transfer(const QString &id);
    TransferPart *part(const QString &key);
    QStringList keysOf(const QString &id) const;
    DownloadOrder orderFor(const QString &key);
    QString freePath(const QString &folder, const QString &name) const;
    void start(const QString &key);
    void schedule();
    void setState(const QString &key, TransferState state);
    void note(const QString &id); // written down, and said at once
    void keep(const Transfer &transfer);
    void updateActive();
    void measure(Transfer *of);
    void onChanged(const QString &key, const DownloadStatus &status);
    void tell(const std::function<void(TransferWorker *)> &call);

    // transferverdicts.cpp: from all bytes to the verdict
    void verify(const QString &key);
    void onWalked(int check, qint64 done);
    void onVerified(int check, const VerifyReport &report);
    void askForHashes(const QString &id);
    bool mayStillCome(const Transfer &of) const;
    void decide(const QString &key);
    void revise(const QString &key);
    static void changeJob(Transfer *of, const QString &jobId);
    void onCommitted(const QString &key, const CommitResult &result);

    TransferSettings m_settings;
    std::unique_ptr<SleepInhibitor> m_inhibitor;
    TransferHistory m_history;
    QList<Transfer> m_transfers;
    QHash<QString, DownloadLink> m_links; // by key, in memory only
    QSet<QString> m_running; // keys the worker is busy with
    QHash<QString, Speed> m_speeds; // by id
    QHash<int, QString> m_checks; // the verifier's number to a key
    QSet<QString> m_walked; // keys whose archive was walked
    QHash<QString, HashWait> m_hashWaits; // by id
    QSet<QString> m_moved; // ids whose progress is to be said
    QTimer m_progress;
    bool m_active = false;
    QThread m_thread;
    TransferWorker *m_worker; // in m_thread, which deletes it
    Verifier m_verifier;
};
