// Addresses of what the program shows, `snapback://project/<id>/cluster/<name>/job/<id>` and the
// like, for tickets and chats. A link only shows something; it never starts anything.
#pragma once

#include "base/result.h"

#include <QString>
#include <QUrl>

struct DeepLink {
    QString projectId;
    QString cluster; // empty: the project
    QString jobId; // at most one of the two
    QString snapshotId;

    QString text() const;

    bool operator==(const DeepLink &) const = default;
};

/// InvalidInput, with a sentence that repeats nothing of the text, unless it is exactly such an
/// address.
Result<DeepLink> parseDeepLink(const QString &text);

/// The page of a cluster's backups on the service's web site; of the project without a cluster.
/// Invalid where the service at `baseUrl` has none that we know (anything but https).
QUrl webPage(const QUrl &baseUrl, const QString &projectId, const QString &cluster);
