#include "transfers/nextsteps.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NextSteps)
};

QString quoted(const QString &path)
{
    QString inner = path;
    inner.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

/// The one folder everything in the archive is in; empty if there is none.
QString commonFolder(const ArchiveListing &archive)
{
    QString folder;
    for (const ArchiveEntry &entry : archive.entries) {
        QString name = entry.name;
        while (name.startsWith(QLatin1String("./")))
            name.remove(0, 2);
        if (name.isEmpty())
            continue;
        const qsizetype slash = name.indexOf(QLatin1Char('/'));
        const QString first = slash < 0 ? QString() : name.left(slash);
        if (first.isEmpty() || (!folder.isEmpty() && first != folder))
            return {};
        folder = first;
    }
    return folder;
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
    switch (part.verdict) {
    case Verdict::Mismatch:
        return Words::tr("Don't use this file: it is not the one Atlas made. It is kept under a "
                         "name that says so. Download it again; if the hash differs again, show "
                         "both hashes to MongoDB's support.");
    case Verdict::Damaged:
        return Words::tr(
                   "Don't use this file: the archive is damaged (%1). It is kept under a name "
                   "that says so. Download it again.")
            .arg(part.archive.damage);
    case Verdict::MatchesPublished:
        return Words::tr("The file is the one Atlas made.");
    case Verdict::Recorded:
        return Words::tr("The archive is complete and sound. Atlas publishes no hash of it; its "
                         "SHA-256 is written beside it, to tell later whether it changed "
                         "(sha256sum -c).");
    case Verdict::None:
        break;
    }
    return part.state == TransferState::Done
        ? QString()
        : Words::tr("When the file is here and verified, this page says how to use it.");
}

} // namespace

NextSteps nextSteps(const Transfer &transfer, const TransferPart &part)
{
    NextSteps steps;
    QStringList words {opening(part)};
    const bool usable =
        part.verdict == Verdict::MatchesPublished || part.verdict == Verdict::Recorded;
    if (!usable) {
        steps.words = words.join(QString());
        return steps;
    }
    const QString folder = unpackFolder(part.path);
    const QString inner = commonFolder(part.archive);
    const QString data = inner.isEmpty() ? folder : folder + QLatin1Char('/') + inner;
    words << Words::tr(
        "It holds the data files of a mongod, not a dump: mongorestore can't read "
        "them. Unpack them, then start a mongod of the snapshot's MongoDB version on "
        "the unpacked folder, on a port that is free and only for this computer.");
    if (transfer.parts.size() > 1)
        words << Words::tr("Each file is one shard: unpack each into a folder of its own and start "
                           "a mongod for each.");
    words << Words::tr("mongod writes into the folder; the archive stays as it is. Encrypted "
                       "snapshots need the key they were made with.");
    steps.words = words.join(QStringLiteral("\n\n"));
    const QStringList commands {
        QStringLiteral("mkdir -p %1").arg(quoted(folder)),
        QStringLiteral("tar -xzf %1 -C %2").arg(quoted(part.path), quoted(folder)),
        QStringLiteral("mongod --dbpath %1 --port 27018 --bind_ip localhost").arg(quoted(data)),
        QStringLiteral("mongosh --port 27018"),
    };
    steps.commands = commands.join(QLatin1Char('\n'));
    return steps;
}
