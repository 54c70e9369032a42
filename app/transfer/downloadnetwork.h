// The transfer thread's way to the network: one access manager for each set of network settings,
// and GETs that are sent once and come undecoded.
#pragma once

#include "transfer/downloadlink.h"
#include "transfer/transferproblem.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <memory>
#include <optional>
#include <vector>

struct DownloadHeaders {
    qint64 from = 0; // Range; 0: the whole file
    QByteArray ifRange; // empty: none
};

class DownloadNetwork
{
public:
    /// Sends one GET; the reply holds back what is not read. Null, and the problem, if the settings
    /// can't be used; then nothing was sent. The reply belongs to the caller.
    QNetworkReply *get(const DownloadLink &link, const QUrl &url, const DownloadHeaders &headers,
                       TransferProblem *problem);

private:
    struct Way {
        NetSettings net;
        std::unique_ptr<QNetworkAccessManager> manager;
        std::optional<QSslConfiguration> tls;
    };
    Way *way(const NetSettings &net, TransferProblem *problem);

    std::vector<std::unique_ptr<Way>> m_ways;
};
