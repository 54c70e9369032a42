// How the rules of a restore are put together: one file a family, each a function from what is
// known to its checks. For restoreplan.cpp, checks/ and kinds/ only.
#pragma once

#include "atlas/restoreplan.h"

#include <QCoreApplication>

/// The translation context of every rule and fact.
struct RestoreChecks {
    Q_DECLARE_TR_FUNCTIONS(RestoreChecks)
};

/// Everything a rule may look at.
struct PlanView {
    const RestorePlan &plan;
    const Inventory &inventory;
    const PlanFacts &facts;
    const Cluster *source = nullptr; // null: the inventory does not know it
    const Cluster *target = nullptr; // likewise
};

/// A rule, from which each of its verdicts makes a Check.
class Rule
{
public:
    Rule(const char *id, Check::Page page, QString text, Check::Basis basis = Check::Basis::Schema);

    Check holds(const QString &fact) const;
    Check unknown(const QString &fact) const;
    Check warns(const QString &fact, Check::Basis basis = Check::Basis::Manual) const;
    Check blocks(const QString &fact, Check::Basis basis = Check::Basis::Schema) const;

private:
    Check make(Check::Verdict verdict, const QString &fact, Check::Basis basis) const;

    const char *m_id;
    Check::Page m_page;
    QString m_text;
    Check::Basis m_basis;
};

// The families, in the order of the review.
QList<Check> profileChecks(const PlanView &view); // the person's own lock
QList<Check> snapshotChecks(const PlanView &view);
QList<Check> pointChecks(const PlanView &view);
QList<Check> contentChecks(const PlanView &view); // what a collection restore writes
QList<Check> downloadChecks(const PlanView &view);
QList<Check> clusterChecks(const PlanView &view); // the target as such
QList<Check> surroundingChecks(const PlanView &view); // who else is at the target
QList<Check> trafficChecks(const PlanView &view);

// What families and kinds share.

/// "2025-06-01 10:00 UTC", with seconds if asked for.
QString utcText(const QDateTime &time, bool seconds = false);
QString unknownTarget(); // "The target is not known here."
QString notTold(); // "Atlas did not tell."
bool isSharded(const Cluster &cluster);
bool isSameCluster(const RestorePlan &plan);
/// True for a point in time or an oplog entry.
bool isMoment(const RestorePlan &plan);
/// The version the data is of: the snapshot's, else the source's; may be empty.
QString versionOf(const PlanView &view);
/// The role that Atlas asks for; nobody can look it up.
Check roleCheck(const PlanView &view, const QString &role);
/// The download's address must be on the project's list.
Check accessListCheck();
/// A link of `hours` from now outlives the snapshot or not; blocks only where the person sets them.
Check linkLifeCheck(const PlanView &view, int hours, bool chosen);
