#include "atlas/checks/contentnames.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kDatabaseBytes = 63;
constexpr qsizetype kNamespaceBytes = 255;

} // namespace

QString databaseOf(const QString &name)
{
    return name.section(u'.', 0, 0);
}

QString targetOf(const NamespaceChoice &item, bool collection, const CollectionChoice &choice)
{
    if (!item.target.isEmpty())
        return item.target;
    if (!collection)
        return item.source + choice.databaseSuffix;
    return databaseOf(item.source) + choice.databaseSuffix + u'.' + item.source.section(u'.', 1)
        + choice.collectionSuffix;
}

bool isShapedRight(const QString &name, bool collection)
{
    const qsizetype dot = name.indexOf(u'.');
    return collection ? dot > 0 && dot + 1 < name.size() : dot < 0 && !name.isEmpty();
}

bool isGoodName(const QString &name)
{
    const QString database = databaseOf(name);
    const bool clean = std::none_of(database.cbegin(), database.cend(), [](QChar character) {
        return character.isNull() || u"/\\. \"$*<>:|?"_s.contains(character);
    });
    return clean && database.toUtf8().size() <= kDatabaseBytes
        && name.toUtf8().size() <= kNamespaceBytes && !name.section(u'.', 1).contains(u'$')
        && !name.contains(QChar::Null);
}

bool isSystemDatabase(const QString &database)
{
    return database == "admin"_L1 || database == "local"_L1 || database == "config"_L1;
}

QStringList sourcesOf(const CollectionChoice &choice)
{
    QStringList names;
    for (const NamespaceChoice &item : choice.databases)
        names.append(item.source);
    for (const NamespaceChoice &item : choice.collections)
        names.append(item.source);
    return names;
}

QStringList targetsOf(const CollectionChoice &choice)
{
    QStringList names;
    for (const NamespaceChoice &item : choice.databases)
        names.append(targetOf(item, false, choice));
    for (const NamespaceChoice &item : choice.collections)
        names.append(targetOf(item, true, choice));
    return names;
}
