// The raw JSON of one record, kept compressed by the page it came with: what is only shown is read
// from here on demand, so a hundred thousand jobs fit in tens of megabytes. Values; copies share
// the page.
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <memory>

class RawRecord
{
public:
    RawRecord() = default;
    /// Record number `index` of a page made by packPage().
    RawRecord(std::shared_ptr<const QByteArray> page, qsizetype index)
        : m_page(std::move(page)), m_index(index)
    {
    }

    /// The JSON as Atlas sent it; empty for a default RawRecord. Unpacks the page: for one record
    /// at a time.
    QJsonObject object() const;
    /// Same page, same place: cheap, and true only for copies.
    bool operator==(const RawRecord &) const = default;

    static std::shared_ptr<const QByteArray> packPage(const QJsonArray &results);

private:
    std::shared_ptr<const QByteArray> m_page;
    qsizetype m_index = 0;
};

/// A copy in which every string that may be a secret (a URL, an authorization value) is replaced by
/// a word that says so. `links` keep theirs: they are Atlas's own addresses, no keys.
QJsonObject withoutSecrets(const QJsonObject &object);
/// The record as indented JSON, for people; secrets are left out unless asked for.
QString rawText(const RawRecord &raw, bool withSecrets);
/// The record as one line of JSON without secrets, for the clipboard and for exports.
QByteArray rawLine(const RawRecord &raw);
