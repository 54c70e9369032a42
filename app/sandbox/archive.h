// The file behind a download: a .tar.gz as of a mongod's data directory, made up from a key. It is
// never kept: any byte of it can be made at any time, so it may be larger than memory and disk, and
// any range can be served. The gzip blocks are stored, not compressed. The same key and size give
// the same bytes. Immutable.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

class Archive
{
public:
    /// About so many bytes; never less than a directory without data takes. `folder` is the
    /// directory in it.
    Archive(const QString &key, const QString &folder, qint64 bytes);

    qint64 size() const { return m_size; }
    /// Fewer bytes at the end of the file.
    QByteArray read(qint64 from, qint64 count) const;
    /// A strong entity tag, with its quotes.
    QByteArray etag() const { return m_etag; }

private:
    /// A run of bytes in the tar file: `literal`, or the pattern with stamps if that is empty.
    struct Piece {
        qint64 start = 0;
        qint64 size = 0;
        QByteArray literal;
        quint32 stamp = 0; // tells the files apart
    };

    void addEntry(const QString &name, const QByteArray &content);
    void addEntry(const QString &name, qint64 size);
    void addHeader(const QString &name, qint64 size, char type);
    void addLiteral(const QByteArray &bytes);
    void fill(qint64 bytes, const QString &folder);
    char *readTar(qint64 from, qint64 count, char *out) const;
    quint32 crc() const;
    quint32 crcOf(const Piece &piece) const;

    QByteArray m_pattern;
    QList<Piece> m_pieces; // of the tar file, in order
    qint64 m_tarSize = 0;
    qint64 m_size = 0;
    QByteArray m_etag;
    QByteArray m_trailer;
};
