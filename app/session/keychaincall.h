// One call to the keychain, from the first look to the answer, and the line in which QtKeychain's
// jobs wait. Part of KeychainStore.
#pragma once

#include "base/secret.h"
#include "session/secretservice.h"

#include <QTimer>
#include <qt6keychain/keychain.h>

class KeychainCall;

/// One job at a time. QtKeychain would queue them itself, but never give one up: a call that timed
/// out while waiting here is never run, and behind a job that hangs all fail at once.
class KeychainLine : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void join(KeychainCall *call);
    /// The call timed out or is done.
    void leave(KeychainCall *call);

private:
    void next();
    void jobFinished(QKeychain::Job *job);

    QList<QPointer<KeychainCall>> m_waiting;
    QPointer<KeychainCall> m_running; // null while m_busy: its call gave up, the job hangs
    bool m_busy = false;
};

class KeychainCall : public QObject
{
    Q_OBJECT

public:
    enum class Verb { Read, Write, Remove };
    using Callback = std::function<void(Result<Secret>)>;

    /// Deletes itself after the answer.
    KeychainCall(SecretService &service, KeychainLine &line, Verb verb, const QString &key,
                 const Secret &secret, QObject *context, Callback callback, QObject *parent);
    void start(std::chrono::milliseconds timeout);

    // for the line
    QKeychain::Job *makeJob() const;
    void jobFinished(QKeychain::Job *job);
    void finish(const Result<Secret> &result);

private:
    void look();
    void looked(const SecretService::Items &items);
    void checkAfterJob(const SecretService::Items &items);
    void needDefaultCollection();
    void haveCollection(const SecretService::Collection &collection);
    void unlock(const QStringList &paths);
    void lookAgain(const Result<void> &prompted);
    void absent();
    void timedOut();

    SecretService &m_service;
    KeychainLine &m_line;
    Verb m_verb;
    QString m_key;
    Secret m_secret;
    QPointer<QObject> m_context;
    Callback m_callback;
    QTimer m_timer;
    bool m_kwallet = false; // QtKeychain will not use the Secret Service
    bool m_prompted = false;
    bool m_jobDone = false;
    int m_prompts = 0;
};
