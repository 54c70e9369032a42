// The one place where objects are made and handed to each other: settings, profiles, keychain,
// journal, sandbox, the session of the open profile. The window and its dialogs get what they need
// from here by constructor.
//
// The sandbox touches nothing of the person's. With --sandbox settings, profiles and secrets live
// in a temporary folder and in memory; opened from a running window they stay listed, but its
// session has its own journal and its own sessionSettings(). Changes sent to a real service are
// journalled in the person's own file in every case.
#pragma once

#include "applicationparts.h"
#include "base/clock.h"
#include "profiles/profilekeeper.h"
#include "session/credentialstore.h"
#include "session/environmentmarks.h"
#include "session/journal.h"
#include "session/profilestore.h"
#include "session/session.h"
#include "session/startchoice.h"

#include <QObject>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <memory>
#include <vector>

class Sandbox;
class TransferDesk;

class Application : public QObject
{
    Q_OBJECT

public:
    explicit Application(const StartOptions &options, QObject *parent = nullptr);
    Application(const StartOptions &options, ApplicationParts parts, QObject *parent = nullptr);
    ~Application() override;

    /// Opens what the start options choose. Called after the first paint.
    void start();

    /// The window's own: places, columns. The same object for the whole run.
    QSettings &settings() { return *m_settings; }
    /// What is remembered about the open profile's clusters (pairings of source and target):
    /// temporary while the sandbox is open. Ask again after sessionChanged().
    QSettings &sessionSettings();
    /// The person's marks of projects and clusters in the open profile; null between profiles. Of
    /// the same life as session().
    EnvironmentMarks *marks() { return m_session ? m_marks.get() : nullptr; }
    ProfileStore &profiles() { return *m_profiles; }
    /// Profiles with their secrets, those of this session only included.
    ProfileKeeper &keeper() { return *m_keeper; }
    /// The OS keychain; with --sandbox a memory store.
    CredentialStore &keychain() { return *m_keychain; }
    /// Secrets of profiles for which the person chose "this session only".
    CredentialStore &memory() { return *m_memory; }
    /// The journal of the open session: the sandbox has one of its own. Ask again after
    /// sessionChanged().
    Journal &journal();
    const Clock &clock() const { return m_clock; }
    const StartOptions &options() const { return m_options; }
    /// The open session; null between profiles and at first run.
    Session *session() { return m_session.get(); }
    /// True while the sandbox is the open session.
    bool isSandbox() const;
    /// A change is out: neither switch nor quit.
    bool isBusy() const { return m_session && m_session->isBusy(); }
    /// The profile that is open, being opened, or was to be opened last; empty before.
    QString currentProfileId() const { return m_currentId; }

    /// --project (or the environment's) and --cluster, for the first session opened; else empty.
    QString initialProjectId() const;
    QString initialClusterName() const;
    /// What the editor starts a new profile with: the address of --base-url, if given.
    Profile newProfile(LoginKind kind) const;

    /// The downloads, whatever profile is open; for the whole run. Of the sandbox nothing is kept
    /// beyond it.
    TransferDesk &transfers();
    /// A session behind the window, of a profile of keeper() or the running sandbox. Nothing is
    /// read with it unasked. It goes back by closeBehind().
    void openBehind(const QString &profileId, QObject *context,
                    std::function<void(Result<std::unique_ptr<Session>>)> callback);
    /// Ends such a session and its token.
    void closeBehind(std::unique_ptr<Session> session) { retire(std::move(session)); }

    // The four that change the session return false and do nothing while a change is out.

    /// Opens a profile of keeper(): closes the old session, reads the secret, then makes the new
    /// one. A later choice drops what this one still waits for.
    bool openProfile(const QString &profileId);
    /// Opens a profile with a login that is at hand (editor, environment, sandbox).
    bool openWith(const Profile &profile, const Credentials &credentials);
    /// Starts the built-in sandbox, if it is not running, and opens it.
    bool openSandbox();
    /// Closes the session: nothing of it stays in flight or reaches the screen. Its token is ended
    /// in the background.
    bool closeSession();

    /// Forgets a profile and its secret; the open one is closed, and firstRun() follows. Don't
    /// while a change of it is out.
    void forgetProfile(const QString &profileId, QObject *context,
                       std::function<void(Result<void>)> callback);
    /// The same when the keychain can't be reached: its entry stays there.
    Result<void> forgetWithoutKeychain(const QString &profileId);

    /// Reads anew what is shown; does nothing without a session.
    void refresh();
    /// Closes the session, waits three seconds at most for its token to be ended, then finished().
    /// While a change is out it waits for its answer first.
    void quit();

signals:
    /// session() is another one (or null). Everything that refers to the old one must let go at
    /// once.
    void sessionAboutToChange();
    void sessionChanged();
    /// No profile to open: show the first-run cards.
    void firstRun();
    /// Opening failed. With a profileId: offer Retry (openProfile) and Edit; with none (a wrong
    /// option or environment) firstRun() came before. Keychain errors have their words in
    /// describeKeychain().
    void openFailed(const QString &profileId, const Error &error);
    /// A profile is being opened (its secret is being read).
    void opening(const QString &profileName);
    void busyChanged(bool busy);
    /// There is no way back from quit() any more.
    void quitting();
    /// Everything is closed after quit(): the event loop may end.
    void finished();

private:
    void makeSession(const Profile &profile, const Credentials &credentials);
    void dropSession();
    Journal &journalOf(bool sandbox);
    void retire(std::unique_ptr<Session> session);
    void finishIfClosed();
    void closeForgotten(const QString &profileId);
    void openEnvironment(const EnvironmentLogin &login);
    std::optional<Profile> sandboxProfile() const;
    QString temporaryFile(const QString &name);

    StartOptions m_options;
    QProcessEnvironment m_environment;
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_temporary; // the sandbox's settings and journal
    QString m_journalFile;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<QSettings> m_sandboxSettings;
    std::unique_ptr<ProfileStore> m_profiles;
    std::unique_ptr<CredentialStore> m_keychain;
    std::unique_ptr<CredentialStore> m_memory;
    std::unique_ptr<ProfileKeeper> m_keeper;
    std::unique_ptr<Journal> m_journal; // made when first asked for
    std::unique_ptr<Journal> m_sandboxJournal; // the same
    std::unique_ptr<Sandbox> m_sandbox; // runs on when left: one finds it as one left it
    // Before what they refer to in the order of destruction.
    std::vector<std::unique_ptr<Session>> m_closing;
    std::unique_ptr<EnvironmentMarks> m_marks;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SleepInhibitor> m_inhibitor; // until the transfers take it
    std::unique_ptr<TransferDesk> m_transfers; // made when first asked for
    std::unique_ptr<QObject> m_opening; // the choice under way; its end drops late answers
    QString m_currentId;
    QTimer m_quitLimit;
    int m_sessionsMade = 0;
    bool m_quitting = false;
    bool m_finished = false;
};
