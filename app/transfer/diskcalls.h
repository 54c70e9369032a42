// The few disk calls Qt has no words for: rename without overwriting, fsync of a folder, room left.
#pragma once

#include "transfer/transferproblem.h"

#include <QByteArray>
#include <QString>

/// Bytes an ordinary user may still write in this folder; -1 if unknown.
qint64 freeSpace(const QString &folder);
/// Which disk this folder is on; 0 if unknown.
quint64 deviceOf(const QString &folder);
/// Makes a new name in the folder safe against power loss.
bool syncFolder(const QString &folder);
/// Renames within a folder; EEXIST, never a loss, if `to` is there. 0, or an errno.
int renameWithoutOverwriting(const QString &from, const QString &to);
/// Writes a new file with mode 0600, synced; EEXIST if it is there. 0, or an errno.
int writeNewFile(const QString &path, const QByteArray &bytes);
/// Replaces the file by one with these bytes, mode 0600: after a crash there is either the old or
/// the new. 0, or an errno.
int replaceFile(const QString &path, const QByteArray &bytes);
/// The same where there is no room for a second file; a small file keeps its one block. Not through
/// a link. 0, or an errno.
int overwriteFile(const QString &path, const QByteArray &bytes);
/// Writes all at this place of the file, or tells why not. 0, or an errno.
int writeAllAt(int fd, const char *data, qint64 size, qint64 offset);
