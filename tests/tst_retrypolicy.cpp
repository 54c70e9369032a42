#include "http/replyinfo.h"
#include "http/retrypolicy.h"

#include <QTest>

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private slots:
    void transient_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("again");
        QTest::newRow("lost connection") << 0 << true;
        QTest::newRow("rate limit") << 429 << true;
        QTest::newRow("bad gateway") << 502 << true;
        QTest::newRow("unavailable") << 503 << true;
        QTest::newRow("gateway time-out") << 504 << true;
        QTest::newRow("server error") << 500 << false;
        QTest::newRow("not found") << 404 << false;
        QTest::newRow("refused") << 401 << false;
        QTest::newRow("gone") << 410 << false;
        QTest::newRow("fine") << 200 << false;
    }
    void transient()
    {
        QFETCH(int, status);
        QTEST(RetryPolicy::isTransient(status), "again");
    }

    void delay_data()
    {
        QTest::addColumn<int>("attempt");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("retryAfter");
        QTest::addColumn<double>("random");
        QTest::addColumn<int>("ms");
        QTest::newRow("first repeat") << 2 << 503 << 0 << 0.5 << 1000;
        QTest::newRow("shortest") << 2 << 503 << 0 << 0.0 << 750;
        QTest::newRow("doubles") << 3 << 0 << 0 << 0.5 << 2000;
        QTest::newRow("doubles again") << 4 << 0 << 0 << 0.5 << 4000;
        QTest::newRow("is capped") << 40 << 502 << 0 << 0.5 << 40000;
        QTest::newRow("rate limit, no hint") << 2 << 429 << 0 << 0.5 << 10000;
        QTest::newRow("rate limit, third") << 4 << 429 << 0 << 0.5 << 40000;
        QTest::newRow("rate limit with a hint") << 2 << 429 << 3 << 0.5 << 3000;
        QTest::newRow("hint longer than the cap") << 2 << 503 << 90 << 0.5 << 90000;
        QTest::newRow("hint shorter than ours") << 4 << 503 << 1 << 0.5 << 4000;
    }
    void delay()
    {
        QFETCH(int, attempt);
        QFETCH(int, status);
        QFETCH(int, retryAfter);
        QFETCH(double, random);
        const milliseconds delay =
            RetryPolicy().delayBefore(attempt, status, seconds(retryAfter), random);
        QTEST(static_cast<int>(delay.count()), "ms");
    }

    void jitterStaysWithinAQuarter()
    {
        const RetryPolicy policy;
        for (double random = 0; random < 1; random += 0.01) {
            const milliseconds delay = policy.delayBefore(2, 503, 0s, random);
            QVERIFY(delay >= 750ms && delay <= 1250ms);
        }
    }

    void retryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("wait");
        QTest::newRow("seconds") << QByteArray("17") << 17;
        QTest::newRow("a date") << QByteArray("Mon, 03 Nov 2025 06:09:00 GMT") << 60;
        QTest::newRow("a date that is over") << QByteArray("Mon, 03 Nov 2025 06:00:00 GMT") << 0;
        QTest::newRow("negative") << QByteArray("-5") << 0;
        QTest::newRow("absent") << QByteArray() << 0;
        QTest::newRow("a word") << QByteArray("later") << 0;
    }
    void retryAfter()
    {
        QFETCH(QByteArray, value);
        const QDateTime now({2025, 11, 3}, {6, 8}, Qt::UTC);
        QTEST(static_cast<int>(parseRetryAfter(value, now).count()), "wait");
    }

    void deprecation_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QDateTime>("time");
        const QDateTime now({2025, 11, 3}, {6, 8}, Qt::UTC);
        QTest::newRow("a date") << QByteArray("Sat, 1 Nov 2025 00:00:00 GMT")
                                << QDateTime({2025, 11, 1}, {0, 0}, Qt::UTC);
        QTest::newRow("a Unix time")
            << QByteArray("@1761955200") << QDateTime({2025, 11, 1}, {0, 0}, Qt::UTC);
        QTest::newRow("true") << QByteArray("true") << now;
        QTest::newRow("nonsense") << QByteArray("maybe") << QDateTime();
    }
    void deprecation()
    {
        QFETCH(QByteArray, value);
        QTEST(parseDeprecation(value, QDateTime({2025, 11, 3}, {6, 8}, Qt::UTC)), "time");
    }
};

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
