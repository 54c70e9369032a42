#include "tables/snapshotcells.h"

#include "base/format.h"
#include "tables/lastgood.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace {

struct SnapshotCells {
    Q_DECLARE_TR_FUNCTIONS(SnapshotCells)
};

constexpr qint64 kHour = 3600;
constexpr qint64 kDay = 24 * kHour;

bool isWord(const QString &text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

QString countOf(int value, const QString &one, const QString &many)
{
    return value == 1 ? one : many.arg(value);
}

QString daysText(int days)
{
    constexpr int kYear = 365;
    if (days >= kYear && days % kYear <= 1)
        return countOf(days / kYear, SnapshotCells::tr("1 year"), SnapshotCells::tr("%1 years"));
    return countOf(days, SnapshotCells::tr("1 day"), SnapshotCells::tr("%1 days"));
}

QString retentionUnit(const BackupPolicyItem &item)
{
    const int n = item.retentionValue;
    if (isWord(item.retentionUnit, "days"_L1))
        return daysText(n);
    if (isWord(item.retentionUnit, "weeks"_L1))
        return countOf(n, SnapshotCells::tr("1 week"), SnapshotCells::tr("%1 weeks"));
    if (isWord(item.retentionUnit, "months"_L1))
        return countOf(n, SnapshotCells::tr("1 month"), SnapshotCells::tr("%1 months"));
    if (isWord(item.retentionUnit, "years"_L1))
        return countOf(n, SnapshotCells::tr("1 year"), SnapshotCells::tr("%1 years"));
    return QStringLiteral("%1 %2").arg(n).arg(item.retentionUnit);
}

// 40 stands for the last day of the month.
QString dayOfMonth(int interval)
{
    constexpr int kLast = 40;
    return interval == kLast ? SnapshotCells::tr("on the last day of the month")
                             : SnapshotCells::tr("on day %1 of the month").arg(interval);
}

QString frequencyText(const BackupPolicyItem &item)
{
    const int n = item.frequencyInterval;
    const QLocale locale;
    if (isWord(item.frequencyType, "hourly"_L1))
        return n == 1 ? SnapshotCells::tr("every hour")
                      : SnapshotCells::tr("every %1 hours").arg(n);
    if (isWord(item.frequencyType, "daily"_L1))
        return SnapshotCells::tr("every day");
    if (isWord(item.frequencyType, "weekly"_L1) && n >= 1 && n <= 7)
        return SnapshotCells::tr("every week on %1").arg(locale.standaloneDayName(n));
    if (isWord(item.frequencyType, "monthly"_L1))
        return SnapshotCells::tr("every month %1").arg(dayOfMonth(n));
    if (isWord(item.frequencyType, "yearly"_L1) && n >= 1 && n <= 12)
        return SnapshotCells::tr("every year in %1").arg(locale.standaloneMonthName(n));
    return item.frequencyType;
}

} // namespace

QDateTime snapshotTime(const Snapshot &snapshot)
{
    for (const QDateTime &time : {snapshot.taken, snapshot.scheduled}) {
        if (time.isValid())
            return time;
    }
    return objectIdTime(snapshot.id);
}

QString snapshotTypeName(const Snapshot &snapshot)
{
    if (isFallback(snapshot))
        return SnapshotCells::tr("Fallback");
    if (isWord(snapshot.type, "onDemand"_L1))
        return SnapshotCells::tr("On demand");
    if (isWord(snapshot.type, "scheduled"_L1))
        return SnapshotCells::tr("Scheduled");
    return snapshot.type;
}

QString snapshotFrequencyName(const Snapshot &snapshot)
{
    const QString &word = snapshot.frequency;
    if (isWord(word, "hourly"_L1))
        return SnapshotCells::tr("Hourly");
    if (isWord(word, "daily"_L1))
        return SnapshotCells::tr("Daily");
    if (isWord(word, "weekly"_L1))
        return SnapshotCells::tr("Weekly");
    if (isWord(word, "monthly"_L1))
        return SnapshotCells::tr("Monthly");
    if (isWord(word, "yearly"_L1))
        return SnapshotCells::tr("Yearly");
    return isWord(word, "ondemand"_L1) ? QString() : word;
}

QString keptFor(const Snapshot &snapshot)
{
    const QDateTime begin = snapshotTime(snapshot);
    if (!begin.isValid() || !snapshot.expires.isValid() || snapshot.expires <= begin)
        return {};
    // Atlas counts from the begin or from the end of the snapshot: a few hours are no other term.
    const qint64 seconds = begin.secsTo(snapshot.expires);
    const qint64 days = (seconds + kDay / 2) / kDay;
    return days > 0 ? daysText(int(days)) : SnapshotCells::tr("%1 h").arg(seconds / kHour);
}

QString retentionText(const Snapshot &snapshot, const QDateTime &now)
{
    if (!snapshot.expires.isValid())
        return {};
    const QString end = snapshot.expires > now
        ? SnapshotCells::tr("expires %1", "in 5 d").arg(formatAge(snapshot.expires, now))
        : SnapshotCells::tr("expired %1", "2 h ago").arg(formatAge(snapshot.expires, now));
    const QString kept = keptFor(snapshot);
    return kept.isEmpty() ? end
                          : SnapshotCells::tr("kept %1, %2", "7 days, expires").arg(kept, end);
}

QString fallbackWarning()
{
    return SnapshotCells::tr(
        "A fallback snapshot: Atlas took it in another way than usual, and its "
        "data may be inconsistent. Prefer another one if there is one.");
}

QString policyText(const BackupPolicyItem &item)
{
    return SnapshotCells::tr("%1, kept %2", "every 6 hours, 2 days")
        .arg(frequencyText(item), retentionUnit(item));
}
