#include "transfer/downloadnetwork.h"

#include "base/network.h"
#include "base/onceonlybody.h"

namespace {

// Bounds the memory of a download, whatever the disk does.
constexpr qint64 kReadBuffer = 4 * 1024 * 1024;

} // namespace

DownloadNetwork::Way *DownloadNetwork::way(const NetSettings &net, TransferProblem *problem)
{
    for (const auto &known : m_ways) {
        if (known->net == net)
            return known.get();
    }
    auto fresh = std::make_unique<Way>();
    fresh->net = net;
    if (!net.caFile.isEmpty()) {
        fresh->tls = trustAlso(net.caFile, &problem->detail);
        if (!fresh->tls) {
            problem->kind = TransferProblem::Kind::Tls;
            return nullptr;
        }
    }
    fresh->manager = makeAccessManager(net);
    m_ways.push_back(std::move(fresh));
    return m_ways.back().get();
}

QNetworkReply *DownloadNetwork::get(const DownloadLink &link, const QUrl &url,
                                    const DownloadHeaders &headers, TransferProblem *problem)
{
    Way *const by = way(link.net, problem);
    if (!by)
        return nullptr;
    QNetworkRequest request = bareRequest(url);
    request.setRawHeader("Accept", "*/*");
    // Qt would ask for compression, undo it, and take a cut stream for a whole one.
    request.setRawHeader("Accept-Encoding", "identity");
    if (headers.from > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(headers.from) + '-');
    if (headers.from > 0 && !headers.ifRange.isEmpty())
        request.setRawHeader("If-Range", headers.ifRange);
    if (!link.headerName.isEmpty() && isSameOrigin(url, link.address()))
        request.setRawHeader(link.headerName, link.headerValue.reveal());
    if (by->tls)
        request.setSslConfiguration(*by->tls);

    // Qt would send even a GET again when the connection drops, and use a link up twice.
    auto *body = new OnceOnlyBody({});
    QNetworkReply *reply = by->manager->sendCustomRequest(request, "GET", body);
    body->setParent(reply);
    reply->setParent(nullptr);
    // Once it has begun: Qt forgets a size that a request with a body was given before.
    QMetaObject::invokeMethod(
        reply, [reply] { reply->setReadBufferSize(kReadBuffer); }, Qt::QueuedConnection);
    return reply;
}
