// The keychain against a real Secret Service, and against pretended ones for what GNOME Keyring
// never does. Run by keychain-session.sh, which makes the session each group of functions needs.
// Every secret here begins with "hidden-": the script looks for it in files afterwards.
#include "session/keychainstore.h"
#include "session/memorystore.h"
#include "support/fakeprompter.h"
#include "support/fakesecretservice.h"

#include <QDBusArgument>
#include <QDBusConnectionInterface>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <csignal>

using namespace std::chrono_literals;

namespace {

constexpr auto kPatient = 10s;
constexpr auto kShort = 1200ms; // enough for a busy machine to show a window

/// One answer, when it has come.
template <typename T> struct Answer {
    std::optional<Result<T>> result;
    int count = 0;

    std::function<void(Result<T>)> taker()
    {
        return [this](Result<T> answer) {
            result = std::move(answer);
            ++count;
        };
    }
    Error error() const { return result && !*result ? result->error() : Error(); }
};

/// The three calls, for cases where all of them fail alike.
struct AllCalls {
    Answer<Secret> read;
    Answer<void> write;
    Answer<void> remove;

    void start(CredentialStore &store, const QString &key, QObject *context)
    {
        store.read(key, context, read.taker());
        store.write(key, Secret("hidden-other"), context, write.taker());
        store.remove(key, context, remove.taker());
    }
    bool areDone() const { return read.count == 1 && write.count == 1 && remove.count == 1; }
    QList<Error> errors() const { return {read.error(), write.error(), remove.error()}; }
};

QDBusMessage call(const QString &path, const QString &method, const QVariantList &arguments,
                  const QString &interface = "org.freedesktop.Secret.Service")
{
    QDBusMessage message =
        QDBusMessage::createMethodCall("org.freedesktop.secrets", path, interface, method);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

const QString kService = "/org/freedesktop/secrets";
const QString kLogin = "/org/freedesktop/secrets/collection/login";

bool lockKeyring()
{
    const QList<QDBusObjectPath> paths {QDBusObjectPath(kLogin)};
    return call(kService, "Lock", {QVariant::fromValue(paths)}).type()
        == QDBusMessage::ReplyMessage;
}

/// As if the person unlocked it in another program.
bool unlockElsewhere()
{
    const QDBusMessage opened =
        call(kService, "OpenSession", {"plain", QVariant::fromValue(QDBusVariant(""))});
    const FakeSecret password {opened.arguments().value(1).value<QDBusObjectPath>(),
                               {},
                               qgetenv("SNAPBACK_TEST_PASSWORD"),
                               "text/plain"};
    return call(kService, "UnlockWithMasterPassword",
                {QVariant::fromValue(QDBusObjectPath(kLogin)), QVariant::fromValue(password)},
                "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface")
               .type()
        == QDBusMessage::ReplyMessage;
}

} // namespace

class KeychainTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qDBusRegisterMetaType<FakeSecret>(); }
    void init();

    // unlocked
    void roundTrip();
    void overwrite();
    void entriesStandApart();
    void answersLaterOrNever();
    void namesTheKeyring();
    void lockedAndIgnored();
    void lockedAndCancelled();
    void lockedWithoutAWindow();
    void lockedByARestart();
    // unlocked, QT_NO_GLIB=1
    void withoutGlib();
    // empty
    void noKeyringYet();
    // no-service, no-bus, no-libsecret
    void missing();
    void serviceAppears();
    void busAppears();
    // no-service, with a pretended one
    void deleteThatDidNotDelete();
    void lockedIsNotFoundByKeePassXC();
    void unlocksWhenAsked();
    void saysUnlockedAndIsNot();
    void silentService();
    void hangingJobHoldsNobodyUp();
    void refusal();
    // no session needed
    void everyCodeHasItsWords();
    void memoryStore();

private:
    bool store(CredentialStore &keychain, const QString &key, const QByteArray &secret);
    QByteArray stored(CredentialStore &keychain, const QString &key);
};

void KeychainTest::init()
{
    // By hand, without the script, this must never reach the person's own keyring.
    const QByteArray function = QTest::currentTestFunction();
    if (qEnvironmentVariableIsEmpty("SNAPBACK_TEST_KEYRING") && function != "everyCodeHasItsWords"
        && function != "memoryStore")
        QSKIP("needs a session of its own: tests/support/keychain-session.sh");
}

bool KeychainTest::store(CredentialStore &keychain, const QString &key, const QByteArray &secret)
{
    Answer<void> written;
    keychain.write(key, Secret(secret), this, written.taker());
    return QTest::qWaitFor([&] { return written.count > 0; }, 10'000) && *written.result;
}

QByteArray KeychainTest::stored(CredentialStore &keychain, const QString &key)
{
    Answer<Secret> read;
    keychain.read(key, this, read.taker());
    if (!QTest::qWaitFor([&] { return read.count > 0; }, 10'000))
        return "no answer";
    return *read.result ? (*read.result)->reveal() : read.error().code.toLatin1();
}

void KeychainTest::roundTrip()
{
    KeychainStore keychain(kPatient);
    QCOMPARE(stored(keychain, "a"), "not-found");
    QVERIFY(store(keychain, "a", "hidden-\xC3\xA4 one"));
    QCOMPARE(stored(keychain, "a"), "hidden-\xC3\xA4 one");
    KeychainStore nextStart(kPatient);
    QCOMPARE(stored(nextStart, "a"), "hidden-\xC3\xA4 one");

    Answer<void> removed;
    keychain.remove("a", this, removed.taker());
    QTRY_COMPARE(removed.count, 1);
    QVERIFY(*removed.result);
    Answer<Secret> read;
    keychain.read("a", this, read.taker());
    QTRY_COMPARE(read.count, 1);
    QCOMPARE(read.error().kind, Error::Kind::NotFound);

    Answer<void> again;
    keychain.remove("a", this, again.taker());
    QTRY_COMPARE(again.count, 1);
    QVERIFY(*again.result);
}

void KeychainTest::overwrite()
{
    KeychainStore keychain(kPatient);
    QVERIFY(store(keychain, "b", "hidden-old"));
    QVERIFY(store(keychain, "b", "hidden-new"));
    QCOMPARE(stored(keychain, "b"), "hidden-new");
    Answer<void> removed;
    keychain.remove("b", this, removed.taker());
    QTRY_COMPARE(removed.count, 1);
    QCOMPARE(stored(keychain, "b"), "not-found");
}

void KeychainTest::entriesStandApart()
{
    KeychainStore keychain(kPatient);
    QVERIFY(store(keychain, "c1", "hidden-c1"));
    QVERIFY(store(keychain, "c2", "hidden-c2"));
    QCOMPARE(stored(keychain, "c1"), "hidden-c1");
    Answer<void> removed;
    keychain.remove("c1", this, removed.taker());
    QTRY_COMPARE(removed.count, 1);
    QCOMPARE(stored(keychain, "c2"), "hidden-c2");
}

void KeychainTest::answersLaterOrNever()
{
    KeychainStore keychain(kPatient);
    Answer<Secret> read;
    Answer<Secret> deserted;
    auto context = std::make_unique<QObject>();
    keychain.read("d", context.get(), deserted.taker());
    keychain.read("d", this, read.taker());
    QCOMPARE(read.count, 0);
    context.reset();
    QTRY_COMPARE(read.count, 1);
    QCOMPARE(deserted.count, 0);

    Answer<Secret> gone;
    {
        KeychainStore shortLived(kPatient);
        shortLived.read("d", this, gone.taker());
    }
    QCOMPARE(stored(keychain, "d"), "not-found");
    QCOMPARE(gone.count, 0);
}

void KeychainTest::namesTheKeyring()
{
    qputenv("XDG_CURRENT_DESKTOP", "");
    KeychainStore keychain(kPatient);
    QCOMPARE(keychain.name(), QString("Secret Service"));
    QCOMPARE(stored(keychain, "e"), "not-found");
    QTRY_COMPARE(keychain.name(), QString("GNOME Keyring"));
}

void KeychainTest::lockedAndIgnored()
{
    KeychainStore patient(kPatient);
    QVERIFY(store(patient, "f", "hidden-f"));
    KeychainStore keychain(kShort);
    FakePrompter prompter(FakePrompter::Person::Ignores);
    QVERIFY(prompter.works());
    QVERIFY(lockKeyring());

    // Twice: the second time is the person's "Retry".
    for (int attempt = 1; attempt <= 2; ++attempt) {
        AllCalls calls;
        QElapsedTimer clock;
        clock.start();
        calls.start(keychain, "f", this);
        QTRY_VERIFY(calls.areDone());
        QVERIFY(clock.elapsed() < 3 * kShort.count());
        for (const Error &error : calls.errors()) {
            QCOMPARE(error.kind, Error::Kind::KeychainLocked);
            QCOMPARE(error.code, QString("locked-ignored"));
        }
        QCOMPARE(prompter.shown(), 1);
    }

    QVERIFY(unlockElsewhere());
    QCOMPARE(stored(keychain, "f"), "hidden-f");
}

void KeychainTest::lockedAndCancelled()
{
    KeychainStore keychain(kPatient);
    QVERIFY(store(keychain, "g", "hidden-g"));
    FakePrompter prompter(FakePrompter::Person::Cancels);
    QVERIFY(prompter.works());
    QVERIFY(lockKeyring());
    AllCalls calls;
    calls.start(keychain, "g", this);
    QTRY_VERIFY(calls.areDone());
    for (const Error &error : calls.errors()) {
        QCOMPARE(error.kind, Error::Kind::KeychainDenied);
        QCOMPARE(error.code, QString("locked-cancelled"));
    }
    QVERIFY(prompter.shown() >= 1);
    QVERIFY(unlockElsewhere());
    QCOMPARE(stored(keychain, "g"), "hidden-g");
}

void KeychainTest::lockedWithoutAWindow()
{
    KeychainStore keychain(kPatient);
    QVERIFY(store(keychain, "h", "hidden-h"));
    QVERIFY(lockKeyring());
    AllCalls calls;
    calls.start(keychain, "h", this);
    QTRY_VERIFY(calls.areDone());
    for (const Error &error : calls.errors()) {
        QCOMPARE(error.kind, Error::Kind::KeychainDenied);
        QCOMPARE(error.code, QString("locked-cancelled"));
    }
    QVERIFY(unlockElsewhere());
    QCOMPARE(stored(keychain, "h"), "hidden-h");
}

void KeychainTest::lockedByARestart()
{
    KeychainStore keychain(kPatient);
    QVERIFY(store(keychain, "i", "hidden-i"));
    QDBusConnectionInterface *bus = QDBusConnection::sessionBus().interface();
    ::kill(pid_t(qEnvironmentVariableIntValue("SNAPBACK_TEST_DAEMON")), SIGTERM);
    QTRY_VERIFY(!bus->isServiceRegistered("org.freedesktop.secrets"));
    QCOMPARE(stored(keychain, "i"), "no-service");

    QProcess daemon;
    daemon.start("gnome-keyring-daemon",
                 {"--foreground", "--components=secrets",
                  "--control-directory=" + qEnvironmentVariable("XDG_RUNTIME_DIR") + "/second"});
    QTRY_VERIFY(bus->isServiceRegistered("org.freedesktop.secrets"));
    FakePrompter prompter(FakePrompter::Person::Cancels);
    QCOMPARE(stored(keychain, "i"), "locked-cancelled");
    // Nothing is hidden in what is locked: GNOME Keyring knows its items without the password.
    QVERIFY(unlockElsewhere());
    QCOMPARE(stored(keychain, "i"), "hidden-i");
    daemon.terminate();
    QVERIFY(daemon.waitForFinished());
}

void KeychainTest::withoutGlib()
{
    KeychainStore keychain(kShort);
    Answer<void> first;
    keychain.write("j", Secret("hidden-j"), this, first.taker());
    QTRY_COMPARE(first.count, 1);
    QCOMPARE(first.error().kind, Error::Kind::KeychainLocked);
    QCOMPARE(first.error().code, QString("no-answer"));

    QElapsedTimer clock;
    clock.start();
    Answer<void> second;
    keychain.write("j", Secret("hidden-j"), this, second.taker());
    QTRY_COMPARE(second.count, 1);
    QCOMPARE(second.error().code, QString("no-answer"));
    QVERIFY(clock.elapsed() < kShort.count());
}

void KeychainTest::noKeyringYet()
{
    {
        KeychainStore keychain(kPatient);
        FakePrompter prompter(FakePrompter::Person::Cancels);
        QCOMPARE(stored(keychain, "k"), "not-found");
        Answer<void> written;
        keychain.write("k", Secret("hidden-k"), this, written.taker());
        QTRY_COMPARE(written.count, 1);
        QCOMPARE(written.error().kind, Error::Kind::KeychainDenied);
        QCOMPARE(written.error().code, QString("no-collection"));
        QCOMPARE(prompter.shown(), 1);
    }
    KeychainStore keychain(kShort);
    FakePrompter prompter(FakePrompter::Person::Ignores);
    Answer<void> written;
    keychain.write("k", Secret("hidden-k"), this, written.taker());
    QTRY_COMPARE(written.count, 1);
    QCOMPARE(written.error().code, QString("locked-ignored"));
}

void KeychainTest::missing()
{
    KeychainStore keychain(kPatient);
    AllCalls calls;
    calls.start(keychain, "l", this);
    QCOMPARE(calls.read.count, 0);
    QTRY_VERIFY(calls.areDone());
    for (const Error &error : calls.errors()) {
        QCOMPARE(error.kind, Error::Kind::KeychainMissing);
        QCOMPARE(error.code, qEnvironmentVariable("SNAPBACK_TEST_KEYRING"));
    }
}

void KeychainTest::serviceAppears()
{
    KeychainStore keychain(kPatient);
    QCOMPARE(stored(keychain, "m"), "no-service");
    FakeSecretService service;
    QVERIFY(service.works());
    QVERIFY(store(keychain, "m", "hidden-m"));
    QCOMPARE(stored(keychain, "m"), "hidden-m");
    QCOMPARE(service.count(), 1);
}

void KeychainTest::busAppears()
{
    KeychainStore keychain(kPatient);
    QCOMPARE(stored(keychain, "n"), "no-bus");
    QProcess bus;
    bus.start("dbus-daemon",
              {"--nofork", "--print-address",
               "--config-file=" + qEnvironmentVariable("SNAPBACK_TEST_BUS"),
               "--address=" + qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS")});
    QVERIFY(bus.waitForReadyRead());
    QCOMPARE(stored(keychain, "n"), "no-service");
    bus.terminate();
    QVERIFY(bus.waitForFinished());
}

void KeychainTest::deleteThatDidNotDelete()
{
    FakeSecretService service;
    service.keepsDeleted = true;
    service.add("o", "hidden-o");
    KeychainStore keychain(kPatient);
    Answer<void> removed;
    keychain.remove("o", this, removed.taker());
    QTRY_COMPARE(removed.count, 1);
    QCOMPARE(removed.error().kind, Error::Kind::KeychainFailed);
    QCOMPARE(removed.error().code, QString("not-deleted"));
    service.keepsDeleted = false;
    Answer<void> again;
    keychain.remove("o", this, again.taker());
    QTRY_COMPARE(again.count, 1);
    QVERIFY(*again.result);
    QCOMPARE(service.count(), 0);
}

void KeychainTest::lockedIsNotFoundByKeePassXC()
{
    FakeSecretService service;
    service.add("p", "hidden-p");
    service.locked = true;
    service.findsLocked = false;
    service.prompt = FakeSecretService::Prompt::Cancelled;
    KeychainStore keychain(kPatient);
    QCOMPARE(stored(keychain, "p"), "locked-cancelled");
    Answer<void> removed;
    keychain.remove("p", this, removed.taker());
    QTRY_COMPARE(removed.count, 1);
    QCOMPARE(removed.error().code, QString("locked-cancelled"));
    service.prompt = FakeSecretService::Prompt::Unlocks;
    QCOMPARE(stored(keychain, "p"), "hidden-p");
}

void KeychainTest::unlocksWhenAsked()
{
    FakeSecretService service;
    service.add("q", "hidden-q");
    service.locked = true;
    KeychainStore keychain(kPatient);
    Answer<Secret> first;
    Answer<Secret> second;
    keychain.read("q", this, first.taker());
    keychain.read("q", this, second.taker());
    QTRY_VERIFY(first.count == 1 && second.count == 1);
    QVERIFY(*first.result && *second.result);
    QCOMPARE((*second.result)->reveal(), "hidden-q");
    QCOMPARE(service.prompts, 1);
}

void KeychainTest::saysUnlockedAndIsNot()
{
    FakeSecretService service;
    service.add("r", "hidden-r");
    service.locked = true;
    service.prompt = FakeSecretService::Prompt::LiesUnlocked;
    KeychainStore keychain(kPatient);
    QCOMPARE(stored(keychain, "r"), "locked-ignored");
    QVERIFY(service.prompts < 5);
}

void KeychainTest::silentService()
{
    FakeSecretService service;
    service.silent = true;
    KeychainStore keychain(kShort);
    AllCalls calls;
    calls.start(keychain, "s", this);
    QTRY_VERIFY(calls.areDone());
    for (const Error &error : calls.errors()) {
        QCOMPARE(error.kind, Error::Kind::KeychainLocked);
        QCOMPARE(error.code, QString("no-answer"));
    }
}

void KeychainTest::hangingJobHoldsNobodyUp()
{
    FakeSecretService service;
    service.add("t", "hidden-t");
    service.silentSecrets = true;
    KeychainStore keychain(kShort);
    Answer<Secret> first;
    Answer<void> behind;
    keychain.read("t", this, first.taker());
    keychain.write("t", Secret("hidden-unwanted"), this, behind.taker());
    QTRY_VERIFY(first.count == 1 && behind.count == 1);
    QCOMPARE(first.error().code, QString("no-answer"));
    QCOMPARE(behind.error().code, QString("no-answer"));

    QElapsedTimer clock;
    clock.start();
    QCOMPARE(stored(keychain, "t"), "no-answer");
    QVERIFY(clock.elapsed() < kShort.count());

    // When the late answer comes it goes to nobody, and the way is free again. What waited in line
    // and was given up must not be written then.
    service.answerLate();
    QTRY_COMPARE(stored(keychain, "t"), "hidden-t");
    QCOMPARE(first.count, 1);
    QCOMPARE(service.count(), 1);
}

void KeychainTest::refusal()
{
    FakeSecretService service;
    service.refuses = true;
    KeychainStore keychain(kPatient);
    Answer<void> written;
    keychain.write("u", Secret("hidden-u"), this, written.taker());
    QTRY_COMPARE(written.count, 1);
    QCOMPARE(written.error().kind, Error::Kind::KeychainFailed);
    QCOMPARE(written.error().code, QString("failed"));
    QCOMPARE(service.count(), 0);
}

void KeychainTest::everyCodeHasItsWords()
{
    const char *codes[] = {"no-bus",           "no-service", "no-libsecret", "locked-ignored",
                           "locked-cancelled", "no-answer",  "denied",       "no-collection",
                           "not-deleted",      "unreadable", "not-found",    "something else"};
    QSet<QString> sentences;
    for (const char *code : codes) {
        Error error;
        error.code = code;
        const ErrorText text = describeKeychain(error);
        QVERIFY(!text.remedy.isEmpty());
        QVERIFY2(!sentences.contains(text.sentence), code);
        sentences << text.sentence;
    }
}

void KeychainTest::memoryStore()
{
    MemoryStore memory;
    QCOMPARE(stored(memory, "v"), "not-found");
    QVERIFY(store(memory, "v", "hidden-v"));
    QCOMPARE(stored(memory, "v"), "hidden-v");
    QCOMPARE(stored(memory, "w"), "not-found");
    Answer<void> removed;
    memory.remove("v", this, removed.taker());
    QCOMPARE(removed.count, 0);
    QTRY_COMPARE(removed.count, 1);
    QCOMPARE(stored(memory, "v"), "not-found");
    QCOMPARE(memory.name(), QString("this session only"));
}

QTEST_GUILESS_MAIN(KeychainTest)
#include "tst_keychain.moc"
