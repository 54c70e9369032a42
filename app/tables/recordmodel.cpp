#include "tables/recordmodel.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace {

constexpr qint64 kPause = 100; // ms
// What a sync takes is at most a fifth of the time.
constexpr qint64 kRest = 4;
// Below 1/8 of all rows it is cheaper to look at each row than at the whole arena.
constexpr size_t kFew = 8;

} // namespace

RecordModelBase::RecordModelBase(QList<ColumnInfo> columns, QList<FilterKeyName> keys,
                                 QObject *parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)), m_keys(std::move(keys)),
      m_ranks(size_t(m_columns.size()))
{
    m_context.now = QDateTime::currentDateTimeUtc();
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] { syncPending(); });
}

int RecordModelBase::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_visible.size());
}

int RecordModelBase::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant RecordModelBase::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const quint32 record = recordAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return textOf(record, column);
    case Qt::ToolTipRole: {
        const QString text = toolTipOf(record, column);
        return text.isEmpty() ? QVariant() : text;
    }
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(m_columns[column].title, textOf(record, column));
    case Qt::TextAlignmentRole:
        return int(m_columns[column].alignment);
    case IdRole:
        return idOf(record);
    case StateRole:
        return stateOf(record);
    case JsonRole:
        return jsonOf(record);
    case ExportRole:
        return exportOf(record, column);
    case SortKeyRole:
        return m_columns[column].hasSortKey ? QVariant(sortKeyOf(record, column)) : QVariant();
    default:
        return {};
    }
}

QVariant RecordModelBase::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const ColumnInfo &column = m_columns[section];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return column.title;
    case Qt::TextAlignmentRole:
        return int(column.alignment);
    case IdRole:
        return QString::fromLatin1(column.id);
    default:
        return {};
    }
}

int RecordModelBase::columnOf(QLatin1String id) const
{
    const auto it = std::find_if(m_columns.cbegin(), m_columns.cend(),
                                 [id](const ColumnInfo &c) { return id == QLatin1String(c.id); });
    return it == m_columns.cend() ? -1 : int(it - m_columns.cbegin());
}

QString RecordModelBase::idAt(int row) const
{
    return isRow(row) ? idOf(recordAt(row)) : QString();
}

int RecordModelBase::rowOfId(const QString &id) const
{
    const quint32 record = recordOfId(id);
    if (record == kNoRow)
        return -1;
    if (m_rowOf.empty()) {
        m_rowOf.assign(recordCount(), kNoRow);
        for (size_t row = 0; row < m_visible.size(); ++row)
            m_rowOf[m_visible[row]] = quint32(row);
    }
    // A record that was only just appended has no row yet.
    return record >= m_rowOf.size() || m_rowOf[record] == kNoRow ? -1 : int(m_rowOf[record]);
}

RecordModelBase::Rows RecordModelBase::matching(const Filter &filter, Rows rows) const
{
    const size_t all = recordCount();
    Filter terms = filter;
    // Words first, long ones before short ones: they leave few rows for the rest.
    std::stable_sort(terms.begin(), terms.end(), [](const FilterTerm &a, const FilterTerm &b) {
        return a.key != b.key ? a.key < b.key : a.needle.size() > b.needle.size();
    });
    for (const FilterTerm &term : std::as_const(terms)) {
        const auto holds = [&](quint32 r) {
            return term.key >= 0 ? matchesKey(r, term) : m_arena.contains(r, term.needle);
        };
        if (rows.size() < all / kFew) {
            std::erase_if(rows, [&](quint32 r) { return holds(r) == term.negated; });
            continue;
        }
        std::vector<quint8> hits;
        if (term.key >= 0) {
            // In the order of the records, as they lie in memory, not in the one they are shown in.
            hits.assign(all, 0);
            for (const quint32 r : rows)
                hits[r] = 1;
            for (quint32 r = 0; r < all; ++r)
                hits[r] = hits[r] && matchesKey(r, term);
        } else {
            hits = m_arena.search(term.needle);
        }
        std::erase_if(rows, [&](quint32 r) { return bool(hits[r]) == term.negated; });
    }
    return rows;
}

void RecordModelBase::setFilterText(const QString &text)
{
    m_filterText = text;
    m_filterProblems.clear();
    Filter filter = parseFilter(text, m_keys, m_context, &m_filterProblems);
    const bool fromVisible = m_visible.size() < m_order.size() / kFew && narrows(m_filter, filter);
    m_filter = std::move(filter);
    Rows visible = matching(m_filter, fromVisible ? m_visible : m_order);
    if (visible == m_visible)
        return;
    beginResetModel();
    replaceVisible(std::move(visible));
    endResetModel();
    emit countsChanged(rowCount(), totalRows());
}

RecordModelBase::Shown RecordModelBase::shownNow()
{
    Shown shown;
    shown.order = sortedRows();
    m_filter = parseFilter(m_filterText, m_keys, m_context);
    shown.visible = matching(m_filter, shown.order);
    return shown;
}

void RecordModelBase::readTexts(const Change &change)
{
    m_arena.rebuild(
        recordCount(),
        [&](quint32 r) { return change.changed[r] ? SearchArena::kNew : change.oldRowOf[r]; },
        [&](quint32 r, std::string &text) { writeSearchText(r, text); });
    m_states.resize(recordCount());
    for (quint32 r = 0; r < recordCount(); ++r)
        m_states[r] = stateOf(r);
    for (std::vector<qint64> &ranks : m_ranks)
        ranks.clear();
}

void RecordModelBase::apply(const Change &change)
{
    m_sinceSync.start();
    const int visibleBefore = rowCount();
    const int totalBefore = totalRows();
    swapRecords();
    readTexts(change);
    Shown next = shownNow();
    swapRecords(); // until the signals have said so, the old ones are there
    show(std::move(next), change);
    m_pause = qMax(kPause, kRest * m_sinceSync.restart());
    if (rowCount() != visibleBefore || totalRows() != totalBefore)
        emit countsChanged(rowCount(), totalRows());
}

void RecordModelBase::applyMerge(const std::vector<quint32> &changed, quint32 firstNew)
{
    m_sinceSync.start();
    const int visibleBefore = rowCount();
    const quint32 count = recordCount();
    Change change;
    change.replaces = false;
    change.newRowOf.resize(firstNew);
    std::iota(change.newRowOf.begin(), change.newRowOf.end(), 0U);
    change.oldRowOf = change.newRowOf;
    change.oldRowOf.resize(count, kNoRow);
    change.changed.assign(firstNew, 0);
    change.changed.resize(count, 1);
    for (const quint32 r : changed)
        change.changed[r] = 1;
    if (changed.empty()) {
        m_arena.append(count - firstNew,
                       [&](quint32 i, std::string &text) { writeSearchText(firstNew + i, text); });
    } else {
        m_arena.rebuild(
            count,
            [&](quint32 r) { return change.changed[r] ? SearchArena::kNew : change.oldRowOf[r]; },
            [&](quint32 r, std::string &text) { writeSearchText(r, text); });
    }
    m_states.resize(count);
    for (quint32 r = 0; r < count; ++r) {
        if (change.changed[r])
            m_states[r] = stateOf(r);
    }
    for (std::vector<qint64> &ranks : m_ranks)
        ranks.clear();
    const size_t fresh = changed.size() + (count - firstNew);
    show(canMerge(fresh) ? shownMerged(change.changed) : shownNow(), change);
    m_pause = qMax(kPause, kRest * m_sinceSync.restart());
    if (rowCount() != visibleBefore || count != firstNew)
        emit countsChanged(rowCount(), totalRows());
}

void RecordModelBase::refreshTexts(const TextContext &context)
{
    m_context = context;
    const int visibleBefore = rowCount();
    Change change = unchanged();
    bool moved = false;
    for (quint32 r = 0; r < recordCount(); ++r) {
        change.changed[r] = stateOf(r) != m_states[r];
        moved = moved || change.changed[r];
    }
    if (moved)
        readTexts(change);
    const auto asksKey = [](const FilterTerm &term) { return term.key >= 0; };
    if (moved || std::any_of(m_filter.cbegin(), m_filter.cend(), asksKey))
        show(shownNow(), change);
    emitAged();
    if (rowCount() != visibleBefore)
        emit countsChanged(rowCount(), totalRows());
}

void RecordModelBase::setContext(const TextContext &context)
{
    m_context = context;
    const int visibleBefore = rowCount();
    Change change = unchanged();
    change.changed.assign(recordCount(), 1);
    readTexts(change);
    show(shownNow(), change);
    if (rowCount() != visibleBefore)
        emit countsChanged(rowCount(), totalRows());
}

RecordModelBase::Change RecordModelBase::unchanged() const
{
    Change change;
    change.oldRowOf.resize(recordCount());
    for (quint32 r = 0; r < recordCount(); ++r)
        change.oldRowOf[r] = r;
    change.newRowOf = change.oldRowOf;
    change.changed.assign(recordCount(), 0);
    change.replaces = false;
    return change;
}

void RecordModelBase::callLater()
{
    if (m_later.isActive())
        return;
    const qint64 since = m_sinceSync.isValid() ? m_sinceSync.elapsed() : m_pause;
    m_later.start(std::chrono::milliseconds(qMax<qint64>(0, m_pause - since)));
}
