#include "sandbox/bodyfields.h"

#include <QRegularExpression>
#include <cmath>

bool BodyFields::has(const QString &name) const
{
    return m_body.contains(name) && !(m_body.value(name).isNull() && m_nullable.contains(name));
}

QJsonValue BodyFields::value(const QString &name)
{
    m_asked.insert(name);
    return has(name) ? m_body.value(name) : QJsonValue(QJsonValue::Undefined);
}

void BodyFields::refuse(const char *code, const QString &name, const QString &why)
{
    if (!m_problem)
        m_problem = {400, QLatin1String(code), why, {name}, name};
}

void BodyFields::forbid(const QString &name, const QString &because)
{
    m_asked.insert(name);
    if (has(name))
        refuse("INVALID_ATTRIBUTE", name,
               QStringLiteral("Attribute %1 can't be specified %2.").arg(name, because));
}

void BodyFields::require(const QString &name)
{
    m_asked.insert(name);
    if (!has(name))
        refuse("MISSING_ATTRIBUTE", name,
               QStringLiteral("The required attribute %1 was not specified.").arg(name));
}

QString BodyFields::text(const QString &name)
{
    static const QRegularExpression anything(QStringLiteral(".*"),
                                             QRegularExpression::DotMatchesEverythingOption);
    return text(name, anything);
}

QString BodyFields::text(const QString &name, const QRegularExpression &form)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return {};
    if (!found.isString() || !form.match(found.toString()).hasMatch())
        refuse("INVALID_ATTRIBUTE", name,
               QStringLiteral("Attribute %1 has an invalid value.").arg(name));
    return found.toString();
}

QString BodyFields::id(const QString &name)
{
    static const QRegularExpression form(QStringLiteral("^[a-f0-9]{24}$"));
    return text(name, form);
}

QString BodyFields::clusterName(const QString &name)
{
    static const QRegularExpression form(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9-]*$"));
    return text(name, form);
}

QString BodyFields::word(const QString &name, const QStringList &words)
{
    const QString found = text(name);
    if (has(name) && m_body.value(name).isString() && !words.contains(found))
        refuse("INVALID_ENUM_VALUE", name,
               QStringLiteral("Attribute %1 must be one of %2.")
                   .arg(name, words.join(QLatin1String(", "))));
    return found;
}

qint64 BodyFields::number(const QString &name, qint64 least, qint64 most)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return 0;
    const double real = found.toDouble();
    if (!found.isDouble() || real != std::floor(real)) {
        refuse("INVALID_ATTRIBUTE", name,
               QStringLiteral("Attribute %1 must be a whole number.").arg(name));
        return 0;
    }
    if (real < double(least) || real > double(most)) {
        refuse(
            "VALIDATION_ERROR", name,
            QStringLiteral("Attribute %1 must be from %2 to %3.").arg(name).arg(least).arg(most));
        return 0;
    }
    return found.toInteger();
}

QJsonArray BodyFields::list(const QString &name, int most)
{
    const QJsonValue found = value(name);
    if (!found.isUndefined() && !found.isArray())
        refuse("INVALID_ATTRIBUTE", name, QStringLiteral("Attribute %1 must be a list.").arg(name));
    if (found.toArray().size() > most)
        refuse("VALIDATION_ERROR", name,
               QStringLiteral("Attribute %1 can hold %2 items at most.").arg(name).arg(most));
    return found.toArray();
}

std::optional<ApiProblem> BodyFields::finish() const
{
    for (auto it = m_body.begin(); it != m_body.end(); ++it) {
        if (!m_asked.contains(it.key()))
            return ApiProblem {400,
                               QStringLiteral("INVALID_ATTRIBUTE"),
                               QStringLiteral("Invalid attribute %1 specified.").arg(it.key()),
                               {it.key()},
                               it.key()};
    }
    return m_problem;
}
