// What the tables of jobs and of snapshots have in common: kind and state, as cells and as filters.
#pragma once

#include "atlas/restorejob.h"
#include "tables/filter.h"

/// Active ones first, then what waits for a person, then what is over.
qint64 stateKey(JobState state);
/// States of which a word (translated or English) begins with the value; `active` stands for those
/// that may still change.
FilterValue readState(const QString &value, const TextContext &context);
/// The words readState() knows.
QStringList stateWords();
bool isState(JobState state, const FilterValue &value);

QString kindTitle(const JobKind *kind);
/// The value begins the kind's id or is part of its title.
bool isKind(const JobKind *kind, const FilterValue &value);
/// The value is part of the project's name or begins its id.
bool isProject(const QString &projectId, const FilterValue &value, const TextContext &context);
/// containsText() for texts of which there are few different ones.
bool containsName(const QString &name, const FilterValue &value);

template <typename T> QString noSearch(const T &, const TextContext &)
{
    return {};
}
