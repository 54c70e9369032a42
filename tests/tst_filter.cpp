// The filter's language, and the search under it held against a naive one.
#include "tables/recordmodel.h"

#include <QRandomGenerator>
#include <QTest>

namespace {

struct Ship {
    QString id;
    QString name;
    QString port;
    int state = 0;
    QDateTime built;

    bool operator==(const Ship &) const = default;
};

const QDateTime kNow = QDateTime::fromString("2026-03-10T12:00:00Z", Qt::ISODate);

QString shipId(const Ship &s)
{
    return s.id;
}

FilterValue readNumber(const QString &value, const TextContext &context)
{
    FilterValue result = readText(value, context);
    result.set = quint64(1) << value.toInt();
    return result;
}

Table<Ship> shipTable()
{
    return {
        .columns = {{.id = "name",
                     .title = "Name",
                     .text = [](const Ship &s, const TextContext &) { return s.name; }},
                    {.id = "port",
                     .title = "Port",
                     .text = [](const Ship &s, const TextContext &) { return s.port; }}},
        .id = shipId,
        .filterKeys = {{"port",
                        [](const Ship &s, const FilterValue &v, const TextContext &) {
                            return containsText(s.port, v);
                        }},
                       {"state",
                        [](const Ship &s, const FilterValue &v, const TextContext &) {
                            return bool(v.set >> s.state & 1);
                        },
                        readNumber},
                       {"age",
                        [](const Ship &s, const FilterValue &v, const TextContext &) {
                            return isWithin(s.built, v);
                        },
                        readAge}},
    };
}

QList<Ship> fleet()
{
    return {
        {"a1", "Blue Star", "Genoa", 1, kNow.addDays(-1)},
        {"a2", "Red Star", "Oslo", 2, kNow.addDays(-10)},
        {"a3", "Äolus", "Genoa-East", 1, kNow.addSecs(-1800)},
        {"a4", "Starfish: two", "Kobe", 3, {}},
    };
}

QString shownIds(const RecordModelBase &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids << model.idAt(row);
    return ids.join(' ');
}

QString pick(QRandomGenerator &random, const QStringList &words)
{
    return words[random.bounded(words.size())];
}

} // namespace

class TestFilter : public QObject
{
    Q_OBJECT
private slots:
    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << ""
                                 << "";
        QTest::newRow("words") << "star oslo"
                               << "";
        QTest::newRow("key") << "port:oslo"
                             << "";
        QTest::newRow("unfinished") << "oslo port:"
                                    << "";
        QTest::newRow("unfinished age") << "oslo age:<2"
                                        << "";
        QTest::newRow("a blank after the colon") << "port: oslo"
                                                 << "port:";
        QTest::newRow("no unit, and done with it") << "age:<24 oslo"
                                                   << "age:<24";
        QTest::newRow("any") << "port:any oslo"
                             << "";
        QTest::newRow("negated") << "-port:oslo -\"red star\""
                                 << "";
        QTest::newRow("a time is no key") << "14:30"
                                          << "";
        QTest::newRow("an address is no key") << "https://x"
                                              << "";
        QTest::newRow("open quote") << "\"red st"
                                    << "quotation mark";
        QTest::newRow("unknown key") << "prot:oslo"
                                     << "prot:";
        QTest::newRow("no age") << "age:<two"
                                << "age:<two";
        QTest::newRow("no unit we know") << "age:<2y"
                                         << "age:<2y";
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        QStringList problems;
        const QList<FilterKeyName> keys {{"port"}, {"age", readAge}};
        parseFilter(text, keys, {}, &problems);
        QCOMPARE(problems.size(), says.isEmpty() ? 0 : 1);
        QVERIFY2(problems.join(' ').contains(says), qPrintable(problems.join(' ')));
    }

    void language_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ids");
        QTest::newRow("nothing") << ""
                                 << "a1 a2 a3 a4";
        QTest::newRow("spaces") << "   "
                                << "a1 a2 a3 a4";
        QTest::newRow("word") << "star"
                              << "a1 a2 a4";
        QTest::newRow("case") << "STAR"
                              << "a1 a2 a4";
        QTest::newRow("case beyond ASCII") << "äOLUS"
                                           << "a3";
        QTest::newRow("both words, any column") << "star oslo"
                                                << "a2";
        QTest::newRow("order of words") << "oslo star"
                                        << "a2";
        QTest::newRow("no such") << "venice"
                                 << "";
        QTest::newRow("never across cells") << "stargenoa"
                                            << "";
        QTest::newRow("never across cells, phrase") << "\"blue star genoa\""
                                                    << "";
        QTest::newRow("separator typed") << QString("star") + QChar(0x1f) + "genoa"
                                         << "";
        QTest::newRow("phrase") << "\"red star\""
                                << "a2";
        QTest::newRow("phrase, other order") << "\"star red\""
                                             << "";
        QTest::newRow("open phrase") << "\"blue s"
                                     << "a1";
        QTest::newRow("only a quote") << "\""
                                      << "a1 a2 a3 a4";
        QTest::newRow("negated") << "-star"
                                 << "a3";
        QTest::newRow("negated phrase") << "-\"red star\""
                                        << "a1 a3 a4";
        QTest::newRow("only a minus") << "-"
                                      << "a1 a2 a3 a4";
        QTest::newRow("minus within a word") << "genoa-east"
                                             << "a3";
        QTest::newRow("quoted minus") << "\"-east\""
                                      << "a3";
        QTest::newRow("key") << "port:genoa"
                             << "a1 a3";
        QTest::newRow("key, case") << "PORT:Genoa"
                                   << "a1 a3";
        QTest::newRow("key looks at its column") << "port:star"
                                                 << "";
        QTest::newRow("key and word") << "port:genoa star"
                                      << "a1";
        QTest::newRow("negated key") << "-port:genoa"
                                     << "a2 a4";
        QTest::newRow("quoted value") << "port:\"genoa-e\""
                                      << "a3";
        QTest::newRow("unfinished key") << "port:"
                                        << "a1 a2 a3 a4";
        QTest::newRow("unfinished negated key") << "-port:"
                                                << "a1 a2 a3 a4";
        QTest::newRow("any") << "port:any state:Any"
                             << "a1 a2 a3 a4";
        QTest::newRow("unknown key is text") << "fish:"
                                             << "a4";
        QTest::newRow("unknown key is text, no hit") << "hull:red"
                                                     << "";
        QTest::newRow("quoted key is text") << "\"port:genoa\""
                                            << "";
        QTest::newRow("key twice: both hold") << "port:genoa port:east"
                                              << "a3";
        QTest::newRow("set") << "state:1"
                             << "a1 a3";
        QTest::newRow("younger") << "age:<2d"
                                 << "a1 a3";
        QTest::newRow("younger, no sign") << "age:1h"
                                          << "a3";
        QTest::newRow("older") << "age:>3h"
                               << "a1 a2";
        QTest::newRow("older or as old") << "age:>=24h"
                                         << "a1 a2";
        QTest::newRow("younger or as old") << "age:<=24h"
                                           << "a1 a3";
        QTest::newRow("minutes") << "age:<30m"
                                 << "a3";
        QTest::newRow("weeks") << "age:>1w"
                               << "a2";
        QTest::newRow("between") << "age:>2h age:<3d"
                                 << "a1";
        QTest::newRow("age without unit yet") << "age:<2"
                                              << "a1 a2 a3 a4";
        QTest::newRow("age without number yet") << "age:<"
                                                << "a1 a2 a3 a4";
        QTest::newRow("no age at all") << "age:young"
                                       << "";
        QTest::newRow("absurd age") << "age:<99999999999999999999d"
                                    << "";
    }
    void language()
    {
        QFETCH(QString, text);
        RecordModel<Ship> model(shipTable());
        model.refreshTexts({.now = kNow});
        model.sync(fleet());
        model.setFilterText(text);
        QTEST(shownIds(model), "ids");
        QCOMPARE(model.totalRows(), 4);
        QCOMPARE(model.filterText(), text);
        model.setFilterText({});
        QCOMPARE(model.rowCount(), 4);
    }

    void ageGoesOnWithTheClock()
    {
        RecordModel<Ship> model(shipTable());
        model.refreshTexts({.now = kNow});
        model.sync(fleet());
        model.setFilterText("age:<1h");
        QCOMPARE(shownIds(model), "a3");
        model.refreshTexts({.now = kNow.addSecs(7200)});
        QCOMPARE(shownIds(model), "");
    }

    void narrowing_data()
    {
        QTest::addColumn<QString>("wide");
        QTest::addColumn<QString>("narrow");
        QTest::addColumn<bool>("expected");
        QTest::newRow("longer word") << "or"
                                     << "ord" << true;
        QTest::newRow("longer to the left") << "rd"
                                            << "ord" << true;
        QTest::newRow("shorter word") << "ord"
                                      << "or" << false;
        QTest::newRow("another word") << "or"
                                      << "or m5" << true;
        QTest::newRow("a word less") << "or m5"
                                     << "or" << false;
        QTest::newRow("from nothing") << ""
                                      << "o" << true;
        QTest::newRow("longer negated word") << "-o"
                                             << "-or" << false;
        QTest::newRow("same key") << "port:a"
                                  << "port:a x" << true;
        QTest::newRow("longer value") << "port:a"
                                      << "port:ab" << false;
        QTest::newRow("negated now") << "o"
                                     << "-or" << false;
    }
    void narrowing()
    {
        QFETCH(QString, wide);
        QFETCH(QString, narrow);
        const QList<FilterKeyName> keys {{"port"}};
        QTEST(narrows(parseFilter(wide, keys, {}), parseFilter(narrow, keys, {})), "expected");
    }

    void findAgreesWithNaive()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 20000; ++round) {
            QByteArray text(random.bounded(120), 'a');
            for (char &c : text)
                c = char('a' + random.bounded(3));
            QByteArray needle(1 + random.bounded(round % 3 ? 5 : 40), 'a');
            for (char &c : needle)
                c = char('a' + random.bounded(3));
            const qsizetype at = text.indexOf(needle);
            const char *expected = at < 0 ? nullptr : text.constData() + at;
            const char *end = text.constData() + text.size();
            QCOMPARE(SearchArena::find(text.constData(), end, needle), expected);
            QCOMPARE(SearchArena::findPortable(text.constData(), end, needle), expected);
        }
    }

    void hundredThousandRowsAgreeWithNaive()
    {
        QRandomGenerator random(11);
        const QStringList names {"orders", "Billing", "reports", "users-eu", "Ünal", "x", ""};
        const QStringList ports {"prod", "staging", "Dev", "東京", "orders-stg"};
        QList<Ship> ships;
        for (int i = 0; i < 100'000; ++i) {
            ships.append({QString::number(i),
                          pick(random, names) + '-' + QString::number(random.bounded(5000)),
                          pick(random, ports), 0, kNow});
        }
        RecordModel<Ship> model(shipTable());
        model.sync(ships);
        // In turn, so that each query starts from what the one before left visible.
        for (const char *query :
             {"o", "or", "ord", "orders-4999", "orders-49999", "ün", "ünal-12", "東", "-", "1 2",
              "12 orders", "12 orders -stg", "zzqq", "9", "99", "x-99 dev", ""}) {
            const QString text = QString::fromUtf8(query);
            QStringList expected;
            for (const Ship &ship : ships) {
                bool all = true;
                for (QString word : text.split(' ', Qt::SkipEmptyParts)) {
                    const bool negated = word.startsWith('-') && !word.remove(0, 1).isEmpty();
                    const bool found = ship.name.contains(word, Qt::CaseInsensitive)
                        || ship.port.contains(word, Qt::CaseInsensitive);
                    all = all && found != negated;
                }
                if (all)
                    expected << ship.id;
            }
            model.setFilterText(text);
            QCOMPARE(model.rowCount(), expected.size());
            QVERIFY2(shownIds(model) == expected.join(' '), query);
        }
    }

    void textOfARowFollowsItsRecord()
    {
        RecordModel<Ship> model(shipTable());
        QList<Ship> ships = fleet();
        model.sync(ships);
        ships[1].name = "A much longer name than before";
        ships.removeFirst();
        ships.append({"a5", "Newcomer", "Lima", 0, kNow});
        ships.swapItemsAt(0, 2);
        model.sync(ships);
        model.setFilterText("red");
        QCOMPARE(shownIds(model), "");
        model.setFilterText("much");
        QCOMPARE(shownIds(model), "a2");
        model.setFilterText("lima");
        QCOMPARE(shownIds(model), "a5");
        model.setFilterText("olus");
        QCOMPARE(shownIds(model), "a3");
    }
};

QTEST_GUILESS_MAIN(TestFilter)
#include "tst_filter.moc"
