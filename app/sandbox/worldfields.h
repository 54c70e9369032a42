// One object of the world file, read field by field: what is missing, of the wrong type or not
// known is noted with its place, so that a typo in the file is one clear sentence.
#pragma once

#include "sandbox/world.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <functional>

class WorldFields
{
public:
    WorldFields(QJsonObject object, QString place, World::Moment start, QStringList *problems)
        : m_object(std::move(object)), m_place(std::move(place)), m_start(start),
          m_problems(problems)
    {
    }

    bool has(const char *key) const { return m_object.contains(QLatin1String(key)); }
    QString text(const char *key, const QString &otherwise = {});
    QString requiredText(const char *key);
    bool flag(const char *key, bool otherwise = false);
    int number(const char *key, int otherwise = 0);
    double real(const char *key, double otherwise = 0);
    /// "1d12h", "90s": seconds.
    qint64 duration(const char *key, const char *otherwise = "0s");
    /// One duration or a list of two: at least and at most.
    QPair<qint64, qint64> durations(const char *key, const char *otherwise);
    /// "-3h" or "+40m" from the start, or an ISO 8601 time.
    World::Moment moment(const char *key, const char *otherwise = nullptr);
    /// A string or a list of strings.
    QStringList texts(const char *key);
    QJsonObject object(const char *key);
    /// Runs `read` for each object of a list.
    void each(const char *key, const std::function<void(WorldFields &)> &read);
    /// A key that somebody else reads.
    void skip(const char *key) { m_asked.insert(QLatin1String(key)); }
    /// Notes the keys nobody asked for.
    void finish();

    QString place() const { return m_place; }
    void problem(const QString &what);

private:
    QJsonValue value(const char *key);
    bool parseDuration(const QString &text, qint64 *seconds) const;

    QJsonObject m_object;
    QString m_place;
    World::Moment m_start;
    QStringList *m_problems;
    QSet<QString> m_asked;
};
