// What the tests of downloads have in common: quick settings, links to a test server, and a queue
// that is answered like the program answers it.
#pragma once

#include "support/archives.h"
#include "support/fileserver.h"
#include "transfer/transferqueue.h"

#include <QTemporaryDir>

inline DownloadPolicy quickPolicy()
{
    DownloadPolicy policy;
    policy.attempts = 5;
    policy.firstDelay = std::chrono::milliseconds(2);
    policy.maxDelay = std::chrono::milliseconds(10);
    policy.reserve = 0;
    policy.part = {32 * 1024, std::chrono::hours(1)};
    return policy;
}

inline TransferSettings quickSettings(const QString &historyFile)
{
    TransferSettings settings;
    settings.historyFile = historyFile;
    settings.policy = quickPolicy();
    settings.hashFirst = std::chrono::milliseconds(5);
    settings.hashMost = std::chrono::milliseconds(10);
    settings.hashWait = std::chrono::milliseconds(150);
    return settings;
}

inline DownloadLink linkTo(const QUrl &url)
{
    DownloadLink link;
    link.url = Secret(url.toEncoded());
    link.net.proxy = NetSettings::Proxy::None;
    link.net.transferTimeout = std::chrono::milliseconds(2'000);
    return link;
}

inline NewTransfer orderOf(const QString &folder, const DownloadLink &link,
                           const QString &name = "backup.tar.gz")
{
    NewTransfer order;
    order.folder = folder;
    order.label = "orders";
    order.parts = {NewPart {name, link}};
    return order;
}

inline FileReply served(const QByteArray &content)
{
    FileReply reply;
    reply.content = content;
    reply.etag = '"' + hashOf(content, QCryptographicHash::Md5) + '"';
    return reply;
}
