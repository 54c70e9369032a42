#include "sandbox/crc32.h"

namespace {

constexpr quint32 kPolynomial = 0xedb88320; // RFC 1952 section 8, bits reversed

using Columns = std::array<quint32, 32>;

std::array<quint32, 256> makeTable()
{
    std::array<quint32, 256> table {};
    for (quint32 i = 0; i < 256; ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = value & 1 ? (value >> 1) ^ kPolynomial : value >> 1;
        table[i] = value;
    }
    return table;
}

// A CRC is linear over its bits, so what follows can be done to it by a matrix of bits.
quint32 times(const Columns &matrix, quint32 bits)
{
    quint32 sum = 0;
    for (size_t i = 0; bits != 0; ++i, bits >>= 1) {
        if (bits & 1)
            sum ^= matrix[i];
    }
    return sum;
}

Columns squared(const Columns &matrix)
{
    Columns result {};
    for (size_t i = 0; i < matrix.size(); ++i)
        result[i] = times(matrix, matrix[i]);
    return result;
}

} // namespace

quint32 crc32Of(QByteArrayView bytes)
{
    static const std::array<quint32, 256> table = makeTable();
    quint32 crc = 0xffffffff;
    for (const char byte : bytes)
        crc = table[(crc ^ quint8(byte)) & 0xff] ^ (crc >> 8);
    return ~crc;
}

Crc32Shift::Crc32Shift(quint64 bytes)
{
    Columns power {}; // one bit, then two, four, eight: a byte
    power[0] = kPolynomial;
    for (size_t i = 1; i < power.size(); ++i)
        power[i] = 1U << (i - 1);
    for (int i = 0; i < 3; ++i)
        power = squared(power);
    for (size_t i = 0; i < m_columns.size(); ++i)
        m_columns[i] = 1U << i;
    for (; bytes != 0; bytes >>= 1) {
        if (bytes & 1) {
            for (quint32 &column : m_columns)
                column = times(power, column);
        }
        power = squared(power);
    }
}

quint32 Crc32Shift::operator()(quint32 crc) const
{
    return times(m_columns, crc);
}
