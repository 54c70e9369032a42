#include "session/journal.h"

#include "session/journalfile.h"
#include "session/makeerror.h"

#include <QDateTime>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace {

// An outcome's words may come from a server; the journal must not grow by what it likes to send.
constexpr qsizetype kMaxDetail = 2000;
constexpr qsizetype kMaxWord = 200;

struct OutcomeWord {
    JournalEntry::Outcome value;
    const char *text;
};
constexpr OutcomeWord kOutcomes[] = {{JournalEntry::Outcome::Started, "started"},
                                     {JournalEntry::Outcome::NotStarted, "notStarted"},
                                     {JournalEntry::Outcome::Unknown, "unknown"},
                                     {JournalEntry::Outcome::NotFound, "notFound"}};

struct TextField {
    const char *key;
    QString JournalEntry::*value;
};
constexpr TextField kIntentTexts[] = {{"profileId", &JournalEntry::profileId},
                                      {"profileName", &JournalEntry::profileName},
                                      {"baseUrl", &JournalEntry::baseUrl},
                                      {"loginName", &JournalEntry::loginName},
                                      {"action", &JournalEntry::action},
                                      {"kindId", &JournalEntry::kindId},
                                      {"sourceProjectId", &JournalEntry::sourceProjectId},
                                      {"sourceProject", &JournalEntry::sourceProject},
                                      {"sourceCluster", &JournalEntry::sourceCluster},
                                      {"snapshotId", &JournalEntry::snapshotId},
                                      {"point", &JournalEntry::point},
                                      {"scope", &JournalEntry::scope},
                                      {"targetProjectId", &JournalEntry::targetProjectId},
                                      {"targetProject", &JournalEntry::targetProject},
                                      {"targetCluster", &JournalEntry::targetCluster},
                                      {"reason", &JournalEntry::reason}};
constexpr TextField kOutcomeTexts[] = {{"jobId", &JournalEntry::jobId},
                                       {"errorCode", &JournalEntry::errorCode},
                                       {"detail", &JournalEntry::detail}};

const QString kTypeKey = QStringLiteral("type");
const QString kIdKey = QStringLiteral("id");
const QString kTimeKey = QStringLiteral("time");
const QString kOutcomeKey = QStringLiteral("outcome");
const QString kSnapshotTimeKey = QStringLiteral("snapshotTime");
const QString kIntent = QStringLiteral("intent");
const QString kOutcome = QStringLiteral("outcome");

QString writeTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime readTime(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

QDateTime nowUtc()
{
    return QDateTime::currentDateTimeUtc();
}

template <size_t N>
void writeTexts(QJsonObject &line, const TextField (&fields)[N], const JournalEntry &entry)
{
    for (const TextField &field : fields) {
        if (const QString &text = entry.*field.value; !text.isEmpty())
            line.insert(QLatin1String(field.key), text);
    }
}

template <size_t N>
void readTexts(const QJsonObject &line, const TextField (&fields)[N], JournalEntry &entry)
{
    for (const TextField &field : fields)
        entry.*field.value = line.value(QLatin1String(field.key)).toString();
}

QByteArray intentLine(const JournalEntry &entry)
{
    QJsonObject line {{kTypeKey, kIntent}, {kIdKey, entry.id}, {kTimeKey, writeTime(entry.time)}};
    if (entry.snapshotTime.isValid())
        line.insert(kSnapshotTimeKey, writeTime(entry.snapshotTime));
    writeTexts(line, kIntentTexts, entry);
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray outcomeLine(const JournalEntry &entry)
{
    QJsonObject line {
        {kTypeKey, kOutcome}, {kIdKey, entry.id}, {kTimeKey, writeTime(entry.outcomeTime)}};
    for (const OutcomeWord &word : kOutcomes) {
        if (word.value == entry.outcome)
            line.insert(kOutcomeKey, QLatin1String(word.text));
    }
    writeTexts(line, kOutcomeTexts, entry);
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

JournalEntry::Outcome readOutcome(const QString &text)
{
    for (const OutcomeWord &word : kOutcomes) {
        if (text == QLatin1String(word.text))
            return word.value;
    }
    // A newer program's word: something is known, but not to us.
    return JournalEntry::Outcome::Unknown;
}

} // namespace

class Journal::Private
{
public:
    explicit Private(const QString &fileName) : file(fileName) { }

    /// Takes in what is new in the file. True if anything is.
    bool readNew()
    {
        const JournalFile::News news = file.readNew();
        if (news.startedOver) {
            entries.clear();
            places.clear();
            unreadable = 0;
        }
        bool any = news.startedOver;
        for (const QByteArray &line : news.lines)
            any = take(line) || any;
        return any;
    }

    qsizetype indexOf(const QString &id) const { return places.value(id, -1); }

    JournalFile file;
    QList<JournalEntry> entries;
    int unreadable = 0;

private:
    QHash<QString, qsizetype> places; // by id, in entries

    bool take(const QByteArray &bytes)
    {
        const QJsonObject line = QJsonDocument::fromJson(bytes).object();
        const QString id = line.value(kIdKey).toString();
        const QString type = line.value(kTypeKey).toString();
        const qsizetype at = id.isEmpty() ? -1 : indexOf(id);
        if (type == kIntent && !id.isEmpty() && at < 0) {
            JournalEntry entry;
            entry.id = id;
            entry.time = readTime(line.value(kTimeKey));
            entry.snapshotTime = readTime(line.value(kSnapshotTimeKey));
            readTexts(line, kIntentTexts, entry);
            places.insert(id, entries.size());
            entries << entry;
            return true;
        }
        if (type == kOutcome && at >= 0) {
            JournalEntry &entry = entries[at];
            entry.outcome = readOutcome(line.value(kOutcomeKey).toString());
            entry.outcomeTime = readTime(line.value(kTimeKey));
            readTexts(line, kOutcomeTexts, entry);
            return true;
        }
        // Other types belong to a newer program.
        if (type.isEmpty() || type == kIntent || type == kOutcome)
            ++unreadable;
        return false;
    }
};

Journal::Journal(const QString &fileName, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(fileName))
{
    if (const JournalFile::Lock lock = d->file.lock())
        d->readNew();
}

Journal::~Journal() = default;

QString Journal::openProblem() const
{
    QStringList sentences;
    if (const QString problem = d->file.problem(); !problem.isEmpty())
        sentences << problem;
    if (d->unreadable > 0)
        sentences << tr("%n line(s) of the journal %1 can't be read. They were left as they are.",
                        nullptr, d->unreadable)
                         .arg(d->file.fileName());
    return sentences.join(u' ');
}

const QList<JournalEntry> &Journal::entries() const
{
    return d->entries;
}

Result<QString> Journal::begin(JournalEntry intent)
{
    const JournalFile::Lock lock = d->file.lock();
    if (!lock)
        return d->file.error();
    d->readNew();
    intent.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    intent.time = intent.time.isValid() ? intent.time.toUTC() : nowUtc();
    intent.outcome = JournalEntry::Outcome::Open;
    if (Result<void> written = d->file.append(intentLine(intent)); !written)
        return written.error();
    d->readNew();
    emit changed();
    return intent.id;
}

Result<void> Journal::finish(const QString &id, JournalEntry::Outcome outcome, const QString &jobId,
                             const QString &errorCode, const QString &detail)
{
    const JournalFile::Lock lock = d->file.lock();
    if (!lock)
        return d->file.error();
    d->readNew();
    if (outcome == JournalEntry::Outcome::Open)
        return makeError(Error::Kind::InvalidInput,
                         tr("An entry of the journal can't be opened again."));
    if (d->indexOf(id) < 0)
        return makeError(Error::Kind::NotFound, tr("The journal has no such entry."));
    const bool knowsLess =
        outcome == JournalEntry::Outcome::Unknown || outcome == JournalEntry::Outcome::NotFound;
    if (knowsLess && d->entries.at(d->indexOf(id)).outcome == JournalEntry::Outcome::Started)
        return {};
    JournalEntry entry;
    entry.id = id;
    entry.outcome = outcome;
    entry.outcomeTime = nowUtc();
    entry.jobId = jobId.left(kMaxWord);
    entry.errorCode = errorCode.left(kMaxWord);
    entry.detail = detail.size() > kMaxDetail ? detail.left(kMaxDetail - 1) + u'\u2026' : detail;
    if (Result<void> written = d->file.append(outcomeLine(entry)); !written)
        return written.error();
    d->readNew();
    emit changed();
    return {};
}

QList<JournalEntry> Journal::unresolved(const QString &profileId) const
{
    QList<JournalEntry> left;
    for (const JournalEntry &entry : d->entries) {
        const bool open = entry.outcome == JournalEntry::Outcome::Open
            || entry.outcome == JournalEntry::Outcome::Unknown;
        if (open && entry.profileId == profileId)
            left << entry;
    }
    return left;
}
