#include "http/digest.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace {

struct DigestText {
    Q_DECLARE_TR_FUNCTIONS(Digest)
};

// Reads a header's text from left to right (RFC 9110 section 5.6).
class HeaderReader
{
public:
    explicit HeaderReader(const QByteArray &text) : m_text(text) { }

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text.at(m_at); }
    void skip() { ++m_at; }
    void skipBlanks()
    {
        while (peek() == ' ' || peek() == '\t')
            skip();
    }
    QByteArray token() { return run("!#$%&'*+-.^_`|~"); }
    QByteArray quoted()
    {
        QByteArray value;
        skip(); // the opening quote
        while (!atEnd() && peek() != '"') {
            if (peek() == '\\')
                skip();
            if (!atEnd())
                value += peek();
            skip();
        }
        skip();
        return value;
    }
    QByteArray unquoted()
    {
        const qsizetype start = m_at;
        while (!atEnd() && peek() != ',' && peek() != ' ' && peek() != '\t')
            skip();
        return m_text.mid(start, m_at - start);
    }
    // "Scheme abc==": what stands instead of parameters in some schemes.
    void skipToken68()
    {
        const qsizetype start = m_at;
        const bool any = !run("-._~+/").isEmpty();
        while (peek() == '=')
            skip();
        skipBlanks();
        if (!any || !(atEnd() || peek() == ','))
            m_at = start;
    }

private:
    QByteArray run(const char *extra)
    {
        const QByteArray others(extra);
        const qsizetype start = m_at;
        while (!atEnd() && (isAlphanumeric(peek()) || others.contains(peek())))
            skip();
        return m_text.mid(start, m_at - start);
    }
    static bool isAlphanumeric(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    QByteArray m_text;
    qsizetype m_at = 0;
};

std::optional<DigestChallenge::Algorithm> algorithmOf(const AuthChallenge &challenge)
{
    const QByteArray name = challenge.parameters.value("algorithm", "MD5").toUpper();
    if (name == "MD5")
        return DigestChallenge::Algorithm::Md5;
    if (name == "SHA-256")
        return DigestChallenge::Algorithm::Sha256;
    return std::nullopt;
}

bool offersAuth(const AuthChallenge &challenge)
{
    const QList<QByteArray> words = challenge.parameters.value("qop").toLower().split(',');
    return std::any_of(words.cbegin(), words.cend(),
                       [](const QByteArray &word) { return word.trimmed() == "auth"; });
}

QString describeOffer(const AuthChallenge &challenge)
{
    return DigestText::tr("algorithm %1, qop %2")
        .arg(QString::fromLatin1(challenge.parameters.value("algorithm", "MD5")),
             QString::fromLatin1(challenge.parameters.value("qop", "-")));
}

QByteArray hash(DigestChallenge::Algorithm algorithm, const QByteArray &data)
{
    return QCryptographicHash::hash(data,
                                    algorithm == DigestChallenge::Algorithm::Sha256
                                        ? QCryptographicHash::Sha256
                                        : QCryptographicHash::Md5)
        .toHex();
}

QByteArray inQuotes(QByteArray value)
{
    value.replace('\\', "\\\\");
    value.replace('"', "\\\"");
    return '"' + value + '"';
}

} // namespace

QList<AuthChallenge> parseChallenges(const QByteArray &header)
{
    QList<AuthChallenge> challenges;
    HeaderReader reader(header);
    while (!reader.atEnd()) {
        const QByteArray word = reader.token();
        if (word.isEmpty()) {
            reader.skip(); // a comma, a blank, or nonsense
            continue;
        }
        reader.skipBlanks();
        if (reader.peek() != '=') {
            challenges.append({word.toLower(), {}});
            reader.skipToken68();
            continue;
        }
        reader.skip();
        reader.skipBlanks();
        const QByteArray value = reader.peek() == '"' ? reader.quoted() : reader.unquoted();
        if (!challenges.isEmpty() && !challenges.last().parameters.contains(word.toLower()))
            challenges.last().parameters.insert(word.toLower(), value);
    }
    return challenges;
}

Result<std::optional<DigestChallenge>> chooseDigest(const QByteArray &challenges)
{
    std::optional<DigestChallenge> best;
    QStringList refused;
    for (const AuthChallenge &offer : parseChallenges(challenges)) {
        if (offer.scheme != "digest")
            continue;
        const auto algorithm = algorithmOf(offer);
        if (!algorithm || !offersAuth(offer) || !offer.parameters.contains("nonce")) {
            refused += describeOffer(offer);
            continue;
        }
        if (best && best->algorithm >= *algorithm)
            continue;
        best = DigestChallenge {offer.parameters.value("realm"), offer.parameters.value("nonce"),
                                std::nullopt, *algorithm,
                                offer.parameters.value("stale").toLower() == "true"};
        if (offer.parameters.contains("opaque"))
            best->opaque = offer.parameters.value("opaque");
    }
    if (best || refused.isEmpty())
        return best;
    Error error;
    error.kind = Error::Kind::LoginRefused;
    error.httpStatus = 401;
    error.detail = DigestText::tr("The service asks for a digest login this program can't do: %1")
                       .arg(refused.join(QLatin1String("; ")));
    return error;
}

QByteArray digestHeader(const DigestChallenge &challenge, const QByteArray &user,
                        const Secret &password, const QByteArray &verb, const QByteArray &uri,
                        quint32 nonceCount, const QByteArray &clientNonce)
{
    const auto algorithm = challenge.algorithm;
    const QByteArray count = QByteArray::number(nonceCount, 16).rightJustified(8, '0');
    const QByteArray a1 = hash(algorithm, user + ':' + challenge.realm + ':' + password.reveal());
    const QByteArray a2 = hash(algorithm, verb + ':' + uri);
    const QByteArray response = hash(
        algorithm, a1 + ':' + challenge.nonce + ':' + count + ':' + clientNonce + ":auth:" + a2);
    QByteArray header = "Digest username=" + inQuotes(user) + ", realm=" + inQuotes(challenge.realm)
        + ", nonce=" + inQuotes(challenge.nonce) + ", uri=" + inQuotes(uri) + ", algorithm="
        + (algorithm == DigestChallenge::Algorithm::Sha256 ? "SHA-256" : "MD5") + ", response="
        + inQuotes(response) + ", qop=auth, nc=" + count + ", cnonce=" + inQuotes(clientNonce);
    if (challenge.opaque)
        header += ", opaque=" + inQuotes(*challenge.opaque);
    return header;
}
