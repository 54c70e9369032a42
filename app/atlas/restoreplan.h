// What the person intends: this data onto that cluster. A pure value; validate() holds it against
// what is known, without a network.
#pragma once

#include "atlas/inventory.h"
#include "atlas/restorejob.h"
#include "atlas/restorepoint.h"

#include <optional>

struct JobKind;

/// A database ("sales") or a collection ("sales.orders"), and what it is to be called.
struct NamespaceChoice {
    QString source;
    QString target; // empty: as the suffixes say

    bool operator==(const NamespaceChoice &) const = default;
};

/// What a collection restore writes, and how. The words are Atlas's own.
struct CollectionChoice {
    QList<NamespaceChoice> databases; // up to 100
    QList<NamespaceChoice> collections; // up to 100
    QString writeStrategy = QStringLiteral("CREATE_NEW"); // or OVERWRITE_EXISTING
    QString indexStrategy = QStringLiteral("ALL"); // or NONE, ALL_EXCEPT_TTL
    QString databaseSuffix; // empty: not sent
    QString collectionSuffix; // empty: not sent

    bool operator==(const CollectionChoice &) const = default;
};

/// The terms of a legacy download.
struct DownloadTerms {
    int expirationHours = 4; // from 1
    int maxDownloads = 1; // from 1

    bool operator==(const DownloadTerms &) const = default;
};

struct RestorePlan {
    const JobKind *kind = nullptr; // of the job to be made
    PlanAction action = PlanAction::Restore;
    /// Carries the source's project and cluster; with another point than SnapshotPoint nothing
    /// else.
    Snapshot snapshot;
    RestorePoint point;
    QString targetProjectId; // empty for downloads
    QString targetCluster; // empty for downloads
    QString targetClusterId; // of the cluster that was looked at; empty: not known
    CollectionChoice collections; // PlanAction::Collections
    DownloadTerms terms; // legacy downloads
    bool trafficStopped = false; // the person's own word
    QString reason; // ticket or words, for the journal; may be empty
};

/// The place the data comes from.
ClusterRef sourceOf(const RestorePlan &plan);
/// When the data was as it will be; invalid if not known.
QDateTime dataTimeOf(const RestorePlan &plan);
/// True if a cluster's data is overwritten or written to: everything but a download.
bool isDestructive(const RestorePlan &plan);
/// True if clients must be kept away meanwhile: whole restores, and collections that are
/// overwritten.
bool needsTrafficStopped(const RestorePlan &plan);
/// True if something is chosen to start from.
bool hasPoint(const RestorePlan &plan);

/// What is known besides the inventory when a plan is checked. What is absent is not known.
struct PlanFacts {
    QDateTime now; // the server's clock
    bool readOnlyProfile = false; // the person's own lock
    QString environment {}; // the person's mark of the target, translated word; empty: none
    bool production = false; // that mark says production
    /// Jobs that may still write to the target, of any source, and the source's own with its
    /// downloads that are ready; others do no harm. Nothing: could not be read.
    std::optional<QList<RestoreJob>> targetJobs {};
    /// There may be more of them: the source's own or the target's own list could not be read.
    bool targetJobsInPart = false;
    std::optional<BackupSchedule> schedule {}; // of the source
    /// Oldest second that a point in time can name; invalid: not known.
    QDateTime oldestPoint {};
    /// Of the target's project.
    std::optional<CompliancePolicy> compliance {};
};

/// One rule of a restore and how it stands.
struct Check {
    enum class Verdict { Holds, Warns, Blocks, Unknown };
    enum class Page { Source, Target, Review, Content };
    /// What makes it a rule. Only a schema or a recorded reply may block.
    enum class Basis { Schema, Recorded, Manual, Person };

    const char *id = ""; // stable: "version", "encryption", "same-cluster" …
    Page page = Page::Review; // where the person can do something about it
    Verdict verdict = Verdict::Unknown;
    QString rule; // the rule in a sentence
    QString fact; // what the verdict rests on
    Basis basis = Basis::Schema;

    bool operator==(const Check &) const = default;
};

/// Every rule that concerns the plan, in the order to show. Blocks only on what the schema or a
/// recorded reply proves.
QList<Check> validate(const RestorePlan &plan, const Inventory &inventory, const PlanFacts &facts);
/// True if no check blocks and, where clients must be kept away, the traffic box is ticked.
bool mayStart(const QList<Check> &checks, const RestorePlan &plan);
/// One sentence: what will be deleted and what replaces it.
QString consequence(const RestorePlan &plan, const Inventory &inventory, const QDateTime &now);
