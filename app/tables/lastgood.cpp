#include "tables/lastgood.h"

namespace {

bool isGood(const Snapshot &s, const QDateTime &time, const QDateTime &now)
{
    return s.state == SnapshotState::Completed && s.taken.isValid() && s.taken <= time
        && !(s.expires.isValid() && s.expires <= now);
}

// No expiry told: kept as long as anything.
bool isKeptLonger(const Snapshot &a, const Snapshot &b)
{
    if (!b.expires.isValid())
        return false;
    return !a.expires.isValid() || a.expires > b.expires;
}

bool isBetter(const Snapshot &a, const Snapshot &b)
{
    if (isFallback(a) != isFallback(b))
        return isFallback(b);
    return a.taken != b.taken ? a.taken > b.taken : isKeptLonger(a, b);
}

} // namespace

bool isFallback(const Snapshot &snapshot)
{
    return snapshot.type.compare(QLatin1String("fallback"), Qt::CaseInsensitive) == 0;
}

const Snapshot *lastGoodBefore(const QList<Snapshot> &snapshots, const QDateTime &time,
                               const QDateTime &now)
{
    const Snapshot *best = nullptr;
    for (const Snapshot &s : snapshots) {
        if (isGood(s, time, now) && (!best || isBetter(s, *best)))
            best = &s;
    }
    return best;
}

const Snapshot *lastGoodBefore(const QList<Snapshot> &snapshots, const QDateTime &time)
{
    return lastGoodBefore(snapshots, time, QDateTime::currentDateTimeUtc());
}
