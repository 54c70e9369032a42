// One made-up transfer for every state, verdict and problem, for looking at the window: some of
// them last a moment only, or need a broken disk.
#pragma once

#include "transfers/transfercolumns.h"

#include <vector>

struct TransferScene {
    QString name; // of the picture
    TransferRow row;
};

inline TransferPart scenePart(const QString &file, TransferState state)
{
    constexpr qint64 kSize = 48'318'382'080;
    TransferPart part;
    part.name = file;
    part.path = "/home/dba/Downloads/backups/" + file;
    part.state = state;
    part.size = kSize;
    part.received = kSize / 100 * 37;
    const bool all = state == TransferState::Verifying || state == TransferState::Done;
    if (state == TransferState::Queued) {
        part.size = -1;
        part.received = 0;
    } else if (all) {
        part.received = kSize;
        part.sha1 = "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33";
        part.sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    }
    if (state == TransferState::Verifying)
        part.verified = kSize / 100 * 62;
    return part;
}

inline void giveVerdict(TransferPart *part, Verdict verdict)
{
    part->verdict = verdict;
    part->archive.entries = {{"restore/mongod.log", 81'920},
                             {"restore/WiredTiger", 48},
                             {"restore/WiredTiger.wt", 188'416},
                             {"restore/collection-0-3141592653589793238.wt", 9'663'676'416}};
    part->archive.count = 212;
    part->archive.totalSize = 118'111'600'640;
    QString path = part->path;
    if (verdict == Verdict::Damaged) {
        part->archive.damage = "The archive ends too early: it was cut off.";
        part->path = path.replace(".tar.gz", " (damaged).tar.gz");
    } else if (verdict == Verdict::Mismatch) {
        part->publishedHash = "62cdb7020ff920e5aa642c3d4066950dd1f01f4d";
        part->path = path.replace(".tar.gz", " (does not match).tar.gz");
    } else if (verdict == Verdict::MatchesPublished) {
        part->publishedHash = part->sha1;
    } else {
        part->checksumFile = path + ".sha256";
    }
}

inline Transfer sceneTransfer(const QList<TransferPart> &parts)
{
    Transfer transfer;
    transfer.label = "orders-production, 21 Nov 2026 03:00";
    transfer.jobId = "65f0a1b2c3d4e5f60718293a";
    transfer.snapshotId = "65f0a1b2c3d4e5f607182939";
    transfer.cluster = "warp";
    transfer.kindId = "cloud";
    transfer.parts = parts;
    return transfer;
}

inline std::vector<TransferScene> transferScenes()
{
    using State = TransferState;
    using Need = TransferNeed::Kind;
    using Problem = TransferProblem::Kind;
    const QString file = "restore-65f0a1b2c3d4e5f607182939.tar.gz";
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::vector<TransferScene> scenes;
    const auto add = [&](const QString &name, const QList<TransferPart> &parts,
                         const TransferNeed &need = {}) -> Transfer & {
        Transfer transfer = sceneTransfer(parts);
        transfer.id = name;
        transfer.created = now.addSecs(-60 * qint64(scenes.size()) - 600);
        if (transfer.state() == State::Done)
            transfer.finished = now.addSecs(-30);
        scenes.push_back({name, {transfer, need}});
        return scenes.back().row.transfer;
    };
    const auto in = [&file](State state) { return scenePart(file, state); };
    const auto with = [&in](State state, Problem kind, int status = 0, const QString &detail = {}) {
        TransferPart part = in(state);
        part.problem = {kind, detail, status};
        return part;
    };
    const auto judged = [&in](Verdict verdict) {
        TransferPart part = in(State::Done);
        giveVerdict(&part, verdict);
        return part;
    };

    add("queued", {in(State::Queued)});
    add("checking", {in(State::Checking)});
    add("downloading", {in(State::Downloading)}).bytesPerSecond = 86'000'000;
    TransferPart part = in(State::Downloading);
    part.size = -1;
    add("downloading-length-unknown", {part}).bytesPerSecond = 900'000;
    part = in(State::Downloading);
    part.startedOver = true;
    add("downloading-from-the-start", {part}).bytesPerSecond = 86'000'000;
    part = with(State::Waiting, Problem::ServerTrouble, 503);
    part.retryAt = now.addSecs(42);
    add("waiting-for-the-server", {part});
    part = with(State::Waiting, Problem::Unreachable);
    part.retryAt = now.addSecs(8);
    add("waiting-for-the-network", {part});
    add("asking-for-a-link", {in(State::NeedsLink)}, {Need::Asking, "Asking Atlas for the link…"});
    add("preparing", {with(State::NeedsLink, Problem::LinkRefused, 403)},
        {Need::Preparing,
         "Atlas still makes the files of the job; the transfer goes on when they are ready."});
    add("needs-new-job", {with(State::NeedsLink, Problem::LinkRefused, 403)},
        {Need::NewJob,
         "The link expired or was used up. What arrived is kept; a new download job for the same "
         "snapshot gives a new link."});
    add("atlas-not-reached", {in(State::NeedsLink)},
        {Need::Trouble,
         "Atlas could not be asked for the link: The login was refused. Resume asks again."});
    add("paused", {in(State::Paused)});
    add("paused-link-refused", {with(State::Paused, Problem::LinkRefused, 403)});
    add("verifying", {in(State::Verifying)});
    part = in(State::Verifying);
    part.archive.count = 212;
    Transfer &hash = add("waiting-for-the-hash", {part});
    hash.hashExpected = true;
    add("done-matches", {judged(Verdict::MatchesPublished)}).hashExpected = true;
    add("done-does-not-match", {judged(Verdict::Mismatch)}).hashExpected = true;
    add("done-recorded", {judged(Verdict::Recorded)});
    add("done-damaged", {judged(Verdict::Damaged)});
    part = judged(Verdict::Recorded);
    part.startedOver = true;
    add("done-from-the-start", {part});
    part = judged(Verdict::Recorded);
    part.checksumFile.clear();
    part.problem = {Problem::CannotWrite, part.path + ".sha256: Read-only file system", 0};
    add("done-no-checksum-file", {part});

    const QList<std::pair<Problem, QString>> failures {
        {Problem::DiskFull, "30440580710 bytes are needed, 1073741824 are free"},
        {Problem::FileTooLarge, "/home/dba/Downloads/backups/" + file + ": File too large"},
        {Problem::CannotWrite, "/home/dba/Downloads/backups: Permission denied"},
        {Problem::FolderMissing, "/home/dba/Downloads/backups: No such file or directory"},
        {Problem::FileVanished, {}},
        {Problem::FileChanged, {}},
        {Problem::NameTaken, {}},
        {Problem::InUse, {}},
        {Problem::DiskFailed, "/home/dba/Downloads/backups: Input/output error"},
        {Problem::Insecure, {}},
        {Problem::Unreachable, "Connection refused"},
        {Problem::Tls, "The certificate is self-signed, and untrusted"},
        {Problem::Proxy, "Proxy connection refused"},
        {Problem::ServerTrouble, {}},
        {Problem::NotData, "text/html"},
        {Problem::WrongLength, {}},
        {Problem::SourceChanged, {}},
        {Problem::TooManyRedirects, {}}};
    for (const auto &[kind, detail] : failures)
        add("failed-" + toWord(kind), {with(State::Failed, kind, 0, detail)});

    const auto shard = [](int number, State state) {
        const QString name = number < 3 ? QString("shard-%1").arg(number) : QString("config-0");
        return scenePart("restore-65f0a1b2c3d4e5f607182939-" + name + ".tar.gz", state);
    };
    QList<TransferPart> parts {shard(0, State::Done), shard(1, State::Downloading),
                               shard(2, State::Failed), shard(3, State::Queued)};
    giveVerdict(&parts[0], Verdict::Recorded);
    parts[2].problem.kind = Problem::FileVanished;
    add("shards-under-way", parts).bytesPerSecond = 86'000'000;
    parts = {shard(0, State::Done), shard(1, State::Done), shard(2, State::Done),
             shard(3, State::Done)};
    for (TransferPart &each : parts)
        giveVerdict(&each, Verdict::Recorded);
    add("shards-done", parts);
    giveVerdict(&parts[1], Verdict::Damaged);
    add("shards-one-damaged", parts);
    parts[1] = shard(1, State::NeedsLink);
    add("shards-one-without-link", parts,
        {Need::NewJob,
         "The link expired or was used up. What arrived is kept; a new download job for the same "
         "snapshot gives a new link."});
    return scenes;
}
