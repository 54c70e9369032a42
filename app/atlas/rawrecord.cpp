#include "atlas/rawrecord.h"

#include <QJsonDocument>

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
