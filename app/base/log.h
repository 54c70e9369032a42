// The program's log categories, and the one way to write a URL into a log. Headers, bodies and
// queries are never logged.
#pragma once

#include <QLoggingCategory>
#include <QUrl>

Q_DECLARE_LOGGING_CATEGORY(lcHttp)
Q_DECLARE_LOGGING_CATEGORY(lcSession)
Q_DECLARE_LOGGING_CATEGORY(lcSandbox)

/// Scheme, host and path without user, query and fragment.
QString loggableUrl(const QUrl &url);
