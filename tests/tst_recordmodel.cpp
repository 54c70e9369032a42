// Sorting, syncing by id and what survives it, under the model tester and a real selection.
#include "tables/recordmodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

namespace {

struct Item {
    QString id;
    QString name;
    int size = 0;
    qint64 until = 0; // state 1 from then on

    bool operator==(const Item &) const = default;
};

QString itemId(const Item &i)
{
    return i.id;
}

QString itemName(const Item &i, const TextContext &c)
{
    return c.projectName ? c.project(i.name) : i.name;
}

enum Columns { Name, Size, Age };

Table<Item> itemTable()
{
    return {
        .columns = {{.id = "name", .title = "Name", .text = itemName},
                    {.id = "size",
                     .title = "Size",
                     .text = [](const Item &i,
                                const TextContext &) { return QString::number(i.size); },
                     .sortKey = [](const Item &i) { return qint64(i.size); },
                     .alignment = Qt::AlignRight | Qt::AlignVCenter,
                     .hiddenAtFirst = true},
                    {.id = "age",
                     .title = "Age",
                     .text =
                         [](const Item &i, const TextContext &c) {
                             return c.now.toSecsSinceEpoch() >= i.until ? QString("over")
                                                                        : QString("going");
                         },
                     .ageing = true,
                     .sortKeyNow =
                         [](const Item &i, const TextContext &c) {
                             return qint64(c.now.toSecsSinceEpoch() >= i.until);
                         }}},
        .id = itemId,
        .state = [](const Item &i,
                    const TextContext &c) { return int(c.now.toSecsSinceEpoch() >= i.until); },
        .json = [](const Item &i) { return "{\"id\":\"" + i.id.toUtf8() + "\"}"; },
    };
}

TextContext at(qint64 seconds)
{
    return {.now = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC)};
}

QList<Item> items(int count)
{
    QList<Item> list;
    for (int i = 0; i < count; ++i)
        list.append({QString("i%1").arg(i), QString("n%1").arg(i % 3), i, 1000});
    return list;
}

QString shownIds(const RecordModelBase &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids << model.idAt(row);
    return ids.join(' ');
}

QSet<QString> selectedIds(const QItemSelectionModel &selection, const RecordModelBase &model)
{
    QSet<QString> ids;
    for (const QModelIndex &index : selection.selectedRows())
        ids << model.idAt(index.row());
    return ids;
}

// Removes, adds, changes and shuffles some.
void mutate(QList<Item> &list, QRandomGenerator &random, int steps, int &nextId)
{
    for (int step = 0; step < steps; ++step) {
        const int what = random.bounded(4);
        const qsizetype place = list.isEmpty() ? 0 : random.bounded(list.size());
        if (what == 0 && !list.isEmpty()) {
            list.removeAt(place);
        } else if (what == 1) {
            list.insert(place,
                        {QString("x%1").arg(nextId++), QString("n%1").arg(random.bounded(5)),
                         random.bounded(9), random.bounded(2000)});
        } else if (what == 2 && !list.isEmpty()) {
            list[place].size = random.bounded(9);
            list[place].name = QString("n%1").arg(random.bounded(5));
        } else if (!list.isEmpty()) {
            list.swapItemsAt(place, random.bounded(list.size()));
        }
    }
}

// What the model should show, the plain way.
QStringList expectedIds(QList<Item> list, int column, Qt::SortOrder order, const QString &filter,
                        qint64 now)
{
    const auto less = [&](const Item &a, const Item &b) {
        if (column == Name)
            return a.name < b.name;
        return column == Size ? a.size < b.size : (now >= a.until) < (now >= b.until);
    };
    if (column >= 0) {
        std::stable_sort(list.begin(), list.end(), [&](const Item &a, const Item &b) {
            return order == Qt::AscendingOrder ? less(a, b) : less(b, a);
        });
    }
    QStringList ids;
    for (const Item &i : list) {
        const QString over = now >= i.until ? "over" : "going";
        if (i.name.contains(filter) || QString::number(i.size).contains(filter)
            || over.contains(filter))
            ids << i.id;
    }
    return ids;
}

} // namespace

class TestRecordModel : public QObject
{
    Q_OBJECT
private slots:
    // Pages merged one after another, in any order and with any filter, end as one sync does.
    void mergingIsSyncing_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("filter");
        for (const int column : {-1, int(Name), int(Size), int(Age)}) {
            QTest::addRow("sorted by %d", column) << column << "";
            QTest::addRow("sorted by %d, filtered", column) << column << "o";
        }
    }
    void mergingIsSyncing()
    {
        QFETCH(int, column);
        QFETCH(QString, filter);
        QRandomGenerator random(7);
        const QStringList names {"oslo", "kobe", "genoa", "lima", "porto"};
        RecordModel<Item> merged(itemTable());
        RecordModel<Item> synced(itemTable());
        QAbstractItemModelTester tester(&merged);
        for (RecordModel<Item> *model : {&merged, &synced}) {
            if (column >= 0)
                model->sort(column, Qt::DescendingOrder);
            model->setFilterText(filter);
        }
        QList<Item> all;
        for (int round = 0; round < 15; ++round) {
            QList<Item> page;
            for (int i = 0; i < 40; ++i) {
                // Mostly new ones, some that change.
                const int number = random.bounded(8) ? int(all.size() + page.size())
                                                     : random.bounded(int(all.size()) + 1);
                const Item item {QString::number(number), names[random.bounded(5)],
                                 random.bounded(1000), random.bounded(2) ? 0 : 1LL << 40};
                const auto known = std::find_if(
                    all.begin(), all.end(), [&](const Item &other) { return other.id == item.id; });
                if (known != all.end())
                    *known = item;
                else
                    all.append(item);
                page.append(item);
            }
            merged.merge(page);
            QCOMPARE(merged.totalRows(), int(all.size()));
        }
        synced.sync(all);
        QCOMPARE(merged.rowCount(), synced.rowCount());
        QVERIFY(merged.rowCount() > 30);
        for (int row = 0; row < merged.rowCount(); ++row)
            QCOMPARE(merged.idAt(row), synced.idAt(row));
        merged.setFilterText("genoa");
        synced.setFilterText("genoa");
        QCOMPARE(merged.rowCount(), synced.rowCount());
    }

    void mergingKeepsTheSelection()
    {
        RecordModel<Item> model(itemTable());
        model.sort(Size, Qt::AscendingOrder);
        QList<Item> items;
        for (int i = 0; i < 50; ++i)
            items.append({QString::number(i), "x", 2 * i, 0});
        model.merge(items);
        const QPersistentModelIndex kept(model.index(20, 0));
        const QString id = model.idAt(20);
        model.merge({{"new", "x", 3, 0}});
        QCOMPARE(model.idAt(kept.row()), id);
        QCOMPARE(kept.row(), 21);
        QCOMPARE(model.idAt(2), QString("new"));
    }

    void cells()
    {
        RecordModel<Item> model(itemTable());
        model.refreshTexts(at(0));
        model.sync({{"a", "Alpha", 7, 1000}});
        const QModelIndex name = model.index(0, Name);
        const QModelIndex size = model.index(0, Size);
        QCOMPARE(name.data().toString(), "Alpha");
        QCOMPARE(name.data(Qt::AccessibleTextRole).toString(), "Name: Alpha");
        QCOMPARE(name.data(RecordModelBase::IdRole).toString(), "a");
        QCOMPARE(name.data(RecordModelBase::StateRole).toInt(), 0);
        QCOMPARE(name.data(RecordModelBase::JsonRole).toByteArray(), "{\"id\":\"a\"}");
        QVERIFY(!name.data(RecordModelBase::SortKeyRole).isValid());
        QCOMPARE(size.data(RecordModelBase::SortKeyRole).toLongLong(), 7);
        QCOMPARE(size.data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignRight | Qt::AlignVCenter));
        QVERIFY(!name.data(Qt::ToolTipRole).isValid());
        QVERIFY(!name.data(Qt::DecorationRole).isValid());
        QCOMPARE(model.headerData(Size, Qt::Horizontal).toString(), "Size");
        QCOMPARE(model.headerData(Size, Qt::Horizontal, RecordModelBase::IdRole).toString(),
                 "size");
        QCOMPARE(model.columnOf(QLatin1String("age")), int(Age));
        QCOMPARE(model.columnOf(QLatin1String("none")), -1);
        QVERIFY(model.isHiddenAtFirst(Size));
        QVERIFY(!model.isHiddenAtFirst(Name));
        QCOMPARE(model.record(0)->name, "Alpha");
        QCOMPARE(model.record(1), nullptr);
        QCOMPARE(model.record(-1), nullptr);
        QCOMPARE(model.recordById("a"), model.record(0));
        QCOMPARE(model.recordById("b"), nullptr);
        QCOMPARE(model.idAt(1), QString());
    }

    void aTableWithoutExtras()
    {
        RecordModel<Item> model({{.id = "name", .title = "Name", .text = itemName}}, itemId);
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sync(items(3));
        QCOMPARE(model.index(0, 0).data(RecordModelBase::StateRole).toInt(), -1);
        QVERIFY(model.index(0, 0).data(RecordModelBase::JsonRole).toByteArray().isEmpty());
        model.setFilterText("n1");
        QCOMPARE(shownIds(model), "i1");
    }

    void doubleIds()
    {
        RecordModel<Item> model(itemTable());
        const QList<Item> list {{"a", "first", 1, 0}, {"b", "b", 2, 0}, {"a", "second", 3, 0}};
        for (int round = 0; round < 2; ++round) {
            model.sync(list);
            QCOMPARE(shownIds(model), "a b");
            QCOMPARE(model.recordById("a")->name, "first");
        }
    }

    void sorting()
    {
        RecordModel<Item> model(itemTable());
        model.refreshTexts(at(1000));
        const QList<Item> list {{"a", "host-10", 3, 2000},
                                {"b", "Host-2", 3, 0},
                                {"c", "host-1", 1, 2000},
                                {"d", "alpha", 3, 0}};
        model.sync(list);
        QCOMPARE(shownIds(model), "a b c d");
        model.sort(Size, Qt::AscendingOrder);
        QCOMPARE(shownIds(model), "c a b d");
        model.sort(Size, Qt::DescendingOrder);
        QCOMPARE(shownIds(model), "a b d c");
        model.sort(Age, Qt::AscendingOrder); // equal ones keep the order by size
        QCOMPARE(shownIds(model), "a c b d");
        model.sync(list); // and keep it when the rows come again
        QCOMPARE(shownIds(model), "a c b d");
        model.sort(Name, Qt::AscendingOrder);
        QVERIFY(shownIds(model).startsWith("d ")); // case doesn't count
        QCOMPARE(model.sortColumn(), int(Name));
        model.sort(-1);
        QCOMPARE(shownIds(model), "a b c d");
    }

    void sortIsALayoutChange()
    {
        RecordModel<Item> model(itemTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sync(items(5));
        const QPersistentModelIndex kept = model.index(1, Size);
        QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.sort(Size, Qt::DescendingOrder);
        QCOMPARE(layout.size(), 1);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(kept.row(), 3);
        QCOMPARE(kept.column(), int(Size));
        QCOMPARE(kept.data(RecordModelBase::IdRole).toString(), "i1");
    }

    void filterIsOneReset()
    {
        RecordModel<Item> model(itemTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.refreshTexts(at(0));
        model.sync(items(30));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy counts(&model, &RecordModelBase::countsChanged);
        model.setFilterText("n1");
        QCOMPARE(reset.size(), 1);
        QCOMPARE(counts.takeLast(), (QVariantList {10, 30}));
        QCOMPARE(model.rowOfId("i4"), 1);
        QCOMPARE(model.rowOfId("i3"), -1);
        QCOMPARE(model.rowOfId("none"), -1);
        QVERIFY(model.recordById("i3"));
        model.setFilterText("n1 going"); // the same rows
        QCOMPARE(reset.size(), 1);
        model.setFilterText({});
        QCOMPARE(model.rowOfId("i3"), 3);
    }

    void nothingChangedSaysNothing()
    {
        RecordModel<Item> model(itemTable());
        model.sync(items(50));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.sync(items(50));
        QCOMPARE(changed.size() + layout.size() + reset.size() + inserted.size() + removed.size(),
                 0);
        QList<Item> list = items(50);
        list[7].size = 99;
        model.sync(list);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 7);
        QCOMPARE(model.index(7, Size).data().toString(), "99");
        QCOMPARE(layout.size() + reset.size() + inserted.size() + removed.size(), 0);
    }

    void manyPiecesAreAReset()
    {
        RecordModel<Item> model(itemTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sync(items(1000));
        QList<Item> list;
        for (const Item &item : items(1000)) {
            if (item.size % 2)
                list.append(item);
        }
        QString idBefore;
        connect(&model, &QAbstractItemModel::modelAboutToBeReset, this,
                [&] { idBefore = model.idAt(2); });
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.sync(list);
        QCOMPARE(reset.size(), 1);
        QCOMPARE(idBefore, "i2"); // before the reset the old rows can still be asked
        QCOMPARE(model.idAt(2), "i5");
    }

    void randomSyncs_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("small steps") << 4;
        QTest::newRow("middle steps") << 30;
        QTest::newRow("big steps") << 400;
    }
    void randomSyncs()
    {
        QFETCH(int, steps);
        RecordModel<Item> model(itemTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        QItemSelectionModel selection(&model);
        bool wasReset = false;
        connect(&model, &QAbstractItemModel::modelReset, this, [&] { wasReset = true; });
        QRandomGenerator random(42);
        QList<Item> list = items(60);
        int nextId = 0;
        int column = -1;
        Qt::SortOrder order = Qt::AscendingOrder;
        QString filter;
        qint64 now = 0;
        int survived = 0;
        model.refreshTexts(at(now));
        for (int round = 0; round < 300; ++round) {
            const int rows = model.rowCount();
            if (rows > 0 && round % 3 == 0) {
                const int first = random.bounded(rows);
                selection.select(
                    {model.index(first, 0), model.index(qMin(rows - 1, first + 4), Age)},
                    QItemSelectionModel::ClearAndSelect);
                selection.setCurrentIndex(model.index(first, Size), QItemSelectionModel::NoUpdate);
            }
            QSet<QString> selected = selectedIds(selection, model);
            const QString current = model.idAt(selection.currentIndex().row());
            wasReset = false;
            switch (random.bounded(6)) {
            case 0:
                column = random.bounded(-1, 3);
                order = random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
                model.sort(-1); // so that the column sorted before doesn't count
                model.sort(column, order);
                break;
            case 1:
                filter = QStringList {"", "n1", "over", "3", "zz"}[random.bounded(5)];
                model.setFilterText(filter);
                break;
            case 2:
                now += random.bounded(100);
                model.refreshTexts(at(now));
                break;
            default:
                mutate(list, random, steps, nextId);
                model.sync(list);
            }
            const QStringList expected = expectedIds(list, column, order, filter, now);
            QCOMPARE(shownIds(model), expected.join(' '));
            QCOMPARE(model.totalRows(), list.size());
            for (const Item &item : std::as_const(list)) {
                QCOMPARE(*model.recordById(item.id), item);
                QCOMPARE(model.rowOfId(item.id), expected.indexOf(item.id));
            }
            if (wasReset) {
                selection.clear();
                continue;
            }
            selected.intersect(QSet<QString>(expected.cbegin(), expected.cend()));
            // A row that comes between two selected ones is no part of the selection.
            QCOMPARE(selectedIds(selection, model), selected);
            if (expected.contains(current)) {
                QCOMPARE(model.idAt(selection.currentIndex().row()), current);
                QCOMPARE(selection.currentIndex().column(), int(Size));
            }
            survived += int(selected.size());
        }
        QVERIFY(survived > 20); // else this test has seen resets only
    }

    void tick()
    {
        RecordModel<Item> model(itemTable());
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.refreshTexts(at(0));
        model.sync({{"a", "x", 1, 100}, {"b", "y", 2, 50}, {"c", "z", 3, 200}});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.refreshTexts(at(10));
        QCOMPARE(changed.size(), 1); // the ageing column of all rows, and nothing else
        QCOMPARE(changed.first()[0].toModelIndex(), model.index(0, Age));
        QCOMPARE(changed.first()[1].toModelIndex(), model.index(2, Age));

        model.setFilterText("going");
        model.sort(Age);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.refreshTexts(at(60));
        QCOMPARE(shownIds(model), "a c");
        QCOMPARE(removed.size(), 1);
        QCOMPARE(reset.size(), 0);
        model.setFilterText("over");
        QCOMPARE(shownIds(model), "b");
        model.setFilterText({});
        QCOMPARE(shownIds(model), "a c b");
    }

    void newNames()
    {
        RecordModel<Item> model(itemTable());
        model.refreshTexts(at(0));
        model.sync({{"a", "p1", 1, 100}, {"b", "p2", 2, 100}});
        model.sort(Name);
        TextContext context = at(0);
        context.projectName = [](const QString &id) { return id == "p1" ? "Zoo" : "Ark"; };
        model.setContext(context);
        QCOMPARE(shownIds(model), "b a");
        model.setFilterText("zoo");
        QCOMPARE(shownIds(model), "a");
        QCOMPARE(model.index(0, Name).data().toString(), "Zoo");
    }

    void syncLaterCoalesces()
    {
        RecordModel<Item> model(itemTable());
        QSignalSpy counts(&model, &RecordModelBase::countsChanged);
        model.sync(items(1));
        for (int i = 2; i <= 50; ++i)
            model.syncLater(items(i));
        QCOMPARE(model.totalRows(), 1);
        QTRY_COMPARE(model.totalRows(), 50);
        QCOMPARE(counts.size(), 2);

        model.syncLater(items(3));
        model.sync(items(7)); // what is newer counts
        QSignalSpy timer(&model, &QAbstractItemModel::rowsInserted);
        model.syncLater(items(8));
        QVERIFY(timer.wait());
        QCOMPARE(model.totalRows(), 8);
    }
};

QTEST_GUILESS_MAIN(TestRecordModel)
#include "tst_recordmodel.moc"
