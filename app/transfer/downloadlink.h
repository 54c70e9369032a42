// What opens a download: an address that is a secret in itself, and for the legacy kind a header.
// Lives in memory only. The rules of where it may be sent stand here.
#pragma once

#include "base/netsettings.h"
#include "base/secret.h"

#include <QDateTime>
#include <QUrl>

struct DownloadLink {
    Secret url;
    QByteArray headerName; // empty: none
    Secret headerValue;
    QDateTime expires; // UTC; invalid: not known
    NetSettings net;

    bool isEmpty() const { return url.isEmpty(); }
    QUrl address() const { return QUrl::fromEncoded(url.reveal()); }
    bool isOver(const QDateTime &now) const { return expires.isValid() && expires <= now; }
    bool operator==(const DownloadLink &) const = default;
};

/// https, or http to this computer itself.
bool isSafeAddress(const QUrl &url);
/// Whether a download may be passed on to there: never from afar to this computer.
bool mayRedirect(const QUrl &from, const QUrl &to);
/// Scheme, host and port are the same: the link's header may go there.
bool isSameOrigin(const QUrl &a, const QUrl &b);
