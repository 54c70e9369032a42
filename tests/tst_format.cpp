#include "base/format.h"
#include "base/secret.h"

#include <QTest>

using namespace std::chrono_literals;

class TestFormat : public QObject
{
    Q_OBJECT

private slots:
    void isoTime_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");
        QTest::newRow("whole seconds") << "2025-11-03T06:07:08Z"
                                       << "2025-11-03T06:07:08Z";
        QTest::newRow("fractions") << "2025-11-03T06:07:08.250Z"
                                   << "2025-11-03T06:07:08Z";
        QTest::newRow("offset") << "2025-11-03T08:07:08+02:00"
                                << "2025-11-03T06:07:08Z";
        QTest::newRow("no zone means UTC") << "2025-11-03T06:07:08"
                                           << "2025-11-03T06:07:08Z";
        QTest::newRow("a date alone is no time") << "2025-11-03"
                                                 << "";
        QTest::newRow("words") << "the day before yesterday"
                               << "";
        QTest::newRow("no such month") << "2025-13-03T06:07:08Z"
                                       << "";
    }
    void isoTime()
    {
        QFETCH(QString, text);
        QFETCH(QString, utc);
        QCOMPARE(toIsoTime(parseIsoTime(text)), utc);
    }

    void httpDate_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");
        QTest::newRow("two digits") << "Mon, 03 Nov 2025 06:07:08 GMT"
                                    << "2025-11-03T06:07:08Z";
        QTest::newRow("one digit") << "Mon, 3 Nov 2025 06:07:08 GMT"
                                   << "2025-11-03T06:07:08Z";
        QTest::newRow("two-digit day") << "Fri, 21 Nov 2025 06:07:08 GMT"
                                       << "2025-11-21T06:07:08Z";
        QTest::newRow("nonsense") << "soon"
                                  << "";
    }
    void httpDate()
    {
        QFETCH(QString, text);
        QFETCH(QString, utc);
        QCOMPARE(toIsoTime(parseHttpDate(text)), utc);
    }

    void objectId()
    {
        QCOMPARE(toIsoTime(objectIdTime(u"690843dc0123456789abcdef")), "2025-11-03T05:55:40Z");
        QVERIFY(!objectIdTime(u"690843dc").isValid());
        QVERIFY(!objectIdTime(u"zzzzzzzz0123456789abcdef").isValid());
    }

    void age_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("now") << qint64(5) << "just now";
        QTest::newRow("minutes") << qint64(130) << "2 min ago";
        QTest::newRow("hours") << qint64(47 * 3600) << "47 h ago";
        QTest::newRow("days") << qint64(49 * 3600) << "2 d ago";
        QTest::newRow("soon") << qint64(-5) << "in under a minute";
        QTest::newRow("ahead") << qint64(-41 * 60) << "in 41 min";
    }
    void age()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, text);
        const QDateTime then = parseIsoTime(u"2025-11-03T06:00:00Z");
        QCOMPARE(formatAge(then, then.addSecs(seconds)), text);
    }

    void duration()
    {
        QCOMPARE(formatDuration(59s), "59 s");
        QCOMPARE(formatDuration(250s), "4 min 10 s");
        QCOMPARE(formatDuration(240s), "4 min");
        QCOMPARE(formatDuration(3600s * 2 + 300s), "2 h 5 min");
        QCOMPARE(formatDuration(3600s * 76), "3 d 4 h");
        QCOMPARE(formatDuration(-5s), "0 s");
    }

    void localAndUtc()
    {
        // The tests run with TZ=UTC: same day, so the date is said once.
        QCOMPARE(formatLocalAndUtc(parseIsoTime(u"2025-11-03T06:07:08Z")),
                 "2025-11-03 06:07:08 (06:07:08 UTC)");
        QCOMPARE(formatLocalAndUtc({}), QString());
    }

    void secretComparesByContent()
    {
        QCOMPARE(Secret("abc"), Secret("abc"));
        QVERIFY(!(Secret("abc") == Secret("abd")));
        QVERIFY(Secret().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestFormat)
#include "tst_format.moc"
