#include "tables/filter.h"
#include "tables/searcharena.h"

#include <QCoreApplication>
#include <algorithm>

namespace {

struct FilterWords {
    Q_DECLARE_TR_FUNCTIONS(FilterWords)
};

struct Token {
    QString text; // quotes removed
    qsizetype colon = -1; // first colon outside quotes
    bool negated = false;
};

QList<Token> tokens(const QString &text, bool *openQuote = nullptr)
{
    QList<Token> result;
    Token token;
    bool quoted = false;
    bool started = false;
    const auto finish = [&] {
        if (started)
            result.append(token);
        token = {};
        started = false;
    };
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
            started = true;
        } else if (c.isSpace() && !quoted) {
            finish();
        } else if (c == u'-' && !started && !quoted) {
            token.negated = true;
            started = true;
        } else {
            if (c == u':' && !quoted && token.colon < 0)
                token.colon = token.text.size();
            token.text += c;
            started = true;
        }
    }
    finish();
    if (openQuote)
        *openQuote = quoted;
    return result;
}

/// `word:` as a key is written, so that a time or an address is none.
bool looksLikeKey(QStringView word)
{
    return word.size() > 1 && std::all_of(word.cbegin(), word.cend(), [](QChar c) {
               return c.isLetter() && c.unicode() < 0x80;
           });
}

QString keyNames(const QList<FilterKeyName> &keys)
{
    QStringList names;
    for (const FilterKeyName &key : keys)
        names.append(QLatin1String(key.key) + u':');
    return names.join(u' ');
}

int keyIndex(QStringView word, const QList<FilterKeyName> &keys)
{
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (word.compare(QLatin1String(keys[i].key), Qt::CaseInsensitive) == 0)
            return int(i);
    }
    return -1;
}

qint64 unitSeconds(QStringView unit)
{
    if (unit == u"s")
        return 1;
    if (unit == u"m" || unit == u"min")
        return 60;
    if (unit == u"h")
        return 3600;
    if (unit == u"d")
        return 86400;
    return unit == u"w" ? 7 * 86400 : 0;
}

FilterValue everything()
{
    FilterValue value;
    value.everything = true;
    return value;
}

FilterValue unreadableAge(const QString &text)
{
    FilterValue value;
    value.problem =
        FilterWords::tr("“age:%1” is no age. Write a number and a unit (m, h, d, w), for "
                        "example age:<2d for the last two days.")
            .arg(text);
    value.from = value.to;
    value.to = std::numeric_limits<qint64>::min();
    return value;
}

bool implies(const FilterTerm &narrow, const FilterTerm &wide)
{
    if (narrow == wide)
        return true;
    return narrow.key < 0 && wide.key < 0 && !narrow.negated && !wide.negated
        && narrow.needle.contains(wide.needle);
}

} // namespace

FilterValue readText(const QString &value, const TextContext &)
{
    FilterValue result;
    result.text = value.toCaseFolded();
    return result;
}

FilterValue readAge(const QString &value, const TextContext &context)
{
    qsizetype pos = 0;
    bool older = false;
    if (value.startsWith(u'<') || value.startsWith(u'>')) {
        older = value[0] == u'>';
        pos = value.size() > 1 && value[1] == u'=' ? 2 : 1;
    }
    const qsizetype digits = pos;
    while (pos < value.size() && value[pos] >= u'0' && value[pos] <= u'9')
        ++pos;
    const QStringView unit = QStringView(value).sliced(pos);
    if (unit.isEmpty())
        return everything(); // still being typed
    bool ok = false;
    const qint64 amount = QStringView(value).sliced(digits, pos - digits).toInt(&ok);
    const qint64 size = unitSeconds(unit);
    if (!ok || size == 0)
        return unreadableAge(value);
    const qint64 limit = context.now.toSecsSinceEpoch() - amount * size;
    FilterValue result;
    (older ? result.to : result.from) = limit;
    return result;
}

bool isWithin(const QDateTime &time, const FilterValue &value)
{
    if (!time.isValid())
        return false;
    const qint64 seconds = time.toSecsSinceEpoch();
    return seconds >= value.from && seconds <= value.to;
}

bool containsText(const QString &text, const FilterValue &value)
{
    return text.toCaseFolded().contains(value.text);
}

bool startsWithText(const QString &text, const FilterValue &value)
{
    return text.startsWith(value.text, Qt::CaseInsensitive); // ids: no copy of each
}

Filter parseFilter(const QString &text, const QList<FilterKeyName> &keys,
                   const TextContext &context, QStringList *problems)
{
    Filter filter;
    bool openQuote = false;
    const auto complain = [&](const QString &sentence) {
        if (problems && !sentence.isEmpty() && !problems->contains(sentence))
            problems->append(sentence);
    };
    const QList<Token> all = tokens(text, &openQuote);
    if (openQuote)
        complain(FilterWords::tr("A quotation mark is open: it takes everything up to the end."));
    for (const Token &token : all) {
        FilterTerm term;
        term.negated = token.negated;
        if (token.colon > 0)
            term.key = keyIndex(QStringView(token.text).first(token.colon), keys);
        if (term.key >= 0) {
            const QString value = token.text.sliced(token.colon + 1);
            if (value.compare(u"any", Qt::CaseInsensitive) == 0)
                continue;
            if (!value.isEmpty())
                term.value = keys[term.key].read(value, context);
            complain(term.value.problem);
            if (value.isEmpty() || term.value.everything) {
                if (&token != &all.last() || text.back().isSpace()) // else it is being typed
                    complain(FilterWords::tr("“%1” is not complete and lets every row pass.")
                                 .arg(token.text));
                continue;
            }
        } else {
            if (token.colon > 0 && !keys.isEmpty()
                && looksLikeKey(QStringView(token.text).first(token.colon))
                && !token.text.sliced(token.colon).startsWith(u"://"))
                complain(FilterWords::tr("“%1:” is none of %2 and is searched as a word.")
                             .arg(token.text.first(token.colon), keyNames(keys)));
            term.needle = SearchArena::needle(token.text);
            if (term.needle.isEmpty())
                continue;
        }
        filter.append(term);
    }
    return filter;
}

bool narrows(const Filter &wide, const Filter &narrow)
{
    return std::all_of(wide.cbegin(), wide.cend(), [&](const FilterTerm &term) {
        return std::any_of(narrow.cbegin(), narrow.cend(),
                           [&](const FilterTerm &other) { return implies(other, term); });
    });
}
