#include "tables/kindcells.h"
#include "atlas/jobkind.h"

#include <QCoreApplication>

namespace {

struct StateWords {
    Q_DECLARE_TR_FUNCTIONS(StateWords)
};

struct StateWord {
    JobState state;
    const char *word;
};

// In sorting order.
constexpr StateWord kStates[] = {
    {JobState::Running, "running"},     {JobState::Queued, "queued"},
    {JobState::Unknown, "unknown"},     {JobState::Ready, "ready"},
    {JobState::Failed, "failed"},       {JobState::Done, "done"},
    {JobState::UsedUp, "used up"},      {JobState::Expired, "expired"},
    {JobState::Cancelled, "cancelled"},
};

} // namespace

qint64 stateKey(JobState state)
{
    qint64 place = 0;
    for (const StateWord &entry : kStates) {
        if (entry.state == state)
            break;
        ++place;
    }
    return place;
}

FilterValue readState(const QString &value, const TextContext &context)
{
    FilterValue result = readText(value, context);
    for (const StateWord &entry : kStates) {
        if (startsWithText(QString::fromLatin1(entry.word), result)
            || startsWithText(stateName(entry.state), result))
            result.set |= quint64(1) << int(entry.state);
        if (isActive(entry.state) && result.text.size() > 1
            && QLatin1String("active").startsWith(result.text))
            result.set |= quint64(1) << int(entry.state);
    }
    if (result.set == 0)
        result.problem = StateWords::tr("There is no state “%1”. There are: %2.")
                             .arg(value, stateWords().join(QStringLiteral(", ")));
    return result;
}

QStringList stateWords()
{
    QStringList words {QStringLiteral("active")};
    for (const StateWord &entry : kStates)
        words.append(QString::fromLatin1(entry.word));
    return words;
}

bool isState(JobState state, const FilterValue &value)
{
    return value.set >> int(state) & 1;
}

QString kindTitle(const JobKind *kind)
{
    return kind ? kind->title() : QString();
}

bool isKind(const JobKind *kind, const FilterValue &value)
{
    if (!kind)
        return false;
    const QString id = QString::fromLatin1(kind->id);
    return value.remembered(
        id, [&] { return startsWithText(id, value) || containsText(kind->title(), value); });
}

bool isProject(const QString &projectId, const FilterValue &value, const TextContext &context)
{
    return value.remembered(projectId, [&] {
        return startsWithText(projectId, value) || containsText(context.project(projectId), value);
    });
}

bool containsName(const QString &name, const FilterValue &value)
{
    return value.remembered(name, [&] { return containsText(name, value); });
}
