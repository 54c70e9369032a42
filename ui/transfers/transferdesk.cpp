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

QString labelOf(const RestoreJob &job)
{
    const QDateTime time = job.snapshotTime.isValid() ? job.snapshotTime : job.created;
    return time.isValid()
        ? TransferDesk::tr("%1, %2", "cluster, time").arg(job.sourceCluster, formatLocal(time))
        : job.sourceCluster;
}

bool isSharded(const Cluster &cluster)
{
    return cluster.shardCount > 1 || cluster.clusterType.endsWith(QLatin1String("SHARDED"));
}

bool isEncrypted(const Cluster &cluster)
{
    return !cluster.encryptionAtRest.isEmpty() && cluster.encryptionAtRest != QLatin1String("NONE");
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
        m_givenBy.remove(id);
        updateBusy();
    });
    connect(&application, &Application::sessionChanged, this, &TransferDesk::askForMissingHashes);
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
    for (const Delivery &file : road.files)
        order.parts.append(
            {file.fileName, linkOf(file, details.expires, profile.net, session.serverNow())});
    const QString id = m_queue.add(order);
    for (int i = 0; i < road.files.size(); ++i)
        noteGiven(id, i, road.files[i], job.id);
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

BackupOrigin TransferDesk::originOf(const QString &id) const
{
    BackupOrigin origin;
    const Transfer *const of = m_queue.find(id);
    Session *const session = m_application.session();
    if (!of || !session || session->profile().id != of->profileId)
        return origin;
    if (const Snapshot *const snapshot = session->snapshots().byId(of->snapshotId)) {
        origin.snapshotVersion = snapshot->version;
        origin.encrypted = !snapshot->encryptionKey.isEmpty();
        origin.sharded = snapshot->sharded;
    }
    const Inventory &known = session->inventory().inventory();
    if (const Cluster *const cluster = known.cluster(of->projectId, of->cluster)) {
        origin.clusterVersion = cluster->version;
        origin.sharded = origin.sharded || isSharded(*cluster);
        origin.encrypted = origin.encrypted || isEncrypted(*cluster);
    }
    return origin;
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

/// What Atlas published after the wait was over, or while it could not be asked.
void TransferDesk::askForMissingHashes()
{
    const Session *const session = m_application.session();
    if (!session)
        return;
    for (const Transfer &one : m_queue.transfers()) {
        const bool isMissing = one.state() == TransferState::Done && one.hashExpected
            && one.profileId == session->profile().id && one.verdict() == Verdict::Recorded;
        if (isMissing && !m_askedForHash.contains(one.id)) {
            m_askedForHash.insert(one.id);
            onHashesWanted(one.id);
        }
    }
}

void TransferDesk::resume(const QString &id)
{
    m_given.remove(id);
    m_givenBy.remove(id);
    m_queue.resume(id);
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
