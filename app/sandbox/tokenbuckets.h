// Rate limits as Atlas has them: a token bucket for each endpoint set and scope.
#pragma once

#include <QHash>
#include <QString>

/// The endpoint sets of the published table.
enum class RateSet {
    CloudBackups,
    LegacyBackup,
    FlexClusters,
    FlexRestoreJobs,
    FlexSnapshots,
    Clusters,
    UserRare, // GET /clusters, GET /orgs
    UserProjects, // GET /groups
    RateLimits, // GET /rateLimits
    Other, // nothing published: generous
};

struct BucketSize {
    int capacity = 0;
    int refill = 0; // tokens per period
    int period = 60; // seconds

    bool operator==(const BucketSize &) const = default;
};

class TokenBuckets
{
public:
    TokenBuckets();

    void setSize(RateSet set, const BucketSize &size) { m_sizes.insert(set, size); }
    BucketSize size(RateSet set) const { return m_sizes.value(set); }

    struct Grant {
        bool granted = false;
        int remaining = 0;
        int waitSeconds = 0; // until a token is there, at least 1; only if not granted
    };
    /// Takes one token. `now` in seconds, with a fraction, of any clock that rises.
    Grant take(RateSet set, const QString &scope, double now);

    /// The set's name in the world file ("flexRestoreJobs"); false for an unknown one.
    static bool setByName(const QString &name, RateSet *set);

private:
    struct Bucket {
        double tokens = 0;
        double at = 0;
    };
    QHash<RateSet, BucketSize> m_sizes;
    QHash<QPair<int, QString>, Bucket> m_buckets;
};
