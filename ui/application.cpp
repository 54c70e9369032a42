#include "application.h"

#include "sandbox/sandbox.h"
#include "session/makeerror.h"
#include "session/memorystore.h"
#include "transfers/limitsdialog.h"
#include "transfers/transferdesk.h"

#include <QFileInfo>
#include <QPointer>
#include <QTemporaryDir>
#include <algorithm>

using namespace std::chrono_literals;

namespace {

const QString kSandboxId = QStringLiteral("sandbox");
constexpr auto kQuitLimit = 3s;

/// What is on its way out may still be answered: none of it is for the screen.
void silence(Session &session)
{
    session.inventory().blockSignals(true);
    session.jobs().blockSignals(true);
    session.snapshots().blockSignals(true);
    session.events().blockSignals(true);
    session.accessLists().blockSignals(true);
    session.launcher().blockSignals(true);
    session.blockSignals(true);
}

} // namespace

Application::Application(const StartOptions &options, QObject *parent)
    : Application(options, partsOfThisComputer(options), parent)
{
}

Application::Application(const StartOptions &options, ApplicationParts parts, QObject *parent)
    : QObject(parent), m_options(options), m_environment(parts.environment),
      m_journalFile(std::move(parts.journalFile)), m_settings(std::move(parts.settings)),
      m_keychain(std::move(parts.keychain)), m_memory(std::make_unique<MemoryStore>()),
      m_inhibitor(std::move(parts.inhibitor))
{
    if (m_options.sandbox) {
        m_settings = std::make_unique<QSettings>(temporaryFile(QStringLiteral("settings.ini")),
                                                 QSettings::IniFormat);
        m_keychain = std::make_unique<MemoryStore>();
    }
    m_profiles = std::make_unique<ProfileStore>(*m_settings);
    m_keeper = std::make_unique<ProfileKeeper>(*m_profiles, *m_keychain, *m_memory);

    m_quitLimit.setSingleShot(true);
    m_quitLimit.setInterval(kQuitLimit);
    connect(&m_quitLimit, &QTimer::timeout, this, [this] {
        m_closing.clear();
        finishIfClosed();
    });
}

Application::~Application()
{
    m_transfers.reset(); // what came is made safe
    // What shows it lets go first; its token ends by itself.
    if (!m_session)
        return;
    emit sessionAboutToChange();
    m_session.reset();
    emit sessionChanged();
}

void Application::start()
{
    const StartChoice choice = chooseStart(m_options, *m_profiles, m_environment);
    switch (choice.kind) {
    case StartChoice::Kind::Sandbox:
        openSandbox();
        return;
    case StartChoice::Kind::StoredProfile:
        openProfile(choice.profileId);
        return;
    case StartChoice::Kind::Environment:
        openEnvironment(*choice.environment);
        return;
    case StartChoice::Kind::FirstRun:
        emit firstRun();
        return;
    case StartChoice::Kind::Problem:
        break;
    }
    emit firstRun();
    emit openFailed({}, makeError(Error::Kind::InvalidInput, choice.problem));
}

void Application::openEnvironment(const EnvironmentLogin &login)
{
    // Kept in memory, so that one can come back to it from another profile.
    const Result<Profile> kept =
        m_keeper->keepForSession(login.profile, secretOf(login.credentials));
    openWith(kept ? *kept : login.profile, login.credentials);
}

QSettings &Application::sessionSettings()
{
    if (!isSandbox())
        return *m_settings;
    if (!m_sandboxSettings)
        m_sandboxSettings = std::make_unique<QSettings>(
            temporaryFile(QStringLiteral("sandbox.ini")), QSettings::IniFormat);
    return *m_sandboxSettings;
}

Journal &Application::journal()
{
    // With --sandbox and nothing else open, the person's own file is not even looked at.
    return journalOf(m_session ? isSandbox() : m_options.sandbox);
}

Journal &Application::journalOf(bool sandbox)
{
    std::unique_ptr<Journal> &journal = sandbox ? m_sandboxJournal : m_journal;
    if (!journal)
        journal = std::make_unique<Journal>(
            sandbox ? temporaryFile(QStringLiteral("activity.jsonl")) : m_journalFile);
    return *journal;
}

TransferDesk &Application::transfers()
{
    if (!m_transfers) {
        TransferSettings settings = savedLimits(*m_settings);
        const QString name = QStringLiteral("transfers.jsonl");
        settings.historyFile = m_options.sandbox
            ? temporaryFile(name)
            : QFileInfo(m_journalFile).absoluteDir().filePath(name);
        m_transfers = std::make_unique<TransferDesk>(*this, settings, std::move(m_inhibitor));
    }
    return *m_transfers;
}

void Application::openBehind(const QString &profileId, QObject *context,
                             std::function<void(Result<std::unique_ptr<Session>>)> callback)
{
    const bool sandbox = profileId == kSandboxId;
    const std::optional<Profile> profile = sandbox ? sandboxProfile() : m_keeper->byId(profileId);
    if (!profile) {
        QMetaObject::invokeMethod(
            context,
            [callback = std::move(callback)] {
                callback(makeError(Error::Kind::InvalidInput,
                                   tr("This profile is not there any more.")));
            },
            Qt::QueuedConnection);
        return;
    }
    const auto make = [this, profile = *profile, sandbox,
                       callback = std::move(callback)](const Result<Secret> &secret) {
        if (!secret)
            callback(secret.error());
        else
            callback(std::make_unique<Session>(profile, makeCredentials(profile, *secret),
                                               journalOf(sandbox), m_clock));
    };
    if (!sandbox)
        m_keeper->readSecret(profileId, context, make);
    else
        QMetaObject::invokeMethod(
            context, [make, secret = m_sandbox->login().clientSecret] { make(secret); },
            Qt::QueuedConnection);
}

bool Application::isSandbox() const
{
    return m_session && m_session->profile().id == kSandboxId;
}

QString Application::initialProjectId() const
{
    if (m_sessionsMade > 1)
        return {};
    if (m_options.projectId.isEmpty() && !m_options.sandbox)
        return environmentProjectId(m_environment);
    return m_options.projectId;
}

QString Application::initialClusterName() const
{
    return m_sessionsMade > 1 ? QString() : m_options.clusterName;
}

Profile Application::newProfile(LoginKind kind) const
{
    Profile profile;
    profile.loginKind = kind;
    profile.baseUrl = m_options.baseUrl.isEmpty() ? atlasUrl() : m_options.baseUrl;
    return profile;
}

bool Application::openProfile(const QString &profileId)
{
    if (profileId == kSandboxId)
        return openSandbox();
    if (!closeSession())
        return false;
    m_currentId = profileId;
    const std::optional<Profile> profile = m_keeper->byId(profileId);
    if (!profile) {
        emit openFailed(
            profileId,
            makeError(Error::Kind::InvalidInput, tr("This profile is not there any more.")));
        return true;
    }
    m_opening = std::make_unique<QObject>();
    emit opening(profile->name);
    m_keeper->readSecret(profileId, m_opening.get(),
                         [this, profile = *profile](const Result<Secret> &secret) {
                             m_opening.reset();
                             if (secret)
                                 openWith(profile, makeCredentials(profile, *secret));
                             else
                                 emit openFailed(profile.id, secret.error());
                         });
    return true;
}

bool Application::openWith(const Profile &profile, const Credentials &credentials)
{
    if (isBusy())
        return false;
    m_opening.reset();
    m_currentId = profile.id;
    emit sessionAboutToChange();
    if (m_session)
        retire(std::move(m_session));
    makeSession(profile, credentials);
    emit sessionChanged();
    // Nothing was sent before: whoever shows the session has seen it empty.
    if (m_session)
        m_session->start();
    return true;
}

void Application::makeSession(const Profile &profile, const Credentials &credentials)
{
    ++m_sessionsMade;
    m_session = std::make_unique<Session>(profile, credentials, journalOf(profile.id == kSandboxId),
                                          m_clock);
    m_marks = std::make_unique<EnvironmentMarks>(sessionSettings(), profile);
    connect(m_session.get(), &Session::busyChanged, this, &Application::busyChanged);
    if (const QString project = initialProjectId(); !project.isEmpty())
        m_session->inventory().addProject(project);
    if (!profile.sessionOnly && m_profiles->byId(profile.id))
        m_profiles->setLastId(profile.id);
}

bool Application::openSandbox()
{
    if (isBusy())
        return false;
    m_opening.reset();
    m_currentId = kSandboxId;
    if (!m_sandbox) {
        SandboxOptions options;
        options.worldFile = m_options.worldFile;
        Result<std::unique_ptr<Sandbox>> sandbox = Sandbox::start(options);
        if (!sandbox) {
            closeSession();
            m_currentId = kSandboxId;
            emit openFailed(kSandboxId, sandbox.error());
            return true;
        }
        m_sandbox = std::move(*sandbox);
    }
    const Profile profile = *sandboxProfile();
    return openWith(profile, makeCredentials(profile, m_sandbox->login().clientSecret));
}

std::optional<Profile> Application::sandboxProfile() const
{
    if (!m_sandbox)
        return std::nullopt;
    const SandboxLogin login = m_sandbox->login();
    Profile profile;
    profile.id = kSandboxId;
    profile.name = tr("Sandbox");
    profile.baseUrl = login.baseUrl;
    profile.loginName = login.clientId;
    profile.sessionOnly = true;
    return profile;
}

bool Application::closeSession()
{
    if (isBusy())
        return false;
    m_opening.reset();
    m_currentId.clear();
    if (m_session)
        dropSession();
    return true;
}

void Application::dropSession()
{
    emit sessionAboutToChange();
    retire(std::move(m_session));
    emit sessionChanged();
}

void Application::retire(std::unique_ptr<Session> session)
{
    Session *closing = session.get();
    silence(*closing);
    m_closing.push_back(std::move(session));
    closing->close(this, [this, closing] {
        // Later: this may be called from within the session.
        QMetaObject::invokeMethod(
            this,
            [this, closing] {
                const auto found =
                    std::find_if(m_closing.begin(), m_closing.end(),
                                 [closing](const auto &each) { return each.get() == closing; });
                if (found != m_closing.end())
                    m_closing.erase(found);
                finishIfClosed();
            },
            Qt::QueuedConnection);
    });
}

void Application::forgetProfile(const QString &profileId, QObject *context,
                                std::function<void(Result<void>)> callback)
{
    m_keeper->forget(profileId, this,
                     [this, profileId, guard = QPointer(context),
                      callback = std::move(callback)](const Result<void> &forgotten) {
                         if (forgotten)
                             closeForgotten(profileId);
                         if (guard)
                             callback(forgotten);
                     });
}

Result<void> Application::forgetWithoutKeychain(const QString &profileId)
{
    Result<void> forgotten = m_keeper->forgetWithoutKeychain(profileId);
    if (forgotten)
        closeForgotten(profileId);
    return forgotten;
}

void Application::closeForgotten(const QString &profileId)
{
    // A launch begun meanwhile keeps its session until the answer is known.
    if (profileId == m_currentId && closeSession())
        emit firstRun();
}

void Application::refresh()
{
    if (m_session)
        m_session->refresh();
}

void Application::quit()
{
    if (m_quitting)
        return;
    if (isBusy()) {
        connect(m_session.get(), &Session::busyChanged, this, &Application::quit,
                Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
        return;
    }
    m_quitting = true;
    emit quitting();
    if (m_transfers)
        m_transfers->letGo();
    closeSession();
    m_quitLimit.start();
    finishIfClosed();
}

void Application::finishIfClosed()
{
    if (!m_quitting || m_finished || !m_closing.empty())
        return;
    m_finished = true;
    m_quitLimit.stop();
    emit finished();
}

QString Application::temporaryFile(const QString &name)
{
    if (!m_temporary)
        m_temporary = std::make_unique<QTemporaryDir>();
    return m_temporary->filePath(name);
}
