#include "base/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

// A class only to give the translations a context that lupdate understands.
struct Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QString joined(const QString &big, qint64 smallCount, const QString &smallText)
{
    return smallCount > 0 ? big + QLatin1Char(' ') + smallText : big;
}

} // namespace

QDateTime parseIsoTime(QStringView text)
{
    if (text.size() < 19)
        return {};
    QDateTime time = QDateTime::fromString(text.toString(), Qt::ISODateWithMs);
    if (!time.isValid())
        return {};
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // Atlas's times are UTC, with or without the letter
    return time.toUTC();
}

QString toIsoTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"))
                          : QString();
}

QDateTime parseHttpDate(QStringView text)
{
    const QLocale c = QLocale::c();
    for (const auto *format :
         {"ddd, d MMM yyyy HH:mm:ss 'GMT'", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"}) {
        QDateTime time = c.toDateTime(text.trimmed().toString(), QLatin1String(format));
        if (time.isValid()) {
            time.setTimeSpec(Qt::UTC);
            return time;
        }
    }
    return {};
}

QDateTime objectIdTime(QStringView id)
{
    if (id.size() != 24)
        return {};
    bool ok = false;
    const uint seconds = id.left(8).toUInt(&ok, 16);
    return ok ? QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC) : QDateTime();
}

QString formatLocal(const QDateTime &time)
{
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                          : QString();
}

QString formatLocalAndUtc(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const QDateTime utc = time.toUTC();
    const bool sameDay = utc.date() == time.toLocalTime().date();
    const QString utcText =
        utc.toString(sameDay ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    return QStringLiteral("%1 (%2 UTC)").arg(formatLocal(time), utcText);
}

QString formatAge(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid() || !now.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    const qint64 size = qAbs(seconds);
    if (size < 60)
        return seconds >= 0 ? Format::tr("just now") : Format::tr("in under a minute");
    QString amount;
    if (size < 3600)
        amount = Format::tr("%1 min").arg(size / 60);
    else if (size < 48 * 3600)
        amount = Format::tr("%1 h").arg(size / 3600);
    else
        amount = Format::tr("%1 d").arg(size / 86400);
    return seconds > 0 ? Format::tr("%1 ago").arg(amount) : Format::tr("in %1").arg(amount);
}

QString formatDuration(std::chrono::seconds duration)
{
    const qint64 s = qMax<qint64>(0, duration.count());
    if (s < 60)
        return Format::tr("%1 s").arg(s);
    if (s < 3600)
        return joined(Format::tr("%1 min").arg(s / 60), s % 60, Format::tr("%1 s").arg(s % 60));
    if (s < 86400) {
        const qint64 minutes = s % 3600 / 60;
        return joined(Format::tr("%1 h").arg(s / 3600), minutes, Format::tr("%1 min").arg(minutes));
    }
    const qint64 hours = s % 86400 / 3600;
    return joined(Format::tr("%1 d").arg(s / 86400), hours, Format::tr("%1 h").arg(hours));
}

QString formatSize(qint64 bytes)
{
    return QLocale().formattedDataSize(qMax<qint64>(0, bytes), bytes < 1024 ? 0 : 1);
}
