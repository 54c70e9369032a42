// What is written beside a partial file so that a later program can take it up: whose it is, what
// the server said of the file, and how much of it is safe. Never an address or a header.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

struct PartState {
    QString label; // the job, in the queue's words
    qint64 size = -1; // of the whole file; -1: not known
    QByteArray etag; // as sent, quotes included (RFC 9110 section 8.8.3)
    QByteArray lastModified;
    qint64 bytes = 0; // safe on the disk
    QByteArray sha256; // of these bytes, hex
    QString name; // the file name it was about to get; empty: it is still partial
    quint64 inode = 0; // of the file that gets it

    bool operator==(const PartState &) const = default;
};

QByteArray writePartState(const PartState &state);
std::optional<PartState> readPartState(const QByteArray &text);
