// A Secret Service with bad habits: what other keyrings than GNOME's do, or might. Secrets cross
// the test's private bus in clear ("plain" sessions).
#pragma once

#include "support/busobject.h"

#include <QDBusArgument>
#include <QMap>

/// The API's (oayays).
struct FakeSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};
Q_DECLARE_METATYPE(FakeSecret)
QDBusArgument &operator<<(QDBusArgument &argument, const FakeSecret &secret);
const QDBusArgument &operator>>(const QDBusArgument &argument, FakeSecret &secret);

class FakeSecretService : public BusObject
{
public:
    enum class Prompt { Unlocks, Cancelled, Ignored, LiesUnlocked };

    FakeSecretService();

    bool locked = false;
    bool findsLocked = true; // GNOME Keyring does, KeePassXC does not
    bool keepsDeleted = false;
    bool silent = false; // answers nothing at all
    bool silentSecrets = false; // answers all but the request for a secret
    bool refuses = false; // to store
    Prompt prompt = Prompt::Unlocks;
    int prompts = 0;

    int count() const { return int(m_items.size()); }
    /// Puts an item there that was stored before.
    void add(const QString &key, const QByteArray &value);
    /// Answers what silentSecrets held back.
    void answerLate();

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    struct Item {
        QMap<QString, QString> attributes;
        FakeSecret secret;
    };

    QVariantList answer(const QDBusMessage &message, QString *error);
    QVariantList search(const QMap<QString, QString> &attributes) const;
    QVariantList create(const QDBusMessage &message);
    QVariantList secrets(const QList<QDBusObjectPath> &paths) const;
    void runPrompt(const QDBusMessage &message);

    QMap<QString, Item> m_items; // by path
    QList<QDBusMessage> m_heldBack;
    int m_made = 0;
};
