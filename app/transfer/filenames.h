// Names for files that must not meet: never another's file, never a path out of the folder, and a
// bad file says so in its name.
#pragma once

#include <QByteArray>
#include <QString>

/// "restore.tar.gz" and 2 give "restore (2).tar.gz"; 1 gives the path itself.
QString numberedName(const QString &path, int number);
/// "restore.tar.gz" and "damaged" give "restore (damaged).tar.gz".
QString markedName(const QString &path, const QString &mark);
/// A file name out of a server's: no folder, no control characters, not hidden, never empty.
QString safeFileName(const QString &name);
/// True for .tar.gz and .tgz, a .part of them included.
bool namesTarArchive(const QString &path);
/// True for .gz and .tgz, a .part of them included.
bool namesGzip(const QString &path);

/// One line as `sha256sum -c` reads it, names with a line end or a backslash escaped.
QByteArray checksumLine(const QByteArray &hex, const QString &fileName);
/// The hash in what a person pasted (hex of 40, 64 or 128 digits, a line of sha256sum, a word like
/// "SHA-1:" before it), in lower case; empty if there is none or more than one.
QByteArray pastedHash(const QString &text);
