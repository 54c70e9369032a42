#include "sandbox/faults.h"

#include <QSet>

using namespace std::chrono_literals;

bool readFault(const QJsonObject &json, Fault *fault, QString *why)
{
    static const QSet<QString> known {QStringLiteral("verb"),
                                      QStringLiteral("path"),
                                      QStringLiteral("nth"),
                                      QStringLiteral("count"),
                                      QStringLiteral("loggedInOnly"),
                                      QStringLiteral("carriedOut"),
                                      QStringLiteral("delayMs"),
                                      QStringLiteral("status"),
                                      QStringLiteral("errorCode"),
                                      QStringLiteral("retryAfter"),
                                      QStringLiteral("cutAfter"),
                                      QStringLiteral("reset"),
                                      QStringLiteral("noAnswer"),
                                      QStringLiteral("wrongLength"),
                                      QStringLiteral("bytesPerSecond"),
                                      QStringLiteral("stallAfter"),
                                      QStringLiteral("flipByte"),
                                      QStringLiteral("linkExpired"),
                                      QStringLiteral("changedEtag"),
                                      QStringLiteral("ignoreRange")};
    for (auto it = json.begin(); it != json.end(); ++it) {
        if (!known.contains(it.key())) {
            *why = QStringLiteral("a fault has no \"%1\"").arg(it.key());
            return false;
        }
    }
    Fault read;
    read.verb = json.value(QLatin1String("verb")).toString().toLatin1();
    read.path = json.value(QLatin1String("path")).toString();
    read.nth = json.value(QLatin1String("nth")).toInt();
    read.count = json.value(QLatin1String("count")).toInt();
    read.loggedInOnly = json.value(QLatin1String("loggedInOnly")).toBool();
    if (json.contains(QLatin1String("carriedOut")))
        read.request = json.value(QLatin1String("carriedOut")).toBool() ? Fault::Request::CarriedOut
                                                                        : Fault::Request::Ignored;
    read.delay = std::chrono::milliseconds(json.value(QLatin1String("delayMs")).toInt());
    read.status = json.value(QLatin1String("status")).toInt();
    read.errorCode = json.value(QLatin1String("errorCode")).toString();
    read.retryAfter = json.value(QLatin1String("retryAfter")).toInt(-1);
    read.cutAfter = json.value(QLatin1String("cutAfter")).toInteger(-1);
    read.reset = json.value(QLatin1String("reset")).toBool();
    read.noAnswer = json.value(QLatin1String("noAnswer")).toBool();
    read.wrongLength = json.value(QLatin1String("wrongLength")).toInt();
    read.bytesPerSecond = json.value(QLatin1String("bytesPerSecond")).toInt();
    read.stallAfter = json.value(QLatin1String("stallAfter")).toInteger(-1);
    read.flipByte = json.value(QLatin1String("flipByte")).toInteger(-1);
    read.linkExpired = json.value(QLatin1String("linkExpired")).toBool();
    read.changedEtag = json.value(QLatin1String("changedEtag")).toBool();
    read.ignoreRange = json.value(QLatin1String("ignoreRange")).toBool();
    if (read.status != 0 && (read.status < 200 || read.status > 599)) {
        *why = QStringLiteral("a fault's status must be 200 to 599");
        return false;
    }
    *fault = read;
    return true;
}

std::optional<Fault> FaultList::take(const ServerRequest &request, bool loggedIn)
{
    for (Entry &entry : m_entries) {
        const Fault &fault = entry.fault;
        if ((fault.loggedInOnly && !loggedIn) || !fault.matches(request))
            continue;
        ++entry.seen;
        if (entry.seen < fault.nth || (fault.count > 0 && entry.used >= fault.count))
            continue;
        ++entry.used;
        return fault;
    }
    return std::nullopt;
}
