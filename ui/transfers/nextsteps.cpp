#include "transfers/nextsteps.h"

#include <QCoreApplication>

#include <algorithm>

namespace {

constexpr int kFirstPort = 27018; // MongoDB's own is 27017, which may be taken
constexpr char kInfoFile[] = "restoreInfo.txt"; // of legacy backups

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NextSteps)
};

QString quoted(const QString &path)
{
    QString inner = path;
    inner.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

/// "./a/b" and "a/b" are the same.
QString plainName(const ArchiveEntry &entry)
{
    QString name = entry.name;
    while (name.startsWith(QLatin1String("./")))
        name.remove(0, 2);
    return name;
}

/// The archive's folder with the data, in which WiredTiger's own file stands; null if it holds
/// none.
QString dataFolder(const ArchiveListing &archive)
{
    const QLatin1String mark("WiredTiger");
    for (const ArchiveEntry &entry : archive.entries) {
        const QString name = plainName(entry);
        if (name == mark)
            return QLatin1String("");
        if (name.endsWith(QLatin1String("/WiredTiger")))
            return name.chopped(mark.size() + 1);
    }
    return {};
}

bool holds(const ArchiveListing &archive, QLatin1String fileName)
{
    return std::any_of(archive.entries.cbegin(), archive.entries.cend(),
                       [fileName](const auto &entry) {
                           return plainName(entry).section(QLatin1Char('/'), -1) == fileName;
                       });
}

QString unpackFolder(const QString &path)
{
    QString folder = path;
    for (const QLatin1String end :
         {QLatin1String(".gz"), QLatin1String(".tgz"), QLatin1String(".tar")}) {
        if (folder.endsWith(end, Qt::CaseInsensitive))
            folder.chop(end.size());
    }
    return folder == path ? path + QLatin1String(".unpacked") : folder;
}

QString opening(const TransferPart &part)
{
    // A problem of a file that is done: it could not be renamed, or nothing written beside it.
    const QString keptAs = part.problem
        ? Words::tr("It could not be renamed and looks like any other.")
        : Words::tr("It is kept under a name that says so.");
    const QString again = Words::tr("Download it again: from its job if the link still works, else "
                                    "by a new download job.");
    switch (part.verdict) {
    case Verdict::Mismatch:
        return Words::tr("Don't use this file: it is not the one Atlas made. %1 %2 If the hash "
                         "differs again, show both hashes to MongoDB's support.")
            .arg(keptAs, again);
    case Verdict::Damaged:
        return Words::tr("Don't use this file. %1 %2 %3").arg(part.archive.damage, keptAs, again);
    case Verdict::MatchesPublished:
        return Words::tr("The file is the one Atlas made.");
    case Verdict::Recorded:
        return Words::tr("The archive is complete and sound. Atlas published no hash of it.")
            + QLatin1Char(' ')
            + (part.checksumFile.isEmpty()
                   ? Words::tr("Its SHA-256 stands in the Overview, to tell later whether it "
                               "changed.")
                   : Words::tr("Its SHA-256 is written beside it, to tell later whether it changed "
                               "(sha256sum -c)."));
    case Verdict::None:
        break;
    }
    return part.state == TransferState::Done
        ? QString()
        : Words::tr("When the file is here and verified, this page says how to use it.");
}

QString versionWords(const BackupOrigin &origin, const ArchiveListing &archive)
{
    QString words;
    if (!origin.snapshotVersion.isEmpty())
        words = Words::tr("The snapshot was made by MongoDB %1: use a mongod of that version.")
                    .arg(origin.snapshotVersion);
    else if (!origin.clusterVersion.isEmpty())
        words = Words::tr("Use a mongod of the version that made the snapshot. The cluster runs "
                          "MongoDB %1 now; the tab Snapshots shows what it ran then.")
                    .arg(origin.clusterVersion);
    else
        words = Words::tr("Use a mongod of the version that made the snapshot; the tab Snapshots "
                          "shows it.");
    if (holds(archive, QLatin1String(kInfoFile)))
        words += QLatin1Char(' ')
            + Words::tr("The version and the options it ran with are in %1, too.")
                  .arg(QLatin1String(kInfoFile));
    return words;
}

QString shardWords(const Transfer &transfer, const BackupOrigin &origin)
{
    if (transfer.parts.size() > 1)
        return Words::tr("The cluster is sharded: each file is one shard or the config servers. "
                         "Unpack each into a folder of its own, with a mongod and a port of its "
                         "own, as the commands of each file do. Each shows only its share of the "
                         "data.");
    return origin.sharded
        ? Words::tr("The cluster is sharded: this file is one shard or the config servers and "
                    "shows only its share of the data. The others have download jobs of their own "
                    "(same batch ID); give each a folder and a port of its own.")
        : QString();
}

/// `where`: a folder, already quoted for a shell.
QString mongod(const QString &where, int port, bool sharded)
{
    // Without it a member of a sharded cluster refuses to start alone (MongoDB's manual, "Perform
    // Maintenance on Replica Set Members").
    const QString alone = sharded
        ? QStringLiteral(" --setParameter skipShardingConfigurationChecks=true")
        : QString();
    return QStringLiteral("mongod --dbpath %1 --port %2 --bind_ip localhost%3")
        .arg(where, QString::number(port), alone);
}

} // namespace

QString whatNow(TransferProblem::Kind kind)
{
    using Kind = TransferProblem::Kind;
    switch (kind) {
    case Kind::InUse:
        return Words::tr("Let it finish there, or close it, then resume.");
    case Kind::DiskFailed:
        return Words::tr("Check the disk, then resume.");
    case Kind::Tls:
    case Kind::Proxy:
        return Words::tr("Resume goes on once that is settled.");
    case Kind::NotData:
    case Kind::WrongLength:
    case Kind::TooManyRedirects:
        return Words::tr("Resume asks for the file again; if that fails, too, make a new download "
                         "job.");
    default:
        return {};
    }
}

NextSteps nextSteps(const Transfer &transfer, qsizetype part, const BackupOrigin &origin)
{
    const TransferPart &file = transfer.parts[part];
    NextSteps steps;
    QStringList words {opening(file)};
    const bool usable =
        file.verdict == Verdict::MatchesPublished || file.verdict == Verdict::Recorded;
    if (!usable) {
        steps.words = words.first();
        return steps;
    }
    const bool sharded = origin.sharded || transfer.parts.size() > 1;
    const int port = kFirstPort + int(part);
    words << Words::tr("It holds the data files of a mongod, not a dump: mongorestore can't read "
                       "them. Unpack them, then start a mongod on the unpacked folder, on a port "
                       "that is free and only for this computer.")
            + QLatin1Char(' ') + versionWords(origin, file.archive);
    const QString ofShards = shardWords(transfer, origin);
    if (!ofShards.isEmpty())
        words << ofShards;
    if (origin.encrypted)
        words << Words::tr("The cluster is encrypted with a key of yours: mongod needs the key the "
                           "snapshot was made with.");
    words << Words::tr("While mongod runs, look at the data from a second terminal: mongosh --port "
                       "%1. mongod writes into the folder; the archive stays as it is. If the "
                       "folder is there already, the commands stop before anything is unpacked.")
                 .arg(port);
    steps.words = words.join(QStringLiteral("\n\n"));

    const QString folder = unpackFolder(file.path);
    const QString inner = dataFolder(file.archive);
    QString where = quoted(inner.isEmpty() ? folder : folder + QLatin1Char('/') + inner);
    // The names are not known after a restart: the shell finds the place.
    if (inner.isNull())
        where = QStringLiteral("\"$(dirname \"$(find %1 -name WiredTiger | head -n 1)\")\"")
                    .arg(quoted(folder));
    // Each only after the one before went well.
    const QStringList commands {
        QStringLiteral("mkdir %1").arg(quoted(folder)),
        QStringLiteral("tar -xzf %1 -C %2").arg(quoted(file.path), quoted(folder)),
        mongod(where, port, sharded),
    };
    steps.commands = commands.join(QStringLiteral(" &&\n"));
    return steps;
}
