// Draws the window on the sandbox into a PNG, without a display: packaging/screenshot.sh makes the
// README's picture with it, and whoever works on ui/ looks at every page in light and dark.
//   snapback-screenshot OUT.png [--dark] [--tab N] [--detail N] [--project NAME] [--cluster NAME]
//   [--filter TEXT] [--world FILE] [--high-contrast] [--size WxH] [--first-run] [--row N]
//   [--actions NAME,NAME]
// A dialog that an action opens is drawn instead of the window.
#include "application.h"
#include "mainwindow.h"
#include "sidebar.h"
#include "widgets/recordtable.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPalette>
#include <QStyleFactory>
#include <QTabWidget>
#include <QTest>

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x35, 0x35));
    palette.setColor(QPalette::Base, QColor(0x2d, 0x2d, 0x2d));
    palette.setColor(QPalette::AlternateBase, QColor(0x31, 0x31, 0x31));
    palette.setColor(QPalette::Highlight, QColor(0x15, 0x53, 0x9e));
    return palette;
}

QPalette highContrastPalette()
{
    QPalette palette(Qt::black);
    palette.setColor(QPalette::Base, Qt::black);
    palette.setColor(QPalette::AlternateBase, Qt::black);
    palette.setColor(QPalette::Highlight, Qt::yellow);
    palette.setColor(QPalette::HighlightedText, Qt::black);
    return palette;
}

QString option(const QStringList &arguments, const QString &name, const QString &otherwise)
{
    const auto at = arguments.indexOf(name);
    return at >= 0 ? arguments.value(at + 1) : otherwise;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    app.setQuitOnLastWindowClosed(false);
    const QStringList arguments = app.arguments();
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (arguments.contains("--dark"))
        QApplication::setPalette(darkPalette());
    if (arguments.contains("--high-contrast"))
        QApplication::setPalette(highContrastPalette());

    StartOptions options;
    options.sandbox = true;
    options.worldFile = option(arguments, "--world", {});
    Application application(options);
    MainWindow window(application);
    const QStringList size = option(arguments, "--size", "1200x760").split('x');
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    if (!arguments.contains("--first-run")) {
        application.start();
        const bool ready = QTest::qWaitFor(
            [&] {
                Session *session = application.session();
                return session && session->inventory().isLoaded()
                    && !session->inventory().isLoading();
            },
            20'000);
        if (!ready)
            return 1;
        Session &session = *application.session();
        const QString cluster = option(arguments, "--cluster", {});
        for (const Cluster &known : session.inventory().inventory().clusters) {
            if (known.name == cluster)
                window.findChild<Sidebar *>()->select(known.projectId, known.name);
        }
        const QString project = option(arguments, "--project", {});
        for (const Project &known : session.inventory().inventory().projects) {
            if (known.name == project)
                window.findChild<Sidebar *>()->select(known.id, {});
        }
        auto *pages = window.findChild<QTabWidget *>("pages");
        pages->setCurrentIndex(option(arguments, "--tab", "0").toInt());
        window.findChild<QLineEdit *>("filter")->setText(option(arguments, "--filter", {}));
        auto *table = pages->currentWidget()->findChild<RecordTable *>();
        const auto settled = [&] {
            return !session.jobs().isLoading() && !session.snapshots().isLoading()
                && (pages->currentIndex() >= 2 || table->model()->rowCount() > 0);
        };
        if (!QTest::qWaitFor(settled, 20'000))
            return 1;
        table->setFocus();
        table->setCurrentIndex(table->model()->index(option(arguments, "--row", "0").toInt(), 0));
        for (const char *name : {"jobDetailTabs", "snapshotDetailTabs"})
            window.findChild<QTabWidget *>(name)->setCurrentIndex(
                option(arguments, "--detail", "0").toInt());
        for (const QString &name :
             option(arguments, "--actions", {}).split(',', Qt::SkipEmptyParts)) {
            if (auto *action = window.findChild<QAction *>(name))
                action->trigger();
        }
    } else {
        emit application.firstRun();
    }
    QTest::qWait(500); // what details and pictures still read
    QWidget *shown = &window;
    for (auto *dialog : window.findChildren<QDialog *>()) {
        if (dialog->isVisible())
            shown = dialog;
    }
    return shown->grab().save(arguments.value(1)) ? 0 : 1;
}
