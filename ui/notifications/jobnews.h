// What became of watched jobs, told twice: as a banner in the window and as a message of the
// desktop. Never a modal box. What has come out otherwise since leaves the banner by itself;
// failures stay until they are closed.
#pragma once

#include "atlas/restorejob.h"
#include "style/theme.h"

#include <QObject>

class Banner;
class DesktopNotifications;
class Session;
class WatchList;

class JobNews : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    JobNews(Banner &banner, DesktopNotifications &desktop, QObject *parent = nullptr);

    /// Null between profiles.
    void follow(Session *session, WatchList *watchList);

signals:
    void showJobRequested(const RestoreJob &job);

private:
    struct Line {
        RestoreJob job; // with the state that was told
        QString text;
        theme::Tone tone = theme::Tone::Info;
    };

    void tellEnd(const RestoreJob &job);
    void tellExpiry(const RestoreJob &job);
    void tell(const RestoreJob &job, const QString &title, const QString &text, theme::Tone tone);
    void take(const RestoreJob &fresh);
    void lookAgain();
    void showLines();
    QString linesText() const;
    QDateTime now() const;

    Banner &m_banner;
    DesktopNotifications &m_desktop;
    Session *m_session = nullptr;
    WatchList *m_watchList = nullptr;
    QHash<QString, RestoreJob> m_told; // by id, for the desktop's action
    QList<Line> m_lines; // in the banner, the newest last
};
