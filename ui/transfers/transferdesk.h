// The one place between the transfers and Atlas: starts them from a job's links, reads the job
// again when a link or a hash is wanted, and knows when a person must be asked for a new download
// job. It outlives sessions. A link that was handed to a transfer is not handed to it again, unless
// the person resumes it.
#pragma once

#include "transfer/transferqueue.h"
#include "transfers/deliveryroads.h"
#include "transfers/jobreads.h"
#include "transfers/nextsteps.h"

/// What a transfer without a link waits for.
struct TransferNeed {
    enum class Kind {
        None,
        Asking, // Atlas, for the link
        Preparing, // Atlas makes the files of a new job
        NewJob, // the person: a new download job, or nothing
        Trouble, // Atlas could not be asked; resume asks again
    };
    Kind kind = Kind::None;
    QString sentence;

    bool operator==(const TransferNeed &) const = default;
};

class TransferDesk : public QObject
{
    Q_OBJECT

public:
    TransferDesk(Application &application, const TransferSettings &settings,
                 std::unique_ptr<SleepInhibitor> inhibitor, QObject *parent = nullptr);
    ~TransferDesk() override;

    TransferQueue &queue() { return m_queue; }
    const TransferQueue &queue() const { return m_queue; }
    JobReads &reads() { return m_reads; }

    /// Starts all files of a job's road. `session` is the one the job was read by. Returns the id.
    QString download(const Session &session, const RestoreJob &job, const DeliveryRoad &road,
                     const QString &folder);
    /// The unfinished transfer of that job; null if there is none.
    const Transfer *unfinishedOf(const QString &profileId, const QString &jobId) const;

    /// The person's wish. A link that was refused is tried once more, if Atlas still gives it: this
    /// computer may have been let in meanwhile.
    void resume(const QString &id);

    TransferNeed need(const QString &id) const { return m_needs.value(id); }
    /// The job a transfer's files came from, as far as known; for the review of a new one.
    RestoreJob jobOf(const QString &id) const;
    /// What is known of the backup itself, as far as it was read.
    BackupOrigin originOf(const QString &id) const;
    /// The person had a new download job made for it: it goes on when Atlas has its files. Called
    /// for each job of a batch; other transfers of the same backup that want a new job take theirs.
    void adopt(const QString &id, const RestoreJob &job);

    /// Downloading, verifying or asking Atlas: closing the program would interrupt it.
    bool isBusy() const;
    int activeCount() const;
    /// Before the end of the program: no session stays open behind the window.
    void letGo() { m_reads.letGo(); }
    /// For tests: how long until Atlas is asked again whether a new job is ready.
    void setPace(std::chrono::milliseconds pace) { m_pace = pace; }

signals:
    void needChanged(const QString &id);
    void busyChanged();

private:
    void onHashesWanted(const QString &id);
    void askForMissingHashes();
    void onChanged(const QString &id);
    void setNeed(const QString &id, TransferNeed::Kind kind, const QString &sentence = {});
    void updateBusy();
    NetSettings netOf(const QString &profileId) const;

    // transferdesklinks.cpp: from a link that is wanted to one that is given
    void onLinkWanted(const QString &id, int part);
    void ask(const QString &id);
    void takeJob(const QString &id, const RestoreJob &job, const QDateTime &now);
    void takeError(const QString &id, const Error &error);
    void waitForFiles(const QString &id, const QSet<int> &missing);
    bool give(const QString &id, int part, const RestoreJob &job, const QDateTime &now);
    bool mayBeMade(const QString &id, int part, const RestoreJob &job, bool isNew) const;
    void noteGiven(const QString &id, int part, const Delivery &file, const QString &jobId);
    static DownloadLink linkOf(const Delivery &delivery, const QDateTime &expires,
                               const NetSettings &net, const QDateTime &serverNow);
    QStringList adoptersOf(const Transfer &asked, const RestoreJob &job) const;

    Application &m_application;
    JobReads m_reads;
    TransferQueue m_queue;
    QHash<QString, TransferNeed> m_needs;
    QHash<QString, QSet<int>> m_wanted; // parts without a link
    QHash<QString, RestoreJob> m_jobs; // as last read
    QHash<QString, QList<RestoreJob>> m_newJobs; // made for a transfer; the first is asked next
    QHash<QString, QSet<QByteArray>> m_given; // digests of links that are not given again
    QHash<QString, QHash<int, QString>> m_givenBy; // the job of each part's link
    QHash<QString, NetSettings> m_nets; // by profile
    QSet<QString> m_askedForHash; // ids, in this run
    std::chrono::milliseconds m_pace {10'000};
};
