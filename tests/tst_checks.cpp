// Every rule of a restore where it holds, warns, blocks and can't be known: a table over rows in
// tst_checks_….cpp. A check without rows fails, and so does a verdict that the table does not name.
#include "support/planworld.h"

#include <QDirIterator>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>

Q_DECLARE_METATYPE(CheckRow)

namespace {

// h holds, w warns, b blocks, u unknown.
const QMap<QString, QString> kVerdicts {
    {"read-only", "b"},
    {"kind", "hb"},
    {"snapshot", "hb"},
    {"complete", "hbu"},
    {"expiry", "hwbu"},
    {"fallback", "hw"},
    {"retired", "hw"},
    {"source", "hw"},
    {"point-kind", "hb"},
    {"point", "hb"},
    {"past", "hbu"},
    {"pit-enabled", "hbu"},
    {"window", "hbu"},
    {"point-topology", "hbu"},
    {"checkpoint", "b"},
    {"target", "hbu"},
    {"target-name", "hb"},
    {"same-cluster", "hw"},
    {"organization", "hwb"},
    {"state", "hwbu"},
    {"protection", "hwu"},
    {"paused", "hwbu"},
    {"tier", "hwbu"},
    {"room", "hwu"},
    {"version", "hwbu"},
    {"encryption", "hwbu"},
    {"topology", "hwbu"},
    {"shards", "hwu"},
    {"config-server", "hwu"},
    {"search-indexes", "u"},
    {"nvme", "hwu"},
    {"production", "hw"},
    {"running", "hwbu"},
    {"duplicate", "hwbu"},
    {"compliance", "hwu"},
    {"traffic", "hu"},
    {"role", "u"},
    {"content", "hb"},
    {"names", "hwb"},
    {"system", "hw"},
    {"clashes", "hw"},
    {"strategies", "hb"},
    {"overwrite", "hw"},
    {"rename", "wu"},
    {"excluded", "wu"},
    {"one-job", "hwu"},
    {"download-running", "hwbu"},
    {"download-encryption", "hwbu"},
    {"link-life", "hwbu"},
    {"terms", "hb"},
    {"port", "u"},
    {"access-list", "u"},
};

// What Atlas never tells, in a plan that nothing speaks against.
const QStringList kNeverTold {"role",        "room",   "port",    "search-indexes",
                              "access-list", "rename", "excluded"};

QList<CheckRow> allRows()
{
    return sourceRows() + pointRows() + targetRows() + fitRows() + surroundingRows() + contentRows()
        + downloadRows();
}

QChar letterOf(Verdict verdict)
{
    return QStringLiteral("hwbu").at(int(verdict));
}

const Check *find(const QList<Check> &checks, const QString &id)
{
    for (const Check &check : checks) {
        if (id == QLatin1StringView(check.id))
            return &check;
    }
    return nullptr;
}

bool blocks(const Check &check)
{
    return check.verdict == Verdict::Blocks;
}

// What is true of every list of checks.
void holdAgainstTheRules(const QList<Check> &checks, const RestorePlan &plan)
{
    QSet<QString> ids;
    for (const Check &check : checks) {
        QVERIFY2(!ids.contains(check.id), check.id);
        ids.insert(check.id);
        QVERIFY2(!check.rule.isEmpty() && !check.fact.isEmpty(), check.id);
        QVERIFY2(kVerdicts.value(check.id).contains(letterOf(check.verdict)), check.id);
        QVERIFY2(check.verdict != Verdict::Blocks || check.basis != Check::Basis::Manual, check.id);
    }
    const bool blocked = std::any_of(checks.cbegin(), checks.cend(), blocks);
    const bool traffic = plan.trafficStopped || !needsTrafficStopped(plan);
    QCOMPARE(mayStart(checks, plan), !blocked && traffic);
}

} // namespace

class tst_Checks : public QObject
{
    Q_OBJECT

private slots:
    void everyCheckIsInTheTable();
    void everyVerdictHasARow();
    void rows_data();
    void rows();
    void goodPlansMayStart_data();
    void goodPlansMayStart();
    void whatBlocksNeverStarts();
    void trafficBox();
    void unknownTargetDoesNotBlock();
    void downloadsTouchNoCluster();
    void oneJobIsNamedOnce();
    void nothingChosen();
    void whatIsSetOnTheReviewIsJudgedThere();
};

void tst_Checks::everyCheckIsInTheTable()
{
    static const QRegularExpression rule("Rule(?: \\w+)?\\(\\s*\"([a-z-]+)\"");
    QSet<QString> found;
    for (const char *folder : {"/app/atlas/checks", "/app/atlas/kinds"}) {
        QDirIterator it(QString(SNAPBACK_SOURCE_DIR) + folder, {"*.cpp"}, QDir::Files);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto match = rule.globalMatch(QString::fromUtf8(file.readAll()));
            while (match.hasNext())
                found.insert(match.next().captured(1));
        }
    }
    const QStringList table = kVerdicts.keys();
    QCOMPARE(found, QSet<QString>(table.begin(), table.end()));
}

void tst_Checks::everyVerdictHasARow()
{
    QSet<QString> covered;
    for (const CheckRow &row : allRows())
        covered.insert(QString(row.id) + ' ' + letterOf(row.verdict));
    for (auto it = kVerdicts.cbegin(); it != kVerdicts.cend(); ++it) {
        for (const QChar letter : it.value())
            QVERIFY2(covered.contains(it.key() + ' ' + letter),
                     qPrintable(it.key() + ' ' + letter));
    }
}

void tst_Checks::rows_data()
{
    QTest::addColumn<CheckRow>("row");
    for (const CheckRow &row : allRows())
        QTest::addRow("%s: %s: %s", row.id, row.base, row.name) << row;
}

void tst_Checks::rows()
{
    QFETCH(CheckRow, row);
    PlanWorld world = planWorld(row.base);
    row.change(world);
    const QList<Check> checks = world.checks();
    const Check *check = find(checks, row.id);
    QVERIFY(check);
    QVERIFY2(check->verdict == row.verdict, qPrintable(check->fact));
    holdAgainstTheRules(checks, world.plan);
    if (row.verdict == Verdict::Blocks)
        QVERIFY(!mayStart(checks, world.plan));
}

void tst_Checks::goodPlansMayStart_data()
{
    QTest::addColumn<QString>("base");
    for (const QString &base : kPlanWorlds)
        QTest::newRow(qPrintable(base)) << base;
}

void tst_Checks::goodPlansMayStart()
{
    QFETCH(QString, base);
    const PlanWorld world = planWorld(base);
    const QList<Check> checks = world.checks();
    QVERIFY(mayStart(checks, world.plan));
    for (const Check &check : checks) {
        const bool untold = kNeverTold.contains(QString(check.id));
        QVERIFY2(check.verdict == Verdict::Holds || (untold && check.verdict == Verdict::Unknown),
                 qPrintable(QString(check.id) + ": " + check.fact));
    }
}

// Several things wrong at once, drawn from the rows.
void tst_Checks::whatBlocksNeverStarts()
{
    QRandomGenerator random(20250601);
    const QList<CheckRow> rows = allRows();
    int blocked = 0;
    int started = 0;
    for (int round = 0; round < 3000; ++round) {
        const CheckRow &first = rows.at(random.bounded(int(rows.size())));
        PlanWorld world = planWorld(first.base);
        first.change(world);
        for (int more = random.bounded(4); more > 0; --more) {
            const CheckRow &next = rows.at(random.bounded(int(rows.size())));
            if (QLatin1StringView(next.base) == QLatin1StringView(first.base)
                && world.inventory.clusters.size() == 2)
                next.change(world);
        }
        const QList<Check> checks = world.checks();
        holdAgainstTheRules(checks, world.plan);
        if (QTest::currentTestFailed())
            return;
        const bool blocks = std::any_of(checks.cbegin(), checks.cend(), ::blocks);
        QVERIFY(!blocks || !mayStart(checks, world.plan));
        blocked += blocks ? 1 : 0;
        started += mayStart(checks, world.plan) ? 1 : 0;
    }
    QVERIFY(blocked > 300 && started > 300);
}

void tst_Checks::trafficBox()
{
    for (const QString &base : kPlanWorlds) {
        PlanWorld world = planWorld(base);
        world.plan.trafficStopped = false;
        const bool overwrites = world.plan.action == PlanAction::Restore;
        QCOMPARE(needsTrafficStopped(world.plan), overwrites);
        QCOMPARE(mayStart(world.checks(), world.plan), !overwrites);
    }
    PlanWorld world = planWorld("collection");
    world.plan.collections.writeStrategy = "OVERWRITE_EXISTING";
    QVERIFY(!mayStart(world.checks(), world.plan));
    world.plan.trafficStopped = true;
    QVERIFY(mayStart(world.checks(), world.plan));
}

void tst_Checks::unknownTargetDoesNotBlock()
{
    // Where listing is forbidden the person may type the target; nothing about it is claimed.
    for (const char *base : {"tenant", "flex", "cloud", "collection", "legacy"}) {
        PlanWorld world = planWorld(base);
        world.inventory.clusters.clear();
        const QList<Check> checks = world.checks();
        QVERIFY(mayStart(checks, world.plan));
        for (const char *id : {"target", "state", "paused", "tier", "version", "protection"})
            QVERIFY2(find(checks, id)->verdict == Verdict::Unknown, id);
    }
}

void tst_Checks::downloadsTouchNoCluster()
{
    for (const QString &base : kPlanWorlds) {
        if (!base.endsWith("-download"))
            continue;
        PlanWorld world = planWorld(base);
        world.plan.targetProjectId = kStaging;
        world.plan.targetCluster = "orders-stg";
        world.target().paused = true;
        world.facts.production = true;
        const QList<Check> checks = world.checks();
        QVERIFY(mayStart(checks, world.plan));
        for (const Check &check : checks)
            QVERIFY2(check.page != Check::Page::Target, check.id);
        QVERIFY(!find(checks, "traffic"));
    }
}

// Two lists may tell of the same job.
void tst_Checks::oneJobIsNamedOnce()
{
    PlanWorld world = planWorld("cloud");
    world.facts.targetJobs = QList<RestoreJob> {world.job(), world.job()};
    const QList<Check> checks = world.checks();
    const QString fact = find(checks, "running")->fact;
    QCOMPARE(fact.count(world.job().id), 1);
}

void tst_Checks::nothingChosen()
{
    const QList<Check> empty = validate({}, {}, {});
    QVERIFY(find(empty, "snapshot") && find(empty, "kind") && find(empty, "target"));
    QVERIFY(!mayStart(empty, {}));
}

// A check that blocks an earlier page than the one with its field could never be put right.
void tst_Checks::whatIsSetOnTheReviewIsJudgedThere()
{
    PlanWorld world = planWorld("legacy-download");
    world.plan.snapshot.expires = world.facts.now.addSecs(2 * 3600);
    world.plan.terms.expirationHours = 4;
    const QList<Check> checks = world.checks();
    QVERIFY(blocks(*find(checks, "link-life")));
    for (const Check &check : checks)
        QVERIFY2(!blocks(check) || check.page == Check::Page::Review, check.id);
    world.plan.terms.expirationHours = 1;
    QVERIFY(mayStart(world.checks(), world.plan));
}

QTEST_GUILESS_MAIN(tst_Checks)
#include "tst_checks.moc"
