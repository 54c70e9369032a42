// Rules that spoil answers, for tests and for teaching: which requests (verb, path, which one of
// them) and what happens. Used from C++ and, with the same names, from the world file.
#pragma once

#include "sandbox/servermessage.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <chrono>

struct Fault {
    // which requests
    QByteArray verb; // empty: every verb
    QString path; // wildcard over the raw path: * for anything, also slashes; empty: every path
    int nth = 0; // 0: from the first match on; n: from the n-th match on (1 is the first)
    int count = 0; // 0: for ever; n: so many times, then the rule is over
    bool loggedInOnly = false; // ignore requests without an accepted login (they don't count)

    // what happens
    enum class Request {
        Auto, // ignored when `status` is set, else carried out
        CarriedOut, // the world changes, then the answer is spoiled
        Ignored, // the world never hears of it
    };
    Request request = Request::Auto;
    std::chrono::milliseconds delay {0}; // before the first byte of the answer
    int status = 0; // answered instead, with an Atlas error body
    QString errorCode; // for `status`; empty: a fitting one
    int retryAfter = -1; // seconds, for `status`; -1: no such header
    qint64 cutAfter = -1; // bytes of the answer, status line included; then FIN. 0: no answer, FIN
    bool reset = false; // RST instead of FIN, after `cutAfter` bytes (none if that is -1)
    bool noAnswer = false; // the connection stays open and silent
    int wrongLength = 0; // added to Content-Length; the connection is closed after the body
    int bytesPerSecond = 0; // of the answer; 0: as fast as the client takes it
    qint64 stallAfter = -1; // bytes of the answer; then the connection stays open and silent
    qint64 flipByte = -1; // the byte at this place of the file (not of the range) has a bit wrong

    // downloads alone
    bool linkExpired = false; // this request finds its link expired
    bool changedEtag = false; // the file was made anew just before: other bytes, other ETag
    bool ignoreRange = false; // 200 and the whole file, whatever range was asked for

    bool isCarriedOut() const
    {
        return request == Request::CarriedOut || (request == Request::Auto && status == 0);
    }
    bool matches(const ServerRequest &received) const
    {
        if (!verb.isEmpty() && verb != received.verb)
            return false;
        if (path.isEmpty())
            return true;
        if (!path.contains(QLatin1Char('*'))) // quick, for worlds with many rules
            return path == QLatin1String(received.path());
        const QString pattern =
            QRegularExpression::escape(path).replace(QLatin1String("\\*"), QLatin1String(".*"));
        return QRegularExpression(QRegularExpression::anchoredPattern(pattern))
            .match(QString::fromLatin1(received.path()))
            .hasMatch();
    }
};

/// A rule of the world file: {"verb", "path", "nth", "count", "loggedInOnly", "carriedOut",
/// "delayMs", "status", "errorCode", "retryAfter", "cutAfter", "reset", "noAnswer", "wrongLength",
/// "bytesPerSecond", "stallAfter", "flipByte", "linkExpired", "changedEtag", "ignoreRange"}.
/// False and `why` for anything else in it.
bool readFault(const QJsonObject &json, Fault *fault, QString *why);

/// The rules in force. The first one that fits decides.
class FaultList
{
public:
    void add(const Fault &fault) { m_entries.append({fault, 0, 0}); }
    void clear() { m_entries.clear(); }
    /// The fault for this request, counted as used; none if no rule fits.
    std::optional<Fault> take(const ServerRequest &request, bool loggedIn);

private:
    struct Entry {
        Fault fault;
        int seen = 0;
        int used = 0;
    };
    QList<Entry> m_entries;
};
