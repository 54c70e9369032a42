// The API's own document (../shared/atlas-api/openapi.json), where it is beside the project.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

inline QJsonObject readJsonFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

class ApiDocument
{
public:
    ApiDocument() : m_api(readJsonFile(SNAPBACK_SOURCE_DIR "/../shared/atlas-api/openapi.json")) { }
    bool isThere() const { return !m_api.isEmpty(); }
    QJsonObject resolved(QJsonObject object) const
    {
        while (object.contains("$ref")) {
            const QStringList path = object["$ref"].toString().mid(2).split('/');
            QJsonValue at = m_api;
            for (const QString &step : path)
                at = at[step];
            object = at.toObject();
        }
        return object;
    }
    /// Empty if there is none.
    QJsonObject operation(const QString &id, QString *verb, QString *path) const
    {
        const QJsonObject paths = m_api["paths"].toObject();
        for (auto at = paths.begin(); at != paths.end(); ++at) {
            const QJsonObject verbs = at->toObject();
            for (auto it = verbs.begin(); it != verbs.end(); ++it) {
                if (it->toObject()["operationId"].toString() != id)
                    continue;
                *verb = it.key().toUpper();
                *path = at.key();
                return it->toObject();
            }
        }
        return {};
    }
    QStringList operationIds() const
    {
        QStringList ids;
        const QJsonObject paths = m_api["paths"].toObject();
        for (auto at = paths.begin(); at != paths.end(); ++at) {
            if (at.key().contains("/serverless/"))
                continue;
            for (const QJsonValue verb : at->toObject()) {
                if (verb.toObject().contains("operationId"))
                    ids.append(verb.toObject()["operationId"].toString());
            }
        }
        return ids;
    }
    /// What a body breaks of its schema: read-only or unknown fields, and required ones left out.
    QStringList faults(const QJsonObject &schemaOrRef, const QJsonValue &value,
                       const QString &at = {}) const
    {
        const QJsonObject schema = resolved(schemaOrRef);
        QStringList found;
        if (value.isArray()) {
            for (const QJsonValue &item : value.toArray())
                found += faults(schema["items"].toObject(), item, at + "[]");
            return found;
        }
        if (!value.isObject())
            return found;
        const QJsonObject properties = schema["properties"].toObject();
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QJsonObject own = properties[it.key()].toObject();
            const bool readOnly = own["readOnly"].toBool() || resolved(own)["readOnly"].toBool();
            if (own.isEmpty() || readOnly)
                found.append(at + '.' + it.key() + (readOnly ? " is read-only" : " is unknown"));
            else
                found += faults(own, it.value(), at + '.' + it.key());
        }
        for (const QJsonValue &name : schema["required"].toArray()) {
            if (!object.contains(name.toString()))
                found.append(at + '.' + name.toString() + " is required");
        }
        return found;
    }

private:
    const QJsonObject m_api;
};
