#include "session/keychainstore.h"

#include "session/keychaincall.h"

#include <QCoreApplication>
#include <QLibrary>

namespace {

struct KeychainWords {
    Q_DECLARE_TR_FUNCTIONS(KeychainStore)
};

/// By the process that answers, or the desktop.
QString productName(const QString &text)
{
    struct Product {
        const char *sign;
        const char *name;
    };
    constexpr Product kProducts[] = {{"gnome", "GNOME Keyring"},
                                     {"keepassxc", "KeePassXC"},
                                     {"kwallet", "KWallet"},
                                     {"ksecretd", "KWallet"},
                                     {"kde", "KWallet"}};
    for (const Product &product : kProducts) {
        if (text.contains(QLatin1String(product.sign), Qt::CaseInsensitive))
            return QLatin1String(product.name);
    }
    return KeychainWords::tr("Secret Service");
}

/// libsecret keeps the session it had with a service that was restarted, and fails with "The
/// session does not exist" for the rest of our life unless told.
void forgetLibsecretSession()
{
    QLibrary libsecret(QStringLiteral("secret-1"), 0);
    if (const auto disconnect = libsecret.resolve("secret_service_disconnect"))
        disconnect();
}

} // namespace

class KeychainStore::Private
{
public:
    Private(KeychainStore *store, std::chrono::milliseconds limit)
        : q(store), timeout(limit), service(limit),
          name(productName(qEnvironmentVariable("XDG_CURRENT_DESKTOP")))
    {
        connect(&service, &SecretService::ownerChanged, q, &forgetLibsecretSession);
        connect(&service, &SecretService::ownerFound, q, [this](const QString &process) {
            if (const QString found = productName(process); found != name) {
                name = found;
                emit q->nameChanged();
            }
        });
    }

    void start(KeychainCall::Verb verb, const QString &key, const Secret &secret, QObject *context,
               KeychainCall::Callback callback)
    {
        auto *call =
            new KeychainCall(service, line, verb, key, secret, context, std::move(callback), q);
        call->start(timeout);
    }

    KeychainStore *q;
    std::chrono::milliseconds timeout;
    SecretService service;
    KeychainLine line;
    QString name;
};

KeychainStore::KeychainStore(std::chrono::milliseconds timeout, QObject *parent)
    : CredentialStore(parent), d(std::make_unique<Private>(this, timeout))
{
}

KeychainStore::~KeychainStore()
{
    // They refer to the service and the line, which go first.
    qDeleteAll(findChildren<KeychainCall *>(Qt::FindDirectChildrenOnly));
}

QString KeychainStore::name() const
{
    return d->name;
}

void KeychainStore::read(const QString &key, QObject *context,
                         std::function<void(Result<Secret>)> callback)
{
    d->start(KeychainCall::Verb::Read, key, Secret(), context, std::move(callback));
}

void KeychainStore::write(const QString &key, const Secret &secret, QObject *context,
                          std::function<void(Result<void>)> callback)
{
    d->start(KeychainCall::Verb::Write, key, secret, context,
             [callback = std::move(callback)](const Result<Secret> &result) {
                 callback(result ? Result<void>() : Result<void>(result.error()));
             });
}

void KeychainStore::remove(const QString &key, QObject *context,
                           std::function<void(Result<void>)> callback)
{
    d->start(KeychainCall::Verb::Remove, key, Secret(), context,
             [callback = std::move(callback)](const Result<Secret> &result) {
                 callback(result ? Result<void>() : Result<void>(result.error()));
             });
}

ErrorText describeKeychain(const Error &error)
{
    const QString keepForNow =
        KeychainWords::tr("Or keep the login for this session only; you will type it again next "
                          "time.");
    const auto text = [&](const QString &sentence, const QString &remedy) {
        return ErrorText {sentence, remedy + u' ' + keepForNow};
    };
    const QString &code = error.code;
    if (code == u"no-bus")
        return text(KeychainWords::tr("There is no desktop session bus (D-Bus), so no keychain "
                                      "can be reached."),
                    KeychainWords::tr("Start Snapback from a desktop session, or under "
                                      "dbus-run-session with a keyring, and retry."));
    if (code == u"no-service")
        return text(KeychainWords::tr("No keychain is running on this desktop."),
                    KeychainWords::tr("Install or start one (GNOME Keyring, KWallet, or KeePassXC "
                                      "with its Secret Service switched on), and retry."));
    if (code == u"no-libsecret")
        return text(KeychainWords::tr("The library that talks to the keychain (libsecret) is not "
                                      "installed."),
                    KeychainWords::tr("Install it (on Debian and Ubuntu the package "
                                      "libsecret-1-0), and retry."));
    if (code == u"locked-ignored")
        return text(KeychainWords::tr("The keychain is locked. A window of its own asks for its "
                                      "password."),
                    KeychainWords::tr("Unlock it there, and retry."));
    if (code == u"locked-cancelled")
        return text(KeychainWords::tr("The keychain is still locked: its password window was "
                                      "closed or could not be shown."),
                    KeychainWords::tr("Retry and type the keychain's password, or unlock it in "
                                      "your desktop's password program first."));
    if (code == u"no-answer")
        return text(KeychainWords::tr("The keychain does not answer."),
                    KeychainWords::tr("See whether a window of it waits behind another one, then "
                                      "retry. If that does not help, restart the keychain or "
                                      "Snapback."));
    if (code == u"denied")
        return text(KeychainWords::tr("The keychain refused access."),
                    KeychainWords::tr("Allow Snapback in the keychain's own settings, and retry."));
    if (code == u"no-collection")
        return text(KeychainWords::tr("The keychain has no keyring yet, and none was made."),
                    KeychainWords::tr("Retry and choose a password for the new keyring, or make "
                                      "or open one in your desktop's password program."));
    if (code == u"not-deleted")
        return {KeychainWords::tr("The keychain said the login was deleted, but it is still "
                                  "there."),
                KeychainWords::tr("Retry, or delete the entry of \u201cSnapback\u201d in your "
                                  "desktop's password program.")};
    if (code == u"unreadable")
        return text(KeychainWords::tr("The keychain has an entry for this login, but it can't be "
                                      "read."),
                    KeychainWords::tr("Type the login again to replace it."));
    if (code == u"not-found")
        return {KeychainWords::tr("The keychain holds no login for this profile."),
                KeychainWords::tr("Type the login again in the profile.")};
    return text(KeychainWords::tr("The keychain could not do it."),
                KeychainWords::tr("Retry. If it happens again, unlock the keychain in your "
                                  "desktop's password program, or restart it."));
}
