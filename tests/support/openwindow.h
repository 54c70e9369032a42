// The window on a sandbox that the test holds in its hand: its clock, its faults, its requests.
#pragma once

#include "application.h"
#include "mainwindow.h"
#include "sandbox/sandbox.h"
#include "support/fakecredentialstore.h"
#include "tables/recordmodel.h"
#include "widgets/recordtable.h"

#include <QAction>
#include <QApplication>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

class OpenWindow
{
public:
    explicit OpenWindow(const StartOptions &options = {}, const SandboxOptions &world = {},
                        const std::function<void(Sandbox &)> &prepare = {})
    {
        QApplication::setQuitOnLastWindowClosed(false);
        auto started = Sandbox::start(world);
        if (!started)
            qFatal("%s", qPrintable(started.error().detail));
        atlas = std::move(*started);
        if (prepare)
            prepare(*atlas);
        ApplicationParts parts;
        parts.settings =
            std::make_unique<QSettings>(directory.filePath("settings.ini"), QSettings::IniFormat);
        parts.keychain = std::make_unique<FakeCredentialStore>();
        parts.journalFile = directory.filePath("activity.jsonl");
        application = std::make_unique<Application>(options, std::move(parts));
        window = std::make_unique<MainWindow>(*application);
        window->resize(1200, 780);
        window->show();
        Profile profile;
        profile.id = "test";
        profile.name = "Test";
        profile.baseUrl = atlas->login().baseUrl;
        profile.loginName = atlas->login().clientId;
        profile.net.proxy = NetSettings::Proxy::None;
        application->openWith(
            profile, ServiceAccount {atlas->login().clientId, atlas->login().clientSecret});
        session().jobs().setPollLimits(std::chrono::milliseconds(50),
                                       std::chrono::milliseconds(100));
    }

    Session &session() { return *application->session(); }
    JobStore &jobs() { return session().jobs(); }
    bool isReady()
    {
        return session().inventory().isLoaded() && !session().inventory().isLoading()
            && jobs().isLoaded() && !jobs().isLoading();
    }
    QTabWidget *pages() { return window->findChild<QTabWidget *>("pages"); }
    RecordTable *table() { return pages()->currentWidget()->findChild<RecordTable *>(); }
    RecordModelBase *model() { return qobject_cast<RecordModelBase *>(table()->model()); }
    QAction *action(const QString &name) { return window->findChild<QAction *>(name); }
    template <typename T> T *child(const QString &name) { return window->findChild<T *>(name); }
    QString text(int row, const char *column)
    {
        return model()->index(row, model()->columnOf(QLatin1String(column))).data().toString();
    }
    bool choose(const QString &name)
    {
        auto *tree = child<QTreeWidget>("projectsAndClusters");
        for (QTreeWidgetItemIterator it(tree); *it; ++it) {
            if ((*it)->text(0) == name) {
                tree->setCurrentItem(*it);
                return true;
            }
        }
        return false;
    }
    int seen(const QByteArray &verb, const QByteArray &pathPart) const
    {
        int count = 0;
        for (const SeenRequest &request : atlas->seenRequests())
            count += request.verb == verb && request.path.contains(pathPart) ? 1 : 0;
        return count;
    }

    QTemporaryDir directory;
    std::unique_ptr<Sandbox> atlas;
    std::unique_ptr<Application> application;
    std::unique_ptr<MainWindow> window;
};
