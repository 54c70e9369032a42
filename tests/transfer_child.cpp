// A program that downloads one file as Snapback would, to be killed at any moment: the next start
// takes up what the last one left. Its order comes by standard input as JSON (an address must not
// stand in a command line); it says how the transfer ended as one line of JSON.
#include "support/downloads.h"

#include <QFile>
#include <QJsonObject>
#include <QJsonDocument>
#include <QCoreApplication>
#include <QTextStream>
#include <csignal>
#include <sys/resource.h>

namespace {

void limitFiles(qint64 bytes)
{
    if (bytes <= 0)
        return;
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit {rlim_t(bytes), RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
}

void say(const TransferPart &part)
{
    const QJsonObject object {{"state", toWord(part.state)},
                              {"verdict", toWord(part.verdict)},
                              {"problem", toWord(part.problem.kind)},
                              {"path", part.path}};
    QTextStream(stdout) << QJsonDocument(object).toJson(QJsonDocument::Compact) << Qt::endl;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return 1;
    const QJsonObject order = QJsonDocument::fromJson(input.readAll()).object();
    DownloadLink link = linkTo(QUrl::fromEncoded(order["url"].toString().toLatin1()));
    link.headerName = order["header"].toString().toLatin1();
    link.headerValue = Secret(order["headerValue"].toString().toLatin1());
    const QString name = order["name"].toString();
    const QString sha1 = order["sha1"].toString();
    limitFiles(order["largestFile"].toInteger());

    TransferQueue queue(quickSettings(order["history"].toString()), nullptr);
    int asked = 0;
    QObject::connect(&queue, &TransferQueue::linkWanted, &app, [&](const QString &id, int part) {
        if (++asked == 1) // it did not keep the address
            queue.setLink(id, part, link);
        else
            QCoreApplication::exit();
    });
    QObject::connect(&queue, &TransferQueue::hashesWanted, &app, [&](const QString &id) {
        queue.setPublishedHashes(id, {{name, sha1}});
    });
    QObject::connect(&queue, &TransferQueue::changed, &app, [&](const QString &id) {
        const TransferState state = queue.find(id)->state();
        if (state == TransferState::Done || state == TransferState::Failed)
            QCoreApplication::exit();
    });
    if (queue.transfers().isEmpty()) {
        NewTransfer fresh = orderOf(order["folder"].toString(), link, name);
        fresh.hashExpected = !sha1.isEmpty();
        queue.add(fresh);
        ++asked;
    } else if (queue.transfers().first().state() == TransferState::Done) {
        say(queue.transfers().first().parts.first());
        return 0;
    } else {
        queue.resumeAll();
    }
    QCoreApplication::exec();
    say(queue.transfers().first().parts.first());
    return 0;
}
