#include "transfer/digester.h"

#include <openssl/evp.h>

namespace {

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
    // In pieces that stay in the processor's cache from one algorithm to the next.
    constexpr qint64 kPiece = 32 * 1024;
    for (qint64 done = 0; done < size; done += kPiece) {
        const auto piece = static_cast<size_t>(qMin(kPiece, size - done));
        for (const auto &entry : m_contexts)
            EVP_DigestUpdate(entry.second.get(), data + done, piece);
    }
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
