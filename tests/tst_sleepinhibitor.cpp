// Sleep is held off by the desktop portal; a desktop without one is no trouble. Runs in a session
// bus made for it (support/keychain-session.sh); by itself it skips what needs a portal.
#include "support/busobject.h"
#include "transfer/sleepinhibitor.h"

#include <QDBusArgument>
#include <QTest>

namespace {

class FakePortal : public BusObject
{
public:
    FakePortal()
        : BusObject("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop") { }

    QList<QVariantList> inhibits;
    QStringList closed;
    bool holdsBack = false;

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (message.member() == "Close") {
            closed.append(message.path());
            return true;
        }
        if (message.interface() != "org.freedesktop.portal.Inhibit")
            return false;
        inhibits.append(message.arguments());
        m_last = message;
        if (!holdsBack)
            answer(connection);
        return true;
    }
    void answer(const QDBusConnection &connection)
    {
        connection.send(m_last.createReply(QVariant::fromValue(QDBusObjectPath(
            "/org/freedesktop/portal/desktop/request/1/t" + QString::number(inhibits.size())))));
    }

private:
    QDBusMessage m_last;
};

} // namespace

class TestSleepInhibitor : public QObject
{
    Q_OBJECT

    bool hasOwnBus() const { return qEnvironmentVariableIsSet("SNAPBACK_TEST_BUS"); }

private slots:
    void withoutAPortal()
    {
        PortalInhibitor inhibitor;
        inhibitor.inhibit("Downloading");
        inhibitor.release();
        inhibitor.inhibit("Downloading");
    }

    void holdsAndReleases()
    {
        if (!hasOwnBus())
            QSKIP("needs a session bus of its own");
        FakePortal portal;
        QVERIFY(portal.works());
        PortalInhibitor inhibitor;
        inhibitor.inhibit("Downloading");
        inhibitor.inhibit("Downloading"); // asked once
        QTRY_COMPARE(portal.inhibits.size(), 1);
        QCOMPARE(portal.inhibits[0].value(1).toUInt(), 4u); // suspend
        const auto options = qdbus_cast<QVariantMap>(portal.inhibits[0].value(2));
        QCOMPARE(options.value("reason").toString(), "Downloading");
        QVERIFY(portal.closed.isEmpty());
        // The handle may not be here yet when the transfers end.
        QTRY_VERIFY((inhibitor.release(), !portal.closed.isEmpty()));
        QCOMPARE(portal.closed, QStringList {"/org/freedesktop/portal/desktop/request/1/t1"});
        inhibitor.inhibit("Downloading");
        QTRY_COMPARE(portal.inhibits.size(), 2);
    }

    void releasedBeforeTheAnswer()
    {
        if (!hasOwnBus())
            QSKIP("needs a session bus of its own");
        FakePortal portal;
        portal.holdsBack = true;
        PortalInhibitor inhibitor;
        inhibitor.inhibit("Downloading");
        QTRY_COMPARE(portal.inhibits.size(), 1);
        inhibitor.release();
        portal.answer(portal.bus());
        QTRY_COMPARE(portal.closed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSleepInhibitor)
#include "tst_sleepinhibitor.moc"
