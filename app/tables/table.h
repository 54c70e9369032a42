// Everything a RecordModel must know about records of type T, as data: columns, identity, state,
// JSON, and what the filter can ask.
#pragma once

#include "tables/filter.h"

template <typename T> struct Table {
    QList<Column<T>> columns {};
    QString (*id)(const T &) = nullptr; // unique among the records
    /// int(JobState), for delegates and filters; null: records have none.
    int (*state)(const T &, const TextContext &) = nullptr;
    /// Compact JSON; null: records have none.
    QByteArray (*json)(const T &) = nullptr;
    /// True if both have the same texts, keys and state; null: operator==.
    bool (*alike)(const T &, const T &) = nullptr;
    QList<FilterKey<T>> filterKeys {};
};
