// Digests by OpenSSL's EVP, which uses the processor's SHA instructions; Qt's own are about ten
// times slower. Several algorithms see the same bytes in one pass.
#pragma once

#include <QByteArray>
#include <QFlags>

#include <functional>
#include <map>
#include <memory>

struct evp_md_ctx_st;

class Digester
{
public:
    enum Algorithm { Sha1 = 1, Sha256 = 2, Sha512 = 4 };
    Q_DECLARE_FLAGS(Algorithms, Algorithm)

    explicit Digester(Algorithms algorithms);

    void add(const char *data, qint64 size);
    /// The same while `meanwhile` runs in this thread. If that returns false the bytes do not
    /// count.
    bool add(const char *data, qint64 size, const std::function<bool()> &meanwhile);
    /// Forgets all bytes.
    void reset();
    /// Lower-case hex of the bytes so far; more may be added afterwards. Empty for an algorithm not
    /// asked for.
    QByteArray hex(Algorithm algorithm) const;

private:
    struct Free {
        void operator()(evp_md_ctx_st *context) const;
    };
    using Contexts = std::map<Algorithm, std::unique_ptr<evp_md_ctx_st, Free>>;

    Contexts m_contexts;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Digester::Algorithms)
