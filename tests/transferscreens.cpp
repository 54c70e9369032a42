// Draws the states of transfers and their dialogs on the sandbox into PNG files, without a display,
// so that whoever works on them can look.
//   snapback-transferscreens FOLDER [--dark] [--small] [--states]
// --small: a window of 1024x640. --states: only the made-up transfers, not the walk on the sandbox.
#include "support/transferscenes.h"
#include "support/transferwindow.h"

#include <QMessageBox>
#include <QPalette>
#include <QStackedLayout>
#include <QStyleFactory>

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x35, 0x35));
    palette.setColor(QPalette::Base, QColor(0x2d, 0x2d, 0x2d));
    palette.setColor(QPalette::AlternateBase, QColor(0x31, 0x31, 0x31));
    palette.setColor(QPalette::Highlight, QColor(0x15, 0x53, 0x9e));
    return palette;
}

class Screens
{
public:
    Screens(const QString &folder, const QSize &size) : m_folder(folder), m_size(size)
    {
        QDir().mkpath(folder);
    }

    void fit(TransferWindow &world) { world.window->resize(m_size); }

    void draw(TransferWindow &world, const QString &name, int tab = 0)
    {
        if (world.transfer())
            world.table()->selectId(world.transfer()->id);
        world.child<QTabWidget>("transferDetailTabs")->setCurrentIndex(tab);
        grab(*world.window, name);
    }
    void grab(QWidget &widget, const QString &name)
    {
        QTest::qWait(150);
        widget.grab().save(m_folder + '/' + name + ".png");
    }
    template <typename Done> void await(const Done &done) { (void)QTest::qWaitFor(done, 20'000); }

private:
    QString m_folder;
    QSize m_size;
};

void drawScenes(Screens &screens)
{
    TransferWindow world;
    screens.await([&] { return world.isOpen(world.first); });
    screens.fit(world);
    world.pages()->setCurrentIndex(2);
    QList<TransferRow> rows;
    for (const TransferScene &scene : transferScenes()) {
        rows.append(scene.row);
        rows.last().transfer.profileId = world.first;
    }
    // The page's own model, without a queue behind: nothing of these is ever started.
    static_cast<RecordModel<TransferRow> *>(world.table()->model())->sync(rows);
    for (auto *stack : world.window->findChildren<QStackedLayout *>()) {
        if (stack->indexOf(world.table()) >= 0)
            stack->setCurrentWidget(world.table());
    }
    auto *tabs = world.child<QTabWidget>("transferDetailTabs");
    for (const TransferRow &row : std::as_const(rows)) {
        world.table()->selectId(row.transfer.id);
        screens.grab(*world.window, "state-" + row.transfer.id);
        if (row.transfer.state() != TransferState::Done)
            continue;
        tabs->setCurrentIndex(2);
        screens.grab(*world.window, "state-" + row.transfer.id + "-next");
        tabs->setCurrentIndex(0);
    }
}

void drawStates(Screens &screens)
{
    TransferWindow world;
    screens.fit(world);
    const auto ended = [&] { return world.state() == TransferState::Done; };
    world.showJob("shuttle");
    screens.grab(*world.window, "delivery");
    world.click("downloadDelivery");
    world.child<QLineEdit>("downloadFolder")->setText(world.folder());
    screens.grab(*world.child<QDialog>("startDownload"), "start-legacy");
    world.child<QDialog>("startDownload")->reject();
    world.pages()->setCurrentIndex(2);
    screens.grab(*world.window, "empty");

    world.download("shuttle");
    screens.await(ended);
    screens.draw(world, "done-matches");
    screens.draw(world, "done-archive", 1);
    screens.draw(world, "done-next", 2);
    world.download("bobbins");
    screens.await(ended);
    screens.draw(world, "done-recorded-shards");
    world.spoil([](Fault &f) { f.linkExpired = true; });
    world.download("warp");
    screens.await(
        [&] { return world.desk().need(world.transfer()->id).kind == TransferNeed::Kind::NewJob; });
    screens.draw(world, "needs-new-job");
    world.desk().queue().remove(world.transfer()->id, true);
    world.atlas->clearFaults();
    world.spoil([](Fault &f) { f.flipByte = 150'000; });
    world.download("shuttle");
    screens.await(ended);
    screens.draw(world, "done-mismatch");
    screens.draw(world, "done-mismatch-next", 2);
    world.atlas->clearFaults();
    world.spoil([](Fault &f) { f.status = 503; });
    world.download("shuttle");
    screens.await([&] { return world.state() == TransferState::Waiting; });
    screens.draw(world, "waiting");
    world.desk().queue().remove(world.transfer()->id, true);
    world.atlas->clearFaults();
    world.slowDown(40'000);
    world.download("shuttle");
    screens.await([&] { return world.transfer()->bytesPerSecond > 0; });
    screens.draw(world, "downloading");
    world.window->close();
    screens.await([&] { return world.child<QMessageBox>("closeQuestion"); });
    screens.grab(*world.child<QMessageBox>("closeQuestion"), "close-question");
    world.click("keepWindow");
    world.click("pauseTransfer");
    screens.await([&] { return world.state() == TransferState::Paused; });
    screens.draw(world, "paused");
    QFile::remove(world.transfer()->parts.first().path + ".part");
    world.click("removeTransfer");
    screens.grab(*world.child<QMessageBox>("removeQuestion"), "remove-question");
    world.child<QMessageBox>("removeQuestion")->reject();
    world.click("transferLimits");
    screens.grab(*world.child<QDialog>("limitsDialog"), "limits");
    world.child<QDialog>("limitsDialog")->reject();
    QTest::qWait(100);
    QDir(world.folder()).removeRecursively();
    world.atlas->clearFaults();
    world.click("resumeTransfer");
    screens.await([&] { return world.state() == TransferState::Failed; });
    screens.draw(world, "failed");
}

void drawVerify(Screens &screens)
{
    TransferWindow world;
    screens.fit(world);
    world.download("shuttle");
    screens.await([&] { return world.state() == TransferState::Done; });
    const QString path = world.transfer()->parts.first().path;
    world.click("verifyFile");
    auto *dialog = world.child<QDialog>("verifyDialog");
    dialog->findChild<QLineEdit *>("verifyPath")->setText(path);
    screens.grab(*dialog, "verify");
    QTest::mouseClick(dialog->findChild<QPushButton *>("verifyStart"), Qt::LeftButton);
    QTest::qWait(1000);
    screens.grab(*dialog, "verify-matches");
    QFile file(path);
    if (file.open(QIODevice::Append))
        file.write("x");
    file.close();
    QTest::mouseClick(dialog->findChild<QPushButton *>("verifyStart"), Qt::LeftButton);
    QTest::qWait(1000);
    screens.grab(*dialog, "verify-mismatch");
    dialog->reject();
    world.showJob("warp");
    world.click("downloadDelivery");
    world.child<QLineEdit>("downloadFolder")->setText(world.folder());
    screens.grab(*world.child<QDialog>("startDownload"), "start-cloud");
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2)
        return 2;
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (arguments.contains("--dark"))
        QApplication::setPalette(darkPalette());
    Screens screens(arguments.value(1),
                    arguments.contains("--small") ? QSize(1024, 640) : QSize(1400, 900));
    drawScenes(screens);
    if (arguments.contains("--states"))
        return 0;
    drawStates(screens);
    drawVerify(screens);
    return 0;
}
