#include "session/startchoice.h"

#include "atlas/endpoints.h"
#include "session/makeerror.h"
#include "session/profilestore.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace {

struct StartWords {
    Q_DECLARE_TR_FUNCTIONS(StartChoice)
};

const QString kClientId = QStringLiteral("MONGODB_ATLAS_CLIENT_ID");
const QString kClientSecret = QStringLiteral("MONGODB_ATLAS_CLIENT_SECRET");
const QString kPublicApiKey = QStringLiteral("MONGODB_ATLAS_PUBLIC_API_KEY");
const QString kPrivateApiKey = QStringLiteral("MONGODB_ATLAS_PRIVATE_API_KEY");
const QString kPublicKey = QStringLiteral("MONGODB_ATLAS_PUBLIC_KEY");
const QString kPrivateKey = QStringLiteral("MONGODB_ATLAS_PRIVATE_KEY");
const QString kBaseUrl = QStringLiteral("MONGODB_ATLAS_BASE_URL");
const QString kProjectId = QStringLiteral("MONGODB_ATLAS_PROJECT_ID");

Error refused(const QString &line)
{
    return makeError(Error::Kind::InvalidInput, line);
}

/// "--name" of "--name=value", if it is harmless to repeat; else empty.
QString optionName(const QString &argument)
{
    static const QRegularExpression name(QStringLiteral("\\A--?[a-zA-Z][a-zA-Z-]{0,23}\\z"));
    const QString left = argument.section(u'=', 0, 0);
    // "-pSECRET" is a short option with its value in many programs.
    const bool isLong = left.startsWith(u"--") || left.size() == 2;
    return isLong && name.match(left).hasMatch() ? left : QString();
}

bool looksLikeSecret(const QString &argument)
{
    static const QRegularExpression word(
        QStringLiteral("\\A-+.*(secret|passw|passphrase|private|token|credential|api-?_?key)"
                       "|\\A-+(key|pwd)|\\A-p\\z"),
        QRegularExpression::CaseInsensitiveOption);
    return word.match(argument.section(u'=', 0, 0)).hasMatch();
}

/// The options that take a value, and where it goes.
struct ValueOption {
    const char *name;
    QString StartOptions::*value;
};
constexpr ValueOption kValueOptions[] = {{"--world", &StartOptions::worldFile},
                                         {"--profile", &StartOptions::profileName},
                                         {"--project", &StartOptions::projectId},
                                         {"--cluster", &StartOptions::clusterName}};
struct Flag {
    const char *name;
    bool StartOptions::*value;
};
constexpr Flag kFlags[] = {{"--sandbox", &StartOptions::sandbox},
                           {"--version", &StartOptions::version},
                           {"-v", &StartOptions::version},
                           {"--help", &StartOptions::help},
                           {"-h", &StartOptions::help}};

template <typename T, size_t N> const T *find(const T (&options)[N], const QString &name)
{
    for (const T &option : options) {
        if (name == QLatin1String(option.name))
            return &option;
    }
    return nullptr;
}

Error unknown(const QString &argument)
{
    if (looksLikeSecret(argument))
        return refused(StartWords::tr("Secrets are never taken as arguments: other programs can "
                                      "read them there. --help names the environment variables."));
    if (!argument.startsWith(u'-') || argument == u"-" || argument == u"--")
        return refused(StartWords::tr("Only options are understood, see --help."));
    const QString name = optionName(argument);
    return refused(name.isEmpty() ? StartWords::tr("Unknown option, see --help.")
                                  : StartWords::tr("Unknown option %1, see --help.").arg(name));
}

struct HalfLogin {
    QString name;
    QString secret;
};

QString firstOf(const QProcessEnvironment &environment, const QString &variable,
                const QString &other = {})
{
    const QString value = environment.value(variable).trimmed();
    return value.isEmpty() && !other.isEmpty() ? environment.value(other).trimmed() : value;
}

Error halfSet(const QString &set, const QString &missing)
{
    return refused(StartWords::tr("%1 is set in the environment, but %2 is not. Set both or "
                                  "neither.")
                       .arg(set, missing));
}

} // namespace

Result<StartOptions> parseArguments(const QStringList &arguments)
{
    StartOptions options;
    QString baseUrl;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString name = arguments[i].section(u'=', 0, 0);
        const bool hasValue = arguments[i].contains(u'=');
        if (const Flag *flag = find(kFlags, name)) {
            if (hasValue)
                return refused(StartWords::tr("%1 takes no value.").arg(name));
            options.*(flag->value) = true;
            continue;
        }
        if (arguments[i].startsWith(u"snapback:")) {
            const Result<DeepLink> link = parseDeepLink(arguments[i]);
            if (!link)
                return link.error();
            if (options.link)
                return refused(StartWords::tr("Only one link can be opened at a time."));
            options.link = *link;
            continue;
        }
        const ValueOption *option = find(kValueOptions, name);
        if (!option && name != u"--base-url")
            return unknown(arguments[i]);
        const QString value = hasValue ? arguments[i].mid(name.size() + 1) : arguments.value(++i);
        if (value.isEmpty() || (!hasValue && value.startsWith(u'-')))
            return refused(StartWords::tr("%1 needs a value.").arg(name));
        (option ? options.*(option->value) : baseUrl) = value;
    }

    options.sandbox = options.sandbox || !options.worldFile.isEmpty();
    if (!options.projectId.isEmpty() && !isObjectId(options.projectId))
        return refused(StartWords::tr("--project needs a project's id: 24 digits 0-9 and a-f."));
    if (!options.clusterName.isEmpty() && !isClusterName(options.clusterName))
        return refused(StartWords::tr("--cluster needs a cluster's name: letters, digits and "
                                      "hyphens, not beginning with a hyphen."));
    if (!baseUrl.isEmpty()) {
        options.baseUrl = QUrl(baseUrl, QUrl::StrictMode);
        if (Result<void> checked = checkBaseUrl(options.baseUrl); !checked)
            return refused(QLatin1String("--base-url: ") + checked.error().detail);
    }
    return options;
}

QString helpText()
{
    return StartWords::tr(
        "Snapback: browse the backups of MongoDB Atlas clusters and restore them.\n"
        "\n"
        "Usage: snapback [options] [LINK]\n"
        "\n"
        "  --sandbox         open a pretend Atlas on this computer; your settings and keychain\n"
        "                    are left alone\n"
        "  --world FILE      the same, with what FILE describes\n"
        "  --profile NAME    open this profile\n"
        "  --base-url URL    the address for the environment's login, or for a new profile\n"
        "  --project ID      show this project\n"
        "  --cluster NAME    show this cluster\n"
        "  LINK              show what a copied link (snapback://project/…) names\n"
        "  -v, --version     print the version\n"
        "  -h, --help        print this text\n"
        "\n"
        "Where Snapback runs already, a start with nothing, or with nothing but a LINK, brings\n"
        "its window to the front, the link in it, and ends. --profile, --project, --cluster\n"
        "and --base-url open a window of their own; so do the sandbox and the environment's\n"
        "login.\n"
        "\n"
        "Secrets are never taken as arguments. A login can come from the environment and is then\n"
        "kept for this session only, as the profile \"Environment\":\n"
        "\n"
        "  MONGODB_ATLAS_CLIENT_ID, MONGODB_ATLAS_CLIENT_SECRET            a service account\n"
        "  MONGODB_ATLAS_PUBLIC_API_KEY, MONGODB_ATLAS_PRIVATE_API_KEY     an API key\n"
        "  MONGODB_ATLAS_PUBLIC_KEY, MONGODB_ATLAS_PRIVATE_KEY             the same\n"
        "  MONGODB_ATLAS_BASE_URL      its address; https://cloud.mongodb.com if not set\n"
        "  MONGODB_ATLAS_PROJECT_ID    the project shown if there is no --project\n"
        "\n"
        "A service account goes before an API key. What is opened: the sandbox if it is asked\n"
        "for, else the profile of --profile, else the environment's login, else the profile that\n"
        "was open last.\n");
}

Result<std::optional<EnvironmentLogin>> environmentLogin(const QProcessEnvironment &environment)
{
    const HalfLogin account {firstOf(environment, kClientId), firstOf(environment, kClientSecret)};
    const HalfLogin key {firstOf(environment, kPublicApiKey, kPublicKey),
                         firstOf(environment, kPrivateApiKey, kPrivateKey)};
    if (account.name.isEmpty() != account.secret.isEmpty())
        return account.secret.isEmpty() ? halfSet(kClientId, kClientSecret)
                                        : halfSet(kClientSecret, kClientId);
    if (key.name.isEmpty() != key.secret.isEmpty()) {
        // Named as the person wrote it.
        const bool isLong = !environment.value(kPublicApiKey).trimmed().isEmpty()
            || !environment.value(kPrivateApiKey).trimmed().isEmpty();
        const QString &name = isLong ? kPublicApiKey : kPublicKey;
        const QString &secret = isLong ? kPrivateApiKey : kPrivateKey;
        return key.secret.isEmpty() ? halfSet(name, secret) : halfSet(secret, name);
    }
    const bool isAccount = !account.name.isEmpty();
    const HalfLogin &login = isAccount ? account : key;
    if (login.name.isEmpty())
        return std::optional<EnvironmentLogin>();

    EnvironmentLogin result;
    result.profile.id = QStringLiteral("environment");
    result.profile.name = StartWords::tr("Environment");
    result.profile.baseUrl = atlasUrl();
    result.profile.loginKind = isAccount ? LoginKind::ServiceAccount : LoginKind::ApiKey;
    result.profile.loginName = login.name;
    result.profile.sessionOnly = true;
    if (const QString url = firstOf(environment, kBaseUrl); !url.isEmpty()) {
        result.profile.baseUrl = QUrl(url, QUrl::StrictMode);
        if (Result<void> checked = checkBaseUrl(result.profile.baseUrl); !checked)
            return refused(kBaseUrl + QLatin1String(": ") + checked.error().detail);
    }
    result.credentials = makeCredentials(result.profile, Secret(login.secret.toUtf8()));
    return std::optional(result);
}

QString environmentProjectId(const QProcessEnvironment &environment)
{
    const QString id = firstOf(environment, kProjectId);
    return isObjectId(id) ? id : QString();
}

StartChoice chooseStart(const StartOptions &options, const ProfileStore &store,
                        const QProcessEnvironment &environment)
{
    using Kind = StartChoice::Kind;
    if (options.sandbox)
        return {.kind = Kind::Sandbox};

    const QList<Profile> profiles = store.profiles();
    if (!options.profileName.isEmpty()) {
        if (const std::optional<Profile> profile = store.byName(options.profileName))
            return {.kind = Kind::StoredProfile, .profileId = profile->id};
        QStringList names;
        for (const Profile &profile : profiles)
            names << profile.name;
        const QString problem = names.isEmpty()
            ? StartWords::tr("There is no profile named \u201c%1\u201d, nor any other yet.")
                  .arg(options.profileName)
            : StartWords::tr("There is no profile named \u201c%1\u201d. There are: %2.")
                  .arg(options.profileName, names.join(QLatin1String(", ")));
        return {.kind = Kind::Problem, .problem = problem};
    }

    QProcessEnvironment effective = environment;
    if (!options.baseUrl.isEmpty())
        effective.insert(kBaseUrl, options.baseUrl.toString());
    Result<std::optional<EnvironmentLogin>> login = environmentLogin(effective);
    if (!login)
        return {.kind = Kind::Problem, .problem = login.error().detail};
    if (*login)
        return {.kind = Kind::Environment, .environment = *std::move(login)};

    if (profiles.isEmpty())
        return {.kind = Kind::FirstRun};
    if (store.byId(store.lastId()))
        return {.kind = Kind::StoredProfile, .profileId = store.lastId()};
    return {.kind = Kind::StoredProfile, .profileId = profiles.first().id};
}
