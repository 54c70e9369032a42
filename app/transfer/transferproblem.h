// Why a transfer stands still, as a kind the program can act on and a sentence for the person.
// What is wrong with the bytes themselves is a Verdict (transfer.h), not a problem.
#pragma once

#include <QString>

struct TransferProblem {
    enum class Kind {
        None,
        // this computer's disk
        DiskFull,
        FileTooLarge, // for the file system, or a limit set on the process
        CannotWrite, // read-only, or no right to
        FolderMissing,
        FileVanished, // the partial file was there
        FileChanged, // the partial file is not what was written
        NameTaken, // something that is not ours has the name
        InUse, // another Snapback writes the same file
        DiskFailed,
        // the way
        Insecure, // http:// to something that is not loopback
        Unreachable, // no connection, or it was lost again and again
        Tls,
        Proxy,
        // the other side
        ServerTrouble, // 429 or 5xx again and again
        LinkRefused, // expired, used up, or this address is not let in
        NotData, // an error page, or bytes that are no gzip
        WrongLength, // the server announces more or less than it has
        SourceChanged, // the file became another one, again and again
        TooManyRedirects,
    };

    Kind kind = Kind::None;
    QString detail; // the system's or the server's words; never an address or a header
    int httpStatus = 0; // 0: none

    explicit operator bool() const { return kind != Kind::None; }
    bool operator==(const TransferProblem &) const = default;
};

/// What happened, whether anything was lost, what to do. Empty for None.
QString describe(const TransferProblem &problem);
/// The kind as a word that stays the same in files; `None` for an unknown word.
QString toWord(TransferProblem::Kind kind);
TransferProblem::Kind problemKind(const QString &word);
/// From an errno of a disk call on the file `path`.
TransferProblem diskProblem(int code, const QString &path);
