// What the person intends: this snapshot onto that cluster. A pure value; validate() holds it
// against what is known, without a network.
#pragma once

#include "atlas/inventory.h"

struct JobKind;

struct RestorePlan {
    const JobKind *kind = nullptr; // of the snapshot
    Snapshot snapshot; // carries source project and cluster
    QString targetProjectId;
    QString targetCluster;
    bool trafficStopped = false; // the person's own word
    QString reason; // ticket or words, for the journal; may be empty
};

/// One rule of a restore and how it stands.
struct Check {
    enum class Verdict { Holds, Warns, Blocks, Unknown };
    enum class Page { Source, Target, Review };

    const char *id = ""; // stable: "version", "encryption", "same-cluster" …
    Page page = Page::Review; // where the person can do something about it
    Verdict verdict = Verdict::Unknown;
    QString rule; // the rule in a sentence
    QString fact; // what the verdict rests on

    bool operator==(const Check &) const = default;
};

/// Every rule that concerns the plan, in the order to show. Blocks only on what the schema or a
/// recorded reply proves.
QList<Check> validate(const RestorePlan &plan, const Inventory &inventory, const QDateTime &now);
/// True if no check blocks and the traffic box is ticked.
bool mayStart(const QList<Check> &checks, const RestorePlan &plan);
/// One sentence: what will be deleted and what replaces it.
QString consequence(const RestorePlan &plan, const Inventory &inventory, const QDateTime &now);
