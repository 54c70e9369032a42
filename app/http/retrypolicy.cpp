#include "http/retrypolicy.h"

#include <algorithm>

using std::chrono::milliseconds;
using std::chrono::seconds;

bool RetryPolicy::isTransient(int httpStatus)
{
    return httpStatus == 0 || httpStatus == 429 || (httpStatus >= 502 && httpStatus <= 504);
}

milliseconds RetryPolicy::delayBefore(int attempt, int httpStatus, seconds retryAfter,
                                      double random) const
{
    const bool unexplained = httpStatus == 429 && retryAfter <= seconds::zero();
    milliseconds delay = unexplained ? rateLimitDelay : firstDelay;
    for (int i = 2; i < attempt && delay < maxDelay; ++i)
        delay *= 2;
    delay = std::min(delay, maxDelay);
    const double jittered = static_cast<double>(delay.count()) * (0.75 + 0.5 * random);
    return std::max(milliseconds(static_cast<milliseconds::rep>(jittered)),
                    milliseconds(retryAfter));
}
