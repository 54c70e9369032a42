#include "tables/timecells.h"
#include "base/format.h"

#include <limits>

qint64 timeKey(const QDateTime &time)
{
    return time.isValid() ? time.toSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

QString agedTime(const QDateTime &time, const TextContext &context)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    const bool today = local.date() == context.now.toLocalTime().date();
    return formatAge(time, context.now) + u' '
        + (today ? local.time().toString(QStringLiteral("HH:mm")) : searchedTime(time));
}

QString searchedTime(const QDateTime &time)
{
    return formatLocal(time).first(time.isValid() ? 16 : 0);
}
