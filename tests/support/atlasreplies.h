// Replies for tests that need no network: from JSON, and from files of raw HTTP.
#pragma once

#include "base/format.h"
#include "http/request.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

inline Reply jsonReply(const QByteArray &body, int status = 200,
                       const QByteArray &mediaType = "application/vnd.atlas.2023-01-01+json")
{
    Reply reply;
    reply.info.status = status;
    reply.info.mediaType = mediaType;
    reply.body = body;
    return reply;
}

inline Reply jsonReply(const QJsonObject &body, int status = 200)
{
    return jsonReply(QJsonDocument(body).toJson(), status);
}

/// Status line, headers, blank line, body; as client.h would hand it on.
inline Reply readHttpFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    QByteArray bytes = file.readAll();
    const qsizetype headerEnd = bytes.indexOf("\n\n") < 0 ? bytes.size() : bytes.indexOf("\n\n");
    const qsizetype crlfEnd = bytes.indexOf("\r\n\r\n");
    const bool crlf = crlfEnd >= 0 && crlfEnd < headerEnd;
    const QList<QByteArray> lines = bytes.left(crlf ? crlfEnd : headerEnd).split('\n');
    Reply reply;
    reply.info.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines) {
        const QByteArray name = line.left(line.indexOf(':')).trimmed().toLower();
        const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
        if (name == "content-type")
            reply.info.mediaType = value;
        else if (name == "date")
            reply.info.date = parseHttpDate(QString::fromLatin1(value));
        else if (name == "retry-after")
            reply.info.retryAfter = std::chrono::seconds(value.toInt());
    }
    reply.body = bytes.mid(crlf ? crlfEnd + 4 : headerEnd + 2);
    return reply;
}

/// The JSON objects that stand in a text, in order; braces of code and prose are passed over.
inline QList<QJsonObject> objectsIn(const QByteArray &text)
{
    QList<QJsonObject> found;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '{')
            continue;
        int depth = 0;
        bool inString = false;
        for (qsizetype j = i; j < text.size(); ++j) {
            if (inString) {
                if (text[j] == '\\')
                    ++j;
                else if (text[j] == '"')
                    inString = false;
                continue;
            }
            inString = text[j] == '"';
            depth += text[j] == '{' ? 1 : text[j] == '}' ? -1 : 0;
            if (depth > 0)
                continue;
            const QJsonObject object = QJsonDocument::fromJson(text.mid(i, j - i + 1)).object();
            if (!object.isEmpty()) {
                found.append(object);
                i = j;
            }
            break;
        }
    }
    return found;
}
