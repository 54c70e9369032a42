// The files behind downloads, made when somebody asks, and the SHA-1 that Atlas tells of legacy
// ones. Keeps no bytes of them.
#pragma once

#include "sandbox/archive.h"

#include <QCryptographicHash>
#include <QHash>

#include <map>
#include <memory>

class ArchiveStore
{
public:
    /// What there is to know of a file before it is made.
    struct Form {
        QString key; // one for each file
        QString folder;
        qint64 bytes = 0; // about
    };

    std::shared_ptr<const Archive> open(const Form &form);
    /// The file is another one from now on. Who has opened it keeps the old one.
    void renew(const QString &key);

    /// Hashes the file's first `end` bytes, as far as it fits between two pieces of an answer.
    void hash(const Form &form, qint64 end);
    /// Lower-case hex; empty while there is more to hash than fits into one call. Ask again.
    QString sha1(const Form &form);

private:
    struct Running {
        std::shared_ptr<const Archive> archive;
        QCryptographicHash sha1 {QCryptographicHash::Sha1};
        qint64 done = 0;
    };
    struct Entry {
        std::shared_ptr<const Archive> archive;
        int generation = 0;
        std::unique_ptr<Running> hash;
    };

    Running &advance(const Form &form, qint64 end, qint64 most);

    std::map<QString, Entry> m_entries; // by key
};
