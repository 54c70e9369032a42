// One HTTP request as the sandbox received it, and one answer. Values, without a socket.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

/// The bytes before the first `mark`, all of them if there is none.
inline QByteArray upTo(const QByteArray &bytes, char mark)
{
    const qsizetype at = bytes.indexOf(mark);
    return at < 0 ? bytes : bytes.left(at);
}

using ServerHeaders = QList<QPair<QByteArray, QByteArray>>;

struct ServerRequest {
    QByteArray verb;
    QByteArray target; // path and query as sent
    QStringList segments; // decoded one by one: a %2F stays inside its segment
    QList<QPair<QString, QString>> query; // decoded
    ServerHeaders headers;
    QByteArray body;
    bool keepAlive = true;

    /// The first header of that name (case ignored); null if there is none.
    QByteArray header(const char *name) const
    {
        for (const auto &[key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value.isNull() ? QByteArray("") : value;
        }
        return {};
    }
    /// The last query item of that name.
    std::optional<QString> queryValue(QStringView name) const
    {
        std::optional<QString> found;
        for (const auto &[key, value] : query) {
            if (key == name)
                found = value;
        }
        return found;
    }
    QByteArray path() const { return upTo(target, '?'); }
};

/// A long body, made piece by piece while the client takes it.
class ServerBody
{
public:
    virtual ~ServerBody() = default;
    virtual qint64 size() const = 0;
    /// At most so many bytes, never none before the end. Asked for in order.
    virtual QByteArray piece(qint64 from, qint64 most) = 0;
    /// Called once if sending was begun: the last byte is out, or it failed before.
    virtual void ended(bool complete) = 0;
};

struct ServerReply {
    int status = 200;
    ServerHeaders headers; // without Content-Length, Date and Connection
    QByteArray body;
    std::shared_ptr<ServerBody> stream {}; // instead of `body`; null: none
};

/// RFC 9110 section 5.6.7.
QByteArray httpDate(const QDateTime &time);
/// "Not Found" for 404 (RFC 9110 section 15); never empty.
QByteArray reasonPhrase(int status);
