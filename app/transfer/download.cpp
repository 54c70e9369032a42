#include "transfer/download.h"

#include "transfer/diskcalls.h"

#include <QFileInfo>
#include <QRandomGenerator>

using std::chrono::milliseconds;
using Kind = TransferProblem::Kind;

namespace {

constexpr qint64 kHashStep = 8 * 1024 * 1024;
constexpr int kReportEveryMs = 100;
constexpr milliseconds kDiskLook {2};

} // namespace

Download::Download(const QString &target, const QString &label, DownloadNetwork &network,
                   Throttle &throttle, SpaceLedger &space, const DownloadPolicy &policy,
                   QObject *parent)
    : QObject(parent), m_target(target), m_network(network), m_throttle(throttle), m_space(space),
      m_policy(policy), m_part(target, label, policy.part)
{
    m_step.setSingleShot(true);
    m_gather.setSingleShot(true);
    m_gather.setTimerType(Qt::PreciseTimer);
    m_stall.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &Download::read);
    connect(&m_step, &QTimer::timeout, this, [this] { (this->*m_next)(); });
    connect(&m_stall, &QTimer::timeout, this, &Download::onStall);
}

Download::~Download()
{
    // Not later: at the end of the thread nobody would come to do it.
    QNetworkReply *const reply = m_reply;
    dropReply();
    delete reply;
    rest();
}

void Download::setLink(const DownloadLink &link)
{
    m_link = link;
    m_attempts = 0;
    if (m_status.state == TransferState::NeedsLink && !link.isEmpty()) {
        m_running = true;
        check();
    }
}

void Download::start()
{
    if (m_running || m_status.complete)
        return;
    m_running = true;
    m_attempts = 0;
    m_furthest = 0;
    m_startOvers = 0;
    m_status.problem = {};
    m_status.retryAt = {};
    check();
}

void Download::pause()
{
    if (m_status.complete || m_status.state == TransferState::Paused)
        return;
    dropReply();
    rest();
    const TransferProblem problem = m_part.close();
    if (problem) {
        fail(problem);
        return;
    }
    setState(TransferState::Paused);
}

/// One step of hashing what is there, so that other downloads of the thread go on meanwhile.
void Download::check()
{
    TransferProblem problem = m_part.open();
    if (!problem && !m_part.isHashed()) {
        if (m_status.state != TransferState::Checking)
            setState(TransferState::Checking);
        problem = m_part.hashStep(kHashStep);
    }
    m_status.received = m_part.bytes();
    m_status.size = m_part.state().size;
    if (problem) {
        fail(problem);
    } else if (m_part.isHashed()) {
        goOn();
    } else {
        after(milliseconds(0), &Download::check);
    }
}

void Download::goOn()
{
    if (m_part.isComplete()) {
        complete();
        return;
    }
    if (m_link.isEmpty() || m_link.isOver(QDateTime::currentDateTimeUtc())) {
        needLink({});
        return;
    }
    if (!isSafeAddress(m_link.address())) {
        TransferProblem problem;
        problem.kind = Kind::Insecure;
        fail(problem);
        return;
    }
    const qint64 kept = m_again ? 0 : m_part.bytes();
    if (const TransferProblem problem = claimSpace(m_part.state().size, kept)) {
        fail(problem);
        return;
    }
    m_redirects = 0;
    m_status.problem = {};
    m_status.retryAt = {};
    setState(TransferState::Downloading);
    send(m_link.address());
}

/// For a file of this size (-1: not known), of which `kept` bytes stay of what is there.
TransferProblem Download::claimSpace(qint64 size, qint64 kept)
{
    TransferProblem problem;
    const QString folder = QFileInfo(m_target).absolutePath();
    const quint64 device = deviceOf(folder);
    const qint64 free = freeSpace(folder);
    const qint64 promised = m_space.claimedByOthers(this, device);
    const qint64 usable = free - promised + m_part.bytes() - kept;
    const qint64 needed = qMax<qint64>(0, size - kept);
    if (free >= 0 && usable < needed + m_policy.reserve && m_policy.reserve > 0) {
        problem.kind = Kind::DiskFull;
        problem.detail = promised > 0
            ? tr("%1 bytes are needed, %2 are free, other downloads need %3 of them")
                  .arg(needed)
                  .arg(free)
                  .arg(promised)
            : tr("%1 bytes are needed, %2 are free").arg(needed).arg(free);
    }
    m_space.claim(this, device, needed);
    return problem;
}

void Download::needLink(const TransferProblem &problem)
{
    rest();
    m_link = {};
    m_status.problem = problem;
    const TransferProblem closing = m_part.close();
    if (closing) {
        fail(closing);
        return;
    }
    setState(TransferState::NeedsLink);
}

void Download::waitAndRetry(const TransferProblem &problem, milliseconds atLeast)
{
    if (++m_attempts >= m_policy.attempts) {
        fail(problem);
        return;
    }
    milliseconds delay = m_policy.firstDelay;
    for (int i = 1; i < m_attempts && delay < m_policy.maxDelay; ++i)
        delay *= 2;
    const double jitter = 0.75 + 0.5 * QRandomGenerator::global()->generateDouble();
    delay = milliseconds(
        static_cast<qint64>(static_cast<double>(qMin(delay, m_policy.maxDelay).count()) * jitter));
    delay = qMax(delay, atLeast);
    m_part.startSync();
    m_status.problem = problem;
    m_status.retryAt = QDateTime::currentDateTimeUtc().addMSecs(delay.count());
    after(delay, &Download::goOn);
    setState(TransferState::Waiting);
}

/// Asks for the whole file; what is there stays until that begins.
void Download::startOver(const TransferProblem &problem)
{
    if (++m_startOvers > m_policy.startOvers) {
        fail(problem);
        return;
    }
    m_again = true;
    goOn();
}

void Download::fail(const TransferProblem &problem)
{
    dropReply();
    rest();
    m_part.close();
    m_status.received = m_part.bytes();
    m_status.problem = problem;
    setState(TransferState::Failed);
}

/// The disk has to confirm all of it, in a thread of its own.
void Download::complete()
{
    if (!m_part.isSyncing()) {
        if (const TransferProblem problem = m_part.settle()) {
            fail(problem);
            return;
        }
        m_part.startSync(); // nothing to do if all is safe
    }
    if (!m_part.isSafe()) {
        after(kDiskLook, &Download::complete);
        return;
    }
    rest();
    m_status.complete = true;
    m_status.received = m_part.bytes();
    m_status.size = m_part.state().size;
    m_status.sha1 = m_part.sha1();
    m_status.sha256 = m_part.sha256();
    m_status.problem = {};
    emit changed();
}

void Download::rest()
{
    m_step.stop();
    m_running = false;
    m_space.release(this);
}

void Download::setState(TransferState state)
{
    m_status.state = state;
    m_status.received = m_part.bytes();
    m_sinceReport.start();
    emit changed();
}

void Download::after(milliseconds delay, void (Download::*next)())
{
    m_next = next;
    m_step.start(delay);
}

void Download::report()
{
    m_status.received = m_part.bytes();
    m_status.size = m_part.state().size;
    if (m_sinceReport.isValid() && m_sinceReport.elapsed() < kReportEveryMs)
        return;
    m_sinceReport.start();
    emit changed();
}
