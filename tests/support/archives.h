// Small .tar.gz archives made from a seed, and the files and hashes that tests need of them.
#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>

#include <archive.h>
#include <archive_entry.h>

/// `files` files of about `size` bytes in all, half of them random.
inline QByteArray makeArchive(quint32 seed, qsizetype size, int files = 3)
{
    QRandomGenerator random(seed);
    QByteArray out(size * 2 + 64 * 1024, Qt::Uninitialized);
    size_t used = 0;
    archive *writer = archive_write_new();
    archive_write_add_filter_gzip(writer);
    archive_write_set_filter_option(writer, "gzip", "compression-level", "1");
    archive_write_set_filter_option(writer, "gzip", "timestamp", nullptr);
    archive_write_set_format_ustar(writer);
    archive_write_set_bytes_in_last_block(writer, 1);
    archive_write_open_memory(writer, out.data(), size_t(out.size()), &used);
    for (int i = 0; i < files; ++i) {
        QByteArray content(size / files, char('a' + i % 26));
        for (qsizetype at = 0; at + 4 <= content.size() / 2; at += 4) {
            const quint32 word = random.generate();
            memcpy(content.data() + at, &word, 4);
        }
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, ("data/file-" + QByteArray::number(i)).constData());
        archive_entry_set_size(entry, content.size());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        archive_write_header(writer, entry);
        archive_write_data(writer, content.constData(), size_t(content.size()));
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    out.truncate(qsizetype(used));
    return out;
}

inline QByteArray hashOf(const QByteArray &bytes, QCryptographicHash::Algorithm algorithm)
{
    return QCryptographicHash::hash(bytes, algorithm).toHex();
}

inline QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeAll(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}
