// Messages of the desktop, against a stand-in for the desktop's service on a bus of the test's own.
#include "notifications/desktopnotifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

namespace {

const QString kName = "org.freedesktop.Notifications";
const QString kPath = "/org/freedesktop/Notifications";

class Desktop : public QDBusVirtualObject
{
public:
    explicit Desktop(const QString &address)
        : m_bus(QDBusConnection::connectToBus(address, "desktop"))
    {
        m_bus.registerVirtualObject(kPath, this);
        m_bus.registerService(kName);
    }
    ~Desktop() override { QDBusConnection::disconnectFromBus("desktop"); }
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() != "Notify")
            return false;
        shown.append(message.arguments());
        const uint replaced = message.arguments().value(1).toUInt();
        bus.send(message.createReply(replaced ? replaced : ++m_last));
        return true;
    }
    void tell(const QString &signal, const QVariantList &arguments)
    {
        QDBusMessage message = QDBusMessage::createSignal(kPath, kName, signal);
        message.setArguments(arguments);
        m_bus.send(message);
    }

    QList<QVariantList> shown;

private:
    QDBusConnection m_bus;
    uint m_last = 0;
};

} // namespace

class TestNotifications : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const QString daemon = QStandardPaths::findExecutable("dbus-daemon");
        if (daemon.isEmpty())
            QSKIP("dbus-daemon is not installed");
        m_daemon.start(daemon, {"--session", "--nofork", "--print-address"});
        QTRY_VERIFY(m_daemon.canReadLine());
        m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
    }
    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    void cleanup() { QDBusConnection::disconnectFromBus("program"); }

    void aMessageIsShownAndItsActionComesBack()
    {
        Desktop desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&notifications, &DesktopNotifications::activated);
        notifications.show("job-1", "Restore done", "a <b> & c", false);
        QTRY_COMPARE(desktop.shown.size(), 1);
        const QVariantList sent = desktop.shown.first();
        QCOMPARE(sent.value(0).toString(), QString("Snapback"));
        QCOMPARE(sent.value(3).toString(), QString("Restore done"));
        QCOMPARE(sent.value(4).toString(), QString("a &lt;b&gt; &amp; c"));
        QVERIFY(sent.value(5).toStringList().contains("Show job"));
        // The answer with the message's number must have come before its action does.
        notifications.show("job-2", "Another", "x", true);
        QTRY_COMPARE(desktop.shown.size(), 2);
        QTRY_VERIFY((desktop.tell("ActionInvoked", {1U, "show"}),
                     QTest::qWaitFor([&] { return !activated.isEmpty(); }, 200)));
        QCOMPARE(activated.first().first().toString(), QString("job-1"));
        desktop.tell("ActionInvoked", {77U, "show"}); // somebody else's
        desktop.tell("ActionInvoked", {2U, "default"});
        QTRY_COMPARE(activated.last().first().toString(), QString("job-2"));
    }

    void aLaterMessageReplacesTheEarlier()
    {
        Desktop desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&notifications, &DesktopNotifications::activated);
        notifications.show("job-1", "Ready", "x", false);
        QTRY_COMPARE(desktop.shown.size(), 1);
        QTRY_VERIFY((desktop.tell("ActionInvoked", {1U, "show"}),
                     QTest::qWaitFor([&] { return !activated.isEmpty(); }, 200)));
        notifications.show("job-1", "Ends soon", "x", true);
        QTRY_COMPARE(desktop.shown.size(), 2);
        QCOMPARE(desktop.shown.last().value(1).toUInt(), 1U);
    }

    void switchedOffNothingIsShown()
    {
        Desktop desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        notifications.setEnabled(false);
        notifications.show("job-1", "Ready", "x", false);
        notifications.setEnabled(true);
        notifications.show("job-2", "Done", "x", false);
        QTRY_COMPARE(desktop.shown.size(), 1);
        QCOMPARE(desktop.shown.first().value(3).toString(), QString("Done"));
    }

    void withoutAServiceOrABusNothingHappens()
    {
        DesktopNotifications nobody(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&nobody, &DesktopNotifications::activated);
        nobody.show("job-1", "Ready", "x", false);
        DesktopNotifications noBus(QDBusConnection("there is no such bus"));
        noBus.show("job-1", "Ready", "x", true);
        QCoreApplication::processEvents();
        QCOMPARE(activated.size(), 0);
    }

private:
    QProcess m_daemon;
    QString m_address;
};

QTEST_MAIN(TestNotifications)
#include "tst_notifications.moc"
