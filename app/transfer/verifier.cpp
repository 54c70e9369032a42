#include "transfer/verifier.h"

#include "transfer/filenames.h"

#include <QElapsedTimer>
#include <QFileInfo>

namespace {

constexpr int kReportEveryMs = 100;

Digester::Algorithms digestsFor(const QByteArray &expected)
{
    Digester::Algorithms digests = Digester::Sha256;
    if (expected.size() == 40)
        digests |= Digester::Sha1;
    if (expected.size() == 128)
        digests |= Digester::Sha512;
    return digests;
}

QByteArray digestLike(const WalkReport &walk, const QByteArray &expected)
{
    if (expected.size() == 40)
        return walk.sha1;
    return expected.size() == 128 ? walk.sha512 : walk.sha256;
}

} // namespace

VerifyReport verifyFile(const VerifyOrder &order, const std::atomic_bool &cancel,
                        const std::function<void(qint64)> &progress)
{
    const QByteArray expected = order.expectedHash.trimmed().toLower();
    WalkOrder walkOrder;
    walkOrder.fileName = order.fileName;
    walkOrder.digests = digestsFor(expected);
    walkOrder.gzip = order.archive || namesGzip(order.fileName);
    if (!namesTarArchive(order.fileName))
        walkOrder.tar = namesGzip(order.fileName) ? WalkOrder::Tar::No : WalkOrder::Tar::IfItIs;
    const WalkReport walk = walkArchive(walkOrder, cancel, progress);

    VerifyReport report;
    report.sha1 = QString::fromLatin1(walk.sha1);
    report.sha256 = QString::fromLatin1(walk.sha256);
    report.sha512 = QString::fromLatin1(walk.sha512);
    report.size = walk.size;
    report.archive = walk.listing;
    report.cancelled = walk.cancelled;
    report.problem = walk.problem;
    if (walk.cancelled || walk.problem)
        return report;
    if (!expected.isEmpty() && digestLike(walk, expected) != expected)
        report.verdict = Verdict::Mismatch;
    else if (!walk.listing.damage.isEmpty())
        report.verdict = Verdict::Damaged;
    else if (!expected.isEmpty())
        report.verdict = Verdict::MatchesPublished;
    return report;
}

Verifier::Verifier(QObject *parent) : QObject(parent), m_desk(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("Snapback verifier"));
    m_desk->moveToThread(&m_thread);
    m_thread.start(QThread::LowPriority);
}

Verifier::~Verifier()
{
    for (const Flag &flag : std::as_const(m_flags))
        *flag = true;
    m_thread.quit();
    m_thread.wait();
}

int Verifier::verify(const VerifyOrder &order)
{
    const int id = ++m_last;
    auto flag = std::make_shared<std::atomic_bool>(false);
    m_flags.insert(id, flag);
    QMetaObject::invokeMethod(m_desk.get(), [this, id, order, flag] { run(id, order, flag); });
    return id;
}

void Verifier::cancel(int id)
{
    if (const Flag flag = m_flags.value(id))
        *flag = true;
}

/// In m_thread; the destructor waits for it, so `this` is there.
void Verifier::run(int id, const VerifyOrder &order, const Flag &cancelled)
{
    const qint64 size = QFileInfo(order.fileName).size();
    QElapsedTimer sinceReport;
    sinceReport.start();
    const auto progress = [&](qint64 done) {
        if (sinceReport.elapsed() < kReportEveryMs)
            return;
        sinceReport.start();
        QMetaObject::invokeMethod(this,
                                  [this, id, done, size] { emit progressed(id, done, size); });
    };
    const VerifyReport report = verifyFile(order, *cancelled, progress);
    QMetaObject::invokeMethod(this, [this, id, report] {
        m_flags.remove(id);
        emit finished(id, report);
    });
}
