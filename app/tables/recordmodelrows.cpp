// The other half of RecordModelBase: sorting, and telling views what moved.
#include "tables/recordmodel.h"

#include <QCollator>
#include <algorithm>
#include <numeric>

namespace {

// A view handles one interval of rows in time proportional to all of them: past this a reset is
// cheaper.
constexpr size_t kMostSteps = 64;
// Past this share of all rows sorting all of them is as cheap as finding places.
constexpr size_t kFew = 4;

struct Interval {
    int first;
    int last;
};

// The runs of rows for which `holds`.
template <typename Holds>
std::vector<Interval> intervals(const std::vector<quint32> &rows, Holds holds)
{
    std::vector<Interval> result;
    for (int i = 0; i < int(rows.size()); ++i) {
        if (!holds(rows[size_t(i)]))
            continue;
        if (!result.empty() && result.back().last == i - 1)
            result.back().last = i;
        else
            result.push_back({i, i});
    }
    return result;
}

std::vector<quint8> marked(const std::vector<quint32> &rows, size_t size)
{
    std::vector<quint8> result(size, 0);
    for (const quint32 row : rows)
        result[row] = 1;
    return result;
}

} // namespace

/// Ranks of a text column: each different text is compared once, by the locale's rules.
const std::vector<qint64> &RecordModelBase::textRanks(int column)
{
    std::vector<qint64> &ranks = m_ranks[size_t(column)];
    if (!ranks.empty())
        return ranks;
    QHash<QString, qint64> numbers; // of different texts, in order of appearance
    ranks.reserve(recordCount());
    for (quint32 r = 0; r < recordCount(); ++r) {
        const QString text = textOf(r, column).toCaseFolded();
        const auto it = numbers.constFind(text);
        ranks.push_back(it == numbers.cend() ? *numbers.insert(text, numbers.size()) : *it);
    }
    QCollator collator;
    collator.setNumericMode(true);
    std::vector<std::pair<QCollatorSortKey, qint64>> sorted;
    sorted.reserve(size_t(numbers.size()));
    for (auto it = numbers.cbegin(); it != numbers.cend(); ++it)
        sorted.emplace_back(collator.sortKey(it.key()), it.value());
    std::sort(sorted.begin(), sorted.end(),
              [](const auto &a, const auto &b) { return a.first.compare(b.first) < 0; });
    std::vector<qint64> rankOf(sorted.size());
    for (size_t i = 0; i < sorted.size(); ++i) {
        const bool same = i > 0 && sorted[i].first.compare(sorted[i - 1].first) == 0;
        rankOf[size_t(sorted[i].second)] = same ? rankOf[size_t(sorted[i - 1].second)] : qint64(i);
    }
    for (qint64 &rank : ranks)
        rank = rankOf[size_t(rank)];
    return ranks;
}

/// By record; a smaller key comes first whichever the order is. Empty: no sorting.
std::vector<qint64> RecordModelBase::sortKeys(const Sort &sort)
{
    if (sort.column < 0)
        return {};
    std::vector<qint64> keys;
    if (m_columns[sort.column].hasSortKey) {
        keys.reserve(recordCount());
        for (quint32 r = 0; r < recordCount(); ++r)
            keys.push_back(sortKeyOf(r, sort.column));
    } else {
        keys = textRanks(sort.column);
    }
    if (sort.order == Qt::DescendingOrder) {
        for (qint64 &key : keys)
            key = ~key; // as -key, but never overflows
    }
    return keys;
}

RecordModelBase::Rows RecordModelBase::sortedRows()
{
    Rows rows(recordCount());
    std::iota(rows.begin(), rows.end(), 0U);
    const std::vector<qint64> keys = sortKeys(m_sort);
    if (keys.empty())
        return rows;
    const std::vector<qint64> seconds = sortKeys(m_sortBefore);
    std::vector<SortItem> items;
    items.reserve(rows.size());
    for (const quint32 r : rows)
        items.push_back({keys[r], seconds.empty() ? 0 : seconds[r], r});
    std::sort(items.begin(), items.end(), isBefore);
    std::transform(items.cbegin(), items.cend(), rows.begin(),
                   [](const SortItem &item) { return item.row; });
    return rows;
}

bool RecordModelBase::isBefore(const SortItem &a, const SortItem &b)
{
    if (a.key != b.key)
        return a.key < b.key;
    return a.second != b.second ? a.second < b.second : a.row < b.row;
}

RecordModelBase::SortItem RecordModelBase::sortItem(quint32 record) const
{
    const auto key = [&](const Sort &sort) -> qint64 {
        if (sort.column < 0)
            return 0;
        const qint64 value = sortKeyOf(record, sort.column);
        return sort.order == Qt::DescendingOrder ? ~value : value;
    };
    return {key(m_sort), key(m_sortBefore), record};
}

/// False where every record has to be sorted anew: texts are sorted by ranks among all of them.
bool RecordModelBase::canMerge(size_t fresh) const
{
    const auto byText = [&](const Sort &sort) {
        return sort.column >= 0 && !m_columns[sort.column].hasSortKey;
    };
    return fresh < recordCount() / kFew && !byText(m_sort) && !byText(m_sortBefore);
}

/// `rows` without the fresh ones, and those of `sortedFresh` at their places.
RecordModelBase::Rows RecordModelBase::spliced(const Rows &rows, const std::vector<quint8> &fresh,
                                               const Rows &sortedFresh) const
{
    Rows staying;
    staying.reserve(rows.size() + sortedFresh.size());
    std::copy_if(rows.cbegin(), rows.cend(), std::back_inserter(staying),
                 [&](quint32 r) { return !fresh[r]; });
    Rows result;
    result.reserve(staying.size() + sortedFresh.size());
    auto from = staying.cbegin();
    for (const quint32 r : sortedFresh) {
        const auto to = std::upper_bound(
            from, staying.cend(), sortItem(r),
            [&](const SortItem &item, quint32 other) { return isBefore(item, sortItem(other)); });
        result.insert(result.end(), from, to);
        result.push_back(r);
        from = to;
    }
    result.insert(result.end(), from, staying.cend());
    return result;
}

RecordModelBase::Shown RecordModelBase::shownMerged(const std::vector<quint8> &fresh)
{
    std::vector<SortItem> items;
    for (quint32 r = 0; r < recordCount(); ++r) {
        if (fresh[r])
            items.push_back(sortItem(r));
    }
    std::sort(items.begin(), items.end(), isBefore);
    Rows rows(items.size());
    std::transform(items.cbegin(), items.cend(), rows.begin(),
                   [](const SortItem &item) { return item.row; });
    Shown shown;
    shown.order = spliced(m_order, fresh, rows);
    shown.visible =
        m_filter.isEmpty() ? shown.order : spliced(m_visible, fresh, matching(m_filter, rows));
    return shown;
}

void RecordModelBase::sort(int column, Qt::SortOrder order)
{
    if (column >= columnCount() || (column == m_sort.column && order == m_sort.order))
        return;
    if (column != m_sort.column)
        m_sortBefore = column < 0 ? Sort() : m_sort;
    m_sort = {column < 0 ? -1 : column, order};
    Rows rows = sortedRows();
    Rows visible = rows;
    if (m_visible.size() != m_order.size()) {
        const std::vector<quint8> shown = marked(m_visible, rows.size());
        std::erase_if(visible, [&](quint32 r) { return !shown[r]; });
    }
    m_order = std::move(rows);
    if (visible == m_visible)
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const Rows before = m_visible;
    replaceVisible(std::move(visible));
    movePersistentIndexes(before, m_visible);
    emit layoutChanged({}, VerticalSortHint);
}

void RecordModelBase::replaceVisible(Rows visible)
{
    m_visible = std::move(visible);
    m_rowOf.clear();
}

/// Both lists hold the same records in another order.
void RecordModelBase::movePersistentIndexes(const Rows &before, const Rows &after)
{
    const QModelIndexList from = persistentIndexList();
    if (from.isEmpty())
        return;
    Rows rowOf(recordCount(), kNoRow);
    for (size_t row = 0; row < after.size(); ++row)
        rowOf[after[row]] = quint32(row);
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &i : from)
        to.append(index(int(rowOf[before[size_t(i.row())]]), i.column()));
    changePersistentIndexList(from, to);
}

/// Removes what goes, moves what stays, inserts what comes; a reset where that is too much.
void RecordModelBase::show(Shown next, const Change &change)
{
    const std::vector<quint8> shownNext = marked(next.visible, change.oldRowOf.size());
    const std::vector<quint8> shownBefore = marked(m_visible, change.newRowOf.size());
    const auto goes = [&](quint32 old) {
        return change.newRowOf[old] == kNoRow || !shownNext[change.newRowOf[old]];
    };
    const auto comes = [&](quint32 row) {
        return change.oldRowOf[row] == kNoRow || !shownBefore[change.oldRowOf[row]];
    };
    const std::vector<Interval> gone = intervals(m_visible, goes);
    const std::vector<Interval> come = intervals(next.visible, comes);
    if (gone.size() + come.size() > kMostSteps) {
        beginResetModel();
        if (change.replaces)
            swapRecords();
        m_order = std::move(next.order);
        replaceVisible(std::move(next.visible));
        endResetModel();
        return;
    }
    for (auto it = gone.crbegin(); it != gone.crend(); ++it) {
        beginRemoveRows({}, it->first, it->last);
        m_visible.erase(m_visible.begin() + it->first, m_visible.begin() + it->last + 1);
        m_rowOf.clear();
        endRemoveRows();
    }
    Rows before = m_visible;
    std::transform(before.cbegin(), before.cend(), before.begin(),
                   [&](quint32 old) { return change.newRowOf[old]; });
    Rows staying = next.visible;
    std::erase_if(staying, comes);
    const bool moves = staying != before;
    if (moves)
        emit layoutAboutToBeChanged({}, VerticalSortHint);
    if (change.replaces)
        swapRecords();
    m_order = std::move(next.order);
    replaceVisible(std::move(staying));
    if (moves) {
        movePersistentIndexes(before, m_visible);
        emit layoutChanged({}, VerticalSortHint);
    }
    emitChanged(change.changed);
    for (const Interval &i : come) {
        beginInsertRows({}, i.first, i.last);
        m_visible.insert(m_visible.begin() + i.first, next.visible.cbegin() + i.first,
                         next.visible.cbegin() + i.last + 1);
        m_rowOf.clear();
        endInsertRows();
    }
}

void RecordModelBase::emitChanged(const std::vector<quint8> &changed)
{
    std::vector<Interval> rows = intervals(m_visible, [&](quint32 r) { return changed[r]; });
    if (rows.size() > kMostSteps)
        rows = {{rows.front().first, rows.back().last}};
    for (const Interval &i : rows)
        emit dataChanged(index(i.first, 0), index(i.last, columnCount() - 1));
}

void RecordModelBase::emitAged()
{
    for (int column = 0; column < columnCount() && rowCount() > 0; ++column) {
        if (m_columns[column].ageing)
            emit dataChanged(index(0, column), index(rowCount() - 1, column));
    }
}
