#include "atlas/json.h"

#include "atlas/errors.h"
#include "base/format.h"

#include <QJsonDocument>
#include <QLocale>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

Error badReply(const Reply &reply, const QString &detail)
{
    Error error;
    error.kind = Error::Kind::BadReply;
    error.httpStatus = reply.info.status;
    error.detail = detail;
    return error;
}

QByteArray typeAlone(const QByteArray &mediaType)
{
    return mediaType.split(';').first().trimmed();
}

QString numberText(double number)
{
    if (std::abs(number) < 1e15 && number == std::floor(number))
        return QString::number(qint64(number));
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

bool isWhole(const QJsonValue &value)
{
    return value.isDouble() && value.toVariant().typeId() == QMetaType::LongLong;
}

// `status` is also a word in several records, so only a number makes an envelope.
std::optional<int> envelopeStatus(const QJsonObject &object)
{
    const QJsonValue status = object.value("status"_L1);
    if (!status.isDouble()
        || (!object.contains("content"_L1) && !object.contains("results"_L1)
            && !object.contains("errorCode"_L1)))
        return {};
    return status.toInt();
}

Result<QJsonValue> readJson(const Reply &reply)
{
    if (!reply.info.mediaType.isEmpty() && !isJsonMediaType(reply.info.mediaType)) {
        const QByteArray type = typeAlone(reply.info.mediaType);
        return badReply(reply, u"The answer is %1, not JSON."_s.arg(QString::fromLatin1(type)));
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(reply.body, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return badReply(reply,
                        u"The answer is no JSON: %1 at byte %2 of %3."_s.arg(problem.errorString())
                            .arg(problem.offset)
                            .arg(reply.body.size()));
    }
    if (document.isArray())
        return QJsonValue(document.array());
    const QJsonObject object = document.object();
    const std::optional<int> status = envelopeStatus(object);
    if (!status)
        return QJsonValue(object);
    if (*status >= 400) {
        Reply inner = reply;
        inner.info.status = *status;
        return readAtlasError(inner);
    }
    return object.contains("content"_L1) ? object.value("content"_L1) : QJsonValue(object);
}

} // namespace

bool isJsonMediaType(const QByteArray &mediaType)
{
    const QByteArray type = typeAlone(mediaType).toLower();
    return type == "application/json" || type.endsWith("+json");
}

QString valueText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        return isWhole(value) ? QString::number(value.toInteger()) : numberText(value.toDouble());
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    default:
        return {};
    }
}

QString readString(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isArray() || value.isObject() ? QString() : valueText(value);
}

std::optional<qint64> readInteger(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    if (isWhole(value))
        return value.toInteger();
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (number == std::floor(number) && std::abs(number) < 9.2e18)
            return qint64(number);
        return {};
    }
    bool ok = false;
    const qint64 number = value.toString().trimmed().toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

bool readBool(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.toBool() || value.toString().compare("true"_L1, Qt::CaseInsensitive) == 0;
}

QDateTime readTime(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    if (value.isObject())
        return parseIsoTime(value.toObject().value("date"_L1).toString());
    return parseIsoTime(value.toString());
}

QDateTime readEpoch(const QJsonObject &object, QLatin1StringView key)
{
    const std::optional<qint64> seconds = readInteger(object, key);
    // Outside the years QDateTime can write, a number is no time.
    if (!seconds || *seconds <= 0 || *seconds > 253'402'300'799)
        return {};
    return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
}

QJsonObject readObject(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toObject();
}

QJsonArray readArray(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toArray();
}

Result<QJsonObject> readBody(const Reply &reply)
{
    Result<QJsonValue> json = readJson(reply);
    if (!json)
        return json.error();
    if (!json->isObject())
        return badReply(reply, u"The answer is JSON, but no object."_s);
    return json->toObject();
}

Result<RawPage> readPageBody(const Reply &reply, const std::optional<PageRequest> &page)
{
    Result<QJsonValue> json = readJson(reply);
    if (!json)
        return json.error();
    RawPage raw;
    if (json->isArray()) {
        raw.results = json->toArray();
        return raw;
    }
    if (!json->isObject())
        return badReply(reply, u"The answer is JSON, but no list."_s);
    const QJsonObject body = json->toObject();
    raw.results = readArray(body, "results"_L1);
    const qint64 total = readInteger(body, "totalCount"_L1).value_or(-1);
    raw.totalCount = int(qBound(qint64(-1), total, qint64(std::numeric_limits<int>::max())));
    if (!page || raw.results.isEmpty())
        return raw;
    const QJsonArray links = readArray(body, "links"_L1);
    for (const QJsonValue &link : links)
        raw.hasNext = raw.hasNext || link.toObject().value("rel"_L1).toString() == "next"_L1;
    if (links.isEmpty())
        raw.hasNext = raw.totalCount > qint64(page->pageNum) * page->itemsPerPage;
    return raw;
}
