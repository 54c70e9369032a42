#include "transfers/transferdesk.h"

#include "application.h"
#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "base/format.h"

#include <QCryptographicHash>

#include <algorithm>

using Kind = TransferNeed::Kind;

namespace {

const QLatin1String kSandboxId("sandbox");

QByteArray digestOf(const Delivery &delivery)
{
    return QCryptographicHash::hash(delivery.url.reveal(), QCryptographicHash::Sha256);
}

QString labelOf(const RestoreJob &job)
{
    const QDateTime time = job.snapshotTime.isValid() ? job.snapshotTime : job.created;
    return time.isValid()
        ? TransferDesk::tr("%1, %2", "cluster, time").arg(job.sourceCluster, formatLocal(time))
        : job.sourceCluster;
}

/// Of this computer's clock, by which a transfer knows that its link is over.
QDateTime byOurClock(const QDateTime &time, const QDateTime &serverNow)
{
    return time.isValid() ? time.addMSecs(serverNow.msecsTo(QDateTime::currentDateTimeUtc()))
                          : QDateTime();
}

DownloadLink linkOf(const Delivery &delivery, const QDateTime &expires, const NetSettings &net)
{
    return {.url = delivery.url,
            .headerName = delivery.headerName.toLatin1(),
            .headerValue = delivery.headerValue,
            .expires = expires,
            .net = net};
}

/// A file keeps its name from job to job where the service lets it; else its place counts.
const Delivery *fileFor(const DeliveryRoad &road, const Transfer &transfer, int part)
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
    return road.files.size() == transfer.parts.size() ? &road.files[part] : nullptr;
}

} // namespace

TransferDesk::TransferDesk(Application &application, const TransferSettings &settings,
                           std::unique_ptr<SleepInhibitor> inhibitor, QObject *parent)
    : QObject(parent), m_application(application), m_reads(application),
      m_queue(settings, std::move(inhibitor))
{
    connect(&m_queue, &TransferQueue::linkWanted, this, &TransferDesk::onLinkWanted);
    connect(&m_queue, &TransferQueue::hashesWanted, this, &TransferDesk::onHashesWanted);
    connect(&m_queue, &TransferQueue::changed, this, &TransferDesk::onChanged);
    connect(&m_queue, &TransferQueue::activeChanged, this, &TransferDesk::updateBusy);
    connect(&m_queue, &TransferQueue::added, this, &TransferDesk::updateBusy);
    connect(&m_queue, &TransferQueue::removed, this, [this](const QString &id) {
        m_needs.remove(id);
        m_wanted.remove(id);
        m_jobs.remove(id);
        m_newJobs.remove(id);
        m_given.remove(id);
        updateBusy();
    });
}

TransferDesk::~TransferDesk()
{
    disconnect(&m_queue, nullptr, this, nullptr);
}

QString TransferDesk::download(const Session &session, const RestoreJob &job,
                               const DeliveryRoad &road, const QString &folder)
{
    const JobDetails details = detailsOf(job);
    const Profile &profile = session.profile();
    m_nets.insert(profile.id, profile.net);
    NewTransfer order;
    order.folder = folder;
    order.label = labelOf(job);
    order.profileId = profile.id;
    order.jobId = job.id;
    order.kindId = QLatin1String(job.kind->id);
    order.hashExpected = details.hashesFollow;
    order.projectId = job.projectId;
    order.cluster = job.sourceCluster;
    order.snapshotId = job.snapshotId;
    order.road = road.endpoint;
    // A sandbox in a running window leaves nothing of itself behind.
    order.kept = profile.id != kSandboxId || m_application.options().sandbox;
    const QDateTime expires = byOurClock(details.expires, session.serverNow());
    QSet<QByteArray> given;
    for (const Delivery &file : road.files) {
        order.parts.append({file.fileName, linkOf(file, expires, profile.net)});
        given.insert(digestOf(file));
    }
    const QString id = m_queue.add(order);
    m_given[id].unite(given);
    m_jobs.insert(id, job);
    return id;
}

const Transfer *TransferDesk::unfinishedOf(const QString &profileId, const QString &jobId) const
{
    for (const Transfer &one : m_queue.transfers()) {
        if (one.profileId == profileId && one.jobId == jobId && one.state() != TransferState::Done)
            return &one;
    }
    return nullptr;
}

RestoreJob TransferDesk::jobOf(const QString &id) const
{
    const auto known = m_jobs.constFind(id);
    if (known != m_jobs.cend())
        return *known;
    RestoreJob place;
    if (const Transfer *const of = m_queue.find(id)) {
        place.id = of->jobId;
        place.kind = kindById(of->kindId);
        place.projectId = of->projectId;
        place.sourceCluster = of->cluster;
        place.snapshotId = of->snapshotId;
        place.download = true;
    }
    return place;
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
    const bool isNew = m_newJobs.contains(id);
    const RestoreJob place = isNew ? m_newJobs.value(id) : jobOf(id);
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
    const bool isNew = m_newJobs.contains(id);
    if (isActive(currentState(job, now))) {
        setNeed(id, Kind::Preparing,
                tr("Atlas still makes the files of the job; the transfer goes on when they are "
                   "ready."));
        QTimer::singleShot(m_pace, this, [this, id] {
            if (need(id).kind == Kind::Preparing)
                ask(id);
        });
        return;
    }
    m_jobs.insert(id, job);
    m_newJobs.remove(id);
    bool gone = false;
    const QSet<int> wanted = m_wanted.take(id);
    for (const int part : wanted) {
        if (give(id, part, job, now))
            continue;
        gone = true;
        m_wanted[id].insert(part);
    }
    if (!gone)
        setNeed(id, Kind::None);
    else
        setNeed(id, Kind::NewJob,
                isNew ? tr("The new download job ended without a link. What arrived is kept.")
                      : tr("The link expired or was used up. What arrived is kept; a new download "
                           "job for the same snapshot gives a new link."));
}

bool TransferDesk::give(const QString &id, int part, const RestoreJob &job, const QDateTime &now)
{
    if (currentState(job, now) != JobState::Ready)
        return false;
    const Transfer *const of = m_queue.find(id);
    const JobDetails details = detailsOf(job);
    const QList<DeliveryRoad> roads = roadsOf(details.deliveries);
    const DeliveryRoad *const road = roadTo(roads, of->road);
    if (!road || part >= of->parts.size())
        return false;
    const Delivery *const file = fileFor(*road, *of, part);
    if (!file || m_given[id].contains(digestOf(*file)))
        return false;
    m_given[id].insert(digestOf(*file));
    m_queue.setLink(id, part, linkOf(*file, byOurClock(details.expires, now), netOf(of->profileId)),
                    job.id);
    return true;
}

void TransferDesk::takeError(const QString &id, const Error &error)
{
    const bool gone = error.kind == Error::Kind::NotFound && error.httpStatus != 0;
    if (gone)
        setNeed(id, Kind::NewJob,
                tr("Atlas does not know the download job any more. What arrived is kept; a new "
                   "download job for the same snapshot gives a new link."));
    else
        setNeed(id, Kind::Trouble,
                tr("Atlas could not be asked for the link: %1 Resume asks again.")
                    .arg(describe(error).sentence));
}

void TransferDesk::adopt(const QString &id, const RestoreJob &job)
{
    const Transfer *const of = m_queue.find(id);
    if (!of || of->state() == TransferState::Done)
        return;
    m_newJobs.insert(id, job);
    for (int i = 0; i < of->parts.size(); ++i) {
        if (of->parts[i].state == TransferState::NeedsLink)
            m_wanted[id].insert(i);
    }
    ask(id);
}

void TransferDesk::onHashesWanted(const QString &id)
{
    const Transfer *const of = m_queue.find(id);
    RestoreJob place = jobOf(id);
    if (!of || !place.kind)
        return;
    m_reads.read(of->profileId, place, this,
                 [this, id](const Result<RestoreJob> &job, const QDateTime &) {
                     if (!job)
                         return; // asked again until the wait is over
                     m_jobs.insert(id, *job);
                     QHash<QString, QString> hashes;
                     for (const FileHash &hash : detailsOf(*job).hashes)
                         hashes.insert(hash.fileName, hash.value);
                     m_queue.setPublishedHashes(id, hashes);
                 });
}

void TransferDesk::onChanged(const QString &id)
{
    const Transfer *const of = m_queue.find(id);
    const Kind kind = need(id).kind;
    if (!of || kind == Kind::None)
        return;
    const bool waits =
        std::any_of(of->parts.cbegin(), of->parts.cend(), [](const TransferPart &part) {
            return part.state == TransferState::NeedsLink;
        });
    // Paused or resumed meanwhile: whoever goes on says what it needs.
    if (!waits && kind != Kind::Asking && kind != Kind::Preparing)
        setNeed(id, Kind::None);
}

void TransferDesk::setNeed(const QString &id, Kind kind, const QString &sentence)
{
    const TransferNeed now {kind, sentence};
    if (need(id) == now)
        return;
    if (kind == Kind::None)
        m_needs.remove(id);
    else
        m_needs.insert(id, now);
    emit needChanged(id);
    updateBusy();
}

bool TransferDesk::isBusy() const
{
    return m_queue.isActive()
        || std::any_of(m_needs.cbegin(), m_needs.cend(), [](const TransferNeed &need) {
               return need.kind == Kind::Asking || need.kind == Kind::Preparing;
           });
}

int TransferDesk::activeCount() const
{
    const QList<Transfer> &all = m_queue.transfers();
    return int(std::count_if(all.cbegin(), all.cend(), [this](const Transfer &one) {
        const Kind kind = need(one.id).kind;
        return one.isActive() || kind == Kind::Asking || kind == Kind::Preparing;
    }));
}

void TransferDesk::updateBusy()
{
    // A transfer that needs a link is about to ask for it: that is no rest.
    QMetaObject::invokeMethod(
        this, [this] { emit busyChanged(); }, Qt::QueuedConnection);
}

NetSettings TransferDesk::netOf(const QString &profileId) const
{
    const std::optional<Profile> profile = m_application.keeper().byId(profileId);
    return profile ? profile->net : m_nets.value(profileId);
}
