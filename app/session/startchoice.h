// What is opened at start: the sandbox, a named profile, the environment's login, or the last
// profile. Pure functions over the command line and the environment.
#pragma once

#include "base/result.h"
#include "session/deeplink.h"
#include "session/profile.h"

#include <QProcessEnvironment>
#include <QStringList>
#include <optional>

class ProfileStore;

/// The command line, parsed. No secret is accepted there.
struct StartOptions {
    bool help = false;
    bool version = false;
    bool sandbox = false;
    QString worldFile; // implies sandbox
    QString profileName;
    QUrl baseUrl; // replaces the address of the environment's profile or presets a new one
    QString projectId;
    QString clusterName;
    std::optional<DeepLink> link; // the one positional argument
};

/// `arguments` without the program's name. InvalidInput with one line for stderr in Error::detail,
/// which never repeats what might be a secret.
Result<StartOptions> parseArguments(const QStringList &arguments);
/// The text of --help: options and environment variables.
QString helpText();

struct EnvironmentLogin {
    Profile profile; // session-only, named "Environment"
    Credentials credentials;
};
/// A login from MONGODB_ATLAS_CLIENT_ID/_CLIENT_SECRET or
/// MONGODB_ATLAS_PUBLIC_API_KEY/_PRIVATE_API_KEY (also _PUBLIC_KEY/_PRIVATE_KEY), with
/// MONGODB_ATLAS_BASE_URL; nothing if none is set. The service account wins if both are. Empty
/// values count as not set. InvalidInput, with a sentence, if half a login or a bad URL is set.
Result<std::optional<EnvironmentLogin>> environmentLogin(const QProcessEnvironment &environment);
/// MONGODB_ATLAS_PROJECT_ID, if it is a project id; else empty.
QString environmentProjectId(const QProcessEnvironment &environment);

struct StartChoice {
    enum class Kind { FirstRun, Sandbox, StoredProfile, Environment, Problem };

    Kind kind = Kind::FirstRun;
    QString profileId {}; // StoredProfile
    std::optional<EnvironmentLogin> environment {}; // Environment
    QString problem {}; // Problem: a sentence for the person
};
/// The sandbox, else the named profile, else the environment's login, else the profile opened last
/// (the first by name if none was), else the first run. What stands further back in this row can't
/// spoil what stands before it.
StartChoice chooseStart(const StartOptions &options, const ProfileStore &profiles,
                        const QProcessEnvironment &environment);
