// Holds every #include of app/ and ui/ against the direction table of app/README.md: linking alone
// does not stop a header from another room.
#include <QDirIterator>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

QString readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList sources(const QString &folder)
{
    QStringList files;
    QDirIterator it(QString(SNAPBACK_SOURCE_DIR) + '/' + folder, {"*.h", "*.cpp"}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next());
    files.sort();
    return files;
}

QStringList includes(const QString &text)
{
    static const QRegularExpression line("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]",
                                         QRegularExpression::MultilineOption);
    QStringList found;
    for (auto it = line.globalMatch(text); it.hasNext();)
        found.append(it.next().captured(1));
    return found;
}

} // namespace

class TestHouse : public QObject
{
    Q_OBJECT

private slots:
    void rooms_data()
    {
        QTest::addColumn<QString>("room");
        QTest::addColumn<QStringList>("may");
        QTest::newRow("base") << "base" << QStringList {"base"};
        QTest::newRow("http") << "http" << QStringList {"base", "http"};
        QTest::newRow("atlas") << "atlas" << QStringList {"base", "atlas", "http/request.h"};
        QTest::newRow("session") << "session" << QStringList {"base", "http", "atlas", "session"};
        QTest::newRow("tables") << "tables" << QStringList {"base", "atlas", "tables"};
        QTest::newRow("transfer") << "transfer" << QStringList {"base", "transfer"};
        QTest::newRow("sandbox") << "sandbox" << QStringList {"base", "sandbox"};
    }
    void rooms()
    {
        QFETCH(QString, room);
        QFETCH(QStringList, may);
        const QSet<QString> rooms {"base",   "http",    "atlas",   "session",
                                   "tables", "sandbox", "transfer"};
        const QStringList files = sources("app/" + room);
        QVERIFY(!files.isEmpty());
        for (const QString &file : files) {
            for (const QString &include : includes(readFile(file))) {
                const QString first = include.section('/', 0, 0);
                if (rooms.contains(first))
                    QVERIFY2(may.contains(first) || may.contains(include),
                             qPrintable(file + " includes " + include));
            }
        }
    }

    void appHasNoWindows()
    {
        static const QRegularExpression gui(
            "^(QtGui|QtWidgets)/|^Q(Widget|Icon|Color|Pixmap|Palette|Font|GuiApplication|"
            "Application|Painter|Clipboard)$");
        for (const QString &file : sources("app")) {
            for (const QString &include : includes(readFile(file)))
                QVERIFY2(!gui.match(include).hasMatch(), qPrintable(file + " includes " + include));
        }
    }

    void uiKnowsNoHttpAndNoJson()
    {
        static const QRegularExpression wire("^(http/|QJson|QNetwork(Request|Reply|Access))");
        for (const QString &file : sources("ui")) {
            for (const QString &include : includes(readFile(file)))
                QVERIFY2(!wire.match(include).hasMatch(),
                         qPrintable(file + " includes " + include));
        }
    }

    void onlyKindsCompareKinds()
    {
        static const QRegularExpression compared(
            "kind(\\(\\))?->id\\s*[!=]=|==\\s*\"(tenant|flex|cloud|collection|legacy)\"");
        const QStringList files = sources("app") + sources("ui");
        for (const QString &file : files) {
            if (file.contains("/app/atlas/") || file.contains("/app/sandbox/"))
                continue;
            QVERIFY2(!compared.match(readFile(file)).hasMatch(), qPrintable(file));
        }
    }

    // What changes something leaves through the Launcher, which checks, journals and sends once;
    // its dry run makes the same request without sending it.
    void onlyTheLauncherMakesChanges()
    {
        static const QRegularExpression call(
            "(->|\\.)create\\)?\\s*\\(|[kK]ind(\\(\\))?(->|\\.)(cancel|takeSnapshot)\\)?\\s*\\(");
        const QStringList files = sources("app") + sources("ui");
        int found = 0;
        for (const QString &file : files) {
            if (file.contains("/app/sandbox/"))
                continue;
            const bool calls = call.match(readFile(file)).hasMatch();
            if (file.endsWith("/app/session/launcher.cpp"))
                found += calls ? 1 : 0;
            else
                QVERIFY2(!calls, qPrintable(file));
        }
        QCOMPARE(found, 1); // else the pattern has gone stale
    }

    void everyHeaderSaysWhatItIsFor()
    {
        const QStringList files = sources("app") + sources("ui");
        for (const QString &file : files) {
            if (file.endsWith(".h"))
                QVERIFY2(readFile(file).startsWith("//"), qPrintable(file));
        }
    }
};

QTEST_APPLESS_MAIN(TestHouse)
#include "tst_house.moc"
