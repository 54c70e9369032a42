#include "http/digestauthenticator.h"

#include <QRandomGenerator>

namespace {

QByteArray newClientNonce()
{
    std::array<quint32, 4> words {};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

} // namespace

DigestAuthenticator::DigestAuthenticator(ApiKey key, QObject *parent)
    : Authenticator(parent), m_key(std::move(key))
{
}

void DigestAuthenticator::authorize(const QByteArray &verb, const QByteArray &target,
                                    QObject *waiter, Ready ready)
{
    if (!m_challenge && m_scout && m_scout != waiter) {
        m_waiting.append({verb, target, waiter, std::move(ready)});
        return;
    }
    if (!m_challenge)
        m_scout = waiter;
    ready(make(verb, target));
}

Authorization DigestAuthenticator::make(const QByteArray &verb, const QByteArray &target)
{
    if (!m_challenge)
        return {};
    return {digestHeader(*m_challenge, m_key.publicKey.toUtf8(), m_key.privateKey, verb, target,
                         ++m_count, newClientNonce()),
            m_challenge->nonce};
}

Result<bool> DigestAuthenticator::isWorthAnswering(const Authorization &used,
                                                   const QByteArray &challenges, int resent)
{
    const Result<std::optional<DigestChallenge>> chosen = chooseDigest(challenges);
    if (!chosen)
        return chosen.error();
    if (!chosen->has_value())
        return false;
    const DigestChallenge &challenge = **chosen;
    if (!m_challenge || m_challenge->nonce != challenge.nonce) {
        m_challenge = challenge;
        m_count = 0;
    }
    // A nonce from an earlier request may have run out, said as `stale` or not; the one from this
    // request's own first 401 only when the service says so.
    if (resent == 0)
        return used.header.isEmpty() || challenge.stale || challenge.nonce != used.basis;
    return resent == 1 && challenge.stale;
}

void DigestAuthenticator::settled(QObject *waiter)
{
    if (m_scout != waiter)
        return;
    m_scout = nullptr;
    // All may go, also when nothing was learnt: each can answer a 401 of its own.
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &next : waiting) {
        if (next.waiter)
            next.ready(make(next.verb, next.target));
    }
}
