// How this program talks HTTP to one service: base URL, proxy and certificates. It makes requests;
// it sends nothing.
#pragma once

#include "base/netsettings.h"
#include "base/result.h"
#include "http/request.h"

#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QUrl>

#include <optional>

class Transport
{
public:
    Transport(const QUrl &baseUrl, const NetSettings &net);

    /// Why nothing may be sent: InvalidInput, InsecureUrl, or Tls for a certificate file that can't
    /// be used. The file is read once, on the first call.
    const std::optional<Error> &problem() const;

    const QUrl &baseUrl() const { return m_baseUrl; }
    const NetSettings &net() const { return m_net; }
    /// The complete URL. A plus sign in the query stays one (it would be read as a blank).
    QUrl url(const RequestData &data) const;
    /// Path and query exactly as they are sent, for the `uri` of a digest.
    static QByteArray target(const QUrl &url);
    QNetworkRequest request(const QUrl &url) const;
    /// True when a proxy stands between this computer and the service.
    bool usesProxy() const;

private:
    std::optional<Error> findProblem() const;
    std::optional<Error> loadCertificates() const;

    QUrl m_baseUrl;
    NetSettings m_net;
    mutable std::optional<QSslConfiguration> m_tls;
    mutable std::optional<std::optional<Error>> m_problem;
};
