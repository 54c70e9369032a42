// A sandbox with a small world of its own, a session connected to it, and hands for the wizard:
// what a person does with mouse and keyboard.
#pragma once

#include "sandbox/sandbox.h"
#include "session/session.h"
#include "wizard/restorewizard.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

inline const QByteArray kWizardWorld = R"({
  "pace": { "pending": "1m", "run": "2m" },
  "organizations": [ { "name": "Corner Shops", "projects": [
    { "name": "Shop", "retired": false, "clusters": [
      { "name": "cart-m5", "tier": "M5", "version": "8.0.4",
        "snapshots": [ { "repeat": 4, "every": "1d", "at": "-3h" },
                       { "at": "-2h", "failed": true } ],
        "jobs": [ { "repeat": 3, "every": "5h", "at": "-1h", "target": "cart-stage",
                    "pending": "0", "takes": "100s" } ] },
      { "name": "cart-stage", "tier": "M5", "version": "8.0.4" },
      { "name": "cart-locked", "tier": "M10", "version": "8.0.4", "encryption": "AWS" },
      { "name": "cart-free", "tier": "M0", "version": "8.0.4" } ] },
    { "name": "Depot", "clusters": [
      { "name": "depot-flex", "tier": "FLEX", "version": "8.0.4",
        "snapshots": [ { "repeat": 8, "every": "1d", "at": "-5h" } ] },
      { "name": "depot-new", "tier": "FLEX", "version": "8.0.4" },
      { "name": "depot-stage", "tier": "FLEX", "version": "8.0.4" } ] } ] } ] })";

/// Dedicated clusters: points in time, collections, legacy backup, a sharded pair, a deleted one.
inline const QByteArray kDedicatedWorld = R"({
  "pace": { "pending": "20s", "run": "2m" },
  "organizations": [ { "name": "Corner Shops", "projects": [
    { "name": "Shop", "clusters": [
      { "name": "stock", "tier": "M10", "version": "8.0.4", "created": "2019-05-01T08:00:00Z",
        "pit": true, "diskGB": 40,
        "snapshots": [ { "type": "scheduled", "frequency": "daily", "repeat": 4, "every": "1d",
                         "at": "-3h", "keep": "7d", "sizeGB": 4.5 } ],
        "databases": [
          { "name": "goods", "collections": ["items", "prices", "shelves"],
            "failsIndex": ["prices"], "documents": 1200 },
          { "name": "people", "collections": ["staff"], "documents": 80 } ],
        "legacySnapshots": [ { "repeat": 2, "every": "20d", "at": "-5d", "keep": "1y" } ] },
      { "name": "rehearsal", "tier": "M10", "version": "8.0.4", "diskGB": 40,
        "created": "2019-05-02T08:00:00Z",
        "snapshots": [ { "type": "scheduled", "frequency": "daily", "at": "-4h", "keep": "7d",
                         "sizeGB": 1 } ] },
      { "name": "mesh", "tier": "M30", "version": "8.0.4", "shards": 2, "diskGB": 60,
        "created": "2019-05-03T08:00:00Z",
        "snapshots": [ { "type": "scheduled", "frequency": "daily", "at": "-6h", "keep": "7d",
                         "sizeGB": 9 } ],
        "legacySnapshots": [ { "repeat": 2, "every": "20d", "at": "-4d", "keep": "1y" } ] },
      { "name": "net-rehearsal", "tier": "M30", "version": "8.0.4", "shards": 2, "diskGB": 60,
        "created": "2019-05-04T08:00:00Z",
        "snapshots": [ { "type": "scheduled", "frequency": "daily", "at": "-7h", "keep": "7d",
                         "sizeGB": 2 } ] },
      { "name": "attic", "tier": "M10", "version": "8.0.4", "deleted": true,
        "snapshots": [ { "type": "scheduled", "frequency": "monthly", "at": "-20d", "keep": "1y",
                         "sizeGB": 3 } ] },
      { "name": "little", "tier": "FLEX", "version": "8.0.4",
        "snapshots": [ { "repeat": 3, "every": "1d", "at": "-5h" } ] } ] } ] } ] })";

class WizardWorld
{
public:
    /// `prepare` may add faults before the first request, `shape` may change the profile.
    explicit WizardWorld(const std::function<void(Sandbox &)> &prepare = {},
                         const QByteArray &world = kWizardWorld,
                         const std::function<void(Profile &)> &shape = {})
    {
        // However slow the machine: what is typed into a list is one word.
        QApplication::setKeyboardInputInterval(60'000);
        SandboxOptions options;
        options.worldJson = world;
        auto started = Sandbox::start(options);
        if (!started)
            qFatal("%s", qPrintable(started.error().detail));
        sandbox = std::move(*started);
        if (prepare)
            prepare(*sandbox);
        Profile profile;
        profile.id = "test";
        profile.name = "Test";
        profile.baseUrl = sandbox->login().baseUrl;
        profile.loginName = sandbox->login().clientId;
        profile.environment = EnvironmentMark::Staging;
        profile.net.proxy = NetSettings::Proxy::None;
        if (shape)
            shape(profile);
        journal = std::make_unique<Journal>(directory.filePath("journal"));
        settings = std::make_unique<QSettings>(directory.filePath("s.ini"), QSettings::IniFormat);
        session = std::make_unique<Session>(
            profile, ServiceAccount {sandbox->login().clientId, sandbox->login().clientSecret},
            *journal, clock);
        session->jobs().setPollLimits(std::chrono::milliseconds(50),
                                      std::chrono::milliseconds(100));
        session->jobs().setPolling(true);
        session->start();
    }

    bool isReady() { return session->inventory().isLoaded() && !session->inventory().isLoading(); }

    RestoreWizard *open(const WizardStart &start = {})
    {
        wizard = std::make_unique<RestoreWizard>(*session, *settings, start);
        wizard->open();
        return wizard.get();
    }

    QString projectId(const QString &name) const
    {
        for (const Project &project : session->inventory().inventory().projects) {
            if (project.name == name)
                return project.id;
        }
        return {};
    }
    std::optional<Cluster> cluster(const QString &project, const QString &name) const
    {
        const Cluster *found = session->inventory().inventory().cluster(projectId(project), name);
        return found ? std::optional(*found) : std::nullopt;
    }
    /// Snapshots as the main window would have them, the newest first; empty if they don't come.
    QList<Snapshot> snapshots(const QString &project, const QString &name)
    {
        const auto of = cluster(project, name);
        if (!of)
            return {};
        session->snapshots().setScope({*of});
        session->snapshots().refresh();
        if (!QTest::qWaitFor([this] {
                return session->snapshots().isLoaded() && !session->snapshots().isLoading();
            }))
            return {};
        QList<Snapshot> list = session->snapshots().records();
        std::sort(list.begin(), list.end(),
                  [](const Snapshot &a, const Snapshot &b) { return a.taken > b.taken; });
        return list;
    }

    /// The creates that reached the server.
    QList<SeenRequest> posts() const
    {
        QList<SeenRequest> list = sandbox->seenRequests();
        list.removeIf([](const SeenRequest &request) {
            return request.verb != "POST"
                || (!request.path.contains("/clusters/")
                    && !request.path.contains("/flexClusters/"));
        });
        return list;
    }
    /// Everything that reached the server and was no reading.
    QList<SeenRequest> changes() const
    {
        QList<SeenRequest> list = sandbox->seenRequests();
        list.removeIf([](const SeenRequest &request) {
            return request.verb == "GET" || request.path.contains("/oauth/");
        });
        return list;
    }
    QJsonObject lastBody() const
    {
        const QList<SeenRequest> list = changes();
        return list.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(list.last().body).object();
    }
    /// Chooses the entry of a combo box that begins so; false if there is none that can be chosen.
    bool choose(const char *box, const QString &begin) const
    {
        auto *combo = find<QComboBox>(box);
        for (int i = 0; i < combo->count(); ++i) {
            const QModelIndex index = combo->model()->index(i, combo->modelColumn());
            if (combo->itemText(i).startsWith(begin) && (index.flags() & Qt::ItemIsEnabled)) {
                combo->setCurrentIndex(i);
                return true;
            }
        }
        return false;
    }
    void tick(const char *button) const { click(find<QAbstractButton>(button)); }

    template <typename T> T *find(const char *objectName) const
    {
        T *found = nullptr;
        const auto all = wizard->findChildren<T *>(objectName);
        for (T *one : all) {
            if (!found || one->isVisible())
                found = one;
        }
        if (!found)
            qFatal("no %s", objectName);
        return found;
    }
    QAbstractButton *commit() const { return find<QAbstractButton>("wizardCommit"); }
    QAbstractButton *next() const { return find<QAbstractButton>("wizardNext"); }

    /// Walks there by Tab, as a person without a mouse; false if it can't be reached.
    bool tabTo(QWidget *widget) const
    {
        for (int i = 0; i < 60; ++i) {
            QWidget *now = wizard->focusWidget();
            if (now == widget)
                return true;
            QTest::keyClick(now ? now : wizard.get(), Qt::Key_Tab);
        }
        return false;
    }
    void press(Qt::Key key) const
    {
        QWidget *now = wizard->focusWidget();
        QTest::keyClick(now ? now : wizard.get(), key);
    }
    void type(const QString &text) const { QTest::keyClicks(wizard->focusWidget(), text); }
    static void click(QAbstractButton *button)
    {
        QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(8, button->height() / 2));
    }
    /// Everything that can be read on the page.
    QString words() const
    {
        QStringList words;
        const auto labels = wizard->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible())
                words.append(label->text());
        }
        return words.join('\n');
    }
    /// Box, where there is one, and name, on the review page.
    void confirm(const QString &name) const
    {
        auto *traffic = find<QAbstractButton>("trafficStopped");
        if (!traffic->isChecked() && traffic->isVisible())
            QTest::mouseClick(traffic, Qt::LeftButton, {}, QPoint(8, traffic->height() / 2));
        auto *field = find<QWidget>("typedName");
        field->setFocus();
        QTest::keyClicks(field, name);
    }

    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<Sandbox> sandbox;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<Session> session;
    std::unique_ptr<RestoreWizard> wizard;
};
