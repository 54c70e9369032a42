#include "application.h"
#include "mainwindow.h"
#include "singleinstance.h"
#include "style/theme.h"
#include "wakewatch.h"

#include <QApplication>
#include <QSettings>
#include <QSocketNotifier>
#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void print(FILE *file, const QString &text)
{
    std::fputs(text.toUtf8().constData(), file);
}

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY")
        || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

int signalPipe[2] = {-1, -1};

void onTerminate(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[0], &byte, 1);
}

/// SIGTERM, SIGINT and SIGHUP close the window as a person would.
void closeOnSignals(MainWindow &window, Application &application)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &window);
    QObject::connect(notifier, &QSocketNotifier::activated, &window,
                     [notifier, &window, &application] {
                         notifier->setEnabled(false);
                         window.close();
                         application.quit();
                     });
    struct sigaction action = {};
    action.sa_handler = onTerminate;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        ::sigaction(signal, &action, nullptr);
}

} // namespace

int main(int argc, char *argv[])
{
    // Help and version need no display, so they come before Qt looks for one.
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const Result<StartOptions> options = parseArguments(arguments);
    if (!options) {
        print(stderr, QStringLiteral("snapback: %1\n").arg(options.error().detail));
        return 2;
    }
    if (options->help || options->version) {
        print(stdout,
              options->help ? helpText()
                            : QStringLiteral("Snapback %1\n").arg(QLatin1String(SNAPBACK_VERSION)));
        return 0;
    }
    if (!hasDisplay()) {
        print(stderr,
              QStringLiteral("snapback: there is no display (DISPLAY and WAYLAND_DISPLAY "
                             "are not set); try: xvfb-run -a snapback\n"));
        return 1;
    }

    QCoreApplication::setOrganizationName(QStringLiteral("Snapback"));
    QCoreApplication::setApplicationName(QStringLiteral("Snapback"));
    QCoreApplication::setApplicationVersion(QLatin1String(SNAPBACK_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("snapback"));
    const QByteArray activationToken = qgetenv("XDG_ACTIVATION_TOKEN"); // before Qt uses it up
    QApplication qt(argc, argv);
    // Closing the window is not the end yet: the token is ended first, transfers may go on.
    QApplication::setQuitOnLastWindowClosed(false);

    // Before the application, which must be gone when the next start is let in.
    std::unique_ptr<SingleInstance> instance;
    const auto kind = SingleInstance::kindOf(*options, QProcessEnvironment::systemEnvironment());
    if (kind != SingleInstance::Kind::Apart)
        instance = std::make_unique<SingleInstance>(QSettings().fileName());
    if (kind == SingleInstance::Kind::Shared && instance->handOver(options->link, activationToken))
        return 0;
    const bool listens = instance && instance->listen();

    Application application(*options);
    MainWindow window(application);
    QObject::connect(&window, &MainWindow::firstPainted, &application, [&] {
        application.start();
        auto *wakeWatch = new WakeWatch(QDBusConnection::systemBus(), &application);
        QObject::connect(wakeWatch, &WakeWatch::woke, &application, &Application::refresh);
    });
    if (instance) {
        QObject::connect(instance.get(), &SingleInstance::requested, &window,
                         &MainWindow::takeRequest);
        QObject::connect(&application, &Application::quitting, instance.get(),
                         &SingleInstance::close);
    }
    window.setStartedAgainComesBack(listens && kind == SingleInstance::Kind::Shared);
    QObject::connect(&application, &Application::finished, &qt, [] { QCoreApplication::exit(0); });
    closeOnSignals(window, application);
    window.show();
    return QApplication::exec();
}
