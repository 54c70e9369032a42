// The body of a create call, read field by field as Atlas does: a field that is unknown, read-only,
// of the wrong type or missing is refused, not ignored. The first mistake found is the answer.
#pragma once

#include "sandbox/routes.h"

#include <QSet>

class QRegularExpression;

class BodyFields
{
public:
    explicit BodyFields(const QJsonObject &body, const QStringList &nullable = {})
        : m_body(body), m_nullable(nullable)
    {
    }

    /// True if the field is there and not a permitted null.
    bool has(const QString &name) const;
    QString text(const QString &name);
    QString text(const QString &name, const QRegularExpression &form);
    /// 24 hex digits.
    QString id(const QString &name);
    QString clusterName(const QString &name);
    QString word(const QString &name, const QStringList &words);
    /// A whole number; 0 if it is not there.
    qint64 number(const QString &name, qint64 least, qint64 most = 2'147'483'647);
    QJsonArray list(const QString &name, int most);
    void require(const QString &name);
    /// Notes a mistake found elsewhere. `name` is the field.
    void refuse(const char *code, const QString &name, const QString &why);
    /// A field that has no business beside the others.
    void forbid(const QString &name, const QString &because);

    /// The mistake to answer, fields nobody asked for first.
    std::optional<ApiProblem> finish() const;

private:
    QJsonValue value(const QString &name);

    const QJsonObject &m_body;
    QStringList m_nullable;
    QSet<QString> m_asked;
    std::optional<ApiProblem> m_problem;
};
