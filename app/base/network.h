// What every access manager and request of the program has in common: the person's proxy and
// certificates, and attributes that keep Qt from doing anything of its own (HTTP/2, redirects,
// cookies, cache, logins). Nothing is sent from here.
#pragma once

#include "base/netsettings.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslConfiguration>

#include <memory>
#include <optional>

/// True for localhost and loopback addresses.
bool isLoopback(const QString &host);
/// True when a proxy stands between this computer and `url`. Never for loopback.
bool usesProxy(const NetSettings &net, const QUrl &url);
/// One that goes by the settings' proxy.
std::unique_ptr<QNetworkAccessManager> makeAccessManager(const NetSettings &net);
/// A request that is sent as it stands, with our User-Agent.
QNetworkRequest bareRequest(const QUrl &url);
/// The system's certificates and those of a PEM file; nothing, and the problem as a sentence, if
/// the file can't be read or holds none.
std::optional<QSslConfiguration> trustAlso(const QString &pemFile, QString *problem);
