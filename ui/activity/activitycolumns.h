// The table of the journal: its columns as data, and one entry as facts.
#pragma once

#include "atlas/restorejob.h"
#include "session/journal.h"
#include "tables/table.h"

Table<JournalEntry> activityTable();
QList<Fact> activityFacts(const JournalEntry &entry);
/// "Started", "Not started", "Not known" …
QString outcomeText(JournalEntry::Outcome outcome);
