// The part of TransferQueue between the last byte and the verdict. The file keeps its partial name
// until then, so that no name ever says more than is known.
#include "transfer/transferqueue.h"

#include "transfer/diskcalls.h"
#include "transfer/filenames.h"

#include <QFile>
#include <algorithm>
#include <cerrno>

using std::chrono::milliseconds;

namespace {

const QString kMismatchMark = QStringLiteral("does not match");
const QString kDamagedMark = QStringLiteral("damaged");

/// SHA-1 or SHA-256: what there is of the file's own.
bool isComparable(const QString &hash)
{
    return hash.size() == 40 || hash.size() == 64;
}

Verdict verdictFor(const TransferPart &part)
{
    const QString &ours = part.publishedHash.size() == 40 ? part.sha1 : part.sha256;
    if (!part.publishedHash.isEmpty() && part.publishedHash != ours)
        return Verdict::Mismatch;
    if (!part.archive.damage.isEmpty())
        return Verdict::Damaged;
    return part.publishedHash.isEmpty() ? Verdict::Recorded : Verdict::MatchesPublished;
}

} // namespace

void TransferQueue::verify(const QString &key)
{
    VerifyOrder order;
    order.fileName = PartFile::partName(part(key)->path);
    // What stands on the disk must be what was received, whatever is published.
    order.expectedHash = part(key)->sha256.toLatin1();
    order.archive = true;
    m_checks.insert(m_verifier.verify(order), key);
    const QString id = splitKey(key).id;
    if (!transfer(id)->hashExpected || !part(key)->publishedHash.isEmpty())
        return;
    if (m_hashWaits[id].next == milliseconds(0))
        askForHashes(id);
}

void TransferQueue::askForHashes(const QString &id)
{
    if (!m_hashWaits.contains(id) || !find(id))
        return;
    HashWait &wait = m_hashWaits[id];
    wait.next = wait.next == milliseconds(0) ? m_settings.hashFirst
                                             : qMin(wait.next * 2, m_settings.hashMost);
    // Walking a large archive takes longer than Atlas should take; the wait begins after it.
    const bool isWalking =
        std::any_of(m_checks.cbegin(), m_checks.cend(),
                    [&id](const QString &key) { return splitKey(key).id == id; });
    if (isWalking)
        wait.since.invalidate();
    else if (!wait.since.isValid())
        wait.since.start();
    const bool over = wait.since.isValid() && wait.since.elapsed() >= m_settings.hashWait.count();
    if (!over) {
        QTimer::singleShot(wait.next, this, [this, id] { askForHashes(id); });
        emit hashesWanted(id); // the answer may come at once
        return;
    }
    m_hashWaits.remove(id);
    for (const QString &key : keysOf(id))
        decide(key);
}

void TransferQueue::setPublishedHashes(const QString &id, const QHash<QString, QString> &hashes)
{
    bool all = true;
    for (const QString &key : keysOf(id)) {
        TransferPart *const one = part(key);
        const QString hash = hashes.value(one->name).trimmed().toLower();
        const bool isOld = one->state == TransferState::Done && !one->publishedHash.isEmpty();
        const bool isNew = isComparable(hash) && !isOld && one->publishedHash != hash;
        if (isNew)
            one->publishedHash = hash;
        all = all && !one->publishedHash.isEmpty();
        if (isNew && one->state == TransferState::Done)
            revise(key);
        else if (isNew)
            decide(key);
    }
    if (all)
        m_hashWaits.remove(id);
}

void TransferQueue::onWalked(int check, qint64 done)
{
    const QString key = m_checks.value(check);
    if (TransferPart *const one = part(key)) {
        one->verified = done;
        emit changed(splitKey(key).id);
    }
}

void TransferQueue::onVerified(int check, const VerifyReport &report)
{
    const QString key = m_checks.take(check);
    TransferPart *const one = part(key);
    if (!one || one->state != TransferState::Verifying)
        return;
    TransferProblem problem = report.problem;
    if (!problem && report.verdict == Verdict::Mismatch)
        problem.kind = TransferProblem::Kind::FileChanged;
    if (problem) {
        tell([key](TransferWorker *worker) { worker->distrust(key); });
        one->problem = problem;
        setState(key, TransferState::Failed);
        schedule();
        return;
    }
    one->archive = report.archive;
    m_walked.insert(key);
    if (mayStillCome(*transfer(splitKey(key).id)))
        emit hashesWanted(splitKey(key).id); // the walk may have been long
    decide(key);
}

/// True while a published hash may still appear.
bool TransferQueue::mayStillCome(const Transfer &of) const
{
    return of.hashExpected && m_hashWaits.contains(of.id);
}

void TransferQueue::decide(const QString &key)
{
    TransferPart *const one = part(key);
    const Transfer *const of = transfer(splitKey(key).id);
    if (!one || one->state != TransferState::Verifying || !m_walked.contains(key)
        || (one->publishedHash.isEmpty() && mayStillCome(*of)))
        return;
    m_walked.remove(key);
    one->verdict = verdictFor(*one);
    CommitOrder order;
    order.key = key;
    order.name = one->path;
    if (one->verdict == Verdict::Mismatch)
        order.name = markedName(one->path, kMismatchMark);
    else if (one->verdict == Verdict::Damaged)
        order.name = markedName(one->path, kDamagedMark);
    order.writeChecksum = one->verdict == Verdict::Recorded;
    tell([order](TransferWorker *worker) { worker->commit(order); });
}

void TransferQueue::onCommitted(const QString &key, const CommitResult &result)
{
    TransferPart *const one = part(key);
    if (!one)
        return;
    one->problem = result.problem;
    one->checksumFile = result.checksumFile;
    if (result.path.isEmpty()) {
        one->verdict = Verdict::None;
        setState(key, TransferState::Failed);
    } else {
        one->path = result.path;
        m_links.remove(key);
        setState(key, TransferState::Done);
        // Only now: before, a kill would have lost the file's name.
        tell([key](TransferWorker *worker) { worker->forgetState(key); });
        revise(key);
    }
    schedule();
}

/// What another job published is not this file's hash.
void TransferQueue::changeJob(Transfer *of, const QString &jobId)
{
    of->jobId = jobId;
    for (TransferPart &one : of->parts) {
        if (one.state != TransferState::Done)
            one.publishedHash.clear();
    }
}

/// A hash that came after the verdict.
void TransferQueue::revise(const QString &key)
{
    TransferPart *const one = part(key);
    if (one->verdict != Verdict::Recorded || one->publishedHash.isEmpty())
        return;
    one->verdict = verdictFor(*one);
    if (one->verdict == Verdict::Mismatch) {
        QFile::remove(one->checksumFile); // it would vouch for these bytes
        one->checksumFile.clear();
        for (int number = 1; number < 1'000; ++number) {
            const QString name = numberedName(markedName(one->path, kMismatchMark), number);
            const int code = renameWithoutOverwriting(one->path, name);
            if (code == EEXIST)
                continue;
            if (code == 0)
                one->path = name;
            else
                one->problem = diskProblem(code, one->path);
            break;
        }
    }
    note(splitKey(key).id);
}
