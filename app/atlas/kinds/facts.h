// From a raw record to the lines of the details pane. What a kind names gets a label; whatever is
// left over is appended under Atlas's own name, so that nothing Atlas says is lost. Absent, null
// and empty values make no line. Secrets (URLs, header values) never become a line.
#pragma once

#include "atlas/restorejob.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QSet>

/// The translation context of every label.
struct Facts {
    Q_DECLARE_TR_FUNCTIONS(Facts)
};

class FactReader
{
public:
    /// Appends to `facts`. `prefix` stands before the names of left-over fields ("delivery.").
    FactReader(QJsonObject raw, QList<Fact> *facts, QString prefix = {});

    void text(QLatin1StringView key, const QString &label);
    void identifier(QLatin1StringView key, const QString &label);
    void time(QLatin1StringView key, const QString &label);
    void flag(QLatin1StringView key, const QString &label);
    /// Seconds since 1970.
    void epoch(QLatin1StringView key, const QString &label);
    /// A BSON timestamp, {date, increment}.
    void timestamp(QLatin1StringView key, const QString &label, const QString &incrementLabel);
    void size(QLatin1StringView key, const QString &label);
    /// A list of plain values on one line.
    void list(QLatin1StringView key, const QString &label);
    /// These are shown somewhere else.
    void elsewhere(std::initializer_list<QLatin1StringView> keys);
    /// Every field not named so far; links are left to the raw view.
    void leftOver();

private:
    void add(const QString &label, const QString &value, Fact::Type type = Fact::Type::Text,
             const QDateTime &at = {});

    QJsonObject m_raw;
    QList<Fact> *m_facts;
    QString m_prefix;
    QSet<QString> m_known;
};

/// The last segment of a URL's path.
QString fileNameOf(const QString &url);
/// A Delivery for a URL.
Delivery deliveryOf(const QString &label, const QString &url);
