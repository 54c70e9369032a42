// Walks a .tar.gz from its first byte to its last: gzip's own check (RFC 1952 CRC and length, by
// zlib: libarchive 3.6 does not look at them), the tar inside by libarchive, and any digests in
// the same pass. Blocks; nothing is unpacked, memory stays small.
#pragma once

#include "transfer/digester.h"
#include "transfer/transfer.h"

#include <QObject>

#include <atomic>
#include <functional>

struct WalkOrder {
    QString fileName;
    Digester::Algorithms digests;
    enum class Tar { No, IfItIs, Yes };

    bool gzip = true; // check it as gzip; else only the digests are made
    Tar tar = Tar::Yes; // what is inside
};

struct WalkReport {
    ArchiveListing listing; // of a gzip file
    qint64 size = 0; // bytes read
    QByteArray sha1;
    QByteArray sha256;
    QByteArray sha512;
    bool cancelled = false;
    TransferProblem problem; // the file could not be read; then nothing else holds
};

/// `progress` is called with the bytes read so far, from this thread.
WalkReport walkArchive(const WalkOrder &order, const std::atomic_bool &cancel,
                       const std::function<void(qint64)> &progress);
