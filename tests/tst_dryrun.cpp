// What a change looks like before it is sent: the exact request, a curl line, an Atlas CLI command.
// tst_dryrun_curl runs the line.
#include "atlas/dryrun.h"
#include "support/planworld.h"
#include "support/shell.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace {

const QUrl kAtlas("https://cloud.mongodb.com");

DryRun runOf(const PlanWorld &world, DryRunLogin login = DryRunLogin::ServiceAccount,
             ApiVersion version = ApiVersion::V2, const QUrl &base = kAtlas)
{
    return dryRunOf(world.plan.kind->create(world.plan, version), base, login);
}

} // namespace

class tst_DryRun : public QObject
{
    Q_OBJECT

private slots:
    void requestAsText();
    void headersAndBodies_data();
    void headersAndBodies();
    void atlasApiCommands_data();
    void atlasApiCommands();
    void cliNamesAreTheDocuments();
    void noCommandForRetiredCalls();
    void otherChanges();
    void baseUrls();
    void quoting_data();
    void quoting();
    void anObjectionStaysAComment();
};

void tst_DryRun::requestAsText()
{
    PlanWorld world = planWorld("flex");
    QCOMPARE(dryRunText(runOf(world)),
             QString("POST https://cloud.mongodb.com/api/atlas/v2/groups/5e2211c17a3e5a48f5497de3/"
                     "flexClusters/orders/backup/restoreJobs\n"
                     "Accept: application/vnd.atlas.2024-11-13+json\n"
                     "Content-Type: application/vnd.atlas.2024-11-13+json\n"
                     "Authorization: Bearer (hidden)\n"
                     "\n"
                     "{\n"
                     "    \"snapshotId\": \"66b0a1c2d3e4f5a6b7c8d9e0\",\n"
                     "    \"targetDeploymentItemName\": \"orders-stg\",\n"
                     "    \"targetProjectId\": \"5e2211c17a3e5a48f5497de4\"\n"
                     "}\n"));
    QVERIFY(
        dryRunText(runOf(world, DryRunLogin::ApiKey)).contains("Authorization: Digest (hidden)"));
}

void tst_DryRun::headersAndBodies_data()
{
    QTest::addColumn<QString>("base");
    for (const QString &base : kPlanWorlds)
        QTest::newRow(qPrintable(base)) << base;
}

// What is shown is what is sent: the request's own bytes, but for white space.
void tst_DryRun::headersAndBodies()
{
    QFETCH(QString, base);
    const PlanWorld world = planWorld(base);
    const auto request = world.plan.kind->create(world.plan, ApiVersion::V2);
    const DryRun run = dryRunOf(request, kAtlas, DryRunLogin::ServiceAccount);
    QCOMPARE(run.verb, request.verb);
    QCOMPARE(run.url.toEncoded(), kAtlas.toEncoded() + request.path.toLatin1());
    QVERIFY(!request.body.isEmpty());
    QCOMPARE(QJsonDocument::fromJson(run.body), QJsonDocument::fromJson(request.body));
    QVERIFY(dryRunText(run).contains(QString::fromUtf8(run.body)));
    QVERIFY(run.headers.contains({"Accept", QString(request.accept)}));
    QVERIFY(run.headers.contains({"Content-Type", QString(request.contentType)}));
    const QString curl = asCurl(run).text;
    QVERIFY(curl.contains(shellQuoted(QString::fromUtf8(request.body))));
    QVERIFY(curl.contains(shellQuoted(run.url.toString(QUrl::FullyEncoded))));
    QVERIFY(curl.contains("$ATLAS_ACCESS_TOKEN") && !curl.contains("hidden"));
    QVERIFY(!asAtlasApi(run).text.contains("backups restores"));
    QVERIFY(!asAtlasApi(run).note.isEmpty());
}

void tst_DryRun::atlasApiCommands_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("command");
    const QString place = " --groupId '5e2211c17a3e5a48f5497de3' --clusterName 'orders' --version ";
    const QString flex = " --groupId '5e2211c17a3e5a48f5497de3' --name 'orders' --version ";
    const auto row = [](const char *base, const QString &command) {
        QTest::newRow(base) << QString(base) << command;
    };
    row("cloud", "atlas api cloudBackups createBackupRestoreJob" + place + "2023-01-01");
    row("cloud-download", "atlas api cloudBackups createBackupRestoreJob" + place + "2023-01-01");
    row("collection", "atlas api cloudBackups createCollectionRestoreJob" + place + "2025-03-12");
    row("legacy", "atlas api legacyBackup createClusterRestoreJob" + place + "2023-01-01");
    row("legacy-download", "atlas api legacyBackup createClusterRestoreJob" + place + "2023-01-01");
    row("flex", "atlas api flexRestoreJobs createFlexRestoreJob" + flex + "2024-11-13");
    row("flex-download", "atlas api flexSnapshots downloadFlexBackup" + flex + "2024-11-13");
}

void tst_DryRun::atlasApiCommands()
{
    QFETCH(QString, base);
    QFETCH(QString, command);
    const PlanWorld world = planWorld(base);
    const DryRun run = runOf(world);
    const QString text = asAtlasApi(run).text;
    QVERIFY2(text.endsWith(" |\n  " + command), qPrintable(text));
    QVERIFY(text.startsWith("printf '%s' '{\""));
    // A stand-in for the CLI gets the words and, on its standard input, the body.
    const ShellResult result = inShell("atlas() { printf '%s\\n' \"$@\"; cat; }\n" + text,
                                       QProcessEnvironment::systemEnvironment());
    QCOMPARE(result.code, 0);
    const QByteArray body = result.out.mid(result.out.indexOf('{'));
    QCOMPARE(QJsonDocument::fromJson(body), QJsonDocument::fromJson(run.body));
    QVERIFY(result.out.startsWith("api\n"));
    QVERIFY(result.out.contains("\n--groupId\n" + kShop.toLatin1() + '\n'));
}

void tst_DryRun::cliNamesAreTheDocuments()
{
    QFile file(SNAPBACK_SOURCE_DIR "/../shared/atlas-api/openapi.json");
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the official document is not here");
    QHash<QString, QString> names;
    const QJsonObject paths = QJsonDocument::fromJson(file.readAll()).object()["paths"].toObject();
    for (const QJsonValue &path : paths) {
        for (const QJsonValue &operation : path.toObject())
            names.insert(operation.toObject()["operationId"].toString(),
                         operation.toObject()["x-xgen-operation-id-override"].toString());
    }
    for (const QString &base : kPlanWorlds) {
        const DryRun run = runOf(planWorld(base));
        const QString text = asAtlasApi(run).text;
        if (!text.isEmpty())
            QVERIFY2(text.contains(' ' + names.value(run.operationId, "?") + " --"),
                     qPrintable(text));
    }
}

void tst_DryRun::noCommandForRetiredCalls()
{
    for (const ApiVersion version : {ApiVersion::V2, ApiVersion::V1}) {
        const DryRun run = runOf(planWorld("tenant"), DryRunLogin::ServiceAccount, version);
        QVERIFY(asAtlasApi(run).text.isEmpty());
        QVERIFY(asAtlasApi(run).note.contains("2026-01-22"));
        QVERIFY(!asCurl(run).text.isEmpty());
    }
    const DryRun v1 = runOf(planWorld("tenant"), DryRunLogin::ServiceAccount, ApiVersion::V1);
    QVERIFY(v1.url.path().startsWith("/api/atlas/v1.0/"));
    QVERIFY(v1.headers.contains({"Accept", "application/json"}));
    RequestData unknown;
    unknown.path = "/api/atlas/v2/groups";
    QVERIFY(asAtlasApi(dryRunOf(unknown, kAtlas, DryRunLogin::ApiKey)).text.isEmpty());
}

void tst_DryRun::otherChanges()
{
    const ClusterRef place {kShop, "orders"};
    const JobKind *cloud = kindById(u"cloud");
    const DryRun cancel =
        dryRunOf(cloud->cancel(place, kSnapshotId), kAtlas, DryRunLogin::ServiceAccount);
    QVERIFY(dryRunText(cancel).startsWith("DELETE https://cloud.mongodb.com/"));
    QVERIFY(!dryRunText(cancel).contains("Content-Type"));
    QVERIFY(!asCurl(cancel).text.contains("--data"));
    QCOMPARE(asAtlasApi(cancel).text,
             "atlas api cloudBackups cancelBackupRestoreJob --groupId '" + kShop
                 + "' --clusterName 'orders' --restoreJobId '" + kSnapshotId
                 + "' --version 2023-01-01");
    const DryRun take = dryRunOf(cloud->takeSnapshot(place, {"before the release", 3}), kAtlas,
                                 DryRunLogin::ServiceAccount);
    QVERIFY(asAtlasApi(take).text.contains(
        "\"description\":\"before the release\",\"retentionInDays\":3}' |\n  atlas api "
        "cloudBackups takeSnapshots "));
}

void tst_DryRun::baseUrls()
{
    const PlanWorld world = planWorld("flex");
    const auto url = [&](const char *base) {
        return runOf(world, DryRunLogin::ApiKey, ApiVersion::V2, QUrl(base)).url;
    };
    QVERIFY(url("https://user:word@atlas.example/proxy/?x=1")
                .toString()
                .startsWith("https://atlas.example/proxy/api/atlas/v2/groups/"));
    QVERIFY(asCurl(runOf(world, DryRunLogin::ApiKey, ApiVersion::V2, QUrl("http://[::1]:8080")))
                .text.contains("'http://[::1]:8080/api/"));
}

void tst_DryRun::quoting_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"orders",
                             "",
                             " ",
                             "two words",
                             "it's",
                             "''",
                             "\"double\"",
                             "$HOME",
                             "$(touch x)",
                             "`id`",
                             "back\\slash\\",
                             "new\nline",
                             "*?[a]",
                             "!history",
                             "#no comment",
                             "~",
                             "-n",
                             "a;b&c|d>e",
                             "Ümsätze 2024 – 売上",
                             "tab\there"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void tst_DryRun::quoting()
{
    QFETCH(QString, text);
    for (const char *shell : {"bash", "sh"}) {
        if (!has(shell))
            continue;
        QProcess process;
        process.start(shell, {"-c", "printf '%s' " + shellQuoted(text)});
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()), text);
    }
    // In a body, through curl's line and the CLI's.
    PlanWorld world = planWorld("collection");
    world.plan.collections.collections = {{"stock." + text, {}}};
    const DryRun run = runOf(world);
    for (const QString &line : {asCurl(run).text, asAtlasApi(run).text}) {
        const ShellResult result =
            inShell("curl() { printf '%s\\n' \"$@\"; }; atlas() { cat; }\n" + line,
                    QProcessEnvironment::systemEnvironment());
        QCOMPARE(result.code, 0);
        const qsizetype begin = result.out.indexOf("{\"");
        const qsizetype end = result.out.lastIndexOf('}') + 1;
        QCOMPARE(QJsonDocument::fromJson(result.out.mid(begin, end - begin)),
                 QJsonDocument::fromJson(run.body));
    }
}

// Names that others gave are in it.
void tst_DryRun::anObjectionStaysAComment()
{
    const DryRun run = runOf(planWorld("cloud"));
    const QString why = "It's $(echo owned) `echo owned`\n echo owned;\r\necho\u2028owned \x1b[2J";
    const QString text = withObjection(asCurl(run), why).text;
    QVERIFY2(text.startsWith("# 'Snapback would not send this: It'\\''s $("), qPrintable(text));
    QVERIFY(text.endsWith('\n' + asCurl(run).text));
    QVERIFY(!text.contains(QChar(0x1b)) && !text.contains('\r'));
    // Also where "#" begins no comment, as in an interactive zsh.
    for (const char *options : {"", "shopt -u interactive_comments\nset -o history\n"}) {
        const ShellResult result = inShell(options + QString("curl() { echo sent; }\n") + text,
                                           QProcessEnvironment::systemEnvironment());
        QCOMPARE(result.out, QByteArray("sent\n"));
    }
    const QString bare = inShell("curl() { :; }\n" + QString(text).replace(0, 1, "echo"),
                                 QProcessEnvironment::systemEnvironment())
                             .out;
    QVERIFY2(bare.contains("$(echo owned) `echo owned` echo owned;"), qPrintable(bare));
    QCOMPARE(withObjection(asCurl(run), {}).text, asCurl(run).text);
    QVERIFY(withObjection({{}, "none"}, why).text.isEmpty());
}

QTEST_GUILESS_MAIN(tst_DryRun)
#include "tst_dryrun.moc"
