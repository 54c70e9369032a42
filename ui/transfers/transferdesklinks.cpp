// The part of TransferDesk between a link that is wanted and one that is given, or a person who
// must be asked for a new download job.
#include "transfers/transferdesk.h"

#include "application.h"
#include "atlas/errors.h"
#include "atlas/jobkind.h"

#include <QCryptographicHash>

using Kind = TransferNeed::Kind;

namespace {

QByteArray digestOf(const Delivery &delivery)
{
    return QCryptographicHash::hash(delivery.url.reveal(), QCryptographicHash::Sha256);
}

/// A file keeps its name from job to job where the service lets it; else its place counts. Not in
/// another job of a batch, whose only file is any shard's.
const Delivery *fileFor(const DeliveryRoad &road, const Transfer &transfer, int part,
                        const RestoreJob &job)
{
    const QString name = transfer.parts[part].name;
    const Delivery *found = nullptr;
    int hits = 0;
    for (const Delivery &file : road.files) {
        if (file.fileName == name) {
            found = &file;
            ++hits;
        }
    }
    if (hits == 1)
        return found;
    if (!job.batchId.isEmpty() && job.id != transfer.jobId)
        return nullptr;
    return road.files.size() == transfer.parts.size() ? &road.files[part] : nullptr;
}

} // namespace

void TransferDesk::noteGiven(const QString &id, int part, const Delivery &file,
                             const QString &jobId)
{
    m_givenBy[id].insert(part, jobId);
    m_given[id].insert(digestOf(file));
}

/// `expires` is by the server's clock; a transfer knows by this computer's that its link is over.
DownloadLink TransferDesk::linkOf(const Delivery &delivery, const QDateTime &expires,
                                  const NetSettings &net, const QDateTime &serverNow)
{
    const qint64 ahead = serverNow.msecsTo(QDateTime::currentDateTimeUtc());
    return {.url = delivery.url,
            .headerName = delivery.headerName.toLatin1(),
            .headerValue = delivery.headerValue,
            .expires = expires.isValid() ? expires.addMSecs(ahead) : expires,
            .net = net};
}

void TransferDesk::onLinkWanted(const QString &id, int part)
{
    m_wanted[id].insert(part);
    const Kind kind = need(id).kind;
    if (kind != Kind::Asking && kind != Kind::Preparing)
        ask(id);
}

void TransferDesk::ask(const QString &id)
{
    const Transfer *const of = m_queue.find(id);
    if (!of)
        return;
    const QList<RestoreJob> made = m_newJobs.value(id);
    const bool isNew = !made.isEmpty();
    const RestoreJob place = isNew ? made.first() : jobOf(id);
    if (!place.kind) {
        setNeed(id, Kind::Trouble, tr("This version does not know jobs of this kind."));
        return;
    }
    setNeed(id, isNew ? Kind::Preparing : Kind::Asking,
            isNew ? tr("Atlas makes the files of the new download job; the transfer goes on when "
                       "they are ready.")
                  : tr("Asking Atlas for the link…"));
    m_reads.read(of->profileId, place, this,
                 [this, id](const Result<RestoreJob> &job, const QDateTime &now) {
                     if (job)
                         takeJob(id, *job, now);
                     else
                         takeError(id, job.error());
                 });
}

void TransferDesk::takeJob(const QString &id, const RestoreJob &job, const QDateTime &now)
{
    if (!m_queue.find(id))
        return;
    QList<RestoreJob> made = m_newJobs.value(id);
    const bool isNew = !made.isEmpty();
    const QSet<int> wanted = m_wanted.take(id);
    QSet<int> left;
    bool mayCome = wanted.isEmpty();
    for (const int part : wanted) {
        if (give(id, part, job, now))
            continue;
        left.insert(part);
        mayCome = mayCome || mayBeMade(id, part, job, isNew);
    }
    if (!left.isEmpty())
        m_wanted.insert(id, left);
    const bool gaveAny = left.size() < wanted.size();
    if (gaveAny || (!isNew && !isActive(currentState(job, now))))
        m_jobs.insert(id, job);
    if (isActive(currentState(job, now)) && mayCome) {
        if (isNew)
            m_newJobs[id].append(m_newJobs[id].takeFirst());
        waitForFiles(id, detailsOf(job).incomplete ? left : QSet<int>());
        return;
    }
    if (isNew)
        made.removeFirst();
    if (left.isEmpty() || made.isEmpty())
        m_newJobs.remove(id);
    else
        m_newJobs.insert(id, made);
    if (left.isEmpty())
        setNeed(id, Kind::None);
    else if (!made.isEmpty())
        ask(id); // the next of the batch
    else
        setNeed(id, Kind::NewJob,
                isNew ? tr("No new download job has a link for this file. What arrived is kept.")
                      : tr("The link expired or was used up. What arrived is kept; a new download "
                           "job for the same snapshot gives a new link."));
}

/// Of several jobs each is asked once in that time.
void TransferDesk::waitForFiles(const QString &id, const QSet<int> &missing)
{
    QStringList names;
    const Transfer *const of = m_queue.find(id);
    for (int i = 0; i < of->parts.size(); ++i) {
        if (missing.contains(i))
            names.append(of->parts[i].name);
    }
    setNeed(id, Kind::Preparing,
            names.isEmpty()
                ? tr("Atlas still makes the files of the job; the transfer goes on when they are "
                     "ready.")
                : tr("The job has no link for %1 yet. The backup is whole only with it; the "
                     "transfer goes on when the link is there.")
                      .arg(names.join(QStringLiteral(", "))));
    const qsizetype jobs = qMax<qsizetype>(1, m_newJobs.value(id).size());
    QTimer::singleShot(m_pace / jobs, this, [this, id] {
        if (need(id).kind == Kind::Preparing)
            ask(id);
    });
}

bool TransferDesk::give(const QString &id, int part, const RestoreJob &job, const QDateTime &now)
{
    const JobState state = currentState(job, now);
    const JobDetails details = detailsOf(job);
    // While Atlas makes the files of other shards, the time of these links runs.
    if (state != JobState::Ready && !(state == JobState::Running && details.incomplete))
        return false;
    const Transfer *const of = m_queue.find(id);
    const QList<DeliveryRoad> roads = roadsOf(details.deliveries);
    const DeliveryRoad *const road = roadTo(roads, of->road);
    if (!road || part >= of->parts.size())
        return false;
    const Delivery *const file = fileFor(*road, *of, part, job);
    if (!file || m_given[id].contains(digestOf(*file)))
        return false;
    noteGiven(id, part, *file, job.id);
    m_queue.setLink(id, part, linkOf(*file, details.expires, netOf(of->profileId), now), job.id);
    return true;
}

/// Of a link that was used Atlas says the same as of one that is not made yet. What was given was
/// used; and of the job a transfer goes by, whose links' end is named, each file had one.
bool TransferDesk::mayBeMade(const QString &id, int part, const RestoreJob &job, bool isNew) const
{
    if (m_givenBy.value(id).value(part) == job.id)
        return false;
    return isNew || !job.expires.isValid() || !detailsOf(job).incomplete;
}

void TransferDesk::takeError(const QString &id, const Error &error)
{
    const bool gone = error.kind == Error::Kind::NotFound && error.httpStatus != 0;
    if (!gone) {
        setNeed(id, Kind::Trouble,
                tr("Atlas could not be asked for the link: %1 Resume asks again.")
                    .arg(describe(error).sentence));
        return;
    }
    QList<RestoreJob> made = m_newJobs.take(id);
    if (made.size() > 1) {
        made.removeFirst();
        m_newJobs.insert(id, made);
        ask(id);
        return;
    }
    setNeed(id, Kind::NewJob,
            tr("Atlas does not know the download job any more. What arrived is kept; a new "
               "download job for the same snapshot gives a new link."));
}

void TransferDesk::adopt(const QString &id, const RestoreJob &job)
{
    const Transfer *const asked = m_queue.find(id);
    if (!asked)
        return;
    for (const QString &each : adoptersOf(*asked, job)) {
        const Transfer *const of = m_queue.find(each);
        m_newJobs[each].append(job);
        for (int i = 0; i < of->parts.size(); ++i) {
            if (of->parts[i].state == TransferState::NeedsLink)
                m_wanted[each].insert(i);
        }
        const Kind kind = need(each).kind;
        if (kind != Kind::Asking && kind != Kind::Preparing)
            ask(each);
    }
}

/// A batch has a job for each shard and for the config servers, whichever was asked for.
QStringList TransferDesk::adoptersOf(const Transfer &asked, const RestoreJob &job) const
{
    QStringList ids;
    for (const Transfer &one : m_queue.transfers()) {
        const bool sameBackup = !job.batchId.isEmpty() && one.profileId == asked.profileId
            && one.projectId == asked.projectId && one.cluster == asked.cluster
            && one.snapshotId == asked.snapshotId;
        const QList<RestoreJob> made = m_newJobs.value(one.id);
        const bool wants = need(one.id).kind == Kind::NewJob
            || (!made.isEmpty() && made.last().batchId == job.batchId);
        if (one.state() != TransferState::Done && (one.id == asked.id || (sameBackup && wants)))
            ids.append(one.id);
    }
    return ids;
}
