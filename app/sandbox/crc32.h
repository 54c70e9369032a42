// The CRC of gzip (RFC 1952), and how it changes when bytes are joined: that of a file of any size
// follows from those of its pieces.
#pragma once

#include <QByteArray>

#include <array>

/// The CRC-32 of `bytes`.
quint32 crc32Of(QByteArrayView bytes);

/// What a CRC becomes when so many bytes follow, before their own is added to it.
class Crc32Shift
{
public:
    explicit Crc32Shift(quint64 bytes);

    quint32 operator()(quint32 crc) const;

private:
    std::array<quint32, 32> m_columns {};
};

/// The CRC of `a` followed by `b`, which has `size` bytes.
inline quint32 joinCrc32(quint32 a, quint32 b, quint64 size)
{
    return Crc32Shift(size)(a) ^ b;
}
