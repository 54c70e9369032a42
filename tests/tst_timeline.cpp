// The picture over time by itself: its axis, what stands in its lanes, keys, mouse, and what a
// screen reader hears.
#include "atlas/jobkind.h"
#include "snapshots/timeline.h"
#include "snapshots/timelinepane.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

namespace {

using Shape = TimelineMark::Shape;

QDateTime utc(const char *text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

const QDateTime kNow = utc("2026-05-20T12:00:00Z");

TextContext context()
{
    return {.now = kNow};
}

Cluster cluster(const QString &name)
{
    Cluster c;
    c.projectId = "p1";
    c.name = name;
    return c;
}

Snapshot snapshot(const QString &id, const QString &cluster, const QDateTime &taken,
                  const QString &type = "scheduled", SnapshotState state = SnapshotState::Completed)
{
    Snapshot s;
    s.id = id;
    s.kind = kindById(u"cloud");
    s.projectId = "p1";
    s.cluster = cluster;
    s.state = state;
    s.taken = taken;
    s.type = type;
    s.expires = taken.isValid() ? taken.addDays(7) : QDateTime();
    return s;
}

RestoreJob job(const QString &id, const QString &from, const QString &onto,
               const QString &snapshotId)
{
    RestoreJob j;
    j.id = id;
    j.kind = kindById(u"cloud");
    j.projectId = "p1";
    j.sourceCluster = from;
    j.targetProjectId = onto.isEmpty() ? QString() : "p1";
    j.targetCluster = onto;
    j.snapshotId = snapshotId;
    j.download = onto.isEmpty();
    j.state = JobState::Done;
    j.created = kNow.addSecs(-7200);
    return j;
}

/// Two clusters; "a" has every shape.
QList<TimelineLane> lanes()
{
    const QList<Snapshot> snapshots {
        snapshot("a4", "a", kNow.addDays(-1), "onDemand"),
        snapshot("a1", "a", kNow.addDays(-6)),
        snapshot("a2", "a", kNow.addDays(-4), "fallback"),
        // Unfinished and failed ones tell no time but by their id.
        snapshot("6a0d9f4000000000000000f1", "a", {}, "scheduled", SnapshotState::Failed),
        snapshot("6a0da22000000000000000f2", "a", {}, "onDemand", SnapshotState::Running),
        snapshot("b1", "b", kNow.addDays(-2)),
        snapshot("z1", "elsewhere", kNow.addDays(-2)),
    };
    const QList<RestoreJob> jobs {job("j1", "a", "b", "a4"), job("j2", "a", {}, "a1"),
                                  job("j3", "elsewhere", "other", "z1")};
    return timelineLanes(
        {cluster("a"), cluster("b")}, snapshots, jobs,
        [](const Cluster &c) { return c.name == "a" ? kNow.addDays(-3) : QDateTime(); }, context());
}

struct Shown {
    Timeline timeline;
    QSignalSpy current {&timeline, &Timeline::currentIdChanged};
    QSignalSpy opened {&timeline, &Timeline::opened};

    Shown()
    {
        timeline.resize(800, 200);
        timeline.setLanes(lanes(), kNow);
        timeline.show();
        timeline.activateWindow();
        timeline.setFocus();
    }
    QString press(Qt::Key key)
    {
        QTest::keyClick(&timeline, key);
        return timeline.currentId();
    }
};

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private slots:
    void ticks_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("labels");
        QTest::newRow("an hour") << "2026-05-20T11:50:00Z"
                                 << "2026-05-20T12:20:00Z"
                                 << "11:50 11:55 12:00 12:05 12:10 12:15 12:20";
        QTest::newRow("a day") << "2026-05-19T17:00:00Z"
                               << "2026-05-20T17:00:00Z"
                               << "18:00 21:00 20 May 03:00 06:00 09:00 12:00 15:00";
        QTest::newRow("a week") << "2026-05-14T01:00:00Z"
                                << "2026-05-20T12:00:00Z"
                                << "15 May 16 May 17 May 18 May 19 May 20 May";
        QTest::newRow("a month: Mondays") << "2026-04-20T00:00:00Z"
                                          << "2026-05-20T00:00:00Z"
                                          << "20 Apr 27 Apr 4 May 11 May 18 May";
        QTest::newRow("half a year") << "2025-12-10T00:00:00Z"
                                     << "2026-05-20T00:00:00Z"
                                     << "2026 Feb Mar Apr May";
    }
    void ticks()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, labels);
        const TimeRange range {QDateTime::fromString(from, Qt::ISODate),
                               QDateTime::fromString(to, Qt::ISODate)};
        QStringList words;
        const QList<TimeTick> all = ticksOf(range, 9);
        for (const TimeTick &tick : all) {
            words << tick.label;
            QVERIFY(range.contains(tick.time));
            QCOMPARE(tick.time.timeSpec(), Qt::UTC);
        }
        QCOMPARE(words.join(' '), labels);
    }

    void ticksFollowTheLocalClock()
    {
        const QByteArray before = qgetenv("TZ");
        qputenv("TZ", "Europe/Berlin");
        tzset();
        const QList<TimeTick> all =
            ticksOf({utc("2026-03-28T12:00:00Z"), utc("2026-03-30T12:00:00Z")}, 9);
        qputenv("TZ", before);
        tzset();
        QStringList times;
        for (const TimeTick &tick : all)
            times << tick.time.toString("dd hh") + '=' + tick.label;
        // Summer time began on the 29th: midnight moves in UTC, noon is noon.
        QCOMPARE(times.join(", "),
                 "28 17=18:00, 28 23=29 Mar, 29 04=06:00, 29 10=12:00, 29 16=18:00, 29 22=30 Mar, "
                 "30 04=06:00, 30 10=12:00");
    }

    void zoomingKeepsTheAnchor()
    {
        const TimeRange range {kNow.addDays(-10), kNow};
        const QDateTime anchor = kNow.addDays(-4);
        const TimeRange near = zoomed(range, 0.5, anchor);
        QCOMPARE(near.seconds(), range.seconds() / 2);
        QCOMPARE(qRound(placeOf(anchor, near, 1000)), qRound(placeOf(anchor, range, 1000)));
        QCOMPARE(zoomed({kNow.addSecs(-4000), kNow}, 0.01, kNow).seconds(), 3600); // never less
    }

    void whatIsInTheLanes()
    {
        const QList<TimelineLane> all = lanes();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0].pitFrom, kNow.addDays(-3));
        QCOMPARE(all[0].pitTo, kNow);
        QVERIFY(!all[1].pitFrom.isValid());
        QList<Shape> shapes;
        for (const TimelineMark &mark : all[0].marks)
            shapes << mark.shape;
        QCOMPARE(shapes,
                 QList<Shape>({Shape::Scheduled, Shape::Fallback, Shape::OnDemand, Shape::Failed,
                               Shape::Unfinished}));
        for (qsizetype i = 1; i < all[0].marks.size(); ++i)
            QVERIFY(all[0].marks[i - 1].time <= all[0].marks[i].time);
        QCOMPARE(all[1].marks.size(), 1);
        QCOMPARE(all[0].restores.size(), 2);
        QCOMPARE(all[1].restores.size(), 1);
        QVERIFY(!all[0].restores[0].onto && all[1].restores[0].onto);
        QCOMPARE(all[1].restores[0].jobId, "j1");

        const QString fallback = all[0].marks[1].text;
        QVERIFY2(fallback.contains("inconsistent"), qPrintable(fallback));
        const QString onDemand = all[0].marks[2].text;
        for (const char *words : {"Snapshot of a", "on demand", "UTC",
                                  "Kept 7 days, expires in 6 d", "Restored from a onto b"})
            QVERIFY2(onDemand.contains(words), qPrintable(onDemand));
        QVERIFY(all[0].marks.last().text.contains("running"));
        QVERIFY(all[0].marks.last().text.contains("Begun"));
    }

    void theFirstViewHoldsMostSnapshots()
    {
        QCOMPARE(usualRange(lanes(), kNow), wholeRange(lanes(), kNow)); // few: all of them
        for (const TimelineLane &lane : lanes()) {
            for (const TimelineMark &mark : lane.marks)
                QVERIFY(wholeRange(lanes(), kNow).contains(mark.time));
        }
        QList<Snapshot> many;
        for (int i = 0; i < 20; ++i) // one every six hours, and two old ones
            many << snapshot(QString("h%1").arg(i), "a", kNow.addSecs(-i * 6 * 3600));
        many << snapshot("m1", "a", kNow.addDays(-90)) << snapshot("m2", "a", kNow.addDays(-300));
        const TimeRange usual = usualRange(
            timelineLanes(
                {cluster("a")}, many, {}, [](const Cluster &) { return QDateTime(); }, context()),
            kNow);
        QVERIFY(usual.contains(kNow));
        QVERIFY(usual.to > kNow); // what expires is ahead
        QVERIFY(usual.seconds() < 12 * 24 * 3600);
        int inside = 0;
        for (const Snapshot &each : many)
            inside += usual.contains(each.taken);
        QVERIFY(inside >= 12);
    }

    void keysMoveBetweenTheMarks()
    {
        Shown shown;
        QCOMPARE(shown.press(Qt::Key_Left), "6a0da22000000000000000f2"); // the newest of "a" first
        QCOMPARE(shown.press(Qt::Key_Left), "6a0d9f4000000000000000f1");
        QCOMPARE(shown.press(Qt::Key_Home), "a1");
        QCOMPARE(shown.press(Qt::Key_Left), "a1"); // there is no more
        QCOMPARE(shown.press(Qt::Key_Right), "a2");
        QCOMPARE(shown.press(Qt::Key_Down), "b1");
        QCOMPARE(shown.press(Qt::Key_Up), "a4"); // the nearest in time
        QCOMPARE(shown.press(Qt::Key_End), "6a0da22000000000000000f2");
        QCOMPARE(shown.current.last().first().toString(), "6a0da22000000000000000f2");
        QCOMPARE(shown.opened.count(), 0);
        QTest::keyClick(&shown.timeline, Qt::Key_Return);
        QCOMPARE(shown.opened.count(), 1);
        QCOMPARE(shown.opened.first().first().toString(), "6a0da22000000000000000f2");
    }

    void theCurrentMarkIsAlwaysInView()
    {
        Shown shown;
        shown.press(Qt::Key_End);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&shown.timeline, Qt::Key_Plus);
        QCOMPARE(shown.timeline.view().seconds(), 3600);
        QVERIFY(
            shown.timeline.rect().contains(shown.timeline.markRect(shown.timeline.currentIndex())));
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.timeline.view().seconds(), 3600);
        QVERIFY(
            shown.timeline.rect().contains(shown.timeline.markRect(shown.timeline.currentIndex())));
        // New facts leave the view where the person put it.
        const TimeRange mine = shown.timeline.view();
        shown.timeline.setLanes(lanes(), kNow.addSecs(30));
        QCOMPARE(shown.timeline.view(), mine);
        QTest::keyClick(&shown.timeline, Qt::Key_0);
        for (int i = 0; i < shown.timeline.markCount(); ++i)
            QVERIFY(shown.timeline.rect().contains(shown.timeline.markRect(i)));
    }

    void theMouseChoosesZoomsAndTells()
    {
        Shown shown;
        const int wanted = 2; // "a4"
        const QPoint place = shown.timeline.markRect(wanted).center();
        QTest::mouseClick(&shown.timeline, Qt::LeftButton, {}, place);
        QCOMPARE(shown.timeline.currentId(), "a4");
        QTest::mouseDClick(&shown.timeline, Qt::LeftButton, {}, place);
        QCOMPARE(shown.opened.count(), 1);

        QHelpEvent help(QEvent::ToolTip, place, shown.timeline.mapToGlobal(place));
        QApplication::sendEvent(&shown.timeline, &help);
        QVERIFY2(QToolTip::text().contains("UTC"), qPrintable(QToolTip::text()));
        QToolTip::hideText();

        const qint64 before = shown.timeline.view().seconds();
        QWheelEvent wheel(place, shown.timeline.mapToGlobal(place), {}, {0, 120}, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&shown.timeline, &wheel);
        QVERIFY(shown.timeline.view().seconds() < before);
        QVERIFY(qAbs(shown.timeline.markRect(wanted).center().x() - place.x()) <= 1);
    }

    void aScreenReaderHearsTheCurrentMark()
    {
        Shown shown;
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.timeline);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), "Snapshots over time");
        QVERIFY(list->text(QAccessible::Description).contains("Enter"));
        QCOMPARE(list->childCount(), 6);
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Home);
        QAccessibleInterface *mark = list->child(shown.timeline.currentIndex());
        QVERIFY(mark);
        QCOMPARE(mark->role(), QAccessible::ListItem);
        QVERIFY(mark->text(QAccessible::Name).contains("Snapshot of a, scheduled"));
        QVERIFY(mark->state().selected);
        QCOMPARE(list->indexOfChild(mark), 0);
        QCOMPARE(list->child(0), mark); // the same each time
        QVERIFY(!list->child(1)->state().selected);
        QVERIFY(!list->child(6));
        const QPoint place = mark->rect().center();
        QCOMPARE(list->childAt(place.x(), place.y()), mark);
    }

    void everyShapeIsPainted_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << QPalette(QColor(0xef, 0xef, 0xef));
        QPalette dark(QColor(0x35, 0x35, 0x35));
        dark.setColor(QPalette::Base, QColor(0x2d, 0x2d, 0x2d));
        QTest::newRow("dark") << dark;
    }
    void everyShapeIsPainted()
    {
        QFETCH(QPalette, palette);
        Timeline timeline;
        timeline.setPalette(palette);
        timeline.resize(800, 200);
        timeline.setLanes(lanes(), kNow);
        timeline.showAll();
        const QImage picture = timeline.grab().toImage();
        for (int i = 0; i < timeline.markCount(); ++i) {
            const QRect box = timeline.markRect(i);
            QSet<QRgb> colours;
            for (int x = box.left(); x <= box.right(); ++x) {
                for (int y = box.top(); y <= box.bottom(); ++y)
                    colours.insert(picture.pixel(x, y));
            }
            QVERIFY2(colours.size() > 3, qPrintable(QString::number(i)));
        }
        QCOMPARE(picture.pixel(picture.width() - 2, 2), palette.color(QPalette::Base).rgb());
    }

    void theHeadingTellsTheRangeAndItsButtonsWork()
    {
        TimelinePane pane;
        pane.resize(800, 200);
        pane.timeline()->setLanes(lanes(), kNow);
        pane.show();
        const auto button = [&](const char *name) { return pane.findChild<QToolButton *>(name); };
        const auto *caption = pane.findChild<QLabel *>();
        const QString before = caption->text();
        QVERIFY2(before.contains("local time (UTC)"), qPrintable(before));
        const qint64 seconds = pane.timeline()->view().seconds();
        QTest::mouseClick(button("zoomIn"), Qt::LeftButton);
        QVERIFY(pane.timeline()->view().seconds() < seconds);
        QVERIFY(caption->text() != before);
        QTest::mouseClick(button("zoomAll"), Qt::LeftButton);
        QCOMPARE(pane.timeline()->view(), wholeRange(lanes(), kNow));
        for (const char *name : {"zoomIn", "zoomOut", "zoomAll"})
            QVERIFY(!button(name)->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
