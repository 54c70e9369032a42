// The searchable text of all rows in one block: case-folded UTF-8, 0x1f after each cell and '\n'
// after each row, so that a keystroke is one pass over memory. A needle never holds a separator:
// a hit lies within one cell.
#pragma once

#include <QByteArray>
#include <QString>
#include <functional>
#include <string>
#include <vector>

class SearchArena
{
public:
    static constexpr quint32 kNew = 0xffffffff;

    /// Makes the text of `rows` rows: row r is a copy of row sameAs(r) of before, or, where that is
    /// kNew, what write(r, text) appends with appendCell(). At most 4 GiB in all.
    void rebuild(quint32 rows, const std::function<quint32(quint32)> &sameAs,
                 const std::function<void(quint32, std::string &)> &write);
    /// Adds rows at the end; write(i, text) as above, from 0 on.
    void append(quint32 rows, const std::function<void(quint32, std::string &)> &write);

    quint32 rows() const { return quint32(m_starts.size() - 1); }
    /// Bytes held.
    size_t size() const { return m_text.size(); }
    const std::string &bytes() const { return m_text; }

    /// One byte per row, 1 where the needle occurs. The needle isn't empty.
    std::vector<quint8> search(const QByteArray &needle) const;
    bool contains(quint32 row, const QByteArray &needle) const;

    static void appendCell(std::string &text, const QString &cell);
    static QByteArray needle(const QString &text);

    /// The first place of needle (at least 1 byte) in [begin, end), or null. find() is vectorised
    /// where the processor is known to have it, findPortable() is not.
    static const char *find(const char *begin, const char *end, const QByteArray &needle);
    static const char *findPortable(const char *begin, const char *end, const QByteArray &needle);

private:
    std::string m_text;
    std::vector<quint32> m_starts {0}; // of each row, and the end
};
