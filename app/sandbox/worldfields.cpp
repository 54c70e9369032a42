#include "sandbox/worldfields.h"

#include "base/format.h"

#include <QRegularExpression>

QJsonValue WorldFields::value(const char *key)
{
    m_asked.insert(QLatin1String(key));
    return m_object.value(QLatin1String(key));
}

void WorldFields::problem(const QString &what)
{
    m_problems->append(m_place + QStringLiteral(": ") + what);
}

QString WorldFields::text(const char *key, const QString &otherwise)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return otherwise;
    if (!found.isString())
        problem(QStringLiteral("\"%1\" must be text").arg(QLatin1String(key)));
    return found.toString();
}

QString WorldFields::requiredText(const char *key)
{
    const QString found = text(key);
    if (found.isEmpty())
        problem(QStringLiteral("\"%1\" is missing").arg(QLatin1String(key)));
    return found;
}

bool WorldFields::flag(const char *key, bool otherwise)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isBool())
        problem(QStringLiteral("\"%1\" must be true or false").arg(QLatin1String(key)));
    return found.toBool(otherwise);
}

double WorldFields::real(const char *key, double otherwise)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isDouble())
        problem(QStringLiteral("\"%1\" must be a number").arg(QLatin1String(key)));
    return found.toDouble(otherwise);
}

int WorldFields::number(const char *key, int otherwise)
{
    return int(real(key, otherwise));
}

bool WorldFields::parseDuration(const QString &text, qint64 *seconds) const
{
    static const QRegularExpression form(QStringLiteral("^(\\d+[ywdhms])+$"));
    static const QRegularExpression piece(QStringLiteral("(\\d+)([ywdhms])"));
    *seconds = 0;
    if (text == QLatin1String("0"))
        return true;
    if (!form.match(text).hasMatch())
        return false;
    for (auto it = piece.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QHash<QString, qint64> units {
            {QStringLiteral("y"), 365 * 86400}, {QStringLiteral("w"), 7 * 86400},
            {QStringLiteral("d"), 86400},       {QStringLiteral("h"), 3600},
            {QStringLiteral("m"), 60},          {QStringLiteral("s"), 1}};
        *seconds += match.captured(1).toLongLong() * units.value(match.captured(2));
    }
    return true;
}

qint64 WorldFields::duration(const char *key, const char *otherwise)
{
    return durations(key, otherwise).first;
}

QPair<qint64, qint64> WorldFields::durations(const char *key, const char *otherwise)
{
    QStringList given = texts(key);
    if (given.isEmpty())
        given.append(QLatin1String(otherwise));
    QPair<qint64, qint64> range;
    if (given.size() > 2 || !parseDuration(given.first(), &range.first)
        || !parseDuration(given.last(), &range.second) || range.second < range.first)
        problem(QStringLiteral("\"%1\" must be a time such as \"1d12h\"").arg(QLatin1String(key)));
    return range;
}

World::Moment WorldFields::moment(const char *key, const char *otherwise)
{
    const QString given = text(key, otherwise ? QLatin1String(otherwise) : QString());
    if (given.startsWith(QLatin1Char('-')) || given.startsWith(QLatin1Char('+'))) {
        qint64 seconds = 0;
        if (parseDuration(given.mid(1), &seconds))
            return given.startsWith(QLatin1Char('-')) ? m_start - seconds : m_start + seconds;
    } else if (const QDateTime time = parseIsoTime(given); time.isValid()) {
        return time.toSecsSinceEpoch();
    }
    problem(QStringLiteral("\"%1\" must be an offset such as \"-3h\" or an ISO 8601 time")
                .arg(QLatin1String(key)));
    return m_start;
}

QStringList WorldFields::texts(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isString())
        return {found.toString()};
    QStringList list;
    for (const QJsonValue &item : found.toArray()) {
        if (!item.isString())
            problem(QStringLiteral("\"%1\" must hold texts").arg(QLatin1String(key)));
        list.append(item.toString());
    }
    if (!found.isUndefined() && !found.isArray())
        problem(QStringLiteral("\"%1\" must be text or a list").arg(QLatin1String(key)));
    return list;
}

QJsonObject WorldFields::object(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isObject())
        problem(QStringLiteral("\"%1\" must be an object").arg(QLatin1String(key)));
    return found.toObject();
}

void WorldFields::each(const char *key, const std::function<void(WorldFields &)> &read)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isArray())
        problem(QStringLiteral("\"%1\" must be a list").arg(QLatin1String(key)));
    const QJsonArray list = found.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QJsonObject item = list.at(i).toObject();
        QString place = item.value(QLatin1String("name")).toString();
        if (place.isEmpty())
            place = QStringLiteral("%1 %2").arg(QLatin1String(key)).arg(i + 1);
        if (!m_place.isEmpty())
            place.prepend(m_place + QStringLiteral(" / "));
        WorldFields fields(item, place, m_start, m_problems);
        read(fields);
        fields.finish();
    }
}

void WorldFields::finish()
{
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_asked.contains(it.key()) && it.key() != QLatin1String("//"))
            problem(QStringLiteral("\"%1\" is not known").arg(it.key()));
    }
}
