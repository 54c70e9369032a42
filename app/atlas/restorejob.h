// A restore job: the typed fields that behaviour needs. What is only shown comes from
// JobKind::details on demand.
#pragma once

#include "atlas/rawrecord.h"
#include "base/secret.h"

#include <QDateTime>
#include <QList>
#include <QString>

struct JobKind;

/// The states a person sees; the words and their order are those of the kinds' tables.
enum class JobState { Unknown, Queued, Running, Ready, Done, Expired, UsedUp, Cancelled, Failed };

struct RestoreJob {
    QString id;
    const JobKind *kind = nullptr;
    QString projectId; // of the source
    QString sourceCluster;
    QString targetProjectId; // empty on downloads
    QString targetCluster;
    QString snapshotId;
    bool download = false; // the job makes files to fetch instead of overwriting a cluster
    QString deliveryType; // Atlas's own word, raw
    JobState state = JobState::Unknown; // as of the reply; currentState() knows the clock
    QString rawState; // Atlas's own word(s)
    QDateTime created; // from the ObjectId where the API has none
    QDateTime started; // invalid where the API has none
    QDateTime finished;
    QDateTime expires; // end of the download link; invalid on restores
    QDateTime snapshotTime; // age of the data
    QString batchId; // legacy, sharded
    qint64 doneDocuments = -1; // progress; -1: not told
    qint64 totalDocuments = -1; // may change while the job runs; -1: not told
    RawRecord raw;

    bool operator==(const RestoreJob &) const = default;
};

/// The state at `now` (the server's clock): a Ready link whose time is over is Expired.
JobState currentState(const RestoreJob &job, const QDateTime &now);
/// True while Atlas may still change the job: Queued, Running, Unknown.
bool isActive(JobState state);
/// "Queued", "Running" … translated.
QString stateName(JobState state);

/// One line of the Overview.
struct Fact {
    enum class Type { Text, Identifier, Time };
    QString label;
    QString value;
    Type type = Type::Text;
    QDateTime time; // Type::Time; the view writes it in local time and UTC

    bool operator==(const Fact &) const = default;
};

/// One file to fetch, by one road; or a file of the job that has no link by any road.
struct Delivery {
    QString label; // "Public", "Private endpoint vpce-…", "Shard shard-0, public"
    QString fileName; // last path segment of the URL, not a secret
    Secret url;
    QString headerName; // to be sent with it; empty if none
    Secret headerValue;
    QString note; // that Atlas calls this one deprecated, why it has no link; usually empty
    QString part; // the same for every road to one file; empty where the job makes one file
    QString endpoint; // private endpoint; empty: the public road

    bool hasLink() const { return !url.isEmpty(); }
    bool operator==(const Delivery &) const = default;
};

struct FileHash {
    QString fileName;
    QString algorithm; // as Atlas writes it: "SHA1"
    QString value; // hex

    bool operator==(const FileHash &) const = default;
};

/// Everything the detail pane shows of a job, read from its raw reply.
struct JobDetails {
    QList<Fact> facts; // every documented field that is not in the other lists
    QList<Delivery> deliveries;
    QString deliveryNote; // why there is none, or how to use it
    bool incomplete = false; // there are links, but by no road one for every file of the job
    QDateTime expires; // of the links
    int maxDownloads = -1; // -1: not told; 0: no limit
    QList<FileHash> hashes;
    QString hashNote; // why there is none (yet)
    bool hashesFollow = false; // Atlas publishes them once the files were downloaded

    /// One of the deliveries at least can be fetched.
    bool hasLinks() const;
    bool operator==(const JobDetails &) const = default;
};
