#include "atlas/checks/checks.h"

#include "base/format.h"

using namespace Qt::StringLiterals;

Rule::Rule(const char *id, Check::Page page, QString text, Check::Basis basis)
    : m_id(id), m_page(page), m_text(std::move(text)), m_basis(basis)
{
}

Check Rule::holds(const QString &fact) const
{
    return make(Check::Verdict::Holds, fact, m_basis);
}

Check Rule::unknown(const QString &fact) const
{
    return make(Check::Verdict::Unknown, fact, m_basis);
}

Check Rule::warns(const QString &fact, Check::Basis basis) const
{
    return make(Check::Verdict::Warns, fact, basis);
}

Check Rule::blocks(const QString &fact, Check::Basis basis) const
{
    return make(Check::Verdict::Blocks, fact, basis);
}

Check Rule::make(Check::Verdict verdict, const QString &fact, Check::Basis basis) const
{
    return {m_id, m_page, verdict, m_text, fact, basis};
}

QString utcText(const QDateTime &time, bool seconds)
{
    return time.toUTC().toString(seconds ? u"yyyy-MM-dd HH:mm:ss 'UTC'"_s
                                         : u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

QString unknownTarget()
{
    return RestoreChecks::tr("The target is not known here.");
}

QString notTold()
{
    return RestoreChecks::tr("Atlas did not tell.");
}

bool isSharded(const Cluster &cluster)
{
    return cluster.clusterType == "SHARDED"_L1 || cluster.clusterType == "GEOSHARDED"_L1;
}

bool isSameCluster(const RestorePlan &plan)
{
    return plan.targetProjectId == plan.snapshot.projectId
        && plan.targetCluster == plan.snapshot.cluster;
}

bool isMoment(const RestorePlan &plan)
{
    return std::holds_alternative<ClockPoint>(plan.point)
        || std::holds_alternative<OplogPoint>(plan.point);
}

QString versionOf(const PlanView &view)
{
    if (!view.plan.snapshot.version.isEmpty() || !view.source)
        return view.plan.snapshot.version;
    return view.source->version;
}

Check roleCheck(const PlanView &view, const QString &role)
{
    const bool two = isDestructive(view.plan);
    return Rule(
               "role", Check::Page::Review,
               two ? RestoreChecks::tr("Your login has the role it needs in both projects.")
                   : RestoreChecks::tr("Your login has the role it needs in the source's project."))
        .unknown(RestoreChecks::tr("Atlas asks for %1 and refuses without it; Snapback cannot look "
                                   "it up.")
                     .arg(role));
}

Check accessListCheck()
{
    return Rule("access-list", Check::Page::Review,
                RestoreChecks::tr("The downloading computer is on the project's IP access list."),
                Check::Basis::Manual)
        .unknown(RestoreChecks::tr("That list is the one for databases, not the API's. A computer "
                                   "that is not on it can't fetch the file."));
}

Check linkLifeCheck(const PlanView &view, int hours, bool chosen)
{
    // Where the person sets the hours they are set on the last page.
    const Rule rule("link-life", chosen ? Check::Page::Review : Check::Page::Source,
                    RestoreChecks::tr("The download link ends before the snapshot is deleted."));
    const QDateTime &expires = view.plan.snapshot.expires;
    if (!expires.isValid() || !view.facts.now.isValid())
        return rule.unknown(RestoreChecks::tr("Atlas did not tell when the snapshot expires."));
    const QDateTime end = view.facts.now.addSecs(qint64(hours) * 3600);
    const QString fact =
        RestoreChecks::tr("The link lives %1 h, until %2 at least; the snapshot until %3.")
            .arg(QString::number(hours), utcText(end), utcText(expires));
    if (end <= expires)
        return rule.holds(fact);
    return chosen ? rule.blocks(fact + u' '
                                + RestoreChecks::tr("Atlas refuses such links "
                                                    "(LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION)."))
                  : rule.warns(fact);
}
