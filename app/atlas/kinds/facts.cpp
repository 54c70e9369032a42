#include "atlas/kinds/facts.h"

#include "atlas/json.h"
#include "base/format.h"

#include <QJsonArray>
#include <QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool saysNothing(const QJsonValue &value)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        return std::all_of(object.begin(), object.end(),
                           [](const QJsonValue &member) { return saysNothing(member); });
    }
    if (value.isArray())
        return value.toArray().isEmpty();
    return value.isNull() || value.isUndefined()
        || (value.isString() && value.toString().isEmpty());
}

// Of a field that is known to be no secret; what it may hold inside is not.
QString shownText(const QJsonValue &value)
{
    const QJsonObject field {{"value"_L1, value}};
    return valueText(value.isString() ? value : withoutSecrets(field).value("value"_L1));
}

} // namespace

FactReader::FactReader(QJsonObject raw, QList<Fact> *facts, QString prefix)
    : m_raw(std::move(raw)), m_facts(facts), m_prefix(std::move(prefix))
{
}

void FactReader::add(const QString &label, const QString &value, Fact::Type type,
                     const QDateTime &at)
{
    if (!value.isEmpty())
        m_facts->append({label, value, type, at});
}

void FactReader::text(QLatin1StringView key, const QString &label)
{
    m_known.insert(key);
    const QJsonValue value = m_raw.value(key);
    if (!saysNothing(value))
        add(label, shownText(value));
}

void FactReader::identifier(QLatin1StringView key, const QString &label)
{
    m_known.insert(key);
    const QJsonValue value = m_raw.value(key);
    if (!saysNothing(value))
        add(label, shownText(value), Fact::Type::Identifier);
}

void FactReader::time(QLatin1StringView key, const QString &label)
{
    const QDateTime at = readTime(m_raw, key);
    if (!at.isValid())
        return text(key, label);
    m_known.insert(key);
    add(label, toIsoTime(at), Fact::Type::Time, at);
}

void FactReader::flag(QLatin1StringView key, const QString &label)
{
    const QJsonValue value = m_raw.value(key);
    if (!value.isBool())
        return text(key, label);
    m_known.insert(key);
    add(label, value.toBool() ? Facts::tr("Yes") : Facts::tr("No"));
}

void FactReader::epoch(QLatin1StringView key, const QString &label)
{
    const QDateTime at = readEpoch(m_raw, key);
    if (!at.isValid())
        return text(key, label);
    m_known.insert(key);
    add(label, toIsoTime(at), Fact::Type::Time, at);
}

void FactReader::timestamp(QLatin1StringView key, const QString &label,
                           const QString &incrementLabel)
{
    const QJsonValue value = m_raw.value(key);
    if (!value.isObject())
        return time(key, label);
    m_known.insert(key);
    FactReader inner(value.toObject(), m_facts, m_prefix + key + u'.');
    inner.time("date"_L1, label);
    inner.text("increment"_L1, incrementLabel);
    inner.leftOver();
}

void FactReader::size(QLatin1StringView key, const QString &label)
{
    const std::optional<qint64> bytes = readInteger(m_raw, key);
    if (!bytes || *bytes < 0)
        return text(key, label);
    m_known.insert(key);
    if (*bytes < 1024)
        add(label, formatSize(*bytes));
    else
        add(label, Facts::tr("%1 (%2 bytes)").arg(formatSize(*bytes)).arg(*bytes));
}

void FactReader::list(QLatin1StringView key, const QString &label)
{
    const QJsonValue value = m_raw.value(key);
    if (!value.isArray())
        return text(key, label);
    m_known.insert(key);
    QStringList items;
    for (const QJsonValue &item : value.toArray())
        items.append(shownText(item));
    add(label, items.join(", "_L1));
}

void FactReader::elsewhere(std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys)
        m_known.insert(key);
}

void FactReader::leftOver()
{
    for (auto it = m_raw.constBegin(); it != m_raw.constEnd(); ++it) {
        if (it.key() == "links"_L1 || m_known.contains(it.key()) || saysNothing(it.value()))
            continue;
        m_known.insert(it.key());
        const QJsonObject field {{it.key(), it.value()}};
        add(m_prefix + it.key(), valueText(withoutSecrets(field).value(it.key())));
    }
}

QString fileNameOf(const QString &url)
{
    return QUrl(url).fileName();
}

Delivery deliveryOf(const QString &label, const QString &url)
{
    Delivery delivery;
    delivery.label = label;
    delivery.fileName = fileNameOf(url);
    delivery.url = Secret(url.toUtf8());
    return delivery;
}
