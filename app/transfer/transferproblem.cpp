#include "transfer/transferproblem.h"

#include <QCoreApplication>
#include <array>
#include <cerrno>
#include <cstring>

using Kind = TransferProblem::Kind;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TransferProblem)
};

struct KindWord {
    Kind kind;
    const char *word;
};

constexpr std::array kWords {
    KindWord {Kind::DiskFull, "disk-full"},
    KindWord {Kind::FileTooLarge, "file-too-large"},
    KindWord {Kind::CannotWrite, "cannot-write"},
    KindWord {Kind::FolderMissing, "folder-missing"},
    KindWord {Kind::FileVanished, "file-vanished"},
    KindWord {Kind::FileChanged, "file-changed"},
    KindWord {Kind::NameTaken, "name-taken"},
    KindWord {Kind::InUse, "in-use"},
    KindWord {Kind::DiskFailed, "disk-failed"},
    KindWord {Kind::Insecure, "insecure"},
    KindWord {Kind::Unreachable, "unreachable"},
    KindWord {Kind::Tls, "tls"},
    KindWord {Kind::Proxy, "proxy"},
    KindWord {Kind::ServerTrouble, "server-trouble"},
    KindWord {Kind::LinkRefused, "link-refused"},
    KindWord {Kind::NotData, "not-data"},
    KindWord {Kind::WrongLength, "wrong-length"},
    KindWord {Kind::SourceChanged, "source-changed"},
    KindWord {Kind::TooManyRedirects, "too-many-redirects"},
};

QString diskSentence(Kind kind)
{
    switch (kind) {
    case Kind::DiskFull:
        return Words::tr("The disk is full. What arrived is kept: make room, then resume.");
    case Kind::FileTooLarge:
        return Words::tr(
            "This disk does not take a file that large. What arrived is kept: download "
            "to another folder.");
    case Kind::CannotWrite:
        return Words::tr(
            "The folder can't be written. Nothing was lost: allow writing and resume, or "
            "download again to another folder.");
    case Kind::FolderMissing:
        return Words::tr("The folder is not there. If it is on another disk, connect that, then "
                         "resume.");
    case Kind::FileVanished:
        return Words::tr("The partial file was removed while it was being written. Resume starts "
                         "from the beginning.");
    case Kind::FileChanged:
        return Words::tr("The partial file was changed by something else and can't be trusted. "
                         "Resume starts from the beginning.");
    case Kind::NameTaken:
        return Words::tr(
            "Something that is not this download's has the name of the partial file, and "
            "was left alone. Move it away and resume, or download again: that gets "
            "another name.");
    case Kind::InUse:
        return Words::tr("Another Snapback is writing this file.");
    default:
        return Words::tr("The disk reported an error. What is safe on the disk is kept.");
    }
}

QString networkSentence(Kind kind)
{
    switch (kind) {
    case Kind::Insecure:
        return Words::tr("The link is not https, so nothing was sent. A new download job gives "
                         "another one.");
    case Kind::Tls:
        return Words::tr("The server's certificate is not trusted, so nothing was sent. Check the "
                         "certificates in the profile's network settings.");
    case Kind::Proxy:
        return Words::tr("The proxy did not let the download through. Downloads of cloud backups "
                         "use port 27017. What arrived is kept.");
    case Kind::ServerTrouble:
        return Words::tr("The server was busy or in trouble each time. What arrived is kept: "
                         "resume later.");
    case Kind::LinkRefused:
        return Words::tr("The server refused the link: it expired, was used up, or this computer's "
                         "address is not on the project's IP access list. What arrived is kept; a "
                         "new link continues it.");
    case Kind::NotData:
        return Words::tr("The server sent something that is no backup archive. It was not saved.");
    case Kind::WrongLength:
        return Words::tr("The server announced another length than it sent. The file is not "
                         "complete and was not accepted.");
    case Kind::SourceChanged:
        return Words::tr("The file on the server changed each time it was asked for. Start the "
                         "download again.");
    case Kind::TooManyRedirects:
        return Words::tr("The server passed the download on without end. Nothing was saved.");
    default:
        return Words::tr("The server can't be reached, or the connection was lost each time. What "
                         "arrived is kept. Downloads of cloud backups use port 27017, which some "
                         "firewalls block.");
    }
}

} // namespace

QString describe(const TransferProblem &problem)
{
    if (!problem)
        return {};
    const QString sentence =
        problem.kind < Kind::Insecure ? diskSentence(problem.kind) : networkSentence(problem.kind);
    QString detail = problem.detail;
    if (problem.httpStatus > 0)
        detail = (QStringLiteral("HTTP %1 ").arg(problem.httpStatus) + detail).trimmed();
    return detail.isEmpty() ? sentence : Words::tr("%1 (%2)").arg(sentence, detail);
}

QString toWord(Kind kind)
{
    for (const KindWord &entry : kWords) {
        if (entry.kind == kind)
            return QLatin1String(entry.word);
    }
    return {};
}

Kind problemKind(const QString &word)
{
    for (const KindWord &entry : kWords) {
        if (word == QLatin1String(entry.word))
            return entry.kind;
    }
    return Kind::None;
}

TransferProblem diskProblem(int code, const QString &path)
{
    TransferProblem problem;
    problem.detail =
        QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(std::strerror(code)));
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        problem.kind = Kind::DiskFull;
        break;
    case EFBIG:
        problem.kind = Kind::FileTooLarge;
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        problem.kind = Kind::CannotWrite;
        break;
    case ENOENT:
    case ENOTDIR:
        problem.kind = Kind::FolderMissing;
        break;
    default:
        problem.kind = Kind::DiskFailed;
        break;
    }
    return problem;
}
