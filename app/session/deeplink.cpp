#include "session/deeplink.h"

#include "session/makeerror.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace {

struct DeepLinkWords {
    Q_DECLARE_TR_FUNCTIONS(DeepLink)
};

} // namespace

QString DeepLink::text() const
{
    QString text = QStringLiteral("snapback://project/") + projectId;
    if (cluster.isEmpty())
        return text;
    text += QStringLiteral("/cluster/") + cluster;
    if (!jobId.isEmpty())
        return text + QStringLiteral("/job/") + jobId;
    return snapshotId.isEmpty() ? text : text + QStringLiteral("/snapshot/") + snapshotId;
}

Result<DeepLink> parseDeepLink(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(
        "\\Asnapback://project/([a-f0-9]{24})"
        "(?:/cluster/([a-zA-Z0-9][a-zA-Z0-9-]{0,63})(?:/(job|snapshot)/([a-f0-9]{24}))?)?\\z"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return makeError(
            Error::Kind::InvalidInput,
            DeepLinkWords::tr("This is no link of Snapback. One looks like "
                              "snapback://project/…/cluster/…/job/… with ids of 24 digits."));
    DeepLink link;
    link.projectId = match.captured(1);
    link.cluster = match.captured(2);
    (match.captured(3) == QLatin1String("job") ? link.jobId : link.snapshotId) = match.captured(4);
    return link;
}

QUrl webPage(const QUrl &baseUrl, const QString &projectId, const QString &cluster)
{
    if (baseUrl.scheme() != QLatin1String("https") || baseUrl.host().isEmpty()
        || projectId.isEmpty())
        return {};
    QUrl url;
    url.setScheme(baseUrl.scheme());
    url.setHost(baseUrl.host());
    url.setPort(baseUrl.port());
    url.setPath(QStringLiteral("/v2/") + projectId);
    url.setFragment(cluster.isEmpty() ? QStringLiteral("/clusters")
                                      : QStringLiteral("/clusters/backup/") + cluster);
    return url;
}
