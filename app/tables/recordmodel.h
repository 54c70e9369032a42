// A table over records with its own sorting and filter (a QSortFilterProxyModel takes seconds for a
// keystroke at 100,000 rows). sync() works out by id what changed: persistent indexes and the
// selection survive it, as they survive a sort. A new filter, and a sync with very many changes, is
// a model reset: what hangs on rows then has to be found again with idAt() and rowOfId().
#pragma once

#include "tables/table.h"
#include "tables/searcharena.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

/// Everything that needs no T. Rows are those that pass the filter, in sorted order.
class RecordModelBase : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, // QString; of a header: the column's id
        StateRole, // int(JobState), or -1
        JsonRole, // the raw record as compact JSON (QByteArray), for "copy row as JSON"
        ExportRole, // as DisplayRole, but true for good: times in UTC instead of ages
        SortKeyRole, // qint64 of columns with a sort key (times: seconds since 1970)
    };

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    /// Equal rows keep the order of the column sorted before; -1: the order of sync().
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    int sortColumn() const { return m_sort.column; }
    Qt::SortOrder sortOrder() const { return m_sort.order; }

    int columnOf(QLatin1String id) const; // -1: none
    bool isHiddenAtFirst(int column) const { return m_columns[column].hiddenAtFirst; }

    /// Language: filter.h. Resets the model unless the same rows stay visible.
    void setFilterText(const QString &text);
    QString filterText() const { return m_filterText; }
    /// What the filter's text gets wrong, one sentence each; empty if nothing.
    QStringList filterProblems() const { return m_filterProblems; }
    QList<FilterKeyName> filterKeys() const { return m_keys; }
    /// Before the filter.
    int totalRows() const { return int(m_order.size()); }

    /// Of visible rows; empty and -1 where there is none.
    QString idAt(int row) const;
    int rowOfId(const QString &id) const;

    /// A tick of the clock: ages are told anew; rows whose state changed with it are searched,
    /// sorted and filtered anew.
    void refreshTexts(const TextContext &context);
    /// Names have changed: every text is made anew.
    void setContext(const TextContext &context);
    const TextContext &context() const { return m_context; }

signals:
    /// What the filter lets pass, or how many there are, has changed.
    void countsChanged(int visible, int total);

protected:
    static constexpr quint32 kNoRow = SearchArena::kNew;

    struct ColumnInfo {
        const char *id;
        QString title;
        Qt::Alignment alignment;
        bool hiddenAtFirst;
        bool ageing;
        bool hasSortKey;
    };
    /// How the records that come replace those that are there; rows are places in the records.
    struct Change {
        std::vector<quint32> oldRowOf; // by new row; kNoRow: new
        std::vector<quint32> newRowOf; // by old row; kNoRow: gone
        std::vector<quint8> changed; // by new row: texts are new
        bool replaces = true; // false: the records stay, only their texts are new
    };

    RecordModelBase(QList<ColumnInfo> columns, QList<FilterKeyName> keys, QObject *parent);

    virtual quint32 recordCount() const = 0;
    virtual quint32 recordOfId(const QString &id) const = 0;
    virtual QString idOf(quint32 record) const = 0;
    virtual int stateOf(quint32 record) const = 0;
    virtual QByteArray jsonOf(quint32 record) const = 0;
    virtual QString textOf(quint32 record, int column) const = 0;
    virtual QString toolTipOf(quint32 record, int column) const = 0;
    virtual QString exportOf(quint32 record, int column) const = 0;
    virtual qint64 sortKeyOf(quint32 record, int column) const = 0;
    virtual void writeSearchText(quint32 record, std::string &text) const = 0;
    virtual bool matchesKey(quint32 record, const FilterTerm &term) const = 0;
    /// Exchanges the records that are there with those that come.
    virtual void swapRecords() = 0;
    virtual void syncPending() = 0;

    /// Shows the records that swapRecords() brings.
    void apply(const Change &change);
    /// Shows records that were replaced in place (`changed`: whose texts are others) and those
    /// appended from `firstNew` on. What costs is in proportion to them, not to all records.
    void applyMerge(const std::vector<quint32> &changed, quint32 firstNew);
    /// Calls syncPending(), at most ten times a second and less often where that takes long.
    void callLater();
    void cancelLater() { m_later.stop(); }
    quint32 recordAt(int row) const { return m_visible[size_t(row)]; }
    bool isRow(int row) const { return row >= 0 && size_t(row) < m_visible.size(); }

private:
    using Rows = std::vector<quint32>;
    struct SortItem {
        qint64 key;
        qint64 second;
        quint32 row;
    };
    static bool isBefore(const SortItem &a, const SortItem &b);
    struct Sort {
        int column = -1;
        Qt::SortOrder order = Qt::AscendingOrder;
    };
    struct Shown {
        Rows order;
        Rows visible;
    };

    std::vector<qint64> sortKeys(const Sort &sort);
    const std::vector<qint64> &textRanks(int column);
    Rows sortedRows();
    Rows matching(const Filter &filter, Rows rows) const;
    Shown shownNow();
    Shown shownMerged(const std::vector<quint8> &fresh);
    bool canMerge(size_t fresh) const;
    SortItem sortItem(quint32 record) const;
    Rows spliced(const Rows &rows, const std::vector<quint8> &fresh, const Rows &sortedFresh) const;
    Change unchanged() const;
    void readTexts(const Change &change);
    void show(Shown next, const Change &change);
    void replaceVisible(Rows visible);
    void movePersistentIndexes(const Rows &before, const Rows &after);
    void emitChanged(const std::vector<quint8> &changed);
    void emitAged();

    QList<ColumnInfo> m_columns;
    QList<FilterKeyName> m_keys;
    TextContext m_context;
    SearchArena m_arena;
    std::vector<int> m_states; // by record, as the arena knows them
    std::vector<std::vector<qint64>> m_ranks; // by column; empty: not known
    Rows m_order; // all records, sorted
    Rows m_visible; // those of m_order that pass the filter
    mutable Rows m_rowOf; // by record, kNoRow: filtered out; empty: not known
    QString m_filterText;
    QStringList m_filterProblems;
    Filter m_filter;
    Sort m_sort;
    Sort m_sortBefore;
    QTimer m_later;
    QElapsedTimer m_sinceSync;
    qint64 m_pause = 100; // ms between two syncs
};

template <typename T> class RecordModel final : public RecordModelBase
{
public:
    explicit RecordModel(Table<T> table, QObject *parent = nullptr)
        : RecordModelBase(infos(table), names(table), parent), m_table(std::move(table))
    {
    }
    RecordModel(QList<Column<T>> columns, QString (*id)(const T &), QObject *parent = nullptr)
        : RecordModel(Table<T> {.columns = std::move(columns), .id = id}, parent)
    {
    }

    /// Replaces the records. Of records with the same id the first one counts.
    void sync(QList<T> records)
    {
        cancelLater();
        m_pending.clear();
        m_other = std::move(records);
        m_otherRows = m_rows;
        apply(compare());
        m_other.clear();
        m_otherRows.clear();
    }
    /// As sync(), soon: at once, but never more than ten times a second. The last list counts.
    void syncLater(QList<T> records)
    {
        m_pending = std::move(records);
        m_update = nullptr;
        callLater();
    }

    /// Replaces the records with these ids and appends the others; nothing goes. For pages that
    /// arrive: it costs what they hold, not what is there.
    void merge(const QList<T> &records)
    {
        const quint32 before = recordCount();
        std::vector<quint32> changed;
        for (const T &record : records) {
            const quint32 known = recordOfId(m_table.id(record));
            if (known == kNoRow) {
                m_rows.insert(m_table.id(record), recordCount());
                m_records.append(record);
                continue;
            }
            T &old = m_records[known];
            if (known < before && !alike(old, record))
                changed.push_back(known);
            old = record;
        }
        if (!changed.empty() || recordCount() != before)
            applyMerge(changed, before);
    }
    /// Other texts of the same records: those that fit are told anew, at the cost of a merge.
    template <typename Fits> void retell(Fits fits)
    {
        std::vector<quint32> changed;
        for (quint32 r = 0; r < recordCount(); ++r) {
            if (fits(m_records.at(r)))
                changed.push_back(r);
        }
        if (!changed.empty())
            applyMerge(changed, recordCount());
    }
    /// Calls `update` soon: at once, but not more than ten times a second. The last one counts.
    void updateLater(std::function<void()> update)
    {
        m_update = std::move(update);
        callLater();
    }

    /// All records, in the order of sync().
    const QList<T> &records() const { return m_records; }
    /// Of a visible row; null where there is none. Valid until the next sync.
    const T *record(int row) const { return isRow(row) ? &m_records[recordAt(row)] : nullptr; }
    /// Visible or not.
    const T *recordById(const QString &id) const
    {
        const quint32 record = recordOfId(id);
        return record == kNoRow ? nullptr : &m_records[record];
    }

private:
    static QList<ColumnInfo> infos(const Table<T> &table)
    {
        QList<ColumnInfo> result;
        for (const Column<T> &c : table.columns) {
            result.append(
                {c.id, c.title, c.alignment, c.hiddenAtFirst, c.ageing, c.sortKey || c.sortKeyNow});
        }
        return result;
    }
    static QList<FilterKeyName> names(const Table<T> &table)
    {
        QList<FilterKeyName> result;
        for (const FilterKey<T> &key : table.filterKeys)
            result.append({key.key, key.read, key.values});
        return result;
    }

    quint32 recordCount() const override { return quint32(m_records.size()); }
    quint32 recordOfId(const QString &id) const override { return m_rows.value(id, kNoRow); }
    QString idOf(quint32 record) const override { return m_table.id(m_records[record]); }
    int stateOf(quint32 record) const override
    {
        return m_table.state ? m_table.state(m_records[record], context()) : -1;
    }
    QByteArray jsonOf(quint32 record) const override
    {
        return m_table.json ? m_table.json(m_records[record]) : QByteArray();
    }
    QString textOf(quint32 record, int column) const override
    {
        return m_table.columns[column].text(m_records[record], context());
    }
    QString toolTipOf(quint32 record, int column) const override
    {
        const auto toolTip = m_table.columns[column].toolTip;
        return toolTip ? toolTip(m_records[record], context()) : QString();
    }
    QString exportOf(quint32 record, int column) const override
    {
        const Column<T> &c = m_table.columns[column];
        return (c.exported ? c.exported : c.text)(m_records[record], context());
    }
    qint64 sortKeyOf(quint32 record, int column) const override
    {
        const Column<T> &c = m_table.columns[column];
        return c.sortKeyNow ? c.sortKeyNow(m_records[record], context())
                            : c.sortKey(m_records[record]);
    }
    void writeSearchText(quint32 record, std::string &text) const override
    {
        const T &r = m_records[record];
        for (const Column<T> &c : m_table.columns)
            SearchArena::appendCell(text, (c.search ? c.search : c.text)(r, context()));
    }
    bool matchesKey(quint32 record, const FilterTerm &term) const override
    {
        return m_table.filterKeys[term.key].matches(m_records[record], term.value, context());
    }
    void swapRecords() override
    {
        m_records.swap(m_other);
        m_rows.swap(m_otherRows);
    }
    void syncPending() override
    {
        if (m_update)
            m_update();
        else
            sync(m_pending);
    }

    bool alike(const T &a, const T &b) const
    {
        if (m_table.alike)
            return m_table.alike(a, b);
        return a == b;
    }

    /// What becomes of m_records when m_other comes; makes m_otherRows.
    Change compare()
    {
        if (!hasSameIds()) {
            indexOther();
            if (m_otherRows.size() != m_other.size()) {
                dropDoubles();
                indexOther();
            }
        }
        Change change;
        change.newRowOf.assign(size_t(m_records.size()), kNoRow);
        change.oldRowOf.reserve(size_t(m_other.size()));
        change.changed.reserve(size_t(m_other.size()));
        quint32 row = 0;
        for (const T &record : std::as_const(m_other)) {
            const quint32 old = recordOfId(m_table.id(record));
            change.oldRowOf.push_back(old);
            change.changed.push_back(old == kNoRow || !alike(m_records[old], record));
            if (old != kNoRow)
                change.newRowOf[old] = row;
            ++row;
        }
        return change;
    }
    bool hasSameIds() const
    {
        return std::equal(
            m_records.cbegin(), m_records.cend(), m_other.cbegin(), m_other.cend(),
            [this](const T &a, const T &b) { return m_table.id(a) == m_table.id(b); });
    }
    void indexOther()
    {
        m_otherRows.clear();
        m_otherRows.reserve(m_other.size());
        quint32 row = 0;
        for (const T &record : std::as_const(m_other))
            m_otherRows.insert(m_table.id(record), row++);
    }
    void dropDoubles()
    {
        QList<T> unique;
        QHash<QString, bool> seen;
        for (const T &record : std::as_const(m_other)) {
            bool &before = seen[m_table.id(record)];
            if (!std::exchange(before, true))
                unique.append(record);
        }
        m_other = std::move(unique);
    }

    Table<T> m_table;
    QList<T> m_records;
    QHash<QString, quint32> m_rows; // by id
    QList<T> m_other; // those that come, or, after swapRecords(), that were
    QHash<QString, quint32> m_otherRows;
    QList<T> m_pending;
    std::function<void()> m_update;
};
