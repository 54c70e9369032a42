#include "sandbox/worldbig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace {

QJsonObject row(const QString &at, int repeat, const QString &every, QJsonObject rest = {})
{
    rest.insert(QStringLiteral("at"), at);
    if (repeat > 1) {
        rest.insert(QStringLiteral("repeat"), repeat);
        rest.insert(QStringLiteral("every"), every);
    }
    return rest;
}

QJsonArray takes(const char *least, const char *most)
{
    return {QLatin1String(least), QLatin1String(most)};
}

// The newest job of every third cluster is still running, for a while.
QString newestAt(int number)
{
    return number % 3 == 0 ? QStringLiteral("-%1s").arg(20 + number % 40)
                           : QStringLiteral("-%1m").arg(30 + number % 200);
}

QJsonObject newestJob(int number, const QString &target)
{
    return row(newestAt(number), 1, {},
               {{QStringLiteral("takes"), QStringLiteral("%1m").arg(12 + number % 7)},
                {QStringLiteral("target"), target}});
}

QJsonObject flexCluster(const QString &name, const QString &target, int number, int jobs)
{
    const int downloads = jobs / 10;
    QJsonArray rows {newestJob(number, target)};
    rows.append(row(QStringLiteral("-2h"), downloads, QStringLiteral("3d"),
                    {{QStringLiteral("download"), true}}));
    rows.append(row(QStringLiteral("-5h"), jobs - downloads - 1, QStringLiteral("8h"),
                    {{QStringLiteral("target"), target},
                     {QStringLiteral("takes"), takes("59s", "217s")},
                     {QStringLiteral("failEvery"), 11}}));
    return {{QStringLiteral("name"), name},
            {QStringLiteral("tier"), QStringLiteral("FLEX")},
            {QStringLiteral("version"), QStringLiteral("8.0.13")},
            {QStringLiteral("snapshots"),
             QJsonArray {row(QStringLiteral("-4h"), 8, QStringLiteral("1d"))}},
            {QStringLiteral("jobs"), rows}};
}

QJsonArray cloudJobs(const QString &target, int number, int jobs)
{
    const auto kind = [](const char *delivery, const QString &to = {}) {
        QJsonObject json {{QStringLiteral("delivery"), QLatin1String(delivery)}};
        if (!to.isEmpty())
            json.insert(QStringLiteral("target"), to);
        return json;
    };
    QJsonObject automated = kind("automated", target);
    automated.insert(QStringLiteral("failEvery"), 13);
    automated.insert(QStringLiteral("takes"), takes("180s", "420s"));
    const int part = jobs / 5;
    QJsonArray rows {newestJob(number, target)};
    rows.append(row(QStringLiteral("-25m"), part, QStringLiteral("2d"), kind("download")));
    rows.append(
        row(QStringLiteral("-7h"), part, QStringLiteral("3d"), kind("pointInTime", target)));
    rows.append(row(QStringLiteral("-9h"), jobs - 2 * part - 1, QStringLiteral("13h"), automated));
    return rows;
}

QJsonObject dedicatedCluster(const QString &name, const QString &target, int number, int jobs,
                             int shards)
{
    QJsonObject json {
        {QStringLiteral("name"), name},
        {QStringLiteral("tier"), shards > 0 ? QStringLiteral("M30") : QStringLiteral("M10")},
        {QStringLiteral("version"), QStringLiteral("8.0.13")},
        {QStringLiteral("pit"), true},
        {QStringLiteral("snapshots"),
         QJsonArray {row(QStringLiteral("-3h"), 8, QStringLiteral("6h"),
                         {{QStringLiteral("frequency"), QStringLiteral("hourly")},
                          {QStringLiteral("keep"), QStringLiteral("2d")}}),
                     row(QStringLiteral("-15h"), 7, QStringLiteral("1d"))}},
        {QStringLiteral("jobs"), cloudJobs(target, number, jobs)}};
    if (shards > 0)
        json.insert(QStringLiteral("shards"), shards);
    return json;
}

// Half of its jobs are of the old kind.
QJsonObject legacyCluster(const QString &name, const QString &target, int number, int jobs)
{
    QJsonObject json = dedicatedCluster(name, target, number, jobs - jobs / 2, 0);
    json.insert(QStringLiteral("created"), QStringLiteral("2019-06-11T11:47:02Z"));
    json.insert(QStringLiteral("legacySnapshots"),
                QJsonArray {row(QStringLiteral("-13d"), 6, QStringLiteral("30d"),
                                {{QStringLiteral("keep"), QStringLiteral("2y")}})});
    json.insert(QStringLiteral("legacyJobs"),
                QJsonArray {row(newestAt(number), 1, {}),
                            row(QStringLiteral("-6h"), jobs / 2 - 1, QStringLiteral("1d"),
                                {{QStringLiteral("hashed"), true}})});
    return json;
}

} // namespace

QByteArray bigWorldFile(const BigWorldSize &size)
{
    QJsonArray projects;
    int number = 0;
    for (int p = 0; p < size.projects; ++p) {
        QJsonArray clusters;
        for (int c = 0; c < size.clustersPerProject; ++c, ++number) {
            const QString name = QStringLiteral("cluster-%1-%2").arg(p + 1).arg(c + 1);
            // Kinds take turns by tens; each restores to the next cluster of its kind or itself.
            const int kind = c % 10;
            const bool turn = c + 1 < size.clustersPerProject && kind != 4 && kind < 7;
            const QString target =
                turn ? QStringLiteral("cluster-%1-%2").arg(p + 1).arg(c + 2) : name;
            const int jobs = qMax(20, size.jobsPerCluster);
            if (kind < 5)
                clusters.append(flexCluster(name, target, number, jobs));
            else if (kind < 8)
                clusters.append(dedicatedCluster(name, target, number, jobs, 0));
            else if (kind == 8)
                clusters.append(dedicatedCluster(name, target, number, jobs, 2));
            else
                clusters.append(legacyCluster(name, target, number, jobs));
        }
        projects.append(
            QJsonObject {{QStringLiteral("name"), QStringLiteral("Project %1").arg(p + 1)},
                         {QStringLiteral("clusters"), clusters}});
    }
    const QJsonObject organization {{QStringLiteral("name"), QStringLiteral("Large Works")},
                                    {QStringLiteral("projects"), projects}};
    return QJsonDocument(QJsonObject {{QStringLiteral("organizations"), QJsonArray {organization}}})
        .toJson(QJsonDocument::Compact);
}
