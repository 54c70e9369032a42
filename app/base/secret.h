// Bytes that must not be seen: a key, a token, a pre-signed URL. No debug operator, no implicit way
// out; reveal() is the one word to search for. The memory is overwritten when the last copy goes.
#pragma once

#include <QByteArray>
#include <QDebug>
#include <utility>

class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes) : m_bytes(std::move(bytes)) { }
    Secret(const Secret &) = default;
    Secret(Secret &&) noexcept = default;
    Secret &operator=(const Secret &other)
    {
        if (this != &other) {
            wipe();
            m_bytes = other.m_bytes;
        }
        return *this;
    }
    Secret &operator=(Secret &&other) noexcept
    {
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~Secret() { wipe(); }

    /// The bytes themselves. The caller must not log, store or show them without being asked to.
    const QByteArray &reveal() const { return m_bytes; }
    bool isEmpty() const { return m_bytes.isEmpty(); }
    bool operator==(const Secret &) const = default;

private:
    void wipe()
    {
        if (m_bytes.isDetached() && !m_bytes.isEmpty())
            explicitFill(m_bytes.data(), m_bytes.size());
    }
    static void explicitFill(char *data, qsizetype size)
    {
        volatile char *p = data;
        while (size-- > 0)
            *p++ = 0;
    }

    QByteArray m_bytes;
};

QDebug operator<<(QDebug, const Secret &) = delete;
