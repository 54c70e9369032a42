// The measured side of bench_download.sh. `get FOLDER` reads an address (and a PEM file) from
// standard input, downloads it as Snapback does and prints SHA-1, SHA-256 and the highest memory;
// `walk FILE` checks an archive.
#include "transfer/archivewalk.h"
#include "transfer/download.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTextStream>
#include <QThread>

namespace {

/// In KiB, of this process.
QByteArray memory(const char *what)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(what))
            return line.mid(line.indexOf(':') + 1).simplified();
    }
    return {};
}

int get(const QString &folder)
{
    QTextStream in(stdin);
    DownloadLink link;
    link.url = Secret(in.readLine().toLatin1());
    link.net.caFile = in.readLine();
    link.net.proxy = NetSettings::Proxy::None;
    DownloadNetwork network;
    Throttle throttle;
    SpaceLedger space;
    const QByteArray idle = memory("VmRSS");
    Download download(QDir(folder).filePath(QStringLiteral("bench.tar.gz")),
                      QStringLiteral("bench"), network, throttle, space, DownloadPolicy());
    QObject::connect(&download, &Download::changed, qApp, [&] {
        const DownloadStatus &status = download.status();
        if (status.complete || status.state == TransferState::Failed
            || status.state == TransferState::NeedsLink)
            QCoreApplication::exit();
    });
    download.setLink(link);
    QMetaObject::invokeMethod(
        qApp, [&] { download.start(); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    QString name;
    TransferProblem problem = download.status().problem;
    if (!problem)
        problem =
            download.part().commit(QDir(folder).filePath(QStringLiteral("bench.tar.gz")), &name);
    download.part().forgetState();
    QTextStream out(stdout);
    if (problem)
        out << describe(problem) << Qt::endl;
    else
        out << download.status().sha1 << ' ' << download.status().sha256 << " idle " << idle
            << " peak " << memory("VmHWM") << Qt::endl;
    return problem ? 1 : 0;
}

int walk(const QString &fileName)
{
    WalkOrder order;
    order.fileName = fileName;
    order.digests = Digester::Sha256;
    const WalkReport report = walkArchive(order, std::atomic_bool(false), {});
    QTextStream(stdout) << report.listing.count << " entries " << report.listing.damage << Qt::endl;
    return report.listing.damage.isEmpty() && !report.problem ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("get"))
        return get(arguments.value(2));
    return walk(arguments.value(2));
}
