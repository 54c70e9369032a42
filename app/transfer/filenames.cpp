#include "transfer/filenames.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace {

/// Where the endings of the file name begin.
qsizetype suffixAt(const QString &path)
{
    const qsizetype name = path.lastIndexOf(u'/') + 1;
    if (path.endsWith(QLatin1String(".tar.gz"), Qt::CaseInsensitive) && path.size() - 7 > name)
        return path.size() - 7;
    const qsizetype dot = path.lastIndexOf(u'.');
    return dot > name ? dot : path.size();
}

QString withoutPart(const QString &path)
{
    return path.endsWith(QLatin1String(".part")) ? path.chopped(5) : path;
}

QString withWord(const QString &path, const QString &word)
{
    return QString(path).insert(suffixAt(path), QStringLiteral(" (%1)").arg(word));
}

} // namespace

QString numberedName(const QString &path, int number)
{
    return number <= 1 ? path : withWord(path, QString::number(number));
}

QString markedName(const QString &path, const QString &mark)
{
    return withWord(path, mark);
}

QString safeFileName(const QString &name)
{
    QString safe = name.section(u'/', -1).section(u'\\', -1);
    for (QChar &character : safe) {
        if (!character.isPrint() || character == u':')
            character = u'_';
    }
    while (safe.startsWith(u'.'))
        safe.remove(0, 1);
    safe = safe.trimmed();
    // Room for ".part.state" and a number within the 255 bytes a file system allows.
    while (safe.toUtf8().size() > 200)
        safe.remove(suffixAt(safe) > 1 ? suffixAt(safe) - 1 : safe.size() - 1, 1);
    return safe.isEmpty() ? QStringLiteral("backup.tar.gz") : safe;
}

bool namesTarArchive(const QString &path)
{
    const QString name = withoutPart(path).toLower();
    return name.endsWith(QLatin1String(".tar.gz")) || name.endsWith(QLatin1String(".tgz"));
}

bool namesGzip(const QString &path)
{
    const QString name = withoutPart(path).toLower();
    return name.endsWith(QLatin1String(".gz")) || name.endsWith(QLatin1String(".tgz"));
}

QByteArray checksumLine(const QByteArray &hex, const QString &fileName)
{
    QByteArray name = QFile::encodeName(QFileInfo(fileName).fileName());
    QByteArray start;
    if (name.contains('\\') || name.contains('\n') || name.contains('\r')) {
        start = "\\";
        name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    }
    return start + hex + "  " + name + '\n';
}

QByteArray pastedHash(const QString &text)
{
    static const QRegularExpression word(
        QStringLiteral("(?<![0-9A-Za-z])([0-9A-Fa-f]{128}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40})"
                       "(?![0-9A-Za-z])"));
    QSet<QByteArray> found;
    for (auto it = word.globalMatch(text); it.hasNext();)
        found.insert(it.next().captured(1).toLower().toLatin1());
    return found.size() == 1 ? *found.cbegin() : QByteArray();
}
