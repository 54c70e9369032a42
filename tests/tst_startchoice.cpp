// What is opened at start, from the command line, the environment and the stored profiles; and that
// a secret typed as an argument is refused without being repeated.
#include "session/profilestore.h"
#include "session/startchoice.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using Environment = QMap<QString, QString>;
Q_DECLARE_METATYPE(StartChoice::Kind)

namespace {

const QString kProject = "0123456789abcdef01234567";

QProcessEnvironment toEnvironment(const Environment &variables)
{
    QProcessEnvironment environment;
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    return environment;
}

const Environment kAccount {{"MONGODB_ATLAS_CLIENT_ID", "client"},
                            {"MONGODB_ATLAS_CLIENT_SECRET", "very-hush"}};

} // namespace

class StartChoiceTest : public QObject
{
    Q_OBJECT

private slots:
    void readsOptions();
    void refusesArguments_data();
    void refusesArguments();
    void helpNamesEverything();
    void readsTheEnvironment_data();
    void readsTheEnvironment();
    void refusesHalfAnEnvironment_data();
    void refusesHalfAnEnvironment();
    void readsTheProjectId();
    void chooses_data();
    void chooses();
    void baseUrlReplacesTheEnvironments();
    void unknownProfileNamesTheOthers();
};

void StartChoiceTest::readsOptions()
{
    const StartOptions none = parseArguments({}).value();
    QVERIFY(!none.sandbox && !none.help && !none.version && none.profileName.isEmpty());

    const StartOptions all =
        parseArguments({"--sandbox", "--profile", "My Prod", "--base-url=https://a.example",
                        "--project", kProject, "--cluster=orders-1"})
            .value();
    QVERIFY(all.sandbox);
    QVERIFY(all.worldFile.isEmpty());
    QCOMPARE(all.profileName, QString("My Prod"));
    QCOMPARE(all.baseUrl, QUrl("https://a.example"));
    QCOMPARE(all.projectId, kProject);
    QCOMPARE(all.clusterName, QString("orders-1"));

    const StartOptions world = parseArguments({"--world", "a=b.json"}).value();
    QVERIFY(world.sandbox);
    QCOMPARE(world.worldFile, QString("a=b.json"));
    QCOMPARE(parseArguments({"--profile=a=b"})->profileName, QString("a=b"));
    QCOMPARE(parseArguments({"--profile=-odd"})->profileName, QString("-odd"));
    QVERIFY(parseArguments({"-h"})->help && parseArguments({"--help"})->help);
    QVERIFY(parseArguments({"-v"})->version && parseArguments({"--version"})->version);
}

void StartChoiceTest::refusesArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const QString never = "Secrets are never taken as arguments";
    QTest::newRow("password") << QStringList {"--password", "very-hush"} << never;
    QTest::newRow("password=") << QStringList {"--password=very-hush"} << never;
    QTest::newRow("client secret") << QStringList {"--client-secret=very-hush"} << never;
    QTest::newRow("clientSecret") << QStringList {"--clientSecret", "very-hush"} << never;
    QTest::newRow("private key") << QStringList {"--private-key=very-hush"} << never;
    QTest::newRow("private api key") << QStringList {"--privateApiKey=very-hush"} << never;
    QTest::newRow("one dash") << QStringList {"-password=very-hush"} << never;
    QTest::newRow("api key") << QStringList {"--api-key", "very-hush"} << never;
    QTest::newRow("apikey") << QStringList {"--apikey", "very-hush"} << never;
    QTest::newRow("token") << QStringList {"--access-token", "very-hush"} << never;
    QTest::newRow("-p") << QStringList {"-p", "very-hush"} << never;
    QTest::newRow("after a good one") << QStringList {"--sandbox", "--secret=very-hush"} << never;

    QTest::newRow("-pvery-hush") << QStringList {"-pvery-hush"} << "Unknown option, see --help";
    QTest::newRow("positional") << QStringList {"very-hush"} << "Only options";
    QTest::newRow("dashes") << QStringList {"--", "very-hush"} << "Only options";
    QTest::newRow("unknown") << QStringList {"--colour=very-hush"} << "Unknown option --colour";
    QTest::newRow("letter") << QStringList {"-x"} << "Unknown option -x";
    QTest::newRow("help-all") << QStringList {"--help-all"} << "Unknown option --help-all";
    QTest::newRow("flag value") << QStringList {"--sandbox=very-hush"} << "--sandbox takes no";
    QTest::newRow("no value") << QStringList {"--profile"} << "--profile needs a value";
    QTest::newRow("empty value") << QStringList {"--profile="} << "--profile needs a value";
    QTest::newRow("option as value") << QStringList {"--world", "--sandbox"} << "--world needs";
    QTest::newRow("project") << QStringList {"--project", "very-hush"} << "--project needs";
    QTest::newRow("upper case") << QStringList {"--project", kProject.toUpper()}
                                << "--project needs";
    QTest::newRow("cluster") << QStringList {"--cluster", "a/very-hush"} << "--cluster needs";
    QTest::newRow("base url") << QStringList {"--base-url", "very-hush"} << "--base-url: ";
    QTest::newRow("base url user")
        << QStringList {"--base-url", "https://a:very-hush@b.example"} << "--base-url: ";
    QTest::newRow("base url http")
        << QStringList {"--base-url", "http://b.example"} << "--base-url: ";
}

void StartChoiceTest::refusesArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Result<StartOptions> options = parseArguments(arguments);
    QVERIFY(!options);
    QCOMPARE(options.error().kind, Error::Kind::InvalidInput);
    const QString line = options.error().detail;
    QVERIFY2(line.startsWith(says), qPrintable(line));
    QVERIFY(!line.contains('\n'));
    QVERIFY2(!line.contains("hush"), qPrintable(line));
}

void StartChoiceTest::helpNamesEverything()
{
    const QString help = helpText();
    for (const char *word :
         {"--sandbox", "--world FILE", "--profile NAME", "--base-url URL", "--project ID",
          "--cluster NAME", "--version", "--help", "MONGODB_ATLAS_CLIENT_ID",
          "MONGODB_ATLAS_CLIENT_SECRET", "MONGODB_ATLAS_PUBLIC_API_KEY",
          "MONGODB_ATLAS_PRIVATE_API_KEY", "MONGODB_ATLAS_PUBLIC_KEY", "MONGODB_ATLAS_PRIVATE_KEY",
          "MONGODB_ATLAS_BASE_URL", "MONGODB_ATLAS_PROJECT_ID", "Where Snapback runs already"})
        QVERIFY2(help.contains(word), word);
    for (const QString &line : help.split('\n'))
        QVERIFY2(line.size() <= 90, qPrintable(line));
}

void StartChoiceTest::readsTheEnvironment_data()
{
    QTest::addColumn<Environment>("variables");
    QTest::addColumn<QString>("login"); // empty: none
    QTest::addColumn<bool>("account");
    QTest::addColumn<QString>("url");

    const QString url = "https://cloud.mongodb.com";
    const Environment key {{"MONGODB_ATLAS_PUBLIC_API_KEY", "pub"},
                           {"MONGODB_ATLAS_PRIVATE_API_KEY", " very-hush\n"}};
    const Environment shortKey {{"MONGODB_ATLAS_PUBLIC_KEY", "pub2"},
                                {"MONGODB_ATLAS_PRIVATE_KEY", "very-hush"}};
    Environment both = kAccount;
    both.insert(key);
    Environment elsewhere = kAccount;
    elsewhere.insert("MONGODB_ATLAS_BASE_URL", "https://cloud.mongodbgov.com");
    Environment emptyKey = kAccount;
    emptyKey.insert("MONGODB_ATLAS_PUBLIC_API_KEY", " ");
    Environment bothKeys = key;
    bothKeys.insert(shortKey);

    QTest::newRow("nothing") << Environment() << "" << false << url;
    QTest::newRow("only a url") << Environment {{"MONGODB_ATLAS_BASE_URL", "nonsense"}} << ""
                                << false << url;
    QTest::newRow("account") << kAccount << "client" << true << url;
    QTest::newRow("key") << key << "pub" << false << url;
    QTest::newRow("short key") << shortKey << "pub2" << false << url;
    QTest::newRow("both keys") << bothKeys << "pub" << false << url;
    QTest::newRow("account first") << both << "client" << true << url;
    QTest::newRow("empty is unset") << emptyKey << "client" << true << url;
    QTest::newRow("url") << elsewhere << "client" << true << "https://cloud.mongodbgov.com";
}

void StartChoiceTest::readsTheEnvironment()
{
    QFETCH(Environment, variables);
    QFETCH(QString, login);
    QFETCH(bool, account);
    QFETCH(QString, url);
    const auto read = environmentLogin(toEnvironment(variables));
    QVERIFY(read);
    QCOMPARE(read->has_value(), !login.isEmpty());
    if (login.isEmpty())
        return;
    const EnvironmentLogin &found = **read;
    QCOMPARE(found.profile.name, QString("Environment"));
    QVERIFY(found.profile.sessionOnly);
    QCOMPARE(found.profile.loginName, login);
    QCOMPARE(found.profile.baseUrl, QUrl(url));
    QCOMPARE(found.profile.loginKind, account ? LoginKind::ServiceAccount : LoginKind::ApiKey);
    QCOMPARE(std::holds_alternative<ServiceAccount>(found.credentials), account);
    QVERIFY(secretOf(found.credentials) == Secret("very-hush"));
    QVERIFY(checkProfile(found.profile));
}

void StartChoiceTest::refusesHalfAnEnvironment_data()
{
    QTest::addColumn<Environment>("variables");
    QTest::addColumn<QStringList>("names");
    const auto half = [](const char *row, const char *set, const char *missing) {
        QTest::newRow(row) << Environment {{set, "very-hush"}} << QStringList {set, missing};
    };
    half("id", "MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET");
    half("secret", "MONGODB_ATLAS_CLIENT_SECRET", "MONGODB_ATLAS_CLIENT_ID");
    half("public", "MONGODB_ATLAS_PUBLIC_API_KEY", "MONGODB_ATLAS_PRIVATE_API_KEY");
    half("private", "MONGODB_ATLAS_PRIVATE_KEY", "MONGODB_ATLAS_PUBLIC_KEY");
    Environment badUrl = kAccount;
    badUrl.insert("MONGODB_ATLAS_BASE_URL", "https://me:very-hush@cloud.example");
    QTest::newRow("url") << badUrl << QStringList {"MONGODB_ATLAS_BASE_URL"};
}

void StartChoiceTest::refusesHalfAnEnvironment()
{
    QFETCH(Environment, variables);
    QFETCH(QStringList, names);
    const auto read = environmentLogin(toEnvironment(variables));
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::InvalidInput);
    for (const QString &name : names)
        QVERIFY2(read.error().detail.contains(name), qPrintable(read.error().detail));
    QVERIFY(!read.error().detail.contains("hush"));
}

void StartChoiceTest::readsTheProjectId()
{
    const QString name = "MONGODB_ATLAS_PROJECT_ID";
    QCOMPARE(environmentProjectId(toEnvironment({{name, kProject}})), kProject);
    QCOMPARE(environmentProjectId(toEnvironment({{name, "orders"}})), QString());
    QCOMPARE(environmentProjectId(QProcessEnvironment()), QString());
}

void StartChoiceTest::chooses_data()
{
    using Kind = StartChoice::Kind;
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<Environment>("variables");
    QTest::addColumn<QStringList>("stored");
    QTest::addColumn<QString>("last");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("profile");

    const Environment none;
    const Environment bad {{"MONGODB_ATLAS_CLIENT_ID", "client"}};
    const QStringList ab {"a", "b"};
    const QStringList sandbox {"--sandbox", "--profile", "b"};
    QTest::newRow("first run") << QStringList() << none << QStringList() << "" << Kind::FirstRun
                               << "";
    QTest::newRow("sandbox") << sandbox << kAccount << ab << "a" << Kind::Sandbox << "";
    QTest::newRow("sandbox, bad environment") << sandbox << bad << ab << "a" << Kind::Sandbox << "";
    QTest::newRow("world") << QStringList {"--world", "w.json"} << none << ab << "a"
                           << Kind::Sandbox << "";
    QTest::newRow("profile") << QStringList {"--profile", "B"} << kAccount << ab << "a"
                             << Kind::StoredProfile << "b";
    QTest::newRow("profile, bad environment")
        << QStringList {"--profile", "b"} << bad << ab << "a" << Kind::StoredProfile << "b";
    QTest::newRow("environment") << QStringList() << kAccount << ab << "a" << Kind::Environment
                                 << "";
    QTest::newRow("bad environment") << QStringList() << bad << ab << "a" << Kind::Problem << "";
    QTest::newRow("last") << QStringList() << none << ab << "b" << Kind::StoredProfile << "b";
    QTest::newRow("last is gone") << QStringList() << none << ab << "c" << Kind::StoredProfile
                                  << "a";
    QTest::newRow("no last") << QStringList() << none << ab << "" << Kind::StoredProfile << "a";
    QTest::newRow("unknown profile")
        << QStringList {"--profile", "x"} << kAccount << ab << "a" << Kind::Problem << "";
}

void StartChoiceTest::chooses()
{
    QFETCH(QStringList, arguments);
    QFETCH(Environment, variables);
    QFETCH(QStringList, stored);
    QFETCH(QString, last);
    QFETCH(StartChoice::Kind, kind);
    QFETCH(QString, profile);

    QTemporaryDir folder;
    QSettings settings(folder.filePath("s.conf"), QSettings::IniFormat);
    ProfileStore store(settings);
    for (const QString &id : stored) {
        Profile one;
        one.id = id;
        one.name = id;
        one.baseUrl = atlasUrl();
        one.loginName = "id";
        QVERIFY(store.save(one));
    }
    store.setLastId(last);

    const StartChoice choice =
        chooseStart(parseArguments(arguments).value(), store, toEnvironment(variables));
    QCOMPARE(choice.kind, kind);
    QCOMPARE(choice.profileId, profile);
    QCOMPARE(choice.environment.has_value(), kind == StartChoice::Kind::Environment);
    QCOMPARE(choice.problem.isEmpty(), kind != StartChoice::Kind::Problem);
}

void StartChoiceTest::baseUrlReplacesTheEnvironments()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath("s.conf"), QSettings::IniFormat);
    const ProfileStore store(settings);
    Environment variables = kAccount;
    variables.insert("MONGODB_ATLAS_BASE_URL", "nonsense");
    const StartOptions options = parseArguments({"--base-url", "https://a.example"}).value();
    const StartChoice choice = chooseStart(options, store, toEnvironment(variables));
    QVERIFY(choice.environment);
    QCOMPARE(choice.environment->profile.baseUrl, QUrl("https://a.example"));
}

void StartChoiceTest::unknownProfileNamesTheOthers()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath("s.conf"), QSettings::IniFormat);
    ProfileStore store(settings);
    const StartOptions options = parseArguments({"--profile", "Prodd"}).value();
    QVERIFY(chooseStart(options, store, {}).problem.contains("Prodd"));
    Profile profile;
    profile.baseUrl = atlasUrl();
    profile.loginName = "id";
    for (const char *name : {"Prod", "Staging"}) {
        profile.name = name;
        QVERIFY(store.save(profile));
    }
    const QString problem = chooseStart(options, store, {}).problem;
    QVERIFY2(problem.contains("Prod, Staging"), qPrintable(problem));
}

QTEST_GUILESS_MAIN(StartChoiceTest)
#include "tst_startchoice.moc"
