#include "profiles/firstrun.h"
#include "profiles/profileeditor.h"
#include "profiles/profileswitcher.h"
#include "session/keychainstore.h"
#include "sessiontexts.h"
#include "statusline.h"
#include "support/applicationworld.h"
#include "widgets/banner.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>

class TestProfilesUi : public QObject
{
    Q_OBJECT

private slots:
    void cardsByKeyboard();
    void namesForAssistiveTools();
    void oneLoginAtATime();
    void refusedBeforeAnythingIsSent_data();
    void refusedBeforeAnythingIsSent();
    void testOfAWorkingLogin_data();
    void testOfAWorkingLogin();
    void testOfAWrongSecret_data();
    void testOfAWrongSecret();
    void stoppedTest();
    void saveAndConnect_data();
    void saveAndConnect();
    void savingAReadOnlyProfile();
    void savingALoginThatDoesNotWork();
    void savingUnderATakenName();
    void keychainFailureOnSave_data();
    void keychainFailureOnSave();
    void closedWhileTheKeychainWrites();
    void editingLeavesTheSecret();
    void editingWhenTheSecretCannotBeRead();
    void anOddClientIdOnlyWarns();
    void forgetting();
    void forgettingThatFails();
    void switcherListsProfiles();
    void switcherWhileBusy();
};

namespace {

/// An editor and the hands of a person.
struct Hands {
    explicit Hands(ApplicationWorld &world, LoginKind kind = LoginKind::ServiceAccount)
        : editor(ProfileEditor::openNew(*world.application, kind, nullptr))
    {
        // Everything here talks to loopback, whatever proxy the environment names.
        find<QComboBox>("proxy")->setCurrentIndex(1);
    }
    Hands(ApplicationWorld &world, const QString &profileId)
        : editor(ProfileEditor::openExisting(*world.application, profileId, nullptr))
    {
    }
    ~Hands() { delete editor; }

    template <typename T> T *find(const char *name) const
    {
        T *widget = editor->findChild<T *>(name);
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    void type(const char *field, const QString &text) const
    {
        auto *line = find<QLineEdit>(field);
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, text);
    }
    /// The last of that name: a message shown anew has new buttons.
    QPushButton *button(const char *name) const
    {
        const auto buttons = editor->findChildren<QPushButton *>(name);
        for (QPushButton *each : buttons) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    void click(const char *name) const
    {
        QPushButton *target = button(name);
        QVERIFY2(target && target->isEnabled(), name);
        QTest::mouseClick(target, Qt::LeftButton);
    }
    QString said() const
    {
        const auto *banner = editor->findChild<Banner *>();
        return banner->isVisible() ? banner->text() : QString();
    }
    void fill(const ApplicationWorld &world, LoginKind kind, const QString &name) const
    {
        type("profileName", name);
        find<QComboBox>("where")->setCurrentIndex(2);
        const SandboxLogin login = world.atlas->login();
        type("address", login.baseUrl.toString());
        const bool isKey = kind == LoginKind::ApiKey;
        type(isKey ? "publicKey" : "clientId", isKey ? login.publicKey : login.clientId);
        type(isKey ? "privateKey" : "clientSecret",
             isKey ? login.privateKey.reveal() : login.clientSecret.reveal());
    }

    QPointer<ProfileEditor> editor;
};

void loginKinds()
{
    QTest::addColumn<LoginKind>("kind");
    QTest::newRow("service account") << LoginKind::ServiceAccount;
    QTest::newRow("API key") << LoginKind::ApiKey;
}

QByteArray secretOf(const ApplicationWorld &world, LoginKind kind)
{
    const SandboxLogin login = world.atlas->login();
    return (kind == LoginKind::ApiKey ? login.privateKey : login.clientSecret).reveal();
}

QAction *actionOf(QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().remove('&') == text)
            return action;
    }
    return nullptr;
}

} // namespace

void TestProfilesUi::cardsByKeyboard()
{
    FirstRun page;
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    const char *names[] = {"Service account", "API key", "Try the sandbox"};
    QSignalSpy account(&page, &FirstRun::serviceAccountChosen);
    QSignalSpy key(&page, &FirstRun::apiKeyChosen);
    QSignalSpy sandbox(&page, &FirstRun::sandboxChosen);
    page.setFocus();
    for (const char *name : names) {
        QWidget *card = page.focusWidget();
        QVERIFY(card);
        QCOMPARE(QAccessible::queryAccessibleInterface(card)->text(QAccessible::Name), name);
        QVERIFY(
            !QAccessible::queryAccessibleInterface(card)->text(QAccessible::Description).isEmpty());
        QTest::keyClick(card, Qt::Key_Space);
        QTest::keyClick(card, Qt::Key_Tab);
    }
    QCOMPARE(account.count(), 1);
    QCOMPARE(key.count(), 1);
    QCOMPARE(sandbox.count(), 1);
}

void TestProfilesUi::namesForAssistiveTools()
{
    ApplicationWorld world;
    const Hands hands(world);
    const auto name = [&](const char *object) {
        return QAccessible::queryAccessibleInterface(hands.find<QWidget>(object))
            ->text(QAccessible::Name);
    };
    QCOMPARE(name("profileName"), "Profile name");
    // A combo box is named by its value; its label is a relation.
    const auto relations =
        QAccessible::queryAccessibleInterface(hands.find<QWidget>("where"))->relations();
    QCOMPARE(relations.value(0).first->text(QAccessible::Name), "Where");
    QCOMPARE(name("clientId"), "Client ID");
    QCOMPARE(name("clientSecret"), "Client secret");
    QCOMPARE(name("publicKey"), "Public key");
    QCOMPARE(name("privateKey"), "Private key");
    QCOMPARE(name("testLogin"), "Test login");
    QCOMPARE(name("saveAndConnect"), "Save and connect");
    QCOMPARE(hands.find<QLabel>("keptIn")->text(), "Test Keyring");
    QCOMPARE(hands.find<QLineEdit>("clientSecret")->echoMode(), QLineEdit::Password);
    QCOMPARE(hands.find<QLineEdit>("privateKey")->echoMode(), QLineEdit::Password);
}

void TestProfilesUi::oneLoginAtATime()
{
    ApplicationWorld world;
    const Hands hands(world, LoginKind::ApiKey);
    QVERIFY(hands.find<QLineEdit>("publicKey")->isVisible());
    QVERIFY(!hands.find<QLineEdit>("clientId")->isVisible());
    hands.find<QRadioButton>("serviceAccount")->click();
    QVERIFY(hands.find<QLineEdit>("clientId")->isVisible());
    QVERIFY(hands.find<QLineEdit>("clientSecret")->isVisible());
    QVERIFY(!hands.find<QLineEdit>("publicKey")->isVisible());
    QVERIFY(!hands.find<QLineEdit>("privateKey")->isVisible());
}

void TestProfilesUi::refusedBeforeAnythingIsSent_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("no name") << "profileName"
                             << ""
                             << "name";
    QTest::newRow("no client ID") << "clientId"
                                  << ""
                                  << "client ID";
    QTest::newRow("no secret") << "clientSecret"
                               << "  "
                               << "client secret";
    QTest::newRow("no host") << "address"
                             << "https://"
                             << "address";
    QTest::newRow("http elsewhere") << "address"
                                    << "http://atlas.example.com"
                                    << "https://";
    QTest::newRow("no certificates") << "caFile"
                                     << "/nowhere/ca.pem"
                                     << "/nowhere/ca.pem";
}

void TestProfilesUi::refusedBeforeAnythingIsSent()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    QFETCH(QString, words);
    ApplicationWorld world;
    const Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "Alpha");
    hands.type(qPrintable(field), text);
    hands.click("saveAndConnect");
    QVERIFY2(hands.said().contains(words), qPrintable(hands.said()));
    QCOMPARE(hands.editor->focusWidget()->objectName(), field);
    QCOMPARE(world.atlas->seenRequests().size(), 0);
    QVERIFY(world.keychain->calls.isEmpty());
}

void TestProfilesUi::testOfAWorkingLogin_data()
{
    loginKinds();
}

void TestProfilesUi::testOfAWorkingLogin()
{
    QFETCH(LoginKind, kind);
    ApplicationWorld world;
    const Hands hands(world, kind);
    hands.fill(world, kind, QString()); // a test needs no name
    hands.click("testLogin");
    QTRY_VERIFY2(hands.said().contains("works"), qPrintable(hands.said()));
    for (const char *word : {"2 organizations", "Blue Door", "Green Gate", "3 projects", "Bookings",
                             "Ledgers", "Parking"})
        QVERIFY2(hands.said().contains(word), qPrintable(hands.said()));
    // Nothing is kept of a test.
    QVERIFY(world.keychain->calls.isEmpty());
    QVERIFY(world.application->keeper().profiles().isEmpty());
    QVERIFY(!world.application->session());
    // What was said holds for what was typed then.
    hands.type(kind == LoginKind::ApiKey ? "privateKey" : "clientSecret", "other");
    QCOMPARE(hands.said(), QString());
}

void TestProfilesUi::testOfAWrongSecret_data()
{
    loginKinds();
}

void TestProfilesUi::testOfAWrongSecret()
{
    QFETCH(LoginKind, kind);
    ApplicationWorld world;
    const Hands hands(world, kind);
    hands.fill(world, kind, "Alpha");
    const char *field = kind == LoginKind::ApiKey ? "privateKey" : "clientSecret";
    hands.type(field, "not-the-secret");
    hands.click("testLogin");
    QTRY_VERIFY(hands.button("stop") == nullptr);
    QVERIFY2(!hands.said().isEmpty() && !hands.said().contains("works"), qPrintable(hands.said()));
    QVERIFY2(!hands.said().contains("not-the-secret"), qPrintable(hands.said()));
    QVERIFY2(hands.said().contains("login", Qt::CaseInsensitive)
                 || hands.said().contains("secret", Qt::CaseInsensitive)
                 || hands.said().contains("key", Qt::CaseInsensitive),
             qPrintable(hands.said()));
    QCOMPARE(hands.find<QLineEdit>(field)->text(), "not-the-secret"); // to be corrected
    QVERIFY(world.keychain->calls.isEmpty());
}

void TestProfilesUi::stoppedTest()
{
    ApplicationWorld world;
    Fault fault;
    fault.noAnswer = true;
    world.atlas->addFault(fault);
    const Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "Alpha");
    hands.click("testLogin");
    QVERIFY(!hands.find<QPushButton>("saveAndConnect")->isEnabled());
    hands.click("stop");
    QVERIFY(hands.find<QPushButton>("saveAndConnect")->isEnabled());
    QCOMPARE(hands.said(), QString());
    world.atlas->clearFaults();
    hands.click("testLogin");
    QTRY_VERIFY2(hands.said().contains("works"), qPrintable(hands.said()));
}

void TestProfilesUi::saveAndConnect_data()
{
    loginKinds();
}

void TestProfilesUi::saveAndConnect()
{
    QFETCH(LoginKind, kind);
    ApplicationWorld world;
    Hands hands(world, kind);
    hands.fill(world, kind, "  Alpha ");
    hands.find<QComboBox>("environment")->setCurrentIndex(1);
    QPointer<QLineEdit> secret =
        hands.find<QLineEdit>(kind == LoginKind::ApiKey ? "privateKey" : "clientSecret");
    // Enter saves, from any field.
    QTest::keyClick(secret, Qt::Key_Return);
    QTRY_COMPARE(world.openName(), "Alpha");
    QVERIFY(!secret || secret->text().isEmpty());
    QTRY_VERIFY(!hands.editor); // closed and gone

    const QList<Profile> stored = world.application->profiles().profiles();
    QCOMPARE(stored.size(), 1);
    QCOMPARE(stored[0].environment, EnvironmentMark::Production);
    QCOMPARE(stored[0].loginKind, kind);
    QVERIFY(!stored[0].sessionOnly);
    const QByteArray kept = secretOf(world, kind);
    QCOMPARE(world.keychain->entries.value(stored[0].id), kept);
    QVERIFY(world.settingsFile().contains("Alpha"));
    QVERIFY(!world.settingsFile().contains(kept));

    world.restart();
    world.application->start();
    QTRY_COMPARE(world.openName(), "Alpha");
    QTRY_COMPARE(world.application->session()->inventory().inventory().projects.size(), 3);
}

void TestProfilesUi::savingAReadOnlyProfile()
{
    ApplicationWorld world;
    ProfileSwitcher switcher(*world.application);
    StatusLine status;
    QObject::connect(world.application.get(), &Application::sessionChanged, &status,
                     [&] { status.setSession(world.application->session()); });
    {
        Hands hands(world);
        hands.fill(world, LoginKind::ServiceAccount, "Alpha");
        auto *box = hands.find<QCheckBox>("profileReadOnly");
        QVERIFY(!box->isChecked());
        QCOMPARE(QAccessible::queryAccessibleInterface(box)->text(QAccessible::Name),
                 "Read-only: nothing can be started from this profile");
        box->click();
        hands.click("saveAndConnect");
        QTRY_COMPARE(world.openName(), "Alpha");
    }
    QVERIFY(world.application->profiles().profiles().value(0).readOnly);
    QVERIFY(world.application->session()->profile().readOnly);
    QVERIFY2(switcher.accessibleDescription().contains("read-only"),
             qPrintable(switcher.accessibleDescription()));
    QVERIFY(whyReadOnly(world.application->session()).contains("read-only"));
    const auto words = [&] {
        QStringList all;
        for (const QLabel *label : status.findChildren<QLabel *>())
            all << label->text();
        return all.join(' ');
    };
    QTRY_VERIFY2(words().contains("read-only"), qPrintable(words()));

    const Hands again(world, world.application->currentProfileId());
    QVERIFY(again.find<QCheckBox>("profileReadOnly")->isChecked());
    status.setSession(nullptr);
}

void TestProfilesUi::savingALoginThatDoesNotWork()
{
    ApplicationWorld world;
    Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "Alpha");
    hands.type("clientSecret", "mdb_sa_sk_wrong");
    hands.click("saveAndConnect");
    QTRY_VERIFY(hands.button("saveAnyway"));
    QVERIFY(world.keychain->calls.isEmpty());
    QVERIFY(world.application->keeper().profiles().isEmpty());
    hands.click("saveAnyway");
    QTRY_COMPARE(world.openName(), "Alpha");
    QCOMPARE(world.application->profiles().profiles().size(), 1);
}

void TestProfilesUi::savingUnderATakenName()
{
    ApplicationWorld world;
    world.addProfile("Alpha");
    const Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "alpha");
    hands.click("saveAndConnect");
    QTRY_VERIFY2(hands.said().contains("Alpha"), qPrintable(hands.said()));
    QCOMPARE(world.keychain->entries.size(), 1);
    QVERIFY(world.keychain->calls.isEmpty());
}

void TestProfilesUi::keychainFailureOnSave_data()
{
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("no service") << Error::Kind::KeychainMissing;
    QTest::newRow("locked") << Error::Kind::KeychainLocked;
    QTest::newRow("denied") << Error::Kind::KeychainDenied;
    QTest::newRow("other") << Error::Kind::KeychainFailed;
}

void TestProfilesUi::keychainFailureOnSave()
{
    QFETCH(Error::Kind, kind);
    ApplicationWorld world;
    world.keychain->writeError = kind;
    const QByteArray secret = secretOf(world, LoginKind::ServiceAccount);
    {
        Hands hands(world);
        hands.fill(world, LoginKind::ServiceAccount, "Alpha");
        hands.click("saveAndConnect");
        QTRY_VERIFY(hands.button("keepForSession"));
        const QString words = describeKeychain(FakeCredentialStore::failure(kind)).sentence;
        QVERIFY(!words.isEmpty());
        QVERIFY2(hands.said().contains(words), qPrintable(hands.said()));
        QVERIFY(world.application->keeper().profiles().isEmpty());

        hands.click("retry"); // it fails again, and says so again
        QTRY_COMPARE(world.keychain->calls.size(), 2);
        QTRY_VERIFY(hands.button("keepForSession"));
        hands.click("keepForSession");
        QCOMPARE(world.openName(), "Alpha");
        QVERIFY(world.application->session()->profile().sessionOnly);
        QVERIFY(!world.settingsFile().contains(secret));
        QVERIFY(!world.settingsFile().contains("Alpha"));
    }
    // One can come back to it while the program runs.
    const QString id = world.application->keeper().profiles().value(0).id;
    QVERIFY(world.application->closeSession());
    QVERIFY(world.application->openProfile(id));
    QTRY_COMPARE(world.openName(), "Alpha");

    // Once there is a keychain, saving moves it there.
    world.keychain->writeError.reset();
    Hands hands(world, id);
    hands.click("saveAndConnect");
    QTRY_COMPARE(world.keychain->entries.value(id), secret);
    QTRY_VERIFY(!hands.editor);
    QVERIFY(!world.application->keeper().byId(id)->sessionOnly);
    QCOMPARE(world.application->keeper().profiles().size(), 1);
}

void TestProfilesUi::closedWhileTheKeychainWrites()
{
    ApplicationWorld world;
    Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "Alpha");
    world.keychain->holding = true;
    hands.click("saveAndConnect");
    QTRY_COMPARE(world.keychain->calls.size(), 1);
    QPointer<QLineEdit> secret = hands.find<QLineEdit>("clientSecret");
    hands.click("cancel");
    QVERIFY(!secret || secret->text().isEmpty());
    world.keychain->release();
    QTRY_VERIFY(!hands.editor);
    QTRY_VERIFY(world.keychain->entries.isEmpty()); // no secret without a profile
    QVERIFY(world.application->keeper().profiles().isEmpty());
    QVERIFY(!world.application->session());
}

void TestProfilesUi::editingLeavesTheSecret()
{
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    Hands hands(world, id);
    QCOMPARE(hands.find<QLineEdit>("clientSecret")->text(), QString());
    hands.type("profileName", "Omega");
    hands.click("saveAndConnect");
    QTRY_COMPARE(world.openName(), "Omega");
    QCOMPARE(world.application->profiles().profiles().size(), 1);
    QCOMPARE(world.keychain->entries.value(id), secretOf(world, LoginKind::ServiceAccount));
}

void TestProfilesUi::editingWhenTheSecretCannotBeRead()
{
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    world.keychain->readError = Error::Kind::KeychainLocked;
    Hands hands(world, id);
    hands.click("saveAndConnect");
    QTRY_VERIFY(hands.button("retry"));
    QVERIFY(hands.said().contains(
        describeKeychain(FakeCredentialStore::failure(Error::Kind::KeychainLocked)).sentence));
    QCOMPARE(world.atlas->seenRequests().size(), 0);
    world.keychain->readError.reset();
    hands.click("retry");
    QTRY_COMPARE(world.openName(), "Alpha");
}

void TestProfilesUi::anOddClientIdOnlyWarns()
{
    ApplicationWorld world;
    const Hands hands(world);
    auto *hint = hands.find<QLabel>("loginHint");
    QVERIFY(!hint->isVisible());
    hands.type("clientId", "orders");
    QVERIFY(hint->isVisible());
    hands.type("clientId", "  " + world.atlas->login().clientId + " ");
    QVERIFY(!hint->isVisible());
    hands.type("clientId", "mdb_sa_sk_0123");
    QVERIFY(hint->text().contains("secret"));
    // It is sent as it stands all the same.
    hands.fill(world, LoginKind::ServiceAccount, "Alpha");
    hands.type("clientId", "orders");
    hands.click("testLogin");
    QTRY_VERIFY(world.atlas->seenRequests().size() > 0);
}

void TestProfilesUi::forgetting()
{
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    QVERIFY(world.application->openProfile(id));
    QTRY_COMPARE(world.openName(), "Alpha");
    Hands hands(world, id);
    hands.click("forgetProfile");
    QVERIFY2(hands.said().contains("Alpha") && hands.said().contains("Test Keyring"),
             qPrintable(hands.said()));
    hands.click("keepProfile");
    QVERIFY(world.keychain->calls.filter("remove").isEmpty());
    hands.click("forgetProfile");
    hands.click("confirmForget");
    QTRY_VERIFY(!hands.editor);
    QVERIFY(world.keychain->entries.isEmpty());
    QVERIFY(world.application->keeper().profiles().isEmpty());
    QVERIFY(!world.application->session());
    QVERIFY(!world.settingsFile().contains("Alpha"));
}

void TestProfilesUi::forgettingThatFails()
{
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    world.keychain->removeError = Error::Kind::KeychainFailed;
    Hands hands(world, id);
    hands.click("forgetProfile");
    hands.click("confirmForget");
    QTRY_VERIFY(hands.button("retry"));
    QVERIFY2(hands.said().contains("still"), qPrintable(hands.said()));
    QCOMPARE(world.application->keeper().profiles().size(), 1);
    QCOMPARE(world.keychain->entries.size(), 1);
    world.keychain->removeError.reset();
    hands.click("retry");
    QTRY_VERIFY(!hands.editor);
    QVERIFY(world.application->keeper().profiles().isEmpty());
    QVERIFY(world.keychain->entries.isEmpty());
}

void TestProfilesUi::switcherListsProfiles()
{
    ApplicationWorld world;
    Profile production = world.profile("R&D");
    production.environment = EnvironmentMark::Production;
    const QString id = world.application->profiles().save(production)->id;
    world.keychain->entries.insert(id, secretOf(world, LoginKind::ServiceAccount));
    world.addProfile("Beta");
    ProfileSwitcher switcher(*world.application);
    QVERIFY(world.application->openProfile(id));
    QTRY_COMPARE(world.openName(), "R&D");
    QVERIFY2(switcher.text().contains("R&&D"), qPrintable(switcher.text()));
    QVERIFY(switcher.text().contains("Production"));
    QCOMPARE(QAccessible::queryAccessibleInterface(&switcher)->text(QAccessible::Name), "Profile");

    QMenu *menu = switcher.menu();
    emit menu->aboutToShow();
    QAction *open = menu->actions().value(1);
    QVERIFY(open && open->text().contains("R&&D") && open->text().contains("Production"));
    QVERIFY(open->isChecked());
    QAction *beta = actionOf(menu, "Beta");
    QVERIFY(beta && !beta->isChecked());
    for (const char *command :
         {"New profile…", "Edit profile…", "Forget profile…", "Try the sandbox"})
        QVERIFY2(actionOf(menu, command) && actionOf(menu, command)->isEnabled(), command);
    beta->trigger();
    QTRY_COMPARE(world.openName(), "Beta");
    QCOMPARE(switcher.text(), "Beta");

    emit menu->aboutToShow();
    actionOf(menu, "Try the sandbox")->trigger();
    QVERIFY(world.application->isSandbox());
    emit menu->aboutToShow();
    QVERIFY(actionOf(menu, "Try the sandbox")->isChecked());
    QVERIFY(!actionOf(menu, "Edit profile…")->isEnabled());
    QVERIFY(actionOf(menu, "Beta")->isEnabled());
}

void TestProfilesUi::switcherWhileBusy()
{
    ApplicationWorld world;
    const QString id = world.addProfile("Alpha");
    world.addProfile("Beta");
    QVERIFY(world.application->openProfile(id));
    QTRY_COMPARE(world.openName(), "Alpha");
    ProfileSwitcher switcher(*world.application);
    world.startSlowRestore(std::chrono::milliseconds(400));
    emit switcher.menu()->aboutToShow();
    const QList<QAction *> actions = switcher.menu()->actions();
    QVERIFY(!actions.first()->text().isEmpty()); // the reason
    for (const QAction *action : actions)
        QVERIFY2(action->isSeparator() || !action->isEnabled(), qPrintable(action->text()));
    // The editor can be read, and does not switch either.
    Hands hands(world);
    hands.fill(world, LoginKind::ServiceAccount, "Gamma");
    hands.click("saveAndConnect");
    QVERIFY(!hands.said().isEmpty());
    QCOMPARE(world.openName(), "Alpha");
    QVERIFY(world.keychain->calls.filter("write").isEmpty());

    QTRY_VERIFY(world.restoreStarted);
    emit switcher.menu()->aboutToShow();
    QVERIFY(actionOf(switcher.menu(), "Beta")->isEnabled());
}

QTEST_MAIN(TestProfilesUi)
#include "tst_profiles_ui.moc"
