// Lenient reading of Atlas's JSON: nulls, wrong types and unknown words never fail, numbers keep
// every digit that Qt keeps. Only a body that is no JSON at all is an error (BadReply), and its
// detail never quotes the body.
#pragma once

#include "atlas/resources.h"
#include "http/request.h"

#include <QJsonArray>
#include <QJsonObject>
#include <optional>

/// True for application/json and anything ending in +json; parameters and case don't matter.
bool isJsonMediaType(const QByteArray &mediaType);

/// Text, or a number or boolean as text; empty for null, absent, list and object.
QString readString(const QJsonObject &object, QLatin1StringView key);
/// A whole number, also when sent as text; nothing for anything else.
std::optional<qint64> readInteger(const QJsonObject &object, QLatin1StringView key);
/// True or false, also when sent as text; false for anything else.
bool readBool(const QJsonObject &object, QLatin1StringView key);
/// An ISO 8601 time, or the `date` of a {date, increment} pair; UTC, invalid for anything else.
QDateTime readTime(const QJsonObject &object, QLatin1StringView key);
/// Seconds since 1970, UTC; invalid for anything that is no such number.
QDateTime readEpoch(const QJsonObject &object, QLatin1StringView key);
/// The object or list under a key; empty if it is something else.
QJsonObject readObject(const QJsonObject &object, QLatin1StringView key);
QJsonArray readArray(const QJsonObject &object, QLatin1StringView key);
/// Any value on one line: text bare, numbers with all digits, the rest as JSON.
QString valueText(const QJsonValue &value);

/// The body of a 2xx as one object, out of its envelope if it has one. An enveloped status of 400
/// or more becomes that error.
Result<QJsonObject> readBody(const Reply &reply);

/// A list's reply before its records are read.
struct RawPage {
    QJsonArray results;
    int totalCount = -1;
    bool hasNext = false;
};

/// `page` empty: the list has no pages, so there is never a next one. An empty page is the last.
Result<RawPage> readPageBody(const Reply &reply, const std::optional<PageRequest> &page);
