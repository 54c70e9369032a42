// A job as a few lines of plain text with UTC times, for the incident ticket. No URL, no secret.
#pragma once

#include "atlas/restorejob.h"

#include <functional>

QString jobSummary(const RestoreJob &job,
                   const std::function<QString(const QString &)> &projectName,
                   const QDateTime &now);
