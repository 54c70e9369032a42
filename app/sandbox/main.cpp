// snapback-sandbox: the pretend Atlas as a program of its own. The first line of its output is the
// login as JSON.
#include "sandbox/sandbox.h"
#include "sandbox/worldbig.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace {

constexpr char kUsage[] =
    "Usage: snapback-sandbox [--port N] [--world FILE | --big] [--tls CERT KEY] [--speed X]\n"
    "A pretend MongoDB Atlas on 127.0.0.1. Its first line of output is the address and a login, as "
    "JSON.\n"
    "\n"
    "  --port N        listen on port N (default: a free one)\n"
    "  --world FILE    what there is to see (default: the built-in world)\n"
    "  --big           a large world: 40 projects, 400 clusters, 100,000 restore jobs\n"
    "  --tls CERT KEY  speak https with this certificate and key (PEM files)\n"
    "  --speed X       let the clock of restore jobs run X times as fast\n"
    "  --help          show this and end\n"
    "  --version       show the version and end\n"
    "\n"
    "It answers what Snapback asks of Atlas: organizations, projects and clusters (deleted ones "
    "with\n"
    "backups too), backups, schedules and restore jobs of every kind of cluster, restores and "
    "downloads\n"
    "started here, the files behind their links, collections, events, access lists and rate "
    "limits. Jobs\n"
    "take their time; nothing is kept when it ends.\n";

int g_signalPipe[2] = {-1, -1};

// Only write() is safe in a signal handler; the event loop does the rest.
void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(g_signalPipe[1], &byte, 1);
}

struct Arguments {
    SandboxOptions options;
    bool help = false;
    bool version = false;
};

// By hand, because --tls takes two values. Returns what is wrong, or nothing.
QString readArguments(const QStringList &arguments, Arguments *read)
{
    bool big = false;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString name = arguments.at(i).section(QLatin1Char('='), 0, 0);
        const bool joined = arguments.at(i).contains(QLatin1Char('='));
        const qsizetype wanted = name == QLatin1String("--tls") ? 2 : 1;
        QStringList values;
        const auto takeValues = [&] {
            if (joined)
                values.append(arguments.at(i).section(QLatin1Char('='), 1));
            while (values.size() < wanted && i + 1 < arguments.size()
                   && !arguments.at(i + 1).startsWith(QLatin1String("--")))
                values.append(arguments.at(++i));
            return values.size() == wanted && !values.contains(QString());
        };
        bool ok = true;
        if (arguments.at(i) == QLatin1String("--help") || arguments.at(i) == QLatin1String("-h")) {
            read->help = true;
        } else if (arguments.at(i) == QLatin1String("--version")) {
            read->version = true;
        } else if (arguments.at(i) == QLatin1String("--big")) {
            big = true;
        } else if (name == QLatin1String("--port")) {
            ok = takeValues();
            read->options.port = ok ? values.first().toUShort(&ok) : quint16(0);
            if (!ok)
                return QStringLiteral("--port needs a number from 0 to 65535");
        } else if (name == QLatin1String("--world")) {
            if (!takeValues())
                return QStringLiteral("--world needs a file");
            read->options.worldFile = values.first();
        } else if (name == QLatin1String("--tls")) {
            if (!takeValues())
                return QStringLiteral("--tls needs two files: certificate and key");
            read->options.tlsCertFile = values.first();
            read->options.tlsKeyFile = values.last();
        } else if (name == QLatin1String("--speed")) {
            ok = takeValues();
            read->options.speed = ok ? values.first().toDouble(&ok) : 1.0;
            if (!ok || !(read->options.speed > 0 && read->options.speed <= 100'000))
                return QStringLiteral("--speed needs a number above 0 and at most 100000");
        } else {
            return QStringLiteral("unknown argument %1").arg(arguments.at(i));
        }
    }
    if (big && !read->options.worldFile.isEmpty())
        return QStringLiteral("--big and --world can't be used together");
    if (big && !read->help && !read->version)
        read->options.worldJson = bigWorldFile();
    return {};
}

int fail(int status, const QString &why)
{
    std::fprintf(stderr, "snapback-sandbox: %s\n", qUtf8Printable(why));
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    Arguments arguments;
    const QString wrong = readArguments(app.arguments(), &arguments);
    if (!wrong.isEmpty())
        return fail(2, wrong + QStringLiteral(" (see --help)"));
    if (arguments.help || arguments.version) {
        std::fputs(arguments.help ? kUsage : "snapback-sandbox " SNAPBACK_VERSION "\n", stdout);
        return 0;
    }
    if (::pipe(g_signalPipe) != 0)
        return fail(1, QStringLiteral("can't make a pipe"));
    QSocketNotifier stop(g_signalPipe[0], QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    std::signal(SIGPIPE, SIG_IGN);

    const auto sandbox = Sandbox::start(arguments.options);
    if (!sandbox) {
        const Error &error = sandbox.error();
        return fail(error.kind == Error::Kind::Unreachable ? 1 : 2, error.detail);
    }
    const SandboxLogin login = (*sandbox)->login();
    const QJsonObject line {
        {QStringLiteral("baseUrl"), login.baseUrl.toString()},
        {QStringLiteral("clientId"), login.clientId},
        {QStringLiteral("clientSecret"), QString::fromLatin1(login.clientSecret.reveal())},
        {QStringLiteral("publicKey"), login.publicKey},
        {QStringLiteral("privateKey"), QString::fromLatin1(login.privateKey.reveal())}};
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    return app.exec();
}
