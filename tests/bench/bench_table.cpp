// Keystrokes in a table of 100,000 jobs: RecordModel, a QSortFilterProxyModel over the same texts,
// and memchr over the same bytes, in turn in one process. Only the ratios mean something.
#include "tables/jobcolumns.h"
#include "tables/recordmodel.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSortFilterProxyModel>
#include <QTextStream>
#include <algorithm>
#include <cstring>
#include <ctime>

namespace {

constexpr int kJobs = 100'000;
constexpr int kRounds = 5;

QList<RestoreJob> makeJobs(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QStringList names {QStringLiteral("orders"), QStringLiteral("billing"),
                             QStringLiteral("users"),  QStringLiteral("reports"),
                             QStringLiteral("mobile"), QStringLiteral("search"),
                             QStringLiteral("audit"),  QStringLiteral("cache")};
    const auto id = [&random] {
        return QStringLiteral("%1%2%3")
            .arg(random.generate(), 8, 16, QLatin1Char('0'))
            .arg(random.generate(), 8, 16, QLatin1Char('0'))
            .arg(random.generate(), 8, 16, QLatin1Char('0'));
    };
    QList<RestoreJob> jobs;
    for (int i = 0; i < count; ++i) {
        RestoreJob job;
        job.id = id();
        job.snapshotId = id();
        job.projectId = QStringLiteral("%1").arg(random.bounded(20), 24, 16, QLatin1Char('0'));
        job.targetProjectId = job.projectId;
        job.sourceCluster = names[random.bounded(8)] + QStringLiteral("-eu");
        job.targetCluster = names[random.bounded(8)] + QStringLiteral("-stg");
        job.state = JobState(random.bounded(9));
        job.created = now.addSecs(-random.bounded(10'000'000));
        job.snapshotTime = job.created.addSecs(-random.bounded(100'000));
        jobs.append(job);
    }
    return jobs;
}

// The texts made in advance, which is kinder to the proxy than a real model would be.
class TextModel final : public QAbstractTableModel
{
public:
    explicit TextModel(const QAbstractItemModel &source)
    {
        for (int row = 0; row < source.rowCount(); ++row) {
            QStringList texts;
            for (int column = 0; column < source.columnCount(); ++column)
                texts << source.index(row, column).data().toString();
            m_rows.append(texts);
        }
    }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.first().size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? m_rows[index.row()][index.column()] : QVariant();
    }

private:
    QList<QStringList> m_rows;
};

template <typename Work> double milliseconds(Work work)
{
    const std::clock_t start = std::clock(); // of the processor: other programs don't count
    work();
    return double(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Key {
    QString text;
    bool proxyToo = true; // keyed terms have no like in a proxy
    std::vector<double> records {};
    std::vector<double> proxy {};
};

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

void printModelWork(const QList<RestoreJob> &jobs)
{
    RecordModel<RestoreJob> model(jobTable());
    const double first = milliseconds([&] { model.sync(jobs); });
    const double same = milliseconds([&] { model.sync(jobs); });
    const QList<RestoreJob> more = jobs + makeJobs(500, 2);
    const double page = milliseconds([&] { model.sync(more); });
    std::vector<double> merges; // pages of 100 as they arrive while all jobs are read
    for (quint32 seed = 10; seed < 20; ++seed) {
        const QList<RestoreJob> arriving = makeJobs(100, seed);
        merges.push_back(milliseconds([&] { model.merge(arriving); }));
    }
    const double tick = milliseconds([&] {
        model.refreshTexts({QDateTime::currentDateTimeUtc().addSecs(30), {}});
    });
    out() << "to the first sync: the same again " << same / first << ", 500 more rows "
          << page / first << ", 100 rows merged " << median(merges) / first << ", tick "
          << tick / first << '\n';
    for (const char *column : {"created", "source", "id"}) {
        const int c = model.columnOf(QLatin1String(column));
        const double once = milliseconds([&] { model.sort(c, Qt::AscendingOrder); });
        const double again = milliseconds([&] { model.sort(c, Qt::DescendingOrder); });
        out() << "sort by " << column << " to the first sync: " << once / first << ", again "
              << again / first << '\n';
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QList<RestoreJob> jobs = makeJobs(kJobs, 1);
    RecordModel<RestoreJob> records(jobTable());
    records.sync(jobs);
    records.sort(records.columnOf(QLatin1String("created")), Qt::DescendingOrder);
    TextModel texts(records);
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&texts);
    proxy.setFilterKeyColumn(-1);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);

    SearchArena arena; // as big as the model's own
    const Table<RestoreJob> table = jobTable();
    arena.rebuild(
        kJobs, [](quint32) { return SearchArena::kNew; },
        [&](quint32 row, std::string &text) {
            for (const Column<RestoreJob> &c : table.columns)
                SearchArena::appendCell(
                    text, (c.search ? c.search : c.text)(jobs[row], records.context()));
        });

    std::vector<Key> keys;
    for (const char *text : {"o", "or", "ord", "orders", "orders-eu", "e1", "zzqq", ""})
        keys.push_back({.text = QString::fromLatin1(text)});
    keys.push_back({.text = jobs[kJobs / 2].id});
    for (const char *text : {"state:failed", "state:failed ord", "target:stg", "age:<30d", "-or"})
        keys.push_back({.text = QString::fromLatin1(text), .proxyToo = false});

    std::vector<double> limits;
    size_t found = 0;
    for (int round = 0; round < kRounds; ++round) {
        limits.push_back(milliseconds(
            [&] { found += std::memchr(arena.bytes().data(), '\x01', arena.size()) != nullptr; }));
        for (Key &key : keys) {
            key.records.push_back(milliseconds([&] { records.setFilterText(key.text); }));
            if (key.proxyToo && round < 3)
                key.proxy.push_back(milliseconds([&] { proxy.setFilterFixedString(key.text); }));
        }
    }
    const double limit = median(limits);
    double worst = 0;
    double worstProxy = 0;
    out() << qSetRealNumberPrecision(3) << kJobs << " rows, " << arena.size() / kJobs
          << " bytes a row" << (found ? "!" : "") << ", memchr over all " << limit << " ms = 1\n";
    for (const Key &key : keys) {
        if (key.proxyToo)
            worst = std::max(worst, median(key.records));
        worstProxy = std::max(worstProxy, median(key.proxy));
        out() << qSetFieldWidth(26) << Qt::left << key.text << qSetFieldWidth(0) << "  RecordModel "
              << median(key.records) / limit;
        if (key.proxyToo)
            out() << "  proxy " << median(key.proxy) / limit;
        out() << '\n';
    }
    out() << "worst keystroke: RecordModel 1, proxy " << worstProxy / worst << ", memchr "
          << limit / worst << '\n';
    printModelWork(jobs);
    return 0;
}
