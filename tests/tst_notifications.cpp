// Messages of the desktop, against a stand-in for the desktop's service on a bus of the test's own.
#include "notifications/desktopnotifications.h"
#include "support/desktopservice.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

namespace {

/// A message as the jobs' news are.
DesktopMessage message(const QString &key, const QString &title, const QString &text = "x",
                       bool urgent = false)
{
    return {.key = key, .title = title, .text = text, .action = "Show job", .urgent = urgent};
}

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
        DesktopService desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&notifications, &DesktopNotifications::activated);
        notifications.show(message("job-1", "Restore done", "a <b> & c", false));
        QTRY_COMPARE(desktop.shown.size(), 1);
        const QVariantList sent = desktop.shown.first();
        QCOMPARE(sent.value(0).toString(), QString("Snapback"));
        QCOMPARE(sent.value(3).toString(), QString("Restore done"));
        QCOMPARE(sent.value(4).toString(), QString("a &lt;b&gt; &amp; c"));
        QVERIFY(sent.value(5).toStringList().contains("Show job"));
        // The answer with the message's number must have come before its action does.
        notifications.show(message("job-2", "Another", "x", true));
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
        DesktopService desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&notifications, &DesktopNotifications::activated);
        notifications.show(message("job-1", "Ready", "x", false));
        QTRY_COMPARE(desktop.shown.size(), 1);
        QTRY_VERIFY((desktop.tell("ActionInvoked", {1U, "show"}),
                     QTest::qWaitFor([&] { return !activated.isEmpty(); }, 200)));
        notifications.show(message("job-1", "Ends soon", "x", true));
        QTRY_COMPARE(desktop.shown.size(), 2);
        QCOMPARE(desktop.shown.last().value(1).toUInt(), 1U);
    }

    void itsEndIsTold()
    {
        auto desktop = std::make_unique<DesktopService>(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy closed(&notifications, &DesktopNotifications::closed);
        notifications.show(message("job-1", "One"));
        notifications.show(message("job-2", "Two"));
        QTRY_COMPARE(desktop->shown.size(), 2);
        desktop->dismiss(1);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().toString(), QString("job-1"));
        desktop.reset(); // what nobody shows any more is closed
        QTRY_COMPARE(closed.size(), 2);
        QCOMPARE(closed.last().first().toString(), QString("job-2"));
    }

    void switchedOffNothingIsShown()
    {
        DesktopService desktop(m_address);
        DesktopNotifications notifications(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy closed(&notifications, &DesktopNotifications::closed);
        notifications.setEnabled(false);
        notifications.show(message("job-1", "Ready", "x", false));
        notifications.setEnabled(true);
        notifications.show(message("job-2", "Done", "x", false));
        QTRY_COMPARE(desktop.shown.size(), 1);
        QCOMPARE(desktop.shown.first().value(3).toString(), QString("Done"));
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().toString(), QString("job-1"));
    }

    void withoutAServiceOrABusNothingHappens()
    {
        DesktopNotifications nobody(QDBusConnection::connectToBus(m_address, "program"));
        QSignalSpy activated(&nobody, &DesktopNotifications::activated);
        QSignalSpy nobodyClosed(&nobody, &DesktopNotifications::closed);
        nobody.show(message("job-1", "Ready", "x", false));
        DesktopNotifications noBus(QDBusConnection("there is no such bus"));
        QSignalSpy noBusClosed(&noBus, &DesktopNotifications::closed);
        noBus.show(message("job-1", "Ready", "x", true));
        QTRY_COMPARE(nobodyClosed.size(), 1);
        QTRY_COMPARE(noBusClosed.size(), 1);
        QCOMPARE(activated.size(), 0);
    }

private:
    QProcess m_daemon;
    QString m_address;
};

QTEST_MAIN(TestNotifications)
#include "tst_notifications.moc"
