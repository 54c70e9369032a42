#include "snapshots/timelinescale.h"

#include <QLocale>
#include <cmath>

namespace {

constexpr qint64 kMinute = 60;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kMonth = 30 * kDay; // as a rule of thumb: months are counted by the calendar
constexpr qint64 kShortest = kHour;
constexpr qint64 kLongest = 20 * 365 * kDay;

constexpr qint64 kSteps[] = {5 * kMinute, 15 * kMinute, 30 * kMinute, kHour,      3 * kHour,
                             6 * kHour,   12 * kHour,   kDay,         2 * kDay,   7 * kDay,
                             kMonth,      3 * kMonth,   6 * kMonth,   12 * kMonth};

qint64 stepFor(const TimeRange &range, int most)
{
    for (const qint64 step : kSteps) {
        if (range.seconds() / step < qMax(1, most))
            return step;
    }
    return kSteps[std::size(kSteps) - 1];
}

class TickWriter
{
public:
    TickWriter(const TimeRange &range, qint64 step) : m_range(range), m_step(step) { }

    QList<TimeTick> write()
    {
        const QDate first = m_range.from.toLocalTime().date();
        const QDate last = m_range.to.toLocalTime().date();
        if (m_step >= kMonth)
            writeMonths(first, last);
        else
            writeDays(first, last);
        return m_ticks;
    }

private:
    void writeMonths(const QDate &first, const QDate &last)
    {
        const int months = int(m_step / kMonth);
        QDate day(first.year(), (first.month() - 1) / months * months + 1, 1);
        for (; day <= last; day = day.addMonths(months)) {
            const bool year = day.month() == 1;
            add(day.startOfDay(),
                m_locale.toString(day, year ? QStringLiteral("yyyy") : QStringLiteral("MMM")),
                year);
        }
    }

    void writeDays(const QDate &first, const QDate &last)
    {
        const qint64 days = qMax<qint64>(1, m_step / kDay);
        // Weeks begin on Mondays; day 0 of the Julian count was one.
        for (QDate day = first; day <= last; day = day.addDays(1)) {
            if (day.toJulianDay() % days != 0)
                continue;
            add(day.startOfDay(), m_locale.toString(day, QStringLiteral("d MMM")),
                m_step < kDay || day.day() == 1);
            for (qint64 second = m_step; second < kDay; second += m_step) {
                const QTime clock = QTime(0, 0).addSecs(int(second));
                const QDateTime time(day, clock);
                if (time.isValid()
                    && time.time() == clock) // not in the hour that summer time skips
                    add(time, clock.toString(QStringLiteral("HH:mm")), false);
            }
        }
    }

    void add(const QDateTime &time, const QString &label, bool major)
    {
        const QDateTime utc = time.toUTC();
        if (m_range.contains(utc))
            m_ticks.append({utc, label, major});
    }

    TimeRange m_range;
    qint64 m_step;
    QLocale m_locale;
    QList<TimeTick> m_ticks;
};

} // namespace

QList<TimeTick> ticksOf(const TimeRange &range, int most)
{
    if (!range.isValid())
        return {};
    return TickWriter(range, stepFor(range, most)).write();
}

double placeOf(const QDateTime &time, const TimeRange &range, double width)
{
    return width * double(range.from.msecsTo(time)) / double(range.from.msecsTo(range.to));
}

QDateTime timeAt(double place, const TimeRange &range, double width)
{
    const double share = width > 0 ? place / width : 0;
    return range.from.addMSecs(qint64(share * double(range.from.msecsTo(range.to))));
}

TimeRange zoomed(const TimeRange &range, double factor, const QDateTime &anchor)
{
    const double before = double(range.seconds());
    const double after = qBound(double(kShortest), before * factor, double(kLongest));
    const double share = placeOf(anchor, range, 1.0);
    const QDateTime from = anchor.addSecs(-std::llround(after * share));
    return {from, from.addSecs(std::llround(after))};
}

TimeRange moved(const TimeRange &range, qint64 seconds)
{
    return {range.from.addSecs(seconds), range.to.addSecs(seconds)};
}
