#include "sandbox/serverdigest.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace {

constexpr char kRealm[] = "MMS Public API";
// Requests of several connections may overtake each other: a counter value this far behind the
// highest is still taken if it is new.
constexpr quint32 kWindow = 64;
constexpr qsizetype kMaxNonces = 10'000;

QByteArray hexHash(ServerDigest::Algorithm algorithm, const QByteArray &text)
{
    const auto method = algorithm == ServerDigest::Algorithm::Md5 ? QCryptographicHash::Md5
                                                                  : QCryptographicHash::Sha256;
    return QCryptographicHash::hash(text, method).toHex();
}

QByteArray algorithmName(ServerDigest::Algorithm algorithm)
{
    return algorithm == ServerDigest::Algorithm::Md5 ? "MD5" : "SHA-256";
}

} // namespace

QHash<QByteArray, QByteArray> readAuthParameters(const QByteArray &text)
{
    QHash<QByteArray, QByteArray> parameters;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype equals = text.indexOf('=', at);
        if (equals < 0)
            break;
        const QByteArray name = text.mid(at, equals - at).trimmed().toLower();
        QByteArray value;
        at = equals + 1;
        if (at < text.size() && text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size())
                    ++at;
                value += text[at];
            }
            at = text.indexOf(',', at);
        } else {
            const qsizetype comma = text.indexOf(',', at);
            value = text.mid(at, comma < 0 ? -1 : comma - at).trimmed();
            at = comma;
        }
        parameters.insert(name, value);
        if (at < 0)
            break;
        ++at;
    }
    return parameters;
}

QByteArray randomBase64(int bytes)
{
    QByteArray raw(bytes, Qt::Uninitialized);
    for (char &c : raw)
        c = char(QRandomGenerator::system()->bounded(256));
    return raw.toBase64();
}

ServerDigest::ServerDigest(QByteArray user, Secret password, QList<Algorithm> offered)
    : m_user(std::move(user)), m_password(std::move(password)), m_offered(std::move(offered))
{
}

ServerDigest::Verdict ServerDigest::check(const ServerRequest &request, qint64 now)
{
    const QByteArray header = request.header("Authorization");
    if (header.left(7).toLower() != "digest ")
        return Verdict::Refused;
    const auto given = readAuthParameters(header.mid(7));
    const QByteArray word = given.value("algorithm", "MD5").toUpper();
    const Algorithm algorithm = word == "SHA-256" ? Algorithm::Sha256 : Algorithm::Md5;
    if (word != algorithmName(algorithm) || !m_offered.contains(algorithm))
        return Verdict::Refused;
    bool ncIsHex = false;
    const quint32 nc = given.value("nc").toUInt(&ncIsHex, 16);
    if (given.value("username") != m_user || given.value("realm") != kRealm
        || given.value("qop") != "auth" || given.value("uri") != request.target
        || given.value("cnonce").isEmpty() || given.value("nc").size() != 8 || !ncIsHex || nc == 0)
        return Verdict::Refused;

    const QByteArray nonce = given.value("nonce");
    const QByteArray ha1 = hexHash(algorithm, m_user + ':' + kRealm + ':' + m_password.reveal());
    const QByteArray ha2 = hexHash(algorithm, request.verb + ':' + request.target);
    const QByteArray expected = hexHash(algorithm,
                                        ha1 + ':' + nonce + ':' + given.value("nc") + ':'
                                            + given.value("cnonce") + ":auth:" + ha2);
    if (given.value("response").toLower() != expected)
        return Verdict::Refused;

    const auto known = m_nonces.find(nonce);
    if (known == m_nonces.end())
        return Verdict::Stale;
    if (now - known->made > kNonceLife.count()) {
        m_nonces.remove(nonce);
        return Verdict::Stale;
    }
    if (known->seen.contains(nc) || nc + kWindow < known->highest)
        return Verdict::Stale; // a replay: refused, and whoever has the password may ask anew
    known->seen.insert(nc);
    known->highest = qMax(known->highest, nc);
    return Verdict::Accepted;
}

ServerHeaders ServerDigest::challenges(qint64 now, bool stale)
{
    const QByteArray nonce = makeNonce(now);
    ServerHeaders headers;
    for (Algorithm algorithm : std::as_const(m_offered)) {
        headers.emplaceBack("WWW-Authenticate",
                            QByteArray("Digest realm=\"") + kRealm + "\", domain=\"\", nonce=\""
                                + nonce + "\", algorithm=" + algorithmName(algorithm)
                                + ", qop=\"auth\", stale=" + (stale ? "true" : "false"));
    }
    return headers;
}

QByteArray ServerDigest::makeNonce(qint64 now)
{
    if (m_nonces.size() >= kMaxNonces) {
        m_nonces.removeIf(
            [now](const auto &entry) { return now - entry.value().made > kNonceLife.count(); });
    }
    if (m_nonces.size() >= kMaxNonces)
        m_nonces.clear(); // their holders get stale=true and ask again
    const QByteArray nonce = randomBase64(24);
    m_nonces.insert(nonce, {now, 0, {}});
    return nonce;
}
