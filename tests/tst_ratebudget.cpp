// How long a reader has to wait for its turn.
#include "session/ratebudget.h"

#include <QTest>

using namespace std::chrono_literals;
using Use = RateBudget::Use;

namespace {

struct Budget {
    std::chrono::milliseconds now {0};
    RateBudget budget {[this] { return now; }};

    void tell(int limit, int remaining)
    {
        ReplyInfo info;
        info.rateLimit = limit;
        info.rateRemaining = remaining;
        budget.note("p", info);
    }
};

} // namespace

class TestRateBudget : public QObject
{
    Q_OBJECT

private slots:
    void nothingKnownNothingToWaitFor()
    {
        Budget b;
        QCOMPARE(b.budget.wait("p", Use::ReadAhead), 0ms);
        b.tell(-1, -1);
        QCOMPARE(b.budget.wait("p", Use::ReadAhead), 0ms);
    }

    void readingAheadLeavesHalf()
    {
        Budget b;
        b.tell(1200, 601);
        QCOMPARE(b.budget.wait("p", Use::ReadAhead), 0ms);
        b.budget.spend("p");
        QVERIFY(b.budget.wait("p", Use::ReadAhead) > 0ms);
        QCOMPARE(b.budget.wait("p", Use::Look), 0ms);
        QCOMPARE(b.budget.wait("another", Use::ReadAhead), 0ms);
    }

    void lookingLeavesATenth()
    {
        Budget b;
        b.tell(1200, 100);
        const auto wait = b.budget.wait("p", Use::Look);
        QVERIFY(wait > 0ms);
        b.now += wait;
        QCOMPARE(b.budget.wait("p", Use::Look), 0ms);
        QVERIFY(b.budget.wait("p", Use::ReadAhead) > 0ms);
    }

    void whatTheServiceSaysCounts()
    {
        Budget b;
        b.tell(1200, 600);
        b.budget.setLimit("p", 100, 10, 1s);
        QCOMPARE(b.budget.wait("p", Use::ReadAhead), 0ms); // as full as it can be
        for (int i = 0; i < 60; ++i)
            b.budget.spend("p");
        QCOMPARE(b.budget.wait("p", Use::ReadAhead), 1100ms); // 11 missing, 10 a second
        QCOMPARE(b.budget.wait("p", Use::Look), 0ms);
        b.tell(100, 3); // a colleague
        QVERIFY(b.budget.wait("p", Use::Look) > 0ms);
    }

    void aRefusalIsWaitedFor()
    {
        Budget b;
        b.budget.refuse("p", 90s);
        QVERIFY(b.budget.wait("p", Use::Look) >= 90s);
        b.now += 90s;
        QCOMPARE(b.budget.wait("p", Use::Look), 0ms);
        b.budget.refuse("p", 0s);
        QVERIFY(b.budget.wait("p", Use::Look) >= 10s);
    }

    void theLimitsAreAskedForOnceAndOnlyWhenItMatters()
    {
        Budget b;
        b.tell(1200, 1100);
        QVERIFY(!b.budget.wantsLimit("p"));
        b.tell(1200, 500);
        QVERIFY(b.budget.wantsLimit("p"));
        QVERIFY(!b.budget.wantsLimit("p"));
        QVERIFY(b.budget.wantsLimit("silent"));
    }
};

QTEST_APPLESS_MAIN(TestRateBudget)
#include "tst_ratebudget.moc"
