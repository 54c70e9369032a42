// Environment marks: whose counts, where they show, and that their colours can be read.
#include "mainwindow.h"
#include "session/environmentmarks.h"
#include "sidebar.h"
#include "sidebardelegate.h"
#include "style/theme.h"
#include "support/applicationworld.h"
#include "widgets/markchip.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <cmath>

namespace {

using Mark = EnvironmentMark;

double luminance(const QColor &color)
{
    const auto part = [](double share) {
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF())
        + 0.0722 * part(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double light = qMax(luminance(a), luminance(b));
    const double dark = qMin(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x35, 0x35));
    palette.setColor(QPalette::Base, QColor(0x2d, 0x2d, 0x2d));
    return palette;
}

/// The window on the tests' own Atlas.
struct Shown {
    ApplicationWorld world;
    std::unique_ptr<MainWindow> window;

    explicit Shown(Mark profileMark = Mark::None, bool readOnly = false)
    {
        Profile profile = world.profile("Alpha");
        profile.id = "alpha";
        profile.environment = profileMark;
        profile.readOnly = readOnly;
        window = std::make_unique<MainWindow>(*world.application);
        window->show();
        world.application->openWith(
            profile,
            ServiceAccount {world.atlas->login().clientId, world.atlas->login().clientSecret});
    }
    ~Shown()
    {
        world.application->closeSession();
        window.reset();
    }
    QTreeWidget *tree() const { return window->findChild<QTreeWidget *>("projectsAndClusters"); }
    QTreeWidgetItem *item(const QString &name) const
    {
        for (QTreeWidgetItemIterator it(tree()); *it; ++it) {
            if ((*it)->text(0) == name)
                return *it;
        }
        return nullptr;
    }
    bool choose(const QString &name) const
    {
        QTreeWidgetItem *found = item(name);
        if (found)
            tree()->setCurrentItem(found);
        return found;
    }
    QAction *action(const char *name) const { return window->findChild<QAction *>(name); }
    /// Of an item, as the tree shows it.
    Mark shown(const QString &name) const
    {
        return Mark(item(name)->data(0, SidebarDelegate::kMarkRole).toInt());
    }
    QString spoken(const QString &name) const
    {
        return item(name)->data(0, Qt::AccessibleTextRole).toString();
    }
    MarkChip *chip() const
    {
        auto *pages = window->findChild<QTabWidget *>("pages");
        return qobject_cast<MarkChip *>(pages->cornerWidget());
    }
};

} // namespace

class TestMarks : public QObject
{
    Q_OBJECT

private slots:
    void nearestMarkCounts()
    {
        QTemporaryDir dir;
        QSettings settings(dir.filePath("s.ini"), QSettings::IniFormat);
        Profile profile;
        profile.id = "one";
        profile.environment = Mark::Development;
        EnvironmentMarks marks(settings, profile);
        QSignalSpy changed(&marks, &EnvironmentMarks::changed);
        QCOMPARE(marks.mark("p", "c"), Mark::Development);
        QVERIFY(!marks.isMarked("p", "c"));
        marks.setMark("p", {}, Mark::Staging);
        QCOMPARE(marks.mark("p", "c"), Mark::Staging);
        QVERIFY(marks.isMarked("p", "c"));
        QCOMPARE(marks.mark("q", "c"), Mark::Development);
        marks.setMark("p", "c", Mark::Production);
        QCOMPARE(marks.mark("p", "c"), Mark::Production);
        QCOMPARE(marks.own("p"), Mark::Staging);
        marks.setMark("p", "c", Mark::None);
        QCOMPARE(marks.mark("p", "c"), Mark::Staging);
        QCOMPARE(changed.count(), 3);

        profile.id = "two"; // another profile's marks are its own
        QCOMPARE(EnvironmentMarks(settings, profile).mark("p", "c"), Mark::Development);
        profile.id = "one";
        QCOMPARE(EnvironmentMarks(settings, profile).mark("p"), Mark::Staging);
    }

    void markingInTheTree()
    {
        Shown shown;
        QTRY_VERIFY(shown.choose("rooms"));
        QVERIFY(!shown.chip()->isVisible());
        shown.action("markProduction")->trigger();
        QCOMPARE(shown.shown("rooms"), Mark::Production);
        QCOMPARE(shown.spoken("rooms"), QString("rooms, Production"));
        QVERIFY(shown.chip()->isVisible());
        QCOMPARE(shown.chip()->text(), QString("Production"));
        QVERIFY2(shown.window->windowTitle().contains("rooms (Production)"),
                 qPrintable(shown.window->windowTitle()));
        QCOMPARE(shown.shown("rooms-stage"), Mark::None);

        QTRY_VERIFY(shown.choose("Bookings")); // the project: what it says its clusters inherit
        shown.action("markStaging")->trigger();
        QCOMPARE(shown.shown("rooms-stage"), Mark::Staging);
        QCOMPARE(shown.shown("rooms"), Mark::Production);
        QVERIFY(shown.choose("rooms"));
        shown.action("markNone")->trigger();
        QCOMPARE(shown.shown("rooms"), Mark::Staging);
        QVERIFY(shown.window->windowTitle().contains("rooms (Staging)"));
    }

    void theMenuKeyOffersTheMarks()
    {
        Shown shown;
        QTRY_VERIFY(shown.choose("rooms"));
        shown.action("markDevelopment")->trigger();
        QContextMenuEvent key(QContextMenuEvent::Keyboard, {1, 1}, {1, 1});
        QApplication::sendEvent(shown.tree()->viewport(), &key);
        auto *menu = shown.window->findChild<QMenu *>("sidebarMenu");
        QVERIFY(menu && menu->isVisible());
        QMenu *marks = menu->actions().constFirst()->menu();
        QVERIFY(marks);
        QCOMPARE(marks->title().remove('&'), QString("Mark as"));
        emit marks->aboutToShow();
        QStringList words;
        for (const QAction *action : marks->actions()) {
            words << action->text().remove('&');
            QCOMPARE(action->isChecked(), action->objectName() == "markDevelopment");
        }
        QCOMPARE(words, QStringList({"Production", "Staging", "Development", "None (inherit)"}));
        menu->close();
    }

    void theProfilesMarkIsNotRepeatedInTheTree()
    {
        Shown shown(Mark::Staging);
        QTRY_VERIFY(shown.choose("rooms"));
        QCOMPARE(shown.shown("rooms"), Mark::None);
        QCOMPARE(shown.chip()->text(), QString("Staging")); // but over the pages
        QCOMPARE(shown.window->windowTitle().count("Staging"), 1);
    }

    void marksLastLongerThanTheSession()
    {
        Shown shown;
        QTRY_VERIFY(shown.choose("rooms"));
        shown.action("markProduction")->trigger();
        const Profile profile = shown.world.application->session()->profile();
        QVERIFY(shown.world.application->closeSession());
        QVERIFY(!shown.chip()->isVisible());
        shown.world.application->openWith(profile,
                                          ServiceAccount {shown.world.atlas->login().clientId,
                                                          shown.world.atlas->login().clientSecret});
        QTRY_VERIFY(shown.item("rooms"));
        QCOMPARE(shown.shown("rooms"), Mark::Production);
    }

    void coloursCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << QPalette(QColor(0xef, 0xef, 0xef));
        QTest::newRow("dark") << darkPalette();
        QPalette contrast(Qt::black);
        contrast.setColor(QPalette::Base, Qt::black);
        QTest::newRow("high contrast") << contrast;
    }
    void coloursCanBeRead()
    {
        QFETCH(QPalette, palette);
        QSet<QRgb> colours;
        for (const Mark mark : {Mark::Production, Mark::Staging, Mark::Development}) {
            const theme::Tone tone = theme::environmentTone(mark);
            const QColor text = theme::toneColor(tone, palette);
            const double ratio = contrast(text, theme::toneBackground(tone, palette));
            QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
            QVERIFY(!environmentName(mark).isEmpty());
            colours.insert(text.rgb());
        }
        QCOMPARE(colours.size(), 3);
    }

    void aReadOnlyProfileStartsNothing()
    {
        Shown shown(Mark::None, true);
        QTRY_VERIFY(shown.choose("rooms"));
        auto *pages = shown.window->findChild<QTabWidget *>("pages");
        pages->setCurrentIndex(1);
        for (const char *name : {"takeSnapshot", "downloadSnapshot", "restoreCollections"}) {
            QVERIFY2(!shown.action(name)->isEnabled(), name);
            QVERIFY2(shown.action(name)->toolTip().contains("read-only"), name);
        }
        for (const QAction *action : shown.window->findChildren<QAction *>()) {
            if (action->text() == "Restore…") {
                QVERIFY(!action->isEnabled());
                QVERIFY(action->toolTip().contains("read-only"));
            }
        }
    }
};

QTEST_MAIN(TestMarks)
#include "tst_marks.moc"
