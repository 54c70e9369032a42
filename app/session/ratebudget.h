// How often we may still ask about a project. Atlas counts requests in token buckets that a project
// shares with all its other clients: reading ahead leaves them half, looking again leaves a tenth.
// What the replies tell counts; between them the budget is reckoned on. One bucket per project: the
// sources of a project share it.
#pragma once

#include "http/request.h"

#include <QHash>
#include <QString>
#include <chrono>
#include <functional>

class RateBudget
{
public:
    enum class Use {
        Look, // to see what became of something
        ReadAhead, // what nobody waits for
    };

    /// `elapsed` is time since any moment, never going back; null: a steady clock.
    explicit RateBudget(std::function<std::chrono::milliseconds()> elapsed = {});

    /// A request about the project leaves.
    void spend(const QString &projectId);
    /// What a reply says (`RateLimit-Limit`, `RateLimit-Remaining`); absent values say nothing.
    void note(const QString &projectId, const ReplyInfo &info);
    /// 429: nothing before this time is over.
    void refuse(const QString &projectId, std::chrono::seconds retryAfter);
    /// The live limits, where they could be read (Atlas operationId listRateLimits).
    void setLimit(const QString &projectId, int capacity, int refillAmount,
                  std::chrono::seconds refillTime);
    /// How long to wait before one request of this use may leave; zero: none.
    std::chrono::milliseconds wait(const QString &projectId, Use use) const;
    /// True where the live limits are worth a question: less than half is left, or nothing was
    /// told. Once true, not again.
    bool wantsLimit(const QString &projectId);

private:
    // The published numbers (2026-04) for what is not told.
    struct Bucket {
        double capacity = 1200;
        double perSecond = 500.0 / 60;
        double left = 1200;
        std::chrono::milliseconds at {0}; // of `left`
        std::chrono::milliseconds notBefore {0};
        bool told = false;
        bool asked = false;
    };

    double leftNow(const Bucket &bucket) const;
    Bucket &touch(const QString &projectId);

    std::function<std::chrono::milliseconds()> m_elapsed;
    QHash<QString, Bucket> m_buckets;
};
