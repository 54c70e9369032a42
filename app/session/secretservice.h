// Looks at the desktop's Secret Service over D-Bus: what is stored (names only, never a secret), is
// it locked, and please unlock it. Every call is asynchronous and answers once, unless the context
// dies. (freedesktop.org, Secret Service API draft 0.2)
#pragma once

#include "base/result.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QPointer>
#include <chrono>
#include <functional>

class SecretService : public QObject
{
    Q_OBJECT

public:
    struct Items {
        QStringList unlocked; // object paths
        QStringList locked;
    };
    struct Collection {
        QString path; // empty: there is no default collection
        bool locked = false;
    };
    template <typename T> using Callback = std::function<void(Result<T>)>;

    /// `timeout` is for one D-Bus call; a prompt may take as long as the person likes.
    explicit SecretService(std::chrono::milliseconds timeout, QObject *parent = nullptr);
    ~SecretService() override;

    /// Never prompts. Locked items are found too (GNOME Keyring) or not (KeePassXC).
    void search(const QString &service, const QString &key, QObject *context,
                Callback<Items> callback);
    /// The collection new secrets go to.
    void findDefaultCollection(QObject *context, Callback<Collection> callback);
    /// May ask the person for a new password. KeychainDenied if they close the window.
    void createDefaultCollection(QObject *context, Callback<void> callback);
    /// Asks the person for the password if need be; look again after it. Waits for the prompt that
    /// is out already, if one is. KeychainDenied if they close the window.
    void unlock(const QStringList &paths, QObject *context, Callback<void> callback);
    /// A window of the service waits for the person.
    bool isPrompting() const { return !m_prompt.isEmpty(); }
    /// Is a program with this name on the bus, or can the bus start one?
    void findName(const QString &busName, QObject *context, std::function<void(bool)> callback);

signals:
    /// Another process than before answers as the Secret Service.
    void ownerChanged();
    /// Its name, as the kernel knows it: "keepassxc".
    void ownerFound(const QString &processName);

private slots:
    void promptCompleted(const QDBusMessage &message);

private:
    struct Waiter {
        QPointer<QObject> context;
        Callback<void> callback;
    };

    bool connectBus();
    void call(const QDBusMessage &message, QObject *context, Callback<QDBusMessage> callback);
    void ask(const QDBusMessage &message, int promptArgument);
    void startPrompt(const QString &path);
    void endPrompt(const Result<void> &result);
    void noteOwner(const QString &uniqueName);

    std::chrono::milliseconds m_timeout;
    QString m_busName; // of our own connection
    QDBusConnection m_bus;
    QString m_owner; // the service's unique name
    bool m_asking = false;
    QString m_cancelCode; // what a closed window means
    QString m_prompt; // object path
    QString m_promptOwner;
    QList<Waiter> m_waiters;
};

/// An Error of the keychain: its kind, and the code that describeKeychain() has words for.
Error keychainError(Error::Kind kind, const char *code);
