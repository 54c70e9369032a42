// One running program for each user and settings file. The first start listens on a socket in the
// runtime directory; a later one hands it what it was asked to show and ends. A link and a token to
// come to the front with are all that is ever handed over.
#pragma once

#include "session/startchoice.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

class QDeadlineTimer;
class QLocalSocket;

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    /// How a start goes with one that runs already.
    enum class Kind {
        Shared, // hands over to it
        Own, // asks for something of its own, but others may hand over to this one
        Apart, // neither: the sandbox, a login of the environment
    };
    static Kind kindOf(const StartOptions &options, const QProcessEnvironment &environment);

    explicit SingleInstance(const QString &settingsFile, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// True: from now on requested() tells what later starts hand over. False: another program
    /// listens. Nothing in the way is taken away unless its owner is gone.
    bool listen();
    /// True: the program that runs has taken it, and this one can end. False: this one goes on, and
    /// it listens if it could. One that is about to end is waited for, five seconds at most.
    bool handOver(const std::optional<DeepLink> &link, const QByteArray &activationToken);
    /// Before the end: takes nothing more. A start waits from now on until this object is gone.
    void close();

signals:
    /// Come to the front. The token (empty: none) is the desktop's permission to do so.
    void requested(const std::optional<DeepLink> &link, const QByteArray &activationToken);

private:
    void take();
    void read(QLocalSocket *socket);
    bool ask(const QByteArray &request, const QDeadlineTimer &limit) const;

    QString m_path;
    QLockFile m_lock; // of whoever listens
    QLocalServer m_server;
};
