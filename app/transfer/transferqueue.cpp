#include "transfer/transferqueue.h"

#include "transfer/filenames.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>

namespace {

constexpr int kProgressEveryMs = 100;
constexpr int kSpeedEveryMs = 500;
constexpr double kSpeedWeight = 0.3; // of the newest measurement

} // namespace

TransferQueue::TransferQueue(const TransferSettings &settings,
                             std::unique_ptr<SleepInhibitor> inhibitor, QObject *parent)
    : QObject(parent), m_settings(settings), m_inhibitor(std::move(inhibitor)),
      m_history(settings.historyFile), m_transfers(m_history.load()),
      m_worker(new TransferWorker(settings.policy))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &TransferWorker::changed, this, &TransferQueue::onChanged);
    connect(m_worker, &TransferWorker::committed, this, &TransferQueue::onCommitted);
    connect(&m_verifier, &Verifier::progressed, this, &TransferQueue::onWalked);
    connect(&m_verifier, &Verifier::finished, this, &TransferQueue::onVerified);
    m_progress.setInterval(kProgressEveryMs);
    m_progress.setSingleShot(true);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        for (const QString &id : std::exchange(m_moved, {}))
            emit changed(id);
    });
    m_thread.setObjectName(QStringLiteral("Snapback transfers"));
    m_thread.start();
    setBytesPerSecond(settings.bytesPerSecond);
}

TransferQueue::~TransferQueue()
{
    m_thread.quit();
    m_thread.wait();
}

void TransferQueue::tell(const std::function<void(TransferWorker *)> &call)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, call] { call(worker); });
}

QString TransferQueue::keyOf(const QString &id, int part)
{
    return id + u'/' + QString::number(part);
}

TransferQueue::PartKey TransferQueue::splitKey(const QString &key)
{
    return {key.section(u'/', 0, 0), key.section(u'/', 1).toInt()};
}

const Transfer *TransferQueue::find(const QString &id) const
{
    const auto found = std::find_if(m_transfers.cbegin(), m_transfers.cend(),
                                    [&id](const Transfer &one) { return one.id == id; });
    return found == m_transfers.cend() ? nullptr : &*found;
}

Transfer *TransferQueue::transfer(const QString &id)
{
    const Transfer *const found = find(id);
    return found ? &m_transfers[found - m_transfers.constData()] : nullptr;
}

TransferPart *TransferQueue::part(const QString &key)
{
    const PartKey at = splitKey(key);
    Transfer *const of = transfer(at.id);
    return of && at.part < of->parts.size() ? &of->parts[at.part] : nullptr;
}

QString TransferQueue::freePath(const QString &folder, const QString &name) const
{
    const auto isOurs = [this](const QString &path) {
        return std::any_of(m_transfers.cbegin(), m_transfers.cend(), [&path](const auto &one) {
            return std::any_of(one.parts.cbegin(), one.parts.cend(),
                               [&path](const auto &part) { return part.path == path; });
        });
    };
    const QString wanted = QDir(folder).absoluteFilePath(safeFileName(name));
    for (int number = 1;; ++number) {
        const QString path = numberedName(wanted, number);
        if (!QFileInfo(path).isSymLink() && !QFileInfo::exists(path)
            && !QFileInfo::exists(PartFile::partName(path))
            && !QFileInfo::exists(PartFile::stateName(path)) && !isOurs(path))
            return path;
    }
}

QString TransferQueue::add(const NewTransfer &order)
{
    Transfer fresh;
    fresh.id = QUuid::createUuid().toString(QUuid::Id128);
    fresh.label = order.label;
    fresh.profileId = order.profileId;
    fresh.jobId = order.jobId;
    fresh.kindId = order.kindId;
    fresh.hashExpected = order.hashExpected;
    fresh.projectId = order.projectId;
    fresh.cluster = order.cluster;
    fresh.snapshotId = order.snapshotId;
    fresh.road = order.road;
    fresh.kept = order.kept;
    fresh.created = QDateTime::currentDateTimeUtc();
    m_transfers.append(fresh);
    for (int i = 0; i < order.parts.size(); ++i) {
        TransferPart part;
        part.name = order.parts[i].name;
        part.path = freePath(order.folder, part.name);
        m_links.insert(keyOf(fresh.id, i), order.parts[i].link);
        m_transfers.last().parts.append(part); // seen by the next part's freePath
    }
    keep(m_transfers.last());
    emit added(fresh.id);
    schedule();
    return fresh.id;
}

void TransferQueue::schedule()
{
    QStringList next;
    for (const Transfer &one : std::as_const(m_transfers)) {
        for (int i = 0; i < one.parts.size(); ++i) {
            if (one.parts[i].state == TransferState::Queued)
                next.append(keyOf(one.id, i));
        }
    }
    for (const QString &key : next) {
        if (m_running.size() >= m_settings.limit)
            break;
        start(key);
    }
    updateActive();
}

QStringList TransferQueue::keysOf(const QString &id) const
{
    const Transfer *const of = find(id);
    QStringList keys;
    for (int i = 0; of && i < of->parts.size(); ++i)
        keys.append(keyOf(id, i));
    return keys;
}

DownloadOrder TransferQueue::orderFor(const QString &key)
{
    const Transfer *const of = transfer(splitKey(key).id);
    DownloadOrder order;
    order.key = key;
    order.target = part(key)->path;
    order.label = QStringLiteral("%1 [%2]").arg(of->label, of->id);
    order.link = m_links.value(key);
    return order;
}

void TransferQueue::start(const QString &key)
{
    m_running.insert(key);
    const DownloadOrder order = orderFor(key);
    part(key)->problem = {};
    setState(key, TransferState::Downloading);
    tell([order](TransferWorker *worker) { worker->start(order); });
}

void TransferQueue::setState(const QString &key, TransferState state)
{
    part(key)->state = state;
    note(splitKey(key).id);
}

void TransferQueue::note(const QString &id)
{
    Transfer *const of = transfer(id);
    measure(of);
    const bool done = of->state() == TransferState::Done;
    if (done != of->finished.isValid())
        of->finished = done ? QDateTime::currentDateTimeUtc() : QDateTime();
    keep(*of);
    m_moved.remove(id);
    emit changed(id);
}

void TransferQueue::keep(const Transfer &transfer)
{
    if (transfer.kept)
        m_history.append(transfer);
}

void TransferQueue::onChanged(const QString &key, const DownloadStatus &status)
{
    TransferPart *const one = part(key);
    if (!one || one->state == TransferState::Verifying || one->state == TransferState::Done)
        return;
    const TransferState before = one->state;
    one->received = status.received;
    one->size = status.size;
    one->problem = status.problem;
    one->retryAt = status.retryAt;
    one->startedOver = one->startedOver || status.startedOver;
    one->sha1 = status.sha1;
    one->sha256 = status.sha256;
    one->state = status.complete ? TransferState::Verifying : status.state;
    const TransferState now = one->state;
    if (now == before) {
        measure(transfer(splitKey(key).id));
        m_moved.insert(splitKey(key).id);
        if (!m_progress.isActive())
            m_progress.start();
        return;
    }
    const bool runs = now == TransferState::Downloading || now == TransferState::Checking
        || now == TransferState::Waiting;
    if (runs)
        m_running.insert(key); // it may have been started again before its end was heard
    else
        m_running.remove(key);
    note(splitKey(key).id);
    if (now == TransferState::Verifying)
        verify(key);
    if (now == TransferState::NeedsLink) {
        m_links.remove(key);
        emit linkWanted(splitKey(key).id, splitKey(key).part);
    }
    schedule();
}

void TransferQueue::measure(Transfer *of)
{
    Speed &speed = m_speeds[of->id];
    if (of->state() != TransferState::Downloading) {
        of->bytesPerSecond = 0;
        speed = {};
        return;
    }
    const qint64 received = of->received();
    if (!speed.since.isValid() || received < speed.received) {
        speed.since.start();
        speed.received = received;
        return;
    }
    const qint64 elapsed = speed.since.elapsed();
    if (elapsed < kSpeedEveryMs)
        return;
    const double now =
        1000.0 * static_cast<double>(received - speed.received) / static_cast<double>(elapsed);
    of->bytesPerSecond = of->bytesPerSecond <= 0
        ? now
        : kSpeedWeight * now + (1 - kSpeedWeight) * of->bytesPerSecond;
    speed.since.start();
    speed.received = received;
}

void TransferQueue::pause(const QString &id)
{
    for (const QString &key : keysOf(id)) {
        const TransferPart *const one = part(key);
        if (one && m_running.contains(key))
            tell([key](TransferWorker *worker) { worker->pause(key); });
        else if (one
                 && (one->state == TransferState::Queued || one->state == TransferState::NeedsLink))
            setState(key, TransferState::Paused);
    }
    updateActive();
}

void TransferQueue::resume(const QString &id)
{
    for (const QString &key : keysOf(id)) {
        const TransferPart *const one = part(key);
        if (one
            && (one->state == TransferState::Paused || one->state == TransferState::Failed
                || one->state == TransferState::NeedsLink))
            setState(key, TransferState::Queued);
    }
    schedule();
}

void TransferQueue::pauseAll()
{
    for (const Transfer &one : QList<Transfer>(m_transfers))
        pause(one.id);
}

void TransferQueue::resumeAll()
{
    for (const Transfer &one : QList<Transfer>(m_transfers))
        resume(one.id);
}

void TransferQueue::remove(const QString &id, bool discard)
{
    const Transfer *const of = find(id);
    if (!of)
        return;
    for (const QString &key : keysOf(id)) {
        const DownloadOrder order = orderFor(key);
        if (part(key)->state != TransferState::Done)
            tell([order, discard](TransferWorker *worker) { worker->forget(order, discard); });
        m_verifier.cancel(m_checks.key(key));
        m_links.remove(key);
        m_running.remove(key);
        m_walked.remove(key);
    }
    if (of->kept)
        m_history.appendRemoved(id);
    m_transfers.removeAt(of - m_transfers.constData());
    m_speeds.remove(id);
    m_hashWaits.remove(id);
    m_moved.remove(id);
    emit removed(id);
    schedule();
}

void TransferQueue::setLink(const QString &id, int part, const DownloadLink &link,
                            const QString &jobId)
{
    const QString key = keyOf(id, part);
    const TransferPart *const one = this->part(key);
    if (!one || link.isEmpty())
        return;
    m_links.insert(key, link);
    if (!jobId.isEmpty() && jobId != transfer(id)->jobId)
        changeJob(transfer(id), jobId);
    if (m_running.contains(key)) {
        const DownloadOrder order = orderFor(key);
        tell([order](TransferWorker *worker) { worker->start(order); });
    } else if (one->state == TransferState::NeedsLink) {
        setState(key, TransferState::Queued);
    }
    schedule();
}

void TransferQueue::setLimit(int files)
{
    m_settings.limit = qMax(1, files);
    schedule();
}

void TransferQueue::setBytesPerSecond(qint64 rate)
{
    tell([rate](TransferWorker *worker) { worker->setRate(rate); });
}

bool TransferQueue::isActive() const
{
    return std::any_of(m_transfers.cbegin(), m_transfers.cend(),
                       [](const Transfer &one) { return one.isActive(); });
}

void TransferQueue::updateActive()
{
    const bool active = isActive();
    if (active == m_active)
        return;
    m_active = active;
    if (m_inhibitor) {
        if (active)
            m_inhibitor->inhibit(tr("Backups are being downloaded"));
        else
            m_inhibitor->release();
    }
    emit activeChanged(active);
}
