#include "session/keychaincall.h"

#include <QLibrary>

namespace {

const QString kService = QStringLiteral("Snapback");

// A keyring that says "done" and is locked still must not be asked for ever.
constexpr int kMaxPrompts = 2;

/// QtKeychain's own rule: on Plasma 5 it prefers KWallet where that is installed.
bool mayUseKWallet()
{
    const QByteArray desktop = qgetenv("XDG_CURRENT_DESKTOP");
    const bool kde =
        desktop == "KDE" || (desktop.isEmpty() && qEnvironmentVariableIsSet("KDE_FULL_SESSION"));
    return kde && qgetenv("KDE_SESSION_VERSION") == "5";
}

/// As QtKeychain loads it; asked first, because its own attempt is never repeated.
bool hasLibsecret()
{
    return QLibrary(QStringLiteral("secret-1"), 0).load();
}

} // namespace

void KeychainLine::join(KeychainCall *call)
{
    if (m_busy && !m_running)
        return call->finish(keychainError(Error::Kind::KeychainLocked, "no-answer"));
    m_waiting << call;
    next();
}

void KeychainLine::leave(KeychainCall *call)
{
    m_waiting.removeAll(call);
    if (m_running != call)
        return;
    m_running = nullptr;
    if (!m_busy)
        return;
    // Deleting a running job is a use after free when its answer comes; it stays, unheard.
    const auto waiting = std::exchange(m_waiting, {});
    for (const QPointer<KeychainCall> &other : waiting) {
        if (other)
            other->finish(keychainError(Error::Kind::KeychainLocked, "no-answer"));
    }
}

void KeychainLine::next()
{
    if (m_busy || m_waiting.isEmpty())
        return;
    m_running = m_waiting.takeFirst();
    m_busy = true;
    QKeychain::Job *job = m_running->makeJob();
    connect(job, &QKeychain::Job::finished, this, &KeychainLine::jobFinished);
    job->start();
}

void KeychainLine::jobFinished(QKeychain::Job *job)
{
    m_busy = false;
    if (KeychainCall *call = std::exchange(m_running, nullptr))
        call->jobFinished(job);
    next();
}

KeychainCall::KeychainCall(SecretService &service, KeychainLine &line, Verb verb,
                           const QString &key, const Secret &secret, QObject *context,
                           Callback callback, QObject *parent)
    : QObject(parent), m_service(service), m_line(line), m_verb(verb), m_key(key), m_secret(secret),
      m_context(context), m_callback(std::move(callback))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &KeychainCall::timedOut);
}

void KeychainCall::start(std::chrono::milliseconds timeout)
{
    m_timer.start(timeout);
    if (!mayUseKWallet())
        return look();
    m_service.findName(QStringLiteral("org.kde.kwalletd5"), this, [this](bool found) {
        m_kwallet = found;
        if (found)
            m_line.join(this);
        else
            look();
    });
}

void KeychainCall::look()
{
    m_service.search(kService, m_key, this, [this](Result<SecretService::Items> items) {
        if (!items)
            return finish(items.error());
        if (m_jobDone)
            return checkAfterJob(*items);
        looked(*items);
    });
}

void KeychainCall::looked(const SecretService::Items &items)
{
    if (!hasLibsecret())
        return finish(keychainError(Error::Kind::KeychainMissing, "no-libsecret"));
    if (m_verb == Verb::Write)
        return needDefaultCollection();
    // Reading takes what is open; removing must reach every copy.
    if (!items.locked.isEmpty() && (m_verb == Verb::Remove || items.unlocked.isEmpty()))
        return unlock(items.locked);
    if (!items.unlocked.isEmpty())
        return m_line.join(this);
    // KeePassXC doesn't find what is locked: "nothing" counts only when it is open.
    needDefaultCollection();
}

void KeychainCall::needDefaultCollection()
{
    m_service.findDefaultCollection(this, [this](Result<SecretService::Collection> collection) {
        if (!collection)
            return finish(collection.error());
        haveCollection(*collection);
    });
}

void KeychainCall::haveCollection(const SecretService::Collection &collection)
{
    if (!collection.path.isEmpty() && collection.locked)
        return unlock({collection.path});
    if (m_verb != Verb::Write)
        return absent();
    if (!collection.path.isEmpty())
        return m_line.join(this);
    if (++m_prompts > kMaxPrompts)
        return finish(keychainError(Error::Kind::KeychainDenied, "no-collection"));
    m_prompted = true;
    m_service.createDefaultCollection(this, std::bind_front(&KeychainCall::lookAgain, this));
}

void KeychainCall::unlock(const QStringList &paths)
{
    if (++m_prompts > kMaxPrompts)
        return finish(keychainError(Error::Kind::KeychainLocked, "locked-ignored"));
    m_prompted = true;
    m_service.unlock(paths, this, std::bind_front(&KeychainCall::lookAgain, this));
}

void KeychainCall::lookAgain(const Result<void> &prompted)
{
    m_prompted = false;
    if (!prompted)
        return finish(prompted.error());
    look();
}

void KeychainCall::absent()
{
    if (m_verb == Verb::Remove)
        finish(Secret());
    else
        finish(keychainError(Error::Kind::NotFound, "not-found"));
}

QKeychain::Job *KeychainCall::makeJob() const
{
    // No parent and autoDelete (the default): the job outlives a call that gave up.
    QKeychain::Job *job = nullptr;
    switch (m_verb) {
    case Verb::Read:
        job = new QKeychain::ReadPasswordJob(kService);
        break;
    case Verb::Write: {
        auto *write = new QKeychain::WritePasswordJob(kService);
        // Text only: a binary secret would be stored beside the text, and the older one be read.
        write->setTextData(QString::fromUtf8(m_secret.reveal()));
        job = write;
        break;
    }
    case Verb::Remove:
        job = new QKeychain::DeletePasswordJob(kService);
        break;
    }
    job->setKey(m_key);
    return job;
}

void KeychainCall::jobFinished(QKeychain::Job *job)
{
    switch (job->error()) {
    case QKeychain::NoError:
        if (m_verb == Verb::Read)
            return finish(
                Secret(static_cast<QKeychain::ReadPasswordJob *>(job)->textData().toUtf8()));
        if (m_verb == Verb::Write || m_kwallet)
            return finish(Secret());
        break;
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
        if (m_kwallet)
            return absent();
        break;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return finish(keychainError(Error::Kind::KeychainDenied, "denied"));
    default: {
        Error error = keychainError(Error::Kind::KeychainFailed, "failed");
        error.detail = job->errorString();
        return finish(error);
    }
    }
    // QtKeychain's word alone doesn't count here: a closed password window reads as "not found",
    // and as "deleted".
    m_jobDone = true;
    look();
}

void KeychainCall::checkAfterJob(const SecretService::Items &items)
{
    if (items.unlocked.isEmpty() && items.locked.isEmpty())
        return absent();
    if (m_verb == Verb::Remove)
        return finish(keychainError(Error::Kind::KeychainFailed, "not-deleted"));
    if (items.unlocked.isEmpty())
        return finish(keychainError(Error::Kind::KeychainDenied, "locked-cancelled"));
    finish(keychainError(Error::Kind::KeychainFailed, "unreadable"));
}

void KeychainCall::timedOut()
{
    finish(keychainError(Error::Kind::KeychainLocked,
                         m_prompted && m_service.isPrompting() ? "locked-ignored" : "no-answer"));
}

void KeychainCall::finish(const Result<Secret> &result)
{
    if (!m_callback)
        return;
    m_timer.stop();
    const Callback callback = std::exchange(m_callback, nullptr);
    m_line.leave(this);
    deleteLater();
    if (m_context)
        callback(result);
}
