// What became of the downloads that went on without the window, as a message of the desktop.
#pragma once

#include "notifications/desktopnotifications.h"
#include "transfers/transfercolumns.h"

/// `rows` have all ended, well or not; there is at least one. Its button says "Open".
DesktopMessage downloadsEnded(const QString &key, const QList<TransferRow> &rows);
