// The curl line of the dry run, run by bash against the sandbox with both logins: the job is there
// afterwards, no secret was in the line, and nothing is sent twice.
#include "atlas/dryrun.h"
#include "sandboxclient.h"
#include "support/planworld.h"
#include "support/shell.h"

#include <QTemporaryDir>

namespace {

// A sandbox, a shell that has its logins in the environment, and a look from outside.
class CurlWorld
{
public:
    CurlWorld()
    {
        auto started = Sandbox::start({});
        if (!started)
            qFatal("the sandbox did not start");
        sandbox = std::move(*started);
        sandbox->advance(std::chrono::minutes(20)); // what the world has running is over
        client = std::make_unique<SandboxClient>(*sandbox);
        const SandboxLogin login = sandbox->login();
        environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"})
            environment.remove(name);
        environment.insert("ATLAS_PUBLIC_KEY", login.publicKey);
        environment.insert("ATLAS_PRIVATE_KEY", login.privateKey.reveal());
        environment.insert("ATLAS_ACCESS_TOKEN", client->token());
        // A configuration of the person's own that would send again.
        QFile config(home.filePath(".curlrc"));
        if (!config.open(QIODevice::WriteOnly))
            qFatal("no .curlrc");
        config.write("retry = 2\nretry-delay = 1\nretry-all-errors\n");
        config.close();
        environment.insert("CURL_HOME", home.path());
        environment.insert("HOME", home.path());
    }

    /// A plan from the newest complete snapshot of a cluster.
    RestorePlan plan(const QString &kind, const QString &project, const QString &cluster,
                     PlanAction action, const QString &target = {})
    {
        RestorePlan plan;
        plan.kind = kindById(kind);
        plan.action = action;
        plan.snapshot.projectId = projectId(project);
        plan.snapshot.cluster = cluster;
        Cluster source;
        source.projectId = plan.snapshot.projectId;
        source.name = cluster;
        const JobKind *holder = plan.kind->listSnapshots ? plan.kind : kindById(u"cloud");
        const auto list = holder->listSnapshots(source, {});
        for (const QJsonValue &value : ask(list).value("results").toArray()) {
            const QJsonObject item = value.toObject();
            const QString status = item.value("status").toString().toLower();
            if (status == "completed" || item.value("complete").toBool())
                plan.snapshot.id = item.value("id").toString();
        }
        if (!target.isEmpty()) {
            plan.targetProjectId = projectId("Staging");
            plan.targetCluster = target;
        }
        return plan;
    }
    QJsonObject ask(const RequestData &request)
    {
        return client->send("GET", request.path.toLatin1(), {}, request.accept).json();
    }
    int posts(bool loggedIn) const
    {
        int count = 0;
        for (const SeenRequest &request : sandbox->seenRequests()) {
            if (request.verb == "POST" && !request.path.contains("/oauth/")
                && (!loggedIn || !request.body.isEmpty()))
                ++count;
        }
        return count;
    }

    std::unique_ptr<Sandbox> sandbox;
    std::unique_ptr<SandboxClient> client;
    QTemporaryDir home;
    QProcessEnvironment environment;

private:
    QString projectId(const QString &name)
    {
        for (const QJsonValue &value : client->get("/groups").json().value("results").toArray()) {
            if (value.toObject().value("name").toString() == name)
                return value.toObject().value("id").toString();
        }
        return {};
    }
};

} // namespace

class tst_DryRunCurl : public QObject
{
    Q_OBJECT

private slots:
    void curlStartsJobs_data();
    void curlStartsJobs();
    void curlSendsOnceAndSaysWhy();
};

void tst_DryRunCurl::curlStartsJobs_data()
{
    QTest::addColumn<DryRunLogin>("login");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("project");
    QTest::addColumn<QString>("cluster");
    QTest::addColumn<PlanAction>("action");
    QTest::addColumn<QString>("target");
    for (const DryRunLogin login : {DryRunLogin::ServiceAccount, DryRunLogin::ApiKey}) {
        const char *by = login == DryRunLogin::ApiKey ? "digest" : "token";
        const auto row = [&](const char *kind, const char *project, const char *cluster,
                             PlanAction action, const char *target) {
            QTest::addRow("%s: %s of %s%s%s", by, kind, cluster, *target ? " onto " : "", target)
                << login << QString(kind) << QString(project) << QString(cluster) << action
                << QString(target);
        };
        row("flex", "Orders", "orders-flex", PlanAction::Restore, "staging-flex");
        row("flex", "Orders", "orders-flex", PlanAction::Download, "");
        row("cloud", "Orders", "orders-prod", PlanAction::Restore, "staging-api");
        row("cloud", "Orders", "orders-prod", PlanAction::Download, "");
        row("collection", "Orders", "orders-prod", PlanAction::Collections, "staging-api");
        row("legacy", "Analytics", "warehouse", PlanAction::Restore, "staging-warehouse");
    }
}

void tst_DryRunCurl::curlStartsJobs()
{
    if (!has("curl") || !has("bash"))
        QSKIP("curl or bash is not here");
    QFETCH(DryRunLogin, login);
    QFETCH(QString, kind);
    QFETCH(QString, project);
    QFETCH(QString, cluster);
    QFETCH(PlanAction, action);
    QFETCH(QString, target);
    CurlWorld world;
    RestorePlan plan = world.plan(kind, project, cluster, action, target);
    QVERIFY(!plan.snapshot.id.isEmpty());
    plan.collections.collections = {{"reporting.Ümsätze 2024", "reporting.it's $back"}};
    const auto request = plan.kind->create(plan, ApiVersion::V2);
    const DryRun run = dryRunOf(request, world.sandbox->login().baseUrl, login);
    const QString line = asCurl(run).text;
    for (const QString &secret : {world.environment.value("ATLAS_ACCESS_TOKEN"),
                                  world.environment.value("ATLAS_PRIVATE_KEY"),
                                  world.environment.value("ATLAS_PUBLIC_KEY")})
        QVERIFY(!line.contains(secret) && !dryRunText(run).contains(secret));

    const ShellResult result = inShell(line, world.environment);
    QVERIFY2(result.code == 0, result.err + result.out);
    QCOMPARE(world.posts(true), 1);
    const QJsonObject reply = QJsonDocument::fromJson(result.out).object();
    const QJsonObject job =
        reply.contains("id") ? reply : reply.value("results").toArray().first().toObject();
    const QString id = job.value("id").toString();
    QVERIFY2(id.size() == 24, result.out);
    QCOMPARE(world.ask(plan.kind->getJob(sourceOf(plan), id)).value("id").toString(), id);
}

void tst_DryRunCurl::curlSendsOnceAndSaysWhy()
{
    if (!has("curl") || !has("bash"))
        QSKIP("curl or bash is not here");
    CurlWorld world;
    const RestorePlan plan =
        world.plan("flex", "Orders", "orders-flex", PlanAction::Restore, "staging-flex");
    Fault fault;
    fault.verb = "POST";
    fault.status = 503;
    world.sandbox->addFault(fault);
    const auto request = plan.kind->create(plan, ApiVersion::V2);
    const DryRun run =
        dryRunOf(request, world.sandbox->login().baseUrl, DryRunLogin::ServiceAccount);
    const ShellResult result = inShell(asCurl(run).text, world.environment);
    QCOMPARE(result.code, 22);
    QCOMPARE(QJsonDocument::fromJson(result.out).object().value("error").toInt(), 503);
    QCOMPARE(world.posts(false), 1);
}

QTEST_GUILESS_MAIN(tst_DryRunCurl)
#include "tst_dryrun_curl.moc"
