// The part of Download that deals with one answer.
#include "transfer/download.h"

#include "base/network.h"

#include <QNetworkReply>

using Action = HeadMeaning::Action;
using Kind = TransferProblem::Kind;
using Net = QNetworkReply::NetworkError;
using std::chrono::milliseconds;

namespace {

constexpr qint64 kBlock = 1024 * 1024;
constexpr qint64 kReadAtOnce = 256 * 1024;
constexpr int kGatherMs = 20; // small reads cost more than the wait
constexpr qint64 kBlocksATurn = 4;
constexpr int kMostRedirects = 5;
constexpr int kSpaceEveryMs = 1'000;
constexpr qint64 kShortAnswer = 64 * 1024;
constexpr milliseconds kShortAnswerWait {1'000};

bool isProxyError(Net error)
{
    return error >= QNetworkReply::ProxyConnectionRefusedError
        && error <= QNetworkReply::UnknownProxyError;
}

ReplyHead headOf(const QNetworkReply &reply)
{
    ReplyHead head;
    head.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    bool isNumber = false;
    const qint64 length = reply.rawHeader("Content-Length").trimmed().toLongLong(&isNumber);
    head.contentLength = isNumber && length >= 0 ? length : -1;
    head.contentType = reply.rawHeader("Content-Type");
    head.contentRange = reply.rawHeader("Content-Range");
    head.etag = reply.rawHeader("ETag");
    head.lastModified = reply.rawHeader("Last-Modified");
    head.retryAfter = reply.rawHeader("Retry-After");
    head.location = reply.rawHeader("Location");
    return head;
}

} // namespace

void Download::send(const QUrl &url)
{
    dropReply();
    m_headRead = false;
    m_fromStart = false;
    m_finished = false;
    m_impatient = false;
    m_expected = -1;
    m_got = 0;
    DownloadHeaders headers;
    headers.from = m_again ? 0 : m_part.bytes();
    headers.ifRange = ifRangeValue(m_part.state());
    TransferProblem problem;
    m_reply = m_network.get(m_link, url, headers, &problem);
    if (!m_reply) {
        fail(problem);
        return;
    }
    m_stall.start(m_link.net.transferTimeout);
    // Not at once: Qt does not take an abort() from within this signal well.
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
        m_stall.start(m_link.net.transferTimeout);
        m_gather.start(0);
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &Download::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Download::onFinished);
}

/// False if the answer is no data: it was dealt with and the reply is gone, or its few bytes are
/// still awaited, because Qt complains when a short answer is cut off.
bool Download::readHead()
{
    if (m_headRead)
        return true;
    const ReplyHead head = headOf(*m_reply);
    if (head.status < 200)
        return true; // not there yet
    const HeadMeaning meaning =
        judgeHead(head, m_again ? PartState() : m_part.state(), QDateTime::currentDateTimeUtc());
    const bool isData = meaning.action == Action::Append || meaning.action == Action::FromStart;
    if (!isData && !m_finished && !m_impatient && m_reply->bytesAvailable() < kShortAnswer) {
        m_stall.start(kShortAnswerWait);
        return false;
    }
    // It need not repeat what is known.
    const QByteArray etag = head.etag.isEmpty() ? m_part.state().etag : head.etag;
    const QByteArray date =
        head.lastModified.isEmpty() ? m_part.state().lastModified : head.lastModified;
    switch (meaning.action) {
    case Action::Append:
        m_part.describe(meaning.size, etag, date);
        break;
    case Action::FromStart:
        m_fromStart = true;
        break;
    case Action::Complete:
        dropReply();
        m_part.describe(meaning.size, etag, date);
        complete();
        return false;
    case Action::Again:
        dropReply();
        startOver(meaning.problem);
        return false;
    case Action::Redirect:
        follow(head);
        return false;
    case Action::NeedsLink:
        dropReply();
        needLink(meaning.problem);
        return false;
    case Action::Wait:
        dropReply();
        waitAndRetry(meaning.problem, meaning.wait);
        return false;
    case Action::Fail:
        fail(meaning.problem);
        return false;
    }
    m_headRead = true;
    m_expected = head.contentLength;
    m_sinceSpace.start();
    if (m_fromStart)
        return true;
    if (const TransferProblem problem = claimSpace(meaning.size, m_part.bytes())) {
        fail(problem);
        return false;
    }
    report();
    return true;
}

/// Gives up what is there, but only for bytes that begin like an archive and have room. False if
/// the answer is none, which was dealt with, or if more must come first.
bool Download::takeStart()
{
    if (!m_fromStart)
        return true;
    const QByteArray start = m_reply->peek(3);
    if (start.size() < 3) {
        if (m_finished)
            conclude();
        return false;
    }
    TransferProblem problem;
    if (!isGzipStart(start)) {
        problem.kind = Kind::NotData;
        problem.detail = tr("it does not begin like a gzip file");
    } else {
        problem = claimSpace(m_expected, 0);
    }
    if (!problem && m_part.bytes() > 0) {
        m_status.startedOver = true;
        problem = m_part.startOver();
    }
    if (problem) {
        fail(problem);
        return false;
    }
    const ReplyHead head = headOf(*m_reply);
    m_part.describe(m_expected, head.etag, head.lastModified);
    m_fromStart = false;
    m_again = false;
    report();
    return true;
}

void Download::follow(const ReplyHead &head)
{
    const QUrl from = m_reply->url();
    const QUrl to = from.resolved(QUrl::fromEncoded(head.location));
    dropReply();
    TransferProblem problem;
    if (!mayRedirect(from, to))
        problem.kind = Kind::Insecure;
    else if (++m_redirects > kMostRedirects)
        problem.kind = Kind::TooManyRedirects;
    if (problem)
        fail(problem);
    else
        send(to);
}

void Download::onReadyRead()
{
    m_stall.start(m_link.net.transferTimeout);
    if (m_headRead && m_reply->bytesAvailable() >= kReadAtOnce && m_throttle.rate() <= 0)
        read();
    else if (!m_gather.isActive())
        m_gather.start(kGatherMs);
}

void Download::read()
{
    m_gather.stop();
    if (!m_reply || !readHead() || !takeStart())
        return;
    for (qint64 blocks = 0; m_headRead && m_reply->bytesAvailable() > 0; ++blocks) {
        if (blocks == kBlocksATurn) {
            m_gather.start(0);
            return;
        }
        if (!takeBlock())
            return;
    }
    if (m_finished)
        conclude();
}

/// False if nothing more may be read now.
bool Download::takeBlock()
{
    const qint64 available = m_reply->bytesAvailable();
    const qint64 wanted = m_throttle.take(qMin(available, kBlock));
    if (wanted <= 0) {
        m_gather.start(Throttle::kWaitMs);
        return false;
    }
    m_block.resize(kBlock);
    const qint64 got = m_reply->read(m_block.data(), wanted);
    m_stall.start(m_link.net.transferTimeout);
    if (got <= 0)
        return false;
    TransferProblem problem;
    const qint64 size = m_part.state().size;
    if (size >= 0 && got > size - m_part.bytes()) {
        problem.kind = Kind::WrongLength;
        dropReply();
        startOver(problem);
        return false;
    }
    problem = m_part.write(m_block.constData(), got);
    m_space.written(this, got);
    if (!problem && m_sinceSpace.elapsed() >= kSpaceEveryMs) {
        m_sinceSpace.start();
        problem = claimSpace(size, m_part.bytes());
    }
    if (problem) {
        fail(problem);
        return false;
    }
    m_got += got;
    if (m_part.bytes() > m_furthest) { // a server that always starts over gets nowhere
        m_furthest = m_part.bytes();
        m_attempts = 0;
    }
    report();
    return true;
}

void Download::onStall()
{
    const bool hasStatus =
        m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() >= 200;
    if (hasStatus && !m_headRead && !m_impatient) {
        m_impatient = true;
        read();
        return;
    }
    TransferProblem problem;
    problem.kind = Kind::Unreachable;
    problem.detail = tr("Nothing was heard from the server for a while.");
    dropReply();
    waitAndRetry(problem, milliseconds(0));
}

void Download::onFinished()
{
    m_finished = true;
    m_stall.stop();
    read();
}

void Download::conclude()
{
    TransferProblem problem = networkProblem();
    const qint64 got = m_got + m_reply->bytesAvailable(); // too few to be a file's start
    const qint64 size = m_fromStart ? -1 : m_part.state().size;
    const bool whole = m_reply->error() == QNetworkReply::NoError
        && (m_expected < 0 || got == m_expected) && (size < 0 || size == m_part.bytes());
    const bool hasHead = m_headRead;
    dropReply();
    if (!whole || !hasHead) {
        if (problem.kind == Kind::None)
            problem.kind = Kind::Unreachable;
        if (problem.kind == Kind::Tls || problem.kind == Kind::Proxy)
            fail(problem);
        else
            waitAndRetry(problem, milliseconds(0));
        return;
    }
    if (m_fromStart) {
        problem.kind = Kind::NotData;
        problem.detail = got == 0 ? tr("it is empty") : tr("it does not begin like a gzip file");
        fail(problem);
        return;
    }
    m_part.describe(m_part.bytes(), m_part.state().etag, m_part.state().lastModified);
    complete();
}

void Download::dropReply()
{
    m_gather.stop();
    m_stall.stop();
    if (!m_reply)
        return;
    QNetworkReply *const reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this); // abort() emits finished() at once
    reply->abort();
    reply->deleteLater();
}

TransferProblem Download::networkProblem() const
{
    TransferProblem problem;
    const Net error = m_reply->error();
    if (error == QNetworkReply::NoError)
        return problem;
    const bool isVague = error == QNetworkReply::HostNotFoundError
        || error == QNetworkReply::ConnectionRefusedError
        || error == QNetworkReply::UnknownNetworkError;
    if (error == QNetworkReply::SslHandshakeFailedError)
        problem.kind = Kind::Tls;
    else if (isProxyError(error) || (isVague && usesProxy(m_link.net, m_reply->url())))
        problem.kind = Kind::Proxy;
    else
        problem.kind = Kind::Unreachable;
    if (error == QNetworkReply::ContentReSendError || error == QNetworkReply::RemoteHostClosedError)
        problem.detail = tr("The connection was lost.");
    else if (!m_reply->errorString().contains(QLatin1String("://"))) // Qt quotes whole addresses
        problem.detail = m_reply->errorString();
    return problem;
}
