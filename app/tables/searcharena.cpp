#include "tables/searcharena.h"

#include <algorithm>
#include <bit>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace {

constexpr char kCellEnd = '\x1f';
constexpr char kRowEnd = '\n';

bool isPlainAscii(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(),
                       [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
}

QByteArray folded(const QString &text)
{
    QString plain = text.toCaseFolded();
    for (QChar &c : plain) {
        if (c.unicode() < 0x20)
            c = u' '; // a separator inside a cell would split it
    }
    return plain.toUtf8();
}

} // namespace

void SearchArena::appendCell(std::string &text, const QString &cell)
{
    if (isPlainAscii(cell)) {
        for (const QChar c : cell) {
            const char byte = char(c.unicode());
            text += byte >= 'A' && byte <= 'Z' ? char(byte + ('a' - 'A')) : byte;
        }
    } else {
        const QByteArray bytes = folded(cell);
        text.append(bytes.constData(), size_t(bytes.size()));
    }
    text += kCellEnd;
}

QByteArray SearchArena::needle(const QString &text)
{
    return folded(text);
}

void SearchArena::rebuild(quint32 rows, const std::function<quint32(quint32)> &sameAs,
                          const std::function<void(quint32, std::string &)> &write)
{
    std::string text;
    text.reserve(m_text.size() + m_text.size() / 16);
    std::vector<quint32> starts;
    starts.reserve(size_t(rows) + 1);
    for (quint32 row = 0; row < rows;) {
        const quint32 from = sameAs(row);
        if (from == kNew) {
            starts.push_back(quint32(text.size()));
            write(row, text);
            text += kRowEnd;
            ++row;
            continue;
        }
        // Neighbours that stay neighbours are copied together.
        const quint32 shift = quint32(text.size()) - m_starts[from];
        quint32 end = from;
        do {
            starts.push_back(m_starts[end] + shift);
            ++end;
            ++row;
        } while (row < rows && sameAs(row) == end);
        text.append(m_text, m_starts[from], m_starts[end] - m_starts[from]);
    }
    starts.push_back(quint32(text.size()));
    m_text = std::move(text);
    m_starts = std::move(starts);
}

void SearchArena::append(quint32 rows, const std::function<void(quint32, std::string &)> &write)
{
    for (quint32 i = 0; i < rows; ++i) {
        write(i, m_text);
        m_text += kRowEnd;
        m_starts.push_back(quint32(m_text.size()));
    }
}

const char *SearchArena::findPortable(const char *begin, const char *end, const QByteArray &needle)
{
    const size_t size = size_t(needle.size());
    while (size_t(end - begin) >= size) {
        const size_t places = size_t(end - begin) - size + 1;
        begin = static_cast<const char *>(std::memchr(begin, needle[0], places));
        if (!begin || std::memcmp(begin, needle.constData(), size) == 0)
            return begin;
        ++begin;
    }
    return nullptr;
}

#ifdef __SSE2__
// Compares 16 places at once by the needle's first and last byte; few survive both.
const char *SearchArena::find(const char *begin, const char *end, const QByteArray &needle)
{
    const size_t size = size_t(needle.size());
    const char *wanted = needle.constData();
    const __m128i first = _mm_set1_epi8(wanted[0]);
    const __m128i last = _mm_set1_epi8(wanted[size - 1]);
    while (size_t(end - begin) >= size + 15) {
        const auto *head = reinterpret_cast<const __m128i *>(begin);
        const auto *tail = reinterpret_cast<const __m128i *>(begin + size - 1);
        unsigned places =
            unsigned(_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(first, _mm_loadu_si128(head)),
                                                     _mm_cmpeq_epi8(last, _mm_loadu_si128(tail)))));
        while (places) {
            const char *place = begin + std::countr_zero(places);
            if (size < 3 || std::memcmp(place + 1, wanted + 1, size - 2) == 0)
                return place;
            places &= places - 1;
        }
        begin += 16;
    }
    return findPortable(begin, end, needle);
}
#else
const char *SearchArena::find(const char *begin, const char *end, const QByteArray &needle)
{
    return findPortable(begin, end, needle);
}
#endif

std::vector<quint8> SearchArena::search(const QByteArray &needle) const
{
    std::vector<quint8> hits(rows(), 0);
    const char *begin = m_text.data();
    const char *end = begin + m_text.size();
    const char *place = begin;
    auto row = m_starts.cbegin(); // start of the row that `place` is in
    while ((place = find(place, end, needle))) {
        // Hits come in order: gallop from the last row instead of searching all of them.
        const quint32 offset = quint32(place - begin);
        ptrdiff_t step = 1;
        while (m_starts.cend() - row > step && row[step] <= offset)
            step *= 2;
        const auto limit = m_starts.cend() - row > step ? row + step : m_starts.cend();
        row = std::upper_bound(row + step / 2, limit, offset);
        hits[size_t(row - m_starts.cbegin() - 1)] = 1;
        place = begin + *row;
    }
    return hits;
}

bool SearchArena::contains(quint32 row, const QByteArray &needle) const
{
    return find(m_text.data() + m_starts[row], m_text.data() + m_starts[row + 1], needle);
}
