#include "transfer/transferhistory.h"

#include "base/format.h"
#include "transfer/diskcalls.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using Object = QJsonObject;

QString text(const Object &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

Object writePart(const TransferPart &part)
{
    return {{QStringLiteral("name"), part.name},
            {QStringLiteral("path"), part.path},
            {QStringLiteral("size"), part.size},
            {QStringLiteral("received"), part.received},
            {QStringLiteral("state"), toWord(part.state)},
            {QStringLiteral("problem"), toWord(part.problem.kind)},
            {QStringLiteral("httpStatus"), part.problem.httpStatus},
            {QStringLiteral("startedOver"), part.startedOver},
            {QStringLiteral("verdict"), toWord(part.verdict)},
            {QStringLiteral("sha1"), part.sha1},
            {QStringLiteral("sha256"), part.sha256},
            {QStringLiteral("publishedHash"), part.publishedHash},
            {QStringLiteral("checksumFile"), part.checksumFile},
            {QStringLiteral("entries"), part.archive.count},
            {QStringLiteral("unpackedSize"), part.archive.totalSize},
            {QStringLiteral("damage"), part.archive.damage}};
}

TransferPart readPart(const Object &object)
{
    TransferPart part;
    part.name = text(object, "name");
    part.path = text(object, "path");
    part.size = object[QLatin1String("size")].toInteger(-1);
    part.received = object[QLatin1String("received")].toInteger();
    part.state = transferState(text(object, "state"));
    if (part.state != TransferState::Done && part.state != TransferState::Failed)
        part.state = TransferState::Paused;
    part.problem.kind = problemKind(text(object, "problem"));
    part.problem.httpStatus = object[QLatin1String("httpStatus")].toInt();
    part.startedOver = object[QLatin1String("startedOver")].toBool();
    part.verdict = verdictOf(text(object, "verdict"));
    part.sha1 = text(object, "sha1");
    part.sha256 = text(object, "sha256");
    part.publishedHash = text(object, "publishedHash");
    part.checksumFile = text(object, "checksumFile");
    part.archive.count = object[QLatin1String("entries")].toInteger();
    part.archive.totalSize = object[QLatin1String("unpackedSize")].toInteger();
    part.archive.damage = text(object, "damage");
    return part;
}

QByteArray writeTransfer(const Transfer &transfer)
{
    QJsonArray parts;
    for (const TransferPart &part : transfer.parts)
        parts.append(writePart(part));
    const Object object {{QStringLiteral("id"), transfer.id},
                         {QStringLiteral("label"), transfer.label},
                         {QStringLiteral("profileId"), transfer.profileId},
                         {QStringLiteral("jobId"), transfer.jobId},
                         {QStringLiteral("kindId"), transfer.kindId},
                         {QStringLiteral("projectId"), transfer.projectId},
                         {QStringLiteral("cluster"), transfer.cluster},
                         {QStringLiteral("snapshotId"), transfer.snapshotId},
                         {QStringLiteral("road"), transfer.road},
                         {QStringLiteral("hashExpected"), transfer.hashExpected},
                         {QStringLiteral("created"), toIsoTime(transfer.created)},
                         {QStringLiteral("finished"), toIsoTime(transfer.finished)},
                         {QStringLiteral("parts"), parts}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Transfer readTransfer(const Object &object)
{
    Transfer transfer;
    transfer.id = text(object, "id");
    transfer.label = text(object, "label");
    transfer.profileId = text(object, "profileId");
    transfer.jobId = text(object, "jobId");
    transfer.kindId = text(object, "kindId");
    transfer.projectId = text(object, "projectId");
    transfer.cluster = text(object, "cluster");
    transfer.snapshotId = text(object, "snapshotId");
    transfer.road = text(object, "road");
    transfer.hashExpected = object[QLatin1String("hashExpected")].toBool();
    transfer.created = parseIsoTime(text(object, "created"));
    transfer.finished = parseIsoTime(text(object, "finished"));
    for (const auto &part : object[QLatin1String("parts")].toArray())
        transfer.parts.append(readPart(part.toObject()));
    return transfer;
}

bool isFinished(const Transfer &transfer)
{
    return transfer.state() == TransferState::Done;
}

} // namespace

TransferHistory::TransferHistory(const QString &fileName) : m_fileName(fileName)
{
    if (fileName.isEmpty())
        return;
    QDir().mkpath(QFileInfo(fileName).absolutePath());
    m_lock = ::open(QFile::encodeName(fileName + QLatin1String(".lock")).constData(),
                    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock >= 0 && ::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_lock);
        m_lock = -1;
    }
}

TransferHistory::~TransferHistory()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

QList<Transfer> TransferHistory::load()
{
    QList<Transfer> transfers;
    QFile file(m_fileName);
    if (m_fileName.isEmpty() || !file.open(QIODevice::ReadOnly))
        return transfers;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        // A line torn by a crash is none.
        const Object object = QJsonDocument::fromJson(line).object();
        const QString id = text(object, "id");
        if (id.isEmpty())
            continue;
        const auto known = std::find_if(transfers.begin(), transfers.end(),
                                        [&id](const Transfer &one) { return one.id == id; });
        if (object[QLatin1String("removed")].toBool()) {
            if (known != transfers.end())
                transfers.removeAt(known - transfers.begin());
        } else if (known != transfers.end()) {
            *known = readTransfer(object);
        } else {
            transfers.append(readTransfer(object));
        }
    }
    if (m_lock < 0)
        transfers.removeIf([](const Transfer &one) { return !isFinished(one); });
    else
        compact(transfers, lines.size());
    return transfers;
}

void TransferHistory::compact(const QList<Transfer> &transfers, qsizetype lines)
{
    if (lines < 4 * transfers.size() + 200)
        return;
    QByteArray bytes;
    for (const Transfer &transfer : transfers)
        bytes += writeTransfer(transfer);
    (void)replaceFile(m_fileName, bytes); // the long one still holds all
}

void TransferHistory::append(const Transfer &transfer)
{
    appendLine(writeTransfer(transfer));
}

void TransferHistory::appendRemoved(const QString &id)
{
    const Object object {{QStringLiteral("id"), id}, {QStringLiteral("removed"), true}};
    appendLine(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void TransferHistory::appendLine(const QByteArray &line)
{
    if (m_fileName.isEmpty())
        return;
    const int fd = ::open(QFile::encodeName(m_fileName).constData(),
                          O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    // After a line that a crash cut short, a new one begins.
    struct stat info = {};
    char last = '\n';
    if (::fstat(fd, &info) == 0 && info.st_size > 0 && ::pread(fd, &last, 1, info.st_size - 1) != 1)
        last = '\n';
    const QByteArray bytes = last == '\n' ? line : '\n' + line;
    if (::write(fd, bytes.constData(), static_cast<size_t>(bytes.size())) == bytes.size())
        ::fdatasync(fd);
    ::close(fd);
}
