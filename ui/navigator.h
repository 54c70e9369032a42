// Brings in front what is asked for: a job, or what a link names, as soon as the inventory and the
// lists are read. It only shows; nothing is started.
#pragma once

#include "base/error.h"
#include "session/deeplink.h"

#include <QObject>
#include <optional>

class Application;
class Pages;
class Sidebar;
struct Cluster;
struct RestoreJob;

class Navigator : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    Navigator(Application &application, Sidebar &sidebar, Pages &pages, QObject *parent = nullptr);

    /// A new session is open: what is still asked for is looked for in it.
    void takeSession();
    void showJob(const RestoreJob &job);
    /// Instead of what an earlier link still waits for.
    void openLink(const DeepLink &link);

signals:
    /// What the link names is not there, or can't be seen: a sentence for the person.
    void linkFailed(const QString &sentence);
    /// The page's filter hid what is asked for and is gone.
    void filterDropped();

private:
    void followLink();
    void showPlace();
    void lookForJob(const Cluster &cluster);
    void takeFailure(const Error &error);
    void dropFilter(const QString &id);
    void fail(const QString &sentence);

    Application &m_application;
    Sidebar &m_sidebar;
    Pages &m_pages;
    std::optional<DeepLink> m_link; // still to be shown
    int m_tries = -1; // reads of the link's job that may still find it; -1: not begun
    std::optional<Error> m_error; // of such a read, if it says nothing of the job
};
