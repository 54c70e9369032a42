#include "transfer/transferworker.h"

#include "transfer/diskcalls.h"
#include "transfer/filenames.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>

namespace {

QString writeChecksum(const QString &path, const QString &sha256, TransferProblem *problem)
{
    const QByteArray line = checksumLine(sha256.toLatin1(), path);
    for (int number = 1; number < 1'000; ++number) {
        const QString name = numberedName(path + QLatin1String(".sha256"), number);
        const int code = writeNewFile(name, line);
        QFile there(name); // by a run that was killed after it
        const bool same = code == EEXIST && QFileInfo(name).size() == line.size()
            && there.open(QIODevice::ReadOnly) && there.readAll() == line;
        if (code == EEXIST && !same)
            continue;
        if (code == 0 || same) {
            syncFolder(QFileInfo(path).absolutePath());
            return name;
        }
        *problem = diskProblem(code, name);
        return {};
    }
    problem->kind = TransferProblem::Kind::NameTaken;
    return {};
}

} // namespace

TransferWorker::~TransferWorker() = default;

void TransferWorker::start(const DownloadOrder &order)
{
    std::unique_ptr<Download> &download = m_downloads[order.key];
    if (!download) {
        download = std::make_unique<Download>(order.target, order.label, m_network, m_throttle,
                                              m_space, m_policy);
        connect(
            download.get(), &Download::changed, this,
            [this, key = order.key, one = download.get()] { emit changed(key, one->status()); });
    }
    if (!order.link.isEmpty())
        download->setLink(order.link);
    download->start();
    if (download->status().complete)
        emit changed(order.key, download->status());
}

void TransferWorker::pause(const QString &key)
{
    const auto found = m_downloads.find(key);
    if (found != m_downloads.end())
        found->second->pause();
}

void TransferWorker::commit(const CommitOrder &order)
{
    const auto found = m_downloads.find(order.key);
    if (found == m_downloads.end())
        return;
    CommitResult result;
    const QString sha256 = found->second->status().sha256;
    result.problem = found->second->part().commit(order.name, &result.path);
    if (!result.problem && order.writeChecksum)
        result.checksumFile = writeChecksum(result.path, sha256, &result.problem);
    if (result.path.isEmpty())
        m_downloads.erase(found);
    emit committed(order.key, result);
}

void TransferWorker::forgetState(const QString &key)
{
    const auto found = m_downloads.find(key);
    if (found == m_downloads.end())
        return;
    found->second->part().forgetState();
    m_downloads.erase(found);
}

void TransferWorker::distrust(const QString &key)
{
    const auto found = m_downloads.find(key);
    if (found == m_downloads.end())
        return;
    found->second->part().distrust(TransferProblem::Kind::FileChanged);
    m_downloads.erase(found);
}

void TransferWorker::forget(const DownloadOrder &order, bool discard)
{
    const auto found = m_downloads.find(order.key);
    if (found != m_downloads.end()) {
        found->second->disconnect(this);
        found->second->pause();
        if (discard)
            found->second->part().discard();
        m_downloads.erase(found);
    } else if (discard) {
        PartFile(order.target, order.label, m_policy.part).discard();
    }
}
