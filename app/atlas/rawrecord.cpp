#include "atlas/rawrecord.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace {

struct RawRecordWords {
    Q_DECLARE_TR_FUNCTIONS(RawRecord)
};

// A field nobody knows yet may hold a key or a pre-signed URL.
bool soundsSecret(const QString &name)
{
    if (name == "authHeader"_L1)
        return false; // a header's name; its value is authValue
    for (const auto word : {"auth"_L1, "token"_L1, "secret"_L1, "password"_L1, "credential"_L1,
                            "signature"_L1, "url"_L1}) {
        if (name.contains(word, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// What a field of this name may show.
QJsonValue shown(const QString &name, const QJsonValue &value)
{
    if (name == "links"_L1)
        return value;
    if (value.isObject())
        return withoutSecrets(value.toObject());
    if (value.isArray()) {
        QJsonArray items;
        for (const QJsonValue &item : value.toArray())
            items.append(shown(name, item));
        return items;
    }
    const bool hidden = value.isString() && !value.toString().isEmpty()
        && (soundsSecret(name) || value.toString().contains("://"_L1));
    return hidden ? QJsonValue(RawRecordWords::tr("(hidden)")) : value;
}

} // namespace

QJsonObject RawRecord::object() const
{
    if (!m_page)
        return {};
    return QJsonDocument::fromJson(qUncompress(*m_page)).array().at(m_index).toObject();
}

std::shared_ptr<const QByteArray> RawRecord::packPage(const QJsonArray &results)
{
    return std::make_shared<const QByteArray>(
        qCompress(QJsonDocument(results).toJson(QJsonDocument::Compact)));
}

QJsonObject withoutSecrets(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it)
        clean.insert(it.key(), shown(it.key(), it.value()));
    return clean;
}

QString rawText(const RawRecord &raw, bool withSecrets)
{
    const QJsonObject object = raw.object();
    return QString::fromUtf8(QJsonDocument(withSecrets ? object : withoutSecrets(object)).toJson());
}

QByteArray rawLine(const RawRecord &raw)
{
    return QJsonDocument(withoutSecrets(raw.object())).toJson(QJsonDocument::Compact);
}
