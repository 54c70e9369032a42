// Times in cells: what is shown, what is searched, what is sorted.
#pragma once

#include "tables/columns.h"

/// Seconds since 1970; times that are not known come before all others.
qint64 timeKey(const QDateTime &time);
/// Age and local clock time, the date too unless it is today: "2 h ago 07:10".
QString agedTime(const QDateTime &time, const TextContext &context);
/// Local date and time to the minute: it doesn't change while the clock goes on.
QString searchedTime(const QDateTime &time);
