#include "transfer/digester.h"

#include <QSemaphore>
#include <QThreadPool>
#include <openssl/evp.h>
#include <vector>

namespace {

constexpr qint64 kWorthAThread = 128 * 1024;

const EVP_MD *method(Digester::Algorithm algorithm)
{
    switch (algorithm) {
    case Digester::Sha1:
        return EVP_sha1();
    case Digester::Sha512:
        return EVP_sha512();
    case Digester::Sha256:
        break;
    }
    return EVP_sha256();
}

} // namespace

void Digester::Free::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digester::Digester(Algorithms algorithms)
{
    for (const Algorithm algorithm : {Sha1, Sha256, Sha512}) {
        if (algorithms.testFlag(algorithm))
            m_contexts[algorithm].reset(EVP_MD_CTX_new());
    }
    reset();
}

void Digester::reset()
{
    for (const auto &[algorithm, context] : m_contexts)
        EVP_DigestInit_ex(context.get(), method(algorithm), nullptr);
}

void Digester::add(const char *data, qint64 size)
{
    add(data, size, [] { return true; });
}

bool Digester::add(const char *data, qint64 size, const std::function<bool()> &meanwhile)
{
    if (size < kWorthAThread) {
        if (!meanwhile())
            return false;
        for (const auto &[algorithm, context] : m_contexts)
            EVP_DigestUpdate(context.get(), data, static_cast<size_t>(size));
        return true;
    }
    Contexts after;
    for (const auto &[algorithm, context] : m_contexts) {
        after[algorithm].reset(EVP_MD_CTX_new());
        EVP_MD_CTX_copy_ex(after[algorithm].get(), context.get());
    }
    // On other cores as far as some are idle, the rest here.
    QSemaphore done;
    int elsewhere = 0;
    std::vector<EVP_MD_CTX *> here;
    for (const auto &[algorithm, context] : after) {
        const auto digest = [&done, one = context.get(), data, size] {
            EVP_DigestUpdate(one, data, static_cast<size_t>(size));
            done.release();
        };
        if (QThreadPool::globalInstance()->tryStart(digest))
            ++elsewhere;
        else
            here.push_back(context.get());
    }
    const bool counts = meanwhile();
    for (EVP_MD_CTX *const one : here)
        EVP_DigestUpdate(one, data, static_cast<size_t>(size));
    done.acquire(elsewhere);
    if (counts)
        m_contexts.swap(after);
    return counts;
}

QByteArray Digester::hex(Algorithm algorithm) const
{
    const auto found = m_contexts.find(algorithm);
    if (found == m_contexts.end())
        return {};
    const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!copy || EVP_MD_CTX_copy_ex(copy.get(), found->second.get()) != 1
        || EVP_DigestFinal_ex(copy.get(), bytes, &size) != 1)
        return {};
    return QByteArray(reinterpret_cast<const char *>(bytes), static_cast<qsizetype>(size)).toHex();
}
