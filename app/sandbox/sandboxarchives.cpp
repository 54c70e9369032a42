// SandboxService's downloads: who gets a file, and what that does to its link.
#include "sandbox/archivebody.h"
#include "sandbox/sandboxservice.h"

namespace {

using Kind = ArchiveLink::Kind;
using State = ArchiveLink::State;

ServerReply page(int status, const QByteArray &text)
{
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"}},
            "<!DOCTYPE html>\n<html><head><title>" + reasonPhrase(status)
                + "</title></head><body><h1>" + QByteArray::number(status) + "</h1><p>" + text
                + "</p></body></html>\n",
            {}};
}

ServerReply storeError(const QByteArray &code, const QByteArray &text)
{
    return {403,
            {{"Content-Type", "application/xml"}},
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                + text + "</Message></Error>\n",
            {}};
}

// A choice, all of it: what Atlas answers to links that are over is nowhere said. Expired ones are
// answered as object stores do, the others as web servers do.
ServerReply refusal(const ArchiveLink &link)
{
    switch (link.state) {
    case State::Open:
    case State::Unknown:
        break;
    case State::Expired:
        return storeError("AccessDenied", "Request has expired");
    case State::UsedUp:
        return page(410, "This file has been downloaded.");
    case State::NoLogin:
        return page(401, "This file needs a header that the restore job names.");
    case State::WrongLogin:
        return link.kind == Kind::Tenant
            ? storeError("SignatureDoesNotMatch", "The signature does not fit.")
            : page(403, "The header that the restore job names has another value.");
    }
    return page(404, "There is no such file.");
}

} // namespace

ArchiveStore::Form SandboxService::formOf(const ArchiveLink &link) const
{
    const World::Cluster &cluster = m_world.clusters()[link.cluster];
    return {link.key(), link.folder, m_world.archiveBytes(cluster, link.key())};
}

ServerReply SandboxService::archive(const ServerRequest &request, const Fault &fault,
                                    const ArchiveLink &link)
{
    if (request.verb != "GET" && request.verb != "HEAD") {
        ServerReply reply = page(405, "Only GET and HEAD are allowed here.");
        reply.headers.emplaceBack("Allow", "GET, HEAD");
        return reply;
    }
    if (link.state != State::Open)
        return refusal(link);
    if (fault.linkExpired) {
        ArchiveLink expired = link;
        expired.state = State::Expired;
        return refusal(expired);
    }
    if (fault.changedEtag)
        renew(link);
    const ArchiveStore::Form form = formOf(link);
    const auto file = m_archives.open(form);
    ByteRange range;
    ServerReply reply =
        archiveHead(request, *file, QDateTime::fromSecsSinceEpoch(link.made, Qt::UTC),
                    fault.ignoreRange, &range);
    if (reply.status == 416)
        return reply;
    ArchiveBody::Watcher watcher;
    watcher.done = [this, link](bool last, bool failed) {
        const std::lock_guard lock(m_mutex);
        noteTransfer(link, last, failed, true);
    };
    if (link.kind == Kind::Legacy)
        watcher.sent = [this, form, file](qint64 end) {
            const std::lock_guard lock(m_mutex);
            if (m_archives.open(form) == file) // not made anew since
                m_archives.hash(form, end);
        };
    // Whoever looks first has used the link: no client can rely on a look being free.
    if (request.verb == "HEAD")
        noteTransfer(link, true, false, false);
    reply.stream = std::make_shared<ArchiveBody>(file, range, watcher, fault.flipByte);
    return reply;
}

void SandboxService::renew(const ArchiveLink &link)
{
    m_archives.renew(link.key());
    World::LegacyJob *job =
        link.kind == Kind::Legacy ? m_world.legacyJob(link.cluster, link.jobId) : nullptr;
    if (job) {
        job->hashed = false;
        job->sha1.clear();
    }
}

// `fetched`: bytes were sent, not just the header.
void SandboxService::noteTransfer(const ArchiveLink &link, bool last, bool failed, bool fetched)
{
    const World::Moment now = worldNow();
    if (link.kind == Kind::Cloud) {
        World::CloudJob *job = m_world.cloudJob(link.cluster, link.jobId);
        if (job && last)
            job->uses[link.part].usedUp = now;
        else if (job && failed)
            job->uses[link.part].failed = now;
    } else if (link.kind == Kind::Legacy && last) {
        if (World::LegacyJob *job = m_world.legacyJob(link.cluster, link.jobId)) {
            ++job->downloads;
            job->hashed = job->hashed || fetched;
        }
    }
}

std::optional<ArchiveFacts> SandboxService::archiveFacts(const QUrl &url)
{
    ServerRequest request;
    request.target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    const QString signature = url.query().section(QStringLiteral("X-Signature="), 1, 1);
    request.query = {{QStringLiteral("X-Signature"), signature}};
    std::shared_ptr<const Archive> file;
    {
        const std::lock_guard lock(m_mutex);
        const auto link = findArchiveLink(m_world, request, worldNow());
        if (!link || link->jobId.isEmpty())
            return std::nullopt;
        file = m_archives.open(formOf(*link));
    }
    constexpr qint64 kStep = 1024 * 1024;
    QCryptographicHash sha1(QCryptographicHash::Sha1);
    QCryptographicHash sha256(QCryptographicHash::Sha256);
    for (qint64 at = 0; at < file->size(); at += kStep) {
        const QByteArray bytes = file->read(at, kStep);
        sha1.addData(bytes);
        sha256.addData(bytes);
    }
    return ArchiveFacts {file->size(), sha1.result().toHex(), sha256.result().toHex()};
}
