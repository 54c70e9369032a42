// Runs lines of shell.
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>

struct ShellResult {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

inline ShellResult inShell(const QString &script, const QProcessEnvironment &environment)
{
    QProcess bash;
    bash.setProcessEnvironment(environment);
    bash.start("bash", {"-c", script});
    if (!bash.waitForFinished(60'000))
        return {};
    return {bash.exitCode(), bash.readAllStandardOutput(), bash.readAllStandardError()};
}

inline bool has(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}
