#include "session/ratebudget.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace {

constexpr double kKeepForLook = 0.1;
constexpr double kKeepForReadAhead = 0.5;
constexpr auto kLeastRefusal = 10s; // where a 429 names no time

std::chrono::milliseconds steadyTime()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace

RateBudget::RateBudget(std::function<std::chrono::milliseconds()> elapsed)
    : m_elapsed(elapsed ? std::move(elapsed) : &steadyTime)
{
}

double RateBudget::leftNow(const Bucket &bucket) const
{
    const double seconds = double((m_elapsed() - bucket.at).count()) / 1000;
    return std::min(bucket.capacity, bucket.left + seconds * bucket.perSecond);
}

RateBudget::Bucket &RateBudget::touch(const QString &projectId)
{
    Bucket &bucket = m_buckets[projectId];
    bucket.left = leftNow(bucket);
    bucket.at = m_elapsed();
    return bucket;
}

void RateBudget::spend(const QString &projectId)
{
    Bucket &bucket = touch(projectId);
    bucket.left = std::max(0.0, bucket.left - 1);
}

void RateBudget::note(const QString &projectId, const ReplyInfo &info)
{
    if (info.rateLimit <= 0 && info.rateRemaining < 0)
        return;
    Bucket &bucket = touch(projectId);
    bucket.told = true;
    if (info.rateLimit > 0)
        bucket.capacity = info.rateLimit;
    // The endpoint sets of a project have buckets of their own: the emptiest one counts until it
    // would have been filled up.
    if (info.rateRemaining >= 0)
        bucket.left = std::min(bucket.left, double(info.rateRemaining));
    bucket.left = std::min(bucket.left, bucket.capacity);
}

void RateBudget::refuse(const QString &projectId, std::chrono::seconds retryAfter)
{
    Bucket &bucket = touch(projectId);
    bucket.left = 0;
    bucket.notBefore = bucket.at + std::max<std::chrono::seconds>(retryAfter, kLeastRefusal);
}

void RateBudget::setLimit(const QString &projectId, int capacity, int refillAmount,
                          std::chrono::seconds refillTime)
{
    if (capacity <= 0 || refillAmount <= 0 || refillTime.count() <= 0)
        return;
    Bucket &bucket = touch(projectId);
    bucket.told = true;
    bucket.capacity = capacity;
    bucket.perSecond = double(refillAmount) / double(refillTime.count());
    bucket.left = std::min(bucket.left, bucket.capacity);
}

std::chrono::milliseconds RateBudget::wait(const QString &projectId, Use use) const
{
    const auto it = m_buckets.constFind(projectId);
    if (it == m_buckets.cend())
        return 0ms;
    const auto refused = std::max(0ms, it->notBefore - m_elapsed());
    const double keep = it->capacity * (use == Use::Look ? kKeepForLook : kKeepForReadAhead);
    const double missing = keep + 1 - leftNow(*it);
    if (missing <= 0)
        return refused;
    const auto filled =
        std::chrono::milliseconds(qint64(std::ceil(missing / it->perSecond * 1000)));
    return std::max(refused, filled);
}

bool RateBudget::wantsLimit(const QString &projectId)
{
    Bucket &bucket = touch(projectId);
    if (bucket.asked || (bucket.told && bucket.left > bucket.capacity / 2))
        return false;
    bucket.asked = true;
    return true;
}
