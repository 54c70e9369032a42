// Profiles on disk: all of them, none of their secrets, and kindly read when edited by hand.
#include "session/profilestore.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace {

Profile sample(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.baseUrl = atlasUrl();
    profile.loginName = "mdb_sa_id_" + name;
    return profile;
}

} // namespace

class ProfileStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everythingComesBack();
    void readsForeignSettingsLeniently();
    void namesAreUnique();
    void sortsByName();
    void refusesSessionOnly();
    void refusesIncompleteProfiles_data();
    void refusesIncompleteProfiles();
    void removesOne();
    void remembersTheLast();
    void keepsEverythingWhenTheDiskDoesNot();
    void credentialsCarryTheSecret();

private:
    QString file() const { return m_folder->filePath("snapback.conf"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

void ProfileStoreTest::init()
{
    m_settings.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_settings = std::make_unique<QSettings>(file(), QSettings::IniFormat);
}

void ProfileStoreTest::everythingComesBack()
{
    Profile profile = sample("Pr\u00f6d / \u6771\u4eac");
    profile.baseUrl = atlasGovernmentUrl();
    profile.loginKind = LoginKind::ApiKey;
    profile.environment = EnvironmentMark::Production;
    profile.tenantRestores = ApiVersion::V1;
    profile.net.proxy = NetSettings::Proxy::Manual;
    profile.net.proxyHost = "proxy.example";
    profile.net.proxyPort = 3128;
    profile.net.caFile = "/etc/ssl/own, and more.pem";
    profile.net.transferTimeout = std::chrono::seconds(7);
    profile.net.deadline = std::chrono::seconds(77);

    ProfileStore store(*m_settings);
    QSignalSpy changed(&store, &ProfileStore::changed);
    const Result<Profile> saved = store.save(profile);
    QVERIFY(saved);
    QVERIFY(!saved->id.isEmpty());
    QCOMPARE(changed.count(), 1);
    profile.id = saved->id;
    QVERIFY(*saved == profile);

    // As the next start reads it.
    m_settings = std::make_unique<QSettings>(file(), QSettings::IniFormat);
    const ProfileStore next(*m_settings);
    QVERIFY(next.byId(profile.id) == profile);
    QVERIFY(next.byName(u"PR\u00d6D / \u6771\u4eac") == profile);
}

void ProfileStoreTest::readsForeignSettingsLeniently()
{
    m_settings->setValue("profiles/one/name", "One");
    m_settings->setValue("profiles/one/baseUrl", "https://cloud.example");
    m_settings->setValue("profiles/one/loginKind", "smartCard");
    m_settings->setValue("profiles/one/environment", "PRODUCTION");
    m_settings->setValue("profiles/one/tenantRestores", "v9");
    m_settings->setValue("profiles/one/proxyPort", "700000");
    m_settings->setValue("profiles/one/transferTimeoutMs", "soon");
    m_settings->setValue("profiles/one/deadlineMs", -3);
    m_settings->setValue("profiles/one/colour", "mauve");
    m_settings->setValue("profiles/two/loginName", "abcdefgh");
    m_settings->setValue("profiles/strange id/name", "Three");

    ProfileStore store(*m_settings);
    QCOMPARE(store.profiles().size(), 2);
    Profile one = store.byName(u"one").value();
    QCOMPARE(one.loginKind, LoginKind::ServiceAccount);
    QCOMPARE(one.environment, EnvironmentMark::Production);
    QCOMPARE(one.tenantRestores, ApiVersion::V2);
    QCOMPARE(one.net, NetSettings());
    QVERIFY(store.byName(u"abcdefgh"));

    one.loginName = "id";
    QVERIFY(store.save(one));
    QCOMPARE(m_settings->value("profiles/one/colour").toString(), QString("mauve"));
}

void ProfileStoreTest::namesAreUnique()
{
    ProfileStore store(*m_settings);
    Profile first = store.save(sample("Production")).value();
    const Result<Profile> second = store.save(sample(" production "));
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::InvalidInput);
    QVERIFY(second.error().detail.contains("Production"));
    QCOMPARE(second.error().fields.value(0).field, QString("name"));
    QCOMPARE(store.profiles().size(), 1);

    first.name = "PRODUCTION";
    QVERIFY(store.save(first));
    QCOMPARE(store.profiles().value(0).name, QString("PRODUCTION"));
}

void ProfileStoreTest::sortsByName()
{
    ProfileStore store(*m_settings);
    for (const char *name : {"beta", "Alpha", "gamma"})
        QVERIFY(store.save(sample(name)));
    QStringList names;
    for (const Profile &profile : store.profiles())
        names << profile.name;
    QCOMPARE(names, QStringList({"Alpha", "beta", "gamma"}));
}

void ProfileStoreTest::refusesSessionOnly()
{
    ProfileStore store(*m_settings);
    Profile profile = sample("Environment");
    profile.sessionOnly = true;
    const Result<Profile> saved = store.save(profile);
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, Error::Kind::InvalidInput);
    QVERIFY(store.profiles().isEmpty());
}

void ProfileStoreTest::refusesIncompleteProfiles_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("loginName");
    QTest::addColumn<QString>("proxyHost");
    QTest::addColumn<int>("proxyPort");

    const QString url = "https://cloud.example";
    QTest::newRow("fine") << ""
                          << "n" << url << "id"
                          << "p" << 1;
    QTest::newRow("loopback") << ""
                              << "n"
                              << "http://127.0.0.1:8080"
                              << "id"
                              << "p" << 1;
    QTest::newRow("localhost") << ""
                               << "n"
                               << "http://localhost:8080"
                               << "id"
                               << "p" << 1;
    QTest::newRow("loopback 6") << ""
                                << "n"
                                << "http://[::1]:8080"
                                << "id"
                                << "p" << 1;
    QTest::newRow("no name") << "name"
                             << "  " << url << "id"
                             << "p" << 1;
    QTest::newRow("no url") << "baseUrl"
                            << "n"
                            << ""
                            << "id"
                            << "p" << 1;
    QTest::newRow("no scheme") << "baseUrl"
                               << "n"
                               << "cloud.example"
                               << "id"
                               << "p" << 1;
    QTest::newRow("plain http") << "baseUrl"
                                << "n"
                                << "http://cloud.example"
                                << "id"
                                << "p" << 1;
    QTest::newRow("looks local") << "baseUrl"
                                 << "n"
                                 << "http://127.0.0.1.example"
                                 << "id"
                                 << "p" << 1;
    QTest::newRow("ftp") << "baseUrl"
                         << "n"
                         << "ftp://cloud.example"
                         << "id"
                         << "p" << 1;
    QTest::newRow("user in url") << "baseUrl"
                                 << "n"
                                 << "https://me:word@cloud.example"
                                 << "id"
                                 << "p" << 1;
    QTest::newRow("query") << "baseUrl"
                           << "n"
                           << "https://cloud.example?a=b"
                           << "id"
                           << "p" << 1;
    QTest::newRow("no login") << "loginName"
                              << "n" << url << ""
                              << "p" << 1;
    QTest::newRow("no proxy host") << "proxyHost"
                                   << "n" << url << "id"
                                   << "" << 1;
    QTest::newRow("no proxy port") << "proxyPort"
                                   << "n" << url << "id"
                                   << "p" << 0;
}

void ProfileStoreTest::refusesIncompleteProfiles()
{
    QFETCH(QString, field);
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QString, loginName);
    QFETCH(QString, proxyHost);
    QFETCH(int, proxyPort);
    Profile profile;
    profile.name = name;
    profile.baseUrl = QUrl(url);
    profile.loginName = loginName;
    profile.net.proxy = NetSettings::Proxy::Manual;
    profile.net.proxyHost = proxyHost;
    profile.net.proxyPort = quint16(proxyPort);

    const Result<void> checked = checkProfile(profile);
    QCOMPARE(checked.has_value(), field.isEmpty());
    ProfileStore store(*m_settings);
    QCOMPARE(store.save(profile).has_value(), field.isEmpty());
    if (!checked) {
        QCOMPARE(checked.error().kind, Error::Kind::InvalidInput);
        QCOMPARE(checked.error().fields.value(0).field, field);
        QVERIFY(checked.error().detail.endsWith('.'));
        QVERIFY(!checked.error().detail.contains("word@"));
        QVERIFY(store.profiles().isEmpty());
    }
}

void ProfileStoreTest::removesOne()
{
    ProfileStore store(*m_settings);
    const Profile a = store.save(sample("a")).value();
    const Profile b = store.save(sample("b")).value();
    store.setLastId(a.id);
    QSignalSpy changed(&store, &ProfileStore::changed);
    QVERIFY(store.remove(a.id));
    QCOMPARE(changed.count(), 1);
    QVERIFY(!store.byId(a.id));
    QVERIFY(store.byId(b.id) == b);
    QCOMPARE(store.lastId(), QString());
    QCOMPARE(store.remove(a.id).error().kind, Error::Kind::NotFound);
    QVERIFY(!m_settings->allKeys().join(' ').contains(a.id));
}

void ProfileStoreTest::remembersTheLast()
{
    ProfileStore store(*m_settings);
    QCOMPARE(store.lastId(), QString());
    store.setLastId("x");
    m_settings = std::make_unique<QSettings>(file(), QSettings::IniFormat);
    QCOMPARE(ProfileStore(*m_settings).lastId(), QString("x"));
}

void ProfileStoreTest::keepsEverythingWhenTheDiskDoesNot()
{
    // A file in the folder's place: nothing can be written below it, not even by root.
    const QString blocker = m_folder->filePath("blocker");
    QFile wall(blocker);
    QVERIFY(wall.open(QIODevice::WriteOnly));
    wall.close();
    QSettings settings(blocker + "/snapback.conf", QSettings::IniFormat);
    ProfileStore store(settings);
    QSignalSpy changed(&store, &ProfileStore::changed);
    const Result<Profile> refused = store.save(sample("a"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Disk);
    QVERIFY(refused.error().detail.contains("snapback.conf"));
    QVERIFY(store.profiles().isEmpty());
    QCOMPARE(changed.count(), 0);

    QVERIFY(wall.remove());
    QVERIFY(store.save(sample("a")));
    QCOMPARE(store.profiles().size(), 1);
    QCOMPARE(changed.count(), 1);
}

void ProfileStoreTest::credentialsCarryTheSecret()
{
    Profile profile = sample("a");
    const Secret secret("correct horse");
    const Credentials account = makeCredentials(profile, secret);
    QVERIFY(account == Credentials(ServiceAccount {profile.loginName, secret}));
    QVERIFY(secretOf(account) == secret);
    profile.loginKind = LoginKind::ApiKey;
    const Credentials key = makeCredentials(profile, secret);
    QVERIFY(key == Credentials(ApiKey {profile.loginName, secret}));
    QVERIFY(secretOf(key) == secret);
}

QTEST_GUILESS_MAIN(ProfileStoreTest)
#include "tst_profilestore.moc"
