#include "transfer/partstate.h"

#include <QJsonDocument>
#include <QJsonObject>

QByteArray writePartState(const PartState &state)
{
    QJsonObject object;
    object[QLatin1String("snapbackPart")] = 1;
    object[QLatin1String("label")] = state.label;
    object[QLatin1String("size")] = state.size;
    object[QLatin1String("etag")] = QString::fromLatin1(state.etag);
    object[QLatin1String("lastModified")] = QString::fromLatin1(state.lastModified);
    object[QLatin1String("bytes")] = state.bytes;
    object[QLatin1String("sha256")] = QString::fromLatin1(state.sha256);
    if (!state.name.isEmpty()) {
        object[QLatin1String("name")] = state.name;
        object[QLatin1String("inode")] = QString::number(state.inode);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<PartState> readPartState(const QByteArray &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object[QLatin1String("snapbackPart")].toInt() != 1)
        return std::nullopt;
    PartState state;
    state.label = object[QLatin1String("label")].toString();
    state.size = object[QLatin1String("size")].toInteger(-1);
    state.etag = object[QLatin1String("etag")].toString().toLatin1();
    state.lastModified = object[QLatin1String("lastModified")].toString().toLatin1();
    state.bytes = object[QLatin1String("bytes")].toInteger();
    state.sha256 = object[QLatin1String("sha256")].toString().toLatin1();
    state.name = object[QLatin1String("name")].toString();
    state.inode = object[QLatin1String("inode")].toString().toULongLong();
    const bool fits = state.bytes >= 0 && (state.size < 0 || state.bytes <= state.size);
    if (!fits || state.name.contains(QLatin1Char('/')))
        return std::nullopt;
    return state;
}
