#include "sandbox/tokenbuckets.h"

#include <cmath>

TokenBuckets::TokenBuckets()
{
    for (RateSet set : {RateSet::CloudBackups, RateSet::LegacyBackup, RateSet::FlexClusters,
                        RateSet::FlexRestoreJobs, RateSet::FlexSnapshots, RateSet::UserProjects})
        m_sizes.insert(set, {1200, 500, 60});
    m_sizes.insert(RateSet::Clusters, {10'000, 5'000, 60});
    m_sizes.insert(RateSet::UserRare, {300, 100, 60});
    m_sizes.insert(RateSet::RateLimits, {300, 100, 60});
    m_sizes.insert(RateSet::Other, {1200, 500, 60});
}

TokenBuckets::Grant TokenBuckets::take(RateSet set, const QString &scope, double now)
{
    const BucketSize size = m_sizes.value(set);
    const QPair<int, QString> key {int(set), scope};
    auto bucket = m_buckets.find(key);
    if (bucket == m_buckets.end())
        bucket = m_buckets.insert(key, {double(size.capacity), now});
    const double rate = double(size.refill) / size.period;
    bucket->tokens = qMin(double(size.capacity), bucket->tokens + (now - bucket->at) * rate);
    bucket->at = now;
    if (bucket->tokens >= 1.0) {
        bucket->tokens -= 1.0;
        return {true, int(bucket->tokens), 0};
    }
    const double wait = rate > 0 ? (1.0 - bucket->tokens) / rate : double(size.period);
    return {false, 0, qMax(1, int(std::ceil(wait)))};
}

bool TokenBuckets::setByName(const QString &name, RateSet *set)
{
    static const QHash<QString, RateSet> names {
        {QStringLiteral("cloudBackups"), RateSet::CloudBackups},
        {QStringLiteral("legacyBackup"), RateSet::LegacyBackup},
        {QStringLiteral("flexClusters"), RateSet::FlexClusters},
        {QStringLiteral("flexRestoreJobs"), RateSet::FlexRestoreJobs},
        {QStringLiteral("flexSnapshots"), RateSet::FlexSnapshots},
        {QStringLiteral("clusters"), RateSet::Clusters},
        {QStringLiteral("userRare"), RateSet::UserRare},
        {QStringLiteral("userProjects"), RateSet::UserProjects},
        {QStringLiteral("rateLimits"), RateSet::RateLimits},
        {QStringLiteral("other"), RateSet::Other}};
    const auto found = names.find(name);
    if (found == names.end())
        return false;
    *set = *found;
    return true;
}
