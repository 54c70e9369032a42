// When and after how long a read is asked again. Changes never come here.
#pragma once

#include <chrono>

struct RetryPolicy {
    int attempts = 4; // in all, the first one included
    std::chrono::milliseconds firstDelay {1'000}; // doubled each time, with jitter of +-25 %
    std::chrono::milliseconds maxDelay {40'000};
    std::chrono::milliseconds rateLimitDelay {
        10'000}; // after a 429 without Retry-After: 10, 20, 40 s

    /// True for what is worth asking again: 429, 502, 503, 504, and 0 for a lost connection.
    static bool isTransient(int httpStatus);
    /// The wait before attempt number `attempt` (2 is the first repeat). At least `retryAfter`.
    /// `random` in [0,1).
    std::chrono::milliseconds delayBefore(int attempt, int httpStatus,
                                          std::chrono::seconds retryAfter, double random) const;
};
