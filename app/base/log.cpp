#include "base/log.h"

Q_LOGGING_CATEGORY(lcHttp, "snapback.http", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSession, "snapback.session", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSandbox, "snapback.sandbox", QtWarningMsg)

QString loggableUrl(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}
