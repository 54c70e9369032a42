// The filter's query language. `orders m5` finds rows with both words, `"orders eu"` a phrase,
// `-failed` rows without; `state:ready`, `age:<2d` ask one property. An unknown key is a word like
// any other, an unfinished term (`state:`) and `any` let every row pass. Nothing stops the filter:
// what looks wrong is told in a sentence beside it.
#pragma once

#include "tables/columns.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>
#include <limits>

/// The right side of `key:value`, read once per query so that each row costs little.
struct FilterValue {
    QString text; // case-folded
    bool everything = false; // unfinished or "any"
    quint64 set = 0; // bits of an enumeration
    qint64 from = std::numeric_limits<qint64>::min(); // seconds since 1970, both ends included
    qint64 to = std::numeric_limits<qint64>::max();
    QString problem; // what is wrong with the value, for a person; empty: nothing

    bool operator==(const FilterValue &other) const
    {
        return text == other.text && everything == other.everything && set == other.set
            && from == other.from && to == other.to;
    }

    /// The answer for one of few different texts (a cluster's name), worked out once.
    template <typename Compute> bool remembered(const QString &key, Compute compute) const
    {
        const auto it = m_remembered.constFind(key);
        return it != m_remembered.cend() ? *it : *m_remembered.insert(key, compute());
    }

private:
    mutable QHash<QString, bool> m_remembered;
};

FilterValue readText(const QString &value, const TextContext &context);
/// `<2d`, `>3h`, `<=90m`, `2w`; without a sign: younger than. No unit yet: everything. What is
/// none of these matches nothing and says so in `problem`.
FilterValue readAge(const QString &value, const TextContext &context);
/// For FilterValues of readAge(); an invalid time has no age and never matches.
bool isWithin(const QDateTime &time, const FilterValue &value);
/// Case-insensitive; FilterValues of readText().
bool containsText(const QString &text, const FilterValue &value);
bool startsWithText(const QString &text, const FilterValue &value);

template <typename T> struct FilterKey {
    const char *key = "";
    bool (*matches)(const T &, const FilterValue &, const TextContext &) = nullptr;
    FilterValue (*read)(const QString &, const TextContext &) = &readText;
    QStringList (*values)() = nullptr; // what a completer offers; null: nothing
};

/// FilterKey without its T.
struct FilterKeyName {
    const char *key = "";
    FilterValue (*read)(const QString &, const TextContext &) = &readText;
    QStringList (*values)() = nullptr;
};

struct FilterTerm {
    bool negated = false;
    QByteArray needle; // of a word or phrase, as SearchArena wants it
    int key = -1; // index of the FilterKey, -1: a word
    FilterValue value; // of a key

    bool operator==(const FilterTerm &) const = default;
};

/// All terms must hold.
using Filter = QList<FilterTerm>;

/// `problems`, if given, gets a sentence for each thing that looks wrong: a quote without its end,
/// a key that is none, a value that can't be read.
Filter parseFilter(const QString &text, const QList<FilterKeyName> &keys,
                   const TextContext &context, QStringList *problems = nullptr);
/// True if every row that passes `narrow` passes `wide` too, as far as the terms tell.
bool narrows(const Filter &wide, const Filter &narrow);
