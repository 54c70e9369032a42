#include "transfer/transfer.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Transfer)
};

constexpr std::array kStateWords {"queued", "checking",  "downloading", "waiting", "needs-link",
                                  "paused", "verifying", "done",        "failed"};
constexpr std::array kVerdictWords {"", "matches-published", "mismatch", "recorded", "damaged"};

/// The first of these that a part has is the transfer's state.
constexpr std::array kMostTelling {
    TransferState::Downloading, TransferState::Checking, TransferState::NeedsLink,
    TransferState::Waiting,     TransferState::Failed,   TransferState::Verifying,
    TransferState::Paused,      TransferState::Queued,   TransferState::Done};

constexpr std::array kWorstFirst {Verdict::Mismatch, Verdict::Damaged, Verdict::Recorded,
                                  Verdict::MatchesPublished};

bool movesByItself(TransferState state)
{
    return state == TransferState::Queued || state == TransferState::Checking
        || state == TransferState::Downloading || state == TransferState::Waiting
        || state == TransferState::Verifying;
}

} // namespace

TransferState Transfer::state() const
{
    for (const TransferState state : kMostTelling) {
        const bool found = std::any_of(parts.cbegin(), parts.cend(),
                                       [state](const auto &part) { return part.state == state; });
        if (found)
            return state;
    }
    return TransferState::Queued;
}

Verdict Transfer::verdict() const
{
    const auto has = [this](Verdict verdict) {
        return std::any_of(parts.cbegin(), parts.cend(),
                           [verdict](const auto &part) { return part.verdict == verdict; });
    };
    if (has(Verdict::Mismatch))
        return Verdict::Mismatch;
    if (has(Verdict::Damaged))
        return Verdict::Damaged;
    if (has(Verdict::None))
        return Verdict::None;
    const auto worst = std::find_if(kWorstFirst.cbegin(), kWorstFirst.cend(), has);
    return worst == kWorstFirst.cend() ? Verdict::None : *worst;
}

qint64 Transfer::received() const
{
    qint64 sum = 0;
    for (const TransferPart &part : parts)
        sum += part.received;
    return sum;
}

qint64 Transfer::size() const
{
    qint64 sum = 0;
    for (const TransferPart &part : parts) {
        if (part.size < 0)
            return -1;
        sum += part.size;
    }
    return sum;
}

std::optional<std::chrono::seconds> Transfer::timeLeft() const
{
    const qint64 left = size() - received();
    if (size() < 0 || left < 0 || bytesPerSecond < 1)
        return std::nullopt;
    return std::chrono::seconds(static_cast<qint64>(static_cast<double>(left) / bytesPerSecond));
}

bool Transfer::isActive() const
{
    return std::any_of(parts.cbegin(), parts.cend(),
                       [](const TransferPart &part) { return movesByItself(part.state); });
}

bool Transfer::canResume() const
{
    return std::any_of(parts.cbegin(), parts.cend(), [](const TransferPart &part) {
        return part.state == TransferState::Paused || part.state == TransferState::Failed
            || part.state == TransferState::NeedsLink;
    });
}

QString stateText(TransferState state)
{
    switch (state) {
    case TransferState::Queued:
        return Words::tr("Queued");
    case TransferState::Checking:
        return Words::tr("Checking what is there");
    case TransferState::Downloading:
        return Words::tr("Downloading");
    case TransferState::Waiting:
        return Words::tr("Waiting to try again");
    case TransferState::NeedsLink:
        return Words::tr("Needs a new link");
    case TransferState::Paused:
        return Words::tr("Paused");
    case TransferState::Verifying:
        return Words::tr("Verifying");
    case TransferState::Done:
        return Words::tr("Done");
    case TransferState::Failed:
        return Words::tr("Failed");
    }
    return {};
}

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::None:
        break;
    case Verdict::MatchesPublished:
        return Words::tr("Matches Atlas's SHA-1");
    case Verdict::Mismatch:
        return Words::tr("Does not match");
    case Verdict::Recorded:
        return Words::tr("No hash published by Atlas \u2013 SHA-256 recorded");
    case Verdict::Damaged:
        return Words::tr("Archive damaged");
    }
    return {};
}

QString toWord(TransferState state)
{
    return QLatin1String(kStateWords[static_cast<size_t>(state)]);
}

QString toWord(Verdict verdict)
{
    return QLatin1String(kVerdictWords[static_cast<size_t>(verdict)]);
}

TransferState transferState(const QString &word)
{
    for (size_t i = 0; i < kStateWords.size(); ++i) {
        if (word == QLatin1String(kStateWords[i]))
            return TransferState(i);
    }
    return TransferState::Paused;
}

Verdict verdictOf(const QString &word)
{
    for (size_t i = 0; i < kVerdictWords.size(); ++i) {
        if (word == QLatin1String(kVerdictWords[i]))
            return Verdict(i);
    }
    return Verdict::None;
}
