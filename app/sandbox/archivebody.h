// Sending a file, or the part of it that a request asks for (RFC 9110 sections 13.1.5 and 14).
#pragma once

#include "sandbox/archive.h"
#include "sandbox/servermessage.h"

#include <QDateTime>

#include <functional>
#include <memory>

struct ByteRange {
    qint64 from = 0;
    qint64 size = 0;
};

/// The bytes of `archive` in a range.
class ArchiveBody : public ServerBody
{
public:
    /// `sent` gets the end of each piece in the file; `done` whether the file's last byte was sent,
    /// and whether something went wrong. Both may be null.
    struct Watcher {
        std::function<void(qint64 end)> sent;
        std::function<void(bool last, bool failed)> done;
    };
    ArchiveBody(std::shared_ptr<const Archive> archive, ByteRange range, Watcher watcher,
                qint64 flipByte);

    qint64 size() const override { return m_range.size; }
    QByteArray piece(qint64 from, qint64 most) override;
    void ended(bool complete) override;

private:
    std::shared_ptr<const Archive> m_archive;
    ByteRange m_range;
    Watcher m_watcher;
    qint64 m_flipByte; // -1: none
};

/// Status, headers and range, without the body: 200, 206 or 416. Several ranges at once are
/// answered with the whole, as the RFC allows.
ServerReply archiveHead(const ServerRequest &request, const Archive &archive, const QDateTime &made,
                        bool ignoreRange, ByteRange *range);
