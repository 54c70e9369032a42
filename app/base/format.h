// Times, ages, durations and sizes as text, and the time formats of the wire. Everything a person
// reads is translated.
#pragma once

#include <QDateTime>
#include <QString>
#include <chrono>

/// An ISO 8601 time as Atlas sends it (`2026-08-10T03:03:29Z`, fractions and offsets too), as UTC;
/// invalid when the text is none.
QDateTime parseIsoTime(QStringView text);
/// UTC in whole seconds as Atlas writes it: `2026-08-10T03:03:29Z`. Empty for an invalid time.
QString toIsoTime(const QDateTime &time);
/// An HTTP date (RFC 9110 section 5.6.7), a one-digit day included, which Atlas's `Sunset` has;
/// UTC, invalid if none.
QDateTime parseHttpDate(QStringView text);
/// The second in which an ObjectId (24 hex digits) was made, from its first four bytes; invalid for
/// other text.
QDateTime objectIdTime(QStringView id);

/// Local clock time with date: "2026-08-10 05:03:29".
QString formatLocal(const QDateTime &time);
/// Both clocks: "2026-08-10 05:03:29 (03:03:29 UTC)"; the date is repeated where it differs.
QString formatLocalAndUtc(const QDateTime &time);
/// "4 min ago", "in 3 h", "2 d ago"; empty for an invalid time.
QString formatAge(const QDateTime &time, const QDateTime &now);
/// "4 min 10 s", "2 h 5 min", "3 d 4 h"; two units at most, never negative.
QString formatDuration(std::chrono::seconds duration);
/// Binary units: "0 B", "1.5 GiB".
QString formatSize(qint64 bytes);
